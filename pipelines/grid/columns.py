"""Printed columns → fields, by the headings stacked over them; a heading that no panel has leaves its column unread."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipelines.grid.headers import heading, is_fragment
from pipelines.grid.keys import CODE, is_total, known_line, line_item
from pipelines.printed import Panel
from pipelines.tables import Table
from pipelines.values import is_amount, plain, says_nothing, year_of

CODE_PARTS = ("类", "款", "项", "目")
_BRACKETED = re.compile(r"（[^（）]*）$")
_OF_WHICH = re.compile(r"^其中[：:]?")
_MOST_HEADINGS = 8
_BUDGET = "预算数"
Path = tuple[str, ...]


class Place(NamedTuple):
    """Where the cells of a printed column belong: a key or an amount of one panel, or a line of a turned one."""

    panel: int
    field: str
    is_key: bool = False
    line: int | None = None


@dataclass(frozen=True)
class Columns:
    """The place of every printed column, None where its heading is unknown, and the headings over it, top first."""

    places: tuple[Place | None, ...]
    paths: tuple[Path, ...]

    def __len__(self) -> int:
        return len(self.places)


def header_length(rows: Sequence[Sequence[str]], table: Table) -> int:
    """How many rows stand above the first row of figures, codes, totals or lines of the form."""
    for index, row in enumerate(rows[:_MOST_HEADINGS]):
        filled = [text for text in row if not says_nothing(text)]
        if filled and (_begins_row(filled, table) or any(is_amount(t) for t in filled)) and not _is_index(filled):
            return index - _is_name_alone(rows[:index], table)
    return min(len(rows), _MOST_HEADINGS)


def _is_name_alone(header: Sequence[Sequence[str]], table: Table) -> bool:
    """Whether the last of these rows is words below a heading, and no heading: a row without figures."""
    filled = [(column, text) for column, text in enumerate(header[-1]) if text] if len(header) > 1 else []
    return len(filled) == 1 and bool(header[-2][filled[0][0]]) and not is_fragment(filled[0][1], table)


def _is_index(filled: Sequence[str]) -> bool:
    """Whether a row only numbers the columns: 1 2 3 4, with 栏次 before it or without."""
    numbers = [text for text in filled if text.isdigit()]
    return len(numbers) > 1 and len(filled) - len(numbers) <= 1 and numbers == [str(i + 1) for i in range(len(numbers))]


def _begins_row(filled: Sequence[str], table: Table) -> bool:
    if len(filled) == 1 and is_total(filled[0]):
        return True
    words = _words(table)
    if all(heading(text) in words for text in filled):
        return False
    for panel in table.panels:
        if panel.rows == "lines" and not panel.turned and any(known_line(panel, text) for text in filled):
            return True
        if panel.rows == "codes" and any(
            CODE.fullmatch(text) and text.startswith(panel.code_prefix) for text in filled
        ):
            return True
    return False


@lru_cache(maxsize=256)
def _words(table: Table) -> frozenset[str]:
    """Every heading of a table, whole or a piece of a path."""
    aliases = (a for p in table.panels for names in (*p.keys.values(), *p.amounts.values()) for a in names)
    lines = (a for p in table.panels if p.turned for line in p.lines for a in (line.item, *line.aliases))
    pieces = (heading(piece) for alias in (*aliases, *lines) for piece in alias.split("/"))
    return frozenset({*(heading(g) for g in table.group_headings), *pieces, *CODE_PARTS})


def columns_of(header: Sequence[Sequence[str]], table: Table) -> Columns:
    """The columns under the rows of a header, all of one width; a heading stands over those up to the next one."""
    width = max((len(row) for row in header), default=0)
    rows = _headings([row for row in header if not _is_index([text for text in row if text])])
    paths = [_path(rows, column) for column in range(width)]
    places: list[Place | None] = []
    taken: set[Place] = set()
    panel = 0
    for column, path in enumerate(paths):
        if not path and column:
            paths[column] = paths[column - 1]
            places.append(places[-1])
            continue
        place = _place(path, table, panel, taken)
        if place is not None:
            panel = place.panel
            taken.add(place)
        places.append(place)
    return Columns(tuple(places), tuple(paths))


def _headings(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Headings as they are compared. A year alone stands over the budget of that year; of headings that differ in the
    year alone the earlier ones keep it, so that no field is read from them.
    """
    latest: dict[str, int] = {}
    for text in (text for row in rows for text in row):
        latest[heading(text)] = max(latest.get(heading(text), 0), year_of(text) or 0)

    def compared(text: str) -> str:
        earlier = (year_of(text) or latest[heading(text)]) < latest[heading(text)]
        return plain(text) if earlier else heading(text) or (_BUDGET if text else "")

    return [[compared(text) for text in row] for row in rows]


