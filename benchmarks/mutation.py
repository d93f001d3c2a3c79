"""`python -m benchmarks.mutation`: how many wrong figures the rules notice, planted one at a time.

Each amount of each disclosure is changed beyond its rounding bound in five ways, the rules run again, and a change
counts as caught when a rule of severity `error` that held, or was silent, fails at that figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import count
from pathlib import Path

from pipelines.checks import check
from pipelines.checks.compare import is_bound
from pipelines.checks.narrative import STATED
from pipelines.extract import extract
from pipelines.model import CellRef, CellSource, CheckResult, Disclosure, TypedRow, TypedTable
from pipelines.values import decimals_of, is_amount
from pipelines.vocabulary import Vocabulary, vocabulary

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "mutation.md"
GOAL = Decimal("0.99")
KINDS = ("digit", "tenfold", "swap", "sign", "blank")
Tables = Mapping[str, TypedTable]


@dataclass(frozen=True)
class Figure:
    """One amount in yuan as read; `place` is a unit of its last printed place; `bound` the least difference that an
    identity it stands in would not forgive, None where it stands in none; `neighbour` another figure beside or below
    it; `rules` those that look at it.
    """

    cell: CellRef
    value: Decimal
    place: Decimal
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


def _bounds(
    results: Iterable[CheckResult], amounts: Mapping[CellRef, Decimal], words: Vocabulary
) -> dict[CellRef, Decimal]:
    """For every amount in an equality that holds: what the most exacting one of them forgives. A bound that is reached
    confirms a figure, but it is no identity: a larger figure keeps to it too.
    """
    bounds_only = {rule.id for rule in words.rules if is_bound(rule)}
    bounds: dict[CellRef, Decimal] = {}
    for result in results:
        strict = result.equality and result.severity == "error" and result.outcome in ("pass", "rounding")
        if not strict or result.tolerance is None or result.rule_id in bounds_only:
            continue
        forgiven = result.tolerance + abs(result.difference or Decimal(0))
        for cell in _cells(result):
            if cell in amounts:
                bounds[cell] = min(forgiven, bounds.get(cell, forgiven))
    return bounds


def _places(disclosure: Disclosure) -> dict[CellRef, Decimal]:
    """A unit of the last printed place of each amount, in yuan; of a printed zero that of the figures beside it."""
    found: dict[CellRef, Decimal] = {}
    for resource, table in {**disclosure.tables, **disclosure.parts}.items():
        state = disclosure.states.get(resource)
        usual = Decimal((state.unit_factor if state else None) or 1).scaleb(-((state.decimals if state else None) or 0))
        for row in table.rows:
            for source in row.cells:
                figure = _figure(source.printed)
                factor = source.value / figure if source.value and figure else None
                place = factor.scaleb(-decimals_of(source.printed)) if factor else usual
                found[_ref(resource, row, source.field)] = place
    return found


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
    bounds, beside = _bounds(disclosure.results, amounts, words), _neighbours(amounts)
    places = _places(disclosure)
    looking: dict[CellRef, set[str]] = {}
    for result in disclosure.results:
        for cell in _cells(result) if result.outcome != "not_applicable" and result.severity == "error" else ():
            looking.setdefault(cell, set()).add(result.rule_id)
    verdict = disclosure.verdicts
    return [
        Figure(
            cell,
            value,
            places.get(cell, Decimal(1)),
            verdict.get(cell.row, "unchecked"),
            bounds.get(cell),
            beside.get(cell),
            frozenset(looking.get(cell, ())),
        )
        for cell, value in amounts.items()
    ]


def _other_digit(figure: Figure) -> Decimal:
    """One printed digit changed, the least that the bound does not forgive."""
    bound, value = figure.bound or Decimal(0), figure.value
    units = str(int(abs(value) / figure.place))[::-1]
    for power in count():
        digit = int(units[power : power + 1] or 0)
        for other in ((digit + 1) % 10, (digit + 5) % 10):
            changed = value + (other - digit) * figure.place.scaleb(power) * (1 if value >= 0 else -1)
            if abs(changed - value) > bound:
                return changed
    raise AssertionError("no bound is above every digit")


def changes(figure: Figure, amounts: Mapping[CellRef, Decimal]) -> Iterator[tuple[str, dict[CellRef, Decimal | None]]]:
    """The ways to change a figure that differ by more than its bound. In a sentence a figure is never blank."""
    bound = figure.bound or Decimal(0)
    planted: dict[str, dict[CellRef, Decimal | None]] = {
        "digit": {figure.cell: _other_digit(figure)},
        "tenfold": {figure.cell: figure.value * 10},
        "sign": {figure.cell: -figure.value},
    }
    if figure.cell.resource != STATED:
        planted["blank"] = {figure.cell: None}
    if figure.neighbour:
        planted["swap"] = {figure.cell: amounts[figure.neighbour], figure.neighbour: figure.value}
    for kind in KINDS:
        if kind in planted and abs((planted[kind][figure.cell] or Decimal(0)) - figure.value) > bound:
            yield kind, planted[kind]


def _planted(tables: Tables, changed: Mapping[CellRef, Decimal | None]) -> Tables:
    new = dict(tables)
    for cell, value in changed.items():
        if cell.resource in new:
            table = new[cell.resource]
            rows = (
                _with(row, cell.field, value) if (row.side, row.row_number) == (cell.side, cell.row_number) else row
                for row in table.rows
            )
            new[cell.resource] = TypedTable(table.resource, tuple(rows))
    return new


def _with(row: TypedRow, field: str, value: Decimal | None) -> TypedRow:
    """The row with another figure in one place; a blank has no ink."""
    ink = (_inked(cell, value) if cell.field == field else cell for cell in row.cells)
    return replace(row, values={**row.values, field: value}, cells=tuple(cell for cell in ink if cell))


def _inked(cell: CellSource, value: Decimal | None) -> CellSource | None:
    """The ink of another figure in the same unit; None where nothing is printed."""
    figure = _figure(cell.printed)
    if value is None or not figure or not cell.value:
        return None if value is None else replace(cell, value=value)
    return replace(cell, value=value, printed=f"{(value * figure / cell.value).normalize():f}")


def _figure(printed: str) -> Decimal | None:
    text = printed.replace(",", "")
    return Decimal(text) if is_amount(text) else None


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


def _share(caught: int, tried: int) -> str:
    return f"{Decimal(100 * caught) / tried:.2f} %" if tried else "–"


def _counted(name: str, groups: Mapping[str, Sequence[Trial]]) -> list[str]:
    lines = [f"| {name} | changes | caught | share |", "|---|--:|--:|--:|"]
    for group, made in groups.items():
        caught = sum(bool(trial.rules) for trial in made)
        lines.append(f"| {group} | {len(made):,} | {caught:,} | {_share(caught, len(made))} |")
    return lines


def _rules(made: Sequence[Trial], words: Vocabulary) -> list[str]:
    caught = Counter(rule for trial in made for rule in trial.rules)
    alone = Counter(next(iter(trial.rules)) for trial in made if len(trial.rules) == 1)
    seen = Counter(rule for trial in made for rule in trial.figure.rules)
    lines = ["| rule | changes it looks at | caught | share | caught by it alone |", "|---|--:|--:|--:|--:|"]
    for rule in words.rules:
        if seen[rule.id] or caught[rule.id]:
            tried = max(seen[rule.id], caught[rule.id])
            counts = f"{tried:,} | {caught[rule.id]:,} | {_share(caught[rule.id], tried)} | {alone[rule.id]:,}"
            lines.append(f"| {rule.id} {rule.statement_zh} | {counts} |")
    return lines


def _grouped(made: Sequence[Trial], by: str) -> dict[str, list[Trial]]:
    groups: dict[str, list[Trial]] = {}
    for trial in made:
        groups.setdefault(trial.kind if by == "kind" else trial.figure.cell.resource, []).append(trial)
    return groups


def _unconfirmed(name: str, found: Sequence[Figure]) -> Iterator[str]:
    for figure in found:
        if figure.bound is None:
            side = f"{figure.cell.side} " if figure.cell.side else ""
            where = f"`{figure.cell.resource}` {side}{figure.cell.row_number} `{figure.cell.field}`"
            yield f"| {name} | {where} | {figure.value:,.2f} | {figure.verdict} |"


PREAMBLE = """\
# Mutation: what the rules notice

