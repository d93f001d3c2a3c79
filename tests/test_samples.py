"""The PDF editions in `samples/`: what the typesetter makes, read without a wrong cell, every figure in its box."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from pipelines.extract import extract
from pipelines.model import TypedRow
from pipelines.vocabulary import Vocabulary
from tests.synthesis.printed import FICTITIOUS, REAL, fictitious, printed
from tests.synthesis.score import compare

SAMPLES = Path(__file__).parents[1] / "samples"


def figures(row: TypedRow) -> dict[str, object]:
    return {name: value for name, value in row.values.items() if value is not None}


def test_samples_are_what_the_typesetter_makes() -> None:
    assert {path.name: path.read_bytes() for path in SAMPLES.iterdir()} == printed()


def test_real_disclosure_in_print_has_the_rows_of_its_text(words: Vocabulary) -> None:
    text, print_ = extract(REAL, words), extract(SAMPLES / "shanxi-2026.pdf", words)
    assert print_.identity == text.identity
    assert print_.verdicts == text.verdicts
    for resource, table in text.tables.items():
        assert [figures(row) for row in print_.tables[resource].rows] == [figures(row) for row in table.rows]


@pytest.mark.parametrize("form", FICTITIOUS)
def test_fictitious_disclosure_is_read_without_a_wrong_cell(form: str, words: Vocabulary) -> None:
    found = extract(SAMPLES / f"{form}-fictitious.pdf", words)
    score = compare(fictitious(form).gold(), found, 1)
    assert not score.mismatches
    assert found.identity.template == form
    assert "conflict" not in found.verdicts.values()


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.pdf")))
def test_text_inside_every_box_is_the_printed_figure(name: str, words: Vocabulary) -> None:
    found = extract(SAMPLES / name, words)
    document = pypdfium2.PdfDocument(SAMPLES / name)
    resources = found.tables | found.parts
    cells = [cell for table in resources.values() for row in table.rows for cell in row.cells]
    assert any(row.cells for row in resources["stated_figures"].rows) or name != "shanxi-2026.pdf"
    assert cells
    for cell in cells:
        assert cell.page is not None
        assert cell.box is not None
        page = document[cell.page - 1]
        x0, top, x1, bottom = cell.box
        height = page.get_height()
        inside = page.get_textpage().get_text_bounded(x0 - 1, height - bottom - 1, x1 + 1, height - top + 1)
        assert cell.printed in "".join(inside.split())
