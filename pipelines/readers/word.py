"""Word files → Document: paragraphs as lines, tables as rows with their merged cells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from lxml import etree

from pipelines.model import Document, Issue, RawCell, Source
from pipelines.readers.foreign import refusing
from pipelines.readers.lines import DOUBTFUL, WIDEST, Lines, level, pieces_joined
from pipelines.readers.zipped import Parts, local, opened

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = frozenset(
    f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "dir", "bdo")
)
_GONE = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "txbxContent"))
_REVISED = tuple(f"{_W}{name}" for name in ("del", "ins", "moveFrom", "moveTo", "cellDel", "cellIns"))
_UNSEEN = ("vanish", "webHidden", "strike", "dstrike")
_SHOWN = {"tab": " ", "noBreakHyphen": "-", "br": "\n", "cr": "\n", "ptab": " "}
_DEEPEST = 40


def _find(element: etree._Element | None, name: str) -> etree._Element | None:
    return element.find(f"{_W}{name}") if element is not None else None


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(f"{_W}val") not in ("0", "false", "none", "off")


class _Text:
    """Reads text as it is seen; `unseen` are the styles whose text is hidden or struck out."""

    def __init__(self, styles: etree._Element | None) -> None:
        self.unseen: set[str] = set()
        for style in styles.iter(f"{_W}style") if styles is not None else ():
            look, above = _find(style, "rPr"), _find(style, "basedOn")
            hidden = any(_is_on(_find(look, name)) for name in _UNSEEN)
            inherited = above is not None and above.get(f"{_W}val") in self.unseen and look is None
            if hidden or inherited:
                self.unseen.add(style.get(f"{_W}styleId", ""))

    def of(self, paragraph: etree._Element) -> str:
        """A paragraph without what is deleted, hidden or struck out, and without its text boxes; raised digits are
        marked.
        """
        style = _find(_find(paragraph, "pPr"), "pStyle")
        if style is not None and style.get(f"{_W}val") in self.unseen:
            return ""
        return "".join(self._pieces(paragraph))

    def _pieces(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            if child.tag == f"{_W}r":
                yield self._run(child)
            elif child.tag not in _GONE and local(child) not in ("", "Fallback"):
                yield from self._pieces(child)

    def _run(self, run: etree._Element) -> str:
        nodes = [node for node in run if isinstance(node.tag, str) and node.tag.startswith(_W)]
        text = "".join(self._node(node) for node in nodes)
        look = _find(run, "rPr")
        if look is None or not text:
            return text
        style = _find(look, "rStyle")
        if style is not None and style.get(f"{_W}val") in self.unseen:
            return ""
        if any(_is_on(_find(look, name)) for name in _UNSEEN):
            return ""
        raised = _find(look, "vertAlign")
        return f"{DOUBTFUL}{text}" if raised is not None and raised.get(f"{_W}val") != "baseline" else text

    def _node(self, node: etree._Element) -> str:
        name = local(node)
        if name == "ruby":
            base = _find(node, "rubyBase")
            return "".join(self._pieces(base)) if base is not None else ""
        return node.text or "" if name == "t" else _SHOWN.get(name, "")


def _inside(element: etree._Element, name: str, depth: int = 0) -> Iterator[etree._Element]:
    """The children of this name, also those in content controls and marks of revision."""
    if depth > _DEEPEST:
        raise ValueError(f"elements nested more than {_DEEPEST} deep")
    for child in element.iterchildren():
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, name, depth + 1)


def _number(element: etree._Element | None, name: str, otherwise: int) -> int:
    found = _find(element, name)
    value = found.get(f"{_W}val") if found is not None else None
    return min(int(value), WIDEST) if value and value.isascii() and value.isdigit() and len(value) < 5 else otherwise


def _boxes(element: etree._Element) -> Iterator[etree._Element]:
    """The text boxes of a paragraph: each is kept twice, for new programs and for old ones, and read once."""
    for box in element.iter(f"{_W}txbxContent"):
        own = next(box.iterancestors(f"{_W}p")) is element
        if own and not any(local(above) == "Fallback" for above in box.iterancestors()):
            yield box


class _Reader:
    """The blocks of a file, gathered into lines."""

    def __init__(self, text: _Text) -> None:
        self.text, self.lines = text, Lines()

    def blocks(self, body: etree._Element, depth: int = 0) -> None:
        """Paragraphs and tables in order, those in content controls (a table of contents) and text boxes among them."""
        if depth > _DEEPEST:
            raise ValueError(f"elements nested more than {_DEEPEST} deep")
        for element in body.iterchildren():
            if element.tag in _WRAPPERS:
                self.blocks(element, depth + 1)
            elif element.tag == f"{_W}p":
                boxes = list(_boxes(element))
                text = self.text.of(element)
                if text.strip() or not boxes:
                    self.lines.text(text)
                for box in boxes:
                    self.blocks(box, depth + 1)
            elif element.tag == f"{_W}tbl":
                self._table(element, depth)

    def _table(self, table: etree._Element, depth: int) -> None:
        """The rows of a table; one with tables inside, or of a single column, only lays them out."""
        cells = [list(_inside(row, "tc")) for row in _inside(table, "tr")]
        if max(map(len, cells), default=0) < 2 or next(table.iterdescendants(f"{_W}tbl"), None) is not None:
            for cell in (cell for row in cells for cell in row):
                self.blocks(cell, depth + 1)
            return
        for row in level(list(self._rows(table))):
            self.lines.row([RawCell(pieces_joined(text), text) for text in row])

    def _rows(self, table: etree._Element) -> Iterator[list[str]]:
        """Rows of cells in their grid columns; a cell merged with the one above is empty."""
        for row in _inside(table, "tr"):
            look = _find(row, "trPr")
            if _is_on(_find(look, "hidden")) or _find(look, "del") is not None:
                continue
            texts = [""] * _number(look, "gridBefore", 0)
            for cell in _inside(row, "tc"):
                settings = _find(cell, "tcPr")
                merge = _find(settings, "vMerge")
                goes_on = merge is not None and merge.get(f"{_W}val") != "restart"
                text = "" if goes_on else "\n".join(self._paragraphs(cell))
                texts += [text, *[""] * (_number(settings, "gridSpan", 1) - 1)]
                if len(texts) > WIDEST:
                    raise ValueError(f"a table of more than {WIDEST} columns")
            yield texts

    def _paragraphs(self, cell: etree._Element) -> Iterator[str]:
        for paragraph in _inside(cell, "p"):
            yield self.text.of(paragraph)
            for box in _boxes(paragraph):
                yield from (self.text.of(inner) for inner in box.iter(f"{_W}p"))


def _revisions(root: etree._Element) -> tuple[Issue, ...]:
    count = sum(1 for _ in root.iter(*_REVISED))
    if not count:
        return ()
    zh = f"文件留有修订标记{count}处：删去的文字未读，插入的文字照读"
    en = f"{count} tracked changes are left in the file: deleted text is not read, inserted text is"
    return (Issue("tracked_changes", zh, en, "warning"),)


def _main(parts: Parts) -> tuple[etree._Element, etree._Element | None]:
    """The document and its styles."""
    main = parts.main("word/document.xml")
    root = parts.root(main)
    if root is None or (body := _find(root, "body")) is None:
        raise ValueError("no document in the archive")
    styles = [relation.target for relation in parts.relations(main).values() if relation.kind == "styles"]
    return body, parts.root(styles[0]) if styles else None


def read_docx(data: bytes, name: str) -> Document:
    """Lines and rows of a Word file; macros, links and fields are never run. What is hidden, struck out or deleted in
    a tracked change is no print.
    """
    with refusing("not_docx", "no Word file that can be read", "save the file again as .docx"), opened(data) as parts:
        body, styles = _main(parts)
        reader = _Reader(_Text(styles))
        reader.blocks(body)
        issues = _revisions(body)
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), DOCX)
    return Document(source, tuple(reader.lines.found), issues=issues)
