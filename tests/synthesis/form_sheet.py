"""A performance form as the grid that it is printed in: eight columns, cells that cover others, its title above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.synthesis.performance import Block, Form
from tests.synthesis.spans import LEFT, UP

WIDTH = 8
LABELS = ("项目概况", "立项依据", "项目设立必要性", "保证项目实施的制度、措施", "项目实施计划")
FUNDS = ("资金总额", "中央财政资金", "省级财政资金", "市县（区）财政资金", "单位自筹", "其他资金")
HEADS = ("一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值")


@dataclass(frozen=True)
class Sheet:
    """`rows` are rectangles of WIDTH texts, LEFT and UP where a cell covers its neighbour."""

    title: str
    year: str
    rows: tuple[tuple[str, ...], ...]


def yuan(fen: int | None) -> str:
    """Money as forms print it: yuan with separators, 分 only where there are any."""
    if fen is None:
        return ""
    return f"{fen // 100:,}" if fen % 100 == 0 else f"{fen / 100:,.2f}"


def _across(label: str, text: str) -> tuple[str, ...]:
    return (label, LEFT, text, *(LEFT,) * 5)


def _pair(label: str, text: str, other: str, more: str) -> tuple[str, ...]:
    return (label, LEFT, text, LEFT, other, LEFT, more, LEFT)


def _funds(form: Form) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for number, source in enumerate(FUNDS):
        left, right = (f"{period}{source}：" if number == 0 else source for period in ("实施期", "年度"))
        if number == 1:
            left = right = f"其中：{source}"
        amounts = [yuan(half.funds[number]) for half in form.halves]
        first = UP if number else "项目资金（元）"
        rows.append((first, left, amounts[0], LEFT, right, LEFT, amounts[1], LEFT))
    return rows


def _block(block: Block, level1: str) -> list[tuple[str, ...]]:
    """Rows of one level 2: both halves side by side, as many as the longer has, and one where both are empty."""
    first, second = block.halves
    rows: list[tuple[str, ...]] = []
    for number in range(max(len(first), len(second), 1)):
        cells = [half[number] if number < len(half) else ("", "") for half in (first, second)]
        name = UP if number else block.level2
        rows.append(("", UP if number else level1, name, *cells[0], name, *cells[1]))
    return rows


def _indicators(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    last = ""
    for block in blocks:
        rows += _block(block, UP if block.level1 == last else block.level1)
        last = block.level1
    return [("绩效指标" if number == 0 else UP, *row[1:]) for number, row in enumerate([("", *HEADS), *rows])]


def sheet(form: Form, place: str, year: int, rng: Random) -> Sheet:
    """The form laid out; the space before 年度 is drawn."""
    level = "市级" if place.endswith("市") else "县(区)级"
    goals = [half.goal or "" for half in form.halves]
    person, number = form.contact
    rows = [
        _across("项目名称", form.project_name),
        _pair("主管部门及代码", f"{form.code}-{form.department}", "实施单位", form.unit_name),
        _pair("项目属性", form.attribute, "项目期", form.period),
        *_funds(form),
        *(_across(label, text or "") for label, text in zip(LABELS, form.texts, strict=True)),
        ("实施期目标", LEFT, LEFT, LEFT, "年度目标", LEFT, LEFT, LEFT),
        ("总体目标", goals[0], LEFT, LEFT, LEFT, goals[1], LEFT, LEFT),
        *_indicators(form.blocks),
        (
            "负责人：",
            f"经办人：{person}",
            LEFT,
            f"联系电话：{number}",
            LEFT,
            "填报日期：",
            form.filed,
            LEFT,
        ),
    ]
    spaced = " " if rng.random() < 0.4 else ""
    return Sheet(f"{place}{level}预算部门（单位）项目支出绩效目标表", f"（{year}{spaced}年度）", tuple(rows))
