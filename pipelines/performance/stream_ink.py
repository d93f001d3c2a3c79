"""The characters of a form in reading order without white space, and what stood before each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from pipelines.model import Line
from pipelines.values import char_columns, columns, has_cjk, squeeze
from pipelines.wording import Words, is_running_title

SPACE, LINE, PAGE = " ", "\n", "\f"
_LONGEST_PAGE = 4
_APART = 4
"""The space between unlike characters, in tenths of a full-width one."""
FOLDED = str.maketrans({"(": "（", ")": "）", ":": "：", ",": "，", "／": "/", "％": "%"})
_OPENING = "（(《〈“‘「【[〔<"
CLOSING = "，。、；：）》”！？】」〕〉’]…"


@dataclass(frozen=True)
class Ink:
    """`text`: characters without white space; `gaps`: what stands before each (nothing, SPACE, LINE, PAGE); `lines` and
    `pages`: where each is printed. Places are indices of characters, spans half-open.
    """

    text: str
    gaps: tuple[str, ...]
    lines: tuple[int, ...]
    pages: tuple[int | None, ...]

    @cached_property
    def folded(self) -> str:
        """The text in which labels are looked for, character by character."""
        return self.text.translate(FOLDED)

    @cached_property
    def _turns(self) -> tuple[int, ...]:
        return (0, *accumulate(gap == LINE for gap in self.gaps))

    @cached_property
    def _turned(self) -> tuple[int, ...]:
        return (0, *accumulate(gap == PAGE for gap in self.gaps))

    @cached_property
    def _breaks(self) -> list[int]:
        return [place for place, gap in enumerate(self.gaps) if gap in (LINE, PAGE)]

    @cached_property
    def _parted(self) -> list[int]:
        return [place for place, gap in enumerate(self.gaps) if gap]

    @cached_property
    def _edges(self) -> tuple[list[int], list[int]]:
        """How far each character is from the first were all on one line, spaces between unlike characters counted; and
        the end of the one before it. In whole tenths of a character, so that a line is as wide wherever it stands.
        """
        begins, ends = [], [0]
        for place, char in enumerate(self.text):
            apart = self.gaps[place] == SPACE and not (has_cjk(self.text[place - 1]) and has_cjk(char))
            begins.append(ends[-1] + _APART if apart else ends[-1])
            ends.append(begins[-1] + 5 * char_columns(char))
        return begins, ends

    @cached_property
    def _units(self) -> dict[int, float]:
        return {}

    def starts(self, place: int) -> bool:
        """Whether something parts this character from the one before it, or it is past the end."""
        return place >= len(self.text) or place == 0 or self.gaps[place] != ""

    def turns(self, start: int, end: int) -> int:
        """How often the line breaks inside a span, the end of a page aside."""
        return self._turns[end] - self._turns[start + 1] if end > start else 0

    def torn(self, start: int, end: int) -> bool:
        """Whether a page ends inside a span."""
        return end > start and self._turned[end] > self._turned[start + 1]

    def cut(self, start: int, end: int) -> list[tuple[int, int]]:
        """The lines of a span, each as a span."""
        inner = self._breaks[bisect_right(self._breaks, start) : bisect_left(self._breaks, end)]
        return list(pairwise((start, *inner, end))) if end > start else []

    def wide(self, start: int, end: int) -> float:
        """Width of a line in full-width characters; where letters and figures stand apart, so much wider."""
        begins, ends = self._edges
        return (ends[end] - begins[start]) / 10

    def line_end(self, place: int) -> int:
        """Where the line ends in which a character stands."""
        later = bisect_right(self._breaks, place)
        return self._breaks[later] if later < len(self._breaks) else len(self.text)

    def unit(self, place: int) -> float:
        """Width of what no line can be broken inside, from here on."""
        if place not in self._units:
            self._units[place] = width(first_unit(self.text[place : self.line_end(place)]))
        return self._units[place]

    def read(self, start: int, end: int) -> str | None:
        """The text of a span on one line: a space stays between Latin words alone; None where the span is empty."""
        parts, last = [], start
        for place in self._parted[bisect_right(self._parted, start) : bisect_left(self._parted, end)]:
            before, after = self.text[place - 1], self.text[place]
            spaced = self.gaps[place] == SPACE or (before.isalpha() and after.isalpha())
            if spaced and _latin(before) and _latin(after):
                parts.append(self.text[last:place])
                last = place
        parts.append(self.text[last:end])
        return " ".join(parts) or None

    def moved(self, order: Sequence[int], turns: Collection[int] = ()) -> Ink:
        """The ink with its characters in another order; a page is taken to turn before those in `turns`."""
        return Ink(
            "".join(map(self.text.__getitem__, order)),
            tuple([PAGE if p in turns else self.gaps[p] for p in order]),
            tuple(map(self.lines.__getitem__, order)),
            tuple(map(self.pages.__getitem__, order)),
        )

    def joined(self, spans: Sequence[tuple[int, int]], turns: Collection[int] = ()) -> Ink:
        """The ink with the spans in place of all between the first and the last character of them."""
        first, last = min(a for a, _ in spans), max(b for _, b in spans)
        order = [*range(first), *(p for a, b in spans for p in range(a, b)), *range(last, len(self.text))]
        return self.moved(order, turns)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def ink_of(lines: Iterable[Line], words: Words) -> Ink:
    """The ink of lines; running titles, page numbers and watermarks are no part of it.

    A page begins where the reader says so, behind what runs on every page, and at a line that is indented: a text layer
    marks it by a form feed.
    """
    text: list[str] = []
    gaps: list[str] = []
    numbers: list[int] = []
    pages: list[int | None] = []
    filled = [(line, squeezed) for line in lines if (squeezed := squeeze(line.text))]
    turned = False
    for place, (line, squeezed) in enumerate(filled):
        turned = turned or line.text[:1].isspace() or (bool(pages) and pages[-1] != line.page)
        following = filled[place + 1][0].text if place + 1 < len(filled) else " "
        if squeezed in words.watermarks:
            continue
        if _runs_on_pages(squeezed, following, turned, words):
            turned = True
            continue
        gap = PAGE if turned else LINE
        for word in line.text.split():
            text.append(word)
            gaps += [gap, *[""] * (len(word) - 1)]
            numbers += [line.number] * len(word)
            pages += [line.page] * len(word)
            gap = SPACE
        turned = False
    return Ink("".join(text), tuple(gaps), tuple(numbers), tuple(pages))


def _runs_on_pages(line: str, following: str, turned: bool, words: Words) -> bool:
    """Whether a line is a page number, or a title with its year at the end of a page or the begin of one."""
    below = words.furniture.fullmatch(squeeze(following)) is not None
    if words.furniture.fullmatch(line) is None:
        numbered = line.isdigit() and len(line) <= _LONGEST_PAGE and not line.startswith("0")
        return numbered and is_running_title(squeeze(following), words)
    at_edge = turned or below or following[:1].isspace()
    return not has_cjk(line) or (at_edge and any(char.isdigit() for char in line))


def width(text: str) -> float:
    """Width in full-width characters."""
    return columns(text) / 2


def first_unit(text: str) -> str:
    """What a line cannot be broken inside: brackets and points keep to their neighbour, words and figures together."""
    end = 0
    while end < len(text) - 1 and text[end] in _OPENING:
        end += 1
    if end < len(text) and _figure(text[end]):
        while end < len(text) and _figure(text[end]):
            end += 1
    else:
        end += 1
    while end < len(text) and text[end] in CLOSING:
        end += 1
    return text[:end]


def _figure(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".,%")
