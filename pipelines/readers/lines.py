"""What readers of formats with tables build: lines of text and rows of cells, numbered in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pipelines.model import Box, Line, RawCell
from pipelines.readers.radicals import fold_radicals
from pipelines.values import squeeze

_DIGITS_APART = re.compile(r"(?<=[0-9.,])\s*\n\s*(?=[0-9.,])")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]")
_UNIT = re.compile("单位[:：]")
WIDEST, LONGEST, DEEPEST_SPAN = 256, 20_000, 1_000
LONGEST_LINE = 100_000
MOST_CELLS = 2_000_000
DOUBTFUL = "\u2041"
"""Put where ink of another look, or a break, parts what would else read as one figure: it is then no amount."""


@dataclass
class Lines:
    """Lines as they are gathered."""

    found: list[Line] = field(default_factory=list)
    cells: int = 0

    def text(self, text: str, page: int | None = None, ink: Callable[[int, int], Box | None] | None = None) -> None:
        """What stands outside tables; a text with line breaks becomes several lines."""
        legible = _bounded(_legible(text))
        if len(legible) < len(text) or "\n" in legible:
            ink = None
        for piece in legible.split("\n"):
            self.found.append(Line(len(self.found) + 1, piece.replace("\t", " "), page, ink=ink))

    def row(self, cells: Sequence[RawCell], page: int | None = None) -> None:
        """A row of a table. One with a single cell filled reads like a line of text: titles stand so above a table."""
        number = len(self.found) + 1
        self.cells += len(cells)
        if self.cells > MOST_CELLS:
            raise ValueError(f"more than {MOST_CELLS} cells")
        blank = RawCell("", "", number, page)
        inked = tuple(_cell(cell, number, page) if cell.printed else blank for cell in cells)
        filled = [cell.text for cell in inked if cell.text and squeeze(cell.text)]
        _bounded("".join(filled))
        if len(filled) == 1 and (head := _head(cells)):
            self.text(head, page)
            return
        text = filled[0] if len(filled) == 1 else "\t".join(cell.text for cell in inked) if filled else ""
        self.found.append(Line(number, text, page, inked))


def _head(cells: Sequence[RawCell]) -> str | None:
    """The text of the only filled cell where that is the head of its table: lines, of which one states the unit."""
    text = next(cell.text for cell in cells if squeeze(cell.text))
    return text if "\n" in text.strip() and _UNIT.search(squeeze(text)) else None


def _cell(cell: RawCell, number: int, page: int | None) -> RawCell:
    """A cell in its place; white space inside it parts no cells."""
    text = " ".join(_legible(cell.text).replace("\n", "").split("\t"))
    return RawCell(text, cell.printed, number, page, cell.box, cell.repair, cell.confidence)


def _bounded(text: str) -> str:
    """The text; ValueError where it is longer than any line or cell of a disclosure."""
    if len(text) > LONGEST_LINE:
        raise ValueError(f"a line of {len(text)} characters")
    return text


def _legible(text: str) -> str:
    """The text with characters for radicals, and without what has no ink at all."""
    return _INVISIBLE.sub("", fold_radicals(text))


def spread(rows: Iterable[Sequence[tuple[str, int, int]]]) -> list[list[str]]:
    """Rows of (text, columns spanned, rows spanned) → a rectangle: the text in the first place, the rest empty.

    ValueError for tables wider or longer than any disclosure prints.
    """
    grid: list[list[str]] = []
    held_until: dict[int, int] = {}
    for number, row in enumerate(rows):
        if number > LONGEST:
            raise ValueError(f"a table of more than {LONGEST} rows")
        line: list[str] = []
        for text, across, down in row:
            while held_until.get(len(line), 0) > number:
                line.append("")
            if len(line) + across > WIDEST:
                raise ValueError(f"a table of more than {WIDEST} columns")
            for column in range(len(line), len(line) + across):
                held_until[column] = number + min(down, DEEPEST_SPAN)
            line += [text, *[""] * (across - 1)]
        while held_until.get(len(line), 0) > number:
            line.append("")
        grid.append(line)
    return level(grid)


def pieces_joined(text: str) -> str:
    """The lines of one cell as one text; a break between two digits stays visible, as it may part two figures."""
    return _DIGITS_APART.sub(DOUBTFUL, text).replace("\n", "")


def level(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows filled up with empty cells to the widest; ValueError for more cells than any disclosure has."""
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise ValueError(f"a table of more than {MOST_CELLS} cells")
    return [[*row, *[""] * (width - len(row))] for row in rows]
