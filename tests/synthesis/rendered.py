"""Reads the gold.json of a typeset disclosure, whose table and column names are older than the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.synthesis.model import UNITS_OF_MONEY
from tests.synthesis.score import AMOUNTS
from tests.synthesis.tables import GoldRow

TABLES: Mapping[str, str] = {
    "budget_summary": "budget_summary",
    "revenue_summary": "revenue_summary",
    "expenditure_summary": "expenditure_summary",
    "appropriation_summary": "appropriation_summary",
    "general_expenditure": "general_budget_expenditure",
    "basic_expenditure": "basic_expenditure",
    "fund_revenue": "government_fund_revenue",
    "fund_expenditure": "government_fund_expenditure",
    "state_capital": "state_capital_budget",
    "three_public": "three_public_expenses",
    "operating_expenses": "agency_operating_expenses",
    "projects_current": "projects_current_year",
    "projects_carryover": "projects_carryover",
}
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "government_fund_revenue": {"function_code": "revenue_code", "function_name": "revenue_name"},
    "state_capital_budget": {"function_code": "code", "function_name": "name"},
}
TOTALS = ("合计", "总计")


def _row(resource: str, raw: Mapping[str, Any], total: str) -> GoldRow:
    names = COLUMNS.get(resource, {})
    row = {names.get(key, key): value for key, value in raw.items()}
    row = {key: Decimal(v) if key in AMOUNTS and v is not None else v for key, v in row.items()}
    return {k: total if v == "合计" and k not in AMOUNTS else v for k, v in row.items()}


def read_gold(path: Path, total: str = "合计") -> tuple[dict[str, list[GoldRow]], int]:
    """Gold rows by resource of the contract, and yuan per printed unit.

    `total` is the label that the document prints where the gold always says 合计.
    """
    raw = json.loads(path.read_text(encoding="utf-8"))
    gold = {resource: [_row(resource, row, total) for row in raw[old]] for old, resource in TABLES.items()}
    return gold, UNITS_OF_MONEY[raw["meta"]["money_unit"]]


def printed_total(text: str) -> str:
    """总计 where the document's total rows say so, else 合计."""
    return TOTALS[1] if "\n总计" in text else TOTALS[0]
