"""CSV, Parquet and SQLite are read back and compared, cell by cell, with the packages they come from."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import __version__
from pipelines.schemas import foreign_keys
from pipelines.tables import Table
from pipelines.vocabulary import vocabulary
from publish.catalogue import disclosure_tables, reference_tables
from publish.site import publish, published_tables
from publish.sqlite import stored, write_sqlite
from tests.publishing import HOSTILE, PLAIN, write_packages

Cell = object
WORDS = vocabulary()
PUBLISH = "import sys; from pathlib import Path; from publish.site import publish as p; p(*map(Path, sys.argv[1:]))"
OWN = [table.resource for table in disclosure_tables(WORDS)]

READ: dict[str, Callable[[str], Cell]] = {
    "amount": Decimal,
    "integer": int,
    "number": Decimal,
    "boolean": {"true": True, "false": False}.__getitem__,
    "string": str,
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_packages(tmp_path_factory.mktemp("editions") / "datapackages")


@pytest.fixture(scope="module")
def site(packages: Path) -> Path:
    report = publish(packages, packages.parent / "site")
    assert report.disclosures == (PLAIN, HOSTILE)
    assert report.left_out == ()
    return report.site


def from_csv(path: Path, table: Table) -> list[tuple[Cell, ...]]:
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == [column.name for column in table.columns]
    return [
        tuple(READ[column.type](text) if text else None for column, text in zip(table.columns, row, strict=True))
        for row in rows
    ]


def expected(packages: Path, table: Table) -> list[tuple[Cell, ...]]:
    files = (packages / name / "data" / f"{table.resource}.csv" for name in (PLAIN, HOSTILE))
    return [row for file in files for row in from_csv(file, table)]


def in_sqlite(value: Cell) -> Cell:
    """What SQLite is to keep of a cell."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return int(value) if isinstance(value, bool) else value


@pytest.mark.parametrize("resource", OWN)
def test_csv_holds_the_cells_of_the_packages(site: Path, packages: Path, resource: str) -> None:
    table = WORDS.tables[resource]
    assert from_csv(site / "csv" / f"{resource}.csv", table) == expected(packages, table)


@pytest.mark.parametrize("resource", OWN)
def test_parquet_holds_the_cells_of_the_packages(site: Path, packages: Path, resource: str) -> None:
    table = WORDS.tables[resource]
    read = pq.read_table(site / "parquet" / f"{resource}.parquet")
    assert read.column_names == [column.name for column in table.columns]
    assert [tuple(row.values()) for row in read.to_pylist()] == expected(packages, table)


@pytest.mark.parametrize("resource", OWN)
def test_sqlite_holds_the_cells_of_the_packages(site: Path, packages: Path, resource: str) -> None:
    rows = sqlite3.connect(site / "catalogue.sqlite").execute(f'SELECT * FROM "{resource}" ORDER BY rowid').fetchall()
    assert rows == [tuple(in_sqlite(cell) for cell in row) for row in expected(packages, WORDS.tables[resource])]


@pytest.mark.parametrize("table", reference_tables(WORDS), ids=lambda table: table.resource)
def test_three_editions_of_a_reference_list_agree(site: Path, table: Table) -> None:
    text = from_csv(site / "csv" / f"{table.resource}.csv", table)
    parquet = [tuple(row.values()) for row in pq.read_table(site / "parquet" / f"{table.resource}.parquet").to_pylist()]
    database = sqlite3.connect(site / "catalogue.sqlite").execute(f'SELECT * FROM "{table.resource}" ORDER BY rowid')
    assert len(text) > 0
    assert parquet == text
    assert database.fetchall() == [tuple(in_sqlite(cell) for cell in row) for row in text]


def test_blank_and_printed_zero_stay_apart_in_every_edition(site: Path) -> None:
    query = "SELECT item, amount FROM budget_summary WHERE row_number > 1 AND side = 'revenue' ORDER BY row_number"
    assert sqlite3.connect(site / "catalogue.sqlite").execute(query).fetchall() == [
        ("政府性基金预算", 0),
        ("国有资本经营预算", None),
    ]
    amounts = pq.read_table(site / "parquet" / "budget_summary.parquet")["amount"].to_pylist()
    assert amounts[1:3] == [Decimal("0.00"), None]
    lines = (site / "csv" / "budget_summary.csv").read_text(encoding="utf-8").splitlines()
    assert "政府性基金预算,source,,0.00,,," in lines[2]
    assert "国有资本经营预算,source,,,,," in lines[3]


