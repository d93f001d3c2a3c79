"""A disclosure that is published again is a new version beside the old one: nothing published once is lost."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.atomic import NEW, OLD
from pipelines.build import build
from pipelines.build.report import BuildReport
from pipelines.cli import main
from pipelines.package.cache import fingerprint
from pipelines.package.history import BadHistory, versions
from pipelines.package.validate import history_errors, package_errors
from tests.builders import WATER, WATER_ID, disclosure_text, fates, packages, rows, snapshot
from tests.filing import MADE, held, listed, only, put
from tests.synthesis.pieces import narrative, tables
from tests.test_build_interrupted import SMALL_DISK, in_another_process, wait_for

FIRST, SECOND, THIRD = (disclosure_text(WATER, total=total) for total in ("30.00", "31.00", "32.00"))


def publish(folder: Path, out: Path, name: str, text: str, *, replace: bool = True) -> BuildReport:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return build([folder / name], out, replace=replace)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("thrice")
    for name, text in (("2.txt", FIRST), ("1.txt", SECOND), ("3.txt", THIRD)):
        assert publish(folder / "portal", folder / "packages", name, text).ok
    return folder


@pytest.fixture
def thrice(made: Path, tmp_path: Path, out: Path) -> Path:
    """The package of a disclosure that was published three times, with its files in `portal`."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return out / WATER_ID


def history(package: Path) -> list[list[str]]:
    return [sorted(path.name for path in (version / "raw").iterdir()) for version in versions(package)]


def counts(package: Path) -> list[tuple[str, ...]]:
    names = ("cells_added", "cells_removed", "cells_changed")
    return [(row["is_current"], *(row[name] for name in names)) for row in rows(package, "revisions")]


def test_disclosure_published_once_has_one_version(sources: Path, out: Path) -> None:
    build([sources], out)
    assert counts(out / WATER_ID) == [("true", "", "", "")]
    assert not (out / WATER_ID / "history").exists()


def test_disclosure_published_again_keeps_the_version_before(thrice: Path) -> None:
    assert history(thrice) == [["2.txt"], ["1.txt"]]
    assert [path.name for path in (thrice / "raw").iterdir()] == ["3.txt"]
    assert counts(thrice) == [("false", "", "", ""), ("false", "0", "0", "1"), ("true", "0", "0", "1")]
    assert [row["revision_number"] for row in rows(thrice, "revisions")] == ["1", "2", "3"]
    assert [row["source_name"] for row in rows(thrice, "revisions")] == ["2.txt", "1.txt", "3.txt"]
    totals = [rows(package, "expenditure_summary")[0]["amount"] for package in (*versions(thrice), thrice)]
    assert totals == ["300000.00", "310000.00", "320000.00"]


def test_every_version_is_a_valid_package_that_says_it_was_current(thrice: Path) -> None:
    first, second = versions(thrice)
    assert package_errors(second) == []
    assert counts(first) == [("true", "", "", "")]
    assert counts(second) == [("false", "", "", ""), ("true", "0", "0", "1")]


def test_readme_lists_the_versions_of_a_disclosure_that_has_several(thrice: Path) -> None:
    readme = (thrice / "README.md").read_text("utf-8")
    assert "本数据包为第 3 版" in readme
    assert "| 2 |  | 1\\.txt | 0 | 0 | 1 |" in readme
    assert "the package holds version 3" in readme
    assert "## 版本" not in (versions(thrice)[0] / "README.md").read_text("utf-8")


def test_new_file_without_replace_is_refused_and_says_how_it_becomes_the_next_version(
    tmp_path: Path, out: Path
) -> None:
    publish(tmp_path / "portal", out, "1.txt", FIRST)
    report = publish(tmp_path / "portal", out, "2.txt", SECOND, replace=False)
    assert fates(report) == {"2.txt": "identifier_taken"}
    assert "as its next version with --replace" in str(report.results[0].remedy)
    assert history(out / WATER_ID) == []


def test_what_is_kept_already_is_no_new_version(thrice: Path, tmp_path: Path, out: Path) -> None:
    before = snapshot(thrice)
    for replace in (False, True):
        report = build([tmp_path / "portal"], out, replace=replace)
        assert fates(report) == {"1.txt": "replaced", "2.txt": "replaced", "3.txt": "unchanged"}
        assert report.ok
    assert snapshot(thrice) == before
    assert "version 2, kept in" in str(report.results[0].reason)


def test_new_file_follows_the_standing_one_whatever_its_name(tmp_path: Path, out: Path) -> None:
    """A folder is read by name, but what stands in a package arrived before what is new."""
    publish(tmp_path / "portal", out, "b.txt", FIRST)
    (tmp_path / "portal" / "a.txt").write_text(SECOND, "utf-8")
    assert fates(build([tmp_path / "portal"], out, replace=True)) == {"a.txt": "built", "b.txt": "replaced"}
    assert history(out / WATER_ID) == [["b.txt"]]


