"""PDF, Word, spreadsheet and web page editions are read like the text they were made of, each figure with its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random

import openpyxl
import pypdfium2
import pytest

from pipelines.extract import extract
from pipelines.grid.tabbed import tabbed_table
from pipelines.model import Disclosure, Document, Line, RawCell, RawTable, Refused, Section
from pipelines.readers import read
from pipelines.readers.html import read_html
from pipelines.readers.lines import DOUBTFUL, spread
from pipelines.readers.pdf import read_pdf
from pipelines.readers.sheet import read_sheet, shown
from pipelines.readers.word import read_docx
from pipelines.vocabulary import vocabulary
from pipelines.wording import words_of
from tests.synthesis import tabbed
from tests.synthesis.editions import EDITIONS, pdf, spreadsheet, word
from tests.synthesis.model import Fictitious, fictitious
from tests.synthesis.score import compare
from tests.synthesis.style import Style
from tests.synthesis.typeset import HEIGHT, Typesetter

PDFS = ("pdf", "bold.pdf", "watermarked.pdf")


def edition(made: Fictitious, seed: int, name: str, folder: Path) -> Path:
    path = folder / f"disclosure.{name}"
    path.write_bytes(EDITIONS[name](tabbed.render(made, Style(seed=seed))))
    return path


def extracted(made: Fictitious, seed: int, name: str, folder: Path) -> Disclosure:
    return extract(edition(made, seed, name, folder), vocabulary())


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if line.text]


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("seed", range(201, 206))
def test_every_edition_is_read_without_a_wrong_cell(name: str, seed: int, tmp_path: Path) -> None:
    made = fictitious(seed)
    disclosure = extracted(made, seed, name, tmp_path)
    score = compare(made.gold(), disclosure, made.factor)
    assert not [str(m) for m in score.mismatches][:5]
    assert {issue.code for issue in disclosure.issues} <= {"indicator_without_value"}


@pytest.mark.parametrize("name", PDFS)
def test_the_text_inside_the_box_of_a_figure_is_the_figure(name: str, tmp_path: Path) -> None:
    made = fictitious(207)
    path = edition(made, 207, name, tmp_path)
    disclosure = extract(path, vocabulary())
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage() for page in document]
    seen = 0
    for table in disclosure.tables.values():
        for cell in (cell for row in table.rows for cell in row.cells):
            assert cell.page is not None
            assert cell.box is not None
            x0, top, x1, bottom = cell.box
            inside = pages[cell.page - 1].get_text_bounded(x0 - 1, HEIGHT - bottom - 1, x1 + 1, HEIGHT - top + 1)
            kept = "".join(c for c in inside if c not in "仅供内部审核 \r\n")
            assert kept in (cell.printed, cell.printed * 2)
            seen += 1
    assert seen > 500


def test_bold_painted_twice_is_a_named_repair(tmp_path: Path) -> None:
    disclosure = extracted(fictitious(208), 208, "bold.pdf", tmp_path)
    cells = [cell for table in disclosure.tables.values() for row in table.rows for cell in row.cells]
    assert {cell.repair for cell in cells} == {None, "doubled_bold"}


def test_kind_of_file_is_told_by_its_content(tmp_path: Path) -> None:
    made = fictitious(209)
    text = tabbed.render(made, Style(seed=209))
    for name, make in EDITIONS.items():
        path = tmp_path / f"{name}.txt"
        path.write_bytes(make(text))
        assert texts(read(path)) == texts(read(edition(made, 209, name, tmp_path)))


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (678.1, "0.00", "678.10"),
        (0.1 + 0.2, "General", "0.3"),
        (1234.005, "#,##0.00", "1,234.01"),
        (5, "#,##0.00_ ;[Red]-#,##0.00", "5.00"),
        (2010101, "General", "2010101"),
        (0.25, "0.00%", "25.00%"),
        (9160500.0, "0!.0,", "916.1"),
        (9160500.0, "0!.0000", "916.0500"),
        (916.05, "[>=100]0.0;0.00", f"{DOUBTFUL}916.05"),
        (916.05, '0.00"元"', "916.05元"),
        (-5, "0.00_);(0.00)", "-5.00"),
        (3.0, "0", "3"),
        (None, "0.00", ""),
        ("#REF!", "0.00", "#REF!"),
        (float("inf"), "0.00", "inf"),
    ],
)
def test_number_of_a_sheet_reads_as_it_is_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_formula_without_a_kept_value_is_never_computed_and_named() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", "=1+1", 2.5])
    out = io.BytesIO()
    book.save(out)
    document = read_sheet(out.getvalue(), "a.xlsx")
    assert [cell.text for cell in document.lines[0].cells] == ["合计", f"{DOUBTFUL}=1+1", "2.5"]
    assert [(i.code, i.printed, i.line) for i in document.issues] == [("formula_without_value", "B1", 1)]
    assert "请用电子表格软件打开该文件并保存" in document.issues[0].message_zh
    assert "open the file in a spreadsheet program, save it" in document.issues[0].message_en


@pytest.mark.parametrize(
    ("written", "is_text"),
    [
        ("=9人", True),
        ("=100%", True),
        ("=12.5元/人/天", True),
        ("=95", False),
        ("=95+1", False),
        ("=100%*2", False),
        ("=人数", False),
        ("=A1&人", False),
    ],
)
def test_target_that_a_program_wrote_as_a_formula_is_the_text_that_it_is(written: str, is_text: bool) -> None:
    book = openpyxl.Workbook()
    book.active.append(["聘用人员数量", written])
    out = io.BytesIO()
    book.save(out)
    document = read_sheet(out.getvalue(), "a.xlsx")
    assert document.lines[0].cells[1].text == (written if is_text else f"{DOUBTFUL}{written}")
    assert [issue.code for issue in document.issues] == ([] if is_text else ["formula_without_value"])


def test_merged_cells_of_a_page_keep_the_columns_of_what_follows() -> None:
    page = (
        "<html><table><tr><td rowspan=2>项目</td><td colspan=2>金额</td></tr><tr><td>甲</td><td>乙</td></tr></table>"
        "<p>说明<br>下行<script>alert(1)</script></p></html>"
    )
    document = read_html(page.encode(), "a.html")
    assert [[cell.text for cell in line.cells] for line in document.lines] == [
        ["项目", "金额", ""],
        ["", "甲", "乙"],
        [],
        [],
    ]
    assert texts(document)[-2:] == ["说明", "下行"]


def test_table_wider_than_any_disclosure_is_an_error() -> None:
    with pytest.raises(ValueError, match="columns"):
        spread([[("x", 1000, 1)]])


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 80_000_000)
    return out.getvalue()


def pictures() -> bytes:
    pages = Typesetter()
    pages.feed()
    return pages.document()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"%PDF-1.7\nnothing", "unreadable_pdf"),
        ("a.pdf", pictures(), "no_text_layer"),
        ("a.xlsx", bomb(), "zip_bomb"),
        ("a.xlsx", b"PK\x03\x04 cut off", "not_office"),
        ("a.docx", spreadsheet("合计\t1.00")[:-30], "not_office"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not_spreadsheet"),
        ("a.html", b"<html>" + b"<div>" * 5000, "too_deep"),
    ],
)
def test_file_that_cannot_be_read_is_refused_with_the_reason(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Refused) as caught:
        read(tmp_path / name)
    assert caught.value.code == code


def test_word_file_with_an_external_entity_fetches_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("机密", "utf-8")
    entity = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word("合计\t1.00"))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "word/document.xml":
                body = content.decode().split("?>", 1)[1]
                content = (entity + body.replace("合计", "&x;")).encode()
            new.writestr(part, content)
    with pytest.raises(Refused) as caught:
        read_docx(out.getvalue(), "a.docx")
    assert caught.value.code == "external_entity"


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("seed", range(8))
def test_damaged_file_is_read_or_refused_and_nothing_else(name: str, seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    whole = bytearray(EDITIONS[name]("2024年预算支出总表\n合计\t8.00\t3.00\n201\t8.00\t3.00\n"))
    for _ in range(rng.randint(1, 40)):
        whole[rng.randrange(len(whole))] = rng.randrange(256)
    path = tmp_path / f"damaged.{name}"
    path.write_bytes(whole)
    with suppress(Refused):
        assert read(path).source.size == len(whole)


@pytest.mark.parametrize("cut", [200, 2000, 20_000])
def test_truncated_pdf_is_refused_or_read_as_far_as_it_is_whole(cut: int) -> None:
    whole = pdf(tabbed.render(fictitious(210), Style(seed=210)))
    try:
        lines = texts(read_pdf(whole[:-cut], "a.pdf"))
    except Refused:
        return
    assert set(lines) <= set(texts(read_pdf(whole, "a.pdf")))


def revised(text: str, before: str, after: str) -> Document:
    """The Word edition of a text with one piece of its XML replaced wherever it stands."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(text))) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == "word/document.xml":
                assert before.encode() in content
                content = content.replace(before.encode(), after.encode())
            new.writestr(part, content)
    return read_docx(out.getvalue(), "a.docx")


