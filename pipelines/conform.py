"""RawTable → TypedTable: figures to yuan under their columns; whatever does not fit is an Issue on its row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.model import CellSource, Issue, RawCell, RawTable, Section, TypedRow, TypedTable
from pipelines.printed import Panel
from pipelines.recognised import SURE
from pipelines.rowkeys import Keys, Surroundings, is_unknown, row_keys
from pipelines.settle import SettledRow, settle
from pipelines.tables import Table
from pipelines.values import UNKNOWN_CHARACTER, parse_amount, plain, squeeze, to_yuan
from pipelines.vocabulary import Vocabulary
from pipelines.wording import Words, words_of

UNPLACED = "unplaced"
"""The field of a figure whose column stayed open, in `cell_sources`."""
_SHOWN, _KEPT = 60, 200


@dataclass(frozen=True)
class Conformed:
    """The typed rows of one table, and what did not fit."""

    table: TypedTable
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class _Misfit:
    """An Issue before it is known on which row it stands."""

    code: str
    zh: str
    en: str
    printed: str
    field: str | None = None


def has_money(raw: RawTable) -> bool:
    """Whether any figure is printed that is not plainly zero."""
    return any(cell.text.strip("0.,-") for row in raw.rows for cell in row.amounts)


def conform(raw: RawTable, section: Section, table: Table, vocabulary: Vocabulary, around: Surroundings) -> Conformed:
    """The typed rows of one table. A table that declares itself empty has none, but for lines that are always kept."""
    if section.declared_empty and not table.keep_when_empty and not has_money(raw):
        return Conformed(TypedTable(table.resource, ()), raw.issues)
    settled = settle(raw, table, vocabulary)
    issues = list(raw.issues)
    rows: list[TypedRow] = []
    for index, panel in enumerate(table.panels):
        members = [s for s in settled if s.raw.panel == index and _is_printed(s)]
        keys = row_keys(members, panel, vocabulary, around)
        twice = _printed_twice(keys, panel)
        for number, (member, identity) in enumerate(zip(members, keys, strict=True), 1):
            cells, misfits = _cells(member, panel, around.unit_factor)
            misfits += [*_unknown_row(member, identity, panel), *_repeated(member, identity, twice, panel)]
            misfits += [*_uncertain_name(member, panel, words_of(vocabulary)), *_unsure(member, cells)]
            issues += (_issue(m, table, panel, number, member) for m in misfits)
            rows.append(_row(member, identity, number, panel, table, cells))
    return Conformed(TypedTable(table.resource, tuple(rows)), tuple(issues))


def _is_printed(settled: SettledRow) -> bool:
    """Rows with neither a key nor a figure are ruled lines of an empty form, not rows."""
    return bool(settled.raw.amounts) or any(k.text for k in settled.raw.keys)


def _row(
    settled: SettledRow, keys: Keys, number: int, panel: Panel, table: Table, cells: Sequence[CellSource]
) -> TypedRow:
    amounts = {cell.field: cell.value for cell in cells if cell.field != UNPLACED}
    values = {c.name: amounts.get(c.name) if c.is_amount else keys.get(c.name) for c in table.columns}
    return TypedRow(number, panel.side, values, tuple(cells), settled.raw.line, settled.raw.page)


def _cells(settled: SettledRow, panel: Panel, factor: int | None) -> tuple[list[CellSource], list[_Misfit]]:
    """The ink of a row's figures in column order, those of no certain column last."""
    cells, misfits = [], []
    for field in panel.amounts:
        if field in settled.reading:
            cell = settled.raw.amounts[settled.reading[field]]
            value, misfit = _yuan(cell, factor, field)
            misfits += [misfit] if misfit else []
            cells.append(_source(cell, field, value))
    unplaced = [settled.raw.amounts[i] for i in settled.open_cells]
    if unplaced:
        misfits.append(_misplaced(settled, " ".join(cell.printed for cell in unplaced)))
    return [*cells, *(_source(cell, UNPLACED, None) for cell in unplaced)], misfits


def _source(cell: RawCell, field: str, value: Decimal | None) -> CellSource:
    return CellSource(field, cell.printed, value, cell.line, cell.page, cell.box, cell.repair, cell.confidence)


def _yuan(cell: RawCell, factor: int | None, field: str) -> tuple[Decimal | None, _Misfit | None]:
    """The amount in yuan, or None and why."""
    shown = cell.printed[:_SHOWN]
    try:
        amount = parse_amount(cell.text)
    except ValueError:
        return None, _Misfit("not_an_amount", f"不是金额：{shown}", f"not an amount: {shown}", cell.printed, field)
    if factor is None:
        zh, en = f"单位不明，未换算：{shown}", f"unit unknown, not converted: {shown}"
        return None, _Misfit("unit_unknown", zh, en, cell.printed, field)
    try:
        return to_yuan(amount, factor), None
    except ValueError as error:
        zh, en = f"金额无法以元表示到分：{shown}", f"{error}: {shown}"
        return None, _Misfit("not_an_amount", zh, en, cell.printed, field)


