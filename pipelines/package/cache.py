"""Whether a package that stands there is what this tool would write again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines.integrity import LARGEST_FILE, PLAIN_PATH, is_plain
from pipelines.package import settings
from pipelines.package.history import BadHistory, versions
from pipelines.vocabulary import metadata_folder

BUILT = ".built.json"


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Digest of the code and the vocabulary that make packages: any change of either makes every package anew."""
    total = sha256()
    for folder, suffixes in ((Path(__file__).parent.parent, {".py"}), (metadata_folder(), {".yml", ".csv", ".json"})):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in suffixes):
            name = path.relative_to(folder).as_posix()
            total.update(f"{name}\0{digest(path.read_bytes())}\n".encode())
    return total.hexdigest()


def built_bytes(
    sources: Sequence[str],
    kept: bytes | None,
    files: Mapping[str, bytes],
    tool: str,
    printed: Sequence[Mapping[str, Any]] = (),
    earlier: Sequence[str] = (),
) -> bytes:
    """The note in a package of what it was made from, what each source prints of itself, every file made, and the
    names of the earlier versions.
    """
    facts = {
        "tool": tool,
        "sources": list(sources),
        "printed": list(printed),
        "settings": None if kept is None else digest(kept),
        "files": {path: digest(content) for path, content in files.items()},
        "earlier": list(earlier),
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _noted(package: Path) -> dict[str, Any]:
    try:
        facts = json.loads((package / BUILT).read_bytes())
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def sources_of(package: Path) -> list[str]:
    """The digests of the files that a package says it was made from, in their order."""
    sources = _noted(package).get("sources")
    return [source for source in sources if isinstance(source, str)] if isinstance(sources, list) else []


def printed_of(package: Path) -> dict[str, dict[str, Any]]:
    """By digest what each file of a current package prints of itself."""
    printed = _noted(package).get("printed")
    return dict(zip(sources_of(package), printed, strict=False)) if isinstance(printed, list) else {}


def _is_untouched(package: Path, path: str, noted: object) -> bool:
    """Whether a file of a package is the one noted; whatever else the note names is not opened."""
    file = package / path
    own = path in ("README.md", "datapackage.json") or PLAIN_PATH.fullmatch(path)
    return bool(own) and is_plain(file) and file.stat().st_size <= LARGEST_FILE and digest(file.read_bytes()) == noted


def _is_whole(package: Path, facts: Mapping[str, Any]) -> bool:
    kept = settings.content(package)
    if facts.get("settings") != (None if kept is None else digest(kept)):
        return False
    try:
        return all(_is_untouched(package, path, noted) for path, noted in facts["files"].items())
    except (OSError, KeyError, AttributeError):
        return False


def sources_built(out: Path) -> dict[str, list[Path]]:
    """The packages under `out` by the digests of the files that they say they were made from."""
    found: dict[str, list[Path]] = {}
    for note in sorted(out.glob(f"[!.]*/{BUILT}")):
        for source in sources_of(note.parent):
            found.setdefault(source, []).append(note.parent)
    return found


def is_made(package: Path, tool: str, earlier: Sequence[str]) -> bool:
    """True when this tool made the package after these versions and no file of it was touched since."""
    facts = _noted(package)
    return facts.get("tool") == tool and facts.get("earlier") == [*earlier] and _is_whole(package, facts)


def is_current(package: Path, tool: str) -> bool:
    """True when this tool made the package and the versions that it keeps, and no file of them, nor their
    `disclosure.yml`, was touched since.
    """
    try:
        kept = versions(package)
    except BadHistory:
        return False
    names = [version.name for version in kept]
    return all(is_made(each, tool, names[:number]) for number, each in enumerate((*kept, package)))
