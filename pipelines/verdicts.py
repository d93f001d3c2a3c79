"""What the checks say of each row: verified, rounding, conflict, unchecked.

A figure is confirmed by an equality that holds down or across its column. That a row adds up confirms its total
only: its parts might stand in each other's columns and still add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.model import CellRef, CheckResult, Issue, RowKey, TypedRow, TypedTable, Verdict

Column = tuple[str, str | None, str]


@dataclass(frozen=True)
class Evidence:
    """What a set of results says of single cells; `plausible` cells stand in an equality that holds, `confirmed`
    cells in one that also places them in their column."""

    contradicted: frozenset[RowKey]
    suspects: Mapping[RowKey, frozenset[CellRef]]
    plausible: frozenset[CellRef]
    confirmed: frozenset[CellRef]
    inexact: frozenset[CellRef]
    disputed: frozenset[Column]


def _within_row(result: CheckResult) -> bool:
    return bool(result.terms) and {cell.row for cell in result.terms} == {cell.row for cell in result.subject}


def _is_copy(result: CheckResult) -> bool:
    return not result.terms and len({cell.resource for cell in result.subject}) > 1


def _column(cell: CellRef) -> Column:
    return cell.resource, cell.side, cell.field


def _disputed_columns(held: Sequence[CheckResult], failed: Sequence[CheckResult]) -> frozenset[Column]:
    """Columns whose copy in another table differs, that no copy supports, and whose own table finds nothing wrong.

    A whole column read under a wrong heading looks like this: it adds up, and only the other table knows.
    """
    supported = {_column(cell) for result in held if _is_copy(result) for cell in result.subject}
    blamed = {cell for result in failed if not _is_copy(result) for cell in (*result.subject, *result.terms)}
    return frozenset(
        _column(cell)
        for result in failed
        if _is_copy(result) and blamed.isdisjoint(result.subject)
        for cell in result.subject
        if _column(cell) not in supported
    )


def _evidence(results: Iterable[CheckResult]) -> Evidence:
    strict = [result for result in results if result.severity == "error"]
    held = [result for result in strict if result.equality and result.outcome in ("pass", "rounding")]
    failed = [result for result in strict if result.outcome == "fail"]
    unequal = [result for result in failed if result.equality]
    plausible: set[CellRef] = set()
    confirmed: set[CellRef] = set()
    inexact: set[CellRef] = set()
    for result in held:
        cells = result.subject + result.terms
        plausible.update(cells)
        confirmed.update(result.subject if _within_row(result) else cells)
        if result.outcome == "rounding":
            inexact.update(cells)
    suspects: dict[RowKey, set[CellRef]] = {}
    for result in unequal:
        for cell in result.terms:
            suspects.setdefault(cell.row, set()).add(cell)
    return Evidence(
        frozenset(cell.row for result in failed for cell in result.subject),
        {row: frozenset(cells) for row, cells in suspects.items()},
        frozenset(plausible),
        frozenset(confirmed),
        frozenset(inexact),
        _disputed_columns(held, unequal),
    )


def _verdict(key: RowKey, row: TypedRow, evidence: Evidence, doubtful: bool) -> Verdict:
    figures = [CellRef(*key, field) for field, value in row.values.items() if isinstance(value, Decimal)]
    suspects = evidence.suspects.get(key, frozenset())
    if key in evidence.contradicted or any(cell in suspects and cell not in evidence.plausible for cell in figures):
        return "conflict"
    if doubtful or not evidence.confirmed.issuperset(figures) or not evidence.confirmed.issuperset(suspects):
        return "unchecked"
    if any(_column(cell) in evidence.disputed for cell in figures):
        return "unchecked"
    if not figures:
        blanks = (CellRef(*key, field) for field in row.values)
        return "verified" if any(cell in evidence.confirmed for cell in blanks) else "unchecked"
    return "verified" if evidence.inexact.isdisjoint(figures) else "rounding"


def _is_doubtful(row: TypedRow, issues: Sequence[Issue]) -> bool:
    """Whether an Issue leaves the row, or one of its figures, in doubt; ink that is no amount does so by itself."""
    amounts = {source.field for source in row.cells} | {
        field for field, value in row.values.items() if isinstance(value, Decimal)
    }
    return any(source.value is None for source in row.cells) or any(
        issue.severity == "error" or issue.field in amounts for issue in issues
    )


def verdicts(
    tables: Mapping[str, TypedTable], results: Iterable[CheckResult], issues: Iterable[Issue]
) -> Mapping[RowKey, Verdict]:
    """A verdict for every row, from the checks of severity `error` and from what the reading found doubtful.

    Warnings never change a verdict; a row named by an Issue of severity `error` is never verified.
    """
    evidence = _evidence(results)
    named: dict[RowKey, list[Issue]] = {}
    for issue in issues:
        if issue.resource is not None and issue.row_number is not None:
            named.setdefault((issue.resource, issue.side, issue.row_number), []).append(issue)
    found: dict[RowKey, Verdict] = {}
    for resource, table in tables.items():
        for row in table.rows:
            key = (resource, row.side, row.row_number)
            found[key] = _verdict(key, row, evidence, _is_doubtful(row, named.get(key, ())))
    return found
