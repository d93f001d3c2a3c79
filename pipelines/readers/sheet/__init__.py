"""Spreadsheets → Document: every sheet in turn, row by row, as its cells are shown; formulas are never computed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from pipelines.model import Document, Issue, RawCell, Source
from pipelines.readers.foreign import refusing
from pipelines.readers.lines import Lines, level
from pipelines.readers.sheet import ods, xls, xlsx, xml2003
from pipelines.readers.sheet.book import Sheet, place, seen
from pipelines.readers.sheet.formats import shown
from pipelines.readers.zipped import opened

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
_NAMED = 8
_LEFT_OUT = {
    "rows": ("隐藏的行", "hidden rows"),
    "columns": ("隐藏的列", "hidden columns"),
    "merged": ("被合并单元格盖住的内容", "cells under merged ones"),
    "beyond": ("第256列以外的单元格", "cells beyond column 256"),
}
__all__ = ["read_sheet", "shown"]


def _left_out(sheet: Sheet, why: str, places: Sequence[str]) -> Issue:
    zh, en = _LEFT_OUT[why]
    shown = " ".join(places[:_NAMED])
    more = (f"等{len(places)}处", f" and {len(places) - _NAMED} more") if len(places) > _NAMED else ("", "")
    return Issue(
        "hidden_cells",
        f"工作表“{sheet.name}”中{zh}未读：{shown}{more[0]}",
        f"{en} of sheet {sheet.name!r} are not read: {shown}{more[1]}",
        "warning",
    )


def _hidden_sheet(sheet: Sheet) -> Issue:
    zh, en = f"隐藏的工作表“{sheet.name}”未读", f"the hidden sheet {sheet.name!r} is not read"
    return Issue("hidden_sheet", zh, en, "warning")


def _not_computed(sheet: Sheet, row: int, cells: Sequence[str], line: int) -> Issue:
    places = " ".join(place(row, column) for column in range(len(cells)) if (row, column) in sheet.unsure)
    return Issue(
        "formula_without_value",
        f"工作表“{sheet.name}”中公式没有保存计算结果，未读：{places}；请用电子表格软件打开该文件并保存，再重新生成",
        f"formulas of sheet {sheet.name!r} were saved without their values and are not read: {places}; "
        "open the file in a spreadsheet program, save it and build again",
        "warning",
        line=line,
        printed=places,
    )


def _document(sheets: Iterable[Sheet], source: Source) -> Document:
    lines = Lines()
    issues: list[Issue] = []
    for sheet in sheets:
        if sheet.hidden:
            issues += [_hidden_sheet(sheet)] if sheet.cells else []
            continue
        found = seen(sheet)
        issues += [_left_out(sheet, why, places) for why, places in found.left_out.items()]
        for (number, _), row in zip(found.rows, level([row for _, row in found.rows]), strict=True):
            lines.row([RawCell(text, text) for text in row])
            if any((number, column) in sheet.unsure for column in range(len(row))):
                issues.append(_not_computed(sheet, number, row, len(lines.found)))
        lines.text("")
    return Document(source, tuple(lines.found), issues=tuple(issues))


def read_sheet(data: bytes, name: str) -> Document:
    """Lines and rows of a workbook, sheet by sheet. What is hidden is no print and named in an Issue; a formula counts
    with the value it was saved with, and is an Issue where it has none.
    """

    with refusing("not_spreadsheet", "no spreadsheet that can be read", "save it as .xlsx"):
        if data[:2] != b"PK":
            source = Source(name, hashlib.sha256(data).hexdigest(), len(data), XLS)
            return _document(xml2003.sheets(data) if xml2003.MARK in data[:4096] else xls.sheets(data), source)
        with opened(data) as parts:
            is_ods = "content.xml" in parts.names
            source = Source(name, hashlib.sha256(data).hexdigest(), len(data), ODS if is_ods else XLSX)
            return _document(ods.sheets(parts) if is_ods else xlsx.sheets(parts), source)
