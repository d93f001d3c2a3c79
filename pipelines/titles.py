"""Where tables begin: titles, wrapped titles, labels whose title is illegible, titles of no standard table."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, takewhile

from pipelines.forms import Form
from pipelines.grid.keys import is_total
from pipelines.model import Issue, Line
from pipelines.values import holds_amount, plain, squeeze
from pipelines.vocabulary import Vocabulary
from pipelines.wording import Title, Words, begins_title, label_number, title_of, words_of

HEAD_LINES = 12
_SUBJECT = "预算|决算|收支|收入|支出|采购|情况|明细|绩效|目标|汇总|资产|债务"
_LIKE_A_TITLE = re.compile(rf"(?=.*(?:{_SUBJECT}))[^，。；：,:;]{{2,40}}表(?:（[^）]{{1,20}}）){{0,2}}")
_NEAR, _OFTEN = 4, 2
_LONGEST_STATEMENT = 80
_SIMILAR, _ALIKE = 0.4, 0.8


@dataclass(frozen=True)
class Hit:
    """A line that begins a standard table (`resource`) or what belongs to none; `issue` says what is odd there."""

    index: int
    until: int
    resource: str | None
    year: int | None = None
    text: str = ""
    name: str = ""
    entity: str | None = None
    issue: Issue | None = None


def headings(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Hit]:
    """Every place where a table, known or not, or the end of the tables may begin, in printed order."""
    known = list(_titles(lines, vocabulary))
    numbered = _numbered(known, vocabulary)
    unknown = list(_unknown_titles(lines, known, numbered, vocabulary))
    orphans = list(_orphan_labels(lines, known, {hit.index for hit in unknown}, numbered, vocabulary))
    return sorted([*known, *unknown, *orphans], key=lambda hit: hit.index)


def titled_form(names: Iterable[str], vocabulary: Vocabulary) -> Form | None:
    """The form that most of the titles are of; of two, the contract's, or the smaller. None where no title is known."""
    own, seen = words_of(vocabulary).titles_of, set(names)
    best = max(
        vocabulary.forms.values(), key=lambda f: (len(seen & own[f.form]), f.is_contract, -len(f.numbers)), default=None
    )
    return best if best and seen & own[best.form] else None


def _numbered(known: Sequence[Hit], vocabulary: Vocabulary) -> Mapping[int, str]:
    """Number → the table that a label means, in the form that the titles tell; in the contract where they tell none."""
    form = titled_form((hit.name for hit in known), vocabulary)
    if form is None:
        return {table.number or 0: table.resource for table in vocabulary.tables_of(None)}
    return {number: first for number, (first, *_) in form.numbers.items()}


