"""What two versions say differently, cell by cell, with what both print and where."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.build import build
from pipelines.cli import main
from pipelines.diff import Change, differences, resources_read
from pipelines.model import CellSource, Disclosure, TypedRow, TypedTable
from pipelines.package import write_package
from pipelines.package.validate import read_rows
from pipelines.states import Note
from pipelines.vocabulary import Vocabulary
from tests import builders
from tests.builders import WATER, WATER_ID, disclosure_text

DETAIL = "2130399\t其他水利支出\t10.00\t\t10.00\n"
WORKS = "2130305\t水利工程建设\t4.00\t\t4.00\n"
FIRST = disclosure_text(WATER)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of a text and of what portals do to it, by name; `twice` keeps the first as an earlier version."""
    texts = {
        "first": FIRST,
        "inserted": FIRST.replace(DETAIL, WORKS + DETAIL),
        "total": FIRST.replace("合计\t\t30.00", "合计\t\t31.00"),
        "blank": FIRST.replace("行政运行\t20.00\t20.00\t", "行政运行\t20.00\t\t"),
        "renamed": FIRST.replace("其他水利支出", "其他水利事务支出"),
        "moved": FIRST.replace(DETAIL, "").replace("2130301", DETAIL + "2130301"),
    }
    here = tmp_path_factory.mktemp("diff")
    for name, text in texts.items():
        (here / f"{name}.txt").write_text(text, "utf-8")
        assert build([here / f"{name}.txt"], here / name).ok
    shutil.copytree(here / "first", here / "twice")
    assert build([here / "total.txt"], here / "twice", replace=True).ok
    return here


def changes(folder: Path, old: str, new: str, words: Vocabulary) -> list[Change]:
    resources = resources_read(words)
    return [*differences(*(read_rows(folder / name / WATER_ID, resources) for name in (old, new)), words)]


def told(found: list[Change]) -> list[tuple[str, str, str, str | None, str | None]]:
    return [(c.kind, c.row, c.field, c.old and c.old.value, c.new and c.new.value) for c in found]


def test_version_does_not_differ_from_itself(folder: Path, words: Vocabulary) -> None:
    assert changes(folder, "first", "first", words) == []


def test_row_that_is_put_in_changes_no_other(folder: Path, words: Vocabulary) -> None:
    found = changes(folder, "first", "inserted", words)
    assert {(change.kind, change.row, change.whole_row) for change in found} == {
        ("added", "2130305 水利工程建设", True)
    }
    back = changes(folder, "inserted", "first", words)
    assert {(change.kind, change.row) for change in back} == {("removed", "2130305 水利工程建设")}
    assert len(found) == len(back) == 4


def test_row_that_moved_is_the_same_row(folder: Path, words: Vocabulary) -> None:
    assert changes(folder, "first", "moved", words) == []


def test_changed_figure_has_both_values_both_prints_and_both_places(folder: Path, words: Vocabulary) -> None:
    (change,) = changes(folder, "first", "total", words)
    assert told([change]) == [("changed", "合计", "amount", "300000.00", "310000.00")]
    assert change.old is not None
    assert change.new is not None
    assert (change.old.printed, change.new.printed) == ("30.00", "31.00")
    assert (change.old.line, change.new.line) == ("16", "16")
    assert (change.old.file, change.new.file) == ("first.txt", "total.txt")


def test_figure_that_became_blank_is_removed_and_not_zero(folder: Path, words: Vocabulary) -> None:
    row = "2130301 行政运行"
    (gone,) = (c for c in changes(folder, "first", "blank", words) if c.field == "basic_expenditure")
    assert told([gone]) == [("removed", row, "basic_expenditure", "200000.00", "")]
    (back,) = (c for c in changes(folder, "blank", "first", words) if c.field == "basic_expenditure")
    assert told([back]) == [("added", row, "basic_expenditure", "", "200000.00")]


def test_name_that_was_corrected_beside_its_code_is_one_changed_cell(folder: Path, words: Vocabulary) -> None:
    assert told(changes(folder, "first", "renamed", words)) == [
        ("changed", "2130399 其他水利事务支出", "function_name", "其他水利支出", "其他水利事务支出")
    ]


def blank_row(words: Vocabulary, resource: str, number: int, **values: object) -> TypedRow:
    table = words.tables[resource]
    row = dict.fromkeys(column.name for column in table.columns)
    cells = tuple(CellSource(n, f"{v}", v, line=50 + number) for n, v in values.items() if isinstance(v, Decimal))
    return TypedRow(number, None, {**row, "source_number": 1, **values}, cells, line=50 + number)


