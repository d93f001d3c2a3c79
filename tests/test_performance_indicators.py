"""Indicators of performance forms: both halves, levels from above, cells that slipped, rows that a page tears."""

from __future__ import annotations

import pytest

from tests.performing import (
    COLUMNS,
    FOOT,
    FUNDS,
    GOALS,
    HEAD,
    INDICATORS,
    TEXTS,
    TITLE,
    YEAR,
    codes,
    form,
    indicators,
    read,
    ruled,
    tabbed,
    target,
)

BOTH = ("implementation", "annual")


def both(*texts: str) -> list[str]:
    return [f"{half} {text}" for text in texts for half in BOTH]


def of_tabs(*rows: str) -> list[str]:
    forms = read(tabbed(form(indicators=rows)))
    assert {*codes(forms)} <= {"indicator_without_value"}
    return indicators(forms)


SLIPPED = {
    "first_cell_lost": (
        ["\t时效指标\t完成及时性\t及时\t时效指标\t完成及时性\t及时\t"],
        both("产出指标 时效指标 完成及时性 及时"),
    ),
    "two_cells_lost": (
        ["可持续影响\t长效机制\t完善\t可持续影响\t长效机制\t完善\t\t"],
        both("效益指标 可持续影响 长效机制 完善"),
    ),
    "level_1_in_the_first_cell": (
        ["满意度指标\t服务对象满意度\t服务对象满意度\t≥95%\t服务对象满意度\t服务对象满意度\t≥95%\t"],
        both("满意度指标 服务对象满意度 服务对象满意度 ≥95%"),
    ),
    "target_slipped_and_the_rest_beyond_the_width": (
        ["\t产出指标\t数量指标\t会场\t1间\t数量指标\t会场\t1间", "\t\t\t质量指标\t达标率\t\t100%\t质量指标"],
        [*both("产出指标 数量指标 会场 1间"), "implementation 产出指标 质量指标 达标率 100%"],
    ),
    "second_half_slipped": (
        ["\t产出指标\t质量指标\t\t\t\t质量指标\t变更率\t≤98%", "\t\t\t合格率\t100%\t\t\t合格率\t100%"],
        ["annual 产出指标 质量指标 变更率 ≤98%", *both("产出指标 质量指标 合格率 100%")],
    ),
    "name_of_level_2_in_the_second_half_alone": (
        [
            "\t产出指标\t时效指标\t补助费\t每月\t时效指标\t补助费\t每月",
            "\t\t\t取暖费\t10月\t时效指标\t取暖费\t10月\t\t",
        ],
        both("产出指标 时效指标 补助费 每月", "产出指标 时效指标 取暖费 10月"),
    ),
    "indicator_of_the_year_alone": (
        ["效益指标\t社会效益指标\t正常开展\t保障\t社会效益指标\t正常开展\t保障\t", "\t\t\t\t\t履职能力\t提高\t"],
        [*both("效益指标 社会效益指标 正常开展 保障"), "annual 效益指标 社会效益指标 履职能力 提高"],
    ),
    "row_without_names_slipped_as_the_one_above": (
        [
            "可持续影响指标\t\t学习能力\t满足\t可持续影响指标\t学习能力\t满足\t",
            "\t履职能力\t提高\t\t履职能力\t提高\t\t",
        ],
        both("效益指标 可持续影响指标 学习能力 满足", "效益指标 可持续影响指标 履职能力 提高"),
    ),
    "heading_of_the_part_beside_the_first_row": (
        ["绩效指标\t产出指标\t数量指标\t代表人数\t65人\t数量指标\t代表人数\t65人"],
        both("产出指标 数量指标 代表人数 65人"),
    ),
    "without_a_target_before_a_slipped_half": (
        ["\t产出指标\t数量指标\t培训人数\t数量指标\t培训人数\t\t"],
        both("产出指标 数量指标 培训人数 -"),
    ),
    "name_of_level_2_cut": (
        ["\t满意度指标\t服务对象满意度指标\t代表\t≥95%\t服务对象满意度指\t代表\t≥95%"],
        ["implementation 满意度指标 服务对象满意度指标 代表 ≥95%", "annual 满意度指标 服务对象满意度指 代表 ≥95%"],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), SLIPPED.values(), ids=SLIPPED)
def test_a_row_of_slipped_cells_is_read(rows: list[str], expected: list[str]) -> None:
    assert of_tabs(*rows) == expected


def test_levels_are_those_above_and_level_2_ends_with_its_level_1() -> None:
    rows = (
        "\t产出指标\t数量指标\t甲\t1个\t数量指标\t甲\t1个",
        "\t\t\t乙\t2个\t\t乙\t2个",
        "\t效益指标\t\t丙\t3个\t\t丙\t3个",
    )
    assert of_tabs(*rows) == both("产出指标 数量指标 甲 1个", "产出指标 数量指标 乙 2个", "效益指标 - 丙 3个")


