"""A fictitious disclosure whole, in kinds of files that have cells: tables, narrative, and forms with merged cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from random import Random

from tests.synthesis import tabbed
from tests.synthesis.editions import blocks
from tests.synthesis.flowing import flow
from tests.synthesis.model import Fictitious
from tests.synthesis.prose import sheets
from tests.synthesis.spans import Table, shifted, spanned
from tests.synthesis.strange import STRANGE, Layout
from tests.synthesis.style import Style
from tests.synthesis.typeset import Typesetter

BEFORE = "（项目绩效目标表公开情况见附件）"
SHARES = ((3, 4, 5, 9, 5, 5, 9, 5), (1.2, 4, 4, 6, 5, 4, 6, 5), (2, 5, 7, 12, 7, 7, 12, 6))


def form_blocks(made: Fictitious) -> list[str | Table]:
    """The forms with their titles, cells merged as they are printed."""
    found: list[str | Table] = []
    for own in sheets(made):
        found += [own.title, own.year, spanned(own.rows)]
    return found


def whole_blocks(made: Fictitious, style: Style) -> list[str | Table]:
    """Lines and tables in order; the forms stand where the narrative says that they are attached."""
    found: list[str | Table] = []
    for block in blocks(tabbed.render(made, replace(style, forms=0))):
        found.append(block if isinstance(block, str) else spanned(block))
        if block == BEFORE and style.forms:
            found += form_blocks(made)
    return found


def typeset(found: list[str | Table], seed: int, bold: bool = False, watermark: str = "") -> bytes:
    """A PDF with ruled tables; rows of forms are cut where a page ends."""
    rng = Random(f"typeset {seed}")
    shares, breadth, middle = rng.choice(SHARES), rng.choice((1.0, 0.62)), rng.random() < 0.6
    pages = Typesetter(bold, watermark)
    for block in found:
        if isinstance(block, str):
            pages.line(block)
        elif any(cell.text == "项目名称" and cell.across == 2 for cell in block.rows[0]):
            flow(pages, block, shares, breadth, middle)
        else:
            pages.spans(block)
    return pages.document()


def whole_editions(made: Fictitious, style: Style, layout: Layout | None = None) -> dict[str, Callable[[], bytes]]:
    """How to make each kind of file of the whole disclosure; the layout only changes files that have cells."""
    odd = layout or Layout()
    found = whole_blocks(made, style)
    moved = [b if isinstance(b, str) else shifted(b, odd.leading, odd.spacers) for b in found]
    return {
        "pdf": partial(typeset, found, made.seed),
        "bold.pdf": partial(typeset, found, made.seed, True),
        "watermarked.pdf": partial(typeset, found, made.seed, False, "仅供内部审核"),
        **{name: partial(make, moved, odd) for name, make in STRANGE.items()},
    }
