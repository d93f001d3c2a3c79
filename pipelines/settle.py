"""Columns are settled by position where it is there, by arithmetic where it is not; what stays open is left open.

The arithmetic is that of the rules: parts of a row (`row_sum`) and children of a parent (`hierarchy_sum`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from pipelines.families import Families, families
from pipelines.model import RawRow, RawTable
from pipelines.printed import Panel
from pipelines.tables import Table
from pipelines.values import decimals_of, is_amount, parse_amount
from pipelines.vocabulary import Rule, Vocabulary

Reading = Mapping[str, int]
"""Field name → index of the amount cell read into it."""

MOST_COMBINATIONS = 20_000


@dataclass(frozen=True)
class SettledRow:
    """A raw row with the cells it is sure of. `open_cells` are the indices of amounts whose column stayed open, or
    that stand behind the last column.
    """

    raw: RawRow
    reading: Reading
    open_cells: tuple[int, ...]


def _amounts(row: RawRow) -> list[Decimal | None]:
    values: list[Decimal | None] = []
    for cell in row.amounts:
        try:
            values.append(parse_amount(cell.text))
        except ValueError:
            values.append(None)
    return values


def _readings(row: RawRow, order: Sequence[str]) -> list[Reading]:
    return [{order[column]: cell for cell, column in enumerate(placement)} for placement in row.placements]


def _row_sums(rules: Sequence[Rule], table: Table, panel: Panel) -> list[tuple[str, tuple[str, ...]]]:
    fields = set(panel.amounts)
    found = []
    for rule in rules:
        if rule.kind == "row_sum" and rule.spec["table"] == table.resource:
            parts = tuple(part for part in rule.spec["parts"] if part in fields)
            asked = {rule.spec["total"], *rule.spec.get("requires", ())}
            if parts and asked <= fields and fields.isdisjoint(rule.spec.get("lacks", ())):
                found.append((rule.spec["total"], parts))
    return found


def _last_place(rows: Sequence[RawRow]) -> Decimal:
    places = [decimals_of(cell.text) for row in rows for cell in row.amounts if is_amount(cell.text)]
    return Decimal(1).scaleb(-max(places, default=0))


def _sums_hold(
    reading: Reading, values: Sequence[Decimal | None], sums: Sequence[tuple[str, tuple[str, ...]]], place: Decimal
) -> bool | None:
    """Whether every row identity holds for this reading within the rounding of its terms; None where none speaks."""
    held = None
    for total, parts in sums:
        whole = values[reading[total]] if total in reading else None
        terms = [values[reading[p]] for p in parts if p in reading]
        if whole is None and not terms:
            continue
        found = sum((t for t in terms if t is not None), Decimal(0))
        if abs((whole or Decimal(0)) - found) > place / 2 * (len(parts) + 1):
            return False
        held = True
    return held


def _choose_order(
    rows: Sequence[RawRow],
    orders: Sequence[tuple[str, ...]],
    sums: Sequence[tuple[str, tuple[str, ...]]],
    place: Decimal,
) -> tuple[str, ...]:
    """The reading of the header under which fewest rows break their identity; as printed where arithmetic is silent."""

    def broken(order: tuple[str, ...]) -> int:
        return sum(
            all(_sums_hold(reading, _amounts(row), sums, place) is False for reading in _readings(row, order))
            for row in rows
            if row.amounts
        )

    return min(orders, key=broken)


def settle(raw: RawTable, table: Table, vocabulary: Vocabulary) -> list[SettledRow]:
    """The rows of a table with the column of every amount, or with the cells whose column stayed open."""
    settled: list[SettledRow] = []
    for index, panel in enumerate(table.panels):
        rows = [row for row in raw.rows if row.panel == index]
        place = _last_place(rows)
        sums = _row_sums(vocabulary.rules, table, panel)
        order = _choose_order(rows, raw.orders[index], sums, place)
        candidates = [_candidates(row, order, sums, place) for row in rows]
        if any(len(options) > 1 for options in candidates):
            _by_families(rows, families(rows, panel, vocabulary), candidates, place, tuple(panel.amounts))
        for i, (row, options) in enumerate(zip(rows, candidates, strict=True)):
            plainest = _readings(row, order)[0] if row.preferred else None
            candidates[i] = [plainest] if plainest is not None and plainest in options else options
        settled += [_settled(row, options) for row, options in zip(rows, candidates, strict=True)]
    position = {id(row): i for i, row in enumerate(raw.rows)}
    return sorted(settled, key=lambda s: position[id(s.raw)])


def _candidates(
    row: RawRow, order: Sequence[str], sums: Sequence[tuple[str, tuple[str, ...]]], place: Decimal
) -> list[Reading]:
    """The readings that a row identity confirms: that the others break it says nothing for one it does not reach."""
    readings = _readings(row, order)
    if len(readings) < 2:
        return readings
    values = _amounts(row)
    return [r for r in readings if _sums_hold(r, values, sums, place)] or readings


def _by_families(
    rows: Sequence[RawRow], families: Families, candidates: list[list[Reading]], place: Decimal, fields: Sequence[str]
) -> None:
    """Keeps the readings under which parents equal their children, column by column; small groups only."""
    values = [_amounts(row) for row in rows]

    def column(i: int, reading: Reading, name: str) -> Decimal:
        found = values[i][reading[name]] if name in reading else None
        return found or Decimal(0)

    for _ in range(4):
        changed = False
        for parent, kids in families.items():
            members = [parent, *kids]
            options = [candidates[m] for m in members]
            count = 1
            for o in options:
                count *= max(len(o), 1)
            if count < 2 or count > MOST_COMBINATIONS or not all(options):
                continue
            bound = place / 2 * (len(kids) + 1)
            fitting = [
                combo
                for combo in product(*options)
                if all(
                    abs(
                        column(parent, combo[0], f)
                        - sum((column(k, r, f) for k, r in zip(kids, combo[1:], strict=True)), Decimal(0))
                    )
                    <= bound
                    for f in fields
                )
            ]
            if not fitting:
                continue
            for place_in_family, member in enumerate(members):
                kept = [o for o in candidates[member] if any(combo[place_in_family] == o for combo in fitting)]
                if len(kept) < len(candidates[member]):
                    candidates[member], changed = kept, True
        if not changed:
            return


def _settled(row: RawRow, options: Sequence[Reading]) -> SettledRow:
    if not options:
        return SettledRow(row, {}, tuple(range(len(row.amounts))))
    agreed = {f: c for f, c in options[0].items() if all(o.get(f) == c for o in options[1:])}
    return SettledRow(row, agreed, tuple(i for i in range(len(row.amounts)) if i not in agreed.values()))
