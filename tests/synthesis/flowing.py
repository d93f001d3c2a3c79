"""Typeset tables that flow: rows are cut where a page ends, and a cell over rows goes on behind the end of the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.synthesis.spans import Cell, Table
from tests.synthesis.typeset import HEIGHT, LEADING, MARGIN, PAD, WIDTH, Typesetter, wrapped

BOTTOM = HEIGHT - MARGIN


@dataclass(frozen=True)
class Strip:
    """A row or the part of one that stands on one page: its cells with their lines, its height in lines."""

    row: int
    cells: tuple[tuple[Cell, tuple[str, ...]], ...]
    lines: int

    @property
    def height(self) -> float:
        return self.lines * LEADING + PAD


def _edges(shares: Sequence[float], breadth: float) -> list[float]:
    edges = [MARGIN]
    for share in shares:
        edges.append(edges[-1] + (WIDTH - 2 * MARGIN) * breadth * share / sum(shares))
    return edges


def _strips(table: Table, edges: Sequence[float]) -> list[Strip]:
    """Every row whole; a cell over rows whose lines are more than its rows makes the last of them higher."""
    rows = [
        [(c, tuple(wrapped(c.text, edges[c.column + c.across] - edges[c.column] - 2 * PAD))) for c in row]
        for row in table.rows
    ]
    heights = [max((len(lines) for cell, lines in row if cell.down == 1), default=1) for row in rows]
    for number, row in enumerate(rows):
        for cell, lines in row:
            last = number + cell.down - 1
            heights[last] += max(0, len(lines) - sum(heights[number : last + 1]))
    return [Strip(n, tuple(row), height) for n, (row, height) in enumerate(zip(rows, heights, strict=True))]


def _pages(strips: Sequence[Strip], room: float, whole: float) -> Iterator[list[Strip]]:
    """Strips by page, the first of which has `room`; a row that does not fit is cut if some lines of it do."""
    page: list[Strip] = []
    for strip in strips:
        rest = strip
        while rest.height > room:
            fits = int((room - PAD) // LEADING)
            if rest.lines >= 3 and fits >= 1 and fits < rest.lines:
                cut = tuple((cell, lines[:fits]) for cell, lines in rest.cells)
                page.append(Strip(rest.row, cut, fits))
                kept = tuple((cell, lines[fits:]) for cell, lines in rest.cells)
                rest = Strip(rest.row, kept, rest.lines - fits)
            yield page
            page, room = [], whole
        page.append(rest)
        room -= rest.height
    yield page


def flow(pages: Typesetter, table: Table, shares: Sequence[float], breadth: float, middle: bool) -> None:
    """Sets the table from where the page stands on, as wide as `breadth` of the page; `middle` centres cells."""
    edges = _edges(shares, breadth)
    strips = _strips(table, edges)
    if not pages.pages or pages.y + 3 * LEADING > BOTTOM:
        pages.feed()
    said: dict[Cell, int] = {}
    for number, own in enumerate(_pages(strips, BOTTOM - pages.y, BOTTOM - MARGIN)):
        if number:
            pages.feed()
        if own:
            _page(pages, table, own, edges, middle, said)
    pages.y += LEADING


def _page(
    pages: Typesetter,
    table: Table,
    strips: Sequence[Strip],
    edges: Sequence[float],
    middle: bool,
    said: dict[Cell, int],
) -> None:
    """One page's strips; `said` counts the lines that pages before hold of a cell over rows."""
    tops: dict[int, tuple[float, float]] = {}
    room: dict[int, int] = {}
    y = pages.y
    for strip in strips:
        tops[strip.row] = (tops.get(strip.row, (y, y))[0], y + strip.height)
        room[strip.row] = room.get(strip.row, 0) + strip.lines
        y += strip.height
    shown = {strip.row: strip for strip in strips}
    for number, row in enumerate(table.rows):
        for cell in row:
            held = [r for r in range(number, number + cell.down) if r in tops]
            if not held:
                continue
            x0, x1 = edges[cell.column], edges[cell.column + cell.across]
            top, bottom = tops[held[0]][0], tops[held[-1]][1]
            for at in (top, bottom):
                pages.rule(x0, at, x1, at)
            for x in (x0, x1):
                pages.rule(x, top, x, bottom)
            if cell.down == 1:
                lines = next((text for own, text in shown[number].cells if own == cell), ())
            else:
                start = said.get(cell, 0)
                whole = tuple(wrapped(cell.text, x1 - x0 - 2 * PAD))
                lines = whole[start : start + sum(room[r] for r in held)]
                said[cell] = start + len(lines)
            spare = (bottom - top - PAD - len(lines) * LEADING) / 2 if middle else 0.0
            for place, line in enumerate(lines, 1):
                if line:
                    pages.put(line, x0 + PAD, top + max(spare, 0.0) + place * LEADING)
    pages.y = y
