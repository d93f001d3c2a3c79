"""The ink between the ruling lines of a straight page → pieces: each is a line of text, or a part of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from pipelines.model import Refused
from pipelines.readers.scan.pictures import Pixels
from pipelines.readers.scan.ruling import Ruling
from pipelines.readers.scan.straight import Mask

_SPECK, _REACH, _STACK = 0.22, 1.0, 1.35  # heights of a character
_LOW, _FAR = 0.8, 1.5  # a piece that is but a stroke belongs to the words near it
_LOOK_BACK = 200
_FEW = 5  # specks that are no broken figure
_MARGIN = 0.15
MOST_PIECES = 4_000


class Piece(NamedTuple):
    """Where ink stands that reads as one, in pixels: right and bottom are the first ones outside."""

    x0: int
    top: int
    x1: int
    bottom: int


def pieces(ink: Mask, lines: Ruling, em: float) -> list[Piece]:
    """The pieces of a page from top to bottom; specks are left out. Refused where a page has more than any prints."""
    words = cv2.bitwise_and(ink, cv2.bitwise_not(lines.ink))
    reach = np.ones((3, 2 * round(em * _REACH / 2) + 1), np.uint8)
    smeared = cv2.morphologyEx(words, cv2.MORPH_CLOSE, reach)
    smeared[lines.ink > 0] = 0
    _, labels, _, _ = cv2.connectedComponentsWithStats(smeared, connectivity=8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(words, connectivity=8)
    inside: dict[int, list[Piece]] = defaultdict(list)
    for x, y, width, height, _ in stats[1:].tolist():
        inside[int(labels[y : y + height, x : x + width].max())].append(Piece(x, y, x + width, y + height))
    found = [piece for strokes in inside.values() if (piece := _whole(strokes, em * _SPECK)) is not None]
    if len(found) > MOST_PIECES:
        raise Refused("too_large", f"a page of {len(found)} pieces of text", "check what the file is")
    return _joined(sorted(found, key=lambda p: (p.top, p.x0)), lines.ink, em)


def _whole(strokes: Sequence[Piece], speck: float) -> Piece | None:
    """The box of strokes that stand together. One speck at an end is dirt; two are a colon, many are faint ink."""
    large = [s for s in strokes if max(s.x1 - s.x0, s.bottom - s.top) >= speck]
    if not large and len(strokes) < _FEW:
        return None
    left, right = min((s.x0 for s in large), default=0), max((s.x1 for s in large), default=0)
    before, behind = [s for s in strokes if s.x0 < left], [s for s in strokes if s.x1 > right]
    kept = [*(large or strokes), *(before if len(before) > 1 else ()), *(behind if len(behind) > 1 else ())]
    return Piece(
        min(s.x0 for s in kept), min(s.top for s in kept), max(s.x1 for s in kept), max(s.bottom for s in kept)
    )


def _joined(found: Sequence[Piece], barrier: Mask, em: float) -> list[Piece]:
    """Pieces that together are no higher than a line of text, and stand above or close beside each other, as one:
    the strokes of 二, or 一 and the comma behind it.
    """
    joined: list[Piece] = []
    for piece in found:
        for i in range(len(joined) - 1, max(-1, len(joined) - _LOOK_BACK), -1):
            both = _around(joined[i], piece)
            if both.bottom - both.top > em * _STACK:
                continue
            left, right = sorted((max(joined[i].x0, piece.x0), min(joined[i].x1, piece.x1)))
            apart = max(joined[i].x0, piece.x0) - min(joined[i].x1, piece.x1)
            low = min(joined[i].bottom - joined[i].top, piece.bottom - piece.top) < em * _LOW
            if apart <= em * (_FAR if low else _REACH) and not barrier[both.top : both.bottom, left : right + 1].any():
                joined[i] = both
                break
        else:
            joined.append(piece)
    return joined


def _around(a: Piece, b: Piece) -> Piece:
    return Piece(min(a.x0, b.x0), min(a.top, b.top), max(a.x1, b.x1), max(a.bottom, b.bottom))


def crop(pixels: Pixels, piece: Piece, lines: Ruling, em: float) -> Pixels:
    """The colours of one piece with a little paper around it, its ruling lines painted over; as high as a character."""
    margin = max(2, round(em * _MARGIN))
    spare = max(0, round((em - (piece.bottom - piece.top)) / 2))
    top, bottom = max(0, piece.top - margin - spare), piece.bottom + margin + spare
    left, right = max(0, piece.x0 - margin), piece.x1 + margin
    part = pixels[top:bottom, left:right].copy()
    ruled = lines.ink[top:bottom, left:right] > 0
    if ruled.any() and not ruled.all():
        part[ruled] = np.percentile(part[~ruled], 90, axis=0).astype(np.uint8)
    return part
