"""Ruling lines and characters of a page → tables: the cells that the lines part, each with its text and box."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipelines.readers.pdf.calls import Numbers
from pipelines.readers.pdf.cells import EMPTY, Cell, cells
from pipelines.readers.pdf.glyphs import Glyphs, chinese

_NEAR = 2.5
_FEW = 3  # columns: below it, rows of one form may have no column in common
_TIGHT, _INDENT, _OVER = 0.3, 1.5, 0.15  # of the width of a character
_COVERS = 0.6  # the share of a side that must be ruled to part two cells
MOST_CELLS = 20_000


@dataclass(frozen=True)
class Ruled:
    """A table: a merged cell has its text in the first place and empty cells in the others."""

    top: float
    rows: tuple[tuple[Cell, ...], ...]


def _clustered(values: Numbers) -> Numbers:
    """Coordinates that lie near each other, as one."""
    ordered = np.sort(values)
    first = np.flatnonzero(np.concatenate([[True], np.diff(ordered) > _NEAR]))
    means: Numbers = np.add.reduceat(ordered, first) / np.diff(np.append(first, len(ordered)))
    return means


def components(across: Numbers, down: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Groups of lines that touch: each may be a table."""
    parent = list(range(len(across) + len(down)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    across = across[np.argsort(across[:, 0], kind="stable")]
    at, start, end = across.T
    for j, (x, top, bottom) in enumerate(down.tolist(), len(across)):
        first, last = np.searchsorted(at, top - _NEAR), np.searchsorted(at, bottom + _NEAR, side="right")
        near = (start[first:last] <= x + _NEAR) & (end[first:last] >= x - _NEAR)
        for k in (np.flatnonzero(near) + first).tolist():
            parent[find(k)] = find(j)
    roots = np.array([find(i) for i in range(len(parent))], int)
    level, upright = roots[: len(across)], roots[len(across) :]
    groups = [(across[level == root], down[upright == root]) for root in np.unique(roots)]
    return [part for group in groups for part in _parted(*group)]


def _parted(across: Numbers, down: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Tables that touch: at a line where most columns end, and others begin, begins another table."""
    if len(across) < 3 or len(down) < 2:
        return [(across, down)]
    x, top, bottom = down.T
    inner = (x > across[:, 1].min() + _NEAR) & (x < across[:, 2].max() - _NEAR)
    cuts = [-np.inf]
    ys = _clustered(across[:, 0])[1:-1, None]
    begin, end = np.abs(ys - top[inner]) < 2 * _NEAR, np.abs(ys - bottom[inner]) < 2 * _NEAR
    for y in ys[begin.any(axis=1) & end.any(axis=1), 0].tolist():
        over, under = inner & (top < y - _NEAR), inner & (bottom > y + _NEAR)
        above, below = x[over & (bottom > y - 2 * _NEAR)], x[under & (top < y + 2 * _NEAR)]
        fewer = min(len(above), len(below))
        go_on, anywhere = _shared(above, below), _shared(x[over], x[under])
        if (fewer >= _FEW and go_on * 2 <= fewer) or (fewer and not go_on and anywhere * _FEW < fewer):
            cuts.append(y)
    if len(cuts) == 1:
        return [(across, down)]
    return [_between(across, down, *span) for span in pairwise([*cuts, np.inf])]


def _shared(above: Numbers, below: Numbers) -> int:
    """How many columns on one side go on on the other."""
    return int((np.abs(above[:, None] - below) <= _NEAR).any(axis=1).sum())


def _between(across: Numbers, down: Numbers, first: float, last: float) -> tuple[Numbers, Numbers]:
    """The lines from one height to another, upright ones cut to that."""
    level = across[(across[:, 0] >= first - _NEAR) & (across[:, 0] <= last + _NEAR)]
    cut = down.copy()
    cut[:, 1], cut[:, 2] = np.maximum(down[:, 1], first), np.minimum(down[:, 2], last)
    return level, cut[cut[:, 2] - cut[:, 1] > _NEAR]


def _ruled(rules: Numbers, lines: Numbers, marks: Numbers) -> list[list[bool]]:
    """[line][gap]: whether the gap between two marks is ruled along the line."""
    start, end = marks[:-1], marks[1:]
    covered = np.minimum(end, rules[:, 2:]) - np.maximum(start, rules[:, 1:2])
    near = np.abs(lines[:, None] - rules[:, 0]) <= _NEAR * 1.5
    lengths = near.astype(float) @ np.maximum(covered, 0)
    ruled: list[list[bool]] = (lengths >= (end - start) * _COVERS).tolist()
    return ruled


def _regions(across: Numbers, down: Numbers, xs: Numbers, ys: Numbers) -> Numbers:
    """For every place of the grid the number of the first place of its cell: no line parts it from that."""
    level, upright = _ruled(across, ys, xs), _ruled(down, xs, ys)
    wide = len(xs) - 1
    regions: list[list[int]] = []
    for r in range(len(ys) - 1):
        row: list[int] = []
        for c in range(wide):
            if c and not upright[c][r]:
                row.append(row[c - 1])
            elif r and not level[r][c]:
                row.append(regions[r - 1][c])
            else:
                row.append(r * wide + c)
        regions.append(row)
    return np.array(regions)


def _places(marks: Numbers, at: Numbers) -> Numbers:
    """Between which two marks each place lies; -1 or the number of gaps outside."""
    found: Numbers = np.searchsorted(marks, at, side="right") - 1
    return found


def ruled_table(across: Numbers, down: Numbers, glyphs: Glyphs, ghosts: Glyphs) -> tuple[Ruled | None, Numbers]:
    """The table that these lines rule, with the places of the characters inside; None where they rule none.

    `ghosts` are figures that nobody sees: beside them a figure is in doubt.
    """
    none = np.zeros(0, int)
    outer = [down[:, 1].min(), down[:, 2].max()] if len(across) and len(down) else []
    ys = _clustered(np.concatenate([across[:, 0], outer])) if len(across) else none
    if len(ys) < 2:
        return None, none
    xs = _clustered(np.concatenate([down[:, 0], [across[:, 1].min(), across[:, 2].max()]]))
    if len(xs) < 3 or len(ys) * len(xs) > MOST_CELLS:
        return None, none
    regions = _regions(across, down, xs, ys)
    inside, region = _inside(xs, ys, regions, glyphs)
    haunted = frozenset(_inside(xs, ys, regions, ghosts)[1].tolist() if len(ghosts) else ())
    found = cells(glyphs, inside, region, _widths(xs, regions), haunted)
    wide = len(xs) - 1
    rows = [[EMPTY] * wide for _ in range(len(ys) - 1)]
    for place, cell in found.items():
        rows[place // wide][place % wide] = cell
    return Ruled(float(ys[0]), tuple(map(tuple, rows))), inside


def _inside(xs: Numbers, ys: Numbers, regions: Numbers, glyphs: Glyphs) -> tuple[Numbers, Numbers]:
    """The places of the characters within a table, and the cell of each."""
    columns = _places(xs, (glyphs.x0 + glyphs.x1) / 2)
    rows = _places(ys, glyphs.middle)
    inside = np.flatnonzero((columns >= 0) & (columns < len(xs) - 1) & (rows >= 0) & (rows < len(ys) - 1))
    rows, columns = rows[inside], columns[inside]
    return inside, regions[rows, _kept_whole(xs, glyphs.only(inside), regions[rows, columns], columns, rows)]


def _kept_whole(xs: Numbers, glyphs: Glyphs, region: Numbers, columns: Numbers, rows: Numbers) -> Numbers:
    """The column of each character; words that run on over the side of a cell stay in the one they are set in."""
    words, size = chinese(glyphs.codes) | _is_mark(glyphs.codes), glyphs.end - glyphs.start
    aside = _OVER * (glyphs.x1 - glyphs.x0)
    straddles = (glyphs.x0 < xs[columns] - aside) | (glyphs.x1 > xs[columns + 1] + aside)
    goes_on = (np.diff(rows) == 0) & (np.diff(columns) >= 0)
    goes_on &= np.abs(glyphs.start[1:] - glyphs.end[:-1]) < _TIGHT * size[1:]
    across = np.diff(region) != 0
    cut = straddles[1:] | straddles[:-1]
    goes_on &= ~across | (words[1:] & words[:-1] & (np.diff(glyphs.run) == 0)) | (cut & (words[1:] | words[:-1]))
    over = np.flatnonzero(goes_on & across)
    kept = columns.copy()
    for i in over.tolist():
        first = i - int(np.argmin(np.append(goes_on[i::-1], False))) + 1
        last = i + int(np.argmin(np.append(goes_on[i:], False)))
        begun = columns[first]
        if glyphs.start[first] - xs[begun] > _INDENT * size[first]:
            begun = _places(xs, (glyphs.start[first] + glyphs.end[last]) / 2)
        kept[first : last + 1] = begun
    return kept


def _is_mark(codes: Numbers) -> Numbers:
    """Which characters are Latin letters, or the full-width marks between words."""
    marks: Numbers = ((codes >= 0x3000) & (codes < 0x3020)) | ((codes >= 0xFF00) & (codes < 0xFF10))
    letters: Numbers = ((codes | 0x20) >= 0x61) & ((codes | 0x20) <= 0x7A)
    return marks | letters | ((codes >= 0x2010) & (codes < 0x2030))


def _widths(xs: Numbers, regions: Numbers) -> Numbers:
    """The width of the cell that begins at each place of the grid."""
    rows, wide = regions.shape
    begins = regions // wide == np.arange(rows)[:, None]
    gaps = np.broadcast_to(np.diff(xs), regions.shape)
    return np.bincount(regions[begins], weights=gaps[begins], minlength=regions.size)
