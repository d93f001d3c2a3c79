"""A paragraph → its numbers, each with the unit printed behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipelines.narrative.figures_words import FigureWords, Unit
from pipelines.values import ascii_digits, parse_amount

_RUN = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
_LOOSE = re.compile(r"[0-9.,，．]")
_WIDE = frozenset("０１２３４５６７８９")
_MINUS = "-－−"
_PLAIN_MINUS = str.maketrans("－−", "--")
_RANGE = re.compile(r"[-—–~～至到][0-9]")
_LONGEST = 24


@dataclass(frozen=True)
class Tidy:
    """A text without white space but for that between two digits; `offsets`: where each character stood."""

    text: str
    offsets: tuple[int, ...]


@dataclass(frozen=True)
class Number:
    """A number as printed, with its sign; `value` is null where it is no plain number, `unit` where none is known.

    `start` is where the sign stands, `digits` the first digit, `stop` the end of the unit.
    """

    start: int
    digits: int
    end: int
    printed: str
    value: Decimal | None
    unit: Unit | None
    stop: int


def tidy(text: str) -> Tidy:
    """Digits become plain ones; a space between digits stays: what it parts may be one number or two."""
    characters: list[str] = []
    offsets: list[int] = []
    start = 0
    for space in [*(match.span() for match in _SPACES.finditer(text)), (len(text), len(text))]:
        if characters and start < space[0] and _LOOSE.match(text, start) and _LOOSE.match(characters[-1]):
            characters.append(" ")
            offsets.append(start - 1)
        characters += (_half_width(text, i) for i in range(start, space[0]))
        offsets += range(start, space[0])
        start = space[1]
    return Tidy("".join(characters), tuple(offsets))


def _half_width(text: str, i: int) -> str:
    """A full-width digit as a plain one; points and commas between two of them, too."""
    if text[i] in _WIDE:
        return ascii_digits(text[i])
    if text[i] in "．，" and {text[i - 1 : i], text[i + 1 : i + 2]} <= _WIDE:
        return ascii_digits(text[i])
    return "%" if text[i] == "％" else text[i]


def numbers_in(text: str, words: FigureWords) -> Iterator[Number]:
    """Every run of digits of a tidied text, in order."""
    part = False
    for match in _RUN.finditer(text):
        digits, end = match.span()
        start = digits - _signed(text, digits)
        unit = unit_at(text, end, words)
        stop = end + len(unit.printed) if unit else end
        goes_on = text[end : end + 1] == " " or _RANGE.match(text, stop) is not None
        plain = not (part or goes_on or _torn(text, digits))
        yield Number(start, digits, end, text[start:end], _value(text[start:end]) if plain else None, unit, stop)
        part = goes_on


def _signed(text: str, digits: int) -> bool:
    """Whether a minus sign stands before the number, and not a dash behind a Latin word or another number."""
    if not digits or text[digits - 1] not in _MINUS:
        return False
    before = text[digits - 2 : digits - 1] if digits > 1 else ""
    return not (before.isascii() and before.strip())


def _torn(text: str, digits: int) -> bool:
    """Whether a point, a space, or a comma behind a digit stands before: the number may be the rest of another."""
    before = text[digits - 1 : digits]
    return before in (".", "．", " ") or (before in ("，", ",", ":", "：", "/") and text[max(0, digits - 2)].isdigit())


def unit_at(text: str, position: int, words: FigureWords) -> Unit | None:
    """The unit that begins at a position (`台（套）`)."""
    match = words.unit.match(text, position)
    if match is None:
        return None
    first = words.units[re.split(r"[（(/]", match[0])[0]]
    return Unit(match[0], first.kind, first.factor)


def _value(printed: str) -> Decimal | None:
    try:
        return parse_amount(printed.translate(_PLAIN_MINUS)) if len(printed) <= _LONGEST else None
    except ValueError:
        return None