def _misplaced(settled: SettledRow, printed: str) -> _Misfit:
    shown = printed[:_SHOWN]
    if settled.raw.problem == "surplus_cells":
        return _Misfit("surplus_cells", f"本行数字多于列数：{shown}", f"more figures than columns: {shown}", printed)
    zh, en = f"无法确定数字所在的列：{shown}", f"the columns of these figures stay open: {shown}"
    return _Misfit("ambiguous_columns", zh, en, printed)


def _unknown_row(settled: SettledRow, keys: Keys, panel: Panel) -> list[_Misfit]:
    if not is_unknown(keys, panel):
        return []
    printed = " ".join(k.printed for k in settled.raw.keys if k.printed)
    shown = printed[:_SHOWN]
    return [_Misfit("unknown_row", f"无法识别的行：{shown}", f"a row of no known kind: {shown}", printed)]


def _is_cut(settled: SettledRow, words: Words) -> bool:
    """Whether the name of a code is only the beginning of what the lists call it."""
    code, name = (plain(key.text) for key in settled.raw.keys[:2])
    listed = words.listed.get(code, frozenset())
    return bool(name) and name not in listed and any(known.startswith(name) for known in listed)


def _uncertain_name(settled: SettledRow, panel: Panel, words: Words) -> list[_Misfit]:
    """The head of a page caught in the words of a row, or a row torn by the end of one: its name may be wrong."""
    printed = " ".join(k.printed for k in settled.raw.keys if k.printed)
    if settled.raw.problem == "other_columns":
        zh, en = "本行的分栏与本表其他行不同", "the cells of this row are parted otherwise than those of its table"
        return [_Misfit("other_columns", zh, en, printed)]
    if settled.raw.problem == "torn_row":
        zh, en = "此行可能与换页处的另一行是同一行", "may be one row with its neighbour across the end of the page"
        return [_Misfit("torn_row", zh, en, printed)]
    shown = printed[:_SHOWN]
    if UNKNOWN_CHARACTER.search(printed):
        zh, en = f"名称中有无法识别的字符：{shown}", f"a name with characters that cannot be read: {shown}"
        return [_Misfit("unreadable_name", zh, en, printed)]
    if panel.rows == "codes" and _is_cut(settled, words):
        zh, en = f"名称可能不全：{printed[:_SHOWN]}", f"the name may be cut: {printed[:_SHOWN]}"
        return [_Misfit("name_cut", zh, en, printed)]
    if not words.page_head.search(squeeze(printed)):
        return []
    return [_Misfit("page_head_in_row", f"行中混入页首文字：{shown}", f"the head of a page in a row: {shown}", printed)]


def _unsure(settled: SettledRow, cells: Sequence[CellSource]) -> Iterator[_Misfit]:
    """Words and figures of a row that recognition is not sure of; ink that is no amount is named anyway."""
    named = [(key.printed, key.confidence, None) for key in settled.raw.keys]
    for printed, confidence, field in (
        *named,
        *((c.printed, c.confidence, c.field) for c in cells if c.value is not None),
    ):
        if confidence is not None and confidence < SURE:
            shown = printed[:_SHOWN]
            zh, en = f"识别无把握：{shown}（{confidence}）", f"recognised without certainty: {shown} ({confidence})"
            yield _Misfit("uncertain_recognition", zh, en, printed, field)


def _said(keys: Keys, panel: Panel) -> tuple[object, ...] | None:
    """What only one row of a panel says: its code, or which line of the form it is; None where it says neither."""
    field = next(iter(panel.keys))
    if panel.rows == "codes" and keys[field] is not None:
        return (keys[field],)
    known = panel.rows == "lines" and keys["item_kind"] is not None
    return (keys["item_kind"], keys["function_code"], keys[field]) if known else None


def _printed_twice(keys: Sequence[Keys], panel: Panel) -> frozenset[object]:
    """Codes and lines that stand on several rows: one of them may hold figures of another, of a unit or of a year."""
    found = Counter(said for row in keys if (said := _said(row, panel)))
    return frozenset(said for said, count in found.items() if count > 1)


def _repeated(settled: SettledRow, keys: Keys, twice: Container[object], panel: Panel) -> list[_Misfit]:
    if _said(keys, panel) not in twice:
        return []
    field = next(iter(panel.keys))
    shown = keys[field]
    printed = " ".join(k.printed for k in settled.raw.keys if k.printed)
    code, zh, en = ("repeated_code", "编码", "code") if panel.rows == "codes" else ("repeated_line", "项目", "line")
    return [_Misfit(code, f"{zh}重复出现：{shown}", f"the {en} stands on several rows: {shown}", printed, field)]


def _issue(misfit: _Misfit, table: Table, panel: Panel, number: int, settled: SettledRow) -> Issue:
    return Issue(
        misfit.code,
        misfit.zh,
        misfit.en,
        "error",
        table.resource,
        panel.side,
        number,
        misfit.field,
        settled.raw.page,
        settled.raw.line,
        misfit.printed[:_KEPT],
    )
