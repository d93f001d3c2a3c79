"""One page of a PDF → its lines of text and its tables from top to bottom."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pypdfium2

from pipelines.readers.pdf.calls import Numbers, address
from pipelines.readers.pdf.cells import Cell, Printed, text_lines
from pipelines.readers.pdf.glyphs import (
    Glyphs,
    Runs,
    characters,
    chinese,
    joined,
    reading_quarter,
    unreadable,
    upright,
    watermarks,
)
from pipelines.readers.pdf.hidden import unseen
from pipelines.readers.pdf.objects import Objects, objects
from pipelines.readers.pdf.overprint import painted_once, twins
from pipelines.readers.pdf.rules import NONE, rules, without_underlines
from pipelines.readers.pdf.tables import Ruled, components, ruled_table
from pipelines.readers.pdf.turned import Turn, quarter_turns, turned

_FIGURES = np.array([ord(character) for character in "0123456789.,-"])
_FEW, _LARGE, _DRAWN = 200, 0.4, 500  # characters, share of the page, objects: beyond both, a page is a picture


@dataclass(frozen=True)
class PageRead:
    """Blocks with their height; how many characters are printed, Chinese, of no known code, and there but not printed;
    and whether some of the page is only a picture.
    """

    blocks: list[tuple[float, Printed | Ruled]]
    characters: int
    chinese: int
    unknown: int
    hidden: int
    picture: bool


def read_page(page: pypdfium2.PdfPage) -> PageRead:
    """The printed text of a page as it is read; boxes are those of the displayed page."""
    width, height = page.get_size()
    left, bottom, *_ = page.get_bbox()
    view = turned(page.get_rotation(), width, height, left, bottom)
    textpage = page.get_textpage()
    try:
        text = address(textpage.raw)
        glyphs, runs, handles = characters(text, view)
        quarter = reading_quarter(glyphs, runs)
        if quarter:
            view = quarter_turns(quarter, width, height).after(view)
            glyphs, runs, handles = characters(text, view)
        found = objects(address(page.raw), view)
        size = (height, width) if quarter % 2 else (width, height)
        seen, ghosts = _printed(glyphs, runs, found, handles, size)
        lines = rules(found)
    finally:
        textpage.close()
    blocks = _blocks(seen, ghosts, *(lines or (NONE, NONE)))
    if quarter:
        back = quarter_turns(-quarter % 4, *size)
        blocks = [(top, _turned_back(block, back)) for top, block in blocks]
    picture = lines is None or (len(seen) < _FEW and _is_picture(found, size))
    known, unknown = int(chinese(seen.codes).sum()), int(unreadable(seen.codes).sum())
    return PageRead(blocks, len(seen), known, unknown, len(glyphs) - len(seen), picture)


def _printed(
    glyphs: Glyphs, runs: Runs, found: Objects, handles: frozenset[int], size: tuple[float, float]
) -> tuple[Glyphs, Glyphs]:
    """The characters that a reader of the page sees, each once; and figures in places of their own that he does not."""
    x, y = (glyphs.x0 + glyphs.x1) / 2, glyphs.middle
    within = upright(glyphs, runs) & (x >= 0) & (x <= size[0]) & (y >= 0) & (y <= size[1])
    hidden = unseen(glyphs, runs, found)
    shown = within & ~hidden
    seen = glyphs if shown.all() else glyphs.only(shown)
    keep, again = painted_once(seen)
    repeated = twins(found.texts, handles)
    if repeated:
        again |= np.isin(runs.handles[seen.run], repeated)
    if again.any():
        seen = replace(seen, doubled=again).only(keep)
    ghosts = glyphs.only(np.flatnonzero(within & hidden))
    if len(ghosts):
        own, _ = painted_once(joined(seen, ghosts))
        ghosts = ghosts.only(own[len(seen) :] & np.isin(ghosts.codes, _FIGURES))
    return seen, ghosts


def _blocks(seen: Glyphs, ghosts: Glyphs, across: Numbers, down: Numbers) -> list[tuple[float, Printed | Ruled]]:
    marks = watermarks(seen)
    blocks: list[tuple[float, Printed | Ruled]] = []
    if marks.any():
        blocks += text_lines(seen.only(marks))
        seen = seen.only(~marks)
    loose = np.ones(len(seen), bool)
    for group in components(without_underlines(across, down, seen), down) if len(down) else ():
        table, inside = ruled_table(*group, seen, ghosts)
        if table is not None:
            blocks.append((table.top, table))
            loose[inside] = False
    if loose.any():
        blocks += text_lines(seen.only(loose))
    return sorted(blocks, key=lambda block: block[0])


def _turned_back(block: Printed | Ruled, back: Turn) -> Printed | Ruled:
    """The line or table with the boxes of the displayed page."""
    if isinstance(block, Printed):
        return replace(block, boxes=back.boxes(*block.boxes))
    return replace(block, rows=tuple(tuple(_cell_back(cell, back) for cell in row) for row in block.rows))


def _cell_back(cell: Cell, back: Turn) -> Cell:
    if cell.box is None:
        return cell
    x0, top, x1, bottom = back.boxes(*np.array(cell.box)).tolist()
    return replace(cell, box=(x0, top, x1, bottom))


def _is_picture(found: Objects, size: tuple[float, float]) -> bool:
    """Whether pictures cover much of a page, or it is drawn of more shapes than rules would be."""
    width, height = size
    covered = 0.0
    for group in found.pictures:
        x0, top, x1, bottom = group.boxes
        across = np.clip(x1, 0, width) - np.clip(x0, 0, width)
        covered += float((across * (np.clip(bottom, 0, height) - np.clip(top, 0, height))).sum())
    return covered > _LARGE * width * height or sum(len(group.handles) for group in found.paths) > _DRAWN
