"""第三部分 of a fictitious disclosure: what each section states of the budget, and the prior year that it invents."""

from __future__ import annotations

from random import Random

from tests.synthesis.holdings import holdings
from tests.synthesis.narrative_money import Money
from tests.synthesis.performance import published
from tests.synthesis.statements import Ink, Paragraph, Section, count, listed
from tests.synthesis.tables import sum_of
from tests.synthesis.writer import Source

ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
HEADINGS = (
    "{kind}预算收支数据变动情况及原因",
    "收入预算情况说明",
    "支出预算情况说明",
    "财政拨款收支预算总体情况说明",
    "一般公共预算支出情况说明",
    "一般公共预算基本支出情况说明",
    "“三公”经费增减变动原因说明",
    "机关运行经费增减变动原因说明",
    "政府采购情况",
    "绩效管理情况",
    "国有资产占有使用情况",
    "其他说明",
)
CAPTIONS = {1: "收入预算图", 4: "一般公共预算当年拨款结构图", 6: "三公经费分布图"}
"""What stands under the pictures that some narratives have, by section."""
VEHICLES = ("vehicle_operation", "vehicle_purchase")


class _Narrative(Money):
    """The sections that repeat tables 10 and 11, or that no table prints."""

    def three_public(self) -> tuple[Paragraph, ...]:
        ink, source = self.ink(), self.source
        now = {kind: sum(f for k, _, f in source.budget.three_public if k == kind) for kind in
               ("overseas_travel", "hospitality", *VEHICLES)}  # fmt: skip
        whole = sum(now.values())
        if not whole:
            return ((f"本{source.kind}无“三公”经费预算。",),)
        before = {kind: self.prior(fen) for kind, fen in now.items()}
        pairs = {kind: (fen, before[kind]) for kind, fen in now.items()}
        pairs["vehicles"] = (sum(now[k] for k in VEHICLES), sum(before[k] for k in VEHICLES))
        labels = {
            "overseas_travel": "因公出国（境）费", "hospitality": "公务接待费", "vehicles": "公务用车购置及运行费",
            "vehicle_operation": "公务用车运行维护费", "vehicle_purchase": "公务用车购置费",
        }  # fmt: skip
        versus = self.rng.choice(("比上年", "比上年", "比上年", "与上年相比预算数"))
        gap = self.rng.choice(("", "", "", " "))
        said = {kind: (label, ink.money(kind, pairs[kind][0]), "，", *ink.change(kind, *pairs[kind], versus, "，", gap))
                for kind, label in labels.items()}  # fmt: skip
        last, comma = source.year - 1, self.rng.choice(("，", "，", ""))
        change = ink.change("three_public_total", whole, sum(before.values()), f"比{last}年")
        first, parts = (
            f"{source.year}年{source.entity}财政拨款安排的“三公”经费预算",
            ink.money("three_public_total", whole), comma,
            *change, *(self.reason(change) if self.rng.random() < 0.3 else ()), "。",
        ), (
            "其中：", *listed([said["overseas_travel"], said["hospitality"], said["vehicles"]], "；"), "。",
            *listed([said["vehicle_operation"], said["vehicle_purchase"]], "；"), "。",
        )  # fmt: skip
        return (first, parts) if self.rng.random() < 0.25 else ((*first, *parts),)

    def agency(self) -> tuple[Paragraph, ...]:
        ink, source = self.ink(), self.source
        units = source.budget.units
        own = [
            e for e in source.budget.economies if units[e.unit].is_organ and e.pair.department_code.startswith("302")
        ]
        whole, number = sum(e.fen for e in own), len({e.unit for e in own})
        if not whole:
            return ((f"本{source.kind}{source.year}年无机关运行经费预算。",),)
        prior = self.prior(whole)
        spoken = self.rng.choice(("所属{n}行政单位", "下属{n}单位", "{n}行政单位"))
        before, _, after = spoken.partition("{n}")
        who: Paragraph = (before, count("agency_operating_units", number, "家"), after)
        if number == 1 and self.rng.random() < 0.3:
            who = (self.rng.choice(("行政单位", "")),)
        last = source.year - 1
        change = ink.change("agency_operating", whole, prior, f"比{last}年预算")
        if len(change) > 1 and self.rng.random() < 0.15:
            way = str(change[0]).removeprefix(f"比{last}年预算")
            change = (f"比{last}年预算", ink.money("agency_operating_prior", prior), way, *change[1:])
        reason = self.reason(change)
        return ((
            f"本{source.kind}{source.year}年", *who, "机关运行经费财政拨款预算",
            ink.money("agency_operating", whole), "，",
            *change, *reason, "。",
        ),)  # fmt: skip

    def procurement(self) -> tuple[Paragraph, ...]:
        ink, source = self.ink(), self.source
        parts = [self.rng.choice((0, self.rng.randint(1, 9000) * 10_000)) for _ in range(3)]
        names = (("货物", "goods"), ("工程", "works"), ("服务", "services"))
        each = [(f"政府采购{label}预算", ink.money(f"procurement_{name}", fen))
                for (label, name), fen in zip(names, parts, strict=True)]  # fmt: skip
        return ((
            f"{source.year}年{source.entity}政府采购预算总额", ink.money("procurement_total", sum(parts)), "。其中：",
            *listed(each, "、"), "。",
        ),)  # fmt: skip

    def _overall(self, ink: Ink) -> Paragraph:
        source, units = self.source, len(self.source.budget.units)
        spends = [s for s in source.budget.spends if not s.carried]
        whole, project = sum(s.fen for s in spends), sum_of(spends, lambda s: bool(s.project))
        year, draw = source.year, self.rng.random()
        if source.kind == "单位":
            if draw < 0.4:
                return (f"本单位{year}年未编报单位整体绩效目标。",)
            return (f"{year}年编报单位整体绩效目标，涉及资金", ink.money("overall_target", whole),
                    "。（单位整体目标表公开情况见附件）")  # fmt: skip
        each: Paragraph = (
            "，其中", count("overall_unit_targets", units, "个"),
            f"单位{self.rng.choice(('（包括机关）', ''))}编报了单位整体绩效目标，涉及资金",
            ink.money("overall_unit_targets", whole),
        )  # fmt: skip
        if draw < 0.2:
            return (f"{year}年下属预算单位", count("overall_units", units, "个"), *each, "。")
        return (
            f"{year}年编报部门整体支出绩效目标，涉及部门预算资金", ink.money("overall_target", whole), "，其中基本支出",
            ink.money("overall_basic", whole - project), "，项目支出", ink.money("overall_project", project),
            f"{self.rng.choice('；，')}机关及下属预算单位", count("overall_units", units, "个"),
            *(each if draw < 0.7 else ()), "。（部门整体目标表公开情况见附件）",
        )  # fmt: skip

    def performance(self) -> tuple[Paragraph, ...]:
        ink, source = self.ink(), self.source
        projects = published(source.budget)
        kinds = [self.rng.random() < 0.7 for _ in projects]
        money = [fen for _, _, fen, _ in projects]

        def told(prefix: str, word: str, shown: int, share: Paragraph) -> Paragraph:
            own = [(fen, kind) for fen, kind in zip(money[:shown], kinds, strict=False)]
            classes = [
                (
                    f"{label}类项目", count(f"{prefix}_{name}", sum(k == kind for _, k in own), "个"),
                    f"，涉及{word}金额",
                    ink.money(f"{prefix}_{name}", sum(fen for fen, k in own if k == kind)),
                )
                for label, name, kind in (("其他运转", "other_operation", True), ("特定目标", "specific", False))
            ]  # fmt: skip
            return (
                count(f"{prefix}_projects", shown, "个"), f"，{'涉及项目' if word else '共计'}金额",
                ink.money(f"{prefix}_projects", sum(money[:shown])), *share, "。其中：", *listed(classes, "；"), "。",
            )  # fmt: skip

        whole, shown = sum(money), len(source.forms)
        whom = self.rng.choice(("部门（单位）", "部门（单位）", "部门(单位)"))
        share = (f"，占{whom}项目支出总额的", ink.share("published_projects", sum(money[:shown]), whole))
        return (
            ("1、整体绩效目标",),
            self._overall(ink),
            ("2、项目绩效目标",),
            (
                f"{source.year}年{source.entity}纳入绩效目标管理的二级项目", *told("managed", "", len(money), ()),
                "公开项目绩效目标", *told("published", "项目", shown, share),
            ),
            ("（项目绩效目标表公开情况见附件）",),
        )  # fmt: skip

    def sections(self) -> tuple[Section, ...]:
        bodies = [
            self.totals(), self.revenue(), self.expenditure(), self.appropriation(), self.general(), self.basic(),
            self.three_public(), self.agency(), self.procurement(), self.performance(),
        ]  # fmt: skip
        if self.rng.random() < 0.8:
            driven = any(kind == "vehicle_operation" for kind, _, _ in self.source.budget.three_public)
            bodies += holdings(self.rng, self.source.entity, self.source.kind, self.source.year, driven)
        if self.rng.random() < 0.2:
            for number, caption in CAPTIONS.items():
                bodies[number] = (*bodies[number], (caption,))
        return tuple(
            Section(ordinal, heading.format(kind=self.source.kind), body)
            for ordinal, heading, body in zip(ORDINALS, HEADINGS, bodies, strict=False)
        )


def draw_sections(source: Source, seed: int) -> tuple[Section, ...]:
    """Sections 一 to 十, and at times 十一 and 十二; the figures agree with the tables to the 分 before rounding."""
    return _Narrative(Random(f"narrative {seed}"), source).sections()
