"""One scanned page → its lines of text and rows of cells from top to bottom, as they are recognised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipelines.model import Box, RawCell
from pipelines.readers.lines import DOUBTFUL
from pipelines.readers.pdf.calls import Numbers
from pipelines.readers.pdf.glyphs import Glyphs
from pipelines.readers.pdf.tables import components, ruled_table
from pipelines.readers.scan.pictures import Picture
from pipelines.readers.scan.pieces import Piece, crop, pieces
from pipelines.readers.scan.recognise import Reading, recognised
from pipelines.readers.scan.ruling import Rule, ruling
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
        members = [i for i in map(_number, squeeze(stand_ins)) if not self.is_dirt(i)]
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
    glyphs = _glyphs(found, unit)
    nothing = glyphs.only(np.zeros(0, int))
    blocks: list[tuple[float, Block]] = []
    loose = np.array([bool(squeeze(reading.text)) for reading in readings], bool)
    for across, down in components(_in_points(lines.across, unit), _in_points(lines.down, unit)):
        table, inside = ruled_table(across, down, glyphs, nothing)
        if table is not None:
            rows = tuple(tuple(read.cell(cell.text) for cell in row) for row in table.rows)
            blocks.append((table.top, rows))
            loose[inside] = False
    blocks += _text_lines(glyphs, np.flatnonzero(loose).tolist(), read)
    return [block for _, block in sorted(blocks, key=lambda b: b[0])]


def _in_points(rules: Sequence[Rule], unit: float) -> Numbers:
    return np.array([(rule.at, rule.start, rule.end) for rule in rules], float).reshape(-1, 3) / unit


def _glyphs(found: Sequence[Piece], unit: float) -> Glyphs:
    """Pieces as characters of a text layer; a flat one, as a dash, stands in the middle of its line."""
    x0, top, x1, bottom = np.array([tuple(piece) for piece in found], float).reshape(-1, 4).T / unit
    middle = (top + bottom) / 2
    base = np.maximum(bottom, middle + _POINTS / 2)
    same = np.zeros(len(found), int)
    codes = (np.arange(len(found)) + _FIRST).astype(np.uint32)
    return Glyphs(codes, x0, top, x1, bottom, base, middle, x0, x1, same, same, same.astype(bool))


def _text_lines(glyphs: Glyphs, loose: Sequence[int], read: _Read) -> Iterator[tuple[float, str]]:
    """Height and text of each line outside tables; pieces far apart are parted by a space."""
    base, x0, x1 = glyphs.base.tolist(), glyphs.x0.tolist(), glyphs.x1.tolist()
    lines: list[list[int]] = []
    for i in sorted(loose, key=lambda i: (base[i], x0[i])):
        if lines and abs(base[lines[-1][-1]] - base[i]) < _SAME_LINE:
            lines[-1].append(i)
        else:
            lines.append([i])
    for line in lines:
        line.sort(key=x0.__getitem__)
        texts = [read.readings[i].text for i in line]
        gaps = [" " if x0[after] - x1[before] > _WORD_GAP else "" for before, after in pairwise(line)]
        yield base[line[0]], texts[0] + "".join(gap + text for gap, text in zip(gaps, texts[1:], strict=True))
