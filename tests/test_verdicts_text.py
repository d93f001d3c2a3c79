"""Verdicts on what the text and the forms say, and what these do to the rows of the tables."""

from __future__ import annotations

import pytest

from tests.little import little
from tests.little_story import Story

TOTAL = ("expenditure_summary", None, 1)


def verdict(story: Story, statement: str, measure: str = "amount") -> str:
    return story.disclosure().all_verdicts()["stated_figures", None, story.number(statement, measure)]


def test_figure_that_the_table_prints_too_is_verified() -> None:
    assert verdict(Story(), "expenditure_budget") == "verified"


def test_contradiction_in_the_text_is_a_conflict_of_the_text_alone() -> None:
    story = Story().say("expenditure_budget", "amount", "170.50")
    found = story.disclosure().all_verdicts()
    assert verdict(story, "expenditure_budget") == "conflict"
    assert {v for (resource, _, _), v in found.items() if resource in little().tables} == {"verified"}


@pytest.mark.parametrize("statement", ["three_public_total", "agency_operating", "managed_projects"])
def test_table_that_only_its_own_sums_confirm_stays_verified(statement: str) -> None:
    story = Story().say(statement, "amount", "91.23")
    found = story.disclosure().all_verdicts()
    assert verdict(story, statement) == "conflict"
    assert "conflict" not in {v for (resource, _, _), v in found.items() if resource in little().tables}


def test_percentage_is_verified_by_its_amounts_and_verifies_none_of_them() -> None:
    story = Story().unsay("expenditure_total", "function_change")
    assert verdict(story, "revenue_total", "change_percent") == "verified"
    assert verdict(story, "revenue_total", "change_amount") == "unchecked"


def test_wrong_percentage_is_a_conflict_and_its_amounts_stay_verified() -> None:
    story = Story().say("source_general_public", "share_percent", "68.51")
    assert verdict(story, "source_general_public", "share_percent") == "conflict"
    assert verdict(story, "source_general_public") == "verified"
    assert verdict(story, "revenue_budget") == "verified"


def test_figure_rounded_in_the_text_leaves_its_table_verified() -> None:
    story = Story().say("appropriation_expenditure", "amount", "108")
    found = story.disclosure().all_verdicts()
    assert verdict(story, "appropriation_expenditure") == "rounding"
    assert "rounding" not in {v for (resource, _, _), v in found.items() if resource in little().tables}


def test_number_of_projects_beside_the_rows_of_the_table_is_verified() -> None:
    assert verdict(Story(), "managed_projects", "count") == "verified"


def test_zero_projects_with_money_are_a_conflict() -> None:
    assert verdict(Story().say("published_specific", "count", "0"), "published_specific", "count") == "conflict"


def test_form_is_verified_where_both_halves_and_the_project_agree() -> None:
    found = Story().disclosure().all_verdicts()
    assert found["performance_targets", None, 1] == "verified"


def test_form_with_money_for_several_years_is_verified_in_no_other_print() -> None:
    found = Story().disclosure().all_verdicts()
    assert found["performance_targets", None, 2] == "unchecked"


def test_form_that_its_project_contradicts_is_a_conflict_and_the_project_is_not() -> None:
    story = Story().fill(0, 2, "50000").fill(0, 3, "50000").fill(0, 4, "50000").fill(0, 5, "50000")
    made = story.disclosure()
    found = made.all_verdicts()
    assert found["performance_targets", None, 1] == "conflict"
    assert found[made.row_key("projects_current_year", "project:会议费")] == "verified"
