"""Performance forms whose cells are told apart, by tabs or by rules: what is printed is read, nothing else."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.pieces import Piece
from tests.performing import (
    FOOT,
    FUNDS,
    GOALS,
    HEAD,
    TEXTS,
    TITLE,
    YEAR,
    amounts,
    codes,
    form,
    indicators,
    read,
    ruled,
    tabbed,
    target,
)  # fmt: skip

TEXT_FIELDS = {
    "project_name": "防汛物资购置",
    "department_code": "018",
    "department_name": "云州县水利局",
    "unit_name": "云州县防汛中心",
    "project_attribute": "一次性项目（1年结束）",
    "project_period": "1年",
    "overview": "购置防汛物资",
    "basis": "防汛预案",
    "necessity": "保障安全度汛",
    "safeguards": "专款专用",
    "plan": "6月底前购置",
    "implementation_goal": "三年备齐",
    "annual_goal": "当年备齐三分之一",
    "filled_at": "20231019151959",
}
AMOUNTS = {
    "implementation_total": Decimal("360000.00"),
    "implementation_central": Decimal("0.00"),
    "implementation_provincial": Decimal("60000.00"),
    "implementation_local": Decimal("300000.00"),
    "implementation_self_raised": Decimal("0.00"),
    "annual_total": Decimal("120000.50"),
    "annual_central": Decimal("0.00"),
    "annual_provincial": Decimal("20000.00"),
    "annual_local": Decimal("100000.50"),
    "annual_self_raised": Decimal("0.00"),
}
PRINTED = [
    "implementation 产出指标 数量指标 编织袋数量 ≥3000条",
    "annual 产出指标 数量指标 编织袋数量 ≥1000条",
    "implementation 产出指标 质量指标 验收合格率 100%",
    "annual 产出指标 质量指标 验收合格率 100%",
    "implementation 满意度指标 服务对象满意度指标 群众满意度 ≥95%",
    "annual 满意度指标 服务对象满意度指标 群众满意度 ≥90%",
]

WORDS = sorted({cell for line in form() for cell in line.split("\t")} | {"360", "中央财政资", "金", "甲", "≥5"})


@pytest.mark.parametrize("piece", [tabbed(form()), ruled([form()])], ids=["tabs", "ruled"])
def test_a_form_is_read_whole_a_zero_is_zero_and_a_blank_is_null(piece: Piece) -> None:
    forms = read(piece)
    assert target(forms) == {**TEXT_FIELDS, **AMOUNTS, "source_number": 1}
    assert indicators(forms) == PRINTED
    assert codes(forms) == []


def test_every_amount_has_its_ink_and_place() -> None:
    row = read(ruled([form()])).tables["performance_targets"].rows[0]
    assert {cell.field: cell.value for cell in row.cells} == AMOUNTS
    total = next(cell for cell in row.cells if cell.field == "annual_total")
    assert (total.printed, total.page, total.line, total.box) == ("120,000.50", 1, 8, (300, 0, 355, 10))


def test_names_and_numbers_of_contacts_are_nowhere() -> None:
    published = repr(read(tabbed(form())))
    assert not any(private in published for private in ("张三", "李四", "1234567"))


@pytest.mark.parametrize("printed", ["13800138000", "0352-1234567", "王五", "20231", "20241399"])
def test_what_slipped_behind_the_date_of_filing_is_published_only_if_it_is_a_date(printed: str) -> None:
    foot = [f"负责人：\t经办人：\t联系电话：\t填报日期：\t{printed}\t\t\t"]
    forms = read(tabbed(form(foot=foot)))
    assert "filled_at" not in target(forms)
    assert printed not in repr(forms)


def test_contacts_beside_the_unit_end_no_form_and_are_no_part_of_its_name() -> None:
    head = [
        HEAD[0],
        "主管部门及代码\t018-云州县水利局\t实施单位\t云州县防汛中心\t联系人\t王五\t联系电话\t1234567",
        HEAD[2],
    ]
    forms = read(tabbed(form(head=head)))
    assert target(forms)["unit_name"] == "云州县防汛中心"
    assert len(indicators(forms)) == 6
    assert "王五" not in repr(forms)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("（项目支出绩效目标表公开情况见附件）", 0),
        ("详见单位的项目绩效目标表", 0),
        (f"{TITLE}………………35", 0),
    ],
)
def test_a_title_in_prose_or_a_table_of_contents_is_no_form(text: str, found: int) -> None:
    forms = read(tabbed([text, "", "十一、国有资产占有使用情况", *["无"] * 12]))
    assert len(forms.tables["performance_targets"].rows) == found


def test_a_form_whose_title_is_illegible_is_found_by_its_first_rows() -> None:
    assert target(read(tabbed(["####", *form()[1:]])))["project_name"] == "防汛物资购置"


def test_prose_and_tables_behind_the_last_row_are_no_part_of_a_form() -> None:
    after = ["", "十一、国有资产占有使用情况", "名称\t数量", "车辆\t2"]
    forms = read(tabbed([*form(), *after]))
    assert codes(forms) == []
    assert indicators(forms) == PRINTED


def test_forms_follow_one_another_also_with_the_title_on_the_page_before() -> None:
    first, second = form(), form(head=["项目名称\t\t防汛演练\t\t\t\t\t", *HEAD[1:]])
    forms = read(ruled([[*first, TITLE, "22"], ["云州县水利局2024年部门预算公开报告", *second[2:]]]))
    assert [row.values["project_name"] for row in forms.tables["performance_targets"].rows] == [
        "防汛物资购置",
        "防汛演练",
    ]
    assert [row.values["target_row_number"] for row in forms.tables["performance_indicators"].rows] == [1] * 6 + [2] * 6


def test_forms_in_a_file_of_attachments_name_that_file() -> None:
    forms = read(tabbed(["第三部分 情况说明"]), tabbed(form()))
    assert target(forms)["source_number"] == 2
    assert {row.values["source_number"] for row in forms.tables["performance_indicators"].rows} == {2}


@pytest.mark.parametrize(
    ("label", "factor"),
    [("项目资金（元）", "1"), ("项目资金(万元)", "10000"), ("项目资金\t（千元）", "1000")],
)
def test_amounts_are_in_yuan_whatever_unit_the_form_prints(label: str, factor: str) -> None:
    funds = [f"{label}\t实施期资金总额：\t36\t\t年度资金总额：\t12.5\t\t"]
    forms = read(tabbed(form(funds=funds)))
    assert amounts(forms)["annual_total"] == Decimal("12.5") * Decimal(factor)


def test_a_unit_above_the_form_is_that_of_its_amounts() -> None:
    funds = [FUNDS[0].replace("项目资金 （元）", "项目资金"), *FUNDS[1:]]
    lines = form(funds=funds)
    assert amounts(read(tabbed([lines[0], "单位：万元", *lines[1:]])))["implementation_total"] == 3600000000


def test_a_unit_that_the_end_of_a_page_tears_is_one() -> None:
    rows = form(funds=[FUNDS[0].replace("项目资金 （元）", "项目资金（"), FUNDS[1], "元）" + FUNDS[2], *FUNDS[3:]])
    end = rows.index("元）" + FUNDS[2])
    forms = read(ruled([rows[:end], rows[end:]]))
    assert amounts(forms) == AMOUNTS
    assert codes(forms) == []


@pytest.mark.parametrize("label", ["项目资金", "项目资金（美元）"])
def test_amounts_in_no_known_unit_are_null_and_said_to_be(label: str) -> None:
    funds = [FUNDS[0].replace("项目资金 （元）", label), *FUNDS[1:]]
    forms = read(tabbed(form(funds=funds)))
    assert amounts(forms) == {}
    assert codes(forms) == ["form_without_unit"]


@pytest.mark.parametrize(
    ("rows", "annual"),
    [
        (["\t市县(区)财政资 金\t3\t\t市县(区)财政资 金\t1\t\t"], "1.00"),
        (["\t市县(区)财政资\t3\t\t市县(区)财政资\t1\t\t", "\t金\t\t\t金\t\t\t"], "1.00"),
        (["\t市县(区)财政资\t\t\t市县(区)财政资\t\t\t", "\t金\t3\t\t金\t1\t\t"], "1.00"),
        (["市县(区)财政资金\t3\t市县(区)财政资金\t1\t\t\t\t"], "1.00"),
        (["\t\t市县(区)财政资金\t\t3\t市县(区)财政资\t\t1"], "1.00"),
        (["\t市县（区）财政资金\t3\t\t市县（区）财政资金：1\t\t\t"], "1.00"),
    ],
    ids=[
        "label_with_a_space",
        "label_cut",
        "label_cut_above_its_amount",
        "first_cell_lost",
        "columns_seen_twice",
        "one_cell",
    ],
)
def test_amounts_stand_behind_their_labels_wherever_these_have_slipped(rows: list[str], annual: str) -> None:
    found = amounts(read(tabbed(form(funds=[FUNDS[0], *rows]))))
    assert (found["implementation_local"], found["annual_local"]) == (Decimal("3.00"), Decimal(annual))


def test_an_amount_of_the_year_alone_is_not_of_the_whole_period() -> None:
    found = amounts(read(tabbed(form(funds=[FUNDS[0], "\t省级财政资金\t\t\t省级财政资金\t20\t\t"]))))
    assert "implementation_provincial" not in found
    assert found["annual_provincial"] == 20


@pytest.mark.parametrize("printed", ["36,0000", "3万", "约360,000", "36 万元左右"])
def test_ink_that_is_no_amount_is_null_with_an_issue(printed: str) -> None:
    forms = read(tabbed(form(funds=[f"项目资金（元）\t实施期资金总额：\t{printed}\t\t年度资金总额：\t1\t\t"])))
    assert "implementation_total" not in amounts(forms)
    assert codes(forms) == ["form_amount_unreadable"]


def test_two_amounts_for_one_source_leave_neither() -> None:
    funds = [FUNDS[0], "\t市级财政资金\t1\t\t市级财政资金\t1\t\t", "\t县级财政资金\t2\t\t县级财政资金\t2\t\t"]
    forms = read(tabbed(form(funds=funds)))
    assert not {"implementation_local", "annual_local"} & amounts(forms).keys()
    assert codes(forms) == ["form_amount_unreadable"] * 2


def test_a_figure_beside_a_source_of_no_known_name_is_no_other_sources() -> None:
    forms = read(tabbed(form(funds=[FUNDS[0], "\t财政拨款\t5\t\t财政拨款\t5\t\t", *FUNDS[1:]])))
    assert amounts(forms) == AMOUNTS
    assert codes(forms) == ["form_row_not_read"]


@pytest.mark.parametrize(
    ("printed", "value"), [("800,00\u20410", "800000"), ("27\u20410,000", "270000"), ("1,000\u2041500", None)]
)
def test_an_amount_on_two_lines_of_its_cell_is_put_together_only_where_it_is_no_two(
    printed: str, value: str | None
) -> None:
    forms = read(ruled([form(funds=[f"项目资金（元）\t实施期资金总额：\t{printed}\t\t年度资金总额：\t1\t\t"])]))
    assert amounts(forms).get("implementation_total") == (Decimal(value) if value else None)


def test_a_value_that_slipped_onto_the_next_row_is_that_of_the_blank_label() -> None:
    head = [*HEAD[:2], "项目属性\t\t一次性项目\t\t项目期\t\t\t", "\t\t\t\t2年\t\t\t"]
    assert target(read(tabbed(form(head=head))))["project_period"] == "2年"


def test_a_name_that_wraps_onto_a_row_of_its_own_is_whole() -> None:
    head = ["项目名称\t\t国有企业退休人员社会化管理补助资\t\t\t\t\t", "\t\t金\t\t\t\t\t", *HEAD[1:]]
    forms = read(tabbed(form(head=head)))
    assert target(forms)["project_name"] == "国有企业退休人员社会化管理补助资金"
    assert codes(forms) == []


def test_a_figure_that_wraps_below_a_blank_label_of_an_earlier_row_is_no_value_of_that() -> None:
    head = [
        HEAD[0],
        HEAD[1].replace("云州县防汛中心", ""),
        "项目属性\t\t一次性项目\t\t项目期\t\t1\t",
        "\t\t\t\t\t\t年\t",
    ]
    values = target(read(tabbed(form(head=head))))
    assert (values.get("unit_name"), values["project_period"]) == (None, "1年")


@pytest.mark.parametrize(
    "head",
    [
        ["项目名称\t\t防汛物资购置补\t\t项目属性\t\t\t", "\t\t助\t\t\t\t\t"],
        ["项目名称\t\t防汛物资购置补\t\t项目属性\t\t项目期\t\t", "\t\t助\t\t\t\t\t"],
    ],
    ids=["one blank label", "two blank labels"],
)
def test_what_may_be_of_a_blank_label_or_the_rest_of_the_name_above_it_is_neither(head: list[str]) -> None:
    forms = read(tabbed(form(head=[*head, HEAD[1]])))
    assert target(forms)["project_name"] == "防汛物资购置补"
    assert "project_attribute" not in target(forms)
    assert codes(forms) == ["form_row_not_read"]


CONTACTS = ("联系人\t\t王五\t\t\t\t\t", "\t\t赵六\t\t\t\t\t")


@pytest.mark.parametrize(
    "rows",
    [
        {"head": [HEAD[0], *CONTACTS, *HEAD[1:]]},
        {"head": [HEAD[0], "实施单位\t\t\t\t联系人\t\t王五\t", "\t\t\t\t\t\t赵六\t", HEAD[2]]},
        {"texts": [*TEXTS, *CONTACTS]},
        {"goals": [*GOALS, *CONTACTS]},
    ],
    ids=["below a name", "beside a blank label", "below a text", "below goals"],
)
def test_a_person_on_a_row_below_contacts_is_no_part_of_any_text(rows: dict[str, list[str]]) -> None:
    forms = read(tabbed(form(**rows)))
    assert "赵六" not in repr(forms)
    assert codes(forms) == ["form_row_not_read"]


def test_a_code_below_a_name_is_no_part_of_it() -> None:
    forms = read(tabbed(form(head=[HEAD[0], "\t\t14000022\t\t\t\t\t", *HEAD[1:]])))
    assert target(forms)["project_name"] == TEXT_FIELDS["project_name"]
    assert [issue.severity for issue in forms.issues if issue.code == "form_row_not_read"] == ["error"]


@pytest.mark.parametrize(
    ("rows", "severity"),
    [
        ({"head": [HEAD[0], "\t\t\t\t\t\t金", *HEAD[1:]]}, "error"),
        ({"funds": [FUNDS[0], "\t财政拨款\t5\t\t财政拨款\t5\t\t", *FUNDS[1:]]}, "warning"),
    ],
    ids=["beside a text", "beside amounts"],
)
def test_a_row_that_may_be_the_rest_of_a_text_leaves_the_form_unchecked(
    rows: dict[str, list[str]], severity: str
) -> None:
    issues = read(tabbed(form(**rows))).issues
    assert {issue.code: issue.severity for issue in issues}["form_row_not_read"] == severity


@pytest.mark.parametrize(
    ("printed", "code", "name"),
    [
        ("003-长治市屯留区财政局", "003", "长治市屯留区财政局"),
        ("[101001]云州县水利局", "101001", "云州县水利局"),
        ("101 云州县水利局", "101", "云州县水利局"),
        ("云州县水利局", None, "云州县水利局"),
        ("12345政务服务热线中心", None, "12345政务服务热线中心"),
    ],
)
def test_the_code_of_a_department_stands_before_its_name(printed: str, code: str | None, name: str) -> None:
    found = target(read(tabbed(form(head=[HEAD[0], f"主管部门及代码\t{printed}\t实施单位\t中心\t\t\t\t", HEAD[2]]))))
    assert (found.get("department_code"), found["department_name"]) == (code, name)


@pytest.mark.parametrize(
    ("rows", "goals"),
    [
        (["实施期目标\t\t\t\t年度目标\t\t\t", "总体目标\t甲\t\t\t乙\t\t\t"], ("甲", "乙")),
        (["实施期目标\t\t\t年度目标\t\t\t\t", "总体目标\t\t甲\t\t乙\t\t\t"], ("甲", "乙")),
        (["实施期目标\t\t\t\t年度目标\t\t\t", "总体目标\t\t甲\t\t\t\t\t"], ("甲", None)),
        (["实施期目标\t\t\t\t年度目标\t\t\t", "总体目标\t\t\t\t乙\t\t\t"], (None, "乙")),
        (["总体目标\t实施期目标\t\t\t年度目标\t\t\t", "\t甲\t\t\t乙\t\t\t"], ("甲", "乙")),
        (["总体目标\t实施期目标\t\t\t年度目标\t\t\t", "\t总体目标是甲\t\t\t乙\t\t\t"], ("总体目标是甲", "乙")),
        (["年度总体目标\t乙\t\t\t\t\t\t"], (None, "乙")),
    ],
)
def test_goals_are_of_the_half_that_they_stand_under(rows: list[str], goals: tuple[str | None, str | None]) -> None:
    found = target(read(tabbed(form(goals=rows))))
    assert (found.get("implementation_goal"), found.get("annual_goal")) == goals


def test_a_text_over_several_lines_of_a_dump_is_whole() -> None:
    texts = ["项目概况\t\t一、购置编织袋", "二、购置救生衣", "\t\t三、购置水泵", *TEXTS[1:]]
    assert target(read(tabbed(form(texts=texts))))["overview"] == "一、购置编织袋二、购置救生衣三、购置水泵"


def test_an_unread_row_is_named_by_its_line_and_not_by_what_it_says() -> None:
    forms = read(tabbed(form(head=[*HEAD, "财务主管\t赵六\t\t\t\t\t\t"])))
    (issue,) = (issue for issue in forms.issues if issue.code == "form_row_not_read")
    assert (issue.resource, issue.row_number, issue.line) == ("performance_targets", 1, 8)
    assert "赵六" not in repr(forms)


def test_a_list_of_many_projects_is_no_form_and_said_not_to_be_read() -> None:
    rows = [
        "项目绩效目标表",
        "项目名称\t预算金额\t一级指标\t二级指标\t三级指标\t指标值",
        "甲\t1\t产出指标\t数量指标\t个数\t1个",
    ]
    forms = read(tabbed(rows))
    assert forms.tables["performance_targets"].rows == ()
    assert codes(forms) == ["form_of_other_layout"]


def test_a_form_cut_by_the_end_of_the_file_gives_what_is_whole() -> None:
    lines = form()[: form().index(FUNDS[2]) + 1]
    forms = read(tabbed([*form(), *lines[:-1], "\t省级财政资金\t60"], ends_mid_line=True))
    assert target(forms, 2)["project_name"] == "防汛物资购置"
    assert "implementation_provincial" not in target(forms, 2)
    assert codes(forms) == ["form_incomplete", "form_cut_off"]


def test_a_form_without_a_last_row_at_the_end_of_a_whole_file_is_no_cut_one() -> None:
    assert codes(read(tabbed(form(foot=[])))) == []


def test_a_form_that_lacks_its_indicators_still_gives_name_and_amounts() -> None:
    forms = read(tabbed([TITLE, YEAR, *HEAD, *FUNDS, *FOOT]))
    assert amounts(forms) == AMOUNTS
    assert codes(forms) == ["form_incomplete"]


def test_forms_of_one_project_printed_twice_are_both_kept() -> None:
    forms = read(tabbed([*form(), *form()]), projects=[{"name": "防汛物资购置"}])
    assert [row.values["project_row_number"] for row in forms.tables["performance_targets"].rows] == [1, 1]


def test_columns_named_once_are_of_the_year_unless_only_the_whole_period_has_money() -> None:
    columns, row = "绩效指标\t一级指标\t二级指标\t三级指标\t指标值", "\t产出指标\t数量指标\t水泵\t5台"
    whole = ["项目资金（元）\t实施期资金总额：\t5\t\t\t\t\t"]
    both = read(tabbed(form(columns=columns, indicators=[row])))
    one = read(tabbed(form(funds=whole, columns=columns, indicators=[row])))
    assert indicators(both) == ["annual 产出指标 数量指标 水泵 5台"]
    assert indicators(one) == ["implementation 产出指标 数量指标 水泵 5台"]


@pytest.mark.parametrize("beside", ["仅供内部审核", "-22-", "22", "云州县水利局2024年部门预算公开报告", TITLE])
def test_what_stands_between_the_rows_of_a_page_is_no_part_of_a_text(beside: str) -> None:
    forms = read(tabbed(form(texts=[TEXTS[0], beside, *TEXTS[1:]])))
    assert target(forms)["overview"] == "购置防汛物资"
    assert codes(forms) == []


def test_a_tab_in_a_text_layer_makes_no_table_of_it() -> None:
    lines = [TITLE, YEAR, "项目名称 防汛物资购置", "主管部门及代码 018-云州县水利局", "项目概况 购置\t防汛物资"]
    assert codes(read(tabbed(lines))) == codes(read(tabbed([line.replace("\t", " ") for line in lines])))


@pytest.mark.parametrize("row", ["王五\t\t赵六\t\t13800138000\t\t20231019151959\t", "王五\t0352-1234567\t\t\t\t\t\t"])
def test_names_beside_a_telephone_number_are_not_published_where_their_labels_are_lost(row: str) -> None:
    assert "王五" not in repr(read(tabbed(form(foot=[row]))))


def test_a_code_in_a_cell_of_its_own_is_that_of_the_department() -> None:
    head = [HEAD[0], "主管部门及代码\t018\t云州县水利局\t实施单位\t云州县防汛中心\t\t\t", HEAD[2]]
    found = target(read(tabbed(form(head=head))))
    assert (found["department_code"], found["department_name"]) == ("018", "云州县水利局")


@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(min_value=0, max_value=8))
def test_whatever_cells_are_lost_amounts_are_right_or_null_and_no_contact_is_published(rng: Random, lost: int) -> None:
    lines = form()
    for number in rng.sample(range(4, len(lines)), lost):
        cells = lines[number].split("\t")
        del cells[rng.randrange(len(cells))]
        lines[number] = "\t".join(cells)
    forms = read(tabbed(lines))
    for row in forms.tables["performance_targets"].rows:
        found = {name: value for name, value in row.values.items() if isinstance(value, Decimal)}
        assert found.items() <= AMOUNTS.items()
    assert not any(private in repr(forms) for private in ("张三", "李四", "1234567"))


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=9), max_size=20))
def test_no_heap_of_cells_stops_the_reading(rows: list[list[str]]) -> None:
    lines = [TITLE, *HEAD[:2], *("\t".join(cells) for cells in rows)]
    assert len(read(tabbed(lines)).tables["performance_targets"].rows) >= 1
    read(ruled([lines[:8], lines[8:]]))


def test_a_cell_of_white_space_behind_brackets_is_read_in_time() -> None:
    name = f"防汛物资（一）{' ' * 90_000}购置"
    forms = read(tabbed(form(head=[f"项目名称\t\t{name}\t\t\t\t\t", *HEAD[1:]])))
    assert target(forms)["project_name"] == name


def test_a_row_of_thousands_of_amounts_is_read_in_time_and_gives_none() -> None:
    forms = read(tabbed(form(funds=[*FUNDS[:1], "中央财政资金\t5\t" * 9_000])))
    assert amounts(forms).keys() == {"implementation_total", "implementation_central", "annual_total"}


def test_a_text_whose_label_is_lost_is_no_part_of_the_one_above() -> None:
    forms = read(tabbed(form(texts=[TEXTS[0], "\t防汛预案\t\t\t\t\t", *TEXTS[2:]])))
    assert (target(forms)["overview"], target(forms).get("basis")) == ("购置防汛物资", None)
    assert codes(forms) == ["form_row_not_read"]


def test_a_form_whose_first_label_is_lost_is_found_below_its_title() -> None:
    forms = read(tabbed(form(head=["\t防汛物资购置\t\t\t\t\t", *HEAD[1:]])))
    assert amounts(forms) == AMOUNTS
    assert codes(forms) == ["form_incomplete"]


def test_a_form_of_the_ministry_is_read_where_its_labels_are_the_same() -> None:
    funds = (
        "项目资金（万元）\t中期资金总额：\t100.00\t\t年度资金总额：\t50.00\t\t",
        "\t其中：财政拨款\t100.00\t\t其中：财政拨款\t50.00\t\t",
        "\t其他资金\t0\t\t其他资金\t0\t\t",
    )
    goals = ("总体目标\t中期目标（2024年—2026年）\t\t\t年度目标\t\t\t", "\t三年\t\t\t一年\t\t\t")
    forms = read(ruled([form(funds=funds, goals=goals)]))
    assert amounts(forms) == {
        "implementation_total": 1000000,
        "annual_total": 500000,
        "implementation_other": 0,
        "annual_other": 0,
    }
    assert (target(forms)["implementation_goal"], target(forms)["annual_goal"]) == ("三年", "一年")
    assert codes(forms) == ["form_row_not_read"]


def test_a_project_table_below_a_title_in_a_list_of_attachments_is_no_form() -> None:
    table = ["项目名称\t合计\t一般公共预算", "云州县水利局\t5.00\t5.00", "防汛演练\t5.00\t5.00", "防汛物资\t5.00\t5.00"]
    assert read(tabbed(["附件：项目支出绩效目标表", "", *table])).tables["performance_targets"].rows == ()
