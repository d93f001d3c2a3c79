"""项目支出绩效目标表 of fictitious projects: what each form says, and the gold rows that a reader must find in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Literal

from tests.synthesis.budget import Budget
from tests.synthesis.form_words import ENDS, INDICATORS, JOINTS, LEVELS, NAMED, SENTENCES, SHORT, Pairs
from tests.synthesis.tables import GoldRow

Period = Literal["implementation", "annual"]
PERIODS: tuple[Period, Period] = ("implementation", "annual")
SOURCES = ("total", "central", "provincial", "local", "self_raised", "other")
TEXTS = ("overview", "basis", "necessity", "safeguards", "plan")
ATTRIBUTES = (
    ("一次性项目（1年结束）", "1年"),
    ("延续性项目（{n}年结束）", "{n}年"),
    ("经常性项目（长期开展）", "99年"),
)


@dataclass(frozen=True)
class Block:
    """Indicators of one level 2 in both halves as (level 3, target); a half without any prints its level 2 alone."""

    level1: str
    level2: str
    halves: tuple[Pairs, Pairs]


@dataclass(frozen=True)
class Half:
    """One half of a form: funds in 分 by source (None is a blank cell, 0 a printed zero) and its overall goal."""

    funds: tuple[int | None, ...]
    goal: str | None


@dataclass(frozen=True)
class Form:
    """One form. `kind` is the class of its project, which only the narrative speaks of; `contact` is never gold."""

    project_name: str
    code: str
    department: str
    unit_name: str
    attribute: str
    period: str
    halves: tuple[Half, Half]
    texts: tuple[str | None, ...]
    blocks: tuple[Block, ...]
    filed: str
    contact: tuple[str, str] = ("", "")

    def gold(self) -> GoldRow:
        """Its row of `performance_targets`, amounts in yuan."""
        funds = {
            f"{period}_{source}": None if fen is None else Decimal(fen) / 100
            for period, half in zip(PERIODS, self.halves, strict=True)
            for source, fen in zip(SOURCES, half.funds, strict=True)
        }
        return {
            "project_name": self.project_name,
            "department_code": self.code,
            "department_name": self.department,
            "unit_name": self.unit_name,
            "project_attribute": self.attribute,
            "project_period": self.period,
            **funds,
            **dict(zip(TEXTS, self.texts, strict=True)),
            "implementation_goal": self.halves[0].goal,
            "annual_goal": self.halves[1].goal,
            "filled_at": self.filed,
        }

    def indicators(self, number: int) -> list[GoldRow]:
        """Its rows of `performance_indicators`, first half first."""
        return [
            {
                "target_row_number": number,
                "period": period,
                "level1": block.level1,
                "level2": block.level2,
                "level3": name,
                "target_value": target or None,
            }
            for half, period in enumerate(PERIODS)
            for block in self.blocks
            for name, target in block.halves[half]
        ]


def form_gold(forms: Sequence[Form]) -> dict[str, list[GoldRow]]:
    """Gold rows of both resources of the forms."""
    return {
        "performance_targets": [form.gold() for form in forms],
        "performance_indicators": [row for number, form in enumerate(forms, 1) for row in form.indicators(number)],
    }


def published(budget: Budget) -> list[tuple[int, str, int, int]]:
    """Projects of the current year in the order of their table: unit, name, all money and that of the unit, in 分."""
    found: dict[tuple[int, str], list[int]] = {}
    for spend in sorted((s for s in budget.spends if s.project and not s.carried), key=lambda s: s.unit):
        sums = found.setdefault((spend.unit, str(spend.project)), [0, 0])
        sums[0] += spend.fen
        sums[1] += spend.fen if spend.source in ("unit", "special") else 0
    return [(unit, name, whole, own) for (unit, name), (whole, own) in found.items()]


def _split(rng: Random, whole: int, own: int) -> tuple[int, ...]:
    """Central, provincial and local money that add up with the unit's own to the whole."""
    rest = whole - own
    if rng.random() < 0.75 or rest < 100_000:
        parts = [0, 0, 0]
        parts[rng.choice((2, 2, 2, 2, 1, 0))] = rest
        return (*parts, own)
    share = rest * rng.choice((3, 4, 5, 7)) // 10 // 100 * 100
    parts = [share, 0, rest - share] if rng.random() < 0.3 else [0, share, rest - share]
    return (*parts, own)


def _funds(rng: Random, whole: int, own: int, blank: bool) -> tuple[int | None, ...]:
    other = rng.choice((None, None, None, 0))
    parts = _split(rng, whole, own)
    if blank:
        return (whole, *(part or None for part in parts), other)
    return (whole, *parts, other)


def _longer(rng: Random, funds: tuple[int | None, ...], more: int) -> tuple[int | None, ...]:
    """Funds of all years from those of one: as much in each, or something more from one source."""
    if rng.random() < 0.6:
        return tuple(fen and fen * (more + 1) for fen in funds)
    grown = (0, rng.choice((2, 3, 3)))
    return tuple((fen or 0) + more * 1_000_000 if number in grown else fen for number, fen in enumerate(funds))


