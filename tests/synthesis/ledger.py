"""A budget as forms ask for it: sums by function, source, purpose and economic item, in 分."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from tests.synthesis.budget import Budget, Spend, twin
from tests.synthesis.codebook import codebook


@dataclass(frozen=True)
class Ledger:
    """The spends of a budget, and which share of the basic ones pays for staff."""

    budget: Budget
    theme: str

    def of(self, *sources: str, carried: bool | None = False) -> list[Spend]:
        """Spends of these sources, or of all; of this year, carried over, or both (None)."""
        return [
            s
            for s in self.budget.spends
            if (not sources or s.source in sources) and (carried is None or s.carried == carried)
        ]

    @cached_property
    def staff(self) -> dict[tuple[int, str], int]:
        """Personnel expenses of the general public budget by unit and functional item."""
        items = codebook().items["general"][self.theme]
        found: dict[tuple[int, str], int] = {}
        for economy in self.budget.economies:
            if not economy.pair.department_code.startswith("302"):
                code = twin(economy.pair.department_code, self.budget.units[economy.unit].is_organ, items)
                found[economy.unit, code] = found.get((economy.unit, code), 0) + economy.fen
        return found

    def personnel(self, spends: Iterable[Spend]) -> int:
        """What of these spends pays for staff; other basic expenditure is for operating."""
        paid = {(s.unit, s.code) for s in spends if s.source == "general" and not s.project and not s.carried}
        return sum(fen for key, fen in self.staff.items() if key in paid)

    def economics(self, operating_of_organs: bool = False) -> dict[str, int]:
        """Basic expenditure by economic code of the department budget."""
        found: dict[str, int] = {}
        for e in self.budget.economies:
            code = e.pair.department_code
            if operating_of_organs and not (code.startswith("302") and self.budget.units[e.unit].is_organ):
                continue
            found[code] = found.get(code, 0) + e.fen
        return found

    def three_public(self, *kinds: str) -> int:
        return sum(fen for kind, _, fen in self.budget.three_public if kind in kinds)


def total(spends: Iterable[Spend]) -> int:
    return sum(s.fen for s in spends)


def basic(spends: Iterable[Spend]) -> int:
    return sum(s.fen for s in spends if not s.project)


def project(spends: Iterable[Spend]) -> int:
    return sum(s.fen for s in spends if s.project)


def under(spends: Iterable[Spend], code: str) -> list[Spend]:
    return [s for s in spends if s.code.startswith(code)]


def grown(budget: Budget, times: int) -> Budget:
    """The same budget with every amount so many times larger: whole yuan where it is a hundred."""
    return replace(
        budget,
        spends=tuple(replace(s, fen=s.fen * times) for s in budget.spends),
        economies=tuple(replace(e, fen=e.fen * times) for e in budget.economies),
        three_public=tuple((kind, source, fen * times) for kind, source, fen in budget.three_public),
    )


def lessened(budget: Budget) -> Budget:
    """The same budget with one project below zero, as a correction of an earlier year is."""
    found = [i for i, s in enumerate(budget.spends) if s.project and s.source == "general" and not s.carried]
    spends = [replace(s, fen=-s.fen) if [i] == found[:1] and len(found) > 1 else s for i, s in enumerate(budget.spends)]
    return replace(budget, spends=tuple(spends))
