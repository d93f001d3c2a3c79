"""Renders a fictitious disclosure as the text layer of a PDF in stream order.

Cells follow each other with one space, an empty cell is a space of its own, bold is painted twice, and a label that
wraps stands on lines of its own before the amounts of its row.
"""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random
from unicodedata import east_asian_width

from tests.synthesis.headers import column_heads, table_head
from tests.synthesis.layout import Row, physical_rows
from tests.synthesis.model import Fictitious, Printed
from tests.synthesis.prose import contents, first_part, last_parts, part_heading
from tests.synthesis.style import Style, spaced_out

WIDTHS = {
    "budget_summary": (14, 12),
    "appropriation_summary": (9, 10),
    "state_capital_budget": (10, 14),
    "agency_operating_expenses": (16,),
    "projects_current_year": (16,),
    "projects_carryover": (20,),
    "basic_expenditure": (19,),
    "revenue_summary": (24,),
}


def wrap(text: str, width: float) -> list[str]:
    """Lines of at most `width` full-width characters; half-width characters count half and stay together in runs."""
    lines, line, used = [], "", 0.0
    for run in re.findall(r"[!-~]+|[^!-~]", text):
        size = sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in run)
        if used + size > width and line.strip("　"):
            lines.append(line)
            line, used = "", 0.0
        line, used = line + run, used + size
    return [*lines, line]


def _paint(cell: str, wide: bool, style: Style) -> str:
    if cell == "":
        blank = {"space": " ", "nothing": "", "nbsp": "\u00a0"}[style.blanks]
        return blank * 2 if wide and style.double_blanks else blank
    return cell * 2 if wide and style.double_text else cell


def _bold(row: Row, index: int, resource: str, style: Style) -> bool:
    if row.wide:
        return not (resource == "agency_operating_expenses" and index > 0)
    later = resource == "expenditure_summary" and row.parent and index > 2
    return later and style.bold_parents


def render_row(row: Row, resource: str, style: Style) -> list[str]:
    """The pieces of one row; a piece ends where the dump breaks the line. Breaks inside a label are single."""
    widths = WIDTHS.get(resource, (18,))
    pieces: list[str] = []
    line, gap = "", ""
    centred = row.wide and resource == "appropriation_summary"
    for index, cell in enumerate(row.cells):
        if cell is None:
            continue
        limit = widths[row.names.index(index) % len(widths)] + style.width if index in row.names else 0
        text = "　" * row.indent * style.indent + cell if index == 0 else cell
        text = spaced_out(text) if style.spaced and index in row.names else text
        parts = wrap(text, limit) if limit and cell and not row.wide else [text]
        bold = _bold(row, index, resource, style)
        if len(parts) > 1:
            if line:
                pieces.append(line.rstrip(" ") if line.strip(" ") and not row.boundary else line)
            pieces.append("\n".join(parts))
            line, gap = "", ""
            continue
        if cell == "" and style.blanks == "nothing":
            continue
        line += gap + _paint(text, bold, style)
        boundary = row.boundary == index and style.glued and not centred
        code = style.glued_codes and index == 0 and cell.isdigit()
        gap = " " if cell and not boundary and not code else ""
    if line:
        pieces.append(line)
    if style.strip_trailing:
        pieces = [piece.rstrip(" ") for piece in pieces]
    return [piece for piece in pieces if piece]


class _Pages:
    """Collects lines with their breaks and turns pages; holds nothing but the text so far."""

    def __init__(self, fictitious: Fictitious, style: Style) -> None:
        self.fictitious, self.style = fictitious, style
        self.rng = Random(f"pages {style.seed}")
        self.text, self.rows, self.page = " ", 0, 1

    def add(self, text: str) -> None:
        self.text += text
        self.rows += 1

    def turn(self) -> None:
        """Ends the page: with its number and the running title, or with nothing but a space on the next."""
        self.text = self.text.rstrip("\n")
        kind = {"department": "部门", "unit": "单位"}[self.fictitious.kind]
        if self.rng.random() < self.style.furniture:
            running = f"{self.fictitious.entity}{self.fictitious.year}年{kind}预算公开报告"
            self.text += f"\n\n{self.style.page_mark.format(page=self.page)}\n\n{running}\n\n\n\n"
        else:
            self.text += "\n\f" if self.style.form_feed else "\n "
        self.rows, self.page = 0, self.page + 1


def _rows(pages: _Pages, table: Printed, style: Style, heading: str) -> None:
    gap = "\n\n" if style.blank_lines else "\n"
    rows = physical_rows(pages.fictitious, table, style)
    for number, row in enumerate(rows):
        pieces = render_row(row, table.resource, style)
        turning = pages.rows >= style.page_rows and number
        if turning and heading:
            pages.add(heading + "\n")
            heading = ""
        if turning:
            pages.turn()
            if style.repeat_headers:
                pages.add(column_heads(pages.fictitious, table.resource, style.double_text))
            elif pages.text.endswith(("\n ", "\f")) and len(pieces) > 1 and not pieces[0].strip(" "):
                pieces = pieces[1:]
        for index, piece in enumerate(pieces):
            opening = index + 1 < len(pieces) and "\n" in pieces[index + 1] and "\n" not in piece
            if style.split_cells and "\n" in piece and index + 1 < len(pieces) and pages.rng.random() < 0.05:
                pages.add(piece + gap)
                pages.turn()
                continue
            pages.add(piece + ("\n" if opening else gap))
    if heading:
        pages.add(heading + "\n\n")


def render(fictitious: Fictitious, style: Style) -> str:
    """The whole dump as one string with LF line ends; `style.encode` makes the bytes."""
    pages = _Pages(fictitious, style)
    kind = {"department": "部门", "unit": "单位"}[fictitious.kind]
    double = style.double_text
    if style.contents:
        pages.add(contents(fictitious, " ......... "))
        pages.turn()
    if style.first_part:
        head = "第一部分 概况"
        pages.add(head * (2 if double else 1) + "\n\n" + first_part(fictitious, 38))
        pages.turn()
    heading = part_heading("第二部分", f"{fictitious.year}年{kind}预算报表", double)
    for table in fictitious.tables.values():
        if table.missing:
            continue
        if table.resource != "budget_summary":
            ninth = table.resource == "three_public_expenses" and pages.rows < 12 and pages.rng.random() < 0.6
            pages.add("") if ninth else pages.turn()
        if style.spaced:
            table = replace(table, title=spaced_out(table.title))
        pages.add(fictitious.wording.heading_of(table.resource, table.title) + "\n\n")
        short = "\n" if pages.rng.random() < 0.3 else "\n\n"
        pages.add(table_head(fictitious, table, double, short))
        _rows(pages, table, style, heading if table.resource == "budget_summary" else "")
        if table.declared_empty:
            pages.add("注：本表无数据" * (2 if double else 1) + pages.rng.choice(("", "     ")) + "\n\n")
    if style.rounding_note:
        pages.add("注：本套报表因取数时四舍五入，部分金额可能存在尾差\n\n")
    if style.narrative:
        pages.turn()
        pages.add(last_parts(fictitious, style, 38, double))
    return pages.text
