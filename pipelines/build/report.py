"""What became of each file of a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Status = Literal["built", "unchanged", "duplicate", "replaced", "refused"]


@dataclass(frozen=True)
class Result:
    """One file: the package it became, or the reason why not.

    `rows`, `checks` and `doubts` count what a new package holds; doubts are tables that are missing, unreadable or cut
    off, Issues, and rows that no check confirms.
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

    def facts(self) -> dict[str, Any]:
        """For a machine: what is known, without what is not."""
        known = {name: value for name, value in vars(self).items() if value and name != "traceback"}
        return {**known, "path": str(self.path)}


@dataclass(frozen=True)
class BuildReport:
    """Every file in the order of the sources; `stale` are packages whose file now has another identifier, `skipped`
    files in the folders given that no reader reads.
    """

    out: Path
    results: tuple[Result, ...]
    stale: tuple[str, ...] = ()
    skipped: tuple[Path, ...] = ()

    def of(self, status: Status) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.status == status)

    @property
    def ok(self) -> bool:
        return not self.of("refused")

    def facts(self) -> dict[str, Any]:
        skipped = [str(path) for path in self.skipped]
        files = [result.facts() for result in self.results]
        return {"out": str(self.out), "files": files, "stale": list(self.stale), "skipped": skipped}
