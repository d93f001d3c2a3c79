"""The wording of a vocabulary, compiled once: titles, labels, units, entities, notes and page furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipelines.values import plain
from pipelines.vocabulary import Vocabulary

_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")}
_TITLE = re.compile(
    r"(?:附?表(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[、.．：]?(?![0-9]{1,3}(?:[^0-9]|$)))?"
    r"(?:[^，。；：0-9]{2,40}(?=[0-9]{4}年))?(?:(?P<year>[0-9]{4})年?度?)?(?P<name>.+)"
)
_WITHOUT_CARRYOVER = re.compile(r"（不含上年结转(?:结余)?）$")
_CONTINUED = re.compile(r"(?:（(?:续表?)?[0-9一二三四五六七八九十]{0,2}）|续表?[0-9一二三四五六七八九十]{0,2})+$")
_QUOTES = str.maketrans({"‘": "“", "’": "”"})


@dataclass(frozen=True)
class Words:
    """The wording of a vocabulary, compiled once."""

    titles: dict[str, str]
    beginnings: frozenset[str]
    label: re.Pattern[str]
    unit: re.Pattern[str]
    entity: re.Pattern[str]
    page_head: re.Pattern[str]
    furniture: re.Pattern[str]
    beside: frozenset[str]
    watermarks: frozenset[str]
    empty: frozenset[str]
    note: re.Pattern[str]
    tables_part: str
    end: re.Pattern[str]
    numbered: dict[int, str]


def _alternatives(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


def _units(units: Iterable[str]) -> str:
    """Names of units; one of a single character must end there: `预算单位：元氏县水利局` names a county."""
    ordered = sorted(units, key=len, reverse=True)
    return "|".join(re.escape(unit) + (r"(?![\u4e00-\u9fff])" if len(unit) == 1 else "") for unit in ordered)


@lru_cache(maxsize=4)
def words_of(vocabulary: Vocabulary) -> Words:
    wording = vocabulary.wording
    titles = {
        plain(_WITHOUT_CARRYOVER.sub("", t)): table.resource
        for table in vocabulary.standard_tables
        for t in table.titles
    }
    for form in vocabulary.forms.values():
        titles |= {plain(t): resource for resource, extra in form.titles.items() for t in extra}
    entity_labels = [label for labels in wording["entity_labels"].values() for label in labels]
    parts = wording["part_headings"]
    ends = [re.escape(parts["narrative"]), re.escape(parts["glossary"]), *wording["end_patterns"]]
    return Words(
        titles,
        frozenset(title[:length] for title in titles for length in range(2, len(title))),
        re.compile("|".join(wording["label_patterns"])),
        re.compile(rf"(?:{_alternatives(wording['unit_labels'])})[:：]\s*(?:人民币)?({_units(wording['units'])})"),
        re.compile(rf"^({_alternatives(entity_labels)})[:：]\s*(.*)$"),
        re.compile(rf"(?:{_alternatives(entity_labels)})[:：]|^[0-9]{{4}}年?度?(?:部门|单位)预算公开|\u2041"),
        re.compile("|".join(f"(?:{p})" for p in wording["furniture_patterns"])),
        frozenset(plain(heading) for heading in wording["side_headings"]),
        frozenset(wording["watermarks"]),
        frozenset(plain(s) for s in wording["empty_statements"]),
        re.compile(rf"^(?:{_alternatives(wording['note_marks'])})\s*[0-9]*[:：]"),
        parts["tables"],
        re.compile("|".join(f"(?:{e})" for e in ends)),
        {i: r for form in vocabulary.forms.values() for i, r in enumerate(form.tables, 1)},
    )


def title_resource(text: str, vocabulary: Vocabulary) -> tuple[str, int | None] | None:
    """The standard table whose whole title `text` is, and the year in it; None for anything else.

    A mark that the table goes on (`（续表）`, `（二）`) is no part of its title.
    """
    words = words_of(vocabulary)
    text = _CONTINUED.sub("", text)
    match = _TITLE.fullmatch(text) if text.endswith(("表", "）")) else None
    if match is None:
        return None
    name = _WITHOUT_CARRYOVER.sub("", match["name"]).translate(_QUOTES)
    for prefix in ("", "部门", "单位"):
        resource = words.titles.get(name.removeprefix(prefix))
        if resource is not None:
            return resource, int(match["year"]) if match["year"] else None
    return None


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
    match = _TITLE.fullmatch(text) if 4 <= len(text) < 60 else None
    return match is not None and match["name"] in words.beginnings
