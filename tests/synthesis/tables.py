"""From a budget to the rows that its thirteen tables print, in the columns of the data contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from tests.synthesis.budget import SOURCES, Budget, Spend
from tests.synthesis.codebook import codebook
from tests.synthesis.wording import Wording

GoldRow: TypeAlias = dict[str, Any]
FIELDS: Mapping[str, str] = {
    "general": "general_public_budget",
    "fund": "government_fund_budget",
    "capital": "state_capital_budget",
    "special": "special_account_funds",
    "unit": "unit_funds",
}
FISCAL = ("general", "fund", "capital")


@dataclass(frozen=True)
class Money:
    """How amounts are printed: yuan per unit, decimal places, and whether an amount of nothing is a zero."""

    factor: int
    places: int
    zeros: bool

    def of(self, fen: int) -> Decimal | None:
        """The printed amount, rounded on its own as real tables are; None is a blank cell."""
        if fen == 0 and not self.zeros:
            return None
        exact = Decimal(fen) / 100 / self.factor
        return exact.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)


def of_source(source: str, carried: bool | None = None) -> Callable[[Spend], bool]:
    """Whether a spend is of one source, and of this year or carried over where that is asked."""
    return lambda spend: spend.source == source and carried in (None, spend.carried)


def sum_of(spends: Iterable[Spend], test: Callable[[Spend], bool]) -> int:
    return sum(s.fen for s in spends if test(s))


def _tree(codes: Iterable[str]) -> list[str]:
    """Every code with its headings, in the order of printing."""
    found: set[str] = set()
    for code in codes:
        found.update(code[:end] for end in (3, 5, 7, 9) if end <= len(code))
    return sorted(found)


def _leaf(code: str, codes: Iterable[str]) -> bool:
    return not any(other != code and other.startswith(code) for other in codes)


def _level(code: str | None) -> int:
    return {3: 1, 5: 2, 7: 3, 9: 4}[len(code)] if code else 0


def _name(code: str, books: Iterable[str]) -> str:
    for candidate in books:
        if code in codebook().names[candidate]:
            return codebook().names[candidate][code]
    return codebook().names["revenue"][code]


def coded(
    codes: list[str], total: str, key: str, books: tuple[str, ...], amounts: Callable[[str], Mapping[str, Any]]
) -> list[GoldRow]:
    """A total row and one row for each code; `amounts` of the empty code are the total's."""
    tree = _tree(codes)
    rows: list[GoldRow] = []
    for code in ["", *tree]:
        name = _name(code, books) if code else total
        rows.append(
            {
                f"{key}code": code or None,
                f"{key}name": name,
                "level": _level(code),
                "is_leaf": _leaf(code, tree) if code else not tree,
                **amounts(code),
            }
        )
    return rows


def _expenditure(money: Money, spends: list[Spend], total: str, books: tuple[str, ...], key: str) -> list[GoldRow]:
    def amounts(code: str) -> dict[str, Decimal | None]:
        return {
            "amount": money.of(sum_of(spends, lambda s: s.code.startswith(code))),
            "basic_expenditure": money.of(sum_of(spends, lambda s: s.code.startswith(code) and not s.project)),
            "project_expenditure": money.of(sum_of(spends, lambda s: s.code.startswith(code) and bool(s.project))),
        }

    return coded([s.code for s in spends], total, key, books, amounts)


def _revenue_summary(money: Money, spends: list[Spend], total: str) -> list[GoldRow]:
    def amounts(code: str) -> dict[str, Decimal | None]:
        own = [s for s in spends if s.code.startswith(code)]
        row = {"amount": money.of(sum_of(own, lambda s: not s.carried))}
        for source in SOURCES:
            row[FIELDS[source]] = money.of(sum_of(own, of_source(source, False)))
        row["carryover"] = money.of(sum_of(own, lambda s: s.carried))
        return row

    return coded([s.code for s in spends], total, "function_", ("general", "fund", "capital"), amounts)


def _line(side: str, item: str, kind: str, code: str | None, amounts: Mapping[str, Any]) -> GoldRow:
    return {"side": side, "item": item, "item_kind": kind, "function_code": code, **amounts}


