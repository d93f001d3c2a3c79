"""The words before a number → what they say of it: an amount of something, a change of it, a share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pipelines.narrative.figures_tokens import Number
from pipelines.narrative.figures_words import FigureWords

Kind = Literal["amount", "change", "share", "earlier", "bare"]
_STOPS = "。！？!?"
_HARD = frozenset("，,；;：:。！？!?")
_OPEN, _CLOSE = "（([【", "）)]】"
_TAIL = re.compile(r"(?:共计|为|是|共|约|达到|达|各|均|分别|近)+$")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年(?!末|底|[0-9]{1,2}月)")
_SHARE = re.compile(r"占(?!用|有|地|款)|比重|比例")


@dataclass(frozen=True)
class Said:
    """`own`: the subject that the words name, empty where they name none; `told`: the direction is beyond doubt."""

    kind: Kind
    own: str
    direction: str | None = None
    told: bool = True
    dated_before: bool = False


@dataclass(frozen=True)
class Gap:
    """What stands between a figure and the one before it, in the clause of the figure and in those before."""

    stop: bool
    semicolon: bool
    clauses: str
    segment: str


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
    """The words of `text[floor:start]`: those behind its last comma outside brackets, and those before."""
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
    return Gap(stop >= 0, semicolon > stop, before[max(stop, semicolon) + 1 :], text[begin:start])


def said_of(
    segment: str, number: Number, initial: bool, year: int | None, entity: str | None, words: FigureWords
) -> Said:
    """What a segment says; `initial`: it begins its sentence, where a year is that of the budget, right or wrong."""
    kind = number.unit.kind if number.unit else "money"
    if kind == "percent" and (share := _last(_SHARE, segment)) is not None:
        return Said("share", named(segment[: share.start()], entity, words))
    change = words.verb_last.fullmatch(segment)
    if change and _is_change(change, words):
        return _change(change, words.compared, entity, words)
    first = words.verb_first.match(segment) if kind != "percent" else None
    if first and len(first["verb"]) > 1:
        if first["own"] in ("到", "至"):
            return Said("amount", "")
        return Said("change", named(first["own"], entity, words), _direction(first["verb"], words))
    if kind == "percent":
        return Said("bare", named(segment, entity, words))
    earlier = words.earlier.fullmatch(segment)
    if earlier and not (year and f"{year}年" in segment):
        return Said("earlier", segment.lstrip("与比较同").rstrip("为是的"))
    dated = not initial and year is not None and any(int(y) < year for y in _YEAR.findall(segment))
    return Said("amount", named(segment, entity, words), dated_before=dated)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):
        pass
    return found


def _is_change(change: re.Match[str], words: FigureWords) -> bool:
    """A verb of one character (多, 少) is one only beside what is compared, or alone."""
    return len(change["verb"]) > 1 or not change["own"] or words.compared.search(change["own"]) is not None


def _change(change: re.Match[str], compared: re.Pattern[str], entity: str | None, words: FigureWords) -> Said:
    own = change["own"]
    comparison = compared.search(own)
    if comparison:
        before = named(own[: comparison.start()], entity, words)
        own = before or named(own[comparison.end() :], entity, words)
    else:
        own = named(own, entity, words)
    told = change["other"] is None
    return Said("change", own, _direction(change["verb"], words) if told else None, told)


def _direction(verb: str, words: FigureWords) -> str:
    return "increase" if verb in words.increase else "decrease"


def named(segment: str, entity: str | None, words: FigureWords) -> str:
    """The subject that a segment names, without what leads to it; empty where it names none."""
    reason = _last(words.reason, segment)
    rest = segment[reason.end() :].lstrip("是为系：:") if reason else segment
    while True:
        opening = words.opening.match(rest)
        if opening:
            rest = rest[opening.end() :]
        elif entity and rest.startswith(entity):
            rest = rest[len(entity) :]
        else:
            break
    conclusion = words.conclusion.match(rest)
    if conclusion and conclusion.end() < len(rest):
        return named(rest[conclusion.end() :], entity, words)
    if words.inherited.fullmatch(rest):
        return ""
    return _TAIL.sub("", rest) or rest


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
