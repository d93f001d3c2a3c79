"""The rows of a table, parted where their width changes: each piece under its own header, or under the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from pipelines.grid.columns import Columns, Place, columns_of, header_length
from pipelines.grid.content import told_by_content
from pipelines.grid.heads import NAMED
from pipelines.grid.inkplaces import told_by_ink
from pipelines.grid.keys import is_total, known_line
from pipelines.model import Line, RawCell, Section
from pipelines.tables import Table
from pipelines.values import has_cjk, holds_amount, is_amount, says_nothing, squeeze
from pipelines.wording import Words


class Row(NamedTuple):
    """A line with its cells, and the text of each without white space."""

    line: Line
    cells: tuple[RawCell, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """Rows of one width that stand under one header. `headed`: the places that it tells by its words; `lines`: theirs
    and those of the header.
    """

    columns: Columns
    headed: frozenset[Place]
    header: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]


def rows_of(section: Section, words: Words) -> list[Row]:
    """The lines of a section that are rows of cells."""
    rows = [(line, cells) for line in section.lines if (cells := _cells(line)) and not _is_statement(cells, words)]
    return [
        Row(line, cells, tuple(squeeze(cell.text) for cell in cells))
        for line, cells in rows
        if len(cells) > 1 or holds_amount(cells[0].text)
    ]


def _cells(line: Line) -> tuple[RawCell, ...]:
    if line.cells:
        return line.cells
    texts = line.text.split("\t")
    return tuple(RawCell(text, text, line.number, line.page) for text in texts) if len(texts) > 2 else ()


def _is_statement(cells: Sequence[RawCell], words: Words) -> bool:
    """Whether a row says no more than whose table it is and in which unit."""
    filled = [cell.text.strip() for cell in cells if squeeze(cell.text)]
    said = [words.entity.match(text) or words.unit.search(text) for text in filled]
    return bool(filled) and bool(said[0]) and (all(said) or (len(filled) < 4 and not any(map(holds_amount, filled))))


def pieces_of(rows: Sequence[Row], table: Table) -> list[Piece]:
    """Rows of one width after another; those without a header of their own stand under the last one that fits. Words
    that no header fits are no rows.
    """
    pieces: list[Piece] = []
    for width, group in groupby(_above_prose(rows, table), key=lambda row: len(row.cells)):
        members = list(group)
        texts = [row.texts for row in members]
        first = next((i for i, row in enumerate(texts) if any(row)), 0)
        length = first + header_length(texts[first:], table)
        while length > first + 1 and all(map(says_nothing, texts[length - 1])):
            length -= 1
        columns = columns_of(texts[first:length], table) if length > first else None
        if columns is None or not any(columns.places):
            fitting = [columns for piece in pieces[::-1] if (columns := _narrowed(piece, width))]
            told = fitting[0] if fitting else _told_by_ink(pieces, members)
            if told is None:
                if any(is_amount(text) for row in texts for text in row):
                    return []
                continue
            columns, length = told, 0
        header = tuple(texts[:length])
        headed = frozenset(place for place in columns.places if place)
        columns = told_by_content(columns, texts[length:], table)
        pieces.append(Piece(columns, headed, header, tuple(members[length:]), tuple(row.line for row in members)))
    return pieces


def _above_prose(rows: Sequence[Row], table: Table) -> Sequence[Row]:
    """The rows without the text below them: words in one cell each, below the last figure, that begin no row."""
    if any(panel.rows in NAMED and not panel.turned for panel in table.panels):
        return rows
    end = len(rows)
    while end and _is_prose(rows[end - 1], table):
        end -= 1
    figured = any(is_amount(text) or is_total(text) for text in rows[end - 1].texts) if end else False
    return rows[:end] if figured or any(panel.turned for panel in table.panels) else rows


def _is_prose(row: Row, table: Table) -> bool:
    filled = [text for text in row.texts if text]
    return not filled or (
        len(filled) == 1
        and has_cjk(filled[0])
        and not is_total(filled[0])
        and not any(known_line(panel, filled[0]) for panel in table.panels)
    )


def _told_by_ink(pieces: Sequence[Piece], members: Sequence[Row]) -> Columns | None:
    """The columns of rows that no header fits, below the last one."""
    if not pieces:
        return None
    last = pieces[-1]
    return told_by_ink(last.columns, [row.cells for row in last.rows], [row.cells for row in members])


def _narrowed(piece: Piece, width: int) -> Columns | None:
    """The columns of a piece for rows of another width: without those that have neither heading nor ink."""
    columns = piece.columns
    if len(columns) == width:
        return columns
    used = {column for _, column in inked(piece)}
    own = [i for i, path in enumerate(columns.paths) if i in used or (path and (not i or path != columns.paths[i - 1]))]
    if len(own) != width:
        return None
    return Columns(tuple(columns.places[i] for i in own), tuple(columns.paths[i] for i in own))


def inked(piece: Piece) -> list[tuple[Piece, int]]:
    """The columns of a piece that hold ink below its header."""
    body = [row.texts for row in piece.rows]
    return [(piece, i) for i in range(len(piece.columns)) if any(texts[i] for texts in body)]
