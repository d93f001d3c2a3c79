"""A paragraph that explains a term: the term as printed, and what is said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.narrative.headings import NUMERALS, is_heading, without_item
from pipelines.narrative.paragraphs import Paragraph

_TERM = r"(?P<term>(?:[^：:，。；（(]|（[^）]*）|\([^)]*\)){2,60}?)"
_COLON = re.compile(_TERM + r"(?:[：:]|——|－－)(?P<definition>.*)")
_SAYING = re.compile(
    _TERM + r"[，。,]?(?P<definition>(?:(?:主要)?(?:是指|指的是|专指|是对|是由|是以|是用|反映|包括|包含|是)"
    r"|(?<![预绩工])指(?![标导数定挥南])).+)"
)
_CERTAIN = ("是指", "指的是", "是对", "专指")
_NO_TERM = ("其中", "注", "例如", "如", "附件", "说明", "包括")
_MEANS = ("指", "是", "包括", "包含", "反映", "专指", "主要指", "根据")
_ENOUGH = 3


@dataclass(frozen=True)
class Term:
    term: str
    definition: str
    at: Paragraph


def term_of(paragraph: Paragraph) -> Term | None:
    """`一、基本支出：指…`, `九、一般公共预算是指…`, `六、财政专户管理资金：`; None for what explains no term."""
    text = without_item(paragraph.text)
    colon, said = _COLON.fullmatch(text), _SAYING.match(text)
    if colon and said and said.end("term") < colon.end("term") and said["definition"].startswith(_CERTAIN):
        colon = None
    match = colon or (said if text != paragraph.text else None)
    if match is None or match["term"].startswith(_NO_TERM):
        return None
    term = match["term"].strip("【】 ")
    return Term(term, match["definition"].strip(), paragraph) if term else None


def begins_glossary(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether three terms, numbered 一、二、三, are explained from the first of the paragraphs on."""
    expected = 0
    for paragraph in paragraphs:
        if not paragraph.text.startswith(f"{NUMERALS[expected]}、"):
            if expected == 0 or is_heading(paragraph.text):
                return False
            continue
        term = term_of(paragraph)
        if term is None or not term.definition.startswith(_MEANS):
            return False
        expected += 1
        if expected == _ENOUGH:
            return True
    return False
