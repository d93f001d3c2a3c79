"""The ruling lines of a straight page in its pixels, and the mask of their ink."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.readers.scan.straight import Mask

_LEVEL, _UPRIGHT = 2.5, 0.9  # heights of a character: the shortest line
_SHORT_LEVEL = 10.0  # what words in a row could make up
_SHORT, _CARRIED, _LONG = 3.0, 2.5, 10.0  # upright: what a character, or strokes of several lines of words could
_THICK, _WIDE, _TOUCHES, _FLANK = 0.5, 0.4, 0.2, 0.1
_CROWDED, _MOST_CROWDED = 0.14, 0.5
"""The share of an upright line, and of a long one, with ink right beside it at most: cells leave text a little room."""
_LEAN = 0.005  # what is left of the skew
_MOST_RULES = 5_000
Flags: TypeAlias = NDArray[np.bool_]
Labels: TypeAlias = NDArray[np.int32]


class Rule(NamedTuple):
    """A ruling line along one axis: `at` is its fixed coordinate, from `start` to `end` along the other."""

    at: float
    start: float
    end: float


class Ruling(NamedTuple):
    across: list[Rule]
    down: list[Rule]
    ink: Mask


class _Run(NamedTuple):
    """A connected run of ink: its label, the line it would be, its box and how many pixels it has."""

    label: int
    rule: Rule
    x: int
    y: int
    width: int
    height: int
    area: int

    @property
    def length(self) -> float:
        return self.rule.end - self.rule.start


def ruling(ink: Mask, em: float) -> Ruling:
    """The lines of a page. A short one, as strokes of characters make up too, must end at lines of the other kind. An
    upright one has little ink right beside it.
    """
    level, upright = _runs(ink, (1, round(em * _LEVEL))), _runs(ink, (round(em * _UPRIGHT), 1))
    columns, labels = _found(upright, em, True)
    near = _widened(level, em)
    between = (ink > 0) & (np.asarray(cv2.dilate(level, np.ones((5, 1), np.uint8))) == 0)
    columns = [run for run in columns if run.length >= em * _LONG or _ends_on(run, near, True)]
    long = [run.rule.at for run in columns if run.length >= em * _LONG]
    columns = [run for run in columns if _crowding(run, between, em) <= _room(run, long, em)]
    down = [run for run in columns if _is_carried(run, columns, em)]
    upright = _kept(down, labels)
    lines, labels = _found(level, em, False)
    near = _widened(upright, em)
    across = [run for run in lines if run.length >= em * _SHORT_LEVEL or _ends_on(run, near, False)]
    if len(across) + len(down) > _MOST_RULES:
        return Ruling([], [], np.zeros_like(ink))
    drawn = cv2.dilate(upright | _kept(across, labels), np.ones((3, 3), np.uint8)).astype(np.uint8)
    return Ruling([run.rule for run in across], [run.rule for run in down], drawn)


def _runs(ink: Mask, shape: tuple[int, int]) -> Mask:
    """The ink in unbroken runs of at least this height and width."""
    return cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8)).astype(np.uint8)


def _found(runs: Mask, em: float, upright: bool) -> tuple[list[_Run], Labels]:
    """The thin connected runs, and the label of each pixel."""
    _, labels, stats, centres = cv2.connectedComponentsWithStats(runs, connectivity=8)

    def each() -> Iterator[_Run]:
        for i, (x, y, width, height, area) in enumerate(stats.tolist()):
            start, length = (y, height) if upright else (x, width)
            wide = upright and width > em * _WIDE + length * _LEAN
            if i and area <= length * em * _THICK and not wide:
                rule = Rule(float(centres[i][0 if upright else 1]), float(start), float(start + length))
                yield _Run(i, rule, x, y, width, height, area)

    return list(each()), np.asarray(labels, np.int32)


def _kept(runs: list[_Run], labels: Labels) -> Mask:
    chosen = np.zeros(int(labels.max()) + 1, np.uint8)
    chosen[[run.label for run in runs]] = 255
    return np.asarray(chosen[labels], np.uint8)


def _widened(lines: Mask, em: float) -> Mask:
    reach = 2 * round(em * _TOUCHES) + 1
    return np.asarray(cv2.dilate(lines, np.ones((reach, reach), np.uint8)), np.uint8)


def _ends_on(run: _Run, near: Mask, upright: bool) -> bool:
    at = round(run.rule.at)
    ends = [round(run.rule.start), round(run.rule.end) - 1]
    return all(near[(end, at) if upright else (at, end)] for end in ends)


def _is_carried(run: _Run, columns: list[_Run], em: float) -> bool:
    """Whether an upright line is long, together with those above and below it; one stroke too many would part every row
    of a table. Where no long line stands beside it, as in a row alone on its page, it need not be.
    """
    in_line = sum(other.length for other in columns if abs(other.rule.at - run.rule.at) <= em * _TOUCHES)
    if in_line >= em * _CARRIED:
        return True
    rule = run.rule
    beside = (other.rule for other in columns if other.length >= em * _SHORT)
    return not any(other.start <= rule.end and rule.start <= other.end for other in beside)


def _room(run: _Run, long: list[float], em: float) -> float:
    """How crowded an upright line may be; one that goes on above or below a long one, as much as that."""
    if any(abs(run.rule.at - at) <= em * _TOUCHES for at in long):
        return _MOST_CROWDED
    return _CROWDED if run.length < em * _LONG else _MOST_CROWDED


def _crowding(run: _Run, ink: Flags, em: float) -> float:
    """The share of an upright run's height with ink right beside it, but for the level lines that cross it."""
    rows, gap = slice(run.y, run.y + run.height), 2
    reach = gap + max(2, round(em * _FLANK))
    end = run.x + run.width
    strips = (slice(max(0, run.x - reach), max(0, run.x - gap)), slice(end + gap, end + reach), slice(run.x, end))
    left, right, own = (np.any(ink[rows, strip], axis=1) for strip in strips)
    return float(np.mean((left | right)[own])) if own.any() else 0.0
