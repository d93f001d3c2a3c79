"""Where a PDF page paints the same text twice in one place: bold without a bold font.

The text layer shows such characters once, so the second painting is told by the text objects themselves.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable

import pypdfium2.raw as pdfium

from pipelines.model import Box
from pipelines.readers.pdf.turned import Place

_SAME_PLACE = 1.2
_BUCKET = 16


def overprints(page: object, place: Place) -> Callable[[float, float], bool]:
    """Whether a point of the displayed page lies in a text that is painted twice."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    seen: dict[tuple[int, int], list[Box]] = defaultdict(list)
    doubled: dict[int, list[Box]] = defaultdict(list)
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, i)
        if pdfium.FPDFPageObj_GetType(item) != pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        (ax, ay), (bx, by) = place(left.value, top.value), place(right.value, bottom.value)
        box = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        near = seen[int(box[0] // _BUCKET), int(box[1] // _BUCKET)]
        if any(max(abs(a - b) for a, b in zip(box, other, strict=True)) < _SAME_PLACE for other in near):
            for bucket in range(int(box[1] // _BUCKET), int(box[3] // _BUCKET) + 1):
                doubled[bucket].append(box)
        corners = (
            (box[0] + dx, box[1] + dy) for dx in (-_SAME_PLACE, _SAME_PLACE) for dy in (-_SAME_PLACE, _SAME_PLACE)
        )
        for corner in {(int(x // _BUCKET), int(y // _BUCKET)) for x, y in corners}:
            seen[corner].append(box)

    def painted_twice(x: float, y: float) -> bool:
        return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in doubled.get(int(y // _BUCKET), ()))

    return painted_twice
