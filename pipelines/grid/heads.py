"""The head of a table in a text layer: the lines above its first row, and those that pages print again."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.grid.headers import is_fragment
from pipelines.grid.keys import CODE, is_total, known_line
from pipelines.grid.tokens import chunks, looks_broken, pieces
from pipelines.model import Line
from pipelines.printed import Panel
from pipelines.tables import Table
from pipelines.values import has_cjk, plain, squeeze
from pipelines.wording import Words

NAMED = ("projects", "units")
"""Panels whose rows begin with names of their own."""


def is_statement(line: Line, words: Words) -> bool:
    """Whether a line between rows, at the top of a page, says again whose table it is and in which unit."""
    text = line.text.strip()
    return bool(words.entity.match(text) or words.unit.match(text)) and not any(t.amount for t in chunks(line))


def _number_row(line: Line) -> bool:
    words = line.text.split()
    return len(words) > 2 and words == [str(i) for i in range(1, len(words) + 1)]


def starts_row(line: Line, panel: Panel) -> bool:
    """Whether a line begins a row of the panel, judged by its first words alone."""
    tokens = list(chunks(line))
    if not tokens:
        return False
    first = plain(tokens[0].text)
    if is_total(first):
        return all(t.amount or looks_broken(t.text) for t in tokens[1:])
    if panel.rows == "codes":
        return CODE.fullmatch(first) is not None and len(tokens) > 1 and has_cjk(tokens[1].text)
    if panel.rows == "lines":
        return known_line(panel, first) is not None and not is_total(first)
    return False


def split_head(lines: Sequence[Line], table: Table) -> tuple[Sequence[Line], Sequence[Line]]:
    """The lines above the first row, and the rest. Tables of names begin behind their row of column numbers."""
    for index, line in enumerate(lines):
        if _number_row(line):
            return lines[: index + 1], lines[index + 1 :]
        if _starts_pair(line, table) if len(table.panels) > 1 else starts_row(line, table.panels[0]):
            return lines[:index], lines[index:]
        if table.panels[0].rows in (*NAMED, "economic_items") and _holds_amount(line):
            first = index
            while first and squeeze(lines[first - 1].text) == "":
                first -= 1
            while first and squeeze(lines[first - 1].text) and not _is_heading(lines[first - 1], table):
                first -= 1
            return lines[:first], lines[first:]
    return lines, ()


def _starts_pair(line: Line, table: Table) -> bool:
    """The first row of a two-sided table, whose first words may be glued to its figures."""
    text = squeeze(line.text)
    if table.panels[0].rows == "codes":
        return any(is_total(text[:n]) for n in (2, 4)) and not any(
            is_fragment(w, table) for w in line.text.split()[1:] if has_cjk(w) and not is_total(w)
        )
    label = next(pieces(line, None, codes=False), None)
    known = known_line(table.panels[0], label.text) if label and not label.space else None
    return text.startswith(("一、", "1、", "1.")) or (known is not None and known.kind == "source")


def _holds_amount(line: Line) -> bool:
    return any(t.amount and ("." in t.text or not t.first) for t in chunks(line))


def _is_heading(line: Line, table: Table) -> bool:
    words = line.text.split()
    return any(mark in line.text for mark in ("：", ":")) or all(is_fragment(w, table) for w in words)


def without_repeated_heads(head: Sequence[Line], body: Sequence[Line]) -> list[Line]:
    """The body without headings printed again at the top of a page: lines that repeat the end of the head in order."""
    known = [squeeze(line.text) for line in head if squeeze(line.text)]
    kept: list[Line] = []
    index = 0
    while index < len(body):
        length = _repeats(known, body, index)
        if length:
            index += length
        else:
            kept.append(body[index])
            index += 1
    return kept


def _repeats(known: Sequence[str], body: Sequence[Line], index: int) -> int:
    """How many lines from `index` on repeat the head down to its last line; 0 when they do not."""
    text = squeeze(body[index].text)
    if not text or text not in known:
        return 0
    for start in (i for i, k in enumerate(known) if k == text):
        expected = known[start:]
        taken, matched = 0, 0
        while matched < len(expected) and index + taken < len(body):
            found = squeeze(body[index + taken].text)
            taken += 1
            if not found:
                continue
            if found != expected[matched]:
                break
            matched += 1
        if matched == len(expected) and len(expected) > 1:
            return taken
    return 0
