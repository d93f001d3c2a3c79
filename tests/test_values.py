"""Printed strings → amounts: what is plainly an amount is one, everything else is refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.values import (
    amount_cell,
    is_amount,
    parse_amount,
    plain,
    to_yuan,
    undouble,
    without_ordinal,
)

AMOUNTS = st.decimals(min_value=Decimal("-9999999.99"), max_value=Decimal("9999999.99"), places=2)


@pytest.mark.parametrize(
    ("printed", "amount"),
    [
        ("678.10", "678.10"),
        ("1,716.73", "1716.73"),
        ("0", "0"),
        ("0.00", "0.00"),
        ("-3.5", "-3.5"),
        ("12345678", "12345678"),
    ],
)
def test_plain_amount(printed: str, amount: str) -> None:
    assert parse_amount(printed) == Decimal(amount)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "——",
        "-",
        "1.2.3",
        "#REF!",
        "1e5",
        "NaN",
        "1_000",
        "12,34.5",
        "1,2345.00",
        "１２３.00",
        "3.",
        ".5",
        "(3.00)",
        "3%",
        "三",
        "007",
        "00.50",
        "0,123",
    ],
)
def test_no_amount_is_refused(printed: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        parse_amount(printed)


@given(AMOUNTS)
def test_doubled_bold_is_undone_and_recorded(amount: Decimal) -> None:
    cell = amount_cell(f"{amount}{amount}")
    assert (parse_amount(cell.text), cell.repair, cell.printed) == (amount, "doubled_bold", f"{amount}{amount}")


@given(AMOUNTS)
def test_a_figure_printed_once_is_left_alone(amount: Decimal) -> None:
    cell = amount_cell(str(amount))
    assert (cell.text, cell.repair) == (str(amount), None)


@pytest.mark.parametrize("printed", ["1212", "11", "10001000"])
def test_an_integer_that_repeats_itself_is_no_doubled_bold(printed: str) -> None:
    assert amount_cell(printed).text == printed


def test_full_width_digits_are_a_recorded_repair() -> None:
    cell = amount_cell("１２３．４５")
    assert (cell.text, cell.repair) == ("123.45", "full_width_digits")


@given(AMOUNTS, st.sampled_from([1, 1000, 10000]))
def test_yuan_are_exact(amount: Decimal, factor: int) -> None:
    yuan = to_yuan(amount, factor)
    assert yuan == amount * factor
    assert yuan.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("amount", "factor"),
    [("0.123", 1), ("0.0000001", 10000), (f"100.{'0' * 34}1", 10000), ("9" * 16, 1), ("9" * 12, 10000)],
)
def test_what_yuan_cannot_hold_is_refused(amount: str, factor: int) -> None:
    with pytest.raises(ValueError, match=r"finer|large"):
        to_yuan(Decimal(amount), factor)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("合计合计", "合计"),
        ("项 目 项 目", "项目"),
        ("第一部分 概况第一部分 概况", "第一部分概况"),
        ("(市级)", "（市级）"),
        ("谢谢", "谢谢"),
    ],
)
def test_plain_wording(printed: str, text: str) -> None:
    assert plain(printed) == text


@given(st.text(min_size=2, max_size=20))
def test_undoubling_gives_back_what_was_painted_twice(text: str) -> None:
    assert undouble(text + text) == text


@pytest.mark.parametrize(
    ("printed", "item"),
    [
        ("三十、抗疫特别国债安排的支出", "抗疫特别国债安排的支出"),
        ("①公务用车购置费", "公务用车购置费"),
        ("一般公共预算", "一般公共预算"),
        ("（二）其他", "其他"),
    ],
)
def test_ordinals_are_no_part_of_an_item(printed: str, item: str) -> None:
    assert without_ordinal(printed) == item


@given(st.text(alphabet="0123456789.,-", max_size=14))
def test_is_amount_says_what_parse_does(text: str) -> None:
    if is_amount(text):
        parse_amount(text)
    else:
        with pytest.raises(ValueError, match="no amount"):
            parse_amount(text)
