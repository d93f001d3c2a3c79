"""Which row of the project table a form is about: of the same name; of several the same unit's, then the same sum's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipelines.model import TypedRow, TypedTable
from pipelines.values import amount_cell, decimals_of, is_amount, parse_amount, plain, without_ordinal


def project_row(values: Mapping[str, object], projects: TypedTable | None) -> int | None:
    """The row number of the only project that a form's name, unit and annual sum leave; None for none or several."""
    name = _key(values["project_name"])
    rows = [row for row in (projects.rows if projects else ()) if name and _key(row.values["name"]) == name]
    rows = [row for row in rows if row.values["row_kind"] in ("project", None)]
    if len(rows) > 1:
        unit = _key(values["unit_name"])
        rows = [row for row in rows if unit and _key(row.values["unit_name"]) == unit] or rows
    if len(rows) > 1:
        rows = _of_amount(rows, values["annual_total"])
    return rows[0].row_number if len(rows) == 1 else None


def _key(text: object) -> str | None:
    return without_ordinal(plain(text)) or None if isinstance(text, str) else None


def _of_amount(rows: Sequence[TypedRow], total: object) -> list[TypedRow]:
    return [row for row in rows if isinstance(total, Decimal) and _is_printed(total, row)]


def _is_printed(total: Decimal, row: TypedRow) -> bool:
    """Whether a sum in yuan is the project's, within half of the last place that the project table prints."""
    source = next((cell for cell in row.cells if cell.field == "amount"), None)
    if source is None or source.value is None:
        return False
    text = amount_cell(source.printed).text
    printed = parse_amount(text) if is_amount(text) else None
    step = source.value / printed / 10 ** decimals_of(text) if printed else Decimal(0)
    return bool(abs(total - source.value) <= abs(step) / 2)
