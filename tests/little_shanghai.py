"""A little disclosure of the Shanghai form, in which every rule has something to check. Figures as printed: 元, in the
table of 三公 and operating expenses 万元.
"""

from __future__ import annotations

from pipelines.states import TableState
from tests.builders import identity
from tests.little import Little, Row, plus

SOURCES = ("fiscal_appropriation", "business_revenue", "operating_revenue", "other_revenue")
BUDGETS = ("general_public_budget", "government_fund_budget", "state_capital_budget")
# code, budget or none of the three, then personnel, operating and project expenditure
ITEMS = (
    ("2010301", 0, "400000.00", "200000.00", None),
    ("2010302", 0, None, None, "150000.00"),
    ("2010350", None, None, "10000.00", None),
    ("2080505", 0, "80000.00", None, None),
    ("2120803", 1, None, None, "50000.00"),
    ("2210201", 0, "60000.00", None, None),
    ("2230105", 2, None, None, "40000.00"),
)
OWN = {"business_revenue": "5000.00", "operating_revenue": "3000.00", "other_revenue": "2000.00"}
NAMES = {
    "201": "一般公共服务支出",
    "20103": "政府办公厅（室）及相关机构事务",
    "2010301": "行政运行",
    "2010302": "一般行政管理事务",
    "2010350": "事业运行",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "212": "城乡社区支出",
    "21208": "国有土地使用权出让收入安排的支出",
    "2120803": "城市建设支出",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "223": "国有资本经营预算支出",
    "22301": "解决历史遗留问题及改革成本支出",
    "2230105": "国有企业退休人员社会化管理补助支出",
}
ECONOMIC = (
    ("30101", "基本工资", "400000.00", None),
    ("30108", "机关事业单位基本养老保险缴费", "80000.00", None),
    ("30113", "住房公积金", "60000.00", None),
    ("30201", "办公费", None, "150000.00"),
    ("30212", "因公出国（境）费用", None, "20000.00"),
    ("30217", "公务接待费", None, "10000.00"),
    ("30231", "公务用车运行维护费", None, "20000.00"),
)
CLASSES = {"301": "工资福利支出", "302": "商品和服务支出"}
Items = list[tuple[str, int | None, str | None, str | None, str | None]]


def _spending(items: Items) -> Row:
    basic = plus(*(figure for item in items for figure in item[2:4]))
    project = plus(*(item[4] for item in items))
    return {"amount": plus(basic, project), "basic_expenditure": basic, "project_expenditure": project}


def _split(items: Items) -> Row:
    personnel, operating, project = (plus(*(item[n] for item in items)) for n in (2, 3, 4))
    amount = plus(personnel, operating, project)
    figures = {"personnel_expenses": personnel, "operating_expenses": operating, "project_expenditure": project}
    return {"amount": amount, **figures}


def _revenue(items: Items) -> Row:
    fiscal = _spending([item for item in items if item[1] is not None])["amount"]
    own = OWN if any(item[1] is None for item in items) else {}
    return {"amount": plus(fiscal, *own.values()), "fiscal_appropriation": fiscal, **own}


def _appropriated(items: Items) -> Row:
    by_budget = {name: _spending([i for i in items if i[1] == n])["amount"] for n, name in enumerate(BUDGETS)}
    return {"amount": plus(*by_budget.values()), **by_budget}


