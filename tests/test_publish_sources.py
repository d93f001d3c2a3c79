"""Source files beside their figures: a PDF opens at its page, a text at its line; all else is only downloaded."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from pipelines.model import Disclosure, Source
from pipelines.package import write_package
from pipelines.vocabulary import vocabulary
from publish.site import publish
from tests.publishing import PLAIN, plain
from tests.visiting import Page, page

pytestmark = pytest.mark.slow

PDF = b"%PDF-1.7\n% the smallest that is told from a page\n"
PAGE = b"<!doctype html><script>alert(1)</script>%PDF-1.7"
BOTH = b"%PDF-1.7\n<!doctype html><script>alert(1)</script>"


def dumped() -> bytes:
    """A text dump of 150 lines as old systems write it; line 101 is that of the first row of every table."""
    lines = [f"第{number}行" for number in range(1, 151)]
    lines[100] = "一般公共预算\t678.10\t<script>alert(1)</script>"
    lines[49] = "\f" + lines[49]
    lines[119] = "繁" * 5000
    lines[129:133] = ["负责人： 经办人： 联系电话：", "", "张三丰", "项目负责制"]
    lines[134] = "办公室 13800000000"
    return "\r\n".join([*lines, ""]).encode("gb18030")


def disclosed(year: int, name: str, content: bytes, media_type: str) -> Disclosure:
    """The ordinary department, in a year of its own, read from a file of this name and content."""
    found = plain()
    source = Source(name, hashlib.sha256(content).hexdigest(), len(content), media_type)
    identity = replace(found.identity, disclosure_id=PLAIN.replace("2024", str(year)), fiscal_year=year)
    if year == 2021:
        identity = replace(identity, template="shanghai")
    return replace(found, identity=identity, source=source)


FILES = {
    2019: ("f.txt", bytes(range(256)), "text/plain"),
    2020: ("d.html", BOTH, "text/html"),
    2021: ("a.pdf", PDF, "application/pdf"),
    2022: ("b.pdf", PAGE, "application/pdf"),
    2023: ("c.pdf", BOTH, "application/pdf"),
    2024: ("e.txt", dumped(), "text/plain"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for year, (name, content, media_type) in FILES.items():
        write_package(disclosed(year, name, content, media_type), content, folder / "packages", vocabulary())
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


HERE = f"/-/source/{PLAIN}/1"


def test_line_that_a_row_names_is_shown_with_those_around_it(client: httpx.Client) -> None:
    row = client.get(f"/catalogue/budget_summary/{PLAIN},revenue,1").text
    assert row.count(f'<a href="{HERE}?line=101#L101">101</a>') == 2
    html = client.get(f"{HERE}?line=101").text
    asked = html.partition('<tr id="L101" class="asked"')[2].partition("</tr>")[0]
    cells = re.findall(r"<td.*?>(.*?)</td>", asked)
    assert [Page(cell).text for cell in cells] == ["一般公共预算", "678.10", "<script>alert(1)</script>"]
    assert [int(number) for number in re.findall(r'<tr id="L(\d+)"', html)] == list(range(61, 142))
    assert html.count('class="asked"') == 1
    assert "<script>alert" not in html
    assert "第61行" in html
    assert "第60行" not in html


def test_lines_before_and_after_can_be_walked_to_both_ends(client: httpx.Client) -> None:
    html = client.get(f"{HERE}?line=101").text
    assert f'href="{HERE}?from=1"' in html
    assert f'href="{HERE}?from=142"' in html
    last = client.get(f"{HERE}?from=142").text
    assert [int(number) for number in re.findall(r'<tr id="L(\d+)"', last)] == list(range(142, 151))
    assert "后面各行" not in last
    assert "前面各行" not in client.get(HERE).text


def test_person_or_telephone_on_a_form_is_not_shown(client: httpx.Client) -> None:
    html = client.get(f"{HERE}?line=130").text
    assert html.count("联系人和电话不在此列出") == 3
    assert "张三丰" not in html
    assert "13800000000" not in html
    assert "项目负责制" in html


def test_endless_line_is_cut_and_says_so(client: httpx.Client) -> None:
    html = client.get(f"{HERE}?line=120").text
    assert html.count("繁") == 4000
    assert "以下从略" in html


def test_failed_check_leads_to_the_lines_of_its_rows(client: httpx.Client) -> None:
    html = client.get(f"/-/disclosure/{PLAIN}").text
    finding = html.partition('id="conflicts"')[2].partition("</ol>")[0]
    assert f'<a href="{HERE}?line=104#L104">104</a>' in finding
    other = client.get(f"/-/disclosure/{PLAIN.replace('2024', '2021')}").text
    assert "/-/source/" not in other


NOWHERE = (
    "?line=0",
    "?line=151",
    "?line=-1",
    "?line=1e1",
    "?line=%2e%2e",
    "?line=999999999999",
    "?from=0",
    "?from=151",
    "/2?line=1",
    "/../../manifest.json",
)


@pytest.mark.parametrize("rest", NOWHERE)
def test_lines_that_do_not_exist_are_a_404(client: httpx.Client, rest: str) -> None:
    address = f"{HERE}{rest}" if rest.startswith("?") else f"/-/source/{PLAIN}{rest}"
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("year", [2019, 2020, 2021, 2018])
def test_only_text_has_lines(client: httpx.Client, year: int) -> None:
    assert client.get(f"/-/source/{PLAIN.replace('2024', str(year))}/1?line=1").status_code == 404


def test_page_of_lines_is_titled_in_chinese_first(client: httpx.Client) -> None:
    shown = page(client, f"{HERE}?line=101")
    assert "原文第 101 行" in shown.text
    assert "e.txt" in shown.text


def test_pages_of_one_disclosure_number_its_tables_as_its_form_does(client: httpx.Client) -> None:
    """The messages of the checks name them so: what Shanghai calls table 6 is table 8 of the contract."""
    name = PLAIN.replace("2024", "2021")
    shown = page(client, f"/-/disclosure/{name}").text
    assert "表6 政府性基金预算支出功能分类预算表" in shown
    assert "表8 政府性基金预算支出表" not in shown
    finding = shown.partition("不符之处")[2].partition("读取问题")[0]
    assert "表3 支出预算总表" in finding
    assert "<h1>表3 支出预算总表<" in client.get(f"/catalogue/expenditure_summary/{name},4").text
    assert "<h1>表3 预算支出总表<" in client.get(f"/catalogue/expenditure_summary/{PLAIN},4").text
