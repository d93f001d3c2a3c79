"""The forms of the two founding disclosures that are dumps with tabs: all are read, add up, and find their project."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.extract import extract
from pipelines.model import Disclosure, TypedRow
from pipelines.vocabulary import Vocabulary

PACKAGES = Path(__file__).parent.parent / "datapackages"
SOURCES = ("central", "provincial", "local", "self_raised", "other")
DUMPS = {
    "140405-renminzhengfubangongshi-2026-department-budget": (9, 114),
    "140525-renmindaibiaodahuichangwuweiyuanhuibangongshi-2024-department-budget": (12, 193),
}


@pytest.fixture(scope="module", params=DUMPS)
def dump(request: pytest.FixtureRequest, words: Vocabulary) -> tuple[str, Disclosure]:
    (source,) = (PACKAGES / request.param / "raw").iterdir()
    return request.param, extract(source, words)


def rows(disclosure: Disclosure, resource: str) -> tuple[TypedRow, ...]:
    return disclosure.parts[resource].rows


def test_every_form_and_indicator_is_read_without_an_issue(dump: tuple[str, Disclosure]) -> None:
    name, disclosure = dump
    found = [len(rows(disclosure, resource)) for resource in ("performance_targets", "performance_indicators")]
    assert tuple(found) == DUMPS[name]
    assert [issue for issue in disclosure.issues if (issue.resource or "").startswith("performance")] == []


@pytest.mark.parametrize("half", ["implementation", "annual"])
def test_the_sources_of_each_half_add_up_to_its_total(dump: tuple[str, Disclosure], half: str) -> None:
    for row in rows(dump[1], "performance_targets"):
        amounts = [row.values[f"{half}_{source}"] for source in SOURCES]
        assert sum(a for a in amounts if isinstance(a, Decimal)) == row.values[f"{half}_total"]
        assert row.values[f"{half}_other"] is None


def test_each_form_finds_the_row_of_its_project(dump: tuple[str, Disclosure]) -> None:
    projects = {row.row_number: row.values["name"] for row in dump[1].tables["projects_current_year"].rows}
    for row in rows(dump[1], "performance_targets"):
        number = row.values["project_row_number"]
        assert isinstance(number, int)
        assert str(projects[number]).translate(BRACKETS) == str(row.values["project_name"]).translate(BRACKETS)


BRACKETS = str.maketrans("()", "（）")


def test_every_field_but_a_goal_left_blank_is_there(dump: tuple[str, Disclosure]) -> None:
    name, disclosure = dump
    blank = {
        (row.row_number, field)
        for row in rows(disclosure, "performance_targets")
        for field, value in row.values.items()
        if value is None and not field.endswith("_other")
    }
    assert blank == ({(1, "annual_goal")} if name.startswith("140405") else set())


def test_every_indicator_has_its_levels(dump: tuple[str, Disclosure]) -> None:
    for row in rows(dump[1], "performance_indicators"):
        levels = [row.values[level] for level in ("level1", "level2", "level3")]
        assert None not in levels
        assert levels[0] in ("产出指标", "效益指标", "满意度指标")
