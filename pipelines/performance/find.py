"""Where performance forms stand in a document: from their titles, or their first rows, to their last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.model import Line
from pipelines.performance.rows import has_cells
from pipelines.performance.words import FormWords, form_words, key_of
from pipelines.values import plain, squeeze
from pipelines.vocabulary import Vocabulary

_HEAD = 12  # lines with ink between a title and the first row, page furniture among them
_LONGEST_TITLE = 80
_HEADING = re.compile(r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}[、．]|附件")
_PROSE = frozenset("，。；")


@dataclass(frozen=True)
class Found:
    """The lines of one form; `ended`: its last row is there."""

    lines: tuple[Line, ...]
    ended: bool


def find_forms(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Found]:
    """Every form of a document in printed order. A title that the first row does not follow is no form."""
    words = form_words(vocabulary)
    starts = list(_starts(lines, words))
    return [_found(lines[start:end], words) for start, end in pairwise([*starts, len(lines)])]


def is_title(text: str, words: FormWords) -> bool:
    """Whether a line is the title of a form, with the body or the year before it."""
    if len(text) > _LONGEST_TITLE or _PROSE.intersection(text):
        return False
    key = re.sub(r"[0-9]{4}年度?$", "", key_of(text))
    return any(key.endswith(title) for title in words.titles)


def _starts(lines: Sequence[Line], words: FormWords) -> Iterator[int]:
    title: int | None = None
    left = 0
    for index, line in enumerate(lines):
        if not squeeze(line.text):
            continue
        if is_title(line.text, words):
            title, left = index, _HEAD
        elif _is_first_row(lines, index, words, titled=title is not None and left > 0):
            yield title if title is not None and left > 0 else index
            title = None
        left -= 1


def _is_first_row(lines: Sequence[Line], index: int, words: FormWords, titled: bool) -> bool:
    """Whether a row names the project; without a title above it, the rows below must name the department and unit."""
    if not _begins(lines[index], "project_name", words):
        return False
    below = [line for line in lines[index + 1 : index + 1 + _HEAD] if squeeze(line.text)]
    return titled or any(_begins(line, "department_name", words) for line in below[:3])


def _begins(line: Line, field: str, words: FormWords) -> bool:
    """Whether the first word of a line is a label of this field."""
    first = next((w for w in (line.text.split("\t") if has_cells(line) else line.text.split()) if squeeze(w)), "")
    label = words.label(first.replace(":", "：").partition("：")[0])
    if label is None and not has_cells(line):
        key = key_of(line.text)
        return any(key.startswith(w) for w, known in words.labels.items() if known.key == field)
    return label is not None and label.key == field


def _found(lines: Sequence[Line], words: FormWords) -> Found:
    """A form ends with the row of who filled it in, in a text layer with the lines that this is broken into; without
    that row before the heading of what follows.
    """
    columns = next((i for i, line in enumerate(lines) if _groups(line, words).count("indicator_columns") > 1), 0)
    last = next((i for i, line in enumerate(lines) if _is_last_row(line, words, i > columns > 0)), None)
    if last is not None and has_cells(lines[last]):
        while last + 1 < len(lines) and _is_last_row(lines[last + 1], words, True):
            last += 1
        return Found(tuple(lines[: last + 1]), True)
    after = range((columns if last is None else last) + 1, len(lines))
    end = next((i for i in after if not has_cells(lines[i]) and _HEADING.match(plain(lines[i].text))), len(lines))
    return Found(tuple(lines[:end]), last is not None)


def _groups(line: Line, words: FormWords) -> list[str]:
    """The groups of the labels in a line, each of which is a cell, a word, or stands before a colon."""
    parted = line.text.replace(":", "：").replace("：", "\t")
    parts = parted.split("\t") if has_cells(line) else parted.split()
    return [label.group for part in parts if squeeze(part) and (label := words.label(part))]


def _is_last_row(line: Line, words: FormWords, below_columns: bool) -> bool:
    """Whether a row says when the form was filled in, or by whom; above the indicators the latter may be others."""
    groups = _groups(line, words)
    return "filled_at" in groups or (below_columns and "contacts" in groups)
