"""A performance form in the text layer of a PDF, in stream order: lines without cells → what it says.

Read by its labels, which stand in a fixed order however their characters are spaced out or broken over lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipelines.model import Issue, Line, RawCell
from pipelines.performance.model import RawForm, RawIndicator
from pipelines.performance.stream_cells import Page
from pipelines.performance.stream_goals import goals_of
from pipelines.performance.stream_indicators import indicators_of
from pipelines.performance.stream_ink import LINE, PAGE, SPACE, Ink, ink_of
from pipelines.performance.stream_labels import FormLabels, Found, Labels, chain, form_labels
from pipelines.performance.stream_targets import target_words
from pipelines.performance.stream_tears import mended
from pipelines.values import amount_cell, has_cjk
from pipelines.vocabulary import Vocabulary
from pipelines.wording import words_of


def read_form(lines: Sequence[Line], vocabulary: Vocabulary) -> RawForm:
    """One form from its title to its last line; what cannot be told apart is left out with an issue."""
    labels, words = form_labels(vocabulary), target_words(vocabulary)
    ink = mended(ink_of(lines, words_of(vocabulary)), labels, words)
    found = chain(ink, 0, len(ink.text), labels.header)
    ends = _ends(ink, found)
    issues = _missing(ink, labels.header, found)
    texts = {name: _text(ink, found[name].end, ends[name]) for name in labels.texts if name in found}
    fields = {name: cell for name, cell in texts.items() if cell}
    centred = _centred(ink, labels, found, ends)
    for torn in _torn(ink, labels, found, ends) if centred else ():
        issues.append(_doubtful(ink, torn, found))
        fields = {name: cell for name, cell in fields.items() if name not in torn}
    if "project_period" in found and "overview" in found:
        funds = found.get("funds", found["project_period"])
        fields |= _amounts(ink, labels.funds, funds.end, found["overview"].start)
    if "goals" in found and not any(issue.field == "goals" for issue in issues):
        goals, more = _goals(ink, found["goals"].end, ends["goals"], centred)
        fields |= goals
        issues += more
    if "filled_at" in found and (filed := _filed(ink, found["filled_at"].end)):
        fields["filled_at"] = filed
    indicators: tuple[RawIndicator, ...] = ()
    if "indicators" in found:
        page = Page(ink, words, centred)
        indicators, troubles = indicators_of(page, labels, found["indicators"].end, ends["indicators"])
        issues += troubles
    first = lines[0] if lines else None
    return RawForm(fields, indicators, first.number if first else None, first.page if first else None, tuple(issues))


_OPTIONAL = ("funds", "contact")
_ROOM = 2.5
"""What a full line may leave free, in full-width characters: a point or a figure that goes with what follows."""


def _ends(ink: Ink, found: dict[str, Found]) -> dict[str, int]:
    """Label → where its cell ends: at the next label that was found."""
    return {label.name: stop for label, stop in _cells(found, len(ink.text))}


def _cells(found: dict[str, Found], end: int) -> list[tuple[Found, int]]:
    places = sorted(found.values(), key=lambda label: label.start)
    stops = [*(label.start for label in places), end][1:]
    return list(zip(places, stops, strict=True)) if places else []


def _text(ink: Ink, start: int, end: int) -> RawCell | None:
    text = ink.read(start, end)
    return RawCell(text, ink.text[start:end], ink.lines[start], ink.pages[start]) if text else None


def _amounts(ink: Ink, labels: Labels, start: int, end: int) -> dict[str, RawCell]:
    return {
        label.name: amount_cell(ink.text[label.end : stop], ink.lines[label.end], ink.pages[label.end])
        for label, stop in _cells(chain(ink, start, end, labels), end)
        if stop > label.end
    }


def _goals(ink: Ink, start: int, end: int, centred: bool) -> tuple[dict[str, RawCell], list[Issue]]:
    goals = goals_of(ink, start, end, centred)
    if goals is None:
        return {}, [_unparted(ink, start, end)]
    cells = {}
    for name, spans in zip(("implementation_goal", "annual_goal"), goals, strict=True):
        order = [place for first, last in spans for place in range(first, last)]
        if order and (cell := _text(ink.moved(order), 0, len(order))):
            cells[name] = cell
    return cells, []


def _filed(ink: Ink, start: int) -> RawCell | None:
    end = start
    while end < len(ink.text) and (ink.text[end].isdigit() or ink.text[end] in "-/年月日.："):
        end += 1
    return _text(ink, start, end)


def _centred(ink: Ink, labels: FormLabels, found: dict[str, Found], ends: dict[str, int]) -> bool:
    """Whether cells of one line stand at the middle of their rows: then a long cell begins above its label's line."""
    votes = 0
    for name in labels.texts:
        label = found.get(name)
        if label and not ink.turns(label.start, label.end) and ink.turns(label.end, ends[name]):
            votes += {LINE: 1, SPACE: -1}.get(ink.gaps[label.end], 0)
    for first, seconds in list(labels.levels.items())[:-1] if "indicators" in found else ():
        place = ink.folded.find(first + seconds[0], found["indicators"].end)
        if place >= 0 and not ink.turns(place, place + len(first)):
            votes += {LINE: 1, SPACE: -1}.get(ink.gaps[place + len(first)], 0)
    return votes > 0


