"""A little disclosure of the Jiangsu form, in which every rule has something to check. Figures in 万元 as printed."""

from __future__ import annotations

from pipelines.states import TableState
from tests.builders import identity
from tests.little import Little, Row, plus

Figures = dict[str, str | None]
GENERAL = {"2010101": "60.00", "2010102": "10.00", "2080505": "8.00", "2210201": "6.00"}
FUND = {"2296002": "5.00"}
NAMES = {
    "201": "一般公共服务支出",
    "20101": "人大事务",
    "2010101": "行政运行",
    "2010102": "一般行政管理事务",
    "205": "教育支出",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "229": "其他支出",
    "22960": "彩票公益金安排的支出",
    "2296002": "用于社会福利的彩票公益金支出",
    "301": "工资福利支出",
    "30101": "基本工资",
    "30108": "机关事业单位基本养老保险缴费",
    "30113": "住房公积金",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30215": "会议费",
    "30216": "培训费",
    "30217": "公务接待费",
    "30231": "公务用车运行维护费",
}
ECONOMIC = {
    "30101": "40.00",
    "30108": "8.00",
    "30113": "6.00",
    "30201": "12.00",
    "30215": "2.00",
    "30216": "1.00",
    "30217": "1.00",
    "30231": "2.00",
}
OPERATING = {"30201": "9.00", "30217": "1.00", "30231": "2.00"}
SUMMARY_KINDS = {
    "财政拨款": "source_group",
    "当年收入小计": "year_total",
    "上年结转资金": "carryover_in",
    "收入合计": "grand_total",
    "当年支出小计": "year_total",
    "结转下年资金": "year_end_carryover",
    "支出合计": "grand_total",
}
REVENUE_KINDS = {
    "收入总计": "grand_total",
    "一般公共预算资金小计": "source",
    "政府性基金小计": "source",
    "财政专户管理资金小计": "source",
    "其他资金小计": "source",
    "上年结转和结余资金小计": "carryover_in",
}
THREE_PUBLIC = {
    "total_with_meetings": "10.70",
    "total": "7.20",
    "overseas_travel": "1.00",
    "vehicles": "5.00",
    "vehicle_purchase": "3.00",
    "vehicle_operation": "2.00",
    "hospitality": "1.20",
    "conference": "2.50",
    "training": "1.00",
}
PURCHASES = (
    ("total", "合计", None, None, None, "20.00"),
    ("category", "货物A", None, None, None, "12.00"),
    ("project", "货物A", "办公设备购置费", "办公设备购置", None, "12.00"),
    ("item", "货物A", "办公设备购置费", "办公设备购置", "台式计算机", "7.00"),
    ("item", "货物A", "办公设备购置费", "办公设备购置", "便携式计算机", "5.00"),
    ("category", "服务C", None, None, None, "8.00"),
    ("project", "服务C", "会议经费", "会议费", None, "8.00"),
    ("item", "服务C", "会议经费", "会议费", "会议服务", "8.00"),
)


def _lines(side: str | None, figures: Figures, kinds: dict[str, str], usual: str) -> dict[str, Row]:
    row = {"side": side} if side else {}
    return {x: {**row, "item": x, "item_kind": kinds.get(x, usual), "amount": a} for x, a in figures.items()}


