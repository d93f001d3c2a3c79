"""Numbers that state nothing: years, ordinals, numbers of documents, thresholds. Each is ignored by a named rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

_WINDOW = 24
_QUOTED = re.compile(r"“[^“”。；]{1,60}”|《[^《》。；]{1,80}》")


@dataclass(frozen=True)
class Ignoring:
    """A number is ignored where all that the rule gives fits: its digits, what ends before it, what begins behind.

    `measured`: even where a unit of money, of area or a percent sign stands behind the number.
    """

    rule: str
    number: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]
    measured: bool


def ignoring(entry: Mapping[str, Any]) -> Ignoring:
    number, before, after = (re.compile(entry.get(key, "")) for key in ("number", "before", "after"))
    number = number if "number" in entry else re.compile(".*")
    return Ignoring(entry["rule"], number, before, after, entry.get("measured", False))


def quoted_positions(text: str) -> frozenset[int]:
    """The positions inside curly quotation marks and title marks: numbers there belong to a name."""
    return frozenset(chain.from_iterable(range(*match.span()) for match in _QUOTED.finditer(text)))


def ignored_by(
    text: str, span: tuple[int, int], measured: bool, quoted: frozenset[int], rules: Sequence[Ignoring]
) -> str | None:
    """The name of the rule that ignores the digits at `span`; None for a figure. `measured`: a unit is behind them."""
    if span[0] in quoted:
        return "quoted"
    return next(_fitting(text, span, (rule for rule in rules if rule.measured or not measured)), None)


def _fitting(text: str, span: tuple[int, int], rules: Iterator[Ignoring]) -> Iterator[str]:
    start, end = span
    number, before, after = text[start:end], text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    for rule in rules:
        if rule.number.fullmatch(number) and rule.before.search(before) and rule.after.match(after):
            yield rule.rule
