"""A consistent budget in whole 分: who spends how much on what, from which source, this year or carried over."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.synthesis.codebook import FUND_REVENUE, EconomicPair, codebook
from tests.synthesis.pools import PROJECTS, UNITS

SOURCES = ("general", "fund", "capital", "special", "unit")


@dataclass(frozen=True)
class Unit:
    """A budget unit; `kind` is 行政, 参公 or 事业: only the first two have operating expenses of organs."""

    name: str
    kind: str

    @property
    def is_organ(self) -> bool:
        return self.kind != "事业"


@dataclass(frozen=True)
class Spend:
    """One amount in 分 of one unit for one item of its book; a project where it has a name, basic where not."""

    unit: int
    source: str
    code: str
    fen: int
    carried: bool = False
    project: str | None = None


@dataclass(frozen=True)
class Economy:
    """Basic expenditure of one unit from the general public budget of the year, by economic item."""

    unit: int
    pair: EconomicPair
    fen: int


@dataclass(frozen=True)
class Budget:
    units: tuple[Unit, ...]
    spends: tuple[Spend, ...]
    economies: tuple[Economy, ...]
    fund_revenue: tuple[tuple[str, int], ...]
    capital_revenue: tuple[tuple[str, int], ...]
    three_public: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Plan:
    """What a budget shall have: the oddities asked for."""

    year: int
    theme: str
    fund: bool
    capital: bool
    special: bool
    unit_money: bool
    carryover: bool
    projects: int


def _amount(rng: Random, low: int, high: int) -> int:
    """Yuan between the bounds as 分: often round, sometimes to the fen."""
    yuan = int(low * (high / low) ** rng.random())
    shape = rng.random()
    if shape < 0.45:
        return max(1, round(yuan / 10000)) * 1_000_000
    if shape < 0.7:
        return max(1, round(yuan / 100)) * 10_000
    return yuan * 100 + (rng.randrange(100) if shape > 0.8 else 0)


def _economies(rng: Random, units: tuple[Unit, ...]) -> list[Economy]:
    found = []
    for number, unit in enumerate(units):
        pairs = codebook().pairs["administrative" if unit.is_organ else "institution"]
        chosen: set[tuple[str, str]] = set()
        for pair in pairs:
            likely = 0.75 if pair.department_code[:3] == "301" else 0.35
            key = (pair.department_code, pair.government_code)
            if key in chosen or rng.random() > likely or (unit.is_organ and pair.department_code == "30107"):
                continue
            chosen.add(key)
            found.append(Economy(number, pair, _amount(rng, 2_000, 900_000)))
        if not any(e.unit == number for e in found):
            found.append(Economy(number, pairs[0], _amount(rng, 50_000, 900_000)))
    return found


def twin(code: str, organ: bool, items: tuple[str, ...]) -> str:
    """The functional item that pays an economic item."""
    twins = {"30108": "2080505", "30109": "2080506", "30113": "2210201", "30111": "2101103"}
    twins["30110"] = "2101101" if organ else "2101102"
    twins["30307"] = "2101103"
    twins["30301"] = twins["30302"] = "2080501" if organ else "2080502"
    main = items[0] if organ else next((i for i in items if i.endswith("50")), items[0])
    return twins.get(code, main)


def _project_name(rng: Random, plan: Plan, taken: set[str]) -> str:
    free = [p for p in PROJECTS if p not in taken] or list(PROJECTS)
    chosen = rng.choice(free)
    taken.add(chosen)
    name = chosen.format(year=plan.year, last=plan.year - 1)
    if chosen in free and len(free) < len(PROJECTS) and rng.random() < 0.06:
        name += rng.choice(("（续建）", "(二期)", "2", f"{plan.year}"))
    return name


def _fresh(rng: Random, plan: Plan, taken: set[str], names: set[str]) -> str:
    name = _project_name(rng, plan, taken)
    while name in names:
        name = _project_name(rng, plan, taken) + rng.choice(("（一）", "二期", "（补充）", "第3批"))
    names.add(name)
    return name


def _project_codes(items: tuple[str, ...]) -> tuple[str, ...]:
    """Items that pay no staff: real budgets keep basic and project expenditure in different items."""
    return tuple(item for item in items[1:] if not item.endswith(("01", "50"))) or items[-1:]


def _three_public(rng: Random, plan: Plan, economies: list[Economy]) -> list[tuple[str, str, int]]:
    """At least what the basic expenditure pays for each kind, and project money now and then."""
    kinds = {"overseas_travel": "30212", "hospitality": "30217", "vehicle_purchase": "", "vehicle_operation": "30231"}
    found = []
    for kind, code in kinds.items():
        fen = sum(e.fen for e in economies if e.pair.department_code == code)
        fen += _amount(rng, 900, 300_000) if rng.random() < 0.3 else 0
        if fen:
            found.append((kind, "general", fen))
        if plan.fund and rng.random() < 0.08:
            found.append((kind, "fund", _amount(rng, 900, 90_000)))
    return found


def _projects(rng: Random, plan: Plan, units: tuple[Unit, ...]) -> list[Spend]:
    codes = codebook().items
    found = []
    for number, _ in enumerate(units):
        taken: set[str] = set()
        names: set[str] = set()
        few = plan.projects if number == 0 else rng.randint(0, max(1, plan.projects))
        for _ in range(few):
            heading = plan.theme if rng.random() < 0.7 else rng.choice(list(codes["general"]))
            source = rng.choice(["general"] * 12 + ["special"] * 2 * plan.special + ["unit"] * 2 * plan.unit_money)
            name = _fresh(rng, plan, taken, names)
            code = rng.choice(_project_codes(codes["general"][heading]))
            found.append(Spend(number, source, code, _amount(rng, 3_000, 3_000_000), False, name))
            if rng.random() < 0.08 and source == "general" and plan.unit_money:
                found.append(Spend(number, "unit", code, _amount(rng, 3_000, 90_000), False, name))
        if plan.carryover:
            for _ in range(rng.randint(0, 3)):
                name = _fresh(rng, plan, taken, names) if rng.random() < 0.6 or not names else rng.choice(sorted(names))
                code = rng.choice(_project_codes(codes["general"][plan.theme]))
                found.append(Spend(number, "general", code, _amount(rng, 800, 500_000), True, name))
    return found


def _books(rng: Random, plan: Plan) -> tuple[list[Spend], list[tuple[str, int]], list[tuple[str, int]]]:
    """Fund and state-capital projects of the first unit, with the revenue that pays them."""
    codes = codebook().items
    spends: list[Spend] = []
    fund_revenue: list[tuple[str, int]] = []
    capital_revenue: list[tuple[str, int]] = []
    if plan.fund:
        headings = sorted(h for h in codes["fund"] if h in FUND_REVENUE or h == "22960")
        for heading in rng.sample(headings, rng.randint(1, 2)):
            money = 0
            for code in rng.sample(codes["fund"][heading], min(len(codes["fund"][heading]), rng.randint(1, 3))):
                fen = _amount(rng, 20_000, 40_000_000)
                money += fen
                spends.append(Spend(0, "fund", code, fen, False, codebook().names["fund"][code] + "项目"))
            fund_revenue.append((FUND_REVENUE.get(heading, "103015501"), money))
        if plan.carryover and rng.random() < 0.5:
            spends.append(Spend(0, "fund", spends[0].code, _amount(rng, 5_000, 900_000), True, "以前年度基金项目尾款"))
    if plan.capital:
        heading = rng.choice([h for h in sorted(codes["capital"]) if h.startswith("223")])
        code = rng.choice(codes["capital"][heading])
        fen = _amount(rng, 10_000, 9_000_000)
        spends.append(Spend(0, "capital", code, fen, False, "国有企业退休人员社会化管理补助资金"))
        capital_revenue.append((rng.choice(("1030601", "1030602", "1030698")), fen))
    return spends, fund_revenue, capital_revenue


def units_of(rng: Random, entity: str, place: str, count: int) -> tuple[Unit, ...]:
    """The entity itself and its subordinate units."""
    first = Unit(entity, "行政" if rng.random() < 0.85 else rng.choice(("参公", "事业")))
    names = rng.sample(UNITS, count - 1)
    return (first, *(Unit(place + name, rng.choice(("事业", "事业", "参公"))) for name in names))


def make_budget(rng: Random, plan: Plan, units: tuple[Unit, ...]) -> Budget:
    """A budget in which every table agrees with every other to the fen."""
    items = codebook().items["general"][plan.theme]
    economies = _economies(rng, units)
    basic: dict[tuple[int, str], int] = {}
    for economy in economies:
        unit = units[economy.unit]
        code = twin(economy.pair.department_code, unit.is_organ, items)
        basic[economy.unit, code] = basic.get((economy.unit, code), 0) + economy.fen
    spends = [Spend(unit, "general", code, fen) for (unit, code), fen in basic.items()]
    for source, wanted in (("special", plan.special), ("unit", plan.unit_money)):
        if wanted and rng.random() < 0.7:
            spends.append(Spend(0, source, items[0], _amount(rng, 5_000, 2_000_000)))
    if plan.carryover and rng.random() < 0.5:
        spends.append(Spend(0, "general", items[0], _amount(rng, 900, 60_000), True))
    spends += _projects(rng, plan, units)
    special, fund_revenue, capital_revenue = _books(rng, plan)
    three = _three_public(rng, plan, economies)
    return Budget(
        units=units,
        spends=tuple(spends + special),
        economies=tuple(economies),
        fund_revenue=tuple(fund_revenue),
        capital_revenue=tuple(capital_revenue),
        three_public=tuple(three),
    )