def test_two_new_files_in_one_build_are_two_versions_in_their_order(tmp_path: Path, out: Path) -> None:
    for name, text in (("1.txt", FIRST), ("2.txt", SECOND)):
        put(tmp_path / "portal", name, text)
    assert fates(build([tmp_path / "portal"], out, replace=True)) == {"1.txt": "replaced", "2.txt": "built"}
    assert history(out / WATER_ID) == [["1.txt"]]


def test_one_after_another_or_all_at_once_give_the_same_package(tmp_path: Path, thrice: Path) -> None:
    files = [tmp_path / "portal" / f"{number}.txt" for number in (2, 1, 3)]
    build(files, tmp_path / "at once", replace=True)
    assert snapshot(tmp_path / "at once" / WATER_ID) == snapshot(thrice)


def test_rebuild_by_a_newer_tool_is_no_version_and_reads_the_old_ones_anew(thrice: Path, out: Path) -> None:
    before = snapshot(thrice)
    for package in (*versions(thrice), thrice):
        note = package / ".built.json"
        note.write_text(note.read_text("utf-8").replace(fingerprint(), "an older tool"), "utf-8")
        (package / "data" / "notes.csv").write_text("as an older tool had it", "utf-8")
    assert fates(build([out], out)) == {"3.txt": "built"}
    assert snapshot(thrice) == before


def test_folder_of_files_only_builds_all_versions_again(thrice: Path, out: Path, tmp_path: Path) -> None:
    before = snapshot(thrice)
    for path in [path for path in thrice.rglob("*") if path.is_file() and path.parent.name != "raw"]:
        path.unlink()
    shutil.copytree(out, tmp_path / "committed")
    build([out], out)
    build([tmp_path / "committed"], tmp_path / "elsewhere")
    assert snapshot(thrice) == before == snapshot(tmp_path / "elsewhere" / WATER_ID)


def test_disclosure_completed_by_its_other_file_is_the_same_version(tmp_path: Path, out: Path) -> None:
    put(tmp_path / "portal", "表.txt", tables(MADE))
    build([tmp_path / "portal"], out)
    put(tmp_path / "portal", "说明.txt", narrative(MADE))
    build([tmp_path / "portal"], out)
    assert held(only(out)) == [("表.txt", "tables"), ("说明.txt", "narrative")]
    assert len(rows(only(out), "revisions")) == 1


def test_one_piece_published_again_gives_a_version_with_all_pieces(tmp_path: Path, out: Path) -> None:
    put(tmp_path / "portal", "表.txt", tables(MADE))
    put(tmp_path / "portal", "说明.txt", narrative(MADE))
    build([tmp_path / "portal"], out)
    put(tmp_path / "portal", "表（更正）.txt", tables(MADE) + "\n")
    assert build([tmp_path / "portal"], out, replace=True).ok
    assert held(only(out)) == [("表（更正）.txt", "tables"), ("说明.txt", "narrative")]
    assert history(only(out)) == [["表.txt", "说明.txt"]]
    assert counts(only(out))[1] == ("true", "0", "0", "0")


@pytest.mark.parametrize("name", ["a.txt", "z.txt"])
def test_file_put_beside_the_one_in_raw_is_the_next_version(tmp_path: Path, out: Path, name: str) -> None:
    publish(tmp_path / "portal", out, "m.txt", FIRST)
    (out / WATER_ID / "raw" / name).write_text(SECOND, "utf-8")
    assert fates(build([out], out, replace=True)) == {"m.txt": "replaced", name: "built"}
    assert history(out / WATER_ID) == [["m.txt"]]
    assert [path.name for path in (out / WATER_ID / "raw").iterdir()] == [name]


def test_two_files_in_raw_that_nothing_tells_apart_are_left_as_they_are(out: Path) -> None:
    for name, text in (("1.txt", FIRST), ("2.txt", SECOND)):
        put(out / WATER_ID / "raw", name, text)
    report = build([out], out, replace=True)
    assert fates(report)["2.txt"] == "bad_history"
    assert "raw: holds two files with the same tables" in str(report.of("refused")[0].reason)
    assert len([*(out / WATER_ID / "raw").iterdir()]) == 2


def test_file_in_raw_exchanged_by_hand_has_nothing_left_to_keep(tmp_path: Path, out: Path) -> None:
    publish(tmp_path / "portal", out, "1.txt", FIRST)
    (out / WATER_ID / "raw" / "1.txt").write_text(SECOND, "utf-8")
    assert fates(build([out], out)) == {"1.txt": "built"}
    assert (history(out / WATER_ID), len(rows(out / WATER_ID, "revisions"))) == ([], 1)


