"""What the steps of the narrative hand to each other."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """One paragraph of the explanation of the budget, its wrapped lines put together.

    `section`: the printed ordinal (`一`) of the section it stands in, null before the first; `heading`: that
    section's heading without its ordinal. `breaks`: (offset in `text`, line, page) where each later printed line
    begins; `line` and `page` are those of its beginning.
    """

    section: str | None
    heading: str | None
    text: str
    line: int | None = None
    page: int | None = None
    source_number: int = 1
    breaks: tuple[tuple[int, int | None, int | None], ...] = ()
