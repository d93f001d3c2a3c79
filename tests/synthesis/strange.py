"""The dump of a fictitious disclosure → stranger layouts: merged heads, spacer rows and columns, kinds of files."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from xml.sax.saxutils import escape

import docx
import openpyxl
import xlwt

from tests.synthesis.editions import blocks
from tests.synthesis.editions import value as stored
from tests.synthesis.spans import Cell, Row, Table, shifted


@dataclass(frozen=True)
class Layout:
    """How a table is laid out; `head` says where its title, owner and unit stand: outside, above, or in one row."""

    leading: int = 0
    spacers: bool = False
    blank_rows: bool = False
    merged: bool = True
    head: str = "outside"


Source = str | Sequence[str | Table]
"""A tab-separated dump, or lines and tables in order."""


def layouts(seed: int) -> Layout:
    rng = Random(f"layout {seed}")
    head = rng.choice(["outside", "rows", "one_row", "title_outside"])
    return Layout(rng.choice([0, 0, 1, 2]), rng.random() < 0.4, rng.random() < 0.4, rng.random() < 0.7, head)


def _is_figure(text: str) -> bool:
    return text.replace(",", "").replace(".", "").lstrip("-").isdigit() and "." in text


def _headings(rows: Sequence[Sequence[str]]) -> int:
    """How many rows stand above the first row of figures or keys; none in a performance form."""
    if any(row[0] == "项目概况" for row in rows):
        return 0
    for number, row in enumerate(rows):
        first = row[0].strip()
        if any(_is_figure(text) for text in row) or first[:3].isdigit() or first.startswith(("一、", "合计", "总计")):
            return number
    return len(rows)


def _merged(rows: Sequence[Sequence[str]], until: int) -> list[Row]:
    """Headings over what they head: across while the cells beside are empty, down where those below are."""
    head = [list(row) for row in rows[:until] if any(row)]
    out: list[Row] = []
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(head):
        cells: Row = []
        for column, text in enumerate(row):
            if (number, column) in taken:
                continue
            across, down = 1, 1
            while text and number + down < len(head) and not head[number + down][column]:
                down += 1
            while (
                text
                and down == 1
                and number + 1 < len(head)
                and column + across < len(row)
                and not row[column + across]
                and head[number + 1][column + across]
            ):
                across += 1
            taken |= {(number + i, column + j) for i in range(down) for j in range(across)}
            cells.append(Cell(text, column, across, down))
        out.append(cells)
    return out


def _table(rows: Sequence[Sequence[str]], head: Sequence[str], layout: Layout) -> Table:
    until = _headings(rows)
    width = len(rows[0])
    laid = _merged(rows, until) if layout.merged else [[Cell(t, c) for c, t in enumerate(r)] for r in rows[:until]]
    for row in rows[until:]:
        laid += [[]] if layout.blank_rows and row[0].startswith(("二、", "202", "204")) else []
        laid.append([Cell(text, column) for column, text in enumerate(row)])
    body = shifted(Table(laid, width), 0, layout.spacers)
    laid, width = body.rows, body.width
    above: list[Row] = []
    if layout.head == "one_row":
        above = [[Cell(text, 0, width)] for text in head[:-2]]
        above.append([Cell(head[-2], 0), Cell(head[-1], width - 1)])
    elif layout.head != "outside":
        above = [[Cell(text, 0, width)] for text in head]
    return shifted(Table([*above, *laid], width), layout.leading, False)


def laid_out(text: Source, layout: Layout) -> Iterator[str | Table]:
    """Lines and tables in order; the lines of a dump right above a table go into it as its layout says."""
    if not isinstance(text, str):
        yield from text
        return
    above: list[str] = []
    for block in blocks(text):
        if isinstance(block, str):
            above.append(block)
            continue
        kept = 0 if layout.head == "outside" else 2 if layout.head == "title_outside" else 3
        titled = len(above) >= 3 and "单位" in above[-1] and kept
        yield from above[: len(above) - kept] if titled else above
        yield _table(block, above[-kept:] if titled else [], replace(layout, head=layout.head if titled else "outside"))
        above = []
    yield from above


def spreadsheet(text: Source, layout: Layout) -> bytes:
    """Every table on a sheet of its own, with the lines above it."""
    book = openpyxl.Workbook()
    sheet = book.active
    row, begun = 0, False
    for block in laid_out(text, layout):
        if begun and (isinstance(block, str) or len(block.rows[0]) == 1):
            sheet, row, begun = book.create_sheet(), 0, False
        if isinstance(block, str):
            row += 1
            sheet.cell(row, 1 + layout.leading, block)
            continue
        for cells in block.rows:
            row += 1
            for cell in cells:
                made = sheet.cell(row, cell.column + 1, stored(cell.text))
                made.number_format = "#,##0.00" if isinstance(made.value, float) else "@"
                made.data_type = "s" if isinstance(made.value, str) else made.data_type
                if cell.across * cell.down > 1:
                    sheet.merge_cells(None, row, made.column, row + cell.down - 1, made.column + cell.across - 1)
        begun = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def old_spreadsheet(text: Source, layout: Layout) -> bytes:
    """One sheet of Excel 97 for all."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("预算")
    figures, plain = xlwt.easyxf(num_format_str="#,##0.00"), xlwt.easyxf()
    row = 0
    for block in laid_out(text, layout):
        if isinstance(block, str):
            sheet.write(row, layout.leading, block, plain)
            row += 1
            continue
        for cells in block.rows:
            for cell in cells:
                kept = stored(cell.text)
                look = figures if isinstance(kept, float) else plain
                bottom, right = row + cell.down - 1, cell.column + cell.across - 1
                if cell.across * cell.down > 1:
                    sheet.write_merge(row, bottom, cell.column, right, kept, look)
                else:
                    sheet.write(row, cell.column, kept, look)
            row += 1
        row += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _full(cells: Row, width: int) -> Iterator[Cell]:
    """The cells of a row with the empty ones between them."""
    column = 0
    for cell in cells:
        while column < cell.column:
            yield Cell("", column)
            column += 1
        yield cell
        column += cell.across
    while column < width:
        yield Cell("", column)
        column += 1


