"""A package that cannot be trusted stays out of the catalogue and is named; the last good site is never spoiled."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from pipelines.atomic import NEW, OLD
from publish.site import NoSite, NothingToPublish, publish
from tests.publishing import HOSTILE, PLAIN, resealed, write_packages

ROOT = Path(__file__).resolve().parent.parent
EXPENDITURE = "data/expenditure_summary.csv"


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    return write_packages(tmp_path / "datapackages")


def replaced(old: str, new: str, path: str = EXPENDITURE) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        assert old in text
        (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")

    return spoil


def removed(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


def encoded(encoding: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        text = (folder / EXPENDITURE).read_text(encoding="utf-8")
        (folder / EXPENDITURE).write_bytes(text.encode(encoding))

    return spoil


def doubled_row(folder: Path) -> None:
    lines = (folder / EXPENDITURE).read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / EXPENDITURE).write_text("".join([*lines, lines[-1]]), encoding="utf-8", newline="")


def link_to_the_outside(folder: Path) -> None:
    (folder / "raw" / "passwd").symlink_to("/etc/passwd")


def pipe_that_never_ends(folder: Path) -> None:
    (folder / "data" / "notes.csv").unlink()
    os.mkfifo(folder / "data" / "notes.csv")


def name_that_is_no_text(folder: Path) -> None:
    (folder / "raw" / os.fsdecode(b"\xff\n.txt")).touch()


def endless_nesting(folder: Path) -> None:
    (folder / "datapackage.json").write_text("[" * 100_000, encoding="utf-8")


def descriptor_of_another(folder: Path) -> None:
    (folder / "datapackage.json").write_text('{"name": "else"}', encoding="utf-8")


FROM_PRINT = 'unlisted,"printed in the disclosure, in no list"'


def with_line(path: str, line: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        text = (folder / path).read_text(encoding="utf-8")
        (folder / path).write_text(f"{text}{line}\n", encoding="utf-8", newline="")

    return spoil


def with_code(*lines: str) -> Callable[[Path], None]:
    return with_line("data/functional_classification.csv", "\n".join(lines))


def source_of_another(folder: Path) -> None:
    next((folder / "raw").iterdir()).write_text("another document", "utf-8")


def table_nobody_lists(folder: Path) -> None:
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    (folder / "datapackage.json").write_text(text.replace("data/notes.csv", "data/disclosures.csv"), "utf-8")


SPOILED: dict[str, tuple[Callable[[Path], None], str]] = {
    "full_width_digits": (replaced("6781000.00", "６７８１０００.00"), "expenditure_summary.amount, row 1: '６７８"),
    "exponent": (replaced("6781000.00", "1e5"), "'1e5' is not an amount"),
    "not_a_number": (replaced("6781000.00", "NaN"), "'NaN' is not an amount"),
    "infinite": (replaced("6781000.00", "inf"), "'inf' is not an amount"),
    "three_decimals": (replaced("6781000.00", "6781000.001"), "'6781000.001' is not an amount"),
    "thousands_separators": (replaced("6781000.00", '"6,781,000.00"'), "'6,781,000.00' is not an amount"),
    "sixteen_digits": (replaced("6781000.00", "1234567890123456.00"), "is not an amount"),
    "line_feed_after_the_amount": (replaced("6781000.00", '"6781000.00\n"'), "is not an amount"),
    "amount_in_the_checks": (replaced("-6781000.10", "1e9", "data/check_results.csv"), "check_results.difference"),
    "columns_swapped": (replaced("function_code,function_name", "function_name,function_code"), "has the columns"),
    "column_missing": (replaced(",verdict", ""), "has the columns"),
    "byte_order_mark": (encoded("utf-8-sig"), "has the columns"),
    "gb18030": (encoded("gb18030"), "cannot be read"),
    "utf16": (encoded("utf-16"), "cannot be read"),
    "ragged_row": (replaced(",101,verified", ",101"), "cannot be read"),
    "unknown_verdict": (replaced("verified", "perfect"), "'perfect' is not one of verified"),
    "boolean_of_another_tool": (replaced("false", "FALSE"), "'FALSE' is not true or false"),
    "negative_row_number": (replaced(f"{PLAIN},1,", f"{PLAIN},-1,"), "'-1' is not at least 1"),
    "blank_where_required": (replaced(",false,", ",,"), "the column is never blank"),
    "row_twice": (doubled_row, "two rows with one key"),
    "row_of_another_disclosure": (replaced(PLAIN, HOSTILE), "rows of another disclosure"),
    "code_of_no_list": (replaced("2010601", "2990101"), "refers to '2990101'"),
    "code_passed_off_as_listed": (
        with_code("2010688,自造科目,,3,,general_public,,,,,printed,nowhere"),
        "functional_classification has rows that the list does not have",
    ),
    "unlisted_code_twice": (with_code(*[f"2010688,自造,,3,,unknown,,,,,{FROM_PRINT}"] * 2), "two rows with one key"),
    "unlisted_code_of_no_parent": (
        with_code(f"2990188,自造,,3,29901,unknown,,,,,{FROM_PRINT}"),
        "functional_classification.parent refers to '29901'",
    ),
    "rule_of_its_own": (
        with_line("data/rules.csv", "Z-99,sum,error,假,False.,a = b,nothing"),
        "rules has rows that the list does not have",
    ),
    "division_of_its_own": (
        with_line("data/divisions.csv", "999999,county,假县,假县,,,,nowhere"),
        "divisions has rows that the list does not have",
    ),
    "source_of_another": (source_of_another, "no file in raw/ has the SHA-256 that disclosures names"),
    "table_nobody_lists": (table_nobody_lists, "data/notes.csv: not listed in datapackage.json"),
    "table_missing": (removed(EXPENDITURE), "expenditure_summary.csv: missing"),
    "descriptor_missing": (removed("datapackage.json"), "holds no datapackage.json"),
    "descriptor_of_another": (descriptor_of_another, "does not name this disclosure"),
    "descriptor_nested_without_end": (endless_nesting, "cannot be read"),
    "pipe_that_never_ends": (pipe_that_never_ends, "'data/notes.csv' is no plain file"),
    "name_that_is_no_text": (name_that_is_no_text, "no name that an archive can carry"),
    "link_to_the_outside": (link_to_the_outside, "'raw/passwd' is no plain file"),
}


@pytest.mark.parametrize("oddity", SPOILED)
def test_spoiled_package_is_left_out_and_the_other_published(packages: Path, tmp_path: Path, oddity: str) -> None:
    spoil, reason = SPOILED[oddity]
    spoil(packages / PLAIN)
    with suppress(OSError, ValueError, KeyError, RecursionError):  # where there is a descriptor left to seal
        resealed(packages / PLAIN)
    report = publish(packages, tmp_path / "site")
    assert report.disclosures == (HOSTILE,)
    assert [left.package for left in report.left_out] == [PLAIN]
    assert reason in report.left_out[0].reason
    assert str(tmp_path) not in report.left_out[0].reason
    assert json.loads((tmp_path / "site" / "manifest.json").read_text(encoding="utf-8"))["left_out"]


@pytest.mark.parametrize(
    ("spoil", "path"),
    [(replaced("6781000.00", "9781000.00"), EXPENDITURE), (source_of_another, "raw/")],
    ids=["figure_changed_after_the_checks", "source_exchanged"],
)
def test_package_edited_after_it_was_checked_is_left_out(
    packages: Path, tmp_path: Path, spoil: Callable[[Path], None], path: str
) -> None:
    spoil(packages / PLAIN)
    (left,) = publish(packages, tmp_path / "site").left_out
    assert left.package == PLAIN
    assert left.reason.startswith(path)
    assert "bytes or hash differ" in left.reason


def test_folder_whose_name_is_no_disclosure_id_is_left_out(packages: Path, tmp_path: Path) -> None:
    shutil.copytree(packages / PLAIN, packages / "A b'<c>")
    report = publish(packages, tmp_path / "site")
    assert report.disclosures == (PLAIN, HOSTILE)
    assert [left.package for left in report.left_out] == ["A b'<c>"]


def test_hidden_leftovers_of_a_build_are_no_packages(packages: Path, tmp_path: Path) -> None:
    shutil.copytree(packages / PLAIN, packages / f".{PLAIN}{NEW}")
    report = publish(packages, tmp_path / "site")
    assert report.disclosures == (PLAIN, HOSTILE)
    assert report.left_out == ()


def test_nothing_to_publish_leaves_the_last_site_whole(packages: Path, tmp_path: Path) -> None:
    before = publish(packages, tmp_path / "site")
    for name in (PLAIN, HOSTILE):
        (packages / name / "datapackage.json").unlink()
    with pytest.raises(NothingToPublish) as refused:
        publish(packages, tmp_path / "site")
    assert [left.package for left in refused.value.left_out] == [PLAIN, HOSTILE]
    assert (tmp_path / "site" / "SHA256SUMS").is_file()
    assert len(before.files) == len(json.loads((tmp_path / "site" / "manifest.json").read_bytes())["files"])


def test_full_disk_leaves_the_last_site_whole_and_nothing_beside_it(packages: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(packages, site)
    sums = (site / "SHA256SUMS").read_bytes()
    program = "import sys; from pathlib import Path; from publish.site import publish as p; p(*map(Path, sys.argv[1:]))"
    run = subprocess.run(
        [sys.executable, "-c", program, packages, site],
        cwd=ROOT,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
        check=False,
    )
    assert run.returncode != 0
    assert (site / "SHA256SUMS").read_bytes() == sums
    assert sorted(path.name for path in tmp_path.iterdir()) == ["datapackages", "site"]


def test_site_cut_short_between_two_renames_is_put_back(packages: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    publish(packages, site)
    sums = (site / "SHA256SUMS").read_bytes()
    site.rename(tmp_path / f".site{OLD}")
    (tmp_path / f".site{NEW}").mkdir()
    with pytest.raises(NothingToPublish):
        publish(packages / PLAIN, site)
    assert (site / "SHA256SUMS").read_bytes() == sums
    publish(packages, site)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["datapackages", "site"]


def test_folder_that_is_no_site_is_left_alone(packages: Path, tmp_path: Path) -> None:
    mine = tmp_path / "documents"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(NoSite, match="documents"):
        publish(packages, mine)
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]


def test_reasons_of_refused_files_are_no_package(packages: Path, tmp_path: Path) -> None:
    (packages / "quarantine").mkdir()
    (packages / "quarantine" / "x.json").write_text("{}", "utf-8")
    assert publish(packages, tmp_path / "site").left_out == ()
