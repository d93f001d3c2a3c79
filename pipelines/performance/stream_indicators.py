"""The table of indicators of a form: its levels, and the rows of both halves under each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.model import Issue
from pipelines.performance.model import Period, RawIndicator
from pipelines.performance.stream_cells import Page, Span
from pipelines.performance.stream_ink import Ink, width
from pipelines.performance.stream_labels import LEVELS
from pipelines.performance.stream_pairs import Pair, Row, best_rows

PERIODS: tuple[Period, Period] = ("implementation", "annual")
LEVEL1_OF = {level2: level1 for level1, below in LEVELS.items() for level2 in below}


@dataclass(frozen=True)
class Block:
    """One level 2: where the first half's first cells stand, and all that follows the label of the second half."""

    level1: str
    level2: str
    first: Span
    rest: Span
    row: Row | None = None


@dataclass(frozen=True)
class _Label:
    text: str
    level: int
    start: int
    end: int


def indicators_of(page: Page, start: int, end: int) -> tuple[tuple[RawIndicator, ...], tuple[Issue, ...]]:
    """Indicators in printed order, first half first, and what could not be read."""
    blocks, issues = blocks_of(page, start, end)
    blocks = [replace(block, row=best_rows(page, block.first, block.rest)) for block in blocks]
    wider = replace(page, columns=_columns(page, blocks))
    blocks = [replace(block, row=best_rows(wider, block.first, block.rest)) for block in blocks]
    found: tuple[list[RawIndicator], list[RawIndicator]] = ([], [])
    for block in blocks:
        if block.row is None and block.rest[1] > block.first[0]:
            issues.append(_unread(page.ink, block))
        for row in _rows(block.row):
            for half, pair in enumerate(row.pairs):
                if pair is not None:
                    found[half].append(_indicator(page.ink, block, half, pair))
    return (*found[0], *found[1]), tuple(issues)


def _rows(row: Row | None) -> list[Row]:
    rows: list[Row] = []
    while row is not None:
        rows.append(row)
        row = row.before
    return rows[::-1]


def _indicator(ink: Ink, block: Block, half: int, pair: Pair) -> RawIndicator:
    return RawIndicator(
        PERIODS[half],
        block.level1,
        block.level2,
        ink.read(*pair.name),
        ink.read(*pair.target),
        ink.lines[pair.name[0]],
        ink.pages[pair.name[0]],
    )


def _columns(page: Page, blocks: Sequence[Block]) -> Mapping[int, float]:
    """Widths of the columns of names and targets, as wide as the rows that both halves print alike need them."""
    widest: dict[int, float] = {}
    text = page.ink.folded
    for block in blocks:
        for row in _rows(block.row):
            left, right = row.pairs
            if left is None or right is None or text[slice(*left.name)] != text[slice(*right.name)]:
                continue
            for column, span in enumerate((left.name, left.target, right.name, right.target)):
                for a, b in page.ink.cut(*span):
                    widest[column] = max(widest.get(column, 0.0), width(page.ink.text[a:b]))
    return widest


def blocks_of(page: Page, start: int, end: int) -> tuple[list[Block], list[Issue]]:
    """Every level 2 of the table in printed order."""
    labels = _labels(page, start, end)
    blocks: list[Block] = []
    issues: list[Issue] = []
    level1, place = "", 0
    while place < len(labels):
        label = labels[place]
        following = labels[place + 1] if place + 1 < len(labels) else None
        place += 1
        if label.level == 1:
            level1 = label.text
            continue
        if following is None or following.text != label.text:
            issues.append(_lone(page.ink, label))
            continue
        place += 1
        after = labels[place].start if place < len(labels) else end
        blocks.append(Block(level1, label.text, (label.end, following.start), (following.end, after)))
    return blocks, issues


def _labels(page: Page, start: int, end: int) -> list[_Label]:
    """The labels of levels in printed order; forms print all of level 2 with 指标, or the later ones without it."""
    ink = page.ink
    whole = any(ink.folded.find(second, start, end) >= 0 for second in LEVELS["效益指标"])
    levels = {label: (label, 1) for label in LEVELS} | {second: (second, 2) for second in LEVEL1_OF}
    if not whole:
        bare = [second for second in LEVEL1_OF if LEVEL1_OF[second] != "产出指标"]
        levels |= {second.removesuffix("指标"): (second.removesuffix("指标"), 2) for second in bare}
    found: list[_Label] = []
    place = start
    while place < end:
        fitting = [w for w in levels if ink.folded.startswith(w, place)] if ink.starts(place) or place == start else []
        fitting = [w for w in fitting if ink.starts(place + len(w)) or page.centred]
        longest = max(fitting, key=len, default=None)
        if longest:
            found.append(_Label(levels[longest][0], levels[longest][1], place, place + len(longest)))
            place += len(longest)
        else:
            place += 1
    return _without_names(found)


def _without_names(labels: Sequence[_Label]) -> list[_Label]:
    """`服务对象满意度 服务对象满意度 ≥90%`: of four equal labels every second is the name of an indicator."""
    kept: list[_Label] = []
    place = 0
    while place < len(labels):
        same = [label for label in labels[place : place + 4] if label.text == labels[place].text]
        if len(same) == 4 and same[0].end == same[1].start and same[2].end == same[3].start:
            kept += [same[0], same[2]]
            place += 4
        else:
            kept.append(labels[place])
            place += 1
    return kept


def _unread(ink: Ink, block: Block) -> Issue:
    printed = ink.text[block.first[0] : block.first[1]] + ink.text[block.rest[0] : block.rest[1]]
    return Issue(
        "form_indicators_unreadable",
        f"{block.level2}的指标无法按三级指标和指标值分开，未收录",
        f"the indicators of {block.level2} cannot be parted into names and targets and are not published",
        severity="warning",
        resource="performance_indicators",
        line=ink.lines[block.first[0]] if block.first[0] < len(ink.lines) else None,
        printed=printed[:200],
    )


def _lone(ink: Ink, label: _Label) -> Issue:
    return Issue(
        "form_label_lone",
        f"{label.text}只在一栏中找到，其指标未收录",
        f"{label.text} was found in one half of the form alone; its indicators are not published",
        severity="warning",
        resource="performance_indicators",
        line=ink.lines[label.start],
        page=ink.pages[label.start],
        printed=label.text,
    )
