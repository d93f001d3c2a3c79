"""The vocabulary says each thing once, in both languages, and nothing in it points nowhere."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from pipelines.forms import Form
from pipelines.schemas import csv_header, foreign_keys
from pipelines.tables import Table
from pipelines.vocabulary import metadata_folder, vocabulary

FOLDER = metadata_folder()
VOCABULARY = vocabulary()
TABLES = tuple(VOCABULARY.tables.values())
LISTS = tuple(table for table in TABLES if table.source)
KINDS = {
    "fields.yml": "fields",
    "rules.yml": "rules",
    "wording.yml": "wording",
    "kinds.yml": "kinds",
    "statements.yml": "statements",
    "performance.yml": "performance",
    "dimensions.yml": "dimensions",
    "tables": "table",
    "forms": "form",
}
YAML_FILES = sorted(path for path in FOLDER.rglob("*.yml"))
FILE_SCHEMA = json.loads((FOLDER / "metadata.schema.json").read_text(encoding="utf-8"))

NUMBER_WITH_LEADING_ZERO = re.compile(r"[-+]?0[0-9_]+")


def relative(path: Path) -> str:
    return path.relative_to(FOLDER).as_posix()


def resource(table: Table) -> str:
    return table.resource


def rows_of(table: Table) -> list[dict[str, str]]:
    with open(FOLDER / "codes" / f"{table.source}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**FILE_SCHEMA, "$ref": f"#/$defs/{kind}"})


def complaints(kind: str, content: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator(kind).iter_errors(content)]


def octal_looking(text: str) -> list[str]:
    scalars = (event for event in yaml.parse(text, Loader=yaml.SafeLoader) if isinstance(event, yaml.ScalarEvent))
    return [e.value for e in scalars if e.style is None and NUMBER_WITH_LEADING_ZERO.fullmatch(e.value)]


def entries(table: Table) -> Iterator[tuple[str, dict[str, Any]]]:
    raw = yaml.safe_load((FOLDER / "tables" / f"{table.resource}.yml").read_text(encoding="utf-8"))
    for entry in raw["fields"]:
        yield (entry, {}) if isinstance(entry, str) else next(iter(entry.items()))


def test_file_schema_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(FILE_SCHEMA)


@pytest.mark.parametrize("path", YAML_FILES, ids=relative)
def test_yaml_file_has_the_form_of_its_kind(path: Path) -> None:
    kind = KINDS[relative(path).split("/")[0]]
    assert complaints(kind, yaml.safe_load(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (
            "field",
            {"type": "amount", "title": "合计", "title_en": "Total", "description_en": "It.", "description_zh": "它。"},
        ),
        ("field_in_table", {"amount": {"unit": "USD"}}),
        ("field_in_table", {"function_code": {"references": "functional_classification"}}),
        ("panel", {"rows": "guess", "keys": {"item": ["项目"]}, "amounts": {"amount": ["合计"]}}),
        ("line", {"item": "外交支出", "kind": "function", "code": 202}),
        ("wording", {"units": {"万元": "10000"}}),
        ("rule", {"id": "D1.1", "kind": "sum", "severity": "fatal"}),
    ],
    ids=[
        "amount_without_its_unit",
        "unit_changed_by_a_table",
        "reference_without_a_column",
        "unknown_kind_of_rows",
        "code_as_a_number",
        "factor_as_text",
        "unknown_severity",
    ],
)
def test_file_schema_refuses(kind: str, content: Any) -> None:
    assert complaints(kind, content)


@pytest.mark.parametrize("path", YAML_FILES, ids=relative)
def test_no_code_is_written_as_an_octal_number(path: Path) -> None:
    assert octal_looking(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("code: 0201", 1), ("codes: [0201, 0301]", 2), ("code: '0201'", 0), ("tolerance: 0.5", 0), ("minimum: 0", 0)],
    ids=["bare", "in_a_list", "quoted", "decimal", "zero"],
)
def test_octal_looking_code_is_found(text: str, found: int) -> None:
    assert len(octal_looking(text)) == found


@pytest.mark.parametrize("path", YAML_FILES, ids=relative)
def test_yaml_file_has_no_key_twice(path: Path) -> None:
    def no_duplicates(node: yaml.Node) -> None:
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), f"{path.name}, line {node.start_mark.line + 1}"
            for _, value in node.value:
                no_duplicates(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                no_duplicates(value)

    no_duplicates(yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader))


def test_every_field_is_used_by_a_table() -> None:
    described = yaml.safe_load((FOLDER / "fields.yml").read_text(encoding="utf-8"))
    used = {column.name for table in TABLES for column in table.columns}
    assert set(described) - used == set()


@pytest.mark.parametrize("table", TABLES, ids=resource)
def test_table_names_only_columns_that_it_has(table: Table) -> None:
    names = csv_header(table)
    assert len(names) == len(set(names))
    printed = {name for panel in table.panels for name in (*panel.keys, *panel.amounts)}
    named = {*table.key, *table.facets, *printed, *([table.label] if table.label else [])}
    assert named <= set(names)
    assert table.label is not None


@pytest.mark.parametrize("table", TABLES, ids=resource)
def test_rows_of_a_disclosure_name_it_first(table: Table) -> None:
    if table.group == "reference":
        assert "disclosure_id" not in table.column
    else:
        assert table.columns[0].name == table.key[0] == "disclosure_id"


@pytest.mark.parametrize("table", TABLES, ids=resource)
def test_table_file_is_named_after_its_resource(table: Table) -> None:
    assert (FOLDER / "tables" / f"{table.resource}.yml").is_file()


@pytest.mark.parametrize("table", TABLES, ids=resource)
def test_link_leads_to_the_key_of_a_table(table: Table) -> None:
    for column, target, field in foreign_keys(table):
        assert VOCABULARY.tables[target].key == (field,), column
        assert VOCABULARY.tables[target].column[field].type == table.column[column].type


@pytest.mark.parametrize("table", TABLES, ids=resource)
def test_example_satisfies_its_own_constraints(table: Table) -> None:
    for column in table.columns:
        enum, pattern = column.constraints.get("enum"), column.constraints.get("pattern")
        if enum and any(name == column.name and "enum" in own for name, own in entries(table)):
            continue
        assert enum is None or column.example in enum, column.name
        assert pattern is None or re.fullmatch(pattern, column.example), column.name
        if column.type == "integer":
            assert column.constraints.get("minimum", column.example) <= column.example, column.name


def test_standard_tables_are_the_thirteen_of_the_form_and_those_of_others() -> None:
    assert [table.number for table in VOCABULARY.standard_tables if not table.optional] == list(range(1, 14))
    assert VOCABULARY.forms["shanxi"].tables == tuple(t.resource for t in VOCABULARY.standard_tables if not t.optional)
    printed = {resource for form in VOCABULARY.forms.values() for resource in form.tables}
    assert {table.resource for table in VOCABULARY.standard_tables} == printed


@pytest.mark.parametrize("form", VOCABULARY.forms.values(), ids=lambda form: form.form)
def test_layout_of_a_form_names_only_columns_of_its_table(form: Form) -> None:
    for layout in form.layouts.values():
        for panel in layout.panels:
            assert {*panel.keys, *panel.amounts} <= set(layout.column), layout.resource
            kinds = layout.column["item_kind"].constraints["enum"] if "item_kind" in layout.column else ()
            assert {line.kind for line in panel.lines} <= {*kinds, "total"}, layout.resource


def test_no_title_stands_for_two_tables() -> None:
    meant: dict[str, set[str]] = {}
    for table in VOCABULARY.standard_tables:
        for title in table.titles:
            meant.setdefault(title, set()).add(table.resource)
    for form in VOCABULARY.forms.values():
        for first, *_ in form.numbers.values():
            for title in form.layouts[first].titles:
                meant.setdefault(title, set()).add(first)
    assert {title: names for title, names in meant.items() if len(names) > 1} == {}


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in VOCABULARY.rules]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("table", LISTS, ids=resource)
def test_list_has_the_columns_of_its_table(table: Table) -> None:
    with open(FOLDER / "codes" / f"{table.source}.csv", encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == csv_header(table)


@pytest.mark.parametrize("table", LISTS, ids=resource)
def test_list_is_utf8_with_plain_line_ends(table: Table) -> None:
    content = (FOLDER / "codes" / f"{table.source}.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")


@pytest.mark.parametrize("table", LISTS, ids=resource)
def test_list_is_sorted_by_a_unique_key(table: Table) -> None:
    keys = [tuple(row[name] for name in table.key) for row in rows_of(table)]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("table", LISTS, ids=resource)
def test_list_satisfies_its_constraints(table: Table) -> None:
    for row in rows_of(table):
        for column in table.columns:
            value, limits = row[column.name], column.constraints
            where = f"{row[table.key[0]]}.{column.name} = {value!r}"
            assert value == value.strip(), where
            if value == "":
                assert not limits.get("required"), where
                continue
            assert "pattern" not in limits or re.fullmatch(limits["pattern"], value), where
            assert "enum" not in limits or value in limits["enum"], where
            if column.type == "integer":
                assert limits.get("minimum", 0) <= int(value) <= limits.get("maximum", 9999), where


@pytest.mark.parametrize("table", LISTS, ids=resource)
def test_code_of_a_list_leads_to_a_row(table: Table) -> None:
    for column, target, field in foreign_keys(table):
        known = {row[field] for row in rows_of(VOCABULARY.tables[target])}
        assert {row[column] for row in rows_of(table)} - known - {""} == set(), column


CLASSIFICATIONS = tuple(table for table in LISTS if table.resource.endswith("_classification"))


@pytest.mark.parametrize("table", CLASSIFICATIONS, ids=resource)
def test_parent_is_the_code_without_its_last_two_digits(table: Table) -> None:
    for row in rows_of(table):
        assert int(row["level"]) == (len(row["code"]) - 1) // 2
        assert row["parent"] == (row["code"][:-2] if row["level"] != "1" else "")


@pytest.mark.parametrize("table", CLASSIFICATIONS, ids=resource)
def test_list_does_not_claim_a_code_that_only_a_disclosure_has(table: Table) -> None:
    assert {row["confidence"] for row in rows_of(table)} <= {"printed", "sourced", "known", "uncertain"}


@pytest.mark.parametrize("book", ["government_fund", "state_capital"])
def test_functional_list_holds_the_codes_of_every_book(book: str) -> None:
    codes = {
        row["code"]: row["budget_books"].split("|") for row in rows_of(VOCABULARY.tables["functional_classification"])
    }
    for row in rows_of(VOCABULARY.tables[f"{book}_classification"]):
        assert book in codes[row["code"]]


def test_every_class_of_the_functional_list_maps_to_cofog() -> None:
    classes = {row["code"] for row in rows_of(VOCABULARY.tables["functional_classification"]) if row["level"] == "1"}
    assert {row["code"] for row in rows_of(VOCABULARY.tables["cofog_mapping"])} == classes


def test_expenditure_lines_of_the_form_are_classes_under_a_name_that_the_list_knows() -> None:
    known = {row["code"] or "": row for row in VOCABULARY.codes.rows("functional_classification")}
    for line in VOCABULARY.codes.rows("summary_lines"):
        row = known[line["function_code"] or ""]
        names = {row["name"], *(row["aliases"] or "").split("|")}
        assert line["item"] in names


def divisions() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows_of(VOCABULARY.tables["divisions"])}


@pytest.mark.parametrize(
    ("code", "full_name"),
    [
        ("140405", "山西省长治市屯留区"),
        ("140525", "山西省晋城市泽州县"),
        ("110101", "北京市东城区"),
        ("419001", "河南省济源市"),
        ("500229", "重庆市城口县"),
        ("140000", "山西省"),
    ],
    ids=[
        "county",
        "county_of_a_prefecture",
        "district_of_a_municipality",
        "county_under_a_province",
        "county_of_chongqing",
        "province",
    ],
)
def test_full_name_runs_from_the_province_down(code: str, full_name: str) -> None:
    assert divisions()[code]["full_name"] == full_name


def test_superseded_division_leads_to_one_in_force() -> None:
    rows = divisions()
    superseded = {code: row["successor"] for code, row in rows.items() if row["valid_to"] or row["successor"]}
    assert superseded["140424"] == "140405"
    assert all(rows[successor]["valid_to"] == "" for successor in superseded.values())


def test_division_stands_under_the_level_above() -> None:
    rows, above = divisions(), {"county": "prefecture", "prefecture": "province"}
    for row in rows.values():
        assert row["level"] == "province" if not row["parent"] else rows[row["parent"]]["level"] == above[row["level"]]
        assert row["parent"][:2] in ("", row["code"][:2])


def test_licence_of_the_divisions_travels_with_them() -> None:
    notice = (FOLDER / "codes" / "NOTICE.md").read_text(encoding="utf-8")
    assert "Copyright (c) 2018 caijf" in notice
    assert "The above copyright notice and this permission notice shall be included" in notice
