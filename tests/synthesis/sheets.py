"""Tables of any form before they become a file: a head with its spans, rows of ink over gold, and notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from pipelines.values import squeeze
from tests.synthesis.codebook import codebook
from tests.synthesis.model import UNITS_OF_MONEY, is_amount
from tests.synthesis.spans import LEFT
from tests.synthesis.tables import GoldRow, Money, coded

Grid = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Ref:
    """An amount of the gold, where a cell prints it."""

    resource: str
    row: int
    field: str


Ink = str | Ref


@dataclass(frozen=True)
class Sheet:
    """One printed table, which may hold several resources. `gold` is in `true_unit`; the label may say another `unit`.

    `overrides` is ink that stands in place of an amount; what is `empty` prints its rows and is no data.
    """

    title: str
    label: str
    unit: str
    true_unit: str
    head: Grid
    body: tuple[tuple[Ink, ...], ...]
    gold: Mapping[str, tuple[GoldRow, ...]]
    zero: str = ""
    places: int = 2
    thousands: bool = True
    notes: tuple[str, ...] = ()
    empty: bool = False
    missing: bool = False
    overrides: Mapping[Ref, str] = field(default_factory=dict)

    def rows(self) -> list[list[str]]:
        """The body as printed."""
        return [[cell if isinstance(cell, str) else self.ink(cell) for cell in row] for row in self.body]

    def ink(self, ref: Ref) -> str:
        if ref in self.overrides:
            return self.overrides[ref]
        value = self.gold[ref.resource][ref.row].get(ref.field)
        if value is None:
            return ""
        if value == 0 and self.zero:
            return self.zero
        return f"{value:,.{self.places}f}" if self.thousands else f"{value:.{self.places}f}"

    def read(self) -> dict[str, list[GoldRow]]:
        """What a reader must return, in yuan."""
        found = {}
        for resource, rows in self.gold.items():
            gone = self.missing or self.empty
            found[resource] = [] if gone else [self._read(resource, i) for i in range(len(rows))]
        return found

    def _read(self, resource: str, number: int) -> GoldRow:
        row = dict(self.gold[resource][number])
        for ref, text in self.overrides.items():
            if (ref.resource, ref.row) == (resource, number):
                row[ref.field] = Decimal(text.replace(",", "")) if is_amount(text) else None
        factor = UNITS_OF_MONEY[self.true_unit]
        if self.zero in ("-", "—"):
            row = {k: None if isinstance(v, Decimal) and not v else v for k, v in row.items()}
        return {k: v * factor if isinstance(v, Decimal) else v for k, v in row.items()}


def printed_refs(sheet: Sheet) -> list[Ref]:
    """The places of amounts that are printed and above nothing."""
    found = (cell for row in sheet.body for cell in row if isinstance(cell, Ref))
    return [ref for ref in found if (sheet.gold[ref.resource][ref.row].get(ref.field) or 0) > 1]


def refs(resource: str, row: int, fields: Sequence[str]) -> list[Ink]:
    return [Ref(resource, row, name) for name in fields]


def parted(code: str, parts: int, blank_above: bool = False) -> list[str]:
    """A code in as many columns: 类, 款 and 项; with the parts of the row above left out where they are the same."""
    if parts == 1:
        return [code]
    pieces = [code[:3], code[3:5], code[5:7]][:parts]
    last = max(i for i, piece in enumerate(pieces) if piece)
    return ["" if blank_above and i < last else piece for i, piece in enumerate(pieces)]


@dataclass(frozen=True)
class Coded:
    """How a table of codes is printed: parts of a code, where its total stands and what it is called."""

    parts: int = 1
    blank_above: bool = False
    total: str = "合计"
    total_last: bool = False
    total_in_name: bool = True
    no_total: bool = False


def code_rows(
    money: Money,
    codes: Sequence[str],
    key: str,
    books: tuple[str, ...],
    fens: Mapping[str, Callable[[str], int]],
    style: Coded,
) -> tuple[GoldRow, ...]:
    """Gold of a table of codes; `fens` gives each amount of a code, and of the total for an empty one."""

    def amounts(code: str) -> dict[str, Decimal | None]:
        return {name: money.of(fen(code)) for name, fen in fens.items()}

    total, *rows = coded(list(codes), squeeze(style.total), key, books, amounts)
    if style.no_total:
        return tuple(rows)
    return (*rows, total) if style.total_last else (total, *rows)


def code_body(
    resource: str, rows: Sequence[GoldRow], key: str, fields: Sequence[str], style: Coded
) -> tuple[tuple[Ink, ...], ...]:
    """The printed rows of a table of codes."""
    body = []
    for number, row in enumerate(rows):
        code, name = row[f"{key}code"], row[f"{key}name"]
        name = name if code else style.total
        if code:
            keys = [*parted(code, style.parts, style.blank_above), name]
        elif style.total_in_name:
            keys = [*[""] * style.parts, name]
        else:
            keys = [name, *[LEFT] * style.parts]
        body.append((*keys, *refs(resource, number, fields)))
    return tuple(body)


def beside(*panels: Sequence[Sequence[Ink]], blank_rows: int = 0) -> list[tuple[Ink, ...]]:
    """Panels side by side, the shorter ones filled up with blanks; blank rows before the last of them all."""
    widths = [len(panel[0]) for panel in panels]
    rows = [
        tuple(cell for piece, width in zip(pieces, widths, strict=True) for cell in (piece or ("",) * width))
        for pieces in zip_longest(*panels)
    ]
    return [*rows, *[("",) * sum(widths)] * blank_rows]


def economic_name(code: str) -> str:
    """The name of an economic item or class of the department budget."""
    book = codebook()
    own = (pair.department_name for pairs in book.pairs.values() for pair in pairs if pair.department_code == code)
    return book.headings.get(code) or next(own)


def economic_rows(
    money: Money, fens: Mapping[str, int], style: Coded, split: bool = True, extra: Mapping[str, Any] | None = None
) -> tuple[GoldRow, ...]:
    """Gold of a table of economic codes; `split` into personnel and operating expenses."""
    own = [code for code in sorted(fens) if fens[code]]
    tree = sorted({code[:3] for code in own} | set(own))

    def row(code: str) -> GoldRow:
        paid = {c: fen for c, fen in fens.items() if c.startswith(code)}
        operating = sum(fen for c, fen in paid.items() if c.startswith("302"))
        found: GoldRow = {
            "department_economic_code": code or None,
            "department_economic_name": economic_name(code) if code else squeeze(style.total),
            "level": (len(code) - 1) // 2 if code else 0,
            "is_leaf": len(code) == 5 if code else not tree,
            **(extra or {}),
            "amount": money.of(sum(paid.values())),
        }
        if split:
            found["personnel_expenses"] = money.of(sum(paid.values()) - operating)
            found["operating_expenses"] = money.of(operating)
        return found

    rows = [row(code) for code in tree]
    if style.no_total:
        return tuple(rows)
    return (*rows, row("")) if style.total_last else (row(""), *rows)


def numbered(sheet: Sheet, serial: bool, remark: bool, index: str) -> Sheet:
    """The sheet with columns of row numbers and remarks beside it, and a row that numbers the columns below its head.

    `index` is the word before the numbers, `1` for none, or empty for no such row.
    """
    head = [list(row) for row in sheet.head]
    width = len(head[0])
    if index and sheet.body:
        numbers = [str(i + 1) for i in range(width)]
        head.append(numbers if index == "1" else [index, *numbers[: width - 1]])
    body = [list(row) for row in sheet.body]
    depth = len(head)
    if serial:
        head = [["序号" if not i else "^", *row] for i, row in enumerate(head)]
        body = [[str(i), *row] for i, row in enumerate(body, 1)]
    if remark:
        head = [[*row, "备注" if not i else "^"] for i, row in enumerate(head)]
        body = [[*row, ""] for row in body]
    assert all(len(row) == len(head[0]) for row in (*head, *body)), (sheet.title, depth)
    return replace(sheet, head=head, body=tuple(tuple(row) for row in body))
