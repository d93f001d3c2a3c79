"""One value of the database as a reader sees it. Whatever comes from the data is escaped."""

from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from publish.portal.description import ColumnView
from publish.portal.words import BADGES, value_zh

NULL = Markup('<span class="null" title="未印 nothing printed" aria-label="空 null">—</span>')
CENT = Decimal("0.01")


def yuan(value: int | float) -> Decimal:
    """The exact amount behind SQLite's number: the nearest hundredth of a yuan."""
    return Decimal(repr(value)).quantize(CENT)


def wan(amount: Decimal) -> str:
    """Yuan in 万元 with separators: at least two decimals, more where the amount has them; nothing is rounded away."""
    text = f"{amount / 10000:,.6f}".rstrip("0")
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals:0<2}"


def money(value: int | float) -> Markup:
    """`6,781,000.00` and below it `678.10 万`; negative amounts are marked."""
    amount = yuan(value)
    negative = " neg" if amount < 0 else ""
    return Markup('<span class="money{}">{}</span><span class="wan">{} 万</span>').format(
        negative, f"{amount:,.2f}", wan(amount)
    )


def badge(column: str, value: str) -> Markup:
    """A coloured word for a verdict, outcome, state or severity; unknown values are shown as they are."""
    known = value_zh(column, value)
    return Markup('<span class="badge badge-{}" title="{}">{}</span>').format(
        value if known else "other", value, known or value
    )


def gravity(severity: str, waiver: str | None) -> Markup:
    """How grave a failed check or an issue is, or that a person explains it."""
    return badge("severity", severity) if waiver is None else Markup('<span class="badge">已说明 waived</span>')


def _worded(column: ColumnView, value: object) -> Markup | None:
    if isinstance(value, str) and column.name in BADGES:
        return badge(column.name, value)
    known = value_zh(column.name, value)
    return Markup('<span title="{}">{}</span>').format(value, known) if known else None


def linked(column: ColumnView, value: object, label: object, href: str) -> Markup:
    """A reference that leads somewhere of ours: the label where there is one, and the value on hover."""
    return Markup('<a class="ref ref-{}" href="{}" title="{}">{}</a>').format(column.kind, href, value, label or value)


def labelled(column: ColumnView, value: object, label: object) -> Markup:
    """A reference to a list: a code stays a code with its name on hover, anything else shows its label."""
    shown, hint = (value, label) if column.kind == "code" else (label, value)
    return Markup('<span class="ref" title="{}">{}</span>').format(hint, shown)


def cell(column: ColumnView | None, value: object) -> Markup | None:
    """The value as markup, or None to leave it to Datasette."""
    if value is None or value == "":
        return NULL
    if column is None or isinstance(value, dict | bytes):
        return None
    if column.kind == "amount" and isinstance(value, int | float):
        return money(value)
    if column.kind == "flag" and value in (0, 1):
        return Markup('<span title="{}">{}</span>').format("true" if value else "false", "是" if value else "否")
    if column.kind == "number":
        plain = int(value) if isinstance(value, float) and value.is_integer() else value
        return Markup('<span class="plain">{}</span>').format(plain)
    return _worded(column, value)
