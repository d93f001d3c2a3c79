"""Rows torn by the end of a page: put together where the lists of codes or the lines of the form bear it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.grid.keys import known_line
from pipelines.model import RawCell, RawRow
from pipelines.printed import Panel
from pipelines.tables import Table
from pipelines.values import plain, squeeze
from pipelines.wording import Words


def rejoined(rows: Sequence[RawRow], cells: Sequence[RawCell], table: Table, words: Words) -> list[RawRow] | None:
    """The last rows of a page with the words that stand first on the next; None where figures stand beside these, or
    where nothing tells that the halves are one name.
    """
    found = list(rows)
    start = 0
    for index, panel in enumerate(table.panels):
        width = len(panel.keys) + len(panel.amounts)
        texts = [squeeze(cell.text) for cell in cells[start : start + width]] + [""] * width
        rest, start = texts[: len(panel.keys)], start + width
        if any(texts[len(panel.keys) :]):
            return None
        if not any(rest):
            continue
        at = next((i for i, row in enumerate(rows) if row.panel == index), None)
        if at is None or not _is_one_name(rows[at], rest, panel, words):
            return None
        joined = (
            replace(key, text=key.text + more, printed=key.printed + more)
            for key, more in zip(rows[at].keys, rest, strict=True)
        )
        found[at] = replace(rows[at], keys=tuple(joined))
    beyond = any(squeeze(cell.text) for cell in cells[start:])
    return found if found != list(rows) and not beyond else None


def _is_one_name(row: RawRow, rest: Sequence[str], panel: Panel, words: Words) -> bool:
    """Whether the row ends in half a name of which `rest` is the other: the whole is known, the halves are not."""
    firsts = [key.text for key in row.keys]
    wholes = [plain(first + more) for first, more in zip(firsts, rest, strict=True)]
    if panel.rows == "lines":
        halves = (known_line(panel, half) for half in (firsts[0], rest[0]))
        return known_line(panel, wholes[0]) is not None and None in halves
    if panel.rows == "codes":
        return wholes[1] in words.listed.get(wholes[0], frozenset()) and wholes != [plain(first) for first in firsts]
    if panel.rows == "economic_items":
        torn = [(first, whole) for first, whole, more in zip(firsts, wholes, rest, strict=True) if more]
        return all(whole in words.economic and plain(first) not in words.economic for first, whole in torn)
    return False
