"""Columns under headings of no layout, told by what stands in them: codes, names beside them, the only figures."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.grid.columns import Columns, Place, is_other_figure
from pipelines.grid.keys import CODE
from pipelines.printed import Panel
from pipelines.tables import Table
from pipelines.values import ascii_digits, has_cjk, is_amount

Texts = Sequence[Sequence[str]]


def told_by_content(columns: Columns, body: Texts, table: Table) -> Columns:
    """The columns, with a place for those unread ones whose content leaves no choice. `body`: rows below the header."""
    places = list(columns.places)
    if len(table.panels) == 1:
        panel = table.panels[0]
        if panel.rows == "codes":
            _keys(places, body, panel)
        _only_amount(places, body, panel, [is_other_figure(path, table) for path in columns.paths])
    return Columns(tuple(places), columns.paths)


def _keys(places: list[Place | None], body: Texts, panel: Panel) -> None:
    code_field, name_field = panel.keys
    code, name = Place(0, code_field, True), Place(0, name_field, True)
    if code not in places:
        found = [i for i in _unread(places) if _holds_codes([row[i] for row in body], panel)]
        if len(found) != 1:
            return
        places[found[0]] = code
    if name in places:
        return
    at = places.index(code)
    coded = [row for row in body if row[at]]
    named = [i for i in _unread(places) if coded and all(has_cjk(row[i]) for row in coded)]
    if named:
        places[named[0]] = name


def _holds_codes(column: Sequence[str], panel: Panel) -> bool:
    codes = [text for text in map(ascii_digits, column) if text and not has_cjk(text)]
    return bool(codes) and all(CODE.fullmatch(text) and text.startswith(panel.code_prefix) for text in codes)


def _only_amount(places: list[Place | None], body: Texts, panel: Panel, others: Sequence[bool]) -> None:
    """The one column of figures of a table that has one, unless its heading says that they are `others`."""
    figures = [i for i in range(len(places)) if _holds_figures([row[i] for row in body])]
    if len(panel.amounts) != 1 or panel.turned or len(figures) != 1 or others[figures[0]]:
        return
    place = Place(0, next(iter(panel.amounts)))
    if places[figures[0]] is None and place not in places:
        places[figures[0]] = place


def _holds_figures(column: Sequence[str]) -> bool:
    return any(is_amount(text) and not CODE.fullmatch(text) for text in column)


def _unread(places: Sequence[Place | None]) -> list[int]:
    return [i for i, place in enumerate(places) if place is None]
