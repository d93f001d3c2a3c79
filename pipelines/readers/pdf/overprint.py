"""Text that a PDF page paints more than once in one place: bold without a bold font.

pdfium's text layer leaves out a text object like one just before it, and keeps others: both are told here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from pipelines.readers.pdf.calls import Numbers
from pipelines.readers.pdf.glyphs import Glyphs
from pipelines.readers.pdf.objects import Group, boxes_of

_SAME_PLACE = 1.2
_SHARE = 0.5  # of the width of a character: those of a tiny print stand closer than _SAME_PLACE
_INKED = 0.01  # points: spaces have no height
_LOOK_BACK = 6  # text objects, as far as the text layer itself looks


def painted_once(glyphs: Glyphs) -> tuple[Numbers, Numbers]:
    """Which characters to keep, and which of all were painted again in the same place: the first one is kept."""
    keep, again = np.ones(len(glyphs), bool), np.zeros(len(glyphs), bool)
    seen: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for i in _near_another(glyphs):
        code, x, y = int(glyphs.codes[i]), glyphs.start[i], glyphs.base[i]
        near = min(_SAME_PLACE, _SHARE * (glyphs.end[i] - glyphs.start[i])) if glyphs.end[i] > x else _SAME_PLACE
        column, row = int(x // _SAME_PLACE), int(y // _SAME_PLACE)
        places = ((code, column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        first = next((j for j in (j for p in places for j in seen.get(p, ())) if _close(glyphs, i, j, near)), None)
        if first is None:
            seen[code, column, row].append(i)
        else:
            keep[i], again[first] = False, True
    return keep, again


def _close(glyphs: Glyphs, i: int, j: int, near: float) -> bool:
    return bool(abs(glyphs.start[i] - glyphs.start[j]) < near and abs(glyphs.base[i] - glyphs.base[j]) < near)


def _near_another(glyphs: Glyphs) -> list[int]:
    """The places of characters with the same character near by in their row; rows are cut in two ways."""
    near = np.zeros(len(glyphs), bool)
    for shift in (0, _SAME_PLACE):
        row = np.floor((glyphs.base + shift) / (2 * _SAME_PLACE)) % 1024
        key = (glyphs.codes * 1024.0 + row) * 4096 + glyphs.start
        order = np.argsort(key)
        same = np.flatnonzero(np.diff(key[order]) < _SAME_PLACE)
        near[order[same]] = near[order[same + 1]] = True
    return np.flatnonzero(near).tolist()


def twins(groups: Iterable[Group], with_characters: frozenset[int]) -> list[int]:
    """Handles of the text objects which the text layer keeps, but that were painted again in the same place."""
    found: list[int] = []
    for group in groups:
        if with_characters.issuperset(group.handles):
            continue
        left_out = np.flatnonzero([handle not in with_characters for handle in group.handles])
        x0, top, x1, bottom = boxes_of([group.handles[i] for i in left_out.tolist()], group.turn)
        inked = left_out[(x1 - x0 > _INKED) & (bottom - top > _INKED)]
        if len(inked):
            found += _twins(group, inked, with_characters)
    return found


def _twins(group: Group, left_out: Numbers, with_characters: frozenset[int]) -> list[int]:
    boxes = group.boxes.T
    twice: set[int] = set()
    for back in range(1, _LOOK_BACK + 1):
        again = left_out[left_out >= back]
        same = np.abs(boxes[again] - boxes[again - back]).max(axis=1, initial=0) < _SAME_PLACE
        twice.update(group.handles[i] for i in (again[same] - back).tolist())
    return sorted(twice & with_characters)