def test_list_by_hand_that_gives_up_a_file_keeps_the_version_that_had_it(tmp_path: Path, out: Path) -> None:
    put(tmp_path / "portal", "表.txt", tables(MADE))
    put(tmp_path / "portal", "说明.txt", narrative(MADE))
    listed(tmp_path / "portal", "表.txt", "说明.txt", more="published: 2024-02-05\n")
    assert build([tmp_path / "portal"], out).ok
    put(tmp_path / "portal", "新表.txt", tables(MADE) + "\n")
    listed(tmp_path / "portal", "新表.txt", "说明.txt", more="published: 2024-03-01\n")
    report = build([tmp_path / "portal"], out)
    assert report.ok, report.results
    assert [row["published_on"] for row in rows(only(out), "revisions")] == ["2024-02-05", "2024-03-01"]
    assert history(only(out)) == [["表.txt", "说明.txt"]]
    assert "2024-02-05" in (versions(only(out))[0] / "disclosure.yml").read_text("utf-8")
    before = snapshot(out)
    for source in (tmp_path / "portal", out):
        assert {result.status for result in build([source], out).results} == {"unchanged"}
    assert snapshot(out) == before


def test_disclosure_yml_stays_with_the_version_that_it_speaks_of(tmp_path: Path, out: Path) -> None:
    publish(tmp_path / "portal", out, "1.txt", FIRST)
    by_hand = "source_url: https://a.example/1\npublished: '2024-02-05'\n"
    (out / WATER_ID / "disclosure.yml").write_text(by_hand, "utf-8")
    report = publish(tmp_path / "portal", out, "2.txt", SECOND)
    assert report.results[0].reason == "version 2; disclosure.yml stays with version 1"
    assert (versions(out / WATER_ID)[0] / "disclosure.yml").read_text("utf-8") == by_hand
    assert not (out / WATER_ID / "disclosure.yml").exists()
    first, second = rows(out / WATER_ID, "revisions")
    assert (first["published_on"], first["source_url"]) == ("2024-02-05", "https://a.example/1")
    assert (second["published_on"], second["source_url"]) == ("", "")


def test_what_a_person_put_beside_the_package_stays_with_the_newest(tmp_path: Path, out: Path) -> None:
    publish(tmp_path / "portal", out, "1.txt", FIRST)
    (out / WATER_ID / "letter.txt").write_text("来函", "utf-8")
    publish(tmp_path / "portal", out, "2.txt", SECOND)
    assert (out / WATER_ID / "letter.txt").read_text("utf-8") == "来函"
    assert not (versions(out / WATER_ID)[0] / "letter.txt").exists()


