"""Many files at once: a bad one is set aside, the others go on, and what was good stays whole whatever happens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines.atomic import NEW, OLD, Busy, OutputError, only_one
from pipelines.build import build
from pipelines.report import BuildReport
from pipelines.validate import package_errors
from tests.builders import disclosure_text

ROOT = Path(__file__).parent.parent
WATER, CULTURE = "长治市屯留区水利局", "长治市屯留区文化和旅游局"
WATER_ID, CULTURE_ID = "140405-shuiliju-2024-department-budget", "140405-wenhuahelüyouju-2024-department-budget"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "water.txt").write_text(disclosure_text(WATER), "utf-8")
    (folder / "culture.txt").write_text(disclosure_text(CULTURE), "utf-8")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "packages"


def fates(report: BuildReport) -> dict[str, str]:
    return {result.path.name: result.code or result.status for result in report.results}


def snapshot(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def packages(out: Path) -> list[str]:
    return sorted(path.parent.name for path in out.glob("*/datapackage.json"))


def test_folder_of_disclosures_becomes_packages_that_are_valid(sources: Path, out: Path) -> None:
    report = build([sources], out)
    assert report.ok
    assert len(packages(out)) == 2
    assert [package_errors(out / name) for name in packages(out)] == [[], []]
    assert sorted(path.name for path in out.iterdir()) == packages(out)


BAD = {
    "empty_file": b"",
    "not_text": b"%PDF-1.7\n\x00\x01binary",
    "unreadable_encoding": bytes(range(128, 256)) * 40,
    "no_standard_table": "关于召开会议的通知\n各单位：\n".encode(),
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


def test_two_files_with_one_identifier_are_both_named_and_the_second_is_refused(sources: Path, out: Path) -> None:
    (sources / "water2.txt").write_text(disclosure_text(WATER, total="31.00"), "utf-8")
    report = build([sources], out)
    assert fates(report) == {"culture.txt": "built", "water.txt": "built", "water2.txt": "identifier_taken"}
    reason = report.of("refused")[0].reason or ""
    assert all(named in reason for named in ("water2.txt", "water.txt", WATER_ID))
    assert os.listdir(out / WATER_ID / "raw") == ["water.txt"]


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
    assert [r.facts() for r in one.results] == [r.facts() for r in three.results]
    assert snapshot(tmp_path / "1") == snapshot(tmp_path / "3")


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


def test_leftovers_of_a_killed_build_are_cleared_at_the_next_start(sources: Path, out: Path) -> None:
    build([sources], out)
    before = snapshot(out)
    (out / WATER_ID).rename(out / f".{WATER_ID}{OLD}")
    (out / f".staging{NEW}" / "0").mkdir(parents=True)
    assert set(fates(build([sources], out)).values()) == {"unchanged"}
    assert snapshot(out) == before


SMALL_DISK = """
import resource, sys
from pathlib import Path
from pipelines.atomic import OutputError
from pipelines.build import build
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    build([Path(sys.argv[1])], Path(sys.argv[2]), replace=True, jobs=int(sys.argv[3]))
except OutputError as error:
    print(error)
    raise SystemExit(3)
"""


def in_another_process(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file size there")
@pytest.mark.parametrize("jobs", [1, 2])
def test_full_disk_ends_the_build_and_leaves_the_last_good_packages(sources: Path, out: Path, jobs: int) -> None:
    build([sources], out)
    before = snapshot(out)
    for path in sources.iterdir():
        path.write_text(disclosure_text(WATER if "water" in path.name else CULTURE, total="31.00"), "utf-8")
    process = in_another_process(SMALL_DISK, sources, out, jobs)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "cannot write" in said
    assert snapshot(out) == before


def wait_for(happened, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not happened() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_build_ended_in_the_middle_leaves_whole_packages(sources: Path, out: Path, sign: int, jobs: int) -> None:
    build([sources], out)
    before = snapshot(out)
    for number in range(60):
        (sources / f"{number}.txt").write_text(disclosure_text(WATER, 2010 + number % 80), "utf-8")
    run = "from pipelines.cli import main; main()"
    process = in_another_process(run, "build", sources, "-o", out, "--jobs", jobs)
    wait_for(lambda: (out / f".staging{NEW}" / "1").exists(), process)
    os.killpg(process.pid, sign) if sign == signal.SIGINT else process.send_signal(sign)
    process.communicate(timeout=60)
    assert process.returncode not in (0, 3)
    good = {path: digest for path, digest in snapshot(out).items() if not path.startswith(".")}
    assert before.items() <= good.items()
    assert all(package_errors(out / name) == [] for name in packages(out)[:3])
    assert build([sources], out).ok
    assert len(packages(out)) == 62 - 1  # one of the sixty is the water bureau of 2024 again
