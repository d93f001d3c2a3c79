"""What the checks say of each row: verified, rounding, conflict, unchecked.

A figure is confirmed by an equality that holds down or across its column. That a row adds up confirms its total
only: its parts might stand in each other's columns and still add up. A sum that holds with a part that its own parts
contradict confirms none of them: two of them may have changed places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.model import CellRef, CheckResult, Issue, RowKey, TypedRow, TypedTable, Verdict
from pipelines.recognised import CODE, support

TOLD = frozenset({"stated_figures", "performance_targets"})
"""What text and forms say of the standard tables: they answer for it where a table disagrees."""
NEED_SUPPORT = frozenset({"title_damaged", "unit_differs", "year_differs"})
"""Issues that leave a whole table in doubt until another table's figures agree with its own."""
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
    disputed: frozenset[str]
    supported: frozenset[str]


def _within_row(result: CheckResult) -> bool:
    return bool(result.terms) and {cell.row for cell in result.terms} == {cell.row for cell in result.subject}


def _cells(result: CheckResult) -> tuple[CellRef, ...]:
    return result.subject + result.terms


def _is_ratio(result: CheckResult) -> bool:
    """Whether a percentage is held against amounts: many amounts give one percentage, so it confirms none of them."""
    return {cell.field for cell in result.subject} == {"value"} and any(cell.field == "amount" for cell in result.terms)


def _placed(result: CheckResult) -> Iterator[CellRef]:
    """The cells that an equality places in their columns: of several columns of one row it knows only the sum."""
    if _within_row(result) or _is_ratio(result):
        yield from result.subject
        return
    rows = Counter(cell.row for cell in _cells(result))
    yield from result.subject
    yield from (cell for cell in result.terms if rows[cell.row] == 1)


def _within_panel(result: CheckResult) -> bool:
    """Whether all cells stand in one panel; a single cell stands against another table that is declared empty."""
    cells = _cells(result)
    return len(cells) > 1 and len({(cell.resource, cell.side) for cell in cells}) == 1


def _inexact(result: CheckResult) -> tuple[CellRef, ...]:
    """The cells that agree within rounding alone: a table stays as exact as it was when the text rounds its figure."""
    told = {cell.resource for cell in result.subject}
    return tuple(c for c in _cells(result) if c.resource in told) if told <= TOLD else _cells(result)


def _column(cell: CellRef) -> Column:
    return cell.resource, cell.side, cell.field


def _supported(held: Sequence[CheckResult]) -> frozenset[Column]:
    """Columns that hold a figure which another table prints too."""
    return frozenset(
        _column(cell)
        for result in held
        if len({cell.resource for cell in _cells(result)}) > 1 and (result.actual or result.expected)
        for cell in _placed(result)
    )


def _disputed(supported: frozenset[Column], failed: Sequence[CheckResult]) -> frozenset[str]:
    """Tables that another table contradicts in a column that no other table supports, and that find no fault in
    themselves.

    A column read under a wrong heading, or a table in a wrong unit, looks like this: it adds up, and only the other
    table knows. A slip in one figure does not: its own table contradicts it.
    """
    faults = {cell for result in failed if result.equality and _within_panel(result) for cell in _cells(result)}
    return frozenset(
        cell.resource
        for result in failed
        if result.tolerance is not None and not _within_panel(result) and faults.isdisjoint(_cells(result))
        for cell in _cells(result)
        if _column(cell) not in supported
    )


def _evidence(results: Iterable[CheckResult]) -> Evidence:
    strict = [result for result in results if result.severity == "error"]
    held = [result for result in strict if result.equality and result.outcome in ("pass", "rounding")]
    failed = [result for result in strict if result.outcome == "fail"]
    unequal = [result for result in failed if result.equality]
    supported = _supported(held)
    plausible: set[CellRef] = set()
    confirmed: set[CellRef] = set()
    inexact: set[CellRef] = set()
    unsound = {cell for result in unequal for cell in result.subject}
    for result in held:
        cells = _cells(result)
        plausible.update(cells)
        confirmed.update(() if unsound.intersection(result.terms) else _placed(result))
        if result.outcome == "rounding":
            inexact.update(_inexact(result))
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
        _disputed(supported, failed),
        frozenset(resource for resource, _, _ in supported),
    )


def _verdict(key: RowKey, row: TypedRow, evidence: Evidence, doubtful: bool) -> Verdict:
    figures = [CellRef(*key, field) for field, value in row.values.items() if isinstance(value, Decimal)]
    suspects = evidence.suspects.get(key, frozenset())
    if key in evidence.contradicted or any(cell in suspects and cell not in evidence.plausible for cell in figures):
        return "conflict"
    if doubtful or not evidence.confirmed.issuperset(figures) or not evidence.confirmed.issuperset(suspects):
        return "unchecked"
    if key[0] in evidence.disputed:
        return "unchecked"
    if not figures:
        blanks = (CellRef(*key, field) for field in row.values)
        fixed = row.values.get("item_kind") is not None
        return "verified" if fixed and any(cell in evidence.confirmed for cell in blanks) else "unchecked"
    return "verified" if evidence.inexact.isdisjoint(figures) else "rounding"


def _doubts(issue: Issue, evidence: Evidence) -> bool:
    """Whether an Issue leaves the whole table that it names in doubt."""
    if issue.code in NEED_SUPPORT:
        return issue.resource not in evidence.supported
    return issue.severity == "error"


def _is_doubtful(row: TypedRow, issues: Sequence[Issue]) -> bool:
    """Whether an Issue leaves the row, or one of its figures, in doubt; ink that is no amount does so by itself."""
    amounts = {source.field for source in row.cells} | {
        field for field, value in row.values.items() if isinstance(value, Decimal)
    }
    unread = (source for source in row.cells if source.value is None)
    return any(not isinstance(row.values.get(source.field), Decimal) for source in unread) or any(
        issue.severity == "error" or issue.field in amounts for issue in issues
    )


def verdicts(
    tables: Mapping[str, TypedTable], results: Iterable[CheckResult], issues: Iterable[Issue]
) -> Mapping[RowKey, Verdict]:
    """A verdict for every row, from the checks of severity `error` and from what the reading found doubtful.

    A row named by an Issue of severity `error` is never verified, nor is any row of a table so named as a whole. Rows
    without a figure are, where the form prints them for every entity and a sum confirms that they are blank: any other
    might have lost its figures. The Issues in `NEED_SUPPORT` count, and only where no other table speaks for the table.
    Rows of a recognised document need a sum that holds for every figure, and an equality for every blank.
    """
    results, issues = tuple(results), tuple(issues)
    evidence = _evidence(results)
    recognised = support(tables, results) if any(issue.code == CODE for issue in issues) else None
    doubted = {i.resource for i in issues if i.row_number is None and _doubts(i, evidence)}
    named: dict[RowKey, list[Issue]] = {}
    for issue in issues:
        if issue.resource is not None and issue.row_number is not None:
            named.setdefault((issue.resource, issue.side, issue.row_number), []).append(issue)
    found: dict[RowKey, Verdict] = {}
    for resource, table in tables.items():
        for row in table.rows:
            key = (resource, row.side, row.row_number)
            doubtful = resource in doubted or _is_doubtful(row, named.get(key, ()))
            verdict = _verdict(key, row, evidence, doubtful)
            carried = recognised is None or verdict == "conflict" or recognised.carries(key, row)
            found[key] = verdict if carried else "unchecked"
    return found
