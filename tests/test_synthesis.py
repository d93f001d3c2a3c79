"""The fictitious disclosures are sound, look like the founding texts, and are read back without a wrong amount."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.extract import extract
from pipelines.model import Disclosure
from pipelines.vocabulary import vocabulary
from tests.synthesis import stream, tabbed
from tests.synthesis.layout import Row, physical_rows
from tests.synthesis.model import Fictitious, fictitious
from tests.synthesis.plant import EVERY, planted_in
from tests.synthesis.score import compare
from tests.synthesis.style import Style, draw_style, encode, harden
from tests.synthesis.wording import RESOURCES

RENDERERS = {"stream": stream.render, "tabbed": tabbed.render}
SEEDS = range(1, 41)
TREES = {
    "revenue_summary": "function_code",
    "expenditure_summary": "function_code",
    "general_budget_expenditure": "function_code",
    "government_fund_revenue": "revenue_code",
    "government_fund_expenditure": "function_code",
}


def close(printed: Decimal | None, parts: list[Decimal | None]) -> bool:
    """Equal within what independent rounding of the parts and the sum can do."""
    difference = (printed or Decimal(0)) - sum((part or Decimal(0) for part in parts), Decimal(0))
    return abs(difference) <= Decimal("0.005") * (len(parts) + 1)


def read(tmp_path: Path, made: Fictitious, dump: str, style: Style) -> Disclosure:
    path = tmp_path / "disclosure.txt"
    path.write_bytes(encode(RENDERERS[dump](made, style), style))
    return extract(path, vocabulary())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_heading_is_the_sum_of_what_is_below_it(seed: int) -> None:
    gold = fictitious(seed).gold()
    for resource, key in TREES.items():
        for row in gold[resource]:
            code = row[key] or ""
            below = [r for r in gold[resource] if r[key] and r["level"] == row["level"] + 1 and r[key].startswith(code)]
            if below:
                assert close(row["amount"], [r["amount"] for r in below]), (resource, row)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tables_agree_with_each_other(seed: int) -> None:
    made = fictitious(seed)
    gold = {resource: made.tables[resource].rows for resource in RESOURCES}
    lines = {(r["side"], r["item_kind"], r["item"]): r for r in gold["budget_summary"]}
    income = lines["revenue", "grand_total", "收入总计"]["amount"]
    assert income == lines["expenditure", "grand_total", "支出总计"]["amount"]
    assert income == gold["expenditure_summary"][0]["amount"]
    assert gold["revenue_summary"][0]["amount"] == lines["revenue", "year_total", "本年收入合计"]["amount"]
    assert gold["revenue_summary"][0]["carryover"] == lines["revenue", "carryover_in", "上年结转"]["amount"]
    assert gold["basic_expenditure"][0]["amount"] == gold["general_budget_expenditure"][0]["basic_expenditure"]
    assert gold["government_fund_revenue"][0]["amount"] == gold["government_fund_expenditure"][0]["amount"]


@pytest.mark.parametrize("seed", SEEDS)
def test_projects_add_up_to_their_unit_and_units_to_the_department(seed: int) -> None:
    rows = fictitious(seed, kind="department", projects=9).gold()["projects_current_year"]
    units = [r for r in rows if r["row_kind"] == "unit"]
    assert close(rows[0]["amount"], [r["amount"] for r in units])
    for unit in units:
        own = [r for r in rows if r["row_kind"] == "project" and r["unit_name"] == unit["name"]]
        assert close(unit["amount"], [r["amount"] for r in own])


def test_rounding_differences_of_a_cent_do_occur() -> None:
    differences = set()
    for seed in SEEDS:
        rows = fictitious(seed, money_unit="万元").gold()["expenditure_summary"]
        classes = [r["amount"] or Decimal(0) for r in rows if r["level"] == 1]
        differences.add((rows[0]["amount"] or Decimal(0)) - sum(classes, Decimal(0)))
    assert Decimal("0.00") in differences
    assert len(differences) > 1


def test_same_seed_same_bytes() -> None:
    for dump, render in RENDERERS.items():
        style = draw_style(5, dump == "tabbed")
        assert encode(render(fictitious(5), style), style) == encode(render(fictitious(5), style), style)


PLAIN = Style()
FOUNDING_LINES = [
    ("amount_glued_to_the_next_label", "budget_summary", PLAIN,
     Row(("一、一般公共预算", "678.10", "一、一般公共服务支出", "709.48", "577.01", "132.48"),
         boundary=1, names=(0, 2)),
     ["一、一般公共预算 678.10一、一般公共服务支出 709.48 577.01 132.48"]),
    ("blank_cells_as_spaces", "budget_summary", PLAIN,
     Row(("二、政府性基金预算", "", "二、外交支出", "", "", ""), boundary=1, names=(0, 2)),
     ["二、政府性基金预算  二、外交支出    "]),
    ("leading_blanks", "budget_summary", PLAIN,
     Row(("", "", "八、社会保障和就业支出", "50.45", "50.45", ""), boundary=1, names=(0, 2)),
     ["  八、社会保障和就业支出 50.45 50.45  "]),
    ("wrapped_label_then_blanks", "budget_summary", PLAIN,
     Row(("", "", "七、文化旅游体育与传媒支出", "", "", ""), boundary=1, names=(0, 2)),
     ["  ", "七、文化旅游体育与传媒支\n出", "   "]),
    ("wrapped_label_then_amounts", "appropriation_summary", PLAIN,
     Row(("", "", "八、社会保障和就业支出", "50.45", "50.45", "", ""), boundary=1, names=(0, 2)),
     ["  ", "八、社会保障和就业支\n出", "50.45 50.45   "]),
    ("bold_total_painted_twice", "budget_summary", PLAIN,
     Row(("收入总计", "810.58", "支出总计", "810.58", "678.10", "132.48"), wide=True, boundary=1, names=(0, 2)),
     ["收入总计收入总计 810.58810.58支出总计支出总计 810.58810.58 678.10678.10 132.48132.48"]),
    ("blanks_of_a_bold_row_twice", "revenue_summary", PLAIN,
     Row(("合计", None, "678.10", "678.10", "", "", "", "", "132.48"), wide=True, names=(1,)),
     ["合计合计 678.10678.10 678.10678.10         132.48132.48"]),
    ("blanks_twice_though_text_once", "revenue_summary", Style(double_text=False),
     Row(("合计", None, "1664.74", "1664.74", "", "", "", "", "51.99"), wide=True, names=(1,)),
     ["合计 1664.74 1664.74         51.99"]),
    ("four_blanks_between_amounts", "revenue_summary", PLAIN,
     Row(("2010101", "行政运行", "277.75", "277.75", "", "", "", "", "1.18"), names=(1,)),
     ["2010101 行政运行 277.75 277.75     1.18"]),
    ("bold_headings_in_part", "expenditure_summary", Style(bold_parents=True),
     Row(("210", "卫生健康支出", "18.39", "18.39", ""), parent=True, names=(1,)),
     ["210 卫生健康支出 18.39 18.3918.39   "]),
    ("wrapped_left_label", "appropriation_summary", PLAIN,
     Row(("三、国有资本经营预算", "", "三、国防支出", "", "", "", ""), boundary=1, names=(0, 2)),
     ["三、国有资本经营预\n算", " 三、国防支出     "]),
    ("amount_glued_to_a_code_before_a_wrapped_name", "state_capital_budget", PLAIN,
     Row(("1030601", "利润收入", "106.27", "2230105", "国有企业退休人员社会化管理补助支出", "106.27", "0.00", "106.27"),
         boundary=2, names=(1, 4)),
     ["1030601 利润收入 106.272230105", "国有企业退休人员社会化管理补\n助支出", "106.27 0.00 106.27"]),
    ("heading_without_counterpart", "basic_expenditure", PLAIN,
     Row(("商品和服务支出", "", "30.75", "", "30.75"), names=(1,)),
     ["商品和服务支出  30.75  30.75"]),
    ("indented_project", "projects_current_year", PLAIN,
     Row(("人大会议费", "50.00", "50.00", "", "", "", ""), indent=2, names=(0,)),
     ["　　人大会议费 50.00 50.00     "]),
    ("wrapped_project", "projects_current_year", PLAIN,
     Row(("煤化工工业园区污水处理厂一期工程PPP项目工程结算审核及竣工财务决算审计费用",
          "94.75", "94.75", "", "", "", ""), indent=2, names=(0,)),
     ["　　煤化工工业园区污水处理厂一期\n工程PPP项目工程结算审核及竣工财\n务决算审计费用", "94.75 94.75     "]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("resource", "style", "row", "lines"),
    [case[1:] for case in FOUNDING_LINES],
    ids=[case[0] for case in FOUNDING_LINES],
)
def test_a_row_of_the_stream_dump_looks_as_in_the_founding_texts(
    resource: str, style: Style, row: Row, lines: list[str]
) -> None:
    assert stream.render_row(row, resource, style) == lines


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_of_the_tabbed_dump_has_all_its_columns(seed: int) -> None:
    made = fictitious(seed)
    for table in made.tables.values():
        rows = physical_rows(made, table, PLAIN)
        assert len({tabbed.render_row(row, PLAIN).count("\t") for row in rows}) == 1


@pytest.mark.parametrize("fault", EVERY)
def test_a_planted_fault_changes_what_is_printed(fault: str) -> None:
    made = fictitious(11, projects=9)
    planted = planted_in(made, fault, 11)
    style = Style()
    same = stream.render(planted.fictitious, style) == stream.render(made, style)
    assert same == (fault == "cut_off")


@pytest.mark.parametrize("dump", RENDERERS)
@pytest.mark.parametrize("seed", range(101, 121))
def test_an_unseen_disclosure_is_read_without_a_wrong_amount(dump: str, seed: int, tmp_path: Path) -> None:
    made = fictitious(seed)
    disclosure = read(tmp_path, made, dump, Style(seed=seed))
    score = compare(made.gold(), disclosure, made.factor)
    assert not [str(m) for m in score.mismatches if m.kind != "derived"][:5]


@pytest.mark.parametrize("dump", RENDERERS)
@pytest.mark.parametrize("seed", range(121, 131))
def test_no_wrong_amount_is_verified_whatever_the_style(dump: str, seed: int, tmp_path: Path) -> None:
    made = fictitious(seed)
    disclosure = read(tmp_path, made, dump, draw_style(seed, dump == "tabbed"))
    score = compare(made.gold(), disclosure, made.factor)
    assert not score.wrong_verified, [str(m) for m in score.mismatches if m.verdict == "verified"][:5]


@pytest.mark.parametrize("dump", RENDERERS)
@pytest.mark.parametrize("seed", range(131, 141))
def test_no_wrong_amount_is_verified_where_blanks_leave_no_trace(dump: str, seed: int, tmp_path: Path) -> None:
    made = fictitious(seed)
    disclosure = read(tmp_path, made, dump, harden(draw_style(seed, dump == "tabbed")))
    score = compare(made.gold(), disclosure, made.factor)
    assert not score.wrong_verified, [str(m) for m in score.mismatches if m.verdict == "verified"][:5]
