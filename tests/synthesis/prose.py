"""The words around the tables: contents, duties, the narrative with its figures, performance forms, glossary."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.synthesis.form_sheet import Sheet, sheet
from tests.synthesis.form_stream import LAYOUTS, form_text, wrap
from tests.synthesis.form_tabs import form_tabs
from tests.synthesis.model import Fictitious
from tests.synthesis.pools import DUTIES, ORDINALS
from tests.synthesis.statements import Section, text_of
from tests.synthesis.style import Style, spaced_out
from tests.synthesis.tables import GoldRow


def _kind(fictitious: Fictitious) -> str:
    return {"department": "部门", "unit": "单位"}[fictitious.kind]


def flow(text: str, width: int) -> str:
    """Running text in lines of `width` characters with a blank line after each; width 0 keeps it whole."""
    lines = [line for own in text.split("\n") for line in (wrap(own, width) if width else [own])]
    return "".join(f"{line}\n\n" for line in lines)


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
    lines += [f"{own.ordinal}、{own.heading}{leader}{18 + page}" for page, own in enumerate(fictitious.sections)]
    lines.append(f"第四部分 名词解释{leader}34")
    return "\n".join(lines) + "\n\n"


def first_part(fictitious: Fictitious, width: int) -> str:
    """职责 and 机构设置, which name the units."""
    kind = _kind(fictitious)
    text = f"一、本{kind}职责\n\n"
    for number, duty in enumerate(DUTIES):
        text += flow(f"（{ORDINALS[number]}）{duty}", width)
    setting_up = "".join(flow(text_of(words), width) for words in fictitious.setting_up)
    return text + "二、机构设置情况\n\n" + setting_up


def section_text(section: Section, width: int, double: bool) -> str:
    """A section with its heading, in lines or whole."""
    heading = f"{section.ordinal}、{section.heading}" * (2 if double else 1)
    return f"{heading}\n\n" + "".join(flow(text, width) for text in section.texts())


def printed_rest(fictitious: Fictitious, style: Style) -> dict[str, list[GoldRow]]:
    """Gold of what stands beside the tables in a dump of this style; without part one, units may be named or not."""
    printed = {"performance": style.narrative and bool(style.forms), "glossary": style.narrative and style.glossary}
    rest = {
        resource: rows if printed.get(resource.partition("_")[0], style.narrative) else []
        for resource, rows in fictitious.rest().items()
    }
    units = fictitious.rest()["entity_units"]
    return {**rest, "entity_units": units if style.first_part else [{**row, "optional": True} for row in units]}


def sheets(fictitious: Fictitious, count: int | None = None) -> list[Sheet]:
    """The performance forms as they are printed, in order."""
    rng = Random(f"sheets {fictitious.seed}")
    return [sheet(form, fictitious.place, fictitious.year, rng) for form in fictitious.forms[:count]]


def page_turner(fictitious: Fictitious, style: Style, rng: Random) -> Callable[[], str]:
    """What makes the end of a page: its number and the running title, or nothing but a space on the next."""
    pages = iter(range(18, 9999))
    running = f"{fictitious.entity}{fictitious.year}年{_kind(fictitious)}预算公开报告"

    def turn() -> str:
        mark = style.page_mark.format(page=next(pages))
        if rng.random() < style.furniture:
            return f"\n\n{mark}\n\n{running}\n\n\n\n"
        return "\n\f" if style.form_feed else "\n "

    return turn


def stream_forms(fictitious: Fictitious, style: Style, turn: Callable[[], str]) -> str:
    """The forms as a text layer, running over pages."""
    rng = Random(f"forms {style.seed}")
    layout, used, text = LAYOUTS[style.form_layout], 0, ""
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


def _paged(text: str, turn: Callable[[], str], lines: int = 24) -> str:
    """Text with a page turned after so many lines."""
    pieces = text.split("\n\n")
    pages = ["\n\n".join(pieces[start : start + lines]) for start in range(0, len(pieces), lines)]
    return "".join(page + (turn() if number < len(pages) else "") for number, page in enumerate(pages, 1))


def last_parts(fictitious: Fictitious, style: Style, width: int, double: bool) -> str:
    """Parts three and four as the style wants them; the forms stand where section 十 ends."""
    heading = part_heading("第三部分", f"{fictitious.year}年度{_kind(fictitious)}预算情况说明", double) + "\n\n"
    rng = Random(f"bold {style.seed}")
    texts = [section_text(own, width, double and rng.random() < 0.6) for own in fictitious.sections]
    texts = [spaced_out(text) if style.spaced or rng.random() < style.spaced_sections else text for text in texts]
    before, after = "".join(texts[:10]), "".join(texts[10:])
    if style.glossary:
        after += part_heading("第四部分", "名词解释", double) + "\n\n"
        after += "".join(flow(term.printed(number), width) for number, term in enumerate(fictitious.terms))
    if not width:
        return heading + before + (tab_forms(fictitious, style.form_slips) if style.forms else "") + after
    turn = page_turner(fictitious, style, rng)
    forms = stream_forms(fictitious, style, turn) if style.forms else ""
    return heading + _paged(before, turn) + forms + _paged(after, turn)
