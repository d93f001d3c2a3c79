"""The API, the downloads and the limits of the site, under the pinned Datasette and the newest alpha."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from publish.dressing import SETTINGS
from publish.serve import NotServed, serve
from tests.publishing import PLAIN
from tests.visiting import ROOT, free_port, rows

pytestmark = pytest.mark.slow


def test_api_gives_typed_rows(client: httpx.Client) -> None:
    found = rows(client, "/catalogue/expenditure_summary.json", disclosure_id=PLAIN)
    assert [row["amount"] for row in found] == [6781000, 6781000, 6781000, -0.1]
    assert found[0]["basic_expenditure"] == 5431000.5
    assert found[0]["function_code"] is None
    assert found[3]["function_code"] == "2010601"


def test_api_filters_by_column(client: httpx.Client) -> None:
    found = rows(client, "/catalogue/check_results.json", outcome="fail", waiver__isnull=1)
    assert [row["disclosure_id"] for row in found] == [PLAIN]
    assert found[0]["message_en"] == "Row 4 should be 6781000.00, but prints -0.10"


def test_api_answers_every_origin(client: httpx.Client) -> None:
    for address in ("/catalogue/notes.json?_shape=array", "/downloads/csv/notes.csv"):
        assert client.get(address).headers["access-control-allow-origin"] == "*"


def test_static_style_is_there(client: httpx.Client) -> None:
    assert client.get("/assets/site.css").headers["content-type"].startswith("text/css")


def test_downloads_are_the_bytes_of_the_manifest(client: httpx.Client, site: Path) -> None:
    types = {".csv": "text/csv; charset=utf-8", ".parquet": "application/vnd.apache.parquet", ".zip": "application/zip"}
    files = json.loads((site / "manifest.json").read_text(encoding="utf-8"))["files"]
    for file in files:
        answer = client.get(f"/downloads/{file['path']}")
        assert hashlib.sha256(answer.content).hexdigest() == file["sha256"]
        wanted = types.get(Path(file["path"]).suffix)
        assert wanted is None or answer.headers["content-type"] == wanted
    assert client.get("/downloads/SHA256SUMS").text == (site / "SHA256SUMS").read_text(encoding="utf-8")


def test_downloads_answer_ranges_heads_and_revalidation(client: httpx.Client, site: Path) -> None:
    content = (site / "parquet" / "notes.parquet").read_bytes()
    address = "/downloads/parquet/notes.parquet"
    part = client.get(address, headers={"range": "bytes=-8"})
    assert (part.status_code, part.content) == (206, content[-8:])
    middle = client.get(address, headers={"range": "bytes=4-7"})
    assert (middle.content, middle.headers["content-range"]) == (content[4:8], f"bytes 4-7/{len(content)}")
    assert client.get(address, headers={"range": f"bytes={len(content)}-"}).status_code == 416
    head = client.head(address)
    assert (head.content, head.headers["content-length"]) == (b"", str(len(content)))
    assert client.get(address, headers={"if-none-match": head.headers["etag"]}).status_code == 304


UNLISTED = ("metadata.json", "../x", "%2e%2e/%2e%2e/etc/passwd", "csv", "csv/", "/etc/passwd", "csv/none.csv", "a%0Ab")


@pytest.mark.parametrize("path", UNLISTED)
def test_downloads_give_nothing_that_is_not_listed(client: httpx.Client, path: str) -> None:
    assert client.get(f"/downloads/{path}").status_code == 404


def test_endless_query_is_cut_off(client: httpx.Client) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n"
    start = time.monotonic()
    answer = client.get("/catalogue.json", params={"sql": endless})
    assert answer.status_code == 400
    assert "interrupted" in answer.text.lower() or "time" in answer.text.lower()
    assert time.monotonic() - start < 10


def test_database_cannot_be_written(client: httpx.Client) -> None:
    assert client.get("/catalogue.json", params={"sql": "delete from notes"}).status_code in (400, 403)
    assert len(rows(client, "/catalogue/notes.json")) == 1


def test_settings_are_the_published_ones(client: httpx.Client) -> None:
    found = client.get("/-/settings.json").json()
    assert {name: int(found[name]) for name in SETTINGS} == dict(SETTINGS)


def test_database_is_immutable_and_inspected(client: httpx.Client, site: Path) -> None:
    said = client.get("/-/databases.json").json()
    listed = said["databases"] if isinstance(said, dict) else said  # a list in 0.65, an object in 1.0
    database = next(each for each in listed if each["name"] == "catalogue")
    assert database["is_mutable"] is False
    assert database["hash"] == hashlib.sha256((site / "catalogue.sqlite").read_bytes()).hexdigest()


def test_serve_announces_the_address_and_ends_with_its_datasette(site: Path) -> None:
    port = free_port()
    program = f"from pathlib import Path; from publish.serve import serve; serve(Path({str(site)!r}), port={port})"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        announced = next(line for line in process.stdout if line.startswith("http"))
        assert announced.strip() == f"http://127.0.0.1:{port}/"
        assert httpx.get(announced.strip()).status_code == 200
        with pytest.raises(NotServed, match="something else already answers"):
            serve(site, port=port)
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        with pytest.raises(httpx.TransportError):
            httpx.get(announced.strip())
    finally:
        process.kill()


def test_serve_refuses_a_folder_that_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(NotServed, match="holds no published site"):
        serve(tmp_path)


REVISITED = ("/", "/catalogue/notes", "/catalogue/notes.json", f"/-/disclosure/{PLAIN}", "/downloads/csv/notes.csv")


@pytest.mark.parametrize("address", REVISITED)
def test_no_browser_shows_an_old_answer_without_asking(client: httpx.Client, address: str) -> None:
    assert "no-cache" in client.get(address).headers["cache-control"]
