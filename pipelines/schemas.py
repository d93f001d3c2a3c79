"""Table Schema, Arrow schema and SQLite DDL of a table, derived from its one description in `metadata/`."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from pipelines.tables import Column, Table

if TYPE_CHECKING:
    import pyarrow as pa

AMOUNT_PATTERN = r"^-?[0-9]{1,15}(\.[0-9]{1,2})?$"
"""An amount as text, ASCII only: number types of readers let `1e5`, full-width digits or a third decimal pass."""

_SQLITE_TYPES = {"string": "TEXT", "integer": "INTEGER", "boolean": "INTEGER", "amount": "NUMERIC", "number": "REAL"}


def foreign_keys(table: Table) -> tuple[tuple[str, str, str], ...]:
    """(column, resource, column there) of every link of a table; each row of a disclosure links to its disclosure."""
    links = [(c.name, *c.references) for c in table.columns if c.references]
    if "disclosure_id" in table.column and table.resource != "disclosures":
        links.insert(0, ("disclosure_id", "disclosures", "disclosure_id"))
    return tuple(links)


def csv_header(table: Table) -> tuple[str, ...]:
    """Column names in the order in which every edition has them."""
    return tuple(column.name for column in table.columns)


def is_required(table: Table, column: Column) -> bool:
    """True for a column that no row may leave blank: part of the key, or said so in `fields.yml`."""
    return column.name in table.key or bool(column.constraints.get("required"))


def example_text(column: Column) -> str | None:
    """The example as it stands in CSV; the profile of Data Package wants text for every type."""
    if isinstance(column.example, bool):
        return str(column.example).lower()
    return None if column.example is None else str(column.example)


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": "number" if column.is_amount else column.type,
        "title": column.title,
        "title_en": column.title_en,
        "description": column.description,
        "description_en": column.description_en,
        "description_zh": column.description_zh,
    }
    if column.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.is_amount:
        field["amountPattern"] = AMOUNT_PATTERN
    optional = {"unit": column.unit, "example": example_text(column), "columnType": column.column_type}
    field |= {name: value for name, value in optional.items() if value is not None}
    constraints = deepcopy(dict(column.constraints))
    if is_required(table, column):
        constraints["required"] = True
    return {**field, "constraints": constraints} if constraints else field


def table_schema(table: Table, with_foreign_keys: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Table Schema (v2) of a table, fresh on every call; amounts are numbers in yuan that carry `amountPattern`.

    Links are stated only to the resources named in `with_foreign_keys`: a package may not hold the others.
    """
    schema: dict[str, Any] = {
        "fields": [_field(table, column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    links = [link for link in foreign_keys(table) if link[1] in with_foreign_keys]
    if links:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": resource, "fields": [target]}}
            for name, resource, target in links
        ]
    return schema


def arrow_schema(table: Table) -> pa.Schema:
    """Arrow schema of a table, all columns nullable: amounts decimal128(18, 2), integers int64, codes strings."""
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "amount": pa.decimal128(18, 2),
        "number": pa.float64(),
    }
    return pa.schema([pa.field(column.name, types[column.type]) for column in table.columns])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def _checks(column: Column) -> Iterator[str]:
    name = _quoted(column.name)
    if column.type == "boolean":
        yield f"{name} IN (0, 1)"
    if column.is_amount:
        yield f"typeof({name}) <> 'text'"
    if "enum" in column.constraints:
        yield f"{name} IN ({', '.join(_literal(value) for value in column.constraints['enum'])})"
    if column.type == "integer":
        yield from (
            f"{name} {sign} {column.constraints[limit]}"
            for limit, sign in (("minimum", ">="), ("maximum", "<="))
            if limit in column.constraints
        )


def _column_ddl(table: Table, column: Column) -> str:
    parts = [_quoted(column.name), _SQLITE_TYPES[column.type]]
    if is_required(table, column):
        parts.append("NOT NULL")
    parts += [f"CHECK ({check})" for check in _checks(column)]
    return " ".join(parts)


def sqlite_ddl(table: Table) -> str:
    """CREATE TABLE with keys, links and cheap checks.

    Amounts are NUMERIC: whole yuan are kept as exact integers, the rest as the nearest float.
    """
    lines = [_column_ddl(table, column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(_quoted(name) for name in table.key)})")
    lines += [
        f"FOREIGN KEY ({_quoted(name)}) REFERENCES {_quoted(resource)} ({_quoted(target)})"
        for name, resource, target in foreign_keys(table)
    ]
    return f"CREATE TABLE {_quoted(table.resource)} (\n  " + ",\n  ".join(lines) + "\n)"
