"""Whatever interrupts a write, the last good package stands there whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.atomic import OLD, OutputError, new_folder, recover
from pipelines.build import build
from pipelines.package import write_package
from pipelines.package.settings import BadSettings
from pipelines.package.validate import package_errors
from pipelines.vocabulary import Vocabulary
from tests import builders

NOBODY = 65534


def test_write_that_fails_half_way_leaves_the_last_good_package(package: Path, words: Vocabulary) -> None:
    before = {path: path.read_bytes() for path in package.rglob("*") if path.is_file()}
    (package / "disclosure.yml").write_text("nonsense: 1", "utf-8")
    with pytest.raises(BadSettings):
        write_package(builders.disclosure(words), b"other", package.parent, words)
    (package / "disclosure.yml").unlink()
    assert {path: path.read_bytes() for path in package.rglob("*") if path.is_file()} == before


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A folder that may be looked into but not written, also when root runs the tests."""
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        os.chmod(place, 0o555)
        if os.geteuid() == 0:
            os.seteuid(NOBODY)
        try:
            yield Path(place)
        finally:
            if os.getuid() == 0:
                os.seteuid(0)
            os.chmod(place, 0o755)


def test_folder_that_cannot_be_written_is_named(forbidden: Path, words: Vocabulary) -> None:
    made = builders.disclosure(words)
    with pytest.raises(OutputError, match=f"cannot write {forbidden}"):
        write_package(made, builders.TEXT, forbidden, words)
    with pytest.raises(OutputError, match=f"cannot write {forbidden}"):
        build([], forbidden / "packages")
    assert list(forbidden.iterdir()) == []


def test_output_folder_that_is_a_file_is_named(tmp_path: Path, words: Vocabulary) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OutputError, match="file"):
        write_package(builders.disclosure(words), builders.TEXT, tmp_path / "file", words)


def test_swap_cut_between_its_two_renames_is_ended_at_the_next_start(package: Path) -> None:
    package.rename(package.with_name(f".{package.name}{OLD}"))
    recover(package.parent)
    assert package_errors(package) == []
    assert [path.name for path in package.parent.iterdir()] == [package.name]


def test_interrupt_while_writing_leaves_nothing_beside(package: Path) -> None:
    def interrupted() -> None:
        with new_folder(package) as new:
            (new / "half").write_text("x", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [path.name for path in package.parent.iterdir()] == [package.name]
    assert package_errors(package) == []
