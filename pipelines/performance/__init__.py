"""项目支出绩效目标表: the performance form of each project → `performance_targets`, `performance_indicators`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.model import Issue, TypedRow, TypedTable
from pipelines.performance import cells, stream
from pipelines.performance.find import Found, find_forms
from pipelines.performance.model import RawForm
from pipelines.performance.rows import has_cells
from pipelines.performance.typed import INDICATORS, TARGETS, typed
from pipelines.performance.unit import factor_of
from pipelines.pieces import Piece
from pipelines.vocabulary import Vocabulary


@dataclass(frozen=True)
class Forms:
    tables: Mapping[str, TypedTable]
    issues: tuple[Issue, ...] = ()


def forms_of(pieces: Sequence[Piece], tables: Mapping[str, TypedTable], vocabulary: Vocabulary) -> Forms:
    """Every form of a disclosure in printed order, amounts in yuan; `tables` are its standard tables."""
    projects = tables.get("projects_current_year")
    targets: list[TypedRow] = []
    indicators: list[TypedRow] = []
    issues: list[Issue] = []
    for source_number, piece in enumerate(pieces, 1):
        for found in find_forms(piece.document.lines, vocabulary):
            form, factor = read_form(found, vocabulary), factor_of(found.lines, vocabulary)
            place = len(targets) + 1, len(indicators) + 1, source_number
            rows = typed(form, factor, *place, projects, vocabulary)
            targets.append(rows.target)
            indicators += rows.indicators
            issues += rows.issues
    found_tables = {TARGETS: TypedTable(TARGETS, tuple(targets)), INDICATORS: TypedTable(INDICATORS, tuple(indicators))}
    return Forms(found_tables, tuple(issues))


def read_form(found: Found, vocabulary: Vocabulary) -> RawForm:
    """One form as printed, by its cells where the format tells them apart, else from the lines of a text layer."""
    by_cells = any(has_cells(line) for line in found.lines)
    return cells.read_form(found.lines, vocabulary) if by_cells else stream.read_form(found.lines, vocabulary)
