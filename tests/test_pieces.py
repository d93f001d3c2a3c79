"""A disclosure in several files is one package, which says what each file holds and which one a figure is in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.build import build
from pipelines.cli import main
from pipelines.extract import extract
from pipelines.package.validate import package_errors
from pipelines.vocabulary import Vocabulary
from publish.site import publish
from tests.builders import fates, rows, snapshot
from tests.filing import MADE, OTHER, figures, held, listed, only, put, whole
from tests.synthesis.pieces import narrative, tables
from tests.visiting import page, visited


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """The package of the disclosure in a single file, to compare with."""
    build([put(tmp_path / "whole", "whole.txt", whole(MADE))], tmp_path / "one")
    return only(tmp_path / "one")


def _files_of_cells(package: Path) -> tuple[set[str], set[str]]:
    """The files that amounts of tables stand in, and those of the figures that the text states."""
    stated = [(row["resource"] == "stated_figures", row["source_number"]) for row in rows(package, "cell_sources")]
    return {number for told, number in stated if not told}, {number for told, number in stated if told}


@pytest.mark.parametrize("suffixes", [("txt", "txt"), ("pdf", "docx"), ("xlsx", "html")])
def test_tables_and_narrative_apart_become_the_package_of_the_whole(
    tmp_path: Path, out: Path, one: Path, words: Vocabulary, suffixes: tuple[str, str]
) -> None:
    folder = tmp_path / "pair"
    put(folder, f"公开表.{suffixes[0]}", tables(MADE))
    put(folder, f"说明.{suffixes[1]}", narrative(MADE))
    assert sorted(fates(build([folder], out)).values()) == ["built", "joined"]
    assert only(out).name == one.name
    assert held(only(out)) == [(f"公开表.{suffixes[0]}", "tables"), (f"说明.{suffixes[1]}", "narrative")]
    assert figures(only(out), words) == figures(one, words)
    assert _files_of_cells(only(out)) == ({"1"}, {"2"})
    assert rows(only(out), "issues") == []
    assert package_errors(only(out)) == []


def test_every_table_in_a_file_of_its_own(tmp_path: Path, out: Path, one: Path, words: Vocabulary) -> None:
    names = [name for name, table in MADE.tables.items() if not table.missing]
    for position, name in enumerate(names):
        put(tmp_path / "parts", f"{20 - position}.xlsx", tables(MADE, [name]))
    put(tmp_path / "parts", "说明.docx", narrative(MADE))
    assert build([tmp_path / "parts"], out).ok
    assert figures(only(out), words) == figures(one, words)
    order = [row["source_name"] for row in rows(only(out), "source_files")]
    assert order == [f"{20 - position}.xlsx" for position in range(len(names))] + ["说明.docx"]
    for state in rows(only(out), "table_states"):
        if state["state"] != "missing":
            place = str(names.index(state["resource"]) + 1)
            cells = [c for c in rows(only(out), "cell_sources") if c["resource"] == state["resource"]]
            assert {state["source_number"], *(c["source_number"] for c in cells)} == {place}


def test_other_piece_that_arrives_later_completes_the_package(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "pair"
    put(folder, "表.txt", tables(MADE))
    build([folder], out)
    assert [issue["code"] for issue in rows(only(out), "issues")] == ["narrative_not_given"]
    later = put(tmp_path / "later", "说明.txt", narrative(MADE))
    assert fates(build([later], out)) == {"说明.txt": "built"}
    assert held(only(out)) == [("表.txt", "tables"), ("说明.txt", "narrative")]
    before = snapshot(out)
    assert set(fates(build([folder, later, out], out)).values()) <= {"unchanged", "duplicate"}
    assert snapshot(out) == before
    (only(out) / "datapackage.json").unlink()
    assert build([out], out).ok
    assert snapshot(out) == before


def test_narrative_alone_is_packaged_as_what_it_is(tmp_path: Path, out: Path, one: Path) -> None:
    assert build([put(tmp_path, "说明.docx", narrative(MADE))], out).ok
    package = only(out)
    assert package.name == one.name
    assert {row["state"] for row in rows(package, "table_states")} == {"missing"}
    assert [issue["code"] for issue in rows(package, "issues")] == ["tables_not_given"]
    assert held(package) == [("说明.docx", "narrative")]
    assert package_errors(package) == []


def test_document_with_tables_of_no_known_form_is_no_narrative(tmp_path: Path, out: Path) -> None:
    table = "三、某类支出一览\n单位：万元\n" + "".join(f"2080{n}\t其他\t{n}.00\t{n}.00\n" for n in range(1, 7))
    text = narrative(MADE).replace("第三部分", table + "第三部分")
    assert fates(build([put(tmp_path, "全文.txt", text)], out)) == {"全文.txt": "no_standard_table"}


def test_misspelt_file_of_a_disclosure_yml_leaves_the_others_waiting_and_not_unlisted(
    tmp_path: Path, out: Path
) -> None:
    put(tmp_path / "listed", "表.txt", tables(MADE))
    listed(tmp_path / "listed", "表.txt", "说眀.txt")
    said = CliRunner().invoke(main, ["build", str(tmp_path / "listed"), "-o", str(out)]).output
    assert "`files` lists '说眀.txt', which is not there" in said
    assert "left out until the disclosure.yml beside them is put right: 表.txt" in said
    assert "does not list them" not in said


def test_disclosure_yml_says_which_files_and_in_which_order(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "listed"
    put(folder, "说明.txt", narrative(MADE).replace(MADE.entity, "本部门"))
    put(folder, "表.txt", tables(MADE))
    put(folder, "旧表.txt", tables(MADE) + "\n")
    listed(folder, "说明.txt", "表.txt", more="title: 手写标题\n")
    report = build([folder], out)
    assert fates(report) == {"说明.txt": "built", "表.txt": "joined"}
    assert [path.name for path in report.unlisted] == ["旧表.txt"]
    assert held(only(out)) == [("说明.txt", "narrative"), ("表.txt", "tables")]
    assert _files_of_cells(only(out)) == ({"2"}, {"1"})
    assert json.loads((only(out) / "datapackage.json").read_text("utf-8"))["title"] == "手写标题"
    before = snapshot(out)
    assert set(fates(build([folder], out)).values()) == {"unchanged"}
    (only(out) / "README.md").unlink()
    assert build([out], out).ok
    assert snapshot(out) == before


def test_file_listed_by_hand_that_cannot_be_read_is_named_in_its_package(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "listed"
    put(folder, "表.txt", tables(MADE))
    (folder / "说明.pdf").write_bytes(b"%PDF-1.7\n\x00\x01binary")
    listed(folder, "表.txt", "说明.pdf")
    assert fates(build([folder], out)) == {"表.txt": "built", "说明.pdf": "unreadable_pdf"}
    assert held(only(out)) == [("表.txt", "tables"), ("说明.pdf", "unreadable")]
    issue = next(row for row in rows(only(out), "issues") if row["code"] == "file_not_read")
    assert "说明.pdf" in issue["message_zh"]
    assert issue["source_number"] == "2"
    assert [record.name.partition(".")[0] for record in (out / "quarantine").iterdir()] == ["说明"]
    assert package_errors(only(out)) == []


@pytest.mark.parametrize("content", ["files: [表.txt, ../x.txt]", "files: 表.txt", "files: [没有.txt]", "files: [1]"])
def test_disclosure_yml_that_lists_no_files_of_its_folder_is_refused(tmp_path: Path, out: Path, content: str) -> None:
    put(tmp_path / "bad", "表.txt", tables(MADE))
    (tmp_path / "bad" / "disclosure.yml").write_text(content, "utf-8")
    put(tmp_path / "good", "表.txt", tables(OTHER))
    report = build([tmp_path / "bad", tmp_path / "good"], out)
    assert fates(report) == {"disclosure.yml": "bad_settings", "表.txt": "built"}


def test_files_of_one_name_both_stand_in_raw(tmp_path: Path, out: Path) -> None:
    put(tmp_path / "表", "预算.txt", tables(MADE))
    put(tmp_path / "说明", "预算.txt", narrative(MADE))
    assert build([tmp_path / "表", tmp_path / "说明"], out).ok
    assert held(only(out)) == [("预算.txt", "tables"), ("预算-2.txt", "narrative")]
    assert sorted(path.name for path in (only(out) / "raw").iterdir()) == ["预算-2.txt", "预算.txt"]


def test_every_file_of_a_disclosure_is_published(tmp_path: Path, out: Path) -> None:
    put(tmp_path / "pair", "表.xlsx", tables(MADE))
    put(tmp_path / "pair", "说明.docx", narrative(MADE))
    build([tmp_path / "pair"], out)
    site = publish(out, tmp_path / "site").site
    name = only(out).name
    assert sorted(path.name for path in (site / "raw").iterdir()) == [f"{name}.2.docx", f"{name}.xlsx"]
    with visited(site, "stable", tmp_path / "log") as client:
        about = page(client, f"/-/disclosure/{name}")
        links = [link["href"] for tag, link in about.tags if tag == "a" and "/raw/" in (link.get("href") or "")]
        assert [Path(link or "").name for link in links] == [f"{name}.xlsx", f"{name}.2.docx"]
        assert [client.get(link or "").status_code for link in links] == [200, 200]
        assert "文字说明" in about.text
        assert "没有发现不符之处" in about.text
        assert "表.xlsx" in page(client, f"/catalogue/expenditure_summary/{name},1").text


def test_table_that_a_file_breaks_off_in_is_cut_off_wherever_the_file_stands(tmp_path: Path, out: Path) -> None:
    names = [name for name, table in MADE.tables.items() if not table.missing]
    torn = tables(MADE, names[3:5]).rstrip()
    torn = torn[: torn.rindex("\t") + 3] if "注" not in torn[-20:] else torn.partition("注")[0].rstrip()
    put(tmp_path / "parts", "a.txt", tables(MADE, names[:3]))
    put(tmp_path / "parts", "b.txt", torn)
    put(tmp_path / "parts", "c.txt", tables(MADE, names[5:]))
    build([tmp_path / "parts"], out)
    assert [s["resource"] for s in rows(only(out), "table_states") if s["cut_off"] == "true"] == [names[4]]


def test_single_file_says_the_same_as_ever(tmp_path: Path, words: Vocabulary) -> None:
    disclosure = extract(put(tmp_path, "whole.txt", whole(MADE)), words)
    assert disclosure.issues == ()
    assert [file.contents for file in disclosure.files] == ["both"]
