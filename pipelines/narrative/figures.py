"""The explanation of the budget → `stated_figures`: every number of it is a figure, ignored by a rule, or an Issue.

That a figure is the same as the year before is a row of its own, a change without an amount. The sign of a change
stands in its direction, never in the amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.model import CellSource, Identity, Issue, TypedRow
from pipelines.narrative.figures_clauses import Reading
from pipelines.narrative.figures_issues import odd_issues, unread_issue
from pipelines.narrative.figures_places import Places, places_of
from pipelines.narrative.figures_read import Figure, Unread, figures_in, parted
from pipelines.narrative.figures_scope import Scope, carried
from pipelines.narrative.figures_statements import topic_of
from pipelines.narrative.figures_tokens import tidy
from pipelines.narrative.figures_words import figure_words
from pipelines.narrative.headings import LONGEST, begins_item, without_item
from pipelines.narrative.model import Passage
from pipelines.vocabulary import Vocabulary


def figures_of(
    passages: Sequence[Passage], identity: Identity, vocabulary: Vocabulary
) -> tuple[tuple[TypedRow, ...], tuple[Issue, ...]]:
    """Every figure of the passages in printed order; amounts in yuan, other figures as printed."""
    words = figure_words(vocabulary)
    reading = Reading(identity.fiscal_year, identity.entity_name, words)
    rows: list[TypedRow] = []
    issues: list[Issue] = []
    scope, last = Scope(), None
    own: str | None = None
    topic: str | None = None
    above: str | None = None
    for passage in passages:
        places = places_of(passage, tidy(passage.text))
        if last and _section(last) == _section(passage):
            scope = carried(scope, last.text)
        else:
            heading = (passage.heading or "").replace(identity.entity_name or "\0", "")
            scope, own, above = Scope(), topic_of(heading, words), None
            topic = own
        title = _title(places.text)
        if own is None:
            topic = topic_of(title, words) or topic
        scope = replace(scope, title=title or above)
        above = title if title == places.text.rstrip("。：:") else None
        for item, behind in figures_in(places.text, scope, topic, reading):
            scope = behind
            if isinstance(item, Unread):
                issues.append(unread_issue(item, places))
            elif item:
                rows.append(_row(item, len(rows) + 1, places))
                issues += odd_issues(item, rows[-1])
        last = passage
    return tuple(rows), tuple(issues)


def ignored_numbers(passage: Passage, vocabulary: Vocabulary) -> Iterator[tuple[str, str | None]]:
    """Every number of a passage as printed, with the name of the rule that ignores it; None where it is read."""
    for number, rule in parted(tidy(passage.text).text, figure_words(vocabulary)):
        yield number.printed, rule


def _title(text: str) -> str | None:
    """The heading of an item, on a line of its own or before a sentence (`（一）机关运行经费。2024年…`)."""
    if not begins_item(text):
        return None
    end = next((i for i, character in enumerate(text[: LONGEST + 1]) if character in "。：:，；"), len(text))
    return text[:end] if end <= LONGEST and not any(c.isdigit() for c in without_item(text[:end])) else None


def _section(passage: Passage) -> tuple[int, str | None, str | None]:
    return passage.source_number, passage.section, passage.heading


def _row(figure: Figure, number: int, places: Places) -> TypedRow:
    line, page = places.at(figure.start)
    field, amount = ("amount", figure.value) if figure.money else ("value", None)
    values: dict[str, object] = {
        "section": places.passage.section,
        "subject": figure.subject.text if figure.subject else None,
        "statement": figure.subject.statement if figure.subject else None,
        "measure": figure.measure,
        "direction": figure.direction,
        "amount": amount,
        "value": None if figure.money else figure.value,
        "value_unit": figure.unit,
        "quote": places.sentence(figure.start, figure.stop),
        "printed": figure.printed,
        "source_number": places.passage.source_number,
    }
    cells = (CellSource(field, figure.printed, amount, line, page),) if figure.value is not None else ()
    return TypedRow(number, None, values, cells, line, page)
