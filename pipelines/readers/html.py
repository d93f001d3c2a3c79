"""Web pages → Document: paragraphs as lines, tables as rows with their spans; nothing is fetched or run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as markup

from pipelines.model import Document, RawCell, Refused, Source
from pipelines.readers.foreign import refusing
from pipelines.readers.lines import DOUBTFUL, Lines, pieces_joined, spread
from pipelines.readers.text import decode

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_SKIPPED = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "object", "head", "title", "select", "textarea")
)
_STRUCK = frozenset(("del", "s", "strike"))
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|line-through|opacity\s*:\s*0(?:\.0\d*)?\s*(?:;|$)", re.I
)
_INLINE = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "label", "s", "small", "span", "strong", "sub", "sup", "u")
)
_DEEPEST, _WIDEST_SPAN = 200, 1_000


def _text_of(data: bytes) -> tuple[str, str]:
    """The text and its encoding: GB pages as they declare themselves, the others as any text."""
    declared = _CHARSET.search(data[:4096])
    if declared and declared[1].lower() in (b"gb2312", b"gbk", b"gb18030"):
        try:
            return data.decode("gb18030"), "gb18030"
        except UnicodeDecodeError:
            pass
    text, encoding, _ = decode(data)
    return text, encoding


def _words(element: etree._Element) -> str:
    """The text of an element as a browser folds it; line breaks and blocks are line ends."""
    pieces: list[str] = []

    def visit(node: etree._Element, depth: int) -> None:
        if depth > _DEEPEST:
            raise ValueError(f"elements nested more than {_DEEPEST} deep")
        if node.tag == "br":
            pieces.append("\n")
        elif node.tag in ("sup", "sub"):
            pieces.append(DOUBTFUL)
        pieces.append(_BLANKS.sub(" ", node.text or ""))
        for child in node:
            if _is_seen(child):
                visit(child, depth + 1)
            pieces.append(_BLANKS.sub(" ", child.tail or ""))
        pieces.append("" if node.tag in _INLINE or node.tag == "br" else "\n")

    visit(element, 0)
    return "".join(pieces).strip(" \n")


def _is_seen(node: etree._Element) -> bool:
    """Whether a browser shows an element, and not as struck out."""
    if not isinstance(node.tag, str) or node.tag in _SKIPPED or node.tag in _STRUCK or node.get("hidden") is not None:
        return False
    return not _HIDDEN.search(node.get("style") or "")


def _number(value: str | None) -> int:
    """A span; anything odd counts as one."""
    digits = (value or "").strip()
    return min(int(digits), _WIDEST_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 1


def _rows(table: etree._Element) -> Iterator[list[tuple[str, int, int]]]:
    for row in table.iter("tr"):
        yield [
            (_words(cell), max(1, _number(cell.get("colspan"))), max(1, _number(cell.get("rowspan"))))
            for cell in row
            if cell.tag in ("td", "th")
        ]


def _tables(element: etree._Element) -> set[etree._Element]:
    """The tables without tables inside: the outer ones only lay out the page."""
    inner = set(element.iter("table"))
    return inner - {outer for table in inner for outer in table.iterancestors("table")}


def _lines(root: etree._Element) -> Lines:
    """Text line by line and tables row by row, in document order."""
    lines = Lines()
    tables = _tables(root)
    pending: list[str] = []

    def flush() -> None:
        for piece in "".join(pending).split("\n"):
            if piece.strip():
                lines.text(piece.strip(" "))
        pending.clear()

    def visit(element: etree._Element, depth: int) -> None:
        if depth > _DEEPEST:
            raise Refused("too_deep", f"elements nested more than {_DEEPEST} deep", "save the page as text or PDF")
        pending.append(_BLANKS.sub(" ", element.text or ""))
        for child in element:
            if not _is_seen(child):
                pass
            elif child in tables:
                flush()
                for row in spread(_rows(child)):
                    lines.row([RawCell(pieces_joined(text), text) for text in row])
            elif child.tag == "br":
                flush()
            elif child.tag in _INLINE:
                visit(child, depth + 1)
            else:
                flush()
                visit(child, depth + 1)
                flush()
            pending.append(_BLANKS.sub(" ", child.tail or ""))

    visit(root, 0)
    flush()
    return lines


def read_html(data: bytes, name: str) -> Document:
    """Lines and rows of a web page; Refused where it is none, or larger or deeper than any disclosure."""
    text, encoding = _text_of(data)
    with refusing("not_html", "no web page that can be read", "save the page again, or as PDF"):
        root = markup.document_fromstring(text.encode(), parser=markup.HTMLParser(encoding="utf-8", no_network=True))
        lines = _lines(root)
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), "text/html", encoding)
    return Document(source, tuple(lines.found))
