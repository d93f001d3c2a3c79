"""The lower part of a form: rows of indicators → RawIndicators, whatever their cells have slipped by.

Each half has three columns. A cell that has slipped moves those behind it too, so the reading is taken whose cells
stand in order, with the fewest shifts, and with the known names of level 2 in their column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from pipelines.performance.model import Period, RawIndicator
from pipelines.performance.rows import Row, Token
from pipelines.performance.words import FormWords, key_of
from pipelines.values import squeeze

ROLES = ("level2", "level3", "target")
_HALVES = 2
_FIRST = 2  # the column of level 2 in every form, behind the heading of the part and level 1
_SIGNS = frozenset("≥≤＞＜=><＝")
Kind = Literal["name", "figure", "text"]
Texts = Mapping[tuple[Period, str], str]


@dataclass(frozen=True)
class Slot:
    period: Period
    role: str
    at: int


@dataclass(frozen=True)
class Weights:
    """What speaks against a reading: a shift by one place, a wording in the wrong column, a target alone, a target in
    the column of what it is for.
    """

    shift: int
    wording: int
    bare: int
    figure: int


IN_PLACE, SLIPPED = Weights(6, 2, 1, 2), Weights(2, 6, 3, 6)


@dataclass(frozen=True)
class Placed:
    """One row of indicators: its level 1 as printed, and its texts by half and column."""

    row: Row
    level1: str | None
    texts: Texts


def slots_of(row: Row, only: Period) -> tuple[Slot, ...]:
    """The columns that a heading row names; `only` is the half it is of where it names each column once. None where
    other columns stand among them, or one is named for more than two halves; where a row of tabs has lost some of both
    halves they are those of every form.
    """
    labels = [token.label for token in row.tokens]
    first = next(n for n, label in enumerate(labels) if label and label.group == "indicator_columns")
    if any(label is None or label.group != "indicator_columns" for label in labels[first:]):
        return ()
    named = [(label.key, token.at) for label, token in zip(labels, row.tokens, strict=True) if label]
    named = [(role, at) for role, at in named if role in ROLES]
    if max(Counter(role for role, _ in named).values(), default=0) > _HALVES:
        return ()
    both = len(named) > len(ROLES)
    if not row.ruled and both and [role for role, _ in named] != [*ROLES, *ROLES]:
        named = [(role, at) for at, role in enumerate([*ROLES, *ROLES], _FIRST)]
    return tuple(
        Slot("annual" if n >= len(ROLES) else "implementation" if both else only, role, at)
        for n, (role, at) in enumerate(named)
    )


def place(row: Row, slots: Sequence[Slot], shifts: dict[Period, int], words: FormWords) -> Placed | None:
    """The row with its cells in their columns; None where two readings are as good, or none is possible. `shifts`:
    how far the cells of each half had slipped before, which is kept up.
    """
    in_place = row.ruled and not _has_slipped(row, slots, words)
    level1, tokens = _parted(row, slots, in_place, words)
    if not tokens:
        return Placed(row, level1, {})
    known = [(token.at, _kind(token, words)) for token in tokens]
    weights = IN_PLACE if in_place else SLIPPED
    readings = [(_cost(known, chosen, weights, shifts), chosen) for chosen in combinations(slots, len(tokens))]
    least = min((cost for cost, _ in readings), default=0)
    best = [chosen for cost, chosen in readings if cost == least]
    if len(best) != 1:
        return None
    chosen = best[0]
    shifts |= {slot.period: token.at - slot.at for token, slot in zip(tokens, chosen, strict=True)}
    texts = {(s.period, s.role): t.text for t, s in zip(tokens, chosen, strict=True)}
    return Placed(row, level1, texts)


def _has_slipped(row: Row, slots: Sequence[Slot], words: FormWords) -> bool:
    """Whether a ruled row shows that it was made of slipped cells: a name of level 2 stands where none does, or what
    is no level 1 stands before a target that nothing has.
    """
    names = {slot.at for slot in slots if slot.role != "target"}
    targets = {slot.at for slot in slots if slot.role == "target"}
    texts = {token.at: key_of(token.text) for token in row.tokens}
    first = {slot.role: slot.at for slot in reversed(slots)}
    before = texts.get(min(names, default=0) - 1, "")
    if before not in ("", *words.level1) and first.get("target") in texts and first.get("level3") not in texts:
        return True
    found = [at for at, key in texts.items() if key in words.level2]
    return any(at in targets or (at not in names and texts[at] not in words.level1) for at in found)


def _parted(row: Row, slots: Sequence[Slot], in_place: bool, words: FormWords) -> tuple[str | None, tuple[Token, ...]]:
    """Level 1 and the cells behind it, without the heading of the whole part, which may be torn by a page."""
    tokens = row.tokens
    key = key_of(tokens[0].text)
    if key and tokens[0].at == 0 and any(key in heading for heading in words.headings):
        tokens = tokens[1:]
    if tokens and _is_level1(tokens, min(slot.at for slot in slots), in_place, words):
        return squeeze(tokens[0].text), tokens[1:]
    return None, tokens


def _is_level1(tokens: Sequence[Token], first: int, in_place: bool, words: FormWords) -> bool:
    """A name of level 1 that is none of level 2, or has its own level 2 behind it; where no cell has slipped whatever
    stands right before the columns of level 2.
    """
    key = key_of(tokens[0].text)
    if in_place and tokens[0].at == first - 1:
        return key not in words.level2 or key in words.level1
    if key not in words.level1:
        return False
    behind = words.over(tokens[1].text) if len(tokens) > 1 else None
    return key not in words.level2 or behind == words.level1[key]


def _kind(token: Token, words: FormWords) -> Kind:
    if words.over(token.text) is not None:
        return "name"
    return "figure" if token.text[0] in _SIGNS else "text"


def _cost(
    tokens: Sequence[tuple[int, Kind]], slots: Sequence[Slot], weights: Weights, shifts: Mapping[Period, int]
) -> int:
    """How odd a reading of cells is, each given by its place and kind: each place that a cell has slipped by beyond the
    one before it, each wording in another column, each target without an indicator.
    """
    cost = 0
    before: tuple[Period, int] | None = None
    taken = {(slot.period, slot.role) for slot in slots}
    for (at, kind), slot in zip(tokens, slots, strict=True):
        shift = at - slot.at
        usual = shifts.get(slot.period, 0)
        expected = [usual, 0] if before is None else [before[1], usual] if before[0] != slot.period else [before[1]]
        cost += weights.shift * min(abs(shift - other) for other in expected)
        if slot.role == "level2":
            cost += 0 if kind == "name" else weights.wording
        elif kind == "name":
            beside = slot.role == "level3" and (slot.period, "level2") in taken
            cost += 1 if beside else 2 * weights.wording
        elif kind == "figure" and slot.role == "level3":
            cost += weights.figure
        cost += weights.bare if slot.role == "target" and (slot.period, "level3") not in taken else 0
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
