"""The arithmetic of the text itself: parts that make a whole, bounds, figures printed twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipelines.checks.compare import compare
from pipelines.checks.ledger import Cell, Entry, Ledger
from pipelines.checks.narrative import STATED, figure, section_of, stated
from pipelines.checks.reasons import NOT_STATED, Reason, not_applicable, severity
from pipelines.checks.wording import said
from pipelines.model import CheckResult
from pipelines.vocabulary import Rule

PARTS_NOT_STATED = Reason("parts_not_stated", "文中未列全各项", "the text does not state all parts")
DIRECTION_UNKNOWN = Reason("direction_unknown", "未说明增减方向", "the text does not say which way the figure changes")
STATED_OTHERWISE = Reason("stated_otherwise", "文中另列其上级数", "another rule checks the figure that is stated")
SIGNS = {"increase": 1, "decrease": -1, "unchanged": 0}


def _followers(whole: Entry, others: Sequence[Entry], among: Sequence[Entry]) -> list[Entry]:
    """Those of its section that stand behind a figure and before its statement comes again; else all of the section."""
    number = whole.row.row_number
    end = min((e.row.row_number for e in others if e.row.row_number > number), default=None)
    own = [e for e in among if section_of(e) == section_of(whole)]
    behind = [e for e in own if e.row.row_number > number and (end is None or e.row.row_number < end)]
    return behind or own


def parts_of(ledger: Ledger, whole: Entry, statements: Sequence[str], measure: str) -> list[list[Entry]]:
    """The figures of each part of a stated whole."""
    others = stated(ledger, str(whole.row.values.get("statement")), str(whole.row.values.get("measure")))
    return [_followers(whole, others, stated(ledger, statement, measure)) for statement in statements]


def signed(entry: Entry) -> Cell | None:
    """A change with its sign, nothing where all stayed as it was; None where the text gives no direction."""
    sign = SIGNS.get(str(entry.row.values.get("direction")))
    cell = figure(entry)
    if sign == 0:
        return cell._replace(value=Decimal(0), half=Decimal(0))
    return None if sign is None or cell.value is None else cell._replace(value=sign * cell.value)


def _sum(rule: Rule, ledger: Ledger, case: dict[str, Any], whole: Entry, measure: str) -> CheckResult:
    parts = parts_of(ledger, whole, case["parts"], measure)
    more = [part for part in parts_of(ledger, whole, case.get("optional", ()), measure) if part]
    refs = (figure(whole).ref,)
    if measure == "change_amount":
        amounts = parts_of(ledger, whole, case["parts"], "amount")
        everything = [whole, *(e for part in parts for e in part)]
        if not all(parts) or not all(amounts):
            return not_applicable(rule, STATED, PARTS_NOT_STATED, refs, equality=True)
        cells = [signed(entry) for entry in everything]
        known = [cell for cell in cells if cell is not None]
        if len(known) < len(cells):
            return not_applicable(rule, STATED, DIRECTION_UNKNOWN, refs, equality=True)
        return compare(rule, ledger, STATED, known[:1], known[1:])
    if not all(parts):
        return not_applicable(rule, STATED, PARTS_NOT_STATED, refs, equality=True)
    chosen = [figure(entry) for part in [*parts, *more] for entry in (part if case.get("list") else part[:1])]
    if measure == "count":
        words = ("各项之和", "the sum of its parts")
        listed = [entry for part in parts for entry in part]
        less = case.get("whole_or_less") and not _is_complete(ledger, whole, listed, case.get("rest_named"))
        return compare_counts(rule, whole, chosen, "≥" if less else "=", words)
    result = compare(rule, ledger, STATED, [figure(whole)], chosen)
    if case.get("whole_or_less") and result.outcome == "fail" and (result.difference or 0) > 0:
        return not_applicable(rule, STATED, PARTS_NOT_STATED, refs, equality=True)
    return result


def _is_complete(ledger: Ledger, whole: Entry, listed: Sequence[Entry], rest: str | None) -> bool:
    """Whether a list names all others, and its section has no number of the kind that may be a part in other words."""
    if rest is None or not any(str(entry.row.values.get("subject")).startswith(rest) for entry in listed):
        return False
    unknown = [entry for entry in ledger.entries_of(STATED) if entry.row.values.get("statement") is None]
    return not any(
        section_of(entry) == section_of(whole)
        and entry.row.values.get("value_unit") == whole.row.values.get("value_unit")
        for entry in unknown
    )


def compare_counts(
    rule: Rule, whole: Entry, parts: Sequence[Cell], relation: str, words: tuple[str, str]
) -> CheckResult:
    """A stated number against others that it is the sum of, or not less than; numbers are not rounded."""
    cell, total = figure(whole), sum((part.value for part in parts if part.value is not None), Decimal(0))
    refs = tuple(part.ref for part in parts)
    if cell.value is None:
        return not_applicable(rule, STATED, NOT_STATED, (cell.ref,), refs)
    equal = cell.value == total
    if equal or (relation == "≥" and cell.value > total):
        zh, en = "个数相符。", "The numbers agree."
        return CheckResult(
            rule.id, "pass", severity(rule), STATED, (cell.ref,), refs, message_zh=zh, message_en=en, equality=equal
        )
    verb = ("少于", "is less than") if relation == "≥" else ("不等于", "is not")
    zh = f"{said(whole, False)}为 {cell.value}，{verb[0]}{words[0]} {total}。"
    en = f"{said(whole, True)} is {cell.value}, which {verb[1]} {words[1]}, {total}."
    return CheckResult(
        rule.id, "fail", severity(rule), STATED, (cell.ref,), refs, message_zh=zh, message_en=en, equality=True
    )


def stated_sum(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """A stated whole is the sum of its stated parts, amounts, counts or signed changes; silent where parts are not
    all stated.
    """
    for case in rule.spec["cases"]:
        measure = case.get("measure", "amount")
        wholes = stated(ledger, case["total"], measure)
        if not wholes or not all(stated(ledger, part, measure) for part in case["parts"][:1] if case.get("list")):
            yield not_applicable(rule, STATED, NOT_STATED)
        elif any(stated(ledger, other) for other in case.get("unless_stated", ())):
            yield not_applicable(rule, STATED, STATED_OTHERWISE)
        else:
            for whole in wholes:
                yield _sum(rule, ledger, case, whole, measure)


def stated_same(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Two statements of one figure, or a figure less its change and the figure it is said to come from, are equal."""
    for case in rule.spec["cases"]:
        left, right = (stated(ledger, side["statement"], side["measure"]) for side in (case["left"], case["right"]))
        if not left or not right:
            yield not_applicable(rule, STATED, NOT_STATED)
            continue
        change = [signed(e) for e in stated(ledger, case["change"], "change_amount")[:1]] if "change" in case else []
        if "change" in case and (not change or change[0] is None):
            yield not_applicable(rule, STATED, DIRECTION_UNKNOWN)
            continue
        yield compare(rule, ledger, STATED, [figure(left[0])], [figure(right[0]), *(c for c in change if c)])


def stated_bound(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """One statement is not smaller than another, in each measure."""
    for case in rule.spec["cases"]:
        for measure in case["measures"]:
            larger, smaller = (stated(ledger, case[side], measure) for side in ("larger", "smaller"))
            if larger and smaller and measure == "count":
                words = said(smaller[0], False), said(smaller[0], True)
                yield compare_counts(rule, larger[0], [figure(smaller[0])], "≥", words)
            elif larger and smaller:
                result = compare(rule, ledger, STATED, [figure(larger[0])], [figure(smaller[0])])
                whole, part = figure(larger[0]).ref, figure(smaller[0]).ref
                yield replace(result, subject=(part,), terms=(whole,))
            else:
                yield not_applicable(rule, STATED, NOT_STATED)
