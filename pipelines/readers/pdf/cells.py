"""Characters → the text of cells and of lines outside tables, each with the box of its ink."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.model import Box
from pipelines.readers.lines import DOUBTFUL
from pipelines.readers.pdf.calls import Numbers
from pipelines.readers.pdf.glyphs import Glyphs

_SAME_LINE = (2.0, 0.4)  # points, and share of the height of a character
_SAME_LOOSE_LINE, _WORD_GAP, _SPACE = 3.0, 0.3, 32
_FIGURES_APART = 1.5  # heights of a character
_WRAPPED = 3.0  # heights of a character that a line may leave free where a figure goes on below


@dataclass(frozen=True)
class Cell:
    """Text of a cell, line by line; `box` is that of its ink, `doubled` says that some was painted twice."""

    text: str
    box: Box | None = None
    doubled: bool = False


EMPTY = Cell("")


@dataclass(frozen=True, eq=False)
class Printed:
    """A line outside tables; `boxes` has a column for each character: x0, top, x1, bottom, not a number for a space."""

    text: str
    boxes: Numbers

    def ink(self, start: int, end: int) -> Box | None:
        """The box of a span of the text; None where it is blank."""
        boxes = self.boxes[:, start:end]
        boxes = boxes[:, ~np.isnan(boxes[0])]
        if not boxes.size:
            return None
        (x0, top), (x1, bottom) = boxes[:2].min(axis=1).tolist(), boxes[2:].max(axis=1).tolist()
        return x0, top, x1, bottom


def string(codes: Numbers) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def _changes(values: Numbers) -> Numbers:
    """Whether each value differs from the one before; the first does."""
    changes = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes


def cells(
    glyphs: Glyphs, inside: Numbers, region: Numbers, widths: Numbers, haunted: Collection[int]
) -> dict[int, Cell]:
    """The cell of each region that the characters `inside` a table are in: line by line from the left.

    A figure that may be two, or stands beside a hidden one (in the `haunted` regions), is made doubtful.
    """
    if not len(inside):
        return {}
    order = np.lexsort((glyphs.base[inside], region))
    inside, region = inside[order], region[order]
    least, share = _SAME_LINE
    starts = _changes(region)
    base, height = glyphs.base[inside], (glyphs.bottom - glyphs.top)[inside]
    line = np.cumsum(starts | (np.abs(np.diff(base, prepend=0)) >= np.maximum(least, share * height)))
    glyphs = glyphs.only(inside[np.lexsort((glyphs.x0[inside], line))])
    first = np.flatnonzero(starts)
    text = string(glyphs.codes)
    boxes = np.stack(
        [
            np.minimum.reduceat(glyphs.x0, first),
            np.minimum.reduceat(glyphs.top, first),
            np.maximum.reduceat(glyphs.x1, first),
            np.maximum.reduceat(glyphs.bottom, first),
        ],
        axis=1,
    ).tolist()
    doubled = np.logical_or.reduceat(glyphs.doubled, first).tolist()
    parted = dict.fromkeys(np.flatnonzero(_changes(line) & ~starts).tolist(), "\n")
    parted |= dict.fromkeys(_apart(glyphs, text, line, starts, widths[region]), DOUBTFUL)
    found = {}
    ends = [*first[1:].tolist(), len(text)]
    for i, (place, begin, end) in enumerate(zip(region[first].tolist(), first.tolist(), ends, strict=True)):
        content = text[begin:end]
        for k in reversed([k for k in range(begin + 1, end) if k in parted]) if end - begin > 1 else ():
            content = content[: k - begin] + parted[k] + content[k - begin :]
        if place in haunted and any(character.isdigit() for character in content):
            content += DOUBTFUL
        left, top, right, bottom = boxes[i]
        found[place] = Cell(content, (left, top, right, bottom), doubled[i])
    return found


def _apart(glyphs: Glyphs, text: str, line: Numbers, starts: Numbers, widths: Numbers) -> Iterator[int]:
    """Where a character does not go on what stands before it: of another look, far off, or on a line of its own."""
    below = _changes(line)
    far = ~below
    far[1:] &= glyphs.start[1:] - glyphs.end[:-1] > _FIGURES_APART * (glyphs.bottom - glyphs.top)[1:]
    look = _changes(glyphs.look)
    for k in np.flatnonzero((look | far | below) & ~starts).tolist():
        before, after = text[k - 1].isdigit(), text[k].isdigit()
        parted = far[k] or (below[k] and _ends_early(glyphs, line, k, widths[k]))
        if (look[k] and (before or after)) or (before and after and parted):
            yield k


def _ends_early(glyphs: Glyphs, line: Numbers, k: int, width: float) -> bool:
    """Whether the line above leaves room in its cell: what stands below is then no rest of its last figure."""
    above = line == line[k - 1]
    used = glyphs.end[above].max() - glyphs.start[above].min()
    return bool(width - used > _WRAPPED * (glyphs.bottom[above] - glyphs.top[above]).max())


def text_lines(loose: Glyphs) -> Iterator[tuple[float, Printed]]:
    """Height and text of each line outside tables; a wide gap is a space."""
    if not len(loose):
        return
    order = np.argsort(loose.base, kind="stable")
    base = loose.base[order]
    line = np.cumsum(np.diff(base, prepend=base[0]) >= _SAME_LOOSE_LINE)
    loose = loose.only(order[np.lexsort((loose.x0[order], line))])
    begins = _changes(line)
    gap = ~begins
    gap[1:] &= loose.start[1:] - loose.end[:-1] > _WORD_GAP * (loose.end - loose.start)[1:]
    spaces = np.flatnonzero(gap)
    spaced = string(np.insert(loose.codes, spaces, _SPACE))
    boxes = np.insert(np.stack([loose.x0, loose.top, loose.x1, loose.bottom]), spaces, np.nan, axis=1)
    first = np.flatnonzero(begins)
    heights = loose.middle[first].tolist()
    first += np.cumsum(gap)[first]
    for height, begin, end in zip(heights, first.tolist(), [*first[1:].tolist(), len(spaced)], strict=True):
        yield height, Printed(spaced[begin:end], boxes[:, begin:end])
