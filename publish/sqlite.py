"""Writes the catalogue as one SQLite file: whole yuan as exact integers, keys, links, an index behind every facet."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.schemas import foreign_keys, sqlite_ddl
from pipelines.tables import Table

BATCH = 50_000
# Keys and checks are verified once over all rows: row by row they would cost a third of the load.
LOADING = (
    "page_size = 4096",
    "cache_size = -100000",
    "journal_mode = OFF",
    "synchronous = OFF",
    "foreign_keys = OFF",
    "ignore_check_constraints = ON",
)
CENTS = pa.scalar(Decimal(100), pa.decimal128(3, 0))


def stored(column: pa.ChunkedArray) -> list[Any]:
    """A column as SQLite keeps it: whole yuan as int, other amounts as the float nearest to two decimals, true as 1.

    SQLite has no decimal, and sums of integers are exact where sums of floats are not.
    """
    if pa.types.is_decimal(column.type):
        cents = pc.multiply(column, CENTS).cast(pa.int64()).to_pylist()
        return [None if c is None else c // 100 if c % 100 == 0 else c / 100 for c in cents]
    plain = column.cast(pa.int8()) if pa.types.is_boolean(column.type) else column
    return list(plain.to_pylist())


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    for start in range(0, table.num_rows, BATCH):
        piece = table.slice(start, BATCH)
        yield from zip(*(stored(column) for column in piece.columns), strict=True)


def indexed_columns(table: Table) -> list[str]:
    """Columns that need an index of their own: facets and foreign keys that do not already lead the primary key."""
    wanted = [*table.facets, *(name for name, _, _ in foreign_keys(table))]
    return [name for name in dict.fromkeys(wanted) if name != table.key[0]]


def _indexes(table: Table) -> Iterator[str]:
    for name in indexed_columns(table):
        yield f'CREATE INDEX "{table.resource}_{name}" ON "{table.resource}" ("{name}")'


def load_rows(connection: sqlite3.Connection, tables: Sequence[Table], rows: Mapping[str, pa.Table]) -> None:
    """Creates every table and inserts its rows."""
    for table in tables:
        connection.execute(sqlite_ddl(table))
        marks = ", ".join("?" for _ in table.columns)
        connection.executemany(f'INSERT INTO "{table.resource}" VALUES ({marks})', _rows(rows[table.resource]))


def add_indexes(connection: sqlite3.Connection, tables: Sequence[Table]) -> None:
    """An index behind every facet and every link."""
    for table in tables:
        for statement in _indexes(table):
            connection.execute(statement)


def verify(connection: sqlite3.Connection) -> None:
    """ValueError names the first row that breaks a link or a check."""
    dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if dangling:
        raise ValueError(f"row {dangling[1]} of {dangling[0]} refers to nothing in {dangling[2]}")
    connection.execute("PRAGMA ignore_check_constraints = OFF")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise ValueError(found)


def open_for_loading(path: Path) -> sqlite3.Connection:
    """A new database set for one bulk load: nothing is durable until it is whole."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in LOADING:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def write_sqlite(path: Path, tables: Sequence[Table], rows: Mapping[str, pa.Table]) -> None:
    """A new database with every table, loaded in one transaction; refuses rows that break a key, a link or a check.

    The bytes depend on the rows only: fixed page size, fixed order of tables, rows and indexes.
    """
    connection = open_for_loading(path)
    try:
        connection.execute("BEGIN")
        load_rows(connection, tables, rows)
        add_indexes(connection, tables)
        verify(connection)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    finally:
        connection.close()