@pytest.mark.parametrize(
    ("second", "first"),
    [
        ("数量指标", "产出指标"),
        ("生态效益", "效益指标"),
        ("可持续性影响", "效益指标"),
        ("服务对象满意度", "满意度指标"),
    ],
)
def test_level_1_left_out_by_a_slip_is_that_which_the_form_has_over_level_2(second: str, first: str) -> None:
    assert of_tabs(f"{second}\t甲\t1个\t{second}\t甲\t1个\t\t") == both(f"{first} {second} 甲 1个")


def test_level_1_of_newer_forms_is_read_where_it_is_a_level_2_of_older_ones() -> None:
    rows = (
        "\t产出指标\t数量指标\t甲\t1个\t数量指标\t甲\t1个",
        "\t成本指标\t经济成本指标\t乙\t2元\t经济成本指标\t乙\t2元",
    )
    expected = both("产出指标 数量指标 甲 1个", "成本指标 经济成本指标 乙 2元")
    assert of_tabs(*rows) == expected
    assert indicators(read(ruled([form(indicators=rows)]))) == expected


def test_level_1_printed_beside_a_ruled_row_stands_whatever_is_usual() -> None:
    rows = ("\t产出指标\t社会效益指标\t甲\t1个\t社会效益指标\t甲\t1个",)
    assert indicators(read(ruled([form(indicators=rows)]))) == both("产出指标 社会效益指标 甲 1个")


def test_names_of_level_2_that_no_list_has_are_read_by_their_place() -> None:
    rows = ("\t产出指标\t其他指标\t甲\t1个\t其他指标\t甲\t1个", "\t\t另一指标\t\t\t另一指标\t\t")
    assert indicators(read(ruled([form(indicators=rows)]))) == both("产出指标 其他指标 甲 1个")


def test_an_indicator_without_a_target_is_kept_and_a_name_with_nothing_behind_it_is_none() -> None:
    rows = ("\t产出指标\t数量指标\t甲\t\t数量指标\t甲\t", "\t\t质量指标\t\t\t质量指标\t\t")
    assert of_tabs(*rows) == both("产出指标 数量指标 甲 -")
    assert codes(read(tabbed(form(indicators=rows)))) == ["indicator_without_value"] * 2


def test_a_row_that_two_readings_fit_equally_is_not_read() -> None:
    forms = read(tabbed(form(indicators=["\t\t\t\t\t\t\t\t\t甲\t乙\t丙\t丁\t戊\t己\t庚"])))
    assert indicators(forms) == []
    assert codes(forms) == ["form_row_not_read"]


def test_a_percentage_over_1000_is_kept_with_a_warning() -> None:
    forms = read(tabbed(form(indicators=["\t产出指标\t数量指标\t甲\t≥1500%\t数量指标\t甲\t≥95%"])))
    (issue,) = (issue for issue in forms.issues if issue.code == "percentage_over_1000")
    assert (issue.severity, issue.row_number, issue.printed) == ("warning", 1, "≥1500%")
    assert forms.tables["performance_indicators"].rows[0].values["value"] == 1500


HEADS = [TITLE, YEAR, *HEAD, *FUNDS]
BELOW = [*TEXTS, *GOALS, COLUMNS]


def over_pages(above: list[str], below: list[str]) -> list[str]:
    return indicators(read(ruled([[*HEADS, *BELOW, *above, "22"], ["2024年部门预算公开报告", *below, *FOOT]])))


TORN = {
    "a_row": (
        ["\t产出指标\t时效指标\t维修响应时\t＜24小时\t时效指标\t维修响应时\t＜24小时"],
        ["\t\t\t间\t\t\t间\t"],
        both("产出指标 时效指标 维修响应时间 ＜24小时"),
    ),
    "a_name_of_level_2": (
        ["\t产出指标\t数量指\t人数\t5人\t数量指\t人数\t5人"],
        ["\t\t标\t\t\t标\t\t"],
        both("产出指标 数量指标 人数 5人"),
    ),
    "a_name_beside_two_whole_rows": (
        ["\t效益指标\t社会效益指\t能力\t提升\t社会效益指\t能力\t提升"],
        ["\t\t标\t知晓率\t≥85%\t标\t知晓率\t≥85%"],
        both("效益指标 社会效益指标 能力 提升", "效益指标 社会效益指标 知晓率 ≥85%"),
    ),
    "names_of_both_levels": (
        ["\t满意度指\t服务对象满\t群众\t≥90%\t服务对象满\t群众\t≥90%"],
        ["\t标\t意度指标\t\t\t意度指标\t\t"],
        both("满意度指标 服务对象满意度指标 群众 ≥90%"),
    ),
    "nothing": (
        ["\t产出指标\t数量指标\t人数\t5人\t数量指标\t人数\t5人"],
        ["\t\t\t次数\t2次\t\t次数\t2次"],
        both("产出指标 数量指标 人数 5人", "产出指标 数量指标 次数 2次"),
    ),
    "nothing_after_an_indicator_without_a_target": (
        ["\t产出指标\t数量指标\t人数\t\t数量指标\t人数\t"],
        ["\t\t\t次数\t2次\t\t次数\t2次"],
        both("产出指标 数量指标 人数 -", "产出指标 数量指标 次数 2次"),
    ),
    "level_1_below_the_rows_it_is_of": (
        [
            "\t产出指标\t数量指标\t人数\t5人\t数量指标\t人数\t5人",
            "\t\t经济效益指标\t成本\t降低\t经济效益指标\t成本\t降低",
        ],
        ["\t效益指标\t社会效益指标\t能力\t提升\t社会效益指标\t能力\t提升"],
        both("产出指标 数量指标 人数 5人", "效益指标 经济效益指标 成本 降低", "效益指标 社会效益指标 能力 提升"),
    ),
}


