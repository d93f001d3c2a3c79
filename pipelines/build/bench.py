"""Where the tasks of one build are run: each has a staging folder of its own, and the rounds count as one progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from dataclasses import replace as changed
from pathlib import Path

from pipelines.atomic import NEW
from pipelines.build.attempt import Task, Version
from pipelines.build.report import Result
from pipelines.build.shelf import Shelf
from pipelines.build.workers import Progress, run

STAGING = f".staging{NEW}"


@dataclass
class Bench:
    """The shelf that is built for, and every task that was run, by its staging folder."""

    shelf: Shelf
    jobs: int | None
    progress: Progress
    done: dict[Path, Task] = field(default_factory=dict)
    places: int = 0

    def _place(self) -> Path:
        self.places += 1
        return self.shelf.out / STAGING / str(self.places - 1)

    def task(
        self, files: Sequence[Path], sha256: str | None, stated: bytes | None = None, version: Version | None = None
    ) -> Task:
        first, *others = files
        return Task(first, sha256, self._place(), self.shelf.out, self.shelf.tool, tuple(others), stated, version)

    def again(self, result: Result, version: Version) -> Task:
        """The task of a result once more, now that its earlier versions are known."""
        assert result.staged is not None
        return changed(self.done[result.staged], staging=self._place(), version=version)

    def run(self, tasks: Sequence[Task]) -> list[Result]:
        before = len(self.done)
        self.done |= {task.staging: task for task in tasks}
        found = run(tasks, self.jobs, lambda done, _total: self.progress(before + done, len(self.done)))
        return [changed(result, staged=task.staging) for task, result in zip(tasks, found, strict=True)]
