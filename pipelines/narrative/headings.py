"""What a line of the text begins with: the heading of a part, that of a section, an item of a list."""

from __future__ import annotations

import re
from typing import Literal

from pipelines.vocabulary import Vocabulary

Part = Literal["overview", "tables", "narrative", "glossary"]
PARTS: tuple[Part, ...] = ("overview", "tables", "narrative", "glossary")

NUMERALS = "一二三四五六七八九十"
_PART = re.compile(rf"第([{NUMERALS}])部分[：:、.．]?(.*)")
_SECTION = re.compile(rf"([{NUMERALS}]{{1,3}})[、.．](.+)")
_INLINE = re.compile(rf"([{NUMERALS}]{{1,3}})[、.．]([^。：:；，]{{4,40}})[。：:](.+)")
_ITEM = re.compile(
    rf"(?P<chinese>[{NUMERALS}]{{1,3}}[、.．])|(?P<bracketed>[（(][{NUMERALS}]{{1,3}}[）)][、.．]?)"
    r"|(?P<digits>[0-9]{1,2}(?:[、．]|[.](?![0-9])))|(?P<digits_bracketed>[（(]?[0-9]{1,2}[）)][、.．]?)|(?P<circled>[①-⑳])"
)
_RUNNING = re.compile(r"[，。；！？,;]|：.|:.")
LONGEST = 45


def numbered_part(text: str) -> tuple[str, str] | None:
    """(`三`, the title behind it) of a line that is the heading of a numbered part."""
    match = _PART.fullmatch(text)
    return None if match is None or len(text) > LONGEST or _RUNNING.search(match[2]) else (match[1], match[2])


def item_style(text: str) -> str | None:
    """How an item of a list, or a heading, is numbered (`chinese` 一、, `bracketed` （一）, `digits` 1. …)."""
    match = _ITEM.match(text)
    return match.lastgroup if match else None


def begins_item(text: str) -> bool:
    return _ITEM.match(text) is not None


def without_item(text: str) -> str:
    """The text behind its number."""
    return _ITEM.sub("", text, count=1)


def is_heading(text: str) -> bool:
    """Whether a numbered text is a heading: short, and no sentence."""
    return begins_item(text) and is_title(text)


def is_title(text: str) -> bool:
    longest = 2 * LONGEST if text.endswith(("说明", "情况", "原因")) else LONGEST
    return len(text) <= longest and not _RUNNING.search(text)


def section_heading(text: str) -> tuple[str, str] | None:
    """(`二`, `收入预算情况说明`) of the heading of a section; None for an item of running text."""
    match = _SECTION.fullmatch(text)
    return None if match is None or not is_title(text) else (match[1], match[2].rstrip("：:"))


def inline_heading(text: str, vocabulary: Vocabulary) -> tuple[str, str, str] | None:
    """(`三`, `政府采购情况`, its text) of a heading that its text follows on the same line."""
    match = _INLINE.fullmatch(text)
    ends = tuple(vocabulary.wording["section_ends"])
    return (match[1], match[2], match[3]) if match and match[2].endswith(ends) else None


def part_named(title: str, vocabulary: Vocabulary) -> Part | None:
    """The part that a heading names by its last words."""
    ends = vocabulary.wording["text_parts"]
    bare = title.rstrip("：:")
    found = [(len(end), part) for part in PARTS for end in ends[part] if bare.endswith(end)]
    return max(found)[1] if found else None
