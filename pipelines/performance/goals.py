"""The goals of a form: one text a half, under headings that say which."""

from __future__ import annotations

from pipelines.model import RawCell
from pipelines.performance.model import Period
from pipelines.performance.rows import Row, Token, joined

HALVES: tuple[Period, Period] = ("implementation", "annual")


class Goals:
    """Gathers the goals row by row; `columns`: where the heading of each half stands."""

    def __init__(self) -> None:
        self.cells: dict[str, RawCell] = {}
        self.columns: dict[Period, int] = {}
        self.texts: dict[Period, int] = {}

    def read(self, row: Row) -> bool:
        """Whether every text of the row is certainly of one half."""
        half: Period | None = None
        loose: list[Token] = []
        for token in row.tokens:
            if token.label and token.label.group == "goal_halves":
                half = "annual" if token.label.key == "annual" else "implementation"
                self.columns[half] = token.at
            elif token.label and token.label.group == "goals":
                continue
            elif half is not None:
                self._put(half, token)
                half = None
            else:
                loose.append(token)
        return self._share(loose)

    def _share(self, tokens: list[Token]) -> bool:
        if len(tokens) > len(self.columns or HALVES):
            return False
        if len(tokens) == 2 or len(self.columns) == 1:
            for period, token in zip(sorted(self.columns or HALVES, reverse=True), tokens, strict=False):
                self._put(period, token)
            return True
        nearest = [(self._nearest(token), token) for token in tokens]
        for half, token in nearest:
            if half is not None:
                self._put(half, token)
        return all(half is not None for half, _ in nearest)

    def _nearest(self, token: Token) -> Period | None:
        """The half of a text that stands alone: that of a text above it, or the side of the annual heading it is on;
        None right before that heading, where either may be.
        """
        above = [period for period, at in self.texts.items() if at == token.at]
        if above:
            return above[0]
        annual = self.columns.get("annual")
        if annual is None:
            return None
        if token.at >= annual:
            return "annual"
        return "implementation" if token.at < max(annual - 1, 3) else None

    def _put(self, period: Period, token: Token) -> None:
        column = f"{period}_goal"
        self.texts[period] = token.at
        self.cells[column] = joined(self.cells.get(column), token)
