"""Bytes → lines: the encodings that text dumps come in, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.model import Refused
from pipelines.readers import read
from pipelines.readers.text import read_text

TEXT = "2024年预算收支总表\n\n部门名称：泽州县水务局 单位：万元\n一、一般公共预算 678.10\n"
LINES = ["2024年预算收支总表", "", "部门名称：泽州县水务局 单位：万元", "一、一般公共预算 678.10"]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encoding(encoding: str, named: str, newline: str) -> None:
    document = read_text(TEXT.replace("\n", newline).encode(encoding), "x.txt")
    assert [line.text for line in document.lines] == LINES
    assert (document.source.encoding, document.ends_mid_line) == (named, False)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_blanks_that_do_not_break_are_blanks(encoding: str) -> None:
    document = read_text((TEXT + "二、政府性基金\xa0\xa0\xa0\n" * 40).encode(encoding), "x.txt")
    assert document.lines[-1].text == "二、政府性基金   "


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_file_cut_inside_a_character_keeps_what_is_whole(encoding: str) -> None:
    document = read_text((TEXT + "二、政府").encode(encoding)[:-1], "x.txt")
    assert document.lines[-1].text == "二、政"
    assert document.ends_mid_line


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \n\t\r\n", "empty_file"),
        (b"%PDF-1.7\n...", "not_text"),
        (b"PK\x03\x04zipped", "not_text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "not_text"),
        (bytes(range(256)) * 40, "unreadable_encoding"),
        ("résumé façade naïve ".encode("latin-1") * 40, "unreadable_encoding"),
        (("x" * 200_000).encode(), "line_too_long"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_text(data, "x.txt")
    assert refusal.value.code == code
    assert refusal.value.remedy


def test_unknown_suffix_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "budget.dwg"
    path.write_bytes(b"x")
    with pytest.raises(Refused, match=r"\.dwg"):
        read(path)


def test_pages_are_counted_by_form_feeds() -> None:
    document = read_text("第一页\n\f第二页\n".encode(), "x.txt")
    assert [line.page for line in document.lines] == [1, 2]
    assert document.source.pages == 2


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_text(data, "x.txt")
    except Refused:
        return
    assert [line.number for line in document.lines] == list(range(1, len(document.lines) + 1))
