"""The rows of a form whose format tells cells apart: what stands in them, and at which place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.locate import is_furniture
from pipelines.model import Line, RawCell
from pipelines.performance.words import FormWords, Label, form_words
from pipelines.readers.lines import DOUBTFUL
from pipelines.values import squeeze
from pipelines.vocabulary import Vocabulary
from pipelines.wording import Words, words_of

_LONGEST_PAGE_NUMBER = 3
_INLINE = frozenset(("fields", "totals", "sources", "texts", "filled_at", "contacts"))


@dataclass(frozen=True)
class Token:
    """A filled cell, the number of its column (from 0), and the label that it is, if any."""

    at: int
    cell: RawCell
    label: Label | None

    @property
    def text(self) -> str:
        """Without the marks by which a reader says that figures may not belong together."""
        return self.cell.text.replace(DOUBTFUL, "").strip()


@dataclass(frozen=True)
class Row:
    """`ruled`: the document itself tells the cells apart, so that none of them has slipped."""

    tokens: tuple[Token, ...]
    line: int
    page: int | None
    ruled: bool


def has_cells(line: Line) -> bool:
    return bool(line.cells) or "\t" in line.text


def rows_of(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Row]:
    """Every row that has ink, in order. Lines beside ruled rows are page furniture, between rows parted by tabs they
    may be the rest of a cell.
    """
    words, furniture = form_words(vocabulary), words_of(vocabulary)
    ruled = any(line.cells for line in lines)
    rows = []
    for line in lines:
        if words.is_title(line.text) or (not has_cells(line) and (ruled or _is_beside(line, furniture))):
            continue
        tokens = tuple(_tokens(line, words))
        if tokens:
            rows.append(Row(tokens, line.number, line.page, ruled))
    return rows


def _is_beside(line: Line, furniture: Words) -> bool:
    """Whether a line between rows is no part of them: a running title, a watermark, the number of a page."""
    text = squeeze(line.text)
    return is_furniture(line, furniture) or (text.isdigit() and len(text) <= _LONGEST_PAGE_NUMBER)


def _tokens(line: Line, words: FormWords) -> Iterator[Token]:
    cells = line.cells or tuple(RawCell(text, text, line.number, line.page) for text in line.text.split("\t"))
    for at, cell in enumerate(cells):
        if not cell.text.strip():
            continue
        token = Token(at, cell, words.label(cell.text))
        before, colon, behind = cell.text.replace(":", "：", 1).partition("：")
        inline = words.label(before) if colon and token.label is None and squeeze(behind) else None
        if inline is not None and inline.group in _INLINE:
            yield Token(at, replace(cell, text=before), inline)
            yield Token(at, replace(cell, text=behind), None)
        elif squeeze(token.text):
            yield token


def joined(above: RawCell | None, token: Token) -> RawCell:
    """The ink of a text that may go on over several cells."""
    if above is None:
        return replace(token.cell, text=token.text)
    return replace(above, text=above.text + token.text, printed=above.printed + token.cell.printed, box=None)
