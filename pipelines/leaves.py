"""Which amounts of a standard table no other printed amount of it breaks down: rows first, then columns of a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from pipelines.checks.ledger import Entry, Sheet

Parts: TypeAlias = dict[int, tuple[Entry, ...]]
"""Row number → the rows of the same side that it is the total of."""
ZERO = Decimal(0)


def leaf_rows(sheet: Sheet, side: str | None, lines: Mapping[str, Any]) -> tuple[Entry, ...]:
    """The rows of one side that print a figure and below which no row prints one, in printed order.

    A row of no known place is none of them: whether it repeats the money of another cannot be said. `lines` is what
    `dimensions.yml` says of printed lines.
    """
    rows = [entry for entry in sheet.entries if entry.row.side == side]
    if any(panel.side == side and panel.rows == "lines" for panel in sheet.table.panels):
        rows, parts = _lines(rows, lines)
    else:
        rows, parts = _tree(rows, sheet, side)
    return tuple(row for row in rows if _has_figure(row) and not _is_broken_down(row, parts))


def leaf_fields(entry: Entry, parts: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The printed columns of a row that are no totals over other printed columns of it; `parts` of each column."""
    printed = [field for field, cell in entry.cells.items() if cell.value is not None]
    return tuple(field for field in printed if not any(below in printed for below in _below(field, parts)))


def _below(field: str, parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for part in parts.get(field, ()):
        yield part
        yield from _below(part, parts)


def _has_figure(entry: Entry) -> bool:
    return any(cell.value is not None for cell in entry.cells.values())


def _is_broken_down(entry: Entry, parts: Parts) -> bool:
    below = parts.get(entry.row.row_number, ())
    return any(_has_figure(row) or _is_broken_down(row, parts) for row in below)


def _tree(rows: Sequence[Entry], sheet: Sheet, side: str | None) -> tuple[list[Entry], Parts]:
    """The rows that have a place in the tree, and what stands below each."""
    tree = sheet.tree(side)
    branches = [*((total, tree.tops) for total in tree.totals), *tree.branches]
    placed = {row.row.row_number for row in (*tree.totals, *tree.tops)}
    placed |= {row.row.row_number for _, below in branches for row in below}
    parts = {row.row.row_number: below for row, below in branches}
    return [row for row in rows if row.row.row_number in placed], parts


def _lines(rows: Sequence[Entry], lines: Mapping[str, Any]) -> tuple[list[Entry], Parts]:
    """The rows whose kind is known and repeats no other, and what each is the total of."""
    known = [row for row in rows if _kind(row) not in (None, *lines["repeated"])]
    parts = {
        row.row.row_number: (
            *(other for other in known if _kind(other) in lines["parts"].get(_kind(row), ())),
            *_right_below(known[at + 1 :], lines["below"].get(_kind(row))),
        )
        for at, row in enumerate(known)
    }
    for group in lines["whole_only"]:
        wholes = [row for row in known if row.line in group["whole"] and _has_figure(row)]
        pieces = [row for row in known if row.line in group["parts"] and _kind(row) == group["kind"]]
        if not wholes:
            continue
        if _adds_up(wholes[0], pieces):
            parts[wholes[0].row.row_number] = tuple(pieces)
        elif group["otherwise"] == "within":
            known = [row for row in known if row not in pieces]
    return known, parts


def _kind(entry: Entry) -> Any:
    return entry.row.values.get("item_kind")


def _right_below(rows: Sequence[Entry], kind: object) -> Iterator[Entry]:
    for row in rows:
        if kind is None or _kind(row) != kind:
            return
        yield row


def _adds_up(whole: Entry, pieces: Sequence[Entry]) -> bool:
    """Whether the parts are the whole in each column that either prints, within what their rounding can do."""
    for field, cell in whole.cells.items():
        printed = [c for c in (cell, *(piece.cells[field] for piece in pieces)) if c.value is not None]
        difference = (cell.value or ZERO) - sum((p.cells[field].value or ZERO for p in pieces), ZERO)
        if abs(difference) > sum((c.half or ZERO for c in printed), ZERO):
            return False
    return True
