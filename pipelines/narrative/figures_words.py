"""The wording of `metadata/statements.yml`, compiled once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipelines.narrative.ignored import Ignoring, ignoring
from pipelines.values import plain
from pipelines.vocabulary import Vocabulary


@dataclass(frozen=True)
class Unit:
    """What a number is counted in; `factor`: yuan per unit of money."""

    printed: str
    kind: str
    factor: int | None = None


@dataclass(frozen=True)
class StatementRule:
    """One way in which a statement is worded. `kinds`: of the units of its figures; `under`: statements whose parts
    alone are so named; `anywhere`: words of the budget may stand before.
    """

    statement: str
    topics: frozenset[str]
    wordings: tuple[re.Pattern[str], ...]
    under: frozenset[str]
    kinds: frozenset[str]
    functions: bool
    prior_of: str | None
    anywhere: bool


@dataclass(frozen=True)
class FigureWords:
    """`verb_last`, `verb_first`, `verb_inside`: where the word of a change stands among the words before its figure;
    `compared`: `比上年`; `earlier`: the amount of an earlier year; `inherited`: words that name no subject.
    """

    topics: tuple[tuple[str, re.Pattern[str]], ...]
    rules: tuple[StatementRule, ...]
    parts: Mapping[str, frozenset[str]]
    functions: tuple[str, ...]
    unit: re.Pattern[str]
    units: Mapping[str, Unit]
    verb_last: re.Pattern[str]
    verb_first: re.Pattern[str]
    verb_inside: re.Pattern[str]
    directions: Mapping[str, str]
    unchanged: re.Pattern[str]
    compared: re.Pattern[str]
    earlier: re.Pattern[str]
    reason: re.Pattern[str]
    conclusion: re.Pattern[str]
    budget: re.Pattern[str]
    body_name: re.Pattern[str]
    inherited: re.Pattern[str]
    opening: re.Pattern[str]
    belonging: re.Pattern[str]
    body: re.Pattern[str]
    ignored: tuple[Ignoring, ...]


def any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@lru_cache(maxsize=4)
def figure_words(vocabulary: Vocabulary) -> FigureWords:
    raw = vocabulary.statements
    units = _units(raw["units"], vocabulary.wording["units"])
    verbs = [*raw["increase"], *raw["decrease"]]
    change = any_of([*verbs, *raw["either"]])
    earlier = rf"(?:{any_of(raw['earlier'])}|[0-9]{{4}}年度?)"
    budget = r"(?:年初|财政|部门|单位)?(?:预算|决算|执行)?(?:安排|执行)?(?:数|额|总额)?"
    names = any_of(units)
    return FigureWords(
        topics=tuple((t["topic"], re.compile("|".join(t["headings"]))) for t in raw["topics"]),
        rules=tuple(_rule(entry) for entry in raw["statements"]),
        parts={entry["statement"]: frozenset(entry["parts"]) for entry in raw["statements"] if "parts" in entry},
        functions=_functions(vocabulary),
        unit=re.compile(rf"{names}(?:（{names}）|\({names}\)|/{names})?"),
        units=units,
        verb_last=re.compile(
            rf"(?P<own>.*?)(?P<verb>{change})(?P<other>[（(/、]{change}[）)]?)?"
            r"(?:了|额|率|幅度|幅|比例|金额|数|约|近|为|达|达到|[:：])*$",
            re.DOTALL,
        ),
        verb_first=re.compile(rf"(?P<verb>{any_of(verbs)})(?:了)?(?!的|原因)(?P<own>.+)", re.DOTALL),
        verb_inside=re.compile(rf".+?(?P<verb>{any_of(verb for verb in verbs if len(verb) > 1)})"),
        directions=dict.fromkeys(raw["increase"], "increase") | dict.fromkeys(raw["decrease"], "decrease"),
        unchanged=re.compile(rf"(?:与|同|比|较|和){earlier}[^，。；：,;0-9]{{0,10}}?{any_of(raw['unchanged'])}"),
        compared=re.compile(rf"(?:与|比|较|同|和){earlier}{budget}(?:同期)?(?:相比|比)?|同比|环比"),
        earlier=re.compile(rf"(?:与|比|较|同|由|从)?{earlier}{budget}(?:为|是|的)?"),
        reason=re.compile(any_of(raw["reasons"])),
        conclusion=re.compile(any_of(raw["conclusions"])),
        budget=re.compile(any_of([*vocabulary.wording["budget_words"], *raw["budget_words"]])),
        body_name=re.compile(rf"[\u4e00-\u9fff（）]{{2,}}{any_of(vocabulary.wording['organisation_endings'])}"),
        inherited=re.compile(rf"{any_of(raw['inherited'])}*"),
        opening=re.compile(
            rf"(?:{any_of([*raw['openings'], *raw['conclusions']])}"
            r"|截至|[0-9]{4}年度?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|本年度"
            r"|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.．、）)]|[、\s])"
        ),
        belonging=re.compile(rf"{any_of(raw['belonging'])}$"),
        body=re.compile(rf"[\u4e00-\u9fff（）]{{0,10}}?{any_of(raw['bodies'])}"),
        ignored=tuple(ignoring(entry) for entry in raw["ignored"]),
    )


def _rule(entry: Mapping[str, Any]) -> StatementRule:
    return StatementRule(
        entry["statement"],
        frozenset(entry.get("topics", ())),
        tuple(re.compile(wording) for wording in entry.get("wordings", ())),
        frozenset(entry.get("under", ())),
        frozenset((*entry.get("kinds", ("money",)), "percent")),
        entry.get("functions", False),
        entry.get("prior_of"),
        entry.get("anywhere", False),
    )


def _units(listed: Mapping[str, Sequence[str]], money: Mapping[str, int]) -> dict[str, Unit]:
    """Every unit by its printed form; 万 and 亿 with no unit behind them count yuan."""
    units = {name: Unit(name, kind) for kind, names in listed.items() for name in names}
    units |= {name: Unit(name, "money", factor) for name, factor in money.items()}
    return units | {"万": Unit("万", "money", 10_000), "亿": Unit("亿", "money", 100_000_000)}


def _functions(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Names of the classes of the functional classification, longest first."""
    rows = [row for row in vocabulary.codes.rows("functional_classification") if row["level"] == "1"]
    names = {plain(name) for row in rows for name in (row["name"] or "", *(row["aliases"] or "").split("|")) if name}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))
