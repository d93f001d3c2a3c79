"""The labels of a form in the order in which it prints them, and where they stand in its ink."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.performance.stream_ink import LINE, PAGE, Ink

Labels = Sequence[tuple[str, Sequence[str]]]

HEADER: Labels = (
    ("project_name", ("项目名称",)),
    ("department", ("主管部门及代码", "主管部门")),
    ("unit_name", ("实施单位", "项目实施单位")),
    ("project_attribute", ("项目属性",)),
    ("project_period", ("项目期", "项目期限")),
    ("funds", ("项目资金（元）", "项目资金（万元）", "项目资金")),
    ("overview", ("项目概况",)),
    ("basis", ("立项依据",)),
    ("necessity", ("项目设立必要性", "项目设立的必要性")),
    ("safeguards", ("保证项目实施的制度、措施", "保证项目实施的制度与措施")),
    ("plan", ("项目实施计划",)),
    ("halves", ("实施期目标年度目标",)),
    ("goals", ("总体目标",)),
    ("indicators", ("绩效指标一级指标二级指标三级指标指标值二级指标三级指标指标值",)),
    ("head", ("负责人：", "负责经办", "负经办", "负责人经办")),
    ("clerk", ("经办人：", "经办联系")),
    ("telephone", ("联系电话：",)),
    ("filled_at", ("填报日期：",)),
)
TEXTS = (
    "project_name",
    "department",
    "unit_name",
    "project_attribute",
    "project_period",
    "overview",
    "basis",
    "necessity",
    "safeguards",
    "plan",
)
FUNDS: Mapping[str, tuple[str, ...]] = {
    "central": ("其中：中央财政资金", "中央财政资金"),
    "provincial": ("省级财政资金",),
    "local": ("市县（区）财政资金", "市县财政资金", "县（区）财政资金", "市级财政资金", "县级财政资金", "区级财政资金"),
    "self_raised": ("单位自筹", "单位自筹资金"),
    "other": ("其他资金",),
}
TOTALS: Labels = (
    ("implementation_total", ("实施期资金总额：", "实施期资金总额")),
    ("annual_total", ("年度资金总额：", "年度资金总额")),
)
FUND_LABELS: Labels = (
    *TOTALS,
    *((f"{half}_{source}", labels) for source, labels in FUNDS.items() for half in ("implementation", "annual")),
)
BESIDE = frozenset(("unit_name", "project_period", *(name for name, _ in FUND_LABELS if name.startswith("annual"))))
"""Labels in the middle of a row: a wide cell may run into them."""
LEVELS: Mapping[str, tuple[str, ...]] = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}


@dataclass(frozen=True)
class Found:
    """One label: where its characters stand, and how plainly it is one."""

    name: str
    start: int
    end: int
    weight: int


def found_at(ink: Ink, place: int, name: str, wordings: Sequence[str]) -> Found | None:
    """The longest of the wordings that begins here; it weighs more, the longer it is and the more it stands apart."""
    fitting = [w for w in wordings if ink.folded.startswith(w, place)]
    if not fitting:
        return None
    end = place + max(map(len, fitting))
    first = place == 0 or ink.gaps[place] in (LINE, PAGE)
    apart = first + 2 * ink.starts(end) - 3 * (not ink.starts(place))
    return Found(name, place, end, 2 * (end - place) + apart)


@dataclass(frozen=True)
class _Step:
    """The last label of a series, and the series before it."""

    found: Found
    before: _Step | None


def chain(ink: Ink, start: int, end: int, labels: Labels) -> dict[str, Found]:
    """The labels of a span in their fixed order: the weightiest series of places, the earliest of equals."""
    by_first: dict[str, list[int]] = {}
    for number, (_, wordings) in enumerate(labels):
        for first in {w[0] for w in wordings}:
            by_first.setdefault(first, []).append(number)
    best: list[tuple[int, _Step | None]] = [(0, None)] * (len(labels) + 1)
    ending: dict[int, list[tuple[int, int, _Step]]] = {}
    for place in range(start, end + 1):
        for number, weight, step in ending.pop(place, ()):
            for later in range(number, len(best)):
                if weight > best[later][0]:
                    best[later] = (weight, step)
        if place == end:
            continue
        for number in by_first.get(ink.folded[place], ()):
            if not ink.starts(place) and labels[number][0] not in BESIDE:
                continue
            found = found_at(ink, place, *labels[number])
            if found is not None and found.end <= end:
                weight, before = best[number]
                ending.setdefault(found.end, []).append((number + 1, weight + found.weight, _Step(found, before)))
    chosen: dict[str, Found] = {}
    last = best[-1][1]
    while last is not None:
        chosen[last.found.name] = last.found
        last = last.before
    return chosen
