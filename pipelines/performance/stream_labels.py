"""The labels of a form in the order in which it prints them, and where they stand in its ink."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from pipelines.performance.stream_ink import FOLDED, LINE, PAGE, Ink
from pipelines.vocabulary import Vocabulary

Labels = Sequence[tuple[str, Sequence[str]]]
HALVES = ("implementation", "annual")
BESIDE = ("unit_name", "project_period", "annual_")
"""Labels in the middle of a row, or how they begin: a wide cell may run into them."""
_CONTACTS = 3


@dataclass(frozen=True, eq=False)
class FormLabels:
    """`header` and `funds`: (name, wordings as printed) in the order of the form, of `texts` whose cell is one text;
    `columns`: headings of the indicators; `levels`: level 1 → levels 2, `bare` those that end otherwise than in 指标.
    """

    header: Labels
    funds: Labels
    texts: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    levels: Mapping[str, tuple[str, ...]]
    bare: frozenset[str]

    def named(self, name: str) -> Sequence[str]:
        return next(wordings for label, wordings in self.header if label == name)

    def all(self) -> Iterator[str]:
        """Every wording that may begin a row."""
        for _, wordings in (*self.header, *self.funds):
            yield from wordings
        for first, seconds in self.levels.items():
            yield from (first, *(second for second in seconds if second not in self.bare))


@lru_cache(maxsize=4)
def form_labels(vocabulary: Vocabulary) -> FormLabels:
    said = vocabulary.performance
    fields, texts, columns = said["fields"], said["texts"], said["indicator_columns"]
    level1, level2, level3, target = (_folded(columns[name]) for name in ("level1", "level2", "level3", "target"))
    row = (_folded(said["indicators"]), level1, level2, level3, target, level2, level3, target)
    heads = [head for head in product(*row) if head[2:5] == head[5:]]
    units = tuple(f"（{unit}）" for unit in vocabulary.wording["units"])
    contacts = _folded(_marked(said["contacts"], behind=("：",))[1::2])
    header = (
        *((name, _folded(wordings)) for name, wordings in fields.items()),
        ("funds", _folded(_marked(said["funds"], behind=units))),
        *((name, _folded(wordings)) for name, wordings in texts.items()),
        ("goal_halves", tuple(map("".join, product(*(_folded(said["goal_halves"][half]) for half in HALVES))))),
        ("goals", _folded(said["goals"])),
        ("indicators", tuple(map("".join, heads))),
        *((f"contact_{number}", contacts) for number in range(_CONTACTS)),
        ("filled_at", _folded(_marked(said["filled_at"], behind=("：",)))),
    )
    funds = (
        *((f"{half}_total", _folded(_marked(said["totals"][half], behind=("：",)))) for half in HALVES),
        *(
            (f"{half}_{source}", _folded([*wordings, *(f"{m}：{w}" for m in said["source_marks"] for w in wordings)]))
            for source, wordings in said["sources"].items()
            for half in HALVES
        ),
    )
    levels = {first: tuple(seconds) for first, seconds in said["levels"].items()}
    bare = frozenset(second for seconds in levels.values() for second in seconds if not second.endswith("指标"))
    return FormLabels(header, funds, (*fields, *texts), row, levels, bare)


def _marked(wordings: Sequence[str], behind: Sequence[str]) -> list[str]:
    return [wording + mark for wording in wordings for mark in ("", *behind)]


def _folded(wordings: Sequence[str]) -> tuple[str, ...]:
    return tuple(wording.translate(FOLDED) for wording in wordings)


@dataclass(frozen=True)
class Found:
    """One label: where its characters stand, and how plainly it is one."""

    name: str
    start: int
    end: int
    weight: int


def found_at(ink: Ink, place: int, name: str, wordings: Sequence[str]) -> Found | None:
    """The longest of the wordings that begins here; it weighs more, the longer it is and the more it stands apart."""
    fitting = [w for w in wordings if ink.folded.startswith(w, place)]
    if not fitting:
        return None
    end = place + max(map(len, fitting))
    first = place == 0 or ink.gaps[place] in (LINE, PAGE)
    apart = first + 2 * ink.starts(end) - 3 * (not ink.starts(place))
    return Found(name, place, end, 2 * (end - place) + apart)


@dataclass(frozen=True)
class _Step:
    """The last label of a series, and the series before it."""

    found: Found
    before: _Step | None


def chain(ink: Ink, start: int, end: int, labels: Labels) -> dict[str, Found]:
    """The labels of a span in their fixed order: the weightiest series of places, the earliest of equals."""
    by_first: dict[str, list[int]] = {}
    for number, (_, wordings) in enumerate(labels):
        for first in {w[0] for w in wordings}:
            by_first.setdefault(first, []).append(number)
    beside = {number for number, (name, _) in enumerate(labels) if name.startswith(BESIDE)}
    best: list[tuple[int, _Step | None]] = [(0, None)] * (len(labels) + 1)
    ending: dict[int, list[tuple[int, int, _Step]]] = {}

    def settle(place: int) -> None:
        """The labels that end here or before may be followed by others."""
        for at in sorted(at for at in ending if at <= place):
            for number, weight, step in ending.pop(at):
                for later in range(number, len(best)):
                    if weight > best[later][0]:
                        best[later] = (weight, step)

    for place in range(start, end):
        for number in by_first.get(ink.folded[place], ()):
            found = found_at(ink, place, *labels[number]) if number in beside or ink.starts(place) else None
            if found is not None and found.end <= end:
                settle(place)
                weight, before = best[number]
                ending.setdefault(found.end, []).append((number + 1, weight + found.weight, _Step(found, before)))
    settle(end)
    chosen: dict[str, Found] = {}
    last = best[-1][1]
    while last is not None:
        chosen[last.found.name] = last.found
        last = last.before
    return chosen
