"""A row of indicators torn by the end of a page: the rests of levels, names and targets back behind their begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.performance.stream_ink import Ink
from pipelines.performance.stream_labels import FormLabels
from pipelines.performance.stream_targets import TargetWords, as_name, as_target

Span = tuple[int, int]
_ROW, _RESTS = 140, 60


@dataclass(frozen=True)
class Tear:
    """Where a page turns in the ink of a form."""

    ink: Ink
    turn: int
    labels: FormLabels
    words: TargetWords

    def whole_label(self, place: int) -> bool:
        """Whether a label begins here and stands apart: then the row before it is whole."""
        ink = self.ink
        return any(ink.folded.startswith(w, place) and ink.starts(place + len(w)) for w in self.labels.all())


def begun_label(tear: Tear, place: int, label: str) -> int:
    """How many characters of a label stand here, up to a gap; 0 where it does not begin here or is whole."""
    ink, length = tear.ink, 0
    while place + length < tear.turn and length < len(label) and ink.folded[place + length] == label[length]:
        length += 1
    while length and not (ink.starts(place + length) or place + length == tear.turn):
        length -= 1
    return length if length < len(label) else 0


def right_above(tear: Tear, place: int, level1: str) -> bool:
    """Whether one of its own levels 2 begins here, right behind a begun level 1."""
    return any(tear.ink.folded.startswith(second[:2], place) for second in tear.labels.levels[level1])


def mended_levels(tear: Tear) -> Ink | None:
    """A row of indicators whose levels are torn, with the rests of its names and targets."""
    ink, turn = tear.ink, tear.turn
    torn = _torn_levels(tear)
    if not torn:
        return None
    spans: list[Span] = []
    below, held, like = turn, (turn, turn), ""
    for number, (start, end, rest) in enumerate(torn):
        found = ink.folded.find(rest, below, below + _RESTS)
        if found < 0 or not ink.starts(found) or not ink.starts(found + len(rest)):
            return None
        if number:
            whole = _rejoined(tear, held, (below, found), like)
            spans, like = [*spans, *whole], _said(ink, whole)
        elif found > below:
            return None
        spans += [(start, end), (found, found + len(rest))]
        below = found + len(rest)
        held = (end, torn[number + 1][0] if number + 1 < len(torn) else turn)
    ends = [below]
    if held[0] < held[1]:
        further = _gaps(ink, below, 6)
        whole_labels = [p for p in [below, *further] if tear.whole_label(p)]
        ends += [p for p in further if p <= min(whole_labels, default=p)]
    best = max(ends, key=lambda end: (_likely(tear, _rejoined(tear, held, (below, end), like), like), -end))
    spans += _rejoined(tear, held, (below, best), like)
    filled = [(a, b) for a, b in spans if b > a]
    return ink.joined(filled, {best, *(a for a, _ in filled if a >= turn)})


def _torn_levels(tear: Tear) -> list[tuple[int, int, str]]:
    """The begun levels of the last row, in order, with what is missing of each."""
    ink, turn, levels = tear.ink, tear.turn, tear.labels.levels
    labels = [*levels, *(second for below in levels.values() for second in below if second not in levels)]
    found: list[tuple[int, int, str]] = []
    place = max(0, turn - _ROW)
    known = ""
    while place < turn:
        if not ink.starts(place):
            place += 1
            continue
        if any(ink.folded.startswith(w, place, turn) and ink.starts(place + len(w)) for w in labels):
            found, known = [], ""
        fitting = [(n, label) for label in labels if (n := begun_label(tear, place, label))]
        fitting = [(n, w) for n, w in fitting if _goes_on(tear, place + n, w, n) and known in ("", w)]
        if not fitting:
            place += 1
            continue
        length, label = max(fitting)
        found.append((place, place + length, label[length:]))
        known = label if label not in levels else ""
        place += length
    return found if found and ink.folded.startswith(found[0][2], turn) else []


def _goes_on(tear: Tear, end: int, label: str, length: int) -> bool:
    """Whether the rest of a begun label stands below the tear, and its begin is more than a chance."""
    if tear.ink.folded.find(label[length:], tear.turn, tear.turn + _RESTS) < 0:
        return False
    return right_above(tear, end, label) if label in tear.labels.levels else length > 1


def _gaps(ink: Ink, start: int, most: int) -> list[int]:
    """The ends of the next words."""
    found: list[int] = []
    place = start
    while len(found) < most and place < len(ink.text):
        place += 1
        if ink.starts(place):
            found.append(place)
    return found


def _rejoined(tear: Tear, above: Span, below: Span, like: str) -> list[Span]:
    """A name and its target above the tear with what is left of them below it, in the likeliest order."""
    if below[0] == below[1]:
        return [above]
    cuts = [cut for cut in _gaps(tear.ink, above[0], 12) if cut < above[1]]
    parts = [part for part in _gaps(tear.ink, below[0], 6) if part <= below[1]]
    ways = [[above, below]]
    ways += [[(above[0], c), (below[0], p), (c, above[1]), (p, below[1])] for c in cuts for p in parts]
    return max(ways, key=lambda spans: _likely(tear, spans, like))


def _said(ink: Ink, spans: Sequence[Span]) -> str:
    return "".join(ink.folded[a:b] for a, b in spans)


def _likely(tear: Tear, spans: Sequence[Span], like: str) -> float:
    """How well a name and a target come out of spans, best cut at one of their ends; better where the other half said
    the same.
    """
    ink, words = tear.ink, tear.words
    text = _said(ink, spans)
    cuts, length = [], 0
    for a, b in spans:
        cuts += [length + p - a for p in range(a + 1, b) if ink.gaps[p]]
        length += b - a
        cuts.append(length)
    best = max((as_name(words, text[:cut]) + as_target(words, text[cut:]) for cut in cuts if cut), default=-9.0)
    return best + (8.0 if like and text == like else 0.0)
