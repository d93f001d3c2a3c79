"""PDF with a text layer → Document: characters and ruling lines become lines of text and rows of cells with boxes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2

from pipelines.model import Document, RawCell, Refused, Source
from pipelines.readers.foreign import refusing
from pipelines.readers.lines import Lines
from pipelines.readers.pdf.glyphs import Glyph, glyphs
from pipelines.readers.pdf.rules import rules, without_underlines
from pipelines.readers.pdf.tables import Ruled, components, ruled_table
from pipelines.readers.pdf.turned import turned

PDF = "application/pdf"
MOST_PAGES = 600
_FEWEST_CHARACTERS = 20  # a page; below it the pages are pictures
_SAME_LINE, _WORD_GAP = 3.0, 0.3


def _text_lines(loose: Sequence[Glyph]) -> Iterator[tuple[float, str]]:
    """Height and text of each line outside tables; a wide gap is a space."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(loose, key=lambda g: g.base):
        if lines and abs(lines[-1][-1].base - glyph.base) < _SAME_LINE:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    for line in lines:
        line.sort(key=lambda g: g.x0)
        text = line[0].text
        for before, glyph in pairwise(line):
            gap = glyph.start - before.end > _WORD_GAP * (glyph.end - glyph.start)
            text += f" {glyph.text}" if gap else glyph.text
        yield line[0].base, text


def _blocks(page: pypdfium2.PdfPage) -> tuple[list[tuple[float, str | Ruled]], int]:
    """Lines and tables of a page from top to bottom, and how many characters it has."""
    width, height = page.get_size()
    rotation = page.get_rotation()
    left, bottom, *_ = page.get_bbox()
    place = turned(rotation, width, height, left, bottom)
    textpage = page.get_textpage()
    try:
        found = glyphs(page.raw, textpage.raw, place, rotation)
        across, down = rules(page.raw, place)
    finally:
        textpage.close()
    blocks: list[tuple[float, str | Ruled]] = []
    taken: set[int] = set()
    for group in components(without_underlines(across, found), down):
        table, inside = ruled_table(*group, found)
        if table is not None:
            blocks.append((table.top, table))
            taken |= inside
    blocks += _text_lines([glyph for i, glyph in enumerate(found) if i not in taken])
    return sorted(blocks, key=lambda block: block[0]), len(found)


def read_pdf(data: bytes, name: str) -> Document:
    """Lines and rows of a PDF; Refused where it cannot be opened, is too long, or has no text layer."""
    with refusing("unreadable_pdf", "the PDF cannot be opened", "fetch the file again, or remove its password"):
        document = pypdfium2.PdfDocument(data)
    try:
        with refusing("unreadable_pdf", "a page of the PDF cannot be read", "fetch the file again"):
            return _read(document, data, name)
    finally:
        document.close()


def _read(document: pypdfium2.PdfDocument, data: bytes, name: str) -> Document:
    pages = len(document)
    if not 0 < pages <= MOST_PAGES:
        raise Refused("odd_length", f"{pages} pages; a disclosure has 1 to {MOST_PAGES}", "check what the file is")
    lines = Lines()
    characters = 0
    for number in range(1, pages + 1):
        page = document[number - 1]
        try:
            blocks, count = _blocks(page)
        finally:
            page.close()
        characters += count
        for _, block in blocks:
            if isinstance(block, str):
                lines.text(block, number)
                continue
            for row in block.rows:
                repair = "doubled_bold"
                cells = [RawCell(c.text, c.text, box=c.box, repair=repair if c.doubled else None) for c in row]
                lines.row(cells, number)
    if characters < _FEWEST_CHARACTERS * pages:
        reason = f"text layer unreadable: {characters} characters on {pages} pages, which are pictures"
        raise Refused("no_text_layer", reason, "have the pages recognised (OCR) first")
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), PDF, pages=pages)
    return Document(source, tuple(lines.found))
