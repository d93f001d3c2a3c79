"""Rules about what single rows say: codes, names, and the columns a row may fill. They confirm no figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from pipelines.checks.cells import fits
from pipelines.checks.ledger import Entry, Ledger, Sheet
from pipelines.checks.reasons import NOT_ITS_PRACTICE, NOTHING_PRINTED, absence, not_applicable, severity
from pipelines.checks.wording import row_name
from pipelines.model import CheckResult
from pipelines.values import plain
from pipelines.vocabulary import Codes, Rule

Objection = tuple[str, str]
Judge = Callable[[Entry], Objection | None]


def _each_row(rule: Rule, sheet: Sheet, rows: list[Entry], judge: Judge) -> Iterator[CheckResult]:
    """One result a row that `judge` objects to, or one pass for the table."""
    reason = absence(sheet)
    if reason or not rows:
        yield not_applicable(rule, sheet.resource, reason or NOTHING_PRINTED)
        return
    good = True
    for entry in rows:
        objection = judge(entry)
        if objection:
            good = False
            zh, en = objection
            yield CheckResult(
                rule.id,
                "fail",
                severity(rule),
                sheet.resource,
                (next(iter(entry.cells.values())).ref,),
                message_zh=f"{sheet.table.label_zh}“{row_name(entry)}”{zh}。",
                message_en=f"{sheet.table.label_en} “{row_name(entry)}” {en}.",
            )
    if good:
        zh, en = f"{len(rows)} 行相符。", f"{len(rows)} rows agree."
        yield CheckResult(rule.id, "pass", severity(rule), sheet.resource, message_zh=zh, message_en=en)


def _of_side(sheet: Sheet, side: str | None) -> Iterator[Entry]:
    return (entry for entry in sheet.entries if entry.row.values.get("level") != 0 and side in (None, entry.row.side))


def code_structure(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Each row below the total has a code of a known length, and the code's parent is printed too."""
    for case in rule.spec["cases"]:
        sheet, column, lengths = ledger.sheets[case["table"]], case["column"], case["lengths"]
        named = any(column in panel.keys for panel in sheet.table.panels) and sheet.coded(case.get("side"), column)
        rows = list(_of_side(sheet, case.get("side"))) if named else []
        codes = {entry.row.values.get(column) for entry in rows}

        def judge(
            entry: Entry, column: str = column, lengths: list[int] = lengths, codes: Any = codes
        ) -> Objection | None:
            code = entry.row.values.get(column)
            if not isinstance(code, str):
                return "没有科目编码", "has no code"
            if not (code.isascii() and code.isdigit() and len(code) in lengths):
                return f"的编码 {code[:20]} 不合科目编码的位数", f"has a code, {code[:20]}, of no known length"
            if len(code) > lengths[0] and code[:-2] not in codes:
                return f"的上级科目 {code[:-2]} 未列出", f"stands without its parent {code[:-2]}"
            return None

        yield from _each_row(rule, sheet, rows, judge)


@lru_cache(maxsize=32)
def names_of_codes(codes: Codes, lists: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Code → the names it has or had, in the form in which wordings are compared."""
    found: dict[str, set[str]] = {}
    for name in lists:
        for row in codes.rows(name):
            wordings = (row["name"] or "", *(row["aliases"] or "").split("|"))
            found.setdefault(row["code"] or "", set()).update(plain(wording) for wording in wordings if wording)
    return {code: frozenset(names) for code, names in found.items()}


def code_names(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Each code is in its lists, under the name that is printed beside it."""
    for case in rule.spec["cases"]:
        sheet = ledger.sheets[case["table"]]
        known = names_of_codes(ledger.vocabulary.codes, tuple(case["lists"]))
        code_column, name_column = case["code"], case["name"]
        named = [entry for entry in _of_side(sheet, case.get("side")) if entry.row.values.get(name_column)]

        def judge(
            entry: Entry, known: Any = known, code_column: str = code_column, name_column: str = name_column
        ) -> Objection | None:
            code, name = entry.row.values.get(code_column), str(entry.row.values.get(name_column))
            if not isinstance(code, str):
                return f"的科目“{name[:40]}”不在科目表中", f"names an item, “{name[:40]}”, that is not in the list"
            if code not in known:
                return f"的编码 {code[:20]} 不在科目表中", f"has a code, {code[:20]}, that is not in the list"
            if plain(name) not in known[code]:
                listed = "、".join(sorted(known[code]))[:60]
                return f"与科目表的名称“{listed}”不一致", f"differs from the name in the list, “{listed}”"
            return None

        yield from _each_row(rule, sheet, named, judge)


def crosswalk(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Each pair of codes in a row is a pair of the list."""
    first, second = rule.spec["columns"]
    sheet = ledger.sheets[rule.spec["table"]]
    pairs = {(row[first], row[second]) for row in ledger.vocabulary.codes.rows(rule.spec["list"])}
    rows = [entry for entry in sheet.entries if entry.row.values.get(first) and entry.row.values.get(second)]

    def judge(entry: Entry) -> Objection | None:
        codes = (entry.row.values.get(first), entry.row.values.get(second))
        if codes in pairs:
            return None
        return (
            f"与政府科目 {codes[1]} 不成对照表中的一对",
            f"and the government item {codes[1]} are no pair of the list",
        )

    yield from _each_row(rule, sheet, rows, judge)


def allowed_fields(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Rows whose code begins with one of the prefixes leave the refused columns empty."""
    sheet, column = ledger.sheets[rule.spec["table"]], rule.spec["code"]
    refused: dict[str, list[str]] = {
        prefix: case["refused"] for case in rule.spec["cases"] for prefix in case["prefixes"]
    }
    rows = [entry for entry in sheet.entries if str(entry.row.values.get(column) or "")[:3] in refused]

    def judge(entry: Entry) -> Objection | None:
        fields = refused[str(entry.row.values[column])[:3]]
        wrong = [sheet.table.column[field] for field in fields if entry.cells[field].value]
        if not wrong:
            return None
        return f"不应列入{wrong[0].title}", f"should not be entered under {wrong[0].title_en}"

    yield from _each_row(rule, sheet, rows, judge)


def exclusive_fields(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """No row fills more than one of the columns, in the forms that keep to that."""
    for case in rule.spec["cases"]:
        if ledger.identity.template not in rule.spec["forms"]:
            yield not_applicable(rule, case["table"], NOT_ITS_PRACTICE)
            continue
        sheet, fields = ledger.sheets[case["table"]], case["fields"]
        rows = [entry for entry in sheet.entries if fits(entry, case["where"])]
        titles = [sheet.table.column[field] for field in fields]
        zh = f"同时列有{'和'.join(column.title for column in titles)}"
        en = f"carries {' and '.join(column.title_en for column in titles)} at once"

        def judge(entry: Entry, fields: list[str] = fields, words: Objection = (zh, en)) -> Objection | None:
            return words if sum(bool(entry.cells[field].value) for field in fields) > 1 else None

        yield from _each_row(rule, sheet, rows, judge)
