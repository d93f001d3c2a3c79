"""Performance forms against the project tables, the text and themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest

from pipelines.model import CheckResult, Issue, TypedTable
from tests.little import Little, little
from tests.little_story import Story

Tell = Callable[[Story], Story]


class Case(NamedTuple):
    """What makes a rule fail, and what is within rounding or why there is no rounding."""

    wrong: Tell
    near: Tell | str


def filled(form: int, at: int, text: str) -> Tell:
    return lambda story: story.fill(form, at, text)


def unreadable_year(story: Story) -> Story:
    return story


def indicator(comparator: str, value: str) -> Tell:
    def tell(story: Story) -> Story:
        story.told["indicators"][0][1:3] = [comparator, value]
        return story

    return tell


def lost(story: Story) -> Story:
    """A story in which one project has no form."""
    del story.told["forms"][0]
    return story


def twice(story: Story) -> Story:
    story.told["forms"].append(list(story.told["forms"][0]))
    return story


PROJECT, UNIT, PERIOD_TOTAL, PERIOD_LOCAL, YEAR_TOTAL, YEAR_LOCAL = range(6)
FORMS: dict[str, Case] = {
    "P-02": Case(filled(0, YEAR_TOTAL, "400000"), filled(0, YEAR_TOTAL, "40040")),
    "P-02b": Case(filled(0, PROJECT, "宣传费"), "names are not rounded"),
    "P-02c": Case(lost, "forms are not rounded"),
    "P-03": Case(lambda story: story.say("published_projects", "amount", "91.00"), filled(0, YEAR_TOTAL, "40040")),
    "P-04": Case(filled(0, YEAR_LOCAL, "50000"), filled(0, YEAR_LOCAL, "40001")),
    "P-05": Case(filled(0, YEAR_LOCAL, "30000"), filled(0, YEAR_LOCAL, "39999")),
    "P-06": Case(twice, "forms are not rounded"),
    "P-07": Case(filled(0, UNIT, "文化和旅游局"), "names are not rounded"),
    "P-08": Case(unreadable_year, "years are not rounded"),
    "P-09": Case(indicator("≥", "950"), "a rate above all is no rounding"),
}


def outcomes(results: list[CheckResult]) -> set[str]:
    return {result.outcome for result in results}


def disclosure(tell: Tell = lambda story: story) -> Little:
    return tell(Story()).disclosure()


def late() -> Little:
    """Forms that were filled in years after the budget."""
    made = Story().disclosure()
    made.identity = made.identity.__class__(**{**vars(made.identity), "fiscal_year": 2021})
    return made


@pytest.mark.parametrize("rule_id", FORMS)
def test_sound_forms_pass(rule_id: str) -> None:
    found = outcomes(disclosure().results(rule_id))
    assert "pass" in found
    assert "fail" not in found


@pytest.mark.parametrize("rule_id", FORMS)
def test_wrong_form_fails_and_is_named(rule_id: str) -> None:
    made = late() if rule_id == "P-08" else disclosure(FORMS[rule_id].wrong)
    failed = [result for result in made.results(rule_id) if result.outcome == "fail"]
    assert failed
    assert all(result.message_zh and result.message_en for result in failed)


@pytest.mark.parametrize("rule_id", [rule_id for rule_id, case in FORMS.items() if not isinstance(case.near, str)])
def test_form_within_its_rounding_is_told_apart(rule_id: str) -> None:
    near = FORMS[rule_id].near
    assert not isinstance(near, str)
    found = outcomes(disclosure(near).results(rule_id))
    assert "rounding" in found
    assert "fail" not in found


@pytest.mark.parametrize("rule_id", FORMS)
def test_disclosure_without_forms_is_not_judged(rule_id: str) -> None:
    story = Story().without("forms").without("indicators")
    assert outcomes(story.disclosure().results(rule_id)) == {"not_applicable"}


def test_form_of_a_project_from_carry_over_is_held_against_that_table() -> None:
    story = Story().fill(0, PROJECT, "修缮").fill(0, YEAR_TOTAL, "5000").fill(0, YEAR_LOCAL, "5000")
    [first, *_] = story.disclosure().results("P-02")
    assert (first.outcome, "结转" in first.message_zh) == ("pass", True)


def test_form_may_hold_the_project_and_its_carry_over() -> None:
    story = Story().fill(0, YEAR_TOTAL, "60000")
    assert outcomes(story.disclosure().results("P-02")) == {"pass"}


def test_money_of_the_year_alone_is_less_than_that_of_the_period() -> None:
    assert outcomes(Story().disclosure().results("P-04")) == {"pass"}


@pytest.mark.parametrize(("code", "found"), [(None, "fail"), ("form_amount_unreadable", "pass")])
def test_a_blank_total_beside_money_is_none_unless_something_of_the_form_was_not_read(
    code: str | None, found: str
) -> None:
    made = Story().disclosure()
    form = made.parts["performance_targets"].rows[0]
    values, cells = {**form.values, "annual_total": None}, [c for c in form.cells if c.field != "annual_total"]
    rest = made.parts["performance_targets"].rows[1:]
    blank = replace(form, values=values, cells=tuple(cells))
    made.parts = {**made.parts, "performance_targets": TypedTable("performance_targets", (blank, *rest))}
    if code:
        made.issues.append(Issue(code, "读不出", "not read", "error", "performance_targets", row_number=1))
    assert found in outcomes(made.results("P-05"))
    assert ("fail" in outcomes(made.results("P-05"))) is (found == "fail")


def test_forms_that_could_not_be_read_are_not_missed() -> None:
    made = lost(Story()).disclosure()
    made.issues.append(Issue("form_cut_off", "表不完整", "the form is cut off", "error", "performance_targets"))
    assert outcomes(made.results("P-01")) == {"not_applicable"}
    assert outcomes(made.results("P-03")) == {"not_applicable"}
    assert outcomes(made.results("P-02c")) == {"not_applicable"}


def test_missing_form_names_its_project() -> None:
    [result] = [r for r in lost(Story()).disclosure().results("P-02c") if r.outcome == "fail"]
    assert "会议费" in result.message_zh


def test_rate_that_is_to_stay_below_its_figure_is_noticed() -> None:
    made = indicator("≤", "95")(Story()).disclosure()
    assert "fail" in outcomes(made.results("P-09"))


def test_a_name_that_may_be_torn_is_not_missed_among_the_projects() -> None:
    made = Story().fill(0, PROJECT, "宣传").disclosure()
    assert "fail" in outcomes(made.results("P-02b"))
    issue = Issue("form_row_not_read", "有行未读", "a row was not read", "error", "performance_targets", row_number=1)
    made.issues.append(issue)
    assert outcomes(made.results("P-02b")) == {"pass"}


def test_forms_without_project_tables_are_not_judged() -> None:
    made = Story().disclosure(little().take_away("projects_current_year").take_away("projects_carryover"))
    assert outcomes(made.results("P-02")) == {"not_applicable"}
    assert outcomes(made.results("P-02b")) == {"not_applicable"}
