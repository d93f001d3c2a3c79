"""The ruling lines of a PDF page in displayed coordinates: strokes, thin filled boxes, and the edges of boxes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pypdfium2.raw as pdfium

from pipelines.readers.pdf.calls import (
    Numbers,
    closes,
    object_matrix_of,
    point_of,
    segment_kind_of,
    segment_of,
    segments_of,
    written,
    written_whole,
)
from pipelines.readers.pdf.glyphs import Glyphs
from pipelines.readers.pdf.objects import Group, Objects

_THIN, _LEVEL, _TOUCH = 3.0, 0.4, 0.6
_PAPER = 250  # of 255, in every colour: what is painted so is the ground of a cell
_MOST_SEGMENTS, _MOST_EDGES, _MOST_RULES = 2_000, 300_000, 10_000
_BELOW, _ABOVE, _NEAR = 2.8, 0.7, 0.8  # points, share of the height of a character, points
Segment = tuple[float, float, float]
NONE = np.zeros((0, 3))
"""Ruling lines along one axis: [line] → fixed coordinate, and start and end along the other."""


def rules(found: Objects) -> tuple[Numbers, Numbers] | None:
    """Horizontal and vertical ruling lines of a page; None where there are more than any table has."""
    across, down = [NONE], [NONE]
    for group in found.paths:
        x0, y0, x1, y1 = group.boxes
        # the box of a stroke is wider than its path, that of a filled path is not
        plain = (group.modes[:, 0] != pdfium.FPDF_FILLMODE_NONE) & (group.modes[:, 1] == 0)
        flat, slim = y1 - y0 <= _THIN, x1 - x0 <= _THIN
        seen = plain & (group.fills[:, 3] > 0) & (group.fills[:, :3].min(axis=1) < _PAPER)
        across.append(np.stack([(y0 + y1) / 2, x0, x1], axis=1)[seen & flat & ~slim])
        down.append(np.stack([(x0 + x1) / 2, y0, y1], axis=1)[seen & slim & ~flat])
        others = np.flatnonzero(seen & ~(flat | slim) | (group.modes[:, 1] != 0))
        if len(others):
            along, up = _of_paths(group, others)
            across.append(along)
            down.append(up)
    if not found.whole or sum(map(len, across)) + sum(map(len, down)) > _MOST_RULES:
        return None
    return _merged(across), _merged(down)


def _of_paths(group: Group, places: Numbers) -> tuple[Numbers, Numbers]:
    """The lines that paths draw along either axis: one where a path is thin, else its level and upright edges."""
    path, ax, ay, bx, by = _edges(group, places)
    if not len(path):
        return NONE, NONE
    first = np.flatnonzero(np.concatenate([[True], path[1:] != path[:-1]]))
    x0, x1 = np.minimum.reduceat(np.minimum(ax, bx), first), np.maximum.reduceat(np.maximum(ax, bx), first)
    y0, y1 = np.minimum.reduceat(np.minimum(ay, by), first), np.maximum.reduceat(np.maximum(ay, by), first)
    flat, slim = y1 - y0 <= _THIN, x1 - x0 <= _THIN
    thick = np.repeat(~(flat | slim), np.diff(np.append(first, len(path))))
    level = thick & (np.abs(ay - by) < _LEVEL) & (np.abs(ax - bx) > _THIN)
    upright = thick & (np.abs(ax - bx) < _LEVEL) & (np.abs(ay - by) > _THIN)
    along = np.stack([(ay + by) / 2, np.minimum(ax, bx), np.maximum(ax, bx)], axis=1)[level]
    up = np.stack([(ax + bx) / 2, np.minimum(ay, by), np.maximum(ay, by)], axis=1)[upright]
    whole_along = np.stack([(y0 + y1) / 2, x0, x1], axis=1)[flat & ~slim]
    whole_up = np.stack([(x0 + x1) / 2, y0, y1], axis=1)[slim & ~flat]
    return np.concatenate([along, whole_along]), np.concatenate([up, whole_up])


def _edges(group: Group, places: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers, Numbers]:
    """The straight edges of paths in displayed space: the path of each and its two ends, path by path."""
    handles = [group.handles[i] for i in places.tolist()]
    counts = np.minimum(np.fromiter(map(segments_of, handles), int, len(handles)), _MOST_SEGMENTS)
    path = np.repeat(np.arange(len(handles)), counts)
    if not len(path) or len(path) > _MOST_EDGES:
        return path[:0], *np.zeros((4, 0))
    numbers = np.arange(len(path))
    begin = np.repeat(np.cumsum(counts) - counts, counts)
    owners = [handle for handle, count in zip(handles, counts.tolist(), strict=True) for _ in range(count)]
    segments = list(map(segment_of, owners, (numbers - begin).tolist()))
    x, y = written(point_of, [segments], len(segments), np.float32, 2).T.astype(np.float64)
    matrices = written_whole(object_matrix_of, [handles], len(handles), 6)
    a, b, c, d, e, f = matrices[path].T
    x, y = a * x + c * y + e, b * x + d * y + f
    x, y = group.turn.x(x, y), group.turn.y(x, y)
    kind = np.fromiter(map(segment_kind_of, segments), int, len(segments))
    moved = kind == pdfium.FPDF_SEGMENT_MOVETO
    start = np.maximum.accumulate(np.where(moved, numbers, begin))
    lines = np.flatnonzero((kind == pdfium.FPDF_SEGMENT_LINETO) & (numbers > begin))
    shut = np.flatnonzero(np.fromiter(map(closes, segments), bool, len(segments)) & ~moved)
    first, last = np.concatenate([lines - 1, shut]), np.concatenate([lines, start[shut]])
    order = np.argsort(path[first], kind="stable")
    first, last = first[order], last[order]
    return path[first], x[first], y[first], x[last], y[last]


def _merged(parts: Iterable[Numbers]) -> Numbers:
    """The lines, those that go on from each other as one."""
    lines = np.concatenate(list(parts))
    if not len(lines):
        return lines
    lines = np.round(lines, 1)
    lines = lines[np.lexsort((lines[:, 1], lines[:, 0]))]
    level = np.concatenate([[0], np.cumsum(np.diff(lines[:, 0]) > 0)])
    far = (np.ptp(lines[:, 1:]) + 1) * 2
    reach = np.maximum.accumulate(lines[:, 2] + level * far) - level * far
    begins = np.ones(len(lines), bool)
    begins[1:] = (np.diff(level) > 0) | (lines[1:, 1] > reach[:-1] + _TOUCH)
    first = np.flatnonzero(begins)
    return np.stack([lines[first, 0], lines[first, 1], np.maximum.reduceat(lines[:, 2], first)], axis=1)


def without_underlines(across: Numbers, down: Numbers, glyphs: Glyphs) -> Numbers:
    """The horizontal lines but those that underline or strike out words: as long as the words, and on their line.

    A line that meets an upright one is the side of a cell, however near to its words.
    """
    if not len(across) or not len(glyphs):
        return across
    maybe = np.flatnonzero(_reached(across[:, 1], glyphs.start) & _reached(across[:, 2], glyphs.end))
    at, start, end = across[maybe].T[:, :, None]
    x, top, bottom = down.T
    met = (x >= start - _TOUCH) & (x <= end + _TOUCH) & (top <= at + _TOUCH) & (bottom >= at - _TOUCH)
    drawn = [i for i in maybe[~met.any(axis=1)] if _underlines(across[i].tolist(), glyphs)]
    return np.delete(across, drawn, axis=0)


def _reached(ends: Numbers, places: Numbers) -> Numbers:
    """Which of the ends have a place near by."""
    ordered = np.sort(places)
    return np.searchsorted(ordered, ends - _NEAR) < np.searchsorted(ordered, ends + _NEAR, side="right")


def _underlines(rule: Segment, glyphs: Glyphs) -> bool:
    at, start, end = rule
    below = glyphs.base - at
    near = (
        (below > -_BELOW)
        & (below < _ABOVE * (glyphs.base - glyphs.top))
        & (glyphs.start >= start - _NEAR)
        & (glyphs.end <= end + _NEAR)
    )
    if not near.any():
        return False
    return bool(glyphs.start[near].min() - start < _NEAR and end - glyphs.end[near].max() < _NEAR)
