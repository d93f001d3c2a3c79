"""Text layers in stream order: rows are told by what begins them, columns by runs of spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipelines.grid.headers import left_out, reordered
from pipelines.grid.heads import NAMED, is_statement, split_head, starts_row, without_repeated_heads
from pipelines.grid.keys import CODE, is_total
from pipelines.grid.pairs import paired_rows
from pipelines.grid.stray import stray_figures
from pipelines.grid.tokens import Token, chunks, looks_broken, usual_decimals
from pipelines.model import Line, RawCell, RawRow, RawTable, Section, Spacing
from pipelines.printed import Panel
from pipelines.tables import Table
from pipelines.values import amount_cell, decimals_of, has_cjk, squeeze, undouble
from pipelines.wording import Words

_SHORT_WORD = 6
_GLUED_CODE = re.compile(r"^(\s*[0-9]{3}(?:[0-9]{2}){0,3})(?=[\u4e00-\u9fff“])")
_YEARS = re.compile(r"[0-9]+[-—–][0-9]*")


def stream_table(section: Section, table: Table, words: Words, usual: int | None) -> RawTable:
    """Rows of a table printed as a text layer in stream order; `usual`: decimals where the table itself shows none."""
    decimals = usual_decimals(section.lines)
    decimals = usual if decimals is None else decimals
    head, body = split_head(section.lines, table)
    body = [line for line in without_repeated_heads(head, body) if not is_statement(line, words)]
    stray = [t for line in head for t in chunks(line) if t.amount and decimals and decimals_of(t.text) == decimals]
    if len(table.panels) > 1:
        rows = paired_rows(body, table, decimals, stray)
    else:
        panel = table.panels[0]
        whole = _with_names(body) if panel.rows == "codes" else body
        rows = tuple(_row(found, panel) for found in _rows(whole, panel, decimals, stray))
    texts = [line.text for line in head]
    missing = left_out(table, texts)
    orders = tuple(reordered(panel, texts, missing) for panel in table.panels)
    issues = stray_figures(section.resource, [token.line for token in stray], [token.text for token in stray])
    return RawTable(section.resource, rows, orders, issues)


def _with_names(body: Sequence[Line]) -> list[Line]:
    """Codes parted from the name glued to them, and put before it where they stand alone on the line above."""
    joined: list[Line] = []
    code: Line | None = None
    body = [Line(line.number, _GLUED_CODE.sub(r"\1 ", line.text), line.page) for line in body]
    for index, line in enumerate(body):
        following = next((x.text.split() for x in body[index + 1 : index + 4] if x.text.strip()), [])
        if code is not None and line.text.strip():
            joined.append(Line(code.number, f"{code.text.rstrip()} {line.text}", code.page))
            code = None
        elif CODE.fullmatch(line.text.strip()) and following and has_cjk(following[0]) and not is_total(following[0]):
            code = line
        else:
            joined.append(line)
    return joined


@dataclass
class _Found:
    """A row as it is gathered: its words line by line, then its amounts."""

    line: Line
    indent: int
    words: list[Token] = field(default_factory=list)
    amounts: list[Token] = field(default_factory=list)
    tail: int = 0
    closed: bool = False


def _rows(body: Sequence[Line], panel: Panel, decimals: int | None, stray: list[Token]) -> Iterator[_Found]:
    """Rows in printed order: words gather until figures or blanks close the row; a code or a total always opens one.

    A lone integer where figures have decimals is a page number behind figures, the end of a wrapped name before them.
    Figures that no row can take are put in `stray`.
    """
    row: _Found | None = None
    for line in body:
        if not line.text:
            continue
        words, figures = _apart(line, row, decimals, panel.rows in NAMED)
        if not words and not figures:
            if row and not row.closed and row.words:
                row.closed, row.tail = True, len(line.text)
            continue
        if not words and (row is None or (row.closed and not row.amounts)):
            stray += () if decimals and _is_integer(figures) else figures
            continue
        if row is not None and not words and decimals and _is_integer(figures) and row.amounts:
            continue
        if row is not None and not row.closed and panel.rows in NAMED and _ends_name(words, figures, decimals):
            words, figures = [*words, *figures], []
        if words and (row is None or row.closed or row.amounts or starts_row(line, panel)):
            if row:
                yield row
            row = _Found(line, _indent(line))
        if row is None:
            continue
        row.words += words
        row.amounts += figures
        row.tail = len(line.text) - len(line.text.rstrip(" "))
        row.closed = bool(row.amounts) or (bool(words) and row.tail >= 2)
    if row:
        yield row


def _indent(line: Line) -> int:
    return len(line.text[: len(line.text) - len(line.text.lstrip())].replace(" ", ""))


def _apart(line: Line, row: _Found | None, decimals: int | None, named: bool) -> tuple[list[Token], list[Token]]:
    """The words of a line and the figures behind them; a broken figure counts as one, a number in a name does not.

    Where rows begin with names, a row may begin with what looks broken (`=1+1`).
    """
    tokens = list(chunks(line))
    start = len(tokens)
    while start and (tokens[start - 1].amount or looks_broken(tokens[start - 1].text)):
        start -= 1
    if start == 0 and tokens and CODE.fullmatch(tokens[0].text) and len(tokens) > 1 and not tokens[1].amount:
        start = 1
    if start == 0 and (row is None or row.closed) and tokens and not tokens[0].amount and named:
        start = 1
    while start < len(tokens) and start > 0 and _part_of_name(tokens[start], tokens[start:], decimals):
        start += 1
    return _with_words_among_figures(tokens, start, decimals)


def _with_words_among_figures(tokens: list[Token], start: int, decimals: int | None) -> tuple[list[Token], list[Token]]:
    """`12.42 待定 0.00`: a word between figures of the table's own precision stands in a figure's place."""
    earlier = [i for i in range(1, start) if tokens[i].amount and decimals and decimals_of(tokens[i].text) == decimals]
    if earlier and all(t.amount or len(t.text) <= _SHORT_WORD for t in tokens[earlier[0] :]):
        start = earlier[0]
    return tokens[:start], tokens[start:]


def _part_of_name(token: Token, run: Sequence[Token], decimals: int | None) -> bool:
    """An integer or years right behind words, where figures have decimals: `会议费 2024 3.00`, `运维 2024-2026`."""
    if not decimals or token.space > 1 or not (token.text.isdigit() or _YEARS.fullmatch(token.text)):
        return False
    places = {decimals_of(t.text) for t in run[1:] if t.amount and t.text != "0"}
    return token.text != "0" and (places == {decimals} or len(run) == 1)


def _is_integer(figures: Sequence[Token]) -> bool:
    return len(figures) == 1 and figures[0].text.isdigit()


def _ends_name(words: Sequence[Token], figures: Sequence[Token], decimals: int | None) -> bool:
    """The last piece of a wrapped name: a lone integer where figures have decimals, or years (`2024-2026`)."""
    if len(figures) != 1:
        return False
    text = figures[0].text
    return bool(_YEARS.fullmatch(text)) or (not words and bool(decimals) and text.isdigit() and text != "0")


def _row(found: _Found, panel: Panel) -> RawRow:
    keys, blank_keys = _keys(found, panel)
    cells = tuple(amount_cell(t.text, t.line.number, t.line.page) for t in found.amounts)
    gaps = [(t.space, t.first) for t in found.amounts] or [(0, False)]
    spacing = Spacing(*gaps[0], tuple(space for space, _ in gaps[1:]), found.tail, blank_keys)
    return RawRow(0, keys, cells, (), found.line.number, found.line.page, found.indent, None, spacing)


def _cell(tokens: Sequence[Token]) -> RawCell:
    """The words of one key cell joined: wrapped pieces are undoubled one by one, as bold is painted line by line."""
    lines: dict[int, list[str]] = {}
    for token in tokens:
        lines.setdefault(token.line.number, []).append(token.text)
    printed = ["".join(words) for words in lines.values()]
    telling = [p for p in printed if has_cjk(p)]
    doubled = bool(telling) and all(undouble(p, shortest=1) != p for p in telling)
    text = "".join(undouble(p, shortest=1) for p in printed) if doubled else "".join(printed)
    first = tokens[0].line
    return RawCell(
        squeeze(text), " ".join(printed), first.number, first.page, None, "doubled_bold" if doubled else None
    )


def _keys(found: _Found, panel: Panel) -> tuple[tuple[RawCell, ...], int]:
    """Key cells of a row, and how many empty ones stand before its figures."""
    words = found.words
    if panel.rows == "codes" and words and CODE.fullmatch(words[0].text):
        return (_cell(words[:1]), _cell(words[1:]) if words[1:] else RawCell("", "")), 0
    whole = _cell(words)
    if panel.rows == "codes" or is_total(whole.text):
        return (whole, *(RawCell("", "") for _ in list(panel.keys)[1:])), 0
    if panel.rows == "economic_items":
        return _economic(words, whole)
    return (whole,), 0


def _economic(words: Sequence[Token], whole: RawCell) -> tuple[tuple[RawCell, ...], int]:
    """The two names of an economic row where a space parts them; the whole text stays in the first cell otherwise."""
    by_line = len({t.line.number for t in words}) == 1
    if by_line and len(words) == 2:
        return (_cell(words[:1]), _cell(words[1:])), 0
    return (whole, RawCell("", "")), 0 if len(words) > 1 else 1
