"""Columns by position and by arithmetic: what is settled is right, what cannot be settled stays open."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.grid.spacing import Habits, placed, placements
from pipelines.model import RawCell, RawRow, RawTable, Spacing
from pipelines.settle import SettledRow, settle
from pipelines.values import amount_cell
from pipelines.vocabulary import Vocabulary

KEPT = Habits(keeps_blanks=True, keeps_tail=True)
CENTS = st.integers(0, 99_999).map(lambda c: Decimal(c).scaleb(-2))


@st.composite
def printed_rows(draw: st.DrawFn) -> tuple[tuple[int, ...], int, Spacing]:
    """The columns of a row's figures, the width of its table, and the spaces that a dump leaves of its blanks."""
    width = draw(st.integers(1, 7))
    columns = tuple(sorted(draw(st.sets(st.integers(0, width - 1), min_size=1))))
    scale = draw(st.sampled_from([1, 2]))
    starts_line = draw(st.booleans())
    between = tuple(1 + scale * (b - a - 1) for a, b in itertools.pairwise(columns))
    behind = width - 1 - columns[-1]
    lead = scale * columns[0] + (0 if starts_line else 1)
    return columns, width, Spacing(lead, starts_line, between, 1 + scale * behind if behind else 0)


@given(printed_rows())
def test_the_true_columns_are_among_those_that_the_spaces_allow(row: tuple[tuple[int, ...], int, Spacing]) -> None:
    columns, width, spacing = row
    allowed, _ = placements(len(columns), width, spacing, KEPT)
    assert columns in allowed


@given(printed_rows())
def test_spaces_of_one_size_leave_one_reading(row: tuple[tuple[int, ...], int, Spacing]) -> None:
    columns, width, spacing = row
    if spacing.starts_line:
        return
    allowed, _ = placements(len(columns), width, spacing, KEPT)
    assert allowed == (columns,)


def _row(code: str, name: str, figures: dict[int, Decimal], certain: bool) -> RawRow:
    cells = tuple(amount_cell(f"{figures[column]:.2f}", 1) for column in sorted(figures))
    every = placements(len(cells), 3, Spacing(1, False, (1,) * (len(cells) - 1), 0), Habits(False, False))[0]
    return RawRow(
        0, (RawCell(code, code), RawCell(name, name)), cells, (tuple(sorted(figures)),) if certain else every, 1
    )


@st.composite
def tables(draw: st.DrawFn) -> list[tuple[str, dict[int, Decimal]]]:
    """Codes with their figures: amount, basic, project; parents are the sums of their children, blanks are blank."""
    leaves = draw(st.lists(st.tuples(CENTS, CENTS).filter(any), min_size=1, max_size=6))
    codes = [f"20101{n:02d}" for n in range(1, len(leaves) + 1)]
    sums = (sum(b for b, _ in leaves), sum(p for _, p in leaves))

    def figures(basic: Decimal | int, project: Decimal | int) -> dict[int, Decimal]:
        found = {0: Decimal(basic + project), 1: Decimal(basic), 2: Decimal(project)}
        return {column: value for column, value in found.items() if value}

    above = [(code, figures(*sums)) for code in ("合计", "201", "20101")]
    return above + [(code, figures(*leaf)) for code, leaf in zip(codes, leaves, strict=True)]


def _settled(rows: list[tuple[str, dict[int, Decimal]]], words: Vocabulary, certain: bool) -> list[SettledRow]:
    table = words.tables["expenditure_summary"]
    raw = tuple(_row(code, "名称", figures, certain) for code, figures in rows)
    return settle(RawTable(table.resource, raw, ((tuple(table.panels[0].amounts),),)), table, words)


@given(rows=tables())
def test_arithmetic_settles_rightly_or_leaves_open(
    rows: list[tuple[str, dict[int, Decimal]]], words: Vocabulary
) -> None:
    order = tuple(words.tables["expenditure_summary"].panels[0].amounts)
    for (_, figures), settled in zip(rows, _settled(rows, words, certain=False), strict=True):
        truth = {order[column]: index for index, column in enumerate(sorted(figures))}
        assert {field: truth.get(field) for field in settled.reading} == settled.reading
        assert len(settled.reading) + len(settled.open_cells) == len(figures)


@given(rows=tables())
def test_position_is_never_overruled(rows: list[tuple[str, dict[int, Decimal]]], words: Vocabulary) -> None:
    order = tuple(words.tables["expenditure_summary"].panels[0].amounts)
    for (_, figures), settled in zip(rows, _settled(rows, words, certain=True), strict=True):
        assert settled.reading == {order[column]: index for index, column in enumerate(sorted(figures))}


def test_a_slipped_header_loses_to_arithmetic(words: Vocabulary) -> None:
    table = words.tables["revenue_summary"]
    standard = tuple(table.panels[0].amounts)
    slipped = (*standard[:5], "carryover", "unit_funds")
    row = RawRow(
        0,
        (RawCell("合计", "合计"), RawCell("", "")),
        tuple(amount_cell(t) for t in ("9.00", "9.00", "2.00")),
        ((0, 1, 6),),
    )
    (settled,) = settle(RawTable(table.resource, (row,), ((slipped, standard),)), table, words)
    assert settled.reading == {"amount": 0, "general_public_budget": 1, "carryover": 2}


@pytest.mark.parametrize("doubles", [True, False])
def test_stripped_line_ends_are_read_singly_unless_the_document_doubles_blanks(
    doubles: bool, words: Vocabulary
) -> None:
    """`9.00 7.00    2.00`: four spaces are three blanks, or one and a half painted twice; `   ` two blanks, or one."""
    table = words.tables["revenue_summary"]
    keys = (RawCell("201", "201"), RawCell("一般公共服务支出", "一般公共服务支出"))
    open_row = RawRow(
        0, keys, tuple(amount_cell(t) for t in ("9.00", "2.00")), (), 1, spacing=Spacing(1, False, (3,), 0)
    )
    total = tuple(amount_cell(t) for t in ("9.00", "2.00"))
    bold = RawRow(0, keys, total, (), 1, spacing=Spacing(1, False, (11,), 0))
    rows = (open_row, bold) if doubles else (open_row,)
    raw = RawTable(table.resource, rows, ((tuple(table.panels[0].amounts),),))
    found = placed({table.resource: (raw, table)}, Habits(keeps_blanks=True, keeps_tail=False))[table.resource].rows[0]
    assert found.placements == ((0, 3), (0, 2))
    assert found.preferred is not doubles
