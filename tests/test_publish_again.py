"""A site that is published again while it is served: one publication at a time, and the new one within seconds."""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import httpx
import pytest

from publish.holding import MARK, held, identity
from publish.serve import environment
from publish.site import publish
from tests.publishing import HOSTILE, PLAIN, write_packages
from tests.visiting import ROOT, free_port

SERVE = "import sys; from pathlib import Path; from publish.serve import serve; serve(Path(sys.argv[1]), port={})"


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    return write_packages(tmp_path / "packages")


@pytest.fixture
def served(tmp_path: Path, packages: Path) -> Path:
    return publish(packages, tmp_path / "a [site]").site


def publish_one_less(packages: Path, site: Path) -> None:
    shutil.rmtree(packages / HOSTILE, ignore_errors=True)
    publish(packages, site)


@contextmanager
def serving(site: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    line = [sys.executable, "-u", "-c", SERVE.format(free_port()), str(site)]
    process = subprocess.Popen(
        line, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        yield next(said.strip() for said in process.stdout if said.startswith("http")), process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def answer(address: str) -> httpx.Response | None:
    """The answer over a new connection; None while nobody listens."""
    try:
        return httpx.get(address, timeout=20)
    except httpx.TransportError:
        return None


State = tuple[int, bool, int]
NEW = (404, False, 0)


def state(address: str, old: str) -> State | None:
    """What one visitor finds of the disclosure that was withdrawn: its page, the old manifest, the link from home."""
    page, home = answer(f"{address}-/disclosure/{HOSTILE}"), answer(address)
    manifest = answer(f"{address}downloads/manifest.json")
    if not (page and home and manifest):
        return None
    digest = hashlib.sha256(manifest.content).hexdigest()
    return page.status_code, digest == old, home.text.count(f'"/-/disclosure/{HOSTILE}"')


@pytest.mark.slow
def test_visitors_see_the_old_site_then_the_new_and_never_a_mixture(served: Path, packages: Path) -> None:
    old = hashlib.sha256((served / "manifest.json").read_bytes()).hexdigest()
    with serving(served) as (address, process):
        seen = [state(address, old)]
        publish_one_less(packages, served)
        republished = time.monotonic()
        while time.monotonic() < republished + 20 and seen[-1] != NEW:
            seen.append(state(address, old))
        seen += [state(address, old) for _ in range(5)]
        assert process.poll() is None
    states = [each for each, _ in groupby(each for each in seen if each)]
    assert states[0] == (200, True, 1)
    assert states[-1] == NEW
    assert len(states) <= 3, f"more than one round in which the site changed: {states}"
    assert not [left for left in served.parent.iterdir() if MARK in left.name]


@pytest.mark.slow
def test_server_ends_on_a_signal_also_after_the_site_was_changed(served: Path, packages: Path) -> None:
    with serving(served) as (address, process):
        publish_one_less(packages, served)
        assert process.stdout is not None
        assert next(line for line in process.stdout if line.startswith("http")).strip() == address
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert answer(address) is None


def test_held_site_stays_as_it_was_when_another_is_published(served: Path, packages: Path) -> None:
    database = (served / "catalogue.sqlite").read_bytes()
    with held(served) as (folder, publication):
        publish_one_less(packages, served)
        assert (folder / "catalogue.sqlite").read_bytes() == database
        assert (folder / "packages" / f"{HOSTILE}.zip").is_file()
        assert publication != identity(served)
    assert not folder.exists()


def test_what_a_killed_server_left_is_cleared_and_what_is_in_use_is_not(served: Path) -> None:
    left = served.with_name(f".{served.name}{MARK}left")
    left.mkdir()
    with held(served) as (first, _), held(served) as (second, _):
        assert not left.exists()
        assert first != second
        assert (first / "packages" / f"{PLAIN}.zip").is_file()


def test_middle_of_a_swap_is_no_publication(tmp_path: Path) -> None:
    assert identity(tmp_path / "site") is None
