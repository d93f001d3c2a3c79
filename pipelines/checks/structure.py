"""Rules about the set of tables: which are there, what their heads say, which are declared empty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipelines.checks.cells import absent, cells, total, unprinted
from pipelines.checks.ledger import Cell, Ledger
from pipelines.checks.reasons import (
    COLUMNS_NOT_IN_FORM,
    NOT_STATED,
    NOTHING_PRINTED,
    Reason,
    absence,
    cut_off,
    not_applicable,
    severity,
)
from pipelines.checks.wording import money_en, money_zh, row_name, said
from pipelines.model import CellRef, CheckResult, Outcome
from pipelines.vocabulary import Rule

FORM_UNKNOWN = Reason("form_unknown", "格式不明", "the form is not known")
YEAR_UNKNOWN = Reason("year_unknown", "年份未能读出", "no year could be read")
UNIT_UNKNOWN = Reason("unit_unknown", "各表金额单位不足以比较", "fewer than two tables print a unit")
NOT_DECLARED = Reason("not_declared_empty", "该表未声明为空", "the table is not declared empty")
HAS_FIGURES = Reason("not_empty", "该表有数据", "the table prints figures")
SAID_TO_BE_ZERO = Reason(
    "said_to_be_zero", "刊印为零，费用可能由其他单位负担", "zero is printed: another body may bear the cost"
)
NO_TABLE = Reason("table_missing", "没有可核对的表", "there is no table to look at")


def _result(
    rule: Rule, outcome: Outcome, resource: str | None, zh: str, en: str, terms: tuple[CellRef, ...] = ()
) -> CheckResult:
    return CheckResult(rule.id, outcome, severity(rule), resource, (), terms, message_zh=zh, message_en=en)


def tables_present(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Every table of the form is present or declared empty."""
    form = ledger.vocabulary.forms.get(ledger.identity.template or "")
    if form is None:
        yield not_applicable(rule, None, FORM_UNKNOWN)
        return
    yield from _presence(rule, ledger, form.tables)


