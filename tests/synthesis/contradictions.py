"""Contradictions planted in a whole disclosure: in its narrative, its forms, and between its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.synthesis.model import Fictitious
from tests.synthesis.performance import Form, Half
from tests.synthesis.planted import Planted, amounts_of, digit_of, with_cell
from tests.synthesis.pools import DIVISIONS, OFFICES
from tests.synthesis.statements import Figure, Paragraph, Section

Place = tuple[int, int, int]
"""Section, paragraph and piece of a figure."""
TABLED = (
    "revenue_total", "revenue_current_year", "expenditure_total", "expenditure_current_year", "revenue_budget",
    "source_general_public", "expenditure_budget", "basic_expenditure", "project_expenditure", "appropriation_total",
    "appropriation_general_public", "appropriation_function", "general_expenditure", "general_function",
    "general_basic", "personnel_expenses", "operating_expenses", "agency_operating",
)  # fmt: skip
LARGE = Decimal(5)


def figures(fictitious: Fictitious) -> list[tuple[Place, Figure]]:
    """Every figure that a reader must state, with its place."""
    return [
        ((s, p, n), piece)
        for s, section in enumerate(fictitious.sections)
        for p, words in enumerate(section.paragraphs)
        for n, piece in enumerate(words)
        if isinstance(piece, Figure) and not piece.optional
    ]


def with_figure(fictitious: Fictitious, place: Place, value: Decimal) -> Fictitious:
    """The same disclosure that states another value at one place, written as the figures around it."""
    s, p, n = place
    section = fictitious.sections[s]
    words = list(section.paragraphs[p])
    old = words[n]
    assert isinstance(old, Figure)
    number = f"{value:,.2f}" if "," in old.printed else f"{value:.2f}" if "." in old.printed else f"{value:f}"
    words[n] = replace(old, value=value, printed=number + old.unit)
    paragraphs = tuple(tuple(words) if i == p else own for i, own in enumerate(section.paragraphs))
    return _with_section(fictitious, s, replace(section, paragraphs=paragraphs))


def _with_section(fictitious: Fictitious, number: int, section: Section) -> Fictitious:
    sections = tuple(section if i == number else own for i, own in enumerate(fictitious.sections))
    return replace(fictitious, sections=sections)


def _stated(fault: str, fictitious: Fictitious, place: Place, value: Decimal) -> Planted:
    figure = fictitious.sections[place[0]].paragraphs[place[1]][place[2]]
    assert isinstance(figure, Figure)
    changed = with_figure(fictitious, place, value)
    section = fictitious.sections[place[0]].ordinal
    return Planted(
        fault, "stated_doubted", changed, "stated_figures", section=section, statement=figure.statement, value=value
    )


def _before(fictitious: Fictitious, place: Place) -> Decimal:
    """The amount stated right before a percentage, in 万元."""
    words = fictitious.sections[place[0]].paragraphs[place[1]][: place[2]]
    return next((p.value for p in reversed(words) if isinstance(p, Figure) and p.unit == "万元"), Decimal(0))


def wrong_change(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A percentage of change that the amounts do not give."""
    found = [
        (place, f) for place, f in figures(fictitious)
        if f.measure == "change_percent" and _before(fictitious, place) >= LARGE
    ]  # fmt: skip
    if not found:
        return None
    place, figure = rng.choice(found)
    return _stated("wrong_change", fictitious, place, _elsewhere(figure.value, rng))


def _elsewhere(value: Decimal, rng: Random) -> Decimal:
    """A percentage at least two points and a tenth away."""
    away = max(Decimal(2), value / 10) + Decimal(rng.randint(0, 900)) / 100
    return value - away if value > away and rng.random() < 0.5 else value + away


