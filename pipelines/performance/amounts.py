"""The amounts of a form by half and source, as printed: each stands behind its label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.model import RawCell
from pipelines.performance.model import Period
from pipelines.performance.rows import Row, Token
from pipelines.performance.words import FormWords, Label, key_of
from pipelines.readers.lines import DOUBTFUL
from pipelines.values import amount_cell, is_amount, says_nothing, squeeze


@dataclass(frozen=True)
class Pair:
    """A label and the cell behind it, if that is none itself; `gap`: how many columns they are apart."""

    label: Label
    token: Token
    value: Token | None

    @property
    def gap(self) -> int:
        return self.value.at - self.token.at if self.value else 0


class Amounts:
    """Gathers the amounts row by row; `columns`: where the total of each half that is printed stands, `gaps`: how far
    figures stand behind their labels, `rests`: what the next row may print of labels that are cut off.
    """

    def __init__(self, words: FormWords) -> None:
        self.words = words
        self.cells: dict[str, RawCell] = {}
        self.columns: dict[Period, int] = {}
        self.gaps: set[int] = set()
        self.lone: dict[str, int] = {}
        self.rests: dict[tuple[str, str], None] = {}

    def read(self, row: Row) -> bool:
        """Whether every figure of the row was understood."""
        pairs = self._pairs(row)
        if not pairs:
            return self._go_on(row)
        self.rests = {}
        behind = {pair.value for pair in pairs}
        loose = [token for token in _figures(row.tokens) if token not in behind]
        understood = not loose
        figures_from = min((token.at for token in loose), default=row.tokens[-1].at)
        for pair, place in zip(pairs, _places(pairs), strict=True):
            half = self._half(pair, place, before=figures_from < pair.token.at)
            if half is None:
                understood &= pair.value is None
                continue
            column = f"{half}_{pair.label.key if pair.label.group == 'sources' else 'total'}"
            self._cut(pair.token, column)
            if pair.value is not None:
                self._put(column, pair.value)
            if pair.value is not None and len(pairs) == 1:
                self.lone[column] = pair.gap
        if len(pairs) > 1:
            self.gaps |= {pair.gap for pair in pairs if pair.value}
        return understood

    def settled(self) -> dict[str, RawCell]:
        """The amounts; one alone in its row that stands as far from its label as in no other row is made doubtful."""
        doubtful = {column for column, gap in self.lone.items() if self.gaps and gap not in self.gaps}
        return {
            name: replace(c, text=f"{c.text}{DOUBTFUL}") if name in doubtful else c for name, c in self.cells.items()
        }

    def _pairs(self, row: Row) -> list[Pair]:
        """The labels of totals and sources, each with the cell behind it."""
        labels = [self._label(token) for token in row.tokens]
        behind = [*row.tokens[1:], None]
        return [
            Pair(label, token, value if value and value.label is None and self._label(value) is None else None)
            for label, token, value in zip(labels, row.tokens, behind, strict=True)
            if label is not None
        ]

    def _label(self, token: Token) -> Label | None:
        """The total or source that a cell is, or whose name it begins."""
        begun = self.words.begun(token.text) if token.label is None else ()
        label = self.words.labels[next(iter(begun))] if begun else token.label
        return label if label is not None and label.group in ("totals", "sources") else None

    def _half(self, pair: Pair, place: Period | None, before: bool) -> Period | None:
        """The half of the amount behind a label: a total says it, and of equal sources in a row their `place`. One
        alone is where its half stands in other rows, or behind a figure of the first half, or of neither.
        """
        at = pair.token.at
        if pair.label.group == "totals":
            half: Period = "annual" if pair.label.key == "annual" else "implementation"
            self.columns[half] = at
            return half
        if place is not None:
            return place
        if before or at >= self.columns.get("annual", at + 1):
            return "annual"
        return "implementation" if at == self.columns.get("implementation") else None

    def _cut(self, token: Token, column: str) -> None:
        if token.label is None:
            bare = self.words.bare(token.text)
            self.rests |= {(label[len(bare) :], column): None for label in sorted(self.words.begun(token.text))}

    def _go_on(self, row: Row) -> bool:
        """A row without a label: the rests of those above it, and amounts that stand beside these."""
        column: str | None = None
        understood = True
        for token in row.tokens:
            rest = next((rest for rest in self.rests if rest[0] == key_of(token.text)), None)
            if rest is not None:
                column = rest[1]
                self.rests.pop(rest)
            elif column is not None:
                self._put(column, token)
                column = None
            else:
                understood &= not _is_figure(token.text)
        return understood

    def _put(self, column: str, token: Token) -> None:
        """A second amount of one column leaves neither: nothing tells which is meant."""
        if says_nothing(token.text):
            return
        known = self.cells.get(column)
        amount = _amount(token.cell)
        self.cells[column] = replace(known, text=f"{known.text}{DOUBTFUL}{amount.text}") if known else amount


def _places(pairs: Sequence[Pair]) -> list[Period | None]:
    """Of labels that stand in a row more than once the first is of the whole period, the others of the year."""
    often = Counter(pair.label for pair in pairs)
    first = {pair.label: number for number, pair in reversed([*enumerate(pairs)])}
    return [
        None if often[pair.label] == 1 else "implementation" if first[pair.label] == number else "annual"
        for number, pair in enumerate(pairs)
    ]


def _figures(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.label is None and _is_figure(token.text)]


def _is_figure(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _amount(cell: RawCell) -> RawCell:
    """The ink of one amount, the lines of its cell put together where only together they are an amount."""
    text = squeeze(cell.text)
    pieces = text.split(DOUBTFUL)
    if len(pieces) > 1 and is_amount("".join(pieces)) and not all(is_amount(piece) for piece in pieces):
        text = "".join(pieces)
    inked = amount_cell(text, cell.line, cell.page)
    return replace(cell, text=inked.text, repair=inked.repair or cell.repair)
