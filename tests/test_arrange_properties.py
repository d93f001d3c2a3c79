"""What may happen to the columns of a table whose cells the document tells apart, without a figure moving."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.model import Disclosure
from tests.grids import SHANGHAI_EXPENDITURE, Rows, cells, read, typed

TITLE = "2025年部门支出预算总表"
PLAIN = cells(
    "功能分类科目编码|功能分类科目名称|合计|基本支出|项目支出",
    "201|一般公共服务支出|90.00|60.00|30.00",
    "20103|政府办公厅（室）及相关机构事务|90.00|60.00|30.00",
    "2010301|行政运行|60.00|60.00|",
    "2010302|一般行政管理事务|30.00||30.00",
    "|合计|90.00|60.00|30.00",
)
SUMMARY = cells(
    "项目|预算数|项目|合计|人员经费|公用经费|项目支出",
    "一、财政拨款收入|90.00|一、一般公共服务支出|60.00|20.00|10.00|30.00",
    "1、一般公共预算资金|90.00|二、住房保障支出|30.00|30.00||",
    "收入总计|90.00|支出总计|90.00|50.00|10.00|30.00",
)
SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def expenditure(folder: Path, rows: Rows) -> Disclosure:
    return read(folder, [(TITLE, rows)])


def rows_of(found: Disclosure) -> object:
    return typed(found, "expenditure_summary")


@SLOW
@given(order=st.permutations(range(5)))
def test_order_of_the_columns_makes_no_difference(tmp_path: Path, order: list[int]) -> None:
    found = expenditure(tmp_path, [[row[i] for i in order] for row in PLAIN])
    assert rows_of(found) == rows_of(expenditure(tmp_path, PLAIN))
    assert not [issue.code for issue in found.issues if issue.resource]


@SLOW
@given(at=st.lists(st.integers(0, 7), max_size=3))
def test_empty_columns_in_between_make_no_difference(tmp_path: Path, at: list[int]) -> None:
    def spaced(row: list[str]) -> list[str]:
        for place in at:
            row.insert(place, "")
        return row

    found = expenditure(tmp_path, [spaced(list(row)) for row in SHANGHAI_EXPENDITURE])
    assert rows_of(found) == rows_of(expenditure(tmp_path, PLAIN))


@SLOW
@given(at=st.lists(st.integers(0, 7), max_size=2))
def test_empty_columns_in_between_make_no_difference_to_two_panels(tmp_path: Path, at: list[int]) -> None:
    def spaced(row: list[str]) -> list[str]:
        for place in at:
            row.insert(place, "")
        return row

    title = "2025年部门财务收支预算总表"
    found = read(tmp_path, [(title, [spaced(list(row)) for row in SUMMARY])])
    assert typed(found, "budget_summary") == typed(read(tmp_path, [(title, SUMMARY)]), "budget_summary")


@SLOW
@given(at=st.integers(0, 5), heading=st.sampled_from(["甲", "其中：专项"]))
def test_figures_under_an_unknown_heading_leave_every_row_unchecked(tmp_path: Path, at: int, heading: str) -> None:
    strange = [heading, *("7.00" for _ in PLAIN[1:])]
    found = expenditure(tmp_path, [[*row[:at], text, *row[at:]] for row, text in zip(PLAIN, strange, strict=True)])
    assert ("unknown_column", "expenditure_summary") in {(issue.code, issue.resource) for issue in found.issues}
    assert {v for (table, _, _), v in found.verdicts.items() if table == "expenditure_summary"} == {"unchecked"}
    assert rows_of(found) == rows_of(expenditure(tmp_path, PLAIN))


@SLOW
@given(at=st.integers(0, 5), heading=st.sampled_from(["上年执行数", "2024年决算数", "比上年增减"]))
def test_figures_of_another_year_beside_the_budget_are_named_and_change_nothing(
    tmp_path: Path, at: int, heading: str
) -> None:
    strange = [heading, *("7.00" for _ in PLAIN[1:])]
    found = expenditure(tmp_path, [[*row[:at], text, *row[at:]] for row, text in zip(PLAIN, strange, strict=True)])
    assert ("other_figures", "expenditure_summary") in {(issue.code, issue.resource) for issue in found.issues}
    plain = expenditure(tmp_path, PLAIN)
    assert (rows_of(found), found.verdicts) == (rows_of(plain), plain.verdicts)


@SLOW
@given(blank=st.booleans(), whole=st.booleans(), breaks=st.sets(st.integers(3, 6), max_size=2))
def test_code_in_one_column_or_three_is_the_same(tmp_path: Path, blank: bool, whole: bool, breaks: set[int]) -> None:
    rows: list[list[str]] = []
    for number, row in enumerate(SHANGHAI_EXPENDITURE):
        parts = [part for part in row[:3] if part]
        if number > 1 and whole:
            parts = ["".join(parts[: i + 1]) for i in range(len(parts))]
        if number > 2 and blank:
            parts = ["" if part else part for part in parts[:-1]] + parts[-1:]
        code = parts + [""] * (3 - len(parts)) if number > 1 else list(row[:3])
        rows += [list(head) for head in SHANGHAI_EXPENDITURE[:2]] if number in breaks else []
        rows.append([*code, *row[3:]])
    assert rows_of(expenditure(tmp_path, rows)) == rows_of(expenditure(tmp_path, PLAIN))


@pytest.mark.parametrize("at", range(1, 5))
def test_figure_moved_under_the_heading_beside_is_never_verified(tmp_path: Path, at: int) -> None:
    rows = [list(row) for row in PLAIN]
    rows[at][3], rows[at][4] = rows[at][4], rows[at][3]
    found = expenditure(tmp_path, rows)
    assert found.verdicts["expenditure_summary", None, at] not in ("verified", "rounding")
