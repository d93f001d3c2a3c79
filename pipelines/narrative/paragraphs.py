"""Lines → paragraphs: what a text layer or a page breaks anywhere is put together where it goes on in print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.model import Line
from pipelines.narrative.headings import begins_item, is_heading, item_style, numbered_part
from pipelines.values import columns

_LONG, _WIDEST = 48, 180  # in columns: a Chinese character has two
_FEWEST, _FEWEST_ON_PAGE = 6, 3
_INDENT, _PAGE_END = 4, 60
_MOSTLY, _NEARLY, _ENOUGH_FULL = 0.6, 0.85, 0.4
_HEADING_ENDS = ("情况", "说明", "原因", "设置", "职责", "职能", "目标", "解释", "目录", "）")
_ITEMS = ("（类）", "（款）", "（项）", "(类)", "(款)", "(项)")
"""Names of items go on with what is spent on them."""
_ENDED = re.compile(r"[。！？；：!?;:][”’）)》」』]*$|(?:^|[。！？；])[（(][^（）()]*[）)]$")
_OPEN = ("，", "、", "（", "(", "“", "《", "〈")
_NO_BEGINNING = ("，", "、", "。", "；", "：", "）", "》", "％", "%")
_DIGITS, _REST = frozenset("0123456789.,"), re.compile(r"[0-9]*[.,]?[0-9]+(?:[.,][0-9]+)?[\u4e00-\u9fff%％]")
_TOKEN = re.compile(r"[\u3400-\u9fff“（《]?[0-9A-Za-z.,%-]*[\u3400-\u9fff]?[，。；：、）”》%]*")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph, its lines put together; `line` and `page` are those of its first line, `breaks` the (offset in
    `text`, line, page) where each later line begins.
    """

    text: str
    line: int | None
    page: int | None
    source_number: int = 1
    breaks: tuple[tuple[int, int | None, int | None], ...] = ()


def paragraphs(
    runs: Sequence[Sequence[Line]], source_number: int, media_type: str
) -> tuple[tuple[Paragraph, ...], ...]:
    """The paragraphs of each run of lines. The lines of a PDF are those of its pages; in plain text the end of a page
    may break a paragraph that is one line else.
    """
    widths = _Widths([line for run in runs for line in run], media_type == "application/pdf")
    return tuple(tuple(_joined(run, widths, source_number, media_type == "text/plain")) for run in runs)


def _characters(text: str) -> int:
    """Columns that a text takes where all characters are of one width."""
    return 2 * len(text)


class _Widths:
    """How wide the lines are that go on: of each page where it has enough of them, else of the whole; None for text
    whose lines are whole paragraphs. `measure`: the one by which more lines are full.
    """

    def __init__(self, lines: Sequence[Line], printed: bool) -> None:
        by = {measure: [measure(line.text) for line in lines] for measure in (columns, _characters)}
        self.measure = max(by, key=lambda measure: _full(by[measure]))
        every = by[self.measure]
        pages: dict[int | None, list[int]] = {}
        for line, long in zip(lines, every, strict=True):
            pages.setdefault(line.page, []).append(long)
        self._whole = _wrap(every, _FEWEST) or (max(every, default=0) if printed else None)
        self._pages: Mapping[int | None, int | None] = (
            {page: _wrap(widths, _FEWEST_ON_PAGE) for page, widths in pages.items()} if self._whole else {}
        )

    def of(self, line: Line) -> int | None:
        return self._pages.get(line.page) or self._whole


def _wrap(widths: Sequence[int], fewest: int) -> int | None:
    long = [w for w in widths if w >= _LONG]
    widest = _widest(long)
    fits = len(long) >= fewest and widest <= _WIDEST and max(long) <= widest * 1.25
    return widest if fits and _full(long) >= _ENOUGH_FULL else None


def _widest(long: Sequence[int]) -> int:
    return sorted(long)[-1 - len(long) // 20] if long else 0


def _full(widths: Sequence[int]) -> float:
    """The share of full lines among those that are at least half as wide."""
    widest = _widest([w for w in widths if w >= _LONG])
    half = [w for w in widths if w >= _LONG and w * 2 >= widest]
    return sum(w >= widest * _NEARLY for w in half) / len(half) if half else 0


def _joined(lines: Sequence[Line], widths: _Widths, source_number: int, dump: bool) -> Iterator[Paragraph]:
    open_: Paragraph | None = None
    above: Line | None = None
    for line in lines:
        if open_ and above and _goes_on(open_.text, above, line, widths, dump):
            text = _glued(open_.text, line.text)
            begins = (len(text) - len(line.text), line.number, line.page)
            open_ = replace(open_, text=text, breaks=(*open_.breaks, begins))
        else:
            if open_:
                yield open_
            open_ = Paragraph(line.text, line.number, line.page, source_number)
        above = line
    if open_:
        yield open_


def _glued(text: str, more: str) -> str:
    """Two pieces of a paragraph: a figure or word broken at the end of a line is one again, English words stay two."""
    apart = text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha()
    return f"{text} {more}" if apart else text + more


def _goes_on(text: str, above: Line, below: Line, widths: _Widths, dump: bool) -> bool:
    """Whether the paragraph `text`, whose last line is `above`, goes on in the line below it."""
    if numbered_part(below.text) or numbered_part(text) or item_style(below.text) == "chinese":
        return False
    last, wrap, measure = above.text, widths.of(above), widths.measure
    item, ended, heading = begins_item(below.text), _ENDED.search(last) is not None, is_heading(text)
    if not ended and (below.text.startswith(_NO_BEGINNING) or _is_broken_figure(text, below.text)):
        return True
    if wrap is None:
        open_end = dump and measure(last) >= _PAGE_END and not ended
        return not item and not heading and (last.endswith(_OPEN) or open_end)
    full = measure(last) + measure(_token(below.text)) > wrap - _INDENT - wrap // 12
    if heading:
        ends = text.endswith(_HEADING_ENDS) and not text.endswith(_ITEMS)
        return not item and not ends and (full or measure(last) >= wrap * _NEARLY)
    if item:
        return full and not ended
    if ended:
        return full and (_ENDED.search(below.text) is not None or measure(below.text) >= wrap * _MOSTLY)
    return full or measure(last) >= wrap * _MOSTLY


def _is_broken_figure(text: str, below: str) -> bool:
    """Whether running text ends within a figure that goes on on the line below."""
    return "，" in text and text[-1] in _DIGITS and _REST.match(below) is not None


def _token(text: str) -> str:
    """What cannot be broken at the beginning of a line: a figure with its unit, a character with its comma."""
    match = _TOKEN.match(text)
    return match[0] if match else ""
