"""The benchmark of planted errors: what it changes, and that the rules notice all of it in a sound disclosure."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.planting import KINDS, Figure, changes, figures, trials
from pipelines.extract import extract
from pipelines.model import CellRef
from pipelines.vocabulary import vocabulary
from tests.builders import WATER, disclosure, disclosure_text

CELL = CellRef("expenditure_summary", None, 1, "amount")
OTHER = CellRef("expenditure_summary", None, 2, "amount")


def _figure(value: str, bound: str | None = "100") -> Figure:
    limit = Decimal(bound) if bound else None
    return Figure(CELL, Decimal(value), "verified", limit, OTHER, frozenset())


@pytest.mark.parametrize("value", ["98700.00", "0.00", "9999.99", "-300.00", "1000000.00"])
def test_a_change_of_a_digit_is_more_than_rounding_forgives(value: str) -> None:
    made = dict(changes(_figure(value), {CELL: Decimal(value), OTHER: Decimal(5)}))
    assert abs((made["digit"][CELL] or 0) - Decimal(value)) > 100


def test_changes_within_the_bound_are_not_planted() -> None:
    made = dict(changes(_figure("0.00"), {CELL: Decimal(0), OTHER: Decimal(5)}))
    assert made.keys() == {"digit"}


def test_swap_exchanges_both_figures() -> None:
    made = dict(changes(_figure("500.00"), {CELL: Decimal(500), OTHER: Decimal(7)}))
    assert made["swap"] == {CELL: Decimal(7), OTHER: Decimal(500)}
    assert made.keys() == set(KINDS)


def test_every_change_of_a_sound_disclosure_is_noticed_and_figures_in_no_identity_are_not_tried(
    tmp_path: Path,
) -> None:
    source = tmp_path / "1.txt"
    source.write_text(disclosure_text(WATER), "utf-8")
    words = vocabulary()
    found = extract(source, words)
    sound, lonely = figures(found, words), figures(disclosure(words), words)
    made = list(trials(found, words))
    assert {trial.figure.cell for trial in made} == {figure.cell for figure in sound}
    assert {trial.kind for trial in made} == set(KINDS)
    assert [trial for trial in made if not trial.rules] == []
    assert [figure for figure in lonely if figure.bound is not None] == []
    assert list(trials(disclosure(words), words)) == []
