"""The performance forms of projects against the project tables, the text, and their own arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from pipelines.checks.cells import entries
from pipelines.checks.compare import compare
from pipelines.checks.ledger import Entry, Ledger
from pipelines.checks.narrative import STATED, Read, best, figure, stated
from pipelines.checks.reasons import NOT_STATED, NOTHING_PRINTED, Reason, absence, cut_off, not_applicable, severity
from pipelines.checks.wording import row_name, said
from pipelines.model import CheckResult, Issue
from pipelines.values import plain
from pipelines.vocabulary import Rule

FORMS = "performance_targets"
BACKWARDS = ("以上限为目标", "bounds it from above")
ABOVE_ALL = ("超过百分之百", "is above one hundred percent")
NAME_TORN = "form_row_not_read"
"""A row that was not read may be the rest of a name."""
NO_FORM = Reason("no_form", "没有项目支出绩效目标表", "the disclosure holds no performance form")
FORM_UNREAD = Reason("form_unread", "有绩效目标表未能完整识读", "a performance form could not be read whole")
NO_PROJECT = Reason("project_not_found", "项目表中没有同名项目", "no project of that name is in the tables")


def _unread(ledger: Ledger) -> bool:
    return any(issue.resource == FORMS and issue.severity == "error" for issue in ledger.issues)


def _is_about(issue: Issue, entry: Entry) -> bool:
    """Whether an Issue says that something of this form was not read, not only that no project was found for it."""
    mine = issue.resource == FORMS and issue.row_number == entry.row.row_number
    return mine and issue.field != "project_row_number"


def _result(rule: Rule, entry: Entry, zh: str, en: str) -> CheckResult:
    """A form at fault: `zh`, `en` go behind its name."""
    ref = next(iter(entry.cells.values())).ref
    name = row_name(entry)
    zh, en = f"绩效目标表“{name}”{zh}。", f"The form of “{name}” {en}."
    return CheckResult(rule.id, "fail", severity(rule), FORMS, (ref,), message_zh=zh, message_en=en)


def _passed(rule: Rule, number: int) -> CheckResult:
    zh, en = f"{number} 张表相符。", f"{number} forms agree."
    return CheckResult(rule.id, "pass", severity(rule), FORMS, message_zh=zh, message_en=en)


def form_sum(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """On each form: the total of a half is the sum of its sources. A blank total beside money is none, where the form
    was read without an Issue.
    """
    checked = False
    for entry in ledger.entries_of(FORMS):
        whole = not any(_is_about(issue, entry) for issue in ledger.issues)
        for case in rule.spec["cases"]:
            total, parts = entry.cells[case["total"]], [entry.cells[part] for part in case["parts"]]
            blank = total.value is None and whole and any(part.value for part in parts)
            if blank or (total.value is not None and any(part.value is not None for part in parts)):
                checked = True
                yield compare(rule, ledger, FORMS, [total], parts)
    if not checked:
        yield not_applicable(rule, FORMS, NOTHING_PRINTED if ledger.entries_of(FORMS) else NO_FORM)


def form_bound(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """On each form, total and each source: the year has no more than the whole period."""
    checked = False
    for entry in ledger.entries_of(FORMS):
        for larger, smaller in rule.spec["pairs"]:
            pair = entry.cells[larger], entry.cells[smaller]
            if all(cell.value is not None for cell in pair):
                checked = True
                yield compare(rule, ledger, FORMS, pair[:1], pair[1:])
    if not checked:
        yield not_applicable(rule, FORMS, NOTHING_PRINTED if ledger.entries_of(FORMS) else NO_FORM)


def _projects(ledger: Ledger, table: str, name: str) -> list[Entry]:
    rows = (e for e in ledger.entries_of(table) if e.row.values.get("row_kind") == "project")
    return [e for e in rows if plain(str(e.row.values.get("name"))) == name]


def _linked(ledger: Ledger, form: Entry) -> list[Entry]:
    number = form.row.values.get("project_row_number")
    sheet = ledger.sheets["projects_current_year"]
    entry = sheet.by_number.get((None, number)) if isinstance(number, int) else None
    return [entry] if entry else []


def _readings(ledger: Ledger, rule: Rule, form: Entry) -> list[Read]:
    """The amounts that the year's total of a form may be: its project's, its carry-over's, or both."""
    name = plain(str(form.row.values.get("project_name") or ""))
    current, carried = (_projects(ledger, table, name) for table in rule.spec["tables"])
    linked = _linked(ledger, form) or current[:1]
    words = rule.spec["readings"]
    found = [
        Read(words["current"], [e.cells["amount"] for e in linked]),
        Read(words["current"], [e.cells["amount"] for e in current]),
        Read(words["carryover"], [e.cells["amount"] for e in carried]),
        Read(words["both"], [e.cells["amount"] for e in (*linked, *carried)] if carried else []),
    ]
    return [r for r in found if any(cell.value is not None for cell in r.plus)]


