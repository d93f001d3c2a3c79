"""What a person adds by hand is kept, honoured, and checked key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.package import write_package
from pipelines.package.settings import BadSettings, parse
from pipelines.package.waivers import Place, Waiver
from pipelines.vocabulary import Vocabulary
from tests import builders
from tests.builders import described, rows


def test_disclosure_yml_is_kept_and_honoured(tmp_path: Path, words: Vocabulary) -> None:
    package = write_package(builders.disclosure(words), builders.TEXT, tmp_path, words)
    rule = builders.disclosure(words).results[0].rule_id
    by_hand = f"title: 手写标题\nsource_url: https://a.example/b\nwaivers:\n- {{rule: {rule}, reason: 印刷错误}}\n"
    (package / "disclosure.yml").write_text(by_hand, "utf-8")
    write_package(builders.disclosure(words), builders.TEXT, tmp_path, words)
    assert (package / "disclosure.yml").read_text("utf-8") == by_hand
    assert described(package)["title"] == "手写标题"
    assert described(package)["sources"][0]["url"] == "https://a.example/b"
    assert rows(package, "disclosures")[0]["source_url"] == "https://a.example/b"
    assert rows(package, "disclosures")[0]["title"] == "长治市屯留区水利局2024年度部门预算公开"
    assert rows(package, "disclosures")[0]["display_title"] == "手写标题"
    assert {row["waiver"] for row in rows(package, "check_results")} == {"印刷错误"}
    assert {row["waiver"] for row in rows(package, "issues")} == {""}
    assert "已说明：印刷错误" in (package / "README.md").read_text("utf-8")


def test_title_to_show_is_made_up_where_none_is_printed(tmp_path: Path, words: Vocabulary) -> None:
    untitled = builders.disclosure(words, identity=builders.identity(title=None))
    (row,) = rows(write_package(untitled, builders.TEXT, tmp_path, words), "disclosures")
    assert (row["title"], row["display_title"]) == ("", "长治市屯留区水利局2024年部门预算")
    assert row["display_title_en"] == "Department budget of 长治市屯留区水利局, 2024"


NESTED = ["&a0 [x]", *(f"&a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 12))]
"""A list in lists that is short in YAML, and of 9**11 texts when it is written out."""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("titel: x", "unknown key `titel`"),
        ("- a", "expected `key: value`"),
        ("title: [a]", "`title` must be a text"),
        ("source_url: javascript:alert(1)", "must be an http"),
        ("waivers:\n- {rule: T1-01}", "needs a `reason`"),
        ("waivers:\n- {reason: x}", "either a `rule` or an `issue`"),
        ("waivers:\n- {rule: T1-01, issue: cut_off, reason: x}", "either a `rule` or an `issue`"),
        ("waivers: T1-01", "must be a list"),
        ("waivers:\n- {rule: T1-01, reason: x, row: 1}", "`row` needs the `resource`"),
        ("waivers:\n- {rule: T1-01, reason: x, resource: notes, row: 0}", "`row` must be the number of a row"),
        ("waivers:\n- {rule: T1-01, reason: x, resource: notes, row: [1]}", "`row` must be the number of a row"),
        ("waivers:\n- {rule: T1-01, reason: x, resource: notes, row: true}", "`row` must be the number of a row"),
        ("waivers:\n- {rule: a, reason: x, resource: notes, row: 0x" + "f" * 5000 + "}", "`row` must be the number"),
        (f"files: [[{', '.join(NESTED)}]]", "a value of type list is none"),
        ("files: [a/b]", "`a/b` is none"),
        ("1: a", "unknown key a value of type int"),
        ("published: spring", "`published` must be a day, as 2024-02-05"),
        ("published: 2024", "`published` must be a day, as 2024-02-05"),
        ("published: 2024-02-30", "not readable"),
        ("a: b: c", "not readable"),
        ("!!python/object/apply:os.system [ls]", "not readable"),
    ],
)
def test_disclosure_yml_that_says_something_else_is_refused_with_its_key(content: str, said: str) -> None:
    with pytest.raises(BadSettings, match=r"disclosure\.yml") as caught:
        parse(content.encode(), "x/disclosure.yml")
    assert said in str(caught.value)


def test_waiver_that_covers_no_failed_check_is_stale(words: Vocabulary) -> None:
    results = builders.disclosure(words).results
    settings = parse(f"waivers: [{{rule: {results[0].rule_id}, reason: a}}, {{rule: T9-99, reason: b}}]".encode(), "x")
    places = [Place("rule", result.rule_id, result.resource) for result in results]
    assert settings.waivers.stale(places) == (Waiver("rule", "T9-99", "b"),)


def test_waiver_of_an_issue_covers_no_rule_of_the_same_name() -> None:
    waivers = parse(b"waivers: [{issue: cut_off, reason: a}]", "x").waivers
    assert waivers.reason(Place("issue", "cut_off")) == "a"
    assert waivers.reason(Place("rule", "cut_off")) is None


@pytest.mark.parametrize("content", ["published: 2024-02-05", "published: '2024-02-05'"])
def test_day_of_publication_may_stand_with_or_without_quotes(content: str) -> None:
    assert parse(content.encode(), "x").published == "2024-02-05"


@pytest.mark.parametrize(("row", "covered"), [("6", {"6"}), ("revenue:6", {"revenue:6"})])
def test_waiver_of_a_row_covers_only_a_check_of_that_row(row: str, covered: set[str]) -> None:
    settings = parse(f"waivers: [{{rule: T1-01, resource: notes, row: '{row}', reason: a}}]".encode(), "x")
    rows = ("6", "revenue:6", "expenditure:6", "61")
    assert {r for r in rows if settings.waivers.reason(Place("rule", "T1-01", "notes", (r,)))} == covered
    assert settings.waivers.reason(Place("rule", "T1-01", "notes")) is None
