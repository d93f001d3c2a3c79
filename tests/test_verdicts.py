"""What a row is called: a wrong figure is never verified, and a right one is not blamed for its neighbour."""

from __future__ import annotations

from itertools import permutations

import pytest

from pipelines.model import Issue, Severity
from pipelines.vocabulary import vocabulary
from tests.little import Little, little

PROJECTS = "projects_current_year"


@pytest.mark.parametrize("with_funds", [True, False])
def test_every_row_of_a_sound_disclosure_is_verified(with_funds: bool) -> None:
    assert set(little(with_funds).all_verdicts().values()) == {"verified"}


def test_slip_in_one_figure_is_a_conflict_and_its_sisters_stay_verified() -> None:
    made = little().put("general_budget_expenditure", "2080505", "amount", "9.00")
    found = made.all_verdicts()
    assert found[made.row_key("general_budget_expenditure", "2080505")] == "conflict"
    assert found[made.row_key("general_budget_expenditure", "2080501")] == "verified"
    assert found[made.row_key("expenditure_summary", "2080505")] == "verified"


def test_every_single_slip_of_an_amount_is_noticed() -> None:
    sound = little()
    for resource, rows in sound.tables.items():
        for key, row in rows.items():
            for field in vocabulary().tables[resource].amount_fields:
                if row.get(field) is not None:
                    made = little().put(resource, key, field, "777.00")
                    assert made.verdict(resource, key) in ("conflict", "unchecked"), (resource, key, field)


@pytest.mark.parametrize("resource", [t.resource for t in vocabulary().tables_of(None)])
def test_a_figure_in_a_neighbours_column_is_never_verified(resource: str) -> None:
    fields = vocabulary().tables[resource].amount_fields
    for key, row in little().tables[resource].items():
        for here, there in permutations(fields, 2):
            if row.get(here) is not None and row.get(there) is None:
                made = little().put(resource, key, there, row[here]).put(resource, key, here, None)
                assert made.verdict(resource, key) not in ("verified", "rounding"), (key, here, there)


def swapped(made: Little, resource: str, here: str, there: str) -> Little:
    for row in made.tables[resource].values():
        row[here], row[there] = row.get(there), row.get(here)
    return made


@pytest.mark.parametrize(
    ("resource", "here", "there"),
    [
        ("revenue_summary", "general_public_budget", "unit_funds"),
        ("revenue_summary", "unit_funds", "carryover"),
        ("expenditure_summary", "basic_expenditure", "project_expenditure"),
        ("general_budget_expenditure", "basic_expenditure", "project_expenditure"),
        ("government_fund_expenditure", "basic_expenditure", "project_expenditure"),
        (PROJECTS, "general_public_budget", "government_fund_budget"),
        (PROJECTS, "general_public_budget", "special_account_funds"),
        ("projects_carryover", "general_public_budget", "state_capital_budget"),
        ("agency_operating_expenses", "general_public_budget", "government_fund_budget"),
        ("three_public_expenses", "general_public_budget", "state_capital_budget"),
    ],
)
def test_whole_column_under_a_wrong_heading_is_never_verified(resource: str, here: str, there: str) -> None:
    made = swapped(little(), resource, here, there)
    found = made.all_verdicts()
    for key, row in made.tables[resource].items():
        if row[here] != row[there]:
            assert found[made.row_key(resource, key)] not in ("verified", "rounding"), key


@pytest.mark.parametrize("resource", ["appropriation_summary", "basic_expenditure", PROJECTS, "state_capital_budget"])
def test_whole_table_in_a_wrong_unit_is_never_verified(resource: str) -> None:
    made = little().describe(resource, unit_factor=1)
    found = made.all_verdicts()
    for key, row in made.tables[resource].items():
        if row.get("amount"):
            assert found[made.row_key(resource, key)] != "verified", key


def test_rounding_is_told_apart_from_exact_agreement() -> None:
    made = little().put("three_public_expenses", "vehicle_purchase", "amount", "3.01")
    assert made.verdict("three_public_expenses", "vehicle_purchase") == "rounding"
    assert made.verdict("three_public_expenses", "overseas_travel") == "verified"


