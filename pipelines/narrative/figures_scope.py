"""Of what a change or a share is said: the amount before it, or the total whose parts stand between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.narrative.figures_clauses import Gap
from pipelines.narrative.figures_statements import Subject
from pipelines.narrative.figures_words import FigureWords

_PART = "其中"
_TORN = ("，", ",", "、", "万", "元")
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Scope:
    """What has been said so far. `head`: the whole of which parts are told; `latest`: the amount right before;
    `latest_unit`: the kind of its unit and, of a count, the unit; `last_change`: the subject of a change right before;
    `because`: the words of a reason that has begun; `title`: a heading right before that no figure has followed yet.
    """

    head: Subject | None = None
    head_value: Decimal | None = None
    current: Subject | None = None
    latest: tuple[Subject, Decimal | None] | None = None
    latest_unit: tuple[str, str] | None = None
    opened: bool = False
    within: bool = False
    parts: int = 0
    parts_value: Decimal = Decimal(0)
    part_names: frozenset[str | None] = frozenset()
    changed: bool = False
    last_change: Subject | None = None
    because: str | None = None
    title: str | None = None


NOTHING_TOLD = Scope()


def moved(scope: Scope, gap: Gap, words: FigureWords) -> Scope:
    """The scope after the words that stand before the next figure."""
    if gap.stop or gap.semicolon:
        scope = _segment(scope)
    if gap.stop:
        scope = replace(scope, within=False)
    said = gap.clauses + gap.segment
    if _PART in said:
        head, value = scope.latest or (scope.head, scope.head_value)
        scope = replace(_parts(scope), head=head, head_value=value, opened=True, within=True)
    for match in words.reason.finditer(said):
        scope = replace(scope, because=said[match.end() :])
    if scope.because is not None and any(True for _ in words.conclusion.finditer(gap.segment)):
        scope = replace(scope, because=None)
    return scope


def carried(scope: Scope, text: str) -> Scope:
    """What a paragraph of this text passes on to the next of its section: everything where a page tore its sentence."""
    end = text.rstrip()
    if end.endswith(_TORN):
        return scope
    if end.endswith(("；", ";")):
        return _segment(scope)
    if scope is NOTHING_TOLD:
        return scope
    rest = Scope(head=scope.head, head_value=scope.head_value, current=scope.current)
    if not end.rstrip("：:").endswith(_PART):
        return rest
    head, value = scope.latest or (scope.head, scope.head_value)
    return replace(rest, head=head, head_value=value, opened=True, within=True)


def _segment(scope: Scope) -> Scope:
    return replace(_parts(scope), latest=None, latest_unit=None, opened=False, last_change=None, because=None)


def _parts(scope: Scope) -> Scope:
    return replace(scope, parts=0, parts_value=Decimal(0), part_names=frozenset(), changed=False)


def with_amount(scope: Scope, subject: Subject, unit: tuple[str, str], value: Decimal | None) -> Scope:
    """After an amount or a count; what a reason tells does not move the scope."""
    if scope.because is not None:
        return scope
    scope = replace(scope, current=subject, latest=(subject, value), latest_unit=unit, last_change=None, title=None)
    if not scope.within:
        return replace(scope, head=subject, head_value=value)
    return replace(
        scope,
        parts=scope.parts + 1,
        parts_value=scope.parts_value + (value or 0),
        part_names=scope.part_names | {subject.statement},
    )


def with_change(scope: Scope, subject: Subject | None) -> Scope:
    if scope.because is not None:
        return scope
    return replace(scope, changed=True, last_change=subject)


def changed_subject(scope: Scope, words: FigureWords) -> Subject | None:
    """The subject of a change that names none. Behind all parts of a whole it is the whole that has changed, without
    the name of its statement where the parts do not make up the whole: the last of them might be meant.
    """
    if scope.because is not None:
        return None
    if scope.last_change is not None:
        return scope.last_change
    if scope.opened and scope.parts > 1 and not scope.changed and scope.head is not None:
        return scope.head if _complete(scope, words) else replace(scope.head, statement=None)
    return scope.current


def _complete(scope: Scope, words: FigureWords) -> bool:
    known = words.parts.get(scope.head.statement or "", frozenset()) if scope.head else frozenset()
    if known and scope.part_names <= known:
        return True
    bound = _CENT * (scope.parts + 1)
    return scope.head_value is not None and abs(scope.head_value - scope.parts_value) <= bound
