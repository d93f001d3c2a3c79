"""`yusuan build`."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pipelines.build.quarantine import FOLDER
from pipelines.build.report import BuildReport, Result, Status
from pipelines.build.workers import Progress
from pipelines.commands.shared import ending, say, say_json
from pipelines.doubts import told

STATUSES: tuple[Status, ...] = ("built", "joined", "unchanged", "duplicate", "replaced", "refused")
SHOWN = 20
NAMES = {"pass": "pass", "rounding": "rounding", "fail": "fail", "not_applicable": "not applicable"}


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """A SIGTERM ends the build as Ctrl-C does, so that nothing half-written stays."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _bar() -> Iterator[Progress]:
    """A progress bar on standard error, drawn on a terminal only."""
    bars: list[Any] = []

    def progress(done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        if not bars:
            bars.append(click.progressbar(length=total, label="build", file=sys.stderr))
        bars[0].length = total
        bars[0].update(done - bars[0].pos)

    try:
        yield progress
    finally:
        for bar in bars:
            bar.render_finish()


def _line(result: Result) -> str:
    if result.status == "refused":
        return f"refused {result.path}: {result.reason}; {result.remedy}"
    text = f"{result.status} {result.disclosure_id} ← {result.path.name}"
    if result.status == "built":
        checks = ", ".join(f"{result.checks[key]} {name}" for key, name in NAMES.items() if result.checks.get(key))
        text += f" ({result.reason})" if result.version else ""
        text += f": {result.rows} rows; checks: {checks or 'none'}{told(result.doubts.items())}"
    elif result.reason:
        text += f" ({result.reason})"
    return text


def _tell(report: BuildReport) -> None:
    told_once = Counter(result.reason for result in report.results if result.code == "identifier_taken")
    for result in report.results:
        if told_once[result.reason] > 1:  # each of several refused for one another, in words that name them all
            say(f"refused: {result.reason}; {result.remedy}", err=True)
            told_once[result.reason] = 0
        elif result.reason not in told_once or told_once[result.reason]:
            say(_line(result), err=result.status == "refused")
    for name in report.stale:
        say(f"stale {report.out / name}: its file now has another identifier; remove the folder", err=True)
    if report.skipped:
        formats = Counter(path.suffix.lower() or "no suffix" for path in report.skipped)
        listed = ", ".join(f"{count} {suffix}" for suffix, count in sorted(formats.items()))
        say(f"skipped files of formats that are not read: {listed}", err=True)
    if report.unlisted:
        listed = ", ".join(path.name for path in report.unlisted[:SHOWN])
        say(f"left out, as the disclosure.yml beside them does not list them: {listed}", err=True)
    if report.waiting:
        listed = ", ".join(path.name for path in report.waiting[:SHOWN])
        say(f"left out until the disclosure.yml beside them is put right: {listed}", err=True)
    counted = Counter(result.status for result in report.results)
    counts = [f"{counted[status]} {status}" for status in STATUSES if counted[status]]
    if counted["refused"]:
        counts[-1] += f" (reasons in {report.out / FOLDER})"
    say(f"{', '.join(counts) or 'no file to build'} → {report.out}")


FOLDER_PATH = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o", "--out", default="datapackages", show_default=True, type=FOLDER_PATH, help="Folder of the packages."
)
@click.option(
    "--replace",
    is_flag=True,
    help="Let a new file take the place of another one of the same disclosure, which is kept as an earlier version.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes to use [default: one a core, one for a few files].")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--debug", is_flag=True, help="Print the trace of internal errors.")
def build(sources: tuple[Path, ...], out: Path, replace: bool, jobs: int | None, as_json: bool, debug: bool) -> None:
    """Build a data package from every SOURCE: files, folders of files, or a folder of packages to build again.

    A file that cannot be read is set aside under OUT/quarantine with the reason; the others go on.

    \b
    Example:
      yusuan build disclosures/ -o datapackages
      yusuan build 水利局.txt --replace
      yusuan build datapackages
    """
    from pipelines.build import build as run

    with ending(), _terminated_like_interrupted(), _bar() as progress:
        report = run(sources, out, replace=replace, jobs=jobs, progress=progress)
    if as_json:
        say_json(report.facts())
    else:
        _tell(report)
    for result in report.results if debug else ():
        if result.traceback:
            click.echo(result.traceback, err=True)
    if not report.results:
        raise click.UsageError("no file with a readable suffix under the given sources")
    raise SystemExit(0 if report.ok else 1)
