"""Workbooks are read as they are shown: formats, hidden parts, formulas; each kind of workbook by its own reader."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from pipelines.model import Document, Refused
from pipelines.readers import read
from pipelines.readers.lines import DOUBTFUL
from pipelines.readers.sheet import read_sheet, shown

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


def rows(document: Document) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in document.lines if any(cell.text for cell in line.cells)]


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, before: str, after: str) -> bytes:
    """A workbook with one piece of the XML of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                assert before.encode() in content
                content = content.replace(before.encode(), after.encode())
            new.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1234.5, ACCOUNTING, "1,234.50"),
        (-1234.5, ACCOUNTING, "-1,234.50"),
        (0, ACCOUNTING, "0.00"),
        (5, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', "5"),
        (-5, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', "-5"),
        (99.995, "#0.00_ ", "100.00"),
        (-5, "0.00_ ;[Red]0.00 ", "-5.00"),
        (-5, "0.00;0.00", f"{DOUBTFUL}-5.00"),
        (0, "0.00;-0.00;", ""),
        (5, ";;;", ""),
        ("机密", ";;;", ""),
        (0, "#,###", ""),
        (0.5, "#,###.00", "0.50"),
        (9160500, "#,##0,", "9,161"),
        (123, "[$¥-804]#,##0.00", "123.00"),
        (916, '0.00"万元"', "916.00万元"),
        (1234.5600000000002, "General", "1234.56"),
        (5, "G/通用格式", "5"),
        (12345, "0.00E+00", f"{DOUBTFUL}12345"),
        (45000, 'yyyy"年"m"月"', "2023-03-15 00:00:00"),
        (1e300, "yyyy-mm-dd", f"{DOUBTFUL}1e+300"),
        (12, "000", "012"),
        (True, "General", "TRUE"),
        ("'0012", "0.00", "'0012"),
    ],
)
def test_figure_is_read_as_its_format_shows_it(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_digits_stored_beyond_those_shown_are_no_print() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", 916.0549])
    book.active["B1"].number_format = "#,##0.00"
    assert rows(read_sheet(saved(book), "a.xlsx")) == [["合计", "916.05"]]


def test_hidden_rows_columns_and_sheets_are_no_print_and_named() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["合计", 1.5, 2.5], ["隐藏", 3.5, 4.5], ["其他", 5.5, 6.5]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    for state in ("hidden", "veryHidden"):
        other = book.create_sheet(state)
        other["A1"] = 9.5
        other.sheet_state = state
    document = read_sheet(saved(book), "a.xlsx")
    assert rows(document) == [["合计", "1.5"], ["其他", "5.5"]]
    assert [(issue.code, issue.severity) for issue in document.issues] == [
        ("hidden_cells", "warning"),
        ("hidden_cells", "warning"),
        ("hidden_sheet", "warning"),
        ("hidden_sheet", "warning"),
    ]
    assert "A2 B2 C2" in document.issues[1].message_zh + document.issues[0].message_zh


def test_rows_folded_away_in_an_outline_are_no_print() -> None:
    book = openpyxl.Workbook()
    for number in range(1, 4):
        book.active.append(["行", float(number)])
    book.active.row_dimensions.group(2, 2, hidden=True)
    assert rows(read_sheet(saved(book), "a.xlsx")) == [["行", "1"], ["行", "3"]]


def test_value_left_under_a_merged_cell_is_no_print() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", "甲", 1.5])
    data = saved(book)
    merged = changed(
        data,
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    )
    document = read_sheet(merged, "a.xlsx")
    assert rows(document) == [["合计", "", "1.5"]]
    assert [issue.code for issue in document.issues] == ["hidden_cells"]


def test_formula_counts_with_the_value_it_was_saved_with() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", "=1+1"])
    kept = changed(saved(book), "xl/worksheets/sheet1.xml", "<v></v>", "<v>7</v>")
    assert rows(read_sheet(kept, "a.xlsx")) == [["合计", "7"]]


def test_error_of_a_formula_is_no_figure() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", "#REF!"])
    assert rows(read_sheet(saved(book), "a.xlsx")) == [["合计", "#REF!"]]


def test_struck_out_and_raised_pieces_of_a_cell_are_no_figure() -> None:
    book = openpyxl.Workbook()
    struck, raised = InlineFont(strike=True), InlineFont(vertAlign="superscript")
    book.active.append(
        ["合计", CellRichText("9.05", TextBlock(struck, "12")), CellRichText("8", TextBlock(raised, "1"))]
    )
    book.active.append(["合计", 5.5])
    book.active["B2"].font = Font(strike=True)
    assert rows(read_sheet(saved(book), "a.xlsx")) == [["合计", "9.05", f"8{DOUBTFUL}1"], ["合计", "", ""]]


def test_phonetic_guide_of_a_name_is_no_part_of_it() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", "重庆"])
    guided = changed(
        saved(book), "xl/sharedStrings.xml", "<t>重庆</t>", '<t>重庆</t><rPh sb="0" eb="2"><t>chong</t></rPh>'
    )
    assert rows(read_sheet(guided, "a.xlsx")) == [["合计", "重庆"]]


def test_zeros_that_the_sheet_does_not_show_are_blank() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", 0, 1.5])
    book.active.sheet_view.showZeros = False
    assert rows(read_sheet(saved(book), "a.xlsx")) == [["合计", "", "1.5"]]


def test_cell_in_the_last_corner_of_a_sheet_takes_no_room() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", 1.5])
    book.active["XFD1048576"] = "x"
    document = read_sheet(saved(book), "a.xlsx")
    assert rows(document) == [["合计", "1.5"]]
    assert [issue.code for issue in document.issues] == ["hidden_cells"]


def test_workbook_in_strict_spelling_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["合计", 1.5])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"/spreadsheetml/2006/main", b"/spreadsheetml/main")
            content = content.replace(b"org/officeDocument/2006/", b"org/officeDocument/")
            new.writestr(name, content.replace(b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"))
    assert rows(read_sheet(out.getvalue(), "a.xlsx")) == [["合计", "1.5"]]


def old_workbook() -> xlwt.Workbook:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("预算")
    for row, (name, value) in enumerate((("合计", 1234.506), ("零", 0.0), ("隐藏", 7.5), ("划去", 8.5))):
        look = xlwt.easyxf("font: struck_out true" if name == "划去" else "", num_format_str=ACCOUNTING)
        sheet.write(row, 0, name)
        sheet.write(row, 1, value, look)
    sheet.row(2).hidden = True
    hidden = book.add_sheet("底稿")
    hidden.write(0, 0, 9.5)
    hidden.visibility = 1
    return book


def test_old_workbook_shows_figures_by_their_formats_and_no_hidden_rows() -> None:
    out = io.BytesIO()
    old_workbook().save(out)
    document = read_sheet(out.getvalue(), "a.xls")
    assert rows(document) == [["合计", "1,234.51"], ["零", "0.00"], ["划去", ""]]
    assert [issue.code for issue in document.issues] == ["hidden_cells", "hidden_sheet"]


def open_document(body: str, styles: str = "") -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"'
        for name, kind in (("o", "office"), ("t", "table"), ("x", "text"), ("s", "style"))
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        content = f"<o:document-content{names}><o:automatic-styles>{styles}</o:automatic-styles>"
        archive.writestr(
            "content.xml", f"{content}<o:body><o:spreadsheet>{body}</o:spreadsheet></o:body></o:document-content>"
        )
    return out.getvalue()


def test_open_document_shows_the_text_that_it_keeps_beside_the_value() -> None:
    sheet = (
        '<t:table t:name="表"><t:table-row><t:table-cell><x:p>合<x:s/>计</x:p></t:table-cell>'
        '<t:table-cell o:value="916.0549"><o:annotation><x:p>批注</x:p></o:annotation><x:p>916.05</x:p></t:table-cell>'
        '<t:table-cell t:formula="of:=[.A1]"/></t:table-row>'
        '<t:table-row t:visibility="collapse"><t:table-cell><x:p>隐藏</x:p></t:table-cell></t:table-row>'
        '<t:table-row t:number-rows-repeated="1048574"><t:table-cell t:number-columns-repeated="16384"/></t:table-row>'
        '</t:table><t:table t:name="底稿" t:style-name="h"><t:table-row><t:table-cell><x:p>9.5</x:p></t:table-cell>'
        "</t:table-row></t:table>"
    )
    style = '<s:style s:name="h"><s:table-properties t:display="false"/></s:style>'
    document = read_sheet(open_document(sheet, style), "a.ods")
    assert rows(document) == [["合 计", "916.05", f"{DOUBTFUL}=of:=[.A1]"]]
    assert [issue.code for issue in document.issues] == ["hidden_cells", "formula_without_value", "hidden_sheet"]


def test_workbook_as_one_xml_file_under_the_old_suffix(tmp_path: Path) -> None:
    path = tmp_path / "disclosure.xls"
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="f">'
        '<NumberFormat ss:Format="Standard"/></Style></Styles><Worksheet ss:Name="表"><Table>'
        '<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">合计</Data></Cell>'
        '<Cell ss:StyleID="f"><Data ss:Type="Number">1234.506</Data></Cell></Row>'
        '<Row ss:Hidden="1"><Cell><Data ss:Type="String">隐藏</Data></Cell></Row>'
        '<Row ss:Index="5"><Cell ss:Index="3" ss:Formula="=R1C1"/></Row></Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    document = read(path)
    assert rows(document) == [["合计", "", "1,234.51"], ["", "", f"{DOUBTFUL}=R1C1"]]
    assert [issue.code for issue in document.issues] == ["hidden_cells", "formula_without_value"]


@pytest.mark.parametrize("suffix", ["csv", "xls"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_comma_separated_table_in_whatever_encoding(suffix: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / f"disclosure.{suffix}"
    path.write_bytes(
        '2024年部门预算支出总表,,\n科目编码,科目名称,合计\n201,"一般公共服务,支出","1,234.50"\n'.encode(encoding)
    )
    document = read(path)
    assert rows(document)[2] == ["201", "一般公共服务,支出", "1,234.50"]
    assert document.source.media_type == "text/csv"


def test_comma_inside_a_figure_without_quotes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "disclosure.csv"
    path.write_text("科目编码,科目名称,合计\n201,一般公共服务,1,234.50\n", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        read(path)
    assert caught.value.code == "ragged_csv"
