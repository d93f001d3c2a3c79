"""What kind of document a file is, by its front page and the titles of its tables: `metadata/kinds.yml` has the words.

A document that is plainly something else than a department's budget is refused by name, never squeezed into the form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal

from pipelines.model import Document, Identity, Line, RawTable, Refused, Sections
from pipelines.plain import shown
from pipelines.values import is_amount, plain
from pipelines.vocabulary import Vocabulary
from pipelines.wording import words_of

Contents = Literal["tables", "narrative", "both", "attachments"]
_FRONT_LINES, _JOINED, _LONGEST_COVER, _LONGEST_TITLE = 12, 3, 60, 60
_ENOUGH_SENTENCES, _TABLE_LINES = 5, 5
_RUNNING_TEXT = re.compile(r"[。；;]|[，,].*[，,]")
_FIGURE = re.compile(r"[1-9１-９]")
_REMEDY = "give the department's budget: its tables, its narrative, or both"


@dataclass(frozen=True)
class Kind:
    """A kind of document that is no budget of a department."""

    kind: str
    title: str
    title_en: str
    covers: re.Pattern[str]
    tables: re.Pattern[str]


@dataclass(frozen=True)
class _Words:
    budget: re.Pattern[str]
    others: tuple[Kind, ...]
    placeholders: re.Pattern[str]
    headings: re.Pattern[str]
    attachments: re.Pattern[str]


def _any(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")


@lru_cache(maxsize=4)
def _words(vocabulary: Vocabulary) -> _Words:
    said = vocabulary.kinds
    return _Words(
        _any(said["budget"]["covers"]),
        tuple(Kind(k["kind"], k["title"], k["title_en"], _any(k["covers"]), _any(k["tables"])) for k in said["other"]),
        _any([*said["placeholders"], *map(re.escape, said["template_marks"])]),
        _any([rf".{{0,30}}(?:{pattern})$|^(?:{pattern})" for pattern in said["narrative_headings"]]),
        _any(said["attachments"]),
    )


def _front(lines: Sequence[Line], marks: Sequence[str]) -> list[str]:
    """The short lines that a document begins with, up to its table of contents, its first table or running text."""
    front: list[str] = []
    for line in islice((line for line in lines if line.text.strip()), _FRONT_LINES):
        text = plain(line.text)
        if (
            "\t" in line.text
            or len(text) > _LONGEST_COVER
            or _RUNNING_TEXT.search(text)
            or text.startswith(tuple(marks))
        ):
            break
        front.append(text)
    return front


def _runs(front: Sequence[str]) -> Iterator[tuple[range, str]]:
    """Every run of up to three lines as one: a title may be set in several."""
    for size in range(1, _JOINED + 1):
        for start in range(len(front) - size + 1):
            yield range(start, start + size), "".join(front[start : start + size])


def _titles(document: Document) -> set[str]:
    """Lines that look like the titles of tables, without the leaders and page numbers of a table of contents."""
    found = (plain(line.text).rstrip("0123456789").rstrip(".…·") for line in document.lines if "\t" not in line.text)
    return {text for text in found if 3 <= len(text) <= _LONGEST_TITLE and text.endswith("表")}


def other_kind(document: Document, sections: Sections, vocabulary: Vocabulary) -> tuple[Kind, str] | None:
    """The other kind that a document plainly is, and the line that says so; None for a budget or where nothing says so.

    A cover that says department or unit budget decides; else a cover of another kind, or its tables where they are
    more than those of a budget.
    """
    words = _words(vocabulary)
    runs = list(_runs(_front(document.lines, vocabulary.kinds["contents_marks"])))
    said: dict[str, str] = {}
    taken: set[int] = set()
    for lines, text in runs:
        for kind in words.others:
            if kind.covers.search(text):
                said.setdefault(kind.kind, text)
                taken |= {*lines}
    if any(words.budget.search(text) and taken.isdisjoint(lines) for lines, text in runs):
        return None
    titles = _titles(document)
    standard = len(sections.tables)
    for kind in words.others:
        tables = sorted(title for title in titles if kind.tables.search(title))
        cover = said.get(kind.kind)
        if cover is not None and (not standard or len(tables) > standard):
            return kind, cover
        if len(tables) > standard and (len(tables) > 1 or not standard):
            return kind, tables[0]
    return None


def refuse_other_kind(document: Document, sections: Sections, vocabulary: Vocabulary) -> None:
    """Raises Refused (`other_kind`) for a document that is plainly something else than a department's budget."""
    found = other_kind(document, sections, vocabulary)
    if found:
        kind, line = found
        zh = f"这是{kind.title}，不是部门（单位）预算：“{shown(line, _LONGEST_TITLE)}”"
        raise Refused("other_kind", f"{zh} / {kind.title_en}, not the budget of a department or unit", _REMEDY)


def refuse_blank_template(
    document: Document, sections: Sections, raw: Mapping[str, RawTable], identity: Identity, vocabulary: Vocabulary
) -> None:
    """Raises Refused (`blank_template`) for tables without a figure and without a statement that they are empty, where
    the name or the cover is still that of the form.
    """
    if any(section.declared_empty for section in sections.tables) or not sections.tables:
        return
    if any(_FIGURE.search(cell.text) for table in raw.values() for row in table.rows for cell in row.amounts):
        return
    front = _front(document.lines, vocabulary.kinds["contents_marks"])
    said = [text for text in (identity.entity_name, identity.title, *front) if text]
    held = next((text for text in said if _words(vocabulary).placeholders.search(text)), None)
    if held is not None:
        zh = f"这是空白表样，没有任何数字，名称为“{shown(held, _LONGEST_TITLE)}”"
        reason = f"{zh} / a blank form: no figure, and {shown(held, _LONGEST_TITLE)!r} where a name would be"
        raise Refused("blank_template", reason, "give the disclosure that was filled in")


def contents_of(document: Document, sections: Sections, vocabulary: Vocabulary) -> Contents | None:
    """What a file holds of a disclosure; None for nothing that is known.

    A narrative has a heading of the narrative and running text outside the tables. A file whose tables no form knows
    is none: what it holds cannot be said.
    """
    words = _words(vocabulary)
    texts = [plain(line.text) for line in sections.prose if "\t" not in line.text]
    sentences = sum(text.count("。") for text in texts)
    narrative = sentences >= _ENOUGH_SENTENCES and any(
        words.headings.search(t) for t in texts if len(t) < _LONGEST_COVER
    )
    if sections.tables:
        return "both" if narrative else "tables"
    if any(words.attachments.search(text) for text in texts if len(text) < _LONGEST_COVER):
        return "narrative" if narrative and _tells(document, words) else "attachments"
    return "narrative" if narrative and not _unknown_tables(document, vocabulary) else None


def _unknown_tables(document: Document, vocabulary: Vocabulary) -> bool:
    """Whether lines with several figures, or with the unit of a table, are more than running text has, or pages were
    not read at all.
    """
    if document.pictures or document.lost:
        return True
    unit = words_of(vocabulary).unit
    found = 0
    for line in document.lines:
        figures = sum(is_amount(word) and not word.isdigit() for word in line.text.split())
        found += "。" not in line.text and (figures > 1 or bool(unit.search(line.text)))
    return found >= _TABLE_LINES


def _tells(document: Document, words: _Words) -> bool:
    """Whether a document with the title of an attachment in it is more than that: its first heading is another."""
    first = next((text for line in document.lines if 2 < len(text := plain(line.text)) < _LONGEST_COVER), "")
    return not words.attachments.search(first)
