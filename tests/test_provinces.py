"""Fictitious disclosures in the forms of Shanghai, Jiangsu and the nation, in every kind of file, and slips in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from pipelines.extract import extract
from pipelines.grid.columns import columns_of
from pipelines.grid.inkplaces import told_by_ink
from pipelines.locate import locate
from pipelines.model import Box, Disclosure, Document, Line, RawCell, Source
from pipelines.values import says_nothing
from pipelines.vocabulary import vocabulary
from tests.grids import cells, laid_out, read, texts, typed
from tests.synthesis.provinces import DRAWN, Disclosed, disclosed, editions
from tests.synthesis.score import compare
from tests.synthesis.slips import SLIPS, slipped, verified_slips
from tests.synthesis.typeset import HEIGHT

KINDS = ("pdf", "xlsx", "docx", "html")
LOCAL = ("digit_changed", "neighbours_swapped", "amount_lost", "unreadable")


def extracted(made: Disclosed, kind: str, folder: Path) -> Disclosure:
    path = folder / f"disclosure.{kind}"
    path.write_bytes(editions(made)[kind]())
    return extract(path, vocabulary())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [401, 402])
@pytest.mark.parametrize("form", DRAWN)
def test_disclosure_in_a_form_is_read_without_a_wrong_cell(form: str, seed: int, kind: str, tmp_path: Path) -> None:
    made = disclosed(form, seed)
    disclosure = extracted(made, kind, tmp_path)
    assert not [str(m) for m in compare(made.gold(), disclosure, 1).mismatches][:5]
    identity = disclosure.identity
    assert (identity.template, identity.fiscal_year, identity.entity_name) == (form, made.year, made.entity)


@pytest.mark.parametrize("form", DRAWN)
def test_the_text_inside_the_box_of_a_figure_is_the_figure(form: str, tmp_path: Path) -> None:
    made = disclosed(form, 403)
    disclosure = extracted(made, "pdf", tmp_path)
    document = pypdfium2.PdfDocument(tmp_path / "disclosure.pdf")
    pages = [page.get_textpage() for page in document]
    seen = 0
    for cell in (cell for table in disclosure.tables.values() for row in table.rows for cell in row.cells):
        assert cell.page is not None
        assert cell.box is not None
        x0, top, x1, bottom = cell.box
        inside = pages[cell.page - 1].get_text_bounded(x0 - 1, HEIGHT - bottom - 1, x1 + 1, HEIGHT - top + 1)
        assert "".join(inside.split()) in (cell.printed, cell.printed * 2)
        seen += 1
    assert seen > 50


@pytest.mark.parametrize("name", SLIPS)
@pytest.mark.parametrize("form", DRAWN)
def test_slip_makes_no_wrong_amount_verified(form: str, name: str, tmp_path: Path) -> None:
    slip = slipped(disclosed(form, 404), name, 404)
    disclosure = extracted(slip.made, "html", tmp_path)
    score = compare(slip.made.gold(), disclosure, 1)
    assert not [str(m) for m in score.mismatches if m.verdict == "verified"]
    assert name not in LOCAL or not verified_slips(slip, disclosure)


def test_total_alone_on_the_last_page_stands_under_the_columns_above() -> None:
    rows = cells(
        "科目编码|科目名称|合计|基本支出|项目支出", "201|一般公共服务支出|9.00|8.00|1.00", "合计|9.00|8.00|1.00"
    )
    assert texts(laid_out("expenditure_summary", "shanghai", rows))[-1] == ["合计", "", "9.00", "8.00", "1.00"]


def inked(text: str, start: float, end: float) -> RawCell:
    box: Box = (start, 0.0, end, 8.0)
    return RawCell(text, text, 1, 1, box)


def test_figures_of_a_narrower_page_stand_below_the_column_that_they_overlap() -> None:
    table = vocabulary().layout("expenditure_summary", "shanghai")
    columns = columns_of(cells("科目编码|科目名称|合计|基本支出|项目支出"), table)
    above = [
        [inked("201", 0, 12), inked("服务", 20, 40), inked("9.00", 60, 80), RawCell("", ""), inked("9.00", 140, 160)]
    ]
    told = told_by_ink(columns, above, [[inked("合计", 5, 25), inked("9.00", 142, 160)]])
    assert told is not None
    assert [place and place.field for place in told.places] == ["function_name", "project_expenditure"]
    assert told_by_ink(columns, above, [[inked("合计", 5, 25), inked("9.00", 100, 120)]]) is None


def test_codes_and_names_under_unknown_headings_are_told_by_their_content() -> None:
    rows = cells("预算科目|摘要|合计|基本支出|项目支出", "201|一般公共服务支出|9.00|8.00|1.00", "|合计|9.00|8.00|1.00")
    found = laid_out("expenditure_summary", "shanghai", rows)
    assert texts(found) == [["201", "一般公共服务支出", "9.00", "8.00", "1.00"], ["", "合计", "9.00", "8.00", "1.00"]]
    assert found is not None
    assert not found.told


def test_two_columns_of_codes_leave_the_code_open() -> None:
    rows = cells("甲|乙|摘要|合计", "201|201|服务|9.00")
    found = laid_out("expenditure_summary", "shanghai", rows)
    assert texts(found) == [["", "", "9.00", "", ""]]


@pytest.mark.parametrize("dash", ["-", "—", "－", "–"])
def test_single_dash_is_nothing_and_two_are_no_amount(dash: str, tmp_path: Path) -> None:
    assert says_nothing(dash)
    rows = cells(
        "功能分类科目编码|功能分类科目名称|合计|基本支出|项目支出",
        f"201|一般公共服务支出|9.00|9.00|{dash}",
        f"合计||9.00|9.00|{dash * 2}",
    )
    found = read(tmp_path, [("2025年部门支出预算总表", rows)])
    assert [row.get("project_expenditure") for _, row in typed(found, "expenditure_summary")] == [None, None]
    assert [issue.row_number for issue in found.issues if issue.code == "not_an_amount"] == [2]


def test_words_below_a_table_in_the_same_sheet_are_no_row() -> None:
    rows = [
        *cells("采购品目大类|专项名称|经济科目|采购物品名称|采购组织形式|总计", "合计|||||9.00"),
        ["", "其他情况说明"],
    ]
    assert texts(laid_out("government_procurement", "jiangsu", rows)) == [["合计", "", "", "", "", "9.00"]]


@pytest.mark.parametrize("form", ["shanghai", "jiangsu"])
def test_text_below_the_last_table_of_a_sheet_makes_no_rows(form: str, tmp_path: Path) -> None:
    made = disclosed(form, 406)
    disclosure = extracted(made, "xls", tmp_path)
    assert not [str(m) for m in compare(made.gold(), disclosure, 1).mismatches][:5]


def test_one_row_of_blanks_keeps_the_lines_that_its_columns_print() -> None:
    rows = cells("合计|因公出国（境）费|公务接待费", "||")
    found = texts(laid_out("three_public_expenses", "national", rows))
    assert [row[0] for row in found] == ["合计", "因公出国（境）费", "公务接待费"]


def located(*lines: str) -> list[tuple[str, str | None]]:
    """Resource and unit of the tables in lines of text."""
    document = Document(Source("a", "", 0, "text/plain"), tuple(Line(i, line) for i, line in enumerate(lines, 1)))
    return [(table.resource, table.printed_unit) for table in locate(document, vocabulary()).tables]


@pytest.mark.parametrize(
    "head", [("公开表二 单位：元",), ("单位：元 公开表二",), ("公开表二", "单位：元"), ("单位：元", "公开表二")]
)
def test_label_and_unit_above_a_title_are_of_its_table(head: tuple[str, ...]) -> None:
    first = ("公开表一  单位：万元", "收支预算总表", "项目\t金额\t项目\t金额", "一、财政拨款\t1.00\t一、外交支出\t1.00")
    second = ("收入预算总表", "项目名称\t\t金额", "收入总计\t\t1.00")
    assert located(*first, *head, *second) == [("budget_summary", "万元"), ("revenue_summary", "元")]


def test_line_is_known_by_what_another_form_calls_it(tmp_path: Path) -> None:
    rows = cells(
        "收入||支出|",
        "项目|预算数|项目|预算数",
        "一、一般公共预算财政拨款|9.00|一、外交支出|9.00",
        "收入总计|9.00|支出总计|9.00",
    )
    panel = vocabulary().layout("budget_summary", "jiangsu_2021").panels[0]
    assert any("一般公共预算财政拨款" in line.aliases for line in panel.lines)
    found = read(tmp_path, [("收支总表", rows)])
    assert {row["item_kind"] for _, row in typed(found, "budget_summary")} == {"source", "function", "grand_total"}


@pytest.mark.parametrize("printed", ["总计", "金额合计", "预算合计（万元）", "一、合计"])
def test_heading_says_the_total_in_other_words(printed: str) -> None:
    rows = cells(f"科目编码|科目名称|{printed}|其中：基本支出|项目支出合计", "201|一般公共服务支出|9.00|8.00|1.00")
    found = laid_out("expenditure_summary", "shanghai", rows)
    assert texts(found) == [["201", "一般公共服务支出", "9.00", "8.00", "1.00"]]
    assert found is not None
    assert found.told


def test_word_that_two_columns_could_have_is_for_none() -> None:
    panel = vocabulary().layout("revenue_summary", "national").panels[0]
    words = [alias for aliases in panel.amounts.values() for alias in aliases if "/" not in alias]
    assert len(words) == len(set(words))


def test_same_words_are_a_source_of_the_year_above_the_carryover_and_of_it_below(tmp_path: Path) -> None:
    lines = ("一、本年收入|9.00|一、本年支出|9.00", "（一）一般公共预算拨款|9.00|（一）外交支出|9.00")
    more = ("二、上年结转|0.00||", "（一）一般公共预算拨款|0.00||", "收入总计|9.00|支出总计|9.00")
    rows = cells("项目|预算数|项目|合计", *lines, *more)
    found = read(tmp_path, [("财政拨款收支总表", rows)])
    kinds = [row["item_kind"] for side, row in typed(found, "appropriation_summary") if side == "revenue"]
    assert kinds == ["year_total", "source", "carryover_in", "carryover_source", "grand_total"]


def test_column_that_only_another_form_could_name_is_said_to_be_unread(tmp_path: Path) -> None:
    head = "科目编码|科目名称|小计|本年收入合计|上年结转|一般公共预算拨款收入|事业单位经营收入"
    rows = cells(head, "201|服务|4.00|3.00|1.00|2.00|1.00", "合计||4.00|3.00|1.00|2.00|1.00")
    found = read(tmp_path, [("预算收入总表", rows)])
    assert [(i.resource, i.printed) for i in found.issues if i.code == "unknown_column"] == [
        ("revenue_summary", "小计")
    ]
    assert "verified" not in {found.verdicts["revenue_summary", None, number] for number in (1, 2)}


def test_column_beside_the_three_expenses_is_never_read_by_the_layout_of_another_form(tmp_path: Path) -> None:
    rows = cells("“三公”经费预算数|||机关运行经费预算数", "合计|因公出国（境）费|公务接待费|", "9.00|4.00|5.00|")
    code = cells("功能分类科目编码|功能分类科目名称|合计|基本支出|项目支出", "201|服务|9.00|9.00|")
    tables = [("2025年部门支出预算总表", code), ("2025年部门“三公”经费和机关运行经费预算表", rows)]
    found = read(tmp_path, tables)
    assert not [row for _, row in typed(found, "agency_operating_expenses") if "amount" in row]


def test_sheet_with_a_bracketed_note_says_that_it_is_empty(tmp_path: Path) -> None:
    made = disclosed("shanghai", 405)
    sheets = [replace(s, notes=("（注：本表无数据）",)) if s.empty else s for s in made.sheets]
    disclosure = extracted(replace(made, sheets=tuple(sheets)), "html", tmp_path)
    empty = {resource for sheet in sheets if sheet.empty for resource in sheet.gold}
    assert empty
    assert {disclosure.states[resource].state for resource in empty} == {"declared_empty"}
