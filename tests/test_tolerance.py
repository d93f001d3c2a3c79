"""Tolerance follows from the print: rounding never fails a sum, more than rounding always does."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.little import little

BUDGETS = ("general_public_budget", "government_fund_budget", "state_capital_budget")
TRUE_VALUES = st.lists(st.integers(0, 10**9), min_size=1, max_size=40)


def rounded(value: int, decimals: int) -> str:
    """A true value in hundredths of a fen of the printed unit, as a clerk rounds it."""
    return str((Decimal(value) / 10000).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


@given(values=TRUE_VALUES, decimals=st.integers(0, 2), factor=st.sampled_from([1, 1000, 10000]))
def test_independently_rounded_true_values_never_fail(values: list[int], decimals: int, factor: int) -> None:
    made = little().describe("projects_carryover", decimals=decimals, unit_factor=factor)
    unit: dict[str, Any] = {
        "row_kind": "unit",
        "name": "人大办",
        "unit_name": "人大办",
        "amount": rounded(sum(values), decimals),
    }
    projects = {
        str(n): {"row_kind": "project", "name": str(n), "amount": rounded(v, decimals)} for n, v in enumerate(values)
    }
    made.tables["projects_carryover"] = {"unit": unit, **projects}
    assert {result.outcome for result in made.results("T13-01")} <= {"pass", "rounding"}


@given(values=st.lists(st.integers(0, 10**9), min_size=3, max_size=3), off=st.integers(4, 1000))
def test_a_row_that_is_off_by_more_than_its_rounding_fails(values: list[int], off: int) -> None:
    total = sum((Decimal(rounded(value, 2)) for value in values), Decimal(off) / 100)
    row = {"row_kind": "project", "name": "项目", "amount": str(total)}
    row |= {name: rounded(value, 2) for name, value in zip(BUDGETS, values, strict=True)}
    made = little()
    made.tables["projects_carryover"] = {"项目": row}
    assert {result.outcome for result in made.results("T13-02")} == {"fail"}
