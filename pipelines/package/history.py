"""The earlier versions of a disclosure: whole packages under `history/<n>-<first 12 of the digest>/` of the newest."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Sequence
from hashlib import sha256
from pathlib import Path

from pipelines.integrity import LARGEST_FILE
from pipelines.plain import shown

FOLDER = "history"
RAW = "raw"
MOST = 100
NAME = re.compile(r"([1-9][0-9]{0,2})-([0-9a-f]{12})", re.ASCII)


class BadHistory(Exception):
    """A `history/` that holds something else than versions in their order; the message names the entry."""


def version_digest(digests: Sequence[str]) -> str:
    """The digest of a version: that of its file, or of the sorted digests of several, one a line."""
    first, *others = sorted(digests)
    return first if not others else sha256("\n".join([first, *others]).encode()).hexdigest()


def version_name(number: int, digests: Sequence[str]) -> str:
    """`1-9f86d081884c`: how the folder of a version is called; versions are counted from 1 as they arrive."""
    return f"{number}-{version_digest(digests)[:12]}"


def is_version(package: Path) -> bool:
    """Whether a folder stands where a package keeps its earlier versions."""
    return package.parent.name == FOLDER and bool(NAME.fullmatch(package.name))


def identifier(package: Path) -> str:
    """The disclosure that a package folder must be of: its name, or that of the package that keeps it as a version."""
    return package.parent.parent.name if is_version(package) else package.name


def _refuse(entry: str, reason: str) -> BadHistory:
    return BadHistory(f"{FOLDER}/{shown(ascii(entry)[1:-1], 80)}: {reason}")


def raw_digests(package: Path) -> list[str]:
    """The digests of the files in `raw/`, by name; BadHistory for anything that is no plain file of a readable size."""
    raw = package / RAW
    if raw.is_symlink() or not raw.is_dir():
        raise _refuse(package.name, "has no raw/ with the files of the version")
    files = sorted(raw.iterdir())
    odd = [path for path in files if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST_FILE]
    if odd or not files:
        raise _refuse(package.name, "its raw/ must hold plain files only, and at least one")
    return [sha256(path.read_bytes()).hexdigest() for path in files]


def versions(package: Path) -> list[Path]:
    """The folders of the earlier versions, the first one first; none where there is no `history/`.

    Raises BadHistory for an entry that is no version or has some of its own, a missing number, or files that are not
    those of the name.
    """
    folder = package / FOLDER
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadHistory(f"{FOLDER}: must be a folder of versions")
    entries = sorted(folder.iterdir()) if folder.is_dir() else []
    if len(entries) > MOST:
        raise BadHistory(f"{FOLDER}: holds more than {MOST} versions")
    found: dict[int, Path] = {}
    for entry in entries:
        name = NAME.fullmatch(entry.name)
        if not name or entry.is_symlink() or not entry.is_dir():
            raise _refuse(entry.name, "is no version; their folders are called like 1-9f86d081884c")
        if not version_digest(raw_digests(entry)).startswith(name[2]):
            raise _refuse(entry.name, "the files in its raw/ are not those of its name")
        if (entry / FOLDER).is_symlink() or (entry / FOLDER).exists():
            raise _refuse(entry.name, "keeps versions itself; only the newest does")
        if int(name[1]) in found:
            raise _refuse(entry.name, "its number is taken by another")
        found[int(name[1])] = entry
    missing = next((n for n in range(1, len(found) + 1) if n not in found), None)
    if missing:
        raise BadHistory(f"{FOLDER}: version {missing} is missing")
    return [found[number] for number in sorted(found)]


def keep(packages: Sequence[Path], newest: Path, parts: Collection[str]) -> list[str]:
    """Copies those parts of packages, in their order, into the `history/` of the newest; returns their names there."""
    names = []
    for number, package in enumerate(packages, 1):
        names.append(version_name(number, raw_digests(package)))
        place = newest / FOLDER / names[-1]
        place.mkdir(parents=True)
        for entry in sorted(path for path in package.iterdir() if path.name in parts):
            if entry.is_dir():
                shutil.copytree(entry, place / entry.name, symlinks=True)
            else:
                shutil.copy2(entry, place / entry.name, follow_symlinks=False)
    return names
