"""RawTable → TypedTable: keys to codes and names, figures to yuan; whatever does not fit is an Issue on its row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.economics import EconomicNames
from pipelines.grid.keys import CODE, find_line, is_total, line_item
from pipelines.model import CellSource, Issue, RawCell, RawTable, Section, TypedRow, TypedTable
from pipelines.projects import ProjectRow, project_rows
from pipelines.settle import SettledRow, settle
from pipelines.values import has_ordinal, parse_amount, plain, squeeze, to_yuan
from pipelines.vocabulary import Panel, Table, Vocabulary

UNPLACED = "unplaced"


@dataclass(frozen=True)
class Conformed:
    table: TypedTable
    issues: tuple[Issue, ...]
    open_row: bool = False


@dataclass(frozen=True)
class Surroundings:
    """What a table must be told of the rest of its document: the unit in yuan (None: unknown, so every amount is null),
    department or unit, and the text that names the entity's units.
    """

    unit_factor: int | None
    entity_kind: str | None
    units_named_in: str = ""


def has_money(raw: RawTable) -> bool:
    """Whether any figure is printed that is not plainly zero."""
    return any(cell.text.strip("0.,-") for row in raw.rows for cell in row.amounts)


def conform(raw: RawTable, section: Section, table: Table, vocabulary: Vocabulary, around: Surroundings) -> Conformed:
    """The typed rows of one table."""
    settled = settle(raw, table, vocabulary)
    issues: list[Issue] = list(raw.issues)
    rows: list[TypedRow] = []
    for index, panel in enumerate(table.panels):
        members = [s for s in settled if s.raw.panel == index]
        if table.keep_when_empty or not section.declared_empty or has_money(raw):
            keys = _keys(members, panel, vocabulary, around)
            members, keys = _without_blank(members, keys, panel)
            for number, (member, values) in enumerate(zip(members, keys, strict=True), 1):
                rows.append(_typed(member, values, number, panel, table, around.unit_factor, issues))
    return Conformed(TypedTable(table.resource, tuple(rows)), tuple(issues))


def _without_blank(
    members: Sequence[SettledRow], keys: Sequence[Mapping[str, object]], panel: Panel
) -> tuple[list[SettledRow], list[Mapping[str, object]]]:
    """Rows with neither a key nor a figure are ruled lines of an empty form, not rows."""
    kept = [(m, k) for m, k in zip(members, keys, strict=True) if m.raw.amounts or any(k.get(f) for f in panel.keys)]
    return [m for m, _ in kept], [k for _, k in kept]


def _typed(
    settled: SettledRow,
    keys: Mapping[str, object],
    number: int,
    panel: Panel,
    table: Table,
    unit_factor: int | None,
    issues: list[Issue],
) -> TypedRow:
    raw = settled.raw

    def issue(code: str, zh: str, en: str, field: str | None = None, printed: str | None = None) -> None:
        issues.append(
            Issue(code, zh, en, "error", table.resource, panel.side, number, field, raw.page, raw.line, printed)
        )

    values: dict[str, object] = {c.name: keys.get(c.name) for c in table.columns}
    values |= dict.fromkeys(table.amount_fields)
    cells: list[CellSource] = []
    for field in panel.amounts:
        if field in settled.reading:
            cell = raw.amounts[settled.reading[field]]
            value = _yuan(cell, unit_factor, field, issue)
            values[field] = value
            cells.append(CellSource(field, cell.printed, value, cell.line, cell.page, cell.box, cell.repair))
    for index in settled.open_cells:
        cell = raw.amounts[index]
        cells.append(CellSource(UNPLACED, cell.printed, None, cell.line, cell.page, cell.box, cell.repair))
    if settled.open_cells:
        printed = " ".join(raw.amounts[i].printed for i in settled.open_cells)
        if raw.problem == "surplus_cells":
            issue(
                "surplus_cells",
                f"本行数字多于列数：{printed}",
                f"more figures than columns: {printed}",
                printed=printed,
            )
        else:
            issue(
                "ambiguous_columns",
                f"无法确定数字所在的列：{printed}",
                f"the columns of these figures stay open: {printed}",
                printed=printed,
            )
    if raw.problem == "unknown_row":
        first = " ".join(k.printed for k in raw.keys if k.printed)
        issue(
            "unknown_row", f"无法识别的行：{first[:60]}", f"a row of no known kind: {first[:60]}", printed=first[:200]
        )
    return TypedRow(number, panel.side, values, tuple(cells), raw.line, raw.page)


def _yuan(cell: RawCell, unit_factor: int | None, field: str, issue: object) -> Decimal | None:
    report = issue
    assert callable(report)
    try:
        amount = parse_amount(cell.text)
    except ValueError:
        report(
            "not_an_amount",
            f"不是金额：{cell.printed[:40]}",
            f"not an amount: {cell.printed[:40]}",
            field,
            cell.printed[:200],
        )
        return None
    if unit_factor is None:
        report(
            "unit_unknown",
            f"单位不明，未换算：{cell.printed[:40]}",
            f"unit unknown, not converted: {cell.printed[:40]}",
            field,
            cell.printed[:200],
        )
        return None
    try:
        return to_yuan(amount, unit_factor)
    except ValueError as error:
        report(
            "not_an_amount",
            f"金额无法以元表示到分：{cell.printed[:40]}",
            f"{error}: {cell.printed[:40]}",
            field,
            cell.printed[:200],
        )
        return None


def _keys(
    members: Sequence[SettledRow], panel: Panel, vocabulary: Vocabulary, around: Surroundings
) -> list[Mapping[str, object]]:
    if panel.rows == "codes":
        return _code_keys(members, panel)
    if panel.rows == "lines":
        return _line_keys(members, panel)
    if panel.rows == "economic_items":
        return _economic_keys(members, vocabulary)
    if panel.rows == "units":
        names = [m.raw.keys[0].text for m in members]
        return [{"unit_name": n, "row_kind": "total" if is_total(n) else "unit"} for n in names]
    return _project_keys(members, around)


def _code_keys(members: Sequence[SettledRow], panel: Panel) -> list[Mapping[str, object]]:
    code_field, name_field = panel.keys
    codes = [c if CODE.fullmatch(c := plain(m.raw.keys[0].text)) else None for m in members]
    keys: list[Mapping[str, object]] = []
    for member, code in zip(members, codes, strict=True):
        texts = [k.text for k in member.raw.keys]
        if code is None:
            name = "".join(texts)
            whole = is_total(name)
            leaf = len(members) == 1
            keys.append(
                {
                    code_field: None,
                    name_field: plain(name) if whole else name or None,
                    "level": 0 if whole else None,
                    "is_leaf": leaf,
                }
            )
            continue
        leaf = not any(other and other != code and other.startswith(code) for other in codes)
        keys.append({code_field: code, name_field: texts[1] or None, "level": (len(code) - 1) // 2, "is_leaf": leaf})
    return keys


def _line_keys(members: Sequence[SettledRow], panel: Panel) -> list[Mapping[str, object]]:
    keys: list[Mapping[str, object]] = []
    after = -1
    kinds = {line.kind for line in panel.lines}
    for member in members:
        text = member.raw.keys[0].text
        index = find_line(panel, text, after)
        item = _item(text)
        if index is None:
            keys.append({"item": item or None, "item_kind": None, "function_code": None, "is_leaf": True})
            continue
        after = index
        line = panel.lines[index]
        parts = [p for p in line.parts if p in kinds]
        leaf = line.kind != "total" and not parts
        keys.append({"item": item, "item_kind": line.kind, "function_code": line.function_code, "is_leaf": leaf})
    return keys


def _item(text: str) -> str:
    """The printed label without ordinal and white space, its brackets as printed."""
    squeezed = squeeze(text)
    return squeezed[len(squeezed) - len(line_item(squeezed)) :] if has_ordinal(squeezed) else squeezed


def _economic_keys(members: Sequence[SettledRow], vocabulary: Vocabulary) -> list[Mapping[str, object]]:
    names = EconomicNames.of(vocabulary)
    heading: str | None = None
    keys: list[Mapping[str, object]] = []
    resolved = []
    for member in members:
        first, second = (k.text for k in member.raw.keys[:2])
        if not second:
            first, second = names.split(first)
        item = names.item(first, second or None, heading)
        if item.level == 1:
            heading = item.code
        resolved.append(item)
    for index, item in enumerate(resolved):
        has_children = index + 1 < len(resolved) and resolved[index + 1].level > item.level
        keys.append(
            {
                "department_economic_code": item.code,
                "department_economic_name": item.name,
                "government_economic_code": item.government_code,
                "government_economic_name": item.government_name,
                "level": item.level,
                "is_leaf": not has_children,
            }
        )
    return keys


def _project_keys(members: Sequence[SettledRow], around: Surroundings) -> list[Mapping[str, object]]:
    rows = []
    for member in members:
        amounts = {}
        for field, index in member.reading.items():
            try:
                amounts[field] = parse_amount(member.raw.amounts[index].text)
            except ValueError:
                continue
        rows.append(ProjectRow(member.raw.keys[0].text, member.raw.indent, amounts))
    return [
        {"name": row.name or None, "row_kind": kind, "unit_name": unit, "is_leaf": leaf}
        for row, (kind, unit, leaf) in zip(
            rows, project_rows(rows, around.entity_kind, around.units_named_in), strict=True
        )
    ]
