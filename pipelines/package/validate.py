"""Whether a package folder is what it says: profile, paths, digests, rows and keys. Nothing in it is believed."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.integrity import file_errors
from pipelines.package.history import BadHistory, identifier, versions
from pipelines.plain import shown
from pipelines.profile import DIALECT, rights_of
from pipelines.schemas import AMOUNT_PATTERN, table_schema
from pipelines.tables import Table
from pipelines.vocabulary import Vocabulary, metadata_folder, vocabulary

PROFILE = "profiles/datapackage-2.0.json"
MOST_ERRORS = 20
AMOUNT = re.compile(AMOUNT_PATTERN)
TEXTS = ("name", "type", "title", "title_en", "description")
MEMBERS = frozenset({*TEXTS, "path", "format", "mediatype", "encoding", "bytes", "hash", "dialect", "schema"})
"""What a resource of ours says; anything more (`compression`, another reader) would make other rows of its bytes."""


def _descriptor(package: Path) -> tuple[dict[str, Any], list[str]]:
    try:
        read = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, ["datapackage.json: missing; this is no data package, build it again"]
    except (OSError, ValueError, RecursionError) as error:
        return {}, [f"datapackage.json: not readable as UTF-8 JSON ({shown(str(error))}); build the package again"]
    return (read, []) if isinstance(read, dict) else ({}, ["datapackage.json: expected a JSON object"])


def profile_errors(descriptor: Mapping[str, Any]) -> list[str]:
    """What the JSON Schema of Data Package 2.0 says against a descriptor, at most twenty things."""
    from jsonschema import Draft7Validator

    profile = json.loads((metadata_folder() / PROFILE).read_text(encoding="utf-8"))
    errors = sorted(Draft7Validator(profile).iter_errors(descriptor), key=lambda e: [str(part) for part in e.path])
    return [
        f"datapackage.json: {'.'.join(map(str, error.path)) or 'package'}: {shown(error.message)}"
        for error in errors[:MOST_ERRORS]
    ]


def _description_errors(descriptor: Mapping[str, Any], words: Vocabulary) -> Iterator[str]:
    """Tables that say otherwise of themselves than `metadata/` does: a schema may not vouch for its own rows."""
    resources = descriptor["resources"]
    names = frozenset(str(resource["name"]) for resource in resources)
    for resource in resources:
        name = resource["name"]
        table = words.tables.get(name)
        if table is None:
            yield f"{shown(str(name))}: no table of this version; build the package again"
            continue
        expected: dict[str, Any] = {"path": f"data/{name}.csv", "encoding": "utf-8", "dialect": DIALECT}
        expected |= {"schema": table_schema(table, names), **rights_of(table)}
        differing = [key for key, value in expected.items() if resource.get(key) != value]
        differing += sorted(key for key in resource if key not in {*MEMBERS, *rights_of(table)})
        if differing:
            yield f"{name}: its {shown(differing[0])} is not that of this version; build the package again"


def _amount_errors(package: Path, table: Table) -> Iterator[str]:
    """Amounts that a lenient reader of numbers lets pass: 1e5, NaN, full-width digits, a third decimal."""
    path = f"data/{table.resource}.csv"
    with open(package / path, encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            for name in table.amount_fields:
                if row.get(name) and not AMOUNT.fullmatch(row[name]):
                    yield f"{path}, row {number}, {name}: {shown(row[name], 40)!r} is no amount in yuan"


def _frictionless_errors(package: Path) -> Iterator[str]:
    from frictionless import validate

    report = validate(str(package / "datapackage.json"))
    yield from (f"datapackage.json: {shown(error.message)}" for error in report.errors)
    for task in report.tasks:
        yield from (f"{shown(task.place)}: {shown(error.message)}" for error in task.errors)


def package_errors(package: Path) -> list[str]:
    """Everything that is wrong with a package folder, each with its file; empty when it is valid."""
    descriptor, errors = _descriptor(package)
    if not errors:
        errors = profile_errors(descriptor)
    name = identifier(package.resolve())
    if not errors and descriptor.get("name") != name:
        errors = [f"datapackage.json: its name is {shown(str(descriptor.get('name')))!r}, its folder {name!r}"]
    if not errors:
        errors = file_errors(package, descriptor)
    if not errors:
        errors = list(_description_errors(descriptor, vocabulary()))
    if not errors:
        tables = [vocabulary().tables[resource["name"]] for resource in descriptor["resources"]]
        try:
            errors = [error for table in tables for error in _amount_errors(package, table)]
            errors += _frictionless_errors(package)
        except (csv.Error, UnicodeDecodeError) as error:
            errors = [f"not readable as a package of tables ({type(error).__name__}: {shown(str(error))})"]
    return errors[:MOST_ERRORS]


def history_errors(package: Path) -> list[str]:
    """What is wrong with the earlier versions that a valid package keeps: their names, their number, their packages."""
    try:
        kept = versions(package)
    except (BadHistory, OSError) as error:
        return [str(error)]
    errors = [f"history/{version.name}: {error}" for version in kept for error in package_errors(version)]
    listed = len(read_rows(package, ["revisions"])["revisions"])
    if not errors and kept and listed != len(kept) + 1:
        errors = [f"history: keeps {len(kept)} versions, data/revisions.csv lists {listed}; build the package again"]
    return errors[:MOST_ERRORS]


def read_rows(package: Path, resources: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """The rows of some resources of a valid package, as text."""
    rows = {}
    for resource in resources:
        with open(package / "data" / f"{resource}.csv", encoding="utf-8", newline="") as file:
            rows[resource] = list(csv.DictReader(file))
    return rows
