"""The packages that stand under the output folder when a build begins, and what is known of them without reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipelines.build.report import Result
from pipelines.build.versions import kept, sources
from pipelines.package.cache import digest, is_current, printed_of, sources_built, sources_of
from pipelines.package.history import RAW
from pipelines.pieces import Facts
from pipelines.readers import LARGEST_FILE


def file_digest(path: Path) -> str | None:
    """The digest of a file; None for one that cannot be read or is too large to be."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            return None
        return digest(path.read_bytes())
    except OSError:
        return None


@dataclass(frozen=True)
class Shelf:
    """`out` with its packages; `tool` is the fingerprint of what would build them now."""

    out: Path
    tool: str

    @cached_property
    def built(self) -> dict[str, list[Path]]:
        """The packages by the digest of each file that they were made from."""
        return sources_built(self.out)

    def unchanged(self, path: Path, sha256: str | None) -> Result | None:
        """The result for a file that stands in one package, which this tool would write again as it is."""
        packages = [package for package in self.built.get(sha256 or "", ()) if is_current(package, self.tool)]
        if len(packages) != 1 or not sha256:
            return None
        printed = printed_of(packages[0]).get(sha256)
        facts = Facts(**{**printed, "tables": tuple(printed["tables"])}) if printed else None
        return Result(path, "unchanged", sha256, packages[0].name, facts=facts)

    def holds(self, digests: Sequence[str | None], *, ordered: bool) -> Path | None:
        """The current package that was made from exactly these files and could read all of them."""
        for package in self.built.get(digests[0] or "", ()):
            sources = sources_of(package)
            same = sources == [*digests] if ordered else {*sources} == {*digests}
            if same and len(printed_of(package)) == len(sources) and is_current(package, self.tool):
                return package
        return None

    @cached_property
    def _kept(self) -> dict[frozenset[str], Path]:
        return kept(self.out)

    def superseded(self, path: Path, digests: Sequence[str | None]) -> Result | None:
        """The result for files that are kept as an earlier version, or one of its files that the newest gave up."""
        for files, version in self._kept.items():
            package = version.parent.parent
            if files == {*digests} or (len(digests) == 1 and digests[0] in files - {*self.owners(package.name)}):
                number = version.name.partition("-")[0]
                reason = f"version {number}, kept in {package.name}/{version.parent.name}/{version.name}"
                return Result(path, "replaced", digests[0], package.name, reason=reason)
        return None

    def owners(self, identifier: str) -> dict[str, Path]:
        """Every file in `raw/` of the package of this identifier, by digest."""
        raw = self.out / identifier / RAW
        files = sorted(path for path in raw.iterdir() if path.is_file()) if raw.is_dir() else []
        return {digest(path.read_bytes()): path for path in files}

    def standing(self, identifier: str) -> dict[str, Path]:
        """Those of the owners that the package was made from: what a person put beside them since is new."""
        made_from = sources(self.out / identifier)
        return {sha256: path for sha256, path in self.owners(identifier).items() if sha256 in made_from}

    def stale(self, results: Iterable[Result]) -> tuple[str, ...]:
        """Packages one of whose files now is in a package of another identifier."""
        found = (
            package.name
            for result in results
            if result.status in ("built", "joined", "unchanged")
            for package in self.built.get(result.sha256 or "", ())
            if package.name != result.disclosure_id
        )
        return tuple(dict.fromkeys(found))
