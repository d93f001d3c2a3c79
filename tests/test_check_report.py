"""`yusuan check` for people and for machines: what conflicts, where, what both places say, by which rule."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from pipelines.model import CellRef, CheckResult, Issue, Source, TypedTable
from pipelines.package import write_package
from pipelines.package.findings import findings, place_en, place_zh
from pipelines.vocabulary import Vocabulary
from tests import builders
from tests.builders import rows
from tests.test_diff import blank_row

QUOTE = "水利局2024年收入总计20万元，其中一般公共预算收入20万元。"
KEYS = {"ok", "package", "sources", "errors", "outcomes", "doubts", "issues", "unconfirmed", "conflicts", "explained"}
KEYS |= {"outdated"}


def failed(rule: str, severity: str, *cells: tuple[str, str | None, int, str]) -> CheckResult:
    refs = tuple(CellRef(*cell) for cell in cells)
    made = builders.failed_total(rule)
    return replace(
        made, severity=severity, resource=refs[0].resource, subject=refs[:1], terms=refs[1:], message_zh=f"{rule}不符"
    )


def contradicting(words: Vocabulary, folder: Path, results: Sequence[CheckResult], **changes: Any) -> Path:
    """A water bureau whose narrative states a revenue, and with a form of one project."""
    million = Decimal("1000000.00")
    said = {"section": "收支预算", "subject": "收入总计", "measure": "amount", "quote": QUOTE}
    parts = {
        "stated_figures": [blank_row(words, "stated_figures", 1, amount=Decimal("200000.00"), **said)],
        "performance_targets": [
            blank_row(words, "performance_targets", 1, project_name="水库检修", unit_name="水库", annual_total=million)
        ],
    }
    tables = {name: TypedTable(name, tuple(found)) for name, found in parts.items()}
    made = builders.disclosure(words, parts=tables, results=tuple(results), **changes)
    return write_package(made, builders.TEXT, folder, words, others=[b"x"] * (len(changes.get("files", ())) - 1))


def check(package: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["check", str(package), *options])


NARRATIVE = ("stated_figures", None, 1, "amount")
FORM = ("performance_targets", None, 1, "annual_total")
REVENUE = ("budget_summary", "revenue", 1, "amount")
TOTAL = ("expenditure_summary", None, 1, "amount")


@pytest.fixture
def package(tmp_path: Path, words: Vocabulary) -> Path:
    results = [
        failed("T1-02", "warning", FORM, TOTAL),
        failed("T1-01", "error", REVENUE, NARRATIVE),
        failed("T3-01", "error", TOTAL),
    ]
    return contradicting(words, tmp_path, results)


def test_sentence_of_the_narrative_and_project_of_the_form_are_quoted(package: Path) -> None:
    said = check(package).output
    assert f"文中数字 第 1 行“{QUOTE}”（原文第 51 行）：金额 200,000.00 元" in said
    assert f"Stated figures, row 1 “{QUOTE}” (line 51 of the source): Amount CNY 200,000.00" in said
    assert "项目支出绩效目标表 第 1 行“水库检修”（原文第 51 行）" in said
    assert "1,000,000.00 元" in said


def test_readme_carries_the_same_findings(package: Path) -> None:
    readme = (package / "README.md").read_text("utf-8")
    assert QUOTE in readme
    assert "“水库检修”（原文第 51 行）" in readme
    assert "规则：收入各项之和等于本年收入合计（依据：加总关系）" in readme
    assert "Rule: The revenue lines add up to the revenue of the year. (basis: arithmetic)" in readme


def test_readme_cuts_neither_what_conflicts_nor_what_a_person_explains(tmp_path: Path, words: Vocabulary) -> None:
    long = replace(failed("T3-01", "error", TOTAL), message_zh="不" * 900 + "符，到此为止")
    package = contradicting(words, tmp_path, [long])
    reason = "印刷错误" * 300 + "，已核实"
    (package / "disclosure.yml").write_text(f"waivers: [{{rule: T3-01, reason: {reason}}}]", "utf-8")
    readme = (contradicting(words, tmp_path, [long]) / "README.md").read_text("utf-8")
    assert "符，到此为止" in readme
    assert reason in readme


def test_readme_counts_the_rows_of_the_forms_and_the_text(package: Path) -> None:
    readme = (package / "README.md").read_text("utf-8")
    assert "| [`performance_targets`](data/performance_targets.csv) | 有数据 | 1 | 0 | 0 | 0 | 1 |" in readme
    assert "| [`stated_figures`](data/stated_figures.csv) | present | 1 | 0 | 0 | 0 | 1 |" in readme
    assert "performance_indicators.csv" not in readme


def test_rule_says_what_it_means_and_on_what_it_rests(package: Path) -> None:
    said = check(package).output
    assert "规则：收入各项之和等于本年收入合计（依据：加总关系）" in said
    assert "rule: The revenue lines add up to the revenue of the year. (basis: arithmetic)" in said
    assert "此处 300,000.00 元，另一处 200,000.00 元，相差 100,000.00 元" in said


def test_errors_stand_before_warnings_and_the_last_line_counts_them(package: Path) -> None:
    said = check(package).output
    assert said.index("错误 error T1-01") < said.index("错误 error T3-01") < said.index("提示 warning T1-02")
    assert said.splitlines()[-1] == (
        "共 1 份：无效 0 份，错误 2 处，提示 1 处，已说明 0 处，读取问题 1 处 / "
        "1 packages: 0 invalid, 2 errors, 1 warnings, 0 waived, 1 issues of the reading"
    )


def test_warnings_alone_end_with_0(tmp_path: Path, words: Vocabulary) -> None:
    assert check(contradicting(words, tmp_path, [failed("T1-02", "warning", TOTAL)])).exit_code == 0
    assert check(contradicting(words, tmp_path, [failed("T1-02", "error", TOTAL)])).exit_code == 1


def test_report_for_a_machine_has_the_documented_keys(package: Path) -> None:
    (told,) = json.loads(check(package, "--json").stdout)
    assert told.keys() == KEYS
    first = told["conflicts"][0]
    assert (first["rule_id"], first["severity"], first["rows"]) == ("T1-01", "error", ["revenue:1"])
    assert (first["expected"], first["actual"], first["difference"]) == ("200,000.00", "300,000.00", "100,000.00")
    assert (first["statement_en"], first["basis"]) == (
        "The revenue lines add up to the revenue of the year.",
        "加总关系 / arithmetic",
    )
    (stated,) = first["places"][1]["rows"]
    assert (stated["name"], stated["line"], stated["figures"][0]["value"]) == (QUOTE, "51", "200,000.00 元")
    documented = " ".join(CliRunner().invoke(main, ["check", "--help"]).output.split())
    for key in (KEYS | first.keys()) - {"ok"}:
        assert f"`{key}`" in documented, key


def test_file_is_named_where_a_disclosure_has_several(tmp_path: Path, words: Vocabulary) -> None:
    files = (builders.source(), Source("说明.docx", "0" * 64, 1, "x/y", contents="narrative"))
    made = contradicting(words, tmp_path, [failed("T1-01", "error", NARRATIVE)], files=files)
    names = ["check_results", "source_files", "table_states", "stated_figures"]
    (finding,) = findings({name: rows(made, name) for name in names}, words)
    (place,) = finding.places
    assert "（水利局.txt第 51 行）" in place_zh(place)
    assert "(line 51 of 水利局.txt)" in place_en(place)


def waived(package: Path, waiver: str) -> Result:
    (package / "disclosure.yml").write_text(f"waivers: [{{{waiver}, reason: 合计印刷错误}}]\n", "utf-8")
    return check(package)


@pytest.mark.parametrize(
    "waiver",
    ["rule: T1-01", "rule: T1-01, resource: budget_summary", "rule: T1-01, resource: budget_summary, row: 'revenue:1'"],
)
def test_waiver_of_a_rule_a_table_or_a_row_shows_the_conflict_as_waived(package: Path, waiver: str) -> None:
    result = waived(package, waiver)
    said = result.output.splitlines()
    head = next(n for n, line in enumerate(said) if "T1-01" in line)
    assert said[head].startswith("  已说明 waived T1-01")
    assert "explained: 合计印刷错误" in said[head + 1]
    assert "错误 error T1-01" not in result.output
    assert "错误 1 处，提示 1 处，已说明 1 处" in result.output
    assert "covers no failed check" not in result.output


@pytest.mark.parametrize(
    ("waiver", "place"),
    [
        ("rule: T2-01", "T2-01"),
        ("rule: T1-01, resource: revenue_summary", "T1-01 revenue_summary"),
        ("rule: T1-01, resource: budget_summary, row: 'revenue:2'", "T1-01 budget_summary revenue:2"),
        ("rule: T3-01, resource: expenditure_summary, row: 2", "T3-01 expenditure_summary 2"),
    ],
)
def test_waiver_of_another_place_explains_nothing_and_is_an_error(package: Path, waiver: str, place: str) -> None:
    result = waived(package, waiver)
    assert result.exit_code == 1
    assert f"disclosure.yml: the waiver of {place} covers no failed check; remove it" in result.output
    assert "错误 2 处，提示 1 处，已说明 0 处" in result.output


CUT = Issue("cut_off", "文件在本表中断", "the file breaks off", "error", "budget_summary", "revenue", 1, line=11)


@pytest.fixture
def cut_off(tmp_path: Path, words: Vocabulary) -> Path:
    """No check fails, but the file was cut off in its first table."""
    return contradicting(words, tmp_path, [], issues=(*builders.disclosure(words).issues, CUT))


def test_issue_of_severity_error_is_an_error_and_stands_before_the_warnings(cut_off: Path) -> None:
    result = check(cut_off)
    assert result.exit_code == 1
    assert "错误 error 读取问题 issue cut_off budget_summary row revenue:1: 文件在本表中断" in result.output
    assert result.output.index("issue cut_off") < result.output.index("提示 warning 读取问题 issue unit_not_printed")
    assert "错误 1 处，提示 0 处，已说明 0 处，读取问题 2 处（其中错误 1 处）" in result.output
    assert "1 errors, 0 warnings, 0 waived, 2 issues of the reading (1 of them errors)" in result.output
    (told,) = json.loads(check(cut_off, "--json").stdout)
    assert [(issue["code"], issue["severity"], issue["waiver"]) for issue in told["issues"]] == [
        ("cut_off", "error", None),
        ("unit_not_printed", "warning", None),
    ]


@pytest.mark.parametrize(
    "waiver",
    [
        "issue: cut_off",
        "issue: cut_off, resource: budget_summary",
        "issue: cut_off, resource: budget_summary, row: 'revenue:1'",
    ],
)
def test_waiver_of_an_issue_is_said_first_and_ends_with_0(cut_off: Path, waiver: str) -> None:
    result = waived(cut_off, waiver)
    assert result.exit_code == 0
    assert "已说明 waived 读取问题 issue cut_off" in result.output
    assert "错误 0 处，提示 0 处，已说明 1 处，读取问题 2 处 /" in result.output


def test_readme_says_why_an_issue_is_waived(cut_off: Path, words: Vocabulary) -> None:
    waived(cut_off, "issue: cut_off")
    made = contradicting(words, cut_off.parent, [], issues=(CUT,))
    assert "文件在本表中断（预算收支总表 原文第 11 行）\n  - 已说明：合计印刷错误" in (made / "README.md").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    "waiver", ["issue: unread_figure", "issue: cut_off, resource: budget_summary, row: 'revenue:2'", "rule: cut_off"]
)
def test_waiver_of_another_issue_explains_nothing_and_is_an_error(cut_off: Path, waiver: str) -> None:
    result = waived(cut_off, waiver)
    assert result.exit_code == 1
    assert f"covers no {'failed check' if 'rule' in waiver else 'issue of the reading'}; remove it" in result.output
    assert "错误 1 处，提示 0 处，已说明 0 处" in result.output


def test_reason_written_after_the_build_is_said_not_to_be_in_the_data_yet(cut_off: Path, words: Vocabulary) -> None:
    assert "disclosure.yml 在生成之后改过" in waived(cut_off, "issue: cut_off").output
    contradicting(words, cut_off.parent, [], issues=(CUT,))
    result = check(cut_off)
    assert result.exit_code == 0
    assert "在生成之后改过" not in result.output