@pytest.mark.parametrize(("above", "below", "expected"), TORN.values(), ids=TORN)
def test_what_the_end_of_a_page_tears(above: list[str], below: list[str], expected: list[str]) -> None:
    assert over_pages(above, below) == expected


def test_the_heading_of_the_part_torn_by_a_page_is_no_indicator() -> None:
    pages = [
        [*HEADS, *TEXTS, *GOALS, COLUMNS.replace("绩效指标", "绩效")],
        [INDICATORS[0].replace("", "指标", 1), *FOOT],
    ]
    assert indicators(read(ruled(pages))) == [
        "implementation 产出指标 数量指标 编织袋数量 ≥3000条",
        "annual 产出指标 数量指标 编织袋数量 ≥1000条",
    ]


@pytest.mark.parametrize(
    ("above", "below", "field", "text"),
    [
        (["项目概况\t\t购置防汛"], ["\t\t物资\t"], "overview", "购置防汛物资"),
        (["保证项目实施的制\t\t专款"], ["度、措施\t\t专用"], "safeguards", "专款专用"),
        (["立项依据\t\t预案", "\t\t设立"], ["项目设立必要性\t\t理由"], "necessity", "设立理由"),
        ([*GOALS[:1], "总体\t三年\t\t\t当年"], ["目标\t\t\t\t备齐三分之一"], "annual_goal", "当年备齐三分之一"),
        ([*GOALS[:1], "总体\t三年\t\t\t当年"], ["目标\t\t\t\t备齐三分之一"], "implementation_goal", "三年"),
    ],
    ids=["a_text", "its_label_too", "its_label_below_its_head", "a_goal", "beside_a_goal_that_is_whole"],
)
def test_a_text_torn_by_the_end_of_a_page_is_whole(above: list[str], below: list[str], field: str, text: str) -> None:
    assert (
        target(read(ruled([[*HEADS, *above, "22"], ["公开报告", *below, COLUMNS, *INDICATORS, *FOOT]])))[field] == text
    )


def test_a_name_torn_by_the_end_of_a_page_is_whole() -> None:
    pages = [
        [TITLE, YEAR, "项目名称\t\t防汛物资购置（第一"],
        ["公开报告", "\t\t批）\t", *HEAD[1:], *FUNDS, *BELOW, *FOOT],
    ]
    assert target(read(ruled(pages)))["project_name"] == "防汛物资购置（第一批）"


def test_columns_that_no_form_of_this_layout_has_leave_its_indicators_unread() -> None:
    columns = "绩效指标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t计量单位"
    forms = read(tabbed(form(columns=columns, indicators=["\t产出指标\t数量指标\t甲\t≥\t5\t个", "\t\t\t乙\t≥\t6\t个"])))
    assert indicators(forms) == []
    assert codes(forms) == ["form_incomplete"]


def test_a_heading_of_more_than_two_halves_leaves_its_indicators_unread() -> None:
    texts = ["数量指标\t编织袋数量\t≥3000条"] * 12
    columns = "\t".join(["绩效指标\t一级指标", *["二级指标\t三级指标\t指标值"] * 12])
    forms = read(ruled([form(columns=columns, indicators=["\t".join(["\t产出指标", *texts])])]))
    assert indicators(forms) == []
    assert codes(forms) == ["form_incomplete"]


def test_a_heading_whose_last_column_is_lost_is_that_of_every_form() -> None:
    forms = read(tabbed(form(columns=COLUMNS.rpartition("\t")[0])))
    assert len(indicators(forms)) == 6


@pytest.mark.parametrize("lost", range(1, 8))
def test_a_heading_that_has_lost_one_of_its_cells_is_that_of_every_form(lost: int) -> None:
    cells = COLUMNS.split("\t")
    forms = read(tabbed(form(columns="\t".join([*cells[:lost], *cells[lost + 1 :]]))))
    assert indicators(forms) == indicators(read(tabbed(form())))


def test_what_only_a_target_says_is_no_indicator() -> None:
    rows = ("\t满意度指标\t服务对象满意度指标\t≥95%\t服务对象满意度指标\t群众\t≥90%",)
    assert of_tabs(*rows) == [
        "implementation 满意度指标 服务对象满意度指标 - ≥95%",
        "annual 满意度指标 服务对象满意度指标 群众 ≥90%",
    ]


@pytest.mark.parametrize("name", [name for name in SLIPPED if name != "name_of_level_2_cut"])
def test_a_ruled_table_made_of_slipped_cells_is_read_like_the_dump(name: str) -> None:
    rows, expected = SLIPPED[name]
    assert indicators(read(ruled([form(indicators=rows)]))) == expected
