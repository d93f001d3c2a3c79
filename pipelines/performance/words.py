"""The labels of performance forms, compiled once: what a cell of a form says, whatever marks stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipelines.readers.lines import DOUBTFUL
from pipelines.values import plain
from pipelines.vocabulary import Vocabulary

_SHORTEST_PIECE = 4
_LONGEST_TITLE = 80
_PROSE = frozenset("，。；")
_YEAR_BEHIND = re.compile(r"[0-9]{4}年度?$|续表?$")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]$")


@dataclass(frozen=True)
class Label:
    """What a label stands for: its `group` of the wording and its key there, both names of columns or parts of them."""

    group: str
    key: str


@dataclass(frozen=True)
class FormWords:
    """`labels`: wording without marks → label; `levels`: level 2 → level 1, both without marks → as the form has it."""

    titles: frozenset[str]
    labels: Mapping[str, Label]
    marks: tuple[str, ...]
    level1: Mapping[str, str]
    level2: Mapping[str, str]
    of_field: Mapping[str, tuple[str, ...]]
    first_of: Mapping[str, frozenset[str]]
    headings: tuple[str, ...]
    texts: tuple[str, ...]
    columns: tuple[str, ...]
    last: tuple[str, ...]
    head: tuple[str, ...]

    def label(self, text: str) -> Label | None:
        """The label that a cell is, whole; a unit or years may stand behind it in brackets."""
        found = self.labels.get(self.bare(text))
        ends = text.rstrip().rstrip(":：").rstrip()
        return found or (self.labels.get(self.bare(_IN_BRACKETS.sub("", ends))) if ends[-1:] in ("）", ")") else None)

    def bare(self, text: str) -> str:
        """`其中：中央财政资金` → `中央财政资金`."""
        bare = key_of(text)
        return next((bare[len(m) :] for m in self.marks if bare.startswith(m) and len(bare) > len(m)), bare)

    def begun(self, text: str) -> frozenset[str]:
        """The labels of one meaning that a cell begins, as one cut by the end of its line does; none where several
        meanings begin so.
        """
        bare = self.bare(text)
        found = frozenset(label for label in self.labels if len(bare) >= _SHORTEST_PIECE and label.startswith(bare))
        return found if len({self.labels[label] for label in found}) == 1 else frozenset()

    def over(self, text: str) -> str | None:
        """The level 1 that the form has over a level 2, also where the end of its name is cut off."""
        key = key_of(text)
        if key in self.level2:
            return self.level2[key]
        above = {first for name, first in self.level2.items() if len(key) >= _SHORTEST_PIECE and name.startswith(key)}
        return above.pop() if len(above) == 1 else None

    def is_title(self, text: str) -> bool:
        """Whether a line is the title of a form, with the body or the year before it."""
        if "表" not in text or len(text) > _LONGEST_TITLE or _PROSE.intersection(text):
            return False
        key = _YEAR_BEHIND.sub("", key_of(text))
        return any(key.endswith(title) for title in self.titles)


@lru_cache(maxsize=32768)
def key_of(text: str) -> str:
    """A wording without white space, brackets and marks: `市县(区)财政资 金` → `市县区财政资金`."""
    return "".join(character for character in plain(text.replace(DOUBTFUL, "")) if character.isalnum())


def _keyed(groups: Iterable[tuple[Label, Iterable[str]]]) -> dict[str, Label]:
    return {key_of(wording): label for label, wordings in groups for wording in wordings}


@lru_cache(maxsize=4)
def form_words(vocabulary: Vocabulary) -> FormWords:
    said = vocabulary.performance
    groups = [
        (Label(group, key), wordings)
        for group in ("fields", "totals", "sources", "texts", "goal_halves", "indicator_columns")
        for key, wordings in said[group].items()
    ]
    groups += [
        (Label(group, group), said[group]) for group in ("funds", "goals", "indicators", "filled_at", "contacts")
    ]
    of_field = {field: tuple(key_of(wording) for wording in wordings) for field, wordings in said["fields"].items()}
    return FormWords(
        frozenset(key_of(title) for title in said["titles"]),
        _keyed(groups),
        tuple(key_of(mark) for mark in said["source_marks"]),
        {key_of(first): first for first in said["levels"]},
        {key_of(second): first for first, seconds in said["levels"].items() for second in seconds},
        of_field,
        {field: frozenset(wording[0] for wording in wordings) for field, wordings in of_field.items()},
        tuple(key_of(heading) for heading in said["indicators"]),
        tuple(said["texts"]),
        tuple(said["indicator_columns"]["level3"]),
        tuple(f"{label}：" for label in (*said["contacts"], *said["filled_at"])),
        tuple(key_of(label) for field, labels in said["fields"].items() if field != "project_name" for label in labels),
    )
