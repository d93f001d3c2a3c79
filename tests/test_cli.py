"""The command line as a person and as a machine use it: help, what it prints, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipelines.cli import main
from tests.builders import disclosure_text
from tests.synthesis.model import fictitious
from tests.synthesis.pieces import narrative, tables

ROOT = Path(__file__).parent.parent
COMMANDS = ("build", "inspect", "check", "diff", "publish", "serve")
STAGES = ("document", "sections", "raw", "typed", "checks")
WATER_ID = "140405-shuiliju-2024-department-budget"


def yusuan(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def water(tmp_path: Path) -> Path:
    path = tmp_path / "水利局.txt"
    path.write_text(disclosure_text(), "utf-8")
    return path


@pytest.fixture
def contradicting(tmp_path: Path) -> Path:
    """The total of table 3 is printed as 31.00 万元, its class as 30.00."""
    path = tmp_path / "contradicting.txt"
    path.write_text(disclosure_text(total="31.00"), "utf-8")
    return path


@pytest.fixture
def packages(tmp_path: Path, water: Path) -> Path:
    assert yusuan("build", water, "-o", tmp_path / "packages").exit_code == 0
    return tmp_path / "packages"


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)])
def test_every_command_explains_itself_with_an_example(command: tuple[str, ...]) -> None:
    result = yusuan(*command, "--help")
    assert result.exit_code == 0
    example = result.output.split("Example:")[1]
    assert f"yusuan {' '.join(command)}".strip() in example


def test_every_command_is_listed() -> None:
    assert set(main.commands) == set(COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "no such file"),
        ("build", ".", "--jobs", "0"),
        ("inspect", "no such file", "--stage", "raw"),
        ("inspect", __file__),
        ("inspect", __file__, "--stage", "nonsense"),
        ("inspect", __file__, "--stage", "raw", "--table", "nonsense"),
        ("check",),
        ("check", "no such package"),
        ("publish", "no such folder"),
        ("serve", "no such site"),
        ("serve", "--port", "70000"),
        ("nonsense",),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_wrong(arguments: tuple[str, ...]) -> None:
    result = yusuan(*arguments)
    assert result.exit_code == 2
    assert "Error:" in result.output or "Usage:" in result.output
    assert "Traceback" not in result.output


def test_build_says_what_became_of_each_file(water: Path, tmp_path: Path) -> None:
    result = yusuan("build", water, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert f"built {WATER_ID} ← 水利局.txt: 5 rows" in result.output
    assert result.output.rstrip().endswith(f"1 built → {tmp_path / 'out'}")


def test_build_ends_with_1_when_a_file_is_refused_and_still_builds_the_others(water: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    result = yusuan("build", tmp_path / "empty.txt", water, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert "empty.txt: the file is empty; fetch the disclosure again" in result.stderr
    assert "1 built, 1 refused" in result.stdout
    assert (tmp_path / "out" / WATER_ID / "datapackage.json").exists()


def test_folder_without_a_readable_file_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_bytes(b"x")
    result = yusuan("build", tmp_path, "-o", tmp_path / "out")
    assert (result.exit_code, "no file with a readable suffix" in result.output) == (2, True)


def test_build_report_for_a_machine(water: Path, tmp_path: Path) -> None:
    result = yusuan("build", water, "-o", tmp_path / "out", "--json")
    (file,) = json.loads(result.stdout)["files"]
    assert (file["status"], file["disclosure_id"], file["rows"]) == ("built", WATER_ID, 5)


def test_output_that_cannot_be_written_is_one_sentence(water: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    result = yusuan("build", water, "-o", tmp_path / "file" / "deeper")
    assert result.exit_code == 1
    assert "cannot write" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_is_printed_for_people_and_for_machines(water: Path, stage: str) -> None:
    shown = {
        "document": "⇥20.00",
        "sections": "lines 9-",
        "raw": "2130301 | 行政运行",
        "typed": "200,000.00",
        "checks": "pass",
    }
    assert shown[stage] in yusuan("inspect", water, "--stage", stage).output
    assert json.loads(yusuan("inspect", water, "--stage", stage, "--json").stdout)


def test_inspect_shows_one_table_alone(water: Path) -> None:
    everything = yusuan("inspect", water, "--stage", "typed").output
    alone = yusuan("inspect", water, "--stage", "typed", "--table", "expenditure_summary").output
    assert "projects_carryover" in everything
    assert "projects_carryover" not in alone
    assert "行政运行" in alone


def test_amounts_for_a_machine_are_exact_text(water: Path) -> None:
    result = yusuan("inspect", water, "--stage", "typed", "--table", "expenditure_summary", "--json")
    (table,) = json.loads(result.stdout)["tables"]
    assert table["rows"][0]["values"]["amount"] in ("300000.00", "300000")


def test_inspect_reads_several_files_as_one_disclosure(tmp_path: Path) -> None:
    made = fictitious(301)
    files = [tmp_path / "表.txt", tmp_path / "说明.txt"]
    for path, text in zip(files, (tables(made), narrative(made)), strict=True):
        path.write_text(text, "utf-8")
    both = yusuan("inspect", *files, "--stage", "document").output
    assert "表.txt: text/plain, utf-8; holds tables" in both
    assert "说明.txt: text/plain, utf-8; holds narrative" in both
    (tmp_path / "disclosure.yml").write_text("files: [表.txt, 说明.txt]\n", "utf-8")
    assert yusuan("inspect", tmp_path, "--stage", "document").output == both
    assert "narrative_not_given" in yusuan("inspect", files[0], "--stage", "typed").output
    assert "narrative_not_given" not in yusuan("inspect", *files, "--stage", "typed").output


def test_inspect_of_a_folder_without_a_list_says_what_is_missing(water: Path) -> None:
    result = yusuan("inspect", water.parent, "--stage", "raw")
    assert result.exit_code == 1
    assert "no disclosure.yml with a list of `files`" in result.output


def test_inspect_of_a_file_that_is_refused_says_why(tmp_path: Path) -> None:
    (tmp_path / "notice.txt").write_text("关于召开会议的通知\n", "utf-8")
    result = yusuan("inspect", tmp_path / "notice.txt", "--stage", "raw")
    assert result.exit_code == 1
    assert "notice.txt: 这是通知或公告" in result.output


def test_check_of_a_package_that_reconciles(packages: Path) -> None:
    result = yusuan("check", packages / WATER_ID)
    assert result.exit_code == 0
    assert f"{WATER_ID}: valid" in result.output


def test_check_prints_where_and_what_both_places_say(contradicting: Path, tmp_path: Path) -> None:
    assert yusuan("build", contradicting, "-o", tmp_path / "out").exit_code == 0
    result = yusuan("check", tmp_path / "out")
    assert result.exit_code == 1
    assert "300,000.00" in result.output
    assert "310,000.00" in result.output
    assert "预算支出总表 第 1 行“合计”（原文第 16 行）" in result.output


def test_check_accepts_a_conflict_that_a_person_has_explained(contradicting: Path, tmp_path: Path) -> None:
    yusuan("build", contradicting, "-o", tmp_path / "out")
    failed = json.loads(yusuan("check", tmp_path / "out", "--json").stdout)[0]["conflicts"]
    rules = sorted({conflict["rule_id"] for conflict in failed})
    waivers = "".join(f"- {{rule: {rule}, reason: 合计印刷错误}}\n" for rule in rules)
    (tmp_path / "out" / WATER_ID / "disclosure.yml").write_text(f"waivers:\n{waivers}", "utf-8")
    result = yusuan("check", tmp_path / "out")
    assert result.exit_code == 0
    assert "explained: 合计印刷错误" in result.output


def test_check_refuses_a_waiver_that_covers_nothing(packages: Path) -> None:
    (packages / WATER_ID / "disclosure.yml").write_text("waivers: [{rule: T3-01, reason: x}]\n", "utf-8")
    result = yusuan("check", packages)
    assert result.exit_code == 1
    assert "the waiver of T3-01 covers no failed check" in result.output


def test_check_names_the_file_that_was_changed(packages: Path) -> None:
    (packages / WATER_ID / "data" / "notes.csv").write_text("x", "utf-8")
    result = yusuan("check", packages)
    assert result.exit_code == 1
    assert "data/notes.csv" in result.output


def test_check_for_a_machine(packages: Path) -> None:
    (result,) = json.loads(yusuan("check", packages, "--json").stdout)
    assert (result["ok"], result["errors"]) == (True, [])
    assert {conflict["rule_id"] for conflict in result["conflicts"]} == {"Q-14"}  # not all tables are in it


def test_control_characters_of_a_document_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(disclosure_text().replace("水利\t", "水\x1b[31m利\t"), "utf-8")
    yusuan("build", path, "-o", tmp_path / "out")
    for arguments in (
        ("inspect", path, "--stage", "document"),
        ("inspect", path, "--stage", "raw"),
        ("check", tmp_path / "out"),
    ):
        assert "\x1b" not in yusuan(*arguments).output


def test_publish_of_a_folder_without_packages_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = yusuan("publish", tmp_path / "empty", "-o", tmp_path / "site")
    assert result.exit_code == 1
    assert "yusuan build" in result.output
    assert not (tmp_path / "site").exists()


def test_build_check_and_publish_in_a_terminal_without_utf8(water: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "ascii:replace",
    }
    out, site = tmp_path / "with space", tmp_path / "site"
    for arguments in (("build", water, "-o", out), ("check", out), ("publish", out, "-o", site)):
        command = [sys.executable, "-c", "from pipelines.cli import main; main()", *map(str, arguments)]
        done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)
        assert (done.returncode, done.stderr) == (0, b"")
    assert (site / "catalogue.sqlite").exists()


def test_extraction_needs_no_web_parts() -> None:
    web = "('datasette', 'publish', 'pyarrow')"
    script = f"import sys, pipelines.cli, pipelines.build; print([m for m in {web} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
