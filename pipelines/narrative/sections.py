"""Paragraphs → sections: the parts of the text and, in each, what stands below every numbered heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.model import TypedRow
from pipelines.narrative.headings import (
    NUMERALS,
    PARTS,
    Part,
    begins_item,
    is_title,
    numbered_part,
    part_named,
    section_heading,
)
from pipelines.narrative.paragraphs import Paragraph
from pipelines.vocabulary import Vocabulary

_LONGEST_TITLE = 40


@dataclass(frozen=True)
class TextSection:
    """`section`: its ordinal as printed; None for text above the first numbered heading. `at`: where it begins."""

    part: Part
    section: str | None
    heading: str | None
    at: Paragraph
    paragraphs: tuple[Paragraph, ...] = ()

    @property
    def text(self) -> str | None:
        return "\n".join(paragraph.text for paragraph in self.paragraphs) or None


def sections_of(
    runs: Sequence[Sequence[Paragraph]], behind_tables: Sequence[bool], vocabulary: Vocabulary
) -> tuple[TextSection, ...]:
    """The sections of one file in printed order; `behind_tables` says of each run whether a table stands above it.

    Every paragraph is a heading or belongs to exactly one section. Where no part is numbered, headings without a
    number and the words of numbered ones tell the parts.
    """
    every = [paragraph for run in runs for paragraph in run]
    numbered = any(numbered_part(paragraph.text) for paragraph in every)
    found: list[TextSection] = []
    part: Part | None = None
    title: Paragraph | None = None
    fresh = False
    for run, behind in zip(runs, behind_tables, strict=True):
        for paragraph in run:
            text = paragraph.text
            own = numbered_part(text)
            if own:
                part = _numbered(own, vocabulary)
                title, fresh = replace(paragraph, text=own[1]), True
                continue
            if fresh and title and _goes_on(title.text, text, vocabulary):
                title = replace(title, text=title.text + text)
                part = part_named(text, vocabulary) or part
                continue
            named = None if numbered else _unnumbered(text, vocabulary)
            if named:
                part, title, fresh = named, paragraph, False
                found.append(TextSection(part, None, text, paragraph))
                continue
            heading = section_heading(text)
            if heading and not numbered:
                part = part_named(heading[1], vocabulary) or part
            part = part or ("narrative" if behind else "overview")
            if heading and not (part == "glossary" and part_named(heading[1], vocabulary) is None):
                found.append(TextSection(part, heading[0], heading[1], paragraph))
                fresh = False
                continue
            if fresh or not found or found[-1].part != part:
                found.append(TextSection(part, None, title.text if title and fresh else None, title or paragraph))
                fresh = False
            found[-1] = replace(found[-1], paragraphs=(*found[-1].paragraphs, paragraph))
    return tuple(found)


def _numbered(own: tuple[str, str], vocabulary: Vocabulary) -> Part:
    """The part that a numbered heading begins: by its words, else by its number."""
    number = NUMERALS.index(own[0])
    return part_named(own[1], vocabulary) or (PARTS[number] if number < len(PARTS) else "narrative")


def _goes_on(title: str, text: str, vocabulary: Vocabulary) -> bool:
    """Whether the title of a part stands, whole or its rest, on the line below its number."""
    if not is_title(text) or begins_item(text):
        return False
    return not title or (part_named(title, vocabulary) is None and part_named(text, vocabulary) is not None)


def _unnumbered(text: str, vocabulary: Vocabulary) -> Part | None:
    """The part that a title without a number names (`某局主要职能`, `名词解释`, `2025年部门预算编制说明`)."""
    if begins_item(text) or not is_title(text) or len(text) > _LONGEST_TITLE:
        return None
    return part_named(text, vocabulary)


def section_rows(sections: Sequence[TextSection]) -> tuple[TypedRow, ...]:
    """`narrative_sections`."""
    return tuple(
        TypedRow(
            number,
            None,
            {
                "part": section.part,
                "section": section.section,
                "heading": section.heading,
                "text": section.text,
                "source_number": section.at.source_number,
            },
            (),
            section.at.line,
            section.at.page,
        )
        for number, section in enumerate(sections, 1)
    )
