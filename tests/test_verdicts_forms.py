"""A wrong figure is never verified, whatever the form: the little disclosures of Shanghai and Jiangsu."""

from __future__ import annotations

from itertools import permutations

import pytest

from pipelines.model import Issue
from pipelines.vocabulary import vocabulary
from tests.little import Little, Row
from tests.little_forms import FORMS
from tests.little_jiangsu import jiangsu
from tests.little_shanghai import shanghai

NEW = ("shanghai", "jiangsu")
TABLES = [(form, resource) for form in NEW for resource in FORMS[form](True).tables]
GOOD = ("verified", "rounding")


def printed_fields(made: Little, resource: str, row: Row) -> list[str]:
    """The amount columns that the form prints on the side of a row."""
    layout = vocabulary().layout(resource, made.identity.template)
    return [field for panel in layout.panels if panel.side == row.get("side") for field in panel.amounts]


@pytest.mark.parametrize("form", NEW)
def test_every_row_with_a_figure_of_a_sound_disclosure_is_verified(form: str) -> None:
    for with_funds in (True, False):
        made = FORMS[form](with_funds)
        found = made.all_verdicts()
        for resource, rows in made.tables.items():
            for key, row in rows.items():
                if row.get("amount") is not None:
                    assert found[made.row_key(resource, key)] == "verified", (resource, key)


@pytest.mark.parametrize(("form", "resource"), TABLES)
def test_one_digit_changed_in_one_table_is_noticed(form: str, resource: str) -> None:
    for key, row in FORMS[form](True).tables[resource].items():
        for field in vocabulary().tables[resource].amount_fields:
            figure = row.get(field)
            if figure is not None:
                first = str(int(figure[0]) % 9 + 1)
                made = FORMS[form](True).put(resource, key, field, first + figure[1:])
                assert made.verdict(resource, key) in ("conflict", "unchecked"), (key, field)


@pytest.mark.parametrize(("form", "resource"), TABLES)
def test_figure_in_the_column_beside_is_never_verified(form: str, resource: str) -> None:
    for key, row in FORMS[form](True).tables[resource].items():
        for here, there in permutations(printed_fields(FORMS[form](True), resource, row), 2):
            if row.get(here) is not None and row.get(there) is None:
                made = FORMS[form](True).put(resource, key, there, row[here]).put(resource, key, here, None)
                assert made.verdict(resource, key) not in GOOD, (key, here, there)


@pytest.mark.parametrize(
    ("made", "resource", "first", "second"),
    [
        (jiangsu(), "budget_summary", "财政专户管理资金", "其他资金"),
        (jiangsu(), "budget_summary", "基本支出", "项目支出"),
        (jiangsu(), "revenue_summary", "财政专户管理资金小计", "其他资金小计"),
        (jiangsu(), "appropriation_summary", "项目支出", "单位预留机动经费"),
        (jiangsu(), "appropriation_expenditure", "2010101", "2010102"),
        (shanghai(), "budget_summary", "事业收入", "事业单位经营收入"),
        (shanghai(), "budget_summary", "201", "208"),
        (shanghai(), "general_budget_expenditure", "2010301", "2010302"),
    ],
)
def test_figures_of_two_rows_exchanged_in_one_of_two_tables_are_not_both_verified(
    made: Little, resource: str, first: str, second: str
) -> None:
    rows = made.tables[resource]
    rows[first]["amount"], rows[second]["amount"] = rows[second]["amount"], rows[first]["amount"]
    assert {made.verdict(resource, first), made.verdict(resource, second)} - set(GOOD)


@pytest.mark.parametrize(
    ("made", "resource", "here", "there"),
    [
        (shanghai(), "budget_summary", "personnel_expenses", "operating_expenses"),
        (shanghai(), "budget_summary", "operating_expenses", "project_expenditure"),
        (shanghai(), "revenue_summary", "business_revenue", "operating_revenue"),
        (shanghai(), "expenditure_summary", "basic_expenditure", "project_expenditure"),
        (shanghai(), "basic_expenditure", "personnel_expenses", "operating_expenses"),
        (shanghai(), "government_fund_expenditure", "basic_expenditure", "project_expenditure"),
        (jiangsu(), "expenditure_summary", "project_expenditure", "reserve_expenditure"),
        (jiangsu(), "expenditure_summary", "reserve_expenditure", "carryover_out"),
    ],
)
def test_two_columns_under_each_others_headings_are_never_verified(
    made: Little, resource: str, here: str, there: str
) -> None:
    for row in made.tables[resource].values():
        if here in row or there in row:
            row[here], row[there] = row.get(there), row.get(here)
    found = made.all_verdicts()
    for key, row in made.tables[resource].items():
        if row.get(here) != row.get(there):
            assert found[made.row_key(resource, key)] not in GOOD, key


@pytest.mark.parametrize(
    ("made", "resource"),
    [
        (shanghai(), "general_budget_expenditure"),
        (shanghai(), "basic_expenditure"),
        (shanghai(), "agency_operating_expenses"),
        (jiangsu(), "appropriation_summary"),
        (jiangsu(), "appropriation_expenditure"),
        (jiangsu(), "agency_operating_expenses"),
    ],
)
def test_table_in_a_wrong_unit_is_never_verified(made: Little, resource: str) -> None:
    factor = made.states[resource].unit_factor or 1
    made.describe(resource, unit_factor=factor * 10)
    found = made.all_verdicts()
    for key, row in made.tables[resource].items():
        if row.get("amount"):
            assert found[made.row_key(resource, key)] != "verified", key


def test_operating_expenses_below_their_bound_are_not_confirmed_by_it() -> None:
    made = shanghai().put("agency_operating_expenses", "total", "amount", "18.00")
    assert {r.outcome for r in made.results("X-40")} == {"pass"}
    assert made.verdict("agency_operating_expenses", "total") == "unchecked"


def test_column_that_was_not_read_leaves_the_whole_table_unchecked() -> None:
    made = shanghai()
    made.issues.append(Issue("unknown_column", "有栏目未读取", "a column was not read", "error", "revenue_summary"))
    found = made.all_verdicts()
    assert {found[made.row_key("revenue_summary", key)] for key in made.tables["revenue_summary"]} == {"unchecked"}


def test_details_left_blank_are_not_taken_for_confirmed() -> None:
    made = jiangsu().put("revenue_summary", "公共财政拨款（补助）资金", "amount", None)
    made.put("revenue_summary", "专项收入", "amount", None)
    assert not [r for r in made.check() if r.outcome == "fail"]
    assert made.verdict("revenue_summary", "一般公共预算资金小计") == "verified"
    assert made.verdict("revenue_summary", "专项收入") == "unchecked"
