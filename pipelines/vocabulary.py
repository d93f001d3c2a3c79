"""Loads `metadata/` once: fields, tables, rules, forms, wording and code lists, as frozen objects.

Everything that another file must say about a field or a table (Table Schema, Arrow schema, SQLite DDL, Datasette
columns, data dictionary) is derived from these objects.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def metadata_folder() -> Path:
    """`metadata/` of the checkout, or the copy that the wheel carries inside this package."""
    here = Path(__file__).resolve().parent
    bundled = here / "metadata"
    return bundled if bundled.is_dir() else here.parent / "metadata"


@dataclass(frozen=True)
class Column:
    """One field as it stands in one table: what `fields.yml` says, with the table's own title where it has one."""

    name: str
    type: str
    title: str
    title_en: str
    description_en: str
    description_zh: str
    unit: str | None = None
    example: Any = None
    constraints: Mapping[str, Any] = field(default_factory=dict)
    references: tuple[str, str] | None = None
    column_type: str | None = None

    @property
    def is_amount(self) -> bool:
        return self.type == "amount"

    @property
    def description(self) -> str:
        return f"{self.description_en} {self.description_zh}".strip()


@dataclass(frozen=True)
class PrintedLine:
    """A line that a form prints whether it has money or not."""

    item: str
    kind: str
    function_code: str | None = None
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Panel:
    """One side of a printed table: `keys` and `amounts` map field names to the headings met, in printed order."""

    rows: str
    keys: Mapping[str, tuple[str, ...]]
    amounts: Mapping[str, tuple[str, ...]]
    side: str | None = None
    code_prefix: str = ""
    lines: tuple[PrintedLine, ...] = ()


@dataclass(frozen=True, eq=False)
class Table:
    """One resource of the contract; standard tables have a `number` and `panels`, reference tables a `source`."""

    resource: str
    title: str
    title_en: str
    description_en: str
    description_zh: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    group: str
    number: int | None = None
    titles: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()
    group_headings: tuple[str, ...] = ()
    keep_when_empty: bool = False
    source: str | None = None
    facets: tuple[str, ...] = ()
    label: str | None = None
    rights: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def column(self) -> Mapping[str, Column]:
        return {c.name: c for c in self.columns}

    @cached_property
    def amount_fields(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns if c.is_amount)

    @property
    def description(self) -> str:
        return f"{self.description_en} {self.description_zh}".strip()

    @property
    def label_zh(self) -> str:
        """`表4 财政拨款收支总表`: how messages name a standard table."""
        return f"表{self.number} {self.title}" if self.number else self.title

    @property
    def label_en(self) -> str:
        """`table 4 (Summary of …)`, the English side of `label_zh`."""
        return f"table {self.number} ({self.title_en})" if self.number else self.title_en


@dataclass(frozen=True, eq=False)
class Form:
    """A province's set of tables and the wordings it adds to the common ones."""

    form: str
    title: str
    title_en: str
    tables: tuple[str, ...]
    titles: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, Mapping[str, tuple[str, ...]]]
    notes: str = ""


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

    @cached_property
    def standard_tables(self) -> tuple[Table, ...]:
        return tuple(sorted((t for t in self.tables.values() if t.number), key=lambda t: t.number or 0))

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


def _names(value: Any) -> tuple[str, ...]:
    return tuple(value or ())


def _lines(panel: Mapping[str, Any], function_lines: tuple[PrintedLine, ...]) -> Iterator[PrintedLine]:
    if panel.get("function_lines"):
        yield from function_lines
    for line in panel.get("lines", ()):
        aliases, parts = _names(line.get("aliases")), _names(line.get("parts"))
        yield PrintedLine(line["item"], line["kind"], line.get("code"), aliases, parts)


def _panel(raw: Mapping[str, Any], function_lines: tuple[PrintedLine, ...]) -> Panel:
    return Panel(
        rows=raw["rows"],
        keys={name: _names(aliases) for name, aliases in raw["keys"].items()},
        amounts={name: _names(aliases) for name, aliases in raw["amounts"].items()},
        side=raw.get("side"),
        code_prefix=raw.get("code_prefix", ""),
        lines=tuple(_lines(raw, function_lines)),
    )


