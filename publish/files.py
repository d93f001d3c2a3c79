"""Writes one catalogue as files: Parquet, CSV, zipped packages, and the manifest that vouches for every byte."""

from __future__ import annotations

import csv
import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from pipelines.package.history import FOLDER as HISTORY

MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".zip": "application/zip",
    ".sqlite": "application/vnd.sqlite3",
    ".json": "application/json",
}
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
BATCH = 50_000
FORMULA_STARTS = frozenset("=+-@\t\r")


@dataclass(frozen=True)
class PublishedFile:
    """One file of the site as the manifest lists it; `rows` is None for a file that is no table."""

    path: str
    bytes: int
    sha256: str
    rows: int | None = None
    resource: str | None = None

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES.get(Path(self.path).suffix, "application/octet-stream")


def json_text(value: object) -> str:
    """JSON as every file of the site has it: indented, readable Chinese, a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def write_parquet(table: pa.Table, path: Path, resource: Mapping[str, Any]) -> None:
    """One resource with exact decimals; its Table Schema descriptor travels in the file's own metadata."""
    said = {
        field["name"]: {key: field[key] for key in ("title", "title_en", "unit") if field.get(key)}
        for field in resource["schema"]["fields"]
    }
    schema = pa.schema(
        [column.with_metadata(said[column.name]) for column in table.schema],
        metadata={
            "frictionless:resource": json.dumps(resource, ensure_ascii=False, separators=(",", ":")),
            "title": resource["title"],
        },
    )
    pa.parquet.write_table(table.cast(schema), path, compression="zstd", store_decimal_as_integer=True)


def write_csv(table: pa.Table, path: Path) -> None:
    """UTF-8, no BOM, LF, quotes where needed; null is empty. A text that begins with = is data: it stays as it is."""
    texts = [column.cast(pa.string()) for column in table.columns]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.column_names)
        for start in range(0, table.num_rows, BATCH):
            writer.writerows(zip(*(text.slice(start, BATCH).to_pylist() for text in texts), strict=True))


def inert(text: str | None) -> str | None:
    """A text that no spreadsheet takes for a formula: an apostrophe is put before what begins as one."""
    return f"'{text}" if text and text[0] in FORMULA_STARTS else text


def write_csv_excel(table: pa.Table, path: Path, headings: Sequence[str]) -> None:
    """The edition for spreadsheets: BOM, CRLF, Chinese headings, formulas made inert. Amounts are figures in yuan."""
    amounts = [pa.types.is_decimal(column.type) for column in table.columns]
    texts = [column.cast(pa.string()) for column in table.columns]
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([inert(heading) for heading in headings])
        for start in range(0, table.num_rows, BATCH):
            columns = [text.slice(start, BATCH).to_pylist() for text in texts]
            safe = [c if exact else [inert(t) for t in c] for c, exact in zip(columns, amounts, strict=True)]
            writer.writerows(zip(*safe, strict=True))


def write_zip(folder: Path, path: Path, name: str) -> None:
    """A data package as one archive with a folder of this name: its bytes depend on the contents only, as names are
    sorted, dates and modes fixed. Earlier versions are left out; each has its own archive.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for member in package_members(folder):
            entry = zipfile.ZipInfo(f"{name}/{member.relative_to(folder).as_posix()}", ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, member.read_bytes())


def package_members(folder: Path) -> list[Path]:
    """The files of a package in the order of their names, without hidden ones and earlier versions."""
    members = (path for path in folder.rglob("*") if path.is_file())
    parts = {path: path.relative_to(folder).parts for path in members}
    visible = (path for path, names in parts.items() if names[0] != HISTORY and not any(n[0] == "." for n in names))
    return sorted(visible, key=lambda path: path.relative_to(folder).as_posix())


def digest(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def published(root: Path, path: str, rows: int | None = None, resource: str | None = None) -> PublishedFile:
    """The manifest's entry for a file under `root`."""
    full = root / path
    return PublishedFile(path, full.stat().st_size, digest(full), rows, resource)


def write_manifest(root: Path, files: Iterable[PublishedFile], left_out: Iterable[Mapping[str, str]]) -> None:
    """`manifest.json` and `SHA256SUMS` (for `sha256sum -c`) over every published file."""
    listed = sorted(files, key=lambda file: file.path)
    entries = [
        {
            "path": file.path,
            "resource": file.resource,
            "rows": file.rows,
            "bytes": file.bytes,
            "sha256": file.sha256,
            "media_type": file.media_type,
        }
        for file in listed
    ]
    (root / "manifest.json").write_text(json_text({"files": entries, "left_out": list(left_out)}), encoding="utf-8")
    sums = {file.path: file.sha256 for file in listed} | {"manifest.json": digest(root / "manifest.json")}
    (root / "SHA256SUMS").write_text("".join(f"{sums[path]}  {path}\n" for path in sorted(sums)), encoding="utf-8")
