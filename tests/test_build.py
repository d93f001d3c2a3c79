"""Many files at once: a bad one is set aside, the others go on, and the result depends on nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.atomic import Busy, OutputError, only_one
from pipelines.build import build
from pipelines.cli import main
from pipelines.package.validate import package_errors
from tests.builders import WATER, WATER_ID, disclosure_text, fates, packages, snapshot

ROOT = Path(__file__).parent.parent


def test_folder_of_disclosures_becomes_packages_that_are_valid(sources: Path, out: Path) -> None:
    report = build([sources], out)
    assert report.ok
    assert len(packages(out)) == 2
    assert [package_errors(out / name) for name in packages(out)] == [[], []]
    assert sorted(path.name for path in out.iterdir()) == packages(out)


BAD = {
    "empty_file": b"",
    "not_text": b"GIF89a\x00binary",
    "unreadable_pdf": b"%PDF-1.7\n\x00\x01binary",
    "unreadable_encoding": bytes(range(128, 256)) * 40,
    "no_standard_table": "屯留区概况\n面积1142平方公里。\n".encode(),
    "other_kind": "关于召开会议的通知\n各单位：\n".encode(),
}


@pytest.mark.parametrize("code", BAD)
def test_bad_file_is_set_aside_with_its_reason_and_the_others_go_on(sources: Path, out: Path, code: str) -> None:
    (sources / "bad.txt").write_bytes(BAD[code])
    report = build([sources], out)
    assert fates(report) == {"bad.txt": code, "culture.txt": "built", "water.txt": "built"}
    (record,) = (out / "quarantine").iterdir()
    assert record.name == f"bad.txt-{sha256(BAD[code]).hexdigest()[:8]}.json"
    said = json.loads(record.read_text("utf-8"))
    assert (said["file"], said["code"], said["sha256"]) == ("bad.txt", code, sha256(BAD[code]).hexdigest())
    assert said["reason"]
    assert said["remedy"]


def test_record_is_cleared_when_the_file_is_built_after_all(sources: Path, out: Path) -> None:
    (sources / "fund.txt").write_bytes(b"")
    assert not build([sources], out).ok
    (sources / "fund.txt").write_text(disclosure_text("长治市屯留区教育局"), "utf-8")
    assert build([sources], out).ok
    assert not (out / "quarantine").exists()


def test_file_of_no_known_format_named_outright_is_refused(tmp_path: Path, out: Path) -> None:
    (tmp_path / "budget.exe").write_bytes(b"MZ")
    assert fates(build([tmp_path / "budget.exe"], out)) == {"budget.exe": "unknown_format"}


def test_second_build_changes_nothing_and_says_so(sources: Path, out: Path) -> None:
    build([sources], out)
    before = snapshot(out)
    report = build([sources], out)
    assert set(fates(report).values()) == {"unchanged"}
    assert snapshot(out) == before


@pytest.mark.parametrize("touched", ["data/expenditure_summary.csv", "README.md", "datapackage.json", "raw/water.txt"])
def test_package_touched_by_hand_is_built_again(sources: Path, out: Path, touched: str) -> None:
    build([sources], out)
    before = snapshot(out)
    (out / WATER_ID / touched).write_text("touched", "utf-8")
    report = build([sources / "water.txt"], out, replace=True)
    assert fates(report) == {"water.txt": "built"}
    assert snapshot(out) == before


def test_edited_disclosure_yml_builds_the_package_again(sources: Path, out: Path) -> None:
    build([sources], out)
    (out / WATER_ID / "disclosure.yml").write_text("title: 水利局预算\n", "utf-8")
    assert fates(build([sources], out)) == {"culture.txt": "unchanged", "water.txt": "built"}
    assert json.loads((out / WATER_ID / "datapackage.json").read_text("utf-8"))["title"] == "水利局预算"


def test_wrong_disclosure_yml_refuses_that_file_only(sources: Path, out: Path) -> None:
    build([sources], out)
    (out / WATER_ID / "disclosure.yml").write_text("titel: x\n", "utf-8")
    report = build([sources], out)
    assert fates(report) == {"culture.txt": "unchanged", "water.txt": "bad_settings"}
    assert "unknown key `titel`" in str(next(r.reason for r in report.results if r.code))


def test_folder_of_packages_builds_itself_again(sources: Path, out: Path) -> None:
    build([sources], out)
    before = snapshot(out)
    for name in packages(out):
        (out / name / "datapackage.json").unlink()
    report = build([out], out)
    assert sorted(fates(report)) == ["culture.txt", "water.txt"]
    assert report.ok
    assert snapshot(out) == before


def test_two_new_files_with_one_identifier_are_both_named_and_refused(sources: Path, out: Path) -> None:
    (sources / "water2.txt").write_text(disclosure_text(WATER, total="31.00"), "utf-8")
    report = build([sources], out)
    refused = {"water.txt": "identifier_taken", "water2.txt": "identifier_taken"}
    assert fates(report) == {"culture.txt": "built", **refused}
    for result in report.of("refused"):
        assert all(named in (result.reason or "") for named in ("water2.txt", "water.txt", WATER_ID))
    assert not (out / WATER_ID).exists()


def test_files_of_one_name_that_refuse_each_other_are_told_apart_once(tmp_path: Path, out: Path) -> None:
    for folder, total in (("a", "30.00"), ("b", "31.00"), ("c", "32.00")):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "1.txt").write_text(disclosure_text(total=total), "utf-8")
    two = CliRunner().invoke(main, ["build", *(str(tmp_path / "in" / name) for name in "ab"), "-o", str(out)])
    assert two.output.count(f"refused: a/1.txt and b/1.txt both say they are {WATER_ID}; keep one of the files") == 1
    assert two.output.count("say they are") == 1
    three = CliRunner().invoke(main, ["build", str(tmp_path / "in"), "-o", str(out)])
    assert three.output.count(f"a/1.txt, b/1.txt and c/1.txt all say they are {WATER_ID}") == 1


def test_replace_chooses_the_later_of_two_new_files(sources: Path, out: Path) -> None:
    (sources / "water2.txt").write_text(disclosure_text(WATER, total="31.00"), "utf-8")
    report = build([sources], out, replace=True)
    assert fates(report) == {"culture.txt": "built", "water.txt": "replaced", "water2.txt": "built"}
    assert os.listdir(out / WATER_ID / "raw") == ["water2.txt"]


def test_files_of_other_formats_in_a_folder_are_named(sources: Path, out: Path) -> None:
    (sources / "预算.ofd").write_bytes(b"PK")
    assert [path.name for path in build([sources], out).skipped] == ["预算.ofd"]


def test_what_to_look_at_is_counted(tmp_path: Path, out: Path) -> None:
    (tmp_path / "water.txt").write_text(disclosure_text(WATER).rsplit("\t", 1)[0], "utf-8")
    assert build([tmp_path / "water.txt"], out).results[0].doubts["tables missing"] > 0


def test_package_that_stands_there_keeps_its_place_against_another_file(sources: Path, out: Path) -> None:
    build([sources], out)
    other = sources / "a.txt"
    other.write_text(disclosure_text(WATER, total="31.00"), "utf-8")
    assert fates(build([sources], out))["a.txt"] == "identifier_taken"
    assert os.listdir(out / WATER_ID / "raw") == ["water.txt"]


def test_replace_chooses_the_later_file(sources: Path, out: Path) -> None:
    build([sources], out)
    (sources / "water2.txt").write_text(disclosure_text(WATER, total="31.00"), "utf-8")
    report = build([sources], out, replace=True)
    assert fates(report) == {"culture.txt": "unchanged", "water.txt": "replaced", "water2.txt": "built"}
    assert report.ok
    assert os.listdir(out / WATER_ID / "raw") == ["water2.txt"]


def test_two_files_in_raw_of_one_package_are_left_for_a_person_to_choose(sources: Path, out: Path) -> None:
    build([sources], out)
    raw = out / WATER_ID / "raw"
    (raw / "water2.txt").write_text(disclosure_text(WATER, total="31.00"), "utf-8")
    (out / WATER_ID / "README.md").unlink()
    assert fates(build([out], out))["water2.txt"] == "identifier_taken"
    assert sorted(path.name for path in raw.iterdir()) == ["water.txt", "water2.txt"]


def test_same_bytes_twice_are_one_disclosure(sources: Path, out: Path) -> None:
    (sources / "water copy.txt").write_text(disclosure_text(WATER), "utf-8")
    report = build([sources, sources / "water.txt"], out)
    assert fates(report) == {"culture.txt": "built", "water copy.txt": "built", "water.txt": "duplicate"}
    assert report.ok


def test_number_of_processes_changes_nothing(sources: Path, tmp_path: Path) -> None:
    for number in range(3):
        (sources / f"{number}.txt").write_text(disclosure_text(WATER, 2020 + number), "utf-8")
    (sources / "bad.txt").write_bytes(b"")
    one, three = (build([sources], tmp_path / str(jobs), jobs=jobs) for jobs in (1, 3))
    assert [r.as_json() for r in one.results] == [r.as_json() for r in three.results]
    assert snapshot(tmp_path / "1") == snapshot(tmp_path / "3")


def test_clock_zone_locale_and_hash_seed_change_nothing(tmp_path: Path) -> None:
    """From the texts that the project ships to whole packages, each time in a process of its own."""
    found = []
    for zone, locale, seed in (("Asia/Shanghai", "C.UTF-8", "1"), ("America/Caracas", "C", "271828")):
        surroundings = {
            "TZ": zone,
            "LC_ALL": locale,
            "PYTHONHASHSEED": seed,
            "PYTHONUTF8": "0",
            "PYTHONPATH": str(ROOT),
        }
        run = "from pipelines.cli import main; main()"
        command = [sys.executable, "-c", run, "build", str(ROOT / "datapackages"), "-o", str(tmp_path / seed)]
        subprocess.run(command, env={**os.environ, **surroundings}, check=True, capture_output=True)
        found.append(snapshot(tmp_path / seed))
    assert len(found[0]) > 100
    assert found[0] == found[1]


def test_order_of_other_files_changes_nothing(sources: Path, tmp_path: Path) -> None:
    files = sorted(sources.iterdir())
    build(files, tmp_path / "one")
    build(files[::-1], tmp_path / "two")
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")


@pytest.mark.parametrize("name", ["=1+1.txt", '"quoted" <b>.txt', "a b; rm -rf .txt", "..txt.txt", "-o.txt"])
def test_hostile_file_name_becomes_a_plain_one(tmp_path: Path, out: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(disclosure_text(WATER), "utf-8")
    report = build([path], out)
    assert report.ok
    assert packages(out) == [WATER_ID]
    assert package_errors(out / WATER_ID) == []
    assert build([out], out).of("unchanged")


def test_hostile_entity_name_is_data_and_never_a_path(tmp_path: Path, out: Path) -> None:
    (tmp_path / "x.txt").write_text(disclosure_text('../../长治市屯留区<b>"=1+1"局'), "utf-8")
    build([tmp_path / "x.txt"], out)
    assert {path.parent for path in tmp_path.rglob("datapackage.json")} == {out / name for name in packages(out)}
    assert all(package_errors(out / name) == [] for name in packages(out))


def test_links_that_form_a_circle_are_not_followed(sources: Path, out: Path) -> None:
    (sources / "again").symlink_to(sources)
    assert len(build([sources], out).results) == 2


def test_output_place_that_is_a_file_is_named_before_anything_is_read(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OutputError, match="file"):
        build([sources], tmp_path / "file")


def test_second_build_at_the_same_time_is_turned_away(sources: Path, out: Path) -> None:
    out.mkdir()
    with only_one(out), pytest.raises(Busy, match="another build"):
        build([sources], out)
    assert build([sources], out).ok


def test_what_a_person_puts_beside_a_package_survives_a_rebuild(sources: Path, out: Path) -> None:
    build([sources], out)
    note = out / WATER_ID / "correspondence" / "letter.txt"
    note.parent.mkdir()
    note.write_text("来函", "utf-8")
    (out / WATER_ID / "README.md").write_text("touched", "utf-8")
    assert {r.status for r in build([sources], out).results} == {"built", "unchanged"}
    assert note.read_text("utf-8") == "来函"
    assert "touched" not in (out / WATER_ID / "README.md").read_text("utf-8")