def _torn(ink: Ink, labels: FormLabels, found: dict[str, Found], ends: dict[str, int]) -> Iterator[tuple[str, ...]]:
    """Texts torn by the end of a page in a form whose labels stand in the middle of their rows: what is printed before
    such a label may be the begin of its own text.
    """
    order = sorted(found.values(), key=lambda label: label.start)
    full = max(
        (ink.wide(*line) for name in labels.texts if name in found for line in ink.cut(found[name].end, ends[name])),
        default=0.0,
    )
    for before, label in pairwise(order):
        if label.start >= len(ink.text) or ink.gaps[label.start] != PAGE or label.name not in (*labels.texts, "goals"):
            continue
        lines = ink.cut(before.end, label.start)
        room = [full - ink.wide(*line) for line in lines]
        if before.name in labels.texts and lines and (max(room[:-1], default=0.0) > _ROOM or room[-1] <= _ROOM):
            yield before.name, label.name
        elif before.name in ("goal_halves", "funds") and any(map(has_cjk, ink.text[before.end : label.start])):
            amounts = chain(ink, before.end, label.start, labels.funds)
            last = max((each.end for each in amounts.values()), default=before.end)
            if any(map(has_cjk, ink.text[last : label.start])):
                yield (label.name,)


def _doubtful(ink: Ink, names: Sequence[str], found: dict[str, Found]) -> Issue:
    label = found[names[-1]]
    return Issue(
        "form_row_torn",
        "分页处的表格行无法拼接，相关文字未收录",
        "a row torn by the end of a page cannot be put together; its texts are not published",
        severity="warning",
        resource="performance_targets",
        field=names[-1],
        line=ink.lines[label.start],
        page=ink.pages[label.start],
        printed=ink.text[label.start : label.end],
    )


def _missing(ink: Ink, header: Labels, found: dict[str, Found]) -> list[Issue]:
    names = [wordings[0] for name, wordings in header if not (name in found or name.startswith(_OPTIONAL))]
    if not names:
        return []
    return [
        Issue(
            "form_label_missing",
            f"绩效目标表中未找到：{'、'.join(names)}",
            f"labels of the performance form were not found: {', '.join(names)}",
            severity="warning",
            resource="performance_targets",
            line=ink.lines[0] if ink.lines else None,
            page=ink.pages[0] if ink.pages else None,
            printed="、".join(names),
        )
    ]


def _unparted(ink: Ink, start: int, end: int) -> Issue:
    return Issue(
        "form_goals_unparted",
        "实施期目标与年度目标无法分开，未收录",
        "the goals of the two halves cannot be told apart and are not published",
        severity="warning",
        resource="performance_targets",
        line=ink.lines[start],
        page=ink.pages[start],
        printed=ink.text[start:end][:200],
    )
