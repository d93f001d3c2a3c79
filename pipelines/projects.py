"""Which rows of a project table are the department, its units, its projects: by indent where it is, else by sums."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.project_sums import Kind, ProjectRow, by_most_sums, near


def project_rows(
    rows: Sequence[ProjectRow], entity_kind: str | None, units_named_in: str = ""
) -> list[tuple[Kind | None, str | None, bool]]:
    """Per row: `department`, `unit` or `project` (None where nothing tells), its unit, whether it is a leaf.

    `units_named_in`: text of the disclosure that names its units and no projects, asked where sums do not come out.
    """
    kinds = (
        _by_indent(rows, entity_kind)
        or _by_sums(rows, entity_kind)
        or by_most_sums(rows, entity_kind)
        or _by_mention(rows, entity_kind, units_named_in)
        or _by_names(rows, entity_kind)
    )
    result: list[tuple[Kind | None, str | None, bool]] = []
    unit: str | None = None
    for index, (row, kind) in enumerate(zip(rows, kinds, strict=True)):
        if kind == "unit":
            unit = row.name
        below = kinds[index + 1] if index + 1 < len(kinds) else None
        has_children = (
            kind in ("department", "unit")
            and below is not None
            and below != kind
            and not (kind == "unit" and below == "department")
        )
        result.append((kind, None if kind == "department" else unit, not has_children))
    return result


def _by_indent(rows: Sequence[ProjectRow], entity_kind: str | None) -> list[Kind | None]:
    """Three depths are department, unit, project; a table without its department begins one deeper. Indents by which
    there would be two departments say nothing.
    """
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
    kinds: list[Kind | None] = [names[row.indent] for row in rows]
    return kinds if kinds.count("department") < 2 else []


def _units_from(rows: Sequence[ProjectRow], start: int) -> list[int] | None:
    """Indices of the unit rows from `start` on, where each equals the projects below it; None when sums fail."""
    units, index = [], start
    while index < len(rows):
        units.append(index)
        unit, total, taken = rows[index], Decimal(0), 0
        index += 1
        while index < len(rows):
            total += rows[index].amount
            taken += 1
            index += 1
            blank_follows = index < len(rows) and rows[index].amount == 0
            if near(total, unit.amount, taken) and not blank_follows:
                break
        if not taken or not near(total, unit.amount, taken):
            return None
    return units


def _by_sums(rows: Sequence[ProjectRow], entity_kind: str | None) -> list[Kind | None]:
    options: list[tuple[Kind | None, list[int]]] = []
    with_department = _units_from(rows, 1) if len(rows) > 2 else None
    if with_department and near(
        sum((rows[i].amount for i in with_department), Decimal(0)), rows[0].amount, len(with_department)
    ):
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


def _by_mention(rows: Sequence[ProjectRow], entity_kind: str | None, text: str) -> list[Kind | None]:
    """Rows named where the disclosure names its units; nothing unless the first row, never a project, is one."""
    named = [len(row.name) > 3 and row.name in text for row in rows]
    if not rows or not named[0]:
        return []
    kinds: list[Kind | None] = ["unit" if n else "project" for n in named]
    if entity_kind == "department" and len(rows) > 1 and named[1]:
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
