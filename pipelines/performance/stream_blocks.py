"""The table of indicators of a form, level 2 by level 2: where its labels stand and how its rows are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement, pairwise

from pipelines.performance.stream_cells import Page, Span
from pipelines.performance.stream_ink import PAGE, Ink
from pipelines.performance.stream_labels import LEVELS
from pipelines.performance.stream_pairs import Row, best_rows
from pipelines.performance.stream_targets import PLAIN, as_name, as_target

LEVEL1_OF = {level2: level1 for level1, below in LEVELS.items() for level2 in below}
_MOST_RESTS, _TRIED = 9, 4


@dataclass(frozen=True)
class Label:
    """A level 1 or 2 as it is printed."""

    text: str
    level: int
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """One level 2: where the first half's first cells stand, and all that follows the label of the second half."""

    level1: str
    level2: str
    first: Span
    rest: Span
    page: Page

    @property
    def blank(self) -> bool:
        return self.first[0] == self.first[1] and self.rest[0] == self.rest[1]

    def rows(self) -> Row | None:
        return best_rows(self.page, self.first, self.rest)


def blocks_of(page: Page, start: int, end: int) -> tuple[list[Block], list[Label]]:
    """Every level 2 of the table in printed order, and the labels that one half alone has."""
    labels = _labels(page, start, end)
    blocks: list[Block] = []
    lone: list[Label] = []
    level1, place = "", 0
    while place < len(labels):
        label = labels[place]
        following = labels[place + 1] if place + 1 < len(labels) else None
        place += 1
        if label.level == 1:
            level1 = label.text
        elif following is None or following.text != label.text:
            lone.append(label)
        else:
            place += 1
            after = labels[place].start if place < len(labels) else end
            blocks.append(Block(level1, label.text, (label.end, following.start), (following.end, after), page))
    return blocks, lone


def _labels(page: Page, start: int, end: int) -> list[Label]:
    """The labels of levels in printed order; forms print all of level 2 with 指标, or the later ones without it."""
    ink = page.ink
    levels = dict.fromkeys(LEVELS, 1) | dict.fromkeys(LEVEL1_OF, 2)
    if not any(ink.folded.find(second, start, end) >= 0 for second in LEVELS["效益指标"]):
        later = [second for first in list(LEVELS)[1:] for second in LEVELS[first]]
        levels |= dict.fromkeys((second.removesuffix("指标") for second in later), 2)
    found: list[Label] = []
    place = start
    while place < end:
        fitting = [w for w in levels if ink.folded.startswith(w, place)] if ink.starts(place) or place == start else []
        fitting = [w for w in fitting if ink.starts(place + len(w)) or page.centred]
        longest = max(fitting, key=len, default=None)
        if longest:
            found.append(Label(longest, levels[longest], place, place + len(longest)))
            place += len(longest)
        else:
            place += 1
    return _without_names(found)


def _without_names(labels: Sequence[Label]) -> list[Label]:
    """`服务对象满意度 服务对象满意度 ≥90%`: of four equal labels every second is the name of an indicator."""
    kept: list[Label] = []
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


def mended(block: Block) -> Block:
    """The block with the rests of its last row above a turn of the page put behind their begins, where that reads
    better than taking them for a row of their own.
    """
    turns = [p for p in range(block.rest[0] + 1, block.rest[1]) if block.page.ink.gaps[p] == PAGE]
    for turn in turns[:_TRIED]:
        whole, last = block.rows(), best_rows(block.page, block.first, (block.rest[0], turn))
        if last is None or _begins_row(block.page.ink, whole, turn):
            continue
        score = whole.score + 0.5 if whole else -99.0
        for tried in _ways(block, last, turn):
            row = tried.rows()
            if row is not None and row.score > score:
                block, score = tried, row.score
    return block


def _begins_row(ink: Ink, row: Row | None, turn: int) -> bool:
    """Whether the page begins with a row of plain targets that both halves name alike."""
    while row is not None:
        left, right = row.pairs
        if left is not None and right is not None and left.name[0] == turn:
            plain = all(as_target(ink.folded[slice(*pair.target)]) >= PLAIN for pair in (left, right))
            return plain and ink.folded[slice(*left.name)] == ink.folded[slice(*right.name)]
        row = row.before
    return False


def _ways(block: Block, last: Row, turn: int) -> Iterator[Block]:
    """The likeliest ways to share the first words of a page among the cells of the row above; only those cells go on that
    reach down to the tear.
    """
    ink = block.page.ink
    cells = [span for pair in last.pairs if pair is not None for span in (pair.name, pair.target)]
    sizes = [ink.turns(*cell) for cell in cells]
    words = [p for p in range(turn + 1, block.rest[1]) if ink.starts(p)][: _MOST_RESTS - 1]
    ends = [turn, *words, *([block.rest[1]] if len(words) < _MOST_RESTS - 1 else [])]
    found: list[tuple[float, int, list[Span]]] = []
    for cuts in combinations_with_replacement(ends, len(cells)):
        rests = list(pairwise((turn, *cuts)))
        short = any(b > a and size < max(sizes) for (a, b), size in zip(rests, sizes, strict=True))
        if cuts[-1] == turn or (short and not block.page.centred):
            continue
        texts = [ink.folded[a:b] + ink.folded[c:d] for (a, b), (c, d) in zip(cells, rests, strict=True)]
        score = sum(as_target(text) if n % 2 else as_name(text) for n, text in enumerate(texts))
        if len(texts) == 4:
            score += 6.0 * (texts[0] == texts[2]) + 3.0 * (texts[1] == texts[3])
        found.append((-score, len(found), rests))
    for _, _, rests in sorted(found)[:_TRIED]:
        yield _shared(block, cells, rests)


def _shared(block: Block, cells: Sequence[Span], rests: Sequence[Span]) -> Block:
    """The block with each rest behind its cell; what moves before the second label moves that label."""
    spans: list[Span] = []
    place = cells[0][0]
    for (_, end), rest in zip(cells, rests, strict=True):
        spans += [(place, end), rest]
        place = end
    moved = sum(b - a for (_, end), (a, b) in zip(cells, rests, strict=True) if end <= block.first[1])
    turns = {a for a, b in rests if b > a} | {rests[-1][1]}
    ink = block.page.ink.joined([span for span in spans if span[1] > span[0]], turns)
    return replace(
        block,
        first=(block.first[0], block.first[1] + moved),
        rest=(block.rest[0] + moved, block.rest[1]),
        page=replace(block.page, ink=ink),
    )
