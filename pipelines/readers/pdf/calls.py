"""pdfium's functions as they are called for every character and object of a page.

They take addresses for pointers, so that `map` calls them in C for a whole page; the prototypes of pypdfium2 cost
several times as much as what they call.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import DTypeLike, NDArray

Call = Callable[..., int]
Numbers = NDArray[Any]
_A, _I = ctypes.c_void_p, ctypes.c_int


def address(handle: Any) -> int:
    """The address behind a handle or a function of pypdfium2; 0 for none."""
    return ctypes.cast(handle, _A).value or 0


def _call(function: Any, result: Any, *arguments: Any) -> Call:
    made: Call = ctypes.PYFUNCTYPE(result, *arguments)(address(function))
    return made


count_characters = _call(pdfium.FPDFText_CountChars, _I, _A)
unicode_of = _call(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _A, _I)
unmapped = _call(pdfium.FPDFText_HasUnicodeMapError, _I, _A, _I)
origin_of = _call(pdfium.FPDFText_GetCharOrigin, _I, _A, _I, _A, _A)
ink_of = _call(pdfium.FPDFText_GetCharBox, _I, _A, _I, _A, _A, _A, _A)
room_of = _call(pdfium.FPDFText_GetLooseCharBox, _I, _A, _I, _A)
matrix_of = _call(pdfium.FPDFText_GetMatrix, _I, _A, _I, _A)
object_of = _call(pdfium.FPDFText_GetTextObject, ctypes.c_size_t, _A, _I)
font_size_of = _call(pdfium.FPDFTextObj_GetFontSize, _I, _A, _A)
render_mode_of = _call(pdfium.FPDFTextObj_GetTextRenderMode, _I, _A)
fill_of = _call(pdfium.FPDFPageObj_GetFillColor, _I, _A, _A, _A, _A, _A)
bounds_of = _call(pdfium.FPDFPageObj_GetBounds, _I, _A, _A, _A, _A, _A)
kind_of = _call(pdfium.FPDFPageObj_GetType, _I, _A)
object_matrix_of = _call(pdfium.FPDFPageObj_GetMatrix, _I, _A, _A)
transparent = _call(pdfium.FPDFPageObj_HasTransparency, _I, _A)
draw_mode_of = _call(pdfium.FPDFPath_GetDrawMode, _I, _A, _A, _A)
segments_of = _call(pdfium.FPDFPath_CountSegments, _I, _A)
segment_of = _call(pdfium.FPDFPath_GetPathSegment, _A, _A, _I)
point_of = _call(pdfium.FPDFPathSegment_GetPoint, _I, _A, _A, _A)
segment_kind_of = _call(pdfium.FPDFPathSegment_GetType, _I, _A)
closes = _call(pdfium.FPDFPathSegment_GetClose, _I, _A)
page_objects = _call(pdfium.FPDFPage_CountObjects, _I, _A)
page_object = _call(pdfium.FPDFPage_GetObject, _A, _A, _I)
form_objects = _call(pdfium.FPDFFormObj_CountObjects, _I, _A)
form_object = _call(pdfium.FPDFFormObj_GetObject, _A, _A, ctypes.c_ulong)


def written(call: Call, arguments: Sequence[Iterable[int]], count: int, kind: DTypeLike, columns: int) -> Numbers:
    """[call][column]: what each call writes to the addresses it is given, one for every column; 0 where it fails."""
    out = np.zeros((count, columns), kind)
    base, size, row = out.ctypes.data, out.itemsize, out.itemsize * columns
    places = (range(base + k * size, base + k * size + row * count, row) for k in range(columns))
    deque(map(call, *arguments, *places), maxlen=0)
    return out


def written_whole(call: Call, arguments: Sequence[Iterable[int]], count: int, columns: int) -> Numbers:
    """[call][column]: the structure of 32-bit floats that each call writes to the one address it is given."""
    out = np.zeros((count, columns), np.float32)
    row = out.itemsize * columns
    base = out.ctypes.data
    deque(map(call, *arguments, range(base, base + row * count, row)), maxlen=0)
    return out.astype(np.float64)


def each(handle: int) -> Iterable[int]:
    """The same handle for every call."""
    return repeat(handle)
