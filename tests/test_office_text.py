"""Word files and web pages are read as they are seen: text boxes, revisions, hidden styles, real encodings, menus."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from pipelines.model import Document, Refused
from pipelines.readers import read
from pipelines.readers.html import read_html
from pipelines.readers.lines import DOUBTFUL
from pipelines.readers.word import read_docx
from tests.synthesis.editions import word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_file(body: str, styles: str = "") -> bytes:
    """The smallest Word file with this body and these styles."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, entry in (
            ("_rels/.rels", "officeDocument|word/document.xml"),
            ("word/_rels/document.xml.rels", "styles|styles.xml"),
        ):
            what, target = entry.split("|")
            relation = f'<Relationship Id="r1" Type="{kind}/{what}" Target="{target}"/>'
            archive.writestr(name, f'<Relationships xmlns="{package}">{relation}</Relationships>')
        archive.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}" xmlns:mc="{mc}"><w:body>{body}</w:body></w:document>'
        )
    return out.getvalue()


def p(text: str, look: str = "") -> str:
    return f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str, look: str = "") -> str:
    return f"<w:tr>{look}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def seen(document: Document) -> list[str]:
    return [
        "|".join(cell.text for cell in line.cells) if line.cells else line.text for line in document.lines if line.text
    ]


def test_table_inside_a_layout_table_is_the_table() -> None:
    inner = f"<w:tbl>{row(p('合计'), p('1.00'))}{row(p('其他'), p('2.00'))}</w:tbl>"
    outer = f"<w:tbl>{row(p('2024年部门预算支出总表') + inner, p('单位：万元'))}</w:tbl>"
    assert seen(read_docx(word_file(outer), "a.docx")) == [
        "2024年部门预算支出总表",
        "合计|1.00",
        "其他|2.00",
        "单位：万元",
    ]


def test_text_box_is_read_once_though_it_is_kept_twice() -> None:
    box = f"<w:txbxContent>{p('单位：万元')}</w:txbxContent>"
    choice, fallback = f"<mc:Choice>{box}</mc:Choice>", f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    twice = f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"
    body = f"<w:p><w:r><w:t>支出总表</w:t></w:r><w:r>{twice}</w:r></w:p>"
    assert seen(read_docx(word_file(body), "a.docx")) == ["支出总表", "单位：万元"]
    cell = row(p("合计"), f"<w:p><w:r>{twice}</w:r></w:p>")
    assert seen(read_docx(word_file(f"<w:tbl>{cell}</w:tbl>"), "a.docx")) == ["合计|单位：万元"]


def test_deleted_text_and_rows_are_no_print_and_the_revisions_are_named() -> None:
    gone = "<w:del><w:r><w:delText>3.00</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>4.00</w:t></w:r></w:moveFrom>"
    new = "<w:ins><w:r><w:t>5.00</w:t></w:r></w:ins>"
    deleted = row(p("删去"), p("6.00"), look="<w:trPr><w:del/></w:trPr>")
    document = read_docx(word_file(f"<w:tbl>{row(p('合计'), f'<w:p>{gone}{new}</w:p>')}{deleted}</w:tbl>"), "a.docx")
    assert seen(document) == ["合计|5.00"]
    assert [(issue.code, issue.severity) for issue in document.issues] == [("tracked_changes", "warning")]


def test_cells_before_the_grid_and_cells_merged_downwards_keep_columns() -> None:
    down = "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
    wide = "<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
    body = row(down + p("项目"), wide + p("金额")) + row("<w:tcPr><w:vMerge/></w:tcPr>" + p("看不见"), p("甲"), p("乙"))
    body += row(p("1.00"), look="<w:trPr><w:gridBefore w:val='2'/></w:trPr>")
    assert seen(read_docx(word_file(f"<w:tbl>{body}</w:tbl>"), "a.docx")) == ["项目|金额|", "|甲|乙", "||1.00"]


def test_text_hidden_by_its_style_is_no_print() -> None:
    styles = "<w:style w:styleId='h'><w:rPr><w:vanish/></w:rPr></w:style>"
    styles += "<w:style w:styleId='i'><w:basedOn w:val='h'/></w:style>"
    hidden = p("隐藏", "<w:pPr><w:pStyle w:val='i'/></w:pPr>")
    run = "<w:p><w:r><w:t>9.05</w:t></w:r><w:r><w:rPr><w:rStyle w:val='h'/></w:rPr><w:t>12</w:t></w:r></w:p>"
    assert seen(read_docx(word_file(hidden + run, styles), "a.docx")) == ["9.05"]


def test_phonetic_guide_and_field_code_of_a_word_file_are_no_print() -> None:
    guided = "<w:r><w:ruby><w:rt><w:r><w:t>chong</w:t></w:r></w:rt>"
    guided += "<w:rubyBase><w:r><w:t>重</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    field = "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r><w:r><w:t>8.00</w:t></w:r>"
    assert seen(read_docx(word_file(f"<w:p>{guided}{field}</w:p>"), "a.docx")) == ["重8.00"]


