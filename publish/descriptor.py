"""The catalogue's own datapackage.json: every resource with its schema, licence, sources and digests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipelines import __version__
from pipelines.profile import DIALECT, DISCLOSED, LICENCE, PROFILE, licence_of, source_of
from pipelines.schemas import table_schema
from pipelines.tables import Table
from publish.files import PublishedFile

NAME = "yusuan-catalogue"
TITLE = "部门预算公开数据"
TITLE_EN = "Department budget disclosures as open data"
DESCRIPTION = (
    "各部门公开的预算——标准表、项目绩效目标表和文字说明——整理为统一结构的数据，"
    "金额单位一律为元，每一数字照录原文并经勾稽核对。"
)
DESCRIPTION_EN = (
    "Department budget disclosures in one structure, tables, performance forms and text: "
    "every amount in yuan, as printed, and checked."
)


def resource_descriptor(table: Table, resources: frozenset[str]) -> dict[str, Any]:
    """What is true of a resource in every edition: names, licence, source, Table Schema with links to `resources`."""
    return {
        "name": table.resource,
        "type": "table",
        "title": table.title,
        "title_en": table.title_en,
        "description": table.description,
        "description_zh": table.description_zh,
        "description_en": table.description_en,
        "group": table.group,
        **({"number": table.number} if table.number else {}),
        "licenses": [licence_of(table)],
        "sources": [source_of(table)],
        "schema": table_schema(table, resources),
    }


def _csv_resource(table: Table, file: PublishedFile, resources: frozenset[str]) -> dict[str, Any]:
    place = {
        "path": file.path,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    return {**resource_descriptor(table, resources), **place}


def catalogue_descriptor(tables: Sequence[Table], files: Iterable[PublishedFile]) -> dict[str, Any]:
    """The Data Package of the catalogue over its CSV files, in the order of the tables."""
    by_resource = {file.resource: file for file in files if file.path.startswith("csv/")}
    names = frozenset(table.resource for table in tables)
    return {
        "$schema": PROFILE,
        "name": NAME,
        "title": TITLE,
        "title_en": TITLE_EN,
        "version": __version__,
        "description": f"{DESCRIPTION_EN} {DESCRIPTION}",
        "licenses": [LICENCE],
        "sources": [DISCLOSED],
        "contributors": [{"title": "yusuan contributors", "roles": ["creator"]}],
        "keywords": ["预算", "部门预算", "budget", "China"],
        "resources": [_csv_resource(table, by_resource[table.resource], names) for table in tables],
    }
