"""Rows of fewer columns than their table, told by where their ink stands: a total alone on the last page."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.grid.columns import Columns
from pipelines.grid.keys import is_total
from pipelines.model import RawCell
from pipelines.values import has_cjk, squeeze

Extent = tuple[float, float]
Cells = Sequence[RawCell]


def told_by_ink(columns: Columns, above: Sequence[Cells], rows: Sequence[Cells]) -> Columns | None:
    """The columns for `rows`, by the columns of the rows `above`: figures stand below the one column of amounts that
    they overlap, or one below each where they are as many and words stand beside them; words in the last key column
    that begins before them; numbers of rows before the words, below a column of none, are left out. None where nothing
    tells, or no words come first: a code is no figure.
    """
    extents = _extents(above, len(columns))
    amounts = [i for i, place in enumerate(columns.places) if place and not place.is_key]
    keys = [i for i, place in enumerate(columns.places) if place and place.is_key]
    own = [[row[i] for row in rows if squeeze(row[i].text)] for i in range(len(rows[0]))]
    first = next((i for i, cells in enumerate(own) if any(has_cjk(cell.text) for cell in cells)), 0)
    beside = [i for i, place in enumerate(columns.places) if place is None]
    numbers = {i: near[0] for i in range(first) if (near := _below(_extent(own[i]), beside, extents))}
    own = [[] if i in numbers else cells for i, cells in enumerate(own)]
    figures = [i for i, cells in enumerate(own) if cells and not any(has_cjk(cell.text) for cell in cells)]
    found: dict[int, int] = {}
    for i, cells in enumerate(own):
        if not cells:
            continue
        extent = _extent(cells)
        if i in figures:
            in_order = len(figures) == len(amounts) and len(figures) < sum(map(bool, own))
            near = [amounts[figures.index(i)]] if in_order else _below(extent, amounts, extents)
        else:
            near = [key for key in keys if extent and (e := extents[key]) and e[0] <= extent[1]][-1:] or keys[:1]
        if len(near) != 1 or near[0] in found.values():
            return None
        found[i] = near[0]
    words = {squeeze(cell.text) for cells in own for cell in cells if has_cjk(cell.text)}
    alone = not figures and bool(words) and all(map(is_total, words))
    if not (figures or alone) or figures[:1] == [min(found)] or list(found.values()) != sorted(found.values()):
        return None
    told = [found.get(i, numbers.get(i)) for i in range(len(own))]
    return Columns(
        tuple(None if i is None else columns.places[i] for i in told),
        tuple(() if i is None else columns.paths[i] for i in told),
    )


def _below(extent: Extent | None, amounts: Sequence[int], extents: Sequence[Extent | None]) -> list[int]:
    return [i for i in amounts if extent and (e := extents[i]) and e[0] < extent[1] and e[1] > extent[0]]


def _extent(cells: Cells) -> Extent | None:
    """From where to where the ink of cells reaches; None where one has no box."""
    boxes = [cell.box for cell in cells if cell.box]
    if not boxes or len(boxes) < len(cells):
        return None
    return min(box[0] for box in boxes), max(box[2] for box in boxes)


def _extents(rows: Sequence[Cells], width: int) -> list[Extent | None]:
    return [_extent([row[i] for row in rows if i < len(row) and squeeze(row[i].text)]) for i in range(width)]
