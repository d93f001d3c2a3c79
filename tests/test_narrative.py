"""The text of a disclosure: lines put together, parts and sections told, nothing lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.model import Document, Line, Sections, Source
from pipelines.narrative import narrative_of
from pipelines.narrative.lines import cleaned, text_lines
from pipelines.narrative.paragraphs import paragraphs
from pipelines.narrative.sections import TextSection, sections_of
from pipelines.performance.find import find_forms
from pipelines.pieces import Piece, lay_out
from pipelines.readers.text import read_text
from pipelines.values import squeeze
from pipelines.vocabulary import Vocabulary
from tests import builders

RAW = sorted((Path(__file__).parent.parent / "datapackages").glob("*/raw/*.txt"))
TABLE = """预算公开表1
2024年预算收支总表
部门名称：泽州县水务局\t\t单位：万元
收入\t\t支出\t\t\t
项目\t2024年\t项目\t2024年合计\t当年预算安排\t上年结转安排
一、一般公共预算\t1.00\t一、一般公共服务支出\t1.00\t1.00\t
本年收入合计\t1.00\t本年支出合计\t1.00\t1.00\t
收入总计\t1.00\t支出总计\t1.00\t1.00\t
"""


def piece(text: str, words: Vocabulary) -> Piece:
    return lay_out(read_text(text.encode(), "x.txt"), words)


def sections(text: str, words: Vocabulary) -> tuple[TextSection, ...]:
    laid = piece(text, words)
    runs = text_lines(laid, (), words).runs
    tables = [line.number for section in laid.sections.tables for line in section.lines]
    behind = [bool(tables) and run[0].number > min(tables) for run in runs]
    return sections_of(paragraphs(runs, 1, "text/plain"), behind, words)[0]


def joined(lines: str, media_type: str = "application/pdf", page: int | None = None) -> list[str]:
    """The paragraphs of lines that stand below a line that is full."""
    full = "在本行政区域内，保证宪法、法律、行政法规和上级人民代表大会及其常委会决议的"
    above = [Line(1, full, page), Line(2, full, page), Line(3, full, page), Line(4, "遵守和执行。", page)]
    below = [Line(i, cleaned(text), page) for i, text in enumerate(lines.split("\n"), 5)]
    (run,) = paragraphs([[*above, *below]], 1, media_type)
    (_, *rest) = run
    return [paragraph.text for paragraph in rest]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            "支出总额比上年增加，主要原因是人员增加，公用经费相应增加，占部门项目支出总\n额的100%。",
            ["支出总额比上年增加，主要原因是人员增加，公用经费相应增加，占部门项目支出总额的100%。"],
            id="a_word_broken_at_the_end_of_a_line",
        ),
        pytest.param(
            "2024年度泽州县水务局预算收入总计一千万元，其中包括一般公共预算拨款收入678\n.10万元，占83.66%。",
            ["2024年度泽州县水务局预算收入总计一千万元，其中包括一般公共预算拨款收入678.10万元，占83.66%。"],
            id="a_figure_broken_at_the_end_of_a_line",
        ),
        pytest.param(
            "（一）一般公共预算当年支出规模变化情况\n2024年度支出678.10万元。",
            ["（一）一般公共预算当年支出规模变化情况", "2024年度支出678.10万元。"],
            id="a_heading_stays_apart_from_its_text",
        ),
        pytest.param(
            "九、一般公共预算拨款安排的“三公”经费、会议费、培训费支出预算以及其他预算情\n况说明\n预算支出10万元。",
            ["九、一般公共预算拨款安排的“三公”经费、会议费、培训费支出预算以及其他预算情况说明", "预算支出10万元。"],
            id="a_heading_of_two_lines",
        ),
        pytest.param(
            "2．行政事业单位离退休（款）机关事业单位基本养老保险缴费支出（项）\n支出397.23万元，比上年减少1949.9万元。",
            ["2．行政事业单位离退休（款）机关事业单位基本养老保险缴费支出（项）支出397.23万元，比上年减少1949.9万元。"],
            id="the_name_of_an_item_above_what_is_spent_on_it",
        ),
        pytest.param("无。\n（二）其他\n无", ["无。", "（二）其他", "无"], id="short_lines"),
        pytest.param(
            "本级预算执行情况的监督检查职责划入审计局。\n1、强化宏观调控；",
            ["本级预算执行情况的监督检查职责划入审计局。", "1、强化宏观调控；"],
            id="an_item_begins_a_paragraph",
        ),
    ],
)
def test_lines_of_a_page_are_put_together(lines: str, expected: list[str]) -> None:
    assert joined(lines) == expected


def test_lines_of_a_word_file_are_paragraphs_whatever_they_end_with() -> None:
    lines = [Line(i, "负责全县水务领域的综合协调、监督检查和业务指导工作" * i) for i in range(1, 9)]
    mime = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    (run,) = paragraphs([lines], 1, mime)
    assert [paragraph.text for paragraph in run] == [line.text for line in lines]


def test_the_end_of_a_page_in_plain_text_breaks_no_sentence() -> None:
    long = "纳入绩效目标管理的二级项目16个，共计金额560.78万元。其中：其他运转类项目12个，涉及金额537.13万"
    lines = [Line(1, long * 3), Line(2, "无"), Line(3, long), Line(4, "元；特定目标类项目4个。")]
    (run,) = paragraphs([lines], 1, "text/plain")
    assert run[-1].text == long + "元；特定目标类项目4个。"
    assert run[-1].breaks == ((len(long), 4, None),)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("二、收入预算情况说明二、收入预算情况说明", "二、收入预算情况说明"),
        ("第三部分 第三部分 2024年度部门预算情况说明2024年度部门预算情况说明", "第三部分2024年度部门预算情况说明"),
        ("第一部分 概况第一部分 概况", "第一部分概况"),
        ("与上年相比收、支预算 总计各增加 3 万元", "与上年相比收、支预算总计各增加3万元"),
        ("- (一)负责区政府各类会议", "(一)负责区政府各类会议"),
        ("Word Processing 软件", "Word Processing软件"),
        ("1212", "1212"),
    ],
)
def test_a_line_without_doubled_bold_and_idle_spaces(printed: str, text: str) -> None:
    assert cleaned(printed) == text


DISCLOSURE = f"""泽州县水务局
2024年度部门预算公开
目 录
第一部分 概况\t1
一、本部门职责.....\t1
第三部分 2024年度部门预算情况说明\t3
一、收入预算情况说明.....\t3
第四部分 名词解释\t5
第一部分 概况
一、本部门职责
（一）负责全县水务工作。
二、机构设置情况
下设1个事业单位：泽州县水利服务中心。
第二部分 2024年部门预算报表
{TABLE}第三部分 2024年度部门预算情况说明
一、收入预算情况说明
2024年度泽州县水务局预算收入1.00万元，主要原因是1、人员增加。
（一）一般公共服务支出年初预算0.50万元，比2023年增加0.10万元。
仅供内部审核
；本年支出总计1.00万元。
二、绩效管理情况
1、整体绩效目标
无
泽州县县(区)级预算部门（单位）项目支出绩效目标表
（2024年度）
项目名称\t\t防汛经费\t\t
主管部门及代码\t\t001-泽州县水务局\t\t
项目属性\t\t一次性项目\t\t
绩效指标\t一级指标\t二级指标\t三级指标\t指标值
\t产出指标\t数量指标\t巡查次数\t≥3次
负责人：\t\t经办人：\t\t填报日期：\t20231227\t
三、其他说明
无
第四部分 名词解释
一、基本支出：指为保障机构正常运转而发生的支出。
二、财政专户管理资金：
专指教育收费。
"""


def test_parts_and_sections_of_a_disclosure(words: Vocabulary) -> None:
    found = [(s.part, s.section, s.heading) for s in sections(DISCLOSURE, words)]
    assert found == [
        ("overview", "一", "本部门职责"),
        ("overview", "二", "机构设置情况"),
        ("narrative", "一", "收入预算情况说明"),
        ("narrative", "二", "绩效管理情况"),
        ("narrative", "三", "其他说明"),
        ("glossary", None, "名词解释"),
    ]


def test_numbered_items_of_running_text_are_paragraphs_of_their_section(words: Vocabulary) -> None:
    income = next(s for s in sections(DISCLOSURE, words) if s.heading == "收入预算情况说明")
    assert income.text == (
        "2024年度泽州县水务局预算收入1.00万元，主要原因是1、人员增加。\n"
        "（一）一般公共服务支出年初预算0.50万元，比2023年增加0.10万元。\n"
        "；本年支出总计1.00万元。"
    )


def test_what_is_left_out_has_a_name(words: Vocabulary) -> None:
    laid = piece(DISCLOSURE, words)
    forms = {line.number for form in find_forms(laid.document.lines, words) for line in form.lines}
    left = {name: len(lines) for name, lines in text_lines(laid, forms, words).left_out.items()}
    assert left == {"contents": 6, "cover": 2, "form": 8, "furniture": 1}


def test_contact_persons_are_not_published(words: Vocabulary) -> None:
    text = (
        "第三部分 情况说明\n一、其他说明\n公开渠道为政府网站。\n联系人：张三 电话：0355-12345\n咨询电话：0355-76543\n"
    )
    (found,) = sections(text, words)
    assert found.text == "公开渠道为政府网站。"


def test_what_a_web_page_prints_around_the_text_is_no_part_of_it(words: Vocabulary) -> None:
    text = "第四部分 名词解释\n一、基本支出：指人员支出，提供分享到各单位的服务。\n主办：县政府 网站标识码：1476\n"
    (found,) = sections(text, words)
    assert found.text == "一、基本支出：指人员支出，提供分享到各单位的服务。"


@pytest.mark.parametrize("line", ["（三）负责网站ICP备案管理", "组织网站标识码核验，落实ICP备案制度，督促整改"])
def test_duties_that_speak_of_web_pages_are_text(line: str, words: Vocabulary) -> None:
    (found,) = sections(f"第一部分 概况\n一、本部门职责\n{line}\n", words)
    assert found.text == line


def test_titles_without_numbers_tell_the_parts(words: Vocabulary) -> None:
    text = f"""泽州县水务局主要职能
