"""The amounts of a form by half and source, as printed: each stands behind its label."""

from __future__ import annotations

from dataclasses import replace

from pipelines.model import RawCell
from pipelines.performance.model import Period
from pipelines.performance.rows import Row, Token
from pipelines.performance.words import FormWords, Label, key_of
from pipelines.readers.lines import DOUBTFUL
from pipelines.values import amount_cell, is_amount, says_nothing, squeeze


class Amounts:
    """Gathers the amounts row by row; `halves` are those whose total is printed."""

    def __init__(self, words: FormWords) -> None:
        self.words = words
        self.cells: dict[str, RawCell] = {}
        self.halves: set[str] = set()
        self.columns: dict[Period, int] = {}
        self.rests: list[tuple[str, str]] = []

    def read(self, row: Row) -> bool:
        """Whether every cell of the row was understood."""
        column: str | None = None
        rests, self.rests = self.rests, []
        seen: set[str] = set()
        understood = True
        for token in row.tokens:
            label = self._label(token)
            if label is not None and label.group in ("totals", "sources"):
                half = self._half(label, token, row, seen)
                column = f"{half}_{label.key if label.group == 'sources' else 'total'}"
                self.rests += self._rests(token, column)
            elif label is None and (rest := _begins(rests, key_of(token.text))) is not None:
                column = rest[1]
                rests.remove(rest)
            elif label is None and column is not None:
                self._put(column, token)
                column = None
            elif label is None and _is_figure(token.text):
                understood = False
        return understood

    def _label(self, token: Token) -> Label | None:
        """The label that a cell is, or the source that it begins."""
        if token.label is not None:
            return token.label
        begun = self.words.begun(token.text)
        label = self.words.labels[next(iter(begun))] if begun else None
        return label if label is not None and label.group in ("totals", "sources") else None

    def _rests(self, token: Token, column: str) -> list[tuple[str, str]]:
        """What the next row may print of a label that is cut off, and the column that its amount is then of."""
        if token.label is not None:
            return []
        bare = self.words.bare(token.text)
        return [(label[len(bare) :], column) for label in sorted(self.words.begun(token.text))]

    def _half(self, label: Label, token: Token, row: Row, seen: set[str]) -> str:
        """The half that an amount is of: a total says it; of two equal sources in a row the second is the year's."""
        if label.group == "totals":
            half: Period = "annual" if label.key == "annual" else "implementation"
            self.halves.add(half)
            self.columns[half] = token.at
            return half
        if label.key in seen or self.halves == {"annual"}:
            return "annual"
        seen.add(label.key)
        alone = sum(self._label(other) == label for other in row.tokens) == 1
        annual = self.columns.get("annual")
        return "annual" if alone and annual is not None and token.at >= annual else "implementation"

    def _put(self, column: str, token: Token) -> None:
        """A second amount of one column leaves neither: nothing tells which is meant."""
        if says_nothing(token.text):
            return
        if column in self.cells:
            known = self.cells[column]
            self.cells[column] = replace(known, text=f"{known.text}{DOUBTFUL}{token.text}")
            return
        self.cells[column] = _amount(token.cell)


def _begins(rests: list[tuple[str, str]], key: str) -> tuple[str, str] | None:
    return next((rest for rest in rests if key and rest[0] == key), None)


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
