"""PDF with a text layer → Document: characters and ruling lines become lines of text and rows of cells with boxes."""

from __future__ import annotations

import hashlib

import pypdfium2

from pipelines.model import Document, RawCell, Refused, Source
from pipelines.readers.foreign import refusing
from pipelines.readers.lines import Lines
from pipelines.readers.pdf.page import read_page

PDF = "application/pdf"
MOST_PAGES = 600
_FEWEST_CHARACTERS = 20  # a page; below it the pages are pictures


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
            found = read_page(page)
        finally:
            page.close()
        characters += found.characters
        for _, block in found.blocks:
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
