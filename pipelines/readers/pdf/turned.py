"""Page space → displayed space: x to the right, y down, after the page's rotation."""

from __future__ import annotations

from collections.abc import Callable

Point = tuple[float, float]
Place = Callable[[float, float], Point]


def turned(rotation: int, width: float, height: float) -> Place:
    """The way from page space (y up, unrotated) to the displayed page of this width and height."""
    if rotation == 90:
        return lambda x, y: (y, x)
    if rotation == 180:
        return lambda x, y: (width - x, y)
    if rotation == 270:
        return lambda x, y: (width - y, height - x)
    return lambda x, y: (x, height - y)
