"""OpenDocument sheets (.ods) → sheets: the text that each cell shows is kept in the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from lxml import etree

from pipelines.readers.sheet.book import Sheet
from pipelines.readers.sheet.formats import shown
from pipelines.readers.zipped import Parts, local

_MOST_REPEATS = 1_000
_SKIPPED = frozenset(("annotation", "ruby-text", "frame", "custom-shape", "note", "tracked-changes"))
_SHOWN = {"s": " ", "tab": " ", "line-break": "\n"}


def _get(element: etree._Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _repeats(element: etree._Element, name: str) -> int:
    value = _get(element, name) or ""
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 9 else 1


def _words(node: etree._Element, struck: frozenset[str]) -> str:
    pieces = [node.text or ""]
    for child in node:
        name = local(child)
        if name in _SHOWN:
            pieces.append(_SHOWN[name] * min(_repeats(child, "c"), 8))
        elif name and name not in _SKIPPED and _get(child, "style-name") not in struck:
            pieces.append(_words(child, struck))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _text(cell: etree._Element, struck: frozenset[str]) -> str | None:
    """What a cell shows; None for a formula that was saved without its value."""
    if local(cell) != "table-cell" or _get(cell, "style-name") in struck:
        return ""
    text = "\n".join(_words(p, struck) for p in cell.iterchildren("{*}p"))
    if text.strip():
        return text
    if cell.find("{*}p") is not None:
        return ""
    value = _get(cell, "value")
    if value is not None:
        return shown(float(value))
    return "" if _get(cell, "formula") is None else None


def _fill(sheet: Sheet, number: int, row: etree._Element, times: int, struck: frozenset[str]) -> None:
    column = 0
    for cell in row.iterchildren("{*}table-cell", "{*}covered-table-cell"):
        repeated = _repeats(cell, "number-columns-repeated")
        text = _text(cell, struck)
        columns = range(column, column + min(repeated, _MOST_REPEATS))
        rows = range(number, number + min(times, _MOST_REPEATS))
        for at, down in product(columns, rows) if text != "" else ():
            if text is None:
                sheet.formula(down, at, _get(cell, "formula") or "")
            else:
                sheet.put(down, at, text)
        column += repeated


def _styled(root: etree._Element, properties: str, name: str, values: tuple[str, ...]) -> frozenset[str]:
    """The names of styles whose properties say so."""
    return frozenset(
        _get(style, "name") or ""
        for style in root.iter("{*}style")
        for found in style.iterchildren(f"{{*}}{properties}")
        if _get(found, name) in values
    )


def sheets(parts: Parts) -> Iterator[Sheet]:
    """The sheets of a workbook in order."""
    root = parts.root("content.xml")
    if root is None or (body := root.find("{*}body/{*}spreadsheet")) is None:
        raise ValueError("no sheets in the archive")
    unseen = _styled(root, "table-properties", "display", ("false",))
    struck = _styled(root, "text-properties", "text-line-through-style", ("solid", "dotted", "dash", "wave"))
    for table in body.iterchildren("{*}table"):
        sheet = Sheet(_get(table, "name") or "", _get(table, "style-name") in unseen)
        column = row = 0
        for element in table.iter("{*}table-column", "{*}table-row"):
            closed = _get(element, "visibility") in ("collapse", "filter")
            if local(element) == "table-column":
                repeated = _repeats(element, "number-columns-repeated")
                if closed:
                    sheet.hide_columns(column, column + repeated)
                column += repeated
                continue
            times = _repeats(element, "number-rows-repeated")
            _fill(sheet, row, element, times, struck)
            sheet.hidden_rows |= {down for down in range(row, row + min(times, _MOST_REPEATS)) if closed}
            row += times
        yield sheet
