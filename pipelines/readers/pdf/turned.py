"""Page space → displayed space: x to the right, y down, after the page's rotation."""

from __future__ import annotations

from collections.abc import Callable

Point = tuple[float, float]
Place = Callable[[float, float], Point]


def turned(rotation: int, width: float, height: float, left: float, bottom: float) -> Place:
    """The way from page space (y up, unrotated, the page's corner at `left`, `bottom`) to the displayed page."""
    if rotation == 90:
        return lambda x, y: (y - bottom, x - left)
    if rotation == 180:
        return lambda x, y: (width - x + left, y - bottom)
    if rotation == 270:
        return lambda x, y: (width - y + bottom, height - x + left)
    return lambda x, y: (x - left, height - y + bottom)
