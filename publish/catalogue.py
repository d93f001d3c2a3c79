"""Stacks all data packages into one table a resource; a package that cannot be trusted is left out with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.schemas import arrow_schema, foreign_keys
from pipelines.tables import Table
from pipelines.vocabulary import Vocabulary
from publish.columns import Unacceptable
from publish.reading import Package, read_package
from publish.reference import complete_lists, with_unlisted

QUARANTINE = "quarantine"
"""Where `yusuan build` keeps the reasons of refused files, beside the packages."""


@dataclass(frozen=True)
class LeftOut:
    """A folder that did not become part of the catalogue, and why."""

    package: str
    reason: str


@dataclass(frozen=True)
class Catalogue:
    """Arrow tables by resource (amounts decimal128(18,2) in yuan), the packages they come from, and those left out."""

    tables: Mapping[str, pa.Table]
    packages: tuple[Package, ...]
    left_out: tuple[LeftOut, ...]


def disclosure_tables(vocabulary: Vocabulary) -> tuple[Table, ...]:
    """The resources that every package has, in the order in which they are published."""
    others = [table for table in vocabulary.tables.values() if table.group not in ("standard", "reference")]
    return (*vocabulary.standard_tables, *sorted(others, key=lambda table: table.resource))


def reference_tables(vocabulary: Vocabulary) -> tuple[Table, ...]:
    """The resources that the catalogue has once: code lists, standard tables, rules."""
    return tuple(sorted((t for t in vocabulary.tables.values() if t.group == "reference"), key=lambda t: t.resource))


def stack(packages: Path, vocabulary: Vocabulary) -> Catalogue:
    """The catalogue of all packages under a folder, by disclosure_id; those left out are named with their reasons."""
    accepted: list[Package] = []
    left_out: list[LeftOut] = []
    lists = complete_lists(vocabulary, reference_tables(vocabulary))
    for folder in _folders(packages):
        try:
            package = read_package(folder, disclosure_tables(vocabulary), reference_tables(vocabulary))
            _references({**package.tables, **package.codes}, with_unlisted(lists, [package]), vocabulary)
            accepted.append(package)
        except Unacceptable as error:
            left_out.append(LeftOut(folder.name, str(error)))
    tables: dict[str, pa.Table] = {}
    for table in disclosure_tables(vocabulary):
        parts = [package.tables[table.resource] for package in accepted]
        tables[table.resource] = pa.concat_tables([arrow_schema(table).empty_table(), *parts])
    return Catalogue({**tables, **with_unlisted(lists, accepted)}, tuple(accepted), tuple(left_out))


def _folders(packages: Path) -> Iterator[Path]:
    for folder in sorted(packages.iterdir(), key=lambda path: path.name):
        if folder.is_dir() and not folder.name.startswith(".") and folder.name != QUARANTINE:
            yield folder


def _references(tables: Mapping[str, pa.Table], lists: Mapping[str, pa.Table], vocabulary: Vocabulary) -> None:
    """Every reference of a package leads to a row of the package itself or of a list."""
    for name, rows in tables.items():
        for column, resource, field in foreign_keys(vocabulary.tables[name]):
            target = lists[resource] if resource in lists else tables[resource]
            values = pc.drop_null(rows[column].unique())
            unknown = values.filter(pc.invert(pc.is_in(values, target[field].combine_chunks())))
            if len(unknown):
                raise Unacceptable(f"{name}.{column} refers to {unknown[0].as_py()!r}, which {resource} does not have")
