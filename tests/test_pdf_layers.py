"""PDFs whose text layer is not what they print, pages that are pictures, and files that are damaged or hostile."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from pipelines.extract import extract
from pipelines.model import Refused
from pipelines.readers.pdf import MOST_PAGES, read_pdf
from pipelines.vocabulary import vocabulary
from tests.synthesis import tabbed, typeset
from tests.synthesis.editions import blocks
from tests.synthesis.model import fictitious
from tests.synthesis.style import Style
from tests.synthesis.typeset import Typesetter, stream, written

FILLER = "本表由项目自己的排版程序排出，仅供测试，与任何单位无关。"
NO_MAP = """\
<< /Type /Font /Subtype /Type0 /BaseFont /Subset /Encoding /Identity-H /DescendantFonts [4 0 R] >>
<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Subset /DW 1000 /FontDescriptor 5 0 R /CIDSystemInfo \
<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>
<< /Type /FontDescriptor /FontName /Subset /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 \
/Descent -120 /CapHeight 880 /StemV 93 >>"""
IMAGE = stream(
    "00>",
    "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    "/Filter /ASCIIHexDecode",
)
WITH_IMAGE = {"resources": "/XObject << /Scan 6 0 R >>", "extra": (IMAGE,)}
WHOLE_PAGE = "q 842 0 0 595 0 0 cm /Scan Do Q"


def small(*painted: str, pages: int = 1) -> bytes:
    """A page with a line and a table, and others with a line."""
    made = Typesetter()
    made.line(FILLER)
    made.table([["项目", "合计"], ["行政运行", "1,234.56"]])
    made.pages[-1] += painted
    for number in range(2, pages + 1):
        made.feed()
        made.line(f"第{number}页{FILLER}")
    return made.document()


def refusal(data: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        read_pdf(data, "a.pdf")
    return caught.value.code, caught.value.reason


def of_pages(kids: str, count: int) -> bytes:
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>"
    return written(["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {count} >>", page])


def test_fonts_without_a_unicode_map_leave_no_readable_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "FONT", NO_MAP)
    code, reason = refusal(small())
    assert code == "no_text_layer"
    assert reason.startswith("text layer unreadable: the fonts do not say which characters")


def test_text_of_another_script_than_any_disclosure_is_no_readable_text() -> None:
    pages = Typesetter()
    pages.line("\u0421\u0443\u043c\u043c\u0430 " * 20)
    assert refusal(pages.document())[1].startswith("text layer unreadable: 0 Chinese characters among")


def test_hidden_text_over_a_scanned_page_is_no_print() -> None:
    pages = Typesetter(**WITH_IMAGE)
    pages.feed()
    pages.pages[-1] += [WHOLE_PAGE, "3 Tr"]
    pages.line(FILLER)
    pages.table([["项目", "合计"], ["行政运行", "1,234.56"]])
    code, reason = refusal(pages.document())
    assert code == "no_text_layer"
    assert "characters that are not printed" in reason


def with_a_picture(made_of: str, title: str, *, picture: bool) -> bytes:
    """A disclosure whose table under `title` is, or is not, a picture on a page of its own."""
    pages = Typesetter(**WITH_IMAGE)
    replaced = False
    for block in blocks(made_of):
        if isinstance(block, str):
            if title in block:
                pages.feed()
                replaced = True
            pages.line(block)
        elif replaced and picture:
            pages.pages[-1].append("q 770 0 0 400 36 100 cm /Scan Do Q")
            pages.feed()
            replaced = False
        else:
            pages.table(block)
    return pages.document()


def test_table_that_is_a_picture_is_unreadable_and_the_rest_is_packaged(tmp_path: Path) -> None:
    made = fictitious(211)
    text = tabbed.render(made, Style(seed=211))
    title = next(line for line in text.split("\n") if "预算支出总表" in line and "目录" not in line)
    path = tmp_path / "a.pdf"
    path.write_bytes(with_a_picture(text, title, picture=True))
    disclosure = extract(path, vocabulary())
    state = disclosure.states["expenditure_summary"]
    assert (state.state, state.note) == ("unreadable", "表格为图片，未读取 / the table is a picture and was not read")
    assert [issue.page for issue in disclosure.issues if issue.code == "page_is_picture"] == [state.first_page]
    others = {s.state for name, s in disclosure.states.items() if name != "expenditure_summary"}
    assert others <= {"present", "declared_empty"}


def test_name_with_a_character_of_no_known_code_is_not_verified(tmp_path: Path) -> None:
    made = fictitious(212)
    text = tabbed.render(made, Style(seed=212))
    whole, spoilt = tmp_path / "whole.pdf", tmp_path / "spoilt.pdf"
    whole.write_bytes(with_a_picture(text, "无", picture=False))
    row = extract(whole, vocabulary()).tables["projects_current_year"].rows[-1]
    name = str(row.values["name"])
    spoilt.write_bytes(with_a_picture(text.replace(name, f"\ue123{name[1:]}"), "无", picture=False))
    disclosure = extract(spoilt, vocabulary())
    found = [i for i in disclosure.issues if i.code == "unreadable_name" and i.resource == "projects_current_year"]
    assert [issue.row_number for issue in found] == [row.row_number]
    assert disclosure.verdicts["projects_current_year", row.side, row.row_number] != "verified"


def test_encrypted_file_is_refused_with_the_reason() -> None:
    key = f"/ID [<{'00' * 16}><{'00' * 16}>] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -4"
    locked = f"/Root 1 0 R {key} /O <{'41' * 32}> /U <{'42' * 32}> >>"
    code, reason = refusal(small().replace(b"/Root 1 0 R", locked.encode()))
    assert (code, "password" in reason) == ("unreadable_pdf", True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (of_pages("", 0), "unreadable_pdf"),
        (of_pages(" ".join(["3 0 R"] * (MOST_PAGES + 1)), MOST_PAGES + 1), "odd_length"),
        (of_pages("2 0 R 2 0 R", 3), "unreadable_pdf"),
        (of_pages("3 0 R", 2_000_000_000), "no_text_layer"),
        (small()[:900], "unreadable_pdf"),
    ],
    ids=["no_page", "more_pages_than_any_disclosure", "pages_that_are_their_own_kids", "count_that_lies", "cut_in_two"],
)
def test_file_without_its_pages_is_refused(data: bytes, code: str) -> None:
    assert refusal(data)[0] == code


def test_broken_cross_reference_table_is_made_up_for() -> None:
    whole = small()
    broken = whole.replace(b"startxref\n", b"startxref\n9")
    assert [line.text for line in read_pdf(broken, "a.pdf").lines] == [
        line.text for line in read_pdf(whole, "a.pdf").lines
    ]


def test_page_that_a_damaged_file_lacks_is_said_and_the_others_are_read() -> None:
    whole = small(pages=4)
    place = whole.index(b"\n10 0 obj") + 1
    document = read_pdf(whole[:place] + b"xx" + whole[place + 2 :], "a.pdf")
    assert document.lost == (3,)
    assert {line.page for line in document.lines} == {1, 2, 4}


def test_page_drawn_of_more_shapes_than_any_table_is_a_picture() -> None:
    document = read_pdf(small("0 0 5 5 re f\n" * 120_000), "a.pdf")
    assert document.pictures == (1,)
    assert not any(line.cells for line in document.lines)


def test_page_of_more_characters_than_any_disclosure_is_refused() -> None:
    line = f"<{'4e2d4e00' * 3_000}> Tj 0 9 Td "
    assert refusal(small(f"BT /F1 5 Tf {line * 10} ET"))[0] == "too_large"


def test_page_packed_to_a_thousandth_is_refused_before_it_is_unpacked() -> None:
    packed = zlib.compress(b"0 0 5 5 re f\n" * 1_000_000, 9)
    body = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"
    whole = small()
    assert refusal(whole.replace(b"xref\n", b"9 0 obj\n" + body + b"\nendobj\nxref\n", 1))[0] == "too_large"
