"""The rules over the forms of several provinces: silent where they cannot know, never wrong about a sound table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from pipelines.model import Issue
from pipelines.vocabulary import vocabulary
from tests.little import Little, little
from tests.little_forms import FORMS, jiangsu_2021
from tests.little_jiangsu import jiangsu
from tests.little_shanghai import shanghai
from tests.test_checks_narrative import TOLD_KINDS


def reasons(made: Little, rule_id: str) -> set[str | None]:
    return {result.reason for result in made.results(rule_id)}


def failed(made: Little) -> set[str]:
    return {result.rule_id for result in made.check() if result.outcome == "fail"}


def with_row(made: Little, resource: str, key: str, at: int | None = None, **row: Any) -> Little:
    rows = list(made.tables[resource].items())
    rows.insert(len(rows) if at is None else at, (key, row))
    made.tables[resource] = dict(rows)
    return made


def test_the_forms_together_try_every_rule_about_figures() -> None:
    structure = {"Q-08", "T7-01", "T8-01", "T9-01"}  # they speak of what a sound disclosure does not have
    results = [r for make in FORMS.values() for with_funds in (True, False) for r in make(with_funds).check()]
    of_tables = {rule.id for rule in vocabulary().rules if rule.kind not in TOLD_KINDS}
    assert {r.rule_id for r in results if r.outcome == "pass"} >= of_tables - structure


@pytest.mark.parametrize(
    ("made", "rule_id"),
    [
        (little(), "T1-09"),
        (little(), "X-45"),
        (shanghai(), "T2-03"),
        (shanghai(), "T5-04"),
        (shanghai(), "X-02"),
        (shanghai(), "X-09"),
        (shanghai(), "X-12"),
        (shanghai(), "X-52"),
        (jiangsu(), "T1-09"),
        (jiangsu(), "T6-03"),
        (jiangsu(), "X-05"),
        (jiangsu(), "X-11"),
        (jiangsu(), "X-32"),
        (jiangsu(), "X-40"),
    ],
)
def test_rule_about_columns_that_the_form_lacks_says_so(made: Little, rule_id: str) -> None:
    assert reasons(made, rule_id) == {"columns_not_in_form"}


def test_expenditure_by_class_without_the_split_is_no_fault() -> None:
    made = shanghai()
    left = frozenset({(0, "item"), (0, "amount"), (1, "item"), (1, "amount")})
    made.describe("budget_summary", columns=left)
    for row in made.tables["budget_summary"].values():
        for field in ("personnel_expenses", "operating_expenses", "project_expenditure"):
            row.pop(field, None)
    assert not failed(made)
    assert reasons(made, "T1-09") == {"columns_not_in_form"}
    assert reasons(made, "X-44") == {"columns_not_in_form"}
    assert set(made.all_verdicts().values()) == {"verified"}


def test_line_that_the_form_does_not_know_may_be_what_a_sum_lacks() -> None:
    made = (
        shanghai().put("budget_summary", "其他收入", "amount", None).put("budget_summary", "事业收入", "amount", None)
    )
    assert "T1-10" in failed(made)
    with_row(made, "budget_summary", "捐赠", 6, side="revenue", item="捐赠收入", item_kind=None, amount="7000.00")
    assert "T1-10" not in failed(made)
    assert reasons(made, "T1-10") == {"line_unknown"}


def test_line_that_the_form_does_not_know_may_be_money_that_a_condition_rules_out() -> None:
    made = shanghai(False)
    assert reasons(made, "X-46") == {None}
    with_row(made, "budget_summary", "捐赠", 6, side="revenue", item="捐赠收入", item_kind=None, amount="7000.00")
    assert reasons(made, "X-46") == {"line_unknown"}


@pytest.mark.parametrize("made", [shanghai(), jiangsu()], ids=["shanghai", "jiangsu"])
def test_appropriation_without_its_three_budgets_is_no_fault(made: Little) -> None:
    for line in ("一般公共预算", "政府性基金预算", "国有资本经营预算"):
        made.tables["budget_summary"].pop(line, None)
    assert not failed(made) - {"X-16", "X-18"}
    assert "not_broken_down" in reasons(made, "T1-10") | reasons(made, "T1-01")


def test_table_of_a_form_that_may_hold_carry_over_is_set_against_revenue_only_without_it() -> None:
    made = jiangsu()
    assert reasons(made, "X-10") == {"condition_not_met"}
    assert {r.outcome for r in jiangsu(False).results("X-10")} == {"pass"}
    assert {r.outcome for r in little().results("X-10")} == {"pass"}


def test_own_money_of_the_unit_and_its_kinds_may_be_the_same_money() -> None:
    made = jiangsu_2021().put("budget_summary", "其他收入", "amount", "2.00")
    assert {r.outcome for r in made.results("T1-01")} == {"pass"}
    with_row(made, "budget_summary", "单位", 1, side="revenue", item="单位资金", item_kind="source", amount="2.00")
    made.identity = replace(made.identity, template="national")
    made.describe("budget_summary", form="national")
    assert reasons(made, "T1-01") == {"lines_overlap"}


def test_row_that_does_not_add_up_beside_a_column_not_read_proves_nothing() -> None:
    made = shanghai().put("revenue_summary", "2010350", "business_revenue", None)
    assert "T2-04" in failed(made)
    made.issues.append(Issue("unknown_column", "有栏目未读取", "a column was not read", "error", "revenue_summary"))
    assert "T2-04" not in failed(made)


def test_funds_left_for_the_next_year_are_part_of_total_expenditure_by_function() -> None:
    made = jiangsu()
    assert reasons(made, "X-04") == {"condition_not_met"}
    assert {r.outcome for r in made.results("X-52")} == {"pass"}
    assert {r.outcome for r in jiangsu(False).results("X-04")} == {"pass"}


def test_basic_and_project_expenditure_of_one_item_are_usual_elsewhere() -> None:
    made = shanghai().put("expenditure_summary", "2010301", "project_expenditure", "10.00")
    assert reasons(made, "Q-05") == {"not_its_practice"}


@pytest.mark.parametrize(("agency", "outcome"), [("20.01", "fail"), ("20.00", "pass")])
def test_ten_thousand_yuan_against_yuan_is_held_to_the_coarser_print(agency: str, outcome: str) -> None:
    made = shanghai().put("agency_operating_expenses", "total", "amount", agency)
    assert {r.outcome for r in made.results("X-40")} == {outcome}


@pytest.mark.parametrize(("operating", "outcome"), [("199950.00", "rounding"), ("199949.00", "fail")])
def test_half_of_the_last_place_in_ten_thousand_yuan_is_fifty_yuan(operating: str, outcome: str) -> None:
    made = shanghai().put("basic_expenditure", "合计", "operating_expenses", operating)
    assert {r.outcome for r in made.results("X-40")} == {outcome}


@pytest.mark.parametrize(("general", "outcome"), [("890049.00", "rounding"), ("890051.00", "fail")])
def test_figure_in_yuan_printed_again_in_ten_thousand_yuan_is_rounded(general: str, outcome: str) -> None:
    made = shanghai().describe("general_budget_expenditure", unit_factor=10000)
    for row in made.tables["general_budget_expenditure"].values():
        row |= {f: f"{Decimal(row[f]) / 10000:.2f}" for f in ("amount", "basic_expenditure") if row.get(f)}
    made.put("budget_summary", "财政拨款收入", "amount", None).put("budget_summary", "一般公共预算", "amount", general)
    assert {r.outcome for r in made.results("X-10")} == {outcome}


def test_unit_of_the_ninth_table_is_that_of_its_form() -> None:
    assert {r.outcome for r in shanghai().results("Q-11")} == {"pass"}
    made = shanghai().describe("three_public_expenses", printed_unit="千元", unit_factor=1000)
    assert {r.outcome for r in made.results("Q-11")} == {"fail"}


def test_heading_of_purchases_without_a_subtotal_is_no_fault() -> None:
    made = jiangsu().put("government_procurement", "货物A", "amount", None)
    results = made.results("T16-01")
    assert "total_not_printed" in {r.reason for r in results}
    assert {r.subject[0].row_number for r in results if r.outcome == "fail"} == {1}


def test_purchase_with_its_category_on_its_own_row_is_none_of_the_project_above() -> None:
    made = jiangsu()
    rows = made.tables["government_procurement"]
    for key in ("服务C", "会议经费"):
        del rows[key]
    assert not failed(made)
    assert set(made.all_verdicts().values()) == {"verified"}


def test_empty_table_is_not_judged_by_columns_that_the_form_lacks() -> None:
    made = jiangsu().take_away("basic_expenditure", "declared_empty")
    [result] = [r for r in made.results("Q-12") if r.resource == "basic_expenditure"]
    assert result.reason == "columns_not_in_form"


def test_table_said_to_be_empty_has_no_money_among_the_sources_of_a_form_without_totals_of_the_year() -> None:
    made = shanghai().take_away("revenue_summary", "declared_empty")
    assert {r.resource for r in made.results("Q-12") if r.outcome == "fail"} == {"revenue_summary"}


def test_unit_money_silences_the_rules_that_leave_it_out() -> None:
    made = little().put("budget_summary", "单位资金", "amount", "5.00")
    for rule_id in ("X-14", "X-15", "X-16b"):
        assert {result.reason for result in made.results(rule_id)} == {"condition_not_met"}


def test_own_carryover_silences_the_rules_that_leave_it_out() -> None:
    made = little().put("appropriation_summary", "上年财政拨款结转", "amount", "3.00")
    assert {result.reason for result in made.results("X-15")} == {"condition_not_met"}


def test_part_with_a_negative_figure_may_exceed_the_whole() -> None:
    made = little()
    made.put("expenditure_summary", "2010102", "project_expenditure", "-9.99")
    found = {result.reason for result in made.results("X-22") if result.outcome != "pass"}
    assert "negative_figure" in found
    assert "fail" not in {result.outcome for result in made.results("X-22")}
