"""What is no budget of a department is refused by its name; a budget that speaks of such things is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.extract import extract
from pipelines.model import Disclosure, Refused
from pipelines.vocabulary import Vocabulary
from tests.builders import disclosure_text
from tests.synthesis import tabbed
from tests.synthesis.model import Fictitious, fictitious
from tests.synthesis.pieces import narrative, tables
from tests.synthesis.style import Style

SHARED = Path(__file__).parents[2] / "shared" / "disclosures"
ACCOUNTS = """长治市屯留区水利局
2023年度部门决算公开
目 录
一、收入支出决算总表
二、收入决算表
三、支出决算表
四、财政拨款收入支出决算总表
收入支出决算总表
部门：长治市屯留区水利局\t\t单位：万元
收入\t决算数\t支出\t决算数
一、一般公共预算财政拨款收入\t810.58\t一、农林水支出\t810.58
"""
REGION = """2025年屯留区一般公共预算收入表
单位：万元
项目\t预算数
一、税收收入\t51,200.00
2025年屯留区一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计
201\t一般公共服务支出\t20,100.00
2025年屯留区税收返还和转移支付表
2025年屯留区政府专项债务限额和余额表
"""
OTHERS = {
    "部门（单位）决算": ACCOUNTS,
    "政府预算": REGION,
    "政府预算（": "关于屯留区2024年预算执行情况\n和2025年预算草案的报告\n各位代表：\n受区人民政府委托，提出报告。\n",
    "绩效评价报告": "屯留区水利局2024年度\n水库维修项目支出绩效评价报告\n\n一、项目概况\n项目总投资100万元。\n",
    "政府采购意向": "屯留区水利局2025年3月政府采购意向公开\n项目名称\t预算金额\n水泵采购\t60.00\n",
    "“三公”经费统计": "屯留区2025年“三公”经费预算汇总表\n单位：万元\n项目\t预算数\n合计\t30.00\n",
    "通知或公告": "屯留区财政局\n关于批复2025年部门预算的通知\n各部门：\n现将预算批复如下。\n",
    "部门（单位）决算：": "中共屯留区委\n社会工作部 2024年度\n部门决算\n目 录\n第一部分 概况\n一、主要职能\n",
}


def read(folder: Path, text: str, words: Vocabulary) -> Disclosure:
    (folder / "file.txt").write_text(text, "utf-8")
    return extract(folder / "file.txt", words)


@pytest.mark.parametrize("kind", OTHERS)
def test_document_of_another_kind_is_refused_by_its_name(tmp_path: Path, words: Vocabulary, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, OTHERS[kind], words)
    assert refused.value.code == "other_kind"
    assert refused.value.reason.startswith(f"这是{kind.rstrip('：')}")
    assert " / " in refused.value.reason


COMPARING = "2024年收入预算810.58万元，比上年决算数增加26.47万元。2023年度部门决算见附件。"
BUDGETS = {
    "narrative_that_compares_with_final_accounts": COMPARING * 3,
    "heading_of_final_accounts_in_the_middle": "2023年度部门决算\n" + COMPARING,
    "table_of_transfers_below_the_region": "2024年市对下转移支付预算表\n单位：万元\n本表无数据\n",
    "report_on_performance_among_its_parts": "绩效评价报告\n2024年开展绩效评价5项。\n",
    "procurement_intentions_mentioned": "政府采购意向公开\n2024年政府采购预算60.65万元。\n",
}


@pytest.mark.parametrize("more", BUDGETS)
@pytest.mark.parametrize("cover", ["长治市屯留区水利局\n2024年度部门预算公开\n", ""])
def test_budget_that_speaks_of_other_kinds_is_a_budget(
    tmp_path: Path, words: Vocabulary, more: str, cover: str
) -> None:
    text = disclosure_text().partition("部门预算公开\n")[2]
    disclosure = read(tmp_path, cover + text + BUDGETS[more], words)
    assert disclosure.tables["expenditure_summary"].rows


def test_notice_with_the_tables_attached_is_a_budget(tmp_path: Path, words: Vocabulary) -> None:
    text = "关于公开2024年预算的公告\n" + disclosure_text()
    assert read(tmp_path, text, words).tables["expenditure_summary"].rows


@pytest.mark.parametrize("seed", range(330, 336))
@pytest.mark.parametrize("part", [tables, narrative, lambda made: tabbed.render(made, Style(forms=2, contents=True))])
def test_no_fictitious_budget_is_taken_for_another_kind(
    tmp_path: Path, words: Vocabulary, seed: int, part: Callable[[Fictitious], str]
) -> None:
    disclosure = read(tmp_path, part(fictitious(seed)), words)
    assert any(table.rows for table in disclosure.tables.values()) == (part is not narrative)


BLANK = disclosure_text("XX市XX局").replace("30.00", "").replace("20.00", "").replace("10.00", "")


@pytest.mark.parametrize("text", [BLANK, BLANK.replace("XX市XX局", "×××局"), BLANK.replace("合计\t\t", "合计\t\t0.00")])
def test_blank_form_is_refused_as_one(tmp_path: Path, words: Vocabulary, text: str) -> None:
    with pytest.raises(Refused) as refused:
        read(tmp_path, text, words)
    assert refused.value.code == "blank_template"


@pytest.mark.parametrize(
    "text",
    [
        disclosure_text("XX市XX局"),
        disclosure_text().replace("30.00", "").replace("20.00", "").replace("10.00", ""),
        BLANK.replace("第三部分", "注：本表无数据\n\n第三部分"),
    ],
    ids=["figures_under_a_placeholder", "no_figure_under_a_name", "declared_empty"],
)
def test_form_that_says_anything_is_none(tmp_path: Path, words: Vocabulary, text: str) -> None:
    read(tmp_path, text, words)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real disclosures are not here")
def test_real_final_accounts_are_refused_and_real_budgets_are_not(words: Vocabulary) -> None:
    for path in sorted(SHARED.glob("*/*.pdf")):
        try:
            extract(path, words)
            code = None
        except Refused as refused:
            code = refused.code
        assert (code == "other_kind") == ("决算" in path.name), (path.name, code)
