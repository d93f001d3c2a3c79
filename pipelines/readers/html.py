"""Web pages → Document: paragraphs as lines, tables as rows with their spans; nothing is fetched or run."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from itertools import islice

from lxml import etree
from lxml import html as markup

from pipelines.encodings import decode
from pipelines.model import Document, RawCell, Refused, Source
from pipelines.readers.foreign import refusing
from pipelines.readers.lines import DOUBTFUL, Lines, level, pieces_joined, spread
from pipelines.readers.zipped import MOST_ELEMENTS

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]+)""")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_SKIPPED = frozenset(
    (
        "script", "style", "noscript", "template", "svg", "iframe", "frame", "object", "embed", "head", "title",
        "select", "textarea", "nav", "footer", "rp", "rt", "xml", "datalist", "dialog", "audio", "video", "canvas",
    )
)  # fmt: skip
_STRUCK = frozenset(("del", "s", "strike"))
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|line-through|mso-hide\s*:\s*all"
    r"|(?<![-\w])opacity\s*:\s*0(?:\.0\d*)?\s*(?:;|$)|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)",
    re.I,
)
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"(?:[a-z0-9]{0,10})([.#])([\w-]{1,60})", re.I)
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "em", "font", "i", "ins", "kbd",
        "label", "mark", "nobr", "q", "ruby", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u",
        "var", "wbr",
    )
)  # fmt: skip
_GROUPS = ("thead", "tbody", "tfoot")
_DEEPEST, _WIDEST_SPAN = 200, 1_000
_LONGEST_SHEET = 100_000
_FEW = 1_000  # one unreadable character in so many is damage, more are another encoding


def _text_of(data: bytes) -> tuple[str, str]:
    """The text and its encoding: what it is, whatever the page declares; single broken characters stay visible."""
    try:
        text, encoding, _ = decode(data)
        return text, encoding
    except Refused:
        declared = _CHARSET.search(data[:4096])
        encoding = "gb18030" if declared and declared[1].lower().startswith(b"gb") else "utf-8"
        text = data.decode(encoding, errors="replace")
        if text.count("\ufffd") * _FEW > len(text) or "\x00" in text:
            raise
        return text, encoding


class _Page:
    """Gathers the lines of a page; `unseen` are the classes and ids that its own style sheet hides."""

    def __init__(self, root: etree._Element) -> None:
        self.unseen = frozenset(_hidden_names(root))
        self.tables = _innermost(root)
        self.lines = Lines()
        self.pending: list[str] = []

    def is_seen(self, node: etree._Element) -> bool:
        """Whether a browser shows an element, and not as struck out."""
        if not isinstance(node.tag, str) or node.tag in _SKIPPED or node.tag in _STRUCK:
            return False
        if node.get("hidden") is not None or _HIDDEN.search(node.get("style") or ""):
            return False
        names = {f".{name}" for name in (node.get("class") or "").split()} | {f"#{node.get('id')}"}
        return self.unseen.isdisjoint(names)

    def words(self, element: etree._Element) -> str:
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
                if self.is_seen(child):
                    visit(child, depth + 1)
                pieces.append(_BLANKS.sub(" ", child.tail or ""))
            pieces.append("" if node.tag in _INLINE or node.tag == "br" else "\n")

        visit(element, 0)
        return "".join(pieces).strip(" \n")

    def flush(self) -> None:
        for piece in "".join(self.pending).split("\n"):
            if piece.strip():
                self.lines.text(piece.strip(" "))
        self.pending.clear()

    def visit(self, element: etree._Element, depth: int = 0) -> None:
        """Text line by line and tables row by row, in document order."""
        if depth > _DEEPEST:
            raise Refused("too_deep", f"elements nested more than {_DEEPEST} deep", "save the page as text or PDF")
        self.pending.append(_BLANKS.sub(" ", element.text or ""))
        for child in element:
            if not self.is_seen(child):
                pass
            elif child in self.tables:
                self.flush()
                self.table(child)
            elif child.tag in _INLINE:
                self.visit(child, depth + 1)
            else:
                self.flush()
                self.visit(child, depth + 1)
                self.flush()
            self.pending.append(_BLANKS.sub(" ", child.tail or ""))

    def table(self, table: etree._Element) -> None:
        """The rows of one table with what is written above it; a cell spans no further than its group of rows."""
        for caption in table.iterchildren("caption"):
            self.visit(caption)
            self.flush()
        grids = [spread(self.row(row) for row in group) for group in _groups(table, self.is_seen)]
        for row in level([row for grid in grids for row in grid]):
            self.lines.row([RawCell(pieces_joined(text), text) for text in row])

    def row(self, row: etree._Element) -> list[tuple[str, int, int]]:
        return [
            (self.words(cell), max(1, _number(cell.get("colspan"))), _number(cell.get("rowspan")) or _WIDEST_SPAN)
            for cell in row
            if cell.tag in ("td", "th") and self.is_seen(cell)
        ]


def _hidden_names(root: etree._Element) -> Iterator[str]:
    """Classes and ids that a style sheet in the page hides, where it names nothing else."""
    for sheet in root.iter("style"):
        for selectors, look in _RULE.findall((sheet.text or "")[:_LONGEST_SHEET]):
            if _HIDDEN.search(look):
                yield from (f"{m[1]}{m[2]}" for part in selectors.split(",") if (m := _SIMPLE.fullmatch(part.strip())))


def _number(value: str | None) -> int:
    """A span; anything odd counts as one."""
    digits = (value or "").strip()
    return min(int(digits), _WIDEST_SPAN) if digits.isascii() and digits.isdigit() and len(digits) < 5 else 1


def _groups(table: etree._Element, is_seen: Callable[[etree._Element], bool]) -> Iterator[list[etree._Element]]:
    """The rows that are shown, by their group: head, bodies, foot, or none."""
    loose: list[etree._Element] = []
    for child in table:
        if child.tag == "tr":
            loose += [child] if is_seen(child) else []
        elif child.tag in _GROUPS:
            yield loose
            loose = []
            yield [row for row in child.iterchildren("tr") if is_seen(row)] if is_seen(child) else []
    yield loose


def _innermost(root: etree._Element) -> set[etree._Element]:
    """The tables without tables inside and of more than one cell: the others only lay out the page."""
    inner = {table for table in root.iter("table") if len(list(islice(table.iter("td", "th"), 2))) == 2}
    return inner - {outer for table in inner for outer in table.iterancestors("table")}


def read_html(data: bytes, name: str) -> Document:
    """Lines and rows of a web page; Refused where it is none, or larger or deeper than any disclosure."""
    if data.count(b"<") > MOST_ELEMENTS:
        raise Refused("too_large", f"more than {MOST_ELEMENTS} elements", "check what the file is")
    text, encoding = _text_of(data)
    with refusing("not_html", "no web page that can be read", "save the page again, or as PDF"):
        parser = markup.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)  # a picture inside is huge
        root = markup.document_fromstring(text.encode(), parser=parser)
        page = _Page(root)
        page.visit(root)
        page.flush()
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), "text/html", encoding)
    return Document(source, tuple(page.lines.found))
