"""What became of each file of a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pipelines.pieces import Facts

Status = Literal["built", "joined", "unchanged", "duplicate", "replaced", "refused"]


@dataclass(frozen=True)
class Result:
    """One file: the package it became, or joined, or the reason why not.

    `rows`, `checks` and `doubts` count what a new package holds; doubts are tables that are missing, unreadable or cut
    off, Issues, and rows that no check confirms. `others` are the files (path, digest) that joined this one, `lost`
    those listed by hand that cannot be read (path, code, reason, remedy); `facts` is what the file prints of itself,
    `staged` where its package was written, `version` its number where it is not the first.
    """

    path: Path
    status: Status
    sha256: str | None = None
    disclosure_id: str | None = None
    code: str | None = None
    reason: str | None = None
    remedy: str | None = None
    rows: int = 0
    checks: Mapping[str, int] = field(default_factory=dict)
    doubts: Mapping[str, int] = field(default_factory=dict)
    traceback: str | None = None
    others: tuple[tuple[Path, str], ...] = ()
    lost: tuple[tuple[Path, str, str, str], ...] = ()
    facts: Facts | None = None
    staged: Path | None = None
    version: int | None = None

    @property
    def digests(self) -> frozenset[str]:
        """Of this file and of those that joined it."""
        return frozenset({*filter(None, [self.sha256]), *(sha256 for _, sha256 in self.others)})

    def as_json(self) -> dict[str, Any]:
        """For a machine: what is known, without what is not."""
        hidden = ("traceback", "others", "lost", "facts", "staged")
        known = {name: value for name, value in vars(self).items() if value and name not in hidden}
        return {**known, "path": str(self.path)}


@dataclass(frozen=True)
class BuildReport:
    """Every file in the order of the sources; `stale` are packages whose file now has another identifier, `skipped`
    files in the folders given that no reader reads, `unlisted` those that the `disclosure.yml` beside them leaves out,
    `waiting` those beside one that cannot be used.
    """

    out: Path
    results: tuple[Result, ...]
    stale: tuple[str, ...] = ()
    skipped: tuple[Path, ...] = ()
    unlisted: tuple[Path, ...] = ()
    waiting: tuple[Path, ...] = ()

    def of(self, status: Status) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.status == status)

    @property
    def ok(self) -> bool:
        return not self.of("refused")

    def facts(self) -> dict[str, Any]:
        skipped = [str(path) for path in self.skipped]
        unlisted = [str(path) for path in self.unlisted]
        files = [result.as_json() for result in self.results]
        told = {"out": str(self.out), "files": files, "stale": list(self.stale), "skipped": skipped}
        return {**told, "unlisted": unlisted, "waiting": [str(path) for path in self.waiting]}