泽州县水务局是主管水务的部门。
名词解释
（一）事业收入：指开展业务取得的收入。
2024年部门预算编制说明
2024年，泽州县水务局收入预算1.00万元。
{TABLE}
一、2024年“三公”经费预算情况说明
2024年“三公”经费预算数为0.10万元。
"""
    found = [(s.part, s.section, s.heading) for s in sections(text, words)]
    assert found == [
        ("overview", None, "泽州县水务局主要职能"),
        ("glossary", None, "名词解释"),
        ("narrative", None, "2024年部门预算编制说明"),
        ("narrative", "一", "2024年“三公”经费预算情况说明"),
    ]


def test_headings_that_speak_of_the_budget_explain_it_where_no_part_is_numbered(words: Vocabulary) -> None:
    text = """一、部门职责
负责全县水务工作。
二、部门预算单位构成
仅本级。
三、部门预算收支总体情况
2024年收入预算1.00万元。
四、名词解释
（一）事业收入：指开展业务取得的收入。
"""
    found = [(s.part, s.section) for s in sections(text, words)]
    assert found == [("overview", "一"), ("overview", "二"), ("narrative", "三"), ("glossary", "四")]


def test_a_form_of_another_layout_is_no_text(words: Vocabulary) -> None:
    text = """第三部分 情况说明
