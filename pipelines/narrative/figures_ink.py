"""The box of a stated figure, in formats that know where each character stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipelines.model import Box, Line
from pipelines.narrative.figures_places import Places
from pipelines.pieces import Piece
from pipelines.values import squeeze

Inked = Mapping[tuple[int, int], Line]
"""(number of the file, number of the line) → a line whose ink is known."""


def inked_lines(pieces: Sequence[Piece]) -> Inked:
    return {
        (source, line.number): line
        for source, piece in enumerate(pieces, 1)
        for line in piece.document.lines
        if line.ink is not None
    }


def box_of(places: Places, start: int, stop: int, inked: Inked) -> Box | None:
    """The box of the ink of a span, of what stands on its first page; None where some of its ink is not known."""
    found: list[Box] = []
    pages: list[int | None] = []
    for number, page, text, first, last in places.lines(start, stop) if inked else ():
        line = inked.get((places.passage.source_number, number or 0))
        box = _box(line, text, first, last) if line else None
        if box is None:
            return None
        found.append(box)
        pages.append(page)
    sides = list(zip(*(box for box, page in zip(found, pages, strict=True) if page == pages[0]), strict=True))
    return (min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])) if sides else None


def _box(line: Line, text: str, first: int, last: int) -> Box | None:
    """The box of a span of `text`, which the end of a line was cleaned to."""
    places = _aligned(line.text, text)
    if line.ink is None or not places:
        return None
    start, end = places[first], places[last - 1] + 1
    return line.ink(start, end) if squeeze(line.text[start:end]) == squeeze(text[first:last]) else None


@lru_cache(maxsize=16)
def _aligned(printed: str, text: str) -> tuple[int, ...]:
    """Where each character of a text stands in print; none where one does not. Cleaning leaves some out and moves none.

    A line may hold many figures, so it is kept for the next of them.
    """
    found: list[int] = []
    place = len(printed)
    for character in reversed(text):
        place = place if character.isspace() else printed.rfind(character, 0, place)
        if place < 0:
            return ()
        found.append(place)
    return tuple(reversed(found))
