"""Rows as printed become rows in the order of a layout: codes whole, turned tables upright, totals at their labels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.grid.arrange import arranged
from pipelines.grid.columns import columns_of
from pipelines.grid.inkplaces import told_by_ink
from pipelines.grid.pieces import rows_of
from pipelines.model import RawCell
from pipelines.vocabulary import vocabulary
from pipelines.wording import words_of
from tests.grids import SHANGHAI_EXPENDITURE, Rows, cells, laid_out, section, texts

WHOLE = [
    ["201", "一般公共服务支出", "90.00", "60.00", "30.00"],
    ["20103", "政府办公厅（室）及相关机构事务", "90.00", "60.00", "30.00"],
    ["2010301", "行政运行", "60.00", "60.00", ""],
    ["2010302", "一般行政管理事务", "30.00", "", "30.00"],
    ["", "合计", "90.00", "60.00", "30.00"],
]


def with_codes(*codes: tuple[str, str, str]) -> Rows:
    """The expenditure table with other cells for 类, 款 and 项."""
    rows = SHANGHAI_EXPENDITURE
    return [*rows[:2], *([*code, *row[3:]] for code, row in zip(codes, rows[2:-1], strict=True)), rows[-1]]


@pytest.mark.parametrize(
    "codes",
    [
        [("201", "", ""), ("201", "03", ""), ("201", "03", "01"), ("201", "03", "02")],
        [("201", "", ""), ("", "03", ""), ("", "", "01"), ("", "", "02")],
        [("201", "", ""), ("201", "20103", ""), ("201", "20103", "2010301"), ("201", "20103", "2010302")],
        [("201", "", ""), ("20103", "", ""), ("2010301", "", ""), ("2010302", "", "")],
    ],
    ids=["part_in_each_column", "repeated_parts_left_blank", "whole_code_in_each_column", "whole_code_in_the_first"],
)
def test_code_in_three_columns_is_whole(codes: list[tuple[str, str, str]]) -> None:
    found = laid_out("expenditure_summary", "shanghai", with_codes(*codes))
    assert texts(found) == WHOLE
    assert found is not None
    assert not found.unread


def test_header_repeated_on_the_next_page_is_no_row() -> None:
    rows = [*SHANGHAI_EXPENDITURE[:4], *SHANGHAI_EXPENDITURE[:2], *SHANGHAI_EXPENDITURE[4:]]
    assert texts(laid_out("expenditure_summary", "shanghai", rows)) == WHOLE


def test_parts_of_a_code_are_inherited_across_a_repeated_header() -> None:
    rows = with_codes(("201", "", ""), ("", "03", ""), ("", "", "01"), ("", "", "02"))
    assert texts(laid_out("expenditure_summary", "shanghai", [*rows[:4], *rows[:2], *rows[4:]])) == WHOLE


def test_page_with_a_spacer_column_more_goes_on_with_the_same_table() -> None:
    wide = [[*row[:4], "", *row[4:]] for row in (*SHANGHAI_EXPENDITURE[:2], *SHANGHAI_EXPENDITURE[4:])]
    assert texts(laid_out("expenditure_summary", "shanghai", [*SHANGHAI_EXPENDITURE[:4], *wide])) == WHOLE


def test_page_without_header_and_without_the_spacer_stands_under_the_header_above() -> None:
    wide = [[*row[:4], "", *row[4:]] for row in SHANGHAI_EXPENDITURE[:4]]
    for row in wide[:1]:
        row[4] = ""
    found = laid_out("expenditure_summary", "shanghai", [*wide, *SHANGHAI_EXPENDITURE[4:]])
    assert texts(found) == WHOLE


def test_page_of_as_many_columns_as_nothing_explains_leaves_the_table_as_it_is() -> None:
    assert laid_out("expenditure_summary", "shanghai", [*SHANGHAI_EXPENDITURE, ["201", "1.00", "2.00"]]) is None


def test_two_figures_for_one_place_are_both_kept() -> None:
    rows = cells("科目编码|科目名称|合计||基本支出|项目支出", "201|一般公共服务支出|9.00|8.00|1.00|")
    assert texts(laid_out("expenditure_summary", "shanghai", rows)) == [
        ["201", "一般公共服务支出", "9.00", "1.00", "", "8.00"]
    ]


def test_column_of_remarks_is_ignored_by_name() -> None:
    found = laid_out(
        "expenditure_summary", "shanghai", cells("科目编码|科目名称|合计|备注", "201|一般公共服务支出|9.00|含结转")
    )
    assert found is not None
    assert not found.unread


def test_unknown_heading_over_ink_is_unread_and_over_nothing_is_not() -> None:
    rows = cells("科目编码|科目名称|合计|上年执行数|基本支出", "201|一般公共服务支出|9.00|7.00|9.00")
    found = laid_out("expenditure_summary", "shanghai", rows)
    assert found is not None
    assert found.unread == ("上年执行数",)
    empty = laid_out("expenditure_summary", "shanghai", [rows[0], [*rows[1][:3], "", rows[1][4]]])
    assert empty is not None
    assert not empty.unread


def test_total_whose_label_spans_the_panels_to_its_right_has_its_figure_at_its_label() -> None:
    rows = cells(
        "项目名称|金额|功能科目名称|金额|项目名称|金额",
        "一、财政拨款|8.00|一、一般公共服务支出|8.00|一、基本支出|8.00",
        "当年收入小计|8.00|当年支出小计|||8.00",
        "收入合计|8.00|支出合计|||8.00",
    )
    assert texts(laid_out("budget_summary", "jiangsu", rows))[1:] == [
        ["当年收入小计", "8.00", "当年支出小计", "8.00", "", ""],
        ["收入合计", "8.00", "支出合计", "8.00", "", ""],
    ]


def test_figure_of_a_purpose_stays_where_it_is() -> None:
    rows = cells(
        "项目名称|金额|功能科目名称|金额|项目名称|金额",
        "二、财政专户管理资金||二、外交支出||二、项目支出|8.00",
        "三、其他资金||三、国防支出|||",
    )
    assert texts(laid_out("budget_summary", "jiangsu", rows))[0][4:] == ["二、项目支出", "8.00"]


TURNED = cells(
    "“三公”经费预算数||||||机关运行经费预算数",
    "合计|因公出国（境）费|公务接待费|公务用车购置及运行费|||",
    "|||小计|购置费|运行费|",
    "11.00|3.00|1.00|7.00||7.00|20.00",
)


def test_one_row_of_figures_is_turned_upright() -> None:
    assert texts(laid_out("three_public_expenses", "shanghai", TURNED)) == [
        ["合计", "11.00"],
        ["因公出国（境）费", "3.00"],
        ["公务接待费", "1.00"],
        ["公务用车购置及运行费", "7.00"],
        ["购置费", ""],
        ["运行费", "7.00"],
    ]
    assert texts(laid_out("agency_operating_expenses", "shanghai", TURNED)) == [["机关运行经费预算数", "20.00"]]


def test_columns_that_a_form_has_and_a_table_does_not_print_are_named() -> None:
    found = laid_out("budget_summary", "shanghai", cells("项目|预算数|项目|预算数", "二、事业收入||外交支出|8.00"))
    assert found is not None
    assert found.columns == {(0, "item"), (0, "amount"), (1, "item"), (1, "amount")}


def test_table_without_cells_or_without_a_legible_heading_is_not_arranged() -> None:
    assert laid_out("expenditure_summary", "shanghai", []) is None
    assert laid_out("expenditure_summary", "shanghai", cells("甲|乙|丙", "201|一般公共服务支出|8.00")) is None


def test_total_alone_on_its_page_beside_its_number_stands_under_its_columns() -> None:
    def row(*inked: tuple[str, float]) -> list[RawCell]:
        return [RawCell(text, text, box=(x, 0, x + 20, 8)) if text else RawCell("", "") for text, x in inked]

    columns = columns_of(
        [("序号", "科目编码", "科目名称", "合计", "基本支出")], vocabulary().tables["expenditure_summary"]
    )
    above = [row(("1", 0), ("201", 40), ("一般公共服务支出", 90), ("9.00", 200), ("9.00", 260))]
    found = told_by_ink(columns, above, [row(("44", 0), ("合计", 60), ("9.00", 200), ("9.00", 260))])
    assert found is not None
    assert [place and place.field for place in found.places] == [None, "function_code", "amount", "basic_expenditure"]
    assert found.paths[0] == ("序号",)


def test_headings_that_are_recognised_tell_no_other_form() -> None:
    whole = section(
        "expenditure_summary", cells("科目编码|科目名称|合计|基本|项目支", "201|一般公共服务支出|9.00|9.00|")
    )
    read = [replace(line, cells=tuple(replace(cell, confidence=0.99) for cell in line.cells)) for line in whole.lines]
    scanned, words = replace(whole, lines=tuple(read)), words_of(vocabulary())
    table = vocabulary().tables["expenditure_summary"]
    framed, recognised = (arranged(s, rows_of(s, words), table, words) for s in (whole, scanned))
    assert framed is not None
    assert recognised is not None
    assert (framed.framed, recognised.framed) == (True, False)
