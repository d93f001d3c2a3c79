"""One fictitious disclosure: who, when, its tables as printed, and the gold that a reader must find in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any

from tests.synthesis.budget import Budget, Plan, make_budget, units_of
from tests.synthesis.narrative import draw_sections
from tests.synthesis.overview import Term, draw_terms, draw_units
from tests.synthesis.performance import Form, draw_forms, form_gold
from tests.synthesis.pools import DIVISIONS, OFFICES
from tests.synthesis.statements import Paragraph, Section
from tests.synthesis.tables import GoldRow, Money, gold_tables
from tests.synthesis.wording import RESOURCES, Wording, draw_wording
from tests.synthesis.writer import Source

UNITS_OF_MONEY = {"元": 1, "千元": 1000, "万元": 10000}
ALWAYS_PRINTED = ("three_public_expenses",)


@dataclass(frozen=True)
class Printed:
    """One printed table. `overrides` is ink that stands in place of an amount, by row and field."""

    resource: str
    title: str
    label: str
    unit: str
    rows: tuple[GoldRow, ...]
    declared_empty: bool = False
    missing: bool = False
    overrides: Mapping[tuple[int, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fictitious:
    seed: int
    kind: str
    entity: str
    place: str
    division_code: str
    province: str
    year: int
    money_unit: str
    factor: int
    zero: str
    places: int
    wording: Wording
    budget: Budget
    tables: Mapping[str, Printed]
    forms: tuple[Form, ...] = ()
    sections: tuple[Section, ...] = ()
    terms: tuple[Term, ...] = ()
    setting_up: tuple[Paragraph, ...] = ()

    def rest(self) -> dict[str, list[GoldRow]]:
        """Rows of what stands beside the tables, amounts in yuan: forms, indicators, figures, terms and units."""
        return {
            **form_gold(self.forms),
            "stated_figures": [row for section in self.sections for row in section.gold()],
            "glossary_terms": [{"term": term.name, "definition": term.definition} for term in self.terms],
            "entity_units": [
                {"unit_name": unit.name, "optional": number == 0} for number, unit in enumerate(self.budget.units)
            ],
        }

    def gold(self) -> dict[str, list[GoldRow]]:
        """Rows that a reader must return by resource; amounts in the printed unit, see `factor`."""
        found = {}
        for resource, table in self.tables.items():
            kept = not table.missing and (not table.declared_empty or resource in ALWAYS_PRINTED)
            found[resource] = [self._read(table, number) for number in range(len(table.rows))] if kept else []
        return found

    def _read(self, table: Printed, number: int) -> GoldRow:
        row = dict(table.rows[number])
        for (index, name), text in table.overrides.items():
            if index == number:
                row[name] = None if not is_amount(text) else Decimal(text.replace(",", ""))
        return row

    def with_table(self, resource: str, **changes: Any) -> Fictitious:
        """The same disclosure with one table printed differently."""
        return replace(self, tables={**self.tables, resource: replace(self.tables[resource], **changes)})


def is_amount(text: str) -> bool:
    plain = text.replace(",", "")
    return plain.count(".") <= 1 and plain.replace(".", "").isdigit() and plain.isascii()


def _has_money(rows: list[GoldRow]) -> bool:
    return any(value for row in rows for value in row.values() if isinstance(value, Decimal))


def fictitious(seed: int, **options: Any) -> Fictitious:
    """A consistent disclosure drawn from `seed`; options fix what would be drawn.

    Options: kind, year, units (count), fund, capital, special, unit_money, carryover, projects (most of the first
    unit), money_unit, zero ('' or '0.00' or '0'), plain (the founding wording), omits (how likely empty tables are
    left out), forms (at most so many are published).
    """
    rng = Random(f"fictitious {seed}")
    code, province, place = rng.choice(DIVISIONS)
    office, theme = rng.choice(OFFICES)
    kind = options.get("kind") or rng.choice(("department", "department", "unit"))
    count = options.get("units") or (1 if kind == "unit" else rng.choice((1, 1, 2, 3, 3, 4, 6)))

    def chance(name: str, likely: float) -> bool:
        drawn = rng.random() < likely
        return bool(options.get(name, drawn))

    plan = Plan(
        year=options.get("year") or rng.randint(2019, 2027),
        theme=theme,
        fund=chance("fund", 0.4),
        capital=chance("capital", 0.3),
        special=chance("special", 0.25),
        unit_money=chance("unit_money", 0.25),
        carryover=chance("carryover", 0.6),
        projects=options.get("projects", rng.choice((0, 2, 5, 9, 14, 25, 40))),
    )
    entity = place + office
    budget = make_budget(rng, plan, units_of(rng, entity, place, count))
    drawn_unit = rng.choice(("万元",) * 8 + ("元", "千元"))
    money_unit = options.get("money_unit", drawn_unit)
    drawn_zero = rng.choice(("", "", "", "0.00", "0.00", "0"))
    zero = options.get("zero", drawn_zero)
    wording = draw_wording(rng, kind, bool(options.get("plain", rng.random() < 0.3)))
    money = Money(UNITS_OF_MONEY[money_unit], 2, bool(zero))
    omits = rng.random() < options.get("omits", 0.06)
    rows = gold_tables(budget, wording, money, kind == "department")
    tables = {
        resource: Printed(
            resource=resource,
            title=f"{plan.year}年{wording.title(resource)}",
            label=wording.label_of(resource),
            unit=money_unit,
            rows=tuple(rows[resource]),
            declared_empty=not _has_money(rows[resource]),
            missing=omits and not _has_money(rows[resource]) and resource not in ALWAYS_PRINTED,
        )
        for resource in RESOURCES
    }
    forms = draw_forms(budget, plan.year, seed, options.get("forms"))
    source = Source({"department": "部门", "unit": "单位"}[kind], entity, plan.year, budget, rows, forms)
    return Fictitious(
        seed, kind, entity, place, code, province, plan.year, money_unit, money.factor, zero, money.places, wording,
        budget, tables, forms, draw_sections(source, seed), draw_terms(seed), draw_units(budget, seed),
    )  # fmt: skip