def _path(rows: Sequence[Sequence[str]], column: int) -> Path:
    """The headings over a column, top first; a heading over several columns stands in the first of them."""
    found: list[str] = []
    for number, row in enumerate(rows):
        text = row[column]
        below = any(lower[column] for lower in rows[number + 1 :])
        if not text and below:
            text = _to_the_left(rows, number, column)
        if text and text not in found[-1:]:
            found.append(text)
    return tuple(found)


def _to_the_left(rows: Sequence[Sequence[str]], number: int, column: int) -> str:
    """The heading that spans a column from the left, under the same heading above."""
    for left in range(column - 1, -1, -1):
        if rows[number][left]:
            return rows[number][left]
        if number and rows[number - 1][left + 1]:
            return ""
    return ""


def _place(path: Path, table: Table, first: int, taken: Collection[Place]) -> Place | None:
    """The best place for a column that is not before `first` and not yet taken."""
    panels = table.panels
    for index in range(first, len(panels)):
        options = [(_fit(path, aliases, table, place), place) for place, aliases in _places(index, panels[index])]
        free = [(fit, place) for fit, place in options if fit and place not in taken]
        if free:
            return max(free, key=lambda option: option[0])[1]
    if path and path[-1] in CODE_PARTS and panels[first].rows == "codes":
        return Place(first, next(iter(panels[first].keys)), True)
    return None


@lru_cache(maxsize=512)
def _places(index: int, panel: Panel) -> tuple[tuple[Place, tuple[Path, ...]], ...]:
    """The places of a panel with their aliases in pieces."""
    named = [(Place(index, name, True), aliases) for name, aliases in panel.keys.items()]
    if panel.turned:
        field = next(iter(panel.amounts))
        named += [(Place(index, field, False, i), (x.item, *x.aliases)) for i, x in enumerate(panel.lines)]
    else:
        named += [(Place(index, name), aliases) for name, aliases in panel.amounts.items()]
    return tuple((place, tuple(tuple(heading(p) for p in a.split("/")) for a in aliases)) for place, aliases in named)


def _fit(path: Path, aliases: Sequence[Path], table: Table, place: Place) -> int:
    """How many headings of the path an alias names, its last one among them; 0 where none fits, or where the others
    say that figures are not those of the budget.
    """
    fits = ((_names(path, pieces), pieces) for pieces in aliases)
    return max((fit for fit, pieces in fits if fit and (place.is_key or _is_budget(path, pieces, table))), default=0)


def _is_budget(path: Path, pieces: Path, table: Table) -> bool:
    return not is_other_figure([text for text in path if _said(text).isdisjoint(pieces)], table)


def is_other_figure(path: Sequence[str], table: Table) -> bool:
    """Whether headings as `columns_of` compares them say that figures are not those of the year's budget."""
    return any(year_of(text) or names_other_figure(text, table) for text in path)


def names_other_figure(text: str, table: Table) -> bool:
    """Whether a heading is of figures of an earlier year, of what was spent, or of a difference."""
    return text.startswith(table.other_figures) or text.endswith(table.other_figures)


def _names(path: Path, pieces: Path) -> int:
    if not path or pieces[-1] not in _said(path[-1]):
        return 0
    above = iter(path[:-1])
    return len(pieces) if all(any(piece in _said(text) for text in above) for piece in pieces[:-1]) else 0


@lru_cache(maxsize=4096)
def _said(text: str) -> frozenset[str]:
    """What a heading may stand for: without its unit, an ordinal, `其中：` or `合计` about it."""
    bare = _OF_WHICH.sub("", line_item(_BRACKETED.sub("", text)))
    return frozenset({text, _BRACKETED.sub("", text), line_item(text), bare, bare.removesuffix("合计")})
