"""Half a unit of the last printed place of figures outside the standard tables, which print no common unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from pipelines.model import TypedRow
from pipelines.values import decimals_of, is_amount

ZERO = Decimal(0)
_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


def _printed(text: str) -> Decimal | None:
    """The figure that is printed, with its places; None where the ink is none."""
    match = _FIGURE.search(text)
    figure = match[0] if match else ""
    return Decimal(figure.replace(",", "")) if is_amount(figure) else None


def halves_of(row: TypedRow) -> Mapping[str, Decimal]:
    """Field → half a unit of its last place: amounts in yuan, other figures as printed; counts and no money are exact.

    Amounts of one row are taken to be printed in one unit to one place, whole ones without their zeros.
    """
    counted = row.values.get("measure") == "count"
    halves: dict[str, Decimal] = {
        field: ZERO
        if counted or (value == 0 and field != "value")
        else Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2
        for field, value in row.values.items()
        if isinstance(value, Decimal)
    }
    shown = {source.field: figure for source in row.cells if (figure := _printed(source.printed)) is not None}
    amounts = {source.field: source.value for source in row.cells if source.value}
    factors = {field: value / shown[field] for field, value in amounts.items() if shown.get(field)}
    places = max((decimals_of(str(figure)) for figure in shown.values()), default=0)
    for field in factors:
        if field != "value":
            halves[field] = abs(factors[field]).scaleb(-places) / 2
    return halves
