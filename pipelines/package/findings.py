"""Failed checks in words: where, and what both places say. From the rows of a package, written or about to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.vocabulary import Vocabulary

Rows = Mapping[str, Sequence[Mapping[str, str]]]
LABELS = (
    "item",
    "name",
    "function_name",
    "revenue_name",
    "department_economic_name",
    "government_economic_name",
    "unit_name",
)
MOST_PLACES = 12  # a sum may have hundreds of terms; the rest are in check_results.csv


@dataclass(frozen=True)
class Place:
    """One table with the rows that a check looks at; `rows` are (side, row number, name, line, page), all as text."""

    resource: str
    title: str
    title_en: str
    rows: tuple[tuple[str, str, str, str, str], ...]
    more: int = 0


@dataclass(frozen=True)
class Finding:
    """One failed check: both figures in yuan as `1,234.00`, and the places they stand at."""

    rule_id: str
    severity: str
    resource: str
    message_zh: str
    message_en: str
    expected: str
    actual: str
    difference: str
    places: tuple[Place, ...]


def yuan(amount: str) -> str:
    """`6781000.00` as `6,781,000.00`; a blank stays blank."""
    return f"{Decimal(amount):,.2f}" if amount else ""


def _place(resource: str, numbers: str, rows: Rows, vocabulary: Vocabulary) -> Place:
    by_key = {(row.get("side", ""), row["row_number"]): row for row in rows.get(resource, ())}
    keys = [tuple(name.rpartition(":")[::2]) for name in numbers.split()]
    named = []
    for side, number in keys[:MOST_PLACES]:
        row = by_key.get((side, number), {})
        name = next((row[label] for label in LABELS if row.get(label)), "")
        named.append((side, number, name, row.get("source_line", ""), row.get("source_page", "")))
    table = vocabulary.tables[resource]
    return Place(resource, table.title, table.title_en, tuple(named), max(0, len(keys) - MOST_PLACES))


def _places(check: Mapping[str, str], rows: Rows, vocabulary: Vocabulary) -> Iterator[Place]:
    for resource, numbers in (("resource", "row_numbers"), ("other_resource", "other_row_numbers")):
        if check[resource] in vocabulary.tables:
            yield _place(check[resource], check[numbers], rows, vocabulary)


def findings(rows: Rows, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Every failed check of one package in the order of `check_results`."""
    return tuple(
        Finding(
            check["rule_id"],
            check["severity"],
            check["resource"],
            check["message_zh"],
            check["message_en"],
            yuan(check["expected"]),
            yuan(check["actual"]),
            yuan(check["difference"]),
            tuple(_places(check, rows, vocabulary)),
        )
        for check in rows["check_results"]
        if check["outcome"] == "fail"
    )


SIDES = {
    "revenue": ("收入", "revenue "),
    "expenditure": ("支出", "expenditure "),
    "purpose": ("支出用途", "purpose "),
    "": ("", ""),
}


def place_zh(place: Place) -> str:
    """`预算收支总表 收入第 6 行“本年收入合计”（原文第 57 行）`."""
    rows = "、".join(
        f"{SIDES.get(side, (side, side))[0]}第 {number} 行"
        + (f"“{name}”" if name else "")
        + (f"（原文第 {page} 页）" if page else f"（原文第 {line} 行）" if line else "")
        for side, number, name, line, page in place.rows
    )
    more = f"等，另有 {place.more} 行" if place.more else ""
    return f"{place.title} {rows}{more}".strip()


def place_en(place: Place) -> str:
    """`Summary of budget revenue and expenditure, revenue row 6 “本年收入合计” (line 57 of the source)`."""
    rows = "; ".join(
        f"{SIDES.get(side, (side, side))[1]}row {number}"
        + (f" “{name}”" if name else "")
        + (f" (page {page} of the source)" if page else f" (line {line} of the source)" if line else "")
        for side, number, name, line, page in place.rows
    )
    more = f" and {place.more} more rows" if place.more else ""
    return f"{place.title_en}, {rows}{more}" if rows else place.title_en
