"""Runs of ink → pairs of a name and a target, row after row through both halves of a form."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import Literal

from pipelines.performance.stream_cells import Page, Span
from pipelines.performance.stream_ink import LINE, PAGE
from pipelines.performance.stream_targets import BEST, BEST_NAME, PLAIN, as_name, as_target

_WIDE, _SHORTEST = 8, 4
LONGEST, LONGEST_TARGET, MOST_WORDS, KEPT = 90, 45, 26, 6
_SAME_NAME, _SAME_TARGET = 6.0, 3.0
"""What it says for a row that both halves print the same name, and the same target."""
_TWICE = 8.0
"""What it costs to take the same text for a name and its target."""
_HOPELESS = 20.0
"""By how much rows may lag behind others that have read no more ink and still be gone on with."""
_NO_NAME = -6.0
"""What a text scores that no target makes a name."""
ROW, ALONE, SURE = 5.0, 3.0, 1.5
"""What a row costs, one with a pair in one half alone, and how much better one half must fit it than the other."""
Half = Literal[0, 1]
_Scored = tuple[float, int, int]
"""What speaks against a pair, the end of its name and that of its target: in the order of likelihood."""


@dataclass(frozen=True)
class Pair:
    """One indicator of one half: a span for its name, one for its target (empty where nothing is printed)."""

    name: Span
    target: Span
    score: float

    @property
    def end(self) -> int:
        return self.target[1]


@dataclass(frozen=True)
class Row:
    """The pairs of one row, None where a half has none; `score` of all rows so far."""

    pairs: tuple[Pair | None, Pair | None]
    score: float
    before: Row | None
    sure: bool = True


class Pairs:
    """The likeliest pairs that begin at a place and end before another, of one half."""

    def __init__(self, page: Page, start: int, end: int) -> None:
        self.page, self.start, self.end = page, start, end
        self.places = sorted({start, end, *_boundaries(page, start, end)})
        self._known: dict[tuple[int, Half], list[Pair]] = {}
        self._known_targets: dict[tuple[int, Half], list[tuple[float, int]]] = {}

    def at(self, start: int, half: Half) -> list[Pair]:
        key = (start, half if self.page.columns else 0)
        if key not in self._known:
            self._known[key] = self._likeliest(start, half)
        return self._known[key]

    def filling(self, half: Half) -> list[Pair]:
        """The likeliest pairs that take up all of the ink."""
        if self.end not in self._reach(self.start):
            return []
        kept: list[_Scored] = []
        for name, cut in self._names(self.start, half):
            target = next((target for target, end in self._targets(cut, half) if end == self.end), None)
            if target is not None:
                kept.append((-self._score(self.start, cut, self.end, name, target), cut, self.end))
        return _pairs(self.start, sorted(kept)[:KEPT])

    def _likeliest(self, start: int, half: Half) -> list[Pair]:
        """The best pairs; names and targets that nothing could make as good are not tried with each other."""
        kept: list[_Scored] = []
        last = max(self._reach(start), default=start)
        for name, cut in sorted(self._names(start, half), key=lambda known: (-known[0], known[1])):
            if len(kept) == KEPT and name + BEST < -kept[-1][0]:
                break
            for target, end in self._targets(cut, half):
                if len(kept) == KEPT and name + target < -kept[-1][0]:
                    break
                if end <= last:
                    insort(kept, (-self._score(start, cut, end, name, target), cut, end))
                    del kept[KEPT:]
        return _pairs(start, kept)

    def _reach(self, start: int) -> list[int]:
        first = bisect_left(self.places, start) + 1
        return [place for place in self.places[first : first + MOST_WORDS] if place - start <= LONGEST]

    def _names(self, start: int, half: Half) -> list[tuple[float, int]]:
        """Where a name that begins here may end, with what speaks for it. A longer one costs no less."""
        found: list[tuple[float, int]] = []
        reach, text = self._reach(start), self.page.ink.folded
        for cut, cost in zip(reach, self.page.inside(start, reach, 2 * half), strict=True):
            if BEST_NAME - cost < _NO_NAME:
                break
            score = as_name(self.page.words, text[start:cut]) - cost
            if score >= _NO_NAME:
                found.append((score, cut))
        return found

    def _targets(self, cut: int, half: Half) -> list[tuple[float, int]]:
        """What speaks for each target that may begin here, and where it ends; the best first."""
        key = (cut, half if self.page.columns else 0)
        if key not in self._known_targets:
            words, text = self.page.words, self.page.ink.folded
            first = bisect_left(self.places, cut) + 1
            ends = [end for end in self.places[first : first + MOST_WORDS - 1] if end - cut <= LONGEST_TARGET]
            costs = zip(ends, self.page.inside(cut, ends, 2 * half + 1), strict=True)
            found = [
                (as_target(words, ""), cut),
                *((as_target(words, text[cut:end]) - cost, end) for end, cost in costs),
            ]
            self._known_targets[key] = sorted(found, key=lambda known: (-known[0], known[1]))
        return self._known_targets[key]

    def _score(self, start: int, cut: int, end: int, name: float, target: float) -> float:
        """What speaks for a name and a target beside each other; no more than for both alone."""
        text, score = self.page.ink.folded, name + target
        if end > cut:
            score -= self.page.parted((start, cut), (cut, end))
        if end - cut == cut - start and text[start:cut] == text[cut:end]:
            score -= _TWICE
        return score

    def alike(self, left: Pair, right: Pair) -> float:
        """What it says for two pairs to be those of one row."""
        text = self.page.ink.folded
        names = text[slice(*left.name)] == text[slice(*right.name)]
        target = text[slice(*left.target)]
        targets = target == text[slice(*right.target)] and as_target(self.page.words, target) > 0
        return (_SAME_NAME if names else 0.0) + (_SAME_TARGET if targets and names else 0.0)

    def ends_row(self, end: int) -> float:
        return 0.0 if end >= self.end or self.page.ink.gaps[end] in (LINE, PAGE) else -5.0


def _pairs(start: int, scored: Sequence[_Scored]) -> list[Pair]:
    return [Pair((start, cut), (cut, end), -against) for against, cut, end in scored]


def _boundaries(page: Page, start: int, end: int) -> Iterator[int]:
    """Places where a cell may end: where words part, and where a wide name runs into a plain target."""
    ink = page.ink
    words = [start, *(place for place in range(start + 1, end) if ink.gaps[place]), end]
    yield from words[1:-1]
    for first, last in pairwise(words) if page.centred else ():
        text = ink.folded[first:last]
        if _WIDE <= len(text) <= LONGEST:
            yield from (
                first + cut for cut in range(_SHORTEST, len(text)) if as_target(page.words, text[cut:]) >= PLAIN
            )


def first_pairs(page: Page, start: int, end: int, half: Half) -> list[Pair]:
    """The likeliest pairs that fill a span exactly."""
    return Pairs(page, start, end).filling(half)


Mode = Literal["both", "first", "second"]
"""Whose pairs a row has. Both halves fill their rows from the first on, so the longer alone has the last."""
_States = dict[tuple[int, Mode], Row]


def best_rows(page: Page, first: Span, rest: Span) -> Row | None:
    """Both halves of one level 2: `first` is the first half's first pair, `rest` all that follows the second label.

    None where no series of rows takes up all of the ink. A last row is not `sure` where its pair may be of either half.
    """
    if first[0] == first[1] and rest[0] == rest[1]:
        return None
    pairs = Pairs(page, *rest)
    states: _States = {}
    _begin(pairs, states, first)
    modes: tuple[Mode, ...] = ("both", "first", "second")
    ahead = -inf
    for place in pairs.places[:-1]:
        for mode in modes:
            state = states.get((place, mode))
            if state and state.score >= ahead - _HOPELESS:
                ahead = max(ahead, state.score)
                _go_on(pairs, states, state, place, mode)
    ends = sorted((states[rest[1], mode] for mode in modes if (rest[1], mode) in states), key=lambda row: -row.score)
    if not ends:
        return None
    either = len(ends) > 1 and None in ends[0].pairs and None in ends[1].pairs
    return replace(ends[0], sure=not either or ends[0].score - ends[1].score >= SURE)


def _begin(pairs: Pairs, states: _States, first: Span) -> None:
    """Every likely first row. A half without a pair in it has none at all."""
    rights = pairs.at(pairs.start, 1) if pairs.end > pairs.start else []
    if first[0] == first[1]:
        for right in rights:
            _keep(states, (right.end, "second"), (None, right), right.score + pairs.ends_row(right.end), None)
        return
    for left in first_pairs(pairs.page, *first, 0):
        _keep(states, (pairs.start, "first"), (left, None), left.score - ALONE, None)
        for right in rights:
            score = left.score + right.score + pairs.alike(left, right) - ROW + pairs.ends_row(right.end)
            _keep(states, (right.end, "both"), (left, right), score, None)


def _go_on(pairs: Pairs, states: _States, row: Row, place: int, mode: Mode) -> None:
    """Every likely row that begins here."""
    if mode != "second":
        for pair in pairs.at(place, 0):
            score = row.score + pair.score - ALONE + pairs.ends_row(pair.end)
            _keep(states, (pair.end, "first"), (pair, None), score, row)
    if mode != "first":
        for pair in pairs.at(place, 1):
            score = row.score + pair.score - ALONE + pairs.ends_row(pair.end)
            _keep(states, (pair.end, "second"), (None, pair), score, row)
    if mode != "both":
        return
    for left in pairs.at(place, 0):
        before = left.target if left.target[1] > left.target[0] else left.name
        so_far = row.score + left.score - ROW
        for right in pairs.at(left.end, 1) if left.end < pairs.end else ():
            known = states.get((right.end, "both"))
            if known and known.score >= so_far + right.score + _SAME_NAME + _SAME_TARGET:
                continue
            parted = pairs.page.parted(before, right.name)
            score = so_far + right.score + pairs.alike(left, right) - parted + pairs.ends_row(right.end)
            _keep(states, (right.end, "both"), (left, right), score, row)


def _keep(
    states: _States, key: tuple[int, Mode], pairs: tuple[Pair | None, Pair | None], score: float, before: Row | None
) -> None:
    known = states.get(key)
    if known is None or known.score < score:
        states[key] = Row(pairs, score, before)
