"""The wording of a vocabulary, compiled once: titles, labels, units, entities, notes and page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipelines.tables import Table
from pipelines.values import has_cjk, plain, without_ordinal
from pipelines.vocabulary import Vocabulary

_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_TITLE = re.compile(
    r"(?:附?表(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[、.．：]?(?![0-9]{1,3}(?:[^0-9]|$)))?"
    r"(?:(?P<who>[^，。；：0-9]{2,40})(?=[0-9]{4}年))?(?:(?P<year>[0-9]{4})年?度?)?(?P<name>.+)"
)
_NUMBERED = re.compile(r"^[0-9]{1,2}[.．、](?=[0-9]{4}年|[^0-9])")
_WITHOUT_CARRYOVER = re.compile(r"（不含上年结转(?:结余)?）$")
_CONTINUED = re.compile(r"(?:（(?:续表?)?[0-9一二三四五六七八九十]{0,2}）|续表?[0-9一二三四五六七八九十]{0,2})+$")
_CODE_LISTS = (
    "functional_classification",
    "government_fund_classification",
    "state_capital_classification",
    "revenue_classification",
    "department_economic_classification",
)
_ECONOMIC_LISTS = ("department_economic_classification", "government_economic_classification")
_QUOTES = str.maketrans({"‘": "“", "’": "”"})


class Title(NamedTuple):
    """What a title says: the table, the year, and whose it is; `name` is the wording that a form lists."""

    resource: str
    name: str
    year: int | None
    entity: str | None


@dataclass(frozen=True)
class Words:
    """The wording of a vocabulary, compiled once. `titles` are those of every form, without their `prefixes`;
    `beginnings` of them with and without.
    """

    titles: dict[str, str]
    titles_of: dict[str, frozenset[str]]
    beginnings: frozenset[str]
    prefixes: tuple[str, ...]
    organisation: re.Pattern[str]
    label: re.Pattern[str]
    labelled: re.Pattern[str]
    unit: re.Pattern[str]
    bracketed_unit: re.Pattern[str]
    entity: re.Pattern[str]
    page_head: re.Pattern[str]
    furniture: re.Pattern[str]
    watermarks: frozenset[str]
    empty: frozenset[str]
    empty_because: re.Pattern[str]
    note: re.Pattern[str]
    ignored: frozenset[str]
    listed: dict[str, frozenset[str]]
    economic: frozenset[str]
    tables_part: str
    end: re.Pattern[str]


def _alternatives(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _units(units: Iterable[str]) -> str:
    """Names of units; one of a single character must end there: `预算单位：元氏县水利局` names a county."""
    ordered = sorted(units, key=len, reverse=True)
    return "|".join(re.escape(unit) + (r"(?![\u4e00-\u9fff])" if len(unit) == 1 else "") for unit in ordered)


@lru_cache(maxsize=4)
def words_of(vocabulary: Vocabulary) -> Words:
    wording = vocabulary.wording
    titles: dict[str, str] = {}
    for table in vocabulary.standard_tables:
        titles |= dict.fromkeys(_names(table), table.resource)
    titles_of: dict[str, frozenset[str]] = {}
    for form in vocabulary.forms.values():
        own = {title: first for first, *_ in form.numbers.values() for title in _names(form.layouts[first])}
        titles_of[form.form] = frozenset(own)
        titles = own | titles
    prefixes = tuple(sorted(["", *wording["title_prefixes"]], key=len, reverse=True))
    entity_labels = [label for labels in wording["entity_labels"].values() for label in labels]
    parts = wording["part_headings"]
    labels = "|".join(wording["label_patterns"])
    sentences = [s for s in wording["empty_statements"] if s[1:].startswith("表")]
    ends = [re.escape(parts["narrative"]), re.escape(parts["glossary"]), *wording["end_patterns"]]
    return Words(
        titles,
        titles_of,
        frozenset(prefix + title[:n] for prefix in prefixes for title in titles for n in range(2, len(title))),
        prefixes,
        re.compile(
            rf"(?!.*(?:{_alternatives(wording['budget_words'])}))"
            rf"[\u4e00-\u9fff（）]{{2,40}}(?:{_alternatives(wording['organisation_endings'])})"
        ),
        re.compile("|".join([labels, *wording["lone_label_patterns"]])),
        re.compile(rf"^(?:{labels})(?=.)|(?<=[表）])(?:{labels})$"),
        re.compile(rf"(?:{_alternatives(wording['unit_labels'])})[:：]\s*(?:人民币)?({_units(wording['units'])})"),
        re.compile(rf"[（(]\s*({_alternatives(wording['units'])})\s*[）)]"),
        re.compile(rf"^({_alternatives(entity_labels)})[:：]\s*(.*)$"),
        re.compile(rf"(?:{_alternatives(entity_labels)})[:：]|^[0-9]{{4}}年?度?(?:部门|单位)预算公开|\u2041"),
        re.compile("|".join(f"(?:{p})" for p in wording["furniture_patterns"])),
        frozenset(wording["watermarks"]),
        frozenset(plain(s) for s in wording["empty_statements"]),
        re.compile(rf"[无没].*(?:，|,|；|故|因此|所以)(?:{_alternatives(sentences)})$"),
        re.compile(rf"^(?:{_alternatives(wording['note_marks'])})\s*[0-9]*[:：]"),
        frozenset(plain(h) for h in wording["ignored_headings"]),
        _listed(vocabulary, _CODE_LISTS),
        frozenset(name for names in _listed(vocabulary, _ECONOMIC_LISTS).values() for name in names),
        parts["tables"],
        re.compile("|".join(f"(?:{e})" for e in ends)),
    )


def _names(table: Table) -> Iterator[str]:
    return (plain(_WITHOUT_CARRYOVER.sub("", title)) for title in table.titles)


def _listed(vocabulary: Vocabulary, lists: Sequence[str]) -> dict[str, frozenset[str]]:
    """Code → every name that it has, or had, in any of the lists."""
    found: dict[str, set[str]] = {}
    for name in lists:
        for row in vocabulary.codes.rows(name):
            wordings = (row["name"] or "", *(row["aliases"] or "").split("|"))
            found.setdefault(row["code"] or "", set()).update(plain(wording) for wording in wordings if wording)
    return {code: frozenset(names) for code, names in found.items()}


def title_of(text: str, vocabulary: Vocabulary) -> Title | None:
    """The standard table whose whole title `text` is; None for anything else.

    An ordinal before it, a label beside it and a mark that the table goes on (`（续表）`, `（二）`) are no part of it.
    """
    if "表" not in text and "）" not in text:
        return None
    words = words_of(vocabulary)
    text = _CONTINUED.sub("", _bare(text, words))
    match = _TITLE.fullmatch(text) if text.endswith(("表", "）")) else None
    if match is None:
        return None
    name = _WITHOUT_CARRYOVER.sub("", match["name"]).translate(_QUOTES)
    year, who = int(match["year"]) if match["year"] else None, match["who"]
    named = who if who and words.organisation.fullmatch(who) else None
    known = _known(name, words)
    if known is not None:
        return Title(words.titles[known], known, year, named)
    for start in range(2, len(name) - 3):
        known = _known(name[start:], words)
        if known is not None:
            own = words.organisation.fullmatch(name[:start])
            return Title(words.titles[known], known, year, name[:start]) if own else None
    return None


def _bare(text: str, words: Words) -> str:
    return _NUMBERED.sub("", without_ordinal(words.labelled.sub("", text)))


def _known(name: str, words: Words) -> str | None:
    """The wording that forms list, where `name` is one, with or without a prefix."""
    rests = (name[len(prefix) :] for prefix in words.prefixes if name.startswith(prefix))
    return next((rest for rest in rests if rest in words.titles), None)


def is_running_title(text: str, words: Words) -> bool:
    """Whether a squeezed line is a title that runs on every page, which may stand beside a bare page number."""
    return words.furniture.fullmatch(text) is not None and has_cjk(text) and not text.endswith("页")


def label_number(text: str, words: Words) -> int | None:
    match = words.label.fullmatch(text)
    if match is None:
        return None
    digits = next(g for g in match.groups() if g)
    if digits.isdigit():
        return int(digits)
    tens, ten, ones = digits.rpartition("十") if "十" in digits else ("", "", digits)
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)


def begins_title(text: str, words: Words) -> bool:
    """Whether a line may be the first piece of a title that goes on: the year is whole and a known name has begun."""
    match = _TITLE.fullmatch(_bare(text, words)) if 4 <= len(text) < 60 else None
    return match is not None and match["name"] in words.beginnings