def form_amount(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """The year's total of a form is the amount of its project, of its carry-over, or of both."""
    forms = ledger.entries_of(FORMS)
    if not forms:
        yield not_applicable(rule, FORMS, NO_FORM)
    for form in forms:
        cell, reads = form.cells["annual_total"], _readings(ledger, rule, form)
        if cell.value is None or not reads:
            reason = NOTHING_PRINTED if cell.value is None else NO_PROJECT
            yield not_applicable(rule, FORMS, reason, (cell.ref,), equality=True)
        else:
            yield best(rule, ledger, [cell], reads, FORMS)


def forms_total(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """The published amount is what the forms of the disclosure add up to, each as the text would round it."""
    found, forms = stated(ledger, rule.spec["statement"]), ledger.entries_of(FORMS)
    if not found or not forms:
        yield not_applicable(rule, STATED, NOT_STATED if forms else NO_FORM)
        return
    parts = [form.cells["annual_total"] for form in forms]
    excuse = FORM_UNREAD if _unread(ledger) or any(cell.value is None for cell in parts) else None
    for entry in found:
        half = figure(entry).half or Decimal(0)
        rounded = [cell._replace(half=max(half, cell.half or half)) for cell in parts]
        yield compare(rule, ledger, STATED, [figure(entry)], rounded, excuse=excuse)


def form_named(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Every form is of a project that the tables print."""
    sheets = [ledger.sheets[table] for table in rule.spec["tables"]]
    names = {plain(str(e.row.values.get("name"))) for sheet in sheets for e in sheet.entries}
    forms = [form for form in ledger.entries_of(FORMS) if form.row.values.get("project_name")]
    reason = absence(sheets[0], True) or cut_off(sheets) if forms else NO_FORM
    if reason:
        yield not_applicable(rule, FORMS, reason)
        return
    torn = {issue.row_number for issue in ledger.issues if issue.resource == FORMS and issue.code == NAME_TORN}
    read = [form for form in forms if form.row.row_number not in torn]
    strangers = [form for form in read if plain(str(form.row.values["project_name"])) not in names]
    for form in strangers:
        yield _result(rule, form, "的项目不在项目支出表中", "is of no project of the tables")
    if not strangers:
        yield _passed(rule, len(forms))


def projects_have_forms(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Where the text says that the forms of all projects are published, each project has one."""
    forms, published = ledger.entries_of(FORMS), stated(ledger, rule.spec["statement"], "count")
    projects = list(entries(ledger, rule.spec["projects"]))
    all_said = bool(published) and figure(published[0]).value == Decimal(len(projects))
    if not forms or not all_said:
        yield not_applicable(rule, FORMS, NOT_STATED if forms else NO_FORM)
        return
    named = Counter(plain(str(form.row.values.get("project_name"))) for form in forms)
    lacking = []
    for project in projects:
        name = plain(str(project.row.values.get("name")))
        if named[name]:
            named[name] -= 1
        else:
            lacking.append(project)
    if not lacking:
        yield _passed(rule, len(forms))
    elif _unread(ledger) or any(named.values()):
        yield not_applicable(rule, FORMS, FORM_UNREAD)
    for project in lacking if not (_unread(ledger) or any(named.values())) else ():
        ref = project.cells["amount"].ref
        zh = f"{said(published[0], False)}称公开 {len(projects)} 个，项目“{row_name(project)}”没有绩效目标表。"
        en = f"{said(published[0], True)} has {len(projects)} published, but “{row_name(project)}” has no form."
        yield CheckResult(rule.id, "fail", severity(rule), FORMS, (ref,), message_zh=zh, message_en=en)


def forms_once(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """No project of a unit has two forms."""
    forms = ledger.entries_of(FORMS)
    seen = Counter((e.row.values.get("project_name"), e.row.values.get("unit_name")) for e in forms)
    twice = [key for key, number in seen.items() if number > 1 and key[0]]
    for key in twice:
        form = next(e for e in forms if (e.row.values.get("project_name"), e.row.values.get("unit_name")) == key)
        yield _result(rule, form, f"出现 {seen[key]} 次", f"is printed {seen[key]} times")
    if not twice:
        yield _passed(rule, len(forms)) if forms else not_applicable(rule, FORMS, NO_FORM)


def form_units(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """The unit of a form is named elsewhere in the disclosure."""
    known = {plain(ledger.identity.entity_name or "")}
    for table in rule.spec["tables"]:
        known |= {plain(str(e.row.values.get("unit_name") or "")) for e in ledger.entries_of(table)}
    known.discard("")
    forms = [e for e in ledger.entries_of(FORMS) if e.row.values.get("unit_name")]
    if not forms or not known:
        yield not_applicable(rule, FORMS, NOTHING_PRINTED if ledger.entries_of(FORMS) else NO_FORM)
        return
    strangers = [e for e in forms if plain(str(e.row.values["unit_name"])) not in known]
    for form in strangers:
        name = str(form.row.values["unit_name"])[:40]
        yield _result(
            rule, form, f"的实施单位“{name}”在别处没有出现", f"names a unit, “{name}”, that stands nowhere else"
        )
    if not strangers:
        yield _passed(rule, len(forms))


def form_filed(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """No form was filled in after the fiscal year."""
    year, filed = ledger.identity.fiscal_year, []
    for form in ledger.entries_of(FORMS):
        digits = str(form.row.values.get("filled_at") or "")[:4]
        if digits.isdigit() and 1990 < int(digits) < 2100:
            filed.append((form, int(digits)))
    if year is None or not filed:
        yield not_applicable(rule, FORMS, NOTHING_PRINTED if ledger.entries_of(FORMS) else NO_FORM)
        return
    late = [(form, then) for form, then in filed if then > year]
    for form, then in late:
        yield _result(
            rule, form, f"填报于 {then} 年，预算年度为 {year} 年", f"was filled in in {then}, the fiscal year is {year}"
        )
    if not late:
        yield _passed(rule, len(filed))


def indicator_sense(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """A target of a rate makes sense: none above 100 %, none that is to stay below its figure."""
    rates, checked = tuple(rule.spec["rates"]), 0
    good = True
    for entry in ledger.entries_of("performance_indicators"):
        values = entry.row.values
        figure_ = entry.cells["value"].value
        name = plain(str(values.get("level3") or ""))
        if figure_ is None or values.get("value_unit") not in ("%", "％") or not name.endswith(rates):
            continue
        checked += 1
        backwards = values.get("comparator") in ("≤", "＜")
        if figure_ <= 100 and not backwards:
            continue
        good = False
        words = BACKWARDS if backwards else ABOVE_ALL
        zh = f"绩效指标“{name[:40]}”的指标值“{values.get('target_value')}”{words[0]}。"
        en = f"The indicator “{name[:40]}” has the target “{values.get('target_value')}”, which {words[1]}."
        ref = entry.cells["value"].ref
        yield CheckResult(
            rule.id, "fail", severity(rule), "performance_indicators", (ref,), message_zh=zh, message_en=en
        )
    if not checked:
        yield not_applicable(rule, "performance_indicators", NOTHING_PRINTED)
    elif good:
        zh, en = f"{checked} 个指标相符。", f"{checked} indicators agree."
        yield CheckResult(rule.id, "pass", severity(rule), "performance_indicators", message_zh=zh, message_en=en)
