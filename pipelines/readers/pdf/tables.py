"""Ruling lines and characters of a page → tables: the cells that the lines part, each with its text and box."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.model import Box
from pipelines.readers.lines import DOUBTFUL
from pipelines.readers.pdf.glyphs import Glyph
from pipelines.readers.pdf.rules import Rule

_NEAR = 2.5
_COVERS = 0.6  # the share of a side that must be ruled to part two cells
_SAME_LINE = (2.0, 0.4)  # points, and share of the height of a character
MOST_CELLS = 20_000


@dataclass(frozen=True)
class Cell:
    """Text of a cell, lines joined; `box` is that of its ink, `doubled` says that some was painted twice."""

    text: str
    box: Box | None = None
    doubled: bool = False


@dataclass(frozen=True)
class Ruled:
    """A table: a merged cell has its text in the first place and empty cells in the others."""

    top: float
    rows: tuple[tuple[Cell, ...], ...]


def _clustered(values: Sequence[float]) -> list[float]:
    """Coordinates that lie near each other, as one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _joined(cell: Sequence[Glyph]) -> Cell:
    """The characters of a cell line by line from the left."""
    lines: list[list[Glyph]] = []
    least, share = _SAME_LINE
    for glyph in sorted(cell, key=lambda g: g.base):
        if lines and abs(lines[-1][-1].base - glyph.base) < max(least, share * (glyph.bottom - glyph.top)):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    ordered = [glyph for line in lines for glyph in sorted(line, key=lambda g: g.x0)]
    text = ordered[0].text
    for before, glyph in pairwise(ordered):
        foreign = before.look != glyph.look and (before.text.isdigit() or glyph.text.isdigit())
        text += f"{DOUBTFUL}{glyph.text}" if foreign else glyph.text
    box = (min(g.x0 for g in cell), min(g.top for g in cell), max(g.x1 for g in cell), max(g.bottom for g in cell))
    return Cell(text, box, any(glyph.doubled for glyph in cell))


def components(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that touch: each may be a table."""
    first_down = len(across)
    parent = list(range(first_down + len(down)))

    def find(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(first_down), key=lambda i: across[i].at)
    heights = [across[i].at for i in order]
    for j, upright in enumerate(down, first_down):
        for k in order[bisect_left(heights, upright.start - _NEAR) : bisect_right(heights, upright.end + _NEAR)]:
            if across[k].start - _NEAR <= upright.at <= across[k].end + _NEAR:
                parent[find(k)] = find(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate([*across, *down]):
        groups.setdefault(find(i), ([], []))[0 if i < first_down else 1].append(rule)
    return list(groups.values())


def _ruled(rules: Sequence[Rule], lines: Sequence[float], marks: Sequence[float]) -> list[list[bool]]:
    """[line][gap]: whether the gap between two marks is ruled along the line."""
    found = []
    for at in lines:
        near = [rule for rule in rules if abs(rule.at - at) <= _NEAR * 1.5]
        gaps = list(pairwise(marks))
        lengths = (sum(max(0.0, min(b, r.end) - max(a, r.start)) for r in near) for a, b in gaps)
        found.append([length >= (b - a) * _COVERS for length, (a, b) in zip(lengths, gaps, strict=True)])
    return found


def _regions(
    across: Sequence[Rule], down: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]
) -> list[list[tuple[int, int]]]:
    """For every place of the grid the first place of the cell it belongs to: no line parts it from that."""
    level, upright = _ruled(across, ys, xs), _ruled(down, xs, ys)
    regions: list[list[tuple[int, int]]] = []
    for r in range(len(ys) - 1):
        regions.append([])
        for c in range(len(xs) - 1):
            if c and not upright[c][r]:
                regions[r].append(regions[r][c - 1])
            elif r and not level[r][c]:
                regions[r].append(regions[r - 1][c])
            else:
                regions[r].append((r, c))
    return regions


def ruled_table(across: Sequence[Rule], down: Sequence[Rule], glyphs: Sequence[Glyph]) -> tuple[Ruled | None, set[int]]:
    """The table that these lines rule, with the indices of the characters inside; None where they rule none."""
    outer = [min(rule.start for rule in down), max(rule.end for rule in down)] if across and down else []
    ys = _clustered([*(rule.at for rule in across), *outer])
    ends = [end for rule in across for end in (rule.start, rule.end)]
    xs = _clustered([*(rule.at for rule in down), min(ends), max(ends)]) if len(ys) > 1 else []
    if len(ys) < 2 or len(xs) < 3 or len(ys) * len(xs) > MOST_CELLS:
        return None, set()
    regions = _regions(across, down, xs, ys)
    inside: set[int] = set()
    members: dict[tuple[int, int], list[Glyph]] = {}
    for i, glyph in enumerate(glyphs):
        c = bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1
        r = bisect_right(ys, (glyph.top + glyph.bottom) / 2) - 1
        if 0 <= c < len(xs) - 1 and 0 <= r < len(ys) - 1:
            inside.add(i)
            members.setdefault(regions[r][c], []).append(glyph)
    empty = Cell("")
    cells = {place: _joined(found) for place, found in members.items()}
    rows = tuple(
        tuple(cells.get((r, c), empty) if region == (r, c) else empty for c, region in enumerate(row))
        for r, row in enumerate(regions)
    )
    return Ruled(ys[0], rows), inside
