"""The tables of the national integrated budget management over a budget, in the words of many provinces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

from tests.synthesis.budget import Spend
from tests.synthesis.codebook import codebook
from tests.synthesis.common import economic, line, procurement, two_sides
from tests.synthesis.ledger import Ledger, basic, project, total, under
from tests.synthesis.national_words import NOTHING, National
from tests.synthesis.pools import ORDINALS
from tests.synthesis.sheets import Ink, Ref, Sheet, code_body, code_rows, economic_rows, refs
from tests.synthesis.tables import FIELDS, FISCAL, GoldRow, Money


def _source_items(form: National) -> list[tuple[str, str]]:
    """Printed wording and source of the revenue lines."""
    suffix = form.suffix
    found = [(f"一般公共预算{suffix}", "general"), (f"政府性基金预算{suffix}", "fund"),
             (f"国有资本经营预算{suffix}", "capital")]  # fmt: skip
    found += [
        ("财政专户管理资金收入" if suffix.endswith("收入") else "财政专户管理资金", "special"),
        ("事业收入", "unit"),
    ]
    return [*found, *((item, "") for item in NOTHING)]


def _functions(form: National, spends: Sequence[Spend]) -> list[tuple[str, str, list[Spend]]]:
    """Code, printed name and spends of the function lines that are printed."""
    lines = [(code, item, under(spends, code)) for code, item, _ in codebook().lines]
    return [line for line in lines if form.all_lines or line[2]]


def budget_summary(form: National, money: Money, ledger: Ledger) -> Sheet:
    current = [total(ledger.of(source)) if source else 0 for _, source in _source_items(form)]
    carried, spends = total(ledger.of(carried=True)), ledger.of(carried=None)
    left = [
        (f"{ORDINALS[i]}、{item}", line("revenue", item, "source", None, amount=money.of(fen)))
        for i, ((item, _), fen) in enumerate(zip(_source_items(form), current, strict=True))
    ]
    left += [
        ("本年收入合计", line("revenue", "本年收入合计", "year_total", None, amount=money.of(sum(current)))),
        ("上年结转结余", line("revenue", "上年结转结余", "carryover_in", None, amount=money.of(carried))),
        ("收入总计", line("revenue", "收入总计", "grand_total", None, amount=money.of(sum(current) + carried))),
    ]
    right = [
        (f"{ORDINALS[i]}、{item}", line("expenditure", item, "function", code, amount=money.of(total(own))))
        for i, (code, item, own) in enumerate(_functions(form, spends))
    ]
    right += [
        ("本年支出合计", line("expenditure", "本年支出合计", "year_total", None, amount=money.of(total(spends)))),
        ("年终结转结余", line("expenditure", "年终结转结余", "year_end_carryover", None, amount=money.of(0))),
        ("支出总计", line("expenditure", "支出总计", "grand_total", None, amount=money.of(total(spends)))),
    ]
    head = [["收入", "<", "支出", "<"], ["项目", form.amount, "项目", form.amount]]
    body = two_sides("budget_summary", left, right, ["amount"], 3)
    gold = {"budget_summary": tuple(row for _, row in (*left, *right))}
    return Sheet(form.title("budget_summary"), "", "", "", head, body, gold)


def _by(*sources: str, carried: bool | None = False) -> Callable[[list[Spend]], int]:
    return lambda own: total(s for s in own if s.source in sources and carried in (None, s.carried))


def revenue_summary(form: National, money: Money, ledger: Ledger) -> Sheet:
    """By function: the total with the carry-over, and each source; or by unit, with both carry-overs in parts."""
    spends = ledger.of(carried=None)
    if form.by_unit:
        return _revenue_by_unit(form, money, ledger)
    fields = ["general_public_budget", "government_fund_budget", "state_capital_budget", "special_account_funds",
              "business_revenue", "operating_revenue", "superior_subsidy", "subsidiary_remittance",
              "other_revenue"]  # fmt: skip
    of = dict(zip(fields, [*(s for _, s in _source_items(form))], strict=True))
    fens: dict[str, Callable[[str], int]] = {"total_revenue": lambda c: total(under(spends, c))}
    heads = ["合计"]
    fens["carryover"] = lambda c: total(s for s in under(spends, c) if s.carried)
    heads.append("上年结转")
    for field, (item, _) in zip(fields, _source_items(form), strict=True):
        fens[field] = lambda c, source=of[field]: _by(source)(under(spends, c)) if source else 0
        heads.append(item)
    if form.year_total:
        own = {"amount": lambda c: total(s for s in under(spends, c) if not s.carried)}
        fens = {
            "total_revenue": fens["total_revenue"],
            **own,
            **{k: v for k, v in fens.items() if k != "total_revenue"},
        }
        heads = ["合计", "本年收入合计", *heads[1:]]
    codes = [s.code for s in spends]
    rows = code_rows(money, codes, "function_", ("general", "fund", "capital"), fens, form.coded)
    body = code_body("revenue_summary", rows, "function_", list(fens), form.coded)
    head = [[*form.code, *heads]]
    return Sheet(form.title("revenue_summary"), "", "", "", head, body, {"revenue_summary": rows})


def _revenue_by_unit(form: National, money: Money, ledger: Ledger) -> Sheet:
    own = [
        "general_public_budget",
        "government_fund_budget",
        "state_capital_budget",
        "special_account_funds",
        "business_revenue",
        "operating_revenue",
        "superior_subsidy",
        "subsidiary_remittance",
        "other_revenue",
    ]
    carry = ["carryover_general", "carryover_fund", "carryover_capital", "carryover_special", "carryover_unit_funds"]
    fields = ["total_revenue", "amount", *own, "carryover", *carry]

    def row(code: str | None, name: str, level: int, leaf: bool, spends: list[Spend]) -> GoldRow:
        fens = dict.fromkeys(fields, 0)
        fens["total_revenue"] = total(spends)
        fens["amount"] = total(s for s in spends if not s.carried)
        fens["carryover"] = total(s for s in spends if s.carried)
        for source, now, before in zip(("general", "fund", "capital", "special", "unit"), own, carry, strict=False):
            fens[now], fens[before] = _by(source)(spends), _by(source, carried=True)(spends)
        keys: GoldRow = {"unit_code": code, "unit_name": name, "level": level, "is_leaf": leaf}
        return {**keys, **{f: money.of(fen) for f, fen in fens.items()}}

    spends, names = ledger.of(carried=None), [unit.name for unit in ledger.budget.units]
    rows = [row(None, "合计", 0, False, spends)]
    for number, name in enumerate(names):
        rows.append(row(f"1630{number + 1:02d}", name, 1, True, [s for s in spends if s.unit == number]))
    now = ["小计", "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "事业收入", *NOTHING]
    before = ["小计", "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金"]
    head = [
        ["部门代码", "部门名称", "合计", "本年收入", *["<"] * 9, "上年结转结余", *["<"] * 5],
        ["^", "^", "^", *now, *before],
    ]
    body = tuple(
        (r["unit_code"] or "合计", r["unit_name"] if r["unit_code"] else "<", *refs("revenue_summary", i, fields))
        for i, r in enumerate(rows)
    )
    return Sheet(form.title("revenue_summary"), "", "", "", head, body, {"revenue_summary": tuple(rows)})


def expenditure_summary(form: National, money: Money, ledger: Ledger) -> Sheet:
    spends = ledger.of(carried=None)
    fens: dict[str, Callable[[str], int]] = {
        "amount": lambda c: total(under(spends, c)),
        "basic_expenditure": lambda c: basic(under(spends, c)),
        "project_expenditure": lambda c: project(under(spends, c)),
        "operating_expenditure": lambda _: 0,
        "remittance_to_superior": lambda _: 0,
        "subsidy_to_subsidiaries": lambda _: 0,
    }
    codes = [s.code for s in spends]
    rows = code_rows(money, codes, "function_", ("general", "fund", "capital"), fens, form.coded)
    body = code_body("expenditure_summary", rows, "function_", list(fens), form.coded)
    head = [[*form.code, "合计", "基本支出", "项目支出", "事业单位经营支出", "上缴上级支出", "对附属单位补助支出"]]
    if form.grouped:
        head = [["项目", "<", form.amount, *["<"] * 5], head[0]]
    return Sheet(form.title("expenditure_summary"), "", "", "", head, body, {"expenditure_summary": rows})


def appropriation_summary(form: National, money: Money, ledger: Ledger) -> Sheet:
    spends = ledger.of(*FISCAL, carried=None)
    names = ("一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款")
    left: list[tuple[str, GoldRow]] = []
    for mark, item, kind, part, carried in (
        ("一、", "本年收入", "year_total", "source", False),
        ("二、", "上年结转", "carryover_in", "carryover_source", True),
    ):
        fens = [total(ledger.of(source, carried=carried)) for source in FISCAL]
        left.append((mark + item, line("revenue", item, kind, None, amount=money.of(sum(fens)))))
        left += [
            (f"（{ORDINALS[i]}）{name}", line("revenue", name, part, None, amount=money.of(fen)))
            for i, (name, fen) in enumerate(zip(names, fens, strict=True))
        ]
    end = money.of(total(spends))
    left.append(("收入总计", line("revenue", "收入总计", "grand_total", None, amount=end)))

    def amounts(own: Sequence[Spend]) -> dict[str, object]:
        found: dict[str, object] = {"amount": money.of(total(own))}
        if not form.one_column:
            found |= {FIELDS[o]: money.of(total(s for s in own if s.source == o)) for o in FISCAL}
        return found

    right = [("一、本年支出", line("expenditure", "本年支出", "year_total", None, **amounts(spends)))]
    right += [
        (f"（{ORDINALS[i]}）{item}", line("expenditure", item, "function", code, **amounts(own)))
        for i, (code, item, own) in enumerate(_functions(form, spends))
    ]
    right.append(("二、年终结转结余", line("expenditure", "年终结转结余", "year_end_carryover", None, **amounts([]))))
    right.append(("支出总计", line("expenditure", "支出总计", "grand_total", None, **amounts(spends))))
    fields = ["amount"] if form.one_column else ["amount", *(FIELDS[o] for o in FISCAL)]
    heads = [form.amount] if form.one_column else ["合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"]
    head = [["收入", "<", "支出", *["<"] * len(heads)], ["项目", form.amount, "项目", *heads]]
    body = two_sides("appropriation_summary", left, right, fields, 1)
    gold = {"appropriation_summary": tuple(row for _, row in (*left, *right))}
    return Sheet(form.title("appropriation_summary"), "", "", "", head, body, gold)


def functional(form: National, money: Money, ledger: Ledger, resource: str, title: str, *sources: str) -> Sheet:
    spends = ledger.of(*sources, carried=None if len(sources) > 1 else False)
    key = "" if resource == "state_capital_budget" else "function_"
    split = form.split and key
    fens: dict[str, Callable[[str], int]] = {
        "amount": lambda c: total(under(spends, c)),
        "basic_expenditure": lambda c: basic(under(spends, c)),
    }
    heads = [["合计", "基本支出", "项目支出"]]
    if split:
        fens["personnel_expenses"] = lambda c: ledger.personnel(under(spends, c))
        fens["operating_expenses"] = lambda c: basic(under(spends, c)) - ledger.personnel(under(spends, c))
        heads = [["合计", "基本支出", "<", "<", "项目支出"], ["^", "小计", "人员经费", "公用经费", "^"]]
    fens["project_expenditure"] = lambda c: project(under(spends, c))
    rows = code_rows(money, [s.code for s in spends], key, ("general", "fund", "capital"), fens, form.coded)
    body = code_body(resource, rows, key, list(fens), form.coded)
    if not key:
        rows = tuple({"side": "expenditure", **row} for row in rows)
    head = [[*form.code, *heads[0]], *(["^", "^", *more] for more in heads[1:])]
    sheet = Sheet(title, "", "", "", head, body, {resource: rows})
    if spends or not form.note:
        return sheet
    return replace(sheet, notes=(form.note.format(what="政府性基金预算"),), empty=True)


def basic_expenditure(form: National, money: Money, ledger: Ledger, resource: str, title: str) -> Sheet:
    rows = economic_rows(money, ledger.economics(), form.coded)
    fields = ["amount", "personnel_expenses", "operating_expenses"]
    body = code_body(resource, rows, "department_economic_", fields, form.coded)
    keys = ["科目编码", "科目名称"] if form.grouped else ["经济科目编码", "经济科目名称"]
    head = [[*keys, "合计", "人员经费", "公用经费"]]
    if form.thirteen:
        head = [["部门预算支出经济科目", "<", "本年财政拨款基本支出", "<", "<"], ["科目编码", "科目名称", *head[0][2:]]]
    return Sheet(title, "", "", "", head, body, {resource: rows})


def three_public(form: National, money: Money, ledger: Ledger) -> Sheet:
    kinds = ("overseas_travel", "vehicle_purchase", "vehicle_operation", "hospitality")
    travel, purchase, operation, hospitality = (ledger.three_public(kind) for kind in kinds)
    vehicles = "公务用车购置及运行维护费" if form.thirteen else "公务用车购置及运行费"
    running = "公务用车运行维护费" if form.thirteen else "公务用车运行费"
    whole = "“三公”经费合计" if form.thirteen or form.grouped else "合计"
    lines = [
        (whole, "total", travel + purchase + operation + hospitality),
        ("因公出国（境）费", "overseas_travel", travel),
        (vehicles, "vehicles", purchase + operation),
        ("公务用车购置费", "vehicle_purchase", purchase),
        (running, "vehicle_operation", operation),
        ("公务接待费", "hospitality", hospitality),
    ]
    heads = [
        whole,
        "因公出国（境）费",
        vehicles,
        "<",
        "<",
        "公务接待费",
    ]
    lower = ["^", "^", "小计", "公务用车购置费", running, "^"]
    if form.thirteen:
        economics = ledger.economics()
        lines += [
            ("会议费", "conference", economics.get("30215", 0)),
            ("培训费", "training", economics.get("30216", 0)),
        ]
        heads, lower = [*heads, "会议费", "培训费"], [*lower, "^", "^"]
    name = "three_public_expenses"
    gold = tuple({"item": item, "item_kind": kind, "amount": money.of(fen)} for item, kind, fen in lines)
    if form.turned:
        body: tuple[tuple[Ink, ...], ...] = (tuple(Ref(name, i, "amount") for i in range(len(lines))),)
        return Sheet(form.title(name), "", "", "", [heads, lower], body, {name: gold})
    body = tuple((row["item"], Ref(name, i, "amount")) for i, row in enumerate(gold))
    return Sheet(form.title(name), "", "", "", [["项目", form.amount]], body, {name: gold})


def sheets(rng: Random, form: National, ledger: Ledger) -> list[Sheet]:
    """The tables in printed order, as yet without labels and units."""
    money = Money(form.factor, 2, bool(form.zero))
    general, fund, capital = "general_budget_expenditure", "government_fund_expenditure", "state_capital_budget"
    found = [
        budget_summary(form, money, ledger),
        revenue_summary(form, money, ledger),
        expenditure_summary(form, money, ledger),
        appropriation_summary(form, money, ledger),
        functional(form, money, ledger, general, form.title(general), "general"),
        basic_expenditure(form, money, ledger, "basic_expenditure", form.title("basic_expenditure")),
        three_public(form, money, ledger),
        functional(form, money, ledger, fund, form.title(fund), "fund"),
        functional(form, money, ledger, capital, form.title(capital), "capital"),
    ]
    if not form.thirteen:
        return found
    own = form.prefix
    found[4:4] = [
        functional(form, money, ledger, "appropriation_expenditure", f"{own}财政拨款支出表（功能科目）", *FISCAL),
        basic_expenditure(
            form, money, ledger, "appropriation_basic_expenditure", f"{own}财政拨款基本支出表（经济科目）"
        ),
    ]
    office = economic(
        "科目编码", money, ledger, "agency_operating_expenses", f"{own}一般公共预算机关运行经费支出预算表", True
    )
    return [*found, office, replace(procurement(rng, money), title=f"{own}政府采购支出表")]
