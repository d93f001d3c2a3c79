"""Failed checks in words: where, what both places say, and by which rule. From the rows of a package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipelines.package.waivers import Place as WaiverPlace
from pipelines.plain import shown
from pipelines.tables import Table
from pipelines.vocabulary import Rule, Vocabulary

Rows = Mapping[str, Sequence[Mapping[str, str]]]
LABELS = (
    "item",
    "name",
    "function_name",
    "revenue_name",
    "department_economic_name",
    "government_economic_name",
    "quote",
    "project_name",
    "level3",
    "unit_name",
)
MOST_PLACES = 12  # a sum may have hundreds of terms; the rest are in check_results.csv
LONGEST_NAME = 160  # a quoted sentence may be a whole paragraph
SIDES = {
    "revenue": ("收入", "revenue "),
    "expenditure": ("支出", "expenditure "),
    "purpose": ("支出用途", "purpose "),
    "": ("", ""),
}


@dataclass(frozen=True)
class Figure:
    """One printed figure: the column in both languages and the amount in yuan, or another figure as printed."""

    title: str
    title_en: str
    value: str


@dataclass(frozen=True)
class PlaceRow:
    """One row that a check looks at, all as text; `figures` are those of its columns that are compared."""

    side: str
    row_number: str
    name: str
    line: str
    page: str
    file: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Place:
    """One table with the rows that a check looks at, and how many `more` there are."""

    resource: str
    title: str
    title_en: str
    rows: tuple[PlaceRow, ...]
    more: int = 0


@dataclass(frozen=True)
class Finding:
    """One failed check: both figures in yuan as `1,234.00`, the places they stand at, and what its rule says.

    `rows` are those of its own table, as `check_results` names them: `6` or `revenue:6`; `waiver` is the reason
    that explains it in the data, as they were written.
    """

    rule_id: str
    severity: str
    resource: str
    rows: tuple[str, ...]
    message_zh: str
    message_en: str
    expected: str
    actual: str
    difference: str
    places: tuple[Place, ...]
    statement_zh: str = ""
    statement_en: str = ""
    basis: str = ""
    waiver: str = ""

    @property
    def waivable(self) -> WaiverPlace:
        """What a waiver names of it: the rule, the table, the rows."""
        return WaiverPlace("rule", self.rule_id, self.resource, self.rows)


def yuan(amount: str) -> str:
    """`6781000.00` as `6,781,000.00`; a blank stays blank."""
    return f"{Decimal(amount):,.2f}" if amount else ""


def rows_read(vocabulary: Vocabulary) -> list[str]:
    """The resources of a package that `findings` looks at."""
    tables = (*vocabulary.standard_tables, *vocabulary.document_tables)
    return ["check_results", "table_states", "source_files", *(table.resource for table in tables)]


def _number(table: Table) -> str:
    return next((name for name in table.key if name not in ("disclosure_id", "side")), "row_number")


def _figures(row: Mapping[str, str], fields: Sequence[str], table: Table) -> Iterator[Figure]:
    for field in fields:
        if row.get(field) and field in table.column:
            column = table.column[field]
            value = yuan(row[field]) + " 元" if column.is_amount else row[field]
            yield Figure(column.title, column.title_en, value)


def _files(rows: Rows) -> Mapping[str, str]:
    """The names of the files by number, where there are several: of a single one nothing needs to be said."""
    files = rows.get("source_files", ())
    return {file["source_number"]: file["source_name"] for file in files} if len(files) > 1 else {}


def _row(key: str, row: Mapping[str, str], fields: Sequence[str], table: Table, rows: Rows) -> PlaceRow:
    side, _, number = key.rpartition(":")
    name = next((row[label] for label in (*LABELS, table.label or "") if row.get(label)), "")
    line, page = (row.get(f"source_{what}") or row.get(what) or "" for what in ("line", "page"))
    states = {state["resource"]: state["source_number"] for state in rows.get("table_states", ())}
    file = _files(rows).get(row.get("source_number") or states.get(table.resource, ""), "")
    figures = tuple(_figures(row, fields, table))
    return PlaceRow(side, number, shown(name, LONGEST_NAME), line, page, file, figures)


def _place(table: Table, numbers: str, fields: str, rows: Rows) -> Place:
    count = _number(table)
    wanted = numbers.split()
    by_key = {
        row.get("side", "") + ":" * bool(row.get("side")) + row[count]: row for row in rows.get(table.resource, ())
    }
    named = tuple(_row(key, by_key.get(key, {}), fields.split(), table, rows) for key in wanted[:MOST_PLACES])
    return Place(table.resource, table.title, table.title_en, named, max(0, len(wanted) - MOST_PLACES))


def _places(check: Mapping[str, str], rows: Rows, vocabulary: Vocabulary) -> Iterator[Place]:
    for other in ("", "other_"):
        table = vocabulary.tables.get(check[f"{other}resource"])
        if table:
            yield _place(table, check[f"{other}row_numbers"], check[f"{other}fields"], rows)


def _finding(check: Mapping[str, str], rows: Rows, rule: Rule | None, vocabulary: Vocabulary) -> Finding:
    return Finding(
        check["rule_id"],
        check["severity"],
        check["resource"],
        tuple(check["row_numbers"].split()),
        check["message_zh"],
        check["message_en"],
        yuan(check["expected"]),
        yuan(check["actual"]),
        yuan(check["difference"]),
        tuple(_places(check, rows, vocabulary)),
        rule.statement_zh if rule else "",
        rule.statement_en if rule else "",
        rule.basis if rule else "",
        check["waiver"],
    )


def findings(rows: Rows, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Every failed check of one package in the order of `check_results`."""
    rules = {rule.id: rule for rule in vocabulary.rules}
    failed = (check for check in rows["check_results"] if check["outcome"] == "fail")
    return tuple(_finding(check, rows, rules.get(check["rule_id"]), vocabulary) for check in failed)


