"""Fields and tables of the data contract, as `fields.yml` and `tables/*.yml` describe them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pipelines.printed import Panel, PrintedLine, names, panel


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


@dataclass(frozen=True, eq=False)
class Table:
    """One resource of the contract; standard tables have a `number` and `panels`, reference tables a `source`.

    `optional`: only some forms print it. `unit`: the unit that the form prints it in, where that differs from the
    rest; `own`: a form prints it otherwise than the contract describes it. `identity`: the columns by which a row is
    known again in another version, whatever its number.
    """

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
    other_figures: tuple[str, ...] = ()
    keep_when_empty: bool = False
    optional: bool = False
    unit: str | None = None
    own: bool = False
    source: str | None = None
    facets: tuple[str, ...] = ()
    label: str | None = None
    rights: Mapping[str, str] = field(default_factory=dict)
    identity: tuple[str, ...] = ()

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


def _identity(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns that the table names, else of a standard table its printed keys, else its label."""
    if "identity" in raw:
        return names(raw["identity"])
    printed = (name for side in raw.get("print", {}).get("panels", ()) for name in side["keys"])
    sides = [name for name in raw["key"] if name == "side"]
    return tuple(dict.fromkeys((*sides, *printed))) or names([raw["label"]])


def table(
    raw: Mapping[str, Any],
    fields: Mapping[str, Any],
    functions: tuple[PrintedLine, ...],
    group_headings: tuple[str, ...],
    other_figures: tuple[str, ...],
) -> Table:
    """One table as its YAML says it; KeyError for a field that `fields.yml` lacks."""
    printed = raw.get("print", {})
    return Table(
        resource=raw["resource"],
        title=raw["title"],
        title_en=raw["title_en"],
        description_en=raw["description_en"],
        description_zh=raw["description_zh"],
        key=names(raw["key"]),
        columns=tuple(_column(entry, fields, raw["resource"]) for entry in raw["fields"]),
        group=raw.get("group", "standard" if raw.get("number") else "disclosure"),
        number=raw.get("number"),
        titles=names(printed.get("titles")),
        panels=tuple(panel(side, functions) for side in printed.get("panels", ())),
        group_headings=group_headings if printed else (),
        other_figures=other_figures if printed else (),
        keep_when_empty=bool(printed.get("keep_when_empty")),
        optional=bool(raw.get("optional")),
        source=raw.get("source"),
        facets=names(raw.get("facets")),
        label=raw.get("label"),
        rights=raw.get("rights", {}),
        identity=_identity(raw),
    )
