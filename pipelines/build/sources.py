"""Which files a build reads: those given, those under the folders given, and `raw/` of packages already there."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipelines.build import quarantine
from pipelines.readers import SUFFIXES

RAW = "raw"


def _is_package(folders: Sequence[str], files: Sequence[str]) -> bool:
    """A folder with `raw/` beside what a package has; its CSV files and README are output, not sources."""
    return RAW in folders and ("data" in folders or bool({"datapackage.json", "disclosure.yml"} & {*files}))


def _under(folder: Path) -> Iterator[Path]:
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != quarantine.FOLDER)
        if _is_package(folders, files):
            folders[:], files = [RAW], []
        yield from (path for name in sorted(files) if not name.startswith(".") and (path := Path(here, name)).is_file())


def source_files(sources: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """The files to read in the order given, those of a folder by their path, each once; and what is skipped there.

    A file given by name is taken whatever its suffix: its reader says what is wrong with it. In a folder, files that
    no reader reads are skipped.
    """
    found: dict[Path, bool] = {}
    for source in sources:
        for path in _under(source) if source.is_dir() else (source,):
            found[path] = found.get(path, False) or path == source or path.suffix.lower() in SUFFIXES
    return [path for path, read in found.items() if read], [path for path, read in found.items() if not read]
