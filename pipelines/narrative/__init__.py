"""The text of a disclosure → `narrative_sections`, `stated_figures`, `entity_units`, `glossary_terms`, attachments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.model import Identity, Issue, TypedTable
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
    return Narrative({})
