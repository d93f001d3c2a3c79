"""Ink of a PDF page that nobody can see: transparent, painted in no mode, of the colour below it, or covered later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pypdfium2.raw as pdfium

from pipelines.readers.pdf.calls import Numbers, transparent
from pipelines.readers.pdf.glyphs import Glyphs, Runs
from pipelines.readers.pdf.objects import Group, Objects

_FAINT = 40  # of 255 of opacity
_SAME_COLOUR = 16  # of 255 in every part
_WHITE = 255
_STROKED = np.array([False, True, True, False, False, True, True, False])
_UNPAINTED = np.array([False, False, False, True, False, False, False, True])
_THICK = 3.0
_FULL = 250
_MOST_FILLS, _AT_ONCE = 3_000, 128


@dataclass(frozen=True, slots=True)
class _Fills:
    """Filled areas in the order of painting: their boxes, place in that order and colour."""

    boxes: Numbers
    order: Numbers
    colour: Numbers

    def only(self, which: slice) -> _Fills:
        return _Fills(self.boxes[:, which], self.order[which], self.colour[which])


def _fills(paths: Iterable[Group]) -> _Fills:
    boxes, order, colour = [np.zeros((4, 0))], [np.zeros(0)], [np.zeros((0, 3), np.int64)]
    for group in paths:
        x0, top, x1, bottom = group.boxes
        filled = group.modes[:, 0] != pdfium.FPDF_FILLMODE_NONE
        large = np.flatnonzero(filled & (x1 - x0 > _THICK) & (bottom - top > _THICK))[:_MOST_FILLS]
        if not len(large):
            continue
        handles = [group.handles[i] for i in large.tolist()]
        painted = group.fills[large]
        solid = (painted[:, 3] >= _FULL) & ~np.fromiter(map(transparent, handles), bool, len(handles))
        boxes.append(group.boxes[:, large[solid]])
        order.append(group.order[large[solid]])
        colour.append(painted[solid, :3])
    if len(order) == 1:
        return _Fills(boxes[0], order[0], colour[0])
    places = np.concatenate(order)
    ordered = np.argsort(places, kind="stable")[:_MOST_FILLS]
    return _Fills(np.concatenate(boxes, axis=1)[:, ordered], places[ordered], np.concatenate(colour)[ordered])


def unseen(glyphs: Glyphs, runs: Runs, found: Objects) -> Numbers:
    """Which characters leave no mark on the displayed page; where nothing is filled the page is white."""
    mode = np.maximum(runs.mode, 0)
    filled = ~_STROKED[mode]
    hidden: Numbers = (((runs.colour[:, 3] < _FAINT) & filled) | _UNPAINTED[mode])[glyphs.run]
    fills = _fills(found.paths)
    if not len(fills.order):
        return hidden | (filled & _alike(runs.colour[:, :3], _WHITE))[glyphs.run]
    at = _order(runs, found.texts)[glyphs.run]
    below = np.full((len(glyphs), 3), _WHITE)
    plain = bool((fills.colour == _WHITE).all())
    for start in range(0, len(fills.order), _AT_ONCE):
        some = fills.only(slice(start, start + _AT_ONCE))
        fill, glyph = np.nonzero(_inside(some.boxes, glyphs))
        hidden[glyph[at[glyph] < some.order[fill]]] = True
        if not plain:
            over = at[glyph] > some.order[fill]
            below[glyph[over]] = some.colour[fill[over]]
    return hidden | (filled[glyphs.run] & _alike(runs.colour[glyphs.run, :3], below))


def _inside(boxes: Numbers, glyphs: Glyphs) -> Numbers:
    """[box][character]: whether the middle of the character lies in the box."""
    x, y = (glyphs.x0 + glyphs.x1) / 2, glyphs.middle
    x0, top, x1, bottom = boxes[:, :, None]
    inside: Numbers = (x > x0) & (x < x1) & (y > top) & (y < bottom)
    return inside


def _alike(colours: Numbers, others: Numbers | int) -> Numbers:
    """Which colours nobody tells from the others."""
    alike: Numbers = np.abs(colours - others).max(axis=1, initial=0) < _SAME_COLOUR
    return alike


def _order(runs: Runs, texts: Iterable[Group]) -> Numbers:
    """The place of every run in the order of painting; at the top where it is not known."""
    known = {handle: place for group in texts for handle, place in zip(group.handles, group.order, strict=True)}
    return np.array([known.get(handle, np.inf) for handle in runs.handles.tolist()])
