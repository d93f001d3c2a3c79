"""Whether the figures of a table bear out its printed unit: the narrative states many of them again, with a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from pipelines.model import Line, RawTable
from pipelines.values import parse_amount, squeeze

_TELLING = Decimal(100)
_ENOUGH = 2


def stated_yuan(lines: Iterable[Line], units: Mapping[str, int]) -> frozenset[Decimal]:
    """Every figure that the prose states with a unit, in yuan. Lines are joined: a text layer breaks them anywhere."""
    names = "|".join(sorted(units, key=len, reverse=True))
    text = "".join(squeeze(line.text) for line in lines if "\t" not in line.text)
    found = re.finditer(rf"([0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)({names})", text)
    return frozenset(parse_amount(match[1]) * units[match[2]] for match in found)


def contradicting_factor(raw: RawTable, factor: int, stated: frozenset[Decimal], units: Iterable[int]) -> int | None:
    """Yuan per unit under which figures of the table are stated in the prose, where under the printed unit none is.

    None where the printed unit is borne out, or where the prose says too little. Small figures tell nothing.
    """
    amounts = {amount for row in raw.rows for cell in row.amounts if (amount := _telling(cell.text)) is not None}

    def agreeing(unit: int) -> int:
        return sum(amount * unit in stated for amount in amounts)

    if agreeing(factor):
        return None
    other = max(units, key=agreeing)
    return other if agreeing(other) >= _ENOUGH else None


def _telling(text: str) -> Decimal | None:
    try:
        amount = parse_amount(text)
    except ValueError:
        return None
    return amount if amount >= _TELLING else None
