"""The pages of the site as visitors meet them, under the pinned Datasette and the newest alpha."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import httpx
import pytest

from pipelines.vocabulary import vocabulary
from publish.portal.words import UNITS
from tests.publishing import HOSTILE, PLAIN
from tests.visiting import Page, page, rows

pytestmark = pytest.mark.slow


def test_every_table_says_title_licence_source_and_columns(client: httpx.Client, site: Path) -> None:
    described = json.loads((site / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        shown = page(client, f"/catalogue/{resource['name']}?_size=1").text
        assert resource["title"] in shown, resource["name"]
        assert "CC BY 4.0" in shown
        assert "官方文件，不适用著作权" in shown
        for field in resource["schema"]["fields"]:
            assert field["title"] in shown, (resource["name"], field["name"])
            assert field["description_zh"] in shown, (resource["name"], field["name"])
            assert UNITS.get(field.get("unit"), "") in shown, (resource["name"], field["name"])


def test_headings_are_chinese_with_the_column_name_and_unit(client: httpx.Client) -> None:
    html = client.get("/catalogue/expenditure_summary").text
    heading = re.search(r'<th class="col-amount kind-amount".*?</th>', html, re.S)
    assert heading is not None
    assert Page(heading[0]).text.split() == ["合计", "amount", "元", "·", "万元"]


def test_amounts_have_separators_and_both_units(client: httpx.Client) -> None:
    html = client.get("/catalogue/expenditure_summary").text
    assert '<span class="money">6,781,000.00</span><span class="wan">678.10 万</span>' in html
    assert '<span class="money">5,431,000.50</span><span class="wan">543.10005 万</span>' in html
    assert '<span class="money neg">-0.10</span><span class="wan">-0.00001 万</span>' in html


def test_blank_is_shown_apart_from_zero(client: httpx.Client) -> None:
    html = client.get("/catalogue/budget_summary?side=revenue").text
    cells = re.findall(r'<td class="col-amount[^>]*>(.*?)</td>', html)
    assert '<span class="money">0.00</span>' in cells[1]
    assert 'class="null"' in cells[2]
    assert "0" not in Page(cells[2]).text


def test_years_and_rows_are_no_amounts(client: httpx.Client) -> None:
    html = client.get("/catalogue/disclosures").text
    assert '<span class="plain">2024</span>' in html
    assert "2,024" not in html


def test_verdicts_are_badges_in_chinese(client: httpx.Client) -> None:
    html = client.get("/catalogue/expenditure_summary").text
    assert html.count('<span class="badge badge-verified" title="verified">已核对</span>') == 3
    assert html.count('<span class="badge badge-conflict" title="conflict">矛盾</span>') == 1
    assert (
        '<span class="badge badge-rounding" title="rounding">尾差'
        in client.get("/catalogue/projects_current_year").text
    )


def test_facets_are_declared_and_none_suggested(client: httpx.Client) -> None:
    shown = page(client, "/catalogue/expenditure_summary")
    assert any(attributes.get("id") == "facet-verdict" for _, attributes in shown.tags)
    facets = {str(a["id"]) for tag, a in shown.tags if tag == "div" and str(a.get("id", "")).startswith("facet-")}
    assert facets == {f"facet-{name}" for name in vocabulary().tables["expenditure_summary"].facets}
    narrowed = rows(client, "/catalogue/expenditure_summary.json", verdict="conflict")
    assert [row["row_number"] for row in narrowed] == [4]


def test_table_of_one_disclosure_leads_back_to_it(client: httpx.Client) -> None:
    shown = page(client, f"/catalogue/expenditure_summary?disclosure_id={PLAIN}")
    assert ("a", {"href": f"/-/disclosure/{PLAIN}"}) in shown.tags
    strange = client.get("/catalogue/expenditure_summary", params={"disclosure_id": '"><script>alert(1)</script>'})
    assert "<script>alert" not in strange.text


def test_home_shows_coverage_checks_and_files(client: httpx.Client, site: Path) -> None:
    html = client.get("/").text
    shown = Page(html)
    assert ("html", {"lang": "zh-CN"}) in shown.tags
    assert "长治市屯留区财政局" in shown.text
    assert html.count('class="state state-present" href') == 5
    assert html.count('class="state state-missing" href') == 3 + 4 - 1
    links = {attributes.get("href") for tag, attributes in shown.tags if tag == "a"}
    assert {f"/-/disclosure/{PLAIN}", f"/downloads/packages/{HOSTILE}.zip", "/downloads/SHA256SUMS"} <= links
    assert "CC BY 4.0" in shown.text
    assert hashlib.sha256((site / "manifest.json").read_bytes()).hexdigest()[:12] in shown.text


def test_every_download_stands_under_its_heading(client: httpx.Client) -> None:
    listing = client.get("/").text.partition('class="downloads"')[2].partition("</table>")[0]
    assert re.findall(r'<th scope="col">(.*?)</th>', listing)[1:] == ["CSV", "CSV（Excel）", "Parquet"]
    line = next(part for part in listing.split("<tr>") if "/catalogue/notes" in part)
    files = re.findall(r'href="/downloads/(.*?)"', line)
    assert files == ["csv/notes.csv", "csv-excel/notes.csv", "parquet/notes.parquet"]


def test_table_that_prints_no_figure_is_told_from_one_with_data(client: httpx.Client) -> None:
    home = client.get("/").text
    address = f"/catalogue/government_fund_revenue?disclosure_id={PLAIN}"
    assert f'class="state state-no_figures" href="{address}"' in home
    assert home.count('class="state state-no_figures" href') == 1
    assert "空表 printed, no figures" in Page(home).text
    states = client.get(f"/-/disclosure/{PLAIN}").text.partition('class="states"')[2].partition("</table>")[0]
    lines = {line.partition("?")[0].rpartition("/")[2]: Page(line).text for line in states.split("<tr>")[2:]}
    assert "空表 表已印出，未印数字" in lines["government_fund_revenue"]
    assert [name for name, text in lines.items() if "有数据" in text] == [
        "budget_summary",
        "expenditure_summary",
        "projects_current_year",
    ]


def test_disclosure_page_says_in_words_what_does_not_reconcile(client: httpx.Client) -> None:
    shown = page(client, f"/-/disclosure/{PLAIN}").text
    assert "行政运行应为 6781000.00 元，印为 -0.10 元" in shown
    assert "注：本表含上年结转" in shown
    assert "声明为空" in shown


def test_row_page_shows_the_print_behind_its_amounts(client: httpx.Client) -> None:
    shown = page(client, f"/catalogue/budget_summary/{PLAIN},revenue,1").text
    assert "678.10" in shown
    assert "101" in shown
    assert "原文依据" in shown


def test_disclosure_page_shows_forms_text_and_glossary(client: httpx.Client) -> None:
    html = client.get(f"/-/disclosure/{PLAIN}").text
    forms = html.partition('id="forms"')[2].partition("</table>")[0]
    assert f'href="/catalogue/performance_targets/{PLAIN},1"' in forms
    assert "1,349,999.50" in forms
    assert '<td class="num">2</td>' in forms
    text = html.partition('id="text"')[2]
    assert "<p>本年收入0万元。</p>" in text
    assert "<dt>办公楼维修</dt>" in text.partition('id="terms"')[2]


def test_form_and_project_lead_to_each_other_and_the_form_to_its_indicators(client: httpx.Client) -> None:
    project = client.get(f"/catalogue/projects_current_year/{PLAIN},2").text
    assert f'href="/catalogue/performance_targets/{PLAIN},1"' in project
    form = client.get(f"/catalogue/performance_targets/{PLAIN},1").text
    indicators = form.partition('class="indicators"')[2].partition("</table>")[0]
    assert indicators.count("<tr>") == 3
    assert "≥85%" in indicators


def test_page_of_a_row_says_which_checks_it_fails(client: httpx.Client) -> None:
    assert "行政运行应为 6781000.00 元" in client.get(f"/catalogue/expenditure_summary/{PLAIN},4").text
    assert "行政运行应为 6781000.00 元" not in client.get(f"/catalogue/expenditure_summary/{PLAIN},1").text


HOSTILE_PAGES = (
    "/",
    "/catalogue",
    "/catalogue/disclosures",
    "/catalogue/projects_carryover",
    "/catalogue/projects_carryover?name=<script>alert('一')</script>",
    "/catalogue/projects_carryover?_sort=<script>",
    f"/catalogue/projects_carryover/{HOSTILE},1",
    f"/catalogue/disclosures/{HOSTILE}",
    "/catalogue/issues",
    "/catalogue/functional_classification?confidence=unlisted",
    f"/-/disclosure/{HOSTILE}",
    f"/catalogue/performance_targets/{HOSTILE},1",
    f"/catalogue/stated_figures/{HOSTILE},1",
    "/catalogue?sql=select+*+from+projects_carryover",
)


@pytest.mark.parametrize("address", HOSTILE_PAGES)
def test_names_from_the_data_are_never_markup(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert "<script>alert" not in answer.text
    paths = [(a.get("href") or "").partition("?")[0] for tag, a in Page(answer.text).tags if tag == "a"]
    assert not [path for path in paths if ".." in path]


def test_what_a_person_has_written_stands_on_the_page_of_the_disclosure(client: httpx.Client) -> None:
    answer = client.get(f"/-/disclosure/{HOSTILE}")
    shown = Page(answer.text).text
    assert "手写标题<script>" in shown
    assert "附注<script>" in shown
    assert "2024-02-05" in shown
    assert "已说明 waived 单位合计不符" in " ".join(shown.split())
    assert "说明 Explained: 合计印刷错误<script>" in shown
    assert "说明 Explained: 原件污损" in shown
    assert "badge-error" not in answer.text


def test_waived_check_is_no_error_on_its_row_nor_on_the_home_page(client: httpx.Client) -> None:
    row = client.get(f"/catalogue/projects_carryover/{HOSTILE},1").text
    assert "说明 Explained: 合计印刷错误" in row
    assert "badge-error" not in row
    home = client.get("/").text
    counts = re.findall(r'<a class="(bad)?" href="/catalogue/check_results[?]disclosure_id=([^&"]*)', home)
    assert sorted(counts) == [("", HOSTILE), ("bad", PLAIN)]


def test_waiver_is_in_the_answer_for_a_machine(client: httpx.Client) -> None:
    (failed,) = rows(client, "/catalogue/check_results.json", disclosure_id=HOSTILE, outcome="fail")
    assert failed["waiver"].startswith("合计印刷错误")
    (issue,) = rows(client, "/catalogue/issues.json", disclosure_id=HOSTILE)
    assert issue["waiver"] == "原件污损"
    assert all(row["waiver"] is None for row in rows(client, "/catalogue/check_results.json", disclosure_id=PLAIN))


def test_hostile_names_are_shown_as_they_are(client: httpx.Client) -> None:
    shown = page(client, "/catalogue/projects_carryover").text
    assert "<script>alert('一')</script>" in shown
    assert '=1+1,"quoted"' in shown
    assert "../../etc/passwd" in shown


def test_pages_ask_nothing_of_other_hosts(client: httpx.Client) -> None:
    for address in ("/", "/catalogue", "/catalogue/expenditure_summary", f"/-/disclosure/{PLAIN}"):
        answer = client.get(address)
        tags = Page(answer.text).tags
        fetched = [a.get("src") or a.get("href") or "" for tag, a in tags if tag in ("script", "img", "link")]
        own = str(client.base_url)
        assert not [place for place in fetched if "//" in place and not place.startswith(own)]
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_such_disclosure_is_a_404(client: httpx.Client) -> None:
    assert client.get("/-/disclosure/140405-nobody-2024").status_code == 404


def test_own_query_has_chinese_headings_and_amounts_in_both_units(client: httpx.Client) -> None:
    sql = "select function_name, amount from expenditure_summary where function_code = '201' limit 1"
    page = client.get("/catalogue", params={"sql": sql})
    assert page.status_code == 200
    assert "查询语句" in page.text
    assert "功能分类科目名称" in page.text
    assert "6,781,000.00" in page.text
    assert "678.10 万" in page.text


@pytest.mark.parametrize("path", ["/catalogue/no_such_table", "/no_such_place"])
def test_error_page_is_in_chinese_and_leads_onward(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert "没有找到" in page.text
    assert "返回首页" in page.text


def test_wrong_sql_is_answered_on_a_page_that_keeps_it(client: httpx.Client) -> None:
    page = client.get("/catalogue", params={"sql": "select * frm budget_summary"})
    assert "syntax error" in page.text
    assert "select * frm budget_summary" in page.text


def test_row_page_lists_what_is_blank_below_what_is_printed(client: httpx.Client) -> None:
    html = client.get(f"/catalogue/budget_summary/{PLAIN},revenue,1").text
    blank = html.partition("未印（空）")[2].partition("</p>")[0]
    assert "人员经费" in blank
    assert "预算数" not in blank
