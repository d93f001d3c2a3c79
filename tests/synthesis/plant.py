"""Faults planted in a sound disclosure, each with what a reader of it must notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.synthesis.contradictions import CONTRADICTIONS
from tests.synthesis.model import Fictitious
from tests.synthesis.planted import Planted, amounts_of, digit_of, with_cell
from tests.synthesis.wording import RESOURCES

UNREADABLE = ("1.2.3", "#REF!", "——", "#VALUE!", "12,34.5O", "待定")
CODED = ("revenue_summary", "expenditure_summary", "general_budget_expenditure", "basic_expenditure")


def wrong_total(fictitious: Fictitious, rng: Random) -> Planted:
    """The total of a table of codes is not the sum of its rows."""
    resource = rng.choice(CODED)
    total = fictitious.tables[resource].rows[0]["amount"] or Decimal(0)
    changed = with_cell(fictitious, resource, 0, "amount", total + rng.randint(2, 900))
    return Planted("wrong_total", "row_not_verified", changed, resource, 0, "amount")


def digit_changed(fictitious: Fictitious, rng: Random) -> Planted:
    """One digit before the point of one amount differs."""
    resource = rng.choice([r for r in CODED if amounts_of(fictitious, r)])
    row, field, value = rng.choice(amounts_of(fictitious, resource))
    other = with_cell(fictitious, resource, row, field, digit_of(value, rng))
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
    resource = rng.choice([r for r in (*CODED, "projects_current_year") if amounts_of(fictitious, r)])
    row, field, _ = rng.choice(amounts_of(fictitious, resource))
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


EVERY = (*FAULTS, *CONTRADICTIONS)


def plant(fictitious: Fictitious, fault: str, seed: int) -> Planted | None:
    """The disclosure with the named fault at a place drawn from `seed`; None where it has no such place."""
    rng = Random(f"plant {fault} {seed}")
    return FAULTS[fault](fictitious, rng) if fault in FAULTS else CONTRADICTIONS[fault](fictitious, rng)


def planted_in(fictitious: Fictitious, fault: str, seed: int) -> Planted:
    """The named fault, or the next that the disclosure has a place for."""
    start = EVERY.index(fault)
    found = (plant(fictitious, name, seed) for name in (*EVERY[start:], *EVERY[:start]))
    return next(planted for planted in found if planted)
