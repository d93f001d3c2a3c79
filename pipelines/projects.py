"""Which rows of a project table are the department, its units, its projects: by indent where it is, by sums where it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

Kind = str
CENT = Decimal("0.01")


@dataclass(frozen=True)
class ProjectRow:
    """A printed name, the number of full-width spaces before it, and its amounts in the printed unit."""

    name: str
    indent: int
    amounts: Mapping[str, Decimal]

    @property
    def amount(self) -> Decimal:
        return self.amounts.get("amount", Decimal(0))


def project_rows(rows: Sequence[ProjectRow], entity_kind: str | None) -> list[tuple[Kind | None, str | None, bool]]:
    """Per row: `department`, `unit` or `project` (None where neither indent nor sums tell), its unit, whether it is a leaf."""
    kinds = _by_indent(rows, entity_kind) or _by_sums(rows, entity_kind) or _by_names(rows, entity_kind)
    result: list[tuple[Kind | None, str | None, bool]] = []
    unit: str | None = None
    for index, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        if kind == "unit":
            unit = row.name
        below = kinds[index + 1] if index + 1 < len(kinds) else None
        has_children = kind in ("department", "unit") and below is not None and below != kind and not (kind == "unit" and below == "department")
        result.append((kind, None if kind == "department" else unit, not has_children))
    return result


def _by_indent(rows: Sequence[ProjectRow], entity_kind: str | None) -> list[Kind | None]:
    """Three depths are department, unit, project; a table without its department begins one deeper."""
    depths = sorted({row.indent for row in rows})
    if len(depths) < 2 or rows[0].indent != depths[0]:
        return []
    if len(depths) >= 3:
        names = {d: ("department", "unit", "project")[min(i, 2)] for i, d in enumerate(depths)}
    elif depths == [0, 1] and entity_kind != "unit":
        names = {0: "department", 1: "unit"}
    elif depths[0] >= 1 or entity_kind == "unit" or depths == [0, 1]:
        names = {depths[0]: "unit", depths[1]: "project"}
    else:
        names = {depths[0]: "department", depths[1]: "project"}
    return [names[row.indent] for row in rows]


def _near(a: Decimal, b: Decimal, terms: int) -> bool:
    return abs(a - b) <= CENT / 2 * (terms + 1)


def _units_from(rows: Sequence[ProjectRow], start: int) -> list[int] | None:
    """Indices of the unit rows from `start` on, where each equals the projects below it; None when the sums do not come out."""
    units, index = [], start
    while index < len(rows):
        units.append(index)
        unit, total, taken = rows[index], Decimal(0), 0
        index += 1
        while index < len(rows):
            total += rows[index].amount
            taken += 1
            index += 1
            if _near(total, unit.amount, taken) and not _continues(rows, index, unit.amount, total):
                break
        if not taken or not _near(total, unit.amount, taken):
            return None
    return units


def _continues(rows: Sequence[ProjectRow], index: int, amount: Decimal, total: Decimal) -> bool:
    """Whether the next row is one more project of the unit: a project that is blank or zero."""
    return index < len(rows) and rows[index].amount == 0


def _by_sums(rows: Sequence[ProjectRow], entity_kind: str | None) -> list[Kind | None]:
    options = []
    with_department = _units_from(rows, 1) if len(rows) > 2 else None
    if with_department and _near(sum((rows[i].amount for i in with_department), Decimal(0)), rows[0].amount, len(with_department)):
        options.append(("department", with_department))
    without = _units_from(rows, 0)
    if without and (len(without) == 1 or entity_kind != "unit"):
        options.append((None, without))
    if not options or (len(options) == 2 and not with_department):
        return []
    top, units = options[0]
    kinds: list[Kind | None] = ["unit" if i in units else "project" for i in range(len(rows))]
    if top:
        kinds[0] = "department"
    return kinds


def _by_names(rows: Sequence[ProjectRow], entity_kind: str | None) -> list[Kind | None]:
    """The last resort: a name printed twice at the top is the department and its own unit; the rest stays open."""
    if not rows:
        return []
    if len(rows) > 1 and rows[0].name == rows[1].name:
        return ["department", "unit", *[None] * (len(rows) - 2)]
    first: Kind | None = "unit" if entity_kind == "unit" else "department" if entity_kind == "department" else None
    return [first, *[None] * (len(rows) - 1)]
