"""Units of a project table in which one printed figure is wrong."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipelines.project_sums import ProjectRow, by_most_sums
from pipelines.projects import project_rows

SOUND = ("100.00", "60.00", "20.00", "40.00", "30.00", "25.00", "5.00", "10.00", "7.00", "3.00")
KINDS = ["department", "unit", "project", "project", "unit", "project", "project", "unit", "project", "project"]


def table(amounts: tuple[str, ...]) -> list[ProjectRow]:
    return [ProjectRow(f"第{n}行", 0, {"amount": Decimal(amount)}) for n, amount in enumerate(amounts)]


@pytest.mark.parametrize("place", range(len(SOUND)))
def test_one_wrong_figure_makes_no_unit_a_project(place: int) -> None:
    wrong = (*SOUND[:place], "77.77", *SOUND[place + 1 :])
    assert by_most_sums(table(wrong), "department") == KINDS
    assert [kind for kind, _, _ in project_rows(table(wrong), "department")] == KINDS


def test_a_project_that_is_not_printed_makes_its_unit_no_project() -> None:
    assert by_most_sums(table((*SOUND[:5], *SOUND[6:])), "department") == [*KINDS[:5], *KINDS[6:]]


def test_two_wrong_figures_say_nothing() -> None:
    assert by_most_sums(table(("100.00", "61.00", *SOUND[2:5], "26.00", *SOUND[6:])), "department") == []


def test_too_few_sums_say_nothing() -> None:
    assert by_most_sums(table(("9.00", "8.00", "4.00", "5.00")), "department") == []
    assert by_most_sums(table(("9.00", "0.00", "4.00", "4.00")), "department") == []


def test_long_tables_of_equal_figures_are_left_in_time() -> None:
    assert by_most_sums(table(("1.00",) * 300), "department") == []