def _by_function(items: Items, figures: object, code: str = "function_code", name: str = "function_name") -> Row:
    """The rows of a table by function; the total last, as Shanghai prints it."""
    assert callable(figures)
    rows: dict[str, Row] = {}
    for number in sorted({item[0][:n] for item in items for n in (3, 5, 7)}):
        keys = {code: number, name: NAMES[number], "level": len(number) // 2, "is_leaf": len(number) == 7}
        rows[number] = {**keys, **figures([item for item in items if item[0].startswith(number)])}
    rows["合计"] = {code: None, name: "合计", "level": 0, "is_leaf": False, **figures(items)}
    return rows


def _summary(items: Items, figures: object, revenue: Row, kinds: Row) -> dict[str, Row]:
    """Table 1 or 4: only the classes with money are printed, and no revenue or expenditure of the year."""
    assert callable(figures)
    rows = {
        item: {"side": "revenue", "item": item, "item_kind": kinds.get(item, "source"), "amount": amount}
        for item, amount in revenue.items()
    }
    for code in sorted({item[0][:3] for item in items}):
        keys = {"side": "expenditure", "item": NAMES[code], "item_kind": "function", "function_code": code}
        rows[code] = {**keys, **figures([item for item in items if item[0].startswith(code)])}
    total = {"side": "expenditure", "item": "支出总计", "item_kind": "grand_total", "function_code": None}
    return {**rows, "支出总计": {**total, **figures(items)}}


def _economic() -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for code in ("301", *(c for c, *_ in ECONOMIC[:3]), "302", *(c for c, *_ in ECONOMIC[3:]), "合计"):
        below = [e for e in ECONOMIC if code == "合计" or e[0].startswith(code)]
        personnel, operating = (plus(*(e[n] for e in below)) for n in (2, 3))
        rows[code] = {
            "department_economic_code": None if code == "合计" else code,
            "department_economic_name": CLASSES.get(code, "合计" if code == "合计" else below[0][1]),
            "level": 0 if code == "合计" else len(code) // 2,
            "is_leaf": len(code) == 5,
            "amount": plus(personnel, operating),
            "personnel_expenses": personnel,
            "operating_expenses": operating,
        }
    return rows


def _three_public() -> dict[str, Row]:
    figures = {
        "total": "11.00",
        "overseas_travel": "3.00",
        "hospitality": "1.00",
        "vehicles": "7.00",
        "vehicle_purchase": "5.00",
        "vehicle_operation": "2.00",
    }
    return {kind: {"item": kind, "item_kind": kind, "amount": amount} for kind, amount in figures.items()}


def shanghai(with_funds: bool = True) -> Little:
    """A fresh disclosure of the Shanghai form; without funds, all money is general public budget."""
    items: Items = [item for item in ITEMS if with_funds or item[1] == 0]
    fiscal = [item for item in items if item[1] is not None]
    budgets = [_spending([i for i in items if i[1] == n])["amount"] for n in range(3)]
    own: tuple[str | None, ...] = tuple(OWN.values()) if with_funds else (None, None, None)
    lines = dict(zip(("一般公共预算", "政府性基金预算", "国有资本经营预算"), budgets, strict=True))
    total, appropriated = _revenue(items)["amount"], _spending(fiscal)["amount"]
    summary = {"财政拨款收入": appropriated, **lines}
    summary |= dict(zip(("事业收入", "事业单位经营收入", "其他收入"), own, strict=True))
    kinds = {"财政拨款收入": "source_group", "收入总计": "grand_total"}
    tables: dict[str, dict[str, Row]] = {
        "budget_summary": _summary(items, _split, {**summary, "收入总计": total}, kinds),
        "revenue_summary": _by_function(items, _revenue),
        "expenditure_summary": _by_function(items, _spending),
        "appropriation_summary": _summary(fiscal, _appropriated, {**lines, "收入总计": appropriated}, kinds),
        "general_budget_expenditure": _by_function([i for i in items if i[1] == 0], _spending),
        "government_fund_expenditure": _by_function([i for i in items if i[1] == 1], _spending),
        "state_capital_budget": _by_function([i for i in items if i[1] == 2], _spending, "code", "name"),
        "basic_expenditure": _economic(),
        "three_public_expenses": _three_public(),
        "agency_operating_expenses": {
            "total": {"unit_name": "机关运行经费预算数", "row_kind": "total", "level": 0, "amount": "20.00"}
        },
    }
    for row in tables["state_capital_budget"].values():
        row["side"] = "expenditure"
    states = {name: TableState(name, "present", name, None, "元", 1, 2, year=2025, form="shanghai") for name in tables}
    named = {"division_name": "普陀区", "province": "上海市", "fiscal_year": 2025, "template": "shanghai"}
    made = Little(tables, states, identity(**named))
    for resource in ("three_public_expenses", "agency_operating_expenses"):
        made.describe(resource, printed_unit="万元", unit_factor=10000)
    if not with_funds:
        made.take_away("government_fund_expenditure", "declared_empty")
        made.take_away("state_capital_budget", "declared_empty")
    return made
