"""Compares an extracted disclosure with gold, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from pipelines.model import Disclosure, TypedRow
from tests.synthesis.tables import GoldRow

KEYS = (
    "side", "item", "function_code", "function_name", "revenue_code", "revenue_name", "code", "name", "unit_name",
    "department_economic_name", "government_economic_name", "purchase_category", "project_name", "purchase_item",
    "procurement_method", "unit_code",
)  # fmt: skip
AMOUNTS = frozenset(
    (
        "amount", "current_year", "carryover", "general_public_budget", "government_fund_budget",
        "state_capital_budget", "special_account_funds", "unit_funds", "basic_expenditure", "project_expenditure",
        "personnel_expenses", "operating_expenses", "fiscal_appropriation", "business_revenue", "operating_revenue",
        "superior_subsidy", "subsidiary_remittance", "other_revenue", "reserve_expenditure", "carryover_out",
        "operating_expenditure", "remittance_to_superior", "subsidy_to_subsidiaries", "total_revenue", "balances_used",
        "carryover_general", "carryover_fund", "carryover_capital", "carryover_special", "carryover_unit_funds",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Mismatch:
    """One cell or row that differs; `kind` is amount, key, derived, missing or extra."""

    kind: str
    resource: str
    row: str
    field: str
    expected: object
    actual: object
    verdict: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.resource}[{self.row}].{self.field}"
        seen = f"expected {self.expected!s}, got {self.actual!s}"
        return f"{self.kind}: {where} {seen} ({self.verdict}, line {self.line})"


@dataclass(frozen=True)
class Score:
    """Counts of cells by kind (`amount`, `key`, `derived`), right and wrong, of rows, and of wrong amounts that
    stand in a row with the verdict `verified`."""

    right: Mapping[str, int]
    wrong: Mapping[str, int]
    rows_missing: int
    rows_extra: int
    wrong_verified: int
    verdicts: Mapping[str, int]
    mismatches: tuple[Mismatch, ...] = field(default=())

    @property
    def amounts_exact(self) -> float:
        """Share of the gold's amount cells that were read as printed, blanks included."""
        total = self.right.get("amount", 0) + self.wrong.get("amount", 0)
        return self.right.get("amount", 0) / total if total else 1.0


def _identity(values: Mapping[str, Any], side: object) -> tuple[object, ...]:
    kept = ("item", "function_code", "function_name", "revenue_code", "code", "name", "unit_name", "unit_code",
            "purchase_category", "project_name", "purchase_item")  # fmt: skip
    own = tuple(values.get(k) for k in kept if k != "unit_name" or "row_kind" not in values or "name" not in values)
    return (side, *own, values.get("department_economic_name"), values.get("government_economic_name"))


def _label(values: Mapping[str, Any]) -> str:
    names = ("code", "function_code", "revenue_code", "item", "name", "function_name", "unit_name")
    found = [str(values[n]) for n in (*names, "department_economic_name", "government_economic_name") if values.get(n)]
    return " ".join([str(values.get("side") or ""), *found]).strip()


def _kind(name: str) -> str:
    return "amount" if name in AMOUNTS else "key" if name in KEYS else "derived"


def _expected(value: object, name: str, factor: int) -> object:
    return value * factor if isinstance(value, Decimal) and name in AMOUNTS else value


def _pairs(gold: Sequence[GoldRow], rows: Sequence[TypedRow]) -> list[tuple[GoldRow | None, TypedRow | None]]:
    ours = [_identity(row, row.get("side")) for row in gold]
    theirs = [_identity(row.values, row.side) for row in rows]
    found: list[tuple[GoldRow | None, TypedRow | None]] = []
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and a1 - a0 == b1 - b0):
            found += zip(gold[a0:a1], rows[b0:b1], strict=True)
        else:
            found += [(row, None) for row in gold[a0:a1]]
            found += [(None, row) for row in rows[b0:b1]]
    return found


def compare(
    gold: Mapping[str, Sequence[GoldRow]],
    disclosure: Disclosure,
    factor: int = 10000,
    skip: frozenset[str] = frozenset(),
) -> Score:
    """Scores every cell of `gold` (amounts in the printed unit, `factor` yuan each) against the disclosure.

    Columns that gold does not have are not compared; `skip` names resources to leave out.
    """
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    mismatches: list[Mismatch] = []
    verified = missing = extra = 0
    for resource, rows in gold.items():
        if resource in skip:
            continue
        table = disclosure.tables.get(resource)
        for expected, actual in _pairs(rows, table.rows if table else ()):
            if expected is None and actual is not None:
                extra += 1
                verdict = disclosure.verdicts.get((resource, actual.side, actual.row_number))
                label = _label(actual.values)
                mismatches.append(Mismatch("extra", resource, label, "row", None, "row", verdict, actual.line))
                continue
            if expected is None:
                continue
            if actual is None:
                missing += 1
                wrong["amount"] += sum(name in AMOUNTS for name in expected)
                mismatches.append(Mismatch("missing", resource, _label(expected), "row", "row", None))
                continue
            verdict = disclosure.verdicts.get((resource, actual.side, actual.row_number))
            verdicts[str(verdict)] += 1
            for name, value in expected.items():
                want = _expected(value, name, factor)
                got = actual.side if name == "side" else actual.values.get(name)
                if want == got:
                    right[_kind(name)] += 1
                    continue
                wrong[_kind(name)] += 1
                verified += _kind(name) == "amount" and verdict == "verified"
                mismatches.append(
                    Mismatch(_kind(name), resource, _label(expected), name, want, got, verdict, actual.line)
                )
    return Score(right, wrong, missing, extra, verified, verdicts, tuple(mismatches))
