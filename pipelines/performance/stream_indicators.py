"""The table of indicators of a form: its levels, and the rows of both halves under each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.model import Issue
from pipelines.performance.model import Period, RawIndicator
from pipelines.performance.stream_blocks import Block, Label, blocks_of, mended
from pipelines.performance.stream_cells import Page
from pipelines.performance.stream_ink import Ink
from pipelines.performance.stream_labels import FormLabels
from pipelines.performance.stream_pairs import Pair, Row
from pipelines.performance.stream_targets import PLAIN, as_target

_PLAIN = 1.5
"""What a pair scores that is plainly a name and its target; another is doubtful unless both halves print it."""
LONGEST = 10_000
"""Characters: several times what the longest form has. Where columns cannot be told, time grows with their square."""
_QUOTED = 200
PERIODS: tuple[Period, Period] = ("implementation", "annual")


def indicators_of(
    page: Page, labels: FormLabels, start: int, end: int
) -> tuple[tuple[RawIndicator, ...], tuple[Issue, ...]]:
    """Indicators in printed order, first half first, and what could not be read; none of a table too long to be one."""
    if end - start > LONGEST:
        return (), (_too_long(page.ink, start, end),)
    blocks, lone = blocks_of(page, labels, start, end)
    drafts = [(block, block.rows()) for block in blocks]
    columns, limits = _columns(drafts)
    known = replace(page, columns=columns, limits=limits)
    issues = [_lone(page.ink, label) for label in lone]
    found: tuple[list[RawIndicator], list[RawIndicator]] = ([], [])
    for block, draft in drafts:
        whole, rows = block, _rows(draft)
        if not _plain_throughout(block, rows):
            whole = mended(replace(block, page=known))
            rows = _rows(whole.rows())
        if not rows and not block.blank:
            issues.append(_unread(page.ink, block))
        if rows and block.level1 is None:
            issues.append(_without_level(page.ink, block))
        sure = all(row.sure for row in rows)
        if not sure:
            issues += [_either(whole.page.ink, block, row) for row in rows if None in row.pairs]
        kept = [row for row in rows if sure or None not in row.pairs]
        pairs = [(half, pair) for row in kept for half, pair in enumerate(row.pairs) if pair is not None]
        for half, pair in pairs:
            found[half].append(_indicator(whole, half, pair))
        issues += [_doubtful(whole, pair) for pair in _unlike(whole.page.ink, pairs) if pair.score < _PLAIN]
    return (*found[0], *found[1]), tuple(issues)


def _plain_throughout(block: Block, rows: Sequence[Row]) -> bool:
    """Whether both halves print the same names and plain targets in every row: the widths of columns add nothing."""
    text = block.page.ink.folded
    return bool(rows) and all(
        first is not None
        and second is not None
        and text[slice(*first.name)] == text[slice(*second.name)]
        and text[slice(*first.target)] == text[slice(*second.target)]
        and _plain(block.page, first)
        for first, second in (row.pairs for row in rows)
    )


def _unlike(ink: Ink, pairs: Sequence[tuple[int, Pair]]) -> list[Pair]:
    """The pairs that the other half does not print too."""
    said = [(half, ink.folded[slice(*pair.name)], ink.folded[slice(*pair.target)]) for half, pair in pairs]
    known = set(said)
    return [pair for (_, pair), (half, *text) in zip(pairs, said, strict=True) if (1 - half, *text) not in known]


def _rows(row: Row | None) -> list[Row]:
    rows: list[Row] = []
    while row is not None:
        rows.append(row)
        row = row.before
    return rows[::-1]


def _indicator(block: Block, half: int, pair: Pair) -> RawIndicator:
    ink = block.page.ink
    return RawIndicator(
        PERIODS[half],
        block.level1,
        block.level2,
        ink.read(*pair.name),
        ink.read(*pair.target),
        ink.lines[pair.name[0]],
        ink.pages[pair.name[0]],
    )


def _columns(blocks: Sequence[tuple[Block, Row | None]]) -> tuple[dict[int, float], dict[int, float]]:
    """Widths of the columns of names and targets, as wide as the pairs with plain targets need them; and of those with
    broken lines.
    """
    widest: dict[int, float] = {}
    limits: dict[int, float] = {}
    for block, last in blocks:
        ink = block.page.ink
        for row in _rows(last):
            for half, pair in enumerate(row.pairs):
                if pair is None or (None in row.pairs and not row.sure) or not _plain(block.page, pair):
                    continue
                for column, span in ((2 * half, pair.name), (2 * half + 1, pair.target)):
                    for a, b in ink.cut(*span):
                        widest[column] = max(widest.get(column, 0.0), ink.wide(a, b))
                        if block.page.broken(span):
                            limits[column] = max(limits.get(column, 0.0), ink.wide(a, b))
    return widest, {column: max(limit, widest[column]) for column, limit in limits.items()}


def _plain(page: Page, pair: Pair) -> bool:
    return as_target(page.words, page.ink.folded[slice(*pair.target)]) >= PLAIN


def _issue(ink: Ink, code: str, zh: str, en: str, start: int, end: int, field: str | None = None) -> Issue:
    """A warning about the ink of a span, which it quotes."""
    known = start < len(ink.lines)
    return Issue(
        code,
        zh,
        en,
        severity="warning",
        resource="performance_indicators",
        field=field,
        page=ink.pages[start] if known else None,
        line=ink.lines[start] if known else None,
        printed=ink.text[start:end][:_QUOTED],
    )


def _too_long(ink: Ink, start: int, end: int) -> Issue:
    zh = f"指标表超过{LONGEST}字，不像一张绩效目标表，指标未收录"
    en = f"the table of indicators has more than {LONGEST} characters, as no form has; its indicators are not published"
    return _issue(ink, "form_indicators_unreadable", zh, en, start, end)


def _unread(ink: Ink, block: Block) -> Issue:
    zh = f"{block.level2}的指标无法按三级指标和指标值分开，未收录"
    en = f"the indicators of {block.level2} cannot be parted into names and targets and are not published"
    return _issue(ink, "form_indicators_unreadable", zh, en, block.first[0], block.rest[1])


def _either(ink: Ink, block: Block, row: Row) -> Issue:
    pair = next(pair for pair in row.pairs if pair is not None)
    printed = ink.text[pair.name[0] : pair.end]
    zh = f"{block.level2}的指标“{printed}”无法判断属于实施期还是年度，未收录"
    en = f"it cannot be told which half of the form the indicator {printed!r} of {block.level2} is of; not published"
    return _issue(ink, "form_indicator_of_either_half", zh, en, pair.name[0], pair.end)


def _doubtful(block: Block, pair: Pair) -> Issue:
    ink = block.page.ink
    name = ink.read(*pair.name)
    zh = f"{block.level2}的指标“{name}”与其指标值的分界不确定"
    en = f"where the name of the indicator {name!r} of {block.level2} ends is not certain"
    return _issue(ink, "form_indicator_doubtful", zh, en, pair.name[0], pair.end)


def _without_level(ink: Ink, block: Block) -> Issue:
    zh, en = f"{block.level2}之上的一级指标没有找到", f"the level 1 above {block.level2} was not found"
    place = max(0, block.first[0] - len(block.level2))
    return _issue(ink, "form_level_lost", zh, en, place, block.first[0], "level1")


def _lone(ink: Ink, label: Label) -> Issue:
    zh = f"{label.text}只在一栏中找到，其指标未收录"
    en = f"{label.text} was found in one half of the form alone; its indicators are not published"
    return _issue(ink, "form_label_lone", zh, en, label.start, label.end)