def test_a_bound_confirms_no_figure() -> None:
    made = little()
    del made.tables["agency_operating_expenses"]["人大办"], made.tables["agency_operating_expenses"]["信息中心"]
    total = made.tables["agency_operating_expenses"]["部门合计"]
    total |= {"government_fund_budget": None, "state_capital_budget": None, "amount": "18.00"}
    assert {r.outcome for r in made.results("X-12")} == {"pass"}
    assert made.verdict("agency_operating_expenses", "部门合计") == "unchecked"


def test_blank_line_beside_a_wrong_sum_is_not_blamed_but_no_longer_verified() -> None:
    made = little().put("budget_summary", "本年支出合计", "amount", "120.00")
    assert made.verdict("budget_summary", "本年支出合计") == "conflict"
    assert made.verdict("budget_summary", "202") == "unchecked"


def test_warning_changes_no_verdict() -> None:
    made = little().put("revenue_summary", "2010101", "function_name", "机关服务")
    assert {r.outcome for r in made.results("Q-04")} >= {"fail"}
    assert set(made.all_verdicts().values()) == {"verified"}


def test_ink_that_is_no_amount_leaves_its_row_unchecked() -> None:
    made = little().put("projects_carryover", "project:修缮", "government_fund_budget", "#REF!")
    assert made.verdict("projects_carryover", "project:修缮") == "unchecked"
    assert made.verdict("projects_carryover", "project:会议费") == "verified"


@pytest.mark.parametrize(
    ("severity", "field", "verdict"),
    [
        ("error", None, "unchecked"),
        ("error", "name", "unchecked"),
        ("warning", "amount", "unchecked"),
        ("warning", "name", "verified"),
    ],
)
def test_issue_on_a_row_or_its_figure_keeps_it_unchecked(severity: Severity, field: str | None, verdict: str) -> None:
    made = little()
    resource, side, number = made.row_key(PROJECTS, "project:会议费")
    made.issues.append(Issue("doubt", "存疑", "in doubt", severity, resource, side, number, field))
    assert made.verdict(PROJECTS, "project:会议费") == verdict


def test_error_that_names_a_whole_table_leaves_all_its_rows_unchecked() -> None:
    made = little()
    made.issues.append(Issue("stray_figures", "存疑", "in doubt", "error", "general_budget_expenditure"))
    found = made.all_verdicts()
    assert {v for (resource, _, _), v in found.items() if resource == "general_budget_expenditure"} == {"unchecked"}
    assert found[made.row_key("expenditure_summary", "2080505")] == "verified"


def test_table_told_by_its_label_alone_is_verified_only_where_another_table_bears_it_out() -> None:
    made = little()
    made.issues.append(Issue("title_damaged", "存疑", "in doubt", "warning", "agency_operating_expenses"))
    made.issues.append(Issue("title_damaged", "存疑", "in doubt", "warning", "expenditure_summary"))
    assert made.verdict("expenditure_summary", "2080505") == "verified"
    for resource in [t.resource for t in vocabulary().tables_of(None)]:
        if resource != "agency_operating_expenses":
            made.take_away(resource, "missing")
    assert made.verdict("agency_operating_expenses", "部门合计") == "unchecked"


def test_row_without_a_figure_is_unchecked_where_the_form_does_not_always_print_it() -> None:
    made = little()
    rows = made.tables["expenditure_summary"]
    rows["2210202"] = {**rows["2210201"], "function_code": "2210202", "function_name": "提租补贴"}
    for field in vocabulary().tables["expenditure_summary"].amount_fields:
        made.put("expenditure_summary", "2210202", field, None)
    assert made.verdict("expenditure_summary", "2210202") == "unchecked"
    assert made.verdict("budget_summary", "202") == "verified"


def test_table_said_to_be_empty_blames_no_row_elsewhere() -> None:
    made = little().take_away("appropriation_summary", "declared_empty")
    assert {r.outcome for r in made.results("Q-12")} >= {"fail"}
    assert set(made.all_verdicts().values()) == {"verified"}
