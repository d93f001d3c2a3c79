"""Why a check could not be made: a code for machines, a sentence in both languages for readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pipelines.checks.ledger import Sheet
from pipelines.model import CellRef, CheckResult, Severity
from pipelines.vocabulary import Rule


class Reason(NamedTuple):
    code: str
    zh: str
    en: str


NOT_STATED = Reason("not_stated", "文中未说明", "the text does not say")
NOTHING_PRINTED = Reason("nothing_printed", "有关各栏均未填列", "none of the figures is printed")
ROW_NOT_PRINTED = Reason("row_not_printed", "表中没有该行", "the row is not printed")
PARTS_NOT_PRINTED = Reason("parts_not_printed", "明细未填列", "none of the parts is printed")
TOTAL_NOT_PRINTED = Reason("total_not_printed", "合计未填列", "the total is not printed")
COLUMNS_NOT_PRINTED = Reason("columns_not_printed", "有关各列整列未填", "the columns are not filled in at all")
COLUMNS_NOT_IN_FORM = Reason("columns_not_in_form", "本表样没有有关栏目", "the form does not have these columns")
PRINTED_OTHERWISE = Reason(
    "printed_otherwise", "另有该合计行，由其他规则核对", "another rule checks the total that is printed"
)
NOT_ITS_PRACTICE = Reason("not_its_practice", "该表样没有此惯例", "the form does not have this practice")
COLUMN_UNREAD = Reason("column_unread", "表中有栏目未能识读", "a column of the table could not be read")
LINE_UNKNOWN = Reason("line_unknown", "表中有未能识别的行", "the table has a line of no known kind")
NEGATIVE = Reason("negative_figure", "有负数，不能比较大小", "a figure is negative: a part may exceed the whole")
FIGURE_DOUBTFUL = Reason("figure_unreadable", "有数字未能可靠读出", "a figure could not be read with certainty")
UNIT_UNKNOWN = Reason("unit_unknown", "金额单位不明", "the printed unit is unknown")
ROW_WITHOUT_PLACE = Reason("row_without_code", "有一行没有可识别的科目或层级", "a row has no readable code or level")


def cut_off(sheets: Iterable[Sheet]) -> Reason | None:
    """A mismatch proves nothing where a table breaks off; agreement still does."""
    for sheet in sheets:
        if sheet.cut_off:
            return Reason("cut_off", f"{sheet.table.label_zh}不完整", f"{sheet.table.label_en} is cut off")
    return None


def absence(sheet: Sheet, empty_is_zero: bool = False) -> Reason | None:
    """Why a table has nothing to say. One that prints figures speaks, whatever it declares."""
    title, title_en = sheet.table.label_zh, sheet.table.label_en
    if sheet.printed or sheet.state == "present" or (empty_is_zero and sheet.state == "declared_empty"):
        return None
    if sheet.state == "declared_empty":
        return Reason("declared_empty", f"{title}注明无数据", f"{title_en} is declared empty")
    if sheet.state == "unreadable":
        return Reason("table_unreadable", f"{title}无法识读", f"{title_en} cannot be read")
    return Reason("table_missing", f"缺少{title}", f"{title_en} is missing")


def severity(rule: Rule) -> Severity:
    return "warning" if rule.severity == "warning" else "error"


def not_applicable(
    rule: Rule,
    resource: str | None,
    reason: Reason,
    subject: tuple[CellRef, ...] = (),
    terms: tuple[CellRef, ...] = (),
    equality: bool = False,
) -> CheckResult:
    return CheckResult(
        rule_id=rule.id,
        outcome="not_applicable",
        severity=severity(rule),
        resource=resource,
        subject=subject,
        terms=terms,
        reason=reason.code,
        message_zh=f"不适用：{reason.zh}。",
        message_en=f"Not applicable: {reason.en}.",
        equality=equality,
    )