def _two_sided(
    money: Money,
    revenue: list[tuple[str, str, int]],
    columns: Mapping[str, Callable[[Spend], bool]],
    spends: list[Spend],
    zero_end: bool,
) -> list[GoldRow]:
    """Tables 1 and 4: the revenue lines as given; the thirty lines and the totals of expenditure."""
    empty = dict.fromkeys(f for f in columns if f != "amount")
    rows = [_line("revenue", item, kind, None, {"amount": money.of(fen), **empty}) for item, kind, fen in revenue]
    for code, item, _ in codebook().lines:
        own = [s for s in spends if s.code[:3] == code]
        amounts = {field: money.of(sum_of(own, test)) for field, test in columns.items()}
        rows.append(_line("expenditure", item, "function", code, amounts))
    sums = {field: money.of(sum_of(spends, test)) for field, test in columns.items()}
    nothing = {field: money.of(0) if zero_end else None for field in columns}
    rows.append(_line("expenditure", "本年支出合计", "year_total", None, sums))
    rows.append(_line("expenditure", "年终结转", "year_end_carryover", None, nothing))
    rows.append(_line("expenditure", "支出总计", "grand_total", None, sums))
    return rows


def _budget_summary(money: Money, budget: Budget) -> list[GoldRow]:
    spends = list(budget.spends)
    items = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")
    current = [sum_of(spends, of_source(source, False)) for source in SOURCES]
    carried = sum_of(spends, lambda s: s.carried)
    revenue = [(item, "source", fen) for item, fen in zip(items, current, strict=True)]
    revenue.append(("本年收入合计", "year_total", sum(current)))
    revenue.append(("上年结转", "carryover_in", carried))
    revenue.append(("收入总计", "grand_total", sum(current) + carried))
    columns = {"amount": lambda _: True, "current_year": lambda s: not s.carried, "carryover": lambda s: s.carried}
    return _two_sided(money, revenue, columns, spends, True)


def _appropriation_summary(money: Money, budget: Budget) -> list[GoldRow]:
    spends = [s for s in budget.spends if s.source in FISCAL]
    items = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
    current = [sum_of(spends, of_source(source, False)) for source in FISCAL]
    carried = [sum_of(spends, of_source(source, True)) for source in FISCAL]
    revenue = [(item, "source", fen) for item, fen in zip(items, current, strict=True)]
    revenue.append(("本年收入合计", "year_total", sum(current)))
    revenue.append(("上年财政拨款结转", "carryover_in", sum(carried)))
    revenue += [(item, "carryover_source", fen) for item, fen in zip(items, carried, strict=True)]
    revenue.append(("收入总计", "grand_total", sum(current) + sum(carried)))
    columns: dict[str, Callable[[Spend], bool]] = {"amount": lambda _: True}
    for source in FISCAL:
        columns[FIELDS[source]] = of_source(source)
    return _two_sided(money, revenue, columns, spends, True)


def _basic_expenditure(money: Money, budget: Budget, total: str) -> list[GoldRow]:
    def row(names: tuple[str | None, ...], level: int, leaf: bool, fens: list[tuple[str, int]]) -> GoldRow:
        personnel = sum(fen for code, fen in fens if not code.startswith("302"))
        operating = sum(fen for code, fen in fens if code.startswith("302"))
        keys = (f"{side}_economic_{part}" for side in ("department", "government") for part in ("code", "name"))
        return {
            **dict(zip(keys, names, strict=True)),
            "level": level,
            "is_leaf": leaf,
            "amount": money.of(personnel + operating),
            "personnel_expenses": money.of(personnel),
            "operating_expenses": money.of(operating),
        }

    fens = [(e.pair.department_code, e.fen) for e in budget.economies]
    rows = [row((None, total, None, None), 0, False, fens)]
    for heading in ("301", "302", "303"):
        own = [e for e in budget.economies if e.pair.department_code.startswith(heading)]
        if not own:
            continue
        all_own = [(heading, e.fen) for e in own]
        rows.append(row((heading, codebook().headings[heading], None, None), 1, False, all_own))
        for pair in sorted({e.pair for e in own}, key=lambda p: (p.department_code, p.government_code)):
            paid = [(pair.department_code, e.fen) for e in own if e.pair == pair]
            names = (pair.department_code, pair.department_name, pair.government_code, pair.government_name)
            rows.append(row(names, 2, True, paid))
    return rows


def _revenue_codes(money: Money, revenue: tuple[tuple[str, int], ...], total: str, key: str) -> list[GoldRow]:
    def amounts(code: str) -> dict[str, Decimal | None]:
        return {"amount": money.of(sum(fen for own, fen in revenue if own.startswith(code)))}

    return coded([code for code, _ in revenue], total, key, ("revenue",), amounts)


