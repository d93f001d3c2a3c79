"""What the sections of a fictitious narrative have in common: their source, their ink, the prior year, the reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.synthesis.budget import Budget, Spend
from tests.synthesis.performance import Form
from tests.synthesis.pools import LESS, MORE
from tests.synthesis.statements import Figure, Ink, Paragraph, count
from tests.synthesis.tables import GoldRow


@dataclass(frozen=True)
class Source:
    """What the sections are written from: the budget, gold rows of the tables, and the forms that are published."""

    kind: str
    entity: str
    year: int
    budget: Budget
    tables: dict[str, list[GoldRow]]
    forms: tuple[Form, ...]

    @property
    def opening(self) -> str:
        return f"{self.year}年度{self.entity}"

    def classes(self, resource: str, spends: Sequence[Spend]) -> list[tuple[str, int]]:
        """Function classes of a table with their names, in printed order, and their money in 分."""
        rows = self.tables[resource]
        named = {str(row["function_code"])[:3]: row.get("function_name") or row.get("item") for row in rows
                 if row["function_code"] and len(row["function_code"]) == 3}  # fmt: skip
        found = [(str(name), sum(s.fen for s in spends if s.code.startswith(code))) for code, name in named.items()]
        return [(name, fen) for name, fen in found if fen]


class Writer:
    """Draws the prior year and the wording of each section; every section has its own ink."""

    def __init__(self, rng: Random, source: Source) -> None:
        self.rng, self.source = rng, source
        self.commas = rng.random() < 0.5

    def ink(self) -> Ink:
        commas = self.rng.random() < 0.8 if self.commas else self.rng.random() < 0.1
        return Ink(commas, self.rng.random() < 0.08, self.rng.random() < 0.5)

    def prior(self, fen: int) -> int:
        """The same money a year before, at times the very same, to the 分 that prints as two places of 万元."""
        if not fen or self.rng.random() < 0.15:
            return fen
        return max(10_000, round(fen * self.rng.uniform(0.7, 1.4) / 10_000) * 10_000)

    def reason(self, change: Paragraph) -> Paragraph:
        """Why it changed, in the direction that the change states; nothing where nothing changed."""
        if len(change) == 1:
            return ()
        opening = self.rng.choice(("主要原因是", "原因是", "变动的主要原因是："))
        text = self.rng.choice(MORE if "增加" in str(change[0]) else LESS).format(
            year=self.source.year, n="{n}", m="{m}"
        )
        before, mark, after = text.partition("{n}") if "{n}" in text else text.partition("{m}")
        if not mark:
            return (f"，{opening}{text}",)
        number = self.rng.randint(2, 150)
        if mark == "{n}":
            return (f"，{opening}{before}", count(None, number, "人", optional=True), after.removeprefix("人"))
        way = "increase" if "增加" in str(change[0]) else "decrease"
        said = Figure(None, "change_amount", Decimal(number), "万元", f"{number}万元", way, True)
        return (f"，{opening}{before}", said, after.removeprefix("万元"))