def with_parts(words: Vocabulary, folder: Path, parts: dict[str, list[TypedRow]], notes: tuple[Note, ...] = ()) -> Path:
    tables = {name: TypedTable(name, tuple(rows)) for name, rows in parts.items()}
    made: Disclosure = replace(builders.disclosure(words), parts=tables, notes=notes)
    return write_package(made, builders.TEXT, folder, words)


def forms(words: Vocabulary, names: list[str], target: str) -> dict[str, list[TypedRow]]:
    """A form for each project, with one indicator each."""
    targets, indicators = [], []
    for number, name in enumerate(names, 1):
        amount = Decimal("120000.00")
        targets.append(blank_row(words, "performance_targets", number, project_name=name, annual_total=amount))
        said = {"target_row_number": number, "period": "annual", "level1": "产出指标", "level3": "检修次数"}
        of_project = target if name == "水库检修" else "1次"
        indicators.append(blank_row(words, "performance_indicators", number, target_value=of_project, **said))
    return {"performance_targets": targets, "performance_indicators": indicators}


def test_form_that_is_put_in_changes_no_indicator_of_another_project(tmp_path: Path, words: Vocabulary) -> None:
    old = with_parts(words, tmp_path / "old", forms(words, ["河道清淤", "水库检修"], "4次"))
    new = with_parts(words, tmp_path / "new", forms(words, ["抗旱", "河道清淤", "水库检修"], "6次"))
    resources = resources_read(words)
    found = [*differences(read_rows(old, resources), read_rows(new, resources), words)]
    kept = [change for change in found if not change.whole_row]
    assert told(kept) == [("changed", "水库检修 annual 产出指标 检修次数", "target_value", "4次", "6次")]
    added = {(change.resource, change.row) for change in found if change.whole_row}
    assert added == {("performance_targets", "抗旱"), ("performance_indicators", "抗旱 annual 产出指标 检修次数")}


def test_stated_figure_and_note_that_changed_are_named(tmp_path: Path, words: Vocabulary) -> None:
    def stated(amount: str) -> dict[str, list[TypedRow]]:
        said = {"section": "收支预算", "subject": "收入总计", "measure": "amount", "quote": f"收入总计{amount}元。"}
        return {"stated_figures": [blank_row(words, "stated_figures", 1, amount=Decimal(amount), **said)]}

    old = with_parts(words, tmp_path / "old", stated("100.00"), (Note(None, "附件：一", line=1),))
    new = with_parts(words, tmp_path / "new", stated("200.00"), (Note(None, "附件：二", line=1),))
    resources = resources_read(words)
    found = [*differences(read_rows(old, resources), read_rows(new, resources), words)]
    assert [(change.resource, change.field, change.old and change.old.value) for change in found] == [
        ("stated_figures", "amount", "100.00"),
        ("notes", "text", "附件：一"),
    ]


def test_rows_of_one_name_are_told_apart_by_what_they_hold(tmp_path: Path, words: Vocabulary) -> None:
    """Another row with the same name before them leaves the rows behind it as they are."""

    def terms(*definitions: str) -> dict[str, list[TypedRow]]:
        rows = [
            blank_row(words, "glossary_terms", n, term="其他支出", definition=definition)
            for n, definition in enumerate(definitions, 1)
        ]
        return {"glossary_terms": rows}

    old, new = (
        with_parts(words, tmp_path / str(len(said)), terms(*said)) for said in (("一", "二"), ("新", "一", "二"))
    )
    resources = resources_read(words)
    found = [*differences(read_rows(old, resources), read_rows(new, resources), words)]
    assert [(change.kind, change.field, change.new and change.new.value) for change in found] == [
        ("added", "term", "其他支出"),
        ("added", "definition", "新"),
    ]


