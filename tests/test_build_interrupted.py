"""A build that is ended by a signal, a full disk or a crash leaves whole packages and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.atomic import NEW, OLD
from pipelines.build import build
from pipelines.package.validate import package_errors
from tests.builders import CULTURE, WATER, WATER_ID, disclosure_text, fates, packages, snapshot

ROOT = Path(__file__).parent.parent


def test_leftovers_of_a_killed_build_are_cleared_at_the_next_start(sources: Path, out: Path) -> None:
    build([sources], out)
    before = snapshot(out)
    (out / WATER_ID).rename(out / f".{WATER_ID}{OLD}")
    (out / f".staging{NEW}" / "0").mkdir(parents=True)
    assert set(fates(build([sources], out)).values()) == {"unchanged"}
    assert snapshot(out) == before


SMALL_DISK = """
import resource, sys
from pathlib import Path
from pipelines.atomic import OutputError
from pipelines.build import build
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    build([Path(sys.argv[1])], Path(sys.argv[2]), replace=True, jobs=int(sys.argv[3]))
except OutputError as error:
    print(error)
    raise SystemExit(3)
"""


def in_another_process(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file size there")
@pytest.mark.parametrize("jobs", [1, 2])
def test_full_disk_ends_the_build_and_leaves_the_last_good_packages(sources: Path, out: Path, jobs: int) -> None:
    build([sources], out)
    before = snapshot(out)
    for path in sources.iterdir():
        path.write_text(disclosure_text(WATER if "water" in path.name else CULTURE, total="31.00"), "utf-8")
    process = in_another_process(SMALL_DISK, sources, out, jobs)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "cannot write" in said
    assert snapshot(out) == before


def wait_for(happened, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while not happened() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_build_ended_in_the_middle_leaves_whole_packages(sources: Path, out: Path, sign: int, jobs: int) -> None:
    build([sources], out)
    before = snapshot(out)
    for number in range(20):
        (sources / f"{number}.txt").write_text(disclosure_text(WATER, 2010 + number), "utf-8")
    run = "from pipelines.cli import main; main()"
    process = in_another_process(run, "build", sources, "-o", out, "--jobs", jobs)
    wait_for(lambda: (out / f".staging{NEW}" / "1").exists(), process)
    os.killpg(process.pid, sign) if sign == signal.SIGINT else process.send_signal(sign)
    process.communicate(timeout=60)
    assert process.returncode not in (0, 3)
    good = {path: digest for path, digest in snapshot(out).items() if not path.startswith(".")}
    assert before.items() <= good.items()
    assert all(package_errors(out / name) == [] for name in packages(out)[:3])
    assert build([sources], out).ok
    assert len(packages(out)) == 21  # one of the twenty is the water bureau of 2024 again
