"""What the words of the text say: that there is none of something, which items a sum consists of, years and names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipelines.checks.cells import absent, cells, entries, total, unprinted
from pipelines.checks.compare import compare
from pipelines.checks.ledger import Cell, Entry, Ledger
from pipelines.checks.narrative import STATED, figure
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
from pipelines.checks.rows import names_of_codes
from pipelines.checks.wording import money_en, money_zh
from pipelines.model import CellRef, CheckResult, Outcome
from pipelines.values import decimals_of, is_amount, parse_amount, plain, to_yuan
from pipelines.vocabulary import Rule
from pipelines.wording import words_of

TEXT = "narrative_sections"
NO_TEXT = Reason("no_text", "没有预算情况的文字说明", "no text explains the budget")
WHO_UNKNOWN = Reason("entity_unknown", "部门或单位名称不明", "the name of the department or unit is not known")
YEAR_UNKNOWN = Reason("year_unknown", "年份未能读出", "no year could be read")
INCOMPLETE = frozenset({"cut_off", "form_cut_off", "page_lost", "page_is_picture"})
TEXT_INCOMPLETE = Reason("text_incomplete", "文件不完整", "the file is not whole")
LONGEST = 48
_MONEY = re.compile(r"[0-9][0-9，.]*[亿万千]?元")


def passages(ledger: Ledger, part: str = "narrative") -> list[tuple[Entry, str]]:
    """The sections of one part with their words, without white space and with full-width marks."""
    found = [e for e in ledger.entries_of(TEXT) if e.row.values.get("part") == part]
    return [(e, plain(f"{e.row.values.get('heading') or ''}。{e.row.values.get('text') or ''}")) for e in found]


def _around(text: str, match: re.Match[str]) -> str:
    """The words of a match with what stands beside them."""
    first = max(0, match.start() - 8)
    cut = text[first : first + LONGEST]
    return f"{'…' if first else ''}{cut}{'…' if first + LONGEST < len(text) else ''}"


def _result(rule: Rule, outcome: Outcome, zh: str, en: str, terms: tuple[CellRef, ...] = ()) -> CheckResult:
    return CheckResult(rule.id, outcome, severity(rule), TEXT, (), terms, message_zh=zh, message_en=en)


def text_none(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Where the text says that there is none of some money, its table shows none."""
    for case in rule.spec["cases"]:
        said = re.compile("|".join(case["says"]))
        found = next(((text, m) for _, text in passages(ledger) if (m := said.search(text))), None)
        reason = absent(ledger, rule, case["money"]) if found else NOT_STATED
        if reason is None and unprinted(ledger, case["money"]):
            reason = COLUMNS_NOT_IN_FORM
        if reason or found is None:
            yield not_applicable(rule, TEXT, reason or NOT_STATED)
            continue
        amount, quote = total(ledger, case["money"]), _around(*found)
        terms = tuple(cell.ref for cell in cells(ledger, case["money"])[0])
        table = ledger.sheets[case["money"][0]["table"]].table
        if amount:
            zh = f"文中说“{quote}”，而{table.label_zh}列有 {money_zh(amount)}。"
            en = f"The text says “{quote}”, but {table.label_en} shows {money_en(amount)}."
            yield _result(rule, "fail", zh, en, terms)
        else:
            yield _result(rule, "pass", "相符。", "There is no such money in the table.", terms)


def _items(ledger: Ledger, says: str) -> list[str]:
    """The names that a sentence lists, without their amounts: `人员经费…，主要包括：基本工资、奖金3万元等`."""
    listing = re.compile(says)
    for _, text in passages(ledger):
        match = listing.search(text)
        if match:
            return [name for name in re.split("[、，,]", _MONEY.sub("", match["items"])) if name]
    return []


