"""What the text of a disclosure names: terms, units, attachments; and a text that speaks of something else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.model import Identity, Line, TypedRow, TypedTable
from pipelines.narrative import narrative_of
from pipelines.narrative.attachments import attachments
from pipelines.narrative.glossary import glossary
from pipelines.narrative.headings import Part
from pipelines.narrative.paragraphs import Paragraph
from pipelines.narrative.sections import TextSection
from pipelines.narrative.strangers import strangers
from pipelines.narrative.units import entity_units
from pipelines.pieces import lay_out
from pipelines.readers import read
from pipelines.readers.text import read_text
from pipelines.rest import rest_of
from pipelines.vocabulary import Vocabulary
from tests.builders import identity

RENDERED = sorted((Path(__file__).parent.parent.parent / "shared" / "disclosures" / "rendered").glob("*/gold.json"))
WHOLE = [path for gold in RENDERED for path in sorted(gold.parent.iterdir()) if ".scan" not in path.name]


def section(part: Part, heading: str | None, *texts: str) -> TextSection:
    at = Paragraph(heading or "", 1, None)
    return TextSection(part, None, heading, at, tuple(Paragraph(t, i, None) for i, t in enumerate(texts, 2)))


def terms(*texts: str) -> list[tuple[object, object]]:
    rows, _ = glossary([section("glossary", "名词解释", *texts)])
    return [(row.values["term"], row.values["definition"]) for row in rows]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(["一、基本支出：指人员支出。"], [("基本支出", "指人员支出。")], id="colon"),
        pytest.param(
            ["九、一般公共预算是指以税收为主体的预算：包括收入和支出。"],
            [("一般公共预算", "是指以税收为主体的预算：包括收入和支出。")],
            id="no_colon_behind_the_term",
        ),
        pytest.param(
            ["十一、国有资本经营预算是对国有资本收益作出支出安排的收支预算。"],
            [("国有资本经营预算", "是对国有资本收益作出支出安排的收支预算。")],
            id="said_with_a_verb",
        ),
        pytest.param(
            ["六、财政专户管理资金：", "专指教育收费。", "七、单位资金：是指其他资金。"],
            [("财政专户管理资金", "专指教育收费。"), ("单位资金", "是指其他资金。")],
            id="term_alone_on_its_line",
        ),
        pytest.param(
            ["三、“三公”经费：指三项经费。", "1.因公出国（境）费：指国际旅费。", "四、机关运行经费：指公用经费。"],
            [("“三公”经费", "指三项经费。\n1.因公出国（境）费：指国际旅费。"), ("机关运行经费", "指公用经费。")],
            id="items_below_a_term_belong_to_it",
        ),
        pytest.param(
            ["一、收入科目", "1.财政拨款：指拨款。", "二、支出科目", "2.基本支出：指支出。"],
            [("财政拨款", "指拨款。"), ("基本支出", "指支出。")],
            id="terms_below_headings",
        ),
        pytest.param(
            ["基本支出：指人员支出。", "其中：工资、津贴。", "项目支出：指其他支出。"],
            [("基本支出", "指人员支出。\n其中：工资、津贴。"), ("项目支出", "指其他支出。")],
            id="terms_without_numbers",
        ),
        pytest.param(
            ["（八）一般公共服务支出（类）人大事务（款）行政运行（项）：反映基本支出。"],
            [("一般公共服务支出（类）人大事务（款）行政运行（项）", "反映基本支出。")],
            id="brackets_in_the_term",
        ),
        pytest.param(
            ["一、绩效指标：指衡量结果的指标。"], [("绩效指标", "指衡量结果的指标。")], id="a_term_with_指_in_it"
        ),
        pytest.param(
            ["一、基本支出：指人员支出。", "附件：2024年部门预算公开表"],
            [("基本支出", "指人员支出。")],
            id="an_attachment_behind_the_last_term",
        ),
    ],
)
def test_terms_and_what_is_said_of_them(texts: list[str], expected: list[tuple[str, str]]) -> None:
    assert terms(*texts) == expected


def test_a_numbered_paragraph_that_explains_nothing_is_told() -> None:
    _, issues = glossary([section("glossary", None, "一、基本支出：指支出。", "二、见上年公开内容。")])
    assert [(issue.code, issue.printed) for issue in issues] == [("glossary_term_unread", "二、见上年公开内容。")]


def units(words: Vocabulary, *texts: str, entity: str | None = None) -> list[tuple[object, object]]:
    rows = entity_units([section("overview", "机构设置情况", *texts)], (), {}, identity(entity_name=entity), words)
    return [(row.values["unit_name"], row.values["unit_kind"]) for row in rows]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            ["共设2个科室：办公室、人事科；下设1个事业单位：屯留区人大代表联络中心。"],
            [("屯留区人大代表联络中心", "事业单位")],
            id="behind_a_list_of_sections",
        ),
        pytest.param(
            ["下设1个副科级事业单位：屯留区财政国库支付中心，下设1个股级事业单位：屯留区财政保障中心。"],
            [("屯留区财政国库支付中心", "副科级事业单位"), ("屯留区财政保障中心", "股级事业单位")],
            id="two_kinds_in_one_sentence",
        ),
        pytest.param(
            ["有三个下属单位，分别为屯留区政府办公室、屯留区金融服务中心、屯留区信息中心"],
            [("屯留区政府办公室", None), ("屯留区金融服务中心", None), ("屯留区信息中心", None)],
            id="counted_in_words_without_a_colon",
        ),
        pytest.param(
            ["纳入部门预算编制范围的预算单位共计1家，仅包括江苏省委办公厅厅机关本级，不含东郊国宾馆。"],
            [("江苏省委办公厅厅机关本级", None)],
            id="what_is_left_out_is_no_unit",
        ),
        pytest.param(
            [
                "本部门中，行政单位1家，事业单位1家，具体包括：",
                "1.商务委本部，设9个内设机构。",
                "2.普陀区中小企业服务中心，不单列预算。",
            ],
            [("商务委本部", None), ("普陀区中小企业服务中心", None)],
            id="items_below",
        ),
        pytest.param(
            [
                "泽州县人大办公室共设2个股（室）：财经股、政策法规科。纳入本部门预算的单位共2个，包括：",
                "1.泽州县人大办公室",
                "2.泽州县代表联络中心",
            ],
            [("泽州县人大办公室", None), ("泽州县代表联络中心", None)],
            id="items_below_a_sentence_on_sections",
        ),
        pytest.param(
            [
                "（一）机关内设机构",
                "1、办公室",
                "2、组织人事处",
                "（二）下属差额拨款事业单位",
                "1、江苏省法官培训学院",
                "（三）派出机构",
            ],
            [("江苏省法官培训学院", "差额拨款事业单位")],
            id="items_below_a_heading",
        ),
        pytest.param(
            ["下设1个国家级事业单位：泽州县水文站。"], [("泽州县水文站", "国家级事业单位")], id="of_the_state"
        ),
        pytest.param(["负责指导有关单位：开展培训、组织考核等工作。"], [], id="duties_are_no_units"),
        pytest.param(
            ["下设2个单位：泽州县水利服务中心、其他临时机构等。"], [("泽州县水利服务中心", None)], id="and_so_on"
        ),
    ],
)
def test_units_that_the_text_lists(texts: list[str], expected: list[tuple[str, str | None]], words: Vocabulary) -> None:
    assert units(words, *texts) == expected


def test_duties_name_no_units(words: Vocabulary) -> None:
    duties = section("overview", "本部门职责", "联系以下单位：泽州县审计局、泽州县税务局。")
    assert entity_units([duties], (), {}, identity(entity_name=None), words) == ()


def test_the_body_itself_and_every_place_that_names_a_unit(words: Vocabulary) -> None:
    text = section("overview", "机构设置", "泽州县水务局下设1个单位：泽州县水利服务中心。")
    values = {"unit_name": "泽州县水利服务中心", "row_kind": "unit"}
    table = TypedTable("agency_operating_expenses", (TypedRow(1, None, values, (), 7),))
    other = TypedTable("performance_targets", (TypedRow(1, None, {"unit_name": "泽州县河道站"}, (), 9),))
    found = {table.resource: table, other.resource: other}
    rows = entity_units([text], (), found, identity(entity_name="泽州县水务局"), words)
    assert [tuple(row.values.values()) for row in rows] == [
        ("泽州县水务局", None, "narrative_sections"),
        ("泽州县水利服务中心", None, "narrative_sections agency_operating_expenses"),
        ("泽州县河道站", None, "performance_targets"),
    ]


def test_a_unit_with_brackets_of_two_widths_is_one(words: Vocabulary) -> None:
    text = section("overview", "机构设置", "泽州县教育局下设1个事业单位：泽州县实验小学（含附属幼儿园）。")
    values = {"unit_name": "泽州县实验小学(含附属幼儿园)"}
    form = TypedTable("performance_targets", (TypedRow(1, None, values, (), 9),))
    (row,) = entity_units([text], (), {form.resource: form}, identity(entity_name=None), words)
    assert (row.values["unit_name"], row.values["named_in"]) == (
        "泽州县实验小学（含附属幼儿园）",
        "narrative_sections performance_targets",
    )


def test_units_in_a_table_of_their_own(words: Vocabulary) -> None:
    lines = [
        Line(1, "序号\t单位名称\t单位性质"),
        Line(2, "1\t泽州县水务局\t行政单位"),
        Line(3, "2\t泽州县水利服务中心\t财政补助事业单位"),
        Line(4, "合计\t2\t"),
    ]
    rows = entity_units((), [(1, lines)], {}, identity(entity_name=None), words)
    assert [(row.values["unit_name"], row.values["unit_kind"]) for row in rows] == [
        ("泽州县水务局", "行政单位"),
        ("泽州县水利服务中心", "财政补助事业单位"),
    ]


def test_titles_of_attachments_and_mentions_of_them(words: Vocabulary) -> None:
    text = section(
        "narrative",
        "其他说明",
        "（项目绩效目标表公开情况见附件）",
        "附件1：泽州县水务局部门整体绩效目标表",
        "附件2泽州县水务局项目绩效目标表",
        "附件",
        "政府购买服务指导性目录",
        "附件一并公开。",
    )
    assert [(note.kind, note.text) for note in attachments([text], words)] == [
        ("attachment", "附件1：泽州县水务局部门整体绩效目标表"),
        ("attachment", "附件2泽州县水务局项目绩效目标表"),
        ("attachment", "附件 政府购买服务指导性目录"),
    ]


WATER = identity(entity_name="长治市屯留区水务局", fiscal_year=2024)


def told(words: Vocabulary, *texts: str, of: Identity = WATER) -> list[tuple[str, str]]:
    found = strangers([section("narrative", None, *texts)], (), ["屯留区河道站"], of, words)
    return [(issue.code, issue.severity) for issue in found]


@pytest.mark.parametrize(
    "text",
    [
        "2024年度长治市屯留区水务局预算收入总计1.00万元，比上年增加0.10万元。",
        "2024年度屯留区水务局支出预算1.00万元。",
        "2024年屯留区河道站政府采购预算总额1.00万元。",
        "2024年度区水务局财政拨款收支总预算1.00万元。",
        "本部门2024年所属1家行政单位机关运行经费预算1.00万元，比2023年预算增加0.10万元。",
        "截至2023年12月31日，长治市屯留区水务局共有公务用车编制1辆。",
        "主要原因是2023年完成了机构改革，2022年起不再安排。",
        "2023年决算支出1.00万元。",
        "2023年预算执行数1.00万元。",
        "2023年预算收入1.00万元，2024年预算收入2.00万元。",
        "长治市屯留区水务局2024年度收入、支出预算总计1.00万元。",
        "本表反映屯留区水务局2024年度总体收支预算情况。",
        "屯留区水务局2023年收入预算1.00万元，2024年收入预算2.00万元。",
        "本项目由陵川县水务局2023年开工。",
        "根据陵川县财政局2024年预算评审结果安排。",
    ],
)
def test_a_text_of_the_body_and_the_year_is_no_stranger(text: str, words: Vocabulary) -> None:
    assert told(words, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年度陵川县水务局预算收入总计1.00万元。", [("narrative_other_entity", "error")]),
        ("2024年度长治市潞州区水务局支出预算1.00万元。", [("narrative_other_entity", "error")]),
        ("2023年度长治市屯留区水务局支出预算1.00万元。", [("narrative_other_year", "error")]),
        ("陵川县水务局2024年度收入、支出预算总计1.00万元。", [("narrative_other_entity", "error")]),
        ("屯留区水务局2018年度财政拨款收、支总预算1.00万元。", [("narrative_other_year", "error")]),
        ("本部门2023年机关运行经费预算1.00万元。", [("narrative_other_year", "error")]),
        ("2014年度长治市屯留区水务局一般公共预算当年支出1.00万元。", [("narrative_other_year", "error")]),
        ("支出1.00万元，比2022年预算减少0.10万元。", [("narrative_other_year", "warning")]),
        ("截至2021年12月31日，本部门共有车辆1辆。", [("narrative_other_year", "warning")]),
    ],
)
def test_a_text_of_another_body_or_year_is_told(text: str, expected: list[tuple[str, str]], words: Vocabulary) -> None:
    assert told(words, text) == expected


@pytest.mark.parametrize(
    ("known", "units", "text", "expected"),
    [
        ("江苏省人大常委会办公厅", ["江苏省委办公厅机关本级"], "江苏省委办公厅2024年度收入、支出预算总计1.00万元。", 1),
        ("江苏省人大常委会办公厅", [], "江苏省人民代表大会常务委员会办公厅2024年度收入、支出预算总计1.00万元。", 0),
        ("上海市普陀区商务委员会", ["商务委本部"], "2024年，商务委本部收入预算1.00万元。", 0),
    ],
    ids=["of_another_organ", "long_name", "core_of_the_body"],
)
def test_bodies_whose_names_share_their_characters(
    known: str, units: list[str], text: str, expected: int, words: Vocabulary
) -> None:
    of = identity(entity_name=known, fiscal_year=2024)
    found = list(strangers([section("narrative", None, text)], (), units, of, words))
    assert [issue.code for issue in found] == ["narrative_other_entity"] * expected


@pytest.mark.parametrize("title", ["第三部分2023年度部门预算情况说明", "第三部分2023年预算情况说明"])
def test_the_heading_of_the_explanation_with_another_year(title: str, words: Vocabulary) -> None:
    heading = Paragraph(title, 5, None)
    (issue,) = strangers((), [heading], (), WATER, words)
    assert (issue.code, issue.line) == ("narrative_other_year", 5)


@pytest.mark.skipif(not WHOLE, reason="the rendered disclosures are not here")
@pytest.mark.parametrize("path", [p for p in WHOLE if p.suffix != ".json"], ids=lambda p: p.name)
def test_the_glossary_of_every_format(path: Path, words: Vocabulary) -> None:
    gold = json.loads((path.parent / "gold.json").read_text("utf-8"))
    rest = rest_of([lay_out(read(path), words)], {}, identity(), words)
    rows = [row.values for row in rest.tables["glossary_terms"].rows]
    assert [(r["term"], r["definition"]) for r in rows] == [(g["term"], g["definition"]) for g in gold["glossary"]]


def test_forms_pasted_in_with_their_text_make_no_unit_of_the_body(words: Vocabulary) -> None:
    text = "第三部分 情况说明\n一、收入预算情况说明\n2024年度陵川县水务局预算收入1.00万元。\n"
    pasted = TypedTable("performance_targets", (TypedRow(1, None, {"unit_name": "陵川县水务局"}, (), 9),))
    laid = lay_out(read_text(text.encode(), "x.txt"), words)
    narrative = narrative_of([laid], [frozenset()], {pasted.resource: pasted}, WATER, words)
    assert "narrative_other_entity" in {issue.code for issue in narrative.issues}
