"""One scanned page → its lines of text and rows of cells from top to bottom, as they are recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.model import Box, RawCell
from pipelines.readers.lines import DOUBTFUL
from pipelines.readers.pdf.glyphs import Glyph
from pipelines.readers.pdf.rules import Rule
from pipelines.readers.pdf.tables import components, ruled_table
from pipelines.readers.scan.pictures import Picture
from pipelines.readers.scan.pieces import Piece, crop, pieces
from pipelines.readers.scan.recognise import Reading, recognised
from pipelines.readers.scan.ruling import ruling
from pipelines.readers.scan.straight import Straight, displayed, straightened
from pipelines.values import squeeze

_POINTS = 9.0  # what the height of a character counts as where tables are put together
_FIRST = 0xF0000  # a plane of private characters: each stands for one piece while cells are put together
_SAME_LINE, _WORD_GAP = 4.0, 3.0
_DIRT = 0.6
Block = str | tuple[tuple[RawCell, ...], ...]
"""A line of text, or the rows of a table."""


@dataclass(frozen=True)
class _Read:
    """A page with its pieces and what each reads."""

    page: Straight
    pieces: Sequence[Piece]
    readings: Sequence[Reading]

    def cell(self, stand_ins: str) -> RawCell:
        """The cell that these pieces fill, in order. Figures in several pieces may be several: no amount then."""
        members = [i for i in map(_number, stand_ins) if not self.is_dirt(i)]
        if not members:
            return RawCell("", "")
        read = [self.readings[i] for i in members]
        texts = [squeeze(reading.text) or DOUBTFUL for reading in read]
        text = texts[0] + "".join(_joint(before, after) + after for before, after in pairwise(texts))
        return RawCell(text, text, box=self.box(members), confidence=min(reading.confidence for reading in read))

    def is_dirt(self, number: int) -> bool:
        """Whether a piece is smaller than a character and reads as nothing."""
        piece = self.pieces[number]
        size = max(piece.x1 - piece.x0, piece.bottom - piece.top)
        return size < self.page.em * _DIRT and not squeeze(self.readings[number].text)

    def box(self, members: Sequence[int]) -> Box:
        found = [self.pieces[i] for i in members]
        around = (
            float(min(p.x0 for p in found)),
            float(min(p.top for p in found)),
            float(max(p.x1 for p in found)),
            float(max(p.bottom for p in found)),
        )
        return displayed(around, self.page)


def _number(stand_in: str) -> int:
    return ord(stand_in) - _FIRST


def _joint(before: str, after: str) -> str:
    return DOUBTFUL if _is_figure(before[-1]) and _is_figure(after[0]) else ""


def _is_figure(character: str) -> bool:
    return character.isdigit() or character in ".,，．-"


def page_blocks(picture: Picture) -> list[Block]:
    """The lines and tables of a page from top to bottom."""
    page = straightened(picture)
    lines = ruling(page.ink, page.em)
    found = pieces(page.ink, lines, page.em)
    readings = recognised([crop(page.pixels, piece, lines, page.em) for piece in found])
    read = _Read(page, found, readings)
    unit = page.em / _POINTS
    glyphs = [_glyph(i, piece, unit) for i, piece in enumerate(found)]
    blocks: list[tuple[float, Block]] = []
    taken: set[int] = set()
    for across, down in components(_in_points(lines.across, unit), _in_points(lines.down, unit)):
        table, inside = ruled_table(across, down, glyphs)
        if table is not None:
            rows = tuple(tuple(read.cell(cell.text) for cell in row) for row in table.rows)
            blocks.append((table.top, rows))
            taken |= inside
    loose = [glyph for i, glyph in enumerate(glyphs) if i not in taken and squeeze(readings[i].text)]
    blocks += _text_lines(loose, read)
    return [block for _, block in sorted(blocks, key=lambda b: b[0])]


def _in_points(rules: Sequence[Rule], unit: float) -> list[Rule]:
    return [Rule(rule.at / unit, rule.start / unit, rule.end / unit) for rule in rules]


def _glyph(number: int, piece: Piece, unit: float) -> Glyph:
    """A piece as a character of a text layer; a flat one, as a dash, stands in the middle of its line."""
    x0, top, x1, bottom = (float(side) / unit for side in piece)
    base = max(bottom, (top + bottom) / 2 + _POINTS / 2)
    return Glyph(chr(_FIRST + number), x0, top, x1, bottom, base, x0, x1)


def _text_lines(loose: Sequence[Glyph], read: _Read) -> Iterator[tuple[float, str]]:
    """Height and text of each line outside tables; pieces far apart are parted by a space."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(loose, key=lambda g: (g.base, g.x0)):
        if lines and abs(lines[-1][-1].base - glyph.base) < _SAME_LINE:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    for line in lines:
        line.sort(key=lambda g: g.x0)
        texts = [read.readings[_number(glyph.text)].text for glyph in line]
        gaps = [" " if after.x0 - before.x1 > _WORD_GAP else "" for before, after in pairwise(line)]
        yield line[0].base, texts[0] + "".join(gap + text for gap, text in zip(gaps, texts[1:], strict=True))
