"""Whether the last table of a file that ends without a line break is whole all the same: its printed total tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pipelines.locate import is_furniture
from pipelines.model import CheckResult, Document, Line, Section, TypedRow, TypedTable
from pipelines.values import decimals_of
from pipelines.wording import Words

DEEPEST_LEVEL = 3
Cell = tuple[int, str]
"""A row and a column of the table."""


def last_row(table: TypedTable) -> TypedRow:
    """The row that is printed last."""
    return max(table.rows, key=lambda row: (row.line or 0, row.row_number))


def is_whole(
    document: Document, section: Section, table: TypedTable, results: Sequence[CheckResult], words: Words
) -> bool:
    """Whether nothing of the table can be lost: the file ends with the statement that it is empty, or with the figures
    of its last row, and these add up to the printed total in every column. False where that cannot be known.
    """
    end = next((line for line in reversed(document.lines) if line.text.strip() and not is_furniture(line, words)), None)
    if end is None:
        return False
    if not table.rows:
        return section.declared_empty and end in section.notes
    last = last_row(table)
    return last.side is None and _ends_in_figures(last, end) and _adds_up(table, last, results)


def _ends_in_figures(last: TypedRow, end: Line) -> bool:
    """Whether the last figure of the row is the last ink of the file: a word behind it might be torn."""
    if not last.cells:
        return False
    cell = last.cells[-1]
    return (cell.line or last.line) == end.number and end.text.rstrip().endswith(cell.printed.strip())


def _adds_up(table: TypedTable, last: TypedRow, results: Sequence[CheckResult]) -> bool:
    """Whether no sum of the table fails and the total of every printed column holds with the last row among its parts,
    exactly or with all decimals of the last figure in print.
    """
    own = [r for r in results if r.equality and {c.resource for c in (*r.subject, *r.terms)} == {table.resource}]
    places = Counter(decimals_of(cell.printed) for row in table.rows for cell in row.cells)
    usual = places.most_common(1)[0][0]
    untorn = bool(usual) and decimals_of(last.cells[-1].printed) >= usual
    sums = _sums([r for r in own if r.outcome == "pass" or (untorn and r.outcome == "rounding")])
    first = min(row.row_number for row in table.rows)
    totals = {*sums.values()}
    if any(r.outcome == "fail" for r in own):
        return False
    fields = {cell.field for row in table.rows for cell in row.cells}
    if last.values.get("level") == 0 or last.values.get("row_kind") == "total":
        return all((last.row_number, field) in totals for field in fields)
    above = {row.row_number: row for row in table.rows}
    for field in (field for field in fields if last.values.get(field) is not None):
        at = (last.row_number, field)
        alone = [*sums.values()].count(sums.get(at, at)) == 1
        if at not in sums or _top(at, sums) != (first, field) or not _has_no_parts(last, above[sums[at][0]], alone):
            return False
    return all((first, field) in totals for field in fields)


def _sums(held: Sequence[CheckResult]) -> Mapping[Cell, Cell]:
    """Of each part of a sum down a column the cell of the sum."""
    found: dict[Cell, Cell] = {}
    for result in held:
        fields = {cell.field for cell in (*result.subject, *result.terms)}
        if len(fields) == 1 and len(result.subject) == 1:
            (total,) = result.subject
            found |= {(c.row_number, c.field): (total.row_number, total.field) for c in result.terms}
    return found


def _top(cell: Cell, sums: Mapping[Cell, Cell]) -> Cell:
    """The sum of the sums that a cell is a part of; the cell itself where it is part of none."""
    seen = {cell}
    while (above := sums.get(cell)) is not None and above not in seen:
        seen.add(above)
        cell = above
    return cell


def _has_no_parts(last: TypedRow, above: TypedRow, alone: bool) -> bool:
    """Whether nothing can stand below the row: else its parts might be lost, and no sum would tell. A project is known
    by the unit above it; `alone` there it may be a unit below a department, whose own projects are lost.
    """
    if last.values.get("row_kind") == "project":
        return above.values.get("row_kind") == "unit" and not (alone and above.row_number == 1)
    return last.values.get("level") == DEEPEST_LEVEL
