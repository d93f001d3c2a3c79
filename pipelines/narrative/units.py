"""The units of a body, wherever a disclosure names them → `entity_units`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.model import Identity, Line, TypedRow, TypedTable
from pipelines.narrative.sections import TextSection
from pipelines.narrative.unit_lists import Mention, mentions_in, mentions_in_rows
from pipelines.values import plain, squeeze
from pipelines.vocabulary import Vocabulary

_TABLES = ("agency_operating_expenses", "projects_current_year", "projects_carryover", "performance_targets")
_TEXT = "narrative_sections"


@dataclass
class _Unit:
    """A unit as it is gathered, named as it is first: its kind as first printed, and the resources that name it."""

    first: Mention
    kind: str | None = None
    named_in: dict[str, None] = field(default_factory=dict)


def entity_units(
    sections: Sequence[TextSection],
    rows: Sequence[tuple[int, Sequence[Line]]],
    tables: Mapping[str, TypedTable],
    identity: Identity,
    vocabulary: Vocabulary,
) -> tuple[TypedRow, ...]:
    """The body itself where it is named, then its units in the order in which they are named. `rows`: rows of tables of
    no standard form, with the number of their file; `tables`: standard tables and forms.
    """
    found: dict[str, _Unit] = {}
    for resource, mention in _mentions(sections, rows, tables, identity, vocabulary):
        unit = found.setdefault(plain(mention.name), _Unit(mention))
        unit.kind = unit.kind or mention.kind
        unit.named_in[resource] = None
    texts = [section.text or "" for section in sections]
    for unit in found.values():
        if _TEXT not in unit.named_in and any(unit.first.name in text for text in texts):
            unit.named_in[_TEXT] = None
    return tuple(_row(number, unit) for number, unit in enumerate(found.values(), 1) if unit.named_in)


def _mentions(
    sections: Sequence[TextSection],
    rows: Sequence[tuple[int, Sequence[Line]]],
    tables: Mapping[str, TypedTable],
    identity: Identity,
    vocabulary: Vocabulary,
) -> Iterator[tuple[str, Mention]]:
    body = identity.entity_name
    if body and (own := next((p for s in sections for p in s.paragraphs if body in p.text), None)):
        yield _TEXT, Mention(body, None, own.line, own.page, own.source_number)
    for section in sections:
        yield from ((_TEXT, mention) for mention in mentions_in(section, vocabulary))
    for number, lines in rows:
        yield from ((_TEXT, mention) for mention in mentions_in_rows(lines, number, vocabulary))
    yield from _in_tables(tables)


def _in_tables(tables: Mapping[str, TypedTable]) -> Iterator[tuple[str, Mention]]:
    for resource in _TABLES:
        for row in tables[resource].rows if resource in tables else ():
            kind = row.values.get("row_kind", "unit")
            name = row.values.get("name" if kind == "department" else "unit_name")
            if isinstance(name, str) and name and kind in ("unit", "department"):
                number = row.values.get("source_number")
                source = number if isinstance(number, int) else 1
                yield resource, Mention(squeeze(name), None, row.line, row.page, source)


def _row(number: int, unit: _Unit) -> TypedRow:
    values = {"unit_name": unit.first.name, "unit_kind": unit.kind, "named_in": " ".join(_ordered(unit.named_in))}
    return TypedRow(number, None, values, (), unit.first.line, unit.first.page)


def _ordered(named_in: Iterable[str]) -> list[str]:
    return sorted(named_in, key=(_TEXT, *_TABLES).index)
