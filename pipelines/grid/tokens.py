"""Lines of a text layer → tokens: words and amounts with the spaces before them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.grid.keys import CODE
from pipelines.model import Line
from pipelines.values import amount_cell, ascii_digits, is_amount

_CHUNK = re.compile(r"\S+")
_PIECE = re.compile(r"-?[0-9０-９][0-9０-９,.，．]*|[^0-9０-９]+")
_DECIMALS = re.compile(r"(?<![0-9.,])[0-9][0-9,]*\.([0-9]+)(?![0-9.])")
_BROKEN = re.compile(
    r"#[A-Z0-9/!?#]+|N/?A|NaN|nan|null|INF"
    r"|[（(]?[0-9０-９.,\-—–－−*#=…%/+]+(?:[eE][0-9]+)?[）)]?"
    r"|[0-9]+[.,][0-9A-Za-z.,]*"
)


@dataclass(frozen=True)
class Token:
    """A piece of a line: `space` counts the blanks before it, `first` says that nothing but blanks precedes it."""

    text: str
    space: int
    first: bool
    line: Line
    amount: bool
    end: int


def usual_decimals(lines: Iterable[Line]) -> int | None:
    """The number of decimals that most figures here have; None where no figure has any."""
    counts = Counter(len(m) for line in lines for m in _DECIMALS.findall(line.text))
    return max(counts, key=lambda d: (counts[d], -d)) if counts else None


def looks_broken(text: str) -> bool:
    """`#REF!`, `——`, `1.2.3`, `N/A`: what stands where an amount should and is none."""
    return _BROKEN.fullmatch(text) is not None


def reads_as_amount(text: str) -> bool:
    """Whether the ink is one amount, perhaps painted twice or in full width."""
    return is_amount(amount_cell(text).text)


def split_glued(text: str, decimals: int | None, codes: bool) -> list[str] | None:
    """`106.272230105` → `106.27`, `2230105`; `12.303.00` → `12.30`, `3.00`; None where no such reading exists."""
    plain = ascii_digits(text)
    if reads_as_amount(plain) and (
        decimals is None or len(amount_cell(plain).text.partition(".")[2]) <= max(decimals, 2)
    ):
        return [text]
    if not decimals:
        return None
    pieces: list[str] = []
    rest = plain
    pattern = re.compile(rf"-?(?:0|[1-9][0-9,]*)\.[0-9]{{{decimals}}}")
    while rest:
        match = pattern.match(rest)
        if match is None:
            return [*pieces, rest] if pieces and codes and CODE.fullmatch(rest) else None
        pieces.append(match[0])
        rest = rest[match.end() :]
    doubled = len(pieces) % 2 == 0 and all(a == b for a, b in zip(pieces[::2], pieces[1::2], strict=True))
    return [a + a for a in pieces[::2]] if doubled else pieces


def chunks(line: Line) -> Iterator[Token]:
    """The words of a line, unsplit."""
    end = 0
    for match in _CHUNK.finditer(line.text):
        yield Token(match[0], match.start() - end, end == 0, line, reads_as_amount(match[0]), match.end())
        end = match.end()


def pieces(line: Line, decimals: int | None, codes: bool) -> Iterator[Token]:
    """The words and figures of a line, glued ones apart: for tables whose labels hold no figures of their own."""
    for token in chunks(line):
        space, first = token.space, token.first
        for text in _pieces_of(token.text, decimals, codes):
            yield Token(text, space, first, line, reads_as_amount(text), token.end)
            space, first = 0, False


def _pieces_of(text: str, decimals: int | None, codes: bool) -> Iterator[str]:
    whole = split_glued(text, decimals, codes)
    if whole or looks_broken(text):
        yield from whole or [text]
        return
    for piece in _PIECE.findall(text):
        split = split_glued(piece, decimals, codes) if piece[-1].isdigit() else None
        yield from split or [piece]
