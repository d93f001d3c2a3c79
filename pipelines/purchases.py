"""Rows of the procurement table: a total, categories, projects with their economic item, and what is bought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.grid.keys import is_total
from pipelines.values import plain

LEVELS = {"total": 0, "category": 1, "project": 2, "item": 3}
_ABOVE = 3  # category, project and economic item are printed on a row of their own, and left blank below it


def purchases(rows: Sequence[Sequence[str]], fields: Sequence[str]) -> list[Mapping[str, object]]:
    """The identifying columns of each row, in order. `rows` are the cells of category, project, economic item, thing
    bought and organisation; what is left blank is that of the row above, as the print has it.
    """
    found: list[dict[str, object]] = []
    above: list[str] = [""] * _ABOVE
    for printed in rows:
        cells = [*printed, *[""] * (len(fields) - len(printed))]
        kind = _kind(cells)
        first = next((i for i, text in enumerate(cells[:_ABOVE]) if text), _ABOVE)
        own = [*above[:first], *cells[first:_ABOVE]] if kind != "total" else [""] * _ABOVE
        above = own
        label = next((plain(text) for text in cells if is_total(text)), "")
        values = [label if kind == "total" else own[0], *own[1:], *([""] * 2 if kind == "total" else cells[_ABOVE:])]
        found.append({**{f: v or None for f, v in zip(fields, values, strict=True)}, "row_kind": kind})
    below = [*(LEVELS[str(row["row_kind"])] for row in found), 0][1:]
    for row, deeper in zip(found, below, strict=True):
        level = LEVELS[str(row["row_kind"])]
        row |= {"level": level, "is_leaf": deeper <= level if level else len(found) == 1}
    return list(found)


def _kind(cells: Sequence[str]) -> str:
    if is_total(cells[0]) or (not cells[0] and any(is_total(text) for text in cells)):
        return "total"
    if any(cells[_ABOVE:]):
        return "item"
    return "category" if cells[0] and not any(cells[1:]) else "project"
