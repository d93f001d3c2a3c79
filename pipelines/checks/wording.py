"""Messages of the checks: tables by their title, rows by their name, figures in 元 and 万元."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.checks.ledger import Cell, Entry, Ledger
from pipelines.values import squeeze

LABELS = (
    "item",
    "name",
    "function_name",
    "revenue_name",
    "department_economic_name",
    "project_name",
    "subject",
    "unit_name",
)
CODES = ("function_code", "revenue_code", "code", "department_economic_code")
SIDES = {
    "revenue": ("收入", " (revenue)"),
    "expenditure": ("支出", " (expenditure)"),
    "purpose": ("支出用途", " (purpose)"),
}
BLANK = ("（空白，未印）", "(blank, nothing is printed)")
LONGEST_NAME = 40
LONGEST_QUOTE = 48
WAN = Decimal(10000)
CENT = Decimal("0.01")


def money_zh(amount: Decimal) -> str:
    """`8,105,800.00 元（810.58 万元）`."""
    return f"{amount:,.2f} 元（{_wan(amount)} 万元）"


def money_en(amount: Decimal) -> str:
    return f"{amount:,.2f} yuan ({_wan(amount)} 万元)"


def _wan(amount: Decimal) -> str:
    wan = amount / WAN
    cents = wan.quantize(CENT)
    return f"{cents if cents == wan else wan.normalize():,f}"


def row_name(entry: Entry) -> str:
    """The row as a reader finds it: its code and name as printed, shortened where a name never ends."""
    values = entry.row.values
    name = next((str(values[key]) for key in LABELS if values.get(key)), "")
    code = next((str(values[key]) for key in CODES if values.get(key)), "") if "item" not in values else ""
    text = f"{code} {name}".strip() or f"第 {entry.row.row_number} 行"
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def shortened(quote: str, printed: str) -> str:
    """The words around a figure: as much of its sentence as a message can hold."""
    text = squeeze(quote)
    at = max(0, text.find(squeeze(printed)))
    first = max(0, min(at - LONGEST_QUOTE // 2, len(text) - LONGEST_QUOTE))
    cut = text[first : first + LONGEST_QUOTE]
    return f"{'…' if first else ''}{cut}{'…' if first + LONGEST_QUOTE < len(text) else ''}"


def said(entry: Entry, english: bool) -> str:
    """`文中第二节“本年收入”（原句“…”）`: where the text states a figure, and its words."""
    values = entry.row.values
    section, subject = values.get("section"), str(values.get("subject") or "")[:LONGEST_NAME]
    quote = shortened(str(values.get("quote") or ""), str(values.get("printed") or ""))
    if english:
        place = f"section {section} of the text" if section else "the text"
        return f"{place} “{subject}” (“{quote}”)"
    return f"文中{f'第{section}节' if section else ''}“{subject}”（原句“{quote}”）"


def _place(cell: Cell, ledger: Ledger, english: bool) -> str:
    sheet = ledger.sheets[cell.ref.resource]
    if cell.ref.resource == "stated_figures":
        return said(sheet.by_number[cell.ref.side, cell.ref.row_number], english)
    table = sheet.table
    column = table.column[cell.ref.field]
    side = SIDES.get(cell.ref.side or "", ("", ""))
    name = row_name(sheet.by_number[cell.ref.side, cell.ref.row_number])
    if english:
        return f"{table.label_en}{side[1]} “{name}” {column.title_en}"
    return f"{table.label_zh} {side[0]}“{name}”{column.title}"


def _places(cells: Sequence[Cell], ledger: Ledger, english: bool) -> str:
    printed = [cell for cell in cells if cell.value is not None] or list(cells)
    first = _place(printed[0], ledger, english)
    if len(printed) == 1:
        return first
    if english:
        return f"the sum of {len(printed)} figures ({first}, …)"
    return f"{first}等 {len(printed)} 项之和"


def _either(cells: Sequence[Cell], ledger: Ledger, english: bool) -> str:
    if not cells:
        return "no printed figure" if english else "未列数字"
    return _places(cells, ledger, english)


def comparison(
    left: Sequence[Cell],
    right: Sequence[Cell],
    minus: Sequence[Cell],
    actual: Decimal,
    expected: Decimal,
    tolerance: Decimal,
    verb: tuple[str, str],
    ledger: Ledger,
) -> tuple[str, str]:
    """Both sides with their figures, the difference and the tolerance, in Chinese and English. Amounts in yuan."""
    said_zh, said_en = money_zh(actual), money_en(actual)
    if left and all(cell.value is None for cell in left):
        said_zh, said_en = BLANK
    less_zh = f"减 {_places(minus, ledger, False)}" if minus else ""
    less_en = f" less {_places(minus, ledger, True)}" if minus else ""
    difference = actual - expected
    zh = (
        f"{_either(left, ledger, False)} {said_zh}{verb[0]} {_either(right, ledger, False)}{less_zh} "
        f"{money_zh(expected)}，相差 {money_zh(difference)}，允差 {tolerance:,.2f} 元。"
    )
    en = (
        f"{_either(left, ledger, True)} {said_en} {verb[1]} {_either(right, ledger, True)}{less_en} "
        f"{money_en(expected)}: difference {money_en(difference)}, tolerance {tolerance:,.2f} yuan."
    )
    return zh, en
