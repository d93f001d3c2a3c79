"""Workbooks of old Excel (.xls, .et) → sheets, by xlrd, the reader that knows the number formats of their cells."""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlrd

from pipelines.model import Refused
from pipelines.readers.lines import WIDEST
from pipelines.readers.sheet.book import Sheet
from pipelines.readers.sheet.formats import shown

LARGEST = 24 * 1024 * 1024  # xlrd keeps every cell of a sheet in memory


def _format(book: xlrd.Book, cell: xlrd.sheet.Cell) -> tuple[str, bool]:
    """The number format of a cell, and whether its text is struck out."""
    look = book.xf_list[cell.xf_index]
    number_format = book.format_map.get(look.format_key)
    font = book.font_list[look.font_index] if look.font_index < len(book.font_list) else None
    return number_format.format_str if number_format else "General", bool(font and font.struck_out)


def _text(book: xlrd.Book, cell: xlrd.sheet.Cell, zeros: bool) -> str:
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    number_format, struck = _format(book, cell)
    if struck:
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERR!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return shown(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return shown(str(cell.value), number_format)
    if cell.value == 0 and not zeros:
        return ""
    return shown(float(cell.value), number_format, book.datemode == 1)


def _sheet(book: xlrd.Book, found: xlrd.sheet.Sheet) -> Sheet:
    sheet = Sheet(found.name, found.visibility != 0)
    sheet.hidden_rows = {row for row, look in found.rowinfo_map.items() if look.hidden or look.height == 0}
    sheet.hidden_columns = {column for column, look in found.colinfo_map.items() if look.hidden}
    sheet.merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in found.merged_cells]
    for row in range(found.nrows):
        for column in range(min(found.row_len(row), WIDEST)):
            sheet.put(row, column, _text(book, found.cell(row, column), bool(found.show_zero_values)))
    return sheet


def sheets(data: bytes) -> Iterator[Sheet]:
    """The worksheets of a workbook in order; Refused where a password protects it."""
    if len(data) > LARGEST:
        raise Refused("too_large", "an .xls of more than 24 MiB", "save it as .xlsx")
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Refused("encrypted", "the file is protected by a password", "save it without it") from error
        raise
    for index in range(book.nsheets):
        yield _sheet(book, book.sheet_by_index(index))
        book.unload_sheet(index)
