"""Text and names from outside are data: in CSV exact, in Markdown inert, on disk never a path."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from frictionless import validate

from pipelines.model import Refused
from pipelines.names import safe_name
from pipelines.package import write_package
from pipelines.package.validate import package_errors
from pipelines.plain import markdown
from pipelines.vocabulary import Vocabulary
from tests import builders
from tests.builders import HOSTILE, described, hostile, rows


def test_hostile_text_is_data_in_csv_and_inert_in_the_readme(tmp_path: Path, words: Vocabulary) -> None:
    package = write_package(hostile(words), builders.TEXT, tmp_path, words)
    assert rows(package, "expenditure_summary")[0]["function_name"] == HOSTILE
    assert described(package)["title"] == HOSTILE
    readme = (package / "README.md").read_text("utf-8")
    for harmful in ("<script>", "](http://evil", "\n# heading", "| `code`"):
        assert harmful not in readme
    assert package_errors(package) == []
    assert validate(str(package / "datapackage.json")).valid


def test_hostile_file_name_stays_inside_raw(tmp_path: Path, words: Vocabulary) -> None:
    package = write_package(hostile(words), builders.TEXT, tmp_path, words)
    (raw,) = (package / "raw").iterdir()
    assert raw.read_bytes() == builders.TEXT
    assert [path.name for path in tmp_path.iterdir()] == [package.name]
    assert not set(raw.name) & set('/\\"<>=+ ')


@pytest.mark.parametrize("identifier", ["../escape", "a/b", "", "A", "a--b", "x" * 121, ".hidden"])
def test_identifier_that_is_no_plain_name_is_refused(tmp_path: Path, words: Vocabulary, identifier: str) -> None:
    odd = builders.disclosure(words, identity=builders.identity(disclosure_id=identifier))
    with pytest.raises(Refused):
        write_package(odd, builders.TEXT, tmp_path / "out", words)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("屯留区 2024（公开）.txt", "屯留区_2024（公开）.txt"),
        ("../../etc/passwd", "etc_passwd"),
        ("CON.txt", "_CON.txt"),
        ("=1+1.txt", "1_1.txt"),
        ("", "source"),
        ("...", "source"),
        ("\u202egpj.txt", "gpj.txt"),
        ("好" * 200 + ".txt", "好" * 38 + ".txt"),
    ],
)
def test_file_names_are_made_plain_once_and_for_all(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe
    assert len(safe.encode()) <= 120


@pytest.mark.parametrize(
    "trick", ["http://a.example", "www.a.example", "<a href=x>", "![i](x)", "a@b.example", "**b**"]
)
def test_markdown_shows_a_trick_as_text(trick: str) -> None:
    escaped = markdown(trick)
    assert escaped != trick
    assert "<" not in escaped


@pytest.mark.parametrize("text", ["1. one", "2024. year", "12) twelve", "- dash", "+ plus", "=1+1"])
def test_markdown_starts_no_list_and_no_heading(text: str) -> None:
    assert re.match(r"\\|\d+\\", markdown(text))
