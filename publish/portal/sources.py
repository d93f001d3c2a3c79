"""The lines of a source file that is text, as they stand around one of them. No path comes from a visitor."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from pipelines.encodings import decode, lines_of
from pipelines.model import Refused
from pipelines.vocabulary import vocabulary
from publish.portal.description import FileView, Portal

Row = Mapping[str, Any]
Ask = Callable[[str, Mapping[str, Any]], Awaitable[Sequence[Row]]]

AROUND = 40
MOST_BYTES = 16 << 20
WIDEST, LONGEST = 60, 4000
MOST_PLACES = 12

TEXTS = """
    SELECT source_number, source_name FROM source_files
    WHERE disclosure_id = :id AND source_media_type = 'text/plain'
"""
LINES = """
    SELECT side, row_number, coalesce(source_number, 1) AS source_number, min(line) AS line FROM cell_sources
    WHERE disclosure_id = :id AND resource = :resource AND line IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 3, 4
"""


_PHONE = r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}[-—－ ]?[0-9]{7,8})(?![0-9])"
_PERSON = re.compile(r"\s*(?:[\u4e00-\u9fff·]{2,4}|[0-9 -]{7,})\s*")
"""What a line below the label of a contact may be: a name or a number alone."""


@dataclass(frozen=True)
class ShownLine:
    """One line with its number, its tabs apart; what is beyond WIDEST cells or LONGEST characters is left out.
    `withheld`: it names a person or a telephone, which are published nowhere but in the file itself.
    """

    number: int
    cells: tuple[str, ...]
    cut: bool
    withheld: bool = False


async def texts(site: Portal, disclosure_id: str, ask: Ask) -> Mapping[int, tuple[str, FileView]]:
    """The files of a disclosure whose lines can be shown, by their number: its own name, and the file that has it."""
    raw = site.raw(disclosure_id)
    found = {row["source_number"]: row["source_name"] for row in await ask(TEXTS, {"id": disclosure_id})}
    return {n: (name, raw[n]) for n, name in found.items() if n in raw and raw[n].bytes <= MOST_BYTES}


async def places(
    disclosure_id: str, findings: Iterable[Row], shown: Iterable[int], ask: Ask
) -> Mapping[int, Sequence[tuple[int, int]]]:
    """Where the rows that each finding names stand in text: source number and line, by the number of the check."""
    files = frozenset(shown)
    wanted = [finding for finding in findings if files and finding["resource"] and finding["row_numbers"]]
    lines: dict[tuple[str, str], tuple[int, int]] = {}
    for resource in {finding["resource"] for finding in wanted}:
        for row in await ask(LINES, {"id": disclosure_id, "resource": resource}):
            token = f"{row['side']}:{row['row_number']}" if row["side"] else str(row["row_number"])
            if row["source_number"] in files:
                lines.setdefault((resource, token), (row["source_number"], row["line"]))
    named = {f["check_number"]: [(f["resource"], token) for token in f["row_numbers"].split()] for f in wanted}
    found = {number: dict.fromkeys(lines[key] for key in keys if key in lines) for number, keys in named.items()}
    return {number: tuple(islice(each, MOST_PLACES)) for number, each in found.items()}


@lru_cache(maxsize=4)
def _lines(path: Path) -> tuple[str, ...]:
    """The lines of a file, counted as `source_line` counts them; none where it is no text after all."""
    try:
        lines = lines_of(decode(path.read_bytes())[0])
    except Refused:
        return ()
    return tuple(lines if lines[-1] else lines[:-1])


@lru_cache(maxsize=1)
def _contact() -> re.Pattern[str]:
    """The label of a person or a telephone with what stands behind it, or a telephone number."""
    words = vocabulary()
    labels = "|".join(sorted({*words.performance["contacts"], *words.wording["contact_labels"]}))
    return re.compile(rf"(?:{labels})\s*[:：]|{_PHONE}")


def _shown(number: int, lines: Sequence[str]) -> ShownLine:
    line = lines[number - 1]
    above = next((text for text in reversed(lines[max(number - 3, 0) : number - 1]) if text), "")
    if _contact().search(line) or (_contact().search(above) and _PERSON.fullmatch(line)):
        return ShownLine(number, ("",), False, withheld=True)
    cells = line[:LONGEST].split("\t")
    return ShownLine(number, tuple(cells[:WIDEST]), len(line) > LONGEST or len(cells) > WIDEST)


async def source(
    site: Portal, disclosure_id: str, number: int, line: int | None, first: int, ask: Ask
) -> dict[str, Any] | None:
    """The lines around `line`, or those from `first` where none is asked for; None for what does not exist."""
    name, file = (await texts(site, disclosure_id, ask)).get(number, (None, None))
    lines = await asyncio.to_thread(_lines, site.root / file.path) if file else ()
    start = max(line - AROUND, 1) if line is not None else first
    if file is None or not 1 <= (start if line is None else line) <= len(lines):
        return None
    rows = [_shown(n, lines) for n in range(start, min(start + 2 * AROUND, len(lines)) + 1)]
    about = await ask("SELECT title, entity_name FROM disclosures WHERE disclosure_id = :id", {"id": disclosure_id})
    return {
        "disclosure_id": disclosure_id,
        "disclosure_title": about[0]["title"] or about[0]["entity_name"] or disclosure_id,
        "number": number,
        "name": name,
        "file": file,
        "asked": line,
        "rows": rows,
        "width": max(len(row.cells) for row in rows),
        "total": len(lines),
        "before": max(start - 2 * AROUND - 1, 1) if start > 1 else None,
        "after": rows[-1].number + 1 if rows[-1].number < len(lines) else None,
    }
