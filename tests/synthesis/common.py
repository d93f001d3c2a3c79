"""Tables that several forms print alike: purchases, and expenditure by economic code with one amount a row."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.synthesis.ledger import Ledger
from tests.synthesis.pools import ORDINALS, PURCHASES
from tests.synthesis.sheets import Coded, Ink, Ref, Sheet, beside, code_body, economic_rows, refs
from tests.synthesis.tables import GoldRow, Money


def economic(code: str, money: Money, ledger: Ledger, resource: str, name: str, organs: bool) -> Sheet:
    heading = "机关运行经费支出" if organs else "金额"
    rows = economic_rows(money, ledger.economics(organs), Coded(), split=False)
    if organs:
        rows = tuple({**row, "row_kind": "item" if row["level"] else "total"} for row in rows)
    body = code_body(resource, rows, "department_economic_", ["amount"], Coded())
    head = [[code, "科目名称", heading]]
    return Sheet(name, "", "", "", head, body, {resource: rows})


def procurement(rng: Random, money: Money) -> Sheet:
    """Purchases by category, project with its economic item, and thing bought."""
    fields = ("purchase_category", "project_name", "department_economic_name", "purchase_item", "procurement_method")
    tree = []
    for mark, category in zip(ORDINALS, PURCHASES, strict=False):
        projects = [
            (project_name, [(item, way, rng.randrange(1, 900) * 100_00 * 10) for item in rng.sample(things, 2)])
            for project_name, things in zip(rng.sample(("信息网络建设维护费", "办公设备购置", "公用经费"), 2),
                                            [PURCHASES[category]] * 2, strict=True)
            for way in [rng.choice(("政府集中采购", "部门集中采购", "分散自行组织"))]
        ]  # fmt: skip
        tree.append((f"{mark}、{category}", projects))
    whole = sum(fen for _, projects in tree for _, items in projects for _, _, fen in items)
    gold: list[GoldRow] = []
    body: list[tuple[Ink, ...]] = []

    def row(kind: str, level: int, leaf: bool, fen: int, printed: Sequence[str], values: Sequence[str | None]) -> None:
        body.append((*printed, Ref("government_procurement", len(gold), "amount")))
        own = dict(zip(fields, values, strict=True))
        gold.append({**own, "row_kind": kind, "level": level, "is_leaf": leaf, "amount": money.of(fen)})

    row("total", 0, False, whole, ["合计", "", "", "", ""], ["合计", None, None, None, None])
    for category, projects in tree:
        money_of = sum(fen for _, items in projects for _, _, fen in items)
        row("category", 1, False, money_of, [category, "", "", "", ""], [category, None, None, None, None])
        for name, items in projects:
            paid = sum(fen for _, _, fen in items)
            row("project", 2, False, paid, ["", name, "办公设备购置", "", ""],
                [category, name, "办公设备购置", None, None])  # fmt: skip
            for item, way, fen in items:
                row("item", 3, True, fen, ["", "", "", item, way], [category, name, "办公设备购置", item, way])
    head = [["采购品目大类", "专项名称", "经济科目", "采购物品名称", "采购组织形式", "总计"]]
    return Sheet("政府采购预算表", "", "", "", head, tuple(body), {"government_procurement": tuple(gold)})


def line(side: str, item: str, kind: str, code: str | None, **amounts: object) -> GoldRow:
    """Gold of one line of a two-sided table."""
    return {"side": side, "item": item, "item_kind": kind, "function_code": code, **amounts}


Lines = Sequence[tuple[str, GoldRow]]
"""Printed label and gold of each line of one side."""


def two_sides(
    resource: str, left: Lines, right: Lines, fields: Sequence[str], ends: int = 1, blank: int = 0
) -> tuple[tuple[Ink, ...], ...]:
    """Both sides, `blank` rows below them, and their last `ends` lines together in the last rows."""
    lefts = [(label, Ref(resource, i, "amount")) for i, (label, _) in enumerate(left)]
    rights = [(label, *refs(resource, len(left) + i, fields)) for i, (label, _) in enumerate(right)]
    rows = beside(lefts[:-ends], rights[:-ends] or [("",) * (1 + len(fields))], blank_rows=blank)
    return (*rows, *((*a, *b) for a, b in zip(lefts[-ends:], rights[-ends:], strict=True)))
