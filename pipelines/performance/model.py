"""A form as it is printed, before anything is typed: what every way of reading it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipelines.model import Issue, RawCell

Period = Literal["implementation", "annual"]


@dataclass(frozen=True)
class RawIndicator:
    """One indicator of one half of a form; levels and target as printed, put together over lines, null where blank."""

    period: Period
    level1: str | None
    level2: str | None
    level3: str | None
    target: str | None
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class RawForm:
    """`fields`: column of `performance_targets` → its ink, put together over lines (`text`); amounts as printed.

    A field whose label is there and whose cell is blank is not among them. `line` and `page`: where its title stands.
    """

    fields: Mapping[str, RawCell]
    indicators: tuple[RawIndicator, ...]
    line: int | None = None
    page: int | None = None
    issues: tuple[Issue, ...] = ()