def test_cells_in_content_controls_keep_their_columns() -> None:
    text = "合计\t1.00\t2.00"
    whole = word(text)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        body = archive.read("word/document.xml").decode()
    second = body.split("<w:tc>")[2].split("</w:tc>")[0]
    wrapped = f"<w:sdt><w:sdtContent><w:tc>{second}</w:tc></w:sdtContent></w:sdt>"
    assert texts(revised(text, f"<w:tc>{second}</w:tc>", wrapped)) == [text]


@pytest.mark.parametrize(
    ("look", "text"),
    [
        ("<w:vanish/>", "合计\t\t"),
        ("<w:strike/>", "合计\t\t"),
        ('<w:strike w:val="0"/>', "合计\t7.00\t"),
        ('<w:vertAlign w:val="superscript"/>', f"合计\t{DOUBTFUL}7.00\t"),
    ],
)
def test_hidden_struck_or_raised_text_of_a_word_file_is_no_figure(look: str, text: str) -> None:
    document = revised("合计\t7.00\t", "<w:r><w:t>7.00", f"<w:r><w:rPr>{look}</w:rPr><w:t>7.00")
    shown = document.lines[0]
    assert "\t".join(cell.text for cell in shown.cells) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('916.05<span style="display: none">1</span>', "916.05"),
        ("916.05<sup>1</sup>", f"916.05{DOUBTFUL}1"),
        ("<s>3.00</s>916.05", "916.05"),
        ("<p>916.05</p><p>7</p>", f"916.05{DOUBTFUL}7"),
        ("916<!-- x -->.05", "916.05"),
    ],
)
def test_hidden_struck_or_raised_text_of_a_page_is_no_figure(cell: str, text: str) -> None:
    document = read_html(f"<html><table><tr><td>合计</td><td>{cell}</td></tr></table></html>".encode(), "a.html")
    assert [c.text for c in document.lines[0].cells] == ["合计", text]