一、绩效管理情况
部门整体绩效目标如下。
2024年泽州县水务局部门整体支出绩效目标表
部门名称 泽州县水务局
年度资金总额 1.00万元
数量指标 巡查次数 3次
二、其他说明
无
"""
    found = [(s.section, s.text) for s in sections(text, words)]
    assert found == [("一", "部门整体绩效目标如下。"), ("二", "无")]


@pytest.mark.parametrize(
    ("heading", "missing"),
    [("第三部分 2024年度部门预算情况说明", "narrative"), ("第四部分 名词解释", "glossary")],
)
def test_a_part_whose_heading_is_missing_is_told_by_its_sections(heading: str, missing: str, words: Vocabulary) -> None:
    text = DISCLOSURE.replace(heading + "\n", "").replace(
        "二、财政专户管理资金：\n专指教育收费。\n",
        "二、项目支出：指为完成任务而发生的支出。\n三、上年结转：指结转到本年的资金。\n",
    )
    laid = piece(text, words)
    runs = text_lines(laid, (), words).runs
    _, issues = sections_of(paragraphs(runs, 1, "text/plain"), [run[0].number > 20 for run in runs], words)
    assert [issue.code for issue in issues] == ["part_heading_missing"]
    assert missing in {s.part for s in sections(text, words)}


def test_the_title_of_a_part_on_the_line_below_its_number(words: Vocabulary) -> None:
    found = sections("第三部分\n2024年度部门预算情况说明\n一、收入预算情况说明\n收入1.00万元。\n", words)
    assert [(s.part, s.heading, s.text) for s in found] == [("narrative", "收入预算情况说明", "收入1.00万元。")]


def test_a_heading_that_its_text_follows_on_the_same_line(words: Vocabulary) -> None:
    (found,) = sections("第三部分 情况说明\n九、政府采购情况：2024年采购预算1.00万元。\n", words)
    assert (found.section, found.heading, found.text) == ("九", "政府采购情况", "2024年采购预算1.00万元。")


@pytest.mark.parametrize("path", RAW, ids=lambda path: path.parent.parent.name[:12])
def test_no_character_outside_tables_and_forms_is_lost(path: Path, words: Vocabulary) -> None:
    laid = lay_out(read_text(path.read_bytes(), path.name), words)
    forms = {line.number for form in find_forms(laid.document.lines, words) for line in form.lines}
    lines = text_lines(laid, forms, words)
    left = {id(line) for named in lines.left_out.values() for line in named}
    printed = "".join(squeeze(cleaned(x.text)) for x in laid.sections.prose if id(x) not in left)
    runs = paragraphs(lines.runs, 1, "text/plain")
    found, _ = sections_of(runs, [True] * len(runs), words)
    published = sum(len(squeeze(p.text)) for section in found for p in section.paragraphs)
    headings = [p for run in runs for p in run if not any(p in section.paragraphs for section in found)]
    assert printed == "".join(squeeze(p.text) for run in runs for p in run)
    assert published + sum(len(squeeze(p.text)) for p in headings) == len(printed)
    assert all(len(heading.text) < 30 for heading in headings)


def test_a_document_without_any_text_has_no_sections(words: Vocabulary) -> None:
    document = Document(Source("x.txt", "0" * 64, 0, "text/plain"), ())
    assert text_lines(Piece(document, Sections((), (), ()), None), (), words).runs == ()
    assert sections_of((), (), words) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "第三部分 情况说明\n二、收入预算\n" + "甲" * 30_001,
        "第一部分 概况\n二、机构设置\n" + "单位分别是，" * 5_000,
        "第一部分 概况\n二、机构设置\n" + "（" * 30_000,
        "第三部分 情况说明\n" + "一、收入预算\n" * 3_000,
    ],
    ids=lambda text: text[-8:],
)
def test_hostile_line_is_read_in_time_that_grows_with_its_length(text: str, words: Vocabulary) -> None:
    laid = piece(text, words)
    found = narrative_of([laid], [()], {}, builders.identity(), words).tables["narrative_sections"].rows
    told = squeeze("".join(f"{row.values['heading'] or ''}{row.values['text'] or ''}" for row in found))
    assert len(told) >= len(text) // 2