def test_whole_yuan_are_integers_and_cents_are_the_nearest_float() -> None:
    amounts = ["6781000.00", "0.00", "-1.00", "0.10", "-0.10", "999999999999999.99", "5431000.50", None]
    column = pa.chunked_array([pa.array([None if a is None else Decimal(a) for a in amounts], pa.decimal128(18, 2))])
    kept = stored(column)
    assert kept == [6781000, 0, -1, 0.1, -0.1, 999999999999999.99, 5431000.5, None]
    assert [type(value) for value in kept[:4]] == [int, int, int, float]


def test_a_printed_code_that_no_list_has_is_added_as_unlisted(site: Path) -> None:
    query = "SELECT name, level, confidence FROM functional_classification WHERE code = '2019977'"
    assert sqlite3.connect(site / "catalogue.sqlite").execute(query).fetchall() == [('未收录"科目"', 3, "unlisted")]
    listed = len(WORDS.codes.rows("functional_classification"))
    assert pq.read_metadata(site / "parquet" / "functional_classification.parquet").num_rows == listed + 1


def test_database_has_every_key_and_an_index_behind_every_facet(site: Path) -> None:
    database = sqlite3.connect(site / "catalogue.sqlite")
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for table in published_tables(WORDS):
        keys = {(row[3], row[2], row[4]) for row in database.execute(f'PRAGMA foreign_key_list("{table.resource}")')}
        assert keys == set(foreign_keys(table))
        indexes = [row[1] for row in database.execute(f'PRAGMA index_list("{table.resource}")')]
        leading = {database.execute(f'PRAGMA index_info("{index}")').fetchone()[2] for index in indexes}
        assert {*table.facets, *(name for name, _, _ in foreign_keys(table))} <= leading


@pytest.mark.parametrize(
    ("column", "value", "complaint"),
    [("severity", "fatal", "CHECK"), ("rule_id", "Z-99", "refers to nothing in rules"), ("rule_id", None, "NOT NULL")],
)
def test_database_refuses_what_slipped_past_every_other_gate(
    site: Path, tmp_path: Path, column: str, value: str | None, complaint: str
) -> None:
    tables = published_tables(WORDS)
    rows = {table.resource: pq.read_table(site / "parquet" / f"{table.resource}.parquet") for table in tables}
    checks = rows["check_results"]
    spoiled = pa.array([value, *checks[column].to_pylist()[1:]], pa.string())
    rows["check_results"] = checks.set_column(checks.column_names.index(column), column, spoiled)
    with pytest.raises((ValueError, sqlite3.IntegrityError), match=complaint):
        write_sqlite(tmp_path / "catalogue.sqlite", tables, rows)


def test_names_that_look_like_formulas_stay_exact(site: Path) -> None:
    names = pq.read_table(site / "parquet" / "projects_carryover.parquet")["name"].to_pylist()
    assert names[1] == '=1+1,"quoted"'
    assert '=1+1,""quoted""' in (site / "csv" / "projects_carryover.csv").read_text(encoding="utf-8")


def test_csv_is_utf8_without_bom_with_lf(site: Path) -> None:
    for path in (site / "csv").iterdir():
        content = path.read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf"), path.name
        assert b"\r" not in content, path.name
        assert content.endswith(b"\n"), path.name


def test_parquet_carries_decimals_zstd_and_its_own_schema(site: Path) -> None:
    file = pq.ParquetFile(site / "parquet" / "expenditure_summary.parquet")
    assert file.schema_arrow.field("amount").type == pa.decimal128(18, 2)
    columns = [file.metadata.row_group(0).column(i) for i in range(file.metadata.num_columns)]
    assert {column.compression for column in columns} == {"ZSTD"}
    assert next(c for c in columns if c.path_in_schema == "amount").physical_type == "INT64"
    resource = json.loads(file.schema_arrow.metadata[b"frictionless:resource"])
    assert resource["schema"]["primaryKey"] == ["disclosure_id", "row_number"]
    assert [field["name"] for field in resource["schema"]["fields"]] == file.schema_arrow.names


