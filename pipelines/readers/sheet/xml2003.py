"""Workbooks as one XML file (Excel 2003, and what portals export under `.xls`) → sheets."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipelines.readers.lines import DOUBTFUL
from pipelines.readers.sheet.book import Sheet
from pipelines.readers.sheet.formats import shown
from pipelines.readers.zipped import local, parsed, plain_xml

MARK = b"urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{MARK.decode()}}}"
_NAMED = {
    "Standard": "#,##0.00",
    "Fixed": "0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "General Number": "General",
}


def _integer(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 8 else otherwise


def _text(cell: etree._Element, formats: dict[str, str], number_format: str | None) -> str | None:
    """What a cell shows; None for a formula without its value."""
    data = cell.find("{*}Data")
    if data is None:
        return None if cell.get(f"{_SS}Formula") else ""
    text = "".join(data.itertext())
    kind = data.get(f"{_SS}Type", "String")
    number_format = formats.get(cell.get(f"{_SS}StyleID", ""), number_format or "General")
    if kind == "Number":
        try:
            return shown(float(text), number_format)
        except ValueError:
            return f"{DOUBTFUL}{text}"
    return shown(text == "1") if kind == "Boolean" else shown(text, number_format)


def _sheet(found: etree._Element, formats: dict[str, str]) -> Sheet:
    visible = found.find("{*}WorksheetOptions/{*}Visible")
    sheet = Sheet(
        found.get(f"{_SS}Name", ""), visible is not None and visible.text in ("SheetHidden", "SheetVeryHidden")
    )
    column, row = 0, -1
    for element in found.iterfind("{*}Table/*"):
        if local(element) == "Column":
            first = _integer(element.get(f"{_SS}Index"), column + 1) - 1
            column = first + _integer(element.get(f"{_SS}Span"), 0) + 1
            if element.get(f"{_SS}Hidden") == "1":
                sheet.hide_columns(first, column)
        elif local(element) == "Row":
            row = _integer(element.get(f"{_SS}Index"), row + 2) - 1
            sheet.hidden_rows |= {row} if element.get(f"{_SS}Hidden") == "1" else set()
            _fill(sheet, row, element, formats)
            row += _integer(element.get(f"{_SS}Span"), 0)
    return sheet


def _fill(sheet: Sheet, row: int, element: etree._Element, formats: dict[str, str]) -> None:
    column = -1
    for cell in element.iterchildren("{*}Cell"):
        column = _integer(cell.get(f"{_SS}Index"), column + 2) - 1
        text = _text(cell, formats, formats.get(element.get(f"{_SS}StyleID", "")))
        if text is None:
            sheet.formula(row, column, cell.get(f"{_SS}Formula", ""))
        else:
            sheet.put(row, column, text)
        across, down = (_integer(cell.get(f"{_SS}{name}"), 0) for name in ("MergeAcross", "MergeDown"))
        if across or down:
            sheet.merged.append((row, column, row + down, column + across))
        column += across


def sheets(data: bytes) -> Iterator[Sheet]:
    """The worksheets in order."""
    root = parsed(plain_xml(data))
    formats = {}
    for style in root.iterfind("{*}Styles/{*}Style"):
        number = style.find("{*}NumberFormat")
        code = number.get(f"{_SS}Format", "General") if number is not None else "General"
        formats[style.get(f"{_SS}ID", "")] = _NAMED.get(code, code)
    for found in root.iterfind("{*}Worksheet"):
        yield _sheet(found, formats)
