"""Text of a document made harmless where it is shown: in Markdown and on a terminal."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 300
MARKUP = re.compile(r"(?i)([\\`*_\[\]#!|~@$]|(?<=www)\.|:(?=/)|^[-+=])")
NUMBERED = re.compile(r"^(\d{1,9})([.)])", re.ASCII)
ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def shown(text: str, longest: int = LONGEST) -> str:
    """One line without control, escape or direction-changing characters, at most `longest` characters."""
    if not text.isprintable():
        text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def markdown(text: str, longest: int = LONGEST) -> str:
    """One line of Markdown that shows the text and does nothing: no markup, no HTML, no link, no new cell."""
    return NUMBERED.sub(r"\1\\\2", MARKUP.sub(r"\\\1", shown(text, longest))).translate(ENTITIES)


def verbatim(text: str) -> str:
    """One line with its spaces as they are; tabs and control characters become visible marks."""
    return "".join("⇥" if c == "\t" else "�" if unicodedata.category(c)[0] == "C" else c for c in text)