def _state_capital(money: Money, budget: Budget, total: str) -> list[GoldRow]:
    revenue = _revenue_codes(money, budget.capital_revenue, total, "")
    spends = [s for s in budget.spends if s.source == "capital" and not s.carried]
    blank = {"basic_expenditure": None, "project_expenditure": None}
    rows: list[GoldRow] = [{"side": "revenue", **row, **blank} for row in revenue]
    return rows + [{"side": "expenditure", **row} for row in _expenditure(money, spends, total, ("capital",), "")]


def _sources(money: Money, fens: Mapping[str, int], sources: tuple[str, ...]) -> dict[str, Decimal | None]:
    row = {"amount": money.of(sum(fens.get(s, 0) for s in sources))}
    return row | {FIELDS[source]: money.of(fens.get(source, 0)) for source in sources}


def _three_public(money: Money, budget: Budget, total: str) -> list[GoldRow]:
    def row(item: str, kind: str, leaf: bool, kinds: tuple[str, ...]) -> GoldRow:
        fens = {o: sum(fen for k, s, fen in budget.three_public if s == o and k in kinds) for o in FISCAL}
        return {"item": item, "item_kind": kind, "is_leaf": leaf, **_sources(money, fens, FISCAL)}

    vehicles = ("vehicle_purchase", "vehicle_operation")
    return [
        row("因公出国（境）费", "overseas_travel", True, ("overseas_travel",)),
        row("公务接待费", "hospitality", True, ("hospitality",)),
        row("公务用车购置及运行费", "vehicles", False, vehicles),
        row("公务用车购置费", "vehicle_purchase", True, vehicles[:1]),
        row("公务用车运行维护费", "vehicle_operation", True, vehicles[1:]),
        row(total, "total", False, ("overseas_travel", "hospitality", *vehicles)),
    ]


def _operating_expenses(money: Money, budget: Budget, total: str) -> list[GoldRow]:
    own = {
        number: sum(e.fen for e in budget.economies if e.unit == number and e.pair.department_code.startswith("302"))
        for number, unit in enumerate(budget.units)
        if unit.is_organ
    }
    rows = [(total, "total", sum(own.values()))]
    rows += [(budget.units[number].name, "unit", fen) for number, fen in own.items() if fen]
    return [{"unit_name": n, "row_kind": k, **_sources(money, {"general": fen}, FISCAL)} for n, k, fen in rows]


def _projects(money: Money, budget: Budget, carried: bool, department: bool, sources: tuple[str, ...]) -> list[GoldRow]:
    spends = [s for s in budget.spends if s.project and s.carried == carried]

    def row(name: str, kind: str, unit: str | None, own: list[Spend]) -> GoldRow:
        fens = {source: sum_of(own, of_source(source)) for source in sources}
        keys = {"name": name, "row_kind": kind, "unit_name": unit, "is_leaf": kind == "project"}
        return {**keys, **_sources(money, fens, sources)}

    rows = [row(budget.units[0].name, "department", None, spends)] if department and spends else []
    for number, unit in enumerate(budget.units):
        own = [s for s in spends if s.unit == number]
        if own:
            rows.append(row(unit.name, "unit", unit.name, own))
        names = dict.fromkeys(str(s.project) for s in own)
        rows += [row(name, "project", unit.name, [s for s in own if s.project == name]) for name in names]
    return rows


def gold_tables(budget: Budget, wording: Wording, money: Money, department: bool) -> dict[str, list[GoldRow]]:
    """Rows of all thirteen tables; tables without money hold their printed lines or their total row only."""
    spends, total = list(budget.spends), wording.total
    books = ("general", "fund", "capital")

    def current(source: str) -> list[Spend]:
        return [s for s in spends if s.source == source and not s.carried]

    return {
        "budget_summary": _budget_summary(money, budget),
        "revenue_summary": _revenue_summary(money, spends, total),
        "expenditure_summary": _expenditure(money, spends, total, books, "function_"),
        "appropriation_summary": _appropriation_summary(money, budget),
        "general_budget_expenditure": _expenditure(money, current("general"), total, books, "function_"),
        "basic_expenditure": _basic_expenditure(money, budget, total),
        "government_fund_revenue": _revenue_codes(money, budget.fund_revenue, total, "revenue_"),
        "government_fund_expenditure": _expenditure(money, current("fund"), total, ("fund",), "function_"),
        "state_capital_budget": _state_capital(money, budget, total),
        "three_public_expenses": _three_public(money, budget, total),
        "agency_operating_expenses": _operating_expenses(money, budget, wording.agency_total),
        "projects_current_year": _projects(money, budget, False, department, SOURCES),
        "projects_carryover": _projects(money, budget, True, department, FISCAL),
    }
