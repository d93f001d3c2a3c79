"""One sheet of a workbook as its file has it: texts by row and column, and what of it is not shown."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipelines.model import Refused
from pipelines.readers.lines import DOUBTFUL, WIDEST
from pipelines.readers.lines import MOST_CELLS as MOST_ROOM

MOST_CELLS = 200_000
MOST_LOOKED = 4_000_000
_KEPT = 60
_SAID = re.compile(r"[0-9]+(\.[0-9]+)? *([%％‰]|[^\x00-\x7f].*)")
"""`9人`, `100%`: a target that begins with `=` and was taken for a formula; a number with a unit computes nothing."""
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; from 0."""


@dataclass
class Sheet:
    """The filled cells of a sheet; `unsure` holds the places of formulas that were saved without their value."""

    name: str
    hidden: bool = False
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    unsure: set[tuple[int, int]] = field(default_factory=set)
    count: int = 0

    def put(self, row: int, column: int, text: str) -> None:
        """One filled cell; Refused where the sheet has more than any disclosure."""
        if not text:
            return
        self.count += 1
        if self.count > MOST_CELLS or row < 0 or column < 0:
            raise Refused("too_large", f"more than {MOST_CELLS} cells in one sheet", "check what the file is")
        self.cells.setdefault(row, {})[column] = text

    def hide_columns(self, first: int, behind: int) -> None:
        self.hidden_columns.update(range(max(first, 0), min(behind, WIDEST)))

    def formula(self, row: int, column: int, text: str) -> None:
        """The cell of a formula that was saved without its value: shown as no figure, or as the text that it is."""
        if _SAID.fullmatch(text.strip().lstrip("=")):
            self.put(row, column, f"={text.strip().lstrip('=')}")
            return
        self.unsure.add((row, column))
        self.put(row, column, f"{DOUBTFUL}={text.strip().lstrip('=')[:_KEPT]}")

    def covered(self) -> Iterator[tuple[int, int]]:
        """The filled cells under merged ones, of which only the first is shown."""
        rows = sorted(self.cells)
        looked = 0
        for top, left, bottom, right in self.merged:
            within = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
            looked += 1 + sum(len(self.cells[row]) for row in within)
            if looked > MOST_LOOKED:
                raise Refused("too_large", "merged cells without end", "check what the file is")
            for row in within:
                for column in self.cells[row]:
                    if left <= column <= right and (row, column) != (top, left):
                        yield row, column


@dataclass(frozen=True)
class Shown:
    """What is seen of a sheet: rows from the top, each as wide as its last cell, and the places left out."""

    rows: list[tuple[int, list[str]]]
    left_out: dict[str, list[str]]


def place(row: int, column: int) -> str:
    """`C7`, as a spreadsheet names a cell."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def seen(sheet: Sheet) -> Shown:
    """The rows of a sheet without hidden rows, hidden columns and what stands under merged cells; one blank row where
    rows without ink stand between.
    """
    under = set(sheet.covered())
    left_out: dict[str, list[str]] = {}
    rows: list[tuple[int, list[str]]] = []
    above, room = -1, 0
    for row in sorted(sheet.cells):
        shown: dict[int, str] = {}
        for column, text in sorted(sheet.cells[row].items()):
            why = _why_unseen(sheet, row, column, under)
            if why:
                left_out.setdefault(why, []).append(place(row, column))
            else:
                shown[column] = text
        if shown:
            rows += [(row - 1, [])] if row > above + 1 else []
            room += max(shown) + 1
            if room > MOST_ROOM:
                raise Refused("too_large", f"more than {MOST_ROOM} cells in one sheet", "check what the file is")
            rows.append((row, [shown.get(column, "") for column in range(max(shown) + 1)]))
            above = row
    return Shown(rows, left_out)


def _why_unseen(sheet: Sheet, row: int, column: int, under: set[tuple[int, int]]) -> str | None:
    if row in sheet.hidden_rows:
        return "rows"
    if column in sheet.hidden_columns:
        return "columns"
    if (row, column) in under:
        return "merged"
    return "beyond" if column >= WIDEST else None
