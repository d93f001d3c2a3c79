"""docs/analysis.md says what its examples print, run against a catalogue of the disclosures in the project."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "analysis.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.M | re.S)
TOOLS = ("pandas", "polars", "duckdb", "sqlite3")


def tool_of(code: str) -> str:
    return next(tool for tool in TOOLS if f"import {tool}" in code)


def printed(code: str, folder: Path) -> str:
    """What an example prints where no terminal sets the width of its tables."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("POLARS_")} | {"COLUMNS": "120"}
    command = [sys.executable, "-X", "utf8", "-W", "error", "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", env=plain, check=False)
    assert done.returncode == 0, done.stderr
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines() if line.strip())


def test_every_example_has_its_output_and_there_are_all_three_tools() -> None:
    assert len(EXAMPLES) == PAGE.count("```python\n") >= 8
    assert {tool_of(code) for code, _ in EXAMPLES} == set(TOOLS)


@pytest.mark.slow
@pytest.mark.parametrize(("code", "output"), EXAMPLES, ids=[f"{n}-{tool_of(c)}" for n, (c, _) in enumerate(EXAMPLES)])
def test_example_prints_what_the_page_says(founding_site: Path, code: str, output: str) -> None:
    pytest.importorskip(tool_of(code))
    assert printed(code, founding_site.parent) == output
