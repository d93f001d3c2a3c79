"""Loads `metadata/` once: fields, tables, rules, forms, wording and code lists, as frozen objects.

Everything that another file must say about a field or a table (Table Schema, Arrow schema, SQLite DDL, Datasette
columns, data dictionary) is derived from these objects.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.forms import Form, form, widened
from pipelines.printed import function_lines, names
from pipelines.tables import Table, table

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def metadata_folder() -> Path:
    """`metadata/` of the checkout, or the copy that the wheel carries inside this package."""
    here = Path(__file__).resolve().parent
    bundled = here / "metadata"
    return bundled if bundled.is_dir() else here.parent / "metadata"


@dataclass(frozen=True, eq=False)
class Rule:
    """A reconciliation rule: `kind` names the function that runs it, `spec` is what that function reads."""

    id: str
    kind: str
    severity: str
    statement_zh: str
    statement_en: str
    formula: str
    basis: str
    spec: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Vocabulary:
    tables: Mapping[str, Table]
    rules: tuple[Rule, ...]
    forms: Mapping[str, Form]
    wording: Mapping[str, Any]
    folder: Path
    kinds: Mapping[str, Any] = field(default_factory=dict)
    statements: Mapping[str, Any] = field(default_factory=dict)
    performance: Mapping[str, Any] = field(default_factory=dict)
    dimensions: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def standard_tables(self) -> tuple[Table, ...]:
        return tuple(sorted((t for t in self.tables.values() if t.number), key=lambda t: t.number or 0))

    @cached_property
    def document_tables(self) -> tuple[Table, ...]:
        """The resources of the rest of the document, in the order of their names."""
        return tuple(t for name, t in sorted(self.tables.items()) if t.group == "document")

    def layout(self, resource: str, form: str | None) -> Table:
        """A table as a form prints it; as the contract describes it where the form is unknown or lacks the table."""
        return self.forms[form].layouts.get(resource, self.tables[resource]) if form else self.tables[resource]

    def tables_of(self, form: str | None) -> tuple[Table, ...]:
        """The standard tables that a disclosure of this form is asked for; of no known form, those of the contract."""
        asked = self.forms[form].tables if form else [t.resource for t in self.standard_tables if not t.optional]
        return tuple(self.layout(t.resource, form) for t in self.standard_tables if t.resource in asked)

    @cached_property
    def codes(self) -> Codes:
        return Codes(self.folder / "codes")


class Codes:
    """The code lists, read when first asked for: rows as dictionaries, blanks as None."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._rows: dict[str, tuple[dict[str, str | None], ...]] = {}

    def rows(self, name: str) -> tuple[dict[str, str | None], ...]:
        if name not in self._rows:
            with open(self.folder / f"{name}.csv", encoding="utf-8", newline="") as file:
                self._rows[name] = tuple({k: v or None for k, v in row.items()} for row in csv.DictReader(file))
        return self._rows[name]


def _read(path: Path) -> Any:
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=Loader)


def load(folder: Path) -> Vocabulary:
    """Everything under one metadata folder; a KeyError names the file and the key that is wrong."""
    fields, wording = _read(folder / "fields.yml"), _read(folder / "wording.yml")
    functions, groups = function_lines(folder), names(wording["group_headings"])
    others = names(wording["other_figures"])
    raw_tables = [_read(path) for path in sorted((folder / "tables").glob("*.yml"))]
    tables = {raw["resource"]: table(raw, fields, functions, groups, others) for raw in raw_tables}
    common = ("id", "kind", "severity", "statement_zh", "statement_en", "formula", "basis")
    rules = tuple(
        Rule(**{k: raw[k] for k in common}, spec={k: v for k, v in raw.items() if k not in common})
        for raw in _read(folder / "rules.yml")
    )
    raw_forms = [_read(path) for path in sorted((folder / "forms").glob("*.yml"))]
    forms = {raw["form"]: form(raw, tables, functions) for raw in raw_forms}
    return Vocabulary(
        tables,
        rules,
        widened(forms, tables, tuple(wording["heading_synonyms"].values())),
        wording,
        folder,
        _read(folder / "kinds.yml"),
        _read(folder / "statements.yml"),
        _read(folder / "performance.yml"),
        _read(folder / "dimensions.yml"),
    )


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of this installation."""
    return load(metadata_folder())
