"""One file through every step: read, locate, grid, conform, check. `stages` keeps what each step returned."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.checks import check
from pipelines.conform import Conformed, conform, has_money
from pipelines.endings import broken_off, cut_short, open_end
from pipelines.grid import raw_tables
from pipelines.identify import identify
from pipelines.locate import locate
from pipelines.model import (
    CheckResult,
    Disclosure,
    Document,
    Identity,
    Issue,
    Note,
    RawTable,
    Refused,
    Section,
    Sections,
    State,
    TableState,
    TypedTable,
)
from pipelines.quality import quality_issues, vehicles_held
from pipelines.readers import read
from pipelines.recognise import recognise
from pipelines.rowkeys import Surroundings
from pipelines.tables import Table
from pipelines.units import Factors, confirmed_factors, printed_factors, tried_factors, unit_issues
from pipelines.values import decimals_of, is_amount, squeeze, undouble
from pipelines.verdicts import verdicts
from pipelines.vocabulary import Vocabulary

_PICTURE = "表格为图片，未读取 / the table is a picture and was not read"


@dataclass(frozen=True)
class Stages:
    """What each step returned for one file."""

    document: Document
    sections: Sections
    raw: Mapping[str, RawTable]
    typed: Mapping[str, TypedTable]
    states: Mapping[str, TableState]
    disclosure: Disclosure


@dataclass(frozen=True)
class _Found:
    """What is known of a file before its figures are conformed."""

    document: Document
    sections: Sections
    raw: Mapping[str, RawTable]
    identity: Identity
    stated: Mapping[str, int]
    vocabulary: Vocabulary


@dataclass(frozen=True)
class _Tables:
    typed: Mapping[str, TypedTable]
    states: Mapping[str, TableState]
    issues: tuple[Issue, ...]


def extract(path: Path, vocabulary: Vocabulary) -> Disclosure:
    """The disclosure in one file; Refused when it has no standard table or cannot be read."""
    return stages(path, vocabulary).disclosure


def stages(path: Path, vocabulary: Vocabulary) -> Stages:
    """Every step of one file, for inspection; Refused as `extract`."""
    document = read(path)
    recognised = recognise(locate(document, vocabulary), vocabulary)
    sections = recognised.sections
    if not sections.tables:
        seen = "、".join(sections.titles_seen) or "none"
        raise Refused(
            "no_standard_table",
            f"no standard table found; titles seen: {seen}",
            "give the part of the disclosure that holds the tables",
        )
    identity, issues = identify(document, recognised, vocabulary)
    raw = raw_tables(sections, vocabulary)
    vehicles = vehicles_held(sections.prose)
    stated = {} if vehicles is None else {"vehicles_held": vehicles}
    found = _Found(document, sections, raw, identity, stated, vocabulary)
    printed = printed_factors(sections, vocabulary)
    factors, cut = _settled_doubts(found, printed)
    tables = _conform(found, factors, cut)
    every = (
        *_reading_issues(document, sections),
        *sections.issues,
        *issues,
        *quality_issues(document, vocabulary),
        *unit_issues(sections, raw, printed, vocabulary),
        *tables.issues,
    )
    results = _checked(found, tables, every)
    notes = tuple(
        Note(s.resource, undouble(squeeze(line.text)), line.number, line.page)
        for s in sections.tables
        for line in s.notes
    )
    disclosure = Disclosure(
        identity,
        document.source,
        tables.states,
        tables.typed,
        notes,
        every,
        results,
        verdicts(tables.typed, results, every),
    )
    return Stages(document, sections, raw, tables.typed, tables.states, disclosure)


def _reading_issues(document: Document, sections: Sections) -> Iterator[Issue]:
    """What the reader could not read, with the table that its line stands in."""
    tables = {line.number: section.resource for section in sections.tables for line in section.lines}
    for issue in document.issues:
        resource = issue.resource or (tables.get(issue.line) if issue.line is not None else None)
        yield replace(issue, resource=resource)


def _settled_doubts(found: _Found, printed: Factors) -> tuple[Factors, str | None]:
    """The unit of each table and the table that the file breaks off in. Only doubts cost a check of a first draft."""
    tried = tried_factors(printed)
    doubtful = tried != dict(printed) or open_end(found.sections, found.vocabulary) is not None
    draft = _conform(found, tried, None) if doubtful else None
    results = _checked(found, draft, draft.issues) if draft else ()
    cut = broken_off(found.document, found.sections, results, found.vocabulary)
    return confirmed_factors(tried, printed, results), cut


def _checked(found: _Found, tables: _Tables, issues: Sequence[Issue]) -> tuple[CheckResult, ...]:
    return check(tables.typed, tables.states, found.identity, issues, found.vocabulary, found.stated)


def _conform(found: _Found, factors: Factors, cut: str | None) -> _Tables:
    """All standard tables typed, with their states; `cut` is the table that the file breaks off in."""
    typed: dict[str, TypedTable] = {}
    states: dict[str, TableState] = {}
    issues: list[Issue] = []
    sections = {s.resource: s for s in found.sections.tables}
    naming = _units_named_in(found)
    for table in _asked_for(found):
        name, section = table.resource, sections.get(table.resource)
        if section is None:
            typed[name], states[name] = TypedTable(name, ()), TableState(name, "missing")
            continue
        around = Surroundings(factors[name], found.identity.entity_kind, naming)
        rows = conform(found.raw[name], section, table, found.vocabulary, around)
        rows = cut_short(rows, found.document.ends_mid_line) if name == cut else rows
        typed[name] = rows.table
        states[name] = _state(section, found.raw[name], rows, factors[name], name == cut, found.document.pictures)
        issues += (*rows.issues, *_table_issues(section, found.raw[name], states[name]))
    return _Tables(typed, states, tuple(issues))


def _asked_for(found: _Found) -> list[Table]:
    """The tables of the form, and any other that is there, each in the layout that it is read by."""
    vocabulary, form = found.vocabulary, found.identity.template
    there = {s.resource: s.form for s in found.sections.tables}
    asked = {table.resource for table in vocabulary.tables_of(form)} | there.keys()
    names = [table.resource for table in vocabulary.standard_tables if table.resource in asked]
    return [vocabulary.layout(name, there.get(name, form)) for name in names]


def _table_issues(section: Section, raw: RawTable, state: TableState) -> list[Issue]:
    issues = []
    if state.state == "unreadable":
        zh, en = "找到标题，但读不出任何一行", "the title is there but no row could be read"
        issues.append(Issue("unreadable_table", zh, en, "error", section.resource))
    if section.declared_empty and has_money(raw):
        zh, en = "注明无数据，表中却有数字", "declared empty, yet figures are printed"
        issues.append(Issue("empty_statement_beside_figures", zh, en, "error", section.resource))
    return issues


def _units_named_in(found: _Found) -> str:
    """The text before the tables (responsibilities, 机构设置), the entity's own name, and the units of table 11."""
    first = min((s.lines[0].number for s in found.sections.tables if s.lines), default=0)
    before = "".join(squeeze(line.text) for line in found.document.lines if line.number < first)
    units = found.raw.get("agency_operating_expenses")
    named = (row.keys[0].text for row in (units.rows if units else ()))
    return "\n".join([before, found.identity.entity_name or "", *named])


def _state(
    section: Section, raw: RawTable, rows: Conformed, factor: int | None, cut: bool, pictures: Collection[int]
) -> TableState:
    numbers = [line.number for line in section.lines]
    pages = [line.page for line in section.lines if line.page]
    places = [decimals_of(cell.text) for row in raw.rows for cell in row.amounts if is_amount(cell.text)]
    state: State = "present" if rows.table.rows else "unreadable"
    if section.declared_empty and not has_money(raw):
        state = "declared_empty"
    picture = state == "unreadable" and any(page in pictures or page + 1 in pictures for page in pages)
    return TableState(
        section.resource,
        state,
        section.printed_title,
        section.printed_label,
        section.printed_unit,
        factor if places or section.printed_unit else None,
        max(places, default=None),
        min(pages, default=None),
        max(pages, default=None),
        min(numbers, default=None),
        max(numbers, default=None),
        cut,
        section.year,
        _PICTURE if picture else None,
        section.form,
        section.columns,
    )
