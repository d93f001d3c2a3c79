"""What may vary between two dumps of the same disclosure, and the bytes a dump is written as."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

Encoding = Literal["utf-8", "utf-8-sig", "gb18030", "utf-16"]


@dataclass(frozen=True)
class Style:
    """Common: narrative parts, contents, newline, encoding. Then what only stream dumps, what only tabbed dumps have.

    The last block is not met in the founding texts but likely elsewhere: empty cells that leave nothing or a no-break
    space, codes glued to their names, spaces between digits and characters, form feeds, names cut by a line break.

    `forms` 0 leaves the performance forms out; `form_layout` counts the ways in which stream dumps set them,
    `form_slips` is how likely a row of a form slips in a tabbed dump, `spaced_sections` how likely figures of a
    section of the narrative stand apart from its words.
    """

    seed: int = 0
    contents: bool = False
    first_part: bool = True
    narrative: bool = True
    forms: int = 1
    glossary: bool = True
    thousands: bool = False
    rounding_note: bool = False
    newline: str = "\n"
    encoding: Encoding = "utf-8"

    double_text: bool = True
    double_blanks: bool = True
    bold_parents: bool = False
    blank_lines: bool = True
    strip_trailing: bool = False
    page_rows: int = 46
    furniture: float = 0.3
    page_mark: str = "-{page}-"
    repeat_headers: bool = False
    split_cells: bool = False
    blank_rows: bool = True
    glued: bool = True
    indent: bool = True
    width: int = 0

    watermark: bool = False
    slipped: bool = False
    strip_tabs: bool = False
    labels: float = 1.0
    page_blank: int = 45

    blanks: Literal["space", "nothing", "nbsp"] = "space"
    glued_codes: bool = False
    spaced: bool = False
    form_feed: bool = False
    split_names: bool = False
    form_layout: int = 0
    form_slips: float = 0.0
    spaced_sections: float = 0.0


def draw_style(seed: int, tabbed: bool) -> Style:
    """A style from a seed; the founding style is the most likely value of every option."""
    rng = Random(f"style {seed} {tabbed}")

    def likely(probability: float) -> bool:
        return rng.random() < probability

    return Style(
        seed=seed,
        contents=likely(0.7 if tabbed else 0.15),
        first_part=likely(0.9),
        narrative=likely(0.85),
        forms=rng.choice((0, 1, 1)),
        glossary=likely(0.8),
        thousands=likely(0.15),
        rounding_note=likely(0.15),
        newline="\r\n" if likely(0.15) else "\n",
        encoding=rng.choice(("utf-8",) * 6 + ("utf-8-sig", "gb18030", "utf-16")),
        double_text=likely(0.6),
        double_blanks=likely(0.85),
        bold_parents=likely(0.3),
        blank_lines=likely(0.85),
        strip_trailing=likely(0.1),
        page_rows=rng.choice((27, 31, 38, 46, 46, 60)),
        furniture=rng.choice((0.0, 0.1, 0.3, 1.0)),
        page_mark=rng.choice(("-{page}-",) * 4 + ("- {page} -", "— {page} —", "第{page}页", "{page}")),
        repeat_headers=likely(0.15),
        split_cells=likely(0.15),
        blank_rows=likely(0.7),
        glued=likely(0.8),
        indent=likely(0.9),
        width=rng.choice((-2, -1, 0, 0, 0, 1, 4)),
        watermark=likely(0.35),
        slipped=likely(0.25),
        strip_tabs=likely(0.2),
        labels=rng.choice((1.0, 0.2, 0.0)),
        page_blank=rng.choice((21, 45, 45, 80)),
        form_layout=rng.randrange(6),
        form_slips=rng.choice((0.0, 0.05, 0.2)),
        spaced_sections=rng.choice((0.0, 0.0, 0.1)),
    )


def harden(style: Style) -> Style:
    """The style with one or two of the traits that the founding texts lack."""
    rng = Random(f"hard {style.seed}")
    traits: list[dict[str, object]] = [
        {"blanks": "nothing"},
        {"blanks": "nbsp"},
        {"glued_codes": True},
        {"spaced": True},
        {"form_feed": True},
        {"split_names": True},
    ]
    for trait in rng.sample(traits, rng.choice((1, 1, 2))):
        style = replace(style, **trait)  # type: ignore[arg-type]
    return style


def spaced_out(text: str) -> str:
    """Text with a space wherever digits or Latin letters meet Chinese characters, as some text layers have it."""
    return re.sub(r"(?<=[0-9A-Za-z])(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])(?=[0-9A-Za-z])", " ", text)


def encode(text: str, style: Style) -> bytes:
    """The bytes of a dump: line ends first, then the encoding (utf-16 with its mark)."""
    return text.replace("\n", style.newline).encode(style.encoding)