def test_descriptor_passes_frictionless_and_the_profile(site: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:]
    profile = json.loads((WORDS.folder / "profiles" / "datapackage-2.0.json").read_text(encoding="utf-8"))
    described = json.loads((site / "datapackage.json").read_text(encoding="utf-8"))
    jsonschema.validate(described, profile)
    assert [resource["name"] for resource in described["resources"]] == [t.resource for t in published_tables(WORDS)]


def test_descriptor_states_version_licence_contributors_and_source_of_everything(site: Path) -> None:
    described = json.loads((site / "datapackage.json").read_text(encoding="utf-8"))
    assert described["version"] == __version__
    assert described["contributors"]
    assert [licence["name"] for licence in described["licenses"]] == ["CC-BY-4.0"]
    by_name = {resource["name"]: resource for resource in described["resources"]}
    assert {name for name, resource in by_name.items() if resource["licenses"][0]["name"] != "CC-BY-4.0"} == {
        "divisions"
    }
    assert "MIT" in by_name["divisions"]["sources"][0]["title"]
    assert all(resource["sources"][0]["title"] for resource in by_name.values())
    disclosed = by_name["budget_summary"]["sources"]
    assert all(
        by_name[name]["sources"] != disclosed for name in ("rules", "functional_classification", "standard_tables")
    )
    for resource in described["resources"]:
        content = (site / resource["path"]).read_bytes()
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")


def test_manifest_vouches_for_every_byte(site: Path) -> None:
    manifest = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["files"]:
        content = (site / entry["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry["bytes"], entry["sha256"])
    sums = dict(reversed(line.split("  ")) for line in (site / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    assert set(sums) == {entry["path"] for entry in manifest["files"]} | {"manifest.json"}
    assert sums["manifest.json"] == hashlib.sha256((site / "manifest.json").read_bytes()).hexdigest()
    rows = {entry["path"]: entry["rows"] for entry in manifest["files"]}
    assert rows["csv/expenditure_summary.csv"] == rows["parquet/expenditure_summary.parquet"] == 4
    assert rows[f"packages/{PLAIN}.zip"] is None


def test_zip_holds_the_package_and_nothing_hidden(site: Path, packages: Path) -> None:
    with zipfile.ZipFile(site / "packages" / f"{PLAIN}.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())
        assert not [name for name in archive.namelist() if "/." in name]
        for name in archive.namelist():
            assert archive.read(name) == (packages / name).read_bytes()
        assert f"{PLAIN}/datapackage.json" in archive.namelist()


@pytest.mark.slow
def test_same_packages_same_bytes_whatever_the_machine(packages: Path, tmp_path: Path) -> None:
    sites = []
    for zone, locale, seed in (("Asia/Shanghai", "C.UTF-8", "1"), ("America/Caracas", "C", "271828")):
        place = tmp_path / f"seed {seed}"
        shutil.copytree(packages, place / "datapackages")
        subprocess.run(
            [sys.executable, "-c", PUBLISH, "datapackages", "site"],
            cwd=place,
            env={
                "TZ": zone,
                "LC_ALL": locale,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
            },
            check=True,
        )
        files = sorted(path for path in (place / "site").rglob("*") if path.is_file())
        sites.append({path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).digest() for path in files})
    assert len(sites[0]) > 60
    assert sites[0] == sites[1]


def test_spreadsheet_edition_holds_the_same_rows_with_formulas_inert(site: Path) -> None:
    for table in published_tables(WORDS):
        with open(site / "csv" / f"{table.resource}.csv", encoding="utf-8", newline="") as file:
            _, *exact = csv.reader(file)
        with open(site / "csv-excel" / f"{table.resource}.csv", encoding="utf-8", newline="") as file:
            text = file.read()
        assert text.startswith("\ufeff")
        headings, *rows = csv.reader(text[1:].splitlines(keepends=True))
        assert len(headings) == len(table.columns)
        for row, same in zip(rows, exact, strict=True):
            for column, cell, value in zip(table.columns, row, same, strict=True):
                starts = value[:1] in set("=+-@\t\r") and not column.is_amount
                assert cell == (f"'{value}" if value and starts else value)


def test_a_formula_among_the_names_is_there_to_be_made_inert(site: Path) -> None:
    assert "'=1+1" in (site / "csv-excel" / "projects_carryover.csv").read_text("utf-8-sig")
    assert "'=1+1" not in (site / "csv" / "projects_carryover.csv").read_text("utf-8")
