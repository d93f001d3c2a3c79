"""Page space → displayed space: x to the right, y down, after the page's rotation; and on to the way it is read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipelines.readers.pdf.calls import Numbers


@dataclass(frozen=True, slots=True)
class Turn:
    """An affine map: (x, y) → (a·x + c·y + e, b·x + d·y + f)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def after(self, first: Turn) -> Turn:
        """This map of what `first` makes."""
        a, b, c, d = self.a, self.b, self.c, self.d
        return Turn(
            a * first.a + c * first.b,
            b * first.a + d * first.b,
            a * first.c + c * first.d,
            b * first.c + d * first.d,
            a * first.e + c * first.f + self.e,
            b * first.e + d * first.f + self.f,
        )

    def x(self, x: Numbers, y: Numbers) -> Numbers:
        return self.a * x + self.c * y + self.e

    def y(self, x: Numbers, y: Numbers) -> Numbers:
        return self.b * x + self.d * y + self.f

    def boxes(self, x0: Numbers, y0: Numbers, x1: Numbers, y1: Numbers) -> Numbers:
        """[left, top, right, bottom] of boxes whose sides stay along the axes."""
        xs = self.x(x0, y0), self.x(x1, y1)
        ys = self.y(x0, y0), self.y(x1, y1)
        return np.stack([np.minimum(*xs), np.minimum(*ys), np.maximum(*xs), np.maximum(*ys)])


def turned(rotation: int, width: float, height: float, left: float, bottom: float) -> Turn:
    """The way from page space (y up, unrotated, the page's corner at `left`, `bottom`) to the displayed page."""
    if rotation == 90:
        return Turn(0, 1, 1, 0, -bottom, -left)
    if rotation == 180:
        return Turn(-1, 0, 0, 1, width + left, -bottom)
    if rotation == 270:
        return Turn(0, -1, -1, 0, width + bottom, height + left)
    return Turn(1, 0, 0, -1, -left, height + bottom)


def quarter_turns(quarters: int, width: float, height: float) -> Turn:
    """Displayed space turned clockwise by so many quarters, onto a page whose corner is again at 0, 0."""
    if quarters == 1:
        return Turn(0, 1, -1, 0, height, 0)
    if quarters == 2:
        return Turn(-1, 0, 0, -1, width, height)
    if quarters == 3:
        return Turn(0, -1, 1, 0, 0, width)
    return Turn(1, 0, 0, 1, 0, 0)
