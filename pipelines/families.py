"""Which rows are the printed parts of which: codes under codes, items under classes, projects under units."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.economics import EconomicNames
from pipelines.grid.keys import CODE, find_line, is_total
from pipelines.model import RawRow
from pipelines.printed import Panel
from pipelines.project_sums import ProjectRow
from pipelines.projects import project_rows
from pipelines.values import parse_amount, plain
from pipelines.vocabulary import Vocabulary

Families = dict[int, list[int]]
"""Index of a parent row → indices of the rows that it is the sum of."""


def families(rows: Sequence[RawRow], panel: Panel, vocabulary: Vocabulary) -> Families:
    """The families of one panel, from its keys alone; empty where the panel has none."""
    if panel.rows == "codes":
        return _of_codes([plain(row.keys[0].text) for row in rows])
    if panel.rows == "economic_items":
        return _of_items(rows, vocabulary)
    if panel.rows == "projects":
        return _of_projects(rows)
    if panel.rows == "units":
        return {0: list(range(1, len(rows)))} if rows and is_total(rows[0].keys[0].text) else {}
    return _of_lines(rows, panel)


def _of_codes(codes: Sequence[str]) -> Families:
    found: Families = {}
    total = next((i for i, code in enumerate(codes) if not CODE.fullmatch(code)), None)
    index = {code: i for i, code in reversed(list(enumerate(codes))) if CODE.fullmatch(code)}
    for i, code in enumerate(codes):
        if CODE.fullmatch(code):
            above = (index.get(code[:length]) for length in range(len(code) - 2, 2, -2))
            parent = next((p for p in above if p is not None), total)
            if parent is not None:
                found.setdefault(parent, []).append(i)
    return found


def _of_items(rows: Sequence[RawRow], vocabulary: Vocabulary) -> Families:
    names = EconomicNames.of(vocabulary)
    found: Families = {}
    total = heading = None
    for i, row in enumerate(rows):
        first, second = (k.text for k in row.keys[:2])
        if is_total(first):
            total = i
            continue
        if not second:
            first, second = names.split(first)
        level = names.item(first, second or None, None).level
        parent = total if level == 1 else heading
        if parent is not None:
            found.setdefault(parent, []).append(i)
        heading = i if level == 1 else heading
    return found


def _of_projects(rows: Sequence[RawRow]) -> Families:
    if not rows:
        return {}
    kinds = [kind for kind, _, _ in project_rows([_project(row) for row in rows], None)]
    found: Families = {}
    unit: int | None = None
    for i, kind in enumerate(kinds):
        if kind == "unit":
            unit = i
            if kinds[0] == "department":
                found.setdefault(0, []).append(i)
        elif kind == "project" and unit is not None:
            found.setdefault(unit, []).append(i)
    return found


def _project(row: RawRow) -> ProjectRow:
    """The row with the one figure whose column is sure: the first is the total."""
    try:
        amounts = {"amount": parse_amount(row.amounts[0].text)} if row.amounts else {}
    except ValueError:
        amounts = {}
    return ProjectRow(row.keys[0].text, row.indent, dict[str, Decimal](amounts))


def _of_lines(rows: Sequence[RawRow], panel: Panel) -> Families:
    """The total of the year is the sum of the function lines."""
    kinds = []
    for row in rows:
        index = find_line(panel, row.keys[0].text)
        kinds.append(None if index is None else panel.lines[index].kind)
    if "year_total" not in kinds or "function" not in kinds:
        return {}
    return {kinds.index("year_total"): [i for i, kind in enumerate(kinds) if kind == "function"]}
