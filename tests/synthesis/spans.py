"""Cells that cover others: what a ruled table of any kind of file is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

LEFT, UP = "<", "^"
"""What stands in a place that the cell to the left, or the one above, covers."""


@dataclass(frozen=True)
class Cell:
    """A cell that begins here; `across` columns wide, `down` rows high."""

    text: str
    column: int
    across: int = 1
    down: int = 1


Row = list[Cell]


@dataclass(frozen=True)
class Table:
    rows: list[Row]
    width: int


def spanned(rows: Sequence[Sequence[str]]) -> Table:
    """The table of a rectangle of texts in which LEFT and UP say what is covered."""
    width = max(len(row) for row in rows)
    laid = []
    for number, row in enumerate(rows):
        cells: Row = []
        for column, text in enumerate(row):
            if text in (LEFT, UP):
                continue
            across = 1 + _run(row[column + 1 :], LEFT)
            down = 1 + _run([below[column] for below in rows[number + 1 :]], UP)
            cells.append(Cell(text, column, across, down))
        laid.append(cells)
    return Table(laid, width)


def _run(texts: Sequence[str], mark: str) -> int:
    return next((i for i, text in enumerate(texts) if text != mark), len(texts))


def shifted(table: Table, leading: int, spacers: bool) -> Table:
    """The table behind empty columns, and with an empty one between any two."""
    rows, width = table.rows, table.width
    if spacers:
        rows = [[replace(c, column=2 * c.column, across=2 * c.across - 1) for c in row] for row in rows]
        width = 2 * width - 1
    return Table([[replace(c, column=c.column + leading) for c in row] for row in rows], width + leading)
