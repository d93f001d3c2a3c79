"""The five founding disclosures against a reading by hand: every cell of the thirteen tables, nulls included."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pipelines.extract import extract
from pipelines.model import Disclosure
from pipelines.vocabulary import Vocabulary

ROOT = Path(__file__).parent.parent
READINGS = sorted((Path(__file__).parent / "founding").glob("*.csv"))
Cell = tuple[str, str, int, str]


def _by_hand(path: Path) -> dict[Cell, str]:
    with open(path, encoding="utf-8", newline="") as file:
        return {(r["resource"], r["side"], int(r["row_number"]), r["field"]): r["value"] for r in csv.DictReader(file)}


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _extracted(disclosure: Disclosure, fields: set[tuple[str, str]]) -> dict[Cell, str]:
    return {
        (name, row.side or "", row.row_number, field): _text(row.values[field])
        for name, table in disclosure.tables.items()
        for row in table.rows
        for resource, field in fields
        if resource == name
    }


@pytest.fixture(scope="module", params=READINGS, ids=lambda path: path.stem)
def reading(request: pytest.FixtureRequest, words: Vocabulary) -> tuple[dict[Cell, str], Disclosure]:
    (source,) = (ROOT / "datapackages" / request.param.stem / "raw").iterdir()
    return _by_hand(request.param), extract(source, words)


def test_there_are_five() -> None:
    assert len(READINGS) == 5


def test_every_cell(reading: tuple[dict[Cell, str], Disclosure]) -> None:
    by_hand, disclosure = reading
    extracted = _extracted(disclosure, {(resource, field) for resource, _, _, field in by_hand})
    assert {k: (v, extracted.get(k)) for k, v in by_hand.items() if extracted.get(k) != v} == {}
    assert set(extracted) == set(by_hand)


def test_the_id_is_the_folder_it_stands_in(reading: tuple[dict[Cell, str], Disclosure]) -> None:
    _, disclosure = reading
    assert (ROOT / "datapackages" / disclosure.identity.disclosure_id / "raw").is_dir()


def test_all_thirteen_tables_are_accounted_for(reading: tuple[dict[Cell, str], Disclosure], words: Vocabulary) -> None:
    _, disclosure = reading
    assert [s.state for s in disclosure.states.values() if s.state not in ("present", "declared_empty")] == []
    assert set(disclosure.states) == {table.resource for table in words.tables_of("shanxi")}


def test_what_does_not_reconcile_is_in_print(words: Vocabulary) -> None:
    """Every contradiction is one of `docs/findings.md`, where both places are quoted; all else reconciles."""
    failed = {}
    for path in READINGS:
        (source,) = (ROOT / "datapackages" / path.stem / "raw").iterdir()
        found = [r.rule_id for r in extract(source, words).results if r.outcome == "fail"]
        failed |= {path.stem: found} if found else {}
    assert failed == {
        "140405-renmindaibiaodahuichangwuweiyuanhui-2024-department-budget": ["Q-08"],
        "140405-renminzhengfubangongshi-2026-department-budget": [
            "Q-10",
            "Q-12",
            *4 * ["N-04"],
            "P-01",
            "P-02c",
            "P-03",
        ],
        "140500-renmindaibiaodahuichangwuweiyuanhuibangongshi-2024-unit-budget": ["N-14", "N-15", "N-16b"],
        "140525-renmindaibiaodahuichangwuweiyuanhuibangongshi-2024-department-budget": ["N-02c", "N-13c"],
    }
    explained = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    assert [rule for rules in failed.values() for rule in rules if rule not in explained] == []