def listed_names(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Every item that the text lists is one that the table prints with money."""
    known = names_of_codes(ledger.vocabulary.codes, ("department_economic_classification",))
    for case in rule.spec["cases"]:
        sheet, items = ledger.sheets[case["table"]], _items(ledger, case["says"])
        rows = [e for e in entries(ledger, case) if e.cells[case["field"]].value]
        reason = absence(sheet) or (None if items else NOT_STATED) or (None if rows else NOTHING_PRINTED)
        if reason:
            yield not_applicable(rule, TEXT, reason)
            continue
        names: set[str] = set()
        for entry in rows:
            names.add(plain(str(entry.row.values.get(case["name"]))))
            names |= known.get(str(entry.row.values.get(case["code"])), frozenset())
        strangers = [item for item in items if item not in names]
        if not strangers:
            yield _result(rule, "pass", f"{len(items)} 项都在表中。", f"All {len(items)} items are in the table.")
        elif cut_off([sheet]):
            yield not_applicable(rule, TEXT, cut_off([sheet]) or NOT_STATED)
        else:
            listed, title = "、".join(strangers)[:LONGEST], sheet.table.label_zh
            zh = f"文中“{case['zh']}”所列“{listed}”在{title}中没有金额。"
            en = f"The text lists “{listed}” under “{case['zh']}”, for which {sheet.table.label_en} has no money."
            yield _result(rule, "fail", zh, en)


def text_years(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """The years that the text names for a figure are the fiscal year plus `offset`; any of several `offsets`."""
    year = ledger.identity.fiscal_year
    texts = passages(ledger)
    if year is None or not texts:
        yield not_applicable(rule, TEXT, NO_TEXT if year else YEAR_UNKNOWN)
        return
    expected = {year + offset for offset in rule.spec["offsets"]}
    patterns = [re.compile(pattern) for pattern in rule.spec["says"]]
    seen = [(text, m) for _, text in texts for pattern in patterns for m in pattern.finditer(text)]
    wrong = [(text, m) for text, m in seen if int(m["year"]) not in expected]
    if not seen:
        yield not_applicable(rule, TEXT, NOT_STATED)
    for text, match in wrong:
        right = "、".join(str(one) for one in sorted(expected))
        zh = f"文中年份 {match['year']} 与预算年度 {year} 不符，应为 {right}：“{_around(text, match)}”。"
        en = f"The text names {match['year']} where the fiscal year {year} asks for {right}: “{_around(text, match)}”."
        yield _result(rule, "fail", zh, en)
    if seen and not wrong:
        yield _result(rule, "pass", f"{len(seen)} 处年份相符。", f"{len(seen)} years agree.")


def abbreviates(short: str, name: str) -> bool:
    """Whether every character of `short` stands in `name`, in that order."""
    rest = iter(name)
    return all(character in rest for character in short)


def text_entity(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Whoever the text says the figures are of is the body of the disclosure, in full or abbreviated."""
    name, texts = plain(ledger.identity.entity_name or ""), passages(ledger)
    pattern = re.compile("|".join(rule.spec["says"]))
    bodies = words_of(ledger.vocabulary).organisation
    found = ((text, m) for _, text in texts for m in pattern.finditer(text))
    seen = [(text, m) for text, m in found if bodies.fullmatch(m["who"])]
    if not name or not seen:
        yield not_applicable(rule, TEXT, NO_TEXT if not texts else NOT_STATED if name else WHO_UNKNOWN)
        return
    units = [plain(str(e.row.values.get("unit_name"))) for e in ledger.entries_of("entity_units")]

    def own(who: str) -> bool:
        return any(abbreviates(who, known) or abbreviates(known, who) for known in (name, *units))

    wrong = [(text, m) for text, m in seen if not own(m["who"])]
    for text, match in wrong[:1]:
        more = f"（共 {len(wrong)} 处）" if len(wrong) > 1 else ""
        zh = f"文中写作“{match['who']}”，本公开文件为“{name}”{more}：“{_around(text, match)}”。"
        en = f"The text speaks of “{match['who']}”, the disclosure is of “{name}”: “{_around(text, match)}”."
        yield _result(rule, "fail", zh, en)
    if not wrong:
        yield _result(rule, "pass", f"{len(seen)} 处名称相符。", f"{len(seen)} mentions agree.")


def _holds(ledger: Ledger, wanted: Mapping[str, Any], texts: Sequence[str]) -> bool:
    if "table" in wanted and ledger.entries_of(wanted["table"]):
        return True
    return any(re.search(pattern, text) for pattern in wanted["says"] for text in texts)


def sections_present(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """The text speaks of everything that a disclosure must explain; one that states no figure explains no budget."""
    texts = [text for part in ("overview", "narrative", "glossary") for _, text in passages(ledger, part)]
    if not passages(ledger) or not ledger.entries_of("stated_figures"):
        yield not_applicable(rule, TEXT, NO_TEXT)
        return
    incomplete = any(issue.code in INCOMPLETE for issue in ledger.issues)
    for wanted in rule.spec["cases"]:
        if _holds(ledger, wanted, texts):
            yield _result(rule, "pass", f"有“{wanted['zh']}”。", f"The text has the {wanted['en']}.")
        elif incomplete:
            yield not_applicable(rule, TEXT, TEXT_INCOMPLETE)
        else:
            yield _result(rule, "fail", f"文中没有“{wanted['zh']}”。", f"The text lacks the {wanted['en']}.")


def listed_amounts(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """A total that the text breaks down in one sentence is the sum of what it lists, all figures in 万元."""
    listing, checked = re.compile(rule.spec["says"]), False
    for _, text in passages(ledger):
        for match in listing.finditer(text):
            amounts = [match["total"], *re.findall(rule.spec["item"], match["items"])]
            printed = [amount.replace("，", ",") for amount in amounts]
            if len(printed) < 3 or not all(is_amount(figure) for figure in printed):
                continue
            checked = True
            if told := _told(ledger, printed, match["items"]):
                yield compare(rule, ledger, STATED, told[:1], told[1:])
                continue
            total_, *parts = (to_yuan(parse_amount(figure), 10000) for figure in printed)
            halves = [Decimal(10000).scaleb(-decimals_of(figure)) / 2 for figure in printed]
            yield _listed(rule, _around(text, match), total_, sum(parts, Decimal(0)), sum(halves, Decimal(0)))
    if not checked:
        yield not_applicable(rule, TEXT, NOT_STATED)


def _told(ledger: Ledger, printed: list[str], items: str) -> list[Cell]:
    """The stated figures of a list, its total first; none where the text states them otherwise."""
    entries = [e for e in ledger.entries_of(STATED) if e.row.values.get("measure") == "amount"]
    for start, first in enumerate(entries):
        run = entries[start : start + len(printed)]
        if first.row.values.get("printed") != printed[0] or [e.row.values.get("printed") for e in run] != printed:
            continue
        if plain(str(run[-1].row.values.get("quote"))).rstrip("。；").endswith(items):
            return [figure(entry) for entry in run]
    return []


def _listed(rule: Rule, quote: str, total_: Decimal, parts: Decimal, tolerance: Decimal) -> CheckResult:
    difference = total_ - parts
    outcome: Outcome = "pass" if not difference else "rounding" if abs(difference) <= tolerance else "fail"
    zh, en = "各项之和相符。", "The items make the total."
    if outcome != "pass":
        zh = f"文中“{quote}”的总数 {money_zh(total_)}与所列各项之和 {money_zh(parts)}相差 {money_zh(difference)}。"
        en = f"The total in “{quote}”, {money_en(total_)}, differs from its items, {money_en(parts)}."
    return replace(_result(rule, outcome, zh, en), expected=parts, actual=total_, difference=difference)
