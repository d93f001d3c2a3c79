"""Names of files that come from outside, made safe for every file system and for every place that prints a path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 120  # bytes: half of what ext4, APFS and NTFS allow, so that marks may be added
RESERVED = re.compile(r"(?i)^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)")
UNSAFE = re.compile(r"[^\w.（）-]+")


def _cut(stem: str, room: int) -> str:
    return stem.encode("utf-8")[: max(room, 1)].decode("utf-8", "ignore")


def safe_name(name: str) -> str:
    """A plain file name of at most 120 bytes: letters of any script, digits, `_`, `-`, `.` and （）, never a path.

    Applied twice it gives the same; an empty or dotted name becomes `source`.
    """
    text = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    text = UNSAFE.sub("_", text.replace("..", "_")).strip("._-")
    stem, dot, suffix = text.rpartition(".")
    if not dot or len(suffix) > 8:
        stem, dot, suffix = text, "", ""
    stem = _cut(stem, LONGEST - len((dot + suffix).encode("utf-8"))).strip("._-")
    safe = (stem or "source") + dot + suffix
    return f"_{safe}" if RESERVED.match(safe) else safe


def safe_names(names: Iterable[str]) -> list[str]:
    """A safe name for each, with a number where two would be the same on some system."""
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        safe = wanted = safe_name(name)
        number = 1
        while wanted.casefold() in taken:
            number += 1
            stem, dot, suffix = safe.rpartition(".")
            wanted = f"{stem}-{number}.{suffix}" if dot else f"{safe}-{number}"
        taken.add(wanted.casefold())
        found.append(wanted)
    return found
