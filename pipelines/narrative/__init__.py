"""The text of a disclosure → `narrative_sections`, `stated_figures`, `entity_units`, `glossary_terms`, attachments."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.model import Identity, Issue, TypedTable
from pipelines.narrative.lines import text_lines
from pipelines.narrative.paragraphs import Paragraph, paragraphs
from pipelines.narrative.sections import TextSection, section_rows, sections_of
from pipelines.pieces import Piece
from pipelines.states import Note
from pipelines.vocabulary import Vocabulary


@dataclass(frozen=True)
class Narrative:
    tables: Mapping[str, TypedTable]
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()


def narrative_of(
    pieces: Sequence[Piece], typed: Mapping[str, TypedTable], identity: Identity, vocabulary: Vocabulary
) -> Narrative:
    """The text of all files of a disclosure, put together over lines; amounts in yuan."""
    sections = [section for number, piece in enumerate(pieces, 1) for section in text_of(piece, number, vocabulary)]
    return Narrative({"narrative_sections": TypedTable("narrative_sections", section_rows(sections))})


def text_of(piece: Piece, source_number: int, vocabulary: Vocabulary) -> tuple[TextSection, ...]:
    """The sections of one file."""
    runs = text_lines(piece, vocabulary).runs
    tables = sorted(line.number for section in piece.sections.tables for line in section.lines)
    behind = [bisect(tables, run[0].number) > 0 for run in runs]
    return sections_of(paragraphs(runs, source_number, piece.document.source.media_type), behind, vocabulary)


def explained(sections: Sequence[TextSection]) -> Iterator[tuple[str | None, str | None, Paragraph]]:
    """(ordinal of the section, its heading, paragraph) of the part that explains the budget, in printed order."""
    for section in sections:
        if section.part == "narrative":
            yield from ((section.section, section.heading, paragraph) for paragraph in section.paragraphs)
