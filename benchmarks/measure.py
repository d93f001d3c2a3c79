"""Times and memory of this process, and the table in which they are printed."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


class Clock:
    """Seconds spent under each name, added up over calls."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def best(clocks: Sequence[Clock]) -> dict[str, float]:
    """The least seconds of each name: what the work takes when nothing else runs."""
    return {name: min(clock.seconds[name] for clock in clocks) for name in clocks[0].seconds}


def peak_megabytes() -> float:
    """The largest memory this process has had so far; the kernel counts KiB on Linux and bytes on macOS."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def table(heading: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A plain table: the first column to the left, numbers to the right."""
    widths = [max(len(row[n]) for row in (columns, *rows)) for n in range(len(columns))]

    def line(cells: Sequence[str]) -> str:
        first, *rest = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
        return "  ".join([cells[0].ljust(len(first)), *rest])

    return "\n".join([heading, "", line(columns), "  ".join("-" * width for width in widths), *map(line, rows), ""])
