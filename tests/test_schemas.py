"""Every schema says the same of a table: one description, three renderings and a dictionary."""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import pyarrow as pa
import pytest
from click.testing import CliRunner

from pipelines.dictionary import TARGET, data_dictionary, main
from pipelines.schemas import AMOUNT_PATTERN, arrow_schema, csv_header, foreign_keys, sqlite_ddl, table_schema
from pipelines.tables import Column, Table
from pipelines.vocabulary import metadata_folder, vocabulary

VOCABULARY = vocabulary()
TABLES = tuple(VOCABULARY.tables.values())
EVERY_RESOURCE = frozenset(VOCABULARY.tables)
ROOT = Path(__file__).resolve().parent.parent


def resource(table: Table) -> str:
    return table.resource


def column(name: str, kind: str, **more: Any) -> Column:
    return Column(name, kind, "名", "Name", "It.", "它。", **more)


def table(*columns: Column, key: tuple[str, ...]) -> Table:
    return Table("example", "例", "Example", "It.", "它。", key, columns, "disclosure")


def field(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return next(f for f in schema["fields"] if f["name"] == name)


@pytest.fixture
def database() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    for each in TABLES:
        connection.execute(sqlite_ddl(each))
    return connection


def insert(connection: sqlite3.Connection, name: str, **values: object) -> None:
    marks = ", ".join("?" * len(values))
    connection.execute(f'INSERT INTO "{name}" ({", ".join(values)}) VALUES ({marks})', tuple(values.values()))


PROJECT = {
    "disclosure_id": "140405-caizhengju-2024-department-budget",
    "row_number": 1,
    "is_leaf": 1,
    "verdict": "verified",
}


@pytest.mark.parametrize("each", TABLES, ids=resource)
def test_every_rendering_has_the_same_columns_in_the_same_order(each: Table, database: sqlite3.Connection) -> None:
    names = list(csv_header(each))
    assert [f["name"] for f in table_schema(each)["fields"]] == names
    assert arrow_schema(each).names == names
    assert [row[1] for row in database.execute(f'PRAGMA table_info("{each.resource}")')] == names


@pytest.mark.parametrize("each", TABLES, ids=resource)
def test_primary_key_is_the_same_everywhere(each: Table, database: sqlite3.Connection) -> None:
    in_key = {row[5]: row[1] for row in database.execute(f'PRAGMA table_info("{each.resource}")') if row[5]}
    assert [in_key[n] for n in sorted(in_key)] == list(each.key) == table_schema(each)["primaryKey"]


@pytest.mark.parametrize("each", TABLES, ids=resource)
def test_descriptor_is_valid_under_the_profile_of_data_package_2(each: Table) -> None:
    profile = json.loads((metadata_folder() / "profiles" / "datapackage-2.0.json").read_text(encoding="utf-8"))
    part = {"name": each.resource, "path": "data.csv", "schema": table_schema(each, EVERY_RESOURCE)}
    errors = jsonschema.validators.validator_for(profile)(profile).iter_errors({"name": "example", "resources": [part]})
    assert [error.json_path for error in errors] == []


def test_amount_is_a_number_in_yuan_with_its_own_pattern() -> None:
    amount = field(table_schema(VOCABULARY.tables["budget_summary"]), "amount")
    assert (amount["type"], amount["unit"], amount["columnType"]) == ("number", "CNY", "value")
    assert amount["amountPattern"] == AMOUNT_PATTERN
    assert "pattern" not in amount.get("constraints", {})


def test_title_is_chinese_and_both_descriptions_are_there() -> None:
    carryover = field(table_schema(VOCABULARY.tables["budget_summary"]), "carryover")
    assert (carryover["title"], carryover["title_en"]) == ("上年结转", "Carry-over")
    assert carryover["description"] == f"{carryover['description_en']} {carryover['description_zh']}"


def test_key_column_is_required_though_elsewhere_it_may_be_blank() -> None:
    assert field(table_schema(VOCABULARY.tables["budget_summary"]), "side")["constraints"]["required"] is True
    assert "required" not in field(table_schema(VOCABULARY.tables["cell_sources"]), "side")["constraints"]


def test_amount_and_code_may_be_blank() -> None:
    schema = table_schema(VOCABULARY.tables["revenue_summary"])
    for name in ("amount", "function_code", "carryover"):
        assert "required" not in field(schema, name).get("constraints", {})


def test_links_are_stated_only_to_resources_of_the_package() -> None:
    summary = VOCABULARY.tables["budget_summary"]
    assert "foreignKeys" not in table_schema(summary)
    assert table_schema(summary, frozenset({"disclosures"}))["foreignKeys"] == [
        {"fields": ["disclosure_id"], "reference": {"resource": "disclosures", "fields": ["disclosure_id"]}}
    ]
    assert len(table_schema(summary, EVERY_RESOURCE)["foreignKeys"]) == 2


def test_every_row_of_a_disclosure_links_to_it() -> None:
    for each in TABLES:
        linked = ("disclosure_id", "disclosures", "disclosure_id") in foreign_keys(each)
        assert linked == ("disclosure_id" in each.column and each.resource != "disclosures")


def test_schema_may_be_changed_by_its_reader_without_harm() -> None:
    each = VOCABULARY.tables["budget_summary"]
    field(table_schema(each), "side")["constraints"]["enum"].clear()
    assert field(table_schema(each), "side")["constraints"]["enum"] == ["revenue", "expenditure", "purpose"]


def test_arrow_types() -> None:
    kinds = [
        column("a", "amount"),
        column("i", "integer"),
        column("n", "number"),
        column("b", "boolean"),
        column("s", "string"),
    ]
    types = [pa.decimal128(18, 2), pa.int64(), pa.float64(), pa.bool_(), pa.string()]
    assert arrow_schema(table(*kinds, key=("s",))).types == types


def test_arrow_keeps_the_largest_amount_that_the_pattern_lets_pass() -> None:
    largest = Decimal("999999999999999.99")
    assert re.fullmatch(AMOUNT_PATTERN, str(largest))
    kind = arrow_schema(VOCABULARY.tables["budget_summary"]).field("amount").type
    assert pa.array([largest], kind)[0].as_py() == largest


@pytest.mark.parametrize("text", ["6781000.00", "0.00", "-120.5", "0", "999999999999999.99"])
def test_amount_pattern_accepts(text: str) -> None:
    assert re.fullmatch(AMOUNT_PATTERN, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "１２３.00",
        "1e5",
        "NaN",
        "123.456",
        "1_000",
        "12,345.67",
        "+1",
        ".5",
        "5.",
        "--1",
        "1000000000000000",
        "1.00 ",
        "٣",
    ],
)
def test_amount_pattern_refuses(text: str) -> None:
    assert not re.fullmatch(AMOUNT_PATTERN, text)


