"""Compares forms, indicators, stated figures, terms and units of a disclosure with gold.

Amounts and header fields are counted cell by cell in forms matched by order and name; the others as sets that may hold
an element more than once. Texts are compared without white space and without the width of marks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any
from unicodedata import normalize

from pipelines.model import Disclosure, TypedRow
from tests.synthesis.performance import PERIODS, SOURCES
from tests.synthesis.score import Mismatch
from tests.synthesis.tables import GoldRow

AMOUNTS = tuple(f"{period}_{source}" for period in PERIODS for source in SOURCES)
INDICATOR = ("period", "level1", "level2", "level3", "target_value")
FIGURE = ("section", "measure", "amount", "value", "value_unit")
SETS = {
    "performance_indicators": INDICATOR,
    "stated_figures": FIGURE,
    "statements": ("statement", "direction", *FIGURE),
    "glossary_terms": ("term", "definition"),
    "entity_units": ("unit_name",),
}


@dataclass
class RestScore:
    """Counts by kind: `amounts` and `fields` of forms, `forms`, and each of SETS, right, missed and made up.

    A wrong cell counts as missed and made up. `wrong_verified` are wrong cells, lost amounts and elements made up in
    rows that say `verified`.
    """

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    made_up: Counter[str] = field(default_factory=Counter)
    wrong_verified: int = 0
    mismatches: list[Mismatch] = field(default_factory=list)

    def f1(self, kind: str) -> float:
        """Twice the right ones over all of gold and all that were read; 1 where there are none."""
        whole = 2 * self.right[kind] + self.missed[kind] + self.made_up[kind]
        return 2 * self.right[kind] / whole if whole else 1.0

    def add(self, other: RestScore) -> None:
        self.right.update(other.right)
        self.missed.update(other.missed)
        self.made_up.update(other.made_up)
        self.wrong_verified += other.wrong_verified
        self.mismatches += other.mismatches

    def __str__(self) -> str:
        kinds = sorted({*self.right, *self.missed, *self.made_up})
        parts = [
            f"{kind} F1 {self.f1(kind):.4%} ({self.right[kind]} right, {self.missed[kind]} missed, "
            f"{self.made_up[kind]} made up)"
            for kind in kinds
        ]
        return "\n    ".join([*parts, f"wrong but verified {self.wrong_verified}"])


def plain(value: object) -> object:
    """Text without white space and width of marks; figures as they are; None for empty text."""
    if isinstance(value, str):
        return "".join(normalize("NFKC", value).split()) or None
    return value


def rows_of(disclosure: Disclosure, resource: str) -> Sequence[TypedRow]:
    table = disclosure.parts.get(resource)
    return table.rows if table else ()


def matched(gold: Sequence[GoldRow], rows: Sequence[TypedRow]) -> dict[int, int]:
    """Index of gold by index of the row that reads the same form; by name in order, unmatched runs of equal length."""
    ours = [plain(row["project_name"]) for row in gold]
    theirs = [plain(row.values.get("project_name")) for row in rows]
    found = {}
    for tag, a0, a1, b0, b1 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and a1 - a0 == b1 - b0):
            found.update(zip(range(b0, b1), range(a0, a1), strict=True))
    return found


class _Counting:
    def __init__(self, disclosure: Disclosure) -> None:
        self.disclosure, self.score = disclosure, RestScore()

    def verdict(self, resource: str, row: TypedRow) -> str | None:
        return self.disclosure.verdicts.get((resource, None, row.row_number))

    def cell(self, kind: str, row: TypedRow, name: str, expected: object, label: str) -> None:
        actual = row.values.get(name)
        if plain(expected) == plain(actual):
            self.score.right[kind] += expected is not None
            return
        verdict = self.verdict("performance_targets", row)
        self.score.missed[kind] += expected is not None
        self.score.made_up[kind] += actual is not None
        self.score.wrong_verified += (kind == "amounts" or actual is not None) and verdict == "verified"
        where = ("performance_targets", label, name, expected, actual, verdict, row.line)
        self.score.mismatches.append(Mismatch(kind, *where))

    def forms(self, gold: Sequence[GoldRow], rows: Sequence[TypedRow]) -> dict[int, int]:
        pairs = matched(gold, rows)
        self.score.right["forms"] += len(pairs)
        for index in set(range(len(gold))) - set(pairs.values()):
            self.score.missed["forms"] += 1
            for name, value in gold[index].items():
                self.score.missed["amounts" if name in AMOUNTS else "fields"] += value is not None
            self.score.mismatches.append(
                Mismatch("missing", "performance_targets", str(gold[index]["project_name"]), "row", "row", None)
            )
        for index, row in enumerate(rows):
            if index not in pairs:
                self.score.made_up["forms"] += 1
                name = str(row.values.get("project_name"))
                self.score.mismatches.append(Mismatch("extra", "performance_targets", name, "row", None, "row"))
                continue
            expected = gold[pairs[index]]
            for name, value in expected.items():
                kind = "amounts" if name in AMOUNTS else "fields"
                self.cell(kind, row, name, value, str(expected["project_name"]))
        return pairs

    def elements(
        self,
        resource: str,
        gold: Iterable[tuple[Any, ...]],
        rows: Sequence[tuple[tuple[Any, ...], TypedRow]],
        spared: Iterable[tuple[Any, ...]],
    ) -> None:
        wanted = Counter(gold)
        extra: list[tuple[tuple[Any, ...], TypedRow]] = []
        for element, row in rows:
            if wanted[element] > 0:
                wanted[element] -= 1
                self.score.right[resource] += 1
            else:
                extra.append((element, row))
        for element, row in extra:
            verdict = self.verdict(resource, row)
            self.score.made_up[resource] += 1
            self.score.wrong_verified += verdict == "verified"
            self.score.mismatches.append(Mismatch("extra", resource, "", "row", None, element, verdict, row.line))
        wanted.subtract(Counter(spared) & wanted)
        for element, number in wanted.items():
            self.score.missed[resource] += number
            if number:
                self.score.mismatches.append(Mismatch("missing", resource, "", "row", element, None))


def element(values: Mapping[str, Any], names: Sequence[str]) -> tuple[object, ...]:
    """What is compared of a row; only changes have a direction, and an amount in yuan needs no unit."""
    if values.get("amount") is not None:
        values = {**values, "value_unit": None}
    if not str(values.get("measure")).startswith("change"):
        values = {**values, "direction": None}
    return tuple(plain(values.get(name)) for name in names)


def compare_rest(gold: Mapping[str, Sequence[GoldRow]], disclosure: Disclosure) -> RestScore:
    """Scores the resources that `gold` has; indicators that print neither name nor target are none."""
    counting = _Counting(disclosure)
    forms = counting.forms(gold.get("performance_targets", ()), rows_of(disclosure, "performance_targets"))
    numbers = {row.row_number: forms.get(index) for index, row in enumerate(rows_of(disclosure, "performance_targets"))}
    for resource, names in SETS.items():
        source = "stated_figures" if resource == "statements" else resource
        if source not in gold or not all(names[0] in row for row in gold[source]):
            continue
        own = [(element(row.values, names), row) for row in rows_of(disclosure, source)]
        wanted = [element(row, names) for row in gold[source]]
        if source == "stated_figures":
            own = [(key, row) for key, row in own if _number_of(row.values) is not None]
        if resource == "performance_indicators":
            own = [
                ((numbers.get(_number(row)), *key), row)
                for key, row in own
                if row.values.get("level3") or row.values.get("target_value")
            ]
            wanted = [(row["target_row_number"] - 1, *key) for row, key in zip(gold[resource], wanted, strict=True)]
        spared = [key for key, row in zip(wanted, gold[source], strict=True) if row.get("optional")]
        counting.elements(resource, wanted, own, spared)
    return counting.score


def _number_of(values: Mapping[str, object]) -> object:
    """The figure itself; 与上年预算数相同 has none and is not compared."""
    return values.get("amount") if values.get("value") is None else values.get("value")


def _number(row: TypedRow) -> int:
    value = row.values.get("target_row_number")
    return int(value) if isinstance(value, int | Decimal) else 0
