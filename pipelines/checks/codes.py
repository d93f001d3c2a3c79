"""Rules that bring two tables together at the same classification code."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.checks.cells import Selector, absent, condition, entries, printed_fields
from pipelines.checks.compare import compare
from pipelines.checks.ledger import Cell, Ledger
from pipelines.checks.reasons import (
    COLUMNS_NOT_IN_FORM,
    NOTHING_PRINTED,
    ROW_WITHOUT_PLACE,
    Reason,
    cut_off,
    not_applicable,
    severity,
)
from pipelines.checks.wording import row_name
from pipelines.model import CheckResult
from pipelines.vocabulary import Rule

CODE = "function_code"
MOST_NAMED = 10


def _by_code(ledger: Ledger, selector: Selector, column: str) -> tuple[dict[str, list[Cell]], bool]:
    """The cells at each code that has any figure, and whether a row with figures has no code."""
    found: dict[str, list[Cell]] = {}
    loose = False
    fields = printed_fields(ledger, selector)
    for entry in entries(ledger, selector):
        row_cells = [entry.cells[field] for field in fields]
        code = entry.row.values.get(column)
        if isinstance(code, str):
            found.setdefault(code, []).extend(row_cells)
        elif entry.row.values.get("level") != 0:
            loose = loose or any(cell.value is not None for cell in row_cells)
    return found, loose


def _excuse(ledger: Ledger, left: Selector, right: Selector, loose: bool) -> Reason | None:
    sheets = [ledger.sheets[selector["table"]] for selector in (left, right)]
    return cut_off(sheets) or (ROW_WITHOUT_PLACE if loose else None)


def _silence(rule: Rule, ledger: Ledger, left: Selector, right: Selector) -> Reason | None:
    """Why nothing can be said of two tables: one is not there, or the form lacks the columns, the first among them."""
    reason = absent(ledger, rule, [left, right])
    column = rule.spec.get("code", CODE)
    printed = all(
        selector["fields"][0] in printed_fields(ledger, selector)
        and ledger.sheets[selector["table"]].coded(selector.get("side"), column)
        for selector in (left, right)
    )
    return reason or (condition(ledger, rule) if printed else COLUMNS_NOT_IN_FORM)


def match_by_code(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """At each code that either table prints a figure for: left = right; a code that is not there counts as zero."""
    for case in rule.spec["cases"]:
        left, right = case["left"], case["right"]
        reason = _silence(rule, ledger, left, right)
        if reason:
            yield not_applicable(rule, left["table"], reason)
            continue
        column = rule.spec.get("code", CODE)
        at_left, left_loose = _by_code(ledger, left, column)
        at_right, right_loose = _by_code(ledger, right, column)
        excuse = _excuse(ledger, left, right, left_loose or right_loose)
        checked = False
        for code in dict.fromkeys((*at_left, *at_right)):
            here, there = at_left.get(code, []), at_right.get(code, [])
            if any(cell.value is not None for cell in (*here, *there)):
                checked = True
                yield compare(rule, ledger, left["table"], here, there, excuse=excuse)
        if not checked:
            yield not_applicable(rule, left["table"], NOTHING_PRINTED)


def _with_money(found: dict[str, list[Cell]]) -> dict[str, list[Cell]]:
    return {code: cells for code, cells in found.items() if any(cell.value for cell in cells)}


def _named(ledger: Ledger, selector: Selector, codes: list[str]) -> str:
    rows = {entry.row.values.get(CODE): entry for entry in entries(ledger, selector)}
    more = "…" if len(codes) > MOST_NAMED else ""
    return "、".join(row_name(rows[code]) for code in codes[:MOST_NAMED]) + more


def code_sets(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Each case: the codes with money of left are all printed in right and, where `equal`, the other way round."""
    for case in rule.spec["cases"]:
        left, right = case["left"], case["right"]
        reason = _silence(rule, ledger, left, right)
        at_left, left_loose = _by_code(ledger, left, CODE)
        at_right, right_loose = _by_code(ledger, right, CODE)
        ways = [(left, at_left, right, at_right)]
        if case["relation"] == "equal":
            ways.append((right, at_right, left, at_left))
        if reason or not any(_with_money(way[1]) for way in ways):
            yield not_applicable(rule, left["table"], reason or NOTHING_PRINTED)
            continue
        excuse = _excuse(ledger, left, right, left_loose or right_loose)
        for some, here, others, there in ways:
            yield _inclusion(rule, ledger, some, here, others, there, excuse)


def _inclusion(
    rule: Rule,
    ledger: Ledger,
    some: Selector,
    here: dict[str, list[Cell]],
    others: Selector,
    there: dict[str, list[Cell]],
    excuse: Reason | None,
) -> CheckResult:
    lacking = [code for code in _with_money(here) if code not in there]
    resource = some["table"]
    if not lacking:
        return CheckResult(
            rule.id, "pass", severity(rule), resource, message_zh="相符。", message_en="The codes agree."
        )
    subject = tuple(cell.ref for code in lacking for cell in here[code])
    if excuse:
        return not_applicable(rule, resource, excuse, subject)
    here_table, there_table = ledger.sheets[resource].table, ledger.sheets[others["table"]].table
    names = _named(ledger, some, lacking)
    return CheckResult(
        rule.id,
        "fail",
        severity(rule),
        resource,
        subject,
        message_zh=f"{here_table.label_zh} 有金额的科目不在 {there_table.label_zh} 中：{names}。",
        message_en=f"{here_table.label_en} has money at codes that {there_table.label_en} does not print: {names}.",
    )
