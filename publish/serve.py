"""Serves a published site with Datasette: immutable, with limits, on the loopback address unless told otherwise."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from publish.holding import held, identity

HERE = Path(__file__).resolve().parent
PATIENCE = 60.0
WATCH = 0.5
GRACE = 3.0


class NotServed(Exception):
    """The site cannot be served; the message says what is missing or in the way."""


def command(site: Path, host: str = "127.0.0.1", port: int = 8001, datasette: tuple[str, ...] = ()) -> list[str]:
    """The Datasette command line of a site; `datasette` replaces `python -m datasette`, for another version."""
    settings = json.loads((site / "settings.json").read_text(encoding="utf-8"))
    dressed = HERE / "datasette"
    return [
        *(datasette or (sys.executable, "-m", "datasette")),
        "serve",
        *("-i", str(site / "catalogue.sqlite")),
        *("--inspect-file", str(site / "inspect-data.json")),
        *("--metadata", str(site / "metadata.json")),
        *("--template-dir", str(dressed / "templates")),
        *("--plugins-dir", str(dressed / "plugins")),
        *("--static", f"assets:{dressed / 'static'}"),
        *(part for name, value in settings.items() for part in ("--setting", name, str(value))),
        "--cors",
        *("--host", host),
        *("--port", str(port)),
    ]


def environment() -> dict[str, str]:
    """The caller's environment, in which the site's plugin finds this package also from an uninstalled checkout."""
    paths = [str(HERE.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def answers(address: str) -> bool:
    """Whether something answers at the address."""
    try:
        with urllib.request.urlopen(f"{address}/-/versions.json", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _end(*_: object) -> None:
    """Ends as Ctrl-C does, so that Datasette never outlives us."""
    raise KeyboardInterrupt


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ends Datasette; a download that is still going on has GRACE seconds."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _serve_one(site: Path, host: str, port: int, address: str, announce: Callable[[str], None]) -> int | None:
    """Serves the publication that `site` now holds; Datasette's exit code, or None once another one is in its place."""
    with held(site) as (folder, publication):
        process = subprocess.Popen(command(folder, host, port), env=environment())
        try:
            deadline = time.monotonic() + PATIENCE
            while process.poll() is None and time.monotonic() < deadline:
                if answers(address):
                    announce(f"{address}/")
                    break
                time.sleep(0.1)
            while process.poll() is None:
                if identity(site) not in (None, publication):
                    return None
                time.sleep(WATCH)
            return process.returncode
        finally:
            _stop(process)


def serve(site: Path, host: str = "127.0.0.1", port: int = 8001, announce: Callable[[str], None] = print) -> int:
    """Runs Datasette until it ends, anew for every publication; announces the address once it answers.

    Each run sees one publication only, whatever happens to the folder. Raises NotServed for what is no site.
    """
    if not (site / "catalogue.sqlite").is_file() or not (site / "settings.json").is_file():
        raise NotServed(f"{site} holds no published site: run `yusuan publish` first")
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    if answers(address):
        raise NotServed(f"something else already answers at {address}: choose another --port")
    signal.signal(signal.SIGTERM, _end)
    try:
        while (code := _serve_one(site, host, port, address, announce)) is None:
            pass
        return code
    except KeyboardInterrupt:
        return 0
