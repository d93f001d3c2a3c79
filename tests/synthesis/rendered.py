"""Reads the gold.json of a typeset disclosure, whose table and column names are older than the contract."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.model import Disclosure
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
SOURCES = ("total", "central", "provincial", "county", "self_raised", "other")
MEASURES = {"变动额": "change_amount", "变动率": "change_percent", "占比": "share_percent"}
BY_UNIT = {"万元": "amount", "%": "share_percent", "平方米": "area"}


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


def _form(raw: Mapping[str, Any]) -> GoldRow:
    """A form in the columns of the contract, amounts in yuan."""
    row = {name: value for name, value in raw.items() if "_funds_" not in name}
    for period in ("implementation", "annual"):
        for source in SOURCES:
            value = raw[f"{source}_funds_{period}"]
            row[f"{period}_{source.replace('county', 'local')}"] = None if value is None else Decimal(value)
    return row


def _figure(raw: Mapping[str, Any]) -> GoldRow:
    """A stated figure by section, measure and value; its subject's words are the reader's own."""
    value, unit = Decimal(raw["value"]), raw["unit"]
    ending = next((measure for end, measure in MEASURES.items() if raw["subject"].endswith(end)), None)
    money = unit == "万元"
    return {
        "section": raw["section"],
        "measure": ending or BY_UNIT.get(unit, "count"),
        "amount": value * 10000 if money else None,
        "value": None if money else value,
        "value_unit": None if money else unit,
        "optional": bool(raw.get("optional")),
    }


def read_rest(path: Path) -> dict[str, list[GoldRow]]:
    """Gold of forms, indicators, figures of part three, terms and units; amounts in yuan."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    forms = [_form(row) for row in raw["performance_targets"]]
    numbers = {(row["project_name"], row["unit_name"]): number for number, row in enumerate(forms, 1)}
    indicators = [
        {**row, "target_row_number": numbers[row["project_name"], row["unit_name"]]}
        for row in raw["performance_indicators"]
    ]
    return {
        "performance_targets": forms,
        "performance_indicators": indicators,
        "stated_figures": [_figure(row) for row in raw["stated_figures"] if not row["section"].startswith("第")],
        "glossary_terms": raw["glossary"],
        "entity_units": [
            {"unit_name": unit["name"], "optional": number == 0} for number, unit in enumerate(raw["meta"]["units"])
        ],
    }


def total_of(disclosure: Disclosure) -> str:
    """The label of the total row of table 3 as it was read, for files that are no text."""
    table = disclosure.tables.get("expenditure_summary")
    return str(table.rows[0].values.get("function_name")) if table and table.rows else TOTALS[0]


def printed_total(text: str) -> str:
    """总计 where the document's total rows say so, else 合计."""
    return TOTALS[1] if "\n总计" in text else TOTALS[0]
