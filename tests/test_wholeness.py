"""A text that ends without a line break: whole where its last table adds up to its printed total, else cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.extract import extract
from pipelines.model import Disclosure
from pipelines.vocabulary import Vocabulary
from tests.filing import put

HEAD = "部门名称：屯留区水利局\n\n单位：万元\n\n"
FUNCTIONS = (
    f"2024年预算支出总表\n\n{HEAD}科目编码\t科目名称\t合计\t基本支出\t项目支出\n合计\t\t30.00\t20.00\t10.00\n"
    "213\t农林水支出\t30.00\t20.00\t10.00\n21303\t水利\t30.00\t20.00\t10.00\n2130301\t行政运行\t20.00\t20.00\t\n"
    "2130399\t其他水利支出\t10.00\t\t10.00"
)
PROJECTS = (
    f"2024年项目支出预算表（上年结转）\n\n{HEAD}项目\t合计\t一般公共预算\t政府性基金预算\t国有资本经营预算\n"
    "屯留区水利局\t45.00\t45.00\t\t\n屯留区水利局\t45.00\t45.00\t\t\n水库检修\t25.00\t25.00\t\t\n防汛物资\t20.00\t20.00"
)
EMPTY = f"2024年政府性基金预算收入表\n\n{HEAD}收入科目编码\t科目名称\t金额\n\n注：本表无数据"


def read(tmp_path: Path, words: Vocabulary, text: str) -> Disclosure:
    return extract(put(tmp_path, "document.txt", text), words)


@pytest.mark.parametrize("text", [FUNCTIONS, PROJECTS, EMPTY, f"{PROJECTS}\t\t", f"{PROJECTS}\n\n-15-"])
def test_table_that_adds_up_to_its_printed_total_is_not_cut_off(tmp_path: Path, words: Vocabulary, text: str) -> None:
    disclosure = read(tmp_path, words, text)
    assert "cut_off" not in {issue.code for issue in disclosure.issues}
    assert not any(state.cut_off for state in disclosure.states.values())


@pytest.mark.parametrize(
    "text",
    [
        FUNCTIONS.removesuffix("0.00"),
        FUNCTIONS.removesuffix("\t10.00"),
        FUNCTIONS.removesuffix("\t10.00\t\t10.00"),
        FUNCTIONS.rpartition("\n")[0],
        FUNCTIONS.partition("\n21303\t")[0],
        PROJECTS.removesuffix("0.00"),
        PROJECTS.removesuffix("\t20.00"),
        PROJECTS.rpartition("\n")[0],
        PROJECTS.partition("\n水库检修")[0],
        PROJECTS + "\n人畜饮",
        EMPTY.partition("\n\n注")[0],
    ],
    ids=[
        "within_the_last_figure",
        "before_the_last_figure",
        "before_the_figures_of_the_last_row",
        "before_the_last_row",
        "behind_a_class_without_its_items",
        "within_the_last_figure_of_a_project",
        "before_the_last_figure_of_a_project",
        "before_the_last_project",
        "behind_a_unit_without_its_projects",
        "within_a_name_behind_what_adds_up",
        "before_the_statement_that_it_is_empty",
    ],
)
def test_table_that_may_lack_its_end_is_cut_off(tmp_path: Path, words: Vocabulary, text: str) -> None:
    disclosure = read(tmp_path, words, text)
    assert [name for name, state in disclosure.states.items() if state.cut_off] != []
