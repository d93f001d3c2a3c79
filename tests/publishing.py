"""Two small disclosures for the tests of `publish`: an ordinary department, and a unit whose every name is hostile."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from pipelines.model import (
    CellRef,
    CellSource,
    CheckResult,
    Disclosure,
    Identity,
    Issue,
    Source,
    TypedRow,
    TypedTable,
    Verdict,
)
from pipelines.package import write_package
from pipelines.states import Note, TableState
from pipelines.vocabulary import Vocabulary, vocabulary

PLAIN = "140405-caizhengju-2024-department-budget"
HOSTILE = "140406-jiaoyuju-2024-unit-budget"
MARKUP = "<script>alert('一')</script>"
FORMULA = '=1+1,"quoted"'
CLIMBING = "../../etc/passwd"


BY_HAND = f"""\
title: 手写标题{MARKUP}
published: 2024-02-05
note_zh: 附注{MARKUP}
waivers:
- {{rule: T1-01, resource: projects_carryover, reason: "合计印刷错误{MARKUP}"}}
- {{issue: unreadable_amount, reason: 原件污损}}
"""
"""What a person has written on the hostile one."""


def row(number: int, side: str | None = None, **values: object) -> TypedRow:
    """A row whose Decimal values stand printed in 万元 on line 100 + number."""
    cells = tuple(
        CellSource(name, f"{value / 10000:.2f}", value, line=100 + number)
        for name, value in values.items()
        if isinstance(value, Decimal)
    )
    return TypedRow(number, side, values, cells, line=100 + number)


def _parts(name: str) -> dict[str, TypedTable]:
    """One form with two indicators, one section, one figure, one term: in all of them stands `name`."""
    goal = {"project_name": name, "annual_total": Decimal("1349999.50"), "project_row_number": 2}
    whole = {"target_row_number": 1, "period": "annual", "level1": "产出指标", "level2": "数量指标"}
    texts = {"section": "一", "heading": name, "part": "narrative", "text": f"本年收入0万元。\n{name}"}
    figure = {"section": "一", "subject": name, "measure": "amount", "amount": Decimal("0.00"), "quote": name}
    return {
        "performance_targets": complete("performance_targets", [row(1, **goal)]),
        "performance_indicators": complete(
            "performance_indicators",
            [row(1, **whole, level3=name, target_value="≥85%"), row(2, **whole, level3="验收合格率")],
        ),
        "narrative_sections": complete("narrative_sections", [row(1, **texts)]),
        "stated_figures": complete("stated_figures", [row(1, **figure)]),
        "glossary_terms": complete("glossary_terms", [row(1, term=name, definition=name)]),
        "entity_units": complete("entity_units", [row(1, unit_name=name)]),
    }


def complete(resource: str, rows: Iterable[TypedRow]) -> TypedTable:
    """Rows with null in every column of the table that they do not name."""
    table = vocabulary().tables[resource]
    common = (*table.key, "row_number", "side", "source_page", "source_line", "page", "line", "verdict")
    names = [column.name for column in table.columns if column.name not in common]
    return TypedTable(
        resource,
        tuple(
            TypedRow(r.row_number, r.side, {n: r.values.get(n) for n in names}, r.cells, r.line, r.page) for r in rows
        ),
    )


def _states(present: Iterable[str]) -> dict[str, TableState]:
    kept = set(present)
    return {
        table.resource: TableState(table.resource, "present", table.title, f"表{table.number}", "万元", 10000, 2)
        if table.resource in kept
        else TableState(table.resource, "declared_empty" if (table.number or 0) < 10 else "missing")
        for table in vocabulary().tables_of(None)
    }


def _source(content: bytes, name: str) -> Source:
    return Source(name, hashlib.sha256(content).hexdigest(), len(content), "text/plain", "utf-8")


def _rule(words: Vocabulary) -> str:
    return words.rules[0].id


def plain() -> Disclosure:
    """A department with printed zeros beside blanks, a negative amount, half a yuan, one figure in conflict, and a
    table that prints no figure at all.
    """
    total = Decimal("6781000.00")
    tables = {
        "budget_summary": [
            row(1, "revenue", item="一般公共预算", item_kind="source", amount=total),
            row(2, "revenue", item="政府性基金预算", item_kind="source", amount=Decimal("0.00")),
            row(3, "revenue", item="国有资本经营预算", item_kind="source"),
            row(1, "expenditure", item="一般公共服务支出", item_kind="function", function_code="201", amount=total),
        ],
        "expenditure_summary": [
            row(1, function_name="合计", level=0, is_leaf=False, amount=total, basic_expenditure=Decimal("5431000.50")),
            row(2, function_code="201", function_name="一般公共服务支出", level=1, is_leaf=False, amount=total),
            row(3, function_code="20106", function_name="财政事务", level=2, is_leaf=False, amount=total),
            row(4, function_code="2010601", function_name="行政运行", level=3, is_leaf=True, amount=Decimal("-0.10")),
        ],
        "government_fund_revenue": [row(1, revenue_name="合计", level=0, is_leaf=False)],
        "projects_current_year": [
            row(1, name="部门合计", row_kind="department", is_leaf=False, amount=Decimal("1349999.50")),
            row(2, name="办公楼维修", row_kind="project", unit_name="本级", is_leaf=True, amount=Decimal("1349999.50")),
        ],
    }
    rule = _rule(vocabulary())
    wrong = CellRef("expenditure_summary", None, 4, "amount")
    results = (
        CheckResult(rule, "pass", "error", "budget_summary", message_zh="收支相等", message_en="The two sides agree"),
        CheckResult(
            rule,
            "fail",
            "error",
            "expenditure_summary",
            subject=(wrong,),
            expected=total,
            actual=Decimal("-0.10"),
            difference=Decimal("-6781000.10"),
            tolerance=Decimal("150.00"),
            message_zh="行政运行应为 6781000.00 元，印为 -0.10 元",
            message_en="Row 4 should be 6781000.00, but prints -0.10",
        ),
        CheckResult(rule, "not_applicable", "warning", None, reason="no government fund"),
    )
    verdicts: dict[tuple[str, str | None, int], Verdict] = {
        (name, r.side, r.row_number): "verified" for name, rows in tables.items() for r in rows
    }
    verdicts[wrong.row] = "conflict"
    verdicts["projects_current_year", None, 2] = "rounding"
    identity = Identity(
        PLAIN,
        "140405-caizhengju",
        "长治市屯留区财政局2024年度部门预算公开",
        "长治市屯留区财政局",
        "department",
        "140405",
        "山西省长治市屯留区",
        "山西省",
        2024,
        "budget",
        "shanxi",
    )
    return Disclosure(
        identity,
        _source(PLAIN.encode(), "部门预算公开.txt"),
        _states(tables),
        {name: complete(name, rows) for name, rows in tables.items()},
        notes=(Note("expenditure_summary", "注：本表含上年结转", line=140),),
        results=results,
        verdicts=verdicts,
        parts=_parts("办公楼维修"),
    )


def hostile() -> Disclosure:
    """A unit whose names are markup, a formula, a path; a code that no list has; a null where much is unknown."""
    rows = [
        row(1, name=MARKUP, row_kind="unit", unit_name=CLIMBING, is_leaf=False, amount=Decimal("120000.00")),
        row(2, name=FORMULA, row_kind="project", unit_name="\t@tab", is_leaf=True, amount=Decimal("120000.00")),
    ]
    unlisted = '未收录"科目"'
    code = [row(1, function_code="2019977", function_name=unlisted, level=3, is_leaf=True, amount=Decimal("1.00"))]
    explained = CheckResult(
        _rule(vocabulary()),
        "fail",
        "error",
        "projects_carryover",
        subject=(CellRef("projects_carryover", None, 1, "amount"),),
        message_zh="单位合计不符",
        message_en="The total of the unit differs",
    )
    identity = Identity(
        HOSTILE, "140406-jiaoyuju", MARKUP, FORMULA, "unit", "140406", None, "山西省", 2024, "budget", None
    )
    return Disclosure(
        identity,
        _source(HOSTILE.encode(), "a b'<c>.txt"),
        _states(["projects_carryover", "general_budget_expenditure"]),
        {
            "projects_carryover": complete("projects_carryover", rows),
            "general_budget_expenditure": complete("general_budget_expenditure", code),
        },
        issues=(Issue("unreadable_amount", f"“{MARKUP}”不是金额", "not an amount", "warning", printed="#REF!"),),
        results=(explained,),
        parts=_parts(MARKUP),
    )


def resealed(folder: Path) -> None:
    """As a careful forger would: the descriptor lists what the files of the package now are."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    for entry in (*descriptor["resources"], *descriptor["sources"]):
        if (folder / entry["path"]).is_file():
            content = (folder / entry["path"]).read_bytes()
            entry |= {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


def write_packages(folder: Path) -> Path:
    """Both disclosures as packages under a folder, the hostile one with what a person added."""
    folder.mkdir(parents=True, exist_ok=True)
    for disclosure, settings in ((plain(), None), (hostile(), BY_HAND.encode())):
        content = disclosure.identity.disclosure_id.encode()
        write_package(disclosure, content, folder, vocabulary(), settings=settings)
    return folder