def _column(entry: Any, fields: Mapping[str, Mapping[str, Any]], resource: str) -> Column:
    name, own = (entry, {}) if isinstance(entry, str) else next(iter(entry.items()))
    if name not in fields:
        raise KeyError(f"metadata/tables/{resource}.yml names the field {name!r}, which metadata/fields.yml lacks")
    base = {**fields[name], **{k: v for k, v in own.items() if k not in ("references", "enum")}}
    constraints = dict(base.get("constraints") or {})
    if "enum" in own:
        constraints["enum"] = list(own["enum"])
    resource_there, _, column_there = own.get("references", "").partition(".")
    return Column(
        name=name,
        type=base["type"],
        title=base["title"],
        title_en=base["title_en"],
        description_en=base["description_en"],
        description_zh=base["description_zh"],
        unit=base.get("unit"),
        example=base.get("example"),
        constraints=constraints,
        references=(resource_there, column_there) if resource_there else None,
        column_type=base.get("column_type"),
    )


def _table(
    raw: Mapping[str, Any],
    fields: Mapping[str, Any],
    function_lines: tuple[PrintedLine, ...],
    group_headings: tuple[str, ...],
) -> Table:
    printed = raw.get("print", {})
    return Table(
        resource=raw["resource"],
        title=raw["title"],
        title_en=raw["title_en"],
        description_en=raw["description_en"],
        description_zh=raw["description_zh"],
        key=_names(raw["key"]),
        columns=tuple(_column(entry, fields, raw["resource"]) for entry in raw["fields"]),
        group=raw.get("group", "standard" if raw.get("number") else "disclosure"),
        number=raw.get("number"),
        titles=_names(printed.get("titles")),
        panels=tuple(_panel(panel, function_lines) for panel in printed.get("panels", ())),
        group_headings=group_headings if printed else (),
        keep_when_empty=bool(printed.get("keep_when_empty")),
        source=raw.get("source"),
        facets=_names(raw.get("facets")),
        label=raw.get("label"),
        rights=raw.get("rights", {}),
    )


def _function_lines(folder: Path) -> tuple[PrintedLine, ...]:
    """The expenditure lines of tables 1 and 4 in printed order, with the names they had in earlier years."""
    with open(folder / "codes" / "summary_lines.csv", encoding="utf-8", newline="") as file:
        return tuple(
            PrintedLine(row["item"], "function", row["function_code"], tuple(a for a in row["aliases"].split("|") if a))
            for row in csv.DictReader(file)
        )


def _read(path: Path) -> Any:
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=Loader)


def load(folder: Path) -> Vocabulary:
    """Everything under one metadata folder; a KeyError names the file and the key that is wrong."""
    fields, wording = _read(folder / "fields.yml"), _read(folder / "wording.yml")
    function_lines = _function_lines(folder)
    raw_tables = [_read(path) for path in sorted((folder / "tables").glob("*.yml"))]
    tables = {
        raw["resource"]: _table(raw, fields, function_lines, _names(wording["group_headings"])) for raw in raw_tables
    }
    common = ("id", "kind", "severity", "statement_zh", "statement_en", "formula", "basis")
    rules = tuple(
        Rule(**{k: raw[k] for k in common}, spec={k: v for k, v in raw.items() if k not in common})
        for raw in _read(folder / "rules.yml")
    )
    forms = {}
    for path in sorted((folder / "forms").glob("*.yml")):
        raw = _read(path)
        forms[raw["form"]] = Form(
            raw["form"],
            raw["title"],
            raw["title_en"],
            _names(raw["tables"]),
            {k: _names(v) for k, v in (raw.get("titles") or {}).items()},
            {k: {f: _names(a) for f, a in v.items()} for k, v in (raw.get("headers") or {}).items()},
            raw.get("notes", ""),
        )
    return Vocabulary(tables, rules, forms, wording, folder)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of this installation."""
    return load(metadata_folder())
