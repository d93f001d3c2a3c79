"""The little disclosures by form; `imagined` is a form with the columns that no province in `metadata/forms` prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from pipelines.forms import form
from pipelines.model import TableState
from pipelines.printed import function_lines
from pipelines.vocabulary import Vocabulary, vocabulary
from tests.builders import identity
from tests.little import Little, Row, little, plus
from tests.little_jiangsu import jiangsu
from tests.little_shanghai import shanghai

FUNCTIONAL: Mapping[str, Any] = {
    "rows": "codes",
    "code_prefix": "2",
    "keys": {"function_code": ["科目编码"], "function_name": ["科目名称"]},
    "amounts": {
        "amount": ["合计"],
        "basic_expenditure": ["基本支出/小计"],
        "personnel_expenses": ["基本支出/人员经费"],
        "operating_expenses": ["基本支出/公用经费"],
        "project_expenditure": ["项目支出"],
    },
}
ECONOMIC: Mapping[str, Any] = {
    "rows": "codes",
    "code_prefix": "3",
    "keys": {"department_economic_code": ["科目编码"], "department_economic_name": ["科目名称"]},
    "amounts": {"amount": ["合计"], "personnel_expenses": ["人员经费"], "operating_expenses": ["公用经费"]},
}
IMAGINED: Mapping[str, Any] = {
    "form": "imagined",
    "title": "设想的表样",
    "title_en": "An imagined form",
    "tables": [
        {"resource": "appropriation_expenditure", "panels": [FUNCTIONAL]},
        {"resource": "general_budget_expenditure", "panels": [FUNCTIONAL]},
        {"resource": "appropriation_basic_expenditure", "panels": [ECONOMIC]},
        {"resource": "basic_expenditure", "panels": [ECONOMIC]},
    ],
}


def _vocabulary() -> Vocabulary:
    words = vocabulary()
    added = form(IMAGINED, words.tables, function_lines(words.folder))
    return replace(words, forms={**words.forms, added.form: added})


def _spending(personnel: str, operating: str, project: str) -> Row:
    basic = plus(personnel, operating)
    figures = {"personnel_expenses": personnel, "operating_expenses": operating, "basic_expenditure": basic}
    return {**figures, "project_expenditure": project, "amount": plus(basic, project)}


def _functions() -> dict[str, Row]:
    names = {"合计": "合计", "201": "一般公共服务支出", "20101": "人大事务", "2010101": "行政运行"}
    keys = [(None if code == "合计" else code, name, level) for level, (code, name) in enumerate(names.items())]
    return {
        name if code is None else code: {
            "function_code": code,
            "function_name": name,
            "level": level,
            **_spending("40.00", "20.00", "10.00"),
        }
        for code, name, level in keys
    }


def _economic() -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for code, name, personnel, operating in (
        (None, "合计", "40.00", "20.00"),
        ("301", "工资福利支出", "40.00", "0.00"),
        ("302", "商品和服务支出", "0.00", "20.00"),
    ):
        keys = {"department_economic_code": code, "department_economic_name": name, "level": int(code is not None)}
        basic = _spending(personnel, operating, "0.00")
        kept = ("amount", "personnel_expenses", "operating_expenses")
        rows[code or name] = {**keys, **{field: basic[field] for field in kept}}
    return rows


def imagined(_with_funds: bool = True) -> Little:
    """Four tables of a form that splits basic expenditure in every row."""
    tables = {
        "appropriation_expenditure": _functions(),
        "general_budget_expenditure": _functions(),
        "appropriation_basic_expenditure": _economic(),
        "basic_expenditure": _economic(),
    }
    states = {
        name: TableState(name, "present", name, None, "万元", 10000, 2, year=2024, form="imagined") for name in tables
    }
    return Little(tables, states, identity(template="imagined"), words=_vocabulary())


PRINTED: Mapping[str, Callable[[bool], Little]] = {"shanxi": little, "shanghai": shanghai, "jiangsu": jiangsu}
FORMS: Mapping[str, Callable[[bool], Little]] = {**PRINTED, "imagined": imagined}
