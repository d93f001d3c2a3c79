"""Printed targets → comparator, value, unit: `≥85%` → ≥, 85, %. What is not plainly one figure gives nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from pipelines.values import ascii_digits, squeeze
from pipelines.vocabulary import Vocabulary

_FIGURE = re.compile(r"((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(.*)")
_PLAIN = str.maketrans({"％": "%", "﹪": "%", "（": "(", "）": ")", "，": ",", "＝": "=", "＞": ">", "＜": "<"})
_UNIT = re.compile(r"[%‰℃°㎡]|(?:[\u4e00-\u9fff]{1,4}|[A-Za-z]{1,4}[²³0-9]?)(?:\([\u4e00-\u9fffA-Za-z]{1,4}\))?")
_MOST_PIECES = 4
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DAY = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-3][0-9])?")
_LARGEST = Decimal(10) ** 15


class Target(NamedTuple):
    comparator: str | None
    value: Decimal | None
    unit: str | None


NOTHING = Target(None, None, None)


def target_of(printed: str | None, vocabulary: Vocabulary) -> Target:
    """The figure of a printed target with its unit as printed; all null for words, dates and several figures."""
    text = squeeze(ascii_digits(printed or "")).rstrip("。；;")
    comparator, rest = _comparator(text, vocabulary)
    match = _FIGURE.fullmatch(rest.translate(_PLAIN))
    if match is None:
        return NOTHING
    figure, unit = match[1], match[2]
    value = Decimal(figure.replace(",", ""))
    if value >= _LARGEST or not _is_unit(unit, vocabulary) or _is_date(figure, unit, comparator):
        return NOTHING
    return Target(comparator or "=", value, rest[len(figure) :] or None)


def _comparator(text: str, vocabulary: Vocabulary) -> tuple[str | None, str]:
    """The comparator at the head of a text, and what stands behind it."""
    head = text.translate(_PLAIN)
    mark, sign = next(((mark, sign) for mark, sign in _marks(vocabulary) if head.startswith(mark)), ("", None))
    return sign, text[len(mark) :]


@lru_cache(maxsize=4)
def _marks(vocabulary: Vocabulary) -> tuple[tuple[str, str], ...]:
    """Wordings of comparators with their sign, the longest first."""
    said: Mapping[str, list[str]] = vocabulary.performance["comparators"]
    return tuple(sorted(((m, sign) for sign, marks in said.items() for m in marks), key=lambda mark: -len(mark[0])))


def _is_unit(unit: str, vocabulary: Vocabulary) -> bool:
    """Whether what stands behind a figure is nothing but its unit, `元/人/天`, or what it is counted by, `/人`."""
    if any(word in unit for word in vocabulary.performance["unit_ends"]):
        return False
    pieces = unit.removeprefix("/").split("/") if unit else []
    return len(pieces) <= _MOST_PIECES and all(_UNIT.fullmatch(piece) for piece in pieces)


def _is_date(figure: str, unit: str, comparator: str | None) -> bool:
    """`2024年`, `6月`, `20240630` say when, not how much; `1年` and `≤30日` how much."""
    if unit.startswith(("月", "年")):
        return unit.startswith("月") or _YEAR.fullmatch(figure) is not None
    if unit == "日":
        return comparator is None
    return not unit and comparator is None and bool(_YEAR.fullmatch(figure) or _DAY.fullmatch(figure))
