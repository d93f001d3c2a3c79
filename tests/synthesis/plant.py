"""Faults planted in a sound disclosure, each with what a reader of it must notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Literal

from tests.synthesis.model import Fictitious
from tests.synthesis.wording import RESOURCES

Notice = Literal["row_not_verified", "amount_refused", "table_missing", "table_doubted", "cut_off"]
UNREADABLE = ("1.2.3", "#REF!", "——", "#VALUE!", "12,34.5O", "待定")
CODED = ("revenue_summary", "expenditure_summary", "general_budget_expenditure", "basic_expenditure")


@dataclass(frozen=True)
class Planted:
    """A disclosure with one fault. `row` counts from 0 in the gold of `resource`; `cut` is the share of the
    bytes that are left of the file."""

    fault: str
    notice: Notice
    fictitious: Fictitious
    resource: str | None = None
    row: int | None = None
    field: str | None = None
    cut: float | None = None


def _amounts(fictitious: Fictitious, resource: str) -> list[tuple[int, str, Decimal]]:
    rows = fictitious.tables[resource].rows
    return [(i, f, v) for i, row in enumerate(rows) for f, v in row.items() if isinstance(v, Decimal) and v > 1]


def _change(fictitious: Fictitious, resource: str, row: int, field: str, value: Decimal) -> Fictitious:
    rows = list(fictitious.tables[resource].rows)
    rows[row] = {**rows[row], field: value}
    return fictitious.with_table(resource, rows=tuple(rows))


def wrong_total(fictitious: Fictitious, rng: Random) -> Planted:
    """The total of a table of codes is not the sum of its rows."""
    resource = rng.choice(CODED)
    total = fictitious.tables[resource].rows[0]["amount"] or Decimal(0)
    changed = _change(fictitious, resource, 0, "amount", total + rng.randint(2, 900))
    return Planted("wrong_total", "row_not_verified", changed, resource, 0, "amount")


def digit_changed(fictitious: Fictitious, rng: Random) -> Planted:
    """One digit before the point of one amount differs."""
    resource = rng.choice([r for r in CODED if _amounts(fictitious, r)])
    row, field, value = rng.choice(_amounts(fictitious, resource))
    text = f"{value:.2f}"
    place = rng.randrange(len(text) - 3)
    digit = rng.choice([d for d in "123456789" if d != text[place]])
    changed = Decimal(text[:place] + digit + text[place + 1 :])
    other = _change(fictitious, resource, row, field, changed)
    return Planted("digit_changed", "row_not_verified", other, resource, row, field)


def cross_table(fictitious: Fictitious, rng: Random) -> Planted:
    """Table 11 adds up in itself and yet exceeds the operating expenses of table 6, of which it is a part."""
    rows = list(fictitious.tables["agency_operating_expenses"].rows)
    whole = fictitious.tables["basic_expenditure"].rows[0]["operating_expenses"] or Decimal(0)
    shift = whole + rng.randint(3, 99)
    fields = ("amount", "general_public_budget")
    last = len(rows) - 1
    for index in {0, last}:
        rows[index] = {**rows[index], **{f: (rows[index][f] or Decimal(0)) + shift for f in fields}}
    changed = fictitious.with_table("agency_operating_expenses", rows=tuple(rows), declared_empty=False, missing=False)
    return Planted("cross_table", "row_not_verified", changed, "agency_operating_expenses", 0, "amount")


def empty_beside_money(fictitious: Fictitious, _: Random) -> Planted:
    """Table 4 says that it has no data although table 1 has appropriations."""
    table = fictitious.tables["appropriation_summary"]
    rows = tuple({k: None if isinstance(v, Decimal) else v for k, v in row.items()} for row in table.rows)
    changed = fictitious.with_table("appropriation_summary", rows=rows, declared_empty=True)
    return Planted("empty_beside_money", "table_doubted", changed, "appropriation_summary")


def missing_table(fictitious: Fictitious, rng: Random) -> Planted:
    resource = rng.choice(RESOURCES[1:])
    return Planted("missing_table", "table_missing", fictitious.with_table(resource, missing=True), resource)


def unit_label(fictitious: Fictitious, rng: Random) -> Planted:
    """One table claims another unit of money than its figures have."""
    resource = rng.choice(CODED)
    other = rng.choice([u for u in ("元", "千元", "万元", "亿元") if u != fictitious.money_unit])
    return Planted("unit_label", "table_doubted", fictitious.with_table(resource, unit=other), resource)


def title_year(fictitious: Fictitious, rng: Random) -> Planted:
    """The title of one table names another year."""
    resource = rng.choice([r for r in RESOURCES if not fictitious.tables[r].missing])
    year = fictitious.year + rng.choice((-1, 1, -10))
    title = fictitious.tables[resource].title.replace(str(fictitious.year), str(year), 1)
    return Planted("title_year", "table_doubted", fictitious.with_table(resource, title=title), resource)


def unreadable(fictitious: Fictitious, rng: Random) -> Planted:
    """An amount is no amount."""
    resource = rng.choice([r for r in (*CODED, "projects_current_year") if _amounts(fictitious, r)])
    row, field, _ = rng.choice(_amounts(fictitious, resource))
    changed = fictitious.with_table(resource, overrides={(row, field): rng.choice(UNREADABLE)})
    return Planted("unreadable", "amount_refused", changed, resource, row, field)


def cut_off(fictitious: Fictitious, rng: Random) -> Planted:
    """The file ends at a random byte."""
    return replace(Planted("cut_off", "cut_off", fictitious), cut=rng.uniform(0.15, 0.95))


FAULTS: Mapping[str, Callable[[Fictitious, Random], Planted]] = {
    "wrong_total": wrong_total,
    "digit_changed": digit_changed,
    "cross_table": cross_table,
    "empty_beside_money": empty_beside_money,
    "missing_table": missing_table,
    "unit_label": unit_label,
    "title_year": title_year,
    "unreadable": unreadable,
    "cut_off": cut_off,
}


def plant(fictitious: Fictitious, fault: str, seed: int) -> Planted:
    """The disclosure with the named fault at a place drawn from `seed`."""
    return FAULTS[fault](fictitious, Random(f"plant {fault} {seed}"))
