"""Printed columns find their fields by the headings stacked over them; what no layout knows is left unread."""

from __future__ import annotations

import pytest

from pipelines.grid.columns import Place, columns_of, header_length
from pipelines.vocabulary import vocabulary
from tests.grids import SHANGHAI_EXPENDITURE, Rows, cells


def places(resource: str, form: str, header: Rows) -> list[tuple[int, str] | None]:
    found = columns_of(header, vocabulary().layout(resource, form)).places
    return [None if place is None else (place.panel, place.field) for place in found]


def length(resource: str, form: str, rows: Rows) -> int:
    return header_length(rows, vocabulary().layout(resource, form))


def test_code_in_three_columns_is_one_key() -> None:
    assert places("expenditure_summary", "shanghai", SHANGHAI_EXPENDITURE[:2]) == [
        *[(0, "function_code")] * 3,
        (0, "function_name"),
        (0, "amount"),
        (0, "basic_expenditure"),
        (0, "project_expenditure"),
    ]


def test_one_word_under_two_headings_is_told_apart_by_what_stands_above() -> None:
    header = cells(
        "项目|预算数|项目|合计|基本支出||项目支出",
        "||||人员经费|公用经费|",
    )
    assert places("budget_summary", "shanghai", header) == [
        (0, "item"),
        (0, "amount"),
        (1, "item"),
        (1, "amount"),
        (1, "personnel_expenses"),
        (1, "operating_expenses"),
        (1, "project_expenditure"),
    ]


def test_same_headings_three_times_are_three_panels() -> None:
    header = cells("收入||支出|||", "||功能分类||支出用途|", "项目名称|金额|功能科目名称|金额|项目名称|金额")
    assert places("budget_summary", "jiangsu", header) == [(n, field) for n in range(3) for field in ("item", "amount")]


def test_unknown_heading_takes_no_place() -> None:
    header = cells("科目编码|科目名称|合计|上年执行数|基本支出|项目支出")
    assert places("expenditure_summary", "shanghai", header)[3:] == [
        None,
        (0, "basic_expenditure"),
        (0, "project_expenditure"),
    ]


def test_heading_with_a_year_is_that_heading_and_a_year_alone_is_the_budget() -> None:
    assert places("three_public_expenses", "shanghai", cells("2025年合计|公务接待费"))[0] == (0, "amount")
    assert places("appropriation_summary", "shanghai", cells("项目|2025年|项目|合计"))[:2] == [
        (0, "item"),
        (0, "amount"),
    ]


def test_heading_twice_takes_its_place_once() -> None:
    found = places("expenditure_summary", "shanghai", cells("科目编码|科目名称|合计|合计"))
    assert found == [(0, "function_code"), (0, "function_name"), (0, "amount"), None]


def test_row_of_column_numbers_is_part_of_the_header() -> None:
    rows = cells("科目编码|科目名称|合计|基本支出|项目支出", "1|2|3|4|5", "201|一般公共服务支出|8.00|8.00|")
    assert length("expenditure_summary", "shanghai", rows) == 2
    numbered = cells("栏次|1|2|3|4", "201|一般公共服务支出|8|8|")
    assert length("expenditure_summary", "shanghai", [rows[0], *numbered]) == 2


def test_total_alone_begins_the_rows() -> None:
    rows = cells("科目编码|科目名称|合计|基本支出|项目支出", "|合计|||")
    assert length("expenditure_summary", "shanghai", rows) == 1


def test_line_of_the_form_begins_the_rows_though_it_has_no_figure() -> None:
    rows = cells("项目|预算数|项目|合计", "二、事业收入||外交支出|")
    assert length("budget_summary", "shanghai", rows) == 1


def test_code_of_another_classification_is_no_row() -> None:
    rows = cells("科目编码|科目名称|合计", "说明|按科目列示|", "301|工资福利支出|8.00")
    assert length("basic_expenditure", "shanghai", rows) == 2


@pytest.mark.parametrize(
    ("headings", "kinds"),
    [
        (
            "合计|三公经费|因公出国（境）费|公务接待费|会议费|培训费",
            ["total_with_meetings", None, "overseas_travel", "hospitality", "conference", "training"],
        ),
    ],
)
def test_headings_of_a_turned_table_are_its_lines(headings: str, kinds: list[str | None]) -> None:
    layout = vocabulary().layout("three_public_expenses", "jiangsu")
    found = columns_of(cells(headings), layout).places
    lines = [None if p is None or p.line is None else layout.panels[0].lines[p.line].kind for p in found]
    assert lines == kinds


def test_subtotal_of_a_turned_table_is_told_by_the_heading_above_it() -> None:
    layout = vocabulary().layout("three_public_expenses", "jiangsu")
    header = cells(
        "合计|“三公”经费||||||会议费|培训费",
        "|小计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费||",
        "|||小计|公务用车购置费|公务用车运行维护费|||",
    )
    found = columns_of(header, layout).places
    assert [p and p.line is not None and layout.panels[0].lines[p.line].kind for p in found] == [
        "total_with_meetings",
        "total",
        "overseas_travel",
        "vehicles",
        "vehicle_purchase",
        "vehicle_operation",
        "hospitality",
        "conference",
        "training",
    ]


def test_place_of_a_column_without_heading_is_that_of_the_one_before() -> None:
    header = cells("科目编码||科目名称|合计")
    assert columns_of(header, vocabulary().layout("expenditure_summary", "shanghai")).places[:2] == (
        Place(0, "function_code", True),
        Place(0, "function_code", True),
    )
