"""How a fictitious disclosure words its titles, labels and headings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tests.synthesis.pools import ORDINALS

TITLES: Mapping[str, str] = {
    "budget_summary": "预算收支总表",
    "revenue_summary": "预算收入总表",
    "expenditure_summary": "预算支出总表",
    "appropriation_summary": "财政拨款收支总表",
    "general_budget_expenditure": "一般公共预算支出预算表",
    "basic_expenditure": "一般公共预算安排基本支出分经济科目表",
    "government_fund_revenue": "政府性基金预算收入表",
    "government_fund_expenditure": "政府性基金预算支出表",
    "state_capital_budget": "国有资本经营预算收支预算表",
    "three_public_expenses": "财政拨款安排“三公”经费支出预算表",
    "agency_operating_expenses": "财政拨款安排机关运行经费预算表",
    "projects_current_year": "项目支出预算表（本年预算）",
    "projects_carryover": "项目支出预算表（上年结转）",
}
RENAMED: Mapping[str, str] = {
    "budget_summary": "收支预算总表",
    "revenue_summary": "收入预算总表",
    "expenditure_summary": "支出预算总表",
    "appropriation_summary": "财政拨款收支预算总表",
    "general_budget_expenditure": "一般公共预算支出表",
    "basic_expenditure": "一般公共预算基本支出表",
    "government_fund_expenditure": "政府性基金预算支出预算表",
    "three_public_expenses": "一般公共预算“三公”经费支出预算表",
    "agency_operating_expenses": "机关运行经费支出预算表",
}
WITHOUT_CARRYOVER = "（不含上年结转）"
RESOURCES = tuple(TITLES)


@dataclass(frozen=True)
class Wording:
    """The wordings drawn for one disclosure; every one of them is met in real or rendered disclosures."""

    without_carryover: bool
    total: str
    label: str
    ninth_label: str
    entity: str
    year_amount: str
    year_total: str
    function_name: str
    fund: str
    special: str
    unit_money: str
    heading_mark: str
    colon: str
    agency_total: str
    renamed: bool

    def title(self, resource: str) -> str:
        """The title without its year."""
        excluding = resource in RESOURCES[4:9] and self.without_carryover
        name = RENAMED.get(resource, TITLES[resource]) if self.renamed else TITLES[resource]
        return name + (WITHOUT_CARRYOVER if excluding else "")

    def label_of(self, resource: str) -> str:
        number = RESOURCES.index(resource) + 1
        return f"{self.ninth_label if number == 9 else self.label}{number}"

    def heading_of(self, resource: str, title: str) -> str:
        return f"表{ORDINALS[RESOURCES.index(resource)]}{self.heading_mark}{title}"


def draw_wording(rng: Random, kind: str, plain: bool) -> Wording:
    """The founding wording when `plain`, else variations."""
    department = ("部门名称", "编制部门", "填报部门", "预算部门")
    entity = department if kind == "department" else ("单位名称", "编制单位", "填报单位")

    def pick(*choices: str) -> str:
        return choices[0] if plain else rng.choice(choices)

    label = pick("预算公开表", "公开表", "部门预算公开表")
    return Wording(
        without_carryover=plain or rng.random() < 0.6,
        total=pick("合计", "合计", "总计"),
        label=label,
        ninth_label="部门公开表" if label == "预算公开表" else label,
        entity=pick(*entity),
        year_amount=pick("预算数", "预算数", "预算"),
        year_total=pick("{year}年合计", "合计"),
        function_name=pick("科目名称", "功能科目名称"),
        fund=pick("政府性基金", "政府性基金预算"),
        special=pick("财政专户管理资金", "财政专户管理资金", "财政专户"),
        unit_money=pick("单位资金", "单位资金", "单位自有资金"),
        heading_mark=pick("", "、"),
        colon=pick("：", "：", ":"),
        agency_total=pick("部门合计", "部门合计", "单位合计" if kind == "unit" else "合计"),
        renamed=not plain and rng.random() < 0.12,
    )