class _Texts:
    """Sentences with this form's own figures."""

    def __init__(self, rng: Random, year: int, whole: int) -> None:
        self.rng, self.year, self.whole = rng, year, whole

    def fill(self, text: str) -> str:
        rng = self.rng
        cost = f"{Decimal(self.whole) / 1_000_000:.2f}".rstrip("0").rstrip(".")
        return text.format(
            year=self.year, last=self.year - 1, n=rng.randint(11, 240), m=rng.randint(2, 10), p=rng.randint(80, 99),
            w=f"{rng.randint(1, 999) / 100:.2f}", y=rng.randint(1000, 99999), c=cost,
        )  # fmt: skip

    def long(self, least: int, most: int) -> str:
        """Running text of about that many characters."""
        wanted = self.rng.randint(least, most)
        text = self.fill(self.rng.choice(SENTENCES))
        number = 1
        numbered = self.rng.random() < 0.2
        while len(text) < wanted:
            number += 1
            lead = f"{number}." if numbered else ""
            text += self.rng.choice(JOINTS) + lead + self.fill(self.rng.choice(SENTENCES))
        return ("1." if numbered else "") + text + self.rng.choice(ENDS)

    def any(self) -> str | None:
        draw = self.rng.random()
        if draw < 0.03:
            return None
        if draw < 0.35:
            return self.fill(self.rng.choice(SHORT))
        return self.long(20, 80) if draw < 0.75 else self.long(80, 350) if draw < 0.96 else self.long(400, 600)


def _pairs(texts: _Texts, kind: str, count: int) -> Pairs:
    chosen = texts.rng.sample(INDICATORS[kind], min(count, len(INDICATORS[kind])))
    return tuple((texts.fill(name), texts.fill(target)) for name, target in chosen)


def _other(rng: Random, texts: _Texts, kind: str, first: Pairs) -> Pairs:
    """The other half's indicators: some of the same, others, another order, now and then more or fewer."""
    names = {name for name, _ in first}
    spare = [pair for pair in _pairs(texts, kind, 5) if pair[0] not in names]
    changed = [spare.pop() if spare and rng.random() < 0.4 else pair for pair in first]
    draw = rng.random()
    if draw < 0.15 and spare:
        changed.append(spare.pop())
    elif draw < 0.25 and len(changed) > 1:
        changed.pop()
    elif draw < 0.4:
        changed.reverse()
    return tuple(changed)


def _blocks(rng: Random, texts: _Texts, suffix: bool, same: bool) -> tuple[Block, ...]:
    found = []
    for level1, kinds in LEVELS.items():
        for kind in kinds:
            sparse = 0.6 if kind in ("经济效益", "生态效益", "可持续影响") else 0.12
            count = 0 if rng.random() < sparse else rng.choice((1, 1, 1, 2, 2, 3, 5))
            first = _pairs(texts, kind, count)
            second = first
            if not same and rng.random() < 0.5:
                second = _other(rng, texts, kind, first)
            if rng.random() < 0.02 and first:
                first = second = ((first[0][0], ""),)
            level2 = kind if not suffix and kind.endswith(NAMED) else f"{kind}指标"
            found.append(Block(level1, level2, (first, second)))
    return tuple(found)


def _form(rng: Random, budget: Budget, year: int, code: str, project: tuple[int, str, int, int], suffix: bool) -> Form:
    unit, name, whole, own = project
    texts = _Texts(rng, year, whole)
    attribute, period = rng.choices(ATTRIBUTES, (5, 2, 2))[0]
    years = rng.randint(2, 5)
    more = rng.randint(1, 4) if attribute[0] != "一" and rng.random() < 0.7 else 0
    blank = rng.random() < 0.1
    same = rng.random() < 0.7
    goal = texts.long(15, 200)
    annual = goal if rng.random() < 0.6 else None if rng.random() < 0.05 else texts.long(15, 200)
    half = _funds(rng, whole, own, blank)
    first = _longer(rng, half, more) if more else half
    contact = (
        (rng.choice(("王建国", "李娜")), f"0355-75{rng.randint(10000, 99999)}") if rng.random() < 0.15 else ("", "")
    )
    filed = f"{year - 1}{rng.randint(9, 12):02d}{rng.randint(1, 28):02d}{rng.randint(8, 18):02d}"
    return Form(
        project_name=name,
        code=code,
        department=budget.units[0].name,
        unit_name=budget.units[unit].name,
        attribute=attribute.format(n=years),
        period=period.format(n=years),
        halves=(Half(first, goal), Half(half, annual)),
        texts=tuple(texts.any() for _ in TEXTS),
        blocks=_blocks(rng, texts, suffix, same),
        filed=filed + f"{rng.randint(0, 59):02d}{rng.randint(0, 59):02d}",
        contact=contact,
    )


def draw_forms(budget: Budget, year: int, seed: int, most: int | None = None) -> tuple[Form, ...]:
    """The forms of the first projects of the current year, in the order of their table; of all of them or of `most`."""
    rng = Random(f"forms {seed}")
    projects = published(budget)
    drawn = rng.choice((1, 2, 3, 5, 9, 40))
    code = f"{rng.randint(1, 399):03d}"
    suffix = rng.random() < 0.8
    kept = projects[: drawn if most is None else most]
    return tuple(_form(rng, budget, year, code, project, suffix) for project in kept)
