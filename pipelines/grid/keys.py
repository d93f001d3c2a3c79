"""What the first cells of a row may be: a classification code, a printed line, a total, a name."""

from __future__ import annotations

import re

from pipelines.printed import Panel, PrintedLine
from pipelines.values import plain, without_ordinal

CODE = re.compile(r"[0-9]{3}(?:[0-9]{2}){0,3}")
TOTALS = ("合计", "总计", "部门合计", "单位合计")


def is_total(text: str) -> bool:
    return plain(text) in TOTALS


def line_item(text: str) -> str:
    """A printed line as its item is published: plain, without its ordinal."""
    return without_ordinal(plain(text))


def find_line(panel: Panel, text: str, after: int = -1) -> int | None:
    """The index of the printed line that `text` is, the first behind `after` where an item is printed twice."""
    item = line_item(text)
    matches = [i for i, line in enumerate(panel.lines) if item == line.item or item in line.aliases]
    return next((i for i in matches if i > after), matches[-1] if matches else None)


def known_line(panel: Panel, text: str) -> PrintedLine | None:
    index = find_line(panel, text)
    return None if index is None else panel.lines[index]
