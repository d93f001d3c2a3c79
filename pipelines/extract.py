"""One disclosure through every step: read, locate, grid, conform, check. `stages_of` keeps what each step returned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from pipelines.checks import check
from pipelines.conform import Conformed, conform, has_money
from pipelines.endings import broken_off, cut_short, open_end
from pipelines.grid import raw_tables
from pipelines.identify import identify
from pipelines.kinds import refuse_blank_template
from pipelines.model import (
    CheckResult,
    Disclosure,
    Document,
    Identity,
    Issue,
    Line,
    RawTable,
    Refused,
    Section,
    Sections,
    TypedTable,
)
from pipelines.periods import period_issues
from pipelines.pieces import Piece, Unread, file_issues, joined, lay_out, quality_of, reading_issues, source_files
from pipelines.readers import read
from pipelines.recognise import recognise
from pipelines.rest import rest_of
from pipelines.rowkeys import Surroundings
from pipelines.states import Note, State, TableState
from pipelines.tables import Table
from pipelines.units import Factors, confirmed_factors, printed_factors, tried_factors, unit_issues
from pipelines.values import decimals_of, is_amount, squeeze, undouble
from pipelines.verdicts import verdicts
from pipelines.vocabulary import Vocabulary

NOTHING: Mapping[str, TypedTable] = MappingProxyType({})
_PICTURE = "表格为图片，未读取 / the table is a picture and was not read"


@dataclass(frozen=True)
class Stages:
    """What each step returned for one disclosure."""

    pieces: Sequence[Piece]
    document: Document
    sections: Sections
    raw: Mapping[str, RawTable]
    typed: Mapping[str, TypedTable]
    states: Mapping[str, TableState]
    disclosure: Disclosure


@dataclass(frozen=True)
class _Found:
    """What is known of a disclosure before its figures are conformed; `files` has the number of each table's file."""

    pieces: Sequence[Piece]
    document: Document
    sections: Sections
    files: Mapping[str, int]
    raw: Mapping[str, RawTable]
    identity: Identity
    vocabulary: Vocabulary

    def piece_of(self, resource: str) -> Piece:
        return self.pieces[self.files[resource] - 1]


@dataclass(frozen=True)
class _Tables:
    typed: Mapping[str, TypedTable]
    states: Mapping[str, TableState]
    issues: tuple[Issue, ...]


def extract(path: Path, vocabulary: Vocabulary) -> Disclosure:
    """The disclosure in one file; Refused when it is no disclosure or cannot be read."""
    return stages_of([lay_out(read(path), vocabulary)], vocabulary).disclosure


def stages_of(pieces: Sequence[Piece], vocabulary: Vocabulary, unread: Sequence[Unread] = ()) -> Stages:
    """Every step of one disclosure from its files laid out; `unread` are files of it that could not be read.

    Refused (`no_standard_table`) where no file has a table and none is certainly the narrative of a budget, and
    (`blank_template`) where nothing was filled in.
    """
    document, located = joined(pieces)
    recognised = recognise(located, vocabulary)
    sections = recognised.sections
    files = {section.resource: section.source_number or 1 for section in sections.tables}
    identity, issues = identify(document, recognised, vocabulary)
    if not sections.tables and not _is_narrative(pieces, identity):
        seen = "、".join(sections.titles_seen) or "none"
        raise Refused(
            "no_standard_table",
            f"no standard table found; titles seen: {seen}",
            "give the part of the disclosure that holds the tables",
        )
    raw = raw_tables(sections, vocabulary)
    refuse_blank_template(document, sections, raw, identity, vocabulary)
    found = _Found(pieces, document, sections, files, raw, identity, vocabulary)
    printed = printed_factors(sections, vocabulary)
    factors, cut = _settled_doubts(found, printed)
    tables = _conform(found, factors, cut)
    every = _in_their_files(
        (
            *reading_issues(pieces, sections),
            *sections.issues,
            *issues,
            *period_issues(located, sections, identity.fiscal_year, vocabulary),
            *quality_of(pieces, vocabulary),
            *unit_issues(sections, raw, printed, vocabulary),
            *tables.issues,
            *file_issues(pieces, unread, identity.template is not None),
        ),
        files,
    )
    rest = rest_of(pieces, tables.typed, identity, vocabulary)
    every = (*every, *rest.issues)
    results = _checked(found, tables, every, rest.tables)
    notes = tuple(
        Note(s.resource, undouble(squeeze(line.text)), line.number, line.page, source_number=files[s.resource])
        for s in sections.tables
        for line in s.notes
    )
    disclosure = Disclosure(
        identity,
        document.source,
        tables.states,
        tables.typed,
        (*notes, *rest.notes),
        every,
        results,
        verdicts({**tables.typed, **rest.tables}, results, every),
        source_files(pieces, unread),
        rest.tables,
    )
    return Stages(pieces, document, sections, raw, tables.typed, tables.states, disclosure)


