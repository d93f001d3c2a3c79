"""The lines of the text of one file: what is printed outside tables and forms, and what is left out, by name."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pipelines.model import Line
from pipelines.narrative.headings import NUMERALS, begins_item, numbered_part
from pipelines.pieces import Piece
from pipelines.values import has_cjk, squeeze
from pipelines.vocabulary import Vocabulary
from pipelines.wording import Words, words_of

LeftOut = Literal["form", "row", "furniture", "contents", "cover"]
_SPACES = re.compile(r"\s+")
_IDLE_SPACE = re.compile(r"(?<![0-9A-Za-z]) | (?![0-9A-Za-z])")
_MARKDOWN = re.compile(r"^(?:[-*•]|#{1,6})\s+(?=\S)")
_LEADERS = re.compile(r"[.…·．]{4,}[0-9]*$|…{2,}.?[0-9]*$|\t\s*[0-9]{1,3}$")
_ENTRY = re.compile(r"第[一二三四五六七八九十]部分|附?表[一二三四五六七八九十0-9]|附件|[0-9]{1,2}[.．、]")
_SENTENCE = re.compile(r"[。；;]|，.*，")
_DATE_OF_FILLING, _NEAR = "填报日期", 4
_NO_WORDS = re.compile(r"[0-9：:.人—-]*")
_OFTEN, _FORM_HEAD = 3, 10
_MARKS = ("目录", "目次")
_LONGEST_ENTRY, _LONGEST_HEAD = 60, 12


@dataclass(frozen=True)
class TextLines:
    """`runs`: lines in printed order, parted where a table or a form stands; `left_out`: every other line, by name."""

    runs: tuple[tuple[Line, ...], ...]
    left_out: Mapping[LeftOut, tuple[Line, ...]]


def cleaned(text: str) -> str:
    """A line without idle white space, without marks of Markdown, and with doubled bold undone."""
    text = _IDLE_SPACE.sub("", _SPACES.sub(" ", _MARKDOWN.sub("", text.strip())))
    return _undoubled(squeeze(text)) or text


@lru_cache(maxsize=8192)
def _undoubled(text: str) -> str | None:
    """`第三部分第三部分情况说明情况说明` → `第三部分情况说明`; None where the text is not doubled throughout."""
    if not text:
        return ""
    for half in range(len(text) // 2, 1, -1):
        if text[:half] == text[half : 2 * half] and has_cjk(text[:half]):
            rest = _undoubled(text[2 * half :])
            if rest is not None:
                return text[:half] + rest
    return None


def text_lines(piece: Piece, forms: Collection[int], vocabulary: Vocabulary) -> TextLines:
    """The lines outside the tables of a file, cleaned; blank lines are dropped. `forms`: numbers of the lines of its
    performance forms.
    """
    words = words_of(vocabulary)
    lines = [line for line in piece.sections.prose if line.text.strip()]
    known = {i for i, line in enumerate(lines) if line.number in forms}
    named: dict[int, LeftOut] = dict.fromkeys(known or other_forms(lines, vocabulary), "form")
    named |= {i: "furniture" for i in _furniture(lines, vocabulary.wording["web_furniture"], words) if i not in named}
    named |= {i: "contents" for i in _contents(lines, named) if i not in named}
    named |= {i: "row" for i, line in enumerate(lines) if i not in named and _is_row(line)}
    named |= dict.fromkeys(_cover(lines, named, vocabulary), "cover")
    tables = sorted(line.number for section in piece.sections.tables for line in section.lines)
    runs: list[list[Line]] = [[]]
    above, gap = 0, False
    for i, line in enumerate(lines):
        gap = gap or named.get(i) in ("form", "row") or bisect(tables, above) != bisect(tables, line.number)
        above = line.number
        if i not in named:
            if gap and runs[-1]:
                runs.append([])
            gap = False
            runs[-1].append(replace(line, text=cleaned(line.text), cells=()))
    left = {
        name: tuple(lines[i] for i, own in sorted(named.items()) if own == name) for name in sorted({*named.values()})
    }
    return TextLines(tuple(tuple(run) for run in runs if run), left)


def other_forms(lines: Sequence[Line], vocabulary: Vocabulary) -> set[int]:
    """Indices of the lines of forms of no known layout: from a title to what follows the date of filling, or to the
    next.
    """
    title = re.compile("|".join(rf"(?:{pattern})" for pattern in vocabulary.wording["form_titles"]))
    labels = tuple(vocabulary.wording["form_beginnings"])
    texts = [cleaned(line.text) for line in lines]
    starts = [
        i
        for i, text in enumerate(texts)
        if title.search(text)
        and len(text) < _LONGEST_ENTRY
        and not _SENTENCE.search(text)
        and not begins_item(text)
        and any(texts[k].startswith(labels) for k in range(i + 1, min(i + _FORM_HEAD, len(texts))))
    ]
    found: set[int] = set()
    for start, following in zip(starts, [*starts[1:], len(lines)], strict=False):
        end = next((i for i in range(start + 1, following) if numbered_part(texts[i])), following)
        dated = [i for i in range(start, end) if _DATE_OF_FILLING in "".join(map(squeeze, texts[i : i + 2]))]
        if dated:
            end = _behind_date(texts, dated[-1] + 1, end)
        found |= {*range(start, end)}
    return found


def _behind_date(texts: Sequence[str], index: int, end: int) -> int:
    """Where the pieces of the last row of a form end: digits and stray labels without a word."""
    last = index
    for i in range(index, min(index + 2 * _NEAR, end)):
        if _NO_WORDS.fullmatch(texts[i]) or texts[i] in ("期：", "日期："):
            last = i + 1
    return last


def _is_row(line: Line) -> bool:
    return sum(bool(cell.text.strip()) for cell in line.cells) > 1 or "\t" in line.text.strip()


def _furniture(lines: Sequence[Line], web: Sequence[str], words: Words) -> Iterator[int]:
    """Page numbers, running titles, watermarks, what the `web` page prints around the text; a title that is printed but
    once or twice may be a heading.
    """
    often = Counter(squeeze(line.text) for line in lines)
    for i, line in enumerate(lines):
        text = squeeze(line.text)
        told = not has_cjk(text) or often[text] >= _OFTEN or text.startswith("第") or text.endswith("公开报告")
        if (
            text in words.watermarks
            or any(mark in text for mark in web)
            or (told and words.furniture.fullmatch(text) and not numbered_part(cleaned(text)))
        ):
            yield i


def _contents(lines: Sequence[Line], named: Mapping[int, LeftOut]) -> set[int]:
    """The table of contents: lines with leaders, what stands below 目录, and a first run of headings without a text
    that comes again.
    """
    texts = ["" if i in named else _LEADERS.sub("", cleaned(line.text)) for i, line in enumerate(lines)]
    led = {i for i, line in enumerate(lines) if i not in named and _LEADERS.search(line.text)}
    marked = next((i for i, text in enumerate(texts) if text in _MARKS), None)
    start = next((i for i, text in enumerate(texts) if numbered_part(text)), None) if marked is None else marked + 1
    if start is None:
        return led
    first = next((i for i in range(start, len(texts)) if texts[i]), start)
    again = next((i for i in range(first + 1, len(texts)) if texts[i] == texts[first]), None)
    if again is None or any(_is_sentence(text) for text in texts[first:again]):
        if marked is None:
            return led
        again = _end_of_entries(lines, texts, led, first)
    return led | {*range(first if marked is None else marked, again)}


def _end_of_entries(lines: Sequence[Line], texts: Sequence[str], led: Collection[int], first: int) -> int:
    """Where what reads like the entries of a table of contents ends; an entry without leaders may be wrapped."""
    highest, widest = -1, 0
    for i in range(first, len(texts)):
        text, part = texts[i], numbered_part(texts[i])
        if not text:
            continue
        number = NUMERALS.find(part[0]) if part else highest
        entry = i in led or _ENTRY.match(text) or begins_item(text) or (i == first and len(text) < _LONGEST_HEAD)
        wrapped = not led and i > first and lines[i].page == lines[i - 1].page and len(texts[i - 1]) > widest - 3
        if number < highest or _is_sentence(text) or not (entry or wrapped):
            return i
        highest, widest = number, max(widest, len(text))
    return len(texts)


def _is_sentence(text: str) -> bool:
    return len(text) > _LONGEST_ENTRY or _SENTENCE.search(text.rstrip("。")) is not None


def _cover(lines: Sequence[Line], named: Mapping[int, LeftOut], vocabulary: Vocabulary) -> Iterator[int]:
    """Short lines above the table of contents, or above the first heading or sentence: who, which year, when."""
    ends = tuple(end for own in vocabulary.wording["text_parts"].values() for end in own)
    contents = next((i for i, name in named.items() if name == "contents"), 0)
    for i, line in enumerate(lines):
        if i in named:
            continue
        text = cleaned(line.text)
        if _is_sentence(text) or begins_item(text) or numbered_part(text) or (i > contents and text.endswith(ends)):
            return
        yield i
