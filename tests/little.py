"""A little disclosure, exact to the cent, in which every rule has something to check. Figures in 万元 as printed."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from pipelines.checks import check
from pipelines.model import CellSource, CheckResult, Identity, Issue, RowKey, TypedRow, TypedTable, Verdict
from pipelines.states import TableState
from pipelines.verdicts import verdicts
from pipelines.vocabulary import vocabulary
from tests.builders import identity
from tests.little_figures import CAPITAL_REVENUE, ECONOMIC, FUND_REVENUE, ITEMS, NAMES

BUDGETS = ("general_public_budget", "government_fund_budget", "state_capital_budget")
LINES = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
Row = dict[str, Any]


def plus(*figures: str | None) -> str | None:
    """The printed sum of printed figures; nothing where nothing is printed."""
    printed = [Decimal(figure) for figure in figures if figure is not None]
    return f"{sum(printed):.2f}" if printed else None


@dataclass
class Little:
    """Rows by table and key; a key is the code, the name or, on the revenue side of table 4, `结转:` and the item."""

    tables: dict[str, dict[str, Row]]
    states: dict[str, TableState]
    identity: Identity = field(default_factory=identity)
    issues: list[Issue] = field(default_factory=list)
    parts: dict[str, TypedTable] = field(default_factory=dict)

    def put(self, resource: str, key: str, column: str, value: Any) -> Little:
        self.tables[resource][key][column] = value
        return self

    def take_away(self, resource: str, state: Any = "missing") -> Little:
        self.tables[resource] = {}
        self.states[resource] = replace(self.states[resource], state=state)
        return self

    def describe(self, resource: str, **changes: Any) -> Little:
        self.states[resource] = replace(self.states[resource], **changes)
        return self

    def number(self, resource: str, key: str) -> int:
        side = self.tables[resource][key].get("side")
        return [k for k, row in self.tables[resource].items() if row.get("side") == side].index(key) + 1

    def row_key(self, resource: str, key: str) -> RowKey:
        return resource, self.tables[resource][key].get("side"), self.number(resource, key)

    def typed(self) -> dict[str, TypedTable]:
        return {resource: TypedTable(resource, tuple(self._rows(resource))) for resource in self.tables}

    def _rows(self, resource: str) -> Iterator[TypedRow]:
        amounts, factor = vocabulary().tables[resource].amount_fields, self.states[resource].unit_factor or 1
        for key, row in self.tables[resource].items():
            printed = {name: row[name] for name in amounts if row.get(name) is not None}
            values = {name: Decimal(text) * factor if text != "#REF!" else None for name, text in printed.items()}
            cells = tuple(CellSource(name, text, values[name]) for name, text in printed.items())
            keys = {name: value for name, value in row.items() if name != "side"}
            blank = dict.fromkeys(amounts)
            yield TypedRow(self.number(resource, key), row.get("side"), {**keys, **blank, **values}, cells)

    def check(self) -> tuple[CheckResult, ...]:
        return check(self.typed(), self.states, self.identity, self.issues, vocabulary(), self.parts)

    def results(self, rule_id: str) -> list[CheckResult]:
        return [result for result in self.check() if result.rule_id == rule_id]

    def verdict(self, resource: str, key: str) -> Verdict:
        return self.all_verdicts()[self.row_key(resource, key)]

    def all_verdicts(self) -> dict[RowKey, Verdict]:
        return dict(verdicts({**self.typed(), **self.parts}, self.check(), self.issues))


def _functions(code: str, budgets: tuple[int, ...]) -> list[tuple[Any, ...]]:
    return [item for item in ITEMS if item[0].startswith(code) and item[2] in budgets]


def _by_function(budgets: tuple[int, ...], figures: Any) -> dict[str, Row]:
    """The rows of a table by function: the total first, then each class, group and item in the order of codes."""
    codes = sorted({item[0][:n] for item in ITEMS if item[2] in budgets for n in (3, 5, 7)})
    names = NAMES | {item[0]: item[1] for item in ITEMS}
    rows: dict[str, Row] = {"合计": {"function_code": None, "function_name": "合计", "level": 0}}
    rows |= {c: {"function_code": c, "function_name": names[c], "level": len(c) // 2} for c in codes}
    for code, row in rows.items():
        row |= figures(_functions("" if code == "合计" else code, budgets))
    return rows


def _spending(items: list[Any], carried: bool) -> Row:
    basic = plus(*(item[3] for item in items), *(item[5] for item in items if carried))
    project = plus(*(item[4] for item in items), *(item[6] for item in items if carried))
    return {"amount": plus(basic, project), "basic_expenditure": basic, "project_expenditure": project}


def _sources(items: list[Any]) -> Row:
    by_budget = {name: plus(*(f for i in items if i[2] == n for f in i[3:5])) for n, name in enumerate(BUDGETS)}
    return {**by_budget, "amount": plus(*by_budget.values()), "carryover": plus(*(f for i in items for f in i[5:7]))}


def _summary(budgets: tuple[int, ...], of_appropriations: bool) -> dict[str, Row]:
    """Table 1 or 4; the general public budget carries over 4.00, the other budgets nothing."""

    def line(side: str, item: str, kind: str, code: str | None = None, **figures: str | None) -> Row:
        return {"side": side, "item": item, "item_kind": kind, "function_code": code, **figures}

    totals = _sources(_functions("", budgets))
    rows = {x: line("revenue", x, "source", amount=totals[b]) for x, b in zip(LINES, BUDGETS, strict=True)}
    if not of_appropriations:
        rows |= {x: line("revenue", x, "source") for x in ("财政专户管理资金", "单位资金")}
    rows["本年收入合计"] = line("revenue", "本年收入合计", "year_total", amount=totals["amount"])
    carried = "上年财政拨款结转" if of_appropriations else "上年结转"
    rows[carried] = line("revenue", carried, "carryover_in", amount="4.00")
    if of_appropriations:
        rows |= {f"结转:{x}": line("revenue", x, "carryover_source") for x in LINES}
        rows["结转:一般公共预算"]["amount"] = "4.00"
    rows["收入总计"] = line("revenue", "收入总计", "grand_total", amount=plus(totals["amount"], "4.00"))

    def spending(items: list[Any]) -> Row:
        found = _sources(items)
        amount = plus(found["amount"], found["carryover"])
        if not of_appropriations:
            return {"amount": amount, "current_year": found["amount"], "carryover": found["carryover"]}
        general = plus(found["general_public_budget"], found["carryover"])
        return {"amount": amount, **{b: found[b] for b in BUDGETS}, "general_public_budget": general}

    for code in ("201", "202", "208", "210", "221", "223", "229"):
        name = NAMES.get(code, "外交支出")
        rows[code] = line("expenditure", name, "function", code, **spending(_functions(code, budgets)))
    everything = spending(_functions("", budgets))
    rows["本年支出合计"] = line("expenditure", "本年支出合计", "year_total", **everything)
    rows["年终结转"] = line("expenditure", "年终结转", "year_end_carryover")
    rows["支出总计"] = line("expenditure", "支出总计", "grand_total", **everything)
    return rows


def _revenue_codes(
    chain: tuple[tuple[str, str], ...], code: str, name: str, amount: str, **more: Any
) -> dict[str, Row]:
    rows: dict[str, Row] = {"收入合计": {code: None, name: "合计", "level": 0, "amount": amount, **more}}
    for number, title in chain:
        rows[number] = {code: number, name: title, "level": len(number) // 2, "amount": amount, **more}
    return rows


def _economic() -> dict[str, Row]:
    rows: dict[str, Row] = {
        "合计": {"level": 0, "amount": "83.00", "personnel_expenses": "63.00", "operating_expenses": "20.00"}
    }
    for code, name, government, government_name, personnel, operating in ECONOMIC:
        rows[code] = {
            "department_economic_code": code,
            "department_economic_name": name,
            "government_economic_code": government,
            "government_economic_name": government_name,
            "level": 1 if len(code) == 3 else 2,
            "amount": plus(personnel, operating),
            "personnel_expenses": personnel,
            "operating_expenses": operating,
        }
    return rows


def _sourced(general: str | None, fund: str | None, capital: str | None, **more: Any) -> Row:
    return {**more, **dict(zip(BUDGETS, (general, fund, capital), strict=True)), "amount": plus(general, fund, capital)}


def _three_public(fund: str | None, capital: str | None) -> dict[str, Row]:
    hospitality = ("1.20", fund, capital)
    figures = {
        "overseas_travel": ("1.00", None, None),
        "hospitality": hospitality,
        "vehicles": ("5.00", None, None),
        "vehicle_purchase": ("3.00", None, None),
        "vehicle_operation": ("2.00", None, None),
        "total": ("7.20", fund, capital),
    }
    return {kind: _sourced(*amounts, item=kind, item_kind=kind) for kind, amounts in figures.items()}


def _project_rows(*rows: tuple[str, str, str, str | None, str | None, str | None]) -> dict[str, Row]:
    """(kind, name, unit, then the three budgets)."""
    return {
        f"{kind}:{name}": _sourced(*figures, name=name, row_kind=kind, unit_name=unit)
        for kind, name, unit, *figures in rows
    }


def _build(with_funds: bool) -> Little:
    budgets = (0, 1, 2) if with_funds else (0,)
    five, four = ("5.00", "4.00") if with_funds else (None, None)
    tenth, half, quarter = ("0.10", "0.50", "0.25") if with_funds else (None, None, None)
    tables: dict[str, dict[str, Row]] = {
        "budget_summary": _summary(budgets, False),
        "revenue_summary": _by_function(budgets, _sources),
        "expenditure_summary": _by_function(budgets, lambda items: _spending(items, True)),
        "appropriation_summary": _summary(budgets, True),
        "general_budget_expenditure": _by_function((0,), lambda items: _spending(items, False)),
        "basic_expenditure": _economic(),
        "government_fund_revenue": _revenue_codes(FUND_REVENUE, "revenue_code", "revenue_name", "6.00"),
        "government_fund_expenditure": _by_function((1,), lambda items: _spending(items, False)),
        "state_capital_budget": _revenue_codes(CAPITAL_REVENUE, "code", "name", "4.50", side="revenue"),
        "three_public_expenses": _three_public(tenth, tenth),
        "agency_operating_expenses": {
            name: _sourced(*figures, unit_name=name, row_kind="total" if name == "部门合计" else "unit")
            for name, figures in {
                "部门合计": ("18.00", half, quarter),
                "人大办": ("10.00", half, quarter),
                "信息中心": ("8.00", None, None),
            }.items()
        },
        "projects_current_year": _project_rows(
            ("department", "人大办", "", "10.00", five, four),
            ("unit", "人大办", "人大办", "6.00", five, None),
            ("project", "会议费", "人大办", "4.00", None, None),
            ("project", "培训费", "人大办", "2.00", five, None),
            ("unit", "信息中心", "信息中心", "4.00", None, four),
            ("project", "系统运维", "信息中心", "4.00", None, four),
        ),
        "projects_carryover": _project_rows(
            ("department", "人大办", "", "2.50", None, None),
            ("unit", "人大办", "人大办", "2.50", None, None),
            ("project", "会议费", "人大办", "2.00", None, None),
            ("project", "修缮", "人大办", "0.50", None, None),
        ),
    }
    for code, row in _by_function((2,), lambda items: _spending(items, False)).items():
        capital = {"code": row.pop("function_code"), "name": row.pop("function_name"), **row}
        tables["state_capital_budget"][code] = {"side": "expenditure", **capital}
    states = {
        resource: TableState(
            resource, "present", printed_unit="万元", unit_factor=10000, decimals=2, year=2024, printed_title=resource
        )
        for resource in tables
    }
    little = Little(tables, states)
    if not with_funds:
        for resource in ("government_fund_revenue", "government_fund_expenditure", "state_capital_budget"):
            little.take_away(resource, "declared_empty")
    return little


_WITH_FUNDS, _GENERAL = _build(True), _build(False)


def little(with_funds: bool = True) -> Little:
    """A fresh copy; without funds, tables 7 to 9 are declared empty and all money is general public budget."""
    return deepcopy(_WITH_FUNDS if with_funds else _GENERAL)
