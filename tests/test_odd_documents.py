"""Whole documents, legal or hostile: what a row may be called, and that no text keeps the reader busy for long."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from pipelines.extract import extract
from pipelines.model import Disclosure
from pipelines.vocabulary import Vocabulary

HEAD = "部门名称：屯留区水利局\n\n单位：万元\n\n"
TABLE_3 = f"2024年预算支出总表\n\n{HEAD}科目编码 科目名称 合计 基本支出 项目支出\n合计 1.00 1.00 \n"
TABLE_12 = f"2024年项目支出预算表（本年预算）\n\n{HEAD}"
TABBED_3 = f"2024年预算支出总表\n\n{HEAD}科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
SECONDS = 60
"""Of computing, whatever else the machine does: what grows faster than its input takes many times as long."""


def read(tmp_path: Path, text: str, words: Vocabulary) -> Disclosure:
    path = tmp_path / "document.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path, words)


def test_ink_that_is_no_amount_has_no_say_in_the_tolerance(tmp_path: Path, words: Vocabulary) -> None:
    rows = "合计\t\t30.01\t10.00\t20.00\n213\t农林水支出\t30.01\t10.00\t20.00\n21303\t水利\t30.01\t10.00\t1.2.3\n"
    disclosure = read(tmp_path, TABBED_3 + rows, words)
    assert disclosure.states["expenditure_summary"].decimals == 2
    outcomes = [r.outcome for r in disclosure.results if r.rule_id == "T3-03"]
    assert outcomes == ["rounding", "rounding", "not_applicable"]


def test_row_with_a_figure_behind_the_last_column_is_never_verified(tmp_path: Path, words: Vocabulary) -> None:
    rows = "合计\t\t30.00\t10.00\t20.00\t7.00\n213\t农林水支出\t30.00\t10.00\t20.00\n"
    disclosure = read(tmp_path, TABBED_3 + rows, words)
    assert disclosure.verdicts["expenditure_summary", None, 1] == "unchecked"
    assert disclosure.tables["expenditure_summary"].rows[0].cells[-1].printed == "7.00"


def test_file_cut_off_behind_an_unplaced_figure_adds_no_column(tmp_path: Path, words: Vocabulary) -> None:
    disclosure = read(tmp_path, TABLE_3 + "213 农林水支出 30.00 30.00\n21303 水利 30.00 3", words)
    columns = set(words.tables["expenditure_summary"].column)
    assert all(set(row.values) <= columns for row in disclosure.tables["expenditure_summary"].rows)


LONG = {
    "figures_that_never_end": TABLE_3 + "213 农林水支出 " + "1," * 45_000 + "中\n",
    "many_words_on_a_line": TABLE_3 + "213 农林水支出 " + "1 " * 45_000 + "中\n",
    "prose_behind_a_table_of_lines": f"2024年预算收支总表\n\n{HEAD}一、一般公共预算 1.00\n"
    + "没有标题的一段叙述\n" * 9_000,
    "endless_economic_name": f"2024年一般公共预算基本支出表\n\n{HEAD}合计 1.00 1.00\n{'办' * 90_000} 1.00 1.00\n",
    "many_codes": TABLE_3 + "".join(f"2{i:06d} 其他 1.00 1.00 \n" for i in range(12_000)),
    "many_conflicts": TABLE_12 + "".join(f"修缮{i}号\t1.00\t2.00\t\t\t\t\n" for i in range(12_000)),
    "many_headings": TABLE_3 + "名词解释\n2024年预算收入总表\n名词解释\n2024年预算收支总表\n" * 6_000 + "单位：万元\n",
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_document_is_read_in_proportion_to_its_length(name: str, tmp_path: Path, words: Vocabulary) -> None:
    start = process_time()
    read(tmp_path, LONG[name], words)
    assert process_time() - start < SECONDS


@pytest.mark.parametrize(
    ("heading", "kind"), [("第一部分 部门概况", "department"), ("一、单位概况", "unit"), ("概况", None)]
)
def test_kind_of_a_body_that_no_title_names_is_told_by_the_part_that_describes_it(
    heading: str, kind: str | None, tmp_path: Path, words: Vocabulary
) -> None:
    table = TABBED_3.replace("部门名称：", "").replace("部门预算", "预算")
    disclosure = read(tmp_path, f"{heading}\n职责。\n{table}合计\t\t8.00\t3.00\t5.00\n", words)
    assert disclosure.identity.entity_kind == kind
