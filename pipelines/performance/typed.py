"""RawForms → rows of `performance_targets` and `performance_indicators`, amounts in yuan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.model import CellSource, Issue, RawCell, TypedRow, TypedTable
from pipelines.performance.link import project_row
from pipelines.performance.model import RawForm, RawIndicator
from pipelines.performance.targets import target_of
from pipelines.tables import Table
from pipelines.values import parse_amount, squeeze, to_yuan
from pipelines.vocabulary import Vocabulary

TARGETS, INDICATORS = "performance_targets", "performance_indicators"
_COMMON = frozenset(("disclosure_id", "row_number", "source_page", "source_line", "verdict"))
_CODED = re.compile(
    r"(?:[\[【（(]([0-9A-Za-z]+)[\]】）)]\s*[-—－–]?|([0-9][0-9A-Za-z]*)(?:\s*[-—－–_:：、.．]|\s))\s*(\S.*)"
)
_FILLED_AT = re.compile(
    r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{0,6}"
    r"|(?:19|20)[0-9]{2}[-./年](?:1[0-2]|0?[1-9])(?:月|[-./月](?:[12][0-9]|3[01]|0?[1-9])日?)"
    r"(?: *[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?)?"
)
_MOST_PERCENT = 1000


@dataclass(frozen=True)
class Typed:
    """One form as rows: its own, and those of its indicators, which are counted from `first`."""

    target: TypedRow
    indicators: tuple[TypedRow, ...]
    issues: tuple[Issue, ...]


def typed(
    form: RawForm,
    factor: int | None,
    number: int,
    first: int,
    source_number: int,
    projects: TypedTable | None,
    vocabulary: Vocabulary,
) -> Typed:
    """Row `number` of the forms and rows `first`… of the indicators; `factor`: yuan per unit of its amounts, None
    where it prints no known unit: its amounts are then null.
    """
    table = vocabulary.tables[TARGETS]
    place = Issue("", "", "", "warning", TARGETS, row_number=number, source_number=source_number)
    issues = [replace(i, resource=TARGETS, row_number=number, source_number=source_number) for i in form.issues]
    values: dict[str, object] = dict.fromkeys(_columns(table))
    values |= {name: cell.text for name, cell in form.fields.items() if name in values and cell.text}
    values |= _department(values)
    values["filled_at"] = _filled_at(form.fields.get("filled_at"))
    sources = tuple(_sources(form.fields, table, factor))
    values |= {source.field: source.value for source in sources}
    issues += _amount_issues(sources, factor, place)
    values["source_number"] = source_number
    values["project_row_number"] = project_row(values, projects)
    if values["project_row_number"] is None:
        issues.append(_not_linked(values, place, form))
    rows = [_indicator(i, number, n, source_number, vocabulary) for n, i in enumerate(form.indicators, first)]
    issues += (issue for row in rows for issue in _percent_issues(row, source_number))
    issues += (_without_target(row, source_number) for row in rows if row.values["target_value"] is None)
    target = TypedRow(number, None, values, sources, form.line, form.page)
    return Typed(target, tuple(rows), tuple(issues))


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.name not in _COMMON]


def amount_columns(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.is_amount]


def _department(values: Mapping[str, object]) -> dict[str, object]:
    """`101-云州县水利局` → its code and its name."""
    match = _CODED.fullmatch(str(values["department_name"] or ""))
    return {"department_code": match[1] or match[2], "department_name": match[3]} if match else {}


def _filled_at(cell: RawCell | None) -> str | None:
    """A date or time as printed; anything else may be a person's name or number."""
    text = cell.text.strip() if cell else ""
    return text if _FILLED_AT.fullmatch(text) else None


def _sources(fields: Mapping[str, RawCell], table: Table, factor: int | None) -> Iterator[CellSource]:
    for name in amount_columns(table):
        cell = fields.get(name)
        if cell is None:
            continue
        try:
            value = None if factor is None else to_yuan(parse_amount(squeeze(cell.text)), factor)
        except ValueError:
            value = None
        yield CellSource(name, cell.printed, value, cell.line, cell.page, cell.box, cell.repair, cell.confidence)


def _amount_issues(sources: tuple[CellSource, ...], factor: int | None, place: Issue) -> Iterator[Issue]:
    if factor is None and sources:
        zh, en = (
            "绩效目标表没有印出可识别的金额单位，金额留空",
            "no known unit of money is printed: the amounts are null",
        )
        yield replace(place, code="form_without_unit", message_zh=zh, message_en=en, severity="error")
        return
    for source in sources:
        if source.value is None:
            yield replace(
                place,
                code="form_amount_unreadable",
                message_zh=f"“{source.printed}”不是可以确定的金额，留空",
                message_en=f"{source.printed!r} is not plainly an amount and is null",
                severity="error",
                field=source.field,
                page=source.page,
                line=source.line,
                printed=source.printed,
            )


def _not_linked(values: Mapping[str, object], place: Issue, form: RawForm) -> Issue:
    name = values["project_name"]
    return replace(
        place,
        code="form_without_project",
        message_zh=f"绩效目标表“{name or '（无项目名称）'}”不能确定对应本年项目支出预算表的哪一行",
        message_en=f"no single row of the project table is certainly the project of the form {name!r}",
        field="project_row_number",
        page=form.page,
        line=form.line,
    )


def _indicator(raw: RawIndicator, target_row: int, number: int, source_number: int, vocabulary: Vocabulary) -> TypedRow:
    target = target_of(raw.target, vocabulary)
    values: dict[str, object] = {
        "target_row_number": target_row,
        "period": raw.period,
        "level1": raw.level1,
        "level2": raw.level2,
        "level3": raw.level3,
        "target_value": raw.target,
        "comparator": target.comparator,
        "value": target.value,
        "value_unit": target.unit,
        "source_number": source_number,
    }
    return TypedRow(number, None, values, (), raw.line, raw.page)


def _without_target(row: TypedRow, source_number: int) -> Issue:
    name = str(row.values["level3"] or "")
    return Issue(
        "indicator_without_value",
        f"指标“{name}”没有印出指标值",
        f"the indicator {name!r} is printed without a target",
        "warning",
        INDICATORS,
        row_number=row.row_number,
        field="target_value",
        page=row.page,
        line=row.line,
        source_number=source_number,
    )


def _percent_issues(row: TypedRow, source_number: int) -> Iterator[Issue]:
    value, unit = row.values["value"], row.values["value_unit"]
    if isinstance(value, Decimal) and unit in ("%", "％") and value > _MOST_PERCENT:
        printed = str(row.values["target_value"])
        yield Issue(
            "percentage_over_1000",
            f"指标值“{printed}”超过1000%",
            f"the target {printed!r} is over 1000 percent",
            "warning",
            INDICATORS,
            row_number=row.row_number,
            field="value",
            page=row.page,
            line=row.line,
            printed=printed,
            source_number=source_number,
        )
