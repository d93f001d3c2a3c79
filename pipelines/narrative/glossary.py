"""The part that explains terms → `glossary_terms`: the term as printed, and what is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.model import Issue, TypedRow
from pipelines.narrative.headings import is_heading, item_style
from pipelines.narrative.paragraphs import Paragraph
from pipelines.narrative.sections import TextSection
from pipelines.narrative.terms import Term, term_of

_STYLES = ("chinese", "bracketed", "digits", "digits_bracketed", "circled", None)


def glossary(sections: Sequence[TextSection]) -> tuple[tuple[TypedRow, ...], tuple[Issue, ...]]:
    """The rows of `glossary_terms`; an Issue for each numbered paragraph that names no term and explains none."""
    paragraphs = [p for section in sections if section.part == "glossary" for p in section.paragraphs]
    issues: list[Issue] = []
    terms = list(_terms(paragraphs, issues))
    rows = (
        TypedRow(
            number,
            None,
            {"term": term.term, "definition": term.definition or None, "source_number": term.at.source_number},
            (),
            term.at.line,
            term.at.page,
        )
        for number, term in enumerate(terms, 1)
    )
    return tuple(rows), tuple(issues)


def _terms(paragraphs: Sequence[Paragraph], issues: list[Issue]) -> Iterator[Term]:
    """Terms are the items numbered like the first that explains one, or above it; what stands deeper belongs to it."""
    parted = [(item_style(p.text), term_of(p)) for p in paragraphs]
    numbered = [style for style, term in parted if style and term]
    own = _STYLES.index(numbered[0] if numbered else None)
    open_: Term | None = None
    for paragraph, (style, term) in zip(paragraphs, parted, strict=True):
        text = paragraph.text
        if term and _STYLES.index(style) <= own:
            if open_:
                yield open_
            open_ = term
        elif text.startswith("附件") or (is_heading(text) and _STYLES.index(style) < own):
            if open_:
                yield open_
            open_ = None
        elif style and _STYLES.index(style) <= own:
            issues.append(_unread(paragraph))
        elif open_:
            joint = "\n" if open_.definition else ""
            open_ = replace(open_, definition=f"{open_.definition}{joint}{text}")
    if open_:
        yield open_


def _unread(paragraph: Paragraph) -> Issue:
    printed = paragraph.text[:80]
    zh, en = f"名词解释中的“{printed}”未能分出名词和解释", f"no term and explanation could be told in {printed!r}"
    return Issue(
        "glossary_term_unread",
        zh,
        en,
        "warning",
        "glossary_terms",
        page=paragraph.page,
        line=paragraph.line,
        printed=printed,
        source_number=paragraph.source_number,
    )
