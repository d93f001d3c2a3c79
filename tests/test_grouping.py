"""Which files are of one disclosure: what they print decides, and where it does not they stay apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.build import build
from tests.builders import fates, packages, snapshot
from tests.filing import MADE, OTHER, held, listed, only, put, whole
from tests.grids import cells, page
from tests.synthesis.model import fictitious
from tests.synthesis.pieces import attachments, narrative, tables


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


@pytest.mark.parametrize(("folders", "fate"), [(("甲县", "乙县"), "identifier_taken"), (("甲县", "甲县"), None)])
def test_body_without_its_place_is_one_body_in_one_folder_only(
    tmp_path: Path, out: Path, folders: tuple[str, str], fate: str | None
) -> None:
    rows = cells("科目编码|科目名称|合计|基本支出|项目支出", "|合计|8.00|8.00|", "201|一般公共服务支出|8.00|8.00|")
    titles = ("预算支出总表", "一般公共预算支出预算表（不含上年结转）")
    for folder, title in zip(folders, titles, strict=True):
        path = tmp_path / folder / f"{title}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(page([(title, rows)], "人民医院"), "utf-8")
    report = build([tmp_path / "甲县", tmp_path / "乙县"] if "乙县" in folders else [tmp_path / "甲县"], out)
    assert {result.code for result in report.results} == {fate}
    assert len(packages(out)) == (fate is None)


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


def test_unreadable_file_that_nobody_lists_is_in_no_package(tmp_path: Path, out: Path) -> None:
    put(tmp_path / "folder", "表.txt", tables(MADE))
    (tmp_path / "folder" / "说明.pdf").write_bytes(b"%PDF-1.7\n\x00\x01binary")
    assert fates(build([tmp_path / "folder"], out)) == {"表.txt": "built", "说明.pdf": "unreadable_pdf"}
    assert held(only(out)) == [("表.txt", "tables")]


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


REAL = Path(__file__).parents[2] / "shared" / "disclosures" / "jiangsu"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real disclosures are not here")
def test_real_pairs_of_tables_and_narrative_are_one_disclosure_each(out: Path) -> None:
    """One pair prints the year in the narrative only, one the body with 中共 before it in the tables only."""
    build([REAL], out)
    pairs = [held(out / name) for name in packages(out) if len(held(out / name)) > 1]
    assert [[contents for _, contents in pair] for pair in pairs] == [["tables", "narrative"]] * 2
    assert all(tables.rpartition("_")[0] == narrative.rpartition("_")[0] for (tables, _), (narrative, _) in pairs)
