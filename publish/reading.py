"""Reads one data package as a stranger would: nothing in it is believed before it is looked at."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pipelines.integrity import LARGEST_FILE, file_errors, listed
from pipelines.package.history import FOLDER as HISTORY
from pipelines.package.history import BadHistory, identifier, versions
from pipelines.tables import Table
from publish.columns import Unacceptable, typed_table

PACKAGE_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,119}")
MOST_FILES = 1000


@dataclass(frozen=True)
class Package:
    """One accepted data package: its folder, its tables, its share of the code lists, the files it was read from, and
    the packages of its earlier versions, the first one first.
    """

    disclosure_id: str
    folder: Path
    tables: Mapping[str, pa.Table]
    codes: Mapping[str, pa.Table]
    sources: tuple[Path, ...]
    versions: tuple[Path, ...] = ()


def _inside(folder: Path) -> Iterator[Path]:
    """Everything in a package but its earlier versions, which are packages themselves."""
    for entry in sorted(folder.iterdir()):
        yield entry
        if entry.is_dir() and not entry.is_symlink() and entry.name != HISTORY:
            yield from sorted(entry.rglob("*"))


def _refuse_odd_files(folder: Path) -> None:
    """Links, devices, names that no archive can carry and floods of files: none belongs in a package."""
    for number, path in enumerate(_inside(folder), 1):
        name = ascii(path.relative_to(folder).as_posix())
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise Unacceptable(f"{name} is no plain file")
        if not path.name.isprintable() or "\\" in path.name:
            raise Unacceptable(f"{name} is no name that an archive can carry")
        if path.is_file() and path.stat().st_size > LARGEST_FILE:
            raise Unacceptable(f"{name} is larger than {LARGEST_FILE >> 20} MB")
        if number > MOST_FILES:
            raise Unacceptable(f"holds more than {MOST_FILES} files")


def _header(path: Path, table: Table) -> None:
    expected = [column.name for column in table.columns]
    try:
        with open(path, encoding="utf-8", newline="") as file:
            found = next(csv.reader(file), [])
    except FileNotFoundError:
        raise Unacceptable(f"data/{path.name} is missing") from None
    if found != expected:
        raise Unacceptable(f"data/{path.name} has the columns {', '.join(found)[:200]}; expected {', '.join(expected)}")


def read_text(path: Path, table: Table) -> pa.Table:
    """One CSV file as a table of strings, null where blank; refuses other columns, ragged rows, other encodings."""
    _header(path, table)
    names = [column.name for column in table.columns]
    return pyarrow.csv.read_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={name: pa.string() for name in names}, null_values=[""], strings_can_be_null=True
        ),
    )


def _keys_once(table: Table, rows: pa.Table) -> None:
    keys = list(table.key)
    if rows.select(keys).group_by(keys).aggregate([]).num_rows != rows.num_rows:
        raise Unacceptable(f"{table.resource} has two rows with one key ({', '.join(keys)})")


def read_resource(folder: Path, table: Table, disclosure_id: str) -> pa.Table:
    """One resource of a package with its types; refuses what does not fit the vocabulary, naming the place."""
    rows = typed_table(read_text(folder / "data" / f"{table.resource}.csv", table), table)
    if not pc.all(pc.equal(rows["disclosure_id"], disclosure_id), min_count=0).as_py():
        raise Unacceptable(f"{table.resource} has rows of another disclosure than {disclosure_id}")
    _keys_once(table, rows)
    return rows


def _own_codes(folder: Path, table: Table) -> pa.Table | None:
    path = folder / "data" / f"{table.resource}.csv"
    if not path.exists():
        return None
    rows = typed_table(read_text(path, table), table)
    _keys_once(table, rows)
    return rows


def _as_described(folder: Path, descriptor: Mapping[str, Any]) -> None:
    """Every CSV file is listed, and every listed file has the bytes and the digest that it is listed with."""
    paths = {entry.get("path") for entry in listed(descriptor)}
    for path in sorted((folder / "data").glob("*.csv")):
        if f"data/{path.name}" not in paths:
            raise Unacceptable(f"data/{path.name}: not listed in datapackage.json")
    for error in file_errors(folder, descriptor):
        raise Unacceptable(error)


def _source(folder: Path, descriptor: Mapping[str, Any], sha256: str) -> Path:
    """A file that the disclosure says it was read from, by its digest."""
    for entry in listed(descriptor):
        if entry["path"].startswith("raw/") and entry["hash"] == f"sha256:{sha256}":
            return folder / str(entry["path"])
    raise Unacceptable(f"no file in raw/ has the SHA-256 that disclosures names ({sha256})")


def _versions(folder: Path, tables: tuple[Table, ...], lists: tuple[Table, ...], rows: int) -> tuple[Path, ...]:
    """The earlier versions that a package keeps, each read like any package; Unacceptable names the one that is wrong.

    `rows` is the number of versions that `revisions` lists; a package that was unpacked from an archive keeps none.
    """
    try:
        kept = versions(folder)
    except BadHistory as error:
        raise Unacceptable(str(error)) from error
    for version in kept:
        try:
            read_package(version, tables, lists)
        except Unacceptable as error:
            raise Unacceptable(f"{HISTORY}/{version.name}: {error}") from error
    if kept and rows != len(kept) + 1:
        raise Unacceptable(f"revisions lists {rows} versions, {HISTORY} keeps {len(kept)} earlier ones")
    return tuple(kept)


def read_package(folder: Path, tables: tuple[Table, ...], lists: tuple[Table, ...]) -> Package:
    """A package folder with all its tables; raises Unacceptable with the first thing that is wrong with it."""
    disclosure_id = identifier(folder)
    if not PACKAGE_NAME.fullmatch(disclosure_id):
        raise Unacceptable("the folder's name is no disclosure id")
    _refuse_odd_files(folder)
    if not (folder / "datapackage.json").is_file():
        raise Unacceptable("holds no datapackage.json: `yusuan build` makes it, or says why not")
    try:
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        if not isinstance(descriptor, dict) or descriptor.get("name") != disclosure_id:
            raise Unacceptable("datapackage.json does not name this disclosure")
        _as_described(folder, descriptor)
        rows = {table.resource: read_resource(folder, table, disclosure_id) for table in tables}
        codes = {table.resource: found for table in lists if (found := _own_codes(folder, table)) is not None}
    except (OSError, ValueError, RecursionError, csv.Error, pa.ArrowException) as error:
        said = str(error).replace(str(folder), folder.name)
        raise Unacceptable(f"cannot be read: {said[:300]}") from error
    if rows["disclosures"].num_rows != 1:
        raise Unacceptable(f"disclosures has {rows['disclosures'].num_rows} rows instead of one")
    first = rows["disclosures"]["source_sha256"].to_pylist()
    digests = rows["source_files"]["source_sha256"].to_pylist()
    if digests[:1] != first:
        raise Unacceptable("source_files does not begin with the file that disclosures names")
    sources = tuple(_source(folder, descriptor, digest) for digest in digests)
    kept = _versions(folder, tables, lists, rows["revisions"].num_rows)
    return Package(disclosure_id, folder, rows, codes, sources, kept)
