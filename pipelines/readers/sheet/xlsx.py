"""Workbooks of Excel (.xlsx, .xlsm) → sheets: figures as their formats show them; formulas are never computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS

from pipelines.readers.lines import DOUBTFUL
from pipelines.readers.sheet.book import Area, Sheet
from pipelines.readers.sheet.formats import shown
from pipelines.readers.zipped import Parts, local, relation_id, streamed

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATES = (*range(27, 37), *range(50, 59))
"""Formats that East Asian editions of Excel know by number alone, all of them dates."""
_OFF = ("0", "false")


@dataclass(frozen=True)
class _Styles:
    """By the number of a cell's style: its number format, and whether its text is struck out."""

    formats: tuple[str, ...] = ()
    struck: tuple[bool, ...] = ()

    def of(self, cell: etree._Element) -> tuple[str, bool]:
        index = _integer(cell.get("s"))
        return (self.formats[index], self.struck[index]) if 0 <= index < len(self.formats) else ("General", False)


@dataclass(frozen=True)
class _Book:
    texts: tuple[str, ...]
    styles: _Styles
    epoch_1904: bool


def _integer(value: str | None, otherwise: int = 0) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else otherwise


def _is_on(value: str | None) -> bool:
    return value is not None and value not in _OFF


def _at(reference: str | None) -> tuple[int, int] | None:
    """Row and column of `C7`, from 0."""
    match = _PLACE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _area(reference: str | None) -> Area | None:
    first, _, last = (reference or "").partition(":")
    top, bottom = _at(first), _at(last or first)
    return (*top, *bottom) if top and bottom else None


def _written(item: etree._Element) -> str:
    """The text of a string: without its phonetic guide and what is struck out; raised digits are marked."""
    pieces = []
    for child in item:
        if local(child) == "t":
            pieces.append(child.text or "")
        elif local(child) == "r":
            look = child.find("{*}rPr")
            text = "".join(t.text or "" for t in child.iterchildren("{*}t"))
            struck = look.find("{*}strike") if look is not None else None
            raised = look.find("{*}vertAlign") if look is not None else None
            text = "" if struck is not None and struck.get("val") not in _OFF else text
            pieces.append(
                f"{DOUBTFUL}{text}" if text and raised is not None and raised.get("val") != "baseline" else text
            )
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), "".join(pieces))


def _styles(root: etree._Element | None) -> _Styles:
    if root is None:
        return _Styles()
    own = {_integer(f.get("numFmtId"), -1): f.get("formatCode", "General") for f in root.iter("{*}numFmt")}
    fonts = [
        (struck := font.find("{*}strike")) is not None and struck.get("val") not in _OFF
        for font in root.iterfind("{*}fonts/{*}font")
    ]
    formats, struck_out = [], []
    for look in root.iterfind("{*}cellXfs/{*}xf"):
        number = _integer(look.get("numFmtId"))
        formats.append(
            own.get(number) or BUILTIN_FORMATS.get(number) or ("yyyy-m-d" if number in _DATES else "General")
        )
        font = _integer(look.get("fontId"))
        struck_out.append(font < len(fonts) and fonts[font])
    return _Styles(tuple(formats), tuple(struck_out))


def _value(cell: etree._Element, book: _Book, zeros: bool) -> str | None:
    """What a cell shows; None for a formula that was saved without its value."""
    kind = cell.get("t", "n")
    stored = cell.find("{*}v")
    text = (stored.text or "") if stored is not None else ""
    number_format, struck = book.styles.of(cell)
    if cell.find("{*}f") is not None and not text and kind != "str":
        return None
    if struck:
        return ""
    if kind == "inlineStr":
        inline = cell.find("{*}is")
        return shown(_written(inline), number_format) if inline is not None else ""
    if kind == "s":
        index = _integer(text, -1)
        return shown(book.texts[index] if 0 <= index < len(book.texts) else f"{DOUBTFUL}{text}", number_format)
    if kind == "b":
        return shown(text == "1", number_format) if text else ""
    if kind in ("str", "e", "d") or not text.strip():
        return shown(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), text), number_format)
    try:
        number = float(text)
    except ValueError:
        return f"{DOUBTFUL}{text}"
    return "" if number == 0 and not zeros else shown(number, number_format, book.epoch_1904)


def _sheet(name: str, hidden: bool, data: bytes, book: _Book) -> Sheet:
    sheet = Sheet(name, hidden)
    zeros, row = True, -1
    for element in streamed(data, "sheetView", "col", "row", "mergeCell"):
        kind = local(element)
        if kind == "sheetView":
            zeros = element.get("showZeros") not in _OFF
        elif kind == "col":
            if _is_on(element.get("hidden")) or element.get("width") in ("0", "0.0"):
                first, last = _integer(element.get("min"), 1) - 1, _integer(element.get("max"), 1)
                sheet.hide_columns(first, last)
        elif kind == "mergeCell":
            area = _area(element.get("ref"))
            sheet.merged += [area] if area else []
        else:
            row = _integer(element.get("r"), row + 2) - 1
            if _is_on(element.get("hidden")) or element.get("ht") in ("0", "0.0"):
                sheet.hidden_rows.add(row)
            _fill(sheet, row, element, book, zeros)
    return sheet


def _fill(sheet: Sheet, row: int, element: etree._Element, book: _Book, zeros: bool) -> None:
    column = -1
    for cell in element.iterchildren("{*}c"):
        at = _at(cell.get("r"))
        column = at[1] if at else column + 1
        text = _value(cell, book, zeros)
        if text is None:
            sheet.formula(row, column, cell.findtext("{*}f") or "")
        else:
            sheet.put(row, column, text)


def sheets(parts: Parts) -> Iterator[Sheet]:
    """The worksheets of a workbook in order; macro sheets and charts are none."""
    main = parts.main("xl/workbook.xml")
    workbook = parts.root(main)
    if workbook is None:
        raise ValueError("no workbook in the archive")
    relations = parts.relations(main)
    named = {relation.kind: relation.target for relation in relations.values()}
    settings = workbook.find("{*}workbookPr")
    texts = parts.bytes(named.get("sharedStrings", ""))
    book = _Book(
        tuple(_written(item) for item in streamed(texts, "si")) if texts else (),
        _styles(parts.root(named.get("styles", ""))),
        settings is not None and _is_on(settings.get("date1904")),
    )
    for entry in workbook.iterfind("{*}sheets/{*}sheet"):
        relation = relations.get(relation_id(entry))
        if relation is not None and relation.kind == "worksheet":
            hidden = entry.get("state", "visible") != "visible"
            yield _sheet(entry.get("name", ""), hidden, parts.bytes(relation.target), book)
