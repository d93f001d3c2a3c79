"""The explanation of the budget → `stated_figures`: every number of it is a figure, ignored by a rule, or an Issue.

That a figure is the same as the year before is a row of its own, without an amount.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.model import CellSource, Identity, Issue, TypedRow
from pipelines.narrative.figures_clauses import (
    Gap,
    Said,
    brackets,
    gap_before,
    named,
    noun_behind,
    said_of,
)
from pipelines.narrative.figures_places import Places, places_of
from pipelines.narrative.figures_scope import Scope, changed_subject, moved, with_amount, with_change
from pipelines.narrative.figures_statements import Subject, earlier_statement, subject_of, topic_of
from pipelines.narrative.figures_tokens import Number, numbers_in, tidy
from pipelines.narrative.figures_words import FigureWords, figure_words
from pipelines.narrative.ignored import ignored_by, quoted_spans
from pipelines.narrative.model import Passage
from pipelines.values import to_yuan
from pipelines.vocabulary import Vocabulary

RESOURCE = "stated_figures"
_PER_CENT_LIMIT = 1000
_GOES_ON = (*"，,、：:；;万元", "其中")
"""How a paragraph ends whose sentence was torn by a page."""
_MEASURES = {("change", "money"): "change_amount", ("change", "percent"): "change_percent"}


@dataclass(frozen=True)
class Figure:
    """One stated figure, before it has a row number; `value` in yuan where `measure` is of money."""

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


def figures_of(
    passages: Sequence[Passage], identity: Identity, vocabulary: Vocabulary
) -> tuple[tuple[TypedRow, ...], tuple[Issue, ...]]:
    """Every figure of the passages in printed order; amounts in yuan, other figures as printed."""
    words = figure_words(vocabulary)
    rows: list[TypedRow] = []
    issues: list[Issue] = []
    scope, last = Scope(), None
    for passage in passages:
        same = last is not None and (last.source_number, last.section) == (passage.source_number, passage.section)
        scope = _carried(scope, last) if same and last else Scope()
        places = places_of(passage, tidy(passage.text))
        for item, scope in _read(passage, places.text, scope, identity, words):
            if isinstance(item, Unread):
                issues.append(_unread(item, passage, places))
                continue
            rows.append(_row(item, len(rows) + 1, passage, places))
            issues += _odd(item, rows[-1], passage)
        last = passage
    return tuple(rows), tuple(issues)


def _carried(scope: Scope, last: Passage) -> Scope:
    """What a paragraph passes on: everything where its sentence goes on in the next."""
    if last.text.rstrip().endswith(_GOES_ON):
        return scope
    return Scope(head=scope.head, head_value=scope.head_value, current=scope.current)


def numbers_ignored(passage: Passage, vocabulary: Vocabulary) -> Iterator[tuple[str, str | None]]:
    """Every number of a passage as printed, with the name of the rule that ignores it."""
    words, text = figure_words(vocabulary), tidy(passage.text).text
    quoted = quoted_spans(text)
    for number in numbers_in(text, words):
        yield number.printed, ignored_by(text, number.start, number.end, quoted, words.ignored)


def _read(
    passage: Passage, text: str, scope: Scope, identity: Identity, words: FigureWords
) -> Iterator[tuple[Figure | Unread, Scope]]:
    """The figures of a passage and its unread numbers, each with the scope behind it."""
    topic, pairs, floor, quoted = topic_of(passage.heading, words), brackets(text), 0, quoted_spans(text)
    reader = _Reader(topic, identity, words)
    numbers = [n for n in numbers_in(text, words) if not ignored_by(text, n.start, n.end, quoted, words.ignored)]
    taken = {number.start for number in numbers}
    same = [match for match in words.unchanged.finditer(text) if match.end() not in taken]
    events = sorted([*((n.start, n) for n in numbers), *((m.start(), m) for m in same)], key=lambda pair: pair[0])
    for start, event in events:
        gap = gap_before(text, floor, start, pairs)
        scope = moved(scope, gap, words)
        if not isinstance(event, Number):
            figure, scope = reader.unchanged(gap, event[0], start, event.end(), scope)
            if figure:
                yield figure, scope
            floor = event.end()
            continue
        floor = event.stop
        item, scope = reader.figure(gap, event, text, scope)
        yield item, scope


@dataclass(frozen=True)
class _Reader:
    topic: str | None
    identity: Identity
    words: FigureWords

    def figure(self, gap: Gap, number: Number, text: str, scope: Scope) -> tuple[Figure | Unread, Scope]:
        """One number with a known unit, and the scope behind it; Unread where number, unit or size is not plain."""
        value = _value(number)
        unit = number.unit
        said = self._said(gap, number)
        if value is None or (unit is None and not (value == 0 and said.kind == "amount" and "预算" in gap.segment)):
            return Unread(number.printed, number.start), scope
        kind = unit.kind if unit else "money"
        if said.kind == "amount" and kind == "count":
            said = replace(said, own=self._counted(said.own, noun_behind(text, number.stop)))
        subject, scope = self._subject(said, gap, kind, value, scope)
        figure = Figure(
            subject,
            _measure(said, kind),
            said.direction,
            value,
            kind == "money",
            unit.printed if unit else None,
            number.printed,
            number.start,
            number.stop,
            said.told,
        )
        return figure, scope

    def unchanged(self, gap: Gap, printed: str, start: int, stop: int, scope: Scope) -> tuple[Figure | None, Scope]:
        """That a figure is the same as the year before; None where a reason says so."""
        if scope.because is not None:
            return None, scope
        own = named(gap.segment, self.identity.entity_name, self.words)
        said = Said("change", own, "unchanged")
        subject, scope = self._subject(said, gap, "money", None, scope)
        return Figure(subject, "change_amount", "unchanged", None, True, None, printed, start, stop), scope

    def _said(self, gap: Gap, number: Number) -> Said:
        initial = not gap.clauses.strip("，,：:") and (gap.stop or gap.semicolon or not gap.clauses)
        same = self.words.unchanged.fullmatch(gap.segment)
        if same:
            return Said("change", "", "unchanged")
        return said_of(gap.segment, number, initial, self.identity.fiscal_year, self.identity.entity_name, self.words)

    def _subject(
        self, said: Said, gap: Gap, kind: str, value: Decimal | None, scope: Scope
    ) -> tuple[Subject | None, Scope]:
        if said.kind == "earlier":
            statement = earlier_statement(scope.current.statement if scope.current else None, self.topic, self.words)
            return Subject(said.own, None if scope.because is not None else statement), scope
        if said.kind == "change":
            subject = (
                self._named(said, None, scope) or changed_subject(scope, self.words) or self._around(gap, None, scope)
            )
            return subject, with_change(scope, subject)
        if said.kind in ("share", "bare"):
            return self._named(said, None, scope) or (scope.current if said.kind == "share" else None), scope
        subject = self._named(said, kind, scope) or self._around(gap, kind, scope) or scope.current
        return subject, with_amount(scope, subject, value) if subject else scope

    def _counted(self, own: str, behind: str) -> str:
        """What is counted, where it is named behind the number (`所属1家行政单位`)."""
        if not own:
            return named(behind, self.identity.entity_name, self.words)
        body = self.words.body.match(behind) if self.words.belonging.fullmatch(own) else None
        return own + body[0] if body else own

    def _named(self, said: Said, kind: str | None, scope: Scope) -> Subject | None:
        if not said.own:
            return None
        subject = self._called(said.own, kind, scope)
        return replace(subject, statement=None) if said.dated_before else subject

    def _called(self, text: str, kind: str | None, scope: Scope) -> Subject:
        head = scope.head.statement if scope.head and scope.within else None
        subject = subject_of(text, self.topic, kind, head, self.words)
        return subject if scope.because is None else Subject(text)

    def _around(self, gap: Gap, kind: str | None, scope: Scope) -> Subject | None:
        """The subject in the clause before (`编报部门整体支出绩效目标，涉及资金…`)."""
        for clause in reversed(gap.clauses.replace(",", "，").replace("：", "，").split("，")):
            text = named(clause, self.identity.entity_name, self.words)
            if text and not self.words.compared.fullmatch(text):
                return self._called(text, kind, scope)
        return None


def _value(number: Number) -> Decimal | None:
    if number.value is None or number.unit is None or number.unit.factor is None:
        return number.value
    try:
        return to_yuan(number.value, number.unit.factor)
    except ValueError:
        return None


def _measure(said: Said, kind: str) -> str | None:
    if kind in ("count", "area"):
        return kind
    if kind == "percent":
        return {"share": "share_percent", "change": "change_percent"}.get(said.kind)
    return _MEASURES.get((said.kind, kind), "amount")


def _row(figure: Figure, number: int, passage: Passage, places: Places) -> TypedRow:
    line, page = places.at(figure.start)
    field = "amount" if figure.money else "value"
    values: dict[str, object] = {
        "section": passage.section,
        "subject": figure.subject.text if figure.subject else None,
        "statement": figure.subject.statement if figure.subject else None,
        "measure": figure.measure,
        "direction": figure.direction,
        "amount": figure.value if figure.money else None,
        "value": None if figure.money else figure.value,
        "value_unit": figure.unit,
        "quote": places.sentence(figure.start, figure.stop),
        "printed": figure.printed,
        "source_number": passage.source_number,
    }
    value = figure.value if figure.money else None
    cells = (CellSource(field, figure.printed, value, line, page),) if figure.value is not None else ()
    return TypedRow(number, None, values, cells, line, page)


def _unread(item: Unread, passage: Passage, places: Places) -> Issue:
    line, page = places.at(item.start)
    quote = places.sentence(item.start, item.start + len(item.printed))
    return Issue(
        "unread_figure",
        f"文中数字“{item.printed}”无法读取：{quote}",
        f"the number {item.printed!r} of the text cannot be read: {quote}",
        "warning",
        RESOURCE,
        page=page,
        line=line,
        printed=item.printed,
        source_number=passage.source_number,
    )


def _odd(figure: Figure, row: TypedRow, passage: Passage) -> Iterator[Issue]:
    """What is odd about a figure that is kept as printed."""
    said = f"“{figure.printed}{figure.unit or ''}”"
    if figure.unit == "%" and figure.value is not None and not 0 <= figure.value <= _PER_CENT_LIMIT:
        zh, en = f"百分比{said}不合常理", f"an unlikely percentage: {figure.printed}%"
        yield _issue("odd_percentage", zh, en, figure, row, passage)
    elif figure.value is not None and figure.value < 0:
        zh, en = f"文中数字{said}带负号", f"a figure with a minus sign: {figure.printed}"
        yield _issue("signed_figure", zh, en, figure, row, passage)
    if not figure.told and figure.value:
        zh, en = f"{said}未说明是增加还是减少", f"neither increase nor decrease is struck out before {figure.printed}"
        yield _issue("direction_not_told", zh, en, figure, row, passage)


def _issue(code: str, zh: str, en: str, figure: Figure, row: TypedRow, passage: Passage) -> Issue:
    field = "amount" if figure.money else "value"
    return Issue(
        code,
        zh,
        en,
        "warning",
        RESOURCE,
        None,
        row.row_number,
        field,
        row.page,
        row.line,
        figure.printed,
        passage.source_number,
    )