def test_word_file_in_strict_spelling_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word("合计\t1.00"))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"wordprocessingml/2006/main", b"wordprocessingml/main")
            content = content.replace(b"org/officeDocument/2006/", b"org/officeDocument/")
            new.writestr(name, content.replace(b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"))
    assert seen(read_docx(out.getvalue(), "a.docx")) == ["合计|1.00"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["doc", "rtf", "odt"])
def test_old_word_file_is_converted_where_libreoffice_is_installed(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word("2024年部门预算支出总表\n合计\t1.00\n其他\t2.00\n完"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    document = read(tmp_path / f"a.{suffix}")
    assert seen(document) == ["2024年部门预算支出总表", "合计|1.00", "其他|2.00", "完"]
    assert [issue.code for issue in document.issues] == ["converted"]
    assert document.source.media_type != "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert document.source.size == (tmp_path / f"a.{suffix}").stat().st_size


def test_old_word_file_is_refused_by_name_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "disclosure.wps"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"))
    with pytest.raises(Refused) as caught:
        read(path)
    assert caught.value.code == "old_office"


def page(body: str, head: str = "") -> Document:
    return read_html(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def test_span_of_rows_ends_with_its_group() -> None:
    table = (
        "<table><thead><tr><th rowspan=3>项目<th>金额</thead><tbody><tr><td rowspan=0>合计<td>1.00<tr><td>2.00</tbody>"
        "<tfoot><tr><td>其他<td>3.00</tfoot></table>"
    )
    assert seen(page(table)) == ["项目|金额", "合计|1.00", "|2.00", "其他|3.00"]


@pytest.mark.parametrize(
    "sheet", [".tip{display:none}", "span.tip, .x { color:red; display : none }", "#t{visibility:hidden}"]
)
def test_what_the_style_sheet_of_a_page_hides_is_no_print(sheet: str) -> None:
    cell = "<td>9.05<span class='a tip' id=t>12</span></td>"
    assert seen(page(f"<table><tr><td>合计</td>{cell}</tr></table>", f"<style>{sheet}</style>")) == ["合计|9.05"]


def test_style_sheet_that_hides_something_else_hides_no_figure() -> None:
    cell = "<td>9.05<span class=tip>12</span></td>"
    shown = page(f"<table><tr><td>合计</td>{cell}</tr></table>", "<style>.menu .tip{display:none}</style>")
    assert seen(shown) == ["合计|9.0512"]


def test_hidden_rows_and_cells_of_a_page_are_no_print() -> None:
    table = "<table><tr><td>合计<td style='display:none'>7.00<td>1.00<tr hidden><td>隐藏<td>2.00</table>"
    assert seen(page(table)) == ["合计|1.00"]


def test_menus_and_foot_of_a_page_are_no_tables() -> None:
    menu = "<nav><table><tr><td>首页<td>12.00</table></nav>"
    foot = "<footer><table><tr><td>主办<td>12.00</table></footer>"
    assert seen(page(f"{menu}<table><tr><td>合计<td>1.00</table>{foot}")) == ["合计|1.00"]


def test_caption_of_a_table_stands_above_it() -> None:
    assert seen(page("<table><caption>支出总表</caption><tr><td>合计<td>1.00</table>")) == ["支出总表", "合计|1.00"]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "utf-8"), ("utf-8", "gb18030"), ("utf-8", "utf-16"), ("gbk", "utf-8-sig"), ("iso-8859-1", "gb18030")],
)
def test_encoding_is_what_the_page_is_in_and_not_what_it_says(declared: str, encoding: str) -> None:
    text = (
        f"<html><head><meta charset={declared}></head><body><table><tr><td>一般公共预算<td>1.00</table></body></html>"
    )
    assert seen(read_html(text.encode(encoding), "a.html")) == ["一般公共预算|1.00"]


def test_single_broken_byte_of_a_page_stays_visible() -> None:
    text = f"<html><meta charset=utf-8><body><p>{'一般公共预算' * 200}</p><p>国X有</p></body></html>"
    assert seen(read_html(text.encode().replace(b"X", b"\xff"), "a.html"))[1] == "国\ufffd有"


def test_page_with_an_external_entity_fetches_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("机密", "utf-8")
    text = (
        f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]><html><body><p>合计&x;</p></body></html>'
    )
    assert "机密" not in "".join(seen(read_html(text.encode(), "a.html")))


def test_blank_entities_are_blank_cells() -> None:
    assert (
        seen(page("<table><tr><td>合计<td>&nbsp;<td>&#12288;<td>1.00&ensp;</table>"))[0].split("|")[3].strip() == "1.00"
    )


def test_raised_note_mark_is_no_digit_of_the_figure() -> None:
    assert seen(page("<table><tr><td>合计<td>1.00<sup>2</sup></table>")) == [f"合计|1.00{DOUBTFUL}2"]
