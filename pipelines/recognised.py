"""Figures that were recognised in pictures: which of them arithmetic confirms beyond a slip of recognition.

Recognition errs alike in like figures, so that a figure printed twice may be wrong twice. Only a sum of several figures
speaks for a figure: one that it stands in, or one that a copy of it stands in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from pipelines.model import CellRef, CheckResult, Document, Issue, RowKey, TypedRow, TypedTable

CODE = "recognised_text"
SURE = 0.95
"""The least confidence of a recognised name or figure that is not in doubt."""
_FIGURES_OF_A_SUM = 3
Column = tuple[str, str | None, str]


@dataclass(frozen=True)
class Support:
    """Cells that exact sums confirm, cells that stand in any exact equality, columns with ink, and rows at fault."""

    summed: frozenset[CellRef]
    equal: frozenset[CellRef]
    inked: Mapping[tuple[str, str | None], frozenset[str]]
    faulty: frozenset[RowKey]

    def carries(self, key: RowKey, row: TypedRow) -> bool:
        """Whether every figure of a row is confirmed by a sum, and every blank accounted for by an equality."""
        figures = {field for field, value in row.values.items() if isinstance(value, Decimal)}
        blanks = self.inked.get(key[:2], frozenset()) - figures
        return (
            key not in self.faulty
            and all(CellRef(*key, field) in self.summed for field in figures)
            and all(CellRef(*key, field) in self.equal for field in blanks)
        )


def recognised_issues(document: Document) -> Iterator[Issue]:
    """One warning for a document whose text comes from pictures."""
    if document.recognised:
        zh = "全文由图像识别得出；未经勾稽证实的数字须对照原件"
        en = "all text was recognised in pictures; compare figures that no sum confirms with the original"
        yield Issue(CODE, zh, en, "warning")


def support(tables: Mapping[str, TypedTable], results: Iterable[CheckResult]) -> Support:
    """What the checks say of recognised cells; a misread digit looks like rounding, which confirms nothing."""
    values = {
        CellRef(table.resource, row.side, row.row_number, field): value
        for table in tables.values()
        for row in table.rows
        for field, value in row.values.items()
        if isinstance(value, Decimal)
    }
    results = tuple(results)
    failed = [result for result in results if result.outcome == "fail"]
    suspect = {cell for result in failed if result.equality for cell in (*result.subject, *result.terms)}
    copies: dict[CellRef, set[CellRef]] = {}
    equal: set[CellRef] = set()
    summed: set[CellRef] = set()
    for result in results:
        if not result.equality or result.outcome != "pass" or result.severity != "error":
            continue
        cells = frozenset((*result.subject, *result.terms))
        equal |= cells
        if sum(bool(values.get(cell)) for cell in cells) >= _FIGURES_OF_A_SUM:
            summed |= cells
        for cell in cells:
            copies.setdefault(cell, set()).update(cells)
    return Support(
        frozenset(_spread(summed, copies, values) - suspect),
        frozenset(equal),
        _inked(tables),
        frozenset(cell.row for result in failed for cell in result.subject),
    )


def _spread(
    summed: Iterable[CellRef], copies: Mapping[CellRef, Iterable[CellRef]], values: Mapping[CellRef, Decimal]
) -> set[CellRef]:
    """The cells of sums, and all that are set equal to them one after the other."""
    found, ahead = set(summed), list(summed)
    while ahead:
        for cell in copies.get(ahead.pop(), ()):
            if cell not in found and cell in values:
                found.add(cell)
                ahead.append(cell)
    return found


def _inked(tables: Mapping[str, TypedTable]) -> dict[tuple[str, str | None], frozenset[str]]:
    """The columns of each panel in which anything is printed."""
    found: dict[tuple[str, str | None], set[str]] = {}
    for table in tables.values():
        for row in table.rows:
            fields = (cell.field for cell in row.cells if cell.field in row.values)
            found.setdefault((table.resource, row.side), set()).update(fields)
    return {panel: frozenset(fields) for panel, fields in found.items()}
