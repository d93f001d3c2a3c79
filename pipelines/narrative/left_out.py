"""Lines that say nothing of their own: forms, page furniture, the table of contents, the cover."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from pipelines.model import Line
from pipelines.narrative.headings import NUMERALS, begins_item, numbered_part, section_heading
from pipelines.values import has_cjk, squeeze
from pipelines.vocabulary import Vocabulary
from pipelines.wording import words_of

_LEADERS = re.compile(r"(?:[.…·．]{4,}|…{2,}.?|\t)\s*(?P<page>[0-9]{1,3})?$")
_ENTRY = re.compile(r"第[一二三四五六七八九十]部分|附?表[一二三四五六七八九十0-9]|附件|[0-9]{1,2}[.．、]")
_SENTENCE = re.compile(r"[。；;]|，.*，")
_DATE_OF_FILLING, _NEAR, _FORM_HEAD = "填报日期", 4, 10
_NO_WORDS = re.compile(r"[0-9：:.人—-]*")
_OFTEN, _SEVERAL = 3, 3
_MARKS = ("目录", "目次")
_LONGEST_ENTRY, _LONGEST_HEAD = 60, 12


def other_forms(texts: Sequence[str], known: Collection[int], vocabulary: Vocabulary) -> set[int]:
    """Indices of the lines of forms of no `known` layout: from a title to what follows the date of filling, to the
    next form, or to the next heading.
    """
    title = re.compile("|".join(rf"(?:{pattern})" for pattern in vocabulary.wording["form_titles"]))
    labels = tuple(vocabulary.wording["form_beginnings"])
    starts = [
        i
        for i, text in enumerate(texts)
        if i not in known
        and title.search(text)
        and len(text) < _LONGEST_ENTRY
        and not _SENTENCE.search(text)
        and not begins_item(text)
        and any(texts[k].startswith(labels) for k in range(i + 1, min(i + _FORM_HEAD, len(texts))))
    ]
    found: set[int] = set()
    for start, following in zip(starts, [*starts[1:], len(texts)], strict=False):
        within = range(start + 1, following)
        end = next((i for i in within if i in known or numbered_part(texts[i]) or section_heading(texts[i])), following)
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


def furniture(
    lines: Sequence[Line], texts: Sequence[str], named: Collection[int], vocabulary: Vocabulary
) -> Iterator[int]:
    """Page numbers, running titles, watermarks, what a web page prints around the text, of the lines that are not yet
    `named`; a title that is printed but once or twice may be a heading.
    """
    words, web = words_of(vocabulary), re.compile("|".join(map(re.escape, vocabulary.wording["web_furniture"])))
    squeezed = [squeeze(line.text) for line in lines]
    often = Counter(squeezed)
    for i, text in enumerate(squeezed):
        if i in named:
            continue
        told = not has_cjk(text) or often[text] >= _OFTEN or text.startswith("第") or text.endswith("公开报告")
        if (
            text in words.watermarks
            or (web.search(text) and not (_is_sentence(text) or begins_item(text)))
            or (told and words.furniture.fullmatch(text) and not numbered_part(texts[i]))
        ):
            yield i


def contacts(texts: Sequence[str], vocabulary: Vocabulary) -> Iterator[int]:
    """Lines that give the name or the telephone number of a person."""
    labels = tuple(f"{label}{colon}" for label in vocabulary.wording["contact_labels"] for colon in "：:")
    return (i for i, text in enumerate(texts) if text.startswith(labels) and not _is_sentence(text))


def contents(lines: Sequence[Line], texts: Sequence[str], named: Collection[int]) -> set[int]:
    """The table of contents: lines with leaders, what stands below 目录, and a first run of headings without a text
    that comes again.
    """
    led = {i for i, line in enumerate(lines) if i not in named and _is_led(line.text.strip())}
    texts = ["" if i in named else _LEADERS.sub("", text) for i, text in enumerate(texts)]
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


def _is_led(text: str) -> bool:
    """Whether leaders, or a tab, part an entry of a table of contents from its page."""
    match = _LEADERS.search(text)
    if match is None:
        return False
    entry = _ENTRY.match(text) is not None or begins_item(text)
    return entry if "\t" in match[0] else entry or match["page"] is not None


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
        begun = part is not None and highest < 0 and i > first + _SEVERAL
        if begun or number < highest or _is_sentence(text) or not (entry or wrapped):
            return i
        highest, widest = number, max(widest, len(text))
    return len(texts)


def _is_sentence(text: str) -> bool:
    return len(text) > _LONGEST_ENTRY or _SENTENCE.search(text.rstrip("。")) is not None


def cover(texts: Sequence[str], named: Collection[int], contents: int, vocabulary: Vocabulary) -> Iterator[int]:
    """Short lines above the table of contents, or above the first heading or sentence: who, which year, when.
    `contents`: the index at which the table of contents begins, or -1.
    """
    ends = tuple(end for own in vocabulary.wording["text_parts"].values() for end in own)
    for i, text in enumerate(texts):
        if i in named:
            continue
        if _is_sentence(text) or begins_item(text) or numbered_part(text) or (i > contents and text.endswith(ends)):
            return
        yield i
