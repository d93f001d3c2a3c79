"""Many disclosures → many packages: each file is attempted on its own, then the packages are put in place in order."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace as changed
from pathlib import Path

from pipelines.atomic import NEW, only_one, recover, swap, writing
from pipelines.build import quarantine
from pipelines.build.attempt import Task
from pipelines.build.report import BuildReport, Result
from pipelines.build.sources import source_files
from pipelines.build.workers import Progress, run
from pipelines.package import carry_over
from pipelines.package.cache import digest, fingerprint, is_current, sources_built
from pipelines.readers import LARGEST_FILE

STAGING = f".staging{NEW}"


def _digest(path: Path) -> str | None:
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_FILE:
            return None
        return digest(path.read_bytes())
    except OSError:
        return None


def _owners(package: Path) -> dict[str, str]:
    """Digest and name of every file in `raw/` of a package that stands there."""
    raw = package / "raw"
    files = sorted(path for path in raw.iterdir() if path.is_file()) if raw.is_dir() else []
    return {digest(path.read_bytes()): path.name for path in files}


def _taken(result: Result, others: Sequence[str]) -> Result:
    reason = f"{result.path.name} and {', '.join(others)} both say they are {result.disclosure_id}"
    remedy = "keep one of the files, or choose the later one with --replace"
    return changed(result, status="refused", code="identifier_taken", reason=reason, remedy=remedy)


def _settle(candidates: Sequence[Result], owners: dict[str, str], replace: bool) -> list[Result]:
    """Files of one identifier → at most one winner, the others refused or, with `replace`, given up for the last.

    Without `replace` a package that stands there keeps its place, unless its own `raw/` holds two files; where none
    stands, nothing tells which of two different files is right, and both are refused.
    """
    winner: Result | None
    if replace:
        winner = candidates[-1]
    elif owners:
        winner = next((c for c in candidates if [*owners] == [c.sha256]), None)
    else:
        winner = candidates[0] if len({candidate.sha256 for candidate in candidates}) == 1 else None
    names = [*owners.values()] + [c.path.name for c in candidates]
    settled = []
    for candidate in candidates:
        others = list(dict.fromkeys(name for name in names if name != candidate.path.name))
        if candidate is winner:
            settled.append(candidate)
        elif winner and candidate.sha256 == winner.sha256:
            settled.append(changed(candidate, status="duplicate", reason=f"the same bytes as {winner.path}"))
        elif replace:
            settled.append(changed(candidate, status="replaced", reason=f"replaced by {candidates[-1].path.name}"))
        else:
            settled.append(_taken(candidate, others or [candidate.path.name]))
    return settled


def _resolved(results: Sequence[Result], out: Path, replace: bool) -> list[Result]:
    by_identifier: dict[str, list[Result]] = {}
    for result in results:
        if result.disclosure_id and result.status in ("built", "unchanged"):
            by_identifier.setdefault(result.disclosure_id, []).append(result)
    settled = {
        old.path: new
        for identifier, candidates in by_identifier.items()
        for old, new in zip(candidates, _settle(candidates, _owners(out / identifier), replace), strict=True)
    }
    return [settled.get(result.path, result) for result in results]


def _unchanged(path: Path, sha256: str | None, built: dict[str, list[Path]], tool: str) -> Result | None:
    packages = [package for package in built.get(sha256 or "", ()) if is_current(package, tool)]
    return Result(path, "unchanged", sha256, packages[0].name) if len(packages) == 1 else None


def _likeness(path: Path, sha256: str | None) -> str:
    """Files alike in this are read alike: the same bytes and the same suffix."""
    return f"{sha256}{path.suffix.lower()}" if sha256 else f"unread {path}"


def _first_of_each(files: Sequence[Path], digests: dict[Path, str | None]) -> dict[str, Path]:
    first: dict[str, Path] = {}
    for path in files:
        first.setdefault(_likeness(path, digests[path]), path)
    return first


def _stale(results: Sequence[Result], built: dict[str, list[Path]]) -> tuple[str, ...]:
    return tuple(
        package.name
        for result in results
        if result.status in ("built", "unchanged")
        for package in built.get(result.sha256 or "", ())
        if package.name != result.disclosure_id
    )


def _build(files: Sequence[Path], out: Path, replace: bool, jobs: int | None, progress: Progress) -> BuildReport:
    tool, built = fingerprint(), sources_built(out)
    digests = {path: _digest(path) for path in files}
    first = _first_of_each(files, digests)
    known = {path: _unchanged(path, digests[path], built, tool) for path in first.values()}
    staging = out / STAGING
    ahead = [path for path, result in known.items() if result is None]
    tasks = [Task(path, digests[path], staging / str(n), out, tool) for n, path in enumerate(ahead)]
    attempted = dict(zip(ahead, run(tasks, jobs, progress), strict=True))
    staged = {task.path: task.staging for task in tasks}
    results = _resolved([known[path] or attempted[path] for path in known], out, replace)
    for result in results:
        if result.status == "built" and result.disclosure_id:
            with writing(out / result.disclosure_id):
                carry_over(out / result.disclosure_id, staged[result.path] / result.disclosure_id)
                swap(staged[result.path] / result.disclosure_id, out / result.disclosure_id)
    whole = {result.path: result for result in results}
    final = [_of(path, whole, first[_likeness(path, digests[path])]) for path in files]
    for result in final:
        if result.status != "refused":
            quarantine.clear(out, result)
    for result in final:
        if result.status == "refused":
            quarantine.put(out, result)
    return BuildReport(out, tuple(final), _stale(final, built))


def _of(path: Path, results: dict[Path, Result], first: Path) -> Result:
    """The result of a file; one with the same bytes as an earlier file shares its fate."""
    result = results[first]
    if path == first:
        return result
    if result.status == "refused":
        return changed(result, path=path)
    return changed(result, path=path, status="duplicate", reason=f"the same bytes as {first}")


def _no_progress(_done: int, _total: int) -> None:
    pass


def build(
    sources: Sequence[Path],
    out: Path,
    *,
    replace: bool = False,
    jobs: int | None = None,
    progress: Progress = _no_progress,
) -> BuildReport:
    """Builds a package under `out` for every file of `sources` (files or folders) and says what became of each.

    A refused file is quarantined and the others go on. Raises OutputError when `out` cannot be written: every package
    that stood there still does, also after an interrupt.
    """
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    with only_one(out):
        with writing(out):
            recover(out)
            files, skipped = source_files(sources)
            (out / STAGING).mkdir()
        try:
            return changed(_build(files, out, replace, jobs, progress), skipped=tuple(skipped))
        finally:
            shutil.rmtree(out / STAGING, ignore_errors=True)
