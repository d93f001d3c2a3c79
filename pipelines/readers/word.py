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
from pipelines.readers.lines import DOUBTFUL, WIDEST, Lines, level, pieces_joined
from pipelines.readers.zipped import bounded

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEXT = qn("w:t")
_WRAPPERS = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_GONE = frozenset(qn(f"w:{name}") for name in ("del", "moveFrom"))
_UNSEEN = ("w:vanish", "w:strike", "w:dstrike")
_SHOWN = {qn("w:tab"): " ", qn("w:noBreakHyphen"): "-", qn("w:br"): "\n", qn("w:cr"): "\n"}


def _text(paragraph: etree._Element) -> str:
    """The text of a paragraph as it is seen; what is deleted, hidden or struck out is not, raised digits are marked."""
    return "".join(
        _piece(node) for node in paragraph.iter(_TEXT, *_SHOWN) if not any(a.tag in _GONE for a in node.iterancestors())
    )


def _piece(node: etree._Element) -> str:
    text = node.text or "" if node.tag == _TEXT else _SHOWN[node.tag]
    look = node.getparent().find(qn("w:rPr"))
    if look is None:
        return text
    if any(_is_on(look.find(qn(name))) for name in _UNSEEN):
        return ""
    raised = look.find(qn("w:vertAlign"))
    return f"{DOUBTFUL}{text}" if raised is not None and raised.get(qn("w:val")) != "baseline" else text


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(qn("w:val")) not in ("0", "false", "none", "off")


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of this name, also those in content controls and marks of revision."""
    for child in element.iterchildren():
        if child.tag == qn(name):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, name)


def _number(element: etree._Element | None, name: str, otherwise: int) -> int:
    found = element.find(qn(name)) if element is not None else None
    value = found.get(qn("w:val")) if found is not None else None
    return min(int(value), WIDEST) if value and value.isascii() and value.isdigit() and len(value) < 5 else otherwise


def _rows(table: etree._Element) -> Iterator[list[str]]:
    """Rows of cells in their grid columns; a cell merged with the one above is empty."""
    for row in _inside(table, "w:tr"):
        texts = [""] * _number(row.find(qn("w:trPr")), "w:gridBefore", 0)
        for cell in _inside(row, "w:tc"):
            settings = cell.find(qn("w:tcPr"))
            merge = settings.find(qn("w:vMerge")) if settings is not None else None
            goes_on = merge is not None and merge.get(qn("w:val")) != "restart"
            text = "" if goes_on else "\n".join(_text(paragraph) for paragraph in cell.iter(qn("w:p")))
            texts += [text, *[""] * (_number(settings, "w:gridSpan", 1) - 1)]
        yield texts[:WIDEST]


def _blocks(body: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, those in content controls (a table of contents) among them."""
    for element in body.iterchildren():
        yield from _blocks(element) if element.tag in _WRAPPERS else (element,)


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
                    lines.row([RawCell(pieces_joined(text), text) for text in row])
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), DOCX)
    return Document(source, tuple(lines.found))
