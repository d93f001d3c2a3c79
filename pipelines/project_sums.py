"""The rows of a project table where one printed figure is wrong: the units with whom the most sums come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TypeAlias

Kind: TypeAlias = str
CENT = Decimal("0.01")
_MOST_ROWS, _MOST_WAYS = 300, 500
_ENOUGH = 2
"""How many sums must come out before a single one that does not is taken for a slip in the print."""


@dataclass(frozen=True)
class ProjectRow:
    """A printed name, the number of full-width spaces before it, and its amounts in the printed unit."""

    name: str
    indent: int
    amounts: Mapping[str, Decimal]

    @property
    def amount(self) -> Decimal:
        return self.amounts.get("amount", Decimal(0))


@dataclass(frozen=True)
class _Way:
    """The rows taken for units, how many of their sums come out, and by how much the projects of one differ from it."""

    units: tuple[int, ...]
    right: int
    difference: Decimal | None = None


class _TooMany(Exception):
    """There are so many ways that none of them says anything."""


def near(a: Decimal, b: Decimal, terms: int) -> bool:
    """Whether a figure is the sum of so many others, printed to the cent of its unit, within rounding."""
    return abs(a - b) <= CENT / 2 * (terms + 1)


def by_most_sums(rows: Sequence[ProjectRow], entity_kind: str | None) -> list[Kind | None]:
    """Kinds with which all sums but one come out; rows whose kind differs between equally good ways stay open.

    Nothing where too few sums come out to tell a wrong figure from a wrong reading.
    """
    if not 2 < len(rows) <= _MOST_ROWS or any(row.amount <= 0 for row in rows):
        return []
    try:
        ways = [*_below_department(rows), *_alone(rows, entity_kind)]
    except _TooMany:
        return []
    best = max((right for _, right in ways), default=0)
    found = [kinds for kinds, right in ways if right == best]
    return [kinds[0] if len({*kinds}) == 1 else None for kinds in zip(*found, strict=True)] if best >= _ENOUGH else []


def _below_department(rows: Sequence[ProjectRow]) -> Iterator[tuple[list[Kind], int]]:
    """The first row is the sum of the units. Where a unit is wrong, so is this sum, but not that of its projects."""
    for way in _ways(rows)(1, True):
        total = sum((rows[unit].amount for unit in way.units), Decimal(0))
        corrected = total + (way.difference or Decimal(0))
        fits = any(near(sum_, rows[0].amount, len(way.units)) for sum_ in (total, corrected))
        if fits or way.difference is None:
            yield ["department", *_kinds(way, len(rows))[1:]], way.right + fits


def _alone(rows: Sequence[ProjectRow], entity_kind: str | None) -> Iterator[tuple[list[Kind], int]]:
    for way in _ways(rows)(0, True):
        if len(way.units) == 1 or entity_kind != "unit":
            yield _kinds(way, len(rows)), way.right


def _kinds(way: _Way, number: int) -> list[Kind]:
    return ["unit" if index in way.units else "project" for index in range(number)]


def _ways(rows: Sequence[ProjectRow]) -> Callable[[int, bool], tuple[_Way, ...]]:
    """Every way to take the rows from a place on for units with their projects, one of which may not come out."""

    @cache
    def parted(start: int, one_wrong: bool) -> tuple[_Way, ...]:
        if start == len(rows):
            return (_Way((), 0),)
        found: list[_Way] = []
        total = Decimal(0)
        for end in range(start + 2, len(rows) + 1):
            total += rows[end - 1].amount
            fits = near(total, rows[start].amount, end - start - 1)
            if fits:
                ways = parted(end, one_wrong)
                found += (_Way((start, *way.units), way.right + 1, way.difference) for way in ways)
            elif one_wrong:
                ways = parted(end, False)
                found += (_Way((start, *way.units), way.right, total - rows[start].amount) for way in ways)
            if len(found) > _MOST_WAYS:
                raise _TooMany
        return tuple(found)

    return parted
