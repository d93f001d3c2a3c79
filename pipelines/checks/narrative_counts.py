"""Numbers of projects, forms and units that the text states, against the rows of the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipelines.checks.cells import entries
from pipelines.checks.compare import compare
from pipelines.checks.ledger import Entry, Ledger
from pipelines.checks.narrative import STATED, figure, read, section_of, stated
from pipelines.checks.reasons import NOT_STATED, Reason, absence, cut_off, not_applicable, severity
from pipelines.checks.wording import said
from pipelines.model import CheckResult
from pipelines.values import plain
from pipelines.vocabulary import Rule

UNITS_NOT_LISTED = Reason(
    "units_not_listed",
    "文中没有逐个列出单位，各表只列有相应资金的单位",
    "the text lists no units, and tables name those alone that have money of their kind",
)
SCOPE_UNKNOWN = Reason("scope_unknown", "个数或金额与各表口径都不相符", "number or amount fits no scope of the tables")


def _counted(ledger: Ledger, reading: Mapping[str, Any], empty: Sequence[str]) -> int | Reason:
    """How many rows, or different names, a reading counts; or why it cannot."""
    names: list[str] = []
    for selector in reading["rows"]:
        sheet = ledger.sheets[selector["table"]]
        reason = absence(sheet, selector["table"] in empty) or cut_off([sheet])
        if reason:
            return reason
        column = selector.get("name")
        names += [plain(str(e.row.values.get(column))) if column else str(e.row) for e in entries(ledger, selector)]
    return (len(set(names)) if reading.get("distinct") else len(names)) + int(reading.get("more", 0))


def _rows_unread(ledger: Ledger, reading: Mapping[str, Any]) -> bool:
    """Whether a table that is counted is known to be incomplete: then a smaller number proves nothing."""
    tables = {selector["table"] for selector in reading["rows"]}
    return any(i.severity == "error" and i.resource in tables for i in ledger.issues)


def stated_count(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """A stated number, or all numbers of its sentence together, is that of the rows, under one of the readings."""
    empty = rule.spec.get("empty_is_zero", ())
    for case in rule.spec["cases"]:
        found = stated(ledger, case["statement"], "count")
        if not found:
            yield not_applicable(rule, STATED, NOT_STATED)
        for entry in found:
            yield _count(rule, ledger, case, empty, entry, _together(entry, found))


def _lists_units(ledger: Ledger) -> bool:
    """Whether the text names units besides the body itself."""
    named = [str(entry.row.values.get("named_in")).split() for entry in ledger.entries_of("entity_units")]
    return sum("narrative_sections" in resources for resources in named) > 1


def _together(entry: Entry, found: Sequence[Entry]) -> Decimal:
    """What a sentence counts in all, kind by kind (`下属1家机关和1家事业单位`)."""
    quote = entry.row.values.get("quote")
    return sum((figure(e).value or Decimal(0) for e in found if e.row.values.get("quote") == quote), Decimal(0))


def _count(
    rule: Rule,
    ledger: Ledger,
    case: Mapping[str, Any],
    empty: Sequence[str],
    entry: Entry,
    together: Decimal,
) -> CheckResult:
    cell = figure(entry)
    counts: list[tuple[Mapping[str, Any], int]] = []
    reasons: list[Reason] = []
    for reading in case["readings"]:
        number = _counted(ledger, reading, empty)
        if isinstance(number, Reason):
            reasons.append(number)
        else:
            counts.append((reading, number))
    if not counts or cell.value is None:
        return not_applicable(rule, STATED, reasons[0] if reasons else NOT_STATED, (cell.ref,), equality=True)
    fitting = next((reading for reading, number in counts if number in (cell.value, together)), None)
    if fitting is not None:
        zh, en = f"与{fitting['zh']}相符。", f"It is the number of {fitting['en']}."
        return CheckResult(
            rule.id, "pass", severity(rule), STATED, (cell.ref,), message_zh=zh, message_en=en, equality=True
        )
    if any(_rows_unread(ledger, reading) for reading, _ in counts):
        unread = Reason("rows_unread", "有行未能识读", "rows could not be read")
        return not_applicable(rule, STATED, unread, (cell.ref,), equality=True)
    most = max(number - int(reading.get("more", 0)) for reading, number in counts)
    if case.get("at_most_unless_listed") and not _lists_units(ledger) and most <= max(cell.value, together):
        return not_applicable(rule, STATED, UNITS_NOT_LISTED, (cell.ref,), equality=True)
    there = "、".join(f"{reading['zh']}为 {number}" for reading, number in counts)
    there_en = ", ".join(f"{reading['en']}: {number}" for reading, number in counts)
    return CheckResult(
        rule.id,
        "fail",
        severity(rule),
        STATED,
        (cell.ref,),
        message_zh=f"{said(entry, False)}为 {cell.value}，而{there}。",
        message_en=f"{said(entry, True)} is {cell.value}, but {there_en}.",
        equality=True,
    )


def stated_together(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """A number is zero where its amount is zero, and only there."""
    for statement in rule.spec["statements"]:
        counts, amounts = stated(ledger, statement, "count"), stated(ledger, statement)
        pairs = []
        for count in counts:
            behind = [e for e in amounts if e.row.row_number > count.row.row_number]
            if behind and section_of(behind[0]) == section_of(count):
                pairs.append((count, behind[0]))
        if not pairs:
            yield not_applicable(rule, STATED, NOT_STATED)
        for count, amount in pairs:
            number, money = figure(count), figure(amount)
            refs = number.ref, money.ref
            if bool(number.value) == bool(money.value):
                yield CheckResult(
                    rule.id, "pass", severity(rule), STATED, refs, message_zh="相符。", message_en="They agree."
                )
                continue
            no_zh, no_en = ("不", "not ") if money.value else ("", "")
            zh = f"{said(amount, False)}：个数为 {number.value}，金额却{no_zh}为零。"
            en = f"{said(amount, True)}: the number is {number.value}, the amount is {no_en}zero."
            yield CheckResult(rule.id, "fail", severity(rule), STATED, refs, message_zh=zh, message_en=en)


def stated_scope(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """A number and its amount cover the same: one of the scopes gives both. Silent where no scope gives either."""
    for case in rule.spec["cases"]:
        counts, amounts = (stated(ledger, case["statement"], measure) for measure in ("count", "amount"))
        if not counts or not amounts:
            yield not_applicable(rule, STATED, NOT_STATED)
        else:
            yield _scope(rule, ledger, case["scopes"], counts[0], amounts[0])


def _scope(rule: Rule, ledger: Ledger, scopes: Sequence[Mapping[str, Any]], count: Entry, amount: Entry) -> CheckResult:
    cells = figure(count), figure(amount)
    refs = tuple(cell.ref for cell in cells)
    empty = rule.spec.get("empty_is_zero", ())
    by_number, by_money = [], []
    for scope in scopes:
        money = read(ledger, rule, scope)
        if money.reason is None and _counted(ledger, scope, empty) == cells[0].value:
            by_number.append(scope)
        if money.reason is None and compare(rule, ledger, STATED, cells[1:], money.plus).outcome in (
            "pass",
            "rounding",
        ):
            by_money.append(scope)
    shared = [scope for scope in by_number if scope in by_money]
    if shared:
        zh, en = f"都按{shared[0]['zh']}。", f"Both are of {shared[0]['en']}."
        return CheckResult(rule.id, "pass", severity(rule), STATED, refs, message_zh=zh, message_en=en)
    if not by_number or not by_money:
        return not_applicable(rule, STATED, SCOPE_UNKNOWN, refs)
    zh = f"{said(amount, False)}的个数按{by_number[0]['zh']}，金额却按{by_money[0]['zh']}。"
    en = f"{said(amount, True)}: the number is of {by_number[0]['en']}, the amount of {by_money[0]['en']}."
    return CheckResult(rule.id, "fail", severity(rule), STATED, refs, message_zh=zh, message_en=en)
