"""Visits a published site: starts a real Datasette process, reads pages and API answers."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from publish.serve import command, environment

ROOT = Path(__file__).resolve().parent.parent
ALPHA = os.environ.get("YUSUAN_DATASETTE_ALPHA", str(ROOT / ".venv-alpha" / "bin" / "datasette"))
KINDS = ("stable", "alpha")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def visited(site: Path, kind: str, log: Path) -> Iterator[httpx.Client]:
    """A client of the site under the pinned Datasette or the alpha; skips where no alpha is installed."""
    if kind == "alpha" and not Path(ALPHA).exists():
        pytest.skip("no Datasette alpha is installed: run `make test`, or set YUSUAN_DATASETTE_ALPHA to its command")
    port = free_port()
    line = command(site, port=port, datasette=() if kind == "stable" else (ALPHA,))
    with open(log, "w", encoding="utf-8") as out:
        process = subprocess.Popen(line, env=environment(), stdout=out, stderr=out)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True, timeout=20) as client:
            for _ in range(300):
                assert process.poll() is None, log.read_text(encoding="utf-8")[-2000:]
                try:
                    client.get("/-/versions.json")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield client
    finally:
        process.terminate()
        process.wait(20)


class Page(HTMLParser):
    """Tags, scripts that are not ours, and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def page(client: httpx.Client, address: str) -> Page:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text[:500]
    return Page(answer.text)


def rows(client: httpx.Client, address: str, **parameters: str) -> list[dict[str, object]]:
    answer = client.get(address, params={"_shape": "array", **parameters})
    assert answer.status_code == 200
    return answer.json()
