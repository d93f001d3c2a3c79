"""Stranger layouts of the same figures: merged headings, margins, spacer rows and columns, titles in the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipelines.extract import extract
from pipelines.grid.margins import narrowed
from pipelines.locate import locate
from pipelines.model import Document, Line, RawCell, Source
from pipelines.readers.lines import Lines
from pipelines.vocabulary import vocabulary
from pipelines.wording import words_of
from tests.synthesis import tabbed
from tests.synthesis.model import fictitious
from tests.synthesis.score import compare
from tests.synthesis.strange import STRANGE, Layout
from tests.synthesis.style import Style

LAYOUTS = {
    "title_owner_and_unit_in_merged_rows_of_the_table": Layout(head="rows"),
    "margin_column_and_unit_beside_its_owner": Layout(leading=1, head="one_row"),
    "spacer_columns_under_merged_headings": Layout(spacers=True, blank_rows=True, head="title_outside"),
    "margin_and_spacer_columns_without_merged_cells": Layout(leading=2, spacers=True, merged=False),
}


@pytest.mark.parametrize("kind", STRANGE)
@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_changes_no_figure(name: str, kind: str, tmp_path: Path) -> None:
    seed = 311 + list(LAYOUTS).index(name)
    made = fictitious(seed)
    path = tmp_path / f"disclosure.{kind}"
    path.write_bytes(STRANGE[kind](tabbed.render(made, Style(seed=seed)), LAYOUTS[name]))
    disclosure = extract(path, vocabulary())
    score = compare(made.gold(), disclosure, made.factor)
    assert not [str(m) for m in score.mismatches][:5]
    assert {issue.code for issue in disclosure.issues} <= {"indicator_without_value"}


def narrow(*rows: str) -> list[list[str]]:
    """The rows of an expenditure table, cells parted by bars, without the columns that are none."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = tuple(RawCell(text.strip(), text.strip()) for text in row.split("|"))
        lines.append(Line(number, "\t".join(cell.text for cell in cells), None, cells))
    kept = narrowed(lines, vocabulary().tables["expenditure_summary"], words_of(vocabulary()))
    return [[cell.text for cell in line.cells] for line in kept]


def test_heading_without_figures_is_a_column() -> None:
    rows = narrow("科目编码|科目名称|合计|基本支出|项目支出", "|合计|8.00|8.00|", "201|服务|8.00|8.00|")
    assert rows[1] == ["", "合计", "8.00", "8.00", ""]


def test_blank_column_between_is_dropped_where_every_other_has_its_heading() -> None:
    rows = narrow("科目编码||科目名称|合计|基本支出", "||合计|8.00|8.00", "201||服务|8.00|8.00")
    assert rows == [
        ["科目编码", "科目名称", "合计", "基本支出"],
        ["", "合计", "8.00", "8.00"],
        ["201", "服务", "8.00", "8.00"],
    ]


def test_blank_column_stays_where_it_may_be_under_a_merged_heading() -> None:
    rows = narrow("项目||合计|基本支出|项目支出", "合计||8.00|3.00|5.00")
    assert rows[1] == ["合计", "", "8.00", "3.00", "5.00"]


def test_title_left_of_the_table_shows_no_column() -> None:
    rows = narrow("支出总表||||||", "|科目编码|科目名称|合计|基本支出|项目支出|", "|201|服务|8.00|3.00|5.00|")
    assert rows[0][0] == "支出总表"
    assert rows[2] == ["201", "服务", "8.00", "3.00", "5.00"]


def test_figure_alone_in_a_column_is_not_dropped() -> None:
    rows = narrow("|科目编码|科目名称|合计|基本支出|项目支出", "|201|服务|8.00|3.00|5.00", "6.00|||||")
    assert rows[2][0] == "6.00"


def test_code_and_figure_in_full_width_digits_are_that_code_and_figure(tmp_path: Path) -> None:
    made = fictitious(316)
    text = tabbed.render(made, Style(seed=316))
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
    odd = re.sub(
        r"^[0-9]{3,7}(?=\t)|(?<=\t)[0-9]+\.[0-9]{2}(?=\t)", lambda match: match[0].translate(wide), text, flags=re.M
    )
    path = tmp_path / "disclosure.docx"
    path.write_bytes(STRANGE["docx"](odd, Layout()))
    disclosure = extract(path, vocabulary())
    assert not [str(m) for m in compare(made.gold(), disclosure, made.factor).mismatches][:5]
    repairs = {cell.repair for table in disclosure.tables.values() for row in table.rows for cell in row.cells}
    assert "full_width_digits" in repairs


def test_columns_of_row_numbers_and_remarks_are_none_of_the_table() -> None:
    rows = narrow(
        "序号|科目编码|科目名称|合计|基本支出|项目支出|备注",
        "1|201|服务|8.00|3.00|5.00|含结转",
        "2|202|外交|8.00|8.00||",
    )
    assert rows[1:] == [["201", "服务", "8.00", "3.00", "5.00"], ["202", "外交", "8.00", "8.00", ""]]


def test_figure_under_a_remark_stays() -> None:
    rows = narrow("科目编码|科目名称|合计|基本支出|项目支出|备注", "201|服务|8.00|3.00|5.00|7.00")
    assert rows[1][5] == "7.00"


HEADS = {
    "label_beside_unit": (
        ["公开表3", "", "单位：万元"],
        ["2024年部门预算支出总表", "", ""],
        ["部门名称：某局", "", ""],
    ),
    "title_beside_unit": (["2024年部门预算支出总表", "", "单位：万元"], ["部门名称：某局", "", ""]),
    "label_title_and_unit_in_one_row": (
        ["公开表3", "2024年部门预算支出总表", "单位：万元"],
        ["部门名称：某局", "", ""],
    ),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("form", ["tabs", "cells"])
def test_head_in_one_row_is_the_head_of_its_own_table(head: Sequence[Sequence[str]], form: str) -> None:
    above = [
        ["公开表2", "", "单位：元"],
        ["2024年部门预算收入总表", "", ""],
        ["科目编码", "科目名称", "合计"],
        ["201", "服务", "1.00"],
    ]
    rows = [*above, *head, ["科目编码", "科目名称", "合计"], ["201", "服务", "8.00"]]
    lines = Lines()
    for row in rows:
        if form == "cells":
            lines.row([RawCell(text, text) for text in row])
        else:
            lines.found.append(Line(len(lines.found) + 1, "\t".join(row)))
    source = Source("a", "", 0, "text/plain")
    revenue, expenditure = locate(Document(source, tuple(lines.found)), vocabulary()).tables
    assert (revenue.resource, revenue.printed_unit) == ("revenue_summary", "元")
    assert (expenditure.resource, expenditure.printed_unit) == ("expenditure_summary", "万元")
    assert expenditure.printed_entity == "某局"
