"""Scans: pages put straight, lines found, cells recognised; what recognition might misread is not verified."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from pipelines.extract import extract
from pipelines.model import CellRef, CellSource, CheckResult, Disclosure, Issue, Refused, TypedRow, TypedTable
from pipelines.readers import read
from pipelines.readers import scan as scans
from pipelines.recognised import CODE
from pipelines.verdicts import verdicts
from pipelines.vocabulary import vocabulary

SCANS = Path(__file__).parent / "scans"
needs_recognition = pytest.mark.skipif(not scans.available(), reason='needs the extra: pip install ".[ocr]"')


@pytest.fixture(scope="module")
def scan() -> Disclosure:
    return extract(SCANS / "three_pages.pdf", vocabulary())


@pytest.fixture(scope="module")
def text() -> Disclosure:
    return extract(SCANS / "three_pages.txt", vocabulary())


def cells(disclosure: Disclosure) -> dict[CellRef, object]:
    return {
        CellRef(name, row.side, row.row_number, field): value
        for name, table in disclosure.tables.items()
        for row in table.rows
        for field, value in row.values.items()
    }


@needs_recognition
def test_a_scan_reads_like_the_text_that_was_scanned(scan: Disclosure, text: Disclosure) -> None:
    found, printed = cells(scan), cells(text)
    amounts = {cell for cell, value in printed.items() if isinstance(value, Decimal)}
    wrong = {cell for cell in amounts if found.get(cell) != printed[cell]}
    assert len(amounts) > 150
    assert len(wrong) <= 0.03 * len(amounts)


@needs_recognition
def test_every_verified_row_of_a_scan_is_right_in_every_cell(scan: Disclosure, text: Disclosure) -> None:
    found, printed = cells(scan), cells(text)
    verified = [row for row, verdict in scan.verdicts.items() if verdict == "verified"]
    assert len(verified) > 60
    assert [cell for cell in found if cell.row in verified and found[cell] != printed.get(cell)] == []


@needs_recognition
def test_recognised_figures_have_page_box_and_confidence(scan: Disclosure) -> None:
    ink = [cell for table in scan.tables.values() for row in table.rows for cell in row.cells]
    assert {cell.page for cell in ink} == {1, 2, 3}
    assert all(cell.confidence is not None and 0 <= cell.confidence <= 1 for cell in ink)
    assert all(cell.box and 0 < cell.box[0] < cell.box[2] < 842 and 0 < cell.box[1] < cell.box[3] < 595 for cell in ink)
    assert [issue.severity for issue in scan.issues if issue.code == CODE] == ["warning"]


@needs_recognition
def test_box_on_a_crooked_page_is_where_the_figure_is_displayed(scan: Disclosure) -> None:
    from pipelines.readers.scan.pictures import pictures
    from pipelines.readers.scan.straight import ink_of

    with pictures((SCANS / "three_pages.pdf").read_bytes()) as (_, pages):
        first = next(pages)
    ink = ink_of(first.pixels)
    boxes = [cell.box for table in scan.tables.values() for row in table.rows for cell in row.cells if cell.page == 1]
    for x0, top, x1, bottom in filter(None, boxes):
        left, up, right, down = (round(side * first.scale) for side in (x0, top, x1, bottom))
        assert ink[up:down, left:right].mean() > 25


WITHOUT_NETWORK = """
import socket, sys
def closed(*_): sys.exit("a connection was opened")
socket.socket.connect = socket.getaddrinfo = closed
from pathlib import Path
from pipelines.readers.scan import read_scan
print(len(read_scan(Path(sys.argv[1]).read_bytes(), "scan.pdf").lines))
"""


@needs_recognition
def test_recognition_asks_no_network() -> None:
    command = [sys.executable, "-c", WITHOUT_NETWORK, str(SCANS / "three_pages.pdf")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 80


@pytest.mark.parametrize("name", ["scan.pdf", "page.png"])
def test_without_the_extra_a_scan_is_refused_with_the_remedy(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "available", lambda: False)
    signature = b"\x89PNG\r\n\x1a\n"
    (tmp_path / name).write_bytes(signature if name.endswith("png") else (SCANS / "three_pages.pdf").read_bytes())
    with pytest.raises(Refused) as refused:
        read(tmp_path / name)
    assert refused.value.code == "no_text_layer"
    assert "pip install '.[ocr]'" in refused.value.remedy


def pixels(width: int, height: int) -> np.ndarray:
    return np.full((height, width, 3), 255, np.uint8)


def drawn_grid() -> np.ndarray:
    """Three rows and two columns, with a block of ink as a word in each cell."""
    page = pixels(600, 400)
    for y in (50, 90, 130, 170):
        page[y : y + 2, 50:551] = 0
    for x in (50, 300, 550):
        page[50:171, x : x + 2] = 0
    for y in (60, 100, 140):
        for x in (70, 330):
            for stroke in range(0, 80, 10):
                page[y : y + 20, x + stroke : x + stroke + 3] = 0
    return page


@needs_recognition
@pytest.mark.parametrize("degrees", [-1.0, -0.3, 0.0, 0.5, 2.0])
def test_skew_is_found_and_undone(degrees: float) -> None:
    import cv2

    from pipelines.readers.scan.pictures import Picture
    from pipelines.readers.scan.straight import straightened

    turn = cv2.getRotationMatrix2D((300, 200), -degrees, 1)
    page = cv2.warpAffine(drawn_grid(), turn, (600, 400), borderValue=(255, 255, 255))
    assert straightened(Picture(page, 1.0)).degrees == pytest.approx(degrees, abs=0.1)


@needs_recognition
def test_lines_of_a_table_are_told_from_strokes_of_words() -> None:
    from pipelines.readers.scan.ruling import ruling
    from pipelines.readers.scan.straight import ink_of

    lines = ruling(ink_of(drawn_grid()), 20)
    assert sorted(round(line.at) for line in lines.across) == pytest.approx([50, 90, 130, 170], abs=1)
    assert sorted(round(line.at) for line in lines.down) == pytest.approx([50, 300, 550], abs=1)


@needs_recognition
def test_ink_between_the_lines_is_one_piece_a_cell_and_specks_are_none() -> None:
    from pipelines.readers.scan.pieces import pieces
    from pipelines.readers.scan.ruling import ruling
    from pipelines.readers.scan.straight import ink_of

    page = drawn_grid()
    page[110:112, 250:252] = 0
    ink = ink_of(page)
    found = pieces(ink, ruling(ink, 20), 20)
    assert [(piece.x0, piece.top) for piece in found] == [
        (pytest.approx(x, abs=2), pytest.approx(y, abs=2)) for y in (60, 100, 140) for x in (70, 330)
    ]


@needs_recognition
def test_picture_larger_than_any_page_is_refused() -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    with pytest.raises(Refused, match="12000"):
        scans.read_scan(out.getvalue(), "bomb.png")


@needs_recognition
def test_a_picture_of_nothing_is_refused() -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(out, "PNG")
    with pytest.raises(Refused, match="nothing can be read"):
        scans.read_scan(out.getvalue(), "blank.png")


def row(number: int, amount: str, part: str | None) -> TypedRow:
    values = {
        "function_code": str(200 + number),
        "amount": Decimal(amount),
        "basic_expenditure": part and Decimal(part),
    }
    ink = [CellSource(field, str(value), value) for field, value in values.items() if isinstance(value, Decimal)]
    return TypedRow(number, None, values, tuple(ink))


def ref(number: int, field: str = "amount") -> CellRef:
    return CellRef("t", None, number, field)


def equality(subject: CellRef, *terms: CellRef, outcome: str = "pass") -> CheckResult:
    held = CheckResult("T", "pass", "error", "t", (subject,), terms, equality=True)
    return replace(held, outcome=outcome)


SUM = equality(ref(1), ref(2), ref(3))
PARTS = equality(ref(1, "basic_expenditure"), ref(2, "basic_expenditure"), ref(3, "basic_expenditure"))
COPIES = [equality(ref(n), ref(n, "basic_expenditure")) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([SUM, PARTS, *COPIES], "verified"),
        ([SUM, *COPIES], "unchecked"),
        (
            [equality(ref(1), ref(2)), equality(ref(1, "basic_expenditure"), ref(2, "basic_expenditure")), *COPIES],
            "unchecked",
        ),
        ([replace(SUM, outcome="rounding"), replace(PARTS, outcome="rounding"), *COPIES], "unchecked"),
    ],
    ids=["sums_hold", "a_column_without_a_sum", "copies_alone", "within_rounding"],
)
def test_recognised_figures_need_sums_that_hold_exactly(results: list[CheckResult], verdict: str) -> None:
    tables = {"t": TypedTable("t", (row(1, "5", "5"), row(2, "3", "3"), row(3, "2", "2")))}
    issue = Issue(CODE, "", "", "warning")
    assert verdicts(tables, results, [issue])[("t", None, 1)] == verdict


def test_recognised_blank_in_a_column_with_figures_needs_an_equality() -> None:
    tables = {"t": TypedTable("t", (row(1, "5", "5"), row(2, "3", "5"), row(3, "2", None)))}
    issue = Issue(CODE, "", "", "warning")
    loose = verdicts(tables, [SUM, *COPIES[:2]], [issue])
    held = verdicts(tables, [SUM, PARTS, *COPIES[:2]], [issue])
    assert (loose[("t", None, 3)], held[("t", None, 3)]) == ("unchecked", "verified")


def test_everything_but_recognition_works_without_its_packages() -> None:
    program = (
        "import sys\n"
        "for name in ('cv2', 'onnxruntime', 'PIL', 'rapidocr'):\n"
        "    sys.modules[name] = None\n"
        "import pipelines.cli, pipelines.readers\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
