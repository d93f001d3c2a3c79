"""Columns of a table without heading and figures: what margins and merged headings leave is no column of it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from pipelines.grid.headers import heading
from pipelines.model import Line, RawCell
from pipelines.tables import Table
from pipelines.values import holds_amount, is_amount, plain, squeeze
from pipelines.wording import Words


def narrowed(lines: Sequence[Line], table: Table, words: Words) -> tuple[Line, ...]:
    """The rows of cells without the columns in which nothing of the table stands: those before the first, and those
    between where the others are as many as the form has, or each have their own heading; nor those of numbers of rows
    and remarks, by their headings.

    Otherwise blank columns stay: they may be printed, under a heading that is merged with the next.
    """
    rows = [line for line in lines if line.cells and _is_row(line, words)]
    filled = sorted({i for line in rows for i, cell in enumerate(line.cells) if squeeze(cell.text)})
    beside = {i for i in filled if _is_beside([_text(line, i) for line in rows], words)}
    used = [i for i in filled if i not in beside]
    if not used:
        return tuple(lines)
    width = sum(len(panel.keys) + len(panel.amounts) for panel in table.panels)
    settled = len(used) >= width or _are_headed(rows, used, table)
    kept = used if settled else [i for i in range(used[0], used[-1] + 1) if i not in beside]
    if kept == list(range(len(kept))) and not beside:
        return tuple(lines)
    return tuple(_within(line, kept, beside if _is_row(line, words) else set()) for line in lines)


def _is_beside(column: Sequence[str], words: Words) -> bool:
    """Whether a column has the heading of row numbers or remarks, and no figure with decimals."""
    return any(plain(text) in words.ignored for text in column) and not any(holds_amount(text) for text in column)


def _text(line: Line, column: int) -> str:
    return line.cells[column].text if column < len(line.cells) else ""


def _is_row(line: Line, words: Words) -> bool:
    """Whether a line shows where columns are: titles, notes, and whose table it is stand anywhere."""
    filled = [cell.text.strip() for cell in line.cells if squeeze(cell.text)]
    if len(filled) < 2:
        return bool(filled) and is_amount(squeeze(filled[0]))
    return not any(words.entity.match(text) or words.unit.search(text) for text in filled)


def _are_headed(rows: Sequence[Line], used: Sequence[int], table: Table) -> bool:
    """Whether the filled columns of a one-sided table are its keys, its first amount, and other amounts, by name."""
    panel = table.panels[0]
    keys, amounts = [*panel.keys.values()], [*panel.amounts.values()]
    others = [alias for aliases in amounts for alias in aliases]
    columns = [*keys, amounts[0], *[others] * (len(used) - len(keys) - 1)]
    return len(table.panels) == 1 and all(
        any(heading(_text(line, column)) in {heading(alias) for alias in aliases} for line in rows)
        for column, aliases in zip(used, columns, strict=False)
    )


def _within(line: Line, kept: Sequence[int], beside: Set[int]) -> Line:
    """The cells of these columns; a line with ink elsewhere, but in columns beside the table, stays as it is."""
    outside = [i for i, cell in enumerate(line.cells) if i not in kept and i not in beside and squeeze(cell.text)]
    if not line.cells or outside:
        return line
    return replace(line, cells=tuple(line.cells[i] if i < len(line.cells) else RawCell("", "") for i in kept))
