"""项目支出绩效目标表: the performance form of each project → `performance_targets`, `performance_indicators`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.model import Identity, Issue, TypedTable
from pipelines.pieces import Piece
from pipelines.vocabulary import Vocabulary


@dataclass(frozen=True)
class Forms:
    tables: Mapping[str, TypedTable]
    issues: tuple[Issue, ...] = ()


def forms_of(
    pieces: Sequence[Piece], typed: Mapping[str, TypedTable], identity: Identity, vocabulary: Vocabulary
) -> Forms:
    """Every form of a disclosure in printed order; amounts in yuan."""
    return Forms({})
