"""What a planted fault is, and how one cell of a table is changed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Literal

from tests.synthesis.model import Fictitious

Notice = Literal[
    "row_not_verified", "amount_refused", "table_missing", "table_doubted", "cut_off",
    "stated_doubted", "section_doubted", "row_of_part",
]  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A disclosure with one fault. `row` counts from 0 in the gold of `resource`; `cut` is the share of the
    bytes that are left of the file; `section` and `statement` name the place in the narrative, `words` what is wrong
    there, `value` the wrong figure."""

    fault: str
    notice: Notice
    fictitious: Fictitious
    resource: str | None = None
    row: int | None = None
    field: str | None = None
    cut: float | None = None
    section: str | None = None
    statement: str | None = None
    words: str | None = None
    value: Decimal | None = None


def amounts_of(fictitious: Fictitious, resource: str) -> list[tuple[int, str, Decimal]]:
    """Row, field and value of every amount above 1 of a table."""
    rows = fictitious.tables[resource].rows
    return [(i, f, v) for i, row in enumerate(rows) for f, v in row.items() if isinstance(v, Decimal) and v > 1]


def with_cell(fictitious: Fictitious, resource: str, row: int, field: str, value: Decimal) -> Fictitious:
    """The same disclosure with one amount of a table printed otherwise."""
    rows = list(fictitious.tables[resource].rows)
    rows[row] = {**rows[row], field: value}
    return fictitious.with_table(resource, rows=tuple(rows))


def digit_of(value: Decimal, rng: Random) -> Decimal:
    """The amount with one digit before the point changed."""
    text = f"{value:.2f}"
    place = rng.randrange(len(text) - 3)
    digit = rng.choice([d for d in "123456789" if d != text[place]])
    return Decimal(text[:place] + digit + text[place + 1 :])
