"""The name of a statement, from the wording of its subject and the heading of its section."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.narrative.figures_words import FigureWords, StatementRule

_CLASS = re.compile(r"（类）|[“”‘’\"]")
_YEAR = re.compile(r".*(?:19|20)[0-9]{2}年度?")
_WIDE = str.maketrans("()", "（）")


@dataclass(frozen=True)
class Subject:
    """What a figure is about: in the words of the sentence, and by the name of the statement, where it is one."""

    text: str
    statement: str | None = None


def topic_of(heading: str | None, words: FigureWords) -> str | None:
    """What a section is about; null where its heading is of no known wording."""
    return next((topic for topic, pattern in words.topics if heading and pattern.search(heading)), None)


def subject_of(text: str, topic: str | None, kind: str, head: str | None, words: FigureWords) -> Subject:
    """The subject with its statement; `kind` is that of its unit, `head` the statement it is a part of.

    What leads to the wording of a statement is cut.
    """
    for rule in words.rules:
        if topic not in rule.topics or kind not in rule.kinds:
            continue
        if rule.under and head not in rule.under:
            continue
        begin = _begin(text.translate(_WIDE), rule, words)
        if begin is not None:
            return Subject(text[begin:], rule.statement)
    return Subject(text)


def _begin(text: str, rule: StatementRule, words: FigureWords) -> int | None:
    if rule.functions:
        return 0 if _is_function(_CLASS.sub("", text), words) else None
    for pattern in rule.wordings:
        found = list(pattern.finditer(text))
        if found and (rule.anywhere or _leads(_YEAR.sub("", text[: found[-1].start()]), words)):
            return found[-1].start()
    return None


def _leads(text: str, words: FigureWords) -> bool:
    """Whether words only lead to a subject: the name of a body, or anything that says nothing of a budget."""
    return words.body_name.fullmatch(text) is not None or not words.budget.search(text)


def _is_function(text: str, words: FigureWords) -> bool:
    """Whether a class of the functional classification is named, and none of its items."""
    known = any(text.startswith((name, f"{name.removesuffix('支出')}支出")) for name in words.functions)
    return known and not any(mark in text for mark in ("（款）", "（项）", "-", "—"))


def earlier_statement(statement: str | None, topic: str | None, words: FigureWords) -> str | None:
    """The statement of the year before."""
    fitting = (rule for rule in words.rules if rule.prior_of and rule.prior_of == statement and topic in rule.topics)
    return next((rule.statement for rule in fitting), None)
