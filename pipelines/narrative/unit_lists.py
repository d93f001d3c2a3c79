"""Lists of units in a text: `下设2个事业单位：甲、乙`, items below `具体包括：`, rows of a table with their names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipelines.model import Line
from pipelines.narrative.headings import is_heading, item_style, without_item
from pipelines.narrative.paragraphs import Paragraph
from pipelines.narrative.sections import TextSection
from pipelines.values import plain, squeeze
from pipelines.vocabulary import Vocabulary

_COUNTS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_HOW_MANY = r"(?P<count>[0-9]{1,3}|[一二两三四五六七八九十])[个家]"
_BEHIND = re.compile(
    rf"(?:{_HOW_MANY})?(?P<noun>[\u4e00-\u9fff]{{0,16}}?单位)(?:(?:共计|共有|共|合计)?(?P<count2>[0-9]{{1,3}}|[一二两三四五六七八九十])[个家])?"
    r"(?:，)?(?:具体|主要|仅|分别|分别是|分别为)?$"
)
_INTRODUCED = re.compile(r"(?:分别)?(?:包括|包含|是|为|有)?[：:]|分别[是为]|(?:仅|具体|主要)?包括")
_CLAUSE = re.compile(r"[^。；;]+")
_TAIL = re.compile(r"，|,|等$|等[0-9一二三四五六七八九十]")
_AND = re.compile(r"以及|和|及|与")
_NEAR, _LONG = 80, 200
_ITEM_NAME = re.compile(r"[^，。；：,:;]{2,40}")


@dataclass(frozen=True)
class Mention:
    """A unit where it is named; `kind` as printed."""

    name: str
    kind: str | None
    line: int | None
    page: int | None
    source_number: int


def mentions_in(section: TextSection, vocabulary: Vocabulary) -> Iterator[Mention]:
    """The units that a section on the organisation of a body lists; names that are not certainly names are left out."""
    said = vocabulary.wording["unit_list"]
    if section.part != "overview" or (section.heading and not any(w in section.heading for w in said["sections"])):
        return
    for index, paragraph in enumerate(section.paragraphs):
        for match in _CLAUSE.finditer(paragraph.text):
            yield from _listed(match[0], paragraph, vocabulary)
        kind = _below(paragraph.text, said)
        if kind is not None:
            yield from _items(section.paragraphs[index + 1 :], item_style(paragraph.text), kind or None, vocabulary)


def _listed(clause: str, paragraph: Paragraph, vocabulary: Vocabulary) -> Iterator[Mention]:
    said = vocabulary.wording["unit_list"]
    tails = [*(tail.start() for tail in _TAIL.finditer(clause)), len(clause)]
    for introduced in _INTRODUCED.finditer(clause):
        head = _head(clause[: introduced.start()], said)
        if head is None:
            continue
        kind, count = head
        end = tails[bisect_left(tails, introduced.end())]
        listed = clause[introduced.end() : end].lstrip("：:")
        names = [squeeze(name) if len(name) < _LONG else name for name in listed.split("、") if name.strip()]
        if count and len(names) < count and names:
            names = [*names[:-1], *_AND.split(names[-1])]
        for name in names:
            plainly = not name.startswith(tuple(said["generic"])) and 4 <= len(name) <= 40
            if plainly and (_is_name(name, vocabulary) or len(names) == count):
                yield Mention(name, kind, paragraph.line, paragraph.page, paragraph.source_number)


def _head(text: str, said: Mapping[str, Any]) -> tuple[str | None, int | None] | None:
    """(kind, how many) of what stands right before a list of units; None before any other list."""
    near = re.split(r"[，。；、](?=[^，。；、]{4})", text[-_NEAR:].rstrip("，,"))[-1]
    match = _BEHIND.search(near)
    if match is None or any(word in match["noun"] for word in said["inner"]):
        return None
    printed = match["count"] or match["count2"]
    count = None if printed is None else int(printed) if printed.isdigit() else _COUNTS[printed]
    return _kind(match["noun"], said), count


def _kind(noun: str, said: Mapping[str, Any]) -> str | None:
    """`下属副科级全额事业单位` → `副科级全额事业单位`; None where the noun says no more than that they are units."""
    for word in said["relations"]:
        noun = noun.split(word)[-1] if word in noun else noun
    return noun if noun != "单位" and len(noun) > 2 else None


def _below(text: str, said: Mapping[str, Any]) -> str | None:
    """The kind of the units that are listed in the paragraphs below, `""` where none is printed; None: no units are."""
    last = text.rstrip("。").split("。")[-1]
    if any(word in last for word in said["inner"]):
        return None
    if is_heading(text) and text.endswith("单位"):
        return _kind(without_item(text), said) or ""
    return "" if last.endswith(("：", ":")) and "单位" in last else None


def _items(
    below: Sequence[Paragraph], above: str | None, kind: str | None, vocabulary: Vocabulary
) -> Iterator[Mention]:
    style = item_style(below[0].text) if below else None
    for paragraph in below:
        if style is None or style == above or item_style(paragraph.text) != style:
            return
        match = _ITEM_NAME.match(without_item(paragraph.text))
        if match and _is_name(match[0], vocabulary):
            yield Mention(match[0], kind, paragraph.line, paragraph.page, paragraph.source_number)


def _is_name(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is the name of an organisation, or of the organisation proper (`本级`)."""
    bare = re.sub(r"（[^）]*）$|\([^)]*\)$", "", name)
    ends = (*vocabulary.wording["organisation_endings"], *vocabulary.wording["unit_list"]["ends"])
    return 4 <= len(bare) <= 40 and bare.endswith(tuple(ends)) and "单位" not in bare


def mentions_in_rows(lines: Sequence[Line], source_number: int, vocabulary: Vocabulary) -> Iterator[Mention]:
    """The units in the rows below a heading with a column for their names and one for their kind, or their number."""
    said = vocabulary.wording["unit_list"]
    name_at: int | None = None
    kind_at: int | None = None
    for line in lines:
        cells = [plain(cell.text) for cell in line.cells] or [plain(word) for word in line.text.split("\t")]
        named = next((i for i, cell in enumerate(cells) if cell in said["name_columns"]), None)
        if named is not None:
            kind_at = next((i for i, cell in enumerate(cells) if cell in said["kind_columns"]), None)
            name_at = named if kind_at is not None or "序号" in cells else None
        elif name_at is not None and name_at < len(cells) and _is_name(cells[name_at], vocabulary):
            kind = cells[kind_at] if kind_at is not None and kind_at < len(cells) else ""
            yield Mention(cells[name_at], kind or None, line.number, line.page, source_number)
