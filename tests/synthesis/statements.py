"""Figures as a narrative states them: the ink, and the gold row that a reader must return for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tests.synthesis.tables import GoldRow

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Figure:
    """One figure in a sentence with its unit; `optional` ones a reader may leave out, such as limits and reasons."""

    statement: str | None
    measure: str
    value: Decimal
    unit: str
    printed: str
    direction: str | None = None
    optional: bool = False

    def gold(self, section: str) -> GoldRow:
        """Its row of `stated_figures`, amounts in yuan."""
        money = self.unit == "万元"
        return {
            "section": section,
            "statement": self.statement,
            "measure": self.measure,
            "direction": self.direction,
            "amount": self.value * 10000 if money else None,
            "value": None if money else self.value,
            "value_unit": None if money else self.unit,
            "optional": self.optional,
        }


Piece = str | Figure
Paragraph = tuple[Piece, ...]


@dataclass(frozen=True)
class Section:
    """A section with its ordinal; a heading within it is a paragraph of its own."""

    ordinal: str
    heading: str
    paragraphs: tuple[Paragraph, ...]

    def gold(self) -> list[GoldRow]:
        return [piece.gold(self.ordinal) for words in self.paragraphs for piece in words if isinstance(piece, Figure)]

    def texts(self) -> list[str]:
        return [text_of(words) for words in self.paragraphs]


def text_of(words: Iterable[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else piece.printed for piece in words)


@dataclass(frozen=True)
class Ink:
    """How one section writes figures: `commas` between thousands, `trim` for zeros at the end, `whole` for 100%."""

    commas: bool = False
    trim: bool = False
    whole: bool = False

    def money(self, statement: str | None, fen: int, measure: str = "amount", direction: str | None = None) -> Figure:
        value = (Decimal(fen) / 1_000_000).quantize(CENT, ROUND_HALF_UP)
        text = "0" if not value else f"{value:,.2f}" if self.commas else f"{value:.2f}"
        if self.trim and value:
            text = text.rstrip("0").rstrip(".")
        return Figure(statement, measure, value, "万元", f"{text}万元", direction)

    def percent(self, statement: str, part: int, whole: int, measure: str, direction: str | None = None) -> Figure:
        value = (Decimal(100 * part) / whole).quantize(CENT, ROUND_HALF_UP) if whole else Decimal(0)
        text = "0" if not part else f"{value:.2f}"
        if part and (self.trim or (self.whole and value == 100)):
            text = text.rstrip("0").rstrip(".")
        return Figure(statement, measure, value, "%", f"{text}%", direction)

    def share(self, statement: str, part: int, whole: int) -> Figure:
        return self.percent(statement, part, whole, "share_percent")

    def change(
        self, statement: str, now: int, prior: int, versus: str = "比上年", comma: str = "，", gap: str = ""
    ) -> Paragraph:
        """比上年增加…，增长…%; the amount alone where there was nothing before; `gap` stands before it."""
        value = (Decimal(abs(now - prior)) / 1_000_000).quantize(CENT, ROUND_HALF_UP)
        if not value:
            whom = "上年" if versus.startswith("与") else versus[1:].removesuffix("预算")
            return (f"与{whom}预算数相同",)
        more = now > prior
        way = "increase" if more else "decrease"
        amount = self.money(statement, abs(now - prior), "change_amount", way)
        first: Paragraph = (f"{versus}{'增加' if more else '减少'}{gap}", amount)
        if not prior:
            return first
        return (
            *first,
            f"{comma}{'增长' if more else '下降'}",
            self.percent(statement, abs(now - prior), prior, "change_percent", way),
        )


def count(statement: str | None, number: int, unit: str, measure: str = "count", optional: bool = False) -> Figure:
    return Figure(statement, measure, Decimal(number), unit, f"{number}{unit}", optional=optional)


def listed(items: Sequence[Paragraph], mark: str) -> Paragraph:
    """The items with a mark between them."""
    found: list[Piece] = []
    for number, item in enumerate(items):
        found += [mark] * (number > 0) + list(item)
    return tuple(found)
