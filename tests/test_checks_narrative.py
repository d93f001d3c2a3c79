"""What the text states, against tables and in itself: each rule passes, fails, forgives rounding and falls silent."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.checks import KINDS
from pipelines.extract import extract
from pipelines.model import CheckResult, Issue, TypedRow, TypedTable
from pipelines.vocabulary import vocabulary
from tests.little import Little, little
from tests.little_story import FIGURE, STORY, Story
from tests.test_checks_performance import FORMS

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "checks_cases" / "text.yml").read_text(encoding="utf-8")
)
ZEZHOU = (
    Path(__file__).parent.parent
    / "datapackages"
    / ("140525-renmindaibiaodahuichangwuweiyuanhuibangongshi-2024-department-budget")
)
Tell = Callable[[Story], Story]


def written(old: str, new: str) -> Tell:
    return lambda story: story.write(old, new)


def turned(statement: str, measure: str) -> Tell:
    """A story in which one change goes the other way than the text says of its percentage."""

    def tell(story: Story) -> Story:
        row = story.figures(statement, measure)[0]
        row[3] = "decrease" if row[3] == "increase" else "increase"
        return story

    return tell


def silent(story: Story) -> Story:
    return story.without("sections").without("stated").without("forms").without("indicators")


def with_procurement(amount: str) -> Callable[[Little], Little]:
    def edit(made: Little) -> Little:
        made.tables["government_procurement"] = {
            "合计": {"purchase_category": "合计", "row_kind": "total", "level": 0, "amount": amount}
        }
        made.states["government_procurement"] = made.states["basic_expenditure"]
        return made

    return edit


# Rules of words: what makes them fail. They pass on the sound story, fall silent without text and round nothing.
WORDS: dict[str, Tell] = {
    "N-02b": turned("general_expenditure", "change_percent"),
    "N-06c": written("住房公积金等", "离休费、取暖费等"),
    "N-18d": written("与上年相比减少。", "本部门无“三公”经费预算。"),
    "N-20": written("设备购置10.00", "设备购置1.00"),
    "Q-16": written("政府采购", "购买"),
    "Q-17": written("2024年度长治市", "2023年度长治市"),
    "Q-18": written("比2023年", "比2022年"),
    "Q-19": written("截至2023年", "截至2024年"),
    "Q-20": written("2024年度长治市屯留区水利局", "2024年度长治市屯留区文化和旅游局"),
}


def outcomes(results: list[CheckResult]) -> set[str]:
    return {result.outcome for result in results}


def checked(story: Story, rule_id: str, made: Little | None = None) -> list[CheckResult]:
    return story.disclosure(made).results(rule_id)


def changed(rule_id: str, figure: str) -> Story:
    return Story().say(*CASES[rule_id]["figure"], figure, CASES[rule_id].get("every", False))


def test_every_rule_of_the_text_and_of_the_forms_has_its_cases() -> None:
    asked = {rule.id for rule in vocabulary().rules if rule.kind in TOLD_KINDS}
    assert asked == CASES.keys() | WORDS.keys() | FORMS.keys() | {"N-11b"}


TOLD_KINDS = {
    kind
    for kind, run in KINDS.items()
    if run.__module__.startswith(("pipelines.checks.narrative", "pipelines.checks.forms"))
}


def named(spec: Any) -> set[str]:
    """Every statement that a rule names."""
    if isinstance(spec, list):
        return {name for item in spec for name in named(item)}
    if not isinstance(spec, dict):
        return set()
    words = [
        spec.get(key, [])
        for key in ("statement", "money_statement", "statements", "unless_stated", "larger", "smaller", "change")
    ]
    words += [spec.get(key, []) for key in ("parts", "optional", "total")] if "parts" in spec else []
    own = {word for entry in words for word in ([entry] if isinstance(entry, str) else entry) if isinstance(word, str)}
    return own | {name for value in spec.values() for name in named(value)}


def test_rules_name_statements_that_the_text_can_make() -> None:
    known = {row["statement"] for row in vocabulary().statements["statements"]}
    asked = {name for rule in vocabulary().rules if rule.kind.startswith("stated_") for name in named(dict(rule.spec))}
    assert asked - known == set()


def test_sound_story_contradicts_nothing() -> None:
    results = Story().disclosure().check()
    assert [(r.rule_id, r.message_zh) for r in results if r.outcome in ("fail", "rounding")] == []


@pytest.mark.parametrize("rule_id", [*CASES, *WORDS])
def test_sound_story_passes(rule_id: str) -> None:
    story = Story().write("与上年相比减少。", "本部门无机关运行经费预算。") if rule_id == "N-18d" else Story()
    made = little()
    if rule_id == "N-18d":
        made.take_away("agency_operating_expenses", "declared_empty")
    assert "pass" in outcomes(checked(story, rule_id, made))


@pytest.mark.parametrize("rule_id", CASES)
def test_wrong_figure_fails_and_is_quoted(rule_id: str) -> None:
    failed = [r for r in checked(changed(rule_id, CASES[rule_id]["far"]), rule_id) if r.outcome == "fail"]
    assert failed
    assert any("原句“" in result.message_zh and "of the text “" in result.message_en for result in failed)


@pytest.mark.parametrize("rule_id", [rule_id for rule_id, case in CASES.items() if "exact" not in case])
def test_figure_within_its_rounding_is_told_apart(rule_id: str) -> None:
    case = CASES[rule_id]
    made = little().put(*case["table"]) if "table" in case else little()
    found = outcomes(checked(changed(rule_id, case["near"]), rule_id, made))
    assert "rounding" in found
    assert "fail" not in found


@pytest.mark.parametrize("rule_id", CASES)
def test_rule_is_silent_where_the_text_does_not_say(rule_id: str) -> None:
    results = checked(changed(rule_id, CASES[rule_id]["far"]).unsay(*CASES[rule_id]["unsaid"]), rule_id)
    assert outcomes(results) == {"not_applicable"}
    assert all(result.reason and result.message_zh for result in results)


@pytest.mark.parametrize("rule_id", WORDS)
def test_wrong_words_fail(rule_id: str) -> None:
    assert "fail" in outcomes(checked(WORDS[rule_id](Story()), rule_id))


@pytest.mark.parametrize("rule_id", [*CASES, *WORDS])
def test_disclosure_without_text_is_not_judged(rule_id: str) -> None:
    assert outcomes(checked(silent(Story()), rule_id)) == {"not_applicable"}


@pytest.mark.parametrize(
    ("amount", "figure", "outcome"),
    [("10.00", "10.00", "pass"), ("10.02", "10.0", "rounding"), ("10.00", "1.00", "fail")],
)
def test_procurement_of_the_text_is_that_of_its_table(amount: str, figure: str, outcome: str) -> None:
    made = with_procurement(amount)(little())
    assert outcomes(checked(Story().say("procurement_total", "amount", figure), "N-11b", made)) == {outcome}
    assert outcomes(checked(Story(), "N-11b")) == {"not_applicable"}


def only(results: list[CheckResult], outcome: str) -> CheckResult:
    [result] = [result for result in results if result.outcome == outcome]
    return result


def test_trailing_zero_left_out_is_no_difference() -> None:
    assert outcomes(checked(Story().say("expenditure_budget", "amount", "107.5"), "N-03")) == {"pass"}


def test_figure_that_the_text_cuts_instead_of_rounding_is_within_its_rounding() -> None:
    made = little().put("three_public_expenses", "hospitality", "amount", "1.48")
    assert "rounding" in outcomes(checked(Story().say("hospitality", "amount", "1.4"), "N-18", made))
    assert "fail" in outcomes(checked(Story().say("hospitality", "amount", "1.6"), "N-18", made))


def test_stated_zero_is_no_rounded_figure() -> None:
    made = little().put("three_public_expenses", "overseas_travel", "amount", "0.40")
    assert "fail" in outcomes(checked(Story().say("overseas_travel", "amount", "0"), "N-18", made))


def test_reading_with_carry_over_is_named() -> None:
    found = checked(Story().say("managed_projects", "amount", "21.50"), "N-12")
    assert "按本年及结转项目支出的口径" in only(found, "pass").message_zh


def test_basic_expenditure_of_all_funds_is_what_the_projects_leave() -> None:
    found = checked(Story().say("overall_basic", "amount", "84.50"), "N-17")
    assert any("本年收入减本年项目支出" in result.message_zh for result in found if result.outcome == "pass")


def test_figure_that_stands_for_several_rounded_ones_is_allowed_their_rounding() -> None:
    found = outcomes(checked(Story().say("managed_projects", "amount", "21.51"), "N-12"))
    assert found == {"rounding"}


def test_contradiction_says_that_no_other_reading_fits() -> None:
    found = only(checked(Story().say("managed_projects", "amount", "22.50"), "N-12"), "fail")
    assert "按其他口径" in found.message_zh
    assert "表12" in found.message_zh


def test_number_of_projects_may_count_those_of_carry_over() -> None:
    found = checked(Story().say("managed_projects", "count", "5"), "N-13")
    assert "结转" in only(found, "pass").message_zh


def test_empty_appropriation_table_does_not_excuse_a_zero() -> None:
    story = Story().say("appropriation_total", "amount", "0")
    made = little().take_away("appropriation_summary", "declared_empty")
    found = next(r for r in checked(story, "N-04", made) if r.outcome == "fail")
    assert (found.actual, found.expected) == (Decimal(0), Decimal(1035000))


def test_zero_projects_beside_money_name_both_figures() -> None:
    found = only(checked(Story().say("published_specific", "count", "0"), "N-15"), "fail")
    assert {ref.field for ref in found.subject} == {"amount", "value"}


def test_list_that_ends_in_and_so_on_may_be_less_than_its_total() -> None:
    story = Story()
    story.told["stated"] = [r for r in STORY["stated"] if r[6] != "住房保障支出"]
    assert "fail" not in outcomes(checked(story, "N-04d"))
    assert "fail" not in outcomes(checked(story, "N-10b"))


def test_change_without_a_direction_is_not_judged() -> None:
    story = Story()
    for measure in ("change_amount", "change_percent"):
        story.figures("three_public_total", measure)[0][3] = None
    reasons = {result.reason for result in checked(story, "N-02")}
    assert "direction_unknown" in reasons
    assert "fail" not in outcomes(checked(story, "N-02"))


def test_percentage_printed_without_decimals_is_held_to_what_it_says() -> None:
    story = Story().say("source_general_public", "share_percent", "87")
    assert "fail" not in outcomes(checked(story, "N-08"))
    assert "fail" in outcomes(checked(Story().say("source_general_public", "share_percent", "88.0"), "N-08"))


def test_class_that_the_table_does_not_print_is_not_judged() -> None:
    story = Story()
    story.figures("general_function", "amount")[0][6] = "国防支出"
    assert "row_not_printed" in {result.reason for result in checked(story, "N-05b")}


def test_item_of_one_name_in_two_groups_is_told_by_the_group_that_the_text_names() -> None:
    made = little()
    rows = made.tables["general_budget_expenditure"]
    rows |= {
        "20103": {**rows["20101"], "function_code": "20103", "function_name": "政府办公厅（室）及相关机构事务"},
        "2010301": {**rows["2010101"], "function_code": "2010301", "amount": "9.00"},
    }
    assert outcomes(checked(Story(), "N-05c", made)) == {"pass", "not_applicable"}
    story = Story()
    story.figures("appropriation_item", "amount")[0][6] = "行政运行（项）支出"
    made.take_away("expenditure_summary")
    assert outcomes(checked(story, "N-05c", made)) == {"not_applicable"}


def test_item_may_be_named_with_dashes() -> None:
    story = Story()
    story.figures("appropriation_item", "amount")[0][6] = "“一般公共服务支出-人大事务-行政运行”科目"
    assert outcomes(checked(story, "N-05c")) == {"pass", "not_applicable"}


def test_text_without_a_figure_is_no_explanation_that_could_lack_a_section() -> None:
    assert outcomes(checked(WORDS["Q-16"](Story()).without("stated"), "Q-16")) == {"not_applicable"}


def test_section_behind_the_end_of_a_file_that_breaks_off_is_not_missed() -> None:
    made = WORDS["Q-16"](Story()).disclosure()
    made.issues.append(Issue("cut_off", "文件不完整", "the file breaks off", "error", "performance_targets"))
    assert "fail" not in outcomes(made.results("Q-16"))


def test_years_of_reasons_and_comparisons_are_no_years_of_the_budget() -> None:
    story = Story().write("比2023年增加7.50万元", "比2023年预算收入增加，主要原因是2022年预算收入较少")
    assert outcomes(checked(story, "Q-17")) == {"pass"}


@pytest.mark.parametrize("who", ["水利局", "屯留区水利局", "长治市水利局"])
def test_abbreviated_name_is_the_same_body(who: str) -> None:
    story = Story().write("2024年度长治市屯留区水利局", f"2024年度{who}")
    assert "fail" not in outcomes(checked(story, "Q-20"))


def test_changes_of_parts_that_are_not_all_stated_prove_nothing() -> None:
    story = Story()
    story.told["stated"] = [r for r in STORY["stated"] if r[1:3] != ["vehicles", "change_amount"]]
    assert outcomes(checked(story, "N-18c")) == {"not_applicable"}


def test_expenditure_of_the_year_may_be_that_of_all_money_of_the_year() -> None:
    found = checked(Story().say("expenditure_current_year", "amount", "107.50"), "N-01")
    assert any("按本年支出合计的口径" in result.message_zh for result in found if result.outcome == "pass")
    assert "fail" not in outcomes(found)


def test_units_that_a_sentence_counts_by_kind_are_counted_together() -> None:
    story = Story()
    [own] = story.figures("agency_operating_units", "count")
    own[FIGURE] = "1"
    story.told["stated"].insert(story.number("agency_operating_units", "count"), [*own])
    assert outcomes(checked(story, "N-19")) == {"pass"}
    assert "fail" in outcomes(checked(Story().say("agency_operating_units", "count", "1"), "N-19"))


@pytest.mark.parametrize(
    ("counted", "listed", "outcome"),
    [("6", False, "not_applicable"), ("2", False, "pass"), ("1", False, "fail"), ("6", True, "fail")],
)
def test_units_that_only_tables_name_may_be_fewer_than_the_text_counts(
    counted: str, listed: bool, outcome: str
) -> None:
    made = Story().say("overall_units", "count", counted).disclosure()
    names = ("人大办", "信息中心") if listed else ()
    rows = [TypedRow(n, None, {"unit_name": u, "named_in": "narrative_sections"}, ()) for n, u in enumerate(names, 1)]
    made.parts = {**made.parts, "entity_units": TypedTable("entity_units", tuple(rows))}
    about = {r.subject[0].row_number: r.outcome for r in made.results("N-19") if r.subject}
    assert about[Story().number("overall_units", "count")] == outcome


@pytest.mark.parametrize(("last", "outcome"), [("其他公务用车", "fail"), ("执法执勤用车", "pass")])
def test_a_list_of_vehicles_that_ends_with_all_others_leaves_none_out(last: str, outcome: str) -> None:
    story = Story().say("vehicles_held", "count", "3")
    story.figures("vehicles_by_use", "count")[-1][-1] = last
    assert outcomes(checked(story, "N-21")) == {outcome}


def test_a_vehicle_in_other_words_may_be_what_a_list_of_vehicles_lacks() -> None:
    story = Story().say("vehicles_held", "count", "3")
    last = story.figures("vehicles_by_use", "count")[-1]
    last[-1] = "其他公务用车"
    lorries = [last[0], None, "count", None, "1", "辆", "特种专业技术车辆"]
    story.told["stated"].insert(story.told["stated"].index(last), lorries)
    assert outcomes(checked(story, "N-21")) == {"pass"}


@pytest.mark.parametrize(("total", "outcome"), [("1,021.50", "pass"), ("2,021.50", "fail")])
def test_listed_amounts_of_more_than_three_digits(total: str, outcome: str) -> None:
    story = Story().write("项目支出21.50万元", f"项目支出{total}万元").write("设备购置10.00", "设备购置1,010.00")
    assert outcomes(checked(story, "N-20")) == {outcome}


def test_listed_amounts_that_make_their_total_are_verified() -> None:
    (source,) = (ZEZHOU / "raw").iterdir()
    disclosure = extract(source, vocabulary())
    listed = [
        row.row_number
        for row in disclosure.parts["stated_figures"].rows
        if str(row.values["quote"]).startswith("项目支出560.78万元，主要包括")
    ]
    assert len(listed) == 10
    assert {disclosure.verdicts["stated_figures", None, number] for number in listed} <= {"verified", "rounding"}


def test_amounts_beside_listed_items_are_no_part_of_their_names() -> None:
    story = Story().write("住房公积金等", "住房公积金1,006.00万元等")
    assert "fail" not in outcomes(checked(story, "N-06c"))


@pytest.mark.parametrize(("figure", "outcome"), [("60.00", "pass"), ("6.00", "fail")])
def test_items_of_the_general_budget_are_held_against_its_own_table(figure: str, outcome: str) -> None:
    story = Story()
    story.figures("appropriation_item", "amount")[0][1] = "general_item"
    assert outcome in outcomes(checked(story.say("general_item", "amount", figure), "N-05c"))
