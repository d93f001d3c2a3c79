"""How fast disclosures become packages, step by step, on one core."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measure import Clock, best, peak_megabytes, table
from pipelines import extract as extraction
from pipelines.package import write_package
from pipelines.vocabulary import Vocabulary

STEPS = {
    "read": "read",
    "lay_out": "locate",
    "identify": "identify",
    "raw_tables": "grid",
    "conform": "conform",
    "rest_of": "forms and text",
    "check": "check",
    "verdicts": "verdicts",
}


def _with_clock(step: str, function: Callable[..., Any], clock: Clock) -> Callable[..., Any]:
    def timed(*arguments: Any) -> Any:
        with clock(step):
            return function(*arguments)

    return timed


@contextmanager
def timed_steps(clock: Clock) -> Iterator[None]:
    """Puts the clock around every step that an extraction calls, however often it calls it."""
    originals = {name: getattr(extraction, name) for name in STEPS}
    for name, function in originals.items():
        setattr(extraction, name, _with_clock(STEPS[name], function, clock))
    try:
        yield
    finally:
        for name, function in originals.items():
            setattr(extraction, name, function)


def baseline(path: Path) -> None:
    """The least a program must do with such a text: decode it and split it into rows and cells."""
    text = path.read_bytes().decode("utf-8", "replace")
    for _row in csv.reader(io.StringIO(text), delimiter="\t"):
        pass


def measure(path: Path, folder: Path, words: Vocabulary, clock: Clock) -> int:
    """Makes a package of one file under the clock and returns the number of rows of its tables."""
    with clock("baseline"):
        baseline(path)
    with clock("all"):
        with timed_steps(clock):
            disclosure = extraction.extract(path, words)
        with clock("write"):
            write_package(disclosure, path.read_bytes(), folder, words)
    return sum(len(typed.rows) for typed in disclosure.tables.values())


def report(sources: Sequence[Path], folder: Path, words: Vocabulary, rounds: int = 5) -> str:
    """The best of some rounds over all sources, after one that is not counted."""
    rows = sum(measure(path, folder, words, Clock()) for path in sources)
    clocks = [Clock() for _round in range(rounds)]
    for clock in clocks:
        for path in sources:
            measure(path, folder, words, clock)
    least = best(clocks)
    lines = []
    for name in ("baseline", *STEPS.values(), "write", "all"):
        seconds = least[name]
        rates = f"{len(sources) / seconds:,.0f}", f"{rows / seconds:,.0f}", f"{seconds / least['baseline']:,.1f}"
        lines.append([name, f"{1000 * seconds / len(sources):.1f}", *rates])
    heading = (
        f"Build, {len(sources)} disclosures with {rows:,} rows of the standard tables, best of {rounds} rounds "
        f"(goal 5 whole disclosures/s; peak memory {peak_megabytes():.0f} MB, goal under 300; "
        "baseline: csv.reader over the same text)"
    )
    return table(heading, ["", "ms each", "disclosures/s", "rows/s", "× baseline"], lines)
