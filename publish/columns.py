"""Text to typed Arrow columns: every cell passes a strict ASCII pattern and its constraints first."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.schemas import AMOUNT_PATTERN, arrow_schema, is_required
from pipelines.tables import Column, Table

PATTERNS = {
    "amount": (AMOUNT_PATTERN, "an amount in yuan with at most 15 digits and 2 decimals"),
    "integer": (r"^-?[0-9]{1,18}$", "a whole number"),
    "number": (r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$", "a plain decimal number"),
    "boolean": (r"^(true|false)$", "true or false"),
}


class Unacceptable(Exception):
    """Data that no edition may carry; the message names the resource, the column, the row and what stands there."""


def _first(mask: pa.ChunkedArray) -> int:
    return int(pc.index(pc.fill_null(mask, False), True).as_py())


def _refuse(wrong: pa.ChunkedArray, text: pa.ChunkedArray, place: str, wanted: str) -> None:
    row = _first(wrong)
    if row >= 0:
        raise Unacceptable(f"{place}, row {row + 1}: {(text[row].as_py() or '')[:60]!r} is not {wanted}")


def _limits(typed: pa.ChunkedArray, text: pa.ChunkedArray, constraints: Any, place: str) -> None:
    if "minimum" in constraints:
        _refuse(pc.less(typed, constraints["minimum"]), text, place, f"at least {constraints['minimum']}")
    if "maximum" in constraints:
        _refuse(pc.greater(typed, constraints["maximum"]), text, place, f"at most {constraints['maximum']}")


def typed_column(
    text: pa.ChunkedArray, column: Column, target: pa.DataType, required: bool, place: str
) -> pa.ChunkedArray:
    """Strings (null where blank) as the column's type; refuses what its pattern or constraints do not admit.

    Arrow alone would read 1e5 as 100000 and NaN as null, so the text is looked at before the cast.
    """
    if required:
        _refuse(pc.is_null(text), text, place, "allowed: the column is never blank")
    if column.type in PATTERNS:
        pattern, wanted = PATTERNS[column.type]
        _refuse(pc.invert(pc.match_substring_regex(text, pattern)), text, place, wanted)
        typed = text.cast(target)
        _limits(typed, text, column.constraints, place)
        return typed
    if "pattern" in column.constraints:
        pattern = column.constraints["pattern"]
        _refuse(pc.invert(pc.match_substring_regex(text, f"^(?:{pattern})$")), text, place, f"of the form {pattern}")
    if "enum" in column.constraints:
        allowed = pa.array(column.constraints["enum"], pa.string())
        unknown = pc.and_(pc.is_valid(text), pc.invert(pc.is_in(text, allowed)))
        _refuse(unknown, text, place, f"one of {', '.join(column.constraints['enum'])}")
    return text


def typed_table(text: pa.Table, table: Table) -> pa.Table:
    """A table of strings with the types of the vocabulary; refuses what `typed_column` refuses."""
    schema = arrow_schema(table)
    columns = [
        typed_column(
            text.column(column.name),
            column,
            schema.field(column.name).type,
            is_required(table, column),
            f"{table.resource}.{column.name}",
        )
        for column in table.columns
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def text_table(rows: list[dict[str, str | None]], table: Table) -> pa.Table:
    """Rows of strings as an Arrow table with the table's columns; a name that a row lacks is null."""
    return pa.table(
        {c.name: pa.chunked_array([pa.array([row.get(c.name) for row in rows], pa.string())]) for c in table.columns}
    )
