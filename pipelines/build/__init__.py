"""Many disclosures → many packages: files are attempted one by one, those of one disclosure then together, and the
packages are put in place in order.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace as changed
from pathlib import Path

from pipelines.atomic import only_one, recover, swap, writing
from pipelines.build import quarantine
from pipelines.build.attempt import Task
from pipelines.build.bench import STAGING, Bench
from pipelines.build.claims import clashed, settle, unplaced
from pipelines.build.grouping import Candidate, groups, settled
from pipelines.build.report import BuildReport, Result
from pipelines.build.revisions import with_history
from pipelines.build.shelf import Shelf, file_digest
from pipelines.build.sources import Sources, Stated, source_files
from pipelines.build.workers import Progress
from pipelines.package import carry_over
from pipelines.package.cache import fingerprint


def _likeness(path: Path, sha256: str | None) -> str:
    """Files alike in this are read alike: the same bytes and the same suffix."""
    return f"{sha256}{path.suffix.lower()}" if sha256 else f"unread {path}"


def _by_hand(stated: Sequence[Stated], bench: Bench) -> list[Result]:
    """The results of the disclosures whose files are listed by hand."""
    found: list[Result | None] = []
    tasks: list[Task] = []
    for one in stated:
        digests = [file_digest(path) for path in one.files]
        package = bench.shelf.holds(digests, ordered=True) if one.files else None
        if one.problem:
            remedy = "correct the file, then build again"
            found.append(Result(one.note, "refused", None, None, "bad_settings", one.problem, remedy))
        elif package:
            found.append(Result(one.files[0], "unchanged", digests[0], package.name, others=_others(one)))
        elif old := bench.shelf.superseded(one.files[0], digests):
            found.append(changed(old, others=_others(one)))
        else:
            found.append(None)
            tasks.append(bench.task(one.files, digests[0], one.content))
    built = iter(bench.run(tasks))
    return [result or _of_all(next(built), one) for result, one in zip(found, stated, strict=True)]


def _others(stated: Stated) -> tuple[tuple[Path, str], ...]:
    return tuple((path, file_digest(path) or "") for path in stated.files[1:])


def _of_all(result: Result, stated: Stated) -> Result:
    """A disclosure that is refused as a whole is refused with every file that is listed for it."""
    return changed(result, others=_others(stated)) if result.status == "refused" else result


def _one_by_one(files: Sequence[Path], digests: dict[Path, str | None], bench: Bench) -> dict[Path, Result]:
    """The result of each file for itself: of the package it stands in, now or as an earlier version, or attempted."""
    shelf = bench.shelf
    known = {path: shelf.unchanged(path, digests[path]) or shelf.superseded(path, [digests[path]]) for path in files}
    ahead = [path for path, result in known.items() if result is None]
    attempted = bench.run([bench.task([path], digests[path]) for path in ahead])
    return {path: result for path, result in known.items() if result} | dict(zip(ahead, attempted, strict=True))


def _beside(results: Iterable[Result], digests: Iterable[str | None], shelf: Shelf) -> dict[Path, str]:
    """Files in the packages that the results belong to, which are not among the files of this build."""
    given = {*digests}
    identifiers = dict.fromkeys(result.disclosure_id for result in results if result.disclosure_id)
    return {
        path: sha256
        for identifier in identifiers
        for sha256, path in shelf.owners(identifier).items()
        if sha256 not in given
    }


def _grouped(results: dict[Path, Result], bench: Bench, replace: bool) -> dict[Path, Result]:
    """The results after files that are pieces of one disclosure were built together."""
    found = dict(results)
    owners = bench.shelf.standing if replace else bench.shelf.owners
    first = {result.sha256: path for path, result in reversed(results.items())}
    candidates = [
        Candidate(path, result.sha256, result.facts)
        for path, result in results.items()
        if result.facts and result.sha256 and first[result.sha256] == path
    ]
    together: list[list[Candidate]] = []
    for group in groups(candidates):
        identifiers = {name for c in group if (name := results[c.path].disclosure_id)} if len(group) > 1 else set()
        standing = frozenset(sha256 for name in identifiers for sha256 in owners(name))
        choice = settled(group, standing, replace)
        found |= {c.path: clashed(found[c.path], c, group) for c in choice.clashing}
        names = "、".join(c.path.name for c in choice.kept)
        for c in choice.replaced:
            found[c.path] = changed(found[c.path], status="replaced", reason=f"replaced by {names}")
        if len(choice.kept) > 1:
            together.append([*choice.kept])
        elif choice.kept and found[choice.kept[0].path].code == "no_standard_table":
            found[choice.kept[0].path] = unplaced(found[choice.kept[0].path], results)
    known = [bench.shelf.holds([c.sha256 for c in group], ordered=False) for group in together]
    new = [group for group, package in zip(together, known, strict=True) if package is None]
    built = iter(bench.run([bench.task([c.path for c in group], group[0].sha256) for group in new]))
    for group, package in zip(together, known, strict=True):
        found |= _joint(next(built) if package is None else results[group[0].path], group)
    return found


def _joint(result: Result, group: Sequence[Candidate]) -> dict[Path, Result]:
    """One result for all files of a group; it stands at the first of them, the others follow it."""
    others = tuple((c.path, c.sha256) for c in group if c.path != result.path)
    return dict.fromkeys((c.path for c in group), changed(result, others=others))


def _resolved(results: Sequence[Result], stated: frozenset[Path], shelf: Shelf, replace: bool) -> list[Result]:
    """Every result once, with at most one winner of each identifier."""
    whole = list({result.path: result for result in results}.values())
    claims: dict[str, list[Result]] = {}
    for result in whole:
        if result.disclosure_id and result.status in ("built", "unchanged"):
            claims.setdefault(result.disclosure_id, []).append(result)
    owners = shelf.standing if replace else shelf.owners
    fates = {
        old.path: new
        for identifier, candidates in claims.items()
        for old, new in zip(candidates, settle(candidates, owners(identifier), stated, replace), strict=True)
    }
    return [fates.get(result.path, result) for result in whole]


def _each(result: Result, given: frozenset[Path]) -> dict[Path, Result]:
    """What becomes of every file given that a result is of: the first has its counts, the others joined it."""
    members = [(result.path, result.sha256), *result.others]
    members = [(path, sha256) for path, sha256 in members if path in given]
    found = {path: changed(result, path=path, sha256=sha256, others=()) for path, sha256 in members}
    for path, _ in members[1:] if result.status == "built" else ():
        reason = f"one disclosure with {members[0][0].name}"
        found[path] = changed(found[path], status="joined", reason=reason, rows=0, checks={}, doubts={})
    for path, code, reason, remedy in result.lost:
        found[path] = Result(path, "refused", file_digest(path), None, code, reason, remedy)
    return found


def _put(results: Iterable[Result], out: Path) -> None:
    for result in results:
        if result.status == "built" and result.disclosure_id and result.staged:
            with writing(out / result.disclosure_id):
                carry_over(out / result.disclosure_id, result.staged / result.disclosure_id)
                swap(result.staged / result.disclosure_id, out / result.disclosure_id)


def _build(sources: Sources, out: Path, replace: bool, jobs: int | None, progress: Progress) -> BuildReport:
    shelf = Shelf(out, fingerprint())
    bench = Bench(shelf, jobs, progress)
    by_hand = _by_hand(sources.stated, bench)
    digests = {path: file_digest(path) for path in sources.order}
    first: dict[str, Path] = {}
    for path in (*(path for one in sources.stated for path in one.files), *sources.files):
        first.setdefault(_likeness(path, digests[path]), path)
    alone = [path for path in sources.files if first[_likeness(path, digests[path])] == path]
    results = _one_by_one(alone, digests, bench)
    beside = _beside([*results.values()], digests.values(), shelf)
    results = _one_by_one([*beside], {**beside}, bench) | results
    grouped = _grouped(results, bench, replace)
    stated = frozenset(result.path for result in by_hand)
    resolved = with_history(_resolved([*by_hand, *grouped.values()], stated, shelf, replace), bench)
    _put(resolved, out)
    given = frozenset(sources.order)
    fates: dict[Path, Result] = {}
    for result in resolved:
        fates |= _each(result, given)
    final = tuple(
        fates.get(path) or _like(path, fates[first[_likeness(path, digests[path])]]) for path in sources.order
    )
    for result in final:
        if result.status != "refused":
            quarantine.clear(out, result)
    for result in final:
        if result.status == "refused":
            quarantine.put(out, result)
    return BuildReport(out, final, shelf.stale(final), sources.skipped, sources.unlisted, sources.waiting)


def _like(path: Path, first: Result) -> Result:
    """The result of a file with the same bytes as an earlier one: it shares its fate."""
    if first.status == "refused":
        return changed(first, path=path)
    return changed(first, path=path, status="duplicate", reason=f"the same bytes as {first.path}")


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
    """Builds a package under `out` for every disclosure in `sources` (files or folders) and says what became of each
    file.

    A refused file is quarantined and the others go on. Raises OutputError when `out` cannot be written: every package
    that stood there still does, also after an interrupt.
    """
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    with only_one(out):
        with writing(out):
            recover(out)
            found = source_files(sources)
            (out / STAGING).mkdir()
        try:
            return _build(found, out, replace, jobs, progress)
        finally:
            shutil.rmtree(out / STAGING, ignore_errors=True)
