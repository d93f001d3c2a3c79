"""总体目标: one run of lines that holds the goals of both halves → where the second begins."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.performance.stream_ink import LINE, PAGE, SPACE, Ink, first_unit, width
from pipelines.values import has_cjk

_ENDS = "。；;.！!"
_PROOF = 8
"""So many characters that open one goal and open another line below are the begin of the other."""


def second_goal(ink: Ink, start: int, end: int) -> tuple[int | None, bool]:
    """The place at which the goal of the year begins, and whether nothing speaks for another; None where the span is empty.

    Both halves often say the same: a cut that makes them equal, or lets them begin alike, is taken before any other.
    """
    if start >= end:
        return None, True
    places = [p for p in range(start + 1, end) if ink.gaps[p]]
    same = [p for p in places if ink.folded[start:p] == ink.folded[p:end]]
    if same:
        return same[0], True
    opening = ink.folded[start : start + _PROOF]
    if end - start >= 2 * _PROOF:
        alike = [p for p in places if ink.folded.startswith(opening, p)]
        turned = [p for p in alike if ink.gaps[p] in (LINE, PAGE)] or alike
        if turned:
            return turned[0], True
    scores = sorted(((_score(ink, start, p, end), -p) for p in places), reverse=True)
    if not scores:
        return None, False
    sure = len(scores) == 1 or scores[0][0] - scores[1][0] >= 1.0
    return (-scores[0][1], sure) if scores[0][0] > -4.0 else (None, False)


def _score(ink: Ink, start: int, place: int, end: int) -> float:
    """What speaks for a cut: how well both sides are wrapped, and that a sentence ends there."""
    left, right = ink.cut(start, place), ink.cut(place, end)
    gap = ink.gaps[place]
    score = -_torn(ink, left) - _torn(ink, right)
    if gap == SPACE:
        score -= 0.0 if len(left) == 1 else 4.0
        score -= 0.0 if has_cjk(ink.text[place - 1]) == has_cjk(ink.text[place]) else 0.5
    elif len(left) == 1 and len(right) == 1:
        score -= 1.0
    if ink.text[place - 1] in _ENDS:
        score += 1.5
    if ink.text[place - 1] in "，、（“《" or ink.text[place] in "，。、；）”》":
        score -= 3.0
    return score


def _torn(ink: Ink, lines: Sequence[tuple[int, int]]) -> float:
    """How many lines of a cell end though what follows them had room."""
    texts = [ink.text[a:b] for a, b in lines]
    full = max(map(width, texts))
    pairs = zip(texts, texts[1:], lines[1:], strict=False)
    return sum(
        2.0
        for text, following, (first, _) in pairs
        if ink.gaps[first] != PAGE and width(text) + width(first_unit(following)) <= full - 0.6
    )
