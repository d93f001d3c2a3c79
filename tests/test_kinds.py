"""What a file is decides, not its name; what cannot be read is refused with the reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipelines.model import Refused
from pipelines.readers import read
from tests.synthesis.editions import page, pdf, spreadsheet, word

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
TEXT = "2024年部门预算支出总表\n科目编码\t科目名称\t合计\n201\t服务\t1.00\n"


def archive(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.doc", word(TEXT), "wordprocessingml"),
        ("a.doc", page(TEXT), "text/html"),
        ("a.xls", page(TEXT), "text/html"),
        ("a.xls", TEXT.encode("gb18030"), "text/plain"),
        ("a.xls", spreadsheet(TEXT), "spreadsheetml"),
        ("a.pdf", page(TEXT), "text/html"),
        ("a.xls", "<html><table><tr><td>合计<td>1.00</table>".encode("utf-16"), "text/html"),
        ("a.xls", TEXT.encode("utf-16"), "text/plain"),
        ("a.txt", b"\xef\xbb\xbf" + TEXT.encode(), "text/plain"),
        ("a.docx", pdf(TEXT), "application/pdf"),
        ("a.html", pdf(TEXT), "application/pdf"),
        ("a.txt", "﻿<table><tr><td>合计<td>1.00</table>".encode(), "text/html"),
        ("a.xls", "<meta charset=gbk><table><tr><td>合计<td>1.00</table>".encode("gbk"), "text/html"),
    ],
)
def test_kind_of_file_is_what_it_is(name: str, data: bytes, media_type: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    document = read(tmp_path / name)
    assert media_type in document.source.media_type
    assert any("1.00" in line.text for line in document.lines)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.ods", archive(content_dot_xml="x", **{"META-INF__manifest.xml": "<m:encryption-data/>"}), "encrypted"),
        ("a.doc", OLE + "PowerPoint Document".encode("utf-16-le"), "not_office"),
        ("a.xlsb", archive(**{"xl__workbook.bin": "x"}), "binary_workbook"),
        ("a.xlsx", archive(**{"预算.pdf": "x"}), "archive"),
        ("a.docx", archive(**{"预算.docx": "x"}), "archive"),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>", "web_archive"),
        ("a.doc", b"From: <Saved by WPS>\r\nContent-Type: multipart/related\r\n\r\n<html>", "web_archive"),
        (
            "a.xml.doc",
            b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>',
            "xml_office",
        ),
        ("a.xls", OLE, "not_spreadsheet"),
        ("a.et", OLE + "Workbook".encode("utf-16-le"), "not_spreadsheet"),
        ("a.docx", archive(**{"word__document.xml": "<w:document"}), "not_docx"),
        ("a.xlsx", archive(**{"xl__workbook.xml": "<workbook/>" + " " * 60_000_000}), "zip_bomb"),
        ("a.xlsx", archive(**{f"p{i}": "" for i in range(5_001)}), "zip_bomb"),
    ],
)
def test_file_that_cannot_be_read_is_refused_by_name(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Refused) as caught:
        read(tmp_path / name)
    assert caught.value.code == code
    assert caught.value.remedy


LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9)
)


@pytest.mark.parametrize(
    "parts",
    [
        {"word__document.xml": f"{LAUGHS}]><w>&j;</w>"},
        {"xl__workbook.xml": f"{LAUGHS}]><w>&j;</w>"},
        {"content.xml": f"{LAUGHS}]><w>&j;</w>", "mimetype": "spreadsheet"},
    ],
)
def test_entities_that_multiply_are_refused(parts: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(archive(**parts))
    with pytest.raises(Refused) as caught:
        read(tmp_path / "a.docx")
    assert caught.value.code == "external_entity"


def test_part_whose_checksum_is_wrong_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made, zipfile.ZipFile(io.BytesIO(word(TEXT))) as whole:
        for name in whole.namelist():
            made.writestr(name, whole.read(name))
    (tmp_path / "a.docx").write_bytes(out.getvalue().replace("服务".encode(), "服饰".encode()))
    with pytest.raises(Refused) as caught:
        read(tmp_path / "a.docx")
    assert caught.value.code == "not_docx"


def test_macros_are_read_past(tmp_path: Path) -> None:
    out = io.BytesIO(spreadsheet(TEXT))
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("xl/vbaProject.bin", OLE)
    (tmp_path / "a.xlsm").write_bytes(out.getvalue())
    assert any("1.00" in line.text for line in read(tmp_path / "a.xlsm").lines)
