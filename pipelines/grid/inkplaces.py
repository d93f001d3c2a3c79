"""Rows of fewer columns than their table, told by where their ink stands: a total alone on the last page."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.grid.columns import Columns
from pipelines.model import RawCell
from pipelines.values import has_cjk, squeeze

Extent = tuple[float, float]
Cells = Sequence[RawCell]


def told_by_ink(columns: Columns, above: Sequence[Cells], rows: Sequence[Cells]) -> Columns | None:
    """The columns for `rows`, by the columns of the rows `above`: a figure stands below the one column of amounts that
    it overlaps, words in the last key column that begins before them. None where ink has no box or no one column.
    """
    extents = _extents(above, len(columns))
    amounts = [i for i, e in enumerate(extents) if e and (place := columns.places[i]) and not place.is_key]
    keys = [i for i, e in enumerate(extents) if e and (place := columns.places[i]) and place.is_key]
    found: list[int | None] = []
    for own in _columns_of(rows):
        if not own:
            found.append(None)
            continue
        if any(cell.box is None for cell in own):
            return None
        start, end = min(cell.box[0] for cell in own if cell.box), max(cell.box[2] for cell in own if cell.box)
        if not any(has_cjk(cell.text) for cell in own):
            near = [i for i in amounts if (e := extents[i]) and e[0] < end and e[1] > start]
        else:
            near = [i for i in keys if (e := extents[i]) and e[0] <= end][-1:]
        if len(near) != 1 or near[0] in found:
            return None
        found.append(near[0])
    told = [i for i in found if i is not None]
    if not told or told != sorted(told):
        return None
    return Columns(
        tuple(None if i is None else columns.places[i] for i in found),
        tuple(() if i is None else columns.paths[i] for i in found),
    )


def _columns_of(rows: Sequence[Cells]) -> list[list[RawCell]]:
    return [[row[i] for row in rows if squeeze(row[i].text)] for i in range(len(rows[0]))]


def _extents(rows: Sequence[Cells], width: int) -> list[Extent | None]:
    """From where to where the ink of each column reaches."""
    found: list[Extent | None] = [None] * width
    for row in rows:
        for i, cell in enumerate(row[:width]):
            if cell.box and squeeze(cell.text):
                held = found[i] or (cell.box[0], cell.box[2])
                found[i] = (min(held[0], cell.box[0]), max(held[1], cell.box[2]))
    return found
