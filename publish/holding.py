"""Holds a published site still while it is served: a private folder of hard links that no later publication touches."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipelines.atomic import OutputError, only_one

MARK = ".yusuan-serving-"
ATTEMPTS = 50
PAUSE = 0.1

Identity = tuple[int, int, int]


def identity(site: Path) -> Identity | None:
    """Tells one publication in a folder from the next; None while there is none, as in the middle of a swap."""
    try:
        found = (site / "manifest.json").stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_mtime_ns


def _link(site: Path, folder: Path) -> None:
    for path in sorted(site.rglob("*")):
        place = folder / path.relative_to(site)
        if path.is_dir():
            place.mkdir()
        else:
            os.link(path, place)


def _linked(site: Path, folder: Path) -> Identity | None:
    """The publication whose files `folder` now links, all of them; OSError where no hard link can be made."""
    for _ in range(ATTEMPTS):
        before = identity(site)
        with suppress(FileNotFoundError):
            _link(site, folder)
            if before is not None and identity(site) == before:
                return before
        for entry in folder.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        time.sleep(PAUSE)
    return None


def _clear(home: Path) -> None:
    """Removes what servers that were killed left beside the site; a folder in use is locked and stays."""
    for left in home.parent.iterdir():
        if left.name.startswith(f".{home.name}{MARK}"):
            with suppress(OSError, OutputError), only_one(left):
                shutil.rmtree(left)


@contextmanager
def held(site: Path) -> Iterator[tuple[Path, Identity | None]]:
    """A folder whose files stay as they are, and the publication that they belong to.

    It is `site` itself where nothing can be linked beside it: in a read-only folder, or among another user's files.
    """
    home = site.resolve()
    try:
        _clear(home)
        folder = Path(tempfile.mkdtemp(prefix=f".{home.name}{MARK}", dir=home.parent))
    except OSError:
        yield site, identity(site)
        return
    try:
        with only_one(folder):
            try:
                found = _linked(site, folder)
            except OSError:
                found = None
            yield (folder, found) if found else (site, identity(site))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
