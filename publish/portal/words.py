"""Chinese for the coded values of the data and for Datasette's own words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pipelines.vocabulary import vocabulary

VALUES = {
    "verdict": {"verified": "已核对", "rounding": "尾差", "conflict": "矛盾", "unchecked": "未核对"},
    "outcome": {"pass": "相符", "rounding": "尾差", "fail": "不符", "not_applicable": "不适用"},
    "severity": {"error": "错误", "warning": "提示"},
    "state": {"present": "有数据", "declared_empty": "声明为空", "missing": "缺失", "unreadable": "无法读取"},
    "side": {"revenue": "收入", "expenditure": "支出", "purpose": "支出用途"},
    "entity_kind": {"department": "部门", "unit": "单位"},
    "report_type": {"budget": "预算", "final_accounts": "决算"},
    "row_kind": {
        "total": "合计",
        "department": "部门",
        "unit": "单位",
        "project": "项目",
        "category": "大类",
        "item": "明细",
    },
    "contents": {
        "tables": "报表",
        "narrative": "文字说明",
        "both": "报表和文字说明",
        "attachments": "附件",
        "unreadable": "无法读取",
    },
    "item_kind": {
        "source": "资金来源",
        "source_group": "来源小计",
        "source_part": "来源明细",
        "of_which": "其中项",
        "purpose": "支出用途",
        "function": "支出功能",
        "year_total": "本年合计",
        "carryover_in": "上年结转",
        "carryover_source": "结转来源",
        "year_end_carryover": "年终结转",
        "grand_total": "总计",
        "overseas_travel": "因公出国（境）",
        "hospitality": "公务接待",
        "vehicles": "公务用车",
        "vehicle_purchase": "公务用车购置",
        "vehicle_operation": "公务用车运行",
        "total": "合计",
        "conference": "会议费",
        "training": "培训费",
        "total_with_meetings": "三公、会议、培训合计",
    },
    "budget_book": {
        "general_public": "一般公共预算",
        "government_fund": "政府性基金",
        "state_capital": "国有资本经营",
        "social_insurance": "社会保险基金",
        "special_account": "财政专户",
        "unit_funds": "单位资金",
    },
    "expenditure_type": {"basic": "基本支出", "project": "项目支出"},
    "period": {"implementation": "实施期", "annual": "年度", "current": "本年预算", "carryover": "上年结转"},
    "part": {"overview": "概况", "tables": "报表", "narrative": "情况说明", "glossary": "名词解释"},
    "measure": {
        "amount": "金额",
        "change_amount": "增减额",
        "change_percent": "增减率",
        "share_percent": "占比",
        "count": "个数",
        "area": "面积",
    },
    "direction": {
        "increase": "增加",
        "decrease": "减少",
        "unchanged": "持平",
        "revenue": "收入",
        "expenditure": "支出",
    },
    "note_kind": {"table_note": "表注", "attachment": "附件"},
    "comparator": {"=": "等于", "≥": "不小于", "≤": "不大于", "＞": "大于", "＜": "小于", "±": "正负", "≈": "约"},
    "level": {"province": "省级", "prefecture": "地级", "county": "县级"},
    "strength": {"high": "相符", "medium": "大体相符", "low": "勉强相符"},
    "unit_type": {"administrative": "行政单位", "institution": "事业单位", "both": "不分"},
    "confidence": {
        "printed": "公开文件印有",
        "sourced": "有公开出处",
        "known": "据历年科目",
        "uncertain": "存疑",
        "unlisted": "目录未收",
    },
}
SHOWN_STATES = {**VALUES["state"], "cut_off": "中断", "no_figures": "空表"}
"""The states of tables as the pages show them: two of them are not in the data, but said of what is."""
UNITS = {"CNY": "元 yuan", "percent": "% percent", "byte": "字节 bytes", "pt": "磅 points"}
BADGES = ("verdict", "outcome", "state", "severity")

LOOKUPS = {
    "exact": "等于",
    "not": "不等于",
    "contains": "包含",
    "notcontains": "不包含",
    "startswith": "开头是",
    "endswith": "结尾是",
    "gt": "大于",
    "gte": "不小于",
    "lt": "小于",
    "lte": "不大于",
    "in": "属于（逗号分隔）",
    "notin": "不属于",
    "isnull": "未印（空）",
    "notnull": "印有（非空）",
}

GROUPS = {
    "standard": ("标准表", "The standard tables"),
    "document": ("绩效目标表与文字", "Performance forms and text"),
    "disclosure": ("每份公开文件的其他数据", "The rest of a disclosure"),
    "reference": ("分类与目录", "Classifications and lists"),
}


@lru_cache(maxsize=1)
def _statements() -> dict[str, str]:
    """What narratives state, by its name."""
    return {said["statement"]: said["title"] for said in vocabulary().statements["statements"]}


def value_zh(column: str, value: object) -> str | None:
    """The Chinese of a coded value, or None for a value that is no code."""
    if column == "statement" and isinstance(value, str):
        return _statements().get(value)
    return VALUES.get(column, {}).get(value) if isinstance(value, str) else None


@lru_cache(maxsize=64)
def table_labels(template: str | None) -> Mapping[str, str]:
    """What the checks of a disclosure of this form call its tables, `表6 政府性基金…`, in the order of the form; of no
    known form, what the contract calls them.
    """
    known = vocabulary()
    tables = known.tables_of(template if template in known.forms else None)
    return {table.resource: table.label_zh for table in sorted(tables, key=lambda table: table.number or 0)}