def test_spans_beyond_any_table_take_no_time() -> None:
    cell = "<table><tr><td colspan=256 rowspan=9999>1</table>"
    assert len(read_html(f"<html>{cell * 200}</html>".encode(), "a.html").lines) == 200


def torn(resource: str, rows: Sequence[tuple[int, Sequence[str]]]) -> RawTable:
    """A table of rows with their pages, as the grids of pages give them."""
    lines = []
    for number, (at, cells) in enumerate(rows, 1):
        inked = tuple(RawCell(text, text, number, at) for text in cells)
        lines.append(Line(number, "\t".join(cells), at, inked))
    section = Section(resource, None, None, "万元", None, 2024, tuple(lines), False, False, arranged=True)
    return tabbed_table(section, vocabulary().tables[resource], words_of(vocabulary()))


def test_words_alone_at_the_top_of_a_page_leave_two_rows_in_doubt() -> None:
    rows = [(1, ("合计", "", "8.00", "3.00", "5.00")), (1, ("201", "没有的", "8.00", "3.00", "5.00"))]
    raw = torn("expenditure_summary", [*rows, (2, ("", "名称", "", "", ""))])
    assert [row.problem for row in raw.rows] == [None, "torn_row", "torn_row"]
    assert [[key.text for key in row.keys] for row in raw.rows][1:] == [["201", "没有的"], ["", "名称"]]


