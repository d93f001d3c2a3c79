"""The procurement table: categories, projects and things bought, whose cells are left blank below the first."""

from __future__ import annotations

from pipelines.purchases import purchases

FIELDS = ("purchase_category", "project_name", "department_economic_name", "purchase_item", "procurement_method")


def kinds(*rows: str) -> list[tuple[object, object, object]]:
    """(kind, level, leaf) of each row, cells parted by bars."""
    found = purchases([[text.strip() for text in row.split("|")] for row in rows], FIELDS)
    return [(row["row_kind"], row["level"], row["is_leaf"]) for row in found]


def named(*rows: str) -> list[tuple[object, ...]]:
    found = purchases([[text.strip() for text in row.split("|")] for row in rows], FIELDS)
    return [tuple(row[field] for field in FIELDS) for row in found]


def test_blanks_are_those_of_the_row_above() -> None:
    assert named("货物A||||", "|设备费|办公设备购置||", "|||台式计算机|分散采购", "||印刷费||", "|||印刷|分散采购") == [
        ("货物A", None, None, None, None),
        ("货物A", "设备费", "办公设备购置", None, None),
        ("货物A", "设备费", "办公设备购置", "台式计算机", "分散采购"),
        ("货物A", "设备费", "印刷费", None, None),
        ("货物A", "设备费", "印刷费", "印刷", "分散采购"),
    ]


def test_new_category_inherits_nothing_from_the_project_above() -> None:
    assert named("货物A|设备费|办公设备购置|台式计算机|", "服务C||||")[1] == ("服务C", None, None, None, None)


def test_total_first_or_last_has_no_category() -> None:
    assert named("合计||||", "货物A||||")[0] == ("合计", None, None, None, None)
    assert named("货物A||||", "|合计|||")[1] == ("合计", None, None, None, None)
    assert kinds("货物A||||", "|合计|||")[1] == ("total", 0, False)


def test_levels_and_leaves_follow_the_rows() -> None:
    assert kinds("合计||||", "货物A||||", "|设备费|办公设备购置||", "|||台式计算机|", "服务C||||") == [
        ("total", 0, False),
        ("category", 1, False),
        ("project", 2, False),
        ("item", 3, True),
        ("category", 1, True),
    ]


def test_total_alone_is_a_leaf() -> None:
    assert kinds("合计||||") == [("total", 0, True)]


def test_no_rows_are_no_rows() -> None:
    assert purchases([], FIELDS) == []