def basis_in(basis: str, zh: bool) -> str:
    """One language of a basis, which `rules.yml` writes as `加总关系 / arithmetic`."""
    chinese, _, english = basis.partition(" / ")
    return chinese if zh else english or chinese


def _where_zh(row: PlaceRow) -> str:
    place = f"第 {row.page} 页" if row.page else f"第 {row.line} 行" if row.line else ""
    return f"（{row.file or '原文'}{place}）" if place or row.file else ""


def _where_en(row: PlaceRow) -> str:
    place = f"page {row.page}" if row.page else f"line {row.line}" if row.line else ""
    return f" ({' of '.join(part for part in (place, row.file or 'the source') if part)})" if place or row.file else ""


def place_zh(place: Place) -> str:
    """`预算收支总表 收入第 6 行“本年收入合计”（原文第 57 行）：合计 310,000.00 元`."""
    rows = "；".join(
        f"{SIDES.get(row.side, (row.side, row.side))[0]}第 {row.row_number} 行"
        + (f"“{row.name}”" if row.name else "")
        + _where_zh(row)
        + ("：" + "，".join(f"{figure.title} {figure.value}" for figure in row.figures) if row.figures else "")
        for row in place.rows
    )
    more = f"等，另有 {place.more} 行" if place.more else ""
    return f"{place.title} {rows}{more}".strip()


def place_en(place: Place) -> str:
    """`Summary of budget revenue and expenditure, revenue row 6 “本年收入合计” (line 57 of the source): Total …`."""
    rows = "; ".join(
        f"{SIDES.get(row.side, (row.side, row.side))[1]}row {row.row_number}"
        + (f" “{row.name}”" if row.name else "")
        + _where_en(row)
        + (": " + ", ".join(f"{figure.title_en} {_cny(figure.value)}" for figure in row.figures) if row.figures else "")
        for row in place.rows
    )
    more = f" and {place.more} more rows" if place.more else ""
    return f"{place.title_en}, {rows}{more}" if rows else place.title_en


def _cny(value: str) -> str:
    return f"CNY {value.removesuffix(' 元')}" if value.endswith(" 元") else value
