"""PDF with a text layer → Document: characters and ruling lines become lines of text and rows of cells with boxes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pypdfium2

from pipelines.model import Document, RawCell, Refused, Source
from pipelines.readers.foreign import refusing
from pipelines.readers.lines import Lines
from pipelines.readers.pdf.cells import Cell, Printed
from pipelines.readers.pdf.page import PageRead, read_page
from pipelines.readers.pdf.swollen import MOST_BYTES, swells

PDF = "application/pdf"
MOST_PAGES = 600
_FEWEST_CHARACTERS = 20  # a page; below it the pages are pictures
_UNKNOWN, _CHINESE = 0.2, 0.03  # of all characters: more or fewer than any disclosure prints


def read_pdf(data: bytes, name: str) -> Document:
    """Lines and rows of a PDF; Refused where it cannot be opened, is too long, or its text layer cannot be read."""
    if swells(data):
        reason = f"a page is described in more than {MOST_BYTES >> 20} MiB; no disclosure needs that"
        raise Refused("too_large", reason, "check what the file is")
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
    seen: dict[int, PageRead] = {}
    lost: list[int] = []
    for number in range(1, pages + 1):
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError:
            lost.append(number)
            continue
        try:
            found = read_page(page)
        finally:
            page.close()
        for _, block in found.blocks:
            if isinstance(block, Printed):
                lines.text(block.text, number, block.ink)
                continue
            for row in block.rows:
                lines.row([_inked(cell) for cell in row], number)
        seen[number] = replace(found, blocks=[])
    if not seen:
        raise Refused("unreadable_pdf", f"none of its {pages} pages can be read", "fetch the file again")
    if reason := _unreadable(list(seen.values())):
        raise Refused("no_text_layer", f"text layer unreadable: {reason}", "have the pages recognised (OCR) first")
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), PDF, pages=pages)
    pictures = tuple(number for number, found in seen.items() if found.picture)
    return Document(source, tuple(lines.found), pictures=pictures, lost=tuple(lost))


def _inked(cell: Cell) -> RawCell:
    repair = "doubled_bold" if cell.doubled else None
    return RawCell(cell.text, cell.text.replace("\n", ""), None, None, cell.box, repair)


def _unreadable(pages: Sequence[PageRead]) -> str | None:
    """Why the text of a file is not what it prints; None where it is."""
    characters, hidden = sum(page.characters for page in pages), sum(page.hidden for page in pages)
    unknown, known = sum(page.unknown for page in pages), sum(page.chinese for page in pages)
    if characters < _FEWEST_CHARACTERS * len(pages):
        if hidden > characters:
            return f"{hidden} characters that are not printed on {len(pages)} pages, which are pictures"
        return f"{characters} characters on {len(pages)} pages, which are pictures"
    if unknown > _UNKNOWN * characters:
        return f"the fonts do not say which characters {unknown} of {characters} are"
    if known < _CHINESE * characters:
        return f"{known} Chinese characters among {characters}"
    return None
