"""The words before a number → what they say of it: an amount of something, a change of it, a share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipelines.narrative.figures_words import FigureWords

Kind = Literal["amount", "change", "share", "earlier", "restated", "bare"]
"""`earlier`: the amount of an earlier year, without a subject; `restated`: what was told before has grown to this."""
_STOPS = "。！？!?"
_HARD = frozenset("，,；;：:。！？!?")
_OPEN, _CLOSE = "（([【", "）)]】"
_TAIL = re.compile(r"(?:共计|为|是|共|约|达到|达|各|均|分别|近)+$")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年(?!末|底|[0-9]{1,2}月)")
_YEAR_BEFORE = re.compile(r"(?:上|去)(?:一)?年(?!度?(?:财政拨款)?结|末|底)")
_SHARE = re.compile(r"占(?!用|有|地|款)|比重|比例")
_LONGEST = 200


@dataclass(frozen=True)
class Said:
    """`own`: the subject that the words name, empty where they name none; `told`: the direction is beyond doubt;
    `dated_before`: they are of an earlier year.
    """

    kind: Kind
    own: str
    direction: str | None = None
    told: bool = True
    dated_before: bool = False


@dataclass(frozen=True)
class Gap:
    """What stands between a figure and the one before it: the `segment` behind the last comma outside brackets, and
    the `clauses` of the same sentence before. `initial`: the segment begins its sentence.
    """

    stop: bool
    semicolon: bool
    clauses: str
    segment: str
    initial: bool


@dataclass(frozen=True)
class Reading:
    """What tells how to read: the year of the budget, whose it is, the wording."""

    year: int | None
    entity: str | None
    words: FigureWords


def brackets(text: str) -> dict[int, int]:
    """Position of each closing bracket → that of its opening one."""
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for position, character in enumerate(text):
        if character in _OPEN:
            opened.append(position)
        elif character in _CLOSE and opened:
            pairs[position] = opened.pop()
        elif character in _STOPS:
            opened.clear()
    return pairs


def gap_before(text: str, floor: int, start: int, pairs: Mapping[int, int]) -> Gap:
    """The words of `text[floor:start]`, where `floor` is the end of the figure before, or 0."""
    begin = start
    while begin > floor:
        previous = text[begin - 1]
        if previous in _CLOSE and pairs.get(begin - 1, -1) >= floor:
            begin = pairs[begin - 1]
        elif previous in _HARD or previous in _OPEN:
            break
        else:
            begin -= 1
    before = text[floor:begin]
    stop = max(before.rfind(mark) for mark in _STOPS)
    semicolon = max(before.rfind(mark) for mark in "；;")
    clauses = before[max(stop, semicolon) + 1 :]
    fresh = floor == 0 or stop >= 0 or semicolon >= 0
    initial = fresh and not clauses.strip("，,：:（(“")
    return Gap(stop >= 0, semicolon > stop, clauses, text[max(begin, start - _LONGEST) : start], initial)


def said_of(gap: Gap, kind: str, reason: bool, reading: Reading) -> Said:
    """What the words before a number say of it; `kind` is that of its unit, `reason`: they tell why something changed.

    An earlier year in the first words of a sentence is that of the budget, right or wrong.
    """
    words = reading.words
    if words.unchanged.fullmatch(gap.segment):
        return Said("change", "", "unchanged")
    core = led(gap.segment, reading)
    share = _last(_SHARE, core) if kind == "percent" else None
    if share is not None:
        return Said("share", named(core[: share.start()], reading))
    change = words.verb_last.fullmatch(core)
    if change and (len(change["verb"]) > 1 or not change["own"] or words.compared.search(change["own"])):
        return _change(change, reading)
    if kind == "percent":
        return Said("bare", named(core, reading))
    first = words.verb_first.match(core)
    if first and first["own"] in ("到", "至", "为"):
        return Said("restated", "")
    if first and len(first["verb"]) > 1:
        return Said("change", named(first["own"], reading), words.directions[first["verb"]])
    inner = words.verb_inside.match(core) if reason else None
    if inner and kind == "money":
        return Said("change", named(core, reading), words.directions[inner["verb"]])
    segment = gap.segment.lstrip("、和及等")
    years = [int(year) for year in _YEAR.findall(segment)]
    before = any(year < (reading.year or 0) for year in years)
    if words.earlier.fullmatch(segment) and (before or not years):
        return Said("earlier", segment.lstrip("与比较同由从").rstrip("为是的"))
    dated = (before and not gap.initial) or _YEAR_BEFORE.search(segment) is not None
    return Said("amount", named(core, reading), dated_before=dated)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return found[-1] if found else None


def _change(change: re.Match[str], reading: Reading) -> Said:
    own = change["own"]
    comparison = reading.words.compared.search(own)
    if comparison:
        own = named(own[: comparison.start()], reading) or named(own[comparison.end() :], reading)
    else:
        own = named(own, reading)
    direction = reading.words.directions.get(change["verb"]) if change["other"] is None else None
    return Said("change", own, direction, direction is not None)


def led(segment: str, reading: Reading) -> str:
    """A segment without the words that lead to its subject: reasons, years, the name of the body."""
    reason = _last(reading.words.reason, segment)
    rest = segment[reason.end() :].lstrip("是为系：:") if reason else segment
    while True:
        opening = reading.words.opening.match(rest)
        if opening:
            rest = rest[opening.end() :]
        elif reading.entity and rest.startswith(reading.entity):
            rest = rest[len(reading.entity) :]
        else:
            return rest


def named(segment: str, reading: Reading) -> str:
    """The subject that a segment names; empty where it names none (`涉及资金`)."""
    rest = led(segment, reading)
    return "" if reading.words.inherited.fullmatch(rest) else _TAIL.sub("", rest) or rest


def noun_behind(text: str, stop: int) -> str:
    """The words behind a number that comes before its noun (`1家行政单位`), up to a comma or another number."""
    end = stop
    depth = 0
    while end < len(text) and end - stop < 40:
        character = text[end]
        if (character in _HARD and not depth) or character.isdigit():
            break
        depth += (character in _OPEN) - (character in _CLOSE)
        end += 1
    return text[stop:end]
