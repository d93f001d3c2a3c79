"""Paragraphs → sections: the parts of the text and, in each, what stands below every numbered heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipelines.model import Issue, TypedRow
from pipelines.narrative.headings import (
    NUMERALS,
    PARTS,
    Part,
    begins_item,
    inline_heading,
    is_title,
    numbered_part,
    part_named,
    section_heading,
)
from pipelines.narrative.paragraphs import Paragraph
from pipelines.narrative.terms import begins_glossary
from pipelines.vocabulary import Vocabulary

_LONGEST_TITLE = 40
_AHEAD = 100
"""Paragraphs within which the first terms of a glossary stand."""
_NAMES = {"narrative": ("情况说明", "the explanation of the budget"), "glossary": ("名词解释", "the glossary")}


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
) -> tuple[tuple[TextSection, ...], tuple[Issue, ...]]:
    """The sections of one file in printed order; `behind_tables` says of each run whether a table stands above it.

    Every paragraph is the heading of a part or of a section, or belongs to exactly one section. Where no part is
    numbered, titles without a number and the words of numbered headings tell the parts. An Issue for each part that
    begins without its heading while others have theirs.
    """
    numbered = any(numbered_part(paragraph.text) for run in runs for paragraph in run)
    text = _Text(vocabulary, numbered)
    for run, behind in zip(runs, behind_tables, strict=True):
        for index, paragraph in enumerate(run):
            text.read(paragraph, behind, run[index : index + _AHEAD])
    sections = (replace(s, paragraphs=tuple(own)) for s, own in zip(text.found, text.gathered, strict=True))
    return tuple(sections), tuple(text.issues)


@dataclass
class _Text:
    """The sections that have begun, with the paragraphs `gathered` for each; `title`: that of the part, until its first
    section has begun.
    """

    vocabulary: Vocabulary
    numbered: bool
    found: list[TextSection] = field(default_factory=list)
    gathered: list[list[Paragraph]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    part: Part | None = None
    title: Paragraph | None = None

    def read(self, paragraph: Paragraph, behind: bool, onwards: Sequence[Paragraph]) -> None:
        if self._is_of_a_part(paragraph):
            return
        heading = section_heading(paragraph.text)
        if behind or self.part == "narrative":
            self._begin_without_heading(paragraph, heading[1] if heading else "", behind, onwards)
        inline = None if heading else inline_heading(paragraph.text, self.vocabulary)
        if heading and not self.numbered:
            self.part = part_named(heading[1], self.vocabulary) or self._explained(heading[1])
        self.part = self.part or ("narrative" if behind else "overview")
        within = self.part == "glossary" and (heading is None or part_named(heading[1], self.vocabulary) is None)
        if heading and not within:
            self._open(heading[0], heading[1], paragraph)
        elif inline and not within:
            ordinal, title, rest = inline
            self._open(ordinal, title, paragraph)
            self._add(_behind(paragraph, rest))
        else:
            if self.title or not self.found or self.found[-1].part != self.part:
                self._open(None, self.title.text if self.title else None, self.title or paragraph)
            self._add(paragraph)

    def _is_of_a_part(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is the heading of a part, or goes on with it."""
        own = numbered_part(paragraph.text)
        if own:
            named = part_named(own[1], self.vocabulary)
            number = NUMERALS.index(own[0])
            self.part = named or (PARTS[number] if number < len(PARTS) else "narrative")
            self.title = replace(paragraph, text=own[1])
            return True
        if self.title and self._title_goes_on(self.title.text, paragraph.text):
            self.title = replace(self.title, text=self.title.text + paragraph.text)
            self.part = part_named(paragraph.text, self.vocabulary) or self.part
            return True
        unnumbered = None if self.numbered else self._unnumbered(paragraph.text)
        if unnumbered:
            self.part = unnumbered
            self._open(None, paragraph.text, paragraph)
        return unnumbered is not None

    def _title_goes_on(self, title: str, text: str) -> bool:
        """Whether the title of a part stands, whole or its rest, on the line below its number."""
        if not is_title(text) or begins_item(text):
            return False
        return not title or (
            part_named(title, self.vocabulary) is None and part_named(text, self.vocabulary) is not None
        )

    def _explained(self, heading: str) -> Part | None:
        """The part that goes on, or the explanation of the budget where a heading below the overview speaks of it."""
        told = any(word in heading for word in self.vocabulary.wording["explained"])
        return "narrative" if told and self.part in (None, "overview") else self.part

    def _unnumbered(self, text: str) -> Part | None:
        """The part that a title without a number names (`某局主要职能`, `名词解释`, `2025年部门预算编制说明`)."""
        if begins_item(text) or not is_title(text) or len(text) > _LONGEST_TITLE:
            return None
        return part_named(text, self.vocabulary)

    def _begin_without_heading(
        self, paragraph: Paragraph, heading: str, behind: bool, onwards: Sequence[Paragraph]
    ) -> None:
        """A part whose heading is not printed begins where a section of it does."""
        begun: Part | None = None
        if self.part in ("overview", "tables") and behind and part_named(heading, self.vocabulary) == "narrative":
            begun = "narrative"
        elif self.part != "glossary" and begins_glossary(onwards):
            begun = "glossary"
        if begun:
            self.part, self.title = begun, None
            if self.numbered:
                self.issues.append(_missing(begun, paragraph))

    def _open(self, ordinal: str | None, heading: str | None, at: Paragraph) -> None:
        self.found.append(TextSection(self.part or "overview", ordinal, heading, at))
        self.gathered.append([])
        self.title = None

    def _add(self, paragraph: Paragraph) -> None:
        self.gathered[-1].append(paragraph)


def _behind(paragraph: Paragraph, rest: str) -> Paragraph:
    """The end of a paragraph as one of its own."""
    cut = len(paragraph.text) - len(rest)
    breaks = tuple((at - cut, line, page) for at, line, page in paragraph.breaks if at >= cut)
    return replace(paragraph, text=rest, breaks=breaks)


def _missing(part: Part, paragraph: Paragraph) -> Issue:
    zh, en = _NAMES[part]
    return Issue(
        "part_heading_missing",
        f"“{zh}”部分没有部分标题",
        f"the heading of the part with {en} is not printed",
        "warning",
        "narrative_sections",
        page=paragraph.page,
        line=paragraph.line,
        printed=paragraph.text[:80],
        source_number=paragraph.source_number,
    )


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
