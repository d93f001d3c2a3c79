"""Spreadsheets → Document: every sheet in turn, row by row, as its cells are shown; formulas are never computed."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

import openpyxl
from python_calamine import CalamineWorkbook

from pipelines.model import Document, RawCell, Refused, Source
from pipelines.readers.foreign import refusing
from pipelines.readers.lines import DOUBTFUL, WIDEST, Lines, level
from pipelines.readers.zipped import bounded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MOST_CELLS, MOST_ROWS = 2_000_000, 100_000
TOO_LARGE = f"more than {MOST_CELLS} cells or {MOST_ROWS} rows"
_DIGITS = 15  # what a spreadsheet itself keeps of a number
_BESIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^<>=\]]*\]|[\s()+¥￥$€-]')
_PLACES = re.compile(r"[#?0,]*[#?0](?:\.([#?0]+))?")
_TEXTUAL = ("General", "@", "")


def shown(value: object, number_format: str = "General") -> str:
    """A cell as the sheet shows it, rounded to the places of its format; blank for nothing.

    A format that scales figures (万元 by `0!.0,`), or that depends on them, shows what its number does not say: the
    figure is then marked, and no amount.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if not isinstance(value, int | float):
        return str(value)
    try:
        exact = Decimal(f"{value:.{_DIGITS}g}") if isinstance(value, float) else Decimal(value)
        full = f"{exact:f}".removesuffix(".0")
        if number_format in _TEXTUAL:
            return full
        match = _PLACES.fullmatch(_BESIDE.sub("", number_format).split(";")[0])
        if match is None or "!" in number_format:
            return full if exact == 0 else f"{DOUBTFUL}{full}"
        places = match[1] or ""
        if places.strip("0"):
            return full
        return f"{exact.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP):f}"
    except InvalidOperation:  # not a number, infinite, or too long for any amount
        return str(value)


def _xlsx(data: bytes) -> Iterator[list[list[str]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that change no figure
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        cells = 0
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows: list[list[str]] = []
            for row in sheet.iter_rows():
                rows.append([shown(cell.value, getattr(cell, "number_format", "General")) for cell in row[:WIDEST]])
                cells += len(row)
                if cells > MOST_CELLS or len(rows) > MOST_ROWS:
                    raise Refused("too_large", TOO_LARGE, "check what the file is")
            yield rows
    finally:
        book.close()


def _others(data: bytes) -> Iterator[list[list[str]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = 0
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:
            raise Refused("too_large", TOO_LARGE, "check what the file is")
        yield [[shown(value) for value in row[:WIDEST]] for row in sheet.to_python(skip_empty_area=False)]


def read_sheet(data: bytes, name: str) -> Document:
    """Lines and rows of a workbook, sheet by sheet; hidden sheets are read like the others."""
    zipped = data[:2] == b"PK"
    if zipped:
        bounded(data)
    xlsx = zipped and b"xl/" in data
    lines = Lines()
    with refusing("not_spreadsheet", "no spreadsheet that can be read", "save it as .xlsx"):
        for rows in _xlsx(data) if xlsx else _others(data):
            for row in level(rows):
                lines.row([RawCell(text, text) for text in row])
            lines.text("")
    media_type = XLSX if xlsx else ODS if zipped else XLS
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), media_type)
    return Document(source, tuple(lines.found))