def test_halves_of_a_name_that_the_lists_know_are_one_row() -> None:
    above = (1, ("合计", "", "8.00", "3.00", "5.00"))
    for first, rest in [
        (("201", "一般公共", "8.00", "3.00", "5.00"), ("", "服务支出", "", "", "")),
        (("201", "一般公共服务", "8.00", "3.00", "5.00"), ("", "支出", "", "", "")),
        (("20805", "行政事业", "8.00", "3.00", "5.00"), ("", "单位养老支出", "", "", "")),
        (("2080", "行政事业", "8.00", "3.00", "5.00"), ("5", "单位养老支出", "", "", "")),
    ]:
        raw = torn("expenditure_summary", [above, (1, first), (2, rest)])
        assert [[key.text for key in row.keys] for row in raw.rows[1:]] == [[first[0] + rest[0], first[1] + rest[1]]]
        assert [row.problem for row in raw.rows] == [None, None]
        assert [cell.text for cell in raw.rows[1].amounts] == list(first[2:])


def test_halves_of_a_line_of_the_form_are_one_row() -> None:
    raw = torn(
        "budget_summary",
        [
            (1, ("一般公共预算", "5.00", "文化旅游体育", "5.00", "5.00", "")),
            (2, ("", "", "与传媒支出", "", "", "")),
            (2, ("收入总计", "5.00", "支出总计", "5.00", "5.00", "")),
        ],
    )
    assert [row.keys[0].text for row in raw.rows] == ["一般公共预算", "文化旅游体育与传媒支出", "收入总计", "支出总计"]
    assert {row.problem for row in raw.rows} == {None}


@pytest.mark.parametrize("rest", [("", "服务支出", "", "", "", "9.00"), ("", "服务支出", "9.00", "", "")])
def test_figures_beside_the_rest_of_a_name_are_not_lost(rest: Sequence[str]) -> None:
    rows = [(1, ("合计", "", "8.00", "3.00", "5.00")), (1, ("201", "一般公共", "8.00", "3.00", "5.00"))]
    raw = torn("expenditure_summary", [*rows, (2, rest)])
    assert [cell.text for cell in raw.rows[-1].amounts] == ["9.00"]


def test_the_rest_of_a_name_needs_no_empty_cells_behind_it() -> None:
    rows = [(1, ("合计", "", "8.00", "3.00", "5.00")), (1, ("2080", "行政事业", "8.00", "3.00", "5.00"))]
    raw = torn("expenditure_summary", [*rows, (2, ("5",))])
    assert [key.text for key in raw.rows[1].keys] == ["2080", "行政事业"]


def test_the_beginning_alone_of_the_name_of_a_code_is_not_verified(tmp_path: Path) -> None:
    text = tabbed.render(fictitious(221), Style(seed=221))
    assert "社会保障和就业支出\t" in text
    path = tmp_path / "cut.docx"
    path.write_bytes(EDITIONS["docx"](text.replace("社会保障和就业支出\t", "社会保障和\t")))
    cut = extract(path, vocabulary())
    doubted = {(i.resource, i.side, i.row_number) for i in cut.issues if i.code == "name_cut"}
    assert {resource for resource, _, _ in doubted} >= {"revenue_summary", "expenditure_summary"}
    assert {cut.verdicts[key] for key in doubted} == {"unchecked"}


def test_white_grounds_of_cells_and_clips_part_no_cells() -> None:
    rows = [["合计", "8.00", "3.00"], ["人员经费", "5.00", "3.00"]]
    plain_pages, grounded = Typesetter(), Typesetter()
    for pages in (plain_pages, grounded):
        pages.feed()
    grounded.pages[0].append("1 1 1 rg 60 500 40 80 re f 200 480 30 90 re W n 0 g")
    for pages in (plain_pages, grounded):
        pages.table(rows)
    texts = [[line.text for line in read_pdf(pages.document(), "a.pdf").lines] for pages in (plain_pages, grounded)]
    assert texts[0] == texts[1] == ["合计\t8.00\t3.00", "人员经费\t5.00\t3.00"]
