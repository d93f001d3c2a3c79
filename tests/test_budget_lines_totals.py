"""The lines of budget_lines add up to what the tables print, in every form, within what rounding can do.

Compared: every amount of every row, the line 财政拨款 of which only parts may be printed excepted, against the sum of
the lines that stand on that row or on rows below it (by level, by unit, or among the printed lines by their kind) and
in its column or a part of that. Tolerance: half a unit of the last printed place for the amount and for each line. So
each total row, each heading, each total column and each leaf is held against its lines.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import takewhile
from pathlib import Path

import pytest

from pipelines.budget_lines import budget_lines
from pipelines.extract import extract
from pipelines.model import Disclosure, TypedRow
from pipelines.vocabulary import vocabulary
from tests.synthesis import stream, tabbed
from tests.synthesis.model import fictitious
from tests.synthesis.provinces import DRAWN, disclosed, editions
from tests.synthesis.slips import slipped
from tests.synthesis.style import draw_style, encode

ROOT = Path(__file__).parent.parent
FOUNDING = sorted(path for path in ROOT.glob("datapackages/*/raw/*") if path.is_file())
RENDERERS = {"stream": stream.render, "tabbed": tabbed.render}
TABLES = vocabulary().dimensions["tables"]
SOURCES = frozenset({"source_group", "source", "source_part"})
VEHICLES = frozenset({"vehicles", "vehicle_purchase", "vehicle_operation"})
THREE_PUBLIC = VEHICLES | {"overseas_travel", "hospitality", "total"}
OF_THE_YEAR = SOURCES | {"function", "purpose", "year_total"}
BELOW = {
    "year_total": OF_THE_YEAR,
    "carryover_in": frozenset({"carryover_in", "carryover_source"}),
    "grand_total": OF_THE_YEAR | {"carryover_in", "carryover_source", "year_end_carryover", "grand_total"},
    "vehicles": VEHICLES,
    "total": THREE_PUBLIC,
    "total_with_meetings": THREE_PUBLIC | {"conference", "training", "total_with_meetings"},
}


def parts(resource: str, field: str) -> set[str]:
    """A column and every column that it is the total of."""
    below = TABLES[resource].get("parts", {}).get(field, ())
    return {field}.union(*(parts(resource, part) for part in below))


def rank(row: TypedRow) -> object:
    ranks = {"department": 0, "unit": 1, "project": 2}
    return row.values.get("level", ranks.get(str(row.values.get("row_kind"))))


def below(row: TypedRow, rows: tuple[TypedRow, ...]) -> set[int] | None:
    """The numbers of the row and of those below it; None where that cannot be told."""
    kind, after = row.values.get("item_kind"), rows[row.row_number :]
    if kind in BELOW:
        several = kind == "carryover_in" and sum(r.values.get("item_kind") == kind for r in rows) > 1
        return {row.row_number} if several else {r.row_number for r in rows if r.values.get("item_kind") in BELOW[kind]}
    if kind == "source":
        following = takewhile(lambda r: r.values.get("item_kind") == "source_part", after)
        return {row.row_number, *(r.row_number for r in following)}
    if "item_kind" in row.values and kind is not None:
        return None if kind in ("source_group", "of_which") else {row.row_number}
    own = rank(row)
    if not isinstance(own, int):
        return None
    deeper = takewhile(lambda r: isinstance(level := rank(r), int) and level > own, after)
    return {r.row_number for r in rows} if own == 0 else {row.row_number, *(r.row_number for r in deeper)}


def differences(disclosure: Disclosure) -> tuple[int, list[str]]:
    """How many printed amounts were compared, and those that their lines do not add up to, by name."""
    lines = defaultdict(list)
    for line in budget_lines(disclosure, vocabulary()):
        lines[line["resource"], line["side"]].append((line["row_number"], line["field"], line["amount"]))
    compared, wrong = 0, []
    for resource, table in disclosure.tables.items():
        state = disclosure.states[resource]
        if state.unit_factor is None or state.decimals is None:
            continue
        half = Decimal(state.unit_factor).scaleb(-state.decimals) / 2
        for side in {row.side for row in table.rows}:
            rows = tuple(row for row in table.rows if row.side == side)
            for row in rows:
                numbers = below(row, rows)
                for cell in row.cells:
                    if cell.value is None or numbers is None:
                        continue
                    wanted = parts(resource, cell.field)
                    own = [a for number, field, a in lines[resource, side] if number in numbers and field in wanted]
                    compared += 1
                    if abs(sum(own, Decimal(0)) - cell.value) > half * (len(own) + 1):
                        wrong.append(f"{resource} {side or '-'} {row.row_number} {cell.field}")
    return compared, wrong


@pytest.mark.parametrize("path", FOUNDING, ids=lambda path: path.parts[-3])
def test_lines_of_a_founding_disclosure_add_up_to_all_that_is_printed(path: Path) -> None:
    disclosure = extract(path, vocabulary())
    compared, wrong = differences(disclosure)
    assert wrong == []
    assert compared == sum(len(row.cells) for table in disclosure.tables.values() for row in table.rows)


@pytest.mark.parametrize("dump", RENDERERS)
@pytest.mark.parametrize("seed", range(501, 521))
def test_lines_of_a_fictitious_disclosure_add_up(dump: str, seed: int, tmp_path: Path) -> None:
    style = draw_style(seed, dump == "tabbed")
    path = tmp_path / "disclosure.txt"
    path.write_bytes(encode(RENDERERS[dump](fictitious(seed), style), style))
    compared, wrong = differences(extract(path, vocabulary()))
    assert compared > 100
    assert wrong == []


@pytest.mark.parametrize("seed", range(601, 609))
@pytest.mark.parametrize("form", DRAWN)
def test_lines_of_another_province_add_up(form: str, seed: int, tmp_path: Path) -> None:
    path = tmp_path / "disclosure.html"
    path.write_bytes(editions(disclosed(form, seed))["html"]())
    compared, wrong = differences(extract(path, vocabulary()))
    assert compared > 50
    assert wrong == []


@pytest.mark.parametrize("form", DRAWN)
def test_what_does_not_add_up_stands_in_a_table_with_a_conflict(form: str, tmp_path: Path) -> None:
    """A figure is lost in print, and its total is not: the lines repeat the print, and the verdict says so."""
    path = tmp_path / "disclosure.html"
    path.write_bytes(editions(slipped(disclosed(form, 404), "amount_lost", 404).made)["html"]())
    disclosure = extract(path, vocabulary())
    _, wrong = differences(disclosure)
    in_conflict = {row[0] for row, verdict in disclosure.verdicts.items() if verdict == "conflict"}
    assert wrong
    assert {name.split()[0] for name in wrong} <= in_conflict


SHARED = [
    path for path in sorted((ROOT.parent / "shared" / "disclosures").glob("*/*预算*.pdf")) if "说明" not in path.stem
]


@pytest.mark.parametrize("path", SHARED, ids=lambda path: path.stem)
def test_lines_of_a_real_disclosure_of_another_province_add_up(path: Path) -> None:
    compared, wrong = differences(extract(path, vocabulary()))
    assert compared > 50
    assert wrong == []
