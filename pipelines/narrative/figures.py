"""The explanation of the budget → `stated_figures`: every number of it is a figure, ignored by a rule, or an Issue.

That a figure is the same as the year before is a row of its own, a change without an amount. The sign of a change
stands in its direction, never in the amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from pipelines.model import CellSource, Identity, Issue, TypedRow
from pipelines.narrative.figures_clauses import Reading
from pipelines.narrative.figures_context import Context, entered
from pipelines.narrative.figures_ink import Inked, box_of
from pipelines.narrative.figures_issues import odd_issues, unread_issue
from pipelines.narrative.figures_places import Places, places_of
from pipelines.narrative.figures_read import Figure, Unread, figures_in, parted
from pipelines.narrative.figures_tokens import tidy
from pipelines.narrative.figures_words import figure_words
from pipelines.narrative.model import Passage
from pipelines.vocabulary import Vocabulary

_TELLING = re.compile("[0-9０-９年]")
"""A paragraph without any of these has no figure, nor says that one is as in the year before."""


def figures_of(
    passages: Sequence[Passage], identity: Identity, vocabulary: Vocabulary, inked: Inked = MappingProxyType({})
) -> tuple[tuple[TypedRow, ...], tuple[Issue, ...]]:
    """Every figure of the passages in printed order; amounts in yuan, other figures as printed."""
    reading = Reading(identity.fiscal_year, identity.entity_name, figure_words(vocabulary))
    rows: list[TypedRow] = []
    issues: list[Issue] = []
    context = Context()
    for passage in passages:
        context = entered(context, passage, reading)
        if not _TELLING.search(passage.text):
            continue
        places = places_of(passage, tidy(passage.text))
        for item, scope in figures_in(places.text, context.scope, context.topic, reading):
            context = replace(context, scope=scope)
            if isinstance(item, Unread):
                issues.append(unread_issue(item, places))
            elif item:
                rows.append(_row(item, len(rows) + 1, places, inked))
                issues += odd_issues(item, rows[-1])
    return tuple(rows), tuple(issues)


def ignored_numbers(passage: Passage, vocabulary: Vocabulary) -> Iterator[tuple[str, str | None]]:
    """Every number of a passage as printed, with the name of the rule that ignores it; None where it is read."""
    for number, rule in parted(tidy(passage.text).text, figure_words(vocabulary)):
        yield number.printed, rule


def _row(figure: Figure, number: int, places: Places, inked: Inked) -> TypedRow:
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
    if figure.value is None:
        return TypedRow(number, None, values, (), line, page)
    box = box_of(places, figure.start, figure.start + len(figure.printed), inked)
    cell = CellSource(field, figure.printed, figure.value, line, page, box)
    return TypedRow(number, None, values, (cell,), line, page)
