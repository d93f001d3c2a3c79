"""The little disclosures by form. Of Jiangsu's form from 2021 there are the tables that other forms print otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pipelines.states import TableState
from tests.builders import identity
from tests.little import Little, Row, little, plus
from tests.little_jiangsu import jiangsu
from tests.little_shanghai import shanghai

SPLIT = ("personnel_expenses", "operating_expenses")


def _spending(personnel: str, operating: str, project: str) -> Row:
    basic = plus(personnel, operating)
    figures = {"personnel_expenses": personnel, "operating_expenses": operating, "basic_expenditure": basic}
    return {**figures, "project_expenditure": project, "amount": plus(basic, project)}


def _functions() -> dict[str, Row]:
    names = {"合计": "合计", "201": "一般公共服务支出", "20101": "人大事务", "2010101": "行政运行"}
    return {
        code: {
            "function_code": code if level else None,
            "function_name": name,
            "level": level,
            **_spending("40.00", "20.00", "10.00"),
        }
        for level, (code, name) in enumerate(names.items())
    }


def _economic() -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for code, name, personnel, operating in (
        (None, "合计", "40.00", "20.00"),
        ("301", "工资福利支出", "40.00", "0.00"),
        ("302", "商品和服务支出", "0.00", "20.00"),
    ):
        keys = {"department_economic_code": code, "department_economic_name": name, "level": int(code is not None)}
        basic = _spending(personnel, operating, "0.00")
        rows[code or name] = {**keys, **{field: basic[field] for field in ("amount", *SPLIT)}}
    return rows


def _units() -> dict[str, Row]:
    figures = {
        "total_revenue": "73.50",
        "amount": "72.00",
        "general_public_budget": "70.00",
        "other_revenue": "2.00",
        "carryover": "1.50",
        "carryover_general": "1.00",
        "carryover_unit_funds": "0.50",
    }
    return {
        "合计": {"unit_name": "合计", "row_kind": "total", "level": 0, **figures},
        "水利厅": {"unit_code": "101", "unit_name": "水利厅", "row_kind": "unit", "level": 1, **figures},
    }


def _revenue() -> dict[str, Row]:
    lines = {
        "一般公共预算": ("source", "70.00"),
        "其他收入": ("source", "2.00"),
        "本年收入合计": ("year_total", "72.00"),
        "上年结转": ("carryover_in", "1.50"),
        "收入总计": ("grand_total", "73.50"),
    }
    return {x: {"side": "revenue", "item": x, "item_kind": k, "amount": a} for x, (k, a) in lines.items()}


def jiangsu_2021(with_revenue_of_the_year: bool = True) -> Little:
    """Six tables: revenue by unit, and basic expenditure split in every row."""
    tables = {
        "budget_summary": _revenue(),
        "revenue_summary": _units(),
        "appropriation_expenditure": _functions(),
        "general_budget_expenditure": _functions(),
        "appropriation_basic_expenditure": _economic(),
        "basic_expenditure": _economic(),
    }
    states = {
        name: TableState(name, "present", name, None, "万元", 10000, 2, year=2024, form="jiangsu_2021")
        for name in tables
    }
    made = Little(tables, states, identity(province="江苏省", template="jiangsu_2021"))
    if not with_revenue_of_the_year:
        for row in tables["revenue_summary"].values():
            del row["amount"]
        fields = (
            "unit_name",
            *(f for f in tables["revenue_summary"]["合计"] if f.startswith(("total", "gen", "oth", "car"))),
        )
        made.describe("revenue_summary", columns=frozenset((0, field) for field in fields))
    return made


PRINTED: Mapping[str, Callable[[bool], Little]] = {"shanxi": little, "shanghai": shanghai, "jiangsu": jiangsu}
FORMS: Mapping[str, Callable[[bool], Little]] = {**PRINTED, "jiangsu_2021": jiangsu_2021}
