"""Whether a package folder is what it says: profile, paths, digests, rows and keys. Nothing in it is believed."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines.plain import shown
from pipelines.vocabulary import metadata_folder

PROFILE = "profiles/datapackage-2.0.json"
MOST_ERRORS = 20


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


def _file_error(package: Path, entry: Mapping[str, Any]) -> str | None:
    path = entry.get("path")
    if not isinstance(path, str) or not PLAIN_PATH.fullmatch(path) or PurePosixPath(path).name in (".", ".."):
        return f"{shown(str(path))}: only plain files in data/ and raw/ belong to a package"
    file = package / path
    if file.is_symlink() or file.parent.is_symlink() or not file.is_file():
        return f"{path}: missing, or no plain file; build the package again"
    if file.stat().st_size > LARGEST_FILE:
        return f"{path}: larger than {LARGEST_FILE >> 20} MB"
    content = file.read_bytes()
    if entry.get("bytes") != len(content) or entry.get("hash") != f"sha256:{sha256(content).hexdigest()}":
        return f"{path}: not the file that datapackage.json describes (bytes or hash differ); build the package again"
    return None


def _amount_errors(package: Path, resource: Mapping[str, Any]) -> Iterator[str]:
    """Amounts that a lenient reader of numbers lets pass: 1e5, NaN, full-width digits, a third decimal."""
    fields = resource.get("schema", {}).get("fields", ())
    patterns = {f["name"]: re.compile(f["amountPattern"], re.ASCII) for f in fields if "amountPattern" in f}
    if not patterns:
        return
    with open(package / resource["path"], encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            for name, pattern in patterns.items():
                if row.get(name) and not pattern.fullmatch(row[name]):
                    yield f"{resource['path']}, row {number}, {name}: {shown(row[name], 40)!r} is no amount in yuan"


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
    if not errors and descriptor.get("name") != package.resolve().name:
        errors = [f"datapackage.json: its name is {shown(str(descriptor.get('name')))!r}, its folder {package.name!r}"]
    if not errors:
        errors = [error for entry in _listed(descriptor) if (error := _file_error(package, entry))]
    if not errors:
        try:
            errors = [error for resource in descriptor["resources"] for error in _amount_errors(package, resource)]
            errors += _frictionless_errors(package)
        except (csv.Error, re.error, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
            errors = [f"not readable as a package of tables ({type(error).__name__}: {shown(str(error))})"]
    return errors[:MOST_ERRORS]


def read_rows(package: Path, resources: Sequence[str]) -> dict[str, list[dict[str, str]]]:
    """The rows of some resources of a valid package, as text."""
    rows = {}
    for resource in resources:
        with open(package / "data" / f"{resource}.csv", encoding="utf-8", newline="") as file:
            rows[resource] = list(csv.DictReader(file))
    return rows
