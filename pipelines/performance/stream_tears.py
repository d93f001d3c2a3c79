"""Rows that the end of a page tore: the rest of each cell stands on the next page → back behind its begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from pipelines.performance.stream_ink import LINE, PAGE, Ink
from pipelines.performance.stream_labels import FormLabels
from pipelines.performance.stream_levels import Span, Tear, begun_label, mended_levels, right_above
from pipelines.performance.stream_targets import TargetWords
from pipelines.values import is_amount

_REACH, _ROW, _MOST_TEARS = 1500, 80, 24


def mended(ink: Ink, labels: FormLabels, words: TargetWords) -> Ink:
    """The ink with every torn label put together, and what stands beside it in its row."""
    turn = 0
    for _ in range(_MOST_TEARS):
        turn = next((place for place in range(turn + 1, len(ink.text)) if ink.gaps[place] == PAGE), 0)
        if not turn:
            break
        tear = Tear(ink, turn, labels, words)
        if not tear.whole_label(turn):
            whole = _funds(tear) or _columns(tear) or mended_levels(tear) or _lone(tear) or ink
            turn = max(turn, _moved(ink, whole))
            ink = whole
    return ink


def _moved(before: Ink, after: Ink) -> int:
    """The last place of what was moved."""
    places = zip(before.text, after.text, strict=True)
    return max((place for place, (old, new) in enumerate(places) if old != new), default=0)


def _lone(tear: Tear) -> Ink | None:
    """A label beside one cell, or beside cells that are whole: `保证项目实施的制度、` … `措施`."""
    ink, turn, levels = tear.ink, tear.turn, tear.labels.levels
    wordings = (w for name, all_of in tear.labels.header if name not in ("goal_halves", "indicators") for w in all_of)
    labels = (*wordings, *tear.labels.columns[0], *levels)
    ending = [label for label in labels if any(ink.folded.startswith(label[n:], turn) for n in range(1, len(label)))]
    for place in range(turn - 1, max(-1, turn - _REACH), -1):
        if ink.gaps[place] not in (LINE, PAGE):
            continue
        for label in ending:
            begun = begun_label(tear, place, label)
            end = turn + len(label) - begun
            if not begun or not ink.folded.startswith(label[begun:], turn) or not ink.starts(end):
                continue
            if label not in levels or right_above(tear, place + begun, label):
                return ink.joined([(place, place + begun), (turn, end), (place + begun, turn)], {end})
    return None


def _columns(tear: Tear) -> Ink | None:
    """The headings of the indicators, torn in the middle."""
    ink, turn = tear.ink, tear.turn
    for place in range(turn - 1, max(-1, turn - _ROW), -1):
        if ink.gaps[place] == LINE and any(heading[0] == ink.folded[place] for heading in tear.labels.columns[0]):
            spans = _headings(ink, place, turn, turn, tear.labels.columns)
            if spans:
                return ink.joined(spans)
    return None


def _headings(ink: Ink, above: int, turn: int, below: int, columns: Sequence[Sequence[str]]) -> list[Span] | None:
    """Headings that stand in a row above the tear, with the rests of those that are not whole below it."""
    if not columns:
        return [] if above == turn else None
    for first, second in (cell for label in columns[0] for cell in _label(ink, above, turn, below, label)):
        rest = _headings(ink, first, turn, second, columns[1:])
        if rest is not None:
            return [(above, first), (below, second), *rest]
    return None


def _label(ink: Ink, above: int, turn: int, below: int, label: str) -> Iterator[tuple[int, int]]:
    """Where a label that begins here may end above and below the tear."""
    for length in range(min(len(label), turn - above), 0, -1):
        end = below + len(label) - length
        if ink.folded[above : above + length] == label[:length] and ink.folded[below:end] == label[length:]:
            yield above + length, end


def _funds(tear: Tear) -> Ink | None:
    """A row of amounts: two labels, each before its amount, the first perhaps behind the label of all."""
    ink, turn, funds = tear.ink, tear.turn, tear.labels.funds
    heads = next(wordings for name, wordings in tear.labels.header if name == "funds")
    totals = list(product(funds[0][1], funds[1][1]))
    rows: dict[str, list[tuple[str | None, ...]]] = {}
    for head, (left, right) in product(heads, totals):
        rows.setdefault(head[0], []).append((head, left, None, right, None))
    for left, right in (*totals, *((label, label) for _, wordings in funds[2::2] for label in wordings)):
        rows.setdefault(left[0], []).append((left, None, right, None))
    for place in range(turn - 1, max(-1, turn - _ROW), -1):
        if ink.gaps[place] not in (LINE, PAGE):
            continue
        for row in rows.get(ink.folded[place], ()):
            spans = next(_amounts(ink, place, turn, turn, row), [])
            if any(b > a >= turn for a, b in spans):
                return ink.joined(spans, {max(b for _, b in spans)})
    return None


def _amounts(ink: Ink, above: int, turn: int, below: int, cells: Sequence[str | None]) -> Iterator[list[Span]]:
    """Every way to take a row of labels and amounts (None) for torn; what is put together is an amount, or blank."""
    if not cells:
        if above == turn:
            yield []
        return
    label = cells[0]
    ends = _figure(ink, above, turn, below) if label is None else _label(ink, above, turn, below, label)
    for first, second in ends:
        for rest in _amounts(ink, first, turn, second, cells[1:]):
            yield [(above, first), (below, second), *rest]


def _figure(ink: Ink, above: int, turn: int, below: int) -> Iterator[tuple[int, int]]:
    """Where an amount, or a blank, may end above and below the tear."""
    first, second = _digits(ink, above, turn), _digits(ink, below, len(ink.text))
    printed, rest = ink.text[above:first], ink.text[below:second]
    if rest and is_amount(printed + rest) and not is_amount(printed):
        yield first, second
    if not printed or is_amount(printed):
        yield first, below


def _digits(ink: Ink, place: int, end: int) -> int:
    while place < end and ink.text[place] in "0123456789,.-":
        place += 1
    return place
