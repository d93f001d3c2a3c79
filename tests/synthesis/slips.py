"""Slips planted in a disclosure of any form, each with what a reader of it must notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random

from pipelines.model import Disclosure
from tests.synthesis.model import UNITS_OF_MONEY
from tests.synthesis.plant import UNREADABLE
from tests.synthesis.provinces import Disclosed
from tests.synthesis.sheets import Ref, Sheet, printed_refs


@dataclass(frozen=True)
class Slip:
    """A disclosure with one slip, and the cells that hold it; none where a whole table does."""

    name: str
    made: Disclosed
    refs: tuple[Ref, ...] = ()


def _told(sheet: Sheet, changed: Mapping[Ref, str]) -> Sheet:
    return replace(sheet, overrides={**sheet.overrides, **changed})


def _drawn(made: Disclosed, rng: Random, enough: Callable[[Sheet], bool]) -> int:
    return rng.choice([i for i, sheet in enumerate(made.sheets) if not sheet.empty and enough(sheet)])


def digit_changed(made: Disclosed, rng: Random) -> Slip:
    """One digit before the point of one amount differs."""
    number = _drawn(made, rng, lambda sheet: bool(printed_refs(sheet)))
    sheet = made.sheets[number]
    ref = rng.choice(printed_refs(sheet))
    text = sheet.ink(ref)
    whole = text.partition(".")[0]
    place = rng.choice([i for i, character in enumerate(whole) if character.isdigit()])
    digit = rng.choice([d for d in "123456789" if d != text[place]])
    changed = _told(sheet, {ref: text[:place] + digit + text[place + 1 :]})
    return Slip("digit_changed", made.with_sheet(number, changed), (ref,))


def _swap(made: Disclosed, name: str, number: int, one: Ref, other: Ref) -> Slip:
    sheet = made.sheets[number]
    changed = _told(sheet, {one: sheet.ink(other), other: sheet.ink(one)})
    return Slip(name, made.with_sheet(number, changed), (one, other))


def _neighbours(sheet: Sheet) -> list[tuple[Ref, Ref]]:
    pairs = [(a, b) for row in sheet.body for a, b in pairwise(row) if isinstance(a, Ref) and isinstance(b, Ref)]
    return [(a, b) for a, b in pairs if sheet.ink(a) != sheet.ink(b)]


def neighbours_swapped(made: Disclosed, rng: Random) -> Slip:
    """Two amounts beside each other in a row, one of them perhaps blank, have changed places."""
    number = _drawn(made, rng, lambda sheet: bool(_neighbours(sheet)))
    return _swap(made, "neighbours_swapped", number, *rng.choice(_neighbours(made.sheets[number])))


def _columns(sheet: Sheet) -> list[tuple[Ref, Ref]]:
    pairs = [
        (a, b)
        for above, below in pairwise(sheet.body)
        for a, b in zip(above, below, strict=True)
        if isinstance(a, Ref) and isinstance(b, Ref) and a.resource == b.resource
    ]
    return [(a, b) for a, b in pairs if sheet.ink(a) != sheet.ink(b)]


def rows_swapped(made: Disclosed, rng: Random) -> Slip:
    """Two amounts one above the other have changed places."""
    number = _drawn(made, rng, lambda sheet: bool(_columns(sheet)))
    return _swap(made, "rows_swapped", number, *rng.choice(_columns(made.sheets[number])))


def amount_lost(made: Disclosed, rng: Random) -> Slip:
    """An amount is left out."""
    number = _drawn(made, rng, lambda sheet: bool(printed_refs(sheet)))
    ref = rng.choice(printed_refs(made.sheets[number]))
    return Slip("amount_lost", made.with_sheet(number, _told(made.sheets[number], {ref: ""})), (ref,))


def unreadable(made: Disclosed, rng: Random) -> Slip:
    number = _drawn(made, rng, lambda sheet: bool(printed_refs(sheet)))
    ref = rng.choice(printed_refs(made.sheets[number]))
    changed = _told(made.sheets[number], {ref: rng.choice(UNREADABLE)})
    return Slip("unreadable", made.with_sheet(number, changed), (ref,))


def unit_label(made: Disclosed, rng: Random) -> Slip:
    """One table claims another unit of money than its figures have."""
    number = _drawn(made, rng, lambda sheet: bool(printed_refs(sheet)))
    sheet = made.sheets[number]
    other = rng.choice([unit for unit in UNITS_OF_MONEY if unit != sheet.unit])
    return Slip("unit_label", made.with_sheet(number, replace(sheet, unit=other)))


def unit_lost(made: Disclosed, rng: Random) -> Slip:
    """One table prints no unit."""
    number = _drawn(made, rng, lambda sheet: bool(printed_refs(sheet)))
    return Slip("unit_lost", made.with_sheet(number, replace(made.sheets[number], unit="")))


def missing_table(made: Disclosed, rng: Random) -> Slip:
    number = rng.randrange(1, len(made.sheets))
    return Slip("missing_table", made.with_sheet(number, replace(made.sheets[number], missing=True)))


def title_year(made: Disclosed, rng: Random) -> Slip:
    """The title of one table names another year."""
    number = rng.randrange(len(made.sheets))
    sheet = made.sheets[number]
    title = sheet.title.replace(str(made.year), str(made.year + rng.choice((-1, 1))), 1)
    return Slip("title_year", made.with_sheet(number, replace(sheet, title=title)))


def headings_swapped(made: Disclosed, rng: Random) -> Slip:
    """Two headings over amounts beside each other have changed places; their figures have not."""
    numbers = [
        i for i, sheet in enumerate(made.sheets) if not sheet.empty and _neighbours(sheet) and len(sheet.body) > 1
    ]
    if not numbers:
        return digit_changed(made, rng)
    number = rng.choice(numbers)
    sheet = made.sheets[number]
    row = next(row for row in sheet.body if any(isinstance(cell, Ref) for cell in row))
    lowest = [next((r[c] for r in reversed(sheet.head) if r[c] not in ("^", "<")), "") for c in range(len(row))]
    found = [
        (i, lowest[i], lowest[i + 1])
        for i in range(len(row) - 1)
        if isinstance(row[i], Ref) and isinstance(row[i + 1], Ref) and lowest[i] and lowest[i + 1]
    ]
    if not found:
        return digit_changed(made, rng)
    at, one, other = rng.choice(found)
    head = [list(r) for r in sheet.head]
    for r in head:
        for column, text in ((at, one), (at + 1, other)):
            if r[column] == text:
                r[column] = other if column == at else one
    changed = replace(sheet, head=head)
    cells = [(r[at], r[at + 1]) for r in sheet.body]
    refs = [ref for a, b in cells if isinstance(a, Ref) and isinstance(b, Ref) and sheet.ink(a) != sheet.ink(b)
            for ref in (a, b)]  # fmt: skip
    return Slip("headings_swapped", made.with_sheet(number, changed), tuple(refs))


SLIPS: Mapping[str, Callable[[Disclosed, Random], Slip]] = {
    "digit_changed": digit_changed,
    "neighbours_swapped": neighbours_swapped,
    "rows_swapped": rows_swapped,
    "amount_lost": amount_lost,
    "unreadable": unreadable,
    "unit_label": unit_label,
    "unit_lost": unit_lost,
    "missing_table": missing_table,
    "title_year": title_year,
    "headings_swapped": headings_swapped,
}


def slipped(made: Disclosed, name: str, seed: int) -> Slip:
    """The disclosure with the named slip at a place drawn from `seed`."""
    return SLIPS[name](made, Random(f"slip {name} {seed}"))


def verified_slips(slip: Slip, disclosure: Disclosure) -> list[str]:
    """Cells with a slip that stand in a verified row."""
    found = []
    gold = slip.made.gold()
    for ref in slip.refs:
        rows, table = gold[ref.resource], disclosure.tables.get(ref.resource)
        side = rows[ref.row].get("side")
        own = [row for row in rows if row.get("side") == side]
        number = own.index(rows[ref.row])
        ours = [row for row in table.rows if row.side == side] if table else []
        if len(ours) != len(own):
            continue
        row = ours[number]
        if disclosure.verdicts.get((ref.resource, row.side, row.row_number)) == "verified":
            found.append(f"{ref.resource} {row.side or ''} {number} {ref.field}")
    return found
