"""Fixtures that several tests share: the vocabulary, one package, a folder of two disclosures."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.package import write_package
from pipelines.vocabulary import Vocabulary, vocabulary
from tests import builders
from tests.builders import CULTURE, WATER, disclosure_text


@pytest.fixture(scope="session")
def words() -> Vocabulary:
    return vocabulary()


@pytest.fixture
def package(tmp_path: Path, words: Vocabulary) -> Path:
    return write_package(builders.disclosure(words), builders.TEXT, tmp_path, words)


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
