"""A package that is not what it says is told apart, with the file and the reason."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.package.validate import package_errors
from tests.builders import described


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
    descriptor = described(package)
    resource = next(r for r in descriptor["resources"] if r["name"] == "expenditure_summary")
    resource |= {"bytes": path.stat().st_size, "hash": f"sha256:{sha256(path.read_bytes()).hexdigest()}"}
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
    ],
)
def test_damaged_package_is_told_apart_with_file_and_reason(package: Path, damage, said: str) -> None:
    damage(package)
    assert any(said in error for error in package_errors(package)), package_errors(package)