Written by `python -m benchmarks.mutation`. Each amount of each founding disclosure that takes part in a printed
identity is changed, one at a time and beyond what rounding forgives: one digit, tenfold, exchanged with its
neighbour, its sign, blank. A change is caught when a rule of severity `error` fails at that figure that did not fail
there before.
"""


def report(sources: Sequence[Path], words: Vocabulary) -> tuple[str, Decimal]:
    """The report as Markdown, and the share of changes that are caught."""
    made: list[Trial] = []
    open_ends: list[str] = []
    total = 0
    for path in sources:
        disclosure = extract(path, words)
        found = figures(disclosure, words)
        total += len(found)
        made += trials(disclosure, words)
        open_ends += _unconfirmed(disclosure.identity.entity_name or path.name, found)
    caught = sum(bool(trial.rules) for trial in made)
    missed = [trial for trial in made if not trial.rules]
    parts = [
        PREAMBLE,
        (
            f"{len(sources)} disclosures, {total:,} amounts; {total - len(open_ends):,} take part in an identity. "
            f"Caught: **{caught:,} of {len(made):,} changes, {_share(caught, len(made))}** (goal 99 %).\n"
        ),
        "## By kind of change\n",
        *_counted("change", _grouped(made, "kind")),
        "\n## By table\n",
        *_counted("table", _grouped(made, "table")),
        "\n## By rule\n",
        *_rules(made, words),
        "\n## Changes that nothing noticed\n",
        "| table | change | figure (元) | verdict of its row |\n|---|---|--:|---|",
        *(
            f"| `{t.figure.cell.resource}` {t.figure.cell.row_number} `{t.figure.cell.field}` | {t.kind} | "
            f"{t.figure.value:,.2f} | {t.figure.verdict} |"
            for t in missed
        ),
        "\n## Amounts that no print confirms\n",
        "| disclosure | cell | amount (元) | verdict of its row |\n|---|---|--:|---|",
        *open_ends,
        "",
    ]
    return "\n".join(parts), Decimal(caught) / len(made) if made else Decimal(0)


def main() -> None:
    sources = [path for path in sorted((ROOT / "datapackages").glob("*/raw/*")) if path.is_file()]
    if not sources:
        raise SystemExit("no disclosure under datapackages/*/raw to measure with")
    text, share = report(sources, vocabulary())
    TARGET.write_text(text, "utf-8")
    print(text)
    if share < GOAL:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
