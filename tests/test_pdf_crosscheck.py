"""An independent parser, pdfplumber, finds the same amounts in the cells of tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest

from pipelines.readers.pdf import read_pdf
from pipelines.values import squeeze
from tests.synthesis import tabbed
from tests.synthesis.editions import EDITIONS
from tests.synthesis.model import fictitious
from tests.synthesis.style import Style

REAL = Path(__file__).resolve().parent.parent.parent / "shared" / "disclosures"
PUBLISHED = [path for path in sorted(REAL.glob("*/**/*.pdf")) if ".scan." not in path.name]
AMOUNT = re.compile(r"-?[0-9][0-9,]*\.[0-9]+")
FEW = 0.001
"""The share of amounts that the two may see differently: they part cells of broken rules differently."""


def _straight(thing: dict[str, object]) -> bool:
    matrix = thing.get("matrix")
    return not isinstance(matrix, tuple) or abs(matrix[1]) < 0.01 * abs(matrix[0])


def _plumbed(path: Path) -> Iterator[str]:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.filter(_straight).dedupe_chars().extract_tables():
                yield from (squeeze(cell) for row in table for cell in row if cell)


def _read(path: Path) -> Iterator[str]:
    for line in read_pdf(path.read_bytes(), path.name).lines:
        yield from (squeeze(cell.text) for cell in line.cells)


def amounts(texts: Iterator[str]) -> Counter[str]:
    return Counter(text for text in texts if AMOUNT.fullmatch(text))


@pytest.mark.parametrize("name", ["pdf", "bold.pdf", "watermarked.pdf"])
def test_another_parser_finds_the_same_amounts_in_our_editions(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(EDITIONS[name](tabbed.render(fictitious(213), Style(seed=213))))
    found = amounts(_read(path))
    assert found.total() > 400
    assert found == amounts(_plumbed(path))


@pytest.mark.slow
@pytest.mark.skipif(not PUBLISHED, reason="the published PDFs are not at hand")
def test_another_parser_finds_the_same_amounts_in_published_tables() -> None:
    ours, theirs = Counter[str](), Counter[str]()
    for path in PUBLISHED:
        ours += amounts(_read(path))
        theirs += amounts(_plumbed(path))
    assert ours.total() > 1_000
    assert (theirs - ours).total() <= FEW * theirs.total()
