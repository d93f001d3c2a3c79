"""Fixtures that several tests share: the vocabulary, one package, a folder of two disclosures, a site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.package import write_package
from pipelines.vocabulary import Vocabulary, vocabulary
from publish.site import publish
from tests import builders
from tests.builders import CULTURE, WATER, disclosure_text
from tests.publishing import write_packages
from tests.visiting import KINDS, ROOT, visited


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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published site of two small packages."""
    folder = tmp_path_factory.mktemp("a site")
    return publish(write_packages(folder / "datapackages"), folder / "site").site


@pytest.fixture(scope="module", params=KINDS)
def client(request: pytest.FixtureRequest, site: Path) -> Iterator[httpx.Client]:
    """That site answered by a real Datasette process, of each kind installed."""
    with visited(site, request.param, site.parent / f"{request.param}.log") as client:
        yield client


@pytest.fixture(scope="session")
def founding_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the disclosures in the project, as the two commands of the Makefile make it."""
    folder = tmp_path_factory.mktemp("founding")
    packages, site = str(folder / "packages"), str(folder / "site")
    for arguments in (["build", str(ROOT / "datapackages"), "-o", packages], ["publish", packages, "-o", site]):
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, done.output
    return Path(site)
