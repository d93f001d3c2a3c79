"""Performance forms in the text layer of a PDF, in stream order: founding forms, each with what is odd about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.model import Line
from pipelines.performance.model import RawForm
from pipelines.performance.stream import read_form
from pipelines.performance.stream_ink import ink_of
from pipelines.vocabulary import vocabulary
from pipelines.wording import words_of

FORMS = sorted((Path(__file__).parent / "performance_stream").glob("*.txt"))
HALVES = ("implementation", "annual")


def read(text: str) -> RawForm:
    return read_form([Line(number, line) for number, line in enumerate(text.split("\n"), 1)], vocabulary())


def said(form: RawForm) -> dict[str, str]:
    return {name: cell.text for name, cell in form.fields.items()}


def listed(form: RawForm, half: str) -> list[str]:
    of_half = (i for i in form.indicators if i.period == half)
    return [f"{i.level1} | {i.level2} | {i.level3} | {i.target or ''}" for i in of_half]


def expected(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))
    both = found.pop("indicators", [])
    halves = {half: found.pop(f"indicators_{half}", both) for half in HALVES}
    return {"fields": found, **halves}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_form_says_what_it_prints(path: Path) -> None:
    form = read(path.read_text("utf-8"))
    assert {"fields": said(form), **{half: listed(form, half) for half in HALVES}} == expected(path)
    assert not form.issues


def test_fifteen_founding_forms_are_held() -> None:
    assert len(FORMS) == 15


TITLE = "云州县县(区)级预算部门（单位）项目支出绩效目标表\n\n（2024 年度）\n\n"
HEAD = """项目名称 防汛物资购置

主管部门及代码 018-云州县水利局 实施单位 云州县防汛中心

项目属性 一次性项目（1 年结束） 项目期 1 年

"""
FUNDS = """项目资金

（元）

实施期资金

总额：

360,00

0 年度资金总额： 120,000.50

其中：中央

财政资金

0 其中：中央财政

资金

0

省级财政资金 省级财政资金

市县

（区）财政

资金

360,00

0

市县（区）财政资金 120,000.50

单位自筹 0 单位自筹 0

其他资金 其他资金

"""
TEXTS = """项目概况 购置防汛物资

立项依据 防汛预案

项目设立必要性 保障安全度汛

保证项目实施的制度、

措施

专款专用

项目实施计划 6月底前购置

实施期目标 年度目标

总

体

目

标

"""
GOALS = """三年内备齐全县防汛所需要的编织袋和

救生衣。

当年备齐防汛编织袋

三分之一。

"""
COLUMNS = """绩
效
指
标

一级

指标

二 级 指

标

三级指标 指标值 二 级 指

标

三级指标 指标值

"""
ROWS = """产出

指标

数量指

标

编织袋数量 ≥3000 条 数量指

标

编织袋数量 ≥1000 条

质量指

标

质量指

标

"""
FOOT = """负

责

人：

张三 经办人：李四 联系电话：03550000000 填 报 日

期：

2023101

