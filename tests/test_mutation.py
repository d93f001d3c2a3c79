"""The benchmark of planted errors: what it changes, and that the rules notice all of it in a sound disclosure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from benchmarks.mutation import KINDS, Figure, changes, figures, trials
from pipelines.model import CellRef
from pipelines.vocabulary import vocabulary
from tests.builders import disclosure

CELL = CellRef("expenditure_summary", None, 1, "amount")
OTHER = CellRef("expenditure_summary", None, 2, "amount")


def _figure(value: str, bound: str | None = "100") -> Figure:
    limit = Decimal(bound) if bound else None
    return Figure(CELL, Decimal(value), Decimal("0.01"), "verified", limit, OTHER, frozenset())


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


def test_a_figure_in_no_identity_has_no_bound_and_is_not_tried() -> None:
    words = vocabulary()
    made = disclosure(words)
    alone = {figure.cell for figure in figures(made, words) if figure.bound is None}
    assert alone
    assert alone.isdisjoint(trial.figure.cell for trial in trials(made, words))
