"""The name of a statement, from the wording of its subject and the heading of its section."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.narrative.figures_words import FigureWords, StatementRule

_CLASS = re.compile(r"[（(]类[）)]|[“”‘’\"]")


@dataclass(frozen=True)
class Subject:
    """What a figure is about: in the words of the sentence, and by the name of the statement, where it is one."""

    text: str
    statement: str | None = None


def topic_of(heading: str | None, words: FigureWords) -> str | None:
    return next((topic for topic, pattern in words.topics if heading and pattern.search(heading)), None)


def subject_of(text: str, topic: str | None, kind: str | None, head: str | None, words: FigureWords) -> Subject:
    """The subject by name; `head`: the statement it is a part of. What stands before the wording of a statement is cut."""
    for rule in words.rules:
        if topic not in rule.topics or (kind and rule.kinds and kind not in rule.kinds):
            continue
        if rule.under and head not in rule.under:
            continue
        begin = _begin(text, rule, words)
        if begin is not None:
            return Subject(text[begin:], rule.statement)
    return Subject(text)


def _begin(text: str, rule: StatementRule, words: FigureWords) -> int | None:
    if rule.functions:
        bare = _CLASS.sub("", text)
        known = any(
            bare.startswith(name) or bare.startswith(name.removesuffix("支出") + "支出") for name in words.functions
        )
        return 0 if known and "（款）" not in bare and "-" not in bare else None
    return next((found[-1].start() for pattern in rule.wordings if (found := list(pattern.finditer(text)))), None)


def earlier_statement(statement: str | None, topic: str | None, words: FigureWords) -> str | None:
    """The statement of the year before."""
    fitting = (rule for rule in words.rules if rule.prior_of and rule.prior_of == statement and topic in rule.topics)
    return next((rule.statement for rule in fitting), None)
