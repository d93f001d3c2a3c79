"""How fast a catalogue is written: the built packages under many other ids, loaded into SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from benchmarks.measure import Clock, best, peak_megabytes, table
from pipelines.vocabulary import Vocabulary
from publish.catalogue import stack
from publish.site import published_tables
from publish.sqlite import add_indexes, load_rows, open_for_loading, stored, verify

ROWS = 300_000
BASELINE = "executemany of ready tuples, no keys"
ROWS_IN = "catalogue: rows in, with types and keys"
INDEXED = "catalogue: indexes, links and checks verified"


def enlarged(rows: pa.Table, copies: int) -> pa.Table:
    """The same rows once for every copy, each under a disclosure id of its own."""
    if "disclosure_id" not in rows.column_names:
        return rows
    place = rows.column_names.index("disclosure_id")
    ids = rows["disclosure_id"].to_pylist()
    field = rows.schema.field(place)
    made = [rows.set_column(place, field, pa.array([f"{i}-{n}" for i in ids], field.type)) for n in range(copies)]
    return pa.concat_tables(made).combine_chunks()


def plain_insert(path: Path, tables: Mapping[str, pa.Table], clock: Clock) -> None:
    """The baseline: tuples that are ready, into tables without types, keys or indexes."""
    connection = sqlite3.connect(path)
    for name, rows in tables.items():
        ready = list(zip(*(stored(column) for column in rows.columns), strict=True))
        connection.execute(f'CREATE TABLE "{name}" ({", ".join(f"c{n}" for n in range(rows.num_columns))})')
        marks = ", ".join("?" * rows.num_columns)
        with clock(BASELINE):
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', ready)
    with clock(BASELINE):
        connection.commit()
    connection.close()


def catalogue_load(path: Path, words: Vocabulary, tables: Mapping[str, pa.Table], clock: Clock) -> None:
    """What `write_sqlite` does, in two steps."""
    connection = open_for_loading(path)
    with clock(ROWS_IN):
        connection.execute("BEGIN")
        load_rows(connection, published_tables(words), tables)
    with clock(INDEXED):
        add_indexes(connection, published_tables(words))
        verify(connection)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
    connection.close()


def report(packages: Path, folder: Path, words: Vocabulary, rounds: int = 3) -> str:
    """Loads at least 300,000 rows both ways and says how long it took, best of some rounds."""
    catalogue = stack(packages, words)
    small = sum(rows.num_rows for rows in catalogue.tables.values() if "disclosure_id" in rows.column_names)
    tables = {name: enlarged(rows, ROWS // small + 1) for name, rows in catalogue.tables.items()}
    count = sum(rows.num_rows for rows in tables.values())
    clocks = [Clock() for _round in range(rounds)]
    for number, clock in enumerate(clocks):
        plain_insert(folder / f"plain-{number}.sqlite", tables, clock)
        catalogue_load(folder / f"catalogue-{number}.sqlite", words, tables, clock)
    seconds = best(clocks)
    lines = [
        [name, f"{seconds[name]:.2f}", f"{count / seconds[name]:,.0f}", f"{seconds[name] / seconds[BASELINE]:.1f}"]
        for name in (BASELINE, ROWS_IN, INDEXED)
    ]
    heading = (
        f"Catalogue load, {count:,} rows in {len(tables)} tables, best of {rounds} rounds "
        f"(peak memory {peak_megabytes():.0f} MB)"
    )
    return table(heading, ["", "seconds", "rows/s", "× baseline"], lines)
