"""Source files beside their figures: a PDF opens at its page; whatever else calls itself one is only ever downloaded."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from pipelines.model import Disclosure, Source
from pipelines.package import write_package
from pipelines.vocabulary import vocabulary
from publish.site import publish
from tests.publishing import PLAIN, plain

pytestmark = pytest.mark.slow

PDF = b"%PDF-1.7\n% the smallest that is told from a page\n"
PAGE = b"<!doctype html><script>alert(1)</script>%PDF-1.7"
BOTH = b"%PDF-1.7\n<!doctype html><script>alert(1)</script>"


def disclosed(year: int, name: str, content: bytes) -> Disclosure:
    """The ordinary department, in a year of its own, read from a file of this name and content."""
    found = plain()
    source = Source(name, hashlib.sha256(content).hexdigest(), len(content), "application/pdf")
    identity = replace(found.identity, disclosure_id=PLAIN.replace("2024", str(year)), fiscal_year=year)
    return replace(found, identity=identity, source=source)


FILES = {2021: ("a.pdf", PDF), 2022: ("b.pdf", PAGE), 2023: ("c.pdf", BOTH), 2020: ("d.html", BOTH)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for year, (name, content) in FILES.items():
        write_package(disclosed(year, name, content), content, folder / "packages", vocabulary())
    return publish(folder / "packages", folder / "site").site


def raw(client: httpx.Client, year: int, suffix: str = "pdf", **headers: str) -> httpx.Response:
    return client.get(f"/downloads/raw/{PLAIN.replace('2024', str(year))}.{suffix}", headers=headers)


@pytest.mark.parametrize("year", [2021, 2023])
def test_pdf_opens_in_the_browser_and_may_do_nothing_there(client: httpx.Client, year: int) -> None:
    answer = raw(client, year)
    assert answer.content == FILES[year][1]
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")
    assert "script-src" not in answer.headers["content-security-policy"]
    assert raw(client, year, range="bytes=0-4").headers["content-type"] == "application/pdf"


@pytest.mark.parametrize(("year", "suffix"), [(2022, "pdf"), (2020, "html")])
def test_what_is_no_pdf_by_name_and_bytes_is_downloaded(client: httpx.Client, year: int, suffix: str) -> None:
    answer = raw(client, year, suffix)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
