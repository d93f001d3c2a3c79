"""Renders a fictitious disclosure as the tab-separated dump of an OCR-like tool.

One line a row with an exact count of tabs, titles and labels as paragraphs between blank lines, watermarks as lines
of their own, a blank line where a page ends, and now and then a heading that slipped into the next column.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from tests.synthesis.layout import Row, physical_rows
from tests.synthesis.model import Fictitious, Printed
from tests.synthesis.prose import contents, first_part, last_parts
from tests.synthesis.style import Style, spaced_out

WATERMARK = "仅供内部审核"
CODES = "科目编码\t{function_name}\t合计\t基本支出\t项目支出"
FISCAL = "\t合计\t一般公共预算\t政府性基金预算\t国有资本经营预算"
HEADS: Mapping[str, str] = {
    "budget_summary": "收入\t\t支出\t\t\t\n项目\t{year}年\t项目\t{year_total}\t当年预算安排\t上年结转安排",
    "revenue_summary": "项目\t\t本年收入\t\t\t\t\t\t上年结转\n"
    "科目编码\t{function_name}\t合计\t一般公共预算\t{fund}\t国有资本经营预算\t{special}\t{unit_money}\t",
    "expenditure_summary": "项目\t\t{year}年{year_amount}\t\t\n" + CODES,
    "appropriation_summary": "收入\t\t支出\t\t\t\t\n项目\t金额\t项目\t金额\t\t\t\n"
    "\t\t\t小计\t一般公共预算\t政府性基金预算\t国有资本经营预算",
    "general_budget_expenditure": "项目\t\t{year}年{year_amount}\t\t\n" + CODES,
    "basic_expenditure": "部门预算支出经济科目名称\t政府预算支出经济科目名称\t{year}年{year_amount}\t\t\n"
    "\t\t合计\t人员经费\t公用经费",
    "government_fund_revenue": "项目\t\t政府性基金收入预算\n收入科目编码\t{function_name}\t",
    "government_fund_expenditure": CODES,
    "state_capital_budget": "国有资本经营预算收入\t\t\t国有资本经营预算支出\t\t\t\t\n"
    "项目\t\t国有资本经营收入预算\t科目编码\t{function_name}\t合计\t基本支出\t项目支出\n收入科目编码\t科目名称\t\t\t\t\t\t",
    "three_public_expenses": "项目\t{year}年{year_amount}\t\t\t\n" + FISCAL,
    "agency_operating_expenses": "单位名称\t{year}预算数\t\t\t\n" + FISCAL,
    "projects_current_year": "项目名称\t合计\t{year}年财政拨款\t\t\t{special}\t{unit_money}\n"
    "\t\t一般公共预算\t政府性基金预算\t国有资本经营预算\t\t\n1\t2\t3\t4\t5\t6\t7",
    "projects_carryover": "项目名称\t合计\t{year}年财政拨款\t\t\n"
    "\t\t一般公共预算\t政府性基金预算\t国有资本经营预算\n1\t2\t3\t4\t5",
}
SLIPPED: Mapping[str, str] = {
    "revenue_summary": "项目\t\t本年收入\t\t\t\t\t上年结转\t\n"
    "科目编码\t{function_name}\t合计\t一般公共预算\t{fund}\t国有资本经营预算\t{special}\t\t{unit_money}",
    "appropriation_summary": "收入\t\t支出\t\t\t\t\n项目\t金额\t项目\t金额\t\t\t\n"
    "\t\t小计\t一般公共预算\t政府性基金预算\t国有资本经营预算\t",
    "projects_current_year": "项目名称\t合计\t{year}年财政拨款\t\t{special}\t\t{unit_money}\n"
    "\t\t一般公共预算\t政府性基金预算\t国有资本经营预算\t\t\n1\t2\t3\t4\t5\t6\t7",
}


def header(fictitious: Fictitious, resource: str, slipped: bool) -> str:
    """The heading lines of one table, as printed or slipped by a column."""
    wording = fictitious.wording
    template = SLIPPED.get(resource, HEADS[resource]) if slipped else HEADS[resource]
    return template.format(
        year=fictitious.year,
        year_total=wording.year_total.format(year=fictitious.year),
        year_amount=wording.year_amount,
        function_name=wording.function_name,
        fund=wording.fund,
        special=wording.special,
        unit_money=wording.unit_money,
    )


def render_row(row: Row, style: Style) -> str:
    """One line: every cell, merged ones as blanks; without the trailing tabs where the tool strips them."""
    cells = [cell or "" for cell in row.cells]
    for index in row.names:
        cells[index] = spaced_out(cells[index]) if style.spaced else cells[index]
    if style.split_names and row.indent == 2 and len(cells[0]) > 12:
        cells[0] = f"{cells[0][:9]}\n{cells[0][9:]}"
    line = "\t".join(cells)
    return line.rstrip("\t") if style.strip_tabs else line


def _table(fictitious: Fictitious, table: Printed, style: Style, rng: Random) -> str:
    wording = fictitious.wording
    text = f"{table.label}\n\n" if table.label and rng.random() < style.labels else ""
    entity = fictitious.entity
    if len(entity) > 14 and rng.random() < 0.05:
        entity = f"{entity[:-3]}\n{entity[-3:]}"
    title = spaced_out(table.title) if style.spaced else table.title
    text += f"{title}\n\n{wording.entity}{wording.colon}{entity}\n\n单位{wording.colon}{table.unit}\n\n"
    text += header(fictitious, table.resource, style.slipped) + "\n"
    start = rng.randrange(style.page_blank)
    rows = physical_rows(fictitious, table, style)
    for number, row in enumerate(rows):
        if not any(row.cells):
            continue
        if (number + start) % style.page_blank == style.page_blank - 1 and number:
            mark = rng.random()
            text += f"\n{WATERMARK}\n\n" if style.watermark and mark < 0.3 else "\n"
            text += header(fictitious, table.resource, style.slipped) + "\n" if style.repeat_headers else ""
        text += render_row(row, style) + "\n"
    text += "\n"
    if table.declared_empty:
        text += "注：本表无数据\n\n"
    elif table.resource == "budget_summary" and style.rounding_note:
        text += "注：本套报表因取数时四舍五入，部分金额可能存在尾差\n\n"
    return text


def render(fictitious: Fictitious, style: Style) -> str:
    """The whole dump as one string with LF line ends; `style.encode` makes the bytes."""
    rng = Random(f"tabbed {style.seed}")
    kind = {"department": "部门", "unit": "单位"}[fictitious.kind]
    marks = f"{WATERMARK}\n\n" * 4 if style.watermark else ""
    text = f"\n\n{marks}{fictitious.entity}\n\n{fictitious.year}年度{kind}预算公开\n\n{marks}"
    if style.contents:
        text += contents(fictitious, ".....\t") + marks
    if style.first_part:
        text += "第一部分 概况\n\n" + first_part(fictitious, 0)
    text += f"第二部分 {fictitious.year}年{kind}预算报表\n\n"
    for table in fictitious.tables.values():
        if not table.missing:
            text += _table(fictitious, table, style, rng)
            text += f"{WATERMARK}\n\n" if style.watermark and rng.random() < 0.1 else ""
    if style.narrative:
        text += " \n" + last_parts(fictitious, style, 0, False)
    return text
