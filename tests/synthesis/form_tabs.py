"""Performance forms as a tool that reads pictures dumps them: a line a row, a tab a column, cells that slip."""

from __future__ import annotations

from random import Random

from tests.synthesis.form_sheet import Sheet
from tests.synthesis.spans import LEFT, UP

MARKS = str.maketrans("（）：，；", "():,;")


def _blank(row: tuple[str, ...]) -> list[str]:
    return ["" if text in (LEFT, UP) else text for text in row]


def _squeezed(cells: list[str], rng: Random) -> list[str]:
    """The cells with one blank moved from before a cell to the end: a column that the tool did not see."""
    places = [n for n in range(1, len(cells) - 1) if not cells[n] and any(cells[n + 1 :])]
    if not places:
        return cells
    place = rng.choice(places)
    return [*cells[:place], *cells[place + 1 :], ""]


def _widened(cells: list[str], rng: Random) -> list[str]:
    """The cells with one blank moved from the end to between two: a column seen twice."""
    if cells[-1]:
        return cells
    place = rng.randint(2, len(cells) - 2)
    return [*cells[:place], "", *cells[place:-1]]


def _unled(cells: list[str]) -> list[str]:
    """The cells without the blank that stands before them."""
    return [*cells[1:], ""] if not cells[0] and any(cells) else cells


def _spaced(cells: list[str], rng: Random) -> list[str]:
    """The cells with a space in one of the short ones, where the print broke its line."""
    places = [n for n, text in enumerate(cells) if 4 <= len(text) <= 10 and not text[0].isdigit()]
    if not places:
        return cells
    place = rng.choice(places)
    at = rng.randint(2, len(cells[place]) - 1)
    return [*cells[:place], f"{cells[place][:at]} {cells[place][at:]}", *cells[place + 1 :]]


def _cut(cells: list[str], rng: Random) -> list[list[str]]:
    """Two lines: the ends of the fund's labels stand on a line of their own."""
    places = [n for n, text in enumerate(cells) if text.endswith("资金") and len(text) > 6]
    if not places:
        return [cells]
    below = [cells[n][-1] if n in places else "" for n in range(len(cells))]
    above = [text[:-1] if n in places else text for n, text in enumerate(cells)]
    if rng.random() < 0.4:
        return [[f"{text} {below[n]}" if below[n] else text for n, text in enumerate(above)]]
    return [above, below]


def _dropped(cells: list[str]) -> list[list[str]]:
    """Two lines: the last cell has slipped onto the next."""
    last = max(n for n, text in enumerate(cells) if text)
    if last < 4:
        return [cells]
    return [
        [text if n != last else "" for n, text in enumerate(cells)],
        [text if n == last else "" for n, text in enumerate(cells)],
    ]


def _slipped(cells: list[str], rng: Random) -> list[list[str]]:
    draw = rng.random()
    if draw < 0.3:
        return [_squeezed(cells, rng)]
    if draw < 0.55:
        return [_widened(cells, rng)]
    if draw < 0.65:
        return [_unled(cells)]
    if draw < 0.7:
        return [_unled(_unled(cells)) if not any(cells[:3]) else _unled(cells)]
    if draw < 0.78:
        return [_spaced(cells, rng)]
    if draw < 0.95:
        return _cut(cells, rng)
    return _dropped(cells) if cells[0] == "项目属性" else [cells]


def form_tabs(sheet: Sheet, slips: float, rng: Random, plain: bool = False) -> str:
    """One form; `slips` is how likely a row slips (a page ends much less often), `plain` keeps the full-width marks."""
    wide = rng.random() < 0.15
    text = f"{sheet.title}\n\n{sheet.year.replace(' ', '')}\n\n"
    for number, row in enumerate(sheet.rows):
        cells = [*_blank(row), *([""] if wide else [])]
        text += "\n" if number > 8 and rng.random() < slips / 20 else ""
        for line in _slipped(cells, rng) if rng.random() < slips else [cells]:
            text += "\t".join(line) + "\n"
    return (text if plain else text.translate(MARKS)) + "\n"
