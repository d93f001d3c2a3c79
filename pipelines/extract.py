"""One file through every step: read, locate, grid, conform, check. `stages` keeps what each step returned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.checks import check
from pipelines.conform import Conformed, conform, has_money
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
from pipelines.rowkeys import Surroundings
from pipelines.values import decimals_of, is_amount, squeeze, undouble
from pipelines.verdicts import verdicts
from pipelines.vocabulary import Vocabulary


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
    sections = locate(document, vocabulary)
    if not sections.tables:
        seen = "、".join(sections.titles_seen) or "无"
        raise Refused(
            "no_standard_table",
            f"no standard table found (未见标准表; titles seen: {seen})",
            "give the part of the disclosure that holds the tables",
        )
    identity, issues = identify(document, sections, vocabulary)
    issues += quality_issues(document, vocabulary)
    vehicles = vehicles_held(sections.prose)
    stated = {} if vehicles is None else {"vehicles_held": vehicles}
    raw = raw_tables(sections, vocabulary)
    units, unit_issues = _units(sections, vocabulary)
    tables = _conform(document, sections, raw, units, identity, vocabulary)
    results = check(tables.typed, tables.states, identity, tables.issues, vocabulary, stated)
    assumed = {r for r, f in units.items() if f and not _printed_factor(sections, r, vocabulary)}
    unconfirmed = {r for r in assumed if not _confirmed(r, results, assumed)}
    if unconfirmed:
        units = {r: None if r in unconfirmed else f for r, f in units.items()}
        tables = _conform(document, sections, raw, units, identity, vocabulary)
        results = check(tables.typed, tables.states, identity, tables.issues, vocabulary, stated)
    every = (*sections.issues, *issues, *unit_issues, *tables.issues)
    results = (
        check(tables.typed, tables.states, identity, every, vocabulary, stated) if every != tables.issues else results
    )
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


def _printed_factor(sections: Sections, resource: str, vocabulary: Vocabulary) -> int | None:
    unit = next((s.printed_unit for s in sections.tables if s.resource == resource), None)
    return vocabulary.wording["units"].get(unit) if unit else None


def _units(sections: Sections, vocabulary: Vocabulary) -> tuple[dict[str, int | None], list[Issue]]:
    """Yuan per printed unit of each table; a table without one, or with several, is tried with that of all others."""
    printed = {s.resource: _printed_factor(sections, s.resource, vocabulary) for s in sections.tables}
    counts = Counter(f for f in printed.values() if f)
    common = next(iter(counts)) if len(counts) == 1 else None
    issues = []
    for section in sections.tables:
        factor = printed[section.resource]
        if factor is None:
            issues.append(_no_unit(section))
        elif len(counts) > 1 and factor != counts.most_common(1)[0][0]:
            issues.append(
                Issue(
                    "unit_differs",
                    f"本表单位为“{section.printed_unit}”，与其他表不同",
                    f"this table is in {section.printed_unit}, most others are not",
                    "warning",
                    section.resource,
                    printed=section.printed_unit,
                )
            )
    return {r: f or common for r, f in printed.items()}, issues


def _no_unit(section: Section) -> Issue:
    code, zh, en = "unit_not_printed", "本表未印单位", "no unit is printed"
    if section.printed_unit:
        code, zh, en = "unit_contradicted", f"本表印有不同单位：{section.printed_unit}", "several units are printed"
    return Issue(
        code,
        f"{zh}；只有其数字与印有单位的表一致时才予换算",
        f"{en}; figures are converted only where they agree with a table that prints one",
        "warning",
        section.resource,
        printed=section.printed_unit,
    )


def _confirmed(resource: str, results: tuple[CheckResult, ...], assumed: set[str]) -> bool:
    """Whether a table's figures agree with a table that prints its unit, and contradict none."""
    across = [
        r
        for r in results
        if r.severity == "error"
        and r.equality
        and r.actual
        and resource in (named := {ref.resource for ref in (*r.subject, *r.terms)})
        and named - assumed
    ]
    return any(r.outcome in ("pass", "rounding") for r in across) and not any(r.outcome == "fail" for r in across)


