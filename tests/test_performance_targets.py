"""Printed targets as figures, and the row of the project table that a form is about."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.model import CellSource, TypedRow, TypedTable
from pipelines.performance.link import project_row
from pipelines.performance.targets import NOTHING, Target, target_of
from pipelines.vocabulary import vocabulary

WORDS = vocabulary()
UNITS = ("%", "元/人", "人", "台（套）", "元/人/天", "小时", "万元", "个工作日", "M", "平方米", "")
SIGNS = {"≥": "≥", "≤": "≤", ">": "＞", "＜": "＜", "=": "=", "大于等于": "≥", "不超过": "≤", ">=": "≥", "": "="}


@pytest.mark.parametrize(
    ("printed", "comparator", "value", "unit"),
    [
        ("≥85%", "≥", "85", "%"),
        ("2400元/人", "=", "2400", "元/人"),
        ("＜24小时", "＜", "24", "小时"),
        ("200元/人/天", "=", "200", "元/人/天"),
        ("470/人/天", "=", "470", "/人/天"),
        ("43 个", "=", "43", "个"),
        ("=2人", "=", "2", "人"),
        ("6台（套）", "=", "6", "台（套）"),
        ("≥1,000元/户", "≥", "1000", "元/户"),
        ("小于等于5%", "≤", "5", "%"),
        ("不低于９０％", "≥", "90", "％"),
        ("＞=95.5%", "≥", "95.5", "%"),
        ("1年", "=", "1", "年"),
        ("≤30日", "≤", "30", "日"),
        ("100", "=", "100", None),
        ("0", "=", "0", None),
        ("100%。", "=", "100", "%"),
    ],
)
def test_a_target_that_is_one_figure(printed: str, comparator: str, value: str, unit: str | None) -> None:
    assert target_of(printed, WORDS) == Target(comparator, Decimal(value), unit)


@pytest.mark.parametrize(
    "printed",
    [
        "及时",
        "3月下旬",
        "2024年6月底",
        "2024年",
        "11月底",
        "6月",
        "20240630",
        "2024",
        "每半年",
        "一次",
        "90%-95%",
        "3-5次",
        "5%以上",
        "24小时内",
        "约5万元",
        "1:5",
        "1/2",
        "-5%",
        "每个联络站每年不少于1次",
        "800元每人",
        "1个街道办事处",
        "",
        None,
    ],
)
def test_words_dates_and_several_figures_give_nothing(printed: str | None) -> None:
    assert target_of(printed, WORDS) == NOTHING


@settings(deadline=None)
@given(st.text(max_size=12))
def test_whatever_is_printed_gives_all_or_nothing(printed: str) -> None:
    found = target_of(printed, WORDS)
    assert (found.comparator is None) == (found.value is None)
    assert found.value is not None or found.unit is None


@settings(deadline=None)
@given(
    st.sampled_from(sorted(SIGNS)),
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(UNITS),
    st.booleans(),
)
def test_a_sign_a_figure_and_a_unit_are_found_again(sign: str, figure: Decimal, unit: str, grouped: bool) -> None:
    found = target_of(f"{sign}{figure:,}{unit}" if grouped else f"{sign}{figure}{unit}", WORDS)
    assert found == Target(SIGNS[sign], figure, unit or None)


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=12), st.sampled_from(["月", "月底", "月上旬", "月底前", "月份"]))
def test_no_month_is_a_figure(month: int, rest: str) -> None:
    assert target_of(f"{month}{rest}", WORDS) == NOTHING


def projects(*rows: tuple[str, str | None, str | None]) -> TypedTable:
    """Rows of (name, unit, amount printed in 万元)."""
    return TypedTable("projects_current_year", tuple(_project(n, *row) for n, row in enumerate(rows, 1)))


def _project(number: int, name: str, unit: str | None, printed: str | None) -> TypedRow:
    amount = Decimal(printed) * 10000 if printed else None
    kind = "unit" if name == unit else "project"
    values = {"name": name, "row_kind": kind, "unit_name": unit, "amount": amount}
    return TypedRow(number, None, values, (CellSource("amount", printed, amount),) if printed else ())


def linked(table: TypedTable | None, name: str | None, unit: str | None = None, total: str | None = None) -> int | None:
    annual = Decimal(total) if total else None
    return project_row({"project_name": name, "unit_name": unit, "annual_total": annual}, table)


@pytest.mark.parametrize("name", ["防汛演练(市级)", "防汛演练（市级）", "防汛 演练（市级）"])
def test_names_are_the_same_whatever_their_brackets_and_spaces(name: str) -> None:
    assert linked(projects(("防汛物资", "中心", "1.00"), ("防汛演练（市级）", "中心", "2.00")), name) == 2


def test_of_projects_of_one_name_that_of_the_same_unit_is_meant() -> None:
    table = projects(("甲局", "甲局", "3.00"), ("遗属补助", "甲局", "1.00"), ("遗属补助", "乙中心", "1.00"))
    assert linked(table, "遗属补助", "乙中心") == 3


def test_of_projects_of_one_name_and_unit_that_of_the_same_sum_is_meant() -> None:
    table = projects(("遗属补助", "甲局", "1.00"), ("遗属补助", "甲局", "2.01"))
    assert linked(table, "遗属补助", "甲局", "20064") == 2


@pytest.mark.parametrize(
    ("table", "name"),
    [
        (None, "遗属补助"),
        (projects(("防汛演练", "甲局", "1.00")), "遗属补助"),
        (projects(("甲局", "甲局", "1.00")), "甲局"),
        (projects(("遗属补助", "甲局", "1.00"), ("遗属补助", "甲局", "1.00")), "遗属补助"),
        (projects(("遗属补助", "甲局", "1.00"), ("遗属补助", "甲局", None)), "遗属补助"),
        (projects(("遗属补助", "甲局", "1.00")), None),
    ],
    ids=["no_table", "another_name", "a_unit_and_no_project", "equal_twice", "sum_of_none_fits", "no_name"],
)
def test_a_form_is_linked_to_no_row_where_none_is_certainly_meant(table: TypedTable | None, name: str | None) -> None:
    assert linked(table, name, "甲局", "30000") is None


@pytest.mark.parametrize("ink", [("1,200.00", "1,300.00"), ("1200.001200.00", "1300.001300.00"), ("#", "1300.00")])
def test_sums_of_projects_are_compared_in_yuan_however_they_are_printed(ink: tuple[str, str]) -> None:
    table = projects(("修路", "甲局", "1200.00"), ("修路", "甲局", "1300.00"))
    rows = tuple(
        TypedRow(row.row_number, None, row.values, (CellSource("amount", printed, row.cells[0].value),))
        for row, printed in zip(table.rows, ink, strict=True)
    )
    assert linked(TypedTable(table.resource, rows), "修路", "甲局", "12000000") == 1