def test_sqlite_keeps_whole_yuan_as_exact_integers_and_half_yuan_too(database: sqlite3.Connection) -> None:
    insert(database, "projects_carryover", **PROJECT, amount=6781000.0, general_public_budget=0.5)
    kinds = "typeof(amount), amount, typeof(general_public_budget), typeof(state_capital_budget)"
    row = database.execute(f"SELECT {kinds} FROM projects_carryover").fetchone()
    assert row == ("integer", 6781000, "real", "null")


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "1.2.3"},
        {"verdict": "probably"},
        {"verdict": None},
        {"is_leaf": 2},
        {"row_number": 0},
        {"row_number": None},
        {"row_kind": "total"},
    ],
    ids=[
        "amount_as_text",
        "unknown_verdict",
        "no_verdict",
        "two_is_no_truth",
        "row_zero",
        "no_row_number",
        "kind_of_another_table",
    ],
)
def test_sqlite_refuses(wrong: dict[str, object], database: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(database, "projects_carryover", **{**PROJECT, **wrong})


def test_sqlite_refuses_a_row_twice(database: sqlite3.Connection) -> None:
    insert(database, "projects_carryover", **PROJECT)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        insert(database, "projects_carryover", **PROJECT)


def test_sqlite_reports_a_code_that_no_list_has(database: sqlite3.Connection) -> None:
    row = {**PROJECT, "function_code": "2999999"}
    insert(database, "expenditure_summary", **row)
    targets = {found[2] for found in database.execute("PRAGMA foreign_key_check(expenditure_summary)")}
    assert targets == {"disclosures", "functional_classification"}


def test_sqlite_quotes_what_names_and_values_bring_along() -> None:
    odd = table(column('a" b', "string", constraints={"enum": ["it's", 'say "no"']}), key=('a" b',))
    connection = sqlite3.connect(":memory:")
    connection.execute(sqlite_ddl(odd))
    connection.execute("INSERT INTO example VALUES (?)", ("it's",))
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO example VALUES (?)", ("its",))


@pytest.mark.parametrize("name", ["divisions", "functional_classification", "economic_crosswalk", "cofog_mapping"])
def test_lists_are_valid_in_frictionless_with_their_links(name: str, tmp_path: Path) -> None:
    targets = {name} | {target for _, target, _ in foreign_keys(VOCABULARY.tables[name])}
    targets |= {further for near in set(targets) for _, further, _ in foreign_keys(VOCABULARY.tables[near])}
    resources = []
    for each in sorted(targets):
        (tmp_path / f"{each}.csv").write_bytes((metadata_folder() / "codes" / f"{each}.csv").read_bytes())
        schema = table_schema(VOCABULARY.tables[each], frozenset(targets))
        resources.append({"name": each, "type": "table", "path": f"{each}.csv", "encoding": "utf-8", "schema": schema})
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    package = frictionless.Package.from_descriptor(
        {"$schema": profile, "name": "lists", "resources": resources}, basepath=str(tmp_path)
    )
    assert package.validate().flatten(["type", "note"]) == []


def test_parent_that_is_not_in_the_list_is_found_by_frictionless(tmp_path: Path) -> None:
    each = VOCABULARY.tables["state_capital_classification"]
    row = dict.fromkeys(csv_header(each), "") | {
        "code": "2230101",
        "name": "厂办大集体改革支出",
        "level": "3",
        "parent": "22301",
    }
    row |= {"budget_book": "state_capital", "confidence": "known", "source": "a test"}
    with open(tmp_path / "list.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, csv_header(each))
        writer.writeheader()
        writer.writerow(row)
    found = {"name": each.resource, "path": "list.csv", "schema": table_schema(each, frozenset({each.resource}))}
    package = frictionless.Package.from_descriptor({"name": "lists", "resources": [found]}, basepath=str(tmp_path))
    assert package.validate().flatten(["type"]) == [["foreign-key"]]


def test_data_dictionary_is_current() -> None:
    assert (ROOT / TARGET).read_text(encoding="utf-8") == data_dictionary(VOCABULARY)


def test_data_dictionary_names_every_column_in_both_languages() -> None:
    text = data_dictionary(VOCABULARY)
    for each in TABLES:
        section = text.split(f"`{each.resource}`\n\n**", 1)[1].split("\n### ", 1)[0]
        for part in each.columns:
            assert f"| `{part.name}` " in section
            assert part.title in section
            assert part.description_en in section


def test_stale_data_dictionary_is_reported_and_not_overwritten(tmp_path: Path) -> None:
    stale = tmp_path / "data-dictionary.md"
    stale.write_text("old", encoding="utf-8")
    result = CliRunner().invoke(main, ["--check", "-o", str(stale)])
    assert result.exit_code == 1
    assert stale.read_text(encoding="utf-8") == "old"
    assert CliRunner().invoke(main, ["-o", str(stale)]).exit_code == 0
    assert CliRunner().invoke(main, ["--check", "-o", str(stale)]).exit_code == 0


def test_markup_in_a_title_does_not_become_markup_of_the_dictionary() -> None:
    odd = Table("odd", "表|<script>", "Odd", "It.", "它。", ("a",), (column("a", "string"),), "disclosure")
    text = data_dictionary(type(VOCABULARY)({"odd": odd}, (), {}, {}, metadata_folder()))
    assert "<script>" not in text
    assert "表\\|&lt;script>" in text
