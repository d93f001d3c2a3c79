"""What the documents promise: commands, examples, versions, links."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import pipelines
from pipelines.cli import main
from pipelines.commands.site import INSTALL
from pipelines.readers.scan import REMEDY

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")
COMMANDS = sorted(main.commands)


def documents() -> Iterator[Path]:
    for folder in (ROOT, ROOT / "docs", ROOT / "metadata", ROOT / "tests"):
        yield from sorted(folder.glob("*.md"))


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / readme).read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_table_of_both_readmes(command: str, readme: str) -> None:
    assert f"| `yusuan {command} " in (ROOT / readme).read_text(encoding="utf-8")


@pytest.mark.parametrize("readme", READMES)
def test_readme_names_no_command_that_does_not_exist(readme: str) -> None:
    named = re.findall(r"`yusuan (\w+)", (ROOT / readme).read_text(encoding="utf-8"))
    assert set(named) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_an_example_of_it(command: str) -> None:
    shown = CliRunner().invoke(main, [command, "--help"])
    assert shown.exit_code == 0
    assert re.search(rf"Example.*yusuan {command} ", shown.output, re.S)


@pytest.mark.parametrize("readme", READMES)
def test_make_targets_in_the_readmes_are_explained_by_make_help(readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"(?:^\$ |`)make ([a-z]+)", (ROOT / readme).read_text(encoding="utf-8"), re.M))
    assert {"serve", "test"} <= named <= targets


def test_citation_changelog_and_program_agree_on_the_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert newest
    assert str(citation["version"]) == newest.group(1) == pipelines.__version__


@pytest.mark.parametrize("readme", READMES)
def test_readmes_cite_the_current_version(readme: str) -> None:
    assert pipelines.__version__ in (ROOT / readme).read_text(encoding="utf-8")


def test_every_local_link_leads_to_a_file() -> None:
    for document in documents():
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_no_document_written_by_hand_is_longer_than_500_lines() -> None:
    by_hand = (document for document in documents() if document.name != "data-dictionary.md")
    assert not {d.name: n for d in by_hand if (n := len(d.read_text(encoding="utf-8").splitlines())) > 500}


@pytest.mark.parametrize("said", [INSTALL, REMEDY])
@pytest.mark.parametrize("readme", READMES)
def test_extra_that_a_message_asks_for_is_installed_as_the_readmes_say(said: str, readme: str) -> None:
    (extra,) = re.findall(r"'\.\[[a-z]+\]'", said)
    assert extra in (ROOT / readme).read_text("utf-8")


def test_both_readmes_show_the_same_tools() -> None:
    for language in ("python", "r", "console"):
        assert len(blocks("README.md", language)) == len(blocks("README.zh.md", language)) > 0


@pytest.mark.slow
@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("tool", ["pandas", "polars", "duckdb"])
def test_example_in_the_readme_runs_and_prints_rows(founding_site: Path, readme: str, tool: str) -> None:
    pytest.importorskip(tool)
    [block] = [block for block in blocks(readme, "python") if f"import {tool}" in block]
    done = subprocess.run(
        [sys.executable, "-c", block], cwd=founding_site.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) > 5
