"""Forms as data, and how a document's form is told: by its titles and by the headings of its columns."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipelines.forms import form
from pipelines.model import Line
from pipelines.titles import headings, titled_form
from pipelines.vocabulary import vocabulary
from pipelines.wording import label_number, title_of, words_of
from tests.grids import SHANGHAI_EXPENDITURE, cells, read, typed

JIANGSU_EXPENDITURE = cells(
    "合计|基本支出|项目支出|单位预留机动经费|结转下年资金",
    "95.50|78.00|13.00|4.00|0.50",
)
PURCHASES = cells(
    "采购品目大类|专项名称|经济科目|采购物品名称|采购组织形式|总计",
    "合计|||||12.00",
    "一、货物A|||||12.00",
    "|设备费|办公设备购置|||12.00",
    "|||台式计算机|分散采购|7.00",
    "|||便携式计算机|分散采购|5.00",
)
UNKNOWN = cells(
    "科目编码|科目名称|合计|甲项|乙项",
    "|合计|8.00|3.00|5.00",
    "201|一般公共服务支出|8.00|3.00|5.00",
)


@pytest.mark.parametrize(
    ("text", "resource", "year", "entity"),
    [
        ("2025年部门财务收支预算总表", "budget_summary", 2025, None),
        ("2025年预算单位收入预算总表", "revenue_summary", 2025, None),
        ("3．2025年部门支出预算总表", "expenditure_summary", 2025, None),
        ("四、2018年度江苏省某法院财政拨款收支预算总表", "appropriation_summary", 2018, "江苏省某法院"),
        ("上海市某区商务委员会2025年部门支出预算总表", "expenditure_summary", 2025, "上海市某区商务委员会"),
        ("江苏省某委员会办公厅支出预算总表", "expenditure_summary", None, "江苏省某委员会办公厅"),
        ("公开表五财政拨款支出预算表（功能科目）", "appropriation_expenditure", None, None),
        ("财政拨款支出预算表（功能科目）公开表五", "appropriation_expenditure", None, None),
        ("附表3：2025年支出预算总表", "expenditure_summary", 2025, None),
        ("支出预算总表（续表）", "expenditure_summary", None, None),
        ("一般公共预算支出预算表（功能科目）（二）", "general_budget_expenditure", None, None),
        ("2025年部门‘三公’经费和机关运行经费预算表", "three_public_expenses", 2025, None),
        ("2019年政府采购预算表", "government_procurement", 2019, None),
    ],
)
def test_title_says_table_year_and_owner(text: str, resource: str, year: int | None, entity: str | None) -> None:
    found = title_of(text, vocabulary())
    assert found is not None
    assert (found.resource, found.year, found.entity) == (resource, year, entity)


@pytest.mark.parametrize(
    "text", ["关于支出预算总表", "其他支出预算总表", "见支出预算总表。", "支出预算总表说明", "总表"]
)
def test_words_around_a_title_that_name_nobody_make_it_none(text: str) -> None:
    assert title_of(text, vocabulary()) is None


def test_titles_tell_the_form_and_that_of_the_contract_where_several_have_them() -> None:
    assert getattr(titled_form(["财务收支预算总表"], vocabulary()), "form", None) == "shanghai"
    assert (
        getattr(titled_form(["财政拨款支出预算表（功能科目）", "收入预算总表"], vocabulary()), "form", None)
        == "jiangsu"
    )
    assert getattr(titled_form(["收入预算总表"], vocabulary()), "form", None) == "shanxi"
    assert titled_form(["工会经费表"], vocabulary()) is None


@pytest.mark.parametrize(
    ("label", "number"), [("公开表五", 5), ("公开表十二", 12), ("公开06表", 6), ("预算公开表3", 3)]
)
def test_label_has_its_number(label: str, number: int) -> None:
    assert label_number(label, words_of(vocabulary())) == number


@pytest.mark.parametrize(
    ("titles", "resource"),
    [
        (["财务收支预算总表", "一般公共预算支出功能分类预算表"], "state_capital_budget"),
        (["收支预算总表", "财政拨款支出预算表（功能科目）"], "general_budget_expenditure"),
        (["预算收支总表", "项目支出预算表（本年预算）"], "government_fund_revenue"),
    ],
    ids=["shanghai", "jiangsu", "shanxi"],
)
def test_label_without_a_title_means_the_table_of_that_number_in_the_form(titles: list[str], resource: str) -> None:
    text = ["单位：万元", *(t for title in titles for t in (title, "单位：万元", "")), "公开表七", "", "单位：万元"]
    hits = headings([Line(number, t) for number, t in enumerate(text, 1)], vocabulary())
    assert hits[-1].resource == resource


def test_form_of_several_resources_in_one_printed_table_counts_it_once() -> None:
    shanghai, words = vocabulary().forms["shanghai"], vocabulary()
    assert shanghai.numbers[9] == ("three_public_expenses", "agency_operating_expenses")
    assert words.layout("agency_operating_expenses", "shanghai").number == 9
    assert words.layout("three_public_expenses", "shanghai").unit == "万元"
    assert len(shanghai.numbers) == 9


def test_form_that_only_lists_a_table_prints_it_as_the_contract_has_it() -> None:
    raw: dict[str, Any] = {"form": "x", "title": "甲", "title_en": "A", "tables": ["revenue_summary"]}
    layout = form(raw, vocabulary().tables, ()).layouts["revenue_summary"]
    contract = vocabulary().tables["revenue_summary"]
    assert (layout.panels, layout.titles, layout.number, layout.own) == (contract.panels, contract.titles, 1, False)


def test_form_with_a_resource_that_the_contract_lacks_is_refused() -> None:
    raw: dict[str, Any] = {"form": "x", "title": "甲", "title_en": "A", "tables": ["lottery"]}
    with pytest.raises(KeyError, match="lottery"):
        form(raw, vocabulary().tables, ())


def test_form_is_named_where_half_of_its_tables_are_there(tmp_path: Path) -> None:
    alone = read(tmp_path, [("2025年部门支出预算总表", SHANGHAI_EXPENDITURE)])
    assert alone.identity.template is None
    assert alone.states["expenditure_summary"].form == "shanghai"


def test_table_is_read_by_the_headings_it_has_though_its_title_is_of_two_forms(tmp_path: Path) -> None:
    shanghai = read(tmp_path, [("支出预算总表", SHANGHAI_EXPENDITURE)])
    jiangsu = read(tmp_path, [("支出预算总表", JIANGSU_EXPENDITURE)], unit="万元")
    assert shanghai.states["expenditure_summary"].form == "shanghai"
    assert jiangsu.states["expenditure_summary"].form == "jiangsu"
    [(_, row)] = typed(jiangsu, "expenditure_summary")
    assert {k: str(v) for k, v in row.items() if k.endswith(("expenditure", "out", "amount"))} == {
        "amount": "955000.00",
        "basic_expenditure": "780000.00",
        "project_expenditure": "130000.00",
        "reserve_expenditure": "40000.00",
        "carryover_out": "5000.00",
    }


def test_headings_of_no_layout_leave_the_table_unchecked(tmp_path: Path) -> None:
    found = read(tmp_path, [("2025年部门支出预算总表", UNKNOWN)])
    assert "unknown_column" in {issue.code for issue in found.issues}
    assert set(found.verdicts.values()) == {"unchecked"}
    assert typed(found, "expenditure_summary")[1][1]["amount"] == Decimal("8.00")


def test_procurement_of_a_form_that_has_it_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, [("2019年支出预算总表", JIANGSU_EXPENDITURE), ("2019年政府采购预算表", PURCHASES)], "万元")
    kinds = [row["row_kind"] for _, row in typed(found, "government_procurement")]
    assert kinds == ["total", "category", "project", "item", "item"]
    assert {v for (table, _, _), v in found.verdicts.items() if table == "government_procurement"} == {"verified"}


def test_procurement_under_other_headings_is_no_table_of_the_form(tmp_path: Path) -> None:
    rows = cells("序号|品目|数量|单价", "1|复印纸|5.00|7.00")
    found = read(tmp_path, [("2025年部门支出预算总表", SHANGHAI_EXPENDITURE), ("2025年政府采购预算表", rows)])
    assert "government_procurement" not in found.tables
    assert "unknown_title" in {issue.code for issue in found.issues}
