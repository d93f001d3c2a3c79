"""Rows as printed → rows in the order of a layout: columns by their headings, codes whole, turned tables upright."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from pipelines.grid.columns import Columns, Place, is_other_figure
from pipelines.grid.headers import heading
from pipelines.grid.keys import is_total, known_line
from pipelines.grid.pieces import Piece, Row, inked, pieces_of
from pipelines.model import Line, RawCell, Section
from pipelines.tables import Table
from pipelines.values import has_cjk, is_amount, squeeze
from pipelines.wording import Words

_EMPTY = RawCell("", "")
_GAP = "?"


@dataclass(frozen=True)
class Arranged:
    """A section under the headings of a layout; `lines` makes its rows in the order of that layout.

    `unread`: headings of columns with ink that it does not know; `found`: how many of its headings are there; `told`:
    no column is known by its content alone, and every line is one of its own; `as_is`: the print already stands in that
    order, `same_width`: it has as many columns; `framed`: the document itself tells the cells apart, and their words
    are not recognised; `slipped`: figures stand beside the column that their heading is over; `columns`: (panel, field)
    of those that are printed.
    """

    lines: Callable[[], tuple[Line, ...]]
    unread: tuple[str, ...]
    found: int
    told: bool
    as_is: bool
    same_width: bool
    framed: bool
    slipped: bool
    columns: frozenset[tuple[int, str]]


def arranged(section: Section, rows: Sequence[Row], table: Table, words: Words) -> Arranged | None:
    """The rows of a section under the headings of a layout; None where there are none or no heading is legible."""
    pieces = pieces_of(rows, table)
    if not pieces:
        return None
    used = [column for piece in pieces for column in inked(piece)]
    places = {place for piece in pieces for place in piece.columns.places if place}
    others = (not p.columns.places[i] and is_other_figure(p.columns.paths[i], table) for p, i in used)
    if all(place.is_key for place in places) and not any(others):
        return None
    unread = {
        "/".join(piece.columns.paths[column]) or "—": None for piece, column in used if not piece.columns.places[column]
    }
    ignored = {heading for heading in unread if heading.split("/")[-1] in words.ignored}
    width = sum(len(panel.keys) + len(panel.amounts) for panel in table.panels)
    same_width = all(len(p.columns) >= width for p in pieces) and all(column < width for _, column in used)
    as_is = same_width and all(list(piece.columns.places[:width]) == _canonical(table) for piece in pieces)
    left = tuple(h for h in unread if h not in ignored)
    printed = frozenset((place.panel, place.field) for place in places)
    headed = {place for piece in pieces for place in piece.headed}
    return Arranged(
        lambda: _lines(section, pieces, table),
        left,
        len(headed),
        places == headed and _knows(pieces, table),
        as_is,
        same_width,
        all(row.line.cells and not _is_recognised(row) for row in rows),
        any(_is_beside(piece.columns, column) for piece, column in used),
        printed,
    )


def _lines(section: Section, pieces: Sequence[Piece], table: Table) -> tuple[Line, ...]:
    """The section with its rows in the order of the layout."""
    rebuilt = {id(line): built for piece in pieces for line, built in _rebuilt(piece, table)}
    framed = {id(line) for piece in pieces for line in piece.lines}
    return tuple(
        built
        for line in section.lines
        for built in (rebuilt.get(id(line), ()) if id(line) in framed else (_unframed(line),))
    )


def _is_recognised(row: Row) -> bool:
    return any(cell.confidence is not None for cell in row.cells)


def _is_beside(columns: Columns, column: int) -> bool:
    """Whether a column of amounts has only the heading that stands over the one on its left."""
    place = columns.places[column]
    return place is not None and not place.is_key and place in columns.places[:column]


def _knows(pieces: Sequence[Piece], table: Table) -> bool:
    """Whether the layout has every line that is printed."""
    starts = _starts(table)
    listed = [(start, p) for start, p in zip(starts, table.panels, strict=False) if p.rows == "lines" and not p.turned]
    rows = (line for piece in pieces if listed for _, built in _rebuilt(piece, table) for line in built)
    return all(
        not squeeze(line.cells[start].text) or known_line(panel, line.cells[start].text) is not None
        for line in rows
        for start, panel in listed
    )


def _unframed(line: Line) -> Line:
    """A line that is no row, as one that has no cells."""
    return Line(line.number, " ".join(line.text.split()), line.page) if line.cells else line


def _canonical(table: Table) -> list[Place | None]:
    return [
        Place(index, name, name in panel.keys)
        for index, panel in enumerate(table.panels)
        for name in (*panel.keys, *panel.amounts)
    ]


def _rebuilt(piece: Piece, table: Table) -> Iterator[tuple[Line, tuple[Line, ...]]]:
    """Each printed row of a piece with the rows that it becomes: one, several in a turned table, none for a header."""
    said = {text for row in piece.header for text in row if text}
    above: list[str] = []
    turned = any(panel.turned for panel in table.panels)
    if turned and not inked(piece):
        blank = (_EMPTY,) * len(piece.columns)
        yield piece.lines[-1], tuple(_upright(piece.lines[-1], blank, piece.columns, table))
        return
    places, begun = _without_spacers(piece), False
    for line, cells, texts in piece.rows:
        if _repeats(texts, piece, said, table) or (turned and not any(texts)):
            yield line, ()
        elif turned and begun and _is_words_alone(texts):
            yield line, (_unframed(line),)
        elif turned:
            begun = True
            yield line, tuple(_upright(line, cells, piece.columns, table))
        else:
            row, above = _row(cells, places, table, above)
            yield line, (_line(line, row),)


def _is_words_alone(texts: Sequence[str]) -> bool:
    """Whether a row has words in one of its cells and nothing else: below a turned table they are none of its rows."""
    filled = [text for text in texts if text]
    return len(filled) == 1 and has_cjk(filled[0])


def _without_spacers(piece: Piece) -> list[Place | None]:
    """The places of the columns; columns with neither ink nor a heading of their own have none."""
    filled, paths = {column for _, column in inked(piece)}, piece.columns.paths
    own = [not i or i in filled or path != paths[i - 1] for i, path in enumerate(paths)]
    return [place if keep else None for place, keep in zip(piece.columns.places, own, strict=True)]


def _repeats(texts: Sequence[str], piece: Piece, said: set[str], table: Table) -> bool:
    """Whether a row repeats headings of its table: nothing but words of the header, and no row of the form. One word
    alone, which may be the rest of a name torn by the end of a page, stands where the header has it.
    """
    filled = [text for text in texts if text]
    if not filled or not said.issuperset(filled) or any(is_amount(text) for text in filled):
        return False
    if len(filled) > 1:
        return True
    column = texts.index(filled[0])
    stands = any(column < len(row) and row[column] == filled[0] for row in piece.header)
    return stands and not (is_total(filled[0]) or any(known_line(p, filled[0]) for p in table.panels))


def _line(line: Line, cells: Sequence[RawCell]) -> Line:
    filled = [cell.text for cell in cells if squeeze(cell.text)]
    text = filled[0] if len(filled) == 1 else "\t".join(cell.text for cell in cells) if filled else ""
    return Line(line.number, text, line.page, tuple(cells))


def _starts(table: Table) -> list[int]:
    return [0, *accumulate(len(panel.keys) + len(panel.amounts) for panel in table.panels)]


def _row(
    cells: Sequence[RawCell], places: Sequence[Place | None], table: Table, above: Sequence[str]
) -> tuple[list[RawCell], list[str]]:
    """A row in the order of the layout, and the parts of its code. Figures of a place already filled come behind."""
    order = {place: i for i, place in enumerate(_canonical(table))}
    row = [_EMPTY] * len(order)
    surplus = []
    parts: dict[Place, list[RawCell]] = {}
    for cell, place in zip(cells, places, strict=True):
        if place is None:
            continue
        if place.is_key:
            parts.setdefault(place, []).append(cell)
        elif squeeze(cell.text):
            if squeeze(row[order[place]].text):
                surplus.append(cell)
            else:
                row[order[place]] = cell
    code: list[str] = []
    for place, pieces in parts.items():
        own: list[str] = []
        if len(pieces) > 1 and place.field == next(iter(table.panels[place.panel].keys)) and not code:
            coded = table.panels[place.panel].rows == "codes"
            own = code = _whole([squeeze(piece.text) for piece in pieces], above) if coded else []
        row[order[place]] = _joined(pieces, own)
    return _totals_at_their_label([*row, *surplus], table), code or list(above)


def _whole(parts: Sequence[str], above: Sequence[str]) -> list[str]:
    """The parts of a code (类 款 项); what is left blank before the first printed part is that of the row above."""
    if not any(part.isdigit() for part in parts):
        return []
    first = next(i for i, part in enumerate(parts) if part)
    return [*above[:first], *parts[first:]] if len(above) >= first else list(parts)


def _joined(pieces: Sequence[RawCell], code: Sequence[str]) -> RawCell:
    """The cells of one key as one: the parts of a code in a row, or the longest where each holds the whole. With a
    blank between its parts it is no code, since nothing tells of which level it is.
    """
    filled = [piece for piece in pieces if squeeze(piece.text)]
    if not filled:
        return _EMPTY
    if not code:
        return filled[0] if len(filled) == 1 else replace(filled[0], text="".join(p.text.strip() for p in filled))
    whole, blank = "", ""
    for part in code:
        if not part:
            blank = _GAP if whole else ""
            continue
        whole = part if part.startswith(whole) and len(part) > len(whole) > 0 else whole + blank + part
        blank = ""
    return replace(filled[0], text=whole, printed=" ".join(piece.printed for piece in filled))


def _totals_at_their_label(row: list[RawCell], table: Table) -> list[RawCell]:
    """A total whose label spans the panels to its right has its figure in the last of them: it goes to its label."""
    starts = _starts(table)
    for index in range(len(table.panels) - 1, 0, -1):
        right, left = table.panels[index], table.panels[index - 1]
        here, there = starts[index], starts[index - 1]
        label = row[there].text
        figures = row[here + len(right.keys) : starts[index + 1]]
        beside = (*row[here : here + len(right.keys)], *row[there + len(left.keys) : here])
        free = not any(squeeze(cell.text) for cell in beside)
        line = known_line(left, label) if squeeze(label) and left.rows == "lines" else None
        if free and line and line.kind != "function" and sum(bool(squeeze(c.text)) for c in figures) == 1:
            at = next(i for i, cell in enumerate(figures) if squeeze(cell.text))
            row[there + len(left.keys)], row[here + len(right.keys) + at] = figures[at], _EMPTY
    return row


def _upright(line: Line, cells: Sequence[RawCell], columns: Columns, table: Table) -> Iterator[Line]:
    """The rows of a turned table, in the order of the form: each heading beside the figure below it. Ink in further
    columns of a heading comes behind.
    """
    starts = _starts(table)
    for place in sorted({p for p in columns.places if p and p.line is not None}, key=lambda p: (p.panel, p.line or 0)):
        column = columns.places.index(place)
        panel, path = table.panels[place.panel], columns.paths[column]
        own = panel.lines[place.line or 0]
        item = next((text for text in reversed(path) if known_line(panel, text) is own), own.item)
        row = [_EMPTY] * starts[-1]
        row[starts[place.panel]] = RawCell(item, heading("/".join(path)), line.number, line.page)
        row[starts[place.panel] + len(panel.keys)] = cells[column]
        others = (i for i, other in enumerate(columns.places) if other == place and i != column)
        row += [cells[i] for i in others if squeeze(cells[i].text)]
        yield Line(line.number, f"{item}\t{cells[column].text}", line.page, tuple(row))
