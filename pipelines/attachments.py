"""Whose performance forms a file holds: they print the department, the unit that does the project, and the year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipelines.model import Line
from pipelines.values import plain
from pipelines.vocabulary import Vocabulary

_YEAR = re.compile(r"（?([0-9]{4})年度?）?")
_CODE = re.compile(r"^[0-9A-Za-z]*[-—－_]?")


def _behind(lines: Sequence[Line], labels: Sequence[str], others: Sequence[str]) -> set[str]:
    """What stands right behind one of the labels, without the code before it; nothing where another label follows."""
    found: set[str] = set()
    for line in lines:
        words = [plain(word) for word in line.text.split()]
        found |= {_CODE.sub("", word) for label, word in pairwise(words) if label.rstrip("：") in labels}
    return {name for name in found if name and name not in (*labels, *others) and not name.endswith("：")}


def form_owner(lines: Sequence[Line], vocabulary: Vocabulary) -> tuple[str | None, int | None]:
    """The department and the year that all forms in a file name; None where they differ, or where all are of one unit
    that is not the department itself: they may belong to the unit's own disclosure.
    """
    said = vocabulary.kinds["form_labels"]
    departments = _behind(lines, said["department"], said["unit"])
    units = _behind(lines, said["unit"], said["department"])
    years = {int(match[1]) for line in lines if (match := _YEAR.fullmatch(plain(line.text)))}
    name = departments.pop() if len(departments) == 1 else None
    if len(units) == 1 and name not in units:
        name = None
    return name, years.pop() if len(years) == 1 else None
