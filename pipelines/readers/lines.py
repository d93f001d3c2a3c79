"""What readers of formats with tables build: lines of text and rows of cells, numbered in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipelines.model import Line, RawCell
from pipelines.readers.radicals import fold_radicals
from pipelines.values import squeeze

WIDEST, LONGEST, DEEPEST_SPAN = 256, 20_000, 1_000


@dataclass
class Lines:
    """Lines as they are gathered."""

    found: list[Line] = field(default_factory=list)

    def text(self, text: str, page: int | None = None) -> None:
        """What stands outside tables; a text with line breaks becomes several lines."""
        for piece in fold_radicals(text).split("\n"):
            self.found.append(Line(len(self.found) + 1, piece.replace("\t", " "), page))

    def row(self, cells: Sequence[RawCell], page: int | None = None) -> None:
        """A row of a table. One with a single cell filled reads like a line of text: titles stand so above a table."""
        number = len(self.found) + 1
        inked = tuple(_cell(cell, number, page) for cell in cells)
        filled = [cell.text for cell in inked if squeeze(cell.text)]
        text = filled[0] if len(filled) == 1 else "\t".join(cell.text for cell in inked) if filled else ""
        self.found.append(Line(number, text, page, inked))


def _cell(cell: RawCell, number: int, page: int | None) -> RawCell:
    """A cell in its place; white space inside it parts no cells."""
    text = " ".join(fold_radicals(cell.text).replace("\n", "").split("\t"))
    return replace(cell, text=text, line=number, page=page)


def spread(rows: Iterable[Sequence[tuple[str, int, int]]]) -> list[list[str]]:
    """Rows of (text, columns spanned, rows spanned) → a rectangle: the text in the first place, the rest empty.

    ValueError for tables wider or longer than any disclosure prints.
    """
    grid: list[list[str]] = []
    held: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        if number > LONGEST:
            raise ValueError(f"a table of more than {LONGEST} rows")
        line: list[str] = []
        for text, across, down in row:
            while (number, len(line)) in held:
                line.append("")
            if len(line) + across > WIDEST:
                raise ValueError(f"a table of more than {WIDEST} columns")
            below = range(number + 1, number + min(down, DEEPEST_SPAN))
            held |= {(r, c) for r in below for c in range(len(line), len(line) + max(across, 1))}
            line += [text, *[""] * (across - 1)]
        while (number, len(line)) in held:
            line.append("")
        grid.append(line)
    return level(grid)


def level(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows filled up with empty cells to the widest."""
    width = max((len(row) for row in rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]
