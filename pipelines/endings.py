"""Whether a file breaks off inside its last table, and what is then still sure of the last row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipelines.conform import Conformed
from pipelines.model import CheckResult, Document, Issue, Sections, TypedRow, TypedTable
from pipelines.values import decimals_of
from pipelines.vocabulary import Vocabulary
from pipelines.wholeness import is_whole, last_row
from pipelines.wording import words_of


def open_end(sections: Sections, vocabulary: Vocabulary) -> str | None:
    """The table that the file ends in while tables that should follow it are missing; None where the end is an end."""
    last = next((s.resource for s in sections.tables if s.cut_off), None)
    order = [table.resource for table in vocabulary.standard_tables]
    found = {s.resource for s in sections.tables}
    if last is None or set(order[order.index(last) + 1 :]) <= found:
        return None
    return last


def broken_off(
    document: Document,
    sections: Sections,
    typed: Mapping[str, TypedTable],
    results: Sequence[CheckResult],
    vocabulary: Vocabulary,
) -> str | None:
    """The table that the file breaks off in: its last line may not be whole, and no printed total tells that it is; or
    it ends early and its own sums fail. `typed` and `results` are those of a first draft.
    """
    ending = next((section for section in sections.tables if section.cut_off), None)
    if ending and document.ends_mid_line:
        table = typed.get(ending.resource, TypedTable(ending.resource, ()))
        if not is_whole(document, ending, table, results, words_of(vocabulary)):
            return ending.resource
    early = open_end(sections, vocabulary)
    wrong = any(
        result.outcome == "fail"
        and result.equality
        and {ref.resource for ref in (*result.subject, *result.terms)} == {early}
        for result in results
    )
    return early if wrong else None


def cut_short(rows: Conformed, ends_mid_line: bool) -> Conformed:
    """The rows of a table that the file breaks off in: the last may lack its end, so it carries an Issue."""
    if not rows.table.rows:
        return rows
    last = last_row(rows.table)
    issue = Issue(
        "cut_off",
        "文件在本表中断，此行可能不完整，其后各行缺失",
        "the file breaks off in this table: this row may be incomplete, later rows are missing",
        "error",
        rows.table.resource,
        last.side,
        last.row_number,
        line=last.line,
    )
    whole = _without_torn_figure(last, rows.table) if ends_mid_line else last
    kept = tuple(whole if row is last else row for row in rows.table.rows)
    return Conformed(TypedTable(rows.table.resource, kept), (*rows.issues, issue))


def _without_torn_figure(last: TypedRow, table: TypedTable) -> TypedRow:
    """The row without its last figure in print, unless that has all the decimals which figures here have."""
    if not last.cells:
        return last
    usual = Counter(decimals_of(c.printed) for row in table.rows for c in row.cells).most_common(1)[0][0]
    torn = last.cells[-1]
    if usual and decimals_of(torn.printed) >= usual:
        return last
    values = {field: None if field == torn.field else value for field, value in last.values.items()}
    return replace(last, values=values, cells=(*last.cells[:-1], replace(torn, value=None)))
