"""Wrong figures, planted one at a time, and the rules that notice them.

Each amount of a disclosure is changed beyond its rounding bound in five ways, the rules run again, and a change counts
as caught when a rule of severity `error` that held, or was silent, fails at that figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.checks import check
from pipelines.checks.halves import halves_of
from pipelines.model import CellRef, CheckResult, Disclosure, TypedRow, TypedTable
from pipelines.vocabulary import Vocabulary

KINDS = ("digit", "tenfold", "swap", "sign", "blank")
Tables = Mapping[str, TypedTable]


@dataclass(frozen=True)
class Figure:
    """One amount in yuan as read; `bound` is the least difference that an identity it stands in would not forgive,
    None where it stands in none; `neighbour` another figure beside or below it; `rules` those that look at it.
    """

    cell: CellRef
    value: Decimal
    verdict: str
    bound: Decimal | None
    neighbour: CellRef | None
    rules: frozenset[str]


@dataclass(frozen=True)
class Trial:
    """One planted change and the rules that noticed it."""

    figure: Figure
    kind: str
    rules: frozenset[str]


def _ref(resource: str, row: TypedRow, field: str) -> CellRef:
    return CellRef(resource, row.side, row.row_number, field)


def _amounts(tables: Tables, words: Vocabulary) -> Iterator[tuple[CellRef, Decimal]]:
    for resource, table in tables.items():
        for row in table.rows:
            for field in words.tables[resource].amount_fields:
                value = row.values.get(field)
                if isinstance(value, Decimal):
                    yield _ref(resource, row, field), value


def _cells(result: CheckResult) -> tuple[CellRef, ...]:
    return result.subject + result.terms


def _steps(disclosure: Disclosure) -> dict[CellRef, Decimal]:
    """One unit of the last place that the print of each amount has, in yuan; of no money, that of its row."""
    steps: dict[CellRef, Decimal] = {}
    for resource, table in disclosure.tables.items():
        state = disclosure.states[resource]
        step = Decimal(state.unit_factor or 1).scaleb(-(state.decimals or 0))
        steps |= {_ref(resource, row, field): step for row in table.rows for field in row.values}
    for resource, table in disclosure.parts.items():
        for row in table.rows:
            halves = halves_of(row)
            steps |= {_ref(resource, row, field): 2 * (half or max(halves.values())) for field, half in halves.items()}
    return steps


def _bounds(
    results: Iterable[CheckResult], amounts: Mapping[CellRef, Decimal], steps: Mapping[CellRef, Decimal]
) -> dict[CellRef, Decimal]:
    """For every amount in an equality that holds: what the most exacting one of them forgives, one unit of the last
    printed place at least, as copies forgive nothing, but not all that is printed twice is a copy.
    """
    bounds: dict[CellRef, Decimal] = {}
    for result in results:
        strict = result.equality and result.severity == "error" and result.outcome in ("pass", "rounding")
        if not strict or result.tolerance is None:
            continue
        forgiven = result.tolerance + abs(result.difference or Decimal(0))
        for cell in _cells(result):
            if cell in amounts:
                bounds[cell] = max(min(forgiven, bounds.get(cell, forgiven)), steps[cell])
    return bounds


def _neighbours(amounts: Mapping[CellRef, Decimal]) -> dict[CellRef, CellRef]:
    """The next figure of the same row, or else the next of the same column, that is another one."""
    by_row: dict[tuple[str, str | None, int], list[CellRef]] = {}
    by_column: dict[tuple[str, str | None, str], list[CellRef]] = {}
    for cell in amounts:
        by_row.setdefault(cell.row, []).append(cell)
        by_column.setdefault((cell.resource, cell.side, cell.field), []).append(cell)
    found: dict[CellRef, CellRef] = {}
    for run in (*by_column.values(), *by_row.values()):
        for at, cell in enumerate(run):
            other = next((c for c in run[at + 1 :] if amounts[c] != amounts[cell]), None)
            if other is not None:
                found[cell] = other
    return found


def figures(disclosure: Disclosure, words: Vocabulary) -> list[Figure]:
    """Every amount of a disclosure, in printed order."""
    amounts = dict(_amounts({**disclosure.tables, **disclosure.parts}, words))
    bounds, beside = _bounds(disclosure.results, amounts, _steps(disclosure)), _neighbours(amounts)
    looking: dict[CellRef, set[str]] = {}
    for result in disclosure.results:
        for cell in _cells(result) if result.outcome != "not_applicable" and result.severity == "error" else ():
            looking.setdefault(cell, set()).add(result.rule_id)
    verdict = disclosure.verdicts
    return [
        Figure(
            cell,
            value,
            verdict.get(cell.row, "unchecked"),
            bounds.get(cell),
            beside.get(cell),
            frozenset(looking.get(cell, ())),
        )
        for cell, value in amounts.items()
    ]


def _other_digit(value: Decimal, bound: Decimal) -> Decimal:
    """One digit changed, the least that the bound does not forgive."""
    plain = f"{abs(value):.2f}"
    for place in range(len(plain) - 1, -1, -1):
        if plain[place] == ".":
            continue
        for digit in str((int(plain[place]) + 1) % 10), str((int(plain[place]) + 5) % 10):
            changed = Decimal(plain[:place] + digit + plain[place + 1 :]).copy_sign(value)
            if abs(changed - value) > bound:
                return changed
    return value + 2 * bound + 1


def changes(figure: Figure, amounts: Mapping[CellRef, Decimal]) -> Iterator[tuple[str, dict[CellRef, Decimal | None]]]:
    """The ways to change a figure that differ by more than its bound."""
    bound = figure.bound or Decimal(0)
    yield "digit", {figure.cell: _other_digit(figure.value, bound)}
    planted: dict[str, dict[CellRef, Decimal | None]] = {
        "tenfold": {figure.cell: figure.value * 10},
        "sign": {figure.cell: -figure.value},
        "blank": {figure.cell: None},
    }
    if figure.neighbour:
        planted["swap"] = {figure.cell: amounts[figure.neighbour], figure.neighbour: figure.value}
    for kind in KINDS:
        if kind in planted and abs((planted[kind][figure.cell] or Decimal(0)) - figure.value) > bound:
            yield kind, planted[kind]


def _changed(row: TypedRow, field: str, value: Decimal | None) -> TypedRow:
    """The row with another figure; one that is blank has no ink either, else it would be one that cannot be read."""
    cells = tuple(source for source in row.cells if value is not None or source.field != field)
    return replace(row, values={**row.values, field: value}, cells=cells)


def _planted(tables: Tables, changed: Mapping[CellRef, Decimal | None]) -> Tables:
    new = dict(tables)
    for cell, value in changed.items():
        if cell.resource in new:
            table = new[cell.resource]
            rows = (
                _changed(row, cell.field, value) if (row.side, row.row_number) == (cell.side, cell.row_number) else row
                for row in table.rows
            )
            new[cell.resource] = TypedTable(table.resource, tuple(rows))
    return new


def _failing(results: Iterable[CheckResult], cells: Iterable[CellRef]) -> set[tuple[str, tuple[CellRef, ...]]]:
    wanted = set(cells)
    return {
        (result.rule_id, _cells(result))
        for result in results
        if result.outcome == "fail" and result.severity == "error" and not wanted.isdisjoint(_cells(result))
    }


def trials(disclosure: Disclosure, words: Vocabulary) -> Iterator[Trial]:
    """Every change of every amount that stands in an identity."""
    found = figures(disclosure, words)
    amounts = {figure.cell: figure.value for figure in found}
    for figure in found:
        for kind, changed in changes(figure, amounts) if figure.bound is not None else ():
            results = check(
                _planted(disclosure.tables, changed),
                disclosure.states,
                disclosure.identity,
                disclosure.issues,
                words,
                parts=_planted(disclosure.parts, changed),
            )
            before = _failing(disclosure.results, changed)
            yield Trial(figure, kind, frozenset(rule for rule, _ in _failing(results, changed) - before))
