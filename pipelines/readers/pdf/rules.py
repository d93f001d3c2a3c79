"""The ruling lines of a PDF page in displayed coordinates: strokes, thin filled boxes, and the edges of boxes."""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from pipelines.readers.pdf.glyphs import Glyph
from pipelines.readers.pdf.turned import Place, Point

_THIN, _LEVEL = 3.0, 0.4
_MOST_SEGMENTS, _MOST_RULES, _DEEPEST = 2_000, 10_000, 8
_MOST_OBJECTS = 100_000
_PAPER = 250  # of 255, in every colour
_BELOW, _ABOVE, _NEAR = 2.8, 0.7, 0.8  # points, share of the height of a character, points
Edge = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line along one axis: `at` is its fixed coordinate, from `start` to `end` along the other."""

    at: float
    start: float
    end: float


def _inner(item: object, outer: Place) -> Place:
    """From the space of a page object to displayed space."""
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, m)
    a, b, c, d, e, f = m.a, m.b, m.c, m.d, m.e, m.f
    return lambda x, y: outer(a * x + c * y + e, b * x + d * y + f)


def _paths(
    count: int, get: Callable[[int], object], place: Place, left: list[int], depth: int = 0
) -> Iterator[list[Edge]]:
    """The straight edges of each path, also of those in forms; `left` counts down the objects still to be visited."""
    for i in range(count):
        left[0] -= 1
        if left[0] < 0:
            return
        item = get(i)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            parts = pdfium.FPDFFormObj_CountObjects(item)
            yield from _paths(parts, _part_of(item), _inner(item, place), left, depth + 1)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and _is_seen(item) and (edges := list(_edges(item, _inner(item, place)))):
            yield edges


def _is_seen(path: object) -> bool:
    """Whether a path is painted, and not only in the white of the paper, as the grounds of cells are."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    if stroke.value or not fill.value:
        return bool(stroke.value)
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(path, *colour)
    *shades, alpha = (part.value for part in colour)
    return alpha > 0 and min(shades) < _PAPER


def _part_of(form: object) -> Callable[[int], object]:
    return lambda i: pdfium.FPDFFormObj_GetObject(form, i)


def _edges(path: object, place: Place) -> Iterator[Edge]:
    x, y = ctypes.c_float(), ctypes.c_float()
    start: Point | None = None
    last: Point | None = None
    for i in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = place(x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = last = point
            continue
        if kind == pdfium.FPDF_SEGMENT_LINETO and last:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment) and start and start != point:
            yield point, start


def rules(page: object, place: Place) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical ruling lines of a page, each once; none where there are more than any table has."""
    across: dict[Rule, None] = {}
    down: dict[Rule, None] = {}
    objects, left = pdfium.FPDFPage_CountObjects(page), [_MOST_OBJECTS]
    for edges in _paths(objects, lambda i: pdfium.FPDFPage_GetObject(page, i), place, left):
        xs, ys = [x for edge in edges for x, _ in edge], [y for edge in edges for _, y in edge]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if y1 - y0 <= _THIN < x1 - x0:
            across[_rule((y0 + y1) / 2, x0, x1)] = None
        elif x1 - x0 <= _THIN < y1 - y0:
            down[_rule((x0 + x1) / 2, y0, y1)] = None
        elif x1 - x0 > _THIN:
            for (ax, ay), (bx, by) in edges:
                if abs(ay - by) < _LEVEL and abs(ax - bx) > _THIN:
                    across[_rule((ay + by) / 2, ax, bx)] = None
                elif abs(ax - bx) < _LEVEL and abs(ay - by) > _THIN:
                    down[_rule((ax + bx) / 2, ay, by)] = None
        if len(across) + len(down) > _MOST_RULES:
            return [], []
    return (list(across), list(down)) if left[0] >= 0 else ([], [])


def _rule(at: float, start: float, end: float) -> Rule:
    return Rule(round(at, 1), round(min(start, end), 1), round(max(start, end), 1))


def without_underlines(across: Sequence[Rule], glyphs: Iterable[Glyph]) -> list[Rule]:
    """The horizontal lines but those that underline or strike out words: as long as the words, and on their line."""
    by_height: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_height[int(glyph.base)].append(glyph)
    return [rule for rule in across if not _underlines(rule, by_height)]


def _underlines(rule: Rule, by_height: Mapping[int, Sequence[Glyph]]) -> bool:
    near = [
        glyph
        for height in range(int(rule.at) - 4, int(rule.at) + 12)
        for glyph in by_height.get(height, ())
        if -_BELOW < glyph.base - rule.at < _ABOVE * (glyph.base - glyph.top)
        and rule.start - _NEAR <= glyph.start
        and glyph.end <= rule.end + _NEAR
    ]
    if not near:
        return False
    return (
        min(glyph.start for glyph in near) - rule.start < _NEAR and rule.end - max(glyph.end for glyph in near) < _NEAR
    )