def wrong_share(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A share of a total that the amounts do not give."""
    found = [(place, f) for place, f in figures(fictitious) if f.measure == "share_percent" and 0 < f.value < 90]
    if not found:
        return None
    place, figure = rng.choice(found)
    return _stated("wrong_share", fictitious, place, _elsewhere(figure.value, rng))


def _amount(name: str, fictitious: Fictitious, rng: Random, statements: tuple[str, ...]) -> Planted | None:
    found = [
        (place, f) for place, f in figures(fictitious)
        if f.measure == "amount" and f.statement in statements and f.value >= LARGE
    ]  # fmt: skip
    if not found:
        return None
    place, figure = rng.choice(found)
    return _stated(name, fictitious, place, digit_of(figure.value, rng))


def narrative_amount(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A figure of the narrative that differs from its table by a digit."""
    return _amount("narrative_amount", fictitious, rng, TABLED)


def three_public_parts(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A part of the 三公 figures that does not add up to their total."""
    return _amount("three_public_parts", fictitious, rng, ("overseas_travel", "hospitality", "vehicles"))


def procurement_parts(fictitious: Fictitious, rng: Random) -> Planted | None:
    """Goods, works and services that do not add up."""
    parts = ("procurement_total", "procurement_goods", "procurement_works", "procurement_services")
    return _amount("procurement_parts", fictitious, rng, parts)


def overall_parts(fictitious: Fictitious, rng: Random) -> Planted | None:
    """Basic and project expenditure that do not add up to the overall target."""
    names = ("overall_target", "overall_basic", "overall_project")
    split = any(figure.statement == "overall_basic" for _, figure in figures(fictitious))
    return _amount("overall_parts", fictitious, rng, names) if split else None


def project_count(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A count of projects that neither its parts nor the forms have."""
    names = ("managed_projects", "published_projects")
    found = [(place, f) for place, f in figures(fictitious) if f.measure == "count" and f.statement in names]
    place, figure = rng.choice(found)
    return _stated("project_count", fictitious, place, figure.value + rng.randint(1, 5))


def vehicle_count(fictitious: Fictitious, rng: Random) -> Planted | None:
    """Vehicles held that are not the sum of those by use."""
    found = [(place, f) for place, f in figures(fictitious) if f.statement == "vehicles_held"]
    return _stated("vehicle_count", fictitious, found[0][0], found[0][1].value + rng.randint(1, 4)) if found else None


def _reworded(fault: str, fictitious: Fictitious, rng: Random, old: str, new: str) -> Planted | None:
    """One section with other words in place of some of its own."""
    holding = [
        n for n, section in enumerate(fictitious.sections)
        if any(isinstance(piece, str) and old in piece for words in section.paragraphs for piece in words)
    ]  # fmt: skip
    if not holding:
        return None
    number = rng.choice(holding)
    section = fictitious.sections[number]

    def put(words: Paragraph) -> Paragraph:
        return tuple(piece.replace(old, new) if isinstance(piece, str) else piece for piece in words)

    changed = replace(section, paragraphs=tuple(put(words) for words in section.paragraphs))
    other = _with_section(fictitious, number, changed)
    return Planted(fault, "section_doubted", other, "narrative_sections", section=section.ordinal, words=new)


def narrative_year(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A section that speaks of another year."""
    year = fictitious.year
    other = year + rng.choice((-1, 1, -10, 2))
    return _reworded(
        "narrative_year", fictitious, rng, f"{year}年度{fictitious.entity}", f"{other}年度{fictitious.entity}"
    )


def other_department(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A section that was pasted from the disclosure of another department."""
    place = rng.choice([name for _, _, name in DIVISIONS if name != fictitious.place])
    offices = [name for name, _ in OFFICES if not fictitious.entity.endswith(name)]
    name = rng.choice((place, fictitious.place)) + rng.choice(offices)
    return _reworded("other_department", fictitious, rng, fictitious.entity, name)


def _with_form(fictitious: Fictitious, number: int, form: Form) -> Fictitious:
    return replace(fictitious, forms=tuple(form if i == number else own for i, own in enumerate(fictitious.forms)))


def _more(half: Half, sources: tuple[int, ...], fen: int) -> Half:
    return replace(half, funds=tuple((f or 0) + fen if i in sources else f for i, f in enumerate(half.funds)))


def form_amount(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A form that adds up in itself and yet asks for other money than the table of projects gives."""
    if not fictitious.forms:
        return None
    number = rng.randrange(len(fictitious.forms))
    form = fictitious.forms[number]
    shift = rng.randint(3, 400) * 1_000_000
    halves = form.halves[0], form.halves[1]
    changed = tuple(_more(half, (0, 3), shift) for half in halves)
    other = _with_form(fictitious, number, replace(form, halves=(changed[0], changed[1])))
    return Planted("form_amount", "row_of_part", other, "performance_targets", number, "annual_total")


def form_sum(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A form whose sources do not add up to its total."""
    if not fictitious.forms:
        return None
    number = rng.randrange(len(fictitious.forms))
    form = fictitious.forms[number]
    source = rng.randrange(1, 5)
    half = _more(form.halves[1], (source,), rng.randint(3, 400) * 10_000)
    other = _with_form(fictitious, number, replace(form, halves=(form.halves[0], half)))
    return Planted("form_sum", "row_of_part", other, "performance_targets", number, "annual_total")


def shifted_table(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A table that adds up in itself and yet differs from all others: a leaf, its headings and the total grew."""
    resource = rng.choice(("expenditure_summary", "general_budget_expenditure", "revenue_summary"))
    rows = fictitious.tables[resource].rows
    leaves = [row for row in rows if row["is_leaf"] and row["function_code"] and row["amount"]]
    if not leaves:
        return None
    leaf = rng.choice(leaves)
    names = ("general_public_budget", "project_expenditure", "basic_expenditure")
    held = next((name for name in names if leaf.get(name)), None)
    shift = Decimal(rng.randint(5, 900))
    found = []
    for row in rows:
        above = not row["function_code"] or leaf["function_code"].startswith(row["function_code"])
        grown = {name: (row[name] or Decimal(0)) + shift for name in ("amount", held) if name} if above else {}
        found.append({**row, **grown})
    changed = fictitious.with_table(resource, rows=tuple(found))
    return Planted("shifted_table", "row_not_verified", changed, resource, 0, "amount")


def project_row(fictitious: Fictitious, rng: Random) -> Planted | None:
    """A project whose amount differs by a digit from what its unit's total and its sources have."""
    resource = rng.choice(("projects_current_year", "projects_carryover"))
    found = [own for own in amounts_of(fictitious, resource) if own[1] == "amount"]
    if not found:
        return None
    row, field, value = rng.choice(found)
    changed = with_cell(fictitious, resource, row, field, digit_of(value, rng))
    return Planted("project_row", "row_not_verified", changed, resource, row, field)


def three_public_table(fictitious: Fictitious, rng: Random) -> Planted | None:
    """Table 10 with a part that differs by a digit."""
    resource = "three_public_expenses"
    found = [own for own in amounts_of(fictitious, resource) if own[1] == "amount"]
    if not found:
        return None
    row, field, value = rng.choice(found)
    changed = with_cell(fictitious, resource, row, field, digit_of(value, rng))
    return Planted("three_public_table", "row_not_verified", changed, resource, row, field)


CONTRADICTIONS: Mapping[str, Callable[[Fictitious, Random], Planted | None]] = {
    make.__name__: make
    for make in (
        wrong_change, wrong_share, narrative_amount, three_public_parts, procurement_parts, overall_parts,
        project_count, vehicle_count, narrative_year, other_department, form_amount, form_sum, shifted_table,
        project_row, three_public_table,
    )
}  # fmt: skip
