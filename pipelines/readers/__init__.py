"""Files → Documents. A dictionary from suffix to reader is the whole registry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.model import Document, Refused
from pipelines.readers.text import read_text

READERS: dict[str, Callable[[bytes, str], Document]] = {".txt": read_text, ".text": read_text, ".tsv": read_text}
LARGEST_FILE = 64 * 1024 * 1024


def read(path: Path) -> Document:
    """The document in `path`; Refused names what was wrong and what to do about it."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = " ".join(sorted(READERS))
        raise Refused(
            "unknown_format", f"{path.suffix or 'no suffix'} is not a format that can be read", f"give one of {known}"
        )
    if path.stat().st_size > LARGEST_FILE:
        raise Refused("too_large", "larger than 64 MiB: no disclosure is", "split the file or check what it is")
    return reader(path.read_bytes(), path.name)
