"""Word files → Document: paragraphs as lines, tables as rows with their merged cells."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from lxml import etree

from pipelines.model import Document, RawCell, Source
from pipelines.readers.foreign import refusing
from pipelines.readers.lines import WIDEST, Lines, level
from pipelines.readers.zipped import bounded

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEXT = qn("w:t")
_SHOWN = {qn("w:tab"): " ", qn("w:noBreakHyphen"): "-", qn("w:br"): "\n", qn("w:cr"): "\n"}


def _text(paragraph: etree._Element) -> str:
    """The text of a paragraph; what is deleted or a field's instruction is not `w:t`."""
    return "".join(
        node.text or "" if node.tag == _TEXT else _SHOWN[node.tag] for node in paragraph.iter(_TEXT, *_SHOWN)
    )


def _number(element: etree._Element | None, name: str, otherwise: int) -> int:
    found = element.find(qn(name)) if element is not None else None
    value = found.get(qn("w:val")) if found is not None else None
    return min(int(value), WIDEST) if value and value.isascii() and value.isdigit() and len(value) < 5 else otherwise


def _rows(table: etree._Element) -> Iterator[list[str]]:
    """Rows of cells in their grid columns; a cell merged with the one above is empty."""
    for row in table.iterchildren(qn("w:tr")):
        texts = [""] * _number(row.find(qn("w:trPr")), "w:gridBefore", 0)
        for cell in row.iterchildren(qn("w:tc")):
            settings = cell.find(qn("w:tcPr"))
            merge = settings.find(qn("w:vMerge")) if settings is not None else None
            goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
            text = "" if goes_on else "\n".join(_text(paragraph) for paragraph in cell.iter(qn("w:p")))
            texts += [text, *[""] * (_number(settings, "w:gridSpan", 1) - 1)]
        yield texts[:WIDEST]


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, those in content controls (a table of contents) among them."""
    for element in body.iterchildren():
        content = element.find(qn("w:sdtContent")) if element.tag == qn("w:sdt") else None
        yield from _blocks(content) if content is not None else (element,)


def read_docx(data: bytes, name: str) -> Document:
    """Lines and rows of a Word file; macros, links and fields are never run."""
    bounded(data)
    lines = Lines()
    with refusing("not_docx", "no Word file that can be read", "save the file again as .docx"):
        for element in _blocks(docx.Document(io.BytesIO(data)).element.body):
            if element.tag == qn("w:p"):
                lines.text(_text(element))
            elif element.tag == qn("w:tbl"):
                for row in level(list(_rows(element))):
                    lines.row([RawCell(text, text) for text in row])
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), DOCX)
    return Document(source, tuple(lines.found))
