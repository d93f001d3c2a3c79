"""The characters of a PDF page, each once, as arrays with one entry a character."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from pipelines.model import Refused
from pipelines.readers.pdf.calls import (
    Numbers,
    count_characters,
    each,
    fill_of,
    font_size_of,
    ink_of,
    matrix_of,
    object_of,
    origin_of,
    render_mode_of,
    room_of,
    unicode_of,
    unmapped,
    written,
    written_whole,
)
from pipelines.readers.pdf.turned import Turn

_BLANK = np.zeros(0x10000, bool)
_BLANK[[2, 9, 10, 13, 32, 0xA0, 0xAD, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF]] = True
_UNKNOWN = 0xFFFD
_SLANTED = 2.0
_SOLID, _PALE, _LARGE = 190, 150, 2.0  # of 255 of opacity, of 255 of light, times the usual size
_MIDDLE = 0.35  # of the size, above the line
MOST_CHARACTERS = 50_000


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters with the box of their ink, and the room that their font gives each from `start` to `end`.

    `base` is the y of the origin, `middle` that of half a digit, the same for all on a line; `look` stands for size and
    colour, `run` is the text object they belong to; `doubled` says that one was painted twice in one place.
    """

    codes: Numbers
    x0: Numbers
    top: Numbers
    x1: Numbers
    bottom: Numbers
    base: Numbers
    middle: Numbers
    start: Numbers
    end: Numbers
    look: Numbers
    run: Numbers
    doubled: Numbers

    def only(self, which: Numbers) -> Glyphs:
        """Those of a mask, or at these places."""
        return Glyphs(*(getattr(self, part.name)[which] for part in fields(self)))

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class Runs:
    """Text objects, one entry each: handle, displayed angle in degrees, size in points, fill, render mode and line."""

    handles: Numbers
    angle: Numbers
    size: Numbers
    colour: Numbers
    mode: Numbers
    base: Numbers

    def looks(self) -> Numbers:
        """A number for each run: the same where half points of size and colour are."""
        size = np.round(self.size * 2).astype(np.int64)
        looks: Numbers = (size << 32) | (self.colour @ np.array((1 << 24, 1 << 16, 1 << 8, 1), np.int64))
        return looks


def _runs(textpage: int, handles: Numbers, indices: Numbers, turn: Turn) -> tuple[Runs, Numbers]:
    """The text objects in the order of their characters, and for every character the number of its own."""
    begins = np.ones(len(handles), bool)
    np.not_equal(handles[1:], handles[:-1], out=begins[1:])
    first = np.flatnonzero(begins)
    kept = handles[first]
    pointers = kept.tolist()
    count = len(pointers)
    matrices = written_whole(matrix_of, [each(textpage), indices[first].tolist()], count, 6)
    a, b, c, d = matrices.T[:4]
    angle = np.degrees(np.arctan2(-(turn.b * a + turn.d * b), turn.a * a + turn.c * b)) % 360
    size = written(font_size_of, [pointers], count, np.float32, 1)[:, 0] * np.hypot(c, d)
    colour = written(fill_of, [pointers], count, np.uint32, 4).astype(np.int64)
    mode = np.fromiter(map(render_mode_of, pointers), np.int32, count)
    # all of a text object stand on one line, so the origin of the first tells that of the others
    ox, oy = written(origin_of, [each(textpage), indices[first].tolist()], count, np.float64, 2).T
    return Runs(kept, angle, size, colour, mode, turn.y(ox, oy)), np.cumsum(begins) - 1


def characters(textpage: int, turn: Turn) -> tuple[Glyphs, Runs, frozenset[int]]:
    """All inked characters in displayed space, the text objects they are of, and the handles of these."""
    count = count_characters(textpage)
    if count > MOST_CHARACTERS:
        reason = f"a page of {count} characters; no disclosure has more than {MOST_CHARACTERS}"
        raise Refused("too_large", reason, "check what the file is")
    codes = np.fromiter(map(unicode_of, each(textpage), range(count)), np.uint32, count)
    inked = np.flatnonzero(~_BLANK[np.where(codes < len(_BLANK), codes, 0)])
    handles = np.fromiter(map(object_of, each(textpage), inked.tolist()), np.int64, len(inked))
    if not handles.all():
        inked, handles = inked[handles != 0], handles[handles != 0]
    indices = inked.tolist()
    size = len(indices)
    left, right, bottom, top = written(ink_of, [each(textpage), indices], size, np.float64, 4).T
    room_left, room_top, room_right, room_bottom = written_whole(room_of, [each(textpage), indices], size, 4).T
    runs, run = _runs(textpage, handles, inked, turn)
    x0, above, x1, below = turn.boxes(left, top, right, bottom)
    room = turn.boxes(room_left, room_top, room_right, room_bottom)
    codes = codes[inked]
    codes[np.fromiter(map(unmapped, each(textpage), indices), np.int32, size) == 1] = _UNKNOWN
    codes[(codes < 32) | ((codes >= 0xD800) & (codes < 0xE000)) | (codes > 0x10FFFF)] = _UNKNOWN
    base = runs.base[run]
    unpainted = np.zeros(size, bool)
    middle = base - _MIDDLE * runs.size[run]
    looks = runs.looks()[run]
    glyphs = Glyphs(codes, x0, above, x1, below, base, middle, room[0], room[2], looks, run, unpainted)
    return glyphs, runs, frozenset(handles.tolist())


def reading_quarter(glyphs: Glyphs, runs: Runs) -> int:
    """How many quarters clockwise the page is turned to be read: most of its characters run along one direction."""
    quarters = np.round(runs.angle / 90)
    straight = np.abs(runs.angle - 90 * quarters) <= _SLANTED
    characters_of = np.bincount(glyphs.run, minlength=len(straight))[straight]
    found = np.bincount(quarters[straight].astype(int) % 4, weights=characters_of, minlength=4)
    return int(found.argmax())


def upright(glyphs: Glyphs, runs: Runs) -> Numbers:
    """Which characters run along the lines that are read; the others are watermarks and marks in the margin."""
    level: Numbers = (np.minimum(runs.angle, 360 - runs.angle) <= _SLANTED)[glyphs.run]
    return level


def joined(first: Glyphs, second: Glyphs) -> Glyphs:
    """The characters of both."""
    parts = (part.name for part in fields(first))
    return Glyphs(*(np.concatenate([getattr(first, name), getattr(second, name)]) for name in parts))


def watermarks(glyphs: Glyphs) -> Numbers:
    """Which characters are large and pale beside the others on the page."""
    shades = np.stack([glyphs.look >> bits & 0xFF for bits in (24, 16, 8)])
    pale: Numbers = ((glyphs.look & 0xFF) < _SOLID) | (shades.min(axis=0) > _PALE)
    return pale & (glyphs.look >> 32 > _LARGE * np.sort(glyphs.look >> 32)[len(glyphs) // 2]) if pale.any() else pale


def chinese(codes: Numbers) -> Numbers:
    """Which characters are Han characters."""
    han: Numbers = ((codes >= 0x3400) & (codes <= 0x9FFF)) | ((codes >= 0x2E80) & (codes < 0x2FE0))
    return han


def unreadable(codes: Numbers) -> Numbers:
    """Which characters stand for no known one: the font does not say, or has codes of its own."""
    private: Numbers = ((codes >= 0xE000) & (codes <= 0xF8FF)) | (codes >= 0xF0000)
    private |= (codes == _UNKNOWN) | ((codes >= 0x7F) & (codes < 0xA0))
    return private
