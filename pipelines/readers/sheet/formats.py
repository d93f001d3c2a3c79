"""Numbers of a spreadsheet → what the sheet shows of them, by their number format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from pipelines.readers.lines import DOUBTFUL

_LONGEST = 255
_DIGITS = 15  # what a spreadsheet itself keeps of a number
_TOKEN = re.compile(r'"[^"]*"?|\\.|!.|_.|\*.|\[[^\]]*\]|General|.', re.S | re.I)
_CONDITION = re.compile(r"\[\s*[<>=]|\[DBNum|\[h+\]|\[m+\]|\[s+\]|\[~", re.I)
_CURRENCY = re.compile(r"\[\$([^\]-]*)")
_DATE = frozenset("ymdhsYMDHS年")
_PLACEHOLDERS = "0#?"
_DASHES = frozenset("-–—－ ")
_UNSEEN = str.maketrans("", "", " \u3000\xa0¥￥+")


def shown(value: object, number_format: str = "General", epoch_1904: bool = False) -> str:
    """A cell as the sheet shows it, rounded to the places of its format; blank for nothing.

    A zero shown as a dash is a zero, a negative in brackets or red has its minus sign. A figure whose format is not
    understood is marked, and no amount.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    sections = _sections(number_format)
    if not isinstance(value, int | float):
        return "" if len(sections) == 4 and not sections[3] else str(value)
    try:
        exact = Decimal(f"{value:.{_DIGITS}g}") if isinstance(value, float) else Decimal(value)
        if not exact.is_finite():
            return str(value)
        return _shown(exact, sections, epoch_1904)
    except (InvalidOperation, OverflowError, ValueError):  # longer than any amount, or no date
        return f"{DOUBTFUL}{value}"


@lru_cache(maxsize=256)
def _sections(number_format: str) -> list[list[str]]:
    """The format's tokens, by section: for positive figures, negative ones, zero, text."""
    if len(number_format) > _LONGEST:
        return [["/"]]  # longer than a spreadsheet lets a format be: not understood
    sections: list[list[str]] = [[]]
    for token in _TOKEN.findall(number_format.replace("G/通用格式", "General")):
        if token == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    return sections


def _shown(exact: Decimal, sections: Sequence[Sequence[str]], epoch_1904: bool) -> str:
    plain = _full(exact)
    if any(_CONDITION.match(token) for section in sections for token in section):
        return plain if exact == 0 else f"{DOUBTFUL}{plain}"
    numeric = list(sections[:3])
    own = (1 if exact < 0 else 2 if exact == 0 else 0) if len(numeric) > (1 if exact < 0 else 2 * (exact == 0)) else 0
    section = numeric[own]
    if not section and len(sections) > 1:
        return ""
    if _is_date(section):
        return _date(exact, epoch_1904)
    text = _rendered(abs(exact), section)
    if text is None:
        return f"{DOUBTFUL}{plain}"
    if own == 2 and text and set(text) <= _DASHES:
        return _rendered(exact, numeric[0]) or plain
    if exact < 0:
        return _negative(text, section, own == 1)
    return text


def _full(exact: Decimal) -> str:
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _negative(text: str, section: Sequence[str], of_its_own: bool) -> str:
    """With the minus sign that brackets or red stand for; marked where nothing shows that it is negative."""
    bare = text.strip("()（）-－")
    signed = bare != text or any(token.lower() in ("[red]", "[红色]") for token in section)
    return f"-{bare}" if signed or not of_its_own else f"{DOUBTFUL}-{bare}"


def _is_date(section: Sequence[str]) -> bool:
    return any(token in _DATE for token in section)


def _date(exact: Decimal, epoch_1904: bool) -> str:
    found = from_excel(float(exact), CALENDAR_MAC_1904 if epoch_1904 else CALENDAR_WINDOWS_1900)
    return str(found) if found is not None else f"{DOUBTFUL}{exact:f}"


def _rendered(exact: Decimal, section: Sequence[str]) -> str | None:
    """A figure without sign in one section of a format; None where the format is not understood."""
    if not section or any(token.lower() == "general" or token == "@" for token in section):
        literals = "".join(_literal(token) for token in section if token.lower() != "general" and token != "@")
        return f"{_full(exact)}{literals.translate(_UNSEEN)}"
    if any(token in ("E", "e", "/") for token in section):
        return None
    digits = [i for i, token in enumerate(section) if token in tuple(_PLACEHOLDERS)]
    if not digits:
        return "".join(_literal(token) for token in section if token != ",").translate(_UNSEEN)
    point = next((i for i, token in enumerate(section) if token == "."), len(section))
    whole = [i for i in digits if i < point]
    behind = [section[i] for i in digits if i > point]
    scaled = exact.scaleb(2 * section.count("%")).scaleb(-3 * _trailing_commas(section, digits, point))
    rounded = f"{scaled.quantize(Decimal(1).scaleb(-len(behind)), ROUND_HALF_UP):f}"
    integer, _, places = rounded.partition(".")
    while behind and behind[-1] != "0" and places.endswith("0"):
        behind, places = behind[:-1], places[:-1]
    first = whole[0] if whole else digits[0]
    last = whole[-1] if whole else first - 1
    grouped = any(token == "," for token in section[first : last + 1])
    tokens = [t for t in section[first : last + 1] if t != ","]
    front = "".join(_literal(t) for t in section[:first] if t != ".")
    back = "".join(_literal(t) for t in section[max(last, digits[-1]) + 1 :] if t not in (".", ","))
    filled = _filled(integer, tokens, grouped)
    if not filled and (places or integer != "0"):
        filled = "0"
    return f"{front}{filled}{'.' if places else ''}{places}{back}".translate(_UNSEEN)


def _trailing_commas(section: Sequence[str], digits: Sequence[int], point: int) -> int:
    """Commas behind the last digit, of the whole or of all: each scales by a thousand."""
    count = 0
    for last in {max((i for i in digits if i < point), default=-1), digits[-1]}:
        behind = last + 1
        while last >= 0 and behind < len(section) and section[behind] == ",":
            count, behind = count + 1, behind + 1
    return count


def _filled(integer: str, tokens: Sequence[str], grouped: bool) -> str:
    """The digits before the point in their places, from the right; the first place takes all that are left."""
    rest = "" if integer == "0" else integer
    if all(token in tuple(_PLACEHOLDERS) for token in tokens):
        rest = rest.rjust(tokens.count("0"), "0")
        return f"{int(rest):,}".rjust(len(rest), "0") if grouped and rest else rest
    out: list[str] = []
    places = sum(token in tuple(_PLACEHOLDERS) for token in tokens)
    for token in reversed(tokens):
        if token not in tuple(_PLACEHOLDERS):
            out.append(_literal(token))
            continue
        places -= 1
        taken = rest if places == 0 else rest[-1:]
        rest = rest[: len(rest) - len(taken)]
        out.append(taken or ("0" if token == "0" else ""))
    return "".join(reversed(out))


def _literal(token: str) -> str:
    """What a token of a format shows by itself."""
    if token[0] == '"':
        return token.strip('"')
    if token[0] in "\\!":
        return token[1:]
    if token[0] == "[":
        currency = _CURRENCY.match(token)
        return currency[1] if currency else ""
    return "" if token[0] in "_*" and len(token) > 1 else token
