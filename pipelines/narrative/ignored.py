"""Numbers that state nothing: years, ordinals, numbers of documents, thresholds. Each is ignored by a named rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

WINDOW = 24
"""Characters on each side of a number that a rule looks at."""
_QUOTED = re.compile(r"“[^“”。；]{1,60}”|《[^《》。；]{1,80}》")
_PAGE = re.compile(r"[-—–－‐─\s第]{0,4}[0-9]{1,4}[-—–－‐─\s页]{0,4}")


@dataclass(frozen=True)
class Ignoring:
    """A number is ignored where all that the rule gives fits: its digits, what ends before it, what begins behind."""

    rule: str
    number: re.Pattern[str]
    before: re.Pattern[str]
    after: re.Pattern[str]


def ignoring(entry: Mapping[str, str]) -> Ignoring:
    patterns = (re.compile(entry.get(key, other)) for key, other in (("number", ".*"), ("before", ""), ("after", "")))
    return Ignoring(entry["rule"], *patterns)


def quoted_spans(text: str) -> frozenset[int]:
    """The positions inside curly quotation marks and title marks: numbers there belong to a name."""
    return frozenset(chain.from_iterable(range(*match.span()) for match in _QUOTED.finditer(text)))


def ignored_by(text: str, start: int, end: int, quoted: frozenset[int], rules: Sequence[Ignoring]) -> str | None:
    """The name of the rule that ignores the number at `text[start:end]`; None for a figure."""
    if start in quoted:
        return "quoted"
    if len(text) <= WINDOW and _PAGE.fullmatch(text):
        return "page_number"
    return next(_fitting(text, start, end, rules), None)


def _fitting(text: str, start: int, end: int, rules: Sequence[Ignoring]) -> Iterator[str]:
    number, before, after = text[start:end], text[max(0, start - WINDOW) : start], text[end : end + WINDOW]
    for rule in rules:
        if rule.number.fullmatch(number) and rule.before.search(before) and rule.after.match(after):
            yield rule.rule
