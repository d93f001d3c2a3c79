"""A disclosure in several files: grouped by what they print, one package that says which file each figure is in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.build import build
from pipelines.extract import extract
from pipelines.package.validate import package_errors
from pipelines.vocabulary import Vocabulary
from publish.site import publish
from tests.builders import fates, packages, rows, snapshot
from tests.synthesis import tabbed
from tests.synthesis.editions import EDITIONS
from tests.synthesis.model import Fictitious, fictitious
from tests.synthesis.pieces import attachments, narrative, tables
from tests.synthesis.style import Style
from tests.visiting import page, visited

MADE = fictitious(301, kind="department", fund=True)
OTHER = fictitious(303, kind="department")
PLACES = ("source_number", "source_page", "source_line", "page", "line", "x0", "top", "x1", "bottom", "printed")


def put(folder: Path, name: str, text: str) -> Path:
    """A file in the edition that its suffix names; any suffix but one of an edition is plain text."""
    folder.mkdir(parents=True, exist_ok=True)
    make: Callable[[str], bytes] = EDITIONS.get(name.rpartition(".")[2], str.encode)
    (folder / name).write_bytes(make(text))
    return folder / name


def whole(made: Fictitious) -> str:
    return tabbed.render(made, Style(forms=0))


def figures(package: Path, words: Vocabulary) -> dict[str, list[dict[str, str]]]:
    """All figures and checks of a package, without the places and the digits that differ from format to format."""
    names = [table.resource for table in words.standard_tables] + ["cell_sources", "check_results"]
    return {n: [{k: v for k, v in row.items() if k not in PLACES} for row in rows(package, n)] for n in names}


def only(out: Path) -> Path:
    (name,) = packages(out)
    return out / name


def held(package: Path) -> list[tuple[str, str]]:
    return [(row["source_name"], row["contents"]) for row in rows(package, "source_files")]


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """The package of the disclosure in a single file, to compare with."""
    build([put(tmp_path / "whole", "whole.txt", whole(MADE))], tmp_path / "one")
    return only(tmp_path / "one")


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
    assert {row["source_number"] for row in rows(only(out), "cell_sources")} == {"1"}
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


def test_flat_folder_of_many_disclosures_is_grouped_by_print_not_by_name(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "flat"
    put(folder, "甲_表.xlsx", tables(OTHER))
    put(folder, "甲_说明.docx", narrative(MADE))
    put(folder, "乙_表.xlsx", tables(MADE))
    put(folder, "乙_说明.docx", narrative(OTHER))
    build([folder], out)
    assert sorted(held(out / name) for name in packages(out)) == [
        [("乙_表.xlsx", "tables"), ("甲_说明.docx", "narrative")],
        [("甲_表.xlsx", "tables"), ("乙_说明.docx", "narrative")],
    ]


def test_folder_of_folders_and_a_flat_one_give_the_same_packages(tmp_path: Path) -> None:
    for number, made in enumerate((MADE, OTHER)):
        for name, text in (("表.txt", tables(made)), ("说明.txt", narrative(made))):
            put(tmp_path / "deep" / str(number), f"{number}{name}", text)
            put(tmp_path / "flat", f"{number}{name}", text)
    for kind in ("deep", "flat"):
        assert build([tmp_path / kind], tmp_path / f"{kind} out").ok
    assert snapshot(tmp_path / "deep out") == snapshot(tmp_path / "flat out")


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


def test_narrative_that_does_not_print_whose_it_is_is_not_packaged_alone(tmp_path: Path, out: Path) -> None:
    text = narrative(MADE).replace(MADE.entity, "本部门")
    assert fates(build([put(tmp_path, "说明.txt", text)], out)) == {"说明.txt": "unplaced_piece"}


def test_performance_forms_join_by_the_department_and_year_they_print(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "three"
    for made, name in ((MADE, "甲"), (OTHER, "乙")):
        put(folder, f"{name}.txt", whole(made))
        put(folder, f"附件{name}.txt", attachments(made, 1))
    build([folder], out)
    assert sorted(held(out / name) for name in packages(out)) == [
        [("乙.txt", "both"), ("附件乙.txt", "attachments")],
        [("甲.txt", "both"), ("附件甲.txt", "attachments")],
    ]


def test_piece_without_a_name_joins_the_only_disclosure_of_its_folder(tmp_path: Path, out: Path) -> None:
    forms = attachments(MADE).replace(MADE.entity, "").replace("194-", "")
    put(tmp_path / "one", "表.txt", whole(MADE))
    put(tmp_path / "one", "附件.txt", forms)
    assert build([tmp_path / "one"], out).ok
    assert held(only(out)) == [("表.txt", "both"), ("附件.txt", "attachments")]


def test_piece_without_a_name_beside_two_disclosures_is_refused_with_a_hint(tmp_path: Path, out: Path) -> None:
    for made, name in ((MADE, "水利局"), (OTHER, "教育局")):
        put(tmp_path / "two", f"{name}_预算.txt", whole(made))
    put(tmp_path / "two", "水利局_附件.txt", attachments(MADE).replace(MADE.entity, "").replace("194-", ""))
    report = build([tmp_path / "two"], out)
    (refused,) = report.of("refused")
    assert refused.code == "unplaced_piece"
    assert "水利局_预算.txt" in (refused.reason or "")
    assert len(packages(out)) == 2


def test_of_two_nameless_files_with_the_same_table_neither_joins(tmp_path: Path, out: Path) -> None:
    names = [name for name, table in MADE.tables.items() if not table.missing]
    put(tmp_path / "one", "表.txt", tables(MADE, names[:-1]))
    last = tables(MADE, names[-1:]).replace(f"{MADE.wording.entity}{MADE.wording.colon}{MADE.entity}\n", "")
    put(tmp_path / "one", "甲.txt", last)
    assert build([tmp_path / "one"], out).ok
    put(tmp_path / "two", "表.txt", tables(MADE, names[:-1]))
    put(tmp_path / "two", "甲.txt", last)
    put(tmp_path / "two", "乙.txt", last + "\n")
    assert fates(build([tmp_path / "two"], tmp_path / "other"))["表.txt"] == "built"
    assert [len(held(tmp_path / "other" / name)) for name in packages(tmp_path / "other")] == [1]


def test_tables_that_print_no_name_are_not_chosen_between(tmp_path: Path, out: Path) -> None:
    for position, name in enumerate([*MADE.tables][:3]):
        text = tables(MADE, [name]).replace(f"{MADE.wording.entity}{MADE.wording.colon}{MADE.entity}\n", "")
        put(tmp_path / "bare", f"{position}.txt", text)
    for replace in (False, True):
        assert set(fates(build([tmp_path / "bare"], out, replace=replace)).values()) == {"unplaced_piece"}
    listed(tmp_path / "bare", "0.txt", "1.txt", "2.txt")
    assert build([tmp_path / "bare"], out).ok
    assert [len(held(only(out)))] == [3]


def test_two_versions_of_the_tables_are_no_two_pieces(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "three"
    put(folder, "a.txt", tables(MADE))
    put(folder, "b.txt", tables(MADE).replace("\t合计\t", "\t合 计\t") + "\n")
    put(folder, "c.txt", narrative(MADE))
    report = build([folder], out)
    assert set(fates(report).values()) == {"identifier_taken"}
    assert packages(out) == []
    report = build([folder], out, replace=True)
    assert fates(report) == {"a.txt": "replaced", "b.txt": "built", "c.txt": "joined"}
    assert held(only(out)) == [("b.txt", "tables"), ("c.txt", "narrative")]


def test_another_version_of_one_piece_does_not_push_out_what_stands(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "pair"
    put(folder, "表.txt", tables(MADE))
    put(folder, "说明.txt", narrative(MADE))
    build([folder], out)
    before = snapshot(out)
    other = put(tmp_path / "new", "新表.txt", tables(MADE) + "\n")
    assert fates(build([other], out)) == {"新表.txt": "identifier_taken"}
    assert {path: digest for path, digest in snapshot(out).items() if "quarantine" not in path} == before
    assert fates(build([other], out, replace=True)) == {"新表.txt": "built"}
    assert held(only(out)) == [("新表.txt", "tables"), ("说明.txt", "narrative")]


def test_department_and_unit_of_one_name_stay_apart(tmp_path: Path, out: Path) -> None:
    unit = fictitious(301, kind="unit", fund=True)
    for made, name in ((MADE, "部门"), (unit, "单位")):
        text = whole(made).replace(made.entity, MADE.entity)
        put(tmp_path / "both", f"{name}.txt", text.replace(str(made.year), str(MADE.year)))
    build([tmp_path / "both"], out)
    assert [name.split("-")[3] for name in packages(out)] == ["department", "unit"]


def listed(folder: Path, *names: str, more: str = "") -> None:
    (folder / "disclosure.yml").write_text("files:\n" + "".join(f"- {name}\n" for name in names) + more, "utf-8")


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
    assert {row["source_number"] for row in rows(only(out), "cell_sources")} == {"2"}
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


def test_unreadable_file_that_nobody_lists_is_in_no_package(tmp_path: Path, out: Path) -> None:
    put(tmp_path / "folder", "表.txt", tables(MADE))
    (tmp_path / "folder" / "说明.pdf").write_bytes(b"%PDF-1.7\n\x00\x01binary")
    assert fates(build([tmp_path / "folder"], out)) == {"表.txt": "built", "说明.pdf": "unreadable_pdf"}
    assert held(only(out)) == [("表.txt", "tables")]


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


def test_five_hundred_files_of_many_kinds_go_their_ways(tmp_path: Path, out: Path) -> None:
    folder = tmp_path / "many"
    for number in range(494):
        put(folder, f"{number}.txt", ("附件：项目支出绩效目标表\n", "目录\n", "关于会议的通知\n", "")[number % 4])
    for made, name in ((MADE, "甲"), (OTHER, "乙")):
        put(folder, f"{name}1.txt", tables(made))
        put(folder, f"{name}2.txt", narrative(made))
    report = build([folder], out, jobs=1)
    assert len(packages(out)) == 2
    assert all(len(held(out / name)) == 2 for name in packages(out))
    assert len(report.of("refused")) == 494


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


REAL = Path(__file__).parents[2] / "shared" / "disclosures" / "jiangsu"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real disclosures are not here")
def test_real_pairs_of_tables_and_narrative_are_one_disclosure_each(out: Path) -> None:
    """One pair prints the year in the narrative only, one the body with 中共 before it in the tables only."""
    build([REAL], out)
    pairs = [held(out / name) for name in packages(out) if len(held(out / name)) > 1]
    assert [[contents for _, contents in pair] for pair in pairs] == [["tables", "narrative"]] * 2
    assert all(tables.rpartition("_")[0] == narrative.rpartition("_")[0] for (tables, _), (narrative, _) in pairs)
