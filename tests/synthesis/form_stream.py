"""Performance forms as the text layer of a PDF has them: each cell's lines in a run, in the order of the cells.

Two runs share a line where they stand on the same height of the page; where the next stands elsewhere, the line breaks,
with a blank line after it where the step is large. Narrow forms set their cells to the top, wide ones to the middle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from unicodedata import east_asian_width

from tests.synthesis.form_sheet import Sheet
from tests.synthesis.spans import Cell, spanned

NO_START = "，。、；：）》”！？】"


@dataclass(frozen=True)
class Layout:
    """Widths in full-width characters: `label` and `text` of the long rows, `funds` of their five columns, `goals` of
    the halves, `columns` of the indicators.

    `middle` centres cells; `room` is lines a page; `spaces`: how likely digits stand apart from Chinese characters;
    `justified`: how likely a cut label is spaced out; `broken`: how likely a figure breaks within its cell; `tight`:
    how likely a step leaves no blank line; `vertical`: 总体目标 and level 1 run down narrow columns.
    """

    label: float
    text: float
    value: float
    funds: tuple[float, ...]
    goals: tuple[float, float]
    columns: tuple[float, ...]
    middle: bool = False
    spaces: float = 0.0
    justified: float = 0.0
    broken: float = 0.0
    tight: float = 0.02
    room: int = 46


NARROW = Layout(10, 29, 10, (4, 5, 4, 5, 5), (22, 15), (1, 2, 3, 5, 4, 3, 4, 4), spaces=0.6, justified=0.1, broken=0.05)
NARROWER = Layout(10, 29, 10, (4, 6, 3, 5, 4), (20, 17), (1, 2, 3.5, 7, 5, 3.5, 7, 4), False, 0.5, 0.3, 0.1)
SLIM = Layout(7, 30, 11, (2, 4, 4.5, 9, 5), (19, 16), (1, 1, 2, 7, 6, 2, 7, 4), False, 0.5, 0.05, 0.1, room=52)
SOFT = Layout(8, 38, 14, (2, 4, 5, 9.5, 5), (23, 18), (1, 4, 4, 6, 4.5, 4, 6, 4.5), justified=0.1)
WIDE = Layout(13, 52, 19, (4, 9.5, 3.5, 9.5, 5), (35, 29), (4, 5, 9, 16, 9, 9, 15, 7), True, 0, 0, 0.25, 0.12, 60)
WIDER = Layout(13, 46, 16, (4, 8.5, 3.5, 8.5, 5), (30, 26), (4, 5, 9, 13, 6.5, 9, 13, 6.5), True, 0.02, 0, 0.1, 0.1, 56)
LAYOUTS = (NARROW, NARROWER, SLIM, SOFT, WIDE, WIDER)
FUND_ROWS = range(3, 9)


def _width(cell: Cell, row: int, layout: Layout) -> float:
    if row in FUND_ROWS:
        return layout.funds[(0, 1, 2, 2, 3, 3, 4)[cell.column]]
    if row < FUND_ROWS.start or cell.across == 6 or (cell.column == 0 and cell.across == 2):
        if cell.across == 6:
            return layout.text
        return {0: layout.label, 4: 5.0}.get(cell.column, layout.value)
    if row == FUND_ROWS.stop + 6 and cell.column in (1, 5):
        return layout.goals[cell.column == 5]
    return sum(layout.columns[cell.column : cell.column + cell.across])


def size(text: str) -> float:
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def wrap(text: str, width: float, hang: bool = True) -> list[str]:
    """Lines no wider than `width`; a run of half-width characters moves down whole unless it is wider itself.

    Where marks `hang`, none begins a line.
    """
    lines, line = [], ""
    for run in re.findall(r"[0-9,.%]+|[A-Za-z]+|[^0-9,.%A-Za-z]", text):
        if line and size(line + run) > width + (1 if hang and run in NO_START else 0):
            lines.append(line)
            line = ""
        line += run
        while size(line) > max(width, 1) and len(line) > 1 and run not in NO_START:
            cut = next((n for n in range(len(line), 1, -1) if size(line[:n]) <= width), 1)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line]


def apart(text: str, rng: Random) -> str:
    """The text with a space at most places where digits or letters meet Chinese characters."""
    pieces = re.split(r"(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])", text)
    return "".join(piece + (" " if rng.random() < 0.75 else "") for piece in pieces[:-1]) + pieces[-1]


@dataclass(frozen=True)
class Run:
    """One line of a cell at its height within the row, in lines."""

    text: str
    height: float


@dataclass
class _Text:
    """The text so far, and where on the page it stands."""

    rng: Random
    layout: Layout
    parts: list[str] = field(default_factory=list)
    height: float | None = None

    def put(self, run: Run, top: float) -> None:
        height = top + run.height
        if self.height is None:
            self.parts.append(run.text)
        else:
            step = abs(height - self.height)
            small = step < 0.8 or (self.layout.middle and step < 1.2 and height < self.height)
            loose = self.rng.random() >= self.layout.tight and not small
            gap = " " if step < 0.05 else "\n\n" if loose else "\n"
            if gap == " " and self.layout.middle and size(self.parts[-1]) >= 13 and self.rng.random() < 0.25:
                gap = ""
            self.parts.append(gap + run.text)
        self.height = height

    def turn(self, mark: str) -> None:
        self.parts.append(mark)
        self.height = None


def _lines(cell: Cell, row: int, layout: Layout, rng: Random) -> list[str]:
    if cell.text == "绩效指标" and cell.down > 1:
        return list(cell.text)
    text = apart(cell.text, rng) if rng.random() < layout.spaces else cell.text
    figure = row in FUND_ROWS and re.fullmatch(r"[\d,.]{3,}", text)
    if figure and rng.random() < layout.broken:
        cut = rng.randint(max(1, len(text) - 4), len(text) - 1)
        return [text[:cut], text[cut:]]
    lines = wrap(text, _width(cell, row, layout), not layout.middle)
    if len(lines) > 1 and cell.text.endswith(("指标", "资金", "额：")) and rng.random() < layout.justified:
        lines[0] = " ".join(lines[0].replace(" ", ""))
    return [line.strip() for line in lines]


def _rows(sheet: Sheet, layout: Layout, rng: Random) -> Iterator[tuple[float, list[list[Run]]]]:
    """Per row: its height in lines, and the runs of each cell that begins in it."""
    table = spanned(sheet.rows)
    texts = [
        [(cell, _lines(cell, number, layout, rng)) for cell in row if cell.text]
        for number, row in enumerate(table.rows)
    ]
    heights = [float(max((len(lines) for cell, lines in row if cell.down == 1), default=1)) for row in texts]
    for number, row in enumerate(texts):
        for cell, lines in row:
            held = sum(heights[number : number + cell.down])
            heights[number + cell.down - 1] += max(0.0, len(lines) - held)
    for number, row in enumerate(texts):
        cells = []
        for cell, lines in row:
            spare = sum(heights[number : number + cell.down]) - len(lines)
            top = spare / 2 if layout.middle else 0.0
            cells.append([Run(line, top + place) for place, line in enumerate(lines)])
        yield heights[number], cells


def _cut(cells: Sequence[list[Run]], at: float) -> tuple[list[list[Run]], list[list[Run]]]:
    """The runs above a height, and those below it moved up to the next page's top."""
    above = [[run for run in cell if run.height < at] for cell in cells]
    below = [[Run(run.text, run.height - at) for run in cell if run.height >= at] for cell in cells]
    return above, below


def form_text(sheet: Sheet, layout: Layout, rng: Random, used: int, turn: Callable[[], str]) -> tuple[str, int]:
    """One form as text from line `used` of a page on, and the line that it ends on; `turn` makes what ends a page."""
    text = _Text(rng, layout)
    top = float(used)
    for title in (sheet.title, sheet.year):
        text.put(Run(title, 0), top)
        top += 2
    for height, cells in _rows(sheet, layout, rng):
        if top + height > layout.room:
            left = layout.room - top
            parts = _cut(cells, left) if height > 3 and left >= 1 else ([], cells)
            for cell in parts[0]:
                for run in cell:
                    text.put(run, top)
            text.turn(turn())
            cells, height, top = parts[1], height - (left if parts[0] else 0), 0.0
        for cell in cells:
            for run in cell:
                text.put(run, top)
        top += height
    return "".join(text.parts) + "\n\n", int(top + 2) % layout.room