def _gridded(table: Table) -> Iterator[Row]:
    """Rows with every place filled that no cell above covers."""
    held: dict[int, int] = {}
    for number, cells in enumerate(table.rows):
        row = []
        for cell in _full(cells, table.width):
            if cell.text == "" and held.get(cell.column, 0) > number:
                continue
            row.append(cell)
            for column in range(cell.column, cell.column + cell.across):
                held[column] = number + cell.down
        yield row


def page(text: Source, layout: Layout) -> bytes:
    """A portal's page in GBK that says it is UTF-8: menus around, layout tables, spaces as entities."""
    out = [
        "<!DOCTYPE html><html><head><meta charset='utf-8'><style>.tip{display:none}</style></head><body>",
        "<div class=menu><table><tr><td><a href=/>首页</a></td><td><a href=/a>政务公开</a></td></tr></table></div>",
        "<table><tr><td width=20>&nbsp;</td><td><div class=tip>12.00</div>",
    ]
    for block in laid_out(text, layout):
        if isinstance(block, str):
            out.append(f"<p>&emsp;&emsp;{html.escape(block)}</p>")
            continue
        out.append("<table border=1>")
        for cells in _gridded(block):
            spans = ((f" colspan={c.across}" * (c.across > 1) + f" rowspan={c.down}" * (c.down > 1), c) for c in cells)
            out.append("<tr>" + "".join(f"<td{s}>{html.escape(c.text) or '&nbsp;'}</td>" for s, c in spans) + "</tr>")
        out.append("</table>")
    out.append("</td></tr></table><footer><table><tr><td>主办</td><td>12.00</td></tr></table></footer></body></html>")
    return "".join(out).encode("gb18030")


def word(text: Source, layout: Layout) -> bytes:
    document = docx.Document()
    for block in laid_out(text, layout):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block.rows), block.width)
        grid = [list(row.cells) for row in table.rows]
        for number, cells in enumerate(block.rows):
            for cell in cells:
                first = grid[number][cell.column]
                if cell.across * cell.down > 1:
                    last = grid[number + cell.down - 1][cell.column + cell.across - 1]
                    first = first.merge(last)
                first.text = cell.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(text: Source, layout: Layout) -> bytes:
    """An OpenDocument workbook by hand: what is shown stands beside the stored value."""
    rows = []
    for block in laid_out(text, layout):
        if isinstance(block, str):
            rows.append(f"<table:table-row>{'<table:table-cell/>' * layout.leading}{_cell(block)}</table:table-row>")
            continue
        held: dict[int, int] = {}
        for number, cells in enumerate(block.rows):
            out = []
            for cell in _full(cells, block.width):
                covered = held.get(cell.column, 0) > number and not cell.text
                out.append("<table:covered-table-cell/>" if covered else _cell(cell.text, cell.across, cell.down))
                out += ["<table:covered-table-cell/>"] * (cell.across - 1)
                if not covered:
                    held |= dict.fromkeys(range(cell.column, cell.column + cell.across), number + cell.down)
            rows.append(f"<table:table-row>{''.join(out)}</table:table-row>")
        rows.append('<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>')
    names = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in ("office", "table", "text"))
    body = f'<office:spreadsheet><table:table table:name="表">{"".join(rows)}</table:table></office:spreadsheet>'
    out_ = io.BytesIO()
    with zipfile.ZipFile(out_, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body>{body}</office:body></office:document-content>",
        )
    return out_.getvalue()


def _cell(text: str, across: int = 1, down: int = 1) -> str:
    kept = stored(text)
    spans = f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"'
    value = f' office:value-type="float" office:value="{kept}001"' if isinstance(kept, float) else ""
    content = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f"<table:table-cell{spans}{value}>{content}</table:table-cell>"


STRANGE: dict[str, Callable[[Source, Layout], bytes]] = {
    "xlsx": spreadsheet,
    "xls": old_spreadsheet,
    "ods": open_document,
    "html": page,
    "docx": word,
}
