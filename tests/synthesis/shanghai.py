"""The nine tables of Shanghai over a budget: 元 in eight, 万元 in the ninth; codes in columns; totals last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.synthesis.budget import Spend
from tests.synthesis.codebook import codebook
from tests.synthesis.common import line, two_sides
from tests.synthesis.ledger import Ledger, basic, project, total, under
from tests.synthesis.pools import ORDINALS
from tests.synthesis.sheets import Coded, Grid, Ref, Sheet, code_body, code_rows, economic_rows
from tests.synthesis.tables import GoldRow, Money

EMPTY_NOTES = (
    "注：本{who}{year}年无{what}财政拨款安排的预算，故本表为空表。",
    "注:本{who}{year}年无{what}安排的支出，故本表无数据。",
    "备注：本{who}无{what}支出，此表为空表",
    "注：本{who}没有使用{what}安排的支出，因此本表无数据。",
    "说明：本{who}{year}年度无{what}，本表为空表。",
    "本表无数据",
    "（注：本表无数据）",
)


@dataclass(frozen=True)
class Shanghai:
    """What varies: `who` stands in titles, `split` panels of table 1, `ordinals` of the lines, places of figures."""

    who: str
    year: int
    split: bool
    point: str
    groups: str
    fund: str
    general: str
    places: int
    zero: str
    coded: Coded
    finance: str
    prefix: str
    note: str
    capital: bool

    def title(self, name: str) -> str:
        return f"{self.prefix}{self.year}年{self.who}{name}"


def draw(rng: Random, kind: str, year: int) -> Shanghai:
    pick = rng.choice
    return Shanghai(
        who=pick(("部门", "部门", "")) if kind == "department" else pick(("单位", "预算单位", "预算单位")),
        year=year,
        split=rng.random() < 0.5,
        point=pick((".", "、", "．")),
        groups=pick(("一般公共预算资金", "公共财政预算资金", "一般公共预算", "一般公共预算拨款收入")),
        fund=pick(("政府性基金", "政府性基金预算", "政府性基金资金")),
        general=pick(("一般公共预算", "一般公共预算", "公共财政预算")),
        places=pick((0, 2, 2)),
        zero=pick(("", "", "", "0.00", "0", "-")),
        coded=Coded(parts=pick((3, 3, 3, 1)), blank_above=rng.random() < 0.2, total_last=rng.random() < 0.9,
                    total_in_name=rng.random() < 0.3, total=pick(("合计", "合计", "合 计", "总计"))),
        finance=pick(("财务收支预算总表", "财务收支预算总表", "收支预算总表")),
        prefix="",
        note=pick(EMPTY_NOTES),
        capital=year > 2020 or rng.random() < 0.3,
    )  # fmt: skip


def _revenue(form: Shanghai, money: Money, ledger: Ledger, whole: bool) -> list[tuple[str, GoldRow]]:
    """Printed label and gold of each revenue line; of appropriations alone where not `whole`."""
    general, fund, capital, special, unit = (
        total(ledger.of(source)) for source in ("general", "fund", "capital", "special", "unit")
    )
    items = [(form.groups, general), (form.fund, fund), ("国有资本经营预算", capital)]
    if not whole:
        marks = [f"{o}、" for o in ORDINALS]
        end = general + fund + capital
    else:
        marks = [f"{n}{form.point}" for n in range(1, 4)]
        end = general + fund + capital + special + unit
    lines = [
        (mark + item, line("revenue", item, "source", None, amount=money.of(fen)))
        for mark, (item, fen) in zip(marks, items, strict=False)
    ]
    if whole:
        group = money.of(general + fund + capital)
        lines.insert(0, ("一、财政拨款收入", line("revenue", "财政拨款收入", "source_group", None, amount=group)))
        rest = (("事业收入", special), ("事业单位经营收入", 0), ("其他收入", unit))
        lines += [
            (f"{mark}、{item}", line("revenue", item, "source", None, amount=money.of(fen)))
            for mark, (item, fen) in zip("二三四", rest, strict=True)
        ]
    return [*lines, ("收入总计", line("revenue", "收入总计", "grand_total", None, amount=money.of(end)))]


def _functions(spends: Sequence[Spend]) -> list[tuple[str, str, list[Spend]]]:
    """The function lines with money: label, numbered anew, code, and what is spent."""
    used = [(code, item, under(spends, code)) for code, item, _ in codebook().lines if under(spends, code)]
    return [(f"{ORDINALS[i]}、{item}", code, own) for i, (code, item, own) in enumerate(used)]


def budget_summary(form: Shanghai, money: Money, ledger: Ledger) -> Sheet:
    spends = ledger.of()
    revenue = _revenue(form, money, ledger, True)

    def amounts(own: Sequence[Spend]) -> dict[str, object]:
        staff = ledger.personnel(own)
        found = {"amount": money.of(total(own))}
        if form.split:
            found |= {
                "personnel_expenses": money.of(staff),
                "operating_expenses": money.of(basic(own) - staff),
                "project_expenditure": money.of(project(own)),
            }
        return found

    lines = [
        (label, line("expenditure", label.partition("、")[2], "function", code, **amounts(own)))
        for label, code, own in _functions(spends)
    ]
    lines.append(("支出总计", line("expenditure", "支出总计", "grand_total", None, **amounts(spends))))
    fields = ["amount", "personnel_expenses", "operating_expenses", "project_expenditure"][: 4 if form.split else 1]
    head = [["本年收入", "<", "本年支出", "<"], ["项目", "预算数", "项目", "预算数"]]
    if form.split:
        head = [
            ["本年收入", "<", "本年支出", "<", "<", "<", "<"],
            ["项目", "预算数", "项目", "预算数", "<", "<", "<"],
            ["^", "^", "^", "合计", "基本支出", "<", "项目支出"],
            ["^", "^", "^", "^", "人员经费", "公用经费", "^"],
        ]
    body = two_sides("budget_summary", revenue, lines, fields, blank=3)
    gold = {"budget_summary": tuple(row for _, row in (*revenue, *lines))}
    return Sheet(form.title(form.finance), "", "元", "元", head, body, gold)


def appropriation_summary(form: Shanghai, money: Money, ledger: Ledger) -> Sheet:
    spends = ledger.of("general", "fund", "capital")
    revenue = _revenue(form, money, ledger, False)
    sources = {
        "general_public_budget": "general",
        "government_fund_budget": "fund",
        "state_capital_budget": "capital",
    }

    def amounts(own: Sequence[Spend]) -> dict[str, object]:
        parts = {f: money.of(total(s for s in own if s.source == source)) for f, source in sources.items()}
        return {"amount": money.of(total(own)), **parts}

    lines = [
        (label, line("expenditure", label.partition("、")[2], "function", code, **amounts(own)))
        for label, code, own in _functions(spends)
    ]
    lines.append(("支出总计", line("expenditure", "支出总计", "grand_total", None, **amounts(spends))))
    head = [
        ["财政拨款收入", "<", "财政拨款支出", "<", "<", "<", "<"],
        ["项目", "预算数", "项目", "合计", form.general, "政府性基金预算", "国有资本经营预算"],
    ]
    body = two_sides("appropriation_summary", revenue, lines, ["amount", *sources], blank=2)
    gold = {"appropriation_summary": tuple(row for _, row in (*revenue, *lines))}
    return Sheet(form.title("财政拨款收支预算总表"), "", "元", "元", head, body, gold)


def _coded_head(over: str, code: str, name: str, heads: Sequence[str], parts: int) -> Grid:
    keys = [code, *["<"] * (parts - 1)]
    rows = [
        ["项目", *["<"] * parts, over, *["<"] * (len(heads) - 1)],
        [*keys, name, *heads],
    ]
    if parts > 1:
        rows.append([*"类款项"[:parts], "^", *["^"] * len(heads)])
    return rows


def functional(
    form: Shanghai,
    money: Money,
    ledger: Ledger,
    resource: str,
    name: str,
    over: str,
    sources: tuple[str, ...],
    what: str,
) -> Sheet:
    """Tables 3, 5, 6 and 7: by function, basic and project expenditure."""
    spends = ledger.of(*sources)
    key = "" if resource == "state_capital_budget" else "function_"
    fens = {
        "amount": lambda c: total(under(spends, c)),
        "basic_expenditure": lambda c: basic(under(spends, c)),
        "project_expenditure": lambda c: project(under(spends, c)),
    }
    rows = code_rows(money, [s.code for s in spends], key, ("general", "fund", "capital"), fens, form.coded)
    body = code_body(resource, rows, key, list(fens), form.coded)
    if not key:
        rows = tuple({"side": "expenditure", **row} for row in rows)
    head = _coded_head(over, "功能分类科目编码", "功能分类科目名称", ["合计", "基本支出", "项目支出"], form.coded.parts)
    gold = {resource: rows}
    if spends:
        return Sheet(form.title(name), "", "元", "元", head, body, gold)
    blank = ("",) * len(head[0])
    note = form.note.format(who=form.who or "部门", year=form.year, what=what)
    return Sheet(form.title(name), "", "元", "元", head, (*[blank] * 4, *body), gold, notes=(note,), empty=True)


def revenue_summary(form: Shanghai, money: Money, ledger: Ledger) -> Sheet:
    spends = ledger.of()

    def by(*sources: str) -> Callable[[str], int]:
        return lambda c: total(s for s in under(spends, c) if s.source in sources)

    fens = {
        "amount": lambda c: total(under(spends, c)),
        "fiscal_appropriation": by("general", "fund", "capital"),
        "business_revenue": by("special"),
        "operating_revenue": lambda _: 0,
        "other_revenue": by("unit"),
    }
    rows = code_rows(money, [s.code for s in spends], "function_", ("general", "fund", "capital"), fens, form.coded)
    heads = ["合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"]
    head = _coded_head("收入预算", "功能分类科目编码", "功能分类科目名称", heads, form.coded.parts)
    body = code_body("revenue_summary", rows, "function_", list(fens), form.coded)
    return Sheet(form.title("收入预算总表"), "", "元", "元", head, body, {"revenue_summary": rows})


def basic_expenditure(form: Shanghai, money: Money, ledger: Ledger) -> Sheet:
    style = Coded(**{**vars(form.coded), "parts": min(form.coded.parts, 2)})
    rows = economic_rows(money, ledger.economics(), style)
    fields = ["amount", "personnel_expenses", "operating_expenses"]
    heads = ["合计", "人员经费", "公用经费"]
    head = _coded_head(f"{form.general}基本支出", "部门预算经济分类科目编码", "经济分类科目名称", heads, style.parts)
    body = code_body("basic_expenditure", rows, "department_economic_", fields, style)
    name = "一般公共预算基本支出部门预算经济分类预算表"
    return Sheet(form.title(name), "", "元", "元", head, body, {"basic_expenditure": rows})


def three_public(form: Shanghai, ledger: Ledger, zeros: bool) -> Sheet:
    money = Money(10000, 2, zeros)
    kinds = {
        "overseas_travel": ("因公出国（境）费", ("overseas_travel",)),
        "hospitality": ("公务接待费", ("hospitality",)),
        "vehicles": ("公务用车购置及运行费", ("vehicle_purchase", "vehicle_operation")),
        "vehicle_purchase": ("购置费", ("vehicle_purchase",)),
        "vehicle_operation": ("运行费", ("vehicle_operation",)),
    }
    fens = {kind: ledger.three_public(*parts) for kind, (_, parts) in kinds.items()}
    whole = sum(ledger.three_public(kind) for kind in kinds if kind != "vehicles")
    gold: list[GoldRow] = [{"item": "合计", "item_kind": "total", "is_leaf": False, "amount": money.of(whole)}]
    gold += [
        {"item": item, "item_kind": kind, "is_leaf": kind != "vehicles", "amount": money.of(fens[kind])}
        for kind, (item, _) in kinds.items()
    ]
    running = money.of(sum(ledger.economics(True).values()))
    office: GoldRow = {"unit_name": "机关运行经费预算数", "row_kind": "total", "level": 0, "is_leaf": True}
    head = [
        ["“三公”经费预算数", "<", "<", "<", "<", "<", "机关运行经费预算数"],
        ["合计", "因公出国(境)费", "公务接待费", "公务用车购置及运行费", "<", "<", "^"],
        ["^", "^", "^", "小计", "购置费", "运行费", "^"],
    ]
    cells = [
        *(Ref("three_public_expenses", i, "amount") for i in range(6)),
        Ref("agency_operating_expenses", 0, "amount"),
    ]
    found = {"three_public_expenses": tuple(gold), "agency_operating_expenses": ({**office, "amount": running},)}
    name = "“三公”经费和机关运行经费预算表"
    return Sheet(form.title(name), "", "万元", "万元", head, (tuple(cells),), found)


def sheets(form: Shanghai, ledger: Ledger) -> list[Sheet]:
    """The tables in printed order."""
    money = Money(1, form.places, bool(form.zero))
    every = ("general", "fund", "capital", "special", "unit")
    general = "一般公共预算支出"
    found = [
        budget_summary(form, money, ledger),
        revenue_summary(form, money, ledger),
        functional(form, money, ledger, "expenditure_summary", "支出预算总表", "支出预算", every, ""),
        appropriation_summary(form, money, ledger),
        functional(form, money, ledger, "general_budget_expenditure", "一般公共预算支出功能分类预算表", general,
                   ("general",), "一般公共预算"),
        functional(form, money, ledger, "government_fund_expenditure", "政府性基金预算支出功能分类预算表",
                   "政府性基金预算支出", ("fund",), "政府性基金预算"),
        functional(form, money, ledger, "state_capital_budget", "国有资本经营预算支出功能分类预算表",
                   "国有资本经营预算支出", ("capital",), "国有资本经营预算"),
        basic_expenditure(form, money, ledger),
        three_public(form, ledger, bool(form.zero)),
    ]  # fmt: skip
    if not form.capital and not ledger.of("capital"):
        del found[6]
    return found
