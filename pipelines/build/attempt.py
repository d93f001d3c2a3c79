"""One file of a build: read, checked and written to a staging folder, or a reason why not. Runs in a worker."""

from __future__ import annotations

import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from pipelines.atomic import OutputError
from pipelines.build.report import Result
from pipelines.doubts import doubts
from pipelines.extract import extract
from pipelines.model import Disclosure, Refused
from pipelines.package import settings, write_package
from pipelines.package.cache import digest
from pipelines.vocabulary import vocabulary


@dataclass(frozen=True)
class Task:
    """A file to build; its package is written under `staging`, with the `disclosure.yml` that `out` has for it."""

    path: Path
    sha256: str | None
    staging: Path
    out: Path
    tool: str


def refused(task: Task, code: str, reason: str, remedy: str, trace: str | None = None) -> Result:
    return Result(task.path, "refused", task.sha256, None, code, reason, remedy, traceback=trace)


def _build(task: Task) -> Result:
    disclosure = extract(task.path, vocabulary())
    content = task.path.read_bytes()
    if digest(content) != disclosure.source.sha256:
        raise Refused("changed_while_read", "the file changed while it was read", "build it again")
    identity = disclosure.identity.disclosure_id
    kept = settings.content(task.out / identity)
    write_package(disclosure, content, task.staging, vocabulary(), tool=task.tool, settings=kept)
    rows = sum(len(table.rows) for table in disclosure.tables.values())
    checks = dict(sorted(Counter[str](result.outcome for result in disclosure.results).items()))
    sha256 = disclosure.source.sha256
    return Result(task.path, "built", sha256, identity, rows=rows, checks=checks, doubts=_doubts(disclosure))


def _doubts(disclosure: Disclosure) -> dict[str, int]:
    states = disclosure.states.values()
    cut_off = sum(state.cut_off for state in states)
    return doubts((s.state for s in states), cut_off, len(disclosure.issues), disclosure.verdicts.values())


def attempt(task: Task) -> Result:
    """The result for one file; only OutputError is raised, since the next file would meet it too."""
    try:
        return _build(task)
    except OutputError:
        raise
    except Refused as refusal:
        return refused(task, refusal.code, refusal.reason, refusal.remedy)
    except settings.BadSettings as error:
        return refused(task, "bad_settings", str(error), "correct the file, then build again")
    except OSError as error:
        return refused(task, "unreadable_file", error.strerror or str(error), "check the path and its permissions")
    except Exception as error:  # noqa: BLE001 - one bad file must not stop the others; the trace is kept for --debug
        reason = f"internal error: {type(error).__name__}: {error}"
        remedy = "this is a fault of yusuan: run again with --debug and report what it prints"
        return refused(task, "internal_error", reason, remedy, traceback.format_exc())
