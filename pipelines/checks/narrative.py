"""Figures that the text states against the tables: the sentence answers for it where the two differ.

Where authors differ in what a sentence covers, a rule lists the readings; the first that fits is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.checks.cells import Selector, absent, cells, entries, unprinted
from pipelines.checks.compare import compare
from pipelines.checks.ledger import Cell, Entry, Ledger
from pipelines.checks.reasons import (
    COLUMNS_NOT_IN_FORM,
    NOT_STATED,
    ROW_NOT_PRINTED,
    Reason,
    absence,
    cut_off,
    not_applicable,
)
from pipelines.checks.rows import names_of_codes
from pipelines.model import CheckResult
from pipelines.values import plain
from pipelines.vocabulary import Rule

STATED = "stated_figures"
AMOUNTS = frozenset({"amount", "change_amount"})
BEST_FIRST = ("pass", "rounding", "not_applicable", "fail")
Reading = Mapping[str, Any]
_MARKS = re.compile(r"（类）|[“”‘’]")


@dataclass(frozen=True)
class Read:
    """The cells that one reading of a sentence names, or why it has none."""

    reading: Reading
    plus: Sequence[Cell] = ()
    minus: Sequence[Cell] = ()
    reason: Reason | None = None


def stated(ledger: Ledger, statement: str, measure: str = "amount") -> tuple[Entry, ...]:
    """The figures of one statement in the order of the text."""
    return ledger.stated.get((statement, measure), ())


def figure(entry: Entry) -> Cell:
    """The cell that holds a stated figure: an amount in yuan, or the number as printed."""
    return entry.cells["amount" if entry.row.values.get("measure") in AMOUNTS else "value"]


def section_of(entry: Entry) -> object:
    return entry.row.values.get("section")


def latest(entry: Entry, among: Sequence[Entry]) -> Entry | None:
    """The last of these figures that stands before `entry` in its section."""
    before = [e for e in among if e.row.row_number < entry.row.row_number and section_of(e) == section_of(entry)]
    return before[-1] if before else None


def partner(entry: Entry, ledger: Ledger, measure: str) -> Entry | None:
    """The figure of another measure that belongs to one: the last of its statement before it in its section.

    A change stands in the sentence of its percentage; what is no known statement is told by its subject.
    """
    statement, values = str(entry.row.values.get("statement")), entry.row.values
    same = ["quote"] if measure == "change_amount" else []
    if values.get("statement") is None:
        same.append("subject")
    if any(not values.get(column) for column in same):
        return None
    among = stated(ledger, statement, measure)
    return latest(entry, [e for e in among if all(e.row.values.get(c) == values.get(c) for c in same)])


def read(ledger: Ledger, rule: Rule, reading: Reading) -> Read:
    """What the tables hold under one reading; a table that says it is empty holds zero where the rule says so."""
    selectors: Sequence[Selector] = reading["cells"]
    reason = absent(ledger, rule, selectors)
    if reason is None and unprinted(ledger, selectors):
        reason = COLUMNS_NOT_IN_FORM
    if reason:
        return Read(reading, reason=reason)
    plus, minus = cells(ledger, selectors)
    zero = rule.spec.get("empty_is_zero", ())
    if not plus and selectors[0]["table"] not in zero:
        return Read(reading, reason=ROW_NOT_PRINTED)
    return Read(reading, plus, minus)


def _named(result: CheckResult, reading: Reading, several: bool) -> CheckResult:
    """The result with the reading that it found, where there are several."""
    if not several or "zh" not in reading or result.outcome not in ("pass", "rounding"):
        return result
    zh, en = f"按{reading['zh']}的口径：{result.message_zh}", f"Read as {reading['en']}: {result.message_en}"
    return replace(result, message_zh=zh, message_en=en)


def _none_fits(result: CheckResult, tried: Sequence[Reading]) -> CheckResult:
    if result.outcome != "fail" or len(tried) < 2:
        return result
    zh, en = "、".join(r["zh"] for r in tried[1:]), ", ".join(r["en"] for r in tried[1:])
    return replace(
        result,
        message_zh=f"{result.message_zh}按其他口径（{zh}）也不相符。",
        message_en=f"{result.message_en} No other reading fits ({en}).",
    )


def best(
    rule: Rule, ledger: Ledger, said: Sequence[Cell], reads: Sequence[Read], resource: str = STATED
) -> CheckResult:
    """The comparison under the first reading that fits; a contradiction only where none does.

    A reading `in_place` of the others counts only where none of them has anything to say.
    """
    speaking = [r for r in reads if r.reason is None]
    speaking = [r for r in speaking if not r.reading.get("in_place")] or speaking
    if not speaking:
        reason = reads[0].reason or NOT_STATED
        return not_applicable(rule, resource, reason, tuple(cell.ref for cell in said), equality=True)
    results = []
    for r in speaking:
        excuse = cut_off(ledger.sheets[s["table"]] for s in r.reading.get("cells", ()))
        result = compare(rule, ledger, resource, said, r.plus, r.minus, excuse)
        results.append(_named(result, r.reading, len(reads) > 1))
    found = min(results, key=lambda result: BEST_FIRST.index(result.outcome))
    return _none_fits(found, [r.reading for r in speaking])


def stated_equals(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Every time a statement gives its figure: the same as in the tables, under one of the readings.

    `requires`: the table without which forms mean something else by the statement.
    """
    needed = rule.spec.get("requires")
    missing = absence(ledger.sheets[needed], needed in rule.spec.get("empty_is_zero", ())) if needed else None
    if missing:
        yield not_applicable(rule, STATED, missing)
        return
    for case in rule.spec["cases"]:
        found = stated(ledger, case["statement"], case.get("measure", "amount"))
        reads = [read(ledger, rule, reading) for reading in case["readings"]] if found else []
        for entry in found:
            yield best(rule, ledger, [figure(entry)], reads)
        if not found:
            yield not_applicable(rule, STATED, NOT_STATED)


def _rows_named(ledger: Ledger, selector: Selector, subject: str) -> list[Entry]:
    """The row of a list that bears the name with which a subject begins, or another name of its code."""
    known = names_of_codes(ledger.vocabulary.codes, ("functional_classification",))
    found: list[Entry] = []
    bare, best_length = _MARKS.sub("", subject), 0
    for entry in entries(ledger, selector):
        values = entry.row.values
        printed = str(values.get("item") or values.get("function_name") or "")
        for name in {plain(printed), *known.get(str(values.get("function_code")), ())}:
            stem = name.removesuffix("支出")
            if stem and bare.startswith((name, f"{stem}支出")) and len(stem) >= best_length:
                found = [*(found if len(stem) == best_length else []), entry]
                best_length = len(stem)
    return found


def stated_list(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Each item of a list in the text: the figure of the row that bears its name."""
    for case in rule.spec["cases"]:
        found = stated(ledger, case["statement"])
        for entry in found:
            subject, reads = plain(str(entry.row.values.get("subject") or "")), []
            for reading in case["readings"]:
                asked = read(ledger, rule, reading)
                selector = reading["cells"][0]
                rows = _rows_named(ledger, selector, subject) if asked.reason is None else []
                if asked.reason is None and not rows:
                    asked = Read(reading, reason=ROW_NOT_PRINTED)
                elif rows:
                    asked = Read(reading, [row.cells[selector["field"]] for row in rows[:1]])
                reads.append(asked)
            yield best(rule, ledger, [figure(entry)], reads)
        if not found:
            yield not_applicable(rule, STATED, NOT_STATED)
