"""项目支出绩效目标表: the performance form of each project → `performance_targets`, `performance_indicators`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.model import Issue, TypedRow, TypedTable
from pipelines.performance import cells, stream
from pipelines.performance.find import Found, find_forms, first_list
from pipelines.performance.model import RawForm
from pipelines.performance.rows import has_cells
from pipelines.performance.typed import INDICATORS, TARGETS, typed
from pipelines.performance.unit import factor_of
from pipelines.pieces import Piece
from pipelines.vocabulary import Vocabulary


@dataclass(frozen=True)
class Forms:
    """`lines`: of each file the numbers of the lines that its forms take."""

    tables: Mapping[str, TypedTable]
    issues: tuple[Issue, ...] = ()
    lines: tuple[frozenset[int], ...] = ()


def forms_of(pieces: Sequence[Piece], tables: Mapping[str, TypedTable], vocabulary: Vocabulary) -> Forms:
    """Every form of a disclosure in printed order, amounts in yuan; `tables` are its standard tables."""
    projects = tables.get("projects_current_year")
    targets: list[TypedRow] = []
    indicators: list[TypedRow] = []
    issues: list[Issue] = []
    taken: list[frozenset[int]] = []
    for source_number, piece in enumerate(pieces, 1):
        forms = find_forms(piece.document.lines, vocabulary)
        taken.append(frozenset(line.number for found in forms for line in found.lines))
        for found in _whole_lines(forms, piece.document.ends_mid_line):
            form, factor = read_form(found, vocabulary), factor_of(found.lines, vocabulary)
            place = len(targets) + 1, len(indicators) + 1, source_number
            rows = typed(form, factor, *place, projects, vocabulary)
            targets.append(rows.target)
            indicators += rows.indicators
            issues += rows.issues
        issues += _other_layouts(piece, source_number, vocabulary)
    typed_tables = (TypedTable(TARGETS, tuple(targets)), TypedTable(INDICATORS, tuple(indicators)))
    return Forms({table.resource: table for table in typed_tables}, tuple(issues), tuple(taken))


def read_form(found: Found, vocabulary: Vocabulary) -> RawForm:
    """One form as printed, by its cells where the format tells them apart, else from the lines of a text layer."""
    by_cells = has_cells(found.first_row)
    form = cells.read_form(found.lines, vocabulary) if by_cells else stream.read_form(found.lines, vocabulary)
    return replace(form, issues=(*form.issues, _cut_off(found))) if found.cut else form


def _whole_lines(forms: Sequence[Found], ends_mid_line: bool) -> Iterator[Found]:
    """The forms, of which the last may break off with the file: its torn line is left out, and it is marked as cut
    where it lacks the last row that other forms have, or its indicators.
    """
    for number, found in enumerate(forms, 1):
        if number < len(forms) or found.ended:
            yield found
            continue
        cut = ends_mid_line or not found.has_indicators or any(form.ended for form in forms)
        lines = found.lines[:-1] if ends_mid_line and len(found.lines) > 1 else found.lines
        yield replace(found, lines=lines, cut=cut)


def _cut_off(found: Found) -> Issue:
    last = found.lines[-1]
    return Issue(
        "form_cut_off",
        "绩效目标表没有印到最后一行，文件在此中断",
        "the performance form breaks off before its last row",
        "error",
        page=last.page,
        line=last.number,
    )


def _other_layouts(piece: Piece, source_number: int, vocabulary: Vocabulary) -> Iterator[Issue]:
    line = first_list(piece.document.lines, vocabulary)
    if line is not None:
        yield Issue(
            "form_of_other_layout",
            "以清单形式列出的项目绩效目标没有读取",
            "performance goals that are printed as a list of projects were not read",
            "warning",
            TARGETS,
            page=line.page,
            line=line.number,
            source_number=source_number,
        )
