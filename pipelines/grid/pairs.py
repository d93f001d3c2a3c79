"""Two tables side by side in a text layer: the left figure is glued to the right label, the left cells may be blank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipelines.grid.keys import CODE, is_total, line_item
from pipelines.grid.tokens import Token, looks_broken, pieces
from pipelines.model import Line, RawCell, RawRow, Spacing
from pipelines.printed import Panel
from pipelines.tables import Table
from pipelines.values import amount_cell, has_cjk, has_ordinal, plain, squeeze, undouble

_LONGEST_LABEL = 200


@dataclass
class _Half:
    """One side of a printed row as it is gathered."""

    panel: int
    words: list[Token] = field(default_factory=list)
    amounts: list[Token] = field(default_factory=list)
    tail: int = 0
    begun: str = ""

    def say(self, word: Token) -> None:
        """Takes a piece of the label; `begun` keeps as much of it as a printed line may have."""
        self.words.append(word)
        if len(self.begun) < _LONGEST_LABEL:
            self.begun += undouble(word.text)

    def add(self, token: Token, space: int, decimals: int | None) -> None:
        """Takes a figure, unless it is a page number: an integer alone on a later line, where figures have decimals and
        this row already has its figures or printed its blanks.
        """
        alone = token.text.isdigit() and token.line.text.strip() == token.text
        over = token.line.number != self.words[-1].line.number and (bool(self.amounts) or self.tail >= 2)
        if not (decimals and alone and over):
            self.amounts.append(token)
            self.tail = space

    @property
    def text(self) -> str:
        return "".join(undouble(t.text) for t in self.words)


def paired_rows(body: Sequence[Line], table: Table, decimals: int | None, stray: list[Token]) -> tuple[RawRow, ...]:
    """The rows of both panels in the order in which they are printed; figures above the first are put in `stray`."""
    codes = table.panels[0].rows == "codes"
    halves = (_coded if codes else _labelled)(body, table, decimals, stray)
    return tuple(_row(half, table.panels[half.panel]) for half in halves)


def _tokens(body: Sequence[Line], decimals: int | None, codes: bool) -> Iterator[tuple[Token, int]]:
    """Tokens with the blanks that follow them on their line."""
    for line in body:
        found = list(pieces(line, decimals, codes))
        for index, token in enumerate(found):
            last = index + 1 == len(found)
            yield token, len(line.text) - len(line.text.rstrip(" ")) if last else found[index + 1].space


def _labelled(body: Sequence[Line], table: Table, decimals: int | None, stray: list[Token]) -> Iterator[_Half]:
    """Tables of printed lines: a label belongs to the side whose lines hold it."""
    half: _Half | None = None
    for token, space in _tokens(body, decimals, codes=False):
        if token.amount or looks_broken(token.text):
            if half:
                half.add(token, space, decimals)
            else:
                stray.append(token)
            continue
        for text in _labels_in(token.text):
            if half is None or not _goes_on(half, text, table):
                if half:
                    yield half
                half = _Half(0)
            half.say(Token(text, token.space, token.first, token.line, False, token.end))
            half.panel = _side(half.begun, table, half.panel)
            half.tail = space
    if half:
        yield half


def _labels_in(text: str) -> Iterator[str]:
    """Labels glued to each other fall apart at their ordinals; a label painted twice is one."""
    if undouble(text) != text:
        yield text
        return
    start = 0
    for index in range(1, len(text)):
        if has_ordinal(text[index:]) and not has_ordinal(text[index - 1 :]):
            yield text[start:index]
            start = index
    yield text[start:]


@lru_cache(maxsize=64)
def _names(panel: Panel) -> frozenset[str]:
    return frozenset(name for line in panel.lines for name in (line.item, *line.aliases))


def _goes_on(half: _Half, text: str, table: Table) -> bool:
    """Whether `text` is more of the label begun: a piece of a known line, or of an unknown one not yet ended."""
    if half.amounts or has_ordinal(text):
        return False
    item, more = line_item(half.begun), undouble(text)
    known = [name for panel in table.panels for name in _names(panel)]
    return any(name.startswith(item + more) for name in known) or item not in known


def _side(text: str, table: Table, current: int) -> int:
    """The side that prints this label, whole or begun; a label that no side knows is taken for a line of the right."""
    item = line_item(text)
    exact = [i for i, panel in enumerate(table.panels) if item in _names(panel)]
    begun = [i for i, panel in enumerate(table.panels) if any(name.startswith(item) for name in _names(panel))]
    if exact or len(begun) == 1:
        return (exact or begun)[0]
    return len(table.panels) - 1 if not begun and has_ordinal(text) else current


def _coded(body: Sequence[Line], table: Table, decimals: int | None, stray: list[Token]) -> Iterator[_Half]:
    """Tables of codes: a code stands before its name; of two totals on one line the left comes first."""
    half: _Half | None = None
    totals = 0
    tokens = list(_tokens(body, decimals, codes=True))
    for index, (token, space) in enumerate(tokens):
        following = tokens[index + 1][0].text if index + 1 < len(tokens) else ""
        side = _side_of_code(token.text, following, table)
        if side is not None or is_total(token.text):
            if half:
                yield half
            half = _Half(min(totals, 1) if side is None else side, [token])
            totals += side is None
        elif half is None:
            stray += [token] if token.amount else []
            continue
        elif token.amount or looks_broken(token.text):
            half.add(token, space, decimals)
            continue
        else:
            half.words.append(token)
        half.tail = space
    if half:
        yield half


def _side_of_code(text: str, following: str, table: Table) -> int | None:
    """The panel whose codes begin as `text` does, where a name follows; a bare integer is a figure."""
    if not CODE.fullmatch(text) or not has_cjk(following) or is_total(following):
        return None
    return next((i for i, panel in enumerate(table.panels) if text.startswith(panel.code_prefix)), None)


def _row(half: _Half, panel: Panel) -> RawRow:
    line = half.words[0].line
    cells = tuple(amount_cell(t.text, t.line.number, t.line.page) for t in half.amounts)
    gaps = [(t.space, t.first) for t in half.amounts] or [(0, False)]
    spacing = Spacing(*gaps[0], tuple(space for space, _ in gaps[1:]), half.tail)
    return RawRow(half.panel, _keys(half, panel), cells, (), line.number, line.page, 0, None, spacing)


def _keys(half: _Half, panel: Panel) -> tuple[RawCell, ...]:
    line = half.words[0].line
    first = half.words[0].text
    if panel.rows == "codes":
        name = "".join(undouble(t.text) for t in half.words[1:])
        code = plain(first)
        return (RawCell(code, first, line.number, line.page), RawCell(squeeze(name), name, line.number, line.page))
    repair = "doubled_bold" if any(undouble(t.text) != t.text for t in half.words) else None
    return (RawCell(squeeze(half.text), "".join(t.text for t in half.words), line.number, line.page, None, repair),)
