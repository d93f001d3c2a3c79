"""A small typesetter of PDF pages: ruled tables and lines of Chinese text, in a font that every PDF reader knows.

The font is named, not embedded (STSong-Light with the predefined map of UTF-16), so a file is small, the same on every
machine, and holds real characters at real places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.synthesis.spans import Table

WIDTH, HEIGHT, MARGIN = 842.0, 595.0, 36.0
SIZE, LEADING, PAD = 8.0, 10.0, 3.0
FONT = """\
<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>
<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R \
/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 5 >> >>
<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 \
/Descent -120 /CapHeight 880 /StemV 93 >>"""
PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:g} {height:g}] {attributes} /Contents {content} 0 R"
    " /Resources << /Font << /F1 3 0 R >> {resources} >> >>"
)


def advance(text: str) -> float:
    """The width of a text: half a square for ASCII."""
    return sum(SIZE / 2 if character.isascii() else SIZE for character in text)


def wrapped(text: str, width: float) -> list[str]:
    """The text in lines no wider than `width`; at least one character a line."""
    lines = [""]
    for character in text:
        if lines[-1] and advance(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines


@dataclass
class Typesetter:
    """Pages as they fill. `bold` paints the first row under each heading twice, `watermark` crosses every page.

    `attributes` and `resources` are PDF syntax for every page; `extra` are objects from number 6 on that they name.
    """

    bold: bool = False
    watermark: str = ""
    attributes: str = ""
    resources: str = ""
    extra: tuple[str, ...] = ()
    pages: list[list[str]] = field(default_factory=list)
    y: float = 0.0

    def feed(self) -> None:
        """Begins a new page."""
        self.pages.append([])
        self.y = MARGIN
        if self.watermark:
            self._show(self.watermark, "0.7 0.7 -0.7 0.7 250 150", 36)

    def _show(self, text: str, matrix: str, size: float = SIZE) -> None:
        code = text.encode("utf-16-be").hex()
        self.pages[-1].append(f"BT /F1 {size:g} Tf {matrix} Tm <{code}> Tj ET")

    def put(self, text: str, x: float, y: float, bold: bool = False) -> None:
        """Shows the text with its foot `y` below the top of the page."""
        for shift in (0, 0.4) if bold else (0,):
            self._show(text, f"1 0 0 1 {x + shift:.2f} {HEIGHT - y:.2f}")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draws a line."""
        self.pages[-1].append(f"0.5 w {x0:.2f} {HEIGHT - y0:.2f} m {x1:.2f} {HEIGHT - y1:.2f} l S")

    def _room(self, height: float) -> None:
        if not self.pages or self.y + height > HEIGHT - MARGIN:
            self.feed()

    def line(self, text: str) -> None:
        for piece in wrapped(text, WIDTH - 2 * MARGIN):
            self._room(LEADING)
            self.y += LEADING
            self.put(piece, MARGIN, self.y)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A ruled table; columns of words are four times as wide as those of figures. Cells wrap, rows do not break."""
        count = len(rows[0])
        wordy = [any(len(row[c]) > 6 and not row[c][0].isdigit() for row in rows if row[c]) for c in range(count)]
        unit = (WIDTH - 2 * MARGIN) / sum(4 if wide else 2 for wide in wordy)
        edges = [MARGIN]
        for wide in wordy:
            edges.append(edges[-1] + unit * (4 if wide else 2))
        for number, row in enumerate(rows):
            cells = [wrapped(text, b - a - 2 * PAD) for text, a, b in zip(row, edges, edges[1:], strict=False)]
            height = max(len(cell) for cell in cells) * LEADING + PAD
            self._room(height)
            self.rule(edges[0], self.y, edges[-1], self.y)
            self.rule(edges[0], self.y + height, edges[-1], self.y + height)
            for x in edges:
                self.rule(x, self.y, x, self.y + height)
            for cell, x in zip(cells, edges, strict=False):
                middle = (height - PAD - len(cell) * LEADING) / 2
                for i, piece in enumerate(cell, 1):
                    if piece:
                        self.put(piece, x + PAD, self.y + middle + i * LEADING, self.bold and number < 6)
            self.y += height
        self.y += LEADING

    def spans(self, table: Table) -> None:
        """A ruled table whose cells may cover others; those that cover rows stand on one page."""
        columns = [[cell.text for row in table.rows for cell in row if cell.column == c and cell.across == 1] for c in
                   range(table.width)]  # fmt: skip
        wide = [4 if any(len(t) > 6 and not t[0].isdigit() for t in texts if t) else 2 for texts in columns]
        wide = [w if any(texts) else 1 for w, texts in zip(wide, columns, strict=True)]
        edges = [MARGIN]
        for share in wide:
            edges.append(edges[-1] + (WIDTH - 2 * MARGIN) * share / sum(wide))
        texts = [
            [(c, wrapped(c.text, edges[c.column + c.across] - edges[c.column] - 2 * PAD)) for c in row]
            for row in table.rows
        ]
        heights = [max((len(t) for c, t in row if c.down == 1), default=1) * LEADING + PAD for row in texts]
        for number, row in enumerate(texts):
            held = max((c.down for c, _ in row), default=1)
            self._room(sum(heights[number : number + held]))
            for cell, lines in row:
                x0, x1 = edges[cell.column], edges[cell.column + cell.across]
                height = sum(heights[number : number + cell.down])
                for y in (self.y, self.y + height):
                    self.rule(x0, y, x1, y)
                for x in (x0, x1):
                    self.rule(x, self.y, x, self.y + height)
                middle = (height - PAD - len(lines) * LEADING) / 2
                for i, piece in enumerate(lines, 1):
                    if piece:
                        self.put(piece, x0 + PAD, self.y + middle + i * LEADING, self.bold and number < 6)
            self.y += heights[number]
        self.y += LEADING

    def document(self) -> bytes:
        """The file: its objects in order, its cross-reference table, no clock."""
        first = 6 + len(self.extra)
        kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(self.pages)))
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>",
            *FONT.split("\n"),
            *self.extra,
        ]
        for number, page in enumerate(self.pages):
            content = "\n".join(page)
            named = {"attributes": self.attributes, "resources": self.resources}
            objects += [
                PAGE.format(width=WIDTH, height=HEIGHT, content=first + 1 + 2 * number, **named),
                stream(content),
            ]
        return written(objects)


def stream(content: str, attributes: str = "") -> str:
    """A stream object."""
    return f"<< {attributes} /Length {len(content)} >>\nstream\n{content}\nendstream"


def written(objects: Sequence[str]) -> bytes:
    """The file of objects numbered from 1, the first of which is the catalogue."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return out + f"{tail}startxref\n{len(out)}\n%%EOF\n".encode("ascii")
