"""A written package: valid for strangers, exact, the same bytes every time, and unmoved by hostile text."""

from __future__ import annotations

import csv
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

from pipelines.atomic import OLD, OutputError, new_folder, recover
from pipelines.cache import BUILT
from pipelines.findings import findings
from pipelines.model import Disclosure, Issue, Note, Refused
from pipelines.names import safe_name
from pipelines.package import write_package
from pipelines.plain import markdown
from pipelines.records import records, text
from pipelines.settings import BadSettings, Waiver, parse
from pipelines.validate import package_errors, profile_errors
from pipelines.vocabulary import Vocabulary, vocabulary
from tests import builders

HOSTILE = '=1+1 "quoted", <script>alert(1)</script> [x](http://evil.example) | `code` ../../etc/passwd\n# heading 坏'


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return vocabulary()


@pytest.fixture
def package(tmp_path: Path, words: Vocabulary) -> Path:
    return write_package(builders.disclosure(words), builders.TEXT, tmp_path, words)


def rows(package: Path, resource: str) -> list[dict[str, str]]:
    with open(package / "data" / f"{resource}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def described(package: Path) -> dict:
    return json.loads((package / "datapackage.json").read_text(encoding="utf-8"))


def hostile(words: Vocabulary) -> Disclosure:
    honest = builders.disclosure(words)
    table = honest.tables["expenditure_summary"]
    first = replace(table.rows[0], values={**table.rows[0].values, "function_name": HOSTILE})
    return replace(
        honest,
        identity=builders.identity(title=HOSTILE, entity_name=HOSTILE, division_name=HOSTILE),
        source=builders.source(name='../=1+1 "x"<b>.txt'),
        tables={**honest.tables, "expenditure_summary": replace(table, rows=(first, *table.rows[1:]))},
        notes=(Note(None, HOSTILE, line=1),),
        issues=(Issue("odd", HOSTILE, HOSTILE, "warning", "expenditure_summary", printed=HOSTILE),),
        results=(replace(honest.results[0], message_zh=HOSTILE, message_en=HOSTILE),),
    )


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
    made = records(builders.disclosure(words), words)
    for resource, lines in made.items():
        assert {len(line) for line in lines} <= {len(words.tables[resource].columns)}
    assert {table.resource for table in words.standard_tables} < made.keys()


def test_readme_says_of_a_failed_check_where_and_what_both_places_say(package: Path) -> None:
    readme = (package / "README.md").read_text("utf-8")
    assert "应为 200,000.00 元，实为 300,000.00 元，相差 100,000.00 元" in readme
    assert "预算支出总表 第 1 行“合计”（原文第 41 行）" in readme
    assert "expenditure row 2 “农林水支出” (line 12 of the source)" in readme
    assert readme.index("核对结果") < readme.index("What reconciles")


def test_finding_names_two_sided_rows_by_their_side(package: Path, words: Vocabulary) -> None:
    named = {name: rows(package, name) for name in ("check_results", "budget_summary", "expenditure_summary")}
    (finding,) = findings(named, words)
    assert finding.places[1].rows == (("expenditure", "2", "农林水支出", "12", ""),)


def test_hostile_text_is_data_in_csv_and_inert_in_the_readme(tmp_path: Path, words: Vocabulary) -> None:
    package = write_package(hostile(words), builders.TEXT, tmp_path, words)
    assert rows(package, "expenditure_summary")[0]["function_name"] == HOSTILE
    assert described(package)["title"] == HOSTILE
    readme = (package / "README.md").read_text("utf-8")
    for harmful in ("<script>", "](http://evil", "\n# heading", "| `code`"):
        assert harmful not in readme
    assert package_errors(package) == []
    assert validate(str(package / "datapackage.json")).valid


def test_hostile_file_name_stays_inside_raw(tmp_path: Path, words: Vocabulary) -> None:
    package = write_package(hostile(words), builders.TEXT, tmp_path, words)
    (raw,) = (package / "raw").iterdir()
    assert raw.read_bytes() == builders.TEXT
    assert [path.name for path in tmp_path.iterdir()] == [package.name]
    assert not set(raw.name) & set('/\\"<>=+ ')


@pytest.mark.parametrize("identifier", ["../escape", "a/b", "", "A", "a--b", "x" * 121, ".hidden"])
def test_identifier_that_is_no_plain_name_is_refused(tmp_path: Path, words: Vocabulary, identifier: str) -> None:
    odd = builders.disclosure(words, identity=builders.identity(disclosure_id=identifier))
    with pytest.raises(Refused):
        write_package(odd, builders.TEXT, tmp_path / "out", words)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("屯留区 2024（公开）.txt", "屯留区_2024（公开）.txt"),
        ("../../etc/passwd", "etc_passwd"),
        ("CON.txt", "_CON.txt"),
        ("=1+1.txt", "1_1.txt"),
        ("", "source"),
        ("...", "source"),
        ("\u202egpj.txt", "gpj.txt"),
        ("好" * 200 + ".txt", "好" * 38 + ".txt"),
    ],
)
def test_file_names_are_made_plain_once_and_for_all(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe
    assert len(safe.encode()) <= 120


@pytest.mark.parametrize(
    "trick", ["http://a.example", "www.a.example", "<a href=x>", "![i](x)", "a@b.example", "**b**"]
)
def test_markdown_shows_a_trick_as_text(trick: str) -> None:
    escaped = markdown(trick)
    assert escaped != trick
    assert "<" not in escaped


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
    assert "已说明：印刷错误" in (package / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("titel: x", "unknown key `titel`"),
        ("- a", "expected `key: value`"),
        ("title: [a]", "`title` must be a text"),
        ("source_url: javascript:alert(1)", "must be an http"),
        ("waivers:\n- {rule: T1-01}", "needs `rule` and `reason`"),
        ("waivers: T1-01", "must be a list"),
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
    assert settings.stale(results) == (Waiver("T9-99", "b"),)


def test_write_that_fails_half_way_leaves_the_last_good_package(package: Path, words: Vocabulary) -> None:
    before = {path: path.read_bytes() for path in package.rglob("*") if path.is_file()}
    (package / "disclosure.yml").write_text("nonsense: 1", "utf-8")
    with pytest.raises(BadSettings):
        write_package(builders.disclosure(words), b"other", package.parent, words)
    (package / "disclosure.yml").unlink()
    assert {path: path.read_bytes() for path in package.rglob("*") if path.is_file()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_that_cannot_be_written_is_named(tmp_path: Path, words: Vocabulary) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match=str(tmp_path)):
        write_package(builders.disclosure(words), builders.TEXT, tmp_path, words)


def test_output_folder_that_is_a_file_is_named(tmp_path: Path, words: Vocabulary) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OutputError, match="file"):
        write_package(builders.disclosure(words), builders.TEXT, tmp_path / "file", words)


def test_swap_cut_between_its_two_renames_is_ended_at_the_next_start(package: Path) -> None:
    package.rename(package.with_name(f".{package.name}{OLD}"))
    recover(package.parent)
    assert package_errors(package) == []
    assert [path.name for path in package.parent.iterdir()] == [package.name]


def test_interrupt_while_writing_leaves_nothing_beside(package: Path) -> None:
    def interrupted() -> None:
        with new_folder(package) as new:
            (new / "half").write_text("x", "utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [path.name for path in package.parent.iterdir()] == [package.name]
    assert package_errors(package) == []


def damaged_digest(package: Path) -> None:
    (package / "data" / "notes.csv").write_text("x", "utf-8")


def outside_path(package: Path) -> None:
    descriptor = described(package)
    descriptor["resources"][0]["path"] = "../other.csv"
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


def remote_path(package: Path) -> None:
    descriptor = described(package)
    descriptor["resources"][0]["path"] = "http://127.0.0.1:9/x.csv"
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


def link_to_elsewhere(package: Path) -> None:
    (package / "data" / "notes.csv").unlink()
    (package / "data" / "notes.csv").symlink_to("/etc/hostname")


def no_json(package: Path) -> None:
    (package / "datapackage.json").write_text("{", "utf-8")


def scientific_amount(package: Path) -> None:
    """With a digest that fits: only the amount itself is wrong, and a lenient reader would take it."""
    path = package / "data" / "expenditure_summary.csv"
    path.write_bytes(path.read_bytes().replace(b"300000.00", b"3e5"))
    descriptor = described(package)
    resource = next(r for r in descriptor["resources"] if r["name"] == "expenditure_summary")
    resource |= {"bytes": path.stat().st_size, "hash": f"sha256:{sha256(path.read_bytes()).hexdigest()}"}
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (damaged_digest, "data/notes.csv: not the file that datapackage.json describes"),
        (outside_path, "'../other.csv' is not valid"),
        (remote_path, "only plain files"),
        (link_to_elsewhere, "data/notes.csv: missing, or no plain file"),
        (no_json, "datapackage.json: not readable"),
        (scientific_amount, "row 1, amount: '3e5' is no amount"),
    ],
)
def test_damaged_package_is_told_apart_with_file_and_reason(package: Path, damage, said: str) -> None:
    damage(package)
    assert any(said in error for error in package_errors(package)), package_errors(package)


def test_note_of_the_build_lists_every_generated_file(package: Path) -> None:
    noted = json.loads((package / BUILT).read_text("utf-8"))["files"]
    there = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    assert noted.keys() == there - {BUILT}
