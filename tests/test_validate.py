"""A package that is not what it says is told apart, with the file and the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.package.validate import package_errors
from tests.builders import described
from tests.publishing import resealed


def damaged_digest(package: Path) -> None:
    (package / "data" / "notes.csv").write_text("x", "utf-8")


def outside_path(package: Path) -> None:
    descriptor = described(package)
    descriptor["resources"][0]["path"] = "../other.csv"
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


def remote_path(package: Path) -> None:
    descriptor = described(package)
    descriptor["resources"][0]["path"] = "http://127.0.0.1:9/x.csv"
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


def link_to_elsewhere(package: Path) -> None:
    (package / "data" / "notes.csv").unlink()
    (package / "data" / "notes.csv").symlink_to("/etc/hostname")


def no_json(package: Path) -> None:
    (package / "datapackage.json").write_text("{", "utf-8")


def scientific_amount(package: Path) -> None:
    """With a digest that fits: only the amount itself is wrong, and a lenient reader would take it."""
    path = package / "data" / "expenditure_summary.csv"
    path.write_bytes(path.read_bytes().replace(b"300000.00", b"3e5"))
    resealed(package)


def schema_that_allows_anything(package: Path) -> None:
    """A descriptor may not vouch for its own rows by asking less of them."""
    descriptor = described(package)
    for resource in descriptor["resources"]:
        resource["schema"]["fields"] = [{"name": f["name"], "type": "string"} for f in resource["schema"]["fields"]]
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


def rows_in_an_archive(package: Path) -> None:
    descriptor = described(package)
    descriptor["resources"][0]["compression"] = "gz"
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


def table_of_its_own(package: Path) -> None:
    descriptor = described(package)
    descriptor["resources"][0]["name"] = "mine"
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (damaged_digest, "data/notes.csv: not the file that datapackage.json describes"),
        (outside_path, "'../other.csv' is not valid"),
        (remote_path, "only plain files"),
        (link_to_elsewhere, "data/notes.csv: missing, or no plain file"),
        (no_json, "datapackage.json: not readable"),
        (scientific_amount, "row 1, amount: '3e5' is no amount"),
        (schema_that_allows_anything, "disclosures: its schema is not that of this version"),
        (rows_in_an_archive, "disclosures: its compression is not that of this version"),
        (table_of_its_own, "mine: no table of this version"),
    ],
)
def test_damaged_package_is_told_apart_with_file_and_reason(package: Path, damage, said: str) -> None:
    damage(package)
    assert any(said in error for error in package_errors(package)), package_errors(package)
