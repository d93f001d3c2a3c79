"""Runs of spaces → the columns that the amounts of a row may stand in.

In a text layer an empty cell survives as one space behind the separator, two where the cell is bold and painted twice;
so a gap of n empty cells is 1 + n or 1 + 2n spaces, at the start of a line n or 2n.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from pipelines.model import Line, RawRow, RawTable, Spacing
from pipelines.tables import Table

_OPEN_END = re.compile(r"[0-9] {2,}$")
_OPEN_MIDDLE = re.compile(r"[0-9] {2,}-?[0-9]")
Scale = tuple[int, int]
SINGLE: Scale = (1, 1)
DOUBLED: Scale = (2, 2)
MIXED: Scale = (1, 2)
Columns = tuple[int, ...]


@dataclass(frozen=True)
class Habits:
    """What a document shows of its spacing: whether blanks survive at all, at the end of lines, and painted twice."""

    keeps_blanks: bool
    keeps_tail: bool
    doubles: bool = False


def habits_of(lines: Iterable[Line]) -> Habits:
    """Judged by the lines that end in, or hold, figures parted by more than one space."""
    keeps_blanks = keeps_tail = False
    for line in lines:
        keeps_tail = keeps_tail or _OPEN_END.search(line.text) is not None
        keeps_blanks = keeps_blanks or keeps_tail or _OPEN_MIDDLE.search(line.text) is not None
    return Habits(keeps_blanks, keeps_tail)


def _fits(spaces: int, blanks: int, separators: int, scale: Scale) -> bool:
    return separators + blanks * scale[0] <= spaces <= separators + blanks * scale[1]


def _consistent(columns: Sequence[int], width: int, row: Spacing, habits: Habits, scale: Scale) -> bool:
    before = columns[0] + row.blank_keys
    leads = (0, 1) if row.starts_line else (1,)
    if not any(_fits(row.lead, before, s, scale) for s in leads) and not (row.lead == 0 and before == 0):
        return False
    for left, right, spaces in zip(columns, columns[1:], row.between, strict=False):
        if not _fits(spaces, right - left - 1, 1, scale) and not (spaces == 0 and right == left + 1):
            return False
    behind = width - 1 - columns[-1]
    if row.tail <= 1:
        return behind == 0 or (not habits.keeps_tail and row.tail == 0)
    return behind > 0 and _fits(row.tail, behind, 1, scale)


@lru_cache(maxsize=65536)
def _fitting(count: int, width: int, row: Spacing, habits: Habits, scale: Scale) -> tuple[Columns, ...]:
    return tuple(c for c in combinations(range(width), count) if _consistent(c, width, row, habits, scale))


def placements(count: int, width: int, row: Spacing, habits: Habits) -> tuple[tuple[Columns, ...], bool]:
    """Every placement of `count` amounts in `width` columns that the spacing allows; whether the first is preferred.

    All placements where the spacing allows none. Where the end of a row is stripped, its blanks may be single or
    painted twice: both readings stay, the single one preferred unless the document paints blanks twice elsewhere.
    """
    every = tuple(combinations(range(width), count))
    if len(every) <= 1 or count == 0 or not habits.keeps_blanks:
        return every, False
    single = _fitting(count, width, row, habits, SINGLE)
    doubled = _fitting(count, width, row, habits, DOUBLED)
    if single and row.tail <= 1 and not habits.keeps_tail:
        return tuple(dict.fromkeys((*single, *doubled))), len(single) == 1 and not habits.doubles
    return single or doubled or _fitting(count, width, row, habits, MIXED) or every, False


def _doubles(row: RawRow, width: int, habits: Habits) -> bool:
    """Whether a row's spaces make sense only when its blanks are painted twice."""
    count = len(row.amounts)
    if row.spacing is None or not 0 < count < width:
        return False
    return not _fitting(count, width, row.spacing, habits, SINGLE) and bool(
        _fitting(count, width, row.spacing, habits, DOUBLED)
    )


def placed(tables: dict[str, tuple[RawTable, Table]], habits: Habits) -> dict[str, RawTable]:
    """The tables with the placements of every row that has spacing, by the habits that the whole document shows."""
    widths = {name: [len(panel.amounts) for panel in table.panels] for name, (_, table) in tables.items()}
    doubles = any(
        _doubles(row, widths[name][row.panel], habits) for name, (raw, _) in tables.items() for row in raw.rows
    )
    habits = replace(habits, doubles=doubles)

    def place(row: RawRow, width: int) -> RawRow:
        if row.spacing is None:
            return row
        if len(row.amounts) > width:
            return replace(row, placements=(), problem="surplus_cells")
        allowed, preferred = placements(len(row.amounts), width, row.spacing, habits)
        return replace(row, placements=allowed, preferred=preferred)

    return {
        name: replace(raw, rows=tuple(place(row, widths[name][row.panel]) for row in raw.rows))
        for name, (raw, _) in tables.items()
    }
