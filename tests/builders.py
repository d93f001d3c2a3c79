"""Small made-up disclosures, written down rather than read: what a package is made of, without a document."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines.build.report import BuildReport
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
from pipelines.states import Note, TableState
from pipelines.vocabulary import Vocabulary

TEXT = "长治市屯留区水利局2024年度部门预算公开\n预算公开表1\n".encode()
WATER, CULTURE = "长治市屯留区水利局", "长治市屯留区文化和旅游局"
HOSTILE = '=1+1 "quoted", <script>alert(1)</script> [x](http://evil.example) | `code` ../../etc/passwd\n# heading 坏'
WATER_ID = "140405-shuiliju-2024-department-budget"


def identity(**changes: Any) -> Identity:
    return replace(
        Identity(
            disclosure_id=WATER_ID,
            entity_id="140405-shuiliju",
            title="长治市屯留区水利局2024年度部门预算公开",
            entity_name="长治市屯留区水利局",
            entity_kind="department",
            division_code="140405",
            division_name="屯留区",
            province="山西省",
            fiscal_year=2024,
            report_type="budget",
            template="shanxi",
        ),
        **changes,
    )


def source(name: str = "水利局.txt", content: bytes = TEXT) -> Source:
    return Source(name, sha256(content).hexdigest(), len(content), "text/plain", "utf-8")


OTHER_COLUMNS = (
    "project_expenditure",
    "personnel_expenses",
    "operating_expenses",
    "operating_expenditure",
    "remittance_to_superior",
    "subsidy_to_subsidiaries",
    "reserve_expenditure",
    "carryover_out",
)
"""Columns that other forms print and the founding one does not."""


def row(number: int, side: str | None = None, line: int | None = None, **values: Any) -> TypedRow:
    """A row whose amounts are given as yuan in text; each amount has its cell, printed in 万元."""
    amounts = {name: Decimal(v) for name, v in values.items() if isinstance(v, str) and v.endswith(".00")}
    cells = tuple(CellSource(name, f"{v / 10000:.2f}", v, line=line) for name, v in amounts.items())
    others = dict.fromkeys(OTHER_COLUMNS)
    return TypedRow(number, side, {**others, **values, **amounts}, cells, line=line)


def summary_line(number: int, side: str, item: str, kind: str, amount: str | None, code: str | None = None) -> TypedRow:
    now = amount if side == "expenditure" else None
    return row(
        number,
        side,
        line=10 + number,
        item=item,
        item_kind=kind,
        function_code=code,
        amount=amount,
        current_year=now,
        carryover=None,
    )


def expenditure(number: int, code: str | None, name: str, amount: str, level: int, leaf: bool = False) -> TypedRow:
    return row(
        number,
        line=40 + number,
        function_code=code,
        function_name=name,
        level=level,
        is_leaf=leaf,
        amount=amount,
        basic_expenditure=None,
        project_expenditure=amount,
    )


def states(vocabulary: Vocabulary, present: Iterable[str]) -> dict[str, TableState]:
    found = set(present)
    return {
        t.resource: TableState(t.resource, "present", t.title, f"预算公开表{t.number}", "万元", 10000, 2, first_line=9)
        if t.resource in found
        else TableState(t.resource, "declared_empty", t.title)
        for t in vocabulary.tables_of(None)
    }


def failed_total(rule_id: str) -> CheckResult:
    """The printed total of table 3 says 30.00 万元, its class 20.00 万元."""
    return CheckResult(
        rule_id=rule_id,
        outcome="fail",
        severity="error",
        resource="expenditure_summary",
        subject=(CellRef("expenditure_summary", None, 1, "amount"),),
        terms=(
            CellRef("expenditure_summary", None, 2, "amount"),
            CellRef("budget_summary", "expenditure", 2, "amount"),
        ),
        expected=Decimal("200000.00"),
        actual=Decimal("300000.00"),
        difference=Decimal("100000.00"),
        tolerance=Decimal("0.015"),
        message_zh="合计与各类之和不符",
        message_en="The total is not the sum of its classes",
    )


def disclosure(vocabulary: Vocabulary, **changes: Any) -> Disclosure:
    """Tables 1 and 3 of a water bureau, with one failed check, one issue and one note; the other tables are empty."""
    summary = (
        summary_line(1, "revenue", "一般公共预算", "source", "200000.00"),
        summary_line(1, "expenditure", "一般公共服务支出", "function", None, "201"),
        summary_line(2, "expenditure", "农林水支出", "function", "200000.00", "213"),
    )
    functions = (
        expenditure(1, None, "合计", "300000.00", 0),
        expenditure(2, "213", "农林水支出", "200000.00", 1),
        expenditure(3, "2130399", "其他水利支出", "200000.00", 3, leaf=True),
    )
    tables = {
        "budget_summary": TypedTable("budget_summary", summary),
        "expenditure_summary": TypedTable("expenditure_summary", functions),
    }
    verdicts: dict[tuple[str, str | None, int], Verdict] = {
        ("expenditure_summary", None, 1): "conflict",
        ("expenditure_summary", None, 2): "verified",
    }
    made = Disclosure(
        identity=identity(),
        source=source(),
        states=states(vocabulary, tables),
        tables=tables,
        notes=(Note("government_fund_revenue", "注：本表无数据", line=60),),
        issues=(Issue("unit_not_printed", "没有单位行", "There is no unit line", "warning", "budget_summary", line=9),),
        results=(failed_total(vocabulary.rules[0].id),),
        verdicts=verdicts,
    )
    return replace(made, **changes)


def disclosure_text(entity: str = "长治市屯留区水利局", year: int = 2024, total: str = "30.00") -> str:
    """A disclosure that holds table 3 only, as a tab-separated dump; the reader takes it from there."""
    return (
        f"{entity}\n{year}年度部门预算公开\n\n第二部分 {year}年部门预算报表\n\n预算公开表3\n\n{year}年预算支出总表\n\n"
        f"部门名称：{entity}\n\n单位：万元\n\n项目\t\t{year}年预算数\t\t\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
        f"合计\t\t{total}\t20.00\t10.00\n213\t农林水支出\t30.00\t20.00\t10.00\n21303\t水利\t30.00\t20.00\t10.00\n"
        "2130301\t行政运行\t20.00\t20.00\t\n2130399\t其他水利支出\t10.00\t\t10.00\n\n第三部分 情况说明\n"
    )


def rows(package: Path, resource: str) -> list[dict[str, str]]:
    with open(package / "data" / f"{resource}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def described(package: Path) -> dict[str, Any]:
    return json.loads((package / "datapackage.json").read_text(encoding="utf-8"))


def hostile(words: Vocabulary) -> Disclosure:
    honest = disclosure(words)
    table = honest.tables["expenditure_summary"]
    first = replace(table.rows[0], values={**table.rows[0].values, "function_name": HOSTILE})
    return replace(
        honest,
        identity=identity(title=HOSTILE, entity_name=HOSTILE, division_name=HOSTILE),
        source=source(name='../=1+1 "x"<b>.txt'),
        tables={**honest.tables, "expenditure_summary": replace(table, rows=(first, *table.rows[1:]))},
        notes=(Note(None, HOSTILE, line=1),),
        issues=(Issue("odd", HOSTILE, HOSTILE, "warning", "expenditure_summary", printed=HOSTILE),),
        results=(replace(honest.results[0], message_zh=HOSTILE, message_en=HOSTILE),),
    )


def fates(report: BuildReport) -> dict[str, str]:
    return {result.path.name: result.code or result.status for result in report.results}


def snapshot(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def packages(out: Path) -> list[str]:
    return sorted(path.parent.name for path in out.glob("*/datapackage.json"))
