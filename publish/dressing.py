"""What Datasette reads beside the database: titles, licence and source of every table, column texts, facets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipelines.profile import DISCLOSED, LICENCE, licence_of, source_of
from pipelines.tables import Column, Table
from publish.descriptor import DESCRIPTION, DESCRIPTION_EN, TITLE, TITLE_EN
from publish.files import PublishedFile
from publish.portal.words import UNITS

DATABASE = "catalogue"
SETTINGS: Mapping[str, str | int] = {
    "suggest_facets": 0,
    "sql_time_limit_ms": 2000,
    "facet_time_limit_ms": 500,
    "max_returned_rows": 2000,
    "default_page_size": 50,
    "max_csv_mb": 20,
    "default_cache_ttl": 0,
    "truncate_cells_html": 120,
    "allow_download": 1,
}


def _rights(licence: Mapping[str, str], source: Mapping[str, str]) -> dict[str, str]:
    return {"license": licence["name"], "license_url": licence["path"], "source": source["title"]}


def column_text(column: Column) -> str:
    """A column in one line for the API and the page: Chinese and English title, unit, both descriptions."""
    unit = f"（单位：{UNITS[column.unit]}）" if column.unit else ""
    return f"{column.title} {column.title_en}{unit}：{column.description_zh} {column.description_en}"


def table_dressing(table: Table) -> dict[str, Any]:
    """Metadata of one table; licence and source stand on each because newer Datasette does not inherit them."""
    return {
        "title": f"{table.title} {table.title_en}",
        "description": f"{table.description_zh} {table.description_en}",
        **_rights(licence_of(table), source_of(table)),
        "columns": {column.name: column_text(column) for column in table.columns},
        **({"facets": list(table.facets)} if table.facets else {}),
        **({"label_column": table.label} if table.label else {}),
    }


def metadata(tables: Sequence[Table]) -> dict[str, Any]:
    """`metadata.json` of the site."""
    head = {
        "title": f"{TITLE} · {TITLE_EN}",
        "description": f"{DESCRIPTION} {DESCRIPTION_EN}",
        **_rights(LICENCE, DISCLOSED),
    }
    described = {table.resource: table_dressing(table) for table in tables}
    return {**head, "databases": {DATABASE: {**head, "tables": described}}}


def inspection(database: PublishedFile, tables: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """`inspect-data.json`, as `datasette inspect` writes it but for the file's place: nothing is counted."""
    return {
        DATABASE: {
            "hash": database.sha256,
            "size": database.bytes,
            "file": database.path,
            "tables": {name: {"count": count} for name, count in tables},
        }
    }
