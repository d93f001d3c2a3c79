"""Rules that add up: rows, hierarchies, and named cells within a table or between tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.checks.cells import absent, cells, condition, fits, unknown_line, unprinted
from pipelines.checks.compare import compare
from pipelines.checks.ledger import Ledger
from pipelines.checks.reasons import (
    COLUMN_UNREAD,
    COLUMNS_NOT_IN_FORM,
    COLUMNS_NOT_PRINTED,
    NOTHING_PRINTED,
    ROW_NOT_PRINTED,
    ROW_WITHOUT_PLACE,
    absence,
    cut_off,
    not_applicable,
)
from pipelines.model import CheckResult
from pipelines.vocabulary import Rule


def row_sum(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """In each row that prints something: total = Σ parts."""
    spec, sheet = rule.spec, ledger.sheets[rule.spec["table"]]
    where, total = spec.get("where", {}), spec["total"]
    side = where.get("side")
    parts = [part for part in spec["parts"] if sheet.prints(side, part)]
    asked = [*spec.get("requires", ()), total]
    fits_form = parts and all(sheet.prints(side, f) for f in asked)
    fits_form = fits_form and not any(sheet.prints(side, f) for f in spec.get("lacks", ()))
    reason = absence(sheet) or (None if fits_form else COLUMNS_NOT_IN_FORM)
    if not reason:
        filled = {field for printed_side, field in sheet.printed if side in (None, printed_side)}
        if not filled:
            reason = NOTHING_PRINTED
        elif filled.isdisjoint(parts):
            reason = COLUMNS_NOT_PRINTED
    if reason:
        yield not_applicable(rule, sheet.resource, reason)
        return
    unread = any(i.code == "unknown_column" and i.resource == sheet.resource for i in ledger.issues)
    checked = False
    for entry in sheet.entries:
        if fits(entry, where):
            left, right = [entry.cells[total]], [entry.cells[part] for part in parts]
            if left[0].value is not None or any(cell.value is not None for cell in right):
                checked = True
                yield compare(rule, ledger, sheet.resource, left, right, excuse=COLUMN_UNREAD if unread else None)
    if not checked:
        yield not_applicable(rule, sheet.resource, NOTHING_PRINTED)


def hierarchy_sum(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """At each parent and each column that prints something: parent = Σ children."""
    spec, sheet = rule.spec, ledger.sheets[rule.spec["table"]]
    reason = absence(sheet)
    if reason:
        yield not_applicable(rule, sheet.resource, reason)
        return
    tree = sheet.tree(spec.get("side"))
    excuse = cut_off([sheet]) or (ROW_WITHOUT_PLACE if tree.loose else None)
    fields = [field for field in spec["fields"] if sheet.prints(spec.get("side"), field)]
    checked = False
    for parent, children in tree.sums(spec["of"]):
        for field in fields:
            left, right = [parent.cells[field]], [child.cells[field] for child in children]
            if left[0].value is not None or any(cell.value is not None for cell in right):
                checked = True
                yield compare(rule, ledger, sheet.resource, left, right, excuse=excuse)
    if not checked:
        nothing = NOTHING_PRINTED if not sheet.printed else ROW_NOT_PRINTED
        yield not_applicable(rule, sheet.resource, nothing)


def _case(rule: Rule, ledger: Ledger, case: dict[str, Any]) -> Iterator[CheckResult]:
    selectors = [*case["total"], *case["parts"]]
    resource = case["total"][0]["table"]
    reason = absent(ledger, rule, selectors) or condition(ledger, rule)
    if reason:
        yield not_applicable(rule, resource, reason)
        return
    excuse = cut_off(ledger.sheets[selector["table"]] for selector in selectors)
    if not excuse and not rule.spec.get("copy"):
        excuse = unknown_line(ledger, case["parts"])
    zero = rule.spec.get("empty_is_zero", ())
    fields = [field for field in case.get("fields", [None]) if not unprinted(ledger, selectors, field)]
    if not fields:
        yield not_applicable(rule, resource, COLUMNS_NOT_IN_FORM)
    for field in fields:
        left, _ = cells(ledger, case["total"], field)
        right, minus = cells(ledger, case["parts"], field)
        total_missing = not left and resource not in zero
        if total_missing or not (right or minus or case["parts"][0]["table"] in zero):
            yield not_applicable(rule, resource, ROW_NOT_PRINTED)
        else:
            yield compare(rule, ledger, resource, left, right, minus, excuse)


def named_sum(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Each case of the rule in each of its columns: the total against the parts."""
    for case in rule.spec["cases"]:
        yield from _case(rule, ledger, case)
