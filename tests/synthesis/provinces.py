"""Fictitious disclosures in the forms of other provinces: drawn from a seed, laid out, with what a reader must find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from random import Random

from tests.synthesis import jiangsu, national, national_words, shanghai
from tests.synthesis.budget import Budget, Plan, make_budget, units_of
from tests.synthesis.ledger import Ledger, grown, lessened
from tests.synthesis.pools import OFFICES
from tests.synthesis.sheets import Sheet, numbered
from tests.synthesis.spans import LEFT, Table, shifted, spanned
from tests.synthesis.strange import STRANGE, Layout
from tests.synthesis.tables import GoldRow
from tests.synthesis.typeset import Typesetter

Block = str | Table
PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "shanghai": (
        ("310107", "上海市普陀区"),
        ("310000", "上海市"),
        ("310115", "上海市浦东新区"),
        ("310151", "上海市崇明区"),
    ),
    "jiangsu": (("320000", "江苏省"), ("320100", "南京市"), ("320582", "张家港市"), ("320903", "盐城市盐都区")),
}
PLACES |= {
    "jiangsu_2021": PLACES["jiangsu"],
    "national": (("510000", "四川省"), ("441702", "阳江市江城区"), ("370112", "济南市历城区"), ("430381", "湘乡市")),
}
HEADS = ("outside", "one_line", "apart", "rows", "one_row")
"""Where owner and unit stand: on lines of their own, on one, label and unit together, in the table, in a row of it."""


@dataclass(frozen=True)
class Who:
    """Whose budget it is; `theme` is the functional heading that it works under."""

    entity: str
    kind: str
    year: int
    theme: str


@dataclass(frozen=True)
class Disclosed:
    """One disclosure in a form. `entity_label` stands before its name in each table, where the form prints it."""

    seed: int
    form: str
    kind: str
    entity: str
    division_code: str
    year: int
    sheets: tuple[Sheet, ...]
    entity_label: str
    head: str
    colon: str
    layout: Layout
    bold: bool = False

    def gold(self) -> dict[str, list[GoldRow]]:
        """Rows that a reader must return by resource, amounts in yuan."""
        return {resource: rows for sheet in self.sheets for resource, rows in sheet.read().items()}

    def with_sheet(self, number: int, sheet: Sheet) -> Disclosed:
        return replace(self, sheets=(*self.sheets[:number], sheet, *self.sheets[number + 1 :]))


def disclosed(form: str, seed: int, plain: bool = False) -> Disclosed:
    """A consistent disclosure in the named form; `plain` as the provinces print it, without what strangers add."""
    rng = Random(f"{form} {seed}")
    code, place = rng.choice(PLACES[form])
    office, theme = rng.choice(OFFICES)
    kind = rng.choice(("department", "department", "unit"))
    entity = place + office
    year = rng.randint(*YEARS[form])
    plan = Plan(
        year=year,
        theme=theme,
        fund=rng.random() < 0.4,
        capital=rng.random() < 0.15 and form != "jiangsu",
        special=rng.random() < 0.3,
        unit_money=rng.random() < 0.3,
        carryover=form != "shanghai" and rng.random() < 0.4,
        projects=rng.choice((0, 2, 5, 9, 25)),
    )
    count = 1 if kind == "unit" else rng.choice((1, 2, 3))
    budget = make_budget(rng, plan, units_of(rng, entity, place, count))
    sheets, label = DRAWN[form](rng, Who(entity, kind, year, theme), budget)
    odd = not plain and rng.random() < 0.5
    if odd:
        style = (rng.random() < 0.3, rng.random() < 0.4, rng.choice(("", "", "1", "栏次", "行次")))
        sheets = [numbered(sheet, *style) if _is_listed(sheet) else sheet for sheet in sheets]
    head = rng.choice(HEADS)
    layout = Layout(rng.choice((0, 0, 1)), odd and rng.random() < 0.3)
    colon = rng.choice(("：", "：", ":"))
    bold = rng.random() < 0.3
    return Disclosed(seed, form, kind, entity, code, year, tuple(sheets), label, head, colon, layout, bold)


def _is_listed(sheet: Sheet) -> bool:
    """Whether a table lists codes one below the other: only those are numbered by strangers."""
    return any("编码" in text or "代码" in text for row in sheet.head for text in row)


def _shanghai(rng: Random, who: Who, budget: Budget) -> tuple[list[Sheet], str]:
    form = shanghai.draw(rng, who.kind, who.year)
    budget = grown(budget, 100) if not form.places else budget
    budget = lessened(budget) if rng.random() < 0.08 else budget
    zero, thousands = form.zero, rng.random() < 0.8
    found = [
        replace(s, zero=zero, thousands=thousands, places=2 if s.unit == "万元" else form.places)
        for s in shanghai.sheets(form, Ledger(budget, who.theme))
    ]
    return found, rng.choice(
        ("编制部门", "编制部门", "部门名称") if who.kind == "department" else ("编制单位", "预算单位", "单位名称")
    )


def _jiangsu(rng: Random, who: Who, budget: Budget) -> tuple[list[Sheet], str]:
    form = jiangsu.draw(rng, who.entity, who.year)
    thousands = rng.random() < 0.6
    found = [
        replace(
            sheet,
            title=form.title(number, sheet.title),
            label=form.label_of(number),
            unit=form.unit,
            true_unit=form.unit,
            zero=form.zero,
            thousands=thousands,
        )
        for number, sheet in enumerate(jiangsu.sheets(rng, form, Ledger(budget, who.theme)), 1)
    ]
    return found, "" if form.entity_in_title else rng.choice(("部门", "部门名称", "单位名称"))


def _national(rng: Random, who: Who, budget: Budget, thirteen: bool = False) -> tuple[list[Sheet], str]:
    form = national_words.draw(rng, who.year, thirteen)
    thousands = rng.random() < 0.6
    spends = tuple(s for s in budget.spends if s.project or not s.carried)
    budget = replace(budget, spends=spends)
    found = [
        replace(
            sheet,
            label=form.label.format(number),
            unit=form.unit,
            true_unit=form.unit,
            zero=form.zero,
            thousands=thousands,
        )
        for number, sheet in enumerate(national.sheets(rng, form, Ledger(budget, who.theme)), 1)
    ]
    return found, rng.choice(("部门名称", "部门（单位）名称", "单位名称", "部门", "填报单位", "编制单位", "部门/单位"))


def _thirteen(rng: Random, who: Who, budget: Budget) -> tuple[list[Sheet], str]:
    found, _ = _national(rng, who, budget, True)
    return found, rng.choice(("部门", "部门名称", "单位名称"))


Draw = Callable[[Random, Who, Budget], tuple[list[Sheet], str]]
DRAWN: Mapping[str, Draw] = {
    "shanghai": _shanghai,
    "jiangsu": _jiangsu,
    "jiangsu_2021": _thirteen,
    "national": _national,
}
YEARS = {"shanghai": (2017, 2026), "jiangsu": (2017, 2020), "jiangsu_2021": (2021, 2026), "national": (2021, 2026)}


def blocks(made: Disclosed) -> list[Block]:
    """Cover, contents, tables with their heads and notes, and the text behind them."""
    kind = {"department": "部门", "unit": "单位"}[made.kind]
    found: list[Block] = [
        f"{made.entity}{made.year}年度{kind}预算",
        "目 录",
        f"一、{kind}主要职能",
        f"二、{kind}预算表",
    ]
    found += [f"{number}．{sheet.title}" for number, sheet in enumerate(made.sheets, 1)]
    found += ["三、其他相关情况说明", f"{made.entity}主要职能", "贯彻执行国家有关法律、法规、规章和方针、政策。"]
    for sheet in made.sheets:
        if not sheet.missing:
            found += _laid(made, sheet)
    return [*found, "其他相关情况说明", f"一、{made.year}年“三公”经费预算情况说明", "“三公”经费按照规定安排。"]


def _laid(made: Disclosed, sheet: Sheet) -> list[Block]:
    owner = f"{made.entity_label}{made.colon}{made.entity}" if made.entity_label else ""
    unit = f"单位{made.colon}{sheet.unit}" if sheet.unit else ""
    rows = [*sheet.head, *sheet.rows()]
    width = len(rows[0])
    lines: list[Block]
    above: list[list[str]] = []
    if made.head == "one_line" and not sheet.label:
        lines = [sheet.title, " ".join(text for text in (owner, unit) if text)]
    elif made.head == "apart" and sheet.label:
        lines = [" ".join(text for text in (sheet.label, unit) if text), sheet.title, owner]
    elif made.head == "rows" and width > 2:
        lines = [sheet.label]
        above = [[text, *[LEFT] * (width - 1)] for text in (sheet.title, owner, unit) if text]
    elif made.head == "one_row" and width > 2:
        lines = [sheet.label, sheet.title]
        above = [[owner, *[""] * (width - 2), unit]]
    else:
        lines = [sheet.label, sheet.title, owner, unit]
    table = spanned([*above, *rows])
    return [*(line for line in lines if line), shifted(table, made.layout.leading, made.layout.spacers), *sheet.notes]


def _pdf(found: list[Block], bold: bool = False) -> bytes:
    pages = Typesetter(bold)
    for block in found:
        if isinstance(block, str):
            pages.line(block)
        else:
            pages.spans(block)
    return pages.document()


def editions(made: Disclosed) -> dict[str, Callable[[], bytes]]:
    """How to make each kind of file."""
    found = blocks(made)
    printed = blocks(replace(made, layout=Layout()))
    kinds = {name: partial(make, found, made.layout) for name, make in STRANGE.items()}
    return {"pdf": partial(_pdf, printed, made.bold), **kinds}