def diff(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def test_diff_ends_with_0_where_nothing_differs_and_with_1_where_something_does(folder: Path) -> None:
    first, total = folder / "first" / WATER_ID, folder / "total" / WATER_ID
    assert diff(first, first).exit_code == 0
    assert diff(first, total / "datapackage.json").exit_code == 1
    assert "新增 0 格，删除 0 格，改动 1 格 / 0 added, 0 removed, 1 changed cells" in diff(first, total).output


def test_diff_names_the_versions_that_it_compares(folder: Path, tmp_path: Path) -> None:
    for name, total in (("1.txt", "30.00"), ("2.txt", "31.00")):
        (tmp_path / name).write_text(disclosure_text(total=total), "utf-8")
        build([tmp_path / name], tmp_path / "out", replace=True)
    assert f"{WATER_ID}@1 1.txt → {WATER_ID}@2 2.txt：" in diff(tmp_path / "out" / WATER_ID).output
    first, total_package = folder / "first" / WATER_ID, folder / "total" / WATER_ID
    assert f"{first} first.txt → {total_package} total.txt：" in diff(first, total_package).output


def test_diff_says_for_people_what_both_versions_print_and_where(folder: Path) -> None:
    said = diff(folder / "first" / WATER_ID, folder / "total" / WATER_ID).output
    assert "表3 预算支出总表 / table 3 (Summary of budget expenditure)" in said
    assert (
        "改动 合计：300,000.00 元（印作“30.00”，first.txt 第 16 行） → 310,000.00 元（印作“31.00”，total.txt 第 16 行）"
        in said
    )
    assert "changed Total: CNY 300,000.00 (printed “30.00”, line 16, first.txt)" in said
    added = diff(folder / "first" / WATER_ID, folder / "inserted" / WATER_ID).output
    assert "新增第 5 行“2130305 水利工程建设” / added row 5" in added
    assert "合计 40,000.00 元（印作“4.00”）；项目支出 40,000.00 元（印作“4.00”）（inserted.txt 第 20 行）" in added
    blank = diff(folder / "first" / WATER_ID, folder / "blank" / WATER_ID).output
    assert "删除 基本支出：200,000.00 元（印作“20.00”，first.txt 第 19 行） → 空" in blank


def test_long_text_is_cut_to_what_differs_for_people_and_whole_for_machines(tmp_path: Path, words: Vocabulary) -> None:
    def section(year: str) -> dict[str, list[TypedRow]]:
        said = {"part": "narrative", "heading": "收支情况", "text": f"{'甲' * 300}增长{year}%{'乙' * 300}"}
        return {"narrative_sections": [blank_row(words, "narrative_sections", 1, **said)]}

    packages = [with_parts(words, tmp_path / year, section(year)) for year in ("13.95", "14.95")]
    (line,) = (line for line in diff(*packages).output.splitlines() if "改动 文字" in line)
    assert f"“…{'甲' * 17}增长13.95%{'乙' * 16}…”" in line
    assert f"“…{'甲' * 17}增长14.95%{'乙' * 16}…”" in line
    (change,) = json.loads(diff(*packages, "--json").stdout)["changes"]
    assert len(change["new"]["value"]) == 608


def test_diff_for_a_machine(folder: Path) -> None:
    said = json.loads(diff(folder / "first" / WATER_ID, folder / "total" / WATER_ID, "--json").stdout)
    assert (said["added"], said["removed"], said["changed"]) == (0, 0, 1)
    (change,) = said["changes"]
    assert (change["resource"], change["field"], change["new"]["value"]) == (
        "expenditure_summary",
        "amount",
        "310000.00",
    )


@pytest.mark.parametrize("arguments", [(WATER_ID,), (f"{WATER_ID}@1", f"{WATER_ID}@2"), (f"{WATER_ID}@1", WATER_ID)])
def test_versions_of_one_disclosure_are_compared_by_its_identifier(folder: Path, arguments: tuple[str, ...]) -> None:
    said = json.loads(diff(*arguments, "-d", folder / "twice", "--json").stdout)
    assert (said["changed"], said["changes"][0]["old"]["value"]) == (1, "300000.00")


def test_wrong_use_of_diff_ends_with_2_and_says_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    first = folder / "first" / WATER_ID
    broken = tmp_path / WATER_ID
    shutil.copytree(first, broken)
    (broken / "data" / "notes.csv").write_text("x", "utf-8")
    wrong = {
        (): "Missing argument 'OLD'",
        (first,): "has one version only",
        ("nobody", first): "is no package, nor one under",
        (f"{first}@2", first): "has no version '2'; it has 1 to 1",
        (f"{first}@x", first): "has no version 'x'",
        (first, broken): "is no valid package: data/notes.csv",
    }
    for arguments, said in wrong.items():
        result = diff(*arguments)
        assert (result.exit_code, said in " ".join(result.output.split())) == (2, True), result.output
