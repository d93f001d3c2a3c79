"""The twelve tables of Jiangsu over a budget: three panels in the first, one amount a row in most, totals first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from random import Random

from tests.synthesis.codebook import codebook
from tests.synthesis.common import economic, line, procurement
from tests.synthesis.ledger import Ledger, basic, project, total, under
from tests.synthesis.pools import ORDINALS
from tests.synthesis.sheets import Coded, Ink, Ref, Sheet, beside, code_body, code_rows, refs
from tests.synthesis.tables import GoldRow, Money

LINES = tuple(c for c in (*range(201, 209), *range(210, 218), *range(219, 223), 229))
LABELS = ("公开表{}", "公开{:02d}表", "表{}", "")


EMPTY_NOTES = (
    "",
    "注：本{who}无{what}支出，本表为空。",
    "注：本表无数据",
    "备注：本单位无政府性基金预算支出，故此表为空。",
)


@dataclass(frozen=True)
class Jiangsu:
    """What varies: names of the years, the words of headings, where the name of the entity stands."""

    year: int
    entity: str
    unit: str
    factor: int
    label: str
    ordinal: str
    year_in_title: bool
    entity_in_title: bool
    bracketed: bool
    old_names: bool
    public: str
    code: str
    totals_alone: bool
    spanned_totals: bool
    zero: str
    capital: bool
    empty: str

    def title(self, number: int, name: str) -> str:
        """`一、2018年度江苏省…收支预算总表`, or less."""
        mark = f"{ORDINALS[number - 1]}、" if self.ordinal else ""
        year = f"{self.year}年{'度' if number % 3 else ''}" if self.year_in_title else ""
        return mark + year + (self.entity if self.entity_in_title else "") + name

    def label_of(self, number: int) -> str:
        found = self.label
        return found.format(ORDINALS[number - 1] if "{}" in found else number) if found else ""


def draw(rng: Random, entity: str, year: int) -> Jiangsu:
    pick = rng.choice
    titled = rng.random() < 0.4
    unit, factor = pick((("万元", 10000), ("万元", 10000), ("万元", 10000), ("元", 1), ("千元", 1000)))
    return Jiangsu(
        year=year,
        entity=entity,
        unit=unit,
        factor=factor,
        label="" if titled else pick(LABELS),
        ordinal="yes" if titled else "",
        year_in_title=titled or rng.random() < 0.3,
        entity_in_title=titled,
        bracketed=rng.random() < 0.5,
        old_names=year < 2019,
        public=pick(("一般公共预算", "一般公共预算", "公共财政预算")),
        code=pick(("功能科目编码", "功能科目代码")),
        totals_alone=rng.random() < 0.5,
        spanned_totals=rng.random() < 0.7,
        zero=pick(("", "", "", "0.00", "0", "-")),
        capital=rng.random() < 0.4,
        empty=pick(EMPTY_NOTES),
    )  # fmt: skip


def _names(old: bool, spent: Collection[str]) -> list[tuple[str, str]]:
    """Code and printed name of the function lines that every disclosure prints, and of others where there is money."""
    allowed = {*map(str, LINES), *(code[:3] for code in spent)}
    return [
        (code, aliases[0] if old and aliases and code in ("207", "210") else item)
        for code, item, aliases in codebook().lines
        if code in allowed
    ]


def _reserve(ledger: Ledger) -> set[int]:
    """The spends that a unit keeps in reserve: one of its projects."""
    found = [i for i, s in enumerate(ledger.budget.spends) if s.project and not s.carried and s.source == "general"]
    return set(found[-1:] if len(found) > 3 else [])


def _purposes(money: Money, ledger: Ledger, *sources: str) -> list[tuple[str, GoldRow]]:
    """Printed label and gold of basic expenditure, projects, and what is kept in reserve; with `sources`, of these."""
    kept = {id(ledger.budget.spends[i]) for i in _reserve(ledger)}
    spends = ledger.of(*sources, carried=False if sources else None)
    reserve = [s for s in spends if id(s) in kept]
    others = [s for s in spends if id(s) not in kept]
    fens = (basic(others), project(others), total(reserve))
    side = "expenditure" if sources else "purpose"
    items = ("基本支出", "项目支出", "单位预留机动经费")
    return [
        (f"{mark}、{item}", line(side, item, "purpose", None, amount=money.of(fen)))
        for mark, item, fen in zip(ORDINALS, items, fens, strict=False)
    ]


def budget_summary(form: Jiangsu, money: Money, ledger: Ledger) -> Sheet:
    general, fund, capital, special, unit = (
        total(ledger.of(source)) for source in ("general", "fund", "capital", "special", "unit")
    )
    carried = total(ledger.of(carried=True))
    current = general + fund + capital + special + unit
    sources = [(form.public, general), ("政府性基金预算", fund)]
    sources += [("国有资本经营预算", capital)] if form.capital or capital else []
    left = [
        ("一、财政拨款", line("revenue", "财政拨款", "source_group", None, amount=money.of(general + fund + capital)))
    ]
    left += [
        (f"{n}.{item}", line("revenue", item, "source", None, amount=money.of(fen)))
        for n, (item, fen) in enumerate(sources, 1)
    ]
    left += [
        ("二、财政专户管理资金", line("revenue", "财政专户管理资金", "source", None, amount=money.of(special))),
        ("三、其他资金", line("revenue", "其他资金", "source", None, amount=money.of(unit))),
    ]
    ends = [
        ("当年收入小计", line("revenue", "当年收入小计", "year_total", None, amount=money.of(current))),
        ("上年结转资金", line("revenue", "上年结转资金", "carryover_in", None, amount=money.of(carried))),
        ("收入合计", line("revenue", "收入合计", "grand_total", None, amount=money.of(current + carried))),
    ]
    spends = ledger.of(carried=None)
    middle = [
        (
            f"{ORDINALS[i]}、{item}",
            line("expenditure", item, "function", code, amount=money.of(total(under(spends, code)))),
        )
        for i, (code, item) in enumerate(_names(form.old_names, {s.code for s in spends}))
    ]
    middle_ends = [
        ("当年支出小计", line("expenditure", "当年支出小计", "year_total", None, amount=money.of(total(spends)))),
        ("结转下年资金", line("expenditure", "结转下年资金", "year_end_carryover", None, amount=money.of(0))),
        ("支出合计", line("expenditure", "支出合计", "grand_total", None, amount=money.of(total(spends)))),
    ]
    right = _purposes(money, ledger)
    rows = [*left, *ends, *middle, *middle_ends, *right]

    def cells(panel: Sequence[tuple[str, GoldRow]], start: int) -> list[list[Ink]]:
        return [[label, Ref("budget_summary", start + i, "amount")] for i, (label, _) in enumerate(panel)]

    first = len(left)
    body = beside(cells(left, 0), cells(middle, first + 3), cells(right, first + 6 + len(middle)))
    for i, (label, _) in enumerate(middle_ends):
        begun = [ends[i][0], Ref("budget_summary", first + i, "amount")]
        figure = Ref("budget_summary", first + 3 + len(middle) + i, "amount")
        spanned = (label, "<", "<", figure) if form.spanned_totals else (label, figure, "", "")
        body.append((*begun, *spanned))
    head = [
        ["收入", "<", "支出", "<", "<", "<"],
        ["项目名称", "金额", "功能分类", "<", "支出用途", "<"],
        ["^", "^", "功能科目名称", "金额", "项目名称", "金额"],
    ]
    gold = {"budget_summary": tuple(row for _, row in rows)}
    return Sheet("收支预算总表", "", "", "", head, tuple(body), gold)


def revenue_summary(form: Jiangsu, money: Money, ledger: Ledger) -> Sheet:
    general, fund, special, unit = (total(ledger.of(source)) for source in ("general", "fund", "special", "unit"))
    general += total(ledger.of("capital"))
    carried = total(ledger.of(carried=True))
    groups = [
        (f"{form.public}资金", [("公共财政拨款（补助）资金", general), ("专项收入", 0)], general),
        ("政府性基金", [], fund),
        ("财政专户管理资金", [("专户管理教育收费", 0), ("其他非税收入", special)], special),
        (
            "其他资金",
            [("事业收入", unit), ("经营收入", 0), ("其他收入", 0), ("债务资金（银行贷款）", 0)],
            unit,
        ),
        ("上年结转和结余资金", [("其中：动用上年结转和结余资金", carried)], carried),
    ]
    whole = general + fund + special + unit + carried
    gold: list[GoldRow] = [{"item": "收入总计", "item_kind": "grand_total", "amount": money.of(whole)}]
    body: list[tuple[Ink, ...]] = [("收入总计", "<", Ref("revenue_summary", 0, "amount"))]
    for group, parts, fen in groups:
        kind = "carryover_in" if group.startswith("上年") else "source"
        body.append((group, "小计", Ref("revenue_summary", len(gold), "amount")))
        gold.append({"item": f"{group}小计", "item_kind": kind, "amount": money.of(fen)})
        for item, part in parts:
            body.append(("^", item, Ref("revenue_summary", len(gold), "amount")))
            kind = "of_which" if item.startswith("其中") else "source_part"
            gold.append({"item": item, "item_kind": kind, "amount": money.of(part)})
    return Sheet("收入预算总表", "", "", "", [["项目名称", "<", "金额"]], tuple(body), {"revenue_summary": tuple(gold)})


def expenditure_summary(form: Jiangsu, money: Money, ledger: Ledger) -> Sheet:
    kept = {id(ledger.budget.spends[i]) for i in _reserve(ledger)}
    spends = ledger.of(carried=None)
    fens = {
        "amount": lambda c: total(under(spends, c)),
        "basic_expenditure": lambda c: basic(under(spends, c)),
        "project_expenditure": lambda c: project(s for s in under(spends, c) if id(s) not in kept),
        "reserve_expenditure": lambda c: total(s for s in under(spends, c) if id(s) in kept),
        "carryover_out": lambda _: 0,
    }
    heads = ["合计", "基本支出", "项目支出", "单位预留机动经费", "结转下年资金"]
    if form.totals_alone:
        row: GoldRow = {"function_code": None, "function_name": None, "level": 0, "is_leaf": True}
        gold = ({**row, **{f: money.of(fen("")) for f, fen in fens.items()}},)
        body = (tuple(refs("expenditure_summary", 0, list(fens))),)
        return Sheet("支出预算总表", "", "", "", [heads], body, {"expenditure_summary": gold})
    rows = code_rows(money, [s.code for s in spends], "function_", ("general", "fund", "capital"), fens, Coded())
    body = code_body("expenditure_summary", rows, "function_", list(fens), Coded())
    head = [[form.code, "功能科目名称", *heads]]
    return Sheet("支出预算总表", "", "", "", head, body, {"expenditure_summary": rows})


def appropriation_summary(form: Jiangsu, money: Money, ledger: Ledger) -> Sheet:
    fens = [total(ledger.of(source)) for source in ("general", "fund", "capital")]
    items = [form.public, "政府性基金预算", "国有资本经营预算"][: 3 if form.capital or fens[2] else 2]
    left = [
        (f"{ORDINALS[i]}、{item}", line("revenue", item, "source", None, amount=money.of(fens[i])))
        for i, item in enumerate(items)
    ]
    right = _purposes(money, ledger, "general", "fund", "capital")
    end = money.of(sum(fens))
    left.append(("收入合计", line("revenue", "收入合计", "grand_total", None, amount=end)))
    right.append(("支出合计", line("expenditure", "支出合计", "grand_total", None, amount=end)))
    name = "appropriation_summary"
    lefts: list[list[Ink]] = [[label, Ref(name, i, "amount")] for i, (label, _) in enumerate(left)]
    rights: list[list[Ink]] = [[label, Ref(name, len(left) + i, "amount")] for i, (label, _) in enumerate(right)]
    body = [*beside(lefts[:-1], rights[:-1]), (*lefts[-1], *rights[-1])]
    head = [["收入", "<", "支出", "<"], ["项目名称", "金额", "支出用途", "<"], ["^", "^", "项目名称", "金额"]]
    if form.bracketed:
        head = [["收入", "<", "支出", "<"], ["项目名称", "金额", "支出用途", "金额"]]
    gold = {name: tuple(row for _, row in (*left, *right))}
    return Sheet("财政拨款收支预算总表", "", "", "", head, tuple(body), gold)


def functional(
    form: Jiangsu, money: Money, ledger: Ledger, resource: str, name: str, sources: tuple[str, ...]
) -> Sheet:
    spends = ledger.of(*sources)
    fens = {"amount": lambda c: total(under(spends, c))}
    rows = code_rows(money, [s.code for s in spends], "function_", ("general", "fund", "capital"), fens, Coded())
    body = code_body(resource, rows, "function_", ["amount"], Coded())
    head = [[form.code, "功能科目名称", "金额"]]
    if spends or not form.empty:
        return Sheet(name, "", "", "", head, body, {resource: rows})
    note = form.empty.format(who="部门", what="政府性基金预算")
    return Sheet(name, "", "", "", head, body, {resource: rows}, notes=(note,), empty=True)


def three_public(money: Money, ledger: Ledger) -> Sheet:
    kinds = ("overseas_travel", "vehicle_purchase", "vehicle_operation", "hospitality")
    travel, purchase, operation, hospitality = (ledger.three_public(kind) for kind in kinds)
    economics = ledger.economics()
    meeting, training = economics.get("30215", 0), economics.get("30216", 0)
    small = travel + purchase + operation + hospitality
    lines = [
        ("合计", "total_with_meetings", small + meeting + training),
        ("“三公”经费小计", "total", small),
        ("因公出国（境）费", "overseas_travel", travel),
        ("公务用车购置及运行维护费", "vehicles", purchase + operation),
        ("公务用车购置费", "vehicle_purchase", purchase),
        ("公务用车运行维护费", "vehicle_operation", operation),
        ("公务接待费", "hospitality", hospitality),
        ("会议费", "conference", meeting),
        ("培训费", "training", training),
    ]
    gold = tuple({"item": item, "item_kind": kind, "amount": money.of(fen)} for item, kind, fen in lines)
    head = [
        ["合计", "“三公”经费", "<", "<", "<", "<", "<", "会议费", "培训费"],
        ["^", "小计", "因公出国（境）费", "公务用车购置及运行维护费", "<", "<", "公务接待费", "^", "^"],
        ["^", "^", "^", "小计", "公务用车购置费", "公务用车运行维护费", "^", "^", "^"],
    ]
    body = (tuple(Ref("three_public_expenses", i, "amount") for i in range(9)),)
    name = "“三公”经费、会议费、培训费支出预算表"
    return Sheet(name, "", "", "", head, body, {"three_public_expenses": gold})


def sheets(rng: Random, form: Jiangsu, ledger: Ledger) -> list[Sheet]:
    """The tables in printed order, as yet without labels and units."""
    money = Money(form.factor, 2, bool(form.zero))
    function, item = ("（功能科目）", "（经济科目）") if form.bracketed else ("", "")
    fiscal = ("general", "fund", "capital")
    name, code = form.public, "科目编码" if form.bracketed else "科目代码"
    return [
        budget_summary(form, money, ledger),
        revenue_summary(form, money, ledger),
        expenditure_summary(form, money, ledger),
        appropriation_summary(form, money, ledger),
        functional(form, money, ledger, "appropriation_expenditure", f"财政拨款支出预算表{function}", fiscal),
        economic(code, money, ledger, "appropriation_basic_expenditure", f"财政拨款基本支出预算表{item}", False),
        functional(form, money, ledger, "general_budget_expenditure", f"{name}支出预算表{function}", ("general",)),
        economic(code, money, ledger, "basic_expenditure", f"{name}基本支出预算表{item}", False),
        three_public(money, ledger),
        functional(form, money, ledger, "government_fund_expenditure", "政府性基金支出预算表", ("fund",)),
        economic(code, money, ledger, "agency_operating_expenses", "一般公共预算机关运行经费支出预算表", True),
        procurement(rng, money),
    ]
