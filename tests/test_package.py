"""A written package: valid for strangers, exact, and the same bytes every time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal, Inexact
from hashlib import sha256
from pathlib import Path

import pytest
from frictionless import validate

from pipelines import __version__
from pipelines.model import Issue
from pipelines.package import write_package
from pipelines.package.cache import BUILT
from pipelines.package.findings import Figure, PlaceRow, findings
from pipelines.package.records import records, text
from pipelines.package.settings import Settings
from pipelines.package.validate import package_errors, profile_errors
from pipelines.vocabulary import Vocabulary
from tests import builders
from tests.builders import described, hostile, rows


def test_plain_frictionless_finds_nothing_wrong(package: Path) -> None:
    report = validate(str(package / "datapackage.json"))
    assert report.valid, report.flatten(["place", "message"])
    assert report.stats["tasks"] == len(list((package / "data").iterdir()))


def test_frictionless_does_notice_a_row_that_breaks_a_foreign_key(package: Path) -> None:
    path = package / "data" / "budget_summary.csv"
    path.write_text(path.read_text("utf-8").replace(",213,", ",999,"), "utf-8")
    assert {error.type for task in validate(str(package / "datapackage.json")).tasks for error in task.errors} >= {
        "foreign-key"
    }


def test_descriptor_fits_the_json_schema_of_data_package_v2(package: Path) -> None:
    descriptor = described(package)
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert profile_errors(descriptor) == []


def test_descriptor_states_licence_contributors_and_source(package: Path) -> None:
    descriptor = described(package)
    assert [licence["name"] for licence in descriptor["licenses"]] == ["CC-BY-4.0"]
    assert [(c["title"], c["roles"]) for c in descriptor["contributors"]] == [
        ("长治市屯留区水利局", ["creator", "publisher"]),
        ("yusuan contributors", ["wrangler"]),
    ]
    assert descriptor["version"] == __version__


def test_json_schema_does_notice_roles_that_are_no_list(package: Path) -> None:
    descriptor = described(package)
    descriptor["contributors"][0]["roles"] = "publisher"
    assert profile_errors(descriptor) != []


def test_every_standard_table_is_a_resource_even_when_empty(package: Path, words: Vocabulary) -> None:
    named = {resource["name"]: resource for resource in described(package)["resources"]}
    for table in words.standard_tables:
        header = (package / named[table.resource]["path"]).read_text("utf-8").split("\n")[0]
        assert header.split(",") == [column.name for column in table.columns]


def test_source_stands_in_raw_with_its_digest(package: Path) -> None:
    (source,) = described(package)["sources"]
    content = (package / source["path"]).read_bytes()
    assert content == builders.TEXT
    assert (source["hash"], source["bytes"]) == (f"sha256:{sha256(content).hexdigest()}", len(content))


def test_blank_is_not_zero_and_amounts_are_yuan_with_two_places(package: Path) -> None:
    blank, printed = rows(package, "budget_summary")[1:]
    assert (blank["amount"], printed["amount"]) == ("", "200000.00")


def test_a_third_decimal_is_an_error_and_never_rounded_away() -> None:
    with pytest.raises(Inexact):
        text(Decimal("0.005"))
    assert [text(v) for v in (Decimal("-0.00"), Decimal("1E+3"), True, None)] == ["0.00", "1000.00", "true", ""]


def test_printed_string_of_every_amount_is_kept(package: Path, words: Vocabulary) -> None:
    cells = rows(package, "cell_sources")
    cell = next(
        c for c in cells if (c["resource"], c["row_number"], c["field"]) == ("expenditure_summary", "1", "amount")
    )
    assert (cell["printed"], cell["line"]) == ("30.00", "41")
    amounts = [
        row[name]
        for table in words.standard_tables
        for row in rows(package, table.resource)
        for name in table.amount_fields
    ]
    assert len(cells) == sum(bool(amount) for amount in amounts)


def test_reference_rows_are_those_referred_to_and_their_ancestors(package: Path) -> None:
    assert [row["code"] for row in rows(package, "functional_classification")] == ["201", "213", "21303", "2130399"]
    assert [row["code"] for row in rows(package, "divisions")] == ["140000", "140400", "140405"]


def test_printed_code_that_no_list_has_is_kept_and_called_unlisted(tmp_path: Path, words: Vocabulary) -> None:
    honest = builders.disclosure(words)
    table = honest.tables["expenditure_summary"]
    odd = builders.expenditure(4, "2139876", "稀奇支出", "1.00", 3, leaf=True)
    tables = {**honest.tables, "expenditure_summary": replace(table, rows=(*table.rows, odd))}
    package = write_package(replace(honest, tables=tables), builders.TEXT, tmp_path, words)
    unlisted = rows(package, "functional_classification")[-1]
    assert (unlisted["code"], unlisted["name"], unlisted["confidence"]) == ("2139876", "稀奇支出", "unlisted")
    assert package_errors(package) == []


def test_every_column_of_every_resource_is_filled_by_name(words: Vocabulary) -> None:
    made = records(builders.disclosure(words), words, Settings())
    for resource, lines in made.items():
        assert {len(line) for line in lines} <= {len(words.tables[resource].columns)}
    assert {table.resource for table in words.standard_tables} < made.keys()


def test_readme_says_of_a_failed_check_where_and_what_both_places_say(package: Path) -> None:
    readme = (package / "README.md").read_text("utf-8")
    assert "此处 300,000.00 元，另一处 200,000.00 元，相差 100,000.00 元" in readme
    assert "预算支出总表 第 1 行“合计”（原文第 41 行）" in readme
    assert "expenditure row 2 “农林水支出” (line 12 of the source)" in readme
    assert readme.index("核对结果") < readme.index("What reconciles")


def test_readme_of_a_document_gone_wrong_names_the_first_issues_and_where_the_rest_are(
    tmp_path: Path, words: Vocabulary
) -> None:
    many = tuple(Issue("odd", f"第{n}处", f"place {n}", "warning") for n in range(250))
    package = write_package(builders.disclosure(words, issues=many), builders.TEXT, tmp_path, words)
    readme = (package / "README.md").read_text("utf-8")
    assert "place 199" in readme
    assert "place 200" not in readme
    assert "50 more in [`issues`](data/issues.csv)" in readme
    assert len(rows(package, "issues")) == 250


def test_finding_names_two_sided_rows_by_their_side(package: Path, words: Vocabulary) -> None:
    named = {name: rows(package, name) for name in ("check_results", "budget_summary", "expenditure_summary")}
    (finding,) = findings(named, words)
    amount = Figure("预算数", "Budget amount", "200,000.00 元")
    assert finding.places[1].rows == (PlaceRow("expenditure", "2", "农林水支出", "12", "", figures=(amount,)),)


def test_same_disclosure_gives_the_same_bytes(tmp_path: Path, words: Vocabulary) -> None:
    one, two = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
        for folder in (write_package(hostile(words), builders.TEXT, tmp_path / n, words) for n in ("one", "two"))
    )
    assert one == two


WRITE = """
import sys
from pathlib import Path
from pipelines.package import write_package
from pipelines.vocabulary import vocabulary
from tests import builders
write_package(builders.disclosure(vocabulary()), builders.TEXT, Path(sys.argv[1]), vocabulary())
"""


def test_clock_zone_locale_and_hash_seed_change_nothing(tmp_path: Path) -> None:
    digests = set()
    for n, surroundings in enumerate(
        [
            {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
            {"TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711", "PYTHONUTF8": "0"},
        ]
    ):
        root = Path(__file__).parent.parent
        environment = {**os.environ, **surroundings, "PYTHONPATH": str(root)}
        subprocess.run([sys.executable, "-c", WRITE, str(tmp_path / str(n))], env=environment, check=True)
        total = sha256()
        for path in sorted((tmp_path / str(n)).rglob("*")):
            if path.is_file():
                total.update(path.relative_to(tmp_path / str(n)).as_posix().encode() + path.read_bytes())
        digests.add(total.hexdigest())
    assert len(digests) == 1


def test_note_of_the_build_lists_every_generated_file(package: Path) -> None:
    noted = json.loads((package / BUILT).read_text("utf-8"))["files"]
    there = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    assert noted.keys() == there - {BUILT}
