"""Whatever interrupts a write, the last good package stands there whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.atomic import OLD, OutputError, new_folder, recover
from pipelines.package import write_package
from pipelines.package.settings import BadSettings
from pipelines.package.validate import package_errors
from pipelines.vocabulary import Vocabulary
from tests import builders


def test_write_that_fails_half_way_leaves_the_last_good_package(package: Path, words: Vocabulary) -> None:
    before = {path: path.read_bytes() for path in package.rglob("*") if path.is_file()}
    (package / "disclosure.yml").write_text("nonsense: 1", "utf-8")
    with pytest.raises(BadSettings):
        write_package(builders.disclosure(words), b"other", package.parent, words)
    (package / "disclosure.yml").unlink()
    assert {path: path.read_bytes() for path in package.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_that_cannot_be_written_is_named(tmp_path: Path, words: Vocabulary) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match=str(tmp_path)):
        write_package(builders.disclosure(words), builders.TEXT, tmp_path, words)


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
