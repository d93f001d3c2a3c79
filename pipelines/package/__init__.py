"""Writes one disclosure as a Frictionless data package: CSV, `datapackage.json`, README and the file itself."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.atomic import new_folder, restore, writing
from pipelines.diff import Rows, resources_read
from pipelines.model import Disclosure, Refused
from pipelines.package import history
from pipelines.package import settings as by_hand
from pipelines.package.cache import BUILT, built_bytes
from pipelines.package.descriptor import Written, descriptor, package_fields
from pipelines.package.readme import readme
from pipelines.package.records import files_of, raw_names, records
from pipelines.package.references import references
from pipelines.package.revisions import revision_rows
from pipelines.package.validate import read_rows
from pipelines.plain import shown
from pipelines.schemas import csv_header
from pipelines.tables import Table
from pipelines.vocabulary import Vocabulary

LONGEST_IDENTIFIER = 120
IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


PARTS = frozenset({"data", "raw", "README.md", "datapackage.json", BUILT, by_hand.NAME})
"""What makes one version; whatever else stands in the folder is the work of a person."""


def carry_over(standing: Path, new: Path) -> None:
    """Copies what a person has put beside the generated files of a standing package into the one that replaces it."""
    for entry in sorted(standing.iterdir()) if standing.is_dir() else ():
        if entry.name in {*PARTS, history.FOLDER} or entry.is_symlink():
            continue
        if entry.is_dir():
            shutil.copytree(entry, new / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, new / entry.name)


def csv_bytes(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """UTF-8 without BOM, LF, quoted only where it must be."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def named_rows(rows: Sequence[Sequence[str]], table: Table) -> list[dict[str, str]]:
    """Rows of text by the names of their columns, as they are read back from the CSV."""
    header = csv_header(table)
    return [dict(zip(header, row, strict=True)) for row in rows]


def package_files(
    disclosure: Disclosure,
    source_bytes: bytes,
    vocabulary: Vocabulary,
    settings: by_hand.Settings,
    others: Sequence[bytes] = (),
    earlier: Rows | None = None,
) -> dict[str, bytes]:
    """Every generated file of a package by its path; pure, so the same disclosure gives the same bytes.

    `earlier` are the rows of the version before this one, where there is one.
    """
    own = records(disclosure, vocabulary, settings)
    printed = {name: named_rows(rows, vocabulary.tables[name]) for name, rows in own.items()}
    own["revisions"] = revision_rows(printed, earlier, settings, vocabulary)
    everything = {**own, **references(own, vocabulary)}
    columns = {name: csv_header(vocabulary.tables[name]) for name in everything}
    written = [Written(name, f"data/{name}.csv", csv_bytes(columns[name], rows)) for name, rows in everything.items()]
    raw_paths = [f"raw/{name}" for name in raw_names(disclosure)]
    named = {**printed, "revisions": named_rows(own["revisions"], vocabulary.tables["revisions"])}
    return {
        **{file.path: file.content for file in written},
        **dict(zip(raw_paths, (source_bytes, *others), strict=True)),
        "README.md": readme(named, raw_paths, vocabulary),
        "datapackage.json": descriptor(package_fields(disclosure, settings, raw_paths), written, vocabulary),
    }


def write_package(
    disclosure: Disclosure,
    source_bytes: bytes,
    folder: Path,
    vocabulary: Vocabulary,
    *,
    tool: str = "",
    settings: bytes | None = None,
    others: Sequence[bytes] = (),
    facts: Sequence[Mapping[str, Any]] = (),
    earlier: Sequence[Path] | None = None,
) -> Path:
    """Writes `<folder>/<disclosure_id>/` whole and returns it; what stood there is replaced only when all is written.

    `settings` are the bytes of a `disclosure.yml` (else the one that stands there is kept), `others` those of the files
    behind the first, `facts` what each file prints of itself, for the next build to group by, `earlier` the packages of
    the versions before it in their order (else those that the standing package keeps). Raises OutputError, BadSettings,
    BadHistory, and Refused for an identifier that is no plain name.
    """
    identity = disclosure.identity.disclosure_id
    if not IDENTIFIER.fullmatch(identity) or len(identity) > LONGEST_IDENTIFIER:
        raise Refused("unusable_identifier", f"{shown(identity)!r} cannot name a package", "check the printed names")
    target = folder / identity
    with writing(target):
        restore(target)
        kept = settings if settings is not None else by_hand.content(target)
        hand = by_hand.parse(kept, f"{identity}/{by_hand.NAME}") if kept is not None else by_hand.Settings()
        before = history.versions(target) if earlier is None else earlier
        last = read_rows(before[-1], [*resources_read(vocabulary), "revisions"]) if before else None
        files = package_files(disclosure, source_bytes, vocabulary, hand, others, last)
        digests = [file.sha256 for file in files_of(disclosure)]
        with new_folder(target) as new:
            for part in ("data", "raw"):
                (new / part).mkdir()
            for path, content in files.items():
                (new / path).write_bytes(content)
            if kept is not None:
                (new / by_hand.NAME).write_bytes(kept)
            names = history.keep(before, new, PARTS)
            (new / BUILT).write_bytes(built_bytes(digests, kept, files, tool, facts, names))
            carry_over(target, new)
    return target
