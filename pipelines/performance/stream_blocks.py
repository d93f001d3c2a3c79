"""The table of indicators of a form, level 2 by level 2: where its labels stand and how its rows are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement, pairwise

from pipelines.performance.stream_cells import Page, Span
from pipelines.performance.stream_ink import PAGE
from pipelines.performance.stream_labels import FormLabels
from pipelines.performance.stream_pairs import Row, best_rows
from pipelines.performance.stream_targets import PLAIN, as_name, as_target

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
    """One level 2: where the first half's first cells stand, and all that follows the label of the second half.

    `level1` is None where what is printed before it is no level 1 above it.
    """

    level1: str | None
    level2: str
    first: Span
    rest: Span
    page: Page

    @property
    def blank(self) -> bool:
        return self.first[0] == self.first[1] and self.rest[0] == self.rest[1]

    def rows(self) -> Row | None:
        return best_rows(self.page, self.first, self.rest)


def blocks_of(page: Page, labels: FormLabels, start: int, end: int) -> tuple[list[Block], list[Label]]:
    """Every level 2 of the table in printed order, and the labels that one half alone has."""
    found = _labels(page, labels, start, end)
    blocks: list[Block] = []
    lone: list[Label] = []
    level1, place = "", 0
    while place < len(found):
        label = found[place]
        following = found[place + 1] if place + 1 < len(found) else None
        place += 1
        if label.level == 1:
            level1 = label.text
        elif following is None or following.text != label.text:
            lone.append(label)
        else:
            place += 1
            after = found[place].start if place < len(found) else end
            first = level1 if label.text in labels.levels.get(level1, ()) else None
            blocks.append(Block(first, label.text, (label.end, following.start), (following.end, after), page))
    return blocks, lone


def _labels(page: Page, labels: FormLabels, start: int, end: int) -> list[Label]:
    """The labels of levels in printed order. Forms print all of level 2 with 指标, or some without it; a level 1 of the
    same name as a level 2 stands right before one.
    """
    ink = page.ink
    seconds = {second for below in labels.levels.values() for second in below}
    later = [second for below in list(labels.levels.values())[1:] for second in below]
    if any(
        ink.folded.find(second, start, end) >= 0 for second in later if second not in labels.bare | labels.levels.keys()
    ):
        seconds -= labels.bare
    known: dict[str, list[str]] = {}
    for wording in sorted(seconds | labels.levels.keys(), key=len, reverse=True):
        known.setdefault(wording[0], []).append(wording)
    found: list[Label] = []
    place = start
    while place < end:
        begun = [w for w in known.get(ink.folded[place], ()) if ink.folded.startswith(w, place)]
        label = next((w for w in begun if _apart(page, place, w, start)), None)
        if label is None:
            place += 1
            continue
        after = place + len(label)
        below = labels.levels.get(label, ())
        first = label not in seconds or any(ink.folded.startswith(second, after) for second in below)
        found.append(Label(label, 1 if first and below else 2, place, after))
        place = after
    return _without_names(found)


def _apart(page: Page, place: int, label: str, start: int) -> bool:
    """Whether a label stands apart from what is before and behind it; in wide forms its cell may run into the next."""
    ink = page.ink
    return (place == start or ink.starts(place)) and (page.centred or ink.starts(place + len(label)))


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
    if PAGE not in block.page.ink.gaps[block.rest[0] + 1 : block.rest[1]]:
        return block
    block = _alone(block)
    turns = [p for p in range(block.rest[0] + 1, block.rest[1]) if block.page.ink.gaps[p] == PAGE]
    for turn in turns[:_TRIED]:
        whole, last = block.rows(), best_rows(block.page, block.first, (block.rest[0], turn))
        if last is None or _begins_row(block.page, whole, turn):
            continue
        score = whole.score + 0.5 if whole else -99.0
        for tried in _ways(block, last, turn):
            row = tried.rows()
            if row is not None and row.score > score:
                block, score = tried, row.score
    return block


def _alone(block: Block) -> Block:
    """The block with no other ink than its own."""
    start, end = block.first[0], block.rest[1]
    ink = block.page.ink.moved(range(start, end))
    first, rest = ((a - start, b - start) for a, b in (block.first, block.rest))
    return replace(block, first=first, rest=rest, page=replace(block.page, ink=ink))


def _begins_row(page: Page, row: Row | None, turn: int) -> bool:
    """Whether the page begins with a row of plain targets that both halves name alike."""
    ink = page.ink
    while row is not None:
        left, right = row.pairs
        if left is not None and right is not None and left.name[0] == turn:
            plain = all(as_target(page.words, ink.folded[slice(*pair.target)]) >= PLAIN for pair in (left, right))
            return plain and ink.folded[slice(*left.name)] == ink.folded[slice(*right.name)]
        row = row.before
    return False


def _ways(block: Block, last: Row, turn: int) -> Iterator[Block]:
    """The likeliest ways to share the first words of a page among the cells of the row above; only those cells go on
    that reach down to the tear.
    """
    ink, words = block.page.ink, block.page.words
    cells = [span for pair in last.pairs if pair is not None for span in (pair.name, pair.target)]
    sizes = [ink.turns(*cell) for cell in cells]
    starts = [p for p in range(turn + 1, block.rest[1]) if ink.starts(p)][: _MOST_RESTS - 1]
    ends = [turn, *starts, *([block.rest[1]] if len(starts) < _MOST_RESTS - 1 else [])]
    found: list[tuple[float, int, list[Span]]] = []
    for cuts in combinations_with_replacement(ends, len(cells)):
        rests = list(pairwise((turn, *cuts)))
        short = any(b > a and size < max(sizes) for (a, b), size in zip(rests, sizes, strict=True))
        if cuts[-1] == turn or (short and not block.page.centred):
            continue
        texts = [ink.folded[a:b] + ink.folded[c:d] for (a, b), (c, d) in zip(cells, rests, strict=True)]
        score = sum(as_target(words, text) if n % 2 else as_name(words, text) for n, text in enumerate(texts))
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
