"""第一部分 and 第四部分 of a fictitious disclosure: how it is set up, and the terms that it explains."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.synthesis.budget import Budget
from tests.synthesis.pools import ORDINALS, ROOMS, TERMS
from tests.synthesis.statements import Paragraph


@dataclass(frozen=True)
class Term:
    """A term as it is printed: with what stands between it and its definition."""

    name: str
    mark: str
    definition: str

    def printed(self, number: int) -> str:
        return f"{ORDINALS[number]}、{self.name}{self.mark}{self.definition}"


def draw_terms(seed: int) -> tuple[Term, ...]:
    """Most of the usual terms in their order."""
    rng = Random(f"terms {seed}")
    kept = [term for term in TERMS if rng.random() < 0.9] or [TERMS[0]]
    return tuple(Term(*term) for term in kept)


def draw_units(budget: Budget, seed: int) -> tuple[Paragraph, ...]:
    """机构设置: rooms of the body itself and the units below it, in running text or one a line."""
    rng = Random(f"units {seed}")
    entity, *units = (unit.name for unit in budget.units)
    rooms = rng.sample(ROOMS, rng.randint(4, len(ROOMS)))
    kind = rng.choice(("科室", "股（室）", "内设机构"))
    opening = f"根据{rng.choice(('部门', ''))}职责分工，{entity}共设{len(rooms)}个{kind}"
    inner = f"{opening}：{'、'.join(rooms)}"
    if not units:
        return ((f"{inner}。",), *((("无下属单位。",),) if rng.random() < 0.3 else ()))
    below = f"{len(units)}个{rng.choice(('事业单位', '单位', '下属预算单位'))}"
    draw = rng.random()
    if draw < 0.5:
        return ((f"{inner}；下设{below}：{'、'.join(units)}。",),)
    if draw < 0.75:
        return ((f"{inner}。",), (f"{below}分别是：{'、'.join(units)}。",))
    listed = [(f"{number}.{name}",) for number, name in enumerate((entity, *units), 1)]
    return (
        (f"{inner}。",),
        (f"纳入本部门{rng.choice(('预算编制范围', '预算'))}的单位共{len(units) + 1}个，包括：",),
        *listed,
    )
