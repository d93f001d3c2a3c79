"""How a disclosure in the national form is worded: drawn from what provinces print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tests.synthesis.sheets import Coded

TITLES: Mapping[str, tuple[str, ...]] = {
    "budget_summary": (
        "收支总表",
        "部门收支总表",
        "收支总体情况表",
        "部门预算收支总表",
        "收支预算总表",
    ),
    "revenue_summary": (
        "收入总表",
        "部门收入总表",
        "收入总体情况表",
        "部门预算收入总表",
        "收入预算总表",
    ),
    "expenditure_summary": (
        "支出总表",
        "部门支出总表",
        "支出总体情况表",
        "部门预算支出总表",
        "支出预算总表",
    ),
    "appropriation_summary": (
        "财政拨款收支总表",
        "部门财政拨款收支总表",
        "财政拨款收支总体情况表",
        "财政拨款收支预算总表",
    ),
    "general_budget_expenditure": (
        "一般公共预算支出表",
        "一般公共预算支出情况表",
        "一般公共预算财政拨款支出表",
    ),
    "basic_expenditure": (
        "一般公共预算基本支出表",
        "一般公共预算基本支出情况表",
        "一般公共预算财政拨款基本支出表",
    ),
    "three_public_expenses": (
        "一般公共预算“三公”经费支出表",
        "“三公”经费支出表",
        "财政拨款“三公”经费支出表",
        "一般公共预算“三公”经费支出情况表",
    ),
    "government_fund_expenditure": (
        "政府性基金预算支出表",
        "政府性基金预算支出情况表",
        "政府性基金预算财政拨款支出表",
    ),
    "state_capital_budget": (
        "国有资本经营预算支出表",
        "国有资本经营预算支出情况表",
        "国有资本经营预算财政拨款支出表",
    ),
}
EMPTY_NOTES = (
    "",
    "注：本表无数据",
    "说明：我单位无{what}支出，此表为空表。",
    "备注：本部门没有{what}支出，故本表无数据。",
)
NOTHING = ("事业单位经营收入", "上级补助收入", "附属单位上缴收入", "其他收入")


@dataclass(frozen=True)
class National:
    """What varies; `of` draws a wording anew wherever one is asked for, but the same for one disclosure."""

    year: int
    unit: str
    factor: int
    label: str
    prefix: str
    amount: str
    suffix: str
    all_lines: bool
    coded: Coded
    split: bool
    one_column: bool
    by_unit: bool
    year_total: bool
    turned: bool
    grouped: bool
    code: tuple[str, str]
    zero: str
    note: str
    titles: Mapping[str, str]
    thirteen: bool

    def title(self, resource: str) -> str:
        return f"{self.prefix}{self.titles[resource]}"


def draw(rng: Random, year: int, thirteen: bool = False) -> National:
    pick = rng.choice
    unit, factor = pick((("万元", 10000), ("万元", 10000), ("元", 1), ("元", 1), ("千元", 1000)))
    style = pick(range(5))
    titles = {name: options[style % len(options)] for name, options in TITLES.items()}
    if thirteen:
        titles = {name: options[0] for name, options in TITLES.items()}
        titles["three_public_expenses"] = "财政拨款“三公”经费、会议费和培训费支出表"
    return National(
        year=year,
        unit=unit,
        factor=factor,
        label="公开{:02d}表" if thirteen else pick(("公开{:02d}表", "表{}", "附表{}", "预算公开表{}", "")),
        prefix=pick(("", "", f"{year}年", f"{year}年度", f"{year}年部门")),
        amount=pick(("预算数", "预算数", "金额", "本年预算数", f"{year}年预算数")),
        suffix="拨款收入" if thirteen else pick(("拨款收入", "财政拨款收入", "收入", "拨款")),
        all_lines=rng.random() < 0.6,
        coded=Coded(parts=1, total_last=rng.random() < 0.4, total_in_name=rng.random() < 0.5),
        split=rng.random() < 0.5 or thirteen,
        one_column=thirteen or rng.random() < 0.3,
        by_unit=thirteen,
        year_total=rng.random() < 0.4,
        turned=rng.random() < 0.6 or thirteen,
        grouped=rng.random() < 0.5,
        code=("科目编码", "科目名称") if thirteen else pick((("科目编码", "科目名称"), ("科目代码", "科目名称"),
              ("功能科目编码", "功能科目名称"), ("功能分类科目编码", "功能分类科目名称"))),
        zero=pick(("", "", "", "0.00", "0", "-")),
        note=pick(EMPTY_NOTES),
        titles=titles,
        thirteen=thirteen,
    )  # fmt: skip
