"""From a printed table to its physical rows: cells from left to right, as both kinds of dump see them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from tests.synthesis.model import Fictitious, Printed
from tests.synthesis.pools import ORDINALS
from tests.synthesis.style import Style
from tests.synthesis.tables import GoldRow

EXPENSES = ("amount", "basic_expenditure", "project_expenditure")
FISCAL = ("amount", "general_public_budget", "government_fund_budget", "state_capital_budget")
ALL_SOURCES = (*FISCAL, "special_account_funds", "unit_funds")
COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "revenue_summary": (("function_code", "function_name"), (*ALL_SOURCES, "carryover")),
    "expenditure_summary": (("function_code", "function_name"), EXPENSES),
    "general_budget_expenditure": (("function_code", "function_name"), EXPENSES),
    "basic_expenditure": (
        ("department_economic_name", "government_economic_name"),
        ("amount", "personnel_expenses", "operating_expenses"),
    ),
    "government_fund_revenue": (("revenue_code", "revenue_name"), ("amount",)),
    "government_fund_expenditure": (("function_code", "function_name"), EXPENSES),
    "three_public_expenses": (("item",), FISCAL),
    "agency_operating_expenses": (("unit_name",), FISCAL),
    "projects_current_year": (("name",), ALL_SOURCES),
    "projects_carryover": (("name",), FISCAL),
}
SIDES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "budget_summary": (("item",), ("amount",), ("item",), ("amount", "current_year", "carryover")),
    "appropriation_summary": (("item",), ("amount",), ("item",), FISCAL),
    "state_capital_budget": (("code", "name"), ("amount",), ("code", "name"), EXPENSES),
}


@dataclass(frozen=True)
class Row:
    """Cells of one physical row: None is a cell merged into its left neighbour, '' a blank one. `wide` marks
    a total row, `parent` a heading row, `boundary` the cell after which the second panel begins."""

    cells: tuple[str | None, ...]
    wide: bool = False
    parent: bool = False
    indent: int = 0
    boundary: int | None = None
    names: tuple[int, ...] = ()


def amount_text(value: Decimal | None, fictitious: Fictitious, thousands: bool) -> str:
    """The printed amount; nothing for None, the disclosure's zero for a zero."""
    if value is None:
        return ""
    if value == 0 and fictitious.zero:
        return fictitious.zero
    return f"{value:,.{fictitious.places}f}" if thousands else f"{value:.{fictitious.places}f}"


def _printer(fictitious: Fictitious, table: Printed, style: Style) -> Callable[[int, str], str]:
    def text(index: int, field: str) -> str:
        if (index, field) in table.overrides:
            return table.overrides[index, field]
        return amount_text(table.rows[index].get(field), fictitious, style.thousands)

    return text


def _keys(row: GoldRow, names: tuple[str, ...], total: bool) -> list[str | None]:
    if total and len(names) == 2:
        return [row[names[1]] or row[names[0]], None]
    return [row[name] or "" for name in names]


def _items(table: Printed) -> dict[str, list[tuple[int, str, bool]]]:
    """Per side: row, label with its ordinal (which starts anew with each kind of line), whether it is a total."""
    sides: dict[str, list[tuple[int, str, bool]]] = {"revenue": [], "expenditure": []}
    seen: dict[tuple[str, str], int] = {}
    for index, row in enumerate(table.rows):
        key = (row["side"], row["item_kind"])
        number = seen.get(key, 0)
        seen[key] = number + 1
        numbered = row["item_kind"] in ("source", "function", "carryover_source")
        label = f"{ORDINALS[number]}、{row['item']}" if numbered else row["item"]
        sides[row["side"]].append((index, label, row["item_kind"] in ("year_total", "grand_total")))
    return sides


