"""Spans of ink as cells: what the way in which lines break and words part says for and against one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from pipelines.performance.stream_ink import LINE, PAGE, SPACE, Ink
from pipelines.performance.stream_targets import TargetWords
from pipelines.values import has_cjk

Span = tuple[int, int]
_AGAINST = 7.0
_SPACE, _LOOSE = 3.0, 0.3
"""What a space inside a cell costs, and one that may part nothing."""
ROOM = 0.6
"""How much a line may differ from the width of its column: points hang over it, figures are narrow."""


@dataclass(frozen=True)
class Page:
    """The ink of a form, how its cells stand in their rows (`centred`, else at the top), and the widths of the four
    columns of names and targets as far as they are known: `columns` 0 and 1 of the first half, 2 and 3 of the second
    are at least so wide, `limits` are those in which a line is broken that wide.
    """

    ink: Ink
    words: TargetWords
    centred: bool
    columns: Mapping[int, float] = field(default_factory=dict)
    limits: Mapping[int, float] = field(default_factory=dict)

    @cached_property
    def _spaces(self) -> list[int]:
        return [place for place, gap in enumerate(self.ink.gaps) if gap == SPACE]

    @cached_property
    def _spaced(self) -> list[float]:
        """What all spaces before a place cost."""
        cost = dict.fromkeys(self._spaces, _SPACE) | dict.fromkeys(self.loose, _LOOSE)
        return [0.0, *accumulate(cost.get(place, 0.0) for place in range(len(self.ink.gaps)))]

    @cached_property
    def loose(self) -> frozenset[int]:
        """Places of spaces that may part nothing: beside letters and figures, and between the characters of a word that
        is spaced out.
        """
        ink = self.ink
        places = [p for p in range(len(ink.text)) if ink.gaps[p]]
        ends = [*places[1:], len(ink.text)]
        lone = {p for p, end in zip(places, ends, strict=True) if end - p == 1}
        before = dict(zip(places[1:], places, strict=False))
        return frozenset(
            p
            for p in self._spaces
            if p in lone or before.get(p) in lone or not (has_cjk(ink.text[p - 1]) and has_cjk(ink.text[p]))
        )

    def broken(self, span: Span) -> bool:
        return self.ink.turns(*span) > 0

    def parted(self, left: Span, right: Span) -> float:
        """What it costs to take these for neighbours in one row."""
        gap = self.ink.gaps[right[0]]
        if gap == PAGE or self.ink.torn(*left):
            return 1.0
        either = self.broken(left) or (self.centred and self.broken(right))
        if gap == LINE:
            return 0.0 if either else _AGAINST
        return (_AGAINST if either else 0.0) + (1.5 if gap == "" else 0.0)

    def inside(self, start: int, ends: Iterable[int], column: int) -> Iterator[float]:
        """What it costs to take what begins here and ends there for one cell, for the spaces and line breaks inside it.

        `ends` in ascending order.
        """
        ink, narrowest, limit = self.ink, self.columns.get(column, 0.0), self.limits.get(column)
        spaced = self._spaced
        needs: list[float] = []  # of each whole line its width with that of what had no room in it
        widest, begun, turn = 0.0, start, ink.line_end(start)
        for end in ends:
            while turn < end:
                size = ink.wide(begun, turn)
                needs.append(size + ink.unit(turn))
                widest, begun, turn = max(widest, size), turn, ink.line_end(turn)
            full = max(widest, ink.wide(begun, end))
            cost = spaced[end] - spaced[start + 1]
            for need in needs:
                room = max(full, narrowest) - need
                if room >= ROOM:
                    cost += 3.0 if room >= 2 * ROOM else 1.5
            if limit is not None and full > limit + ROOM:
                cost += min(6.0, 2.0 * (full - limit))
            yield cost
