"""The text of a disclosure → `narrative_sections`, `stated_figures`, `entity_units`, `glossary_terms`, attachments."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.model import Identity, Issue, Line, TypedTable
from pipelines.narrative.attachments import attachments
from pipelines.narrative.figures import figures_of
from pipelines.narrative.figures_ink import inked_lines
from pipelines.narrative.glossary import glossary
from pipelines.narrative.lines import text_lines, unread_tables
from pipelines.narrative.model import Passage
from pipelines.narrative.paragraphs import Paragraph, paragraphs
from pipelines.narrative.sections import TextSection, section_rows, sections_of
from pipelines.narrative.strangers import strangers
from pipelines.narrative.unit_lists import mentions_in_rows
from pipelines.narrative.units import entity_units
from pipelines.pieces import Piece
from pipelines.states import Note
from pipelines.vocabulary import Vocabulary


@dataclass(frozen=True)
class Narrative:
    tables: Mapping[str, TypedTable]
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class _Text:
    """The text of one file: its paragraphs, its sections, and the rows of tables that are no standard ones."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[TextSection, ...]
    rows: tuple[Line, ...]
    issues: tuple[Issue, ...]


def narrative_of(
    pieces: Sequence[Piece],
    forms: Sequence[Collection[int]],
    tables: Mapping[str, TypedTable],
    identity: Identity,
    vocabulary: Vocabulary,
) -> Narrative:
    """The text of all files of a disclosure, put together over lines. `forms`: of each file the numbers of the lines
    of its performance forms; `tables`: standard tables and forms.
    """
    texts = [
        _text_of(piece, taken, number, vocabulary)
        for number, (piece, taken) in enumerate(zip(pieces, forms, strict=True), 1)
    ]
    sections = [section for text in texts for section in text.sections]
    terms, term_issues = glossary(sections)
    rows = [(number, text.rows) for number, text in enumerate(texts, 1)]
    units = entity_units(sections, rows, tables, identity, vocabulary)
    overview = [section for section in sections if section.part == "overview"]
    standard = {name: table for name, table in tables.items() if vocabulary.tables[name].number}
    own = [str(row.values["unit_name"]) for row in entity_units(overview, rows, standard, identity, vocabulary)]
    paragraphs = [paragraph for text in texts for paragraph in text.paragraphs]
    figures, figure_issues = figures_of(tuple(explained(sections)), identity, vocabulary, inked_lines(pieces))
    found = {
        "narrative_sections": section_rows(sections),
        "stated_figures": figures,
        "glossary_terms": terms,
        "entity_units": units,
    }
    text_issues = (issue for text in texts for issue in text.issues)
    strange = strangers(sections, paragraphs, own, identity, vocabulary)
    return Narrative(
        {resource: TypedTable(resource, rows) for resource, rows in found.items()},
        tuple(attachments(sections, vocabulary)),
        (*text_issues, *_unexplained(pieces, sections), *term_issues, *figure_issues, *strange),
    )


def _text_of(piece: Piece, forms: Collection[int], source_number: int, vocabulary: Vocabulary) -> _Text:
    lines = text_lines(piece, forms, vocabulary)
    tables = sorted(line.number for section in piece.sections.tables for line in section.lines)
    behind = [bisect(tables, run[0].number) > 0 for run in lines.runs]
    runs = paragraphs(lines.runs, source_number, piece.document.source.media_type)
    every = tuple(paragraph for run in runs for paragraph in run)
    sections, issues = sections_of(runs, behind, vocabulary)
    rows = lines.left_out.get("row", ())
    units = any(mentions_in_rows(rows, source_number, vocabulary))
    unread = () if units else unread_tables(rows, source_number)
    return _Text(every, sections, rows, (*issues, *unread))


def _unexplained(pieces: Sequence[Piece], sections: Sequence[TextSection]) -> Iterator[Issue]:
    """An Issue where the files have a text, but no part that explains the budget."""
    told = any(piece.contents in ("narrative", "both") for piece in pieces)
    if told and not any(section.part == "narrative" for section in sections):
        zh, en = "文字部分没有情况说明", "the text has no part that explains the budget"
        yield Issue("explanation_missing", zh, en, "warning", "narrative_sections")


def explained(sections: Sequence[TextSection]) -> Iterator[Passage]:
    """The paragraphs of the part that explains the budget, in printed order, with the section they stand in."""
    for section in sections:
        if section.part == "narrative":
            yield from (Passage(section.section, section.heading, **vars(p)) for p in section.paragraphs)