def _titles(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[Hit]:
    words = words_of(vocabulary)
    index = 0
    while index < len(lines):
        text = plain(lines[index].text)
        until, found = index + 1, None
        if text and "\t" not in lines[index].text:
            found = title_of(text, vocabulary)
            if found is None and begins_title(text, words):
                found, until = _wrapped_title(lines, index, vocabulary)
        if found:
            text = "".join(plain(line.text) for line in lines[index:until])
            yield Hit(index, until, found.resource, found.year, text, found.name, found.entity)
        elif text and words.end.match(text) and not holds_amount(lines[index].text):
            yield Hit(index, until, None, text=text)
        index = until


def _wrapped_title(lines: Sequence[Line], index: int, vocabulary: Vocabulary) -> tuple[Title | None, int]:
    """A title that runs over up to three lines, each of them part of it."""
    joined = plain(lines[index].text)
    taken = 1
    for offset in range(1, 5):
        if index + offset >= len(lines) or taken == 3:
            break
        piece = plain(lines[index + offset].text)
        if not piece:
            continue
        if "\t" in lines[index + offset].text or len(piece) > 30:
            break
        joined += piece
        taken += 1
        found = title_of(joined, vocabulary)
        if found:
            return found, index + offset + 1
    return None, index + 1


def states_empty(text: str, words: Words) -> bool:
    said = plain(words.note.sub("", plain(text).strip("（）【】[]"))).strip("。.，")
    return said in words.empty or (len(said) < _LONGEST_STATEMENT and words.empty_because.search(said) is not None)


def evidence(lines: Sequence[Line], words: Words) -> bool:
    """Whether a title is followed by a table: a unit, an entity, or a statement that there is no data."""
    for line in lines:
        text = line.text.strip()
        if words.unit.search(text) or words.entity.match(text) or states_empty(text, words):
            return True
        if line.text.count("\t") >= 2:
            return True
    return False


def begins_table(hit: Hit, lines: Sequence[Line], end: int, words: Words) -> bool:
    """Whether a title has its table right behind it, before the next heading at `end`."""
    near = lines[hit.until : min(end, hit.until + HEAD_LINES)]
    return hit.resource is not None and evidence(near, words)


def _unknown_titles(
    lines: Sequence[Line], known: Sequence[Hit], numbered: Mapping[int, str], vocabulary: Vocabulary
) -> Iterator[Hit]:
    """Titles of tables that no form has: what reads like a title, with a label above it, or with a unit or an entity
    below. What is printed again and again is a running title; what resembles the title that its label stands for is
    that title, damaged; what has the rows or the column headings of the table above right below it heads a new page.
    """
    words = words_of(vocabulary)
    taken = {index for hit in known for index in range(hit.index, hit.until)}
    found = [i for i, line in enumerate(lines) if i not in taken and _like_a_title(line, words)]
    often = Counter(plain(lines[i].text) for i in found)
    for index in found:
        text = plain(lines[index].text)
        if often[text] > _OFTEN or begins_title(text, words):
            continue
        below = _near(lines, range(index + 1, len(lines)), taken)
        above = [n for line in _near(lines, range(index - 1, -1, -1), taken)[:1] if (n := _label(line, words))]
        labels = [*above, *(n for line in below if (n := _label(line, words)))]
        titled = any(_states(line, words) for line in below) and not holds_amount(below[0].text)
        if not (above or titled) or any(_damaged(text, numbered.get(n), vocabulary) for n in labels):
            continue
        table = known[bisect(known, index, key=lambda hit: hit.index) - 1] if known and known[0].index < index else None
        if table and table.resource and not above and _goes_on(lines, index + 1, table.until, words):
            yield Hit(index, index + 1, table.resource, issue=_page_head(lines[index], table.resource))
        else:
            yield Hit(index, index + 1, None, text=text, issue=_not_read(lines[index]))


def _like_a_title(line: Line, words: Words) -> bool:
    text = plain(line.text)
    return "\t" not in line.text and bool(_LIKE_A_TITLE.fullmatch(text)) and not words.furniture.fullmatch(text)


def _states(line: Line, words: Words) -> bool:
    """Whether a line says in which unit, or whose, a table is."""
    text = line.text.strip()
    return bool(words.unit.search(text) or words.entity.match(text))


def _goes_on(lines: Sequence[Line], index: int, beginning: int, words: Words) -> bool:
    """Whether the page headed above `index` goes on with the table whose title ends at `beginning`: its rows or its
    column headings follow, and no total of its own begins it.
    """
    here, there = (
        next((line for line in lines[i : i + HEAD_LINES] if line.text.strip() and not _is_said(line, words)), None)
        for i in (index, beginning)
    )
    row = next((line for line in lines[index : index + 2 * HEAD_LINES] if holds_amount(line.text)), None)
    if here is None or there is None or row is None or is_total(row.text.split()[0]):
        return False
    return holds_amount(here.text) or squeeze(here.text) == squeeze(there.text)


def _is_said(line: Line, words: Words) -> bool:
    return _states(line, words) or _label(line, words) is not None


def _near(lines: Sequence[Line], indices: Iterable[int], taken: Container[int]) -> list[Line]:
    """The first lines with text at `indices`, up to a known title."""
    printed = (i for i in indices if lines[i].text.strip())
    return [lines[i] for i in takewhile(lambda i: i not in taken, islice(printed, _NEAR))]


def _label(line: Line, words: Words) -> int | None:
    return label_number(plain(line.text), words) if "公开" in line.text else None


def _damaged(text: str, resource: str | None, vocabulary: Vocabulary) -> bool:
    """Whether a text is a title of the table with words around it, or what a bad scan leaves of one."""
    titles = next((table.titles for table in vocabulary.standard_tables if table.resource == resource), ())
    bare = text.lstrip("0123456789")
    return any(
        plain(title) in text or _resembles(piece, plain(title)) for title in titles for piece in (bare, bare[1:])
    )


def _resembles(text: str, title: str) -> bool:
    ratio = SequenceMatcher(None, text, title).ratio()
    return ratio >= _ALIKE or (ratio >= _SIMILAR and abs(len(text) - len(title)) <= 1)


def _orphan_labels(
    lines: Sequence[Line],
    known: Sequence[Hit],
    unknown: Container[int],
    numbered: Mapping[int, str],
    vocabulary: Vocabulary,
) -> Iterator[Hit]:
    """Labels (预算公开表5) whose table has no legible title near them: the label then names the table. A title in a
    table of contents, with nothing of a table behind it, is none.
    """
    words = words_of(vocabulary)
    ends = [*(hit.index for hit in known[1:]), len(lines)]
    titled = {h.resource for h, end in zip(known, ends, strict=False) if begins_table(h, lines, end, words)}
    for index, line in enumerate(lines):
        number = _label(line, words)
        resource = numbered.get(number or 0)
        if number and resource is None:
            yield Hit(index, index + 1, None, issue=_not_read(line))
        if resource is None or resource in titled:
            continue
        if any(i in unknown for i in range(index - _NEAR, index + _NEAR + 1)):
            continue
        near = next((plain(x.text) for x in lines[index + 1 : index + 6] if plain(x.text)), "")
        if title_of(near, vocabulary) or begins_title(near, words):
            continue
        label = plain(line.text)
        issue = Issue(
            "title_damaged",
            f"第{line.number}行的表号为“{label}”，但其标题无法识别：“{near[:40]}”",
            f"line {line.number} is labelled {label!r} but no known title follows it: {near[:40]!r}",
            "warning",
            resource,
            line=line.number,
            printed=near[:80] or None,
        )
        yield Hit(index, index + 1, resource, text=near, issue=issue)


def _not_read(line: Line) -> Issue:
    printed = plain(line.text)
    zh, en = f"“{printed}”不是标准报表，未读取", f"{printed!r} is no standard table and was not read"
    return Issue("unknown_title", zh, en, "warning", page=line.page, line=line.number, printed=printed)


def _page_head(line: Line, resource: str) -> Issue:
    printed = plain(line.text)
    zh, en = (
        f"“{printed}”看作页首，不属于任何一行",
        f"{printed!r} is taken for the head of a page and belongs to no row",
    )
    return Issue("page_head", zh, en, "warning", resource, page=line.page, line=line.number, printed=printed)