def _by_code(figures: dict[str, str], code: str, name: str) -> dict[str, Row]:
    """Rows of one amount, the total first."""
    kind = {"row_kind": "total"}
    rows: dict[str, Row] = {"合计": {code: None, name: "合计", "level": 0, **kind, "amount": plus(*figures.values())}}
    for number in sorted({item[:n] for item in figures for n in (3, 5, 7)}):
        below = plus(*(figure for item, figure in figures.items() if item.startswith(number)))
        keys = {code: number, name: NAMES[number], "level": len(number) // 2, "row_kind": "item"}
        rows[number] = {**keys, "is_leaf": number in figures, "amount": below}
    return rows


def _functions(figures: dict[str, str]) -> dict[str, Row]:
    return _by_code(figures, "function_code", "function_name")


def _economic(figures: dict[str, str]) -> dict[str, Row]:
    return _by_code(figures, "department_economic_code", "department_economic_name")


def _purchases() -> dict[str, Row]:
    levels = ("total", "category", "project", "item")
    return {
        item or project or category: {
            "purchase_category": category,
            "project_name": project,
            "department_economic_name": economic,
            "purchase_item": item,
            "row_kind": kind,
            "level": levels.index(kind),
            "amount": amount,
        }
        for kind, category, project, economic, item, amount in PURCHASES
    }


def _tables(with_funds: bool) -> dict[str, dict[str, Row]]:
    def only(figure: str) -> str | None:
        return figure if with_funds else None

    fund = FUND if with_funds else {}
    appropriated = plus(*GENERAL.values(), *fund.values())
    basic, project = ("78.00", "13.00") if with_funds else ("72.00", "8.00")
    year, revenue_year = plus(basic, project, "4.00"), plus(appropriated, only("3.00"), only("2.00"))
    everything = plus(revenue_year, only("1.50"))
    classes = {"201": "70.00", "205": only("6.00"), "208": "8.00", "221": "6.00", "229": only("5.00")}
    revenue = {
        "财政拨款": appropriated,
        "一般公共预算": "84.00",
        "政府性基金预算": only("5.00"),
        "财政专户管理资金": only("3.00"),
        "其他资金": only("2.00"),
        "当年收入小计": revenue_year,
        "上年结转资金": only("1.50"),
        "收入合计": everything,
    }
    spent = {"当年支出小计": year, "结转下年资金": only("0.50"), "支出合计": everything}
    purposes = {"基本支出": basic, "项目支出": project, "单位预留机动经费": "4.00"}
    by_source = {
        "收入总计": everything,
        "一般公共预算资金小计": "84.00",
        "公共财政拨款（补助）资金": "80.00",
        "专项收入": "4.00",
        "政府性基金小计": only("5.00"),
        "财政专户管理资金小计": only("3.00"),
        "专户管理教育收费": only("2.00"),
        "其他非税收入": only("1.00"),
        "其他资金小计": only("2.00"),
        "事业收入": only("0.50"),
        "经营收入": only("0.50"),
        "其他收入": only("0.60"),
        "债务资金（银行贷款）": only("0.40"),
        "上年结转和结余资金小计": only("1.50"),
    }
    row = {"level": 0, "amount": everything, "basic_expenditure": basic, "project_expenditure": project}
    row |= {"reserve_expenditure": "4.00", "carryover_out": only("0.50")}
    shares = {"基本支出": "74.00", "项目支出": "11.00"} if with_funds else {"基本支出": "72.00", "项目支出": "8.00"}
    appropriations = {**shares, "单位预留机动经费": "4.00", "支出合计": appropriated}
    of_appropriations = {"一般公共预算": "84.00", "政府性基金预算": only("5.00"), "收入合计": appropriated}
    functions = _lines("expenditure", classes, {}, "function")
    summary = {
        **_lines("revenue", revenue, SUMMARY_KINDS, "source"),
        **{code: {**line, "item": NAMES[code], "function_code": code} for code, line in functions.items()},
        **_lines("expenditure", spent, SUMMARY_KINDS, ""),
        **_lines("purpose", purposes, {}, "purpose"),
    }
    return {
        "budget_summary": summary,
        "revenue_summary": _lines(None, by_source, REVENUE_KINDS, "source_part"),
        "expenditure_summary": {"合计": row},
        "appropriation_summary": {
            **_lines("revenue", of_appropriations, SUMMARY_KINDS, "source"),
            **_lines("expenditure", appropriations, SUMMARY_KINDS, "purpose"),
        },
        "appropriation_expenditure": _functions(GENERAL | fund),
        "appropriation_basic_expenditure": _economic(ECONOMIC | ({"30201": "14.00"} if with_funds else {})),
        "general_budget_expenditure": _functions(GENERAL),
        "basic_expenditure": _economic(ECONOMIC),
        "three_public_expenses": {
            kind: {"item": kind, "item_kind": kind, "amount": amount} for kind, amount in THREE_PUBLIC.items()
        },
        "government_fund_expenditure": _functions(FUND),
        "agency_operating_expenses": _economic(OPERATING),
        "government_procurement": _purchases(),
    }


def jiangsu(with_funds: bool = True) -> Little:
    """A fresh disclosure of the Jiangsu form; without funds, all money is general public budget of the year."""
    tables = _tables(with_funds)
    states = {
        name: TableState(name, "present", name, None, "万元", 10000, 2, year=2019, form="jiangsu") for name in tables
    }
    made = Little(tables, states, identity(province="江苏省", fiscal_year=2019, template="jiangsu"))
    figures = ("amount", "basic_expenditure", "project_expenditure", "reserve_expenditure", "carryover_out")
    made.describe("expenditure_summary", columns=frozenset((0, field) for field in figures))
    return made if with_funds else made.take_away("government_fund_expenditure", "declared_empty")
