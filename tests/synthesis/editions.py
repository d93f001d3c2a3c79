"""The tab-separated dump of a fictitious disclosure → the same pages as PDF, Word file, spreadsheet and web page."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator
from itertools import groupby

import docx
import openpyxl

from tests.synthesis.typeset import Typesetter

Block = str | list[list[str]]


def blocks(text: str) -> Iterator[Block]:
    """Lines outside tables, and tables as rectangles of cells, in order."""
    for tabs, lines in groupby(text.split("\n"), key=lambda line: "\t" in line):
        if not tabs:
            yield from (line for line in lines if line.strip())
            continue
        rows = [line.split("\t") for line in lines]
        width = max(len(row) for row in rows)
        yield [[*row, *[""] * (width - len(row))] for row in rows]


def pdf(text: str, bold: bool = False, watermark: str = "") -> bytes:
    pages = Typesetter(bold, watermark)
    for block in blocks(text):
        pages.line(block) if isinstance(block, str) else pages.table(block)
    return pages.document()


def bold_pdf(text: str) -> bytes:
    return pdf(text, bold=True)


def watermarked_pdf(text: str) -> bytes:
    return pdf(text, watermark="仅供内部审核")


def word(text: str) -> bytes:
    document = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for row, texts in zip(table.rows, block, strict=True):
            for cell, content in zip(row.cells, texts, strict=True):
                cell.text = content
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def value(text: str) -> str | float | None:
    """Figures as numbers, as a spreadsheet has them; codes as text."""
    whole, point, places = text.replace(",", "").lstrip("-").partition(".")
    return float(text.replace(",", "")) if point and (whole + places).isdigit() else text or None


def spreadsheet(text: str) -> bytes:
    """One sheet for all; figures are numbers that show two places."""
    book = openpyxl.Workbook()
    sheet = book.active
    for block in blocks(text):
        for texts in [[block]] if isinstance(block, str) else block:
            sheet.append([value(content) for content in texts])
            for cell in sheet[sheet.max_row]:
                cell.number_format = "#,##0.00" if isinstance(cell.value, float) else "@"
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page(text: str) -> bytes:
    """A page in GBK, as many portals still serve them."""
    parts = [
        "<!DOCTYPE html><html><head><meta charset=gbk><title>预算公开</title><script>var 合计=1</script></head><body>"
    ]
    for block in blocks(text):
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
            continue
        rows = ("".join(f"<td><span>{html.escape(cell)}</span></td>" for cell in row) for row in block)
        parts.append("<div><table><tbody>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table></div>")
    return "".join([*parts, "</body></html>"]).encode("gb18030")


EDITIONS: dict[str, Callable[[str], bytes]] = {
    "pdf": pdf,
    "bold.pdf": bold_pdf,
    "watermarked.pdf": watermarked_pdf,
    "docx": word,
    "xlsx": spreadsheet,
    "html": page,
}