def _conform(
    document: Document,
    sections: Sections,
    raw: Mapping[str, RawTable],
    units: Mapping[str, int | None],
    identity: Identity,
    vocabulary: Vocabulary,
) -> _Tables:
    typed: dict[str, TypedTable] = {}
    states: dict[str, TableState] = {}
    issues: list[Issue] = []
    found = {s.resource: s for s in sections.tables}
    form = vocabulary.forms[identity.template].tables if identity.template else ()
    naming = _units_named_in(document, sections, raw, identity)
    for table in vocabulary.standard_tables:
        section = found.get(table.resource)
        if section is None:
            typed[table.resource] = TypedTable(table.resource, ())
            states[table.resource] = TableState(table.resource, "missing")
            continue
        around = Surroundings(units[table.resource], identity.entity_kind, naming)
        rows = conform(raw[table.resource], section, table, vocabulary, around)
        last = _last_of_form(table.resource, form, found)
        cut = section.cut_off and (document.ends_mid_line or not last)
        rows = _marked_cut(rows, table.resource, document) if cut else rows
        typed[table.resource] = rows.table
        states[table.resource] = _state(section, raw[table.resource], rows, units[table.resource], cut)
        issues += rows.issues
        if states[table.resource].state == "unreadable":
            issues.append(
                Issue(
                    "unreadable_table",
                    "找到标题，但读不出任何一行",
                    "the title is there but no row could be read",
                    "error",
                    table.resource,
                )
            )
        if section.declared_empty and has_money(raw[table.resource]):
            issues.append(
                Issue(
                    "empty_statement_beside_figures",
                    "注明无数据，表中却有数字",
                    "declared empty, yet figures are printed",
                    "error",
                    table.resource,
                )
            )
    return _Tables(typed, states, tuple(issues))


def _units_named_in(document: Document, sections: Sections, raw: Mapping[str, RawTable], identity: Identity) -> str:
    """The text before the tables (responsibilities, 机构设置), the entity's own name, and the units of table 11."""
    first = min((s.lines[0].number for s in sections.tables if s.lines), default=None)
    before = "".join(squeeze(line.text) for line in document.lines if first is not None and line.number < first)
    units = raw.get("agency_operating_expenses")
    return "\n".join([before, identity.entity_name or "", *(row.keys[0].text for row in (units.rows if units else ()))])


def _last_of_form(resource: str, form: tuple[str, ...], found: Mapping[str, Section]) -> bool:
    """Whether no later table of the form is missing: then the end of the file is the end of the table."""
    position = form.index(resource) if resource in form else len(form)
    return all(later in found for later in form[position + 1 :])


def _marked_cut(rows: Conformed, resource: str, document: Document) -> Conformed:
    """The last row of a table that the file breaks off in: it may lack its end, so it carries an Issue."""
    if not rows.table.rows:
        return rows
    last = max(rows.table.rows, key=lambda r: (r.line or 0, r.row_number))
    issue = Issue(
        "cut_off",
        "文件在本表中断，此行可能不完整，其后各行缺失",
        "the file breaks off in this table: this row may be incomplete, later rows are missing",
        "error",
        resource,
        last.side,
        last.row_number,
        line=last.line,
    )
    if not document.ends_mid_line or not last.cells:
        return replace(rows, issues=(*rows.issues, issue))
    tail = last.cells[-1]
    values = {f: None if f == tail.field else v for f, v in last.values.items()}
    usual = Counter(decimals_of(c.printed) for r in rows.table.rows for c in r.cells).most_common(1)[0][0]
    if decimals_of(tail.printed) >= usual and usual:
        return replace(rows, issues=(*rows.issues, issue))
    cells = (*last.cells[:-1], replace(tail, value=None))
    cut_row = replace(last, values=values, cells=cells)
    kept = tuple(cut_row if r is last else r for r in rows.table.rows)
    return replace(rows, table=TypedTable(resource, kept), issues=(*rows.issues, issue))


def _state(section: Section, raw: RawTable, rows: Conformed, factor: int | None, cut: bool) -> TableState:
    numbers = [line.number for line in section.lines]
    pages = [line.page for line in section.lines if line.page]
    places = [decimals_of(cell.text) for row in raw.rows for cell in row.amounts if is_amount(cell.text)]
    state: State = "present" if rows.table.rows else "unreadable"
    if section.declared_empty and not has_money(raw):
        state = "declared_empty"
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
        None,
    )
