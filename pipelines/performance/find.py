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

_FEW = 3
_HEAD = 12  # lines with ink between a title and the first row, page furniture among them
_HEADING = re.compile(r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}[、．]|附件")


@dataclass(frozen=True)
class Found:
    """The lines of one form, `first_row` that of its project, or of its department; `ended`: its last row is there;
    `cut`: it breaks off with its file.
    """

    lines: tuple[Line, ...]
    first_row: Line
    ended: bool
    has_indicators: bool
    cut: bool = False


def find_forms(lines: Sequence[Line], vocabulary: Vocabulary) -> list[Found]:
    """Every form of a document in printed order. A title that the first row does not follow is no form."""
    words = form_words(vocabulary)
    starts = list(_starts(lines, words))
    return [_found(lines[start:end], words) for start, end in pairwise([*starts, len(lines)])]


def first_list(lines: Sequence[Line], vocabulary: Vocabulary) -> Line | None:
    """The heading of a table that lists the goals of many projects, a row each: that is another layout."""
    words = form_words(vocabulary)
    return next((line for line in lines if _begins(line, "project_name", words) and is_list(line, words)), None)


def _starts(lines: Sequence[Line], words: FormWords) -> Iterator[int]:
    title: int | None = None
    left = 0
    for index, line in enumerate(lines):
        if not squeeze(line.text):
            continue
        titled = title is not None and left > 0
        if words.is_title(line.text):
            title, left = index, _HEAD
        elif _begins(line, "project_name", words):
            below = [other for other in lines[index + 1 : index + 1 + _HEAD] if squeeze(other.text)]
            if not is_list(line, words) and (_tells_more if titled else _names_department)(below, words):
                yield title if title is not None and titled else index
            title = None
        elif title is not None and titled and _begins(line, "department_name", words):
            yield title
            title = None
        left -= 1


def is_list(line: Line, words: FormWords) -> bool:
    """Whether a row is the heading of a list of many projects: a form has the name of its own project there."""
    return has_cells(line) and not {"indicator_columns", "goal_halves"}.isdisjoint(_groups(line, words))


def _names_department(below: Sequence[Line], words: FormWords) -> bool:
    """Whether one of the next rows names the department: so does a form whose title is not legible."""
    return any(_begins(line, "department_name", words) for line in below[:3])


def _tells_more(below: Sequence[Line], words: FormWords) -> bool:
    """Whether the rows below a project's name say what else a form says of it, or the file ends there."""
    text = key_of("".join(line.text for line in below))
    return len(below) < _FEW or any(wording in text for wording in words.head)


def _begins(line: Line, field: str, words: FormWords) -> bool:
    """Whether the first cell of a row, or the first word of a line, is a label of this field."""
    wordings = words.of_field[field]
    if line.text.lstrip()[:1] not in words.first_of[field]:
        return False
    if not has_cells(line):
        return key_of(line.text).startswith(wordings)
    first = line.text.strip().replace(":", "：").replace("：", "\t").partition("\t")[0]
    label = words.label(first)
    return label is not None and label.key == field


def _found(lines: Sequence[Line], words: FormWords) -> Found:
    """A form ends with the row of who filled it in, in a text layer with the lines that this is broken into; without
    that row before the heading of what follows.
    """
    names = ("project_name", "department_name")
    first = next(line for line in lines if any(_begins(line, name, words) for name in names))
    columns = next((i for i, line in enumerate(lines) if _names_columns(line, words)), 0)
    last = next((i for i, line in enumerate(lines) if _is_last_row(line, words, i > columns > 0)), None)
    if last is not None and has_cells(lines[last]):
        while last + 1 < len(lines) and _is_last_row(lines[last + 1], words, True):
            last += 1
        return Found(tuple(lines[: last + 1]), first, True, columns > 0)
    after = range((columns if last is None else last) + 1, len(lines))
    end = next((i for i in after if not has_cells(lines[i]) and _HEADING.match(plain(lines[i].text))), len(lines))
    return Found(tuple(lines[:end]), first, last is not None, columns > 0)


def _groups(line: Line, words: FormWords) -> list[str]:
    """The groups of the labels in a row of cells, each of which is a cell or stands before a colon."""
    parts = line.text.replace(":", "：").replace("：", "\t").split("\t")
    return [label.group for part in parts if part.strip() and (label := words.label(part))]


def _names_columns(line: Line, words: FormWords) -> bool:
    """Whether a line is the heading of the indicators, in a text layer a part of it."""
    if has_cells(line):
        return _groups(line, words).count("indicator_columns") > 1
    text = squeeze(line.text)
    return any(wording in text for wording in words.columns)


def _is_last_row(line: Line, words: FormWords, below_columns: bool) -> bool:
    """Whether a row says when the form was filled in, or by whom; above the indicators the latter may be others."""
    if not has_cells(line):
        text = squeeze(line.text).replace(":", "：") if below_columns else ""
        return any(label in text for label in words.last)
    groups = _groups(line, words)
    return "filled_at" in groups or (below_columns and "contacts" in groups)
