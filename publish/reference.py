"""The tables that a catalogue has once: code lists in full, codes that no list has, standard tables and rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.lists import FROM_PRINT, UNLISTED, list_rows
from pipelines.tables import Table
from pipelines.vocabulary import Vocabulary
from publish.columns import Unacceptable, text_table, typed_table
from publish.reading import Package


def complete_lists(vocabulary: Vocabulary, tables: Iterable[Table]) -> dict[str, pa.Table]:
    """Every reference table in full, in the order of its file, as typed Arrow tables."""
    return {table.resource: typed_table(text_table(list_rows(vocabulary, table), table), table) for table in tables}


def _unknown(rows: pa.Table, own: pa.Table, key: str) -> pa.Table:
    return own.filter(pc.invert(pc.is_in(own[key], rows[key].combine_chunks())))


def _says_so(rows: pa.Table) -> bool:
    """Whether every row calls itself a printed code that no list has; rules and tables are never printed."""
    marks = {"source": FROM_PRINT, "confidence": UNLISTED}
    return "source" in rows.column_names and all(
        set(rows[name].to_pylist()) == {mark} for name, mark in marks.items() if name in rows.column_names
    )


def with_unlisted(lists: Mapping[str, pa.Table], packages: Iterable[Package]) -> dict[str, pa.Table]:
    """The lists and, after their own rows, the codes that a package prints and its list does not have, by code.

    The first package decides the name; a package may not pass such a code off as listed.
    """
    result = dict(lists)
    for package in packages:
        for resource, own in package.codes.items():
            extra = _unknown(result[resource], own, own.column_names[0])
            if not extra.num_rows:
                continue
            if not _says_so(extra):
                raise Unacceptable(f"{resource} has rows that the list does not have: build the package again")
            result[resource] = pa.concat_tables([result[resource], extra])
    return {resource: _in_order(lists[resource], rows) for resource, rows in result.items()}


def _in_order(listed: pa.Table, rows: pa.Table) -> pa.Table:
    extra = rows.slice(listed.num_rows)
    return pa.concat_tables([listed, extra.sort_by(rows.column_names[0])]) if extra.num_rows else listed
