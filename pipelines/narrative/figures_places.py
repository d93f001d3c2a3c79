"""Where in its paragraph a figure stands: its line, its page, its sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.narrative.figures_tokens import Tidy
from pipelines.narrative.model import Passage

_ENDS = frozenset("。！？；;")
_LONGEST = 300
"""Characters of a quotation on each side of its figure, where a sentence does not end sooner."""


@dataclass(frozen=True)
class Places:
    """A paragraph without white space, and where its characters were printed. `ends`: positions behind a sentence;
    `starts`: offsets at which a later line begins.
    """

    passage: Passage
    tidy: Tidy
    ends: tuple[int, ...]
    starts: tuple[int, ...]

    @property
    def text(self) -> str:
        return self.tidy.text

    def at(self, position: int) -> tuple[int | None, int | None]:
        """Line and page of a character."""
        index = bisect_right(self.starts, self.tidy.offsets[position])
        if not index:
            return self.passage.line, self.passage.page
        _, line, page = self.passage.breaks[index - 1]
        return line, page

    def lines(self, start: int, stop: int) -> Iterator[tuple[int | None, int | None, str, int, int]]:
        """Of each line on which a span stands its number, its page, its text in the paragraph, and the span in that."""
        first, last = self.tidy.offsets[start], self.tidy.offsets[stop - 1] + 1
        for index in range(bisect_right(self.starts, first), bisect_right(self.starts, last - 1) + 1):
            whole = (0, self.passage.line, self.passage.page)
            begin, line, page = self.passage.breaks[index - 1] if index else whole
            end = self.starts[index] if index < len(self.starts) else len(self.passage.text)
            yield line, page, self.passage.text[begin:end], max(first - begin, 0), min(last, end) - begin

    def sentence(self, start: int, stop: int, longest: int = _LONGEST) -> str:
        """The sentence around a figure as printed, cut where it is very long."""
        index = bisect_right(self.ends, start)
        first = self.ends[index - 1] if index else 0
        last = self.ends[index] if index < len(self.ends) else len(self.text)
        first, last = max(first, start - longest), min(last, stop + longest)
        offsets = self.tidy.offsets
        return self.passage.text[offsets[first] : offsets[last - 1] + 1].strip()


def places_of(passage: Passage, text: Tidy) -> Places:
    ends = tuple(i + 1 for i, character in enumerate(text.text) if character in _ENDS)
    return Places(passage, text, ends, tuple(start for start, _, _ in passage.breaks))
