"""No number of the explanation falls through: it is a figure, ignored by a named rule, or an Issue."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.extract import extract
from pipelines.model import Identity, TypedRow
from pipelines.narrative.figures import figures_of, ignored_numbers
from pipelines.narrative.model import Passage
from pipelines.values import ascii_digits
from pipelines.vocabulary import Vocabulary, vocabulary

ROOT = Path(__file__).parent.parent
READINGS = sorted((Path(__file__).parent / "founding_figures").glob("*.csv"))
RENDERED = ROOT.parent / "shared" / "disclosures" / "rendered"
IDENTITY = Identity("x", "x", None, "某县水利局", None, None, None, None, 2024, "budget", None)
REVENUE = "收入预算情况说明"
SLOW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def source_of(reading: Path) -> Path:
    (source,) = (ROOT / "datapackages" / reading.stem / "raw").iterdir()
    return source


def digits(text: str) -> str:
    return "".join(character for character in ascii_digits(text) if character in "0123456789")


def accounted(passage: Passage, words: Vocabulary) -> tuple[str, int, int]:
    """The digits of all numbers in order, how many are ignored by a rule, and how many are read or reported."""
    numbers = list(ignored_numbers(passage, words))
    rows, issues = figures_of([passage], IDENTITY, words)
    told = [row for row in rows if row.values["amount"] is not None or row.values["value"] is not None]
    unread = [issue for issue in issues if issue.code == "unread_figure"]
    ignored = sum(rule is not None for _, rule in numbers)
    return digits("".join(printed for printed, _ in numbers)), ignored, len(told) + len(unread)


def in_order(passage: Passage, words: Vocabulary) -> None:
    found, ignored, told = accounted(passage, words)
    assert found == digits(passage.text)
    assert ignored + told == len(list(ignored_numbers(passage, words)))


@pytest.mark.parametrize("reading", READINGS, ids=lambda path: path.stem)
def test_founding_explanation_against_a_reading_by_hand(reading: Path, words: Vocabulary) -> None:
    disclosure = extract(source_of(reading), words)
    columns = ("section", "subject", "statement", "measure", "direction", "printed", "value_unit")
    figures = [[str(row.values[c] or "") for c in columns] for row in disclosure.parts["stated_figures"].rows]
    with open(reading, encoding="utf-8", newline="") as file:
        assert figures == list(csv.reader(file))[1:]
    assert [issue.printed for issue in disclosure.issues if issue.code == "unread_figure"] == []


@pytest.mark.parametrize("reading", READINGS, ids=lambda path: path.stem)
def test_no_number_of_a_founding_explanation_falls_through(reading: Path, words: Vocabulary) -> None:
    parts = extract(source_of(reading), words).parts
    texts = [str(row.values["text"]) for row in parts["narrative_sections"].rows if row.values["part"] == "narrative"]
    passages = [Passage("一", None, text) for whole in texts for text in whole.split("\n")]
    for passage in passages:
        in_order(passage, words)
    numbers = [printed for passage in passages for printed, rule in ignored_numbers(passage, words) if rule is None]
    told = [row.values["printed"] for row in parts["stated_figures"].rows if row.cells]
    assert numbers == told


SUBJECTS = st.sampled_from(
    ["预算收入", "其中：单位资金", "，上年结转", "；项目9", "比上年增加", "占", "、", "2024年", "“三公”经费", "（"]
)
PRINTED = st.from_regex(r"[0-9０-９]{1,4}([,，.．][0-9０-９]{1,3}){0,2}", fullmatch=True)
UNITS = st.sampled_from(
    ["万元", "元", "%", "％", "个", "辆", "平方米", "台（套）", "年", "号", "", " ", "以上", "、", "）", "-", "A", "月"]
)
SENTENCES = st.lists(st.tuples(SUBJECTS, PRINTED, UNITS), min_size=1, max_size=8)


@SLOW
@given(SENTENCES)
def test_no_number_of_any_sentence_falls_through(parts: list[tuple[str, str, str]]) -> None:
    in_order(Passage("二", REVENUE, "".join(map("".join, parts)) + "。"), vocabulary())


LETTERS = "0123456789０１，,.．。；：、（）“”《》 -－%％万元亿千个家辆年月日号第占比上增加减少其中与相同A\n"


@SLOW
@given(st.text(LETTERS, max_size=60))
def test_no_number_of_any_text_falls_through(text: str) -> None:
    in_order(Passage("一", REVENUE, text), vocabulary())


AMOUNTS = st.decimals(0, 999_999, places=2)
SOURCES = {
    "一般公共预算拨款收入": "source_general_public",
    "政府性基金预算拨款收入": "source_government_fund",
    "财政专户管理资金收入": "source_special_account",
    "单位资金": "source_unit_funds",
    "上年结转": "source_carryover",
}


@SLOW
@given(st.lists(AMOUNTS, min_size=5, max_size=5), st.booleans(), st.sampled_from(["；", "，", "。"]))
def test_every_source_is_found_whatever_its_amount(amounts: list[Decimal], grouped: bool, between: str) -> None:
    printed = [f"{amount:,}" if grouped else str(amount) for amount in amounts]
    parts = [f"{name}{number}万元，占{number}%" for name, number in zip(SOURCES, printed, strict=True)]
    passage = Passage("二", REVENUE, f"2024年度某县水利局预算收入1万元，主要包括{between.join(parts)}。")
    rows, _ = figures_of([passage], IDENTITY, vocabulary())
    found = [(row.values["statement"], row.values["amount"], row.values["value"]) for row in rows[1:]]
    expected: list[tuple[str, Decimal | None, Decimal | None]] = []
    for statement, amount in zip(SOURCES.values(), amounts, strict=True):
        expected += [(statement, amount * 10_000, None), (statement, None, amount)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("2024年度", ["year"]),
        ("2018-2020年和2022、2023年", ["year"] * 4),
        ("截至2023年12月31日", ["year", "date", "date"]),
        ("2025.1.1-2025.12.31", ["date", "date"]),
        ("2024-01-05", ["date"] * 3),
        ("3个月", ["period"]),
        ("（1）收入。2、支出。3.其他", ["ordinal"] * 3),
        ("1. 2025年预算", ["ordinal", "year"]),
        ("晋政办发〔2016〕47号", ["document_number"] * 2),
        ("苏财预[2017]82 号", ["document_number"] * 2),
        ("沪商规（2024）2号", ["document_number"] * 2),
        ("第14条", ["numbered"]),
        ("见附表1", ["table_number"]),
        ("—7—", ["page_number"]),
        ("价值50万元（原值）以上", ["threshold"]),
        ("单价20万元（含）以上", ["threshold"]),
        ("3000.00万元及以下", ["threshold"]),
        ("不低于90%", ["threshold"]),
        ("200元/人", ["unit_price"]),
        ("联系电话：0355-7522222", ["phone", "phone"]),
        ("行政运行（2010101）", ["code"]),
        ("“13710”督办系统", ["quoted"]),
        ("《2024年上海建设10个工作要点》", ["quoted"] * 2),
        ("12345政务热线服务", ["name"]),
        ("A12服务", ["name"]),
    ],
)
def test_number_that_states_nothing_is_ignored_by_name(text: str, rules: list[str], words: Vocabulary) -> None:
    passage = Passage("一", REVENUE, text)
    assert [rule for _, rule in ignored_numbers(passage, words)] == rules
    assert figures_of([passage], IDENTITY, words) == ((), ())


@pytest.mark.parametrize("amount", ["1973.86", "2024.05", "1965.30", "2010101", "20231225", "110", "12345"])
@pytest.mark.parametrize("unit", ["万元", "%", "平方米"])
def test_amount_that_looks_like_a_date_or_a_code_is_read(amount: str, unit: str, words: Vocabulary) -> None:
    rows, issues = figures_of([Passage("二", REVENUE, f"单位资金{amount}{unit}。")], IDENTITY, words)
    assert [row.values["printed"] for row in rows] == [amount]
    assert {issue.code for issue in issues} <= {"odd_percentage"}


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("减少9.52，主要原因", ["9.52"]),
        ("预算收入1 716.73万元", ["1", "716.73"]),
        ("预算收入1，716.73万元", ["1", "716.73"]),
        ("预算收入1,71.73万元", ["1,71.73"]),
        ("预算收入.73万元", ["73"]),
        ("预算收入0716.73万元", ["0716.73"]),
        ("预算收入678.10678.10万元", ["678.10678.10"]),
        ("预算收入10-20万元", ["10", "20"]),
        ("占5%~10%", ["5", "10"]),
        ("预算收入0.0000001元", ["0.0000001"]),
        ("预算收入99999999999999999万元", ["99999999999999999"]),
        ("预算收入" + "9" * 5000 + "万元", ["9" * 5000]),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_number_that_cannot_be_read_is_reported_and_never_guessed(
    text: str, unread: list[str], words: Vocabulary
) -> None:
    rows, issues = figures_of([Passage("二", REVENUE, text, 7, 3)], IDENTITY, words)
    assert rows == ()
    assert [(i.code, i.severity, i.printed, i.line, i.page) for i in issues] == [
        ("unread_figure", "warning", number, 7, 3) for number in unread
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1," * 50_000,
        "5 " * 5_000,
        "（" * 50_000 + "5万元",
        "（甲，" * 20_000 + "5万元" + "）" * 20_000 + "6万元",
        "“" * 50_000 + "5万元",
        "和" * 50_000 + "5万元",
        "增加" * 50_000 + "5万元",
        "与上年" * 50_000 + "5万元",
        "涉及，" * 50_000 + "5万元",
        "主要原因是" * 20_000 + "5万元",
        "占5%，" * 5_000,
    ],
    ids=lambda text: text[:8],
)
def test_hostile_sentence_is_read_in_time_that_grows_with_its_length(text: str, words: Vocabulary) -> None:
    passage = Passage("二", REVENUE, text)
    rows, issues = figures_of([passage], IDENTITY, words)
    assert len(rows) + len(issues) >= 1
    assert max(len(str(row.values["quote"])) for row in rows) < 1000 if rows else True


def gold_figures() -> Iterator[tuple[Path, str]]:
    for path in sorted(RENDERED.glob("*/*")):
        if path.suffix in (".pdf", ".txt", ".docx", ".html", ".xlsx") and ".scan." not in path.name:
            yield path, path.parent.name


@pytest.mark.skipif(not RENDERED.is_dir(), reason="needs the fictitious disclosures")
@pytest.mark.parametrize(("path", "name"), list(gold_figures()), ids=lambda value: getattr(value, "name", ""))
def test_every_figure_of_a_fictitious_disclosure(path: Path, name: str, words: Vocabulary) -> None:
    gold = json.loads((RENDERED / name / "gold.json").read_text("utf-8"))["stated_figures"]
    figures = list(extract(path, words).parts["stated_figures"].rows)
    missing = []
    for expected in (figure for figure in gold if not figure.get("optional")):
        match = next((row for row in figures if states(row, expected)), None)
        if match is None:
            missing.append(expected)
        else:
            figures.remove(match)
    assert missing == []
    assert {row.values["direction"] for row in figures} <= {"unchanged"}


ENDINGS = {"变动额": "change_amount", "变动率": "change_percent", "占比": "share_percent"}


def states(row: TypedRow, expected: dict[str, str]) -> bool:
    """Whether a row is the expected figure; a subject in other words is known by its statement."""
    amount, value = row.values["amount"], row.values["value"]
    figure = amount / 10_000 if isinstance(amount, Decimal) else value
    plain = {"万元": "amount", "平方米": "area"}.get(expected["unit"], "count")
    measure = next((m for end, m in ENDINGS.items() if expected["subject"].endswith(end)), plain)
    subject = re.sub("(?:变动额|变动率|占比|单位数|数|金额|资金)$", "", expected["subject"])
    told = str(row.values["subject"]) + str(row.values["statement"])
    return (
        (row.values["section"], row.values["value_unit"], row.values["measure"])
        == (expected["section"], expected["unit"], measure)
        and figure == Decimal(expected["value"])
        and any(word in told for word in (subject, NAMES.get(subject, subject)))
    )


NAMES = {
    "一般公共预算基本支出": "general_basic",
    "机关运行经费": "agency_operating",
    "公务用车实有": "vehicles_held",
    "整体绩效目标": "overall_target",
    "整体绩效基本支出": "overall_basic",
    "整体绩效项目支出": "overall_project",
    "预算单位": "overall_units",
    "绩效项目": "managed_projects",
    "其他运转类": "managed_other_operation",
    "其他运转类项目": "managed_other_operation",
    "特定目标类": "managed_specific",
    "特定目标类项目": "managed_specific",
    "公开绩效项目": "published_projects",
    "公开其他运转类项目": "published_other_operation",
    "公开其他运转类": "published_other_operation",
    "公开特定目标类项目": "published_specific",
    "公开特定目标类": "published_specific",
    "50万元以上通用设备": "equipment_500k",
    "100万元以上通用设备": "equipment_1m",
}
