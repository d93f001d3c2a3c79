"""Runs of ink → pairs of a name and a target, row after row through both halves of a form."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.performance.stream_cells import Page, Span
from pipelines.performance.stream_ink import LINE, PAGE

LONGEST, MOST_WORDS, KEPT = 90, 26, 10
Half = Literal[0, 1]


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

    def at(self, start: int, half: Half) -> list[Pair]:
        key = (start, half)
        if key not in self._known:
            found = sorted(self._all(start, half), key=lambda pair: -pair.score)
            self._known[key] = found[:KEPT]
        return self._known[key]

    def filling(self, half: Half) -> list[Pair]:
        """The likeliest pairs that take up all of the ink."""
        found = [pair for pair in self._all(self.start, half) if pair.end == self.end]
        return sorted(found, key=lambda pair: -pair.score)[:KEPT]

    def _all(self, start: int, half: Half) -> Iterator[Pair]:
        first = bisect_left(self.places, start)
        reach = [p for p in self.places[first + 1 : first + 1 + MOST_WORDS] if p - start <= LONGEST]
        names = [(p, self.page.name((start, p), 2 * half)) for p in reach]
        for cut, name in names:
            if name < -6:
                continue
            for end in reach:
                if end < cut or end - cut > LONGEST // 2:
                    continue
                target = self.page.target((cut, end), 2 * half + 1)
                parted = self.page.parted((start, cut), (cut, end)) if end > cut else 0.0
                yield Pair((start, cut), (cut, end), name + target - parted)

    def alike(self, left: Pair, right: Pair) -> float:
        """What it says for two pairs to be those of one row."""
        text = self.page.ink.folded
        names = text[slice(*left.name)] == text[slice(*right.name)]
        targets = text[slice(*left.target)] == text[slice(*right.target)]
        return (6.0 if names else 0.0) + (3.0 if targets and names else 0.5 if targets else 0.0)

    def ends_row(self, end: int) -> float:
        return 0.0 if end >= self.end or self.page.ink.gaps[end] in (LINE, PAGE) else -5.0


def _boundaries(page: Page, start: int, end: int) -> Iterator[int]:
    """Places where a cell may end: where words part, and where a wide name runs into its target."""
    ink = page.ink
    for place in range(start + 1, end):
        if ink.gaps[place]:
            yield place
        elif page.centred and (
            ink.folded[place] in "≥≤＞＜=＝>"
            or ink.text[place].isdigit()
            and not ink.text[place - 1].isdigit()
            and ink.text[place - 1] not in ".-—"
        ):
            yield place


def first_pairs(page: Page, start: int, end: int, half: Half) -> list[Pair]:
    """The likeliest pairs that fill a span exactly."""
    return Pairs(page, start, end).filling(half)


def best_rows(page: Page, first: Span, rest: Span) -> Row | None:
    """Both halves of one level 2: `first` is the first half's first pair, `rest` all that follows the second label.

    None where no series of rows takes up all of the ink.
    """
    pairs = Pairs(page, *rest)
    states: dict[tuple[int, str], Row] = {}
    for row in _begin(page, pairs, first):
        end = rest[0] if row.pairs[1] is None else row.pairs[1].end
        _keep(states, (end, "both"), row)
    best: Row | None = None
    for place in pairs.places:
        for mode in ("both", "one"):
            row = states.get((place, mode))
            if row is None:
                continue
            if place == rest[1]:
                best = row if best is None or row.score > best.score else best
                continue
            _go_on(pairs, states, row, place, mode)
    return best


def _begin(page: Page, pairs: Pairs, first: Span) -> Iterator[Row]:
    lefts: Sequence[Pair | None] = first_pairs(page, *first, 0) if first[1] > first[0] else [None]
    for left in lefts:
        alone = left.score if left else 0.0
        yield Row((left, None), alone + (-3.0 if left else 0.0), None)
        for right in pairs.at(pairs.start, 1) if pairs.end > pairs.start else ():
            alike = pairs.alike(left, right) if left else -3.0
            yield Row((left, right), alone + right.score + alike + pairs.ends_row(right.end), None)


def _go_on(pairs: Pairs, states: dict[tuple[int, str], Row], row: Row, place: int, mode: str) -> None:
    for half in (0, 1):
        for pair in pairs.at(place, half):
            alone = (pair, None) if half == 0 else (None, pair)
            new = Row(alone, row.score + pair.score - 4.0 + pairs.ends_row(pair.end), row)
            _keep(states, (pair.end, "one"), new)
    if mode == "one":
        return
    for left in pairs.at(place, 0):
        for right in pairs.at(left.end, 1) if left.end < pairs.end else ():
            parted = pairs.page.parted(left.target if left.target[1] > left.target[0] else left.name, right.name)
            score = left.score + right.score + pairs.alike(left, right) - parted + pairs.ends_row(right.end)
            _keep(states, (right.end, "both"), Row((left, right), row.score + score, row))


def _keep(states: dict[tuple[int, str], Row], key: tuple[int, str], row: Row) -> None:
    if key not in states or states[key].score < row.score:
        states[key] = row
