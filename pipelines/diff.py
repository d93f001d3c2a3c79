"""What differs between two versions of a disclosure, cell by cell, with what both print and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.tables import Table
from pipelines.vocabulary import Vocabulary

Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]
Kind = Literal["added", "removed", "changed"]
Pair = tuple[Row | None, Row | None]

PLACES = ("source_page", "source_line", "page", "line", "source_number")
DERIVED = ("verdict", "is_leaf", "level", "printed", "quote", "project_row_number")
"""What follows from the rest: the sentence that a figure stands in is compared as text of its section."""
ROWS_ELSEWHERE = {"target_row_number": "performance_targets"}
"""Columns that name a row of another table by its number, which another version may count otherwise."""
ENOUGH = 3  # so many parts of an identity tell a row where one part differs


@dataclass(frozen=True)
class Said:
    """What one version has in one cell: the value as in its CSV, the ink of an amount, and the place."""

    value: str
    printed: str
    row_number: str
    page: str
    line: str
    file: str


@dataclass(frozen=True)
class Change:
    """One cell that only one version fills, or both otherwise; `whole_row`: the other version lacks the row."""

    kind: Kind
    resource: str
    side: str
    row: str
    field: str
    whole_row: bool
    old: Said | None
    new: Said | None


def compared_tables(vocabulary: Vocabulary) -> tuple[Table, ...]:
    """The tables that say what is printed, in the order of every listing; not what is counted or checked from it."""
    return (*vocabulary.standard_tables, *vocabulary.document_tables, vocabulary.tables["notes"])


def resources_read(vocabulary: Vocabulary) -> list[str]:
    """The resources of a package that `differences` looks at."""
    return [*(table.resource for table in compared_tables(vocabulary)), "cell_sources", "source_files", "table_states"]


def counter_of(table: Table) -> str:
    """The column that numbers the rows of a table as printed."""
    return next(name for name in table.key if name not in ("disclosure_id", "side"))


def _columns(table: Table) -> list[str]:
    skipped = {"disclosure_id", "side", counter_of(table), *PLACES, *DERIVED, *ROWS_ELSEWHERE}
    return [column.name for column in table.columns if column.name not in skipped]


class _Version:
    """The rows of one version with what is looked up in them: identities, ink, files."""

    def __init__(self, rows: Rows, vocabulary: Vocabulary) -> None:
        self.rows = rows
        self._files = {row["source_number"]: row["source_name"] for row in rows["source_files"]}
        self._file_of = {row["resource"]: row["source_number"] for row in rows["table_states"]}
        self._ink = {(c["resource"], c["side"], c["row_number"], c["field"]): c for c in rows["cell_sources"]}
        self._names = {
            column: {row[counter_of(vocabulary.tables[there])]: row[label] for row in rows[there]}
            for column, there in ROWS_ELSEWHERE.items()
            if (label := vocabulary.tables[there].label)
        }

    def identity(self, row: Row, table: Table) -> tuple[str, ...]:
        return tuple(self._names[n].get(row[n], "") if n in self._names else row[n] for n in table.identity)

    def said(self, row: Row, table: Table, field: str) -> Said:
        number = row[counter_of(table)]
        ink = self._ink.get((table.resource, row.get("side", ""), number, field), {})
        page, line = (
            ink.get(name) or row.get(f"source_{name}") or row.get(name, "") or "" for name in ("page", "line")
        )
        file = row.get("source_number") or self._file_of.get(table.resource, "")
        return Said(row[field], ink.get("printed", ""), number, page, line, self._files.get(file, ""))


def _matched(old: Sequence[Row], new: Sequence[Row], key: Callable[[Row, int], Hashable], once: bool) -> dict[int, int]:
    """Positions of old rows by those of new rows with the same key: one by one in their order, or, `once`, only where
    the key is the only one of its kind on both sides. A key of None matches nothing.
    """
    there: dict[Hashable, list[int]] = defaultdict(list)
    here: dict[Hashable, list[int]] = defaultdict(list)
    for keys, rows, which in ((there, old, 0), (here, new, 1)):
        for position, row in enumerate(rows):
            keys[key(row, which)].append(position)
    return {
        mine: theirs
        for value, positions in here.items()
        if value is not None and not (once and (len(positions) > 1 or len(there[value]) > 1))
        for mine, theirs in zip(positions, there[value], strict=False)
    }


def _pairs(old: _Version, new: _Version, table: Table) -> Iterator[Pair]:
    """Each row of either version once, beside the same row of the other: first rows that are alike in everything, then
    those of one identity in their order, then those of which one part of the identity differs.
    """
    versions, columns = (old, new), _columns(table)
    parts = [name for name in table.identity if name != "side"]

    def whole(row: Row, which: int) -> Hashable:
        return (versions[which].identity(row, table), *(row[name] for name in columns))

    def same(row: Row, which: int) -> Hashable:
        return versions[which].identity(row, table)

    def without(part: str) -> Callable[[Row, int], Hashable]:
        def rest(row: Row, which: int) -> Hashable:
            said = dict(zip(table.identity, versions[which].identity(row, table), strict=True))
            kept = {name: said[name] for name in table.identity if name != part}
            filled = [name for name in parts if kept.get(name)]
            told = len(filled) >= ENOUGH or any(name.rpartition("_")[2] == "code" for name in filled)
            return tuple(kept.values()) if told else None

        return rest

    steps = [(whole, False), (same, False), *((without(part), True) for part in parts)]
    before, after = old.rows[table.resource], new.rows[table.resource]
    partner: dict[int, int] = {}
    for key, once in steps:
        taken = {*partner.values()}
        left = [n for n in range(len(before)) if n not in taken]
        right = [n for n in range(len(after)) if n not in partner]
        found = _matched([before[n] for n in left], [after[n] for n in right], key, once)
        partner |= {right[mine]: left[theirs] for mine, theirs in found.items()}
    yield from ((before[partner[n]] if n in partner else None, row) for n, row in enumerate(after))
    taken = {*partner.values()}
    yield from ((row, None) for n, row in enumerate(before) if n not in taken)


def _kind(old: str, new: str) -> Kind:
    return "changed" if old and new else "added" if new else "removed"


def _changes(old: _Version, new: _Version, table: Table) -> Iterator[Change]:
    for before, after in _pairs(old, new, table):
        version, row = (new, after) if after is not None else (old, before)
        assert row is not None
        label = " ".join(
            dict.fromkeys(part for part in version.identity(row, table) if part and part != row.get("side"))
        )
        for field in _columns(table):
            values = (before[field] if before else "", after[field] if after else "")
            if values[0] != values[1]:
                yield Change(
                    _kind(*values),
                    table.resource,
                    row.get("side", ""),
                    label,
                    field,
                    before is None or after is None,
                    old.said(before, table, field) if before else None,
                    new.said(after, table, field) if after else None,
                )


def differences(old: Rows, new: Rows, vocabulary: Vocabulary) -> Iterator[Change]:
    """Every cell of the printed tables that differs, table by table in the order of the new version.

    Rows are known again by the `identity` of their table, never by their numbers: a row that is put in changes no
    other. Places, verdicts and levels are not compared.
    """
    before, after = _Version(old, vocabulary), _Version(new, vocabulary)
    for table in compared_tables(vocabulary):
        yield from _changes(before, after, table)


def counted(changes: Iterable[Change]) -> dict[Kind, int]:
    """How many cells were added, removed and changed."""
    found: dict[Kind, int] = {"added": 0, "removed": 0, "changed": 0}
    for change in changes:
        found[change.kind] += 1
    return found
