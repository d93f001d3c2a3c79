"""What the explanation of a budget states, sentence by sentence: subject, statement, measure, direction, figure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

import pytest

from pipelines.model import Identity, Issue, Line, TypedRow
from pipelines.narrative.figures import figures_of
from pipelines.narrative.model import Passage
from pipelines.vocabulary import Vocabulary

WHO = "某县水利局"
CHANGE = "部门预算收支数据变动情况及原因"
REVENUE = "收入预算情况说明"
EXPENDITURE = "支出预算情况说明"
APPROPRIATION = "财政拨款收支预算总体情况说明"
GENERAL = "一般公共预算支出情况说明"
THREE_PUBLIC = "“三公”经费增减变动原因说明"
AGENCY = "机关运行经费增减变动原因说明"
PROCUREMENT = "政府采购情况"
PERFORMANCE = "绩效管理情况"
ASSETS = "国有资产占有使用情况"


class Stated(NamedTuple):
    """One figure as a test expects it: the printed number and its unit stand in one word."""

    subject: object
    statement: object
    measure: object
    printed: str
    direction: object = None


def read(
    words: Vocabulary, heading: str, *paragraphs: str, year: int | None = 2024
) -> tuple[tuple[TypedRow, ...], tuple[Issue, ...]]:
    identity = Identity("x", "x", None, WHO, None, None, None, None, year, "budget", None)
    passages = [Passage("一", heading, text, line) for line, text in enumerate(paragraphs, 1)]
    return figures_of(passages, identity, words)


def stated(words: Vocabulary, heading: str, *paragraphs: str) -> list[Stated]:
    return [
        Stated(
            row.values["subject"],
            row.values["statement"],
            row.values["measure"],
            f"{row.values['printed']}{row.values['value_unit'] or ''}",
            row.values["direction"],
        )
        for row in read(words, heading, *paragraphs)[0]
    ]


def test_change_behind_the_parts_of_a_total_is_that_of_the_total(words: Vocabulary) -> None:
    text = (
        f"2024年度{WHO}预算收入总计810.58万元，其中：本年收入678.10万元，上年结转132.48万元，比上年增加26.47万元 ，"
        "增长3.38%，主要原因是上年结转增加；本年部门预算支出总计810.58万元，其中：本年预算安排678.10万元，"
        "上年结转132.48万元，比上年减少26.47万元，下降3.38%。"
    )
    assert stated(words, CHANGE, text) == [
        Stated("预算收入总计", "revenue_total", "amount", "810.58万元"),
        Stated("本年收入", "revenue_current_year", "amount", "678.10万元"),
        Stated("上年结转", "revenue_carryover", "amount", "132.48万元"),
        Stated("预算收入总计", "revenue_total", "change_amount", "26.47万元", "increase"),
        Stated("预算收入总计", "revenue_total", "change_percent", "3.38%", "increase"),
        Stated("预算支出总计", "expenditure_total", "amount", "810.58万元"),
        Stated("本年预算安排", "expenditure_current_year", "amount", "678.10万元"),
        Stated("上年结转", "expenditure_carryover", "amount", "132.48万元"),
        Stated("预算支出总计", "expenditure_total", "change_amount", "26.47万元", "decrease"),
        Stated("预算支出总计", "expenditure_total", "change_percent", "3.38%", "decrease"),
    ]


def test_change_of_each_part_is_its_own(words: Vocabulary) -> None:
    text = "其中：公务接待费1.00万元，比上年增加0.20万元；公务用车购置费0万元，比上年减少3.00万元。"
    changes = [row for row in stated(words, THREE_PUBLIC, text) if row.measure == "change_amount"]
    assert [(row.statement, row.direction) for row in changes] == [
        ("hospitality", "increase"),
        ("vehicle_purchase", "decrease"),
    ]


@pytest.mark.parametrize(("total", "statement"), [("4.00", "three_public_total"), ("9.00", None)])
def test_change_behind_parts_that_do_not_make_up_the_whole_is_no_named_statement(
    words: Vocabulary, total: str, statement: str | None
) -> None:
    text = f"“三公”经费预算{total}万元，其中：公务接待费1.00万元，公务用车购置及运行费3.00万元，比上年减少1.00万元。"
    assert stated(words, THREE_PUBLIC, text)[-1].statement == statement


def test_change_behind_brackets_is_not_of_what_stands_in_them(words: Vocabulary) -> None:
    text = (
        "公务用车购置及运行费5.00万元（公务用车购置费3.00万元，比上年减少0.50万元；公务用车运行维护费2.00万元，"
        "与上年持平），比上年减少0.50万元，下降9.09%；公务接待费1.00万元。"
    )
    assert [(row.statement, row.measure) for row in stated(words, THREE_PUBLIC, text)] == [
        ("vehicles", "amount"),
        ("vehicle_purchase", "amount"),
        ("vehicle_purchase", "change_amount"),
        ("vehicle_operation", "amount"),
        ("vehicle_operation", "change_amount"),
        ("vehicles", "change_amount"),
        ("vehicles", "change_percent"),
        ("hospitality", "amount"),
    ]


@pytest.mark.parametrize("between", ["。", "；", "。\n"])
def test_sentence_behind_the_parts_of_a_total_goes_on_with_the_total(words: Vocabulary, between: str) -> None:
    text = f"机关运行经费9.00万元，其中办公费5.00万元、印刷费4.00万元{between}比上年增加1.00万元，增长12.50%。"
    assert stated(words, AGENCY, *text.split("\n"))[-2:] == [
        Stated("机关运行经费", "agency_operating", "change_amount", "1.00万元", "increase"),
        Stated("机关运行经费", "agency_operating", "change_percent", "12.50%", "increase"),
    ]


def test_share_is_of_what_stands_before_its_whole(words: Vocabulary) -> None:
    text = "支出预算9.00万元，其中：基本支出9.00万元，占支出预算总额的比例为100%。"
    assert stated(words, EXPENDITURE, text)[-1] == Stated("基本支出", "basic_expenditure", "share_percent", "100%")


def test_sources_with_their_shares(words: Vocabulary) -> None:
    text = "主要包括一般公共预算拨款收入678.10万元，占83.66%；单位资金0万元（占0%）；上年结转132.48万元，占比16.34%。"
    assert stated(words, REVENUE, text) == [
        Stated("一般公共预算拨款收入", "source_general_public", "amount", "678.10万元"),
        Stated("一般公共预算拨款收入", "source_general_public", "share_percent", "83.66%"),
        Stated("单位资金", "source_unit_funds", "amount", "0万元"),
        Stated("单位资金", "source_unit_funds", "share_percent", "0%"),
        Stated("上年结转", "source_carryover", "amount", "132.48万元"),
        Stated("上年结转", "source_carryover", "share_percent", "16.34%"),
    ]


def test_amounts_are_in_yuan_and_other_figures_as_printed(words: Vocabulary) -> None:
    rows, _ = read(
        words, REVENUE, "预算收入1,716.73万元，其中：单位资金25元，占0.01%；上年结转2亿元，比上年增加3千元。"
    )
    assert [(row.values["amount"], row.values["value"]) for row in rows] == [
        (Decimal("17167300.00"), None),
        (Decimal("25.00"), None),
        (None, Decimal("0.01")),
        (Decimal("200000000.00"), None),
        (Decimal("3000.00"), None),
    ]


def test_the_printed_number_is_the_source_of_its_cell(words: Vocabulary) -> None:
    passage = Passage("二", REVENUE, "预算收入810.58万元，占100%", 3, 7, 1, ((6, 4, 8),))
    identity = Identity("x", "x", None, WHO, None, None, None, None, 2024, "budget", None)
    first, second = figures_of([passage], identity, words)[0]
    assert [(c.field, c.printed, c.value, c.line, c.page) for c in first.cells] == [
        ("amount", "810.58", Decimal("8105800.00"), 3, 7)
    ]
    assert [(c.field, c.printed, c.value, c.line, c.page) for c in second.cells] == [
        ("value", "100", Decimal(100), 4, 8)
    ]
    assert (second.line, second.page) == (4, 8)


def drawn(number: int, text: str) -> Line:
    """A line whose characters are ten wide, its number telling how far down the page it stands."""
    return Line(number, text, ink=lambda start, end: (10.0 * start, 10.0 * number, 10.0 * end, 10.0 * number + 8))


@pytest.mark.parametrize(
    ("lines", "pages", "box"),
    [
        (["本年预算收入810.58万元。"], [7], (60, 10, 120, 18)),
        (["#  本年预算收入 810.58 万元。"], [7], (100, 10, 160, 18)),
        (["本年本年预算收入810.58810.58万元。"], [7], (140, 10, 200, 18)),
        (["本年预算收入810.", "58万元。"], [7, 7], (0, 10, 100, 28)),
        (["本年预算收入810.", "58万元。"], [7, 8], (60, 10, 100, 18)),
        (["本年预算收入", "810.58万元。"], [7, 8], (0, 20, 60, 28)),
        (["本年预算收入810.5", "万元。"], [7, 7], None),
    ],
    ids=["plain", "marks_left_out", "doubled", "two_lines", "two_pages", "behind_a_break", "of_other_print"],
)
def test_figure_in_print_has_the_box_of_its_ink(
    lines: list[str], pages: list[int], box: tuple[float, ...] | None, words: Vocabulary
) -> None:
    text = "本年预算收入810.58万元。"
    breaks = tuple((len(lines[0]), 2, page) for page in pages[1:])
    inked = {(1, number): drawn(number, line) for number, line in enumerate(lines, 1)}
    identity = Identity("x", "x", None, WHO, None, None, None, None, 2024, "budget", None)
    (row,) = figures_of([Passage("二", REVENUE, text, 1, pages[0], 1, breaks)], identity, words, inked)[0]
    assert [cell.box for cell in row.cells] == [box]


def test_endless_line_of_figures_has_their_boxes_in_time(words: Vocabulary) -> None:
    text = "预算收入" + "".join(f"项目{number}.00万元，" for number in range(1, 4001))
    identity = Identity("x", "x", None, WHO, None, None, None, None, 2024, "budget", None)
    rows, _ = figures_of([Passage("二", REVENUE, text, 1, 7)], identity, words, {(1, 1): drawn(1, text)})
    boxes = [row.cells[0].box for row in rows]
    assert len(boxes) == 4000
    assert boxes == [
        (10.0 * match.start(), 10.0, 10.0 * match.end(), 18.0) for match in re.finditer(r"[0-9]+\.00", text)
    ]


def test_figure_is_quoted_with_its_sentence_as_printed(words: Vocabulary) -> None:
    rows, _ = read(words, REVENUE, "本年收入增加。 单位资金 0 万元，占0%；上年结转1万元。")
    assert [row.values["quote"] for row in rows] == [
        "单位资金 0 万元，占0%；",
        "单位资金 0 万元，占0%；",
        "上年结转1万元。",
    ]


def test_same_as_the_year_before_is_a_change_without_an_amount(words: Vocabulary) -> None:
    text = (
        "“三公”经费预算3.00万元与2023年预算数相同。其中：公务接待费0万元，与上年预算数相同；公务用车购置费与上年持平。"
    )
    rows = stated(words, THREE_PUBLIC, text)
    assert [row for row in rows if row.direction == "unchanged"] == [
        Stated("“三公”经费预算", "three_public_total", "change_amount", "与2023年预算数相同", "unchanged"),
        Stated("公务接待费", "hospitality", "change_amount", "与上年预算数相同", "unchanged"),
        Stated("公务用车购置费", "vehicle_purchase", "change_amount", "与上年持平", "unchanged"),
    ]


def test_items_within_the_expenses_on_vehicles_are_told_apart(words: Vocabulary) -> None:
    text = (
        "公务用车购置及运行费3.00万元，其中：公务用车运行维护费3.00万元，公务用车购置费0万元，因公出国（境）费0万元。"
    )
    assert [row.statement for row in stated(words, THREE_PUBLIC, text)] == [
        "vehicles",
        "vehicle_operation",
        "vehicle_purchase",
        "overseas_travel",
    ]


def test_body_counted_before_its_name(words: Vocabulary) -> None:
    text = "本部门2024年所属1家行政单位机关运行经费财政拨款预算30.75万元，比2023年预算增加2.04万元，增长7.09%。"
    assert stated(words, AGENCY, text)[:2] == [
        Stated("所属行政单位", "agency_operating_units", "count", "1家"),
        Stated("机关运行经费财政拨款预算", "agency_operating", "amount", "30.75万元"),
    ]


@pytest.mark.parametrize("who", ["机关及下属", "我局（机关）及下属", "本级及所属", "2024年我局和所属"])
def test_units_counted_beside_the_organ_are_not_all_units(words: Vocabulary, who: str) -> None:
    found = stated(words, AGENCY, f"{who}1个单位2024年机关运行经费预算9.00万元。")
    assert [row.statement for row in found] == [None, "agency_operating"]


def test_amount_of_the_year_before_is_never_that_of_the_year(words: Vocabulary) -> None:
    text = "机关运行经费23.17万元，比2023年预算26.12万元减少2.95万元，下降11.3%。上年机关运行经费26.12万元。"
    assert [(row.statement, row.measure) for row in stated(words, AGENCY, text)] == [
        ("agency_operating", "amount"),
        ("agency_operating_prior", "amount"),
        ("agency_operating", "change_amount"),
        ("agency_operating", "change_percent"),
        ("agency_operating_prior", "amount"),
    ]


@pytest.mark.parametrize(("year", "statement"), [(2024, "agency_operating_prior"), (2023, None), (None, None)])
def test_year_is_an_earlier_one_only_beside_that_of_the_budget(
    words: Vocabulary, year: int | None, statement: str | None
) -> None:
    rows, _ = read(words, AGENCY, "机关运行经费9.00万元，2023年预算数为8.00万元。", year=year)
    assert rows[1].values["statement"] == statement


@pytest.mark.parametrize("verb", ["增减", "变动", "增加（减少）", "增加/减少", "下降(增长)"])
def test_change_either_way_has_no_direction(words: Vocabulary, verb: str) -> None:
    rows, issues = read(words, AGENCY, f"机关运行经费9.00万元，比上年{verb}0万元，{verb}2.00%。")
    assert [(row.values["subject"], row.values["measure"], row.values["direction"]) for row in rows[1:]] == [
        ("机关运行经费", "change_amount", None),
        ("机关运行经费", "change_percent", None),
    ]
    assert [(issue.code, issue.row_number) for issue in issues] == [("direction_not_told", 3)]


def test_template_residue_leaves_the_direction_open(words: Vocabulary) -> None:
    rows, issues = read(words, AGENCY, "机关运行经费23.17万元，比上年减少2.95万元，下降(增长)11.3%。")
    assert [row.values["direction"] for row in rows] == [None, "decrease", None]
    assert [(issue.code, issue.row_number) for issue in issues] == [("direction_not_told", 3)]


def test_functions_in_a_list_behind_a_total(words: Vocabulary) -> None:
    text = "支出包括：一般公共服务支出709.48万元、社会保障和就业支出50.45万元、其他支出2.02万元等。"
    assert stated(words, APPROPRIATION, text) == [
        Stated("一般公共服务支出", "appropriation_function", "amount", "709.48万元"),
        Stated("社会保障和就业支出", "appropriation_function", "amount", "50.45万元"),
        Stated("其他支出", "appropriation_function", "amount", "2.02万元"),
    ]


def test_managed_and_published_projects_are_told_apart(words: Vocabulary) -> None:
    text = (
        f"2024年{WHO}纳入绩效目标管理的二级项目16个，共计金额560.78万元。其中：其他运转类项目12个，涉及金额537.13万元；"
        "特定目标类项目4个，涉及金额23.65万元。公开项目绩效目标12个，涉及项目金额505.19万元，占部门（单位）项目支出"
        "总额的90%。其中：其他运转类项目10个，涉及项目金额489.13万元；特定目标类项目2个，涉及项目金额16.06万元。"
    )
    assert [(row.statement, row.measure, row.printed) for row in stated(words, PERFORMANCE, text)] == [
        ("managed_projects", "count", "16个"),
        ("managed_projects", "amount", "560.78万元"),
        ("managed_other_operation", "count", "12个"),
        ("managed_other_operation", "amount", "537.13万元"),
        ("managed_specific", "count", "4个"),
        ("managed_specific", "amount", "23.65万元"),
        ("published_projects", "count", "12个"),
        ("published_projects", "amount", "505.19万元"),
        ("published_projects", "share_percent", "90%"),
        ("published_other_operation", "count", "10个"),
        ("published_other_operation", "amount", "489.13万元"),
        ("published_specific", "count", "2个"),
        ("published_specific", "amount", "16.06万元"),
    ]


def test_sentence_that_a_page_tears_goes_on_in_the_next_paragraph(words: Vocabulary) -> None:
    torn = (
        "公开项目绩效目标2个，涉及项目金额9.00万元。其中：其他运转类项目1个，涉及金额4.00万",
        "元；特定目标类项目1个，",
    )
    assert stated(words, PERFORMANCE, *torn)[-1] == Stated("特定目标类项目", "published_specific", "count", "1个")


def test_overall_targets_with_their_units(words: Vocabulary) -> None:
    text = (
        "2024年编报部门整体支出绩效目标，涉及部门预算资金678.10万元，其中基本支出445.18万元，项目支出232.92万元；"
        "机关及下属预算单位2个，其中1个单位（包括机关）编报了单位整体绩效目标，涉及资金600.10万元。"
    )
    assert [(row.statement, row.printed) for row in stated(words, PERFORMANCE, text)] == [
        ("overall_target", "678.10万元"),
        ("overall_basic", "445.18万元"),
        ("overall_project", "232.92万元"),
        ("overall_units", "2个"),
        ("overall_unit_targets", "1个"),
        ("overall_unit_targets", "600.10万元"),
    ]


def test_vehicles_floor_area_and_equipment(words: Vocabulary) -> None:
    text = (
        f"截至2023年12月31日，{WHO}共有公务用车编制5辆，实有4辆，其中：领导用车0辆，其他公务用车4辆。"
        f"{WHO}使用的办公用房建筑总面积395.02平方米。占有使用价值50万元（原值）以上的通用设备2台（套）。"
    )
    assert stated(words, ASSETS, text) == [
        Stated("公务用车编制", "vehicles_authorised", "count", "5辆"),
        Stated("实有", "vehicles_held", "count", "4辆"),
        Stated("领导用车", "vehicles_by_use", "count", "0辆"),
        Stated("其他公务用车", "vehicles_by_use", "count", "4辆"),
        Stated("办公用房建筑总面积", "office_area", "area", "395.02平方米"),
        Stated("价值50万元（原值）以上的通用设备", "equipment_500k", "count", "2台（套）"),
    ]


def test_what_a_reason_tells_is_no_statement(words: Vocabulary) -> None:
    text = "基本支出100.00万元，比上年减少5.00万元，主要原因是2024年在职人员减少4人，项目支出减少3.00万元。"
    assert stated(words, EXPENDITURE, text)[2:] == [
        Stated("在职人员", None, "count", "4人", "decrease"),
        Stated("项目支出", None, "change_amount", "3.00万元", "decrease"),
    ]


def test_budget_words_before_the_wording_make_it_another_figure(words: Vocabulary) -> None:
    text = "收入预算总计9.00万元。财政专户管理资金收入预算总计1.00万元。"
    assert [row.statement for row in stated(words, CHANGE, text)] == ["revenue_total", None]


def test_percentage_in_percentage_points_and_growth_to_an_amount(words: Vocabulary) -> None:
    text = "预算收入总计810.58万元，由2023年的784.11万元增加至810.58万元，同比增长3.38个百分点。"
    assert [(row.statement, row.measure, row.direction) for row in stated(words, CHANGE, text)] == [
        ("revenue_total", "amount", None),
        (None, "amount", None),
        ("revenue_total", "amount", None),
        ("revenue_total", "change_percent", "increase"),
    ]


def test_ten_thousands_without_a_unit_are_of_yuan(words: Vocabulary) -> None:
    rows, _ = read(words, "年度预算安排", "综合管理费专项安排209万本级支出，培训3万人次。")
    assert [(row.values["amount"], row.values["value"], row.values["value_unit"]) for row in rows] == [
        (Decimal("2090000.00"), None, "万"),
        (None, Decimal(3), "万人次"),
    ]


def test_total_behind_a_list_is_not_of_its_last_item(words: Vocabulary) -> None:
    text = "其中支持外贸370.00万，支持商贸30.00万，共计400.00万。"
    assert [row.subject for row in stated(words, "年度预算安排", text)] == ["支持外贸", "支持商贸", "共计"]


def test_wording_alone_names_nothing_under_another_heading(words: Vocabulary) -> None:
    assert stated(words, "其他说明", "基本支出9.00万元。") == [Stated("基本支出", None, "amount", "9.00万元")]


def test_heading_within_a_section_of_no_topic_tells_one(words: Vocabulary) -> None:
    text = ("（一）预算绩效目标设置情况说明", "2024年本部门共6个项目实行绩效目标管理，涉及财政性资金合计4481.3万元。")
    assert [row.statement for row in stated(words, "其他重要事项说明", *text)] == ["managed_projects"] * 2


def test_heading_before_a_sentence_tells_its_topic(words: Vocabulary) -> None:
    text = (
        "（一）机关运行经费。本单位机关运行经费预算9.00万元。",
        "（二）政府采购情况说明：政府采购预算总额8.00万元。",
    )
    found = stated(words, "其他重要事项的情况说明", *text)
    assert [row.statement for row in found] == ["agency_operating", "procurement_total"]


@pytest.mark.parametrize("between", ["。", "\n"])
def test_heading_is_the_subject_of_a_sentence_that_names_none(words: Vocabulary, between: str) -> None:
    text = f"1．因公出国（境）费0万元。\n2．公务接待费{between}2024年预算数为2.00万元，比上年减少1.00万元。"
    assert stated(words, THREE_PUBLIC, *text.split("\n"))[1:] == [
        Stated("公务接待费", "hospitality", "amount", "2.00万元"),
        Stated("公务接待费", "hospitality", "change_amount", "1.00万元", "decrease"),
    ]


def test_change_below_a_heading_is_not_of_the_figure_above_it(words: Vocabulary) -> None:
    text = ("1．因公出国（境）费1.00万元，与上年持平。", "2．公务接待费。与上年相比减少1.00万元。")
    assert stated(words, THREE_PUBLIC, *text)[-1].statement == "hospitality"


def test_remark_in_brackets_is_no_subject(words: Vocabulary) -> None:
    text = "纳入绩效目标管理的二级项目9个（含一次性项目），共计金额232.92万元。"
    assert [row.statement for row in stated(words, PERFORMANCE, text)] == ["managed_projects"] * 2


def test_remark_with_figures_is_no_subject_either(words: Vocabulary) -> None:
    text = "纳入绩效目标管理的二级项目9个（其中一次性项目2个、结转项目1个，均为续建），共计金额232.92万元。"
    found = stated(words, PERFORMANCE, text)
    assert [row.statement for row in found] == ["managed_projects", None, None, "managed_projects"]


def test_procurement_from_small_businesses_is_no_total(words: Vocabulary) -> None:
    text = "政府采购预算总规模9.00万元。面向中小企业的政府采购预算4.00万元。"
    assert [row.statement for row in stated(words, PROCUREMENT, text)] == ["procurement_total", None]


def test_count_is_no_amount_of_the_same_name(words: Vocabulary) -> None:
    text = "公务接待费1.00万元，公务接待20批次、200人次。"
    assert stated(words, THREE_PUBLIC, text) == [
        Stated("公务接待费", "hospitality", "amount", "1.00万元"),
        Stated("公务接待", None, "count", "20批次"),
        Stated("公务接待", None, "count", "200人次"),
    ]


@pytest.mark.parametrize("heading", ["三、支出预算情况说明", "第二节 支出预算说明", "部门预算支出情况"])
def test_topic_of_a_section_is_told_by_its_wording(words: Vocabulary, heading: str) -> None:
    assert stated(words, heading, "基本支出9.00万元。")[0].statement == "basic_expenditure"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("单位资金1万元，占-5%。", ["odd_percentage"]),
        ("单位资金1万元，占1000.01%。", ["odd_percentage"]),
        ("单位资金1万元，占1000%。", []),
        ("单位资金-1万元。", ["signed_figure"]),
        ("单位资金1万元，占2018－2020年的5%。", []),
    ],
)
def test_odd_figure_is_kept_as_printed_with_a_warning(words: Vocabulary, text: str, codes: list[str]) -> None:
    rows, issues = read(words, REVENUE, text)
    assert ([issue.code for issue in issues], {issue.severity for issue in issues} <= {"warning"}) == (codes, True)
    assert {issue.row_number for issue in issues} <= {row.row_number for row in rows}


def test_bare_zero_of_a_budget_needs_no_unit(words: Vocabulary) -> None:
    assert stated(words, "预算编制说明", "政府性基金拨款支出预算为0；") == [
        Stated("政府性基金拨款支出预算", "fund_expenditure", "amount", "0")
    ]


def test_statements_have_names_of_their_own_and_point_to_each_other(words: Vocabulary) -> None:
    entries = words.statements["statements"]
    names = [entry["statement"] for entry in entries]
    assert len(set(names)) == len(names)
    assert {name for entry in entries for key in ("under", "parts") for name in entry.get(key, ())} <= set(names)
    assert {entry["prior_of"] for entry in entries if "prior_of" in entry} <= set(names)
    topics = {topic["topic"] for topic in words.statements["topics"]}
    assert {topic for entry in entries for topic in entry["topics"]} == topics
