"""Rows that the end of a page has torn, and names in merged cells that it has torn between two rows."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from pipelines.model import Box
from pipelines.performance.indicators import ROLES, Placed, Texts
from pipelines.performance.rows import Row, Token
from pipelines.performance.words import FormWords, key_of


def untorn(rows: Sequence[Row], words: FormWords) -> list[Row]:
    """The rows above the indicators, those put together of which a page left a rest that stands below their cells and
    is no label.
    """
    found: list[Row] = []
    below_heading = False
    for row in rows:
        below_heading |= any(token.label and token.label.group == "indicator_columns" for token in row.tokens)
        above = found[-1] if found else None
        tears = above is not None and row.ruled and above.page != row.page and not below_heading
        whole = _put_together(above, row, words) if above and tears else None
        if whole is None:
            found.append(row)
        else:
            found[-1] = whole
    return found


def _put_together(above: Row, below: Row, words: FormWords) -> Row | None:
    """Both as one row; None where a cell of the lower is a label, or stands below none or below a whole label."""
    rests: dict[int, Token] = {}
    for token in below.tokens:
        over = [n for n, other in enumerate(above.tokens) if _is_below(token.cell.box, other.cell.box)]
        if token.label is not None or len(over) != 1 or above.tokens[over[0]].label is not None or over[0] in rests:
            return None
        rests[over[0]] = token
    tokens = tuple(_longer(t, rests[n], words) if n in rests else t for n, t in enumerate(above.tokens))
    return replace(above, tokens=tokens)


def _is_below(lower: Box | None, upper: Box | None) -> bool:
    return lower is not None and upper is not None and lower[0] < upper[2] and upper[0] < lower[2]


def _longer(token: Token, rest: Token, words: FormWords) -> Token:
    text = token.cell.text + rest.cell.text
    cell = replace(token.cell, text=text, printed=token.cell.printed + rest.cell.printed)
    return Token(token.at, cell, words.label(text))


def joined_over_pages(rows: Sequence[Placed], words: FormWords) -> list[Placed]:
    """Rows of indicators, those put together of which a page left a rest. Where both are whole, only the names of
    levels 1 and 2 that stand beside both are.
    """
    found: list[Placed] = []
    for below in rows:
        above = found[-1] if found else None
        if above is None or not below.row.ruled or above.row.page == below.row.page:
            found.append(below)
        elif _completes(above, below, words):
            level1 = (above.level1 or "") + (below.level1 or "") or None
            names = {key: text for key, text in below.texts.items() if key[1] == "level2"}
            if _is_whole(above.texts) and _is_whole(below.texts):
                found[-1] = replace(above, level1=level1, texts=_added(above.texts, names))
                rest = {key: text for key, text in below.texts.items() if key not in names}
                found.append(replace(below, level1=None, texts=rest))
            else:
                found[-1] = replace(above, level1=level1, texts=_added(above.texts, below.texts))
        elif _goes_on(above, below):
            found[-1] = replace(above, texts=_added(above.texts, below.texts))
        else:
            found.append(below)
    return found


def _added(above: Texts, below: Texts) -> Texts:
    return {key: above.get(key, "") + below.get(key, "") for key in {**above, **below}}


def _is_whole(texts: Texts) -> bool:
    """Whether a row has all that an indicator has, in each half that it has any of it."""
    periods = {period for period, role in texts if role != "level2"}
    return bool(periods) and all((period, role) in texts for period in periods for role in ROLES[1:])


def _completes(above: Placed, below: Placed, words: FormWords) -> bool:
    """Whether the names of levels 1 and 2 in a row are none, but the rest of those above it."""
    pairs = [(above.texts.get(key), text) for key, text in below.texts.items() if key[1] == "level2"]
    ends = [_is_rest(upper, lower, words.level2) for upper, lower in pairs]
    if below.level1 is not None:
        ends.append(_is_rest(above.level1, below.level1, words.level1))
    return bool(ends) and all(ends)


def _is_rest(upper: str | None, lower: str, names: Container[str]) -> bool:
    return key_of(lower) not in names and key_of((upper or "") + lower) in names


def _goes_on(above: Placed, below: Placed) -> bool:
    """Whether a row without names is the rest of the one before it: it lacks what every indicator has."""
    if below.level1 is not None or any(role == "level2" for _, role in below.texts):
        return False
    return not _is_whole(below.texts) and any((period, "level3") in above.texts for period, _ in below.texts)
