"""Which files a build reads: those given, those under the folders given, and `raw/` of packages already there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.build import quarantine
from pipelines.names import safe_names
from pipelines.package import history, settings
from pipelines.package.history import RAW
from pipelines.plain import shown
from pipelines.readers import SUFFIXES


@dataclass(frozen=True)
class Stated:
    """One disclosure whose files its `disclosure.yml` lists, in that order; `problem` where the list cannot be used."""

    note: Path
    files: tuple[Path, ...] = ()
    content: bytes = b""
    problem: str | None = None


@dataclass(frozen=True)
class Sources:
    """Files to read one by one or to group by their print, and disclosures stated by hand; `order` has all of them as
    they were met. `skipped` are files that no reader reads, `unlisted` those that the `disclosure.yml` beside them
    leaves out, `waiting` those beside one that cannot be used.
    """

    order: tuple[Path, ...]
    files: tuple[Path, ...]
    stated: tuple[Stated, ...] = ()
    skipped: tuple[Path, ...] = ()
    unlisted: tuple[Path, ...] = ()
    waiting: tuple[Path, ...] = ()


def _is_package(folders: Sequence[str], files: Sequence[str]) -> bool:
    """A folder with `raw/` beside what a package has; its CSV files, README and history are no sources."""
    marked = not {"data", history.FOLDER}.isdisjoint(folders) or not {"datapackage.json", settings.NAME}.isdisjoint(
        files
    )
    return RAW in folders and marked


def _under(folder: Path) -> Iterator[Path | Stated]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != quarantine.FOLDER)
        package = _is_package(folders, files)
        stated = _stated(Path(here), package) if settings.NAME in files else None
        if stated:
            yield stated
        if package:
            folders[:] = [] if stated and not stated.problem else [RAW]
            files = []
        yield from (path for name in sorted(files) if not name.startswith(".") and (path := Path(here, name)).is_file())


def _stated(folder: Path, package: bool) -> Stated | None:
    """What the `disclosure.yml` of a folder says of files; in a package they stand in `raw/` under their safe names."""
    note = folder / settings.NAME
    try:
        content = note.read_bytes()
        names = settings.parse(content, str(note)).files
    except OSError as error:
        return Stated(note, problem=error.strerror or str(error))
    except settings.BadSettings as error:
        return None if package else Stated(note, problem=str(error))
    if not names:
        return None
    files = tuple(folder / RAW / name for name in safe_names(names)) if package else tuple(folder / n for n in names)
    missing = [path.name for path in files if not path.is_file()]
    if missing:
        return Stated(note, problem=f"{note}: `files` lists {shown(missing[0])!r}, which is not there")
    beside = sorted({*(folder / RAW).iterdir()} - {*files}) if package else []
    if beside:
        return Stated(note, problem=f"{note}: `files` does not list {shown(beside[0].name)!r}, which {RAW}/ holds")
    return Stated(note, files, content)


def source_files(sources: Iterable[Path]) -> Sources:
    """The files to read in the order given, those of a folder by their path, each once.

    A file given by name is taken whatever its suffix: its reader says what is wrong with it. In a folder, files that
    no reader reads are skipped, and those beside a `disclosure.yml` with a list are of its disclosure or left out.
    """
    found: dict[Path, bool] = {}
    stated: dict[Path, Stated] = {}
    order: dict[Path, None] = {}
    for source in sources:
        for path in _under(source) if source.is_dir() else (source,):
            if isinstance(path, Stated):
                stated.setdefault(path.note, path)
                order |= dict.fromkeys(path.files or (path.note,))
            else:
                order[path] = None
                found[path] = found.get(path, False) or path == source or path.suffix.lower() in SUFFIXES
    listed = {path for one in stated.values() for path in one.files}
    ruled = {note.parent for note in stated}
    wrong = {note.parent for note, one in stated.items() if one.problem}
    read = [path for path, is_read in found.items() if is_read and path not in listed]
    files = tuple(path for path in read if path.parent not in ruled)
    taken = {*files, *listed, *(note for note, one in stated.items() if one.problem)}
    return Sources(
        tuple(path for path in order if path in taken),
        files,
        tuple(stated.values()),
        tuple(path for path, is_read in found.items() if not is_read and path.name != settings.NAME),
        tuple(path for path in read if path.parent in ruled - wrong),
        tuple(path for path in read if path.parent in wrong),
    )