9151959
"""


def form(**parts: str) -> RawForm:
    whole = {"funds": FUNDS, "texts": TEXTS, "goals": GOALS, "rows": ROWS, "foot": FOOT} | parts
    return read(
        TITLE + HEAD + whole["funds"] + whole["texts"] + whole["goals"] + COLUMNS + whole["rows"] + whole["foot"]
    )


def codes(form: RawForm) -> list[str]:
    return [issue.code for issue in form.issues]


def test_blank_amount_is_no_field() -> None:
    assert [name for name in said(form()) if name.endswith(("_provincial", "_other"))] == []


def test_amount_broken_over_lines_keeps_the_line_that_it_begins_on() -> None:
    cell = form().fields["implementation_total"]
    assert (cell.text, cell.printed) == ("360,000", "360,000")
    begin = (TITLE + HEAD + FUNDS).split("\n").index("360,00") + 1
    assert cell.line == begin


def test_persons_and_numbers_are_not_read() -> None:
    printed = " ".join(cell.text + cell.printed for cell in form().fields.values())
    printed += " ".join(f"{i.level3}{i.target}" for i in form().indicators)
    assert not any(person in printed for person in ("张三", "李四", "03550000000"))
    assert said(form())["filled_at"] == "20231019151959"


def test_halves_that_differ_are_told_apart_by_their_widths() -> None:
    fields = said(form())
    assert fields["implementation_goal"] == "三年内备齐全县防汛所需要的编织袋和救生衣。"
    assert fields["annual_goal"] == "当年备齐防汛编织袋三分之一。"


def test_goals_that_nothing_tells_apart_are_left_out() -> None:
    unclear = form(goals="备齐防汛物资甲\n\n备齐防汛物资乙\n\n备齐防汛物资丙\n\n")
    assert "implementation_goal" not in unclear.fields
    assert "annual_goal" not in unclear.fields
    assert "form_goals_unparted" in codes(unclear)


def test_blank_levels_have_no_indicators() -> None:
    assert [i.level2 for i in form().indicators] == ["数量指标", "数量指标"]


def test_indicator_of_one_half_behind_both_is_left_out_with_its_text() -> None:
    rows = "产出\n\n指标\n\n数量指标 编织袋数量 ≥3000 条 数量指标 编织袋数量 ≥3000 条\n\n救生衣数量 ≥80 件\n\n"
    either = form(rows=rows)
    assert [i.level3 for i in either.indicators] == ["编织袋数量", "编织袋数量"]
    assert [issue.printed for issue in either.issues] == ["救生衣数量≥80件"]


def test_indicators_of_the_year_alone_are_of_the_year() -> None:
    rows = "产出\n\n指标\n\n数量指\n\n标\n\n数量指\n\n标\n\n编织袋数量 ≥3000 条\n\n救生衣数量 ≥80 件\n\n"
    assert [(i.period, i.level3) for i in form(rows=rows).indicators] == [
        ("annual", "编织袋数量"),
        ("annual", "救生衣数量"),
    ]


def test_target_without_figures_is_parted_by_the_lines_of_its_name() -> None:
    rows = "产出\n\n指标\n\n质量指\n\n标\n\n第三方报\n\n告\n\n省定收费标准 质量指\n\n标\n\n第三方报告 省定收费标准\n\n"
    assert [(i.level3, i.target) for i in form(rows=rows).indicators] == [("第三方报告", "省定收费标准")] * 2


def test_label_in_one_half_alone_is_said() -> None:
    rows = "产出\n\n指标\n\n数量指\n\n标\n\n编织袋数量 ≥3000 条\n\n"
    lone = form(rows=rows)
    assert lone.indicators == ()
    assert codes(lone) == ["form_label_lone"]


def test_missing_label_is_said() -> None:
    short = form(texts=TEXTS.replace("立项依据 防汛预案\n\n", ""))
    assert "basis" not in short.fields
    assert [issue.printed for issue in short.issues] == ["立项依据"]


def test_label_torn_by_the_page_is_put_together() -> None:
    torn = form(texts=TEXTS.replace("制度、\n\n措施\n\n专款专用", "制度、\n\n专款\n 措施\n\n专用"))
    assert said(torn)["safeguards"] == "专款专用"
    assert codes(torn) == []


def test_row_torn_below_the_first_line_of_all_its_cells() -> None:
    above = "产出 数量指 财政性建设 ≥59 个 数量指 财政性建 ≥59 个\n"
    below = " 指标 标 资金投资项\n\n目工程评审\n\n标 设资金投\n\n资项目工\n\n程评审\n\n"
    torn = form(rows=above + below)
    said = [(i.level1, i.level2, i.level3, i.target) for i in torn.indicators]
    assert said == [("产出指标", "数量指标", "财政性建设资金投资项目工程评审", "≥59个")] * 2
    assert codes(torn) == []


def test_text_that_begins_above_its_label_on_another_page_is_left_out() -> None:
    long = "为保障全县防汛抗旱工作正常开展结合实际工作需要购置编织袋救生衣等防汛物资"
    texts = TEXTS.replace("项目概况 购置防汛物资", f"项目概况\n{long}\n\n购置防汛物资").replace(
        "立项依据 防汛预案", f"{long}\n 立项依据\n{long}\n\n防汛预案"
    )
    torn = form(texts=texts)
    assert "overview" not in torn.fields
    assert "basis" not in torn.fields
    assert "form_row_torn" in codes(torn)


def test_running_title_and_page_number_are_no_part_of_a_text() -> None:
    between = "购置\n\n-12-\n\n云州县水利局2024年部门预算公开报告\n\n\n\n防汛物资"
    assert said(form(texts=TEXTS.replace("购置防汛物资", between)))["overview"] == "购置防汛物资"


@pytest.mark.parametrize("digit", ["0", "5"])
def test_the_last_digit_of_an_amount_above_a_page_number_is_no_page_number(digit: str) -> None:
    broken = f"120,00\n\n{digit}\n\n第22页\n\n云州县水利局2024年部门预算公开报告\n\n\n\n"
    torn = form(funds=FUNDS.replace("市县（区）财政资金 120,000.50\n", f"市县（区）财政资金 {broken}"))
    assert said(torn)["annual_local"] == f"120,00{digit}"


def test_a_line_is_as_wide_wherever_it_stands() -> None:
    ink = ink_of([Line(number, "系统 GIS 软件 2 套") for number in range(1, 200)], words_of(vocabulary()))
    assert {ink.wide(*line) for line in ink.cut(0, len(ink.text))} == {8.6}


def test_lost_level_1_is_null_and_said() -> None:
    rows = "社会效\n\n益指标\n\n受灾面积 减少 社会效\n\n益指标\n\n受灾面积 减少\n\n"
    lost = form(rows="产出\n\n指标\n\n" + rows)
    assert [(i.level1, i.level2) for i in lost.indicators] == [(None, "社会效益指标")] * 2
    assert codes(lost) == ["form_level_lost"]


def test_run_of_characters_longer_than_any_row_is_left_out_and_said() -> None:
    made = form(rows=ROWS.replace("≥1000 条", f"≥1000 条\n\n{'购' * 100} ≥3 条"))
    assert made.indicators == ()
    assert codes(made) == ["form_indicators_unreadable"]
    assert said(made)["project_name"] == "防汛物资购置"


def test_spaced_out_words_are_closed_up_and_latin_words_are_not() -> None:
    texts = TEXTS.replace("购置防汛物资", "购 置 防 汛 GIS server 软 件 2 套")
    assert said(form(texts=texts))["overview"] == "购置防汛GIS server软件2套"


def test_no_ink_is_no_form() -> None:
    nothing = read("")
    assert (nothing.fields, nothing.indicators) == ({}, ())
    assert codes(nothing) == ["form_label_missing"]


def hostile() -> Iterator[str]:
    yield "数量指标 " * 4000
    yield "一 " * 6000
    yield "≥1\n\n" * 3000
    yield " 数量指\n" * 2000
    yield "三级指标指标值" * 2000


@pytest.mark.parametrize("rows", list(hostile()), ids=["labels", "spaces", "targets", "pages", "headings"])
def test_hostile_rows_are_read_in_time(rows: str) -> None:
    assert form(rows=rows).line == 1
    assert form(goals=rows).line == 1


def test_table_of_indicators_longer_than_any_form_is_left_out_and_said() -> None:
    made = form(rows=ROWS.replace("编织袋数量 ≥3000 条", "编织袋数量 ≥3000 条\n\n" * 2000))
    assert made.indicators == ()
    assert [issue.code for issue in made.issues] == ["form_indicators_unreadable"]
    assert said(made)["project_name"] == "防汛物资购置"