def _summary_rows(fictitious: Fictitious, table: Printed, style: Style) -> Iterator[Row]:
    text = _printer(fictitious, table, style)
    _, _, _, right_fields = SIDES[table.resource]
    sides = _items(table)
    blank = (None, "", False)
    width = 2 + 1 + len(right_fields)

    def physical(left: tuple[int | None, str, bool], right: tuple[int | None, str, bool]) -> Row:
        cells = [left[1], text(left[0], "amount") if left[0] is not None else "", right[1]]
        cells += [text(right[0], field) if right[0] is not None else "" for field in right_fields]
        return Row(tuple(cells), wide=left[2], boundary=1, names=(0, 2))

    left, right = sides["revenue"], sides["expenditure"]
    sources = 5 if table.resource == "budget_summary" else 3
    for one, other in zip_longest(left[:sources], right[:30], fillvalue=blank):
        yield physical(one, other)
    if style.blank_rows:
        yield Row(("",) * width)
    middle = left[sources:-1]
    for one, other in zip_longest(middle, right[30:32], fillvalue=blank):
        yield physical(one, other)
    if style.blank_rows and table.resource == "appropriation_summary":
        yield Row(("",) * width)
    yield physical(left[-1], right[-1])


def _capital_rows(fictitious: Fictitious, table: Printed, style: Style) -> Iterator[Row]:
    text = _printer(fictitious, table, style)
    left_keys, left_fields, right_keys, right_fields = SIDES[table.resource]

    def half(index: int | None, keys: tuple[str, ...], fields: tuple[str, ...]) -> list[str | None]:
        if index is None:
            return [""] * (len(keys) + len(fields))
        row = table.rows[index]
        return _keys(row, keys, row["code"] is None) + [text(index, field) for field in fields]

    sides = [[i for i, row in enumerate(table.rows) if row["side"] == side] for side in ("revenue", "expenditure")]
    for one, other in zip_longest(*sides):
        cells = half(one, left_keys, left_fields) + half(other, right_keys, right_fields)
        total = one is not None and table.rows[one]["code"] is None
        yield Row(tuple(cells), wide=total, boundary=2, names=(1, 4))


def _plain_rows(fictitious: Fictitious, table: Printed, style: Style) -> Iterator[Row]:
    text = _printer(fictitious, table, style)
    keys, fields = COLUMNS[table.resource]
    levels = {"department": 0, "unit": 1, "project": 2}
    vehicle = iter("①②")
    for index, row in enumerate(table.rows):
        total = row.get("level") == 0 or row.get("item_kind") == "total" or row.get("row_kind") == "total"
        cells: list[str | None] = _keys(row, keys, total and len(keys) == 2)
        if row.get("item_kind") in ("vehicle_purchase", "vehicle_operation"):
            cells[0] = f"{next(vehicle)}{cells[0]}"
        cells += [text(index, field) for field in fields]
        parent = row.get("is_leaf") is False and not total
        indent = levels.get(str(row.get("row_kind")), 0) if keys == ("name",) else 0
        yield Row(tuple(cells), wide=total, parent=parent, indent=indent, names=(len(keys) - 1,))


def _empty_rows(fictitious: Fictitious, table: Printed) -> Iterator[Row]:
    """What an empty table still prints: its total label, and a row of blanks."""
    if table.resource in SIDES:
        yield Row((fictitious.wording.total, None, "", "", "", "", "", ""), wide=True)
        yield Row(("",) * 8)
        return
    keys, fields = COLUMNS[table.resource]
    blanks = ("",) * len(fields)
    if table.resource == "agency_operating_expenses":
        yield Row((fictitious.wording.agency_total, *blanks), wide=True)
    elif len(keys) == 2:
        yield Row((fictitious.wording.total, None, *blanks), wide=True)
    yield Row(("",) * (len(keys) + len(fields)))


def physical_rows(fictitious: Fictitious, table: Printed, style: Style) -> list[Row]:
    """The rows of one table as printed, top to bottom."""
    if table.declared_empty and table.resource != "three_public_expenses":
        if table.resource in ("budget_summary", "appropriation_summary"):
            return list(_summary_rows(fictitious, table, style))
        return list(_empty_rows(fictitious, table))
    if table.resource == "state_capital_budget":
        return list(_capital_rows(fictitious, table, style))
    if table.resource in SIDES:
        return list(_summary_rows(fictitious, table, style))
    return list(_plain_rows(fictitious, table, style))
