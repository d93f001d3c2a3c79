"""Every rule passes on a sound disclosure, fails on a wrong one, forgives rounding, and says when it cannot judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.model import CheckResult, Issue
from pipelines.vocabulary import vocabulary
from tests.little import Little, little
from tests.little_forms import FORMS, PRINTED
from tests.little_story import Story
from tests.test_checks_narrative import TOLD_KINDS

FIGURES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "checks_cases" / "figures.yml").read_text(encoding="utf-8")
)
Edit = Callable[[Little], Little]


def missing(resource: str) -> Edit:
    return lambda made: made.take_away(resource)


def put(resource: str, key: str, column: str, value: Any) -> Edit:
    return lambda made: made.put(resource, key, column, value)


def without_row(resource: str, *keys: str) -> Edit:
    def edit(made: Little) -> Little:
        for key in keys:
            del made.tables[resource][key]
        return made

    return edit


def blank(resource: str, state: str, keep: bool = True) -> Edit:
    def edit(made: Little) -> Little:
        rows = made.tables[resource]
        amounts = vocabulary().tables[resource].amount_fields
        made.take_away(resource, state)
        made.tables[resource] = {k: {c: v for c, v in row.items() if c not in amounts} for k, row in rows.items()}
        return made if keep else made.take_away(resource, state)

    return edit


def declared(resource: str) -> Edit:
    return blank(resource, "declared_empty", keep=False)


def issue(code: str) -> Edit:
    def edit(made: Little) -> Little:
        made.issues.append(Issue(code, "本表的名称为“水利局”", "this table names 水利局", "warning", "budget_summary"))
        return made

    return edit


def no_tables(made: Little) -> Little:
    for resource in made.tables:
        made.take_away(resource)
    return made


def who(**changes: Any) -> Edit:
    def edit(made: Little) -> Little:
        made.identity = replace(made.identity, **changes)
        return made

    return edit


def holds_vehicles(count: int) -> Edit:
    story = Story().say("vehicles_held", "count", str(count)).unsay("vehicle_operation")
    return lambda made: story.disclosure(made)


def same(made: Little) -> Little:
    return made


# For each rule about structure: what makes it pass, fail, and fall silent. No figure is rounded in these.
STRUCTURE: dict[str, tuple[Edit, Edit, Edit]] = {
    "T6-04a": (same, put("basic_expenditure", "30101", "operating_expenses", "40.00"), missing("basic_expenditure")),
    "T6-04": (same, put("basic_expenditure", "30201", "personnel_expenses", "16.00"), missing("basic_expenditure")),
    "T6-05": (
        same,
        put("basic_expenditure", "30217", "government_economic_code", "50103"),
        missing("basic_expenditure"),
    ),
    "T7-01": (declared("government_fund_revenue"), blank("government_fund_revenue", "present"), same),
    "T8-01": (declared("government_fund_expenditure"), blank("government_fund_expenditure", "present"), same),
    "T9-01": (declared("state_capital_budget"), blank("state_capital_budget", "present"), same),
    "X-17": (
        same,
        without_row("revenue_summary", "2010102"),
        missing("revenue_summary"),
    ),
    "X-21": (same, put("budget_summary", "202", "amount", "1.00"), missing("expenditure_summary")),
    "Q-01": (same, missing("three_public_expenses"), who(template=None)),
    "Q-02": (same, lambda made: made.describe("revenue_summary", year=2023), who(fiscal_year=None)),
    "Q-03": (same, without_row("expenditure_summary", "20805"), missing("expenditure_summary")),
    "Q-04": (same, put("revenue_summary", "2010101", "function_name", "机关服务"), missing("revenue_summary")),
    "Q-05": (
        put("general_budget_expenditure", "2080505", "project_expenditure", "1.00"),
        put("general_budget_expenditure", "2010101", "project_expenditure", "1.00"),
        missing("general_budget_expenditure"),
    ),
    "Q-06": (same, put("agency_operating_expenses", "信息中心", "unit_name", "人大办"), missing("projects_carryover")),
    "Q-07": (same, issue("entity_differs"), no_tables),
    "Q-08": (
        holds_vehicles(2),
        lambda made: holds_vehicles(2)(made).take_away("three_public_expenses", "declared_empty"),
        same,
    ),
    "Q-09": (same, issue("template_residue"), no_tables),
    "Q-10": (same, issue("review_watermark"), no_tables),
    "Q-11": (same, lambda made: made.describe("revenue_summary", unit_factor=1), no_tables),
    "Q-14": (same, lambda made: who(template=None)(made).take_away("three_public_expenses"), no_tables),
    "Q-15": (
        same,
        put("general_budget_expenditure", "201", "is_leaf", True),
        missing("general_budget_expenditure"),
    ),
    "Q-12": (lambda _: little(False), declared("appropriation_summary"), same),
    "Q-13": (
        declared("projects_carryover"),
        lambda made: made.describe("projects_carryover", state="declared_empty"),
        same,
    ),
}


def test_vehicles_whose_running_cost_is_said_to_be_zero_may_be_run_by_another_body() -> None:
    made = Story().say("vehicle_operation", "amount", "0").disclosure()
    made.take_away("three_public_expenses", "declared_empty")
    assert {result.reason for result in made.results("Q-08")} == {"said_to_be_zero"}


def outcomes(made: Little, rule_id: str) -> set[str]:
    return {result.outcome for result in made.results(rule_id)}


def sound(rule_id: str) -> Little:
    """A disclosure of the form that the rule is tried on."""
    case = FIGURES[rule_id]
    return FORMS[case.get("form", "shanxi")](not case.get("general"))


def changed(rule_id: str, figure: str) -> Little:
    case = FIGURES[rule_id]
    resource, key, column = case["cell"]
    return sound(rule_id).put(resource, key, column, figure)


def test_every_rule_has_its_cases() -> None:
    of_tables = {rule.id for rule in vocabulary().rules if rule.kind not in TOLD_KINDS}
    assert of_tables == FIGURES.keys() | STRUCTURE.keys()


@pytest.mark.parametrize("with_funds", [True, False])
@pytest.mark.parametrize("form", PRINTED)
def test_sound_disclosure_fails_nothing_and_skips_nothing(form: str, with_funds: bool) -> None:
    results = PRINTED[form](with_funds).check()
    assert not [result for result in results if result.outcome in ("fail", "rounding")]
    assert {result.rule_id for result in results} == {rule.id for rule in vocabulary().rules}
    assert all(result.reason and result.message_zh for result in results if result.outcome == "not_applicable")


@pytest.mark.parametrize("rule_id", FIGURES)
def test_sound_figures_pass(rule_id: str) -> None:
    assert outcomes(sound(rule_id), rule_id) <= {"pass", "not_applicable"}
    assert "pass" in outcomes(sound(rule_id), rule_id)


@pytest.mark.parametrize("rule_id", FIGURES)
def test_wrong_figure_fails(rule_id: str) -> None:
    failed = [
        result for result in changed(rule_id, FIGURES[rule_id]["far"]).results(rule_id) if result.outcome == "fail"
    ]
    assert failed
    for result in failed:
        assert result.difference is not None
        assert result.actual is not None
        assert result.expected is not None
        assert result.difference == result.actual - result.expected
        assert "万元" in result.message_zh
        assert "yuan" in result.message_en
        assert result.resource == result.subject[0].resource


@pytest.mark.parametrize("rule_id", FIGURES)
def test_one_unit_of_the_last_place_is_rounding_but_a_copy_has_none(rule_id: str) -> None:
    found = outcomes(changed(rule_id, FIGURES[rule_id]["near"]), rule_id)
    expected = "fail" if FIGURES[rule_id].get("copy") else "rounding"
    assert expected in found
    assert not found & ({"fail", "rounding"} - {expected})


@pytest.mark.parametrize("rule_id", FIGURES)
def test_figures_of_a_missing_table_are_not_judged(rule_id: str) -> None:
    made = changed(rule_id, FIGURES[rule_id]["far"]).take_away(FIGURES[rule_id]["absent"])
    reasons = {(result.outcome, result.reason) for result in made.results(rule_id)}
    assert ("not_applicable", "table_missing") in reasons


@pytest.mark.parametrize("rule_id", STRUCTURE)
def test_structure(rule_id: str) -> None:
    good, bad, silent = STRUCTURE[rule_id]
    assert "pass" in outcomes(good(little()), rule_id)
    assert "fail" not in outcomes(good(little()), rule_id)
    failed = [result for result in bad(little()).results(rule_id) if result.outcome == "fail"]
    assert failed
    assert not [result.message_zh for result in failed if "table" in result.message_zh]
    assert "not_applicable" in outcomes(silent(little()), rule_id)
    assert "fail" not in outcomes(silent(little()), rule_id)


def only(results: list[CheckResult], outcome: str) -> CheckResult:
    [result] = [result for result in results if result.outcome == outcome]
    return result


@pytest.mark.parametrize(("carried", "outcome"), [(None, "fail"), ("1.00", "pass")])
def test_what_is_paid_from_a_fund_may_be_paid_from_its_carry_over(carried: str | None, outcome: str) -> None:
    made = little().put("three_public_expenses", "total", "government_fund_budget", "6.50")
    made.put("appropriation_summary", "结转:政府性基金预算", "amount", carried)
    (first, *_) = made.results("X-24")
    assert first.outcome == outcome


def test_message_names_table_row_and_both_figures() -> None:
    result = only(little().put("expenditure_summary", "合计", "amount", "107.60").results("X-04"), "fail")
    assert "表3 预算支出总表 “合计”合计 1,076,000.00 元（107.60 万元）" in result.message_zh
    assert "预算收支总表 支出“本年支出合计”预算数 1,075,000.00 元（107.50 万元）" in result.message_zh


def test_endless_name_is_shortened_in_the_message() -> None:
    made = little().put("projects_carryover", "project:修缮", "name", "<b>" + "修" * 5000)
    assert (
        len(only(made.put("projects_carryover", "project:修缮", "amount", "9.00").results("T13-02"), "fail").message_zh)
        < 300
    )


def test_figure_that_is_no_amount_excuses_its_sum() -> None:
    made = little().put("revenue_summary", "2080501", "amount", "#REF!")
    assert {r.reason for r in made.results("T2-02") if r.outcome != "pass"} == {"figure_unreadable"}


def test_table_cut_off_proves_no_mismatch_but_its_agreement_counts() -> None:
    made = without_row("general_budget_expenditure", "221", "22102", "2210201")(little())
    assert "fail" in outcomes(made, "T5-01")
    made.describe("general_budget_expenditure", cut_off=True)
    assert {r.reason for r in made.results("T5-01") if r.outcome != "pass"} == {"cut_off"}
    assert "pass" in outcomes(made, "T5-02")


def test_unknown_unit_gives_no_tolerance() -> None:
    made = (
        little()
        .put("projects_carryover", "project:修缮", "amount", "0.51")
        .describe("projects_carryover", decimals=None)
    )
    assert "unit_unknown" in {result.reason for result in made.results("T13-02")}


def test_copy_printed_in_two_units_is_allowed_its_rounding() -> None:
    made = little().describe("basic_expenditure", unit_factor=1)
    for row in made.tables["basic_expenditure"].values():
        row |= {c: f"{Decimal(v) * 10000:.2f}" for c, v in row.items() if c in ("amount", "personnel_expenses") and v}
    made.put("basic_expenditure", "合计", "amount", "830012.00")
    assert outcomes(made, "X-11") == {"rounding"}
    assert outcomes(made.put("basic_expenditure", "合计", "amount", "830051.00"), "X-11") == {"fail"}


def test_projects_declared_empty_count_as_none() -> None:
    assert only(declared("projects_carryover")(little()).results("X-14"), "fail").difference == Decimal(-25000)


def test_zero_is_printed_and_blank_is_nothing() -> None:
    made = little().put("budget_summary", "财政专户管理资金", "amount", "0.00")
    reasons = [result.reason for result in made.results("X-03")]
    assert reasons == [None, None, None, None, "nothing_printed"]


def test_single_unit_without_a_department_row_is_compared_by_its_unit() -> None:
    made = without_row("projects_current_year", "department:人大办", "unit:信息中心", "project:系统运维")(little(False))
    made.put("projects_current_year", "unit:人大办", "general_public_budget", "10.00")
    assert "pass" in outcomes(made, "X-13")


def test_results_follow_the_rules_and_repeat_themselves() -> None:
    results = little().check()
    order = [rule.id for rule in vocabulary().rules]
    assert [order.index(result.rule_id) for result in results] == sorted(order.index(r.rule_id) for r in results)
    assert results == little().check()
