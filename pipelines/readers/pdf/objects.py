"""What a PDF page is painted with, in the order of painting: texts, paths and pictures, also those inside forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pypdfium2.raw as pdfium

from pipelines.readers.pdf.calls import (
    Call,
    Numbers,
    bounds_of,
    draw_mode_of,
    each,
    fill_of,
    form_object,
    form_objects,
    kind_of,
    object_matrix_of,
    page_object,
    page_objects,
    written,
    written_whole,
)
from pipelines.readers.pdf.turned import Turn

MOST_OBJECTS = 100_000
_DEEPEST = 8
_KINDS = (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE)


@dataclass(frozen=True)
class Group:
    """Objects of one kind that share a space: their handles, places in the order of painting, and way to view."""

    handles: list[int]
    order: Numbers
    turn: Turn

    @cached_property
    def boxes(self) -> Numbers:
        """[left, top, right, bottom] of each in displayed space."""
        return boxes_of(self.handles, self.turn)

    @cached_property
    def modes(self) -> Numbers:
        """[path][how it is filled, whether it is stroked]"""
        return written(draw_mode_of, [self.handles], len(self.handles), np.int32, 2)

    @cached_property
    def fills(self) -> Numbers:
        """[object][red, green, blue, opacity]"""
        return written(fill_of, [self.handles], len(self.handles), np.uint32, 4).astype(np.int64)


@dataclass
class Objects:
    """Groups by kind; `whole` is false where a page has more objects than are looked at."""

    texts: list[Group] = field(default_factory=list)
    paths: list[Group] = field(default_factory=list)
    pictures: list[Group] = field(default_factory=list)
    seen: int = 0
    whole: bool = True


def boxes_of(handles: list[int], turn: Turn) -> Numbers:
    """[left, top, right, bottom] of objects in displayed space."""
    return turn.boxes(*written(bounds_of, [handles], len(handles), np.float32, 4).T.astype(np.float64))


def objects(page: int, turn: Turn) -> Objects:
    """The objects of a page; not those of parts beyond `MOST_OBJECTS`."""
    found = Objects()
    for handles, kinds, order, within in _containers(page, page_objects, page_object, turn, (0.0, 1.0), found):
        for kind, into in zip(_KINDS, (found.texts, found.paths, found.pictures), strict=True):
            places = np.flatnonzero(kinds == kind)
            if len(places):
                into.append(Group([handles[i] for i in places.tolist()], order[places], within))
    return found


def _containers(
    handle: int, count: Call, get: Call, turn: Turn, span: tuple[float, float], found: Objects, depth: int = 0
) -> Iterator[tuple[list[int], Numbers, Numbers, Turn]]:
    """The page, then each form on it: handles, kinds and order of what it holds, which is that of the form."""
    size = count(handle)
    if depth > _DEEPEST:
        return
    if found.seen + size > MOST_OBJECTS:
        found.whole = False
        return
    found.seen += size
    handles = list(map(get, each(handle), range(size)))
    kinds = np.fromiter(map(kind_of, handles), np.int32, size)
    start, length = span
    order = start + length * np.arange(size) / max(size, 1)
    yield handles, kinds, order, turn
    for i in np.flatnonzero(kinds == pdfium.FPDF_PAGEOBJ_FORM):
        inner = turn.after(matrix(handles[i]))
        part = float(order[i]), length / size
        yield from _containers(handles[i], form_objects, form_object, inner, part, found, depth + 1)


def matrix(handle: int) -> Turn:
    """The way from the space of an object to the space it stands in."""
    return Turn(*written_whole(object_matrix_of, [[handle]], 1, 6)[0].tolist())
