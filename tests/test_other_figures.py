"""Figures of an earlier year, of a unit, or beside the columns of a form are never taken for those of the budget."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract import extract
from pipelines.model import Disclosure
from pipelines.vocabulary import vocabulary
from tests.grids import Rows, cells, laid_out, read, texts, typed

GENERAL = "一般公共预算支出预算表（不含上年结转）"
FUNDS = "政府性基金预算收入表（不含上年结转）"
TRAVEL = "一般公共预算“三公”经费支出表"
TURNED_HEADER = (
    "单位名称|合计|因公出国（境）费|公务用车购置及运行费|||公务接待费",
    "|||小计|公务用车购置费|公务用车运行费|",
)


def verdicts(disclosure: Disclosure, resource: str) -> set[str]:
    return {verdict for (name, _, _), verdict in disclosure.verdicts.items() if name == resource}


def codes(disclosure: Disclosure) -> set[str]:
    return {issue.code for issue in disclosure.issues}


def amounts(disclosure: Disclosure, resource: str) -> list[object]:
    return [row.get("amount") for _, row in typed(disclosure, resource)]


def coded(header: str, figures: str) -> Rows:
    """Three rows whose figures add up, under a header."""
    rows = ("|合计|", "201|一般公共服务支出|", "20101|人大事务|")
    return cells(*header.splitlines(), *(row + figures for row in rows))


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        (FUNDS, cells("收入科目编码|科目名称|上年执行数", "|合计|10.00", "103|非税收入|10.00")),
        (GENERAL, coded("科目编码|科目名称|合计||上年结转", "10.00|6.00|4.00")),
        (GENERAL, coded("科目编码|科目名称|上年执行数||\n||合计|基本支出|项目支出", "10.00|6.00|4.00")),
        ("一般公共预算支出表", coded("科目编码|科目名称|2024年预算数", "10.00")),
    ],
    ids=["one_column_of_last_year", "slipped_beside_carryover", "group_of_last_year", "heading_of_last_year"],
)
def test_figures_of_another_year_are_not_verified(tmp_path: Path, title: str, rows: Rows) -> None:
    found = read(tmp_path, [(title, rows)])
    assert found.identity.fiscal_year == 2025
    assert set(found.verdicts.values()) == {"unchecked"}
    assert codes(found) & {"unknown_column", "year_differs"}


@pytest.mark.parametrize(
    "rows",
    [
        coded("科目编码|科目名称|2024年预算数|2025年预算数", "9.00|10.00"),
        coded(
            "科目编码|科目名称|2024年预算数|||2025年预算数||\n||合计|基本支出|项目支出|合计|基本支出|项目支出",
            "9.00|6.00|3.00|10.00|6.00|4.00",
        ),
        coded("科目编码|科目名称|2025年预算数|2024年预算数", "10.00|9.00"),
    ],
    ids=["columns", "groups", "later_year_first"],
)
def test_of_two_years_the_later_is_read(tmp_path: Path, rows: Rows) -> None:
    found = read(tmp_path, [("一般公共预算支出表", rows)])
    assert {str(amount) for amount in amounts(found, "general_budget_expenditure")} == {"10.00"}
    assert "other_figures" in codes(found)


@pytest.mark.parametrize(
    ("header", "code"),
    [("收入科目编码 科目名称 上年执行数", "unknown_column"), ("收入科目编码 科目名称 2024年合计", "year_differs")],
)
def test_headings_of_last_year_in_a_text_layer(tmp_path: Path, header: str, code: str) -> None:
    path = tmp_path / "dump.txt"
    head = "2025年政府性基金预算收入表\n部门名称：某县水务局\n单位：万元\n"
    path.write_text(f"{head}{header}\n 合计 10.00\n103 非税收入 10.00\n10301 政府性基金收入 10.00\n", "utf-8")
    found = extract(path, vocabulary())
    assert verdicts(found, "government_fund_revenue") == {"unchecked"}
    assert code in codes(found)


def test_figure_beside_a_turned_column_is_kept(tmp_path: Path) -> None:
    rows = cells(*(f"{row}|" for row in TURNED_HEADER), "合计|10.00|1.00|5.00|2.00|3.00|4.00|9.00")
    found = read(tmp_path, [(TRAVEL, rows)])
    printed = [cell.printed for row in found.tables["three_public_expenses"].rows for cell in row.cells]
    assert printed[-2:] == ["4.00", "9.00"]
    assert "surplus_cells" in codes(found)


def test_words_below_a_turned_table_in_the_same_sheet_are_no_row(tmp_path: Path) -> None:
    rows = [*cells(*TURNED_HEADER, "合计|10.00|1.00|5.00|2.00|3.00|4.00"), ["", "其他相关情况说明", *[""] * 5]]
    found = read(tmp_path, [(TRAVEL, rows)])
    assert len(found.tables["three_public_expenses"].rows) == 6
    assert verdicts(found, "three_public_expenses") == {"verified"}


def test_rows_of_units_in_a_turned_table_are_not_verified(tmp_path: Path) -> None:
    figures = "10.00|1.00|5.00|2.00|3.00|4.00"
    once = read(tmp_path, [(TRAVEL, cells(*TURNED_HEADER, f"合计|{figures}"))])
    assert verdicts(once, "three_public_expenses") == {"verified"}
    twice = read(tmp_path, [(TRAVEL, cells(*TURNED_HEADER, f"合计|{figures}", f"局机关|{figures}"))])
    assert verdicts(twice, "three_public_expenses") == {"unchecked"}
    assert codes(twice) == {"repeated_line"} | codes(once)


def test_name_right_below_the_headings_is_a_row_and_no_heading(tmp_path: Path) -> None:
    header = "单位名称|合计|一般公共预算|政府性基金预算|国有资本经营预算"
    rows = cells(header, "水务局||||", "水务局机关|10.00|10.00||", "合计|10.00|10.00||")
    found = read(tmp_path, [("财政拨款安排机关运行经费预算表", rows)])
    named = [row["unit_name"] for _, row in typed(found, "agency_operating_expenses")]
    assert named == ["水务局", "水务局机关", "合计"]


@pytest.mark.parametrize(
    ("unit", "expected", "code"),
    [("元", {"None"}, "unit_contradicted"), ("万元", {"100000.00"}, None)],
    ids=["contradicted", "repeated"],
)
def test_unit_in_the_headings_counts(tmp_path: Path, unit: str, expected: set[str], code: str | None) -> None:
    rows = coded("科目编码|科目名称|合计（万元）|基本支出（万元）|项目支出（万元）", "10.00|6.00|4.00")
    found = read(tmp_path, [(GENERAL, rows)], unit)
    assert {str(amount) for amount in amounts(found, "general_budget_expenditure")} == expected
    assert (code is None) == ("unit_unknown" not in codes(found))
    assert code is None or code in codes(found)


def test_code_with_a_blank_between_its_parts_is_no_code() -> None:
    rows = cells(
        "功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出", "类|款|项||||", "201||01|行政运行|8.00|8.00|"
    )
    assert texts(laid_out("expenditure_summary", "shanghai", rows)) == [["201?01", "行政运行", "8.00", "8.00", ""]]
