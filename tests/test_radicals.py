"""Radicals and compatibility ideographs fold to the characters that mainland documents mean, one for one."""

from __future__ import annotations

import unicodedata

import pytest

from pipelines.model import RawCell
from pipelines.readers.lines import Lines
from pipelines.readers.radicals import fold_radicals

PIECES = "⺀⺂⺃⺅⺆⺇⺈⺉⺋⺌⺍⺐⺑⺔⺕⺖⺗⺘⺙⺡⺢⺣⺤⺥⺦⺧⺨⺭⺮⺰⺳⺴⺵⺶⺷⺸⺹⺺⺻⺽⺾⺿⻀⻇⻊⻕⻞⻡"
"""Of the Supplement: pieces that stand in characters and are none."""


@pytest.mark.parametrize("code", [*range(0x2F00, 0x2FD6), *range(0x2E80, 0x2E9A), *range(0x2E9B, 0x2EF4)])
def test_every_radical_that_is_a_character_folds_to_it(code: int) -> None:
    folded = fold_radicals(chr(code))
    assert len(folded) == 1
    if chr(code) in PIECES:
        assert folded == chr(code)
    else:
        assert unicodedata.name(folded).startswith("CJK UNIFIED IDEOGRAPH")


def test_every_compatibility_ideograph_folds_to_one_character() -> None:
    for code in range(0xF900, 0xFB00):
        folded = fold_radicals(chr(code))
        assert len(folded) == 1
        assert folded == unicodedata.normalize("NFC", chr(code))


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("⼀般公共预算⽀出", "一般公共预算支出"),
        ("⻋辆购置", "车辆购置"),
        ("⼾籍管理", "户籍管理"),
        ("⻘年⻔⻓⻅⻚⻛⻜", "青年门长见页风飞"),
        ("⿈⾊⾭年", "黄色青年"),
        ("民⽣⺠⺟⽇⽉⺝⺜", "民生民母日月月日"),
        ("\uf9d1\uf967\uf9b5", "六不例"),
        ("２０１０１０１", "２０１０１０１"),
    ],
)
def test_words_in_radicals_read_as_words(printed: str, read: str) -> None:
    assert fold_radicals(printed) == read


def test_marks_without_ink_part_no_figure() -> None:
    lines = Lines()
    lines.row([RawCell(text, text) for text in ("合\u200b计", "1\u00ad2\u200e.\ufeff50", "\u202a3.00\u202c")])
    assert [cell.text for cell in lines.found[0].cells] == ["合计", "12.50", "3.00"]
