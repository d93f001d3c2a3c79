"""Printed strings → values: white space, doubled bold, amounts, units. What is not plainly an amount is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from unicodedata import east_asian_width

from pipelines.model import RawCell

_BRACKETS = str.maketrans({"(": "（", ")": "）", '"': "”", ":": "：", ",": "，"})
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
_UNSEEN = {0x200B: None, 0xFEFF: None}
_AMOUNT = re.compile(r"-?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?")
UNKNOWN_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
"""What a text layer holds where a font does not say which character it draws."""
_DASHES = "-‐‑‒–—―－−"
_CJK = re.compile(r"[\u3400-\u9fff]")
_YEAR = re.compile(r"[0-9]{4}\s*年?度?")
_NAMED_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*年")
_ORDINAL = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]+[）)]?[、.．]|[（(][一二三四五六七八九十]+[）)]|[①-⑳]|[0-9]{1,2}[、．]|[0-9]{1,2}\.(?=[\u4e00-\u9fff]))"
)
YUAN = Decimal("0.01")
LARGEST = Decimal(10) ** 15


def squeeze(text: str) -> str:
    """The text without any white space, visible or not."""
    bare = "".join(text.split())
    return bare.translate(_UNSEEN) if "\u200b" in bare or "\ufeff" in bare else bare


def undouble(text: str, shortest: int = 2) -> str:
    """`合计合计` → `合计`: bold painted twice; a half shorter than `shortest` is left as it is."""
    half, odd = divmod(len(text), 2)
    return text[:half] if not odd and half >= shortest and text[:half] == text[half:] else text


@lru_cache(maxsize=32768)
def plain(text: str) -> str:
    """The form in which wordings are compared: squeezed, undoubled, full-width brackets."""
    return undouble(squeeze(text)).translate(_BRACKETS)


def without_ordinal(text: str) -> str:
    """`二十三、灾害防治…` → `灾害防治…`, `①公务用车购置费` → `公务用车购置费`."""
    return _ORDINAL.sub("", text, count=1)


def has_ordinal(text: str) -> bool:
    return _ORDINAL.match(text) is not None


def without_year(text: str) -> str:
    """`2024年合计` → `合计`: headings differ from year to year in this alone."""
    return _YEAR.sub("", text)


def year_of(text: str) -> int | None:
    """The year that a heading names as such; None where it names none: four digits alone may be a figure."""
    match = _NAMED_YEAR.search(text)
    return int(match[1]) if match else None


def says_nothing(text: str) -> bool:
    """Whether a cell is blank, or holds the single dash that tables print for nothing."""
    return squeeze(text) in ("", *_DASHES)


@lru_cache(maxsize=8192)
def char_columns(char: str) -> int:
    """Columns that a character takes where digits and letters are half as wide as Chinese characters."""
    return 1 if east_asian_width(char) in ("Na", "H", "N") else 2


def columns(text: str) -> int:
    """Columns that a text takes on one line."""
    return sum(map(char_columns, text))


def has_cjk(text: str) -> bool:
    return _CJK.search(text) is not None


def ascii_digits(text: str) -> str:
    return text.translate(_FULL_WIDTH)


def is_amount(text: str) -> bool:
    """Whether `text` is one plain amount: optional sign, digits (thousands in threes) that begin with no idle zero,
    optional decimals.
    """
    return _AMOUNT.fullmatch(text) is not None


def holds_amount(text: str) -> bool:
    """Whether a word of the text is an amount with decimals: an integer may be a year or a page number."""
    return any("." in word and is_amount(word) for word in text.split())


def decimals_of(text: str) -> int:
    return len(text.partition(".")[2])


def amount_cell(printed: str, line: int | None = None, page: int | None = None) -> RawCell:
    """The ink of one amount; doubled bold and full-width digits are undone by a named repair, nothing else is.

    A doubled figure is told by its two points, a doubled integer only by its leading zero (`00`).
    """
    text, repair = printed, None
    if ascii_digits(text) != text:
        text, repair = ascii_digits(text), "full_width_digits"
    half = undouble(text, shortest=1)
    leading_zero = text.startswith("0") and len(text) > 1 and "." not in text
    if half != text and is_amount(half) and ("." in half or leading_zero):
        text, repair = half, "doubled_bold"
    return RawCell(text, printed, line, page, None, repair)


def parse_amount(text: str) -> Decimal:
    """An amount in the printed unit; ValueError for anything that is not plainly one."""
    if not is_amount(text):
        raise ValueError(f"no amount: {text!r}")
    return Decimal(text.replace(",", ""))


def to_yuan(amount: Decimal, unit_factor: int) -> Decimal:
    """Exact yuan with two places; ValueError where the product has a fraction of a 分 or 16 digits before the point."""
    if abs(amount) >= LARGEST / unit_factor:
        raise ValueError("amount too large")
    exact = (amount * unit_factor).quantize(YUAN)
    if exact / unit_factor != amount:
        raise ValueError("finer than a 分")
    return exact + 0  # a printed -0 is zero
