"""The characters of a PDF page in displayed coordinates, each once."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from dataclasses import dataclass
from math import degrees

import pypdfium2.raw as pdfium

from pipelines.model import Refused
from pipelines.readers.pdf.overprint import overprints
from pipelines.readers.pdf.turned import Place, Point

_BLANK = frozenset((0, 2, 9, 10, 13, 32, 0xA0, 0xAD, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF))
_SAME_PLACE = 1.2
_SLANTED = 2.0
_LAST = 8  # how many characters of one kind to look back for a second painting
MOST_CHARACTERS = 50_000


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with the box of its ink, and the room that its font gives it from `start` to `end`.

    `base` is the y of its origin, `doubled` says that it was painted twice in one place; `look` are size and colour.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    start: float
    end: float
    doubled: bool = False
    look: tuple[int, ...] = ()


def glyphs(page: object, textpage: object, place: Place, rotation: int) -> list[Glyph]:
    """The upright characters of a page: slanted ones are watermarks, those painted twice in one place are bold."""
    twice = overprints(page, place)
    left, right, bottom, top, ox, oy = (ctypes.c_double() for _ in range(6))
    room = pdfium.FS_RECTF()
    colour = [ctypes.c_uint() for _ in range(4)]
    found: list[Glyph] = []
    seen: dict[int, list[Point]] = defaultdict(list)
    count = pdfium.FPDFText_CountChars(textpage)
    if count > MOST_CHARACTERS:
        reason = f"a page of {count} characters; no disclosure has more than {MOST_CHARACTERS}"
        raise Refused("too_large", reason, "check what the file is")
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, i)
        if code in _BLANK:
            continue
        angle = (degrees(pdfium.FPDFText_GetCharAngle(textpage, i)) + rotation) % 360
        if min(angle, 360 - angle) > _SLANTED:
            continue
        pdfium.FPDFText_GetCharOrigin(textpage, i, ox, oy)
        x, y = place(ox.value, oy.value)
        if any(abs(a - x) < _SAME_PLACE and abs(b - y) < _SAME_PLACE for a, b in seen[code][-_LAST:]):
            continue
        seen[code].append((x, y))
        pdfium.FPDFText_GetCharBox(textpage, i, left, right, bottom, top)
        (ax, ay), (bx, by) = place(left.value, top.value), place(right.value, bottom.value)
        pdfium.FPDFText_GetLooseCharBox(textpage, i, room)
        (start, _), (end, _) = place(room.left, room.top), place(room.right, room.bottom)
        ink = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        pdfium.FPDFText_GetFillColor(textpage, i, *colour)
        look = (round(pdfium.FPDFText_GetFontSize(textpage, i) * 2), *(part.value for part in colour))
        bold = twice((ink[0] + ink[2]) / 2, (ink[1] + ink[3]) / 2)
        found.append(Glyph(chr(code), *ink, y, min(start, end), max(start, end), bold, look))
    return found
