"""The heads of the thirteen tables in a stream dump, as the founding texts print them.

In a head `|` stands for the gap between two painted runs, `{name}` for a wording; a run is painted twice where bold.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.synthesis.model import Fictitious, Printed

UNIT_LINE = "{entity}{gap}{unit}\n\n"
CODES = "科目编码|{function_name}|合计|基本支出|项目支出\n\n"
FISCAL = "合计|一般公共预算|政府性基金预算\n国有资本经营预\n\n算\n\n"
HEADS: Mapping[str, tuple[str, str, str]] = {
    "budget_summary": (
        "{label}\n\n",
        " ",
        "收入|支出\n\n项目|{year}年|项目|{year_total}|当年预算安排|上年结转安排\n\n",
    ),
    "revenue_summary": (
        "       {label}\n\n",
        "      ",
        "项目|本年收入\n上年结转\n\n科目编码|{function_name}|合计|一般公共预算|{fund}\n国有资本经营预\n\n算\n{special}\n{unit_money}\n\n",
    ),
    "expenditure_summary": ("    {label}\n\n", "  ", "项目|{year}年{year_amount}\n\n" + CODES),
    "appropriation_summary": (
        "     {label}\n\n",
        " ",
        "收入|支出\n\n项目|金额|项目\n金额\n\n小计|一般公共预算\n政府性基\n金预算\n\n国有资本经\n营预算\n\n",
    ),
    "general_budget_expenditure": ("{label}\n\n", " ", "项目|{year}年{year_amount}\n\n" + CODES),
    "basic_expenditure": (
        "{label}  \n\n",
        "  ",
        "部门预算支出经济科目名称\n政府预算支出经济科目名\n\n称\n\n{year}年{year_amount}\n\n合计|人员经费|公用经费\n\n",
    ),
    "government_fund_revenue": (
        "  {label}\n\n",
        " ",
        "项目\n政府性基金收入预算\n\n收入科目编码|{function_name}\n\n",
    ),
    "government_fund_expenditure": ("    \n{label}\n\n", "\n  \n\n", CODES),
    "state_capital_budget": (
        "       {label}\n\n",
        " ",
        "国有资本经营预算收入|国有资本经营预算支出\n\n项目\n国有资本经\n营收入预算\n\n"
        + CODES[:-1]
        + "收入科目编码|科目名称\n\n",
    ),
    "three_public_expenses": ("    \n{label}\n\n", "\n \n\n", "项目\n{year}年{year_amount}\n\n" + FISCAL),
    "agency_operating_expenses": (
        "  \n  {label}\n\n",
        "    \n",
        "单位名称\n{year}预算数\n\n合计|一般公共预算|政府性基金预算|国有资本经营预算\n\n",
    ),
    "projects_current_year": (
        "     {label}\n\n",
        " ",
        (
            "项目名称|合计\n\n{year}年财政拨款\n{special}\n{unit_money}\n\n一般公共预算\n政府性\n基金预\n\n算\n\n"
            "国有资本经营\n预算\n\n1|2|3|4|5|6|7\n\n"
        ),
    ),
    "projects_carryover": (
        "    {label}\n\n",
        " ",
        "项目名称|合计\n{year}年财政拨款\n\n一般公共预算\n政府性基金\n\n预算\n国有资本\n经营预算\n\n1|2|3|4|5\n\n",
    ),
}
COUNTED = "1|2|3|4|5"


def _wrap_special(special: str) -> str:
    return special if len(special) < 6 else f"{special[:7]}\n\n{special[7:]}"


def column_heads(fictitious: Fictitious, resource: str, double: bool) -> str:
    """The column headings of one table with their fragments and line breaks, bold runs painted twice."""
    wording = fictitious.wording
    words = {
        "year": str(fictitious.year),
        "year_total": wording.year_total.format(year=fictitious.year),
        "year_amount": wording.year_amount,
        "function_name": wording.function_name,
        "fund": wording.fund,
        "special": _wrap_special(wording.special),
        "unit_money": wording.unit_money,
    }
    lines = []
    for line in HEADS[resource][2].format(**words).split("\n"):
        twice = double and not line.startswith(COUNTED)
        lines.append(" ".join(run * 2 if twice else run for run in line.split("|")))
    return "\n".join(lines)


def table_head(fictitious: Fictitious, table: Printed, double: bool, title_break: str = "\n\n") -> str:
    """Label, title, entity with unit of money and column headings, up to the first row."""
    before, gap, _ = HEADS[table.resource]
    label = before.format(label=table.label) if table.label else ""
    title = table.title * (2 if double else 1) + title_break
    wording = fictitious.wording
    colon = ":" if "\n" in gap else wording.colon
    entity = f"{wording.entity}{wording.colon}{fictitious.entity}"
    line = UNIT_LINE.format(entity=entity, gap=gap, unit=f"单位{colon}{table.unit}")
    return label + title + line + column_heads(fictitious, table.resource, double)
