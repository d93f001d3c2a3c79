"""One comparison of printed figures: its outcome, and the tolerance that their print allows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.checks.ledger import Cell, Ledger
from pipelines.checks.reasons import (
    FIGURE_DOUBTFUL,
    NEGATIVE,
    NOTHING_PRINTED,
    PARTS_NOT_PRINTED,
    TOTAL_NOT_PRINTED,
    UNIT_UNKNOWN,
    Reason,
    not_applicable,
    severity,
)
from pipelines.checks.wording import comparison
from pipelines.model import CheckResult, Outcome
from pipelines.verdicts import TOLD
from pipelines.vocabulary import Rule

ZERO = Decimal(0)
AGREES = ("相符。", "The figures agree.")
VERBS = {
    ("fail", True): ("不等于", "does not equal"),
    ("rounding", True): ("在尾差范围内等于", "equals, within rounding,"),
    ("fail", False): ("小于", "is smaller than"),
    ("rounding", False): ("在尾差范围内不小于", "is, within rounding, not smaller than"),
}


def _tolerance(cells: Sequence[Cell], copy: bool) -> Decimal | None:
    """Half a unit of the last place of every printed figure; nothing for one figure printed twice in one unit."""
    halves = [cell.half for cell in cells if cell.value is not None]
    if copy and len(set(halves)) == 1 and halves[0] is not None:
        return ZERO
    return None if None in halves else sum((half for half in halves if half is not None), ZERO)


def _cut(one: Cell, other: Cell) -> Decimal:
    """What a coarser print loses of a figure that it cuts instead of rounding: less than a unit of its last place."""
    coarse, fine = sorted((one, other), key=lambda cell: cell.half or ZERO, reverse=True)
    if coarse.value is None or fine.value is None or coarse.half is None or abs(coarse.value) > abs(fine.value):
        return ZERO
    lost = abs(fine.value - coarse.value)
    return lost if lost < 2 * coarse.half else ZERO


def _sum(cells: Sequence[Cell]) -> Decimal:
    return sum([cell.value for cell in cells if cell.value is not None], ZERO)


def is_bound(rule: Rule) -> bool:
    """Whether the rule asks for no less, instead of for the same."""
    return rule.kind == "at_least" or rule.spec.get("relation") == "at_least"


def compare(
    rule: Rule,
    ledger: Ledger,
    resource: str,
    left: Sequence[Cell],
    right: Sequence[Cell],
    minus: Sequence[Cell] = (),
    excuse: Reason | None = None,
) -> CheckResult:
    """Left against right less minus, in yuan; equal, or not smaller where the rule is a bound.

    Not applicable where nothing is printed, and where figures differ but one is doubtful or `excuse` says why
    the difference proves nothing.
    """
    copy, equality = bool(rule.spec.get("copy")), not is_bound(rule)
    cells = [*left, *right, *minus]
    refs = tuple([cell.ref for cell in cells])
    told = bool(left) and left[0].ref.resource in TOLD and any(ref.resource not in TOLD for ref in refs)
    mutual = (copy or not equality) and not told
    subject, terms = (refs, ()) if mutual else (refs[: len(left)], refs[len(left) :])

    def silent(reason: Reason) -> CheckResult:
        return not_applicable(rule, resource, reason, subject, terms, equality)

    if all(cell.value is None for cell in cells):
        return silent(NOTHING_PRINTED)
    if rule.spec.get("if_printed") and all(cell.value is None for cell in left):
        return silent(TOTAL_NOT_PRINTED)
    if rule.spec.get("parts_printed") and all(cell.value is None for cell in (*right, *minus)):
        return silent(PARTS_NOT_PRINTED)
    if not equality and any(cell.value is not None and cell.value < 0 for cell in cells):
        return silent(NEGATIVE)
    actual, expected = _sum(left), _sum(right) - _sum(minus)
    difference = actual - expected
    wrong = difference != 0 if equality else difference < 0
    figures = [cell for cell in cells if cell.value is not None]
    tolerance = _tolerance(cells, copy and (len(figures) == 2 or not told))
    if copy and told and tolerance and len(figures) == 2:
        tolerance = max(tolerance, _cut(*figures))
    filled = actual or all(cell.value is not None for cell in cells)
    if rule.spec.get("reached") and filled and tolerance is not None and abs(difference) <= tolerance:
        equality = True
    outcome: Outcome = "pass"
    zh, en = AGREES
    if wrong:
        if any(cell.doubtful for cell in cells):
            return silent(FIGURE_DOUBTFUL)
        if tolerance is None:
            return silent(UNIT_UNKNOWN)
        if excuse:
            return silent(excuse)
        outcome = "rounding" if abs(difference) <= tolerance else "fail"
        verb = VERBS[outcome, equality]
        zh, en = comparison(left, right, minus, actual, expected, tolerance, verb, ledger)
    return CheckResult(
        rule_id=rule.id,
        outcome=outcome,
        severity=severity(rule),
        resource=subject[0].resource if subject else resource,
        subject=subject,
        terms=terms,
        expected=expected,
        actual=actual,
        difference=difference,
        tolerance=tolerance,
        message_zh=zh,
        message_en=en,
        equality=equality,
    )
