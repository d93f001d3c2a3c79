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
_RANGE = re.compile(r"[-—–~～至到][0-9]")


@dataclass(frozen=True)
class Tidy:
    """A text without white space but for that between two digits; `offsets`: where each character stood."""

    text: str
    offsets: tuple[int, ...]


@dataclass(frozen=True)
class Number:
    """A number as printed, with its sign; `value` is null where it is no plain number, `unit` where none is known."""

    start: int
    end: int
    printed: str
    value: Decimal | None
    unit: Unit | None
    stop: int
    """The end of the unit, or of the number where it has none."""


def tidy(text: str) -> Tidy:
    kept = [(0, len(text))]
    if _SPACES.search(text):
        spaces = [match.span() for match in _SPACES.finditer(text)]
        edges = [0, *(edge for span in spaces for edge in span), len(text)]
        kept = list(zip(edges[::2], edges[1::2], strict=True))
    characters: list[str] = []
    offsets: list[int] = []
    for start, end in kept:
        if characters and start < end and _LOOSE.match(text, start) and _LOOSE.match(characters[-1]):
            characters.append(" ")
            offsets.append(start - 1)
        characters += _half_width(text, start, end)
        offsets += range(start, end)
    return Tidy("".join(characters), tuple(offsets))


def _half_width(text: str, start: int, end: int) -> Iterator[str]:
    """Full-width digits as plain ones; points and commas between two of them, too."""
    for i in range(start, end):
        inner = text[i] in "．，" and start < i < end - 1 and text[i - 1] in _WIDE and text[i + 1] in _WIDE
        wide = text[i] in _WIDE or text[i] == "％" or inner
        yield "%" if text[i] == "％" else ascii_digits(text[i]) if wide else text[i]


def numbers_in(text: str, words: FigureWords) -> Iterator[Number]:
    """Every run of digits of a tidied text, in order."""
    broken = False
    for match in _RUN.finditer(text):
        start, end = match.span()
        signed = (
            start > 0
            and text[start - 1] in _MINUS
            and not (
                start > 1
                and text[start - 2].isalnum()
                and text[start - 2].isascii()
                or start > 1
                and text[start - 2] == "%"
            )
        )
        start -= signed
        unit = unit_at(text, end, words)
        stop = end + len(unit.printed) if unit else end
        ranged = _RANGE.match(text, stop) is not None
        after_break = broken
        broken = text[end : end + 1] == " " or ranged
        value = None if broken or after_break else _value(text[start:end])
        yield Number(start, end, text[start:end], value, unit, stop)


def unit_at(text: str, position: int, words: FigureWords) -> Unit | None:
    match = words.unit.match(text, position)
    if match is None:
        return None
    known = words.units.get(match[0])
    if known is not None:
        return known
    first = re.split(r"[（(/]", match[0])[0]
    return Unit(match[0], words.units[first].kind, words.units[first].factor)


def _value(printed: str) -> Decimal | None:
    try:
        return parse_amount(printed.translate(str.maketrans("－−", "--")))
    except ValueError:
        return None
