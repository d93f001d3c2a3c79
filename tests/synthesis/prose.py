"""The words around the tables: contents, duties, the narrative with its figures, performance forms, glossary."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.synthesis.form_sheet import Sheet, sheet
from tests.synthesis.form_stream import LAYOUTS, form_text
from tests.synthesis.form_tabs import form_tabs
from tests.synthesis.model import Fictitious
from tests.synthesis.pools import DUTIES, GLOSSARY, ORDINALS
from tests.synthesis.style import Style
from tests.synthesis.tables import GoldRow

SECTIONS = (
    "预算收支数据变动情况及原因",
    "收入预算情况说明",
    "支出预算情况说明",
    "财政拨款收支预算总体情况说明",
    "一般公共预算支出情况说明",
    "一般公共预算基本支出情况说明",
    "“三公”经费增减变动原因说明",
    "机关运行经费增减变动原因说明",
    "政府采购情况",
    "绩效管理情况",
)


def _kind(fictitious: Fictitious) -> str:
    return {"department": "部门", "unit": "单位"}[fictitious.kind]


def flow(text: str, width: int) -> str:
    """Running text in lines of `width` characters with a blank line after each; width 0 keeps it whole."""
    if not width:
        return text + "\n\n"
    return "".join(text[start : start + width] + "\n\n" for start in range(0, len(text), width))


def part_heading(part: str, name: str, double: bool) -> str:
    """第二部分 with its name; bold paints each run twice, the first with its space."""
    return f"{part} {part} {name}{name}" if double else f"{part} {name}"


def contents(fictitious: Fictitious, leader: str) -> str:
    """目录: every title of the parts and tables with a page number."""
    year, kind = fictitious.year, _kind(fictitious)
    lines = ["目 录", "", f"第一部分 概况{leader}1", f"一、本{kind}职责{leader}1", f"二、机构设置情况{leader}1"]
    lines.append(f"第二部分 {year}年{kind}预算报表{leader}2")
    for page, table in enumerate(fictitious.tables.values(), 2):
        lines.append(f"{fictitious.wording.heading_of(table.resource, table.title)}{leader}{page}")
    lines.append(f"第三部分 {year}年度{kind}预算情况说明{leader}17")
    lines += [f"{ORDINALS[number]}、{name}{leader}{18 + number}" for number, name in enumerate(SECTIONS)]
    lines.append(f"第四部分 名词解释{leader}34")
    return "\n".join(lines) + "\n\n"


def first_part(fictitious: Fictitious, width: int) -> str:
    """职责 and 机构设置, which name the units."""
    kind = _kind(fictitious)
    text = f"一、本{kind}职责\n\n"
    for number, duty in enumerate(DUTIES):
        text += flow(f"（{ORDINALS[number]}）{duty}", width)
    names = "、".join(unit.name for unit in fictitious.budget.units[1:])
    below = f"；下设{len(fictitious.budget.units) - 1}个单位：{names}" if names else ""
    return text + "二、机构设置情况\n\n" + flow(f"根据职责分工，{fictitious.entity}共设7个股（室）{below}。", width)


def _stated(fictitious: Fictitious, value: Decimal | None) -> str:
    return f"{value or 0:,.2f}{fictitious.money_unit}" if value else f"0{fictitious.money_unit}"


def narrative(fictitious: Fictitious, width: int, double: bool) -> str:
    """Sections 一 to 十 with figures of the tables in running text."""
    gold = fictitious.tables
    lines = {row["item_kind"] + row["item"]: row for row in gold["budget_summary"].rows}
    total = _stated(fictitious, lines["grand_total收入总计"]["amount"])
    current = _stated(fictitious, lines["year_total本年收入合计"]["amount"])
    carried = _stated(fictitious, lines["carryover_in上年结转"]["amount"])
    classes = "、".join(
        row["item"] + _stated(fictitious, row["amount"])
        for row in gold["budget_summary"].rows
        if row["item_kind"] == "function" and row["amount"]
    )
    basic = gold["basic_expenditure"].rows[0]
    year, entity = fictitious.year, fictitious.entity
    bodies = (
        (
            f"{year}年度{entity}预算收入总计{total}，其中：本年收入{current}，上年结转{carried}，增长3.38%，"
            "比上年增加26.47万元 ，主要原因是上年结转增加。"
        ),
        f"{year}年度{entity}预算收入{total}，主要包括一般公共预算拨款收入{current}，占83.66%；政府性基金预算拨款收入0万元，占0%。",
        f"{year}年度{entity}支出预算{total}，其中：基本支出{_stated(fictitious, basic['amount'])}，占55.07%。",
        f"{year}年度{entity}财政拨款收支总预算{total}。支出包括：{classes}等。",
        f"{year}年度{entity}一般公共预算当年支出{current},主要用于以下方面：{classes}等。",
        (
            f"人员经费{_stated(fictitious, basic['personnel_expenses'])}，主要包括：基本工资、津贴补贴等；"
            f"公用经费{_stated(fictitious, basic['operating_expenses'])}，主要包括：办公费、差旅费等。"
        ),
        f"{year}年{entity}财政拨款安排的“三公”经费预算与{year - 1}年预算数相同。",
        f"本{_kind(fictitious)}{year}年机关运行经费财政拨款预算见表十一{year}年财政拨款安排机关运行经费预算表。",
        f"{year}年{entity}政府采购预算总额60.65万元。其中：政府采购货物预算21.65万元。",
        f"{year}年{entity}纳入绩效目标管理的二级项目{len(gold['projects_current_year'].rows)}个。（项目绩效目标表公开情况见附件）",
    )
    text = ""
    for number, (name, body) in enumerate(zip(SECTIONS, bodies, strict=True)):
        heading = f"{ORDINALS[number]}、{_kind(fictitious) if number == 0 else ''}{name}"
        text += heading * (2 if double and number % 3 else 1) + "\n\n" + flow(body, width)
    return text


def printed_rest(fictitious: Fictitious, style: Style) -> dict[str, list[GoldRow]]:
    """Gold of what stands beside the tables in a dump of this style."""
    printed = {"performance": style.narrative and bool(style.forms), "glossary": style.narrative and style.glossary}
    return {
        resource: rows if printed.get(resource.partition("_")[0], style.narrative) else []
        for resource, rows in fictitious.rest().items()
    }


def sheets(fictitious: Fictitious, count: int | None = None) -> list[Sheet]:
    """The performance forms as they are printed, in order."""
    rng = Random(f"sheets {fictitious.seed}")
    return [sheet(form, fictitious.place, fictitious.year, rng) for form in fictitious.forms[:count]]


def stream_forms(fictitious: Fictitious, style: Style) -> str:
    """The forms as a text layer, running over pages."""
    rng = Random(f"forms {style.seed}")
    layout, used, pages, text = LAYOUTS[style.form_layout], 0, iter(range(18, 999)), ""
    running = f"{fictitious.entity}{fictitious.year}年{_kind(fictitious)}预算公开报告"

    def turn() -> str:
        if rng.random() < style.furniture:
            return f"\n\n{style.page_mark.format(page=next(pages))}\n\n{running}\n\n\n\n"
        next(pages)
        return "\n\f" if style.form_feed else "\n "

    for own in sheets(fictitious):
        if text and rng.random() < 0.4:
            text, used = text.rstrip("\n") + turn(), 0
        more, used = form_text(own, layout, rng, used, turn)
        text += more
    return text


def tab_forms(fictitious: Fictitious, slips: float, count: int | None = None) -> str:
    """The forms as rows of a tabbed dump."""
    rng = Random(f"tab forms {fictitious.seed}")
    plain = rng.random() < 0.3
    return "".join(form_tabs(own, slips, rng, plain) for own in sheets(fictitious, count))


def last_parts(fictitious: Fictitious, style: Style, width: int, double: bool) -> str:
    """Parts three and four as the style wants them."""
    text = part_heading("第三部分", f"{fictitious.year}年度{_kind(fictitious)}预算情况说明", double)
    text += "\n\n" + narrative(fictitious, width, double)
    if style.forms:
        text += stream_forms(fictitious, style) if width else tab_forms(fictitious, style.form_slips)
    if style.glossary:
        text += part_heading("第四部分", "名词解释", double) + "\n\n"
        text += "".join(flow(term, width) for term in GLOSSARY)
    return text
