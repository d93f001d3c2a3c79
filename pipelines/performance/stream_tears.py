"""Rows that the end of a page tore: the rest of each cell stands on the next page → back behind its begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipelines.performance.stream_ink import LINE, PAGE, Ink
from pipelines.performance.stream_labels import FUND_LABELS, HEADER, LEVELS
from pipelines.performance.stream_targets import as_name, as_target
from pipelines.values import is_amount

Span = tuple[int, int]
_REACH, _MOST_TEARS = 1500, 24
_COLUMNS = ("绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值")
_LEVELS = (*LEVELS, *(second for below in LEVELS.values() for second in below))
_LONE = tuple(w for name, wordings in HEADER for w in wordings if name not in ("halves", "indicators"))
_LONE = (*_LONE, "绩效指标", *LEVELS)


def mended(ink: Ink) -> Ink:
    """The ink with every torn label put together, and what stands beside it in its row."""
    turn = 0
    for _ in range(_MOST_TEARS):
        turn = next((p for p in range(turn + 1, len(ink.text)) if ink.gaps[p] == PAGE), len(ink.text))
        if turn >= len(ink.text):
            break
        if not _whole_label(ink, turn):
            ink = _funds(ink, turn) or _columns(ink, turn) or _levels(ink, turn) or _lone(ink, turn) or ink
    return ink


def _whole_label(ink: Ink, place: int) -> bool:
    """Whether the page begins with a label: then the row before it is whole."""
    labels = (*_LEVELS, *(w for _, wordings in (*HEADER, *FUND_LABELS) for w in wordings))
    return any(ink.folded.startswith(w, place) and ink.starts(place + len(w)) for w in labels)


def _begun(ink: Ink, place: int, label: str, turn: int) -> int:
    """How many characters of a label stand here, up to a gap; 0 where it does not begin here or is whole."""
    length = 0
    while place + length < turn and length < len(label) and ink.folded[place + length] == label[length]:
        length += 1
    while length and not (ink.starts(place + length) or place + length == turn):
        length -= 1
    return length if length < len(label) else 0


def _lone(ink: Ink, turn: int) -> Ink | None:
    """A label beside one cell, or beside cells that are whole: `保证项目实施的制度、` … `措施`."""
    for place in range(turn - 1, max(-1, turn - _REACH), -1):
        if ink.gaps[place] not in (LINE, PAGE):
            continue
        for label in _LONE:
            begun = _begun(ink, place, label, turn)
            rest = label[begun:]
            if begun and label in LEVELS and not _plausible(ink, place + begun, label, begun):
                continue
            if begun and ink.folded.startswith(rest, turn) and ink.starts(turn + len(rest)):
                end = turn + len(rest)
                return ink.joined([(place, place + begun), (turn, end), (place + begun, turn)], {end})
    return None


def _columns(ink: Ink, turn: int) -> Ink | None:
    """The headings of the indicators, torn in the middle."""
    for place in range(turn - 1, max(-1, turn - 40), -1):
        if ink.gaps[place] == LINE and ink.folded[place] == _COLUMNS[0][0]:
            spans = _matched(ink, place, turn, turn, _COLUMNS)
            if spans:
                return ink.joined(spans)
    return None


def _matched(ink: Ink, above: int, turn: int, below: int, labels: Sequence[str]) -> list[Span] | None:
    """Labels that stand in a row above the tear, with the rests of those that are not whole below it."""
    if not labels:
        return [] if above == turn else None
    label = labels[0]
    for length in range(min(len(label), turn - above), 0, -1):
        end = below + len(label) - length
        if ink.folded[above : above + length] == label[:length] and ink.folded[below:end] == label[length:]:
            rest = _matched(ink, above + length, turn, end, labels[1:])
            if rest is not None:
                return [(above, above + length), (below, end), *rest]
    return None


def _funds(ink: Ink, turn: int) -> Ink | None:
    """A row of amounts: two labels, each before its amount, the first perhaps behind the label of all."""
    rows = [(FUND_LABELS[n][1], FUND_LABELS[n + 1][1]) for n in range(0, len(FUND_LABELS), 2)]
    for place in range(turn - 1, max(-1, turn - 80), -1):
        if ink.gaps[place] not in (LINE, PAGE):
            continue
        for number, (lefts, rights) in enumerate(rows):
            heads: list[tuple[str, ...]] = [("项目资金（元）",), ("项目资金（万元）",)] if number == 0 else []
            for head in [*heads, ()]:
                for left in lefts:
                    for right in rights:
                        spans = next(_amounts(ink, place, turn, turn, (*head, left, None, right, None)), None)
                        if spans and any(a >= turn for a, b in spans if b > a):
                            return ink.joined(spans, {max(b for _, b in spans)})
    return None


def _amounts(ink: Ink, above: int, turn: int, below: int, cells: Sequence[str | None]) -> Iterator[list[Span]]:
    """Every way to take a row of labels and amounts (None) for torn; what is put together is an amount, or blank."""
    if not cells:
        if above == turn:
            yield []
        return
    for first, second in _cell(ink, above, turn, below, cells[0]):
        for rest in _amounts(ink, first, turn, second, cells[1:]):
            yield [(above, first), (below, second), *rest]


def _cell(ink: Ink, above: int, turn: int, below: int, label: str | None) -> Iterator[tuple[int, int]]:
    """Where one cell may end above and below the tear."""
    if label is not None:
        for length in range(min(len(label), turn - above), 0, -1):
            end = below + len(label) - length
            if ink.folded[above : above + length] == label[:length] and ink.folded[below:end] == label[length:]:
                yield above + length, end
        return
    first, second = _figure(ink, above, turn), _figure(ink, below, len(ink.text))
    printed, rest = ink.text[above:first], ink.text[below:second]
    if second > below and is_amount(printed + rest) and not is_amount(printed):
        yield first, second
    if not printed or is_amount(printed):
        yield first, below


def _figure(ink: Ink, place: int, end: int) -> int:
    while place < end and ink.text[place] in "0123456789,.-":
        place += 1
    return place


def _levels(ink: Ink, turn: int) -> Ink | None:
    """A row of indicators whose levels are torn, with the rests of its names and targets."""
    torn = _torn_levels(ink, turn)
    if not torn:
        return None
    spans: list[Span] = []
    below, held, like = turn, (turn, turn), ""
    for number, (start, end, rest) in enumerate(torn):
        found = ink.folded.find(rest, below, below + 60)
        if found < 0 or not ink.starts(found) or not ink.starts(found + len(rest)):
            return None
        if number:
            whole = _rejoined(ink, held, (below, found), like)
            spans, like = [*spans, *whole], _said(ink, whole)
        elif found > below:
            return None
        spans += [(start, end), (found, found + len(rest))]
        below = found + len(rest)
        held = (end, torn[number + 1][0] if number + 1 < len(torn) else turn)
    ends = [below]
    if held[0] < held[1]:
        further = _gaps(ink, below, 6)
        whole_labels = [p for p in [below, *further] if _whole_label(ink, p)]
        ends += [p for p in further if p <= min(whole_labels, default=p)]
    best = max(ends, key=lambda end: (_likely(ink, _rejoined(ink, held, (below, end), like), like), -end))
    spans += _rejoined(ink, held, (below, best), like)
    return ink.joined([(a, b) for a, b in spans if b > a], {best})


def _torn_levels(ink: Ink, turn: int) -> list[tuple[int, int, str]]:
    """The begun levels of the last row, in order, with what is missing of each."""
    found: list[tuple[int, int, str]] = []
    place = max(0, turn - 140)
    known = ""
    while place < turn:
        fitting = [(n, label) for label in _LEVELS if ink.starts(place) and (n := _begun(ink, place, label, turn))]
        if ink.starts(place) and any(ink.folded.startswith(label, place, turn) for label in _LEVELS):
            found, known = [], ""
        fitting = [(n, w) for n, w in fitting if _below(ink, w[n:], turn) and _plausible(ink, place + n, w, n)]
        if known:
            fitting = [(n, w) for n, w in fitting if w == known]
        if fitting:
            length, label = max(fitting)
            found.append((place, place + length, label[length:]))
            known = label if label not in LEVELS else ""
            place += length
        else:
            place += 1
    rest = found[0][2] if found else ""
    return found if rest and ink.folded.startswith(rest, turn) else []


def _plausible(ink: Ink, end: int, label: str, length: int) -> bool:
    """Whether a begun label is more than a chance: a level 1 stands before one of its own levels 2."""
    if label not in LEVELS:
        return length > 1
    return any(ink.folded.startswith(second[:2], end) for second in LEVELS[label])


def _below(ink: Ink, rest: str, turn: int) -> bool:
    return ink.folded.find(rest, turn, turn + 60) >= 0


def _gaps(ink: Ink, start: int, most: int) -> list[int]:
    """The ends of the next words."""
    found: list[int] = []
    place = start
    while len(found) < most and place < len(ink.text):
        place += 1
        if ink.starts(place):
            found.append(place)
    return found


def _rejoined(ink: Ink, above: Span, below: Span, like: str) -> list[Span]:
    """A name and its target above the tear with what is left of them below it, in the likeliest order."""
    if below[0] == below[1]:
        return [above]
    ways = [[above, below]]
    for cut in _gaps(ink, above[0], 12):
        for part in [below[0], *_gaps(ink, below[0], 6)]:
            if cut < above[1] and below[0] < part <= below[1]:
                ways.append([(above[0], cut), (below[0], part), (cut, above[1]), (part, below[1])])
    return max(ways, key=lambda spans: _likely(ink, spans, like))


def _said(ink: Ink, spans: Sequence[Span]) -> str:
    return "".join(ink.folded[a:b] for a, b in spans)


def _likely(ink: Ink, spans: Sequence[Span], like: str) -> float:
    """How well a name and a target come out of spans, best cut at one of their ends; better where the other half said
    the same.
    """
    text = _said(ink, spans)
    cuts, length = [], 0
    for a, b in spans:
        cuts += [length + p - a for p in range(a + 1, b) if ink.gaps[p]]
        length += b - a
        cuts.append(length)
    best = max((as_name(text[:cut]) + as_target(text[cut:]) for cut in cuts if cut), default=-9.0)
    return best + (8.0 if like and text == like else 0.0)
