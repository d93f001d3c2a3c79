"""Sections 一 to 六 of a fictitious narrative: what it states of the budget's totals, sources and functions."""

from __future__ import annotations

from tests.synthesis.statements import Figure, Paragraph, listed
from tests.synthesis.tables import FISCAL, of_source, sum_of
from tests.synthesis.writer import Writer


class Money(Writer):
    """The sections that repeat tables 1 to 6."""

    def totals(self) -> tuple[Paragraph, ...]:
        ink, spends = self.ink(), self.source.budget.spends
        whole = sum(s.fen for s in spends)
        carried = sum_of(spends, lambda s: s.carried)
        change = ink.change("", whole, self.prior(whole))
        reason = self.reason(change)

        def half(side: str, words: tuple[str, str]) -> Paragraph:
            stated = tuple(
                Figure(f"{side}_total", p.measure, p.value, p.unit, p.printed, p.direction)
                if isinstance(p, Figure)
                else p
                for p in change
            )
            return (
                ink.money(f"{side}_total", whole), f"，其中：{words[0]}", ink.money(f"{side}_current_year",
                whole - carried),
                f"，{words[1]}", ink.money(f"{side}_carryover", carried), "，", *stated, *reason,
            )  # fmt: skip

        kind = self.source.kind
        return ((
            f"{self.source.opening}预算收入总计", *half("revenue", ("本年收入", "上年结转")),
            f"；本年{kind}预算支出总计", *half("expenditure", ("本年预算安排", "上年结转")), "。",
        ),)  # fmt: skip

    def revenue(self) -> tuple[Paragraph, ...]:
        ink, spends = self.ink(), self.source.budget.spends
        whole = sum(s.fen for s in spends)
        names = (
            ("general", "source_general_public", "一般公共预算拨款收入"),
            ("fund", "source_government_fund", "政府性基金预算拨款收入"),
            ("capital", "source_state_capital", "国有资本经营预算拨款收入"),
            ("special", "source_special_account", "财政专户管理资金收入"),
            ("unit", "source_unit_funds", "单位资金"),
        )
        money = [(name, label, sum_of(spends, of_source(source, False))) for source, name, label in names]
        money.append(("source_carryover", "上年结转", sum_of(spends, lambda s: s.carried)))
        items = [(label, ink.money(name, fen), "，占", ink.share(name, fen, whole)) for name, label, fen in money]
        return ((
            f"{self.source.opening}预算收入", ink.money("revenue_budget", whole), "，主要包括",
            *listed(items, "；"), "。",
        ),)  # fmt: skip

    def expenditure(self) -> tuple[Paragraph, ...]:
        ink, spends = self.ink(), self.source.budget.spends
        whole, project = sum(s.fen for s in spends), sum_of(spends, lambda s: bool(s.project))
        items = [
            (label, ink.money(name, fen), "，占", ink.share(name, fen, whole))
            for name, label, fen in (
                ("basic_expenditure", "基本支出", whole - project), ("project_expenditure", "项目支出", project)
            )
        ]  # fmt: skip
        opening = f"{self.source.opening}支出预算"
        return ((opening, ink.money("expenditure_budget", whole), "，其中：", *listed(items, "；"), "。"),)

    def appropriation(self) -> tuple[Paragraph, ...]:
        ink = self.ink()
        spends = [s for s in self.source.budget.spends if s.source in FISCAL]
        whole, carried = sum(s.fen for s in spends), sum_of(spends, lambda s: s.carried)
        names = ("一般公共预算拨款", "政府性基金预算拨款", "国有资本经营预算拨款")
        books = ("appropriation_general_public", "appropriation_government_fund", "appropriation_state_capital")
        parts = [
            (name, ink.money(book, sum_of(spends, of_source(source))))
            for name, book, source in zip(names, books, FISCAL, strict=True)
        ]
        classes = self.source.classes("appropriation_summary", spends)
        each = [(name, ink.money("appropriation_function", fen)) for name, fen in classes]
        gap = self.rng.choice(("", "", " "))
        return ((
            f"{self.source.opening}财政拨款收支总预算", ink.money("appropriation_total", whole), "。其中：",
            *listed(parts, "，"), f"。{gap}其中：当年拨款收入",
            ink.money("appropriation_current_year", whole - carried),
            "，上年结转收入", ink.money("appropriation_carryover", carried), "。支出包括：",
            *listed(each, "、"), "等。",
        ),)  # fmt: skip

    def general(self) -> tuple[Paragraph, ...]:
        ink = self.ink()
        spends = [s for s in self.source.budget.spends if s.source == "general" and not s.carried]
        whole = sum(s.fen for s in spends)
        comma = self.rng.choice(("，", ","))
        gap = self.rng.choice(("", "", " "))
        opening = f"{self.source.opening}一般公共预算当年支出"
        change = ink.change("general_expenditure", whole, self.prior(whole), comma=f"{gap}{comma}")
        classes = self.source.classes("general_budget_expenditure", spends)
        each = [
            (name, ink.money("general_function", fen), f"{comma}占", ink.share("general_function", fen, whole))
            for name, fen in classes
        ]
        left, right = self.rng.choice((("（", "）"), ("（", "）"), ("(", ") ")))
        return (
            (f"{left}一{right}一般公共预算当年支出规模变化情况",),
            (opening, ink.money("general_expenditure", whole), comma, *change, "。"),
            (f"{left}二{right}一般公共预算当年支出结构情况",),
            (
                opening,
                ink.money("general_expenditure", whole),
                f"{comma}主要用于以下方面：",
                *listed(each, "；"),
                "等。",
            ),
        )

    def basic(self) -> tuple[Paragraph, ...]:
        ink, economies = self.ink(), self.source.budget.economies
        goods = [e for e in economies if e.pair.department_code.startswith("302")]
        people = [e for e in economies if not e.pair.department_code.startswith("302")]
        found: list[Paragraph] = [(
            f"{self.source.opening}一般公共预算安排基本支出",
            ink.money("general_basic", sum(e.fen for e in economies)), "，其中：",
        )]  # fmt: skip
        for name, label, own, end in (
            ("personnel_expenses", "人员经费", people, "；"), ("operating_expenses", "公用经费", goods, "。"),
        ):  # fmt: skip
            names = list(dict.fromkeys(e.pair.department_name for e in own))
            self.rng.shuffle(names)
            items = f"，主要包括：{'、'.join(names)}等" if names else ""
            found.append((label, ink.money(name, sum(e.fen for e in own)), f"{items}{end}"))
        return tuple(found)
