"""Publishes a folder of data packages as one site: written beside the last one and swapped in when it is whole."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pipelines.atomic import new_folder, restore
from pipelines.tables import Column, Table
from pipelines.vocabulary import Vocabulary, vocabulary
from publish import descriptor, dressing
from publish.catalogue import Catalogue, LeftOut, disclosure_tables, reference_tables, stack
from publish.files import (
    PublishedFile,
    json_text,
    published,
    write_csv,
    write_csv_excel,
    write_manifest,
    write_parquet,
    write_zip,
)
from publish.reading import Package
from publish.sqlite import write_sqlite

SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class NothingToPublish(Exception):
    """No package could be used: the last site stays; `left_out` says what is wrong with each."""

    def __init__(self, packages: Path, left_out: tuple[LeftOut, ...]) -> None:
        super().__init__(f"no data package under {packages} can be published")
        self.left_out = left_out


class NoSite(Exception):
    """The folder to publish to holds something that is no site; it is left alone."""


@dataclass(frozen=True)
class Report:
    """What a publication holds: disclosures in, packages left out and why, every file with rows, bytes and digest."""

    site: Path
    disclosures: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    files: tuple[PublishedFile, ...]


def publish(packages: Path, site: Path, progress: Callable[[str], None] = lambda _step: None) -> Report:
    """Writes the site of all packages; the last good site stays whole until the new one is complete.

    Packages that cannot be trusted are left out and named; raises NothingToPublish when none remains, and NoSite for
    a folder that holds anything but a published site.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    restore(site)
    if site.is_dir() and any(site.iterdir()) and not (site / "manifest.json").is_file():
        raise NoSite(f"{site} holds something that is no published site: choose an empty folder")
    words = vocabulary()
    progress("packages")
    catalogue = stack(packages, words)
    if not catalogue.packages:
        raise NothingToPublish(packages, catalogue.left_out)
    with new_folder(site) as new:
        files = _write(new, catalogue, words, progress)
    names = tuple(package.disclosure_id for package in catalogue.packages)
    return Report(site, names, catalogue.left_out, files)


def published_tables(words: Vocabulary) -> tuple[Table, ...]:
    """All resources of the catalogue in the order of every listing: standard tables, the rest, reference lists."""
    return (*disclosure_tables(words), *reference_tables(words))


def _write(
    root: Path, catalogue: Catalogue, words: Vocabulary, progress: Callable[[str], None]
) -> tuple[PublishedFile, ...]:
    tables = published_tables(words)
    progress("csv, parquet")
    names = frozenset(table.resource for table in tables)
    files = [file for table in tables for file in _editions(root, table, names, catalogue)]
    progress("sqlite")
    write_sqlite(root / "catalogue.sqlite", tables, catalogue.tables)
    database = published(root, "catalogue.sqlite", sum(rows.num_rows for rows in catalogue.tables.values()))
    progress("archives")
    files += [database, *(file for package in catalogue.packages for file in _package(root, package))]
    _write_json(root, "datapackage.json", descriptor.catalogue_descriptor(tables, files))
    files.append(published(root, "datapackage.json"))
    _dress(root, tables, database, catalogue)
    write_manifest(root, files, [asdict(left) for left in catalogue.left_out])
    return tuple(sorted(files, key=lambda file: file.path))


def spreadsheet_heading(column: Column) -> str:
    """`合计（元）`: what a column is called in the edition for spreadsheets."""
    return f"{column.title}（元）" if column.is_amount else column.title


def _editions(root: Path, table: Table, names: frozenset[str], catalogue: Catalogue) -> Sequence[PublishedFile]:
    rows = catalogue.tables[table.resource]
    name = table.resource
    paths = f"csv/{name}.csv", f"csv-excel/{name}.csv", f"parquet/{name}.parquet"
    for path in paths:
        (root / path).parent.mkdir(exist_ok=True)
    write_csv(rows, root / paths[0])
    write_csv_excel(rows, root / paths[1], [spreadsheet_heading(column) for column in table.columns])
    write_parquet(rows, root / paths[2], descriptor.resource_descriptor(table, names))
    return [published(root, path, rows.num_rows, table.resource) for path in paths]


def _package(root: Path, package: Package) -> Sequence[PublishedFile]:
    """The package and its earlier versions as archives, and its source files; a source's own name is data and never
    becomes a path.
    """
    name = package.disclosure_id
    archives = {f"packages/{name}.zip": package.folder}
    archives |= {f"packages/{name}.{number}.zip": folder for number, folder in enumerate(package.versions, 1)}
    (root / "packages").mkdir(exist_ok=True)
    for path, folder in archives.items():
        write_zip(folder, root / path, name)
    paths = [*archives]
    (root / "raw").mkdir(exist_ok=True)
    for number, source in enumerate(package.sources, 1):
        suffix = source.suffix.lower()
        mark = "" if number == 1 else f".{number}"
        paths.append(f"raw/{name}{mark}{suffix if SUFFIX.fullmatch(suffix) else ''}")
        shutil.copyfile(source, root / paths[-1])
    return [published(root, path) for path in paths]


def _dress(root: Path, tables: Sequence[Table], database: PublishedFile, catalogue: Catalogue) -> None:
    counts = [(table.resource, catalogue.tables[table.resource].num_rows) for table in tables]
    _write_json(root, "metadata.json", dressing.metadata(tables))
    _write_json(root, "settings.json", dressing.SETTINGS)
    _write_json(root, "inspect-data.json", dressing.inspection(database, counts))


def _write_json(root: Path, name: str, content: object) -> None:
    (root / name).write_text(json_text(content), encoding="utf-8")
