"""Whether a disclosure that was read says of a planted fault what it must: a doubt at its place, never silence."""

from __future__ import annotations

from decimal import Decimal

from pipelines.model import CellRef, CheckResult, Disclosure, RowKey
from tests.synthesis.planted import Planted

NARRATIVE = ("stated_figures", "narrative_sections")


def _key(resource: str, number: int) -> RowKey:
    return (resource, None, number)


def _refs(result: CheckResult) -> tuple[CellRef, ...]:
    return (*result.subject, *result.terms)


def _touches(result: CheckResult, resource: str) -> bool:
    return result.resource == resource or any(ref.resource == resource for ref in _refs(result))


def _failed(disclosure: Disclosure) -> list[CheckResult]:
    return [result for result in disclosure.results if result.outcome == "fail"]


def _said(disclosure: Disclosure, rows: set[RowKey]) -> bool:
    """Whether a failed check names a cell of these rows, or an issue one of them."""
    checked = any(ref.row in rows for result in _failed(disclosure) for ref in _refs(result))
    return checked or any((i.resource, i.side, i.row_number) in rows for i in disclosure.issues)


def _stated(planted: Planted, disclosure: Disclosure) -> bool:
    """A doubt about a figure of the same statement in its section, and no `verified` beside the wrong one."""
    table = disclosure.parts.get("stated_figures")
    own = [row for row in table.rows if row.values.get("section") == planted.section] if table else []
    figures = [row for row in own if row.values.get("statement") == planted.statement]
    wrong = planted.value or Decimal(0)
    holding = [r for r in figures if r.values.get("value") == wrong or r.values.get("amount") == wrong * 10000]
    return _said(disclosure, {_key("stated_figures", row.row_number) for row in figures}) and not any(
        disclosure.verdicts.get(_key("stated_figures", row.row_number)) == "verified" for row in holding
    )


def _section(planted: Planted, disclosure: Disclosure) -> bool:
    """A doubt about the narrative that names a row of the section, or quotes its wrong words."""
    rows: set[RowKey] = set()
    for resource in NARRATIVE:
        table = disclosure.parts.get(resource)
        rows |= {
            _key(resource, row.row_number)
            for row in (table.rows if table else ())
            if row.values.get("section") == planted.section
        }
    failed = [r.message_zh for r in _failed(disclosure) if any(_touches(r, name) for name in NARRATIVE)]
    issues = [issue.message_zh for issue in disclosure.issues if issue.resource in NARRATIVE]
    words = planted.words or ""
    return _said(disclosure, rows) or any(words in "".join(text.split()) for text in (*failed, *issues))


def noticed(planted: Planted, disclosure: Disclosure) -> bool:
    """Whether a failed check or an issue names the place of the fault: its resource, and its row or section."""
    resource = planted.resource or ""
    failed = [result for result in _failed(disclosure) if _touches(result, resource)]
    if planted.notice == "cut_off":
        states = disclosure.states.values()
        return any(s.cut_off or s.state == "missing" for s in states) or bool(disclosure.issues)
    if planted.notice == "table_missing":
        state = disclosure.states.get(resource)
        return state is None or state.state == "missing"
    if planted.notice == "table_doubted":
        return any(i.resource == resource for i in disclosure.issues) or bool(failed)
    if planted.notice == "stated_doubted":
        return _stated(planted, disclosure)
    if planted.notice == "section_doubted":
        return _section(planted, disclosure)
    number = planted.row or 0
    if planted.notice == "row_of_part":
        key = _key(resource, number + 1)
        return _said(disclosure, {key}) and disclosure.verdicts.get(key) != "verified"
    table = disclosure.tables.get(resource)
    rows = table.rows[number : number + 1] if table else ()
    if planted.notice == "amount_refused":
        own = [i for i in disclosure.issues if i.resource == resource and i.row_number in [r.row_number for r in rows]]
        return bool(own) and all(r.values.get(planted.field or "") is None for r in rows)
    return all(disclosure.verdicts.get((resource, r.side, r.row_number)) != "verified" for r in rows) and bool(failed)
