"""Ink of a scanned page, and the page turned straight."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.model import Box
from pipelines.readers.scan.pictures import Picture, Pixels

Mask = NDArray[np.uint8]
"""A picture of one colour: 255 where something is, else 0."""
_LEAST_CONTRAST, _GRAINS, _DEVIATION, _SOFT = 36, 6, 1.48, 0.7
_WIDEST_ANGLE, _COARSE, _FINE = 3.0, 0.1, 0.01
_STRAIGHT = 0.02  # degrees; a pixel at the end of a page
_PAPER = 33  # pixels; wider than any stroke
_SMALLEST_EM, _LARGEST_EM = 10, 90
_FULL = 88  # per cent: most characters are digits, which are lower than the others


class Straight(NamedTuple):
    """A page turned by `degrees`: its colours, its ink, and the height of its characters in pixels."""

    pixels: Pixels
    ink: Mask
    em: float
    degrees: float
    scale: float


def straightened(picture: Picture) -> Straight:
    """The page turned so that its ruling lines are level. Scans are askew by a degree or so; 3 are looked through."""
    ink = ink_of(picture.pixels)
    em = em_of(ink)
    degrees = skew_of(ink, em)
    if abs(degrees) < _STRAIGHT:
        return Straight(picture.pixels, ink, em, 0.0, picture.scale)
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    pixels = np.asarray(cv2.warpAffine(picture.pixels, turn, (width, height), borderValue=(255, 255, 255)), np.uint8)
    return Straight(pixels, ink_of(pixels), em, degrees, picture.scale)


def ink_of(pixels: Pixels) -> Mask:
    """What is clearly darker than the paper around it; faint watermarks and shades are paper."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    around = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_PAPER // 3, _PAPER // 3), np.uint8))
    paper = cv2.resize(cv2.blur(around, (9, 9)), (grey.shape[1], grey.shape[0]))
    even = cv2.GaussianBlur(cv2.divide(grey, np.maximum(paper, 1), scale=255), (0, 0), _SOFT)
    middle = float(np.median(even))
    grain = float(np.median(np.abs(even[::3, ::3] - middle))) * _DEVIATION
    limit = middle - max(_LEAST_CONTRAST, _GRAINS * grain)
    return np.where(even < limit, 255, 0).astype(np.uint8)


def em_of(ink: Mask) -> float:
    """The height of a full character in pixels, as most reach it."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    shaped = (height >= _SMALLEST_EM) & (height <= _LARGEST_EM) & (width <= height * 3) & (width * 4 >= height)
    return float(np.percentile(height[shaped], _FULL)) if shaped.any() else 2.5 * _SMALLEST_EM


def skew_of(ink: Mask, em: float) -> float:
    """Degrees by which long level strokes fall to the right, found where they fall into the fewest rows."""
    strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(2 * em)), np.uint8))
    y, x = np.nonzero(strokes if cv2.countNonZero(strokes) > 20 * em else ink)
    if not len(y):
        return 0.0
    every = max(1, len(y) // 200_000)
    y, x = y[::every].astype(np.float32), x[::every].astype(np.float32)

    def sharpness(degrees: float) -> float:
        rows = np.rint(y - x * np.tan(np.radians(degrees))).astype(np.int64)
        filled = np.bincount(rows - rows.min()).astype(np.float64)
        return float((filled**2).sum())

    coarse = max(np.arange(-_WIDEST_ANGLE, _WIDEST_ANGLE + _COARSE, _COARSE), key=sharpness)
    return float(max(np.arange(coarse - _COARSE, coarse + _COARSE, _FINE), key=sharpness))


def displayed(box: Box, page: Straight) -> Box:
    """A box in pixels of the straight page → the box around it on the page as it is displayed, in points."""
    x0, top, x1, bottom = box
    height, width = page.ink.shape
    back = cv2.getRotationMatrix2D((width / 2, height / 2), -page.degrees, 1)
    corners = np.array([(x, y, 1.0) for x in (x0, x1) for y in (top, bottom)]) @ back.T / page.scale
    (left, up), (right, down) = corners.min(axis=0), corners.max(axis=0)
    return float(left), float(up), float(right), float(down)
