"""Tab-separated dumps: the column of every cell is printed, its header may have slipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from pipelines.grid.headers import header_words, heading, is_fragment, readings
from pipelines.grid.keys import CODE, is_total, known_line
from pipelines.grid.rejoin import rejoined
from pipelines.grid.stray import stray_figures, stray_text
from pipelines.model import Line, Problem, RawCell, RawRow, RawTable, Section
from pipelines.printed import Panel
from pipelines.tables import Table
from pipelines.values import (
    amount_cell,
    ascii_digits,
    has_cjk,
    holds_amount,
    is_amount,
    says_nothing,
    squeeze,
    undouble,
)
from pipelines.wording import Words


def _is_header(cells: Sequence[str], table: Table) -> bool:
    filled = [c for c in cells if squeeze(c)]
    if filled and all(squeeze(c).isdigit() for c in filled):
        return [int(squeeze(c)) for c in filled] == list(range(1, len(filled) + 1)) and len(filled) > 1
    if is_total(cells[0]) and not any(squeeze(c) for c in cells[1:]):
        return False
    if any(is_amount(squeeze(c)) for c in filled):
        return False
    return all(heading(c) in header_words(table) for c in filled) or (
        len(filled) > 1 and all(is_fragment(c, table) for c in filled)
    )


def _is_statement(text: str, words: Words) -> bool:
    """Whether a line above the headings, in whatever cells, says no more than whose table it is and in which unit."""
    filled = [c.strip() for c in text.split("\t") if squeeze(c)]
    return bool(filled) and all(words.entity.match(c) or words.unit.search(c) for c in filled)


def _cells(line: Line) -> list[RawCell]:
    """The cells of a row, as the document tells them apart or as tabs do."""
    return list(line.cells) or [RawCell(text, text, line.number, line.page) for text in line.text.split("\t")]


def _joined(lines: Sequence[Line], table: Table, stray: list[Line]) -> Iterator[tuple[Line, list[RawCell]]]:
    """Lines with cells. A line without tabs is a row whose empty cells were stripped where it is a printed line of the
    form, else a piece of a wrapped first cell, which is put before the row on the very next line; else it is `stray`.
    Where the document tells cells apart, a line without them is no part of the table.
    """
    panel = table.panels[0]
    pending: Line | None = None
    begun, framed = False, any(len(line.cells) > 1 for line in lines)
    for line in lines:
        if len(line.cells) > 1 or "\t" in line.text or (line.cells and not framed):
            cells = _cells(line)
            header = _is_header([cell.text for cell in cells], table)
            if pending is not None and not header and _goes_on(pending, line, cells[0].text, panel):
                whole = pending.text + cells[0].text
                cells[0] = RawCell(whole, whole, pending.number, pending.page)
                line = Line(pending.number, line.text, pending.page)
            elif pending is not None and begun and not header:
                stray.append(pending)
            pending, begun = None, begun or not header
            yield line, cells
        elif panel.rows == "lines" and known_line(panel, line.text) is not None:
            yield line, _cells(line)
        elif framed:
            stray += [line] if begun and holds_amount(line.text) else []
        elif squeeze(line.text):
            stray += [pending] if pending is not None and begun else []
            pending = line
    stray += [pending] if pending is not None and begun else []


def _goes_on(piece: Line, line: Line, first: str, panel: Panel) -> bool:
    """Whether the first cell of `line` goes on with the words of the very line above: a name, or a line of the form."""
    if line.cells or piece.number != line.number - 1 or panel.rows == "codes":
        return False
    if not squeeze(first) or not has_cjk(piece.text):
        return False
    return panel.rows != "lines" or known_line(panel, piece.text + first) is not None


def tabbed_table(section: Section, table: Table, words: Words) -> RawTable:
    """Rows of a tab-separated table. A row that lost a tab where others kept theirs has no certain columns; cells
    behind the last column are kept as amounts of no column.
    """
    widths = [len(p.keys) + len(p.amounts) for p in table.panels]
    stray: list[Line] = []
    grid = list(_joined([line for line in section.lines if not _is_statement(line.text, words)], table, stray))
    heads = [not section.arranged and _is_header([cell.text for cell in cells], table) for _, cells in grid]
    body = [row for row, is_head in zip(grid, heads, strict=True) if not is_head]
    headers = [[cell.text for cell in cells] for (_, cells), is_head in zip(grid, heads, strict=True) if is_head][:4]
    keeps_tabs = any(len(cells) >= sum(widths) and not squeeze(cells[-1].text) for _, cells in body)
    rows: list[RawRow] = []
    usual = _usual_width(section.lines)
    above: Line | None = None
    begun = 0
    for line, cells in body:
        parted = above is not None and line.page != above.page and bool(line.cells)
        whole = rejoined(rows[begun:], cells, table, words) if parted else None
        if whole is not None:
            rows[begun:], above = whole, line
            continue
        torn = parted and _is_rest(cells, table)
        if torn:
            rows[begun:] = [replace(row, problem=row.problem or "torn_row") for row in rows[begun:]]
        above, begun = line, len(rows)
        start = 0
        short = keeps_tabs and len(cells) < sum(widths)
        for index, (panel, width) in enumerate(zip(table.panels, widths, strict=True)):
            piece = (cells[start : start + width] + [RawCell("", "")] * width)[:width]
            start += width
            surplus = cells[start:] if index + 1 == len(widths) else []
            row = _row(index, panel, piece, line, short, surplus)
            if row is None:
                continue
            row = replace(row, problem=row.problem or "torn_row") if torn else row
            other = bool(line.cells) and usual is not None and len(line.cells) != usual
            rows.append(replace(row, problem=row.problem or "other_columns") if other else row)
    figures = [line for line in stray if holds_amount(line.text)]
    words_only = [line for line in stray if not holds_amount(line.text)]
    printed = [line.text.strip() for line in figures]
    issues = (*stray_figures(section.resource, figures, printed), *stray_text(section.resource, words_only))
    return RawTable(section.resource, tuple(rows), _orders(table, widths, headers), issues)


def _usual_width(lines: Sequence[Line]) -> int | None:
    """How many cells the rows of a framed table have, most of them; None where none has several filled."""
    widths = Counter(len(line.cells) for line in lines if "\t" in line.text and line.cells)
    return widths.most_common(1)[0][0] if widths else None


def _is_rest(cells: Sequence[RawCell], table: Table) -> bool:
    """Whether the first row of a page may be the rest of the last one above: words alone that begin no row."""
    start = 0
    for panel in table.panels:
        keys = [cell.text for cell in cells[start : start + len(panel.keys)]]
        start += len(panel.keys) + len(panel.amounts)
        if CODE.fullmatch(squeeze(keys[0])) or is_total(keys[0]) or known_line(panel, keys[0]) is not None:
            return False
        if any(squeeze(cell.text) for cell in cells[start - len(panel.amounts) : start]):
            return False
    return any(squeeze(cell.text) for cell in cells)


def _row(
    index: int, panel: Panel, cells: Sequence[RawCell], line: Line, short: bool, surplus: Sequence[RawCell]
) -> RawRow | None:
    beyond = [cell for cell in surplus if not says_nothing(cell.text)]
    keys = [replace(cell, text=_key(cell.text)) for cell in cells[: len(panel.keys)]]
    filled = [(i, cell) for i, cell in enumerate(cells[len(panel.keys) :]) if not says_nothing(cell.text)]
    if not any(k.text for k in keys) and not filled and not beyond:
        return None
    first = cells[0].text
    indent = len(first) - len(first.lstrip("\u3000 "))
    amounts = tuple(_amount(cell) for cell in [*(cell for _, cell in filled), *beyond])
    width = len(panel.amounts)
    certain = (tuple(i for i, _ in filled),)
    placements = tuple(combinations(range(width), len(filled))) if short and len(filled) < width else certain
    problem: Problem | None = "surplus_cells" if beyond else None
    return RawRow(index, tuple(keys), amounts, placements, line.number, line.page, indent, problem)


def _key(text: str) -> str:
    """A key as it is compared; a code in full-width digits is that code."""
    key = undouble(squeeze(text))
    return ascii_digits(key) if CODE.fullmatch(ascii_digits(key)) else key


def _amount(cell: RawCell) -> RawCell:
    """The ink of an amount; a repair that the reader made stays named."""
    found = amount_cell(cell.text.strip(), cell.line, cell.page)
    return replace(found, box=cell.box, repair=found.repair or cell.repair, confidence=cell.confidence)


def _orders(
    table: Table, widths: Sequence[int], headers: Sequence[Sequence[str]]
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Per panel, the lowest heading that is printed over each amount column."""
    orders, start = [], 0
    for panel, width in zip(table.panels, widths, strict=True):
        columns = []
        for column in range(start + len(panel.keys), start + width):
            stacked = [cells[column] for cells in headers if column < len(cells) and squeeze(cells[column])]
            stacked = [c for c in stacked if not squeeze(c).isdigit()]
            columns.append(stacked[-1] if stacked else "")
        orders.append(readings(panel, columns))
        start += width
    return tuple(orders)
