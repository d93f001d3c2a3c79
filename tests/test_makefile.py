"""`make site` as the README promises it: from a path with spaces, twice, and with a file that is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("Makefile", "constraints.txt", "pyproject.toml", "metadata", "pipelines", "publish", "scripts")
YUSUAN = '#!/bin/sh\nexec "{python}" -c "from pipelines.cli import main; main()" "$@"\n'

pytestmark = pytest.mark.slow


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the project ships, in an environment that is set up already: the one that runs the tests."""
    clone = tmp_path / "a clone"
    for name in SHIPPED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, clone / name)
    for raw in (ROOT / "datapackages").glob("*/raw"):
        shutil.copytree(raw, clone / raw.relative_to(ROOT))
    command = clone / ".venv" / "bin" / "yusuan"
    command.parent.mkdir(parents=True)
    command.write_text(YUSUAN.format(python=sys.executable), "utf-8")
    command.chmod(0o755)
    (clone / ".venv" / ".extra-publish").touch()
    return clone


def make(checkout: Path, target: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout), "VENV": ".venv"}
    return subprocess.run(
        ["make", target], cwd=checkout, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_site_is_made_once_and_again_only_when_something_changed(checkout: Path) -> None:
    first = make(checkout, "site")
    assert first.returncode == 0, first.stderr
    assert len(list((checkout / "datapackages").glob("*/datapackage.json"))) == 5
    assert "Nothing to be done" in make(checkout, "site").stdout
    shutil.rmtree(checkout / "site")
    assert make(checkout, "site").returncode == 0
    assert (checkout / "site" / "manifest.json").is_file()


def test_file_that_is_refused_leaves_a_site_of_the_others_that_can_be_made_again(checkout: Path) -> None:
    refused = checkout / "datapackages" / "000000-nobody" / "raw" / "empty.txt"
    refused.parent.mkdir(parents=True)
    refused.touch()
    for _time in ("first", "second"):
        done = make(checkout, "site")
        assert done.returncode == 0, done.stderr
        assert "left out 000000-nobody: holds no datapackage.json" in done.stderr
        assert (checkout / "site" / "manifest.json").is_file()
