"""The catalogue shows the newest version of a disclosure and keeps the others as archives."""

from __future__ import annotations

import csv
import io
import shutil
import zipfile
from pathlib import Path

import httpx
import pytest

from pipelines.build import build
from pipelines.package.history import versions
from pipelines.package.validate import package_errors
from publish.site import Report, publish
from tests.builders import CULTURE, WATER, WATER_ID, disclosure_text
from tests.visiting import page, visited


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disclosure that was published twice, beside one that was published once."""
    folder = tmp_path_factory.mktemp("revisions")
    for name, entity, total in (("1.txt", WATER, "30.00"), ("2.txt", WATER, "31.00"), ("other.txt", CULTURE, "30.00")):
        (folder / name).write_text(disclosure_text(entity, total=total), "utf-8")
        build([folder / name], folder / "packages", replace=True)
    return folder / "packages"


@pytest.fixture(scope="module")
def report(packages: Path) -> Report:
    return publish(packages, packages.parent / "site")


def table(site: Path, resource: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO((site / "csv" / f"{resource}.csv").read_text("utf-8")))]


def test_tables_hold_the_newest_version_only_and_revisions_all_of_them(report: Report) -> None:
    assert report.left_out == ()
    water = [row for row in table(report.site, "expenditure_summary") if row["disclosure_id"] == WATER_ID]
    assert [row["amount"] for row in water][:1] == ["310000.00"]
    assert len(water) == 5
    listed = [row for row in table(report.site, "revisions") if row["disclosure_id"] == WATER_ID]
    assert [(row["revision_number"], row["is_current"], row["cells_changed"]) for row in listed] == [
        ("1", "false", ""),
        ("2", "true", "1"),
    ]
    assert len(table(report.site, "revisions")) == 3


def test_each_version_is_an_archive_that_unpacks_to_a_valid_package(report: Report, tmp_path: Path) -> None:
    names = sorted(file.path for file in report.files if file.path.startswith(f"packages/{WATER_ID}"))
    assert names == [f"packages/{WATER_ID}.1.zip", f"packages/{WATER_ID}.zip"]
    for name, source in zip(names, ("1.txt", "2.txt"), strict=True):
        with zipfile.ZipFile(report.site / name) as archive:
            assert {member.split("/")[0] for member in archive.namelist()} == {WATER_ID}
            assert [m for m in archive.namelist() if "/raw/" in m] == [f"{WATER_ID}/raw/{source}"]
            archive.extractall(tmp_path / source)
        assert package_errors(tmp_path / source / WATER_ID) == []


def spoiled(packages: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "packages"
    shutil.copytree(packages, copy)
    return copy


@pytest.mark.parametrize("oddity", ["changed", "renamed", "link", "of_another", "missing"])
def test_package_with_a_bad_history_is_left_out_by_name(packages: Path, tmp_path: Path, oddity: str) -> None:
    copy = spoiled(packages, tmp_path)
    (old,) = versions(copy / WATER_ID)
    said = f"history/{old.name}"
    if oddity == "changed":
        (old / "data" / "notes.csv").write_text("x", "utf-8")
    elif oddity == "renamed":
        old.rename(old.with_name("2-" + old.name[2:]))
        said = "history: version 1 is missing"
    elif oddity == "link":
        (old / "data" / "passwd.csv").symlink_to("/etc/passwd")
    elif oddity == "of_another":
        (other,) = (path for path in copy.iterdir() if path.name not in (WATER_ID, "quarantine"))
        shutil.copytree(other / "data", old / "data", dirs_exist_ok=True)
    else:
        (copy / WATER_ID / "history" / "notes.txt").write_text("x", "utf-8")
        said = "history/notes.txt: is no version"
    report = publish(copy, tmp_path / "site")
    assert WATER_ID not in report.disclosures
    (left,) = report.left_out
    assert (left.package, said in left.reason) == (WATER_ID, True), left.reason
    assert str(tmp_path) not in left.reason


def test_unpacked_archive_can_be_published_without_its_history(packages: Path, tmp_path: Path) -> None:
    copy = spoiled(packages, tmp_path)
    shutil.rmtree(copy / WATER_ID / "history")
    report = publish(copy, tmp_path / "site")
    assert report.left_out == ()
    assert len(table(report.site, "revisions")) == 3


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["stable", "alpha"])
def test_page_of_a_disclosure_lists_its_versions_with_their_archives(report: Report, tmp_path: Path, kind: str) -> None:
    with visited(report.site, kind, tmp_path / "log") as client:
        shown = page(client, f"/-/disclosure/{WATER_ID}")
        assert "版本 Versions" in shown.text
        assert "第 2 版 当前 current" in shown.text
        assert shown.text.index("第 2 版") < shown.text.index("第 1 版")
        links = {attributes.get("href") for tag, attributes in shown.tags if tag == "a"}
        old = f"/downloads/packages/{WATER_ID}.1.zip"
        assert {old, f"/downloads/packages/{WATER_ID}.zip"} <= links
        assert downloaded(client, old) == (report.site / "packages" / f"{WATER_ID}.1.zip").read_bytes()
        (other,) = (name for name in report.disclosures if name != WATER_ID)
        assert "Versions" not in page(client, f"/-/disclosure/{other}").text


def downloaded(client: httpx.Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content
