"""What becomes a line of budget_lines and what it says, one oddity of the print at a time. Amounts in yuan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.budget_lines import DIMENSIONS, budget_lines
from pipelines.extract import extract
from pipelines.model import Disclosure, TypedRow, TypedTable
from pipelines.package.records import records
from pipelines.package.settings import Settings
from pipelines.states import TableState
from pipelines.tables import Table
from pipelines.vocabulary import vocabulary
from tests import builders
from tests.builders import row

WORDS = vocabulary()
ROOT = Path(__file__).parent.parent
FOUNDING = sorted(path for path in ROOT.glob("datapackages/*/raw/*") if path.is_file())
Line = dict[str, Any]


def printed(resource: str, *rows: TypedRow, form: str = "shanxi", title: str | None = None) -> Disclosure:
    """A disclosure of one table, as a form prints it."""
    state = TableState(resource, "present", title, None, "万元", 10000, 2, form=form)
    return builders.disclosure(
        WORDS,
        identity=builders.identity(template=form),
        tables={resource: TypedTable(resource, rows)},
        states={resource: state},
        verdicts={(resource, r.side, r.row_number): "verified" for r in rows},
    )


def lines(resource: str, *rows: TypedRow, form: str = "shanxi", title: str | None = None) -> list[Line]:
    return [dict(line) for line in budget_lines(printed(resource, *rows, form=form, title=title), WORDS)]


def places(found: list[Line]) -> list[tuple[int, str]]:
    return [(line["row_number"], line["field"]) for line in found]


def said(line: Line, *columns: str) -> tuple[Any, ...]:
    return tuple(line[column] for column in columns)


def function(number: int, code: str | None, level: int, **amounts: Any) -> TypedRow:
    return row(number, function_code=code, function_name=f"科目{code}" if code else "合计", level=level, **amounts)


def item(number: int, kind: str | None, name: str, side: str | None = "revenue", **amounts: Any) -> TypedRow:
    return row(number, side, item=name, item_kind=kind, **amounts)


def project(number: int, kind: str | None, name: str, unit: str | None, **amounts: Any) -> TypedRow:
    return row(number, name=name, row_kind=kind, unit_name=unit, **amounts)


def test_columns_of_a_leaf_row_are_lines_and_its_total_is_none() -> None:
    found = lines(
        "expenditure_summary",
        function(1, None, 0, amount="30.00", basic_expenditure="20.00", project_expenditure="10.00"),
        function(2, "201", 1, amount="30.00", basic_expenditure="20.00", project_expenditure="10.00"),
        function(3, "2010101", 3, amount="30.00", basic_expenditure="20.00", project_expenditure="10.00"),
    )
    assert places(found) == [(3, "basic_expenditure"), (3, "project_expenditure")]
    assert [said(line, "function_code", "expenditure_type", "amount") for line in found] == [
        ("2010101", "basic", Decimal("20.00")),
        ("2010101", "project", Decimal("10.00")),
    ]


def test_printed_zero_is_a_line_and_a_blank_is_none() -> None:
    found = lines("expenditure_summary", function(1, "201", 1, amount="30.00", basic_expenditure="0.00"))
    assert [said(line, "field", "amount") for line in found] == [("basic_expenditure", Decimal("0.00"))]


def test_total_of_a_row_without_its_parts_is_the_line_and_says_nothing_of_them() -> None:
    [line] = lines("expenditure_summary", function(1, "201", 1, amount="30.00"))
    assert said(line, "field", "expenditure_type", "function_code") == ("amount", None, "201")


def test_heading_above_blank_rows_is_the_line() -> None:
    found = lines(
        "three_public_expenses",
        item(1, "vehicles", "公务用车购置及运行费", None, amount="5.00"),
        item(2, "vehicle_purchase", "公务用车购置费", None),
        item(3, "vehicle_operation", "公务用车运行维护费", None),
        item(4, "total", "合计", None, amount="5.00"),
    )
    assert [said(line, "item_kind", "item", "amount") for line in found] == [
        ("vehicles", "公务用车购置及运行费", Decimal("5.00"))
    ]


def test_total_row_alone_is_the_line_and_names_no_function() -> None:
    [line] = lines("expenditure_summary", function(1, None, 0, amount="0.00"))
    assert said(line, "amount", "function_code", "function_name") == (Decimal("0.00"), None, None)


def test_basic_expenditure_gives_way_to_staff_and_office() -> None:
    found = lines(
        "general_budget_expenditure",
        function(
            1,
            "2010101",
            3,
            amount="30.00",
            basic_expenditure="20.00",
            personnel_expenses="15.00",
            operating_expenses="5.00",
            project_expenditure="10.00",
        ),
        form="jiangsu_2021",
    )
    assert {line["field"]: said(line, "expenditure_type", "budget_book") for line in found} == {
        "personnel_expenses": ("basic", "general_public"),
        "operating_expenses": ("basic", "general_public"),
        "project_expenditure": ("project", "general_public"),
    }


REVENUE = (
    item(1, "source", "一般公共预算", amount="90.00"),
    item(2, "source", "单位资金", amount="10.00"),
    item(3, "year_total", "本年收入合计", amount="100.00"),
    item(4, "carryover_in", "上年结转", amount="7.00"),
    item(5, "grand_total", "收入总计", amount="107.00"),
)


def test_lines_of_revenue_say_their_budget_and_what_is_carried_over() -> None:
    found = lines("budget_summary", *REVENUE)
    assert [said(line, "item", "direction", "budget_book", "period") for line in found] == [
        ("一般公共预算", "revenue", "general_public", "current"),
        ("单位资金", "revenue", "unit_funds", "current"),
        ("上年结转", "revenue", None, "carryover"),
    ]


def test_revenue_without_a_line_of_carry_over_may_hold_it() -> None:
    found = lines("budget_summary", REVENUE[0], item(2, "grand_total", "收入总计", amount="90.00"), form="shanghai")
    assert [said(line, "item_kind", "period") for line in found] == [("source", None)]


def test_carry_over_of_appropriation_is_broken_down_by_budget() -> None:
    found = lines(
        "appropriation_summary",
        item(1, "carryover_in", "上年财政拨款结转", amount="7.00"),
        item(2, "carryover_source", "一般公共预算", amount="4.00"),
        item(3, "carryover_source", "政府性基金预算", amount="3.00"),
        item(4, "grand_total", "收入总计", amount="7.00"),
    )
    assert [said(line, "budget_book", "period", "amount") for line in found] == [
        ("general_public", "carryover", Decimal("4.00")),
        ("government_fund", "carryover", Decimal("3.00")),
    ]


@pytest.mark.parametrize(
    ("general", "lines_of"),
    [("700000.00", [2, 3]), ("600000.00", [1]), (None, [1])],
    ids=["all", "in_part", "not_at_all"],
)
def test_appropriation_is_broken_down_where_its_parts_are_all_of_it(general: str | None, lines_of: list[int]) -> None:
    found = lines(
        "budget_summary",
        item(1, "source_group", "财政拨款收入", amount="1000000.00"),
        item(2, "source", "一般公共预算资金", amount=general),
        item(3, "source", "政府性基金", amount="300000.00" if general else None),
        item(4, "grand_total", "收入总计", amount="1000000.00"),
        form="shanghai",
    )
    assert [line["row_number"] for line in found] == lines_of


@pytest.mark.parametrize(("business", "lines_of"), [("100000.00", [2]), ("60000.00", [1, 2])], ids=["within", "beside"])
def test_own_money_of_the_unit_may_be_the_sum_of_the_lines_below_it(business: str, lines_of: list[int]) -> None:
    found = lines(
        "budget_summary",
        item(1, "source", "单位资金", amount="100000.00"),
        item(2, "source", "事业收入", amount=business),
        item(3, "year_total", "本年收入合计", amount="100000.00"),
        form="national",
    )
    assert [line["row_number"] for line in found] == lines_of


def test_subtotal_of_a_source_gives_way_to_its_parts_and_one_without_stays() -> None:
    found = lines(
        "revenue_summary",
        item(1, "grand_total", "收入总计", None, amount="100.00"),
        item(2, "source", "一般公共预算资金小计", None, amount="90.00"),
        item(3, "source_part", "专项收入", None, amount="90.00"),
        item(4, "source", "政府性基金小计", None, amount="5.00"),
        item(5, "carryover_in", "上年结转和结余资金小计", None, amount="5.00"),
        item(6, "of_which", "其中：动用上年结转和结余资金", None, amount="5.00"),
        form="jiangsu",
    )
    assert [said(line, "row_number", "budget_book", "period") for line in found] == [
        (3, "general_public", "current"),
        (4, "government_fund", "current"),
        (5, None, "carryover"),
    ]


def test_function_line_of_the_summary_has_its_name_and_both_years() -> None:
    found = lines(
        "budget_summary",
        item(
            1,
            "function",
            "教育支出",
            "expenditure",
            function_code="205",
            amount="9.00",
            current_year="7.00",
            carryover="2.00",
        ),
        item(2, "year_total", "本年支出合计", "expenditure", amount="9.00", current_year="7.00", carryover="2.00"),
    )
    assert [said(line, "function_code", "function_name", "period", "amount") for line in found] == [
        ("205", "教育支出", "current", Decimal("7.00")),
        ("205", "教育支出", "carryover", Decimal("2.00")),
    ]


def test_purposes_are_expenditure_of_their_own_side() -> None:
    found = lines(
        "budget_summary",
        item(1, "purpose", "基本支出", "purpose", amount="6.00"),
        item(2, "purpose", "单位预留机动经费", "purpose", amount="1.00"),
        form="jiangsu",
    )
    assert [said(line, "side", "direction", "expenditure_type") for line in found] == [
        ("purpose", "expenditure", "basic"),
        ("purpose", "expenditure", None),
    ]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("2024年一般公共预算支出预算表（不含上年结转）", "current"),
        ("2024年一般公共预算支出预算表", None),
        (None, "current"),
    ],
    ids=["says_so", "does_not", "no_title_read_so_that_of_the_form"],
)
def test_title_says_whether_carry_over_is_left_out(title: str | None, period: str | None) -> None:
    [line] = lines("general_budget_expenditure", function(1, "201", 1, project_expenditure="1.00"), title=title)
    assert line["period"] == period


@pytest.mark.parametrize(
    ("title", "book"), [("一般公共预算“三公”经费支出表", "general_public"), ("财政拨款“三公”经费支出表", None)]
)
def test_title_says_which_budget_pays_the_three_public_expenses(title: str, book: str | None) -> None:
    kept = item(1, "hospitality", "公务接待费", None, amount="1.00")
    [line] = lines("three_public_expenses", kept, form="national", title=f"2024年{title}")
    assert line["budget_book"] == book


def test_state_capital_has_revenue_codes_on_one_side_and_functions_on_the_other() -> None:
    found = lines(
        "state_capital_budget",
        row(1, "revenue", code="1030601", name="利润收入", level=3, amount="8.00"),
        row(1, "expenditure", code="2230105", name="补助支出", level=3, amount="8.00", project_expenditure="8.00"),
    )
    assert [said(line, "direction", "revenue_code", "function_code", "function_name") for line in found] == [
        ("revenue", "1030601", None, None),
        ("expenditure", None, "2230105", "补助支出"),
    ]


def test_project_has_its_unit_and_sources_are_budgets() -> None:
    found = lines(
        "projects_carryover",
        project(1, "department", "水利局", None, amount="9.00", general_public_budget="9.00"),
        project(2, "unit", "水利站", "水利站", amount="9.00", general_public_budget="9.00"),
        project(3, "project", "水库维修", "水利站", amount="9.00", general_public_budget="9.00"),
    )
    assert [said(line, "project_name", "unit_name", "budget_book", "expenditure_type", "period") for line in found] == [
        ("水库维修", "水利站", "general_public", "project", "carryover")
    ]


def test_rows_that_may_be_units_or_projects_leave_the_department_as_the_line() -> None:
    found = lines(
        "projects_current_year",
        project(1, "department", "水利局", None, amount="9.00"),
        project(2, None, "水利站", None, amount="9.00"),
        project(3, None, "水库维修", None, amount="9.00"),
    )
    assert [said(line, "row_number", "project_name", "amount") for line in found] == [(1, None, Decimal("9.00"))]


def test_line_that_no_form_has_is_no_line() -> None:
    found = lines("budget_summary", REVENUE[0], item(2, None, "代管资金", amount="3.00"))
    assert [line["item"] for line in found] == ["一般公共预算"]


def test_line_keeps_the_verdict_of_its_row() -> None:
    disclosure = printed("expenditure_summary", function(1, "201", 1, project_expenditure="1.00"))
    disclosure = replace(disclosure, verdicts={("expenditure_summary", None, 1): "conflict"})
    assert [line["verdict"] for line in budget_lines(disclosure, WORDS)] == ["conflict"]


FINANCE = next(path for path in FOUNDING if "caizhengju" in path.parts[-3])
MEANT = {
    ("budget_summary", "revenue", "amount"): {
        ("revenue", "general_public", None, "current"),
        ("revenue", None, None, "carryover"),
    },
    ("budget_summary", "expenditure", "current_year"): {("expenditure", None, None, "current")},
    ("budget_summary", "expenditure", "carryover"): {("expenditure", None, None, "carryover")},
    ("revenue_summary", None, "general_public_budget"): {("revenue", "general_public", None, "current")},
    ("revenue_summary", None, "carryover"): {("revenue", None, None, "carryover")},
    ("expenditure_summary", None, "basic_expenditure"): {("expenditure", None, "basic", None)},
    ("expenditure_summary", None, "project_expenditure"): {("expenditure", None, "project", None)},
    ("appropriation_summary", "revenue", "amount"): {
        ("revenue", "general_public", None, "current"),
        ("revenue", "general_public", None, "carryover"),
    },
    ("appropriation_summary", "expenditure", "general_public_budget"): {("expenditure", "general_public", None, None)},
    ("general_budget_expenditure", None, "basic_expenditure"): {("expenditure", "general_public", "basic", "current")},
    ("general_budget_expenditure", None, "project_expenditure"): {
        ("expenditure", "general_public", "project", "current")
    },
    ("basic_expenditure", None, "personnel_expenses"): {("expenditure", "general_public", "basic", "current")},
    ("basic_expenditure", None, "operating_expenses"): {("expenditure", "general_public", "basic", "current")},
    ("agency_operating_expenses", None, "general_public_budget"): {("expenditure", "general_public", None, None)},
    ("projects_current_year", None, "general_public_budget"): {("expenditure", "general_public", "project", "current")},
    ("projects_carryover", None, "general_public_budget"): {("expenditure", "general_public", "project", "carryover")},
}


def test_what_each_column_of_a_founding_disclosure_says() -> None:
    found: dict[tuple[Any, ...], set[tuple[Any, ...]]] = {}
    for line in budget_lines(extract(FINANCE, WORDS), WORDS):
        place = (line["resource"], line["side"], line["field"])
        found.setdefault(place, set()).add(tuple(line[name] for name in DIMENSIONS))
    assert found == MEANT


@pytest.mark.parametrize("path", FOUNDING, ids=lambda path: path.parts[-3])
def test_every_line_leads_to_the_ink_of_its_amount(path: Path) -> None:
    rows = records(extract(path, WORDS), WORDS, Settings())

    def table(name: str) -> list[dict[str, str]]:
        columns = [column.name for column in WORDS.tables[name].columns]
        return [dict(zip(columns, line, strict=True)) for line in rows[name]]

    place = ("resource", "side", "row_number", "field")
    inked = {tuple(cell[name] for name in place) for cell in table("cell_sources")}
    found = [tuple(line[name] for name in place) for line in table("budget_lines")]
    assert len(found) > 60
    assert len(found) == len(set(found))
    assert set(found) <= inked


@pytest.mark.parametrize("each", WORDS.standard_tables, ids=lambda each: each.resource)
def test_every_table_says_which_way_its_money_goes_and_which_columns_are_totals(each: Table) -> None:
    own = WORDS.dimensions["tables"][each.resource]
    layouts = [each, *(form.layouts[each.resource] for form in WORDS.forms.values() if each.resource in form.layouts)]
    for side in {panel.side for layout in layouts for panel in layout.panels}:
        assert {**own, **own.get("sides", {}).get(side, {})}["direction"]
    parts = own.get("parts", {})
    within = {part for below in parts.values() for part in below}
    assert within | set(parts) <= set(each.amount_fields)
    outside = set(each.amount_fields) - within - {"amount", "total_revenue"}
    assert outside <= ({"carryover"} if each.resource == "revenue_summary" else set())


def test_every_printed_line_that_is_named_is_a_line_of_some_form() -> None:
    tables = [*WORDS.tables.values(), *(table for form in WORDS.forms.values() for table in form.layouts.values())]
    printed_lines = [line for table in tables for panel in table.panels for line in panel.lines]
    items, kinds = {line.item for line in printed_lines}, {line.kind for line in printed_lines}
    said_of = WORDS.dimensions["lines"]
    named = {*said_of["items"], *(item for group in said_of["whole_only"] for item in group["whole"] + group["parts"])}
    assert named <= items
    above = {*said_of["parts"], *(kind for below in said_of["parts"].values() for kind in below)}
    assert kinds == above | {*said_of["below"].values(), *said_of["repeated"]}


TAXONOMY = {
    "entity_id": "administrative-classification:generic:code",
    "entity_name": "administrative-classification:generic:label",
    "division_code": "geo:source:code",
    "fiscal_year": "date:fiscal-year",
    "direction": "direction",
    "budget_book": "fin-source:generic:code",
    "expenditure_type": "expenditure-type:code",
    "function_code": "functional-classification:generic:code",
    "function_name": "functional-classification:generic:label",
    "revenue_code": "economic-classification:generic:code:revenue",
    "revenue_name": "economic-classification:generic:label:revenue",
    "department_economic_code": "economic-classification:generic:code",
    "department_economic_name": "economic-classification:generic:label",
    "government_economic_code": "economic-classification:generic:code:government",
    "government_economic_name": "economic-classification:generic:label:government",
    "unit_name": "administrative-classification:generic:level2:code",
    "project_name": "activity:generic:project:code",
    "amount": "value",
}
"""Names of the budget taxonomy of the Fiscal Data Package; a longer name takes the properties of its beginning."""


def test_columns_have_the_types_of_the_fiscal_data_package_each_once() -> None:
    assert {c.name: c.column_type for c in WORDS.tables["budget_lines"].columns if c.column_type} == TAXONOMY
    assert len(set(TAXONOMY.values())) == len(TAXONOMY)
