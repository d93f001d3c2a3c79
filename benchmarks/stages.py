"""How fast disclosures become packages, step by step, on one core."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Clock, best, peak_megabytes, table
from pipelines.checks import check
from pipelines.conform import conform
from pipelines.extract import extract, stages
from pipelines.grid import raw_tables
from pipelines.locate import locate
from pipelines.package import write_package
from pipelines.readers import read
from pipelines.verdicts import verdicts
from pipelines.vocabulary import Vocabulary

STEPS = ("read", "locate", "grid", "conform", "check", "write")


def baseline(path: Path) -> None:
    """The least a program must do with such a text: decode it and split it into rows and cells."""
    text = path.read_bytes().decode("utf-8", "replace")
    for _row in csv.reader(io.StringIO(text), delimiter="\t"):
        pass


def measure(path: Path, folder: Path, words: Vocabulary, clock: Clock) -> int:
    """Takes one file through every step and returns the number of rows of its tables."""
    got = stages(path, words)
    disclosure = got.disclosure
    with clock("baseline"):
        baseline(path)
    with clock("read"):
        document = read(path)
    with clock("locate"):
        sections = locate(document, words)
    with clock("grid"):
        raw = raw_tables(sections, words)
    with clock("conform"):
        for section in sections.tables:
            factor = got.states[section.resource].unit_factor
            layout = words.tables[section.resource]
            conform(raw[section.resource], section, layout, words, factor, disclosure.identity.entity_kind)
    with clock("check"):
        results = check(got.typed, got.states, disclosure.identity, disclosure.issues, words)
        verdicts(got.typed, results, disclosure.issues)
    content = path.read_bytes()
    with clock("write"):
        write_package(disclosure, content, folder, words)
    with clock("extract and write"):
        write_package(extract(path, words), content, folder, words)
    return sum(len(typed.rows) for typed in got.typed.values())


def report(sources: Sequence[Path], folder: Path, words: Vocabulary, rounds: int = 5) -> str:
    """The best of some rounds over all sources, after one that is not counted."""
    rows = sum(measure(path, folder, words, Clock()) for path in sources)
    clocks = [Clock() for _round in range(rounds)]
    for clock in clocks:
        for path in sources:
            measure(path, folder, words, clock)
    least = best(clocks)
    lines = []
    for name in ("baseline", *STEPS, "extract and write"):
        seconds = least[name]
        rates = f"{len(sources) / seconds:,.0f}", f"{rows / seconds:,.0f}", f"{seconds / least['baseline']:,.1f}"
        lines.append([name, f"{1000 * seconds / len(sources):.1f}", *rates])
    heading = (
        f"Build, {len(sources)} disclosures with {rows:,} rows of the standard tables, best of {rounds} rounds "
        f"(peak memory {peak_megabytes():.0f} MB; baseline: csv.reader over the same text)"
    )
    return table(heading, ["", "ms each", "disclosures/s", "rows/s", "× baseline"], lines)
