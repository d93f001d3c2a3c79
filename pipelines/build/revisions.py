"""A disclosure that was published before is built again behind its earlier versions, so that all are read alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from dataclasses import replace as changed
from itertools import combinations
from pathlib import Path

from pipelines.build.attempt import Version
from pipelines.build.bench import Bench
from pipelines.build.grouping import clash
from pipelines.build.report import Result
from pipelines.build.shelf import Shelf
from pipelines.build.versions import files_to_read, gives_up, is_whole, sources
from pipelines.package import settings
from pipelines.package.history import RAW, BadHistory, raw_digests, version_name, versions

REMEDY = "correct or remove that folder, then build again; the package that stands is unchanged"


@dataclass
class _Chain:
    """The newest version, the packages of those before it in their order, and as many as are ready to be kept."""

    newest: Result
    packages: list[Path]
    gives_up: bool
    ready: list[Path] = field(default_factory=list)
    problem: str | None = None

    @property
    def names(self) -> list[str]:
        return [version_name(number, raw_digests(package)) for number, package in enumerate(self.ready, 1)]

    @property
    def next(self) -> Path:
        return self.packages[len(self.ready)]


def _package(result: Result) -> Path:
    assert result.staged is not None
    assert result.disclosure_id is not None
    return result.staged / result.disclosure_id


def _given_up(newest: Result, results: Sequence[Result], shelf: Shelf) -> Iterator[Path]:
    """Packages of files that came in the same build and were given up for the newest."""
    for result in results:
        if result.status == "replaced" and result.disclosure_id == newest.disclosure_id and result.staged:
            made = _package(result)
            if made.is_dir() and gives_up(made, shelf.owners(made.name)) and gives_up(made, newest.digests):
                yield made


def _holds_two(standing: Path, results: Sequence[Result]) -> bool:
    """Whether two files of a package stand in each other's place: nobody has said yet which of them it is."""
    facts = [result.facts for result in results if result.sha256 in sources(standing) and result.facts]
    return any(clash(one, other) for one, other in combinations(facts, 2))


def _chain(newest: Result, results: Sequence[Result], shelf: Shelf) -> _Chain:
    """The versions before a new package: those kept, the standing one where it is given up, those given up with it.

    A package that is built into another folder brings the versions along that it keeps where it stands.
    """
    new = _package(newest)
    standing = shelf.out / new.name
    leaves = gives_up(standing, sources(new))
    comes_from = newest.path.parent.parent if newest.path.parent.name == RAW else standing
    try:
        packages = versions(standing if sources(standing) else comes_from)
    except (BadHistory, OSError) as error:
        return _Chain(newest, [], leaves, problem=f"{new.name}/{error}")
    if leaves:
        packages.append(standing)
        if _holds_two(standing, results):
            return _Chain(newest, [], leaves, problem=f"{new.name}/{RAW}: holds two files with the same tables")
    if leaves or not sources(standing):
        packages += _given_up(newest, results, shelf)
    return _Chain(newest, packages, leaves)


def _forward(chains: Sequence[_Chain], bench: Bench) -> None:
    """Makes the next version of each chain ready: as it stands where this tool made it, else built from its files."""
    tasks, waiting = [], []
    for chain in chains:
        try:
            if is_whole(chain.next, bench.shelf.tool, chain.names):
                chain.ready.append(chain.next)
                continue
            files, stated = files_to_read(chain.next)
            version = Version(tuple(chain.ready), settings.content(chain.next))
        except (BadHistory, settings.BadSettings, OSError) as error:
            chain.problem = f"{_place(chain)}: {error}"
            continue
        tasks.append(bench.task(files, None, stated, version))
        waiting.append(chain)
    for chain, result in zip(waiting, bench.run(tasks), strict=True):
        if result.status == "built" and result.disclosure_id == chain.newest.disclosure_id:
            chain.ready.append(_package(result))
        else:
            chain.problem = f"{_place(chain)}: {result.reason or f'its files are now read as {result.disclosure_id}'}"


def _place(chain: _Chain) -> str:
    """Which version of which disclosure, for a person who looks for its folder."""
    return f"version {len(chain.ready) + 1} of {chain.newest.disclosure_id} ({chain.next.name})"


def _told(chain: _Chain) -> str:
    number = len(chain.ready)
    stays = chain.gives_up and settings.content(chain.ready[-1]) and not settings.content(_package(chain.newest))
    return f"version {number + 1}" + (f"; disclosure.yml stays with version {number}" if stays else "")


def _refused(result: Result, problem: str) -> Result:
    return changed(result, status="refused", code="bad_history", reason=problem, remedy=REMEDY)


def _last(chains: Sequence[_Chain], bench: Bench) -> dict[Path, Result]:
    """The newest versions behind those that are ready."""
    tasks = [
        bench.again(chain.newest, Version(tuple(chain.ready), settings.content(_package(chain.newest))))
        for chain in chains
    ]
    found = {}
    for chain, result in zip(chains, bench.run(tasks), strict=True):
        number, old = len(chain.ready) + 1, chain.newest
        if result.status == "built":
            found[old.path] = changed(old, staged=result.staged, version=number, reason=_told(chain))
        else:
            found[old.path] = changed(
                old, status="refused", code=result.code, reason=result.reason, remedy=result.remedy
            )
    return found


def with_history(results: Sequence[Result], bench: Bench) -> list[Result]:
    """The results of a build, where each new package keeps the versions before it; refused where these cannot be kept.

    The versions of all disclosures are made ready side by side: first every first one, then every second.
    """
    new = [result for result in results if result.status == "built" and result.disclosure_id and result.staged]
    chains = [_chain(result, results, bench.shelf) for result in new]
    while ahead := [chain for chain in chains if not chain.problem and len(chain.ready) < len(chain.packages)]:
        _forward(ahead, bench)
    fates = {chain.newest.path: _refused(chain.newest, chain.problem) for chain in chains if chain.problem}
    fates |= _last([chain for chain in chains if chain.ready and not chain.problem], bench)
    return [fates.get(result.path, result) for result in results]
