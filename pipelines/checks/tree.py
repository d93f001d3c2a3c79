"""Which rows of a printed table add up to which: by code, by level, by kind of row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipelines.printed import Panel

if TYPE_CHECKING:
    from pipelines.checks.ledger import Entry

RANKS = {"total": 0, "department": 0, "unit": 1, "project": 2}
"""Of rows that have a kind and no level."""


@dataclass(frozen=True)
class Tree:
    """Total rows, the rows right below them, every parent with its children; `loose`: a row has no known place."""

    totals: tuple[Entry, ...] = ()
    tops: tuple[Entry, ...] = ()
    branches: tuple[tuple[Entry, tuple[Entry, ...]], ...] = ()
    loose: bool = False
    may_lack_total: bool = False

    @property
    def heads(self) -> tuple[Entry, ...]:
        """What stands for the whole table: its total row or, in a form that prints none, the rows at the top."""
        return self.totals or (self.tops if self.may_lack_total else ())

    def sums(self, of: str) -> Iterator[tuple[Entry, tuple[Entry, ...]]]:
        """(parent, children) of the `total` rows, of the `headings` or of `all`."""
        if of != "headings" and self.tops:
            yield from ((total, self.tops) for total in self.totals)
        if of != "total":
            yield from self.branches


NO_TREE = Tree()


def _parents_by_code(entries: Sequence[Entry], field: str) -> Iterator[tuple[Entry, int | None]]:
    """Each entry with the index of its nearest printed ancestor, -1 at the top, None where it has no code."""
    seen: dict[str, int] = {}
    for index, entry in enumerate(entries):
        code: Any = entry.row.values.get(field)
        if not code:
            yield entry, None
            continue
        yield entry, next((seen[code[:n]] for n in range(len(code) - 1, 2, -1) if code[:n] in seen), -1)
        seen[code] = index


def _parents_by_rank(entries: Sequence[Entry], ranks: Sequence[int | None]) -> Iterator[tuple[Entry, int | None]]:
    """Each entry with the index of the last one above it of a lower rank."""
    path: list[tuple[int, int]] = []
    for index, (entry, rank) in enumerate(zip(entries, ranks, strict=True)):
        if rank is None:
            yield entry, None
            continue
        while path and path[-1][0] >= rank:
            path.pop()
        yield entry, path[-1][1] if path else -1
        path.append((rank, index))


def _parents_by_print(entries: Sequence[Entry], fields: Sequence[str]) -> Iterator[tuple[Entry, int | None]]:
    """Each purchase with the index of the last row above it that is of a lower rank and heads the same things."""
    path: list[int] = []
    for index, entry in enumerate(entries):
        while path and not _heads(entries[path[-1]], entry, fields):
            path.pop()
        yield entry, path[-1] if path else -1
        path.append(index)


def _heads(above: Entry, below: Entry, fields: Sequence[str]) -> bool:
    rank, lower = above.row.values["level"], below.row.values["level"]
    if not isinstance(rank, int) or not isinstance(lower, int) or rank >= lower:
        return False
    shared = [field for field in fields if above.row.values.get(field)]
    return all(above.row.values[field] == below.row.values.get(field) for field in shared)


def _rank(entry: Entry) -> int | None:
    level = entry.row.values.get("level")
    return level if isinstance(level, int) else RANKS.get(str(entry.row.values.get("row_kind")))


def grow(panel: Panel, entries: Sequence[Entry]) -> Tree:
    """The tree of one side of a table; a table of fixed lines has none."""
    if panel.rows == "lines":
        return NO_TREE
    ranks = [_rank(entry) for entry in entries]
    totals = tuple(entry for entry, rank in zip(entries, ranks, strict=True) if rank == 0)
    rest = [(entry, rank) for entry, rank in zip(entries, ranks, strict=True) if rank != 0]
    below = [entry for entry, _ in rest]
    if panel.rows == "codes":
        placed = list(_parents_by_code(below, next(iter(panel.keys))))
    elif panel.rows == "purchases":
        placed = list(_parents_by_print(below, tuple(panel.keys)))
    else:
        placed = list(_parents_by_rank(below, [rank for _, rank in rest]))
    children: dict[int, list[Entry]] = {}
    for entry, parent in placed:
        if parent is not None:
            children.setdefault(parent, []).append(entry)
    return Tree(
        totals,
        tuple(children.pop(-1, ())),
        tuple((below[parent], tuple(entries_)) for parent, entries_ in sorted(children.items())),
        any(parent is None for _, parent in placed),
        panel.rows == "projects",
    )