def _is_narrative(pieces: Sequence[Piece], identity: Identity) -> bool:
    """Whether files without a table are certainly the narrative of a budget: its body, year and kind are printed."""
    known = identity.title and identity.entity_name and identity.fiscal_year and identity.entity_kind
    held = {piece.contents for piece in pieces}
    return bool(known) and "narrative" in held and held <= {"narrative", "attachments"}


def _in_their_files(issues: Sequence[Issue], files: Mapping[str, int]) -> tuple[Issue, ...]:
    """Issues with the number of the file they are of: said already, or that of their table."""
    return tuple(
        issue if issue.source_number else replace(issue, source_number=files.get(issue.resource or ""))
        for issue in issues
    )


def _settled_doubts(found: _Found, printed: Factors) -> tuple[Factors, frozenset[str]]:
    """The unit of each table and the tables that files break off in. Only doubts cost a check of a first draft."""
    tried = tried_factors(printed)
    own = [_ending_in(number, found.sections) for number in range(1, len(found.pieces) + 1)]
    doubtful = tried != dict(printed) or any(
        open_end(sections, found.vocabulary) is not None
        or (piece.document.ends_mid_line and any(table.cut_off for table in sections.tables))
        for piece, sections in zip(found.pieces, own, strict=True)
    )
    draft = _conform(found, tried, frozenset()) if doubtful else None
    results = _checked(found, draft, draft.issues) if draft else ()
    cut = (
        broken_off(piece.document, sections, draft.typed if draft else NOTHING, results, found.vocabulary)
        for piece, sections in zip(found.pieces, own, strict=True)
    )
    return confirmed_factors(tried, printed, results), frozenset(name for name in cut if name)


def _ending_in(number: int, sections: Sections) -> Sections:
    """All sections, of which only that at the end of the file of this number counts as the last."""
    own = (s if (s.source_number or 1) == number else replace(s, cut_off=False) for s in sections.tables)
    return replace(sections, tables=tuple(own))


def _checked(
    found: _Found, tables: _Tables, issues: Sequence[Issue], parts: Mapping[str, TypedTable] = NOTHING
) -> tuple[CheckResult, ...]:
    return check(tables.typed, tables.states, found.identity, issues, found.vocabulary, parts)


def _conform(found: _Found, factors: Factors, cut: frozenset[str]) -> _Tables:
    """All standard tables typed, with their states; `cut` are the tables that files break off in."""
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
        rows = cut_short(rows, found.piece_of(name).document.ends_mid_line) if name in cut else rows
        typed[name] = rows.table
        pictures = found.piece_of(name).document.pictures
        state = _state(section, found.raw[name], rows, factors[name], name in cut, pictures)
        states[name] = replace(state, source_number=found.files[name])
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
    before = (squeeze(line.text) for piece in found.pieces for line in _before_tables(piece, found.vocabulary))
    units = found.raw.get("agency_operating_expenses")
    named = (row.keys[0].text for row in (units.rows if units else ()))
    return "\n".join(["".join(before), found.identity.entity_name or "", *named])


def _before_tables(piece: Piece, vocabulary: Vocabulary) -> Sequence[Line]:
    """The lines before the first table; of a file without one those before the part that explains the figures."""
    lines = piece.document.lines
    if piece.sections.tables or piece.contents != "narrative":
        first = min((s.lines[0].number for s in piece.sections.tables if s.lines), default=0)
        return [line for line in lines if line.number < first]
    part = vocabulary.wording["part_headings"]["narrative"]
    return lines[: max((i for i, line in enumerate(lines) if squeeze(line.text).startswith(part)), default=0)]


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
