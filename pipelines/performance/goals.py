"""The goals of a form: one text a half, under headings that say which."""

from __future__ import annotations

from pipelines.model import RawCell
from pipelines.performance.model import Period
from pipelines.performance.rows import Row, Token, joined

_SECOND = 3  # the first column in which a goal of the year may stand
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
        if len(tokens) == len(HALVES):
            for period, token in zip(HALVES, tokens, strict=True):
                self._put(period, token)
            return True
        nearest = [(self._nearest(token), token) for token in tokens]
        for half, token in nearest:
            if half is not None:
                self._put(half, token)
        return all(half is not None for half, _ in nearest)

    def _nearest(self, token: Token) -> Period | None:
        """The half of a text alone: that of a text above it, or the side of the annual heading that it is on; None
        right before that heading, where either may be.
        """
        above = [period for period, at in self.texts.items() if at == token.at]
        if above:
            return above[0]
        annual = self.columns.get("annual")
        if annual is not None and token.at >= annual:
            return "annual"
        if "implementation" not in self.columns:
            return None
        return "implementation" if token.at < max((annual or 0) - 1, _SECOND) else None

    def _put(self, period: Period, token: Token) -> None:
        column = f"{period}_goal"
        self.texts[period] = token.at
        self.cells[column] = joined(self.cells.get(column), token)
