"""The figures of one paragraph, in printed order, each with the scope that it leaves to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.narrative.figures_clauses import (
    Gap,
    Reading,
    Said,
    brackets,
    gap_before,
    led,
    named,
    noun_behind,
    said_of,
)
from pipelines.narrative.figures_scope import Scope, changed_subject, moved, with_amount, with_change
from pipelines.narrative.figures_statements import Subject, earlier_statement, subject_of
from pipelines.narrative.figures_tokens import Number, numbers_in
from pipelines.narrative.figures_words import FigureWords
from pipelines.narrative.ignored import ignored_by, quoted_positions
from pipelines.values import to_yuan

_REMARK = re.compile(r"[（(][^（）()]*[）)]")
_JOINED = ("和", "及", "与", "、")
_MEASURES = {
    ("change", "money"): "change_amount",
    ("change", "percent"): "change_percent",
    ("share", "percent"): "share_percent",
    ("bare", "percent"): None,
}
_MEASURED = ("money", "percent", "area")


@dataclass(frozen=True)
class Figure:
    """One stated figure; `value` in yuan where `money`, else as printed; null where it is said to be unchanged."""

    subject: Subject | None
    measure: str | None
    direction: str | None
    value: Decimal | None
    money: bool
    unit: str | None
    printed: str
    start: int
    stop: int
    told: bool = True


@dataclass(frozen=True)
class Unread:
    """A number that is neither a figure nor ignored by a rule."""

    printed: str
    start: int


def parted(text: str, words: FigureWords) -> Iterator[tuple[Number, str | None]]:
    """Every number of a tidied text, with the name of the rule that ignores it."""
    quoted = quoted_positions(text)
    for number in numbers_in(text, words):
        measured = number.unit is not None and number.unit.kind in _MEASURED
        yield number, ignored_by(text, (number.digits, number.end), measured, quoted, words.ignored)


def figures_in(
    text: str, scope: Scope, topic: str | None, reading: Reading
) -> Iterator[tuple[Figure | Unread | None, Scope]]:
    """The figures and unread numbers of a tidied text, each with the scope behind it."""
    reader = _Reader(text, topic, reading)
    pairs, floor = brackets(text), 0
    numbers = [number for number, rule in parted(text, reading.words) if rule is None]
    taken = {number.start for number in numbers}
    same = [match for match in reading.words.unchanged.finditer(text) if match.end() not in taken]
    events: list[tuple[int, Number | re.Match[str]]] = [(number.start, number) for number in numbers]
    for start, event in sorted([*events, *((match.start(), match) for match in same)], key=lambda pair: pair[0]):
        gap = gap_before(text, floor, start, pairs)
        scope = moved(scope, gap, reading.words)
        item: Figure | Unread | None
        if isinstance(event, Number):
            floor = event.stop
            item, scope = reader.figure(gap, event, scope)
        else:
            floor = event.end()
            item, scope = reader.unchanged(gap, event, scope)
        yield item, scope


@dataclass(frozen=True)
class _Reader:
    text: str
    topic: str | None
    reading: Reading

    def figure(self, gap: Gap, number: Number, scope: Scope) -> tuple[Figure | Unread, Scope]:
        """Unread where the number or its unit is not plain, or its amount finer than a 分."""
        kind = number.unit.kind if number.unit else "money"
        said = said_of(gap, kind, scope.because is not None, self.reading)
        value = _value(number) if number.unit or self._is_zero_amount(gap, number) else None
        if value is None:
            return Unread(number.printed, number.start), scope
        counted = number.unit.printed if number.unit and kind == "count" else ""
        if said.kind == "amount" and kind == "count":
            said = replace(said, own=self._counted(said.own, noun_behind(self.text, number.stop)))
        subject, scope = self._subject(said, gap, (kind, counted), value, scope)
        figure = Figure(
            subject,
            _MEASURES.get((said.kind, kind), "amount" if kind == "money" else kind),
            said.direction,
            value,
            kind == "money",
            number.unit.printed if number.unit else None,
            number.printed,
            number.start,
            number.stop,
            said.told,
        )
        return figure, scope

    def unchanged(self, gap: Gap, phrase: re.Match[str], scope: Scope) -> tuple[Figure | None, Scope]:
        """That a figure is the same as the year before; None where a reason says so."""
        if scope.because is not None:
            return None, scope
        said = Said("change", named(gap.segment, self.reading), "unchanged")
        subject, scope = self._subject(said, gap, ("money", ""), None, scope)
        return Figure(subject, "change_amount", "unchanged", None, True, None, phrase[0], *phrase.span()), scope

    def _is_zero_amount(self, gap: Gap, number: Number) -> bool:
        """`支出预算为0`: no unit is needed."""
        ended = self.text[number.stop : number.stop + 1] in ("", *"，。；,;）")
        return number.printed == "0" and ended and gap.segment.endswith(("为", "是")) and "预算" in gap.segment

    def _counted(self, own: str, behind: str) -> str:
        """What is counted, where it is named behind the number (`所属1家行政单位`)."""
        body = self.reading.words.body.match(behind)
        if body and own.endswith(_JOINED):
            return body[0]
        if body and self.reading.words.belonging.search(own):
            return own + body[0]
        return own or named(behind, self.reading)

    def _subject(
        self, said: Said, gap: Gap, unit: tuple[str, str], value: Decimal | None, scope: Scope
    ) -> tuple[Subject | None, Scope]:
        words, kind = self.reading.words, unit[0]
        if said.kind == "earlier":
            told = scope.current.statement if scope.current and scope.because is None else None
            return Subject(said.own, earlier_statement(told, self.topic, words)), scope
        if said.kind == "restated":
            return scope.current, scope
        if said.kind == "change":
            own = self._named(said, kind, scope) or self._titled(gap, kind, scope)
            subject = own or changed_subject(scope, words) or self._around(gap, kind, scope)
            return subject, with_change(scope, subject)
        if said.kind == "share" and scope.because is None:
            return self._named(said, kind, scope) or scope.current, scope
        if said.kind in ("share", "bare"):
            return self._named(said, kind, scope) or self._around(gap, kind, scope), scope
        inherited = None if gap.initial or scope.latest_unit == unit else scope.current
        own = self._named(said, kind, scope) or self._around(gap, kind, scope) or self._titled(gap, kind, scope)
        subject = own or inherited or self._words(gap)
        if subject is None or said.dated_before:
            return subject, scope
        return subject, with_amount(scope, subject, unit, value)

    def _named(self, said: Said, kind: str, scope: Scope) -> Subject | None:
        if not said.own:
            return None
        subject = self._called(said.own, kind, scope)
        if said.dated_before:
            return replace(subject, statement=earlier_statement(subject.statement, self.topic, self.reading.words))
        return subject

    def _called(self, text: str, kind: str, scope: Scope) -> Subject:
        head = scope.head.statement if scope.head and scope.within else None
        if scope.because is not None:
            return Subject(text)
        return subject_of(text, self.topic, kind, head, self.reading.words)

    def _around(self, gap: Gap, kind: str, scope: Scope) -> Subject | None:
        """The subject in the clause before (`编报部门整体支出绩效目标，涉及资金…`)."""
        for clause in reversed(gap.clauses.replace(",", "，").replace("：", "，").split("，")):
            text = named(clause, self.reading) if not _REMARK.fullmatch(clause) else ""
            if text and not self.reading.words.compared.fullmatch(text):
                return self._called(text, kind, scope)
        return None

    def _titled(self, gap: Gap, kind: str, scope: Scope) -> Subject | None:
        """The heading above a sentence that begins with no subject (`1．公务接待费。2024年预算数为0万元`)."""
        text = named(scope.title or "", self.reading) if gap.initial else ""
        return self._called(text, kind, scope) if text else None

    def _words(self, gap: Gap) -> Subject | None:
        """The bare words of a sentence that begins with none more telling (`项目总预算1720.00万`)."""
        text = led(gap.segment, self.reading)
        return Subject(text) if text else None


def _value(number: Number) -> Decimal | None:
    if number.value is None or (number.unit and number.unit.factor is None):
        return number.value
    try:
        return to_yuan(number.value, number.unit.factor or 1 if number.unit else 1)
    except ValueError:
        return None
