"""The rest of a document, beside its standard tables: performance forms and narrative, as tables of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.model import Identity, Issue, TypedTable
from pipelines.narrative import narrative_of
from pipelines.performance import forms_of
from pipelines.pieces import Piece
from pipelines.states import Note
from pipelines.vocabulary import Vocabulary


@dataclass(frozen=True)
class Rest:
    """Tables by resource, titles of attachments, and what a reader must know of them."""

    tables: Mapping[str, TypedTable]
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()


def rest_of(
    pieces: Sequence[Piece], typed: Mapping[str, TypedTable], identity: Identity, vocabulary: Vocabulary
) -> Rest:
    """Forms and narrative of all files of a disclosure; `typed` are its standard tables. Amounts in yuan."""
    forms = forms_of(pieces, typed, vocabulary)
    text = narrative_of(pieces, forms.lines, {**typed, **forms.tables}, identity, vocabulary)
    return Rest({**forms.tables, **text.tables}, text.notes, (*forms.issues, *text.issues))
