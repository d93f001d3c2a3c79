"""What a standing package was made from, and which files are kept as earlier versions of it.

A package that would give up one of its files for others becomes an earlier version: what was published once is not
lost. One that only gains files is the same version, completed; the same files read anew are too.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pipelines.names import safe_names
from pipelines.package import settings
from pipelines.package.cache import is_made, sources_of
from pipelines.package.history import RAW, BadHistory, raw_digests, versions


def sources(package: Path) -> frozenset[str]:
    """The digests of the files that a package was made from and still has, else of all in its `raw/`; none without one.

    Files that a person put into `raw/` since are not among them.
    """
    try:
        there = frozenset(raw_digests(package))
    except BadHistory:
        return frozenset()
    return there.intersection(sources_of(package)) or there


def gives_up(package: Path, digests: Collection[str]) -> bool:
    """Whether a package of these files in the place of the standing one would lack one that it was made from."""
    noted = sources_of(package)
    read_anew = bool(noted) and {*noted} <= {*digests}
    return not read_anew and not sources(package) <= {*digests}


def kept(out: Path) -> dict[frozenset[str], Path]:
    """The earlier versions of all packages by the digests of their files; what is wrong with one is told later."""
    found: dict[frozenset[str], Path] = {}
    for folder in sorted(out.glob("[!.]*/history")):
        try:
            found |= {frozenset(raw_digests(version)): version for version in versions(folder.parent)}
        except (BadHistory, OSError):
            continue
    return found


def files_to_read(package: Path) -> tuple[list[Path], bytes | None]:
    """The files that a version is built from again, in their order, and its `disclosure.yml` where that lists them.

    Raises BadHistory and BadSettings.
    """
    there = dict(zip(raw_digests(package), sorted((package / RAW).iterdir()), strict=True))
    files = [there[sha256] for sha256 in dict.fromkeys((*sources_of(package), *there)) if sha256 in sources(package)]
    hand = settings.content(package)
    named = safe_names(settings.parse(hand, settings.NAME).files) if hand else []
    if {*named} != {path.name for path in files}:
        return files, None
    return [package / RAW / name for name in named], hand


def is_whole(package: Path, tool: str, earlier: Collection[str]) -> bool:
    """Whether a version can be kept as it is: made by this tool after these versions, with no file too many."""
    return is_made(package, tool, [*earlier]) and sorted(sources_of(package)) == sorted(raw_digests(package))
