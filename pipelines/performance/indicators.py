"""The lower part of a form: rows of indicators → RawIndicators, whatever their cells have slipped by.

Each half has three columns. A cell that has slipped moves those behind it too, so the reading is taken whose cells
stand in order, with the fewest shifts, and with the known names of level 2 in their column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipelines.performance.model import Period, RawIndicator
from pipelines.performance.rows import Row, Token
from pipelines.performance.words import FormWords, key_of
from pipelines.values import squeeze

ROLES = ("level2", "level3", "target")
Texts = Mapping[tuple[Period, str], str]


@dataclass(frozen=True)
class Slot:
    period: Period
    role: str
    at: int


@dataclass(frozen=True)
class Placed:
    """One row of indicators: its level 1 as printed, and its texts by half and column."""

    row: Row
    level1: str | None
    texts: Texts


def slots_of(row: Row, only: Period) -> tuple[Slot, ...]:
    """The columns that a heading row names; `only` is the half it is of where it names each column once."""
    named = [(t.label.key, t.at) for t in row.tokens if t.label and t.label.group == "indicator_columns"]
    named = [(role, at) for role, at in named if role in ROLES]
    twice = len(named) > len({role for role, _ in named})
    seen: set[str] = set()
    slots = []
    for role, at in named:
        period: Period = "annual" if role in seen else "implementation" if twice else only
        seen.add(role)
        slots.append(Slot(period, role, at))
    return tuple(slots)


def place(row: Row, slots: Sequence[Slot], shifts: dict[Period, int], words: FormWords) -> Placed | None:
    """The row with its cells in their columns; None where two readings are as good, or none is possible. `shifts`:
    how far the cells of each half had slipped before, which is kept up.
    """
    level1, tokens = _parted(row, slots, words)
    if not tokens:
        return Placed(row, level1, {})
    readings = sorted(
        (
            (_cost(tokens, chosen, row.ruled, shifts, words), number, chosen)
            for number, chosen in enumerate(combinations(slots, len(tokens)))
        ),
        key=lambda reading: reading[:2],
    )
    if not readings or (len(readings) > 1 and readings[0][0] == readings[1][0]):
        return None
    chosen = readings[0][2]
    shifts |= {slot.period: token.at - slot.at for token, slot in zip(tokens, chosen, strict=True)}
    texts = {(s.period, s.role): t.text for t, s in zip(tokens, chosen, strict=True)}
    return Placed(row, level1, texts)


def _parted(row: Row, slots: Sequence[Slot], words: FormWords) -> tuple[str | None, tuple[Token, ...]]:
    """Level 1 and the cells behind it, without the heading of the whole part, which may be torn by a page."""
    tokens = row.tokens
    if tokens[0].at == 0 and any(key_of(tokens[0].text) in heading for heading in words.headings):
        tokens = tokens[1:]
    if tokens and _is_level1(tokens, min(slot.at for slot in slots), row.ruled, words):
        return squeeze(tokens[0].text), tokens[1:]
    return None, tokens


def _is_level1(tokens: Sequence[Token], first: int, ruled: bool, words: FormWords) -> bool:
    """A name of level 1 that is none of level 2, or has its own level 2 behind it; in ruled rows whatever stands
    right before the columns of level 2.
    """
    key = key_of(tokens[0].text)
    if ruled and tokens[0].at == first - 1:
        return key not in words.level2 or key in words.level1
    if key not in words.level1 or tokens[0].at >= first:
        return False
    behind = words.over(tokens[1].text) if len(tokens) > 1 else None
    return key not in words.level2 or behind == words.level1[key]


def _cost(
    tokens: Sequence[Token], slots: Sequence[Slot], ruled: bool, shifts: Mapping[Period, int], words: FormWords
) -> int:
    """How odd a reading is: shifts weigh more in ruled rows, wordings in the wrong column in others."""
    per_shift, per_wording = (3, 1) if ruled else (1, 3)
    cost = 0
    before: tuple[Period, int] | None = None
    taken = {(slot.period, slot.role) for slot in slots}
    for token, slot in zip(tokens, slots, strict=True):
        shift = token.at - slot.at
        usual = shifts.get(slot.period, 0)
        expected = [usual, 0] if before is None else [before[1], usual] if before[0] != slot.period else [before[1]]
        cost += per_shift * min(abs(shift - at) for at in expected)
        known = words.over(token.text) is not None
        if slot.role == "level2":
            cost += 0 if known else per_wording
        elif known:
            beside = slot.role == "level3" and (slot.period, "level2") in taken
            cost += 1 if beside else 2 * per_wording
        before = (slot.period, shift)
    return cost


def indicators_of(rows: Sequence[Placed], words: FormWords) -> Iterator[RawIndicator]:
    """The indicators of placed rows: levels 1 and 2 are those of the row, else those above it."""
    first: str | None = None
    level2: dict[Period, str] = {}
    for placed in rows:
        above, first = first, _level1(placed, first, words)
        if first != above:
            level2 = {}
        for period in dict.fromkeys(period for period, _ in placed.texts):
            second, third, target = (placed.texts.get((period, role)) for role in ROLES)
            if second is not None:
                level2[period] = squeeze(second)
            if third or target:
                yield RawIndicator(period, first, level2.get(period), third, target, placed.row.line, placed.row.page)


def _level1(placed: Placed, above: str | None, words: FormWords) -> str | None:
    """Level 1 as printed beside or above the row. Where cells have slipped, that which the form has over level 2."""
    names = {text for (_, role), text in placed.texts.items() if role == "level2"}
    fixed = {words.over(name) for name in names} - {None}
    printed = placed.level1 or above
    if len(fixed) != 1 or (placed.row.ruled and placed.level1):
        return printed
    known = fixed.pop()
    said = words.level1.get(key_of(printed)) if printed else None
    if said == known or (printed and said is None):
        return printed
    return known
