"""Forms in print: panels with the headings of their columns, and lines that stand there with or without money."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class PrintedLine:
    """A line that a form prints whether it has money or not."""

    item: str
    kind: str
    function_code: str | None = None
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Panel:
    """One side of a printed table: `keys` and `amounts` map field names to the headings met, in printed order.

    `turned`: the table has one row of figures, and its column headings are the `lines`.
    """

    rows: str
    keys: Mapping[str, tuple[str, ...]]
    amounts: Mapping[str, tuple[str, ...]]
    side: str | None = None
    code_prefix: str = ""
    lines: tuple[PrintedLine, ...] = ()
    turned: bool = False


def names(value: Any) -> tuple[str, ...]:
    """A list of the YAML, or what is left out of it, as a tuple."""
    return tuple(value or ())


def _lines(panel: Mapping[str, Any], functions: tuple[PrintedLine, ...]) -> Iterator[PrintedLine]:
    if panel.get("function_lines"):
        yield from functions
    for line in panel.get("lines", ()):
        aliases, parts = names(line.get("aliases")), names(line.get("parts"))
        yield PrintedLine(line["item"], line["kind"], line.get("code"), aliases, parts)


def panel(raw: Mapping[str, Any], functions: tuple[PrintedLine, ...]) -> Panel:
    """One panel as its YAML says it; `functions` are the expenditure lines that `function_lines` stands for."""
    return Panel(
        rows=raw["rows"],
        keys={name: names(aliases) for name, aliases in raw["keys"].items()},
        amounts={name: names(aliases) for name, aliases in raw["amounts"].items()},
        side=raw.get("side"),
        code_prefix=raw.get("code_prefix", ""),
        lines=tuple(_lines(raw, functions)),
        turned=bool(raw.get("turned")),
    )


def function_lines(folder: Path) -> tuple[PrintedLine, ...]:
    """The expenditure lines of tables 1 and 4 in printed order, with the names they had in earlier years."""
    with open(folder / "codes" / "summary_lines.csv", encoding="utf-8", newline="") as file:
        return tuple(
            PrintedLine(row["item"], "function", row["function_code"], tuple(a for a in row["aliases"].split("|") if a))
            for row in csv.DictReader(file)
        )