def renamed(name: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        next(folder.glob("2-*")).rename(folder / name)

    return spoil


def another_file(folder: Path) -> None:
    (next(folder.glob("1-*")) / "raw" / "2.txt").write_text(THIRD, "utf-8")


def link(folder: Path) -> None:
    place = next(folder.glob("2-*"))
    place.rename(folder.parent / "moved")
    place.symlink_to(folder.parent / "moved")


def link_in_raw(folder: Path) -> None:
    (next(folder.glob("2-*")) / "raw" / "passwd").symlink_to("/etc/passwd")


def no_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("x", "utf-8")


SPOILED: dict[str, tuple[Callable[[Path], None], str]] = {
    "name_of_no_version": (renamed("old"), "history/old: is no version"),
    "climbing_number": (renamed("4-0123456789ab"), "history/4-0123456789ab: the files in its raw/ are not those"),
    "number_twice": (renamed("1-0123456789ab"), "history/1-0123456789ab: the files in its raw/ are not those"),
    "number_missing": (lambda folder: shutil.rmtree(next(folder.glob("1-*"))), "history: version 1 is missing"),
    "files_exchanged": (another_file, "the files in its raw/ are not those of its name"),
    "no_files": (lambda folder: shutil.rmtree(next(folder.glob("1-*")) / "raw"), "has no raw/"),
    "link": (link, "is no version"),
    "link_in_raw": (link_in_raw, "its raw/ must hold plain files only"),
    "file_in_its_place": (no_folder, "history: must be a folder"),
    "versions_in_a_version": (lambda folder: (next(folder.glob("1-*")) / "history").mkdir(), "keeps versions itself"),
    "stray_file": (lambda folder: (folder / "x.txt").write_text("x"), "history/x.txt: is no version"),
}


@pytest.mark.parametrize("oddity", SPOILED)
def test_bad_history_is_refused_by_name_and_what_stands_stays(
    thrice: Path, tmp_path: Path, out: Path, oddity: str
) -> None:
    spoil, said = SPOILED[oddity]
    spoil(thrice / "history")
    with pytest.raises(BadHistory, match="history"):
        versions(thrice)
    assert said in history_errors(thrice)[0]
    before = snapshot(thrice)
    report = publish(tmp_path / "portal", out, "4.txt", FIRST + "\n")
    assert fates(report) == {"4.txt": "bad_history"}
    assert said in str(report.results[0].reason)
    assert snapshot(thrice) == before


def test_changed_table_of_an_old_version_is_named_and_built_again(thrice: Path, out: Path) -> None:
    before = snapshot(thrice)
    (old, _) = versions(thrice)
    (old / "data" / "notes.csv").write_text("x", "utf-8")
    result = CliRunner().invoke(main, ["check", str(out)])
    assert result.exit_code == 1
    assert f"history/{old.name}: data/notes.csv" in result.output
    assert fates(build([out], out)) == {"3.txt": "built"}
    assert snapshot(thrice) == before


@pytest.mark.parametrize("kept", [True, False], ids=["of_an_old_version", "of_the_newest"])
def test_tables_behind_a_link_are_no_part_of_a_package_and_are_built_again(
    thrice: Path, tmp_path: Path, out: Path, kept: bool
) -> None:
    before = snapshot(thrice)
    package = versions(thrice)[0] if kept else thrice
    (package / "data").rename(tmp_path / "elsewhere")
    (package / "data").symlink_to(tmp_path / "elsewhere")
    assert fates(build([out], out)) == {"3.txt": "built"}
    assert snapshot(thrice) == before
    assert not (package / "data").is_symlink()


def test_note_of_a_package_that_names_other_files_is_not_believed(thrice: Path, out: Path) -> None:
    before = snapshot(thrice)
    note = versions(thrice)[0] / ".built.json"
    facts = json.loads(note.read_text("utf-8"))
    facts["files"]["../../.built.json"] = sha256((thrice / ".built.json").read_bytes()).hexdigest()
    note.write_text(json.dumps(facts), "utf-8")
    assert fates(build([out], out)) == {"3.txt": "built"}
    assert snapshot(thrice) == before


def test_version_that_can_be_read_no_more_is_refused_by_name(tmp_path: Path, out: Path) -> None:
    place = out / WATER_ID / "raw"
    place.mkdir(parents=True)
    (place / "old.txt").write_text("不是预算\n", "utf-8")
    report = publish(tmp_path / "portal", out, "1.txt", FIRST)
    assert fates(report) == {"1.txt": "bad_history"}
    assert f"version 1 of {WATER_ID}" in str(report.results[0].reason)
    assert packages(out) == []
    assert (place / "old.txt").exists()


def test_swap_cut_short_is_ended_with_its_history(thrice: Path, out: Path) -> None:
    before = snapshot(out)
    thrice.rename(out / f".{WATER_ID}{OLD}")
    (out / f".staging{NEW}" / "0").mkdir(parents=True)
    assert fates(build([out], out)) == {"3.txt": "unchanged"}
    assert snapshot(out) == before


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file size there")
def test_full_disk_leaves_all_versions_as_they_were(thrice: Path, tmp_path: Path, out: Path) -> None:
    before = snapshot(thrice)
    place = tmp_path / "new"
    place.mkdir()
    (place / "4.txt").write_text(FIRST + "\n", "utf-8")
    process = in_another_process(SMALL_DISK, place, out, 1)
    process.communicate(timeout=60)
    assert process.returncode == 3
    assert snapshot(thrice) == before
    assert packages(out) == [WATER_ID]


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("place", ["0", "1"], ids=["while_the_file_is_read", "while_it_is_put_behind_the_others"])
def test_build_killed_in_the_middle_leaves_all_versions_as_they_were(
    thrice: Path, tmp_path: Path, out: Path, place: str
) -> None:
    before = snapshot(thrice)
    new = tmp_path / "portal" / "4.txt"
    new.write_text(FIRST + "\n", "utf-8")
    process = in_another_process("from pipelines.cli import main; main()", "build", new, "-o", out, "--replace")
    wait_for(lambda: (out / f".staging{NEW}" / place).exists(), process)
    process.kill()
    process.communicate(timeout=60)
    kept = snapshot(thrice)
    assert kept == before or history(thrice) == [["2.txt"], ["1.txt"], ["3.txt"]]
    assert build([new], out, replace=True).ok
    assert history(thrice) == [["2.txt"], ["1.txt"], ["3.txt"]]


def test_archive_unpacked_without_its_history_is_a_valid_package(thrice: Path) -> None:
    assert history_errors(thrice) == []
    shutil.rmtree(thrice / "history")
    assert package_errors(thrice) == []
    assert history_errors(thrice) == []
    assert len(rows(thrice, "revisions")) == 3
