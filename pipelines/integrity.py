"""Whether the files of a data package are the bytes that its descriptor lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines.plain import shown

PLAIN_PATH = re.compile(r"(?:data|raw)/[^/\\\x00]+")
LARGEST_FILE = 256 << 20


def listed(descriptor: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The entries of a descriptor that stand for a file: its resources, then its sources."""
    for kind in ("resources", "sources"):
        entries = descriptor.get(kind)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict):
                yield entry


def is_plain(file: Path) -> bool:
    """Whether a path is a file, neither a link itself nor in a folder that is one."""
    return not file.is_symlink() and not file.parent.is_symlink() and file.is_file()


def _file_error(package: Path, entry: Mapping[str, Any]) -> str | None:
    path = entry.get("path")
    if not isinstance(path, str) or not PLAIN_PATH.fullmatch(path) or PurePosixPath(path).name in (".", ".."):
        return f"{shown(str(path))}: only plain files in data/ and raw/ belong to a package"
    file = package / path
    if not is_plain(file):
        return f"{path}: missing, or no plain file; build the package again"
    if file.stat().st_size > LARGEST_FILE:
        return f"{path}: larger than {LARGEST_FILE >> 20} MB"
    content = file.read_bytes()
    if entry.get("bytes") != len(content) or entry.get("hash") != f"sha256:{sha256(content).hexdigest()}":
        return f"{path}: not the file that datapackage.json describes (bytes or hash differ); build the package again"
    return None


def file_errors(package: Path, descriptor: Mapping[str, Any]) -> list[str]:
    """What is wrong with the listed files, each with its path: outside the package, missing, too large, or changed."""
    return [error for entry in listed(descriptor) if (error := _file_error(package, entry))]
