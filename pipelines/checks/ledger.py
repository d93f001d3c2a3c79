"""The printed figures of one disclosure, indexed once so that every rule finds its cells without searching."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from pipelines.checks.halves import halves_of
from pipelines.checks.tree import NO_TREE, Tree, grow
from pipelines.model import CellRef, Identity, Issue, TypedRow, TypedTable
from pipelines.states import TableState
from pipelines.tables import Table
from pipelines.values import plain, without_ordinal
from pipelines.vocabulary import Vocabulary


class Cell(NamedTuple):
    """One amount cell: `half` is half a unit of its last printed place in yuan, None where the unit is unknown."""

    ref: CellRef
    value: Decimal | None
    half: Decimal | None
    doubtful: bool


class Entry(NamedTuple):
    """One row with its cells by field; `line` is the item as the form words it, in tables with fixed lines."""

    row: TypedRow
    cells: Mapping[str, Cell]
    line: str | None


@dataclass(frozen=True)
class Sheet:
    """One table of the disclosure, standard or of the rest of the document; without entries where it is not there."""

    table: Table
    state: str
    cut_off: bool
    entries: tuple[Entry, ...]
    trees: Mapping[str | None, Tree]
    printed: frozenset[tuple[str | None, str]]
    has_money: bool
    columns: frozenset[tuple[int, str]] | None = None

    @property
    def resource(self) -> str:
        return self.table.resource

    @cached_property
    def by_number(self) -> Mapping[tuple[str | None, int], Entry]:
        """The row behind a cell, by side and row number."""
        return {(entry.row.side, entry.row.row_number): entry for entry in self.entries}

    @cached_property
    def unknown_lines(self) -> tuple[Entry, ...]:
        """Rows with money, in a panel of printed lines, that are none of those that the form has."""
        sides = {panel.side for panel in self.table.panels if panel.rows == "lines"}
        rows = (e for e in self.entries if e.row.side in sides and e.row.values.get("item_kind") is None)
        return tuple(entry for entry in rows if any(cell.value for cell in entry.cells.values()))

    def prints(self, side: str | None, field: str) -> bool:
        """Whether the table has this column, on the given side or, where none is given, on any."""
        if not self.table.panels:
            return field in self.table.column
        return any(
            field in panel.amounts and (self.columns is None or (index, field) in self.columns)
            for index, panel in enumerate(self.table.panels)
            if side in (None, panel.side)
        )

    def coded(self, side: str | None, column: str) -> bool:
        """Whether rows are told apart by this column: printed there, or known from the line of the form."""
        return any(
            panel.rows == "lines"
            or (column in panel.keys and (self.columns is None or (index, column) in self.columns))
            for index, panel in enumerate(self.table.panels)
            if side in (None, panel.side)
        )

    def tree(self, side: str | None) -> Tree:
        return self.trees.get(side, NO_TREE)


@dataclass(frozen=True)
class Ledger:
    """`sheets` are the standard tables and, beside them, forms, stated figures, text, glossary and units."""

    sheets: Mapping[str, Sheet]
    states: Mapping[str, TableState]
    identity: Identity
    issues: Sequence[Issue]
    vocabulary: Vocabulary

    def entries_of(self, resource: str) -> tuple[Entry, ...]:
        return self.sheets[resource].entries

    @cached_property
    def stated(self) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
        """The stated figures of each (statement, measure), in the order of the text."""
        found: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries_of("stated_figures"):
            key = str(entry.row.values.get("statement")), str(entry.row.values.get("measure"))
            found.setdefault(key, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}


def _half_unit(state: TableState | None) -> Decimal | None:
    if state is None or state.unit_factor is None or state.decimals is None:
        return None
    return Decimal(state.unit_factor).scaleb(-state.decimals) / 2


def _lines(table: Table) -> dict[tuple[str | None, object, str], str]:
    """(side, kind, any printed wording) → the item as the form words it."""
    return {
        (panel.side, line.kind, plain(wording)): line.item
        for panel in table.panels
        for line in panel.lines
        for wording in (line.item, *line.aliases)
    }


def _entry(
    row: TypedRow, table: Table, half: Decimal | None, doubts: set[tuple[object, ...]], line: str | None
) -> Entry:
    key = (table.resource, row.side, row.row_number)
    doubtful_row = (*key, None) in doubts
    unreadable = {source.field for source in row.cells if source.value is None}
    cells = {}
    for field in table.amount_fields:
        value = row.values.get(field)
        doubtful = doubtful_row or field in unreadable or (*key, field) in doubts
        amount = value if isinstance(value, Decimal) else None
        cells[field] = Cell(CellRef(*key, field), amount, half, doubtful)
    return Entry(row, cells, line)


def _sheet(table: Table, rows: TypedTable | None, state: TableState | None, doubts: set[tuple[object, ...]]) -> Sheet:
    half, lines = _half_unit(state), _lines(table)
    entries = []
    for row in rows.rows if rows else ():
        item = row.values.get("item")
        wording = without_ordinal(plain(item)) if lines and isinstance(item, str) else ""
        line = lines.get((row.side, row.values.get("item_kind"), wording))
        entries.append(_entry(row, table, half, doubts, line))
    amounts = [cell for entry in entries for cell in entry.cells.values() if cell.value is not None]
    return Sheet(
        table,
        state.state if state else "missing",
        bool(state and state.cut_off),
        tuple(entries),
        {panel.side: grow(panel, [e for e in entries if e.row.side == panel.side]) for panel in table.panels},
        frozenset((cell.ref.side, cell.ref.field) for cell in amounts),
        any(cell.value for cell in amounts),
        state.columns if state else None,
    )


def _part(table: Table, rows: TypedTable | None, doubts: set[tuple[object, ...]]) -> Sheet:
    """A table of the rest of the document: each figure has the places of its own print."""
    fields = [column.name for column in table.columns if column.type in ("amount", "number")]
    entries = []
    for row in rows.rows if rows else ():
        key, halves = (table.resource, row.side, row.row_number), halves_of(row)
        inked = {source.field for source in row.cells}
        cells = {}
        for field in fields:
            value = row.values.get(field)
            figure = value if isinstance(value, Decimal) else None
            unread = figure is None and field in inked
            doubtful = (*key, None) in doubts or (*key, field) in doubts or unread
            cells[field] = Cell(CellRef(*key, field), figure, halves.get(field), doubtful)
        entries.append(Entry(row, cells, None))
    state = "present" if entries else "missing"
    return Sheet(table, state, False, tuple(entries), {}, frozenset(), any(entries))


def _layout(table: Table, states: Mapping[str, TableState], identity: Identity, vocabulary: Vocabulary) -> Table:
    """The table as the form prints it by which it was read, or else as that of the disclosure does."""
    state = states.get(table.resource)
    return vocabulary.layout(table.resource, state.form if state and state.form else identity.template)


def open_ledger(
    tables: Mapping[str, TypedTable],
    states: Mapping[str, TableState],
    identity: Identity,
    issues: Sequence[Issue],
    vocabulary: Vocabulary,
    parts: Mapping[str, TypedTable],
) -> Ledger:
    """All tables of one disclosure, with those that are not there; `parts` are those of its text. Amounts in yuan."""
    doubts: set[tuple[object, ...]] = {
        (issue.resource, issue.side, issue.row_number, issue.field)
        for issue in issues
        if issue.row_number is not None and issue.severity == "error"
    }
    sheets = {}
    for table in vocabulary.standard_tables:
        name, layout = table.resource, _layout(table, states, identity, vocabulary)
        sheets[name] = _sheet(layout, tables.get(name), states.get(name), doubts)
    for table in vocabulary.document_tables:
        sheets[table.resource] = _part(table, parts.get(table.resource), doubts)
    return Ledger(sheets, states, identity, issues, vocabulary)
