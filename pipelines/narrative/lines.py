"""The lines of the text of one file: what is printed outside tables and forms, and what is left out, by name."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipelines.model import Issue, Line
from pipelines.narrative.left_out import contacts, contents, cover, furniture, other_forms
from pipelines.pieces import Piece
from pipelines.values import has_cjk, squeeze
from pipelines.vocabulary import Vocabulary

LeftOut = Literal["form", "row", "furniture", "contact", "contents", "cover"]
_IDLE_SPACE = re.compile(r"(?<![0-9A-Za-z]) | (?![0-9A-Za-z])")
_FEWEST_ROWS = 3
_LONGEST_DOUBLED = 240
_MARKDOWN = re.compile(r"^(?:[-*•]|#{1,6})\s+(?=\S)")


@dataclass(frozen=True)
class TextLines:
    """`runs`: lines in printed order, parted where a table or a form stands; `left_out`: every other line, by name."""

    runs: tuple[tuple[Line, ...], ...]
    left_out: Mapping[LeftOut, tuple[Line, ...]]


def text_lines(piece: Piece, forms: Collection[int], vocabulary: Vocabulary) -> TextLines:
    """The lines outside the tables of a file, cleaned; blank lines are dropped. `forms`: numbers of the lines of its
    performance forms.
    """
    lines = [line for line in piece.sections.prose if line.text.strip()]
    known = {i for i, line in enumerate(lines) if line.number in forms}
    texts = [line.text.strip() if i in known else cleaned(line.text) for i, line in enumerate(lines)]
    named: dict[int, LeftOut] = dict.fromkeys(sorted(known | other_forms(texts, known, vocabulary)), "form")
    named |= dict.fromkeys(list(furniture(lines, texts, named, vocabulary)), "furniture")
    named |= {i: "contact" for i in contacts(texts, vocabulary) if i not in named}
    named |= {i: "contents" for i in contents(lines, texts, named) if i not in named}
    named |= {i: "row" for i, line in enumerate(lines) if i not in named and _is_row(line)}
    above_contents = min((i for i, name in named.items() if name == "contents"), default=-1)
    named |= dict.fromkeys(cover(texts, named, above_contents, vocabulary), "cover")
    return TextLines(_runs(piece, lines, texts, named), _by_name(lines, named))


def _runs(
    piece: Piece, lines: Sequence[Line], texts: Sequence[str], named: Mapping[int, LeftOut]
) -> tuple[tuple[Line, ...], ...]:
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
            runs[-1].append(Line(line.number, texts[i], line.page, (), line.ink))
    return tuple(tuple(run) for run in runs if run)


def _by_name(lines: Sequence[Line], named: Mapping[int, LeftOut]) -> dict[LeftOut, tuple[Line, ...]]:
    return {
        name: tuple(lines[i] for i, own in sorted(named.items()) if own == name) for name in sorted({*named.values()})
    }


def cleaned(text: str) -> str:
    """A line without idle white space, without marks of Markdown, and with doubled bold undone."""
    words = _MARKDOWN.sub("", text.strip()).split()
    text = _IDLE_SPACE.sub("", " ".join(words)) if len(words) > 1 else "".join(words)
    return _undoubled(squeeze(text)) or text


def _undoubled(text: str) -> str | None:
    """`第三部分第三部分情况说明情况说明` → `第三部分情况说明`; None where the text is not doubled throughout."""
    if len(text) % 2 or len(text) > _LONGEST_DOUBLED or text.count(text[:1]) % 2:
        return None
    if any(count % 2 for count in Counter(text).values()):
        return None
    found: dict[int, str | None] = {len(text): ""}
    for start in range(len(text) - 1, -1, -1):
        found[start] = next(_halves(text, start, found), None)
    return found[0]


def _halves(text: str, start: int, found: Mapping[int, str | None]) -> Iterator[str]:
    """What is doubled from `start` on, the longest half first; `found`: the same for every later start."""
    for half in range((len(text) - start) // 2, 1, -1):
        rest, middle = found[start + 2 * half], start + half
        if rest is not None and text.startswith(text[start:middle], middle) and has_cjk(text[start:middle]):
            yield text[start:middle] + rest


def unread_tables(rows: Sequence[Line], source_number: int) -> Iterator[Issue]:
    """An Issue for rows of tables that are neither standard ones nor forms: nothing of them is published."""
    if len(rows) < _FEWEST_ROWS:
        return
    first = rows[0]
    zh = f"第{first.number}行起有{len(rows)}行属于标准报表和绩效目标表以外的表格，未读取"
    en = f"{len(rows)} rows from line {first.number} on belong to no standard table and no form, and were not read"
    printed = " ".join(first.text.split())[:80]
    yield Issue(
        "table_not_read",
        zh,
        en,
        "warning",
        page=first.page,
        line=first.number,
        printed=printed,
        source_number=source_number,
    )


def _is_row(line: Line) -> bool:
    return sum(bool(cell.text.strip()) for cell in line.cells) > 1 or "\t" in line.text.strip()
