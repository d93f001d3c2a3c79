"""Forms and narratives of fictitious disclosures are sound, look like the founding texts, and are scored rightly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from pipelines.extract import extract
from pipelines.model import CellRef, CheckResult, Disclosure, RowKey, TypedRow, TypedTable, Verdict
from pipelines.vocabulary import vocabulary
from tests.synthesis import prose, tabbed
from tests.synthesis.contradictions import CONTRADICTIONS, figures
from tests.synthesis.form_sheet import Sheet
from tests.synthesis.form_stream import LAYOUTS, NARROW, SLIM, WIDE, Layout, form_text
from tests.synthesis.form_tabs import form_tabs
from tests.synthesis.model import Fictitious, fictitious
from tests.synthesis.notice import noticed
from tests.synthesis.performance import PERIODS, SOURCES
from tests.synthesis.plant import plant
from tests.synthesis.planted import Planted
from tests.synthesis.score_rest import SETS, compare_rest
from tests.synthesis.spans import LEFT, UP
from tests.synthesis.statements import Figure
from tests.synthesis.style import Style
from tests.synthesis.tables import GoldRow
from tests.synthesis.whole import whole_editions

SEEDS = range(1, 31)


def stated(made: Fictitious, statement: str, measure: str = "amount") -> list[Figure]:
    return [figure for _, figure in figures(made) if figure.statement == statement and figure.measure == measure]


@pytest.mark.parametrize("seed", SEEDS)
def test_sources_of_a_form_add_up_and_its_year_is_the_money_of_its_project(seed: int) -> None:
    made = fictitious(seed, money_unit="元")
    rows = [row for row in made.tables["projects_current_year"].rows if row["row_kind"] == "project"]
    for form in made.forms:
        gold = form.gold()
        for period in PERIODS:
            parts = [gold[f"{period}_{source}"] or Decimal(0) for source in SOURCES[1:]]
            assert gold[f"{period}_total"] == sum(parts)
        for source in SOURCES:
            assert (gold[f"implementation_{source}"] or 0) >= (gold[f"annual_{source}"] or 0)
        (row,) = (r for r in rows if (r["name"], r["unit_name"]) == (form.project_name, form.unit_name))
        assert gold["annual_total"] == row["amount"]


def test_forms_are_of_every_kind() -> None:
    forms = [form for seed in range(60) for form in fictitious(seed).forms]
    blocks = [block for form in forms for block in form.blocks]
    funds = [fen for form in forms for half in form.halves for fen in half.funds]
    texts = [text for form in forms for text in form.texts]
    assert any(form.halves[0].funds != form.halves[1].funds for form in forms)
    assert any(form.halves[0].goal != form.halves[1].goal for form in forms)
    assert any(block.halves[0] != block.halves[1] for block in blocks)
    assert any(len(block.halves[0]) != len(block.halves[1]) for block in blocks)
    assert {0, 1, 2, 3, 5} <= {len(block.halves[0]) for block in blocks}
    assert {True, False} == {block.level2.endswith("指标") for block in blocks}
    assert {None, 0} < set(funds)
    assert None in texts
    assert max(len(text or "") for text in texts) > 400
    assert {len(fictitious(seed).forms) for seed in range(60)} >= {0, 1, 2, 5}
    assert any(form.unit_name != form.department for form in forms)


def inked(sheet: Sheet) -> Counter[str]:
    """Every character of a form, each half and label once."""
    cells = [text for row in sheet.rows for text in row if text not in (LEFT, UP)]
    return Counter("".join([sheet.title, sheet.year, *cells]).replace(" ", ""))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(1, 11))
def test_a_text_layer_keeps_every_character_of_a_form(layout: Layout, seed: int) -> None:
    for number, sheet in enumerate(prose.sheets(fictitious(seed))):
        text, _ = form_text(sheet, layout, Random(number), 0, lambda: "\n ")
        assert Counter("".join(text.split())) == inked(sheet)


@pytest.mark.parametrize("seed", range(1, 11))
def test_a_tabbed_form_keeps_every_character_however_it_slips(seed: int) -> None:
    for number, sheet in enumerate(prose.sheets(fictitious(seed))):
        text = form_tabs(sheet, 0.5, Random(number), plain=True)
        assert Counter("".join(text.split())) == inked(sheet)


FUND = ("", "其中：中央财政资金", "0", LEFT, "其中：中央财政资金", LEFT, "0", LEFT)
TOTAL = ("项目资金（元）", "实施期资金总额：", "500,000", LEFT, "年度资金总额：", LEFT, "500,000", LEFT)
NAME = ("项目名称", LEFT, "办公设备更新购置资金", *(LEFT,) * 5)
UNIT = ("主管部门及代码", LEFT, "003-长治市屯留区财政局", LEFT, "实施单位", LEFT, "长治市屯留区财政局", LEFT)
BLANK = ("", *(LEFT,) * 7)
GOALS = ("总体目标", "保障单位正常运转", LEFT, LEFT, LEFT, "保障运转", LEFT, LEFT)
PLAIN = replace(NARROW, spaces=0.0, justified=0.0, broken=0.0, tight=0.0)
FOUNDING = [
    ("label_and_value_on_one_line", PLAIN, [NAME], "项目名称 办公设备更新购置资金"),
    ("cell_that_wraps_ends_its_line", PLAIN, [NAME, UNIT, NAME, FUND],
     "其中：中央\n\n财政资金\n\n0 其中：中央\n\n财政资金\n\n0"),
    ("empty_cell_leaves_nothing", PLAIN, [NAME, NAME, NAME, ("", "其他资金", "", LEFT, "其他资金", LEFT, "", LEFT)],
     "其他资金 其他资金"),
    ("narrow_label_runs_down", PLAIN, [*[NAME] * 9, *[BLANK] * 6, GOALS],
     "总\n\n体\n\n目\n\n标\n\n保障单位正常运转 保障运转"),
    ("wide_cells_share_a_line", WIDE, [NAME, UNIT],
     "主管部门及代码 003-长治市屯留区财政局 实施单位 长治市屯留区财政局"),
    ("wide_cells_to_the_middle", replace(WIDE, value=8, tight=0.0), [NAME, UNIT],
     "主管部门及代码\n003-长治市屯留区\n\n财政局\n实施单位\n长治市屯留区财政\n\n局"),
    ("broken_figure", replace(WIDE, broken=1.0, tight=0.0), [NAME, NAME, NAME, TOTAL], "00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "rows", "expected"), [case[1:] for case in FOUNDING], ids=[case[0] for case in FOUNDING]
)
def test_a_form_looks_as_in_the_founding_texts(layout: Layout, rows: list[tuple[str, ...]], expected: str) -> None:
    sheet = Sheet("题", "（2024年度）", tuple(rows))
    text, _ = form_text(sheet, layout, Random(1), 0, lambda: "\n ")
    assert text.rstrip("\n").endswith(expected)


def test_a_row_is_cut_where_the_page_ends_and_both_cells_go_on_behind_it() -> None:
    goals = ("总体目标", "甲" * 40, LEFT, LEFT, LEFT, "乙" * 40, LEFT, LEFT)
    sheet = Sheet("题", "年", (*[BLANK] * 15, goals))
    text, _ = form_text(sheet, replace(PLAIN, room=21), Random(1), 0, lambda: "\n|")
    before, after = text.split("|")
    assert (before.count("甲"), after.count("甲")) == (40, 0)
    assert (before.count("乙"), after.count("乙")) == (30, 10)


def test_an_amount_that_is_cut_keeps_its_digits() -> None:
    sheet = Sheet("题", "年", (NAME, NAME, NAME, TOTAL))
    text, _ = form_text(sheet, replace(SLIM, broken=1.0), Random(2), 0, lambda: "\n ")
    assert "500,000" not in text
    assert "".join(text.split()).count("500,000") == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_the_narrative_says_what_the_tables_print(seed: int) -> None:
    made = fictitious(seed, money_unit="万元")
    rows = {resource: table.rows for resource, table in made.tables.items()}
    lines = {(r["side"], r["item_kind"]): r for r in rows["budget_summary"] if r["item_kind"].endswith("total")}
    printed = {
        "revenue_total": lines["revenue", "grand_total"]["amount"],
        "revenue_current_year": lines["revenue", "year_total"]["amount"],
        "expenditure_total": lines["expenditure", "grand_total"]["amount"],
        "basic_expenditure": rows["expenditure_summary"][0]["basic_expenditure"],
        "project_expenditure": rows["expenditure_summary"][0]["project_expenditure"],
        "general_expenditure": rows["general_budget_expenditure"][0]["amount"],
        "general_basic": rows["basic_expenditure"][0]["amount"],
        "personnel_expenses": rows["basic_expenditure"][0]["personnel_expenses"],
        "operating_expenses": rows["basic_expenditure"][0]["operating_expenses"],
        "three_public_total": rows["three_public_expenses"][-1]["amount"],
        "agency_operating": rows["agency_operating_expenses"][0]["amount"],
    }
    for statement, amount in printed.items():
        assert {f.value for f in stated(made, statement)} <= {amount or Decimal(0)}, statement
    classes = [r["amount"] for r in rows["general_budget_expenditure"] if r["level"] == 1]
    assert [f.value for f in stated(made, "general_function")] == classes


def near(one: Decimal, other: Decimal, within: str) -> bool:
    return abs(one - other) <= Decimal(within)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_narrative_adds_up(seed: int) -> None:
    made = fictitious(seed)

    def one(statement: str, measure: str = "amount") -> Decimal:
        return next((f.value for f in stated(made, statement, measure)), Decimal(0))

    sums = {
        "procurement_total": ("procurement_goods", "procurement_works", "procurement_services"),
        "three_public_total": ("overseas_travel", "hospitality", "vehicles"),
        "vehicles": ("vehicle_operation", "vehicle_purchase"),
        "managed_projects": ("managed_other_operation", "managed_specific"),
        "published_projects": ("published_other_operation", "published_specific"),
        "overall_target": ("overall_basic", "overall_project"),
    }
    for whole, parts in sums.items():
        if stated(made, whole) and stated(made, parts[0]):
            assert near(one(whole), sum((one(part) for part in parts), Decimal(0)), "0.02"), whole
    for whole in ("managed_projects", "published_projects"):
        assert one(whole, "count") == sum((one(part, "count") for part in sums[whole]), Decimal(0))
    assert one("published_projects", "count") == len(made.forms)
    assert one("vehicles_held", "count") == sum(f.value for f in stated(made, "vehicles_by_use", "count"))
    sources = ("general_public", "government_fund", "state_capital", "special_account", "unit_funds")
    shares = [f.value for name in sources for f in stated(made, f"source_{name}", "share_percent")]
    assert near(sum(shares, one("source_carryover", "share_percent")), Decimal(100), "0.04")


@pytest.mark.parametrize("seed", SEEDS)
def test_changes_agree_with_their_percentages(seed: int) -> None:
    made = fictitious(seed)
    for statement in ("revenue_total", "general_expenditure", "agency_operating", "three_public_total"):
        for change in stated(made, statement, "change_percent"):
            now = stated(made, statement)[0].value
            amount = stated(made, statement, "change_amount")[0]
            assert amount.direction == change.direction
            prior = now - amount.value if change.direction == "increase" else now + amount.value
            if prior > 50:
                assert near(100 * amount.value / prior, change.value, "0.1")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_stated_figure_and_term_stands_in_the_text(seed: int) -> None:
    made = fictitious(seed)
    text = "".join(tabbed.render(made, Style(seed=seed)).split())
    for _, figure in figures(made):
        assert figure.printed in text
    for term in made.terms:
        assert f"{term.name}{term.mark.strip()}{term.definition}" in text
    for unit in made.budget.units:
        assert unit.name in text


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Disclosure:
    path = tmp_path_factory.mktemp("read") / "disclosure.txt"
    path.write_text(tabbed.render(fictitious(3, projects=2), Style(narrative=False)), encoding="utf-8")
    return extract(path, vocabulary())


def perfect(gold: dict[str, list[GoldRow]]) -> dict[str, TypedTable]:
    """Gold as a reader without a fault would return it."""
    return {
        resource: TypedTable(resource, tuple(TypedRow(n, None, row, ()) for n, row in enumerate(rows, 1)))
        for resource, rows in gold.items()
    }


def test_a_perfect_reading_scores_one(read: Disclosure) -> None:
    gold = fictitious(4).rest()
    score = compare_rest(gold, replace(read, parts=perfect(gold), verdicts={}))
    assert all(score.f1(kind) == 1 for kind in ("amounts", "fields", "forms", *SETS))
    assert score.right["performance_indicators"] == len(gold["performance_indicators"])
    assert not score.mismatches


@pytest.mark.parametrize("amount", [Decimal(1), None], ids=["another", "lost"])
def test_a_wrong_amount_in_a_verified_row_is_counted(read: Disclosure, amount: Decimal | None) -> None:
    gold = fictitious(4).rest()
    parts = perfect(gold)
    first, *others = parts["performance_targets"].rows
    wrong = replace(first, values={**first.values, "annual_total": amount})
    parts["performance_targets"] = TypedTable("performance_targets", (wrong, *others))
    verdicts: dict[RowKey, Verdict] = {("performance_targets", None, 1): "verified"}
    score = compare_rest(gold, replace(read, parts=parts, verdicts=verdicts))
    assert score.wrong_verified == 1
    assert [(m.kind, m.field) for m in score.mismatches] == [("amounts", "annual_total")]


def test_what_was_not_read_is_missed_and_what_is_not_there_is_made_up(read: Disclosure) -> None:
    gold = fictitious(4).rest()
    parts = perfect(gold)
    lost = gold["performance_indicators"][0]
    rows = [r for r in parts["performance_indicators"].rows if r.values != lost]
    more = replace(rows[0], values={**rows[0].values, "target_value": "无"})
    parts["performance_indicators"] = TypedTable("performance_indicators", (*rows, more))
    score = compare_rest(gold, replace(read, parts=parts, verdicts={}))
    assert (score.missed["performance_indicators"], score.made_up["performance_indicators"]) == (1, 1)


def test_reasons_and_limits_may_be_stated_or_not(read: Disclosure) -> None:
    made = next(m for m in map(fictitious, range(99)) if any(r["optional"] for r in m.rest()["stated_figures"]))
    gold = made.rest()
    required = [row for row in gold["stated_figures"] if not row["optional"]]
    parts = perfect({"stated_figures": required})
    assert (
        compare_rest({"stated_figures": gold["stated_figures"]}, replace(read, parts=parts)).f1("stated_figures") == 1
    )


@pytest.mark.parametrize("fault", CONTRADICTIONS)
def test_a_contradiction_is_noticed_only_where_it_is_named(fault: str, read: Disclosure) -> None:
    planted = next(p for p in (plant(fictitious(n), fault, n) for n in range(99)) if p)
    silent = replace(read, parts=perfect(planted.fictitious.rest()), results=(), issues=())
    assert not noticed(planted, silent)
    result = CheckResult(
        "X-01", "fail", "error", planted.resource, place(planted, silent), message_zh=planted.words or ""
    )
    assert noticed(planted, replace(silent, results=(result,), verdicts={}))
    elsewhere = CheckResult("X-01", "fail", "error", "revenue_classification")
    assert not noticed(planted, replace(silent, results=(elsewhere,)))


def place(planted: Planted, disclosure: Disclosure) -> tuple[CellRef, ...]:
    """Cells that a check which noticed the fault would name; wrong words are quoted instead."""
    if planted.words:
        return ()
    if planted.section is None:
        return (CellRef(planted.resource or "", None, (planted.row or 0) + 1, planted.field or ""),)
    rows = disclosure.parts["stated_figures"].rows
    own = [r for r in rows if (r.values["section"], r.values["statement"]) == (planted.section, planted.statement)]
    return (CellRef("stated_figures", None, own[0].row_number, "amount"),)


@pytest.mark.parametrize("seed", range(1, 31))
def test_a_wrong_percentage_is_beyond_what_rounding_can_do(seed: int) -> None:
    made = fictitious(seed)
    for fault in ("wrong_change", "wrong_share"):
        planted = plant(made, fault, seed)
        if planted:
            before, after = figures(made), figures(planted.fictitious)
            ((old, new),) = ((b, a) for (_, b), (_, a) in zip(before, after, strict=True) if a != b)
            assert abs(old.value - new.value) >= 2
            assert new.value == planted.value == Decimal(new.printed.removesuffix(new.unit).replace(",", ""))


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "xls", "ods", "html", "docx"])
def test_tables_of_a_whole_disclosure_are_read_in_every_kind_of_file(kind: str, tmp_path: Path) -> None:
    made = fictitious(12)
    path = tmp_path / f"whole.{kind}"
    path.write_bytes(whole_editions(made, Style(seed=12))[kind]())
    tables = extract(path, vocabulary()).tables
    assert len(tables["projects_current_year"].rows) == len(made.tables["projects_current_year"].rows)
