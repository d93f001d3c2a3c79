"""总体目标: one run of lines that holds the goals of both halves → which of them are whose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from math import inf

from pipelines.performance.stream_ink import CLOSING, PAGE, SPACE, Ink
from pipelines.values import has_cjk

_ENDS, _GOING_ON = "。.！!", "，、；（“《"
_OPENING, _SEAM = 8, 2
"""So many characters that open both texts alike say that they are two; so many on both sides of a cut that stand beside
each other elsewhere too say that it is none.
"""
_ROOM, _EQUAL, _SAID = 1.1, 40.0, 3.5
_SURE = 0.6
"""By how much a cut must be likelier than any other."""
_MOST_LINES, _MOST_CUTS = 300, 4000
Span = tuple[int, int]
Halves = tuple[tuple[Span, ...], tuple[Span, ...]]
"""The spans of both halves in reading order; more than one where a page ended inside them."""
Measured = Callable[[Span], tuple[float, float, float]]


def _measured(ink: Ink) -> Measured:
    """Of a line its width, that without a point at its end, which may hang over it, and that of its first unit."""

    @cache
    def measured(line: Span) -> tuple[float, float, float]:
        size = ink.wide(*line)
        return size, size - (ink.text[line[1] - 1] in CLOSING), ink.unit(line[0])

    return measured


def _wrapped(measured: Measured, lines: Sequence[Span]) -> float:
    """How many of these lines end though what follows had room: what speaks against their being one cell."""
    sizes = [measured(line) for line in lines]
    full = max((bare for _, bare, _ in sizes), default=0.0)
    rooms = [full - size - unit for (size, _, _), (_, _, unit) in pairwise(sizes)]
    return sum(2.0 if room >= _ROOM else 0.7 for room in rooms if room >= _ROOM / 2)


def goals_of(ink: Ink, start: int, end: int, centred: bool) -> Halves | None:
    """Both goals of a form, None where the lines do not tell them apart.

    Both halves often say the same: a cut that makes them equal is taken before any other, then one that leaves both
    well wrapped. Lines that are as well one text are not cut.
    """
    if start >= end:
        return (), ()
    turns = [place for place in range(start + 1, end) if ink.gaps[place] == PAGE]
    lines = ink.cut(start, end)
    if len(lines) > _MOST_LINES:
        return None
    measured = _measured(ink)
    if len(turns) == 1:
        found = _likeliest(ink, _over_pages(ink, measured, start, turns[0], end, centred))
    else:
        found = _likeliest(ink, _beside(ink, measured, start, end))
    if found and found[0][0] < _EQUAL / 2 and len(lines) > 1 and _wrapped(measured, lines) < 1.0:
        return None
    if not found or found[0][0] < -4.0:
        return None
    rival = next((score for score, halves in found if halves != found[0][1]), -9.0)
    return found[0][1] if found[0][0] - rival >= _SURE else None


def _likeliest(ink: Ink, ways: Iterable[tuple[float, Halves]]) -> list[tuple[float, Halves]]:
    """The ways to cut with what speaks for them, the best first; those that no text could save are not read."""
    found: list[tuple[float, Halves]] = []
    best = -inf
    for score, halves in ways:
        left, right = (sum(b - a for a, b in half) for half in halves)
        if score + _SAID + _EQUAL * (left == right) < best - _SURE:
            continue
        score += _said(ink, halves)
        best = max(best, score)
        found.append((score, halves))
    return sorted(found, key=lambda scored: -scored[0])


def _cuts(ink: Ink, start: int, end: int) -> list[int]:
    """Where one goal may end: with a line, or within the first, where both are of one line or the first is."""
    places = [p for p in range(start + 1, end) if ink.gaps[p]]
    first = next((p for p in places if ink.gaps[p] != SPACE), end)
    return [p for p in places if ink.gaps[p] != SPACE or p < first]


def _beside(ink: Ink, measured: Measured, start: int, end: int) -> Iterator[tuple[float, Halves]]:
    """The run cut once: the first goal is all before the cut."""
    for place in _cuts(ink, start, end):
        left, right = ink.cut(start, place), ink.cut(place, end)
        score = -_wrapped(measured, left) - _wrapped(measured, right) - _parted(ink, place)
        if len(left) == len(right) == 1 and ink.gaps[place] != SPACE:
            score -= 1.0
        yield score, (((start, place),), ((place, end),))


def _over_pages(
    ink: Ink, measured: Measured, start: int, turn: int, end: int, centred: bool
) -> Iterator[tuple[float, Halves]]:
    """The run torn by the end of a page: the first goal's lines above and below it, then those of the second.

    A cell that goes on below the tear reaches down to it, so it has as many lines above it as any other.
    """
    aboves, belows = [*_cuts(ink, start, turn), turn], [turn, *_cuts(ink, turn, end), end]
    if len(aboves) * len(belows) > _MOST_CUTS:
        return
    for above in aboves:
        left, right = ink.cut(start, above), ink.cut(above, turn)
        for below in belows:
            more, rest = ink.cut(turn, below), ink.cut(below, end)
            score = -_wrapped(measured, [*left, *more]) - _wrapped(measured, [*right, *rest])
            score -= sum(_parted(ink, place) for place in (above, below) if place not in (turn, end))
            if not centred and ((more and len(left) < len(right)) or (rest and len(right) < len(left))):
                score -= 3.0
            halves = ((start, above), (turn, below)), ((above, turn), (below, end))
            yield score, (_filled(halves[0]), _filled(halves[1]))


def _filled(half: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(span for span in half if span[1] > span[0])


def _parted(ink: Ink, place: int) -> float:
    """What speaks against a space for the end of a cell: beside letters and figures it may be the typesetter's."""
    return 1.0 if ink.gaps[place] == SPACE and not (has_cjk(ink.text[place - 1]) and has_cjk(ink.text[place])) else 0.0


def _open(text: str) -> int:
    """How many brackets are opened and not closed."""
    return sum(map(text.count, "（《“〔【")) - sum(map(text.count, "）》”〕】"))


def _said(ink: Ink, halves: Halves) -> float:
    """What both texts say for and against a cut; `_SAID` at most, and `_EQUAL` besides."""
    left, right = ("".join(ink.folded[a:b] for a, b in half) for half in halves)
    score = 0.0
    if left == right:
        score += _EQUAL
    elif left[:_OPENING] == right[:_OPENING]:
        score += 2.0
    if left and left[-1] in _ENDS:
        score += 1.5
    if left and left[-1] in _GOING_ON:
        score -= 3.0
    if right and right[0] in "，。、；：）”》.%":
        score -= 3.0
    if _open(left) != 0:
        score -= 1.5
    seam = left[-_SEAM:] + right[:_SEAM]
    beside = halves[0][-1:] != () and halves[1][:1] != () and halves[0][-1][1] == halves[1][0][0]
    if len(seam) == 2 * _SEAM and ink.folded.count(seam) > beside:
        score -= 2.0
    return score
