"""A published site as its own files describe it: tables and columns from datapackage.json, files from manifest.json."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

CODES = ("code", "parent", "successor")
EDITIONS = {"csv": "CSV", "csv-excel": "CSV（Excel）", "parquet": "Parquet"}
"""The folder of each edition of a table and what it is called, in the order of every listing."""


@dataclass(frozen=True)
class ColumnView:
    """How a column is shown; `kind` is amount, code, id, flag, number or text."""

    name: str
    title: str
    title_en: str
    kind: str
    description_zh: str = ""
    description_en: str = ""
    unit: str | None = None


@dataclass(frozen=True)
class TableView:
    """How a table is shown; `key` are the columns of its primary key."""

    name: str
    title: str
    title_en: str
    group: str
    number: int | None
    description_zh: str
    description_en: str
    key: tuple[str, ...]
    columns: Mapping[str, ColumnView]

    @property
    def label(self) -> str:
        return f"表{self.number} {self.title}" if self.number else self.title


@dataclass(frozen=True)
class FileView:
    """One file for download; `path` is its address under /downloads/."""

    path: str
    resource: str | None
    rows: int | None
    bytes: int
    sha256: str
    media_type: str

    @property
    def size(self) -> str:
        return f"{self.bytes / 1048576:.1f} MB" if self.bytes >= 1048576 else f"{max(self.bytes / 1024, 0.1):.1f} KB"

    @property
    def edition(self) -> str:
        return EDITIONS.get(self.path.partition("/")[0], self.path)


@dataclass(frozen=True)
class Portal:
    """Everything that the pages say which is not a row of the database; `digest` names this state of the catalogue."""

    root: Path
    package: Mapping[str, Any]
    tables: Mapping[str, TableView]
    files: Mapping[str, FileView]
    left_out: tuple[Mapping[str, str], ...]
    digest: str

    @cached_property
    def columns(self) -> Mapping[str, ColumnView]:
        """Columns by name alone, for queries of a visitor's own; of a name with several titles the first table's."""
        tables = reversed(list(self.tables.values()))
        return {name: column for table in tables for name, column in table.columns.items()}

    @cached_property
    def standard(self) -> tuple[TableView, ...]:
        return tuple(table for table in self.tables.values() if table.number)

    def downloads(self, resource: str) -> tuple[FileView, ...]:
        """The editions of one table, in the order of EDITIONS."""
        paths = (file.path for file in self.files.values() if file.resource == resource)
        by_folder = {path.partition("/")[0]: self.files[path] for path in paths}
        return tuple(by_folder[folder] for folder in EDITIONS if folder in by_folder)

    def archives(self, disclosure_id: str) -> Mapping[int, FileView]:
        """The packages of the earlier versions of a disclosure by their number."""
        found: dict[int, FileView] = {}
        for path, file in self.files.items():
            stem, *marks = path.split(".")
            if stem == f"packages/{disclosure_id}" and marks[0].isdigit():
                found[int(marks[0])] = file
        return found

    def raw(self, disclosure_id: str) -> Mapping[int, FileView]:
        """The source files of a disclosure by their number."""
        found: dict[int, FileView] = {}
        for path, file in self.files.items():
            stem, *marks = path.split(".")
            if stem == f"raw/{disclosure_id}":
                found[int(marks[0]) if len(marks) > 0 and marks[0].isdigit() else 1] = file
        return found


def _kind(field: Mapping[str, Any]) -> str:
    name = field["name"]
    if "amountPattern" in field:
        return "amount"
    if name == "disclosure_id":
        return "id"
    if field["type"] == "boolean":
        return "flag"
    if name in CODES or name.endswith(("_code", "_sha256", "rule_id")):
        return "code"
    return "number" if field["type"] in ("integer", "number") else "text"


def _column(field: Mapping[str, Any]) -> ColumnView:
    return ColumnView(
        field["name"],
        field["title"],
        field.get("title_en", ""),
        _kind(field),
        field.get("description_zh", ""),
        field.get("description_en", ""),
        field.get("unit"),
    )


def _table(resource: Mapping[str, Any]) -> TableView:
    columns = {field["name"]: _column(field) for field in resource["schema"]["fields"]}
    return TableView(
        resource["name"],
        resource["title"],
        resource.get("title_en", ""),
        resource.get("group", ""),
        resource.get("number"),
        resource.get("description_zh", ""),
        resource.get("description_en", ""),
        tuple(resource["schema"].get("primaryKey", ())),
        columns,
    )


@lru_cache(maxsize=4)
def portal(root: Path) -> Portal:
    """The description of the site in a folder, read once."""
    package = json.loads((root / "datapackage.json").read_text(encoding="utf-8"))
    manifest = (root / "manifest.json").read_bytes()
    listed = json.loads(manifest)
    digest = hashlib.sha256(manifest).hexdigest()
    sums = (root / "SHA256SUMS").read_bytes()
    files = [
        *(FileView(**entry) for entry in listed["files"]),
        FileView("manifest.json", None, None, len(manifest), digest, "application/json"),
        FileView("SHA256SUMS", None, None, len(sums), hashlib.sha256(sums).hexdigest(), "text/plain; charset=utf-8"),
    ]
    return Portal(
        root,
        package,
        {resource["name"]: _table(resource) for resource in package["resources"]},
        {file.path: file for file in files},
        tuple(listed["left_out"]),
        digest,
    )
