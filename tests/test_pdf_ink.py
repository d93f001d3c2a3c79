"""Ink of a PDF page that nobody sees, or that is painted more than once, and pages that are turned."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.model import RawCell
from pipelines.readers.lines import DOUBTFUL
from pipelines.readers.pdf import read_pdf
from tests.synthesis.typeset import HEIGHT, WIDTH, Typesetter, written

ROWS = [["项目", "合计", "人员经费"], ["行政运行", "1,234.56", "234.56"], ["机关服务", "8.00", "-3.00"]]
FILLER = "本表由项目自己的排版程序排出，仅供测试，与任何单位无关。"


def typeset(pages: Typesetter, *painted: str, rows: Sequence[Sequence[str]] = ROWS) -> bytes:
    """One page: a line of text, a ruled table, and what else is painted, in the syntax of PDF."""
    pages.line(FILLER)
    pages.table(rows)
    pages.pages[-1] += painted
    return pages.document()


def tables(data: bytes) -> list[list[str]]:
    return [[cell.text for cell in line.cells] for line in read_pdf(data, "a.pdf").lines if line.cells]


def filled(data: bytes) -> list[RawCell]:
    return [cell for line in read_pdf(data, "a.pdf").lines for cell in line.cells if cell.text]


def box_of(text: str) -> tuple[float, float, float, float]:
    """Where the table of an untouched page shows a text."""
    found = next(cell.box for cell in filled(typeset(Typesetter())) if cell.text == text)
    assert found is not None
    return found


def ink_of_a_word(data: bytes) -> tuple[float, float, float, float]:
    """Where a page shows a word of the line above its table."""
    (line,) = (line for line in read_pdf(data, "a.pdf").lines if line.text == FILLER)
    found = line.ink(FILLER.index("测试"), FILLER.index("测试") + 2) if line.ink else None
    assert found is not None
    return found


def turned_by(rotation: int, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
    """The box on the page as it is displayed."""
    return {
        90: (HEIGHT - bottom, x0, HEIGHT - top, x1),
        180: (WIDTH - x1, HEIGHT - bottom, WIDTH - x0, HEIGHT - top),
        270: (top, WIDTH - x1, bottom, WIDTH - x0),
    }[rotation]


def show(text: str, x: float, y: float, before: str = "", size: float = 8) -> str:
    return (
        f"q BT {before} /F1 {size:g} Tf 1 0 0 1 {x:.2f} {HEIGHT - y:.2f} Tm <{text.encode('utf-16-be').hex()}> Tj ET Q"
    )


UNSEEN = {
    "transparent": "/Faint gs",
    "in_no_mode": "3 Tr",
    "only_clips": "7 Tr",
    "white": "1 g",
}


@pytest.mark.parametrize("before", UNSEEN.values(), ids=list(UNSEEN))
def test_figure_that_nobody_sees_is_no_figure(before: str) -> None:
    pages = Typesetter(resources="/ExtGState << /Faint << /ca 0.05 >> >>")
    rows = [*ROWS, ["离退休费", "", "6.00"]]
    x0, _, _, bottom = box_of("8.00")
    data = typeset(pages, show("9.99", x0, bottom + 13, before), rows=rows)
    assert tables(data) == rows


@pytest.mark.parametrize("before", UNSEEN.values(), ids=list(UNSEEN))
def test_hidden_figure_beside_a_figure_makes_it_doubtful(before: str) -> None:
    pages = Typesetter(resources="/ExtGState << /Faint << /ca 0.05 >> >>")
    _, _, x1, bottom = box_of("8.00")
    data = typeset(pages, show("1", x1 + 1, bottom, before))
    assert tables(data)[2] == ["机关服务", f"8.00{DOUBTFUL}", "-3.00"]


def test_white_shadow_behind_a_figure_is_no_second_figure() -> None:
    x0, _, _, bottom = box_of("8.00")
    assert tables(typeset(Typesetter(), show("8.00", x0 + 0.3, bottom, "1 g"))) == ROWS


CELL = f"292.67 {HEIGHT - 85} 256.66 13 re f"
"""The whole of the cell of 8.00: what is filled elsewhere rules cells of its own."""


def test_white_figure_on_dark_ground_is_seen_and_one_of_the_colour_of_its_ground_is_not() -> None:
    x0, _, _, bottom = box_of("8.00")
    rows = [*ROWS[:2], ["机关服务", "", "-3.00"]]
    dark = f"q 0.2 0.2 0.6 rg {CELL} Q"
    assert tables(typeset(Typesetter(), dark, show("7.00", x0, bottom, "1 g"), rows=rows))[2][1] == "7.00"
    assert tables(typeset(Typesetter(), dark, show("7.00", x0, bottom, "0.2 0.2 0.6 rg"), rows=rows)) == rows


def test_figure_painted_over_a_covered_one_is_never_mixed_with_it() -> None:
    x0, _, _, bottom = box_of("8.00")
    over = typeset(Typesetter(), f"q 1 g {CELL} Q", show("7.00", x0, bottom))
    assert tables(over)[2] == ["机关服务", f"7{DOUBTFUL}", "-3.00"]


def test_figure_under_a_white_patch_is_not_seen() -> None:
    assert tables(typeset(Typesetter(), f"q 1 g {CELL} Q"))[2] == ["机关服务", "", "-3.00"]


def test_what_stands_outside_the_crop_box_is_not_printed() -> None:
    pages = Typesetter(attributes=f"/CropBox [0 0 {WIDTH} {HEIGHT - 50}]")
    pages.line("裁去的一行")
    found = read_pdf(typeset(pages), "a.pdf").lines
    assert "裁去的一行" not in [line.text for line in found]
    box = next(cell.box for line in found for cell in line.cells if cell.text == "8.00")
    assert box is not None
    assert box[1] == pytest.approx(box_of("8.00")[1] + 10 - 50, abs=0.1)


@pytest.mark.parametrize("times", [2, 3, 4])
@pytest.mark.parametrize("shift", [0, 0.3, 1.0])
def test_every_figure_painted_several_times_and_no_other_is_a_named_repair(times: int, shift: float) -> None:
    boxes = [box_of(text) for text in ("1,234.56", "-3.00", "机关服务")]
    texts = ("1,234.56", "-3.00", "机关服务")
    again = [
        show(text, x0 + shift * n / (times - 1) - (0.45 if text == "机关服务" else 0.2), bottom)
        for (x0, _, _, bottom), text in zip(boxes, texts, strict=True)
        for n in range(times)
    ]
    pages = Typesetter()
    pages.line(FILLER)
    pages.table([[("" if text in texts else text) for text in row] for row in ROWS])
    pages.pages[-1] += again
    found = filled(pages.document())
    assert [cell.text for cell in found] == [text for row in ROWS for text in row]
    assert {cell.text for cell in found if cell.repair} == set(texts)
    assert {cell.repair for cell in found} == {None, "doubled_bold"}


def test_the_same_digits_side_by_side_in_a_tiny_print_are_all_kept() -> None:
    pages = Typesetter()
    pages.line(FILLER)
    pages.table([["项目", "数"], ["一", ""]])
    pages.pages[-1].append(show("11111.11", 500, 67, size=2))
    assert tables(pages.document())[1][1] == "11111.11"


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_table_that_runs_along_a_turned_page_is_read(rotation: int) -> None:
    pages = Typesetter(attributes=f"/Rotate {rotation}")
    data = typeset(pages)
    assert tables(data) == ROWS
    x0, top, x1, bottom = box_of("1,234.56")
    box = next(cell.box for cell in filled(data) if cell.text == "1,234.56")
    assert box == pytest.approx(turned_by(rotation, x0, top, x1, bottom), abs=0.1)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_character_outside_tables_has_the_box_of_the_displayed_page(rotation: int) -> None:
    x0, top, x1, bottom = ink_of_a_word(typeset(Typesetter()))
    displayed = turned_by(rotation, x0, top, x1, bottom)
    assert ink_of_a_word(typeset(Typesetter(attributes=f"/Rotate {rotation}"))) == pytest.approx(displayed, abs=0.1)


def test_blank_span_has_no_ink() -> None:
    (line,) = (line for line in read_pdf(typeset(Typesetter()), "a.pdf").lines if line.text == FILLER)
    assert line.ink is not None
    assert line.ink(3, 3) is None


@pytest.mark.parametrize("matrix", ["0 1 -1 0 595 0", "0 -1 1 0 0 842", "-1 0 0 -1 842 595"])
def test_table_turned_by_its_content_is_read(matrix: str) -> None:
    pages = Typesetter(attributes="/MediaBox [0 0 842 842]")
    pages.feed()
    pages.pages[-1].append(f"{matrix} cm")
    assert tables(typeset(pages)) == ROWS


def test_page_in_units_larger_than_a_point_is_read() -> None:
    assert tables(typeset(Typesetter(attributes="/UserUnit 2.5"))) == ROWS


def test_slanted_letters_of_a_font_without_italics_are_read() -> None:
    x0, _, _, bottom = box_of("8.00")
    rows = [*ROWS[:2], ["机关服务", "", "-3.00"]]
    slanted = f"BT /F1 8 Tf 1 0 0.33 1 {x0} {HEIGHT - bottom} Tm <{'8.00'.encode('utf-16-be').hex()}> Tj ET"
    assert tables(typeset(Typesetter(), slanted, rows=rows)) == ROWS


def test_two_figures_in_one_cell_are_not_glued() -> None:
    x0, _, _, bottom = box_of("8.00")
    rows = [*ROWS[:2], ["机关服务", "", "-3.00"]]
    beside = tables(typeset(Typesetter(), show("100", x0, bottom), show("200", x0 + 60, bottom), rows=rows))
    assert beside[2][1] == f"100{DOUBTFUL}200"


def test_figure_of_two_sizes_is_doubtful() -> None:
    _, _, x1, bottom = box_of("8.00")
    assert tables(typeset(Typesetter(), show("7", x1, bottom, size=5)))[2][1] == f"8.00{DOUBTFUL}7"


def test_form_that_paints_itself_comes_to_an_end() -> None:
    form = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 842 595] /Resources << /XObject << /X 6 0 R >> >> /Length 5 >>"
        "\nstream\n/X Do\nendstream"
    )
    pages = Typesetter(resources="/XObject << /X 6 0 R >>", extra=(form,))
    assert tables(typeset(pages, "/X Do")) == ROWS


def test_file_of_objects_is_written_in_order() -> None:
    assert written(["<< /Type /Catalog >>"]).startswith(b"%PDF-1.7\n1 0 obj")


def test_upright_watermark_across_a_table_is_no_part_of_its_cells() -> None:
    pages = Typesetter(resources="/ExtGState << /Pale << /ca 0.3 >> >>")
    found = read_pdf(typeset(pages, show("仅供内部审核", 250, 80, "/Pale gs", 60)), "a.pdf").lines
    assert [[cell.text for cell in line.cells] for line in found if line.cells] == ROWS
    assert "仅供内部审核" in [line.text for line in found]


def test_tables_that_touch_keep_their_own_columns() -> None:
    pages = Typesetter()
    pages.line(FILLER)
    other = [["科目编码", "科目名称", "合计", "基本支出"], ["201", "一般公共服务支出", "8.00", "5.00"]]
    pages.table(ROWS)
    pages.y -= 10
    pages.table(other)
    assert tables(pages.document()) == [*ROWS, *other]


def test_rows_of_a_form_with_columns_of_their_own_stay_one_table() -> None:
    pages = Typesetter()
    pages.line(FILLER)
    top, left, right = 50.0, 36.0, 636.0
    drawn = []
    columns = [[136.0, 336.0, 436.0], [136.0], [336.0], [136.0, 336.0, 436.0]]
    for row, inner in enumerate(columns):
        drawn += [(x, top + 20 * row, x, top + 20 * (row + 1)) for x in (left, *inner, right)]
    drawn += [(left, top + 20 * row, right, top + 20 * row) for row in range(len(columns) + 1)]
    pages.pages[-1] += [f"{x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S" for x0, y0, x1, y1 in drawn]
    pages.pages[-1].append(show("项目名称", 40, 64))
    pages.pages[-1].append(show("年度目标", 340, 104))
    assert {len(row) for row in tables(pages.document())} == {4}


def test_underlines_part_no_cells_and_sides_of_cells_near_their_words_do() -> None:
    x0, _, x1, bottom = box_of("1,234.56")
    underline = f"{x0} {HEIGHT - bottom - 1} m {x1} {HEIGHT - bottom - 1} l S"
    assert tables(typeset(Typesetter(), underline)) == ROWS
    tight = Typesetter()
    tight.line(FILLER)
    tight.table([["合计", "8.00"], ["小计", "9.00"]])
    tight.pages[-1] = [part.replace("3.00 ", "0.20 ") if " l S" in part else part for part in tight.pages[-1]]
    assert tables(tight.document()) == [["合计", "8.00"], ["小计", "9.00"]]


def test_words_that_run_on_over_the_side_of_their_cell_stay_whole_beside_the_figure_there() -> None:
    x0, _, _, bottom = box_of("机关服务")
    name = "机关服务与后勤保障专项经费以及其他各项支出的补助资金PPP项目（第二批）"
    rows = [*ROWS[:2], ["", "", "-3.00"]]
    long = typeset(Typesetter(), show(name, x0, bottom), show("8.00", 500, bottom), rows=rows)
    assert tables(long)[2] == [name, "8.00", "-3.00"]


def test_figure_and_words_of_the_next_cell_that_nearly_touch_stay_apart() -> None:
    _, _, _, bottom = box_of("8.00")
    rows = [*ROWS[:2], ["", "", ""]]
    close = typeset(Typesetter(), show("1,815.00", 548 - 32, bottom), show("二、外交支出", 550, bottom), rows=rows)
    assert tables(close)[2] == ["", "1,815.00", "二、外交支出"]