def tables_required(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Every table that the Ministry asks of all departments is there, also those that the form lacks.

    Those that the form has are the business of `tables_present`.
    """
    if all(sheet.state == "missing" for sheet in ledger.sheets.values() if sheet.table.number):
        yield not_applicable(rule, None, NO_TABLE)
        return
    form = ledger.vocabulary.forms.get(ledger.identity.template or "")
    others = [resource for resource in rule.spec["tables"] if form is None or resource not in form.tables]
    if others:
        yield from _presence(rule, ledger, others)
    else:
        yield _result(rule, "pass", None, "表样含有规定的各表。", "The form has all of them.")


def _presence(rule: Rule, ledger: Ledger, resources: Iterable[str]) -> Iterator[CheckResult]:
    for resource in resources:
        sheet = ledger.sheets[resource]
        title, title_en = sheet.table.label_zh, sheet.table.label_en
        if sheet.state in ("present", "declared_empty"):
            yield _result(rule, "pass", resource, f"{title}已公开。", f"{title_en} is there.")
        elif sheet.state == "unreadable":
            yield _result(rule, "fail", resource, f"{title}无法识读。", f"{title_en} cannot be read.")
        else:
            yield _result(rule, "fail", resource, f"缺少{title}。", f"{title_en} is missing.")


def depth_reached(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Money is shown down to the level that the Ministry asks for: no leaf of the table stands above it."""
    for case in rule.spec["cases"]:
        sheet, depth = ledger.sheets[case["table"]], case["level"]
        entries = [e for e in sheet.entries if any(cell.value for cell in e.cells.values())]
        levels = [(e, level) for e in entries if isinstance(level := e.row.values.get("level"), int)]
        shallow = [e for e, level in levels if e.row.values.get("is_leaf") and level < depth]
        title, title_en = sheet.table.label_zh, sheet.table.label_en
        if absence(sheet) or not levels:
            yield not_applicable(rule, sheet.resource, absence(sheet) or NOTHING_PRINTED)
        elif shallow:
            zh = f"{title}有 {len(shallow)} 处未细化到{case['zh']}，如“{row_name(shallow[0])}”。"
            en = f"{title_en} stops above {case['en']} in {len(shallow)} places, such as “{row_name(shallow[0])}”."
            yield _result(rule, "fail", sheet.resource, zh, en)
        else:
            zh, en = f"{title}已细化到{case['zh']}。", f"{title_en} reaches {case['en']}."
            yield _result(rule, "pass", sheet.resource, zh, en)


def title_years(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """The year in the title of each table is the fiscal year."""
    year, checked = ledger.identity.fiscal_year, False
    for resource, sheet in ledger.sheets.items():
        state = ledger.states.get(resource)
        if year is None or state is None or state.year is None:
            continue
        checked, title, title_en = True, sheet.table.label_zh, sheet.table.label_en
        if state.year == year:
            yield _result(rule, "pass", resource, f"{title}：{year} 年。", f"{title_en}: {year}.")
        else:
            zh = f"{title}的标题为 {state.year} 年，预算年度为 {year} 年。"
            en = f"{title_en} is titled {state.year}, the fiscal year is {year}."
            yield _result(rule, "fail", resource, zh, en)
    if not checked:
        yield not_applicable(rule, None, YEAR_UNKNOWN)


def units_agree(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """All tables that print a unit print the same, but those that the form prints in another."""
    printed = {
        resource: state.unit_factor
        for resource in ledger.sheets
        if (state := ledger.states.get(resource)) and state.unit_factor and state.state == "present"
        if state.printed_unit is None or state.printed_unit != ledger.sheets[resource].table.unit
    }
    if len(printed) < 2:
        yield not_applicable(rule, None, UNIT_UNKNOWN)
        return
    usual = Counter(printed.values()).most_common(1)[0][0]
    others = [resource for resource, factor in printed.items() if factor != usual]
    if not others:
        yield _result(rule, "pass", None, f"{len(printed)} 张表单位相同。", f"{len(printed)} tables have one unit.")
    for resource in others:
        title, title_en = ledger.sheets[resource].table.label_zh, ledger.sheets[resource].table.label_en
        zh = f"{title}的金额单位为 {printed[resource]} 元，其他表多为 {usual} 元。"
        en = f"{title_en} is printed in units of {printed[resource]} yuan, most others in {usual}."
        yield _result(rule, "fail", resource, zh, en)


def issue_free(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """The reading of the document raised none of the issues that the rule names."""
    if not any(sheet.state in ("present", "declared_empty") for sheet in ledger.sheets.values()):
        yield not_applicable(rule, None, NO_TABLE)
        return
    found = [issue for issue in ledger.issues if issue.code in rule.spec["codes"]]
    for issue in found:
        yield _result(rule, "fail", issue.resource, issue.message_zh, issue.message_en)
    if not found:
        yield _result(rule, "pass", None, "相符。", "No such issue was found.")


def stated_needs_money(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """What the narrative says to exist has its money in a table, be the table empty or not."""
    money = rule.spec["money"]
    sheet = ledger.sheets[money["table"]]
    stated = ledger.stated.get((rule.spec["statement"], "count"), ())
    counts = {entry.cells["value"].value for entry in stated}
    count = counts.pop() if len(counts) == 1 else None
    reason = NOT_STATED if not count else absence(sheet, empty_is_zero=True)
    if reason:
        yield not_applicable(rule, sheet.resource, reason)
    elif total(ledger, [money]):
        yield _result(rule, "pass", sheet.resource, "相符。", "There is money for it.")
    elif any(cell.value is not None for cell in _figures(rule, ledger)):
        yield not_applicable(rule, sheet.resource, SAID_TO_BE_ZERO)
    else:
        zh = f"{said(stated[0], False)}为 {count}，{sheet.table.label_zh} 对应金额为空或零。"
        en = f"{said(stated[0], True)} states {count}, but {sheet.table.label_en} has no money for it."
        yield _result(rule, "fail", sheet.resource, zh, en)


def _figures(rule: Rule, ledger: Ledger) -> Iterator[Cell]:
    """What table and text print for the money that is asked for, be it zero."""
    yield from cells(ledger, [rule.spec["money"]])[0]
    for entry in ledger.stated.get((rule.spec["money_statement"], "amount"), ()):
        yield entry.cells["amount"]


def unit_rows(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """No unit stands twice in one table; a disclosure of a single unit names one."""
    for resource in rule.spec["tables"]:
        sheet = ledger.sheets[resource]
        names = [str(e.row.values.get("unit_name")) for e in sheet.entries if e.row.values.get("row_kind") == "unit"]
        reason = absence(sheet) or (None if names else NOTHING_PRINTED)
        title, title_en = sheet.table.label_zh, sheet.table.label_en
        twice = [name for name, count in Counter(names).items() if count > 1]
        if reason:
            yield not_applicable(rule, resource, reason)
        elif twice:
            zh = f"{title}中重复出现单位“{twice[0][:40]}”。"
            yield _result(rule, "fail", resource, zh, f"{title_en} names the unit “{twice[0][:40]}” more than once.")
        elif ledger.identity.entity_kind == "unit" and len(names) > 1:
            zh = f"单位预算的{title}列有 {len(names)} 个单位。"
            yield _result(rule, "fail", resource, zh, f"{title_en} of a single unit names {len(names)} units.")
        else:
            yield _result(rule, "pass", resource, f"{len(names)} 个单位。", f"{len(names)} units.")


def empty_statement(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """A table without any figure says that it is empty."""
    sheet = ledger.sheets[rule.spec["table"]]
    title, title_en = sheet.table.label_zh, sheet.table.label_en
    if sheet.printed:
        yield not_applicable(rule, sheet.resource, HAS_FIGURES)
    elif sheet.state == "declared_empty":
        yield _result(rule, "pass", sheet.resource, f"{title}注明无数据。", f"{title_en} says that it is empty.")
    else:
        reason = absence(sheet) or cut_off([sheet])
        if reason:
            yield not_applicable(rule, sheet.resource, reason)
        else:
            zh, en = f"{title}没有数据，也未注明本表无数据。", f"{title_en} is empty but does not say so."
            yield _result(rule, "fail", sheet.resource, zh, en)


def empty_statement_true(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """A table that says it holds no data prints no figure but zero."""
    declared = [sheet for sheet in ledger.sheets.values() if sheet.state == "declared_empty"]
    if not declared:
        yield not_applicable(rule, None, NOT_DECLARED)
    for sheet in declared:
        title, title_en = sheet.table.label_zh, sheet.table.label_en
        if sheet.has_money:
            zh, en = f"{title}注明本表无数据，却列有金额。", f"{title_en} says that it is empty and prints figures."
            yield _result(rule, "fail", sheet.resource, zh, en)
        else:
            yield _result(rule, "pass", sheet.resource, f"{title}没有金额。", f"{title_en} prints no figure.")


def empty_tables(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Where a table is declared empty, the same money is zero in the other tables."""
    for case in rule.spec["cases"]:
        sheet, money = ledger.sheets[case["table"]], case["money"]
        if sheet.state != "declared_empty" or sheet.printed:
            yield not_applicable(rule, sheet.resource, absence(sheet) or NOT_DECLARED)
            continue
        there = [selector for selector in money if not absent(ledger, rule, [selector])]
        speaking = [selector for selector in there if not unprinted(ledger, [selector])]
        terms = tuple(cell.ref for cell in cells(ledger, speaking)[0])
        reason = None if speaking else COLUMNS_NOT_IN_FORM if there else absent(ledger, rule, money[:1])
        amount, title, title_en = total(ledger, speaking), sheet.table.label_zh, sheet.table.label_en
        if reason:
            yield not_applicable(rule, sheet.resource, reason)
        elif amount:
            named = list(dict.fromkeys(ledger.sheets[selector["table"]].table for selector in speaking))
            sources = "、".join(table.label_zh for table in named)
            sources_en = ", ".join(table.label_en for table in named)
            zh = f"{title}注明本表无数据，而{sources}列有 {money_zh(amount)}。"
            en = f"{title_en} is declared empty, but {sources_en} shows {money_en(amount)}."
            yield _result(rule, "fail", sheet.resource, zh, en, terms)
        else:
            yield _result(rule, "pass", sheet.resource, "相符。", "There is no such money elsewhere.", terms)
