"""A form whose cells are told apart → RawForm: by its labels, never by fixed places, as cells slip and merge."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.model import Issue, Line, RawCell
from pipelines.performance.amounts import Amounts
from pipelines.performance.goals import Goals
from pipelines.performance.indicators import Placed, Slot, indicators_of, place, slots_of
from pipelines.performance.model import Period, RawForm
from pipelines.performance.rows import Row, Token, joined, rows_of
from pipelines.performance.torn import joined_over_pages, untorn
from pipelines.performance.words import FormWords, Label, form_words
from pipelines.vocabulary import Vocabulary

Fields = dict[str, RawCell]
PERSONS = ("contacts", "filled_at")
_CALLED = re.compile(r"[0-9]{11,}|0[0-9]{2,3}[-—－ ]?[0-9]{7,8}")
"""A telephone number, or a time of filing: beside them names stand that have lost their labels."""


def read_form(lines: Sequence[Line], vocabulary: Vocabulary) -> RawForm:
    """The form on these lines, of which the first is its title. Rows that say nothing known are Issues."""
    words = form_words(vocabulary)
    reading = _Reading(words)
    rows = untorn(rows_of(lines, vocabulary), words)
    for number, row in enumerate(rows):
        pages = [other.page for other in rows[max(number - 1, 0) : number + 2]]
        reading.read(row, ends_page=pages[-1] != row.page, begins_page=pages[0] != row.page)
    return reading.form(lines[0])


class _Reading:
    """Gathers a form row by row; `state` is the part that the last row was of, as rows without a label go on it."""

    def __init__(self, words: FormWords) -> None:
        self.words = words
        self.fields: Fields = {}
        self.amounts = Amounts(words)
        self.goals = Goals()
        self.slots: tuple[Slot, ...] = ()
        self.shifts: dict[Period, int] = {}
        self.placed: list[Placed] = []
        self.state = ""
        self.seen: set[str] = set()
        self.blank: list[str] = []
        self.above: dict[int, str] = {}
        self.text: str | None = None
        self.torn: Token | None = None
        self.held: tuple[Token, ...] = ()
        self.after: list[tuple[str, Row]] = []
        self.unread: list[Row] = []
        self.in_doubt = False

    def read(self, row: Row, ends_page: bool, begins_page: bool) -> None:
        group = _group(row)
        if group in PERSONS:
            self._filled_at(row)
        elif [t.label.group for t in row.tokens if t.label].count("indicator_columns") > 1:
            only: Period = "implementation" if list(self.amounts.columns) == ["implementation"] else "annual"
            self.slots, self.shifts = slots_of(row, only), {}
            self.state = "indicators" if self.slots else "other_indicators"
        elif self.state == "other_indicators":
            return
        elif self.state == "indicators":
            placed = place(row, self.slots, self.shifts, self.words)
            if placed is None:
                self._leave(row)
            else:
                self.placed.append(placed)
        elif group == "fields":
            self._fields(row)
        elif group in ("funds", "totals", "sources"):
            self.state = "amounts"
            self._leave(row, self.amounts.read(row))
        elif group == "texts":
            self._text(row.tokens[0].label, row.tokens[1:])
        elif group in ("goals", "goal_halves"):
            self.state = "goals"
            self._leave(row, self.goals.read(row))
        else:
            self._go_on(row, ends_page, begins_page)

    def _leave(self, row: Row, was_read: bool = False) -> None:
        """A row that was not read; beside texts it may be the rest of one, which is then not whole."""
        if not was_read:
            self.unread.append(row)
            self.in_doubt |= self.state in ("fields", "texts", "goals", "persons")

    def _fields(self, row: Row) -> None:
        """Labels with their values behind them; a label without one may find it in the row below."""
        self.state, label = "fields", None
        self.above, self.blank = {}, []
        for token in row.tokens:
            if token.label and token.label.group == "fields":
                label = token.label.key
                self.seen.add(label)
                self.blank.append(label)
            elif token.label and token.label.group in PERSONS:
                self.blank = []
                break
            elif label == "department_name" and token.text.isascii() and token.text.isalnum():
                self._add("department_code", token)
            elif label is not None:
                self._add(label, token)
                label = None
            else:
                self._leave(row)
                break

    def _add(self, field: str, token: Token) -> None:
        self.fields[field] = joined(self.fields.get(field), token)
        self.above[token.at] = field
        self.blank = [other for other in self.blank if other != field]

    def _fields_of(self, row: Row) -> list[str]:
        """The fields that a row below labels and values goes on: one that is blank, or all that stand above its cells.

        Nothing where it may be either, or a code of its own below a name.
        """
        below = [self.above[token.at] for token in row.tokens if token.at in self.above]
        if self.blank:
            return self.blank if len(row.tokens) == len(self.blank) == 1 and not below else []
        coded = any(token.text.isascii() and token.text.isalnum() for token in row.tokens)
        return below if len(below) == len(row.tokens) and not row.ruled and not coded else []

    def _text(self, label: Label | None, values: Sequence[Token]) -> None:
        self.state, self.text = "texts", label.key if label else None
        self.seen |= {self.text} if self.text else set()
        for token in (*self.held, *values):
            if token.label and token.label.group in PERSONS:
                break
            if self.text:
                self._add(self.text, token)
        self.held = ()

    def _go_on(self, row: Row, ends_page: bool, begins_page: bool) -> None:
        """A row without a label: the rest of the one above it, or at the foot of a page the head of the next."""
        whole = self._label_of_two(row)
        if whole is not None:
            self._text(*whole)
            return
        if self.words.begun(row.tokens[0].text) and self.state in ("texts", "goals", "fields", "amounts", "persons"):
            self._begin(row)
        elif self.state == "amounts":
            self._leave(row, self.amounts.read(row))
        elif self.state == "goals":
            self._leave(row, self.goals.read(row))
        elif self.state == "fields" and (fields := self._fields_of(row)):
            for field, token in zip(fields, row.tokens, strict=True):
                self._add(field, token)
        elif self.state == "texts" and row.ruled and ends_page and not begins_page:
            self.held = row.tokens
        elif self.state == "texts" and self.text and not row.ruled:
            self.after.append((self.text, row))
        elif self.state == "texts" and self.text and begins_page:
            self._text(Label("texts", self.text), row.tokens)
        elif self.state:
            self._leave(row)

    def _begin(self, row: Row) -> None:
        """A row whose label goes on in the next row."""
        label = self.words.labels[next(iter(self.words.begun(row.tokens[0].text)))]
        if label.group == "texts":
            self.torn = row.tokens[0]
            self._text(label, row.tokens[1:])
        elif label.group == "sources":
            self.state = "amounts"
            self._leave(row, self.amounts.read(row))
        else:
            self._leave(row)

    def _label_of_two(self, row: Row) -> tuple[Label, Sequence[Token]] | None:
        """The label that the torn one above and the first cell of a row make together, and the cells behind it."""
        above, self.torn = self.torn, None
        if above is None:
            return None
        label = self.words.label(above.text + row.tokens[0].text)
        return (label, row.tokens[1:]) if label and label.group == "texts" else None

    def _filled_at(self, row: Row) -> None:
        self.state = "ended" if self.slots else self.state and "persons"
        labels = [number for number, t in enumerate(row.tokens) if t.label and t.label.group == "filled_at"]
        for number in labels[:1]:
            behind = row.tokens[number + 1 : number + 2]
            if behind and behind[0].label is None:
                self.fields["filled_at"] = joined(None, behind[0])

    def _add_rests(self) -> None:
        """Rows of tabs that go on a text; one before a label that is nowhere may be that label's own."""
        order = self.words.texts
        for field, row in self.after:
            below = order[order.index(field) + 1 :][:1]
            if self.seen.issuperset(below):
                for token in row.tokens:
                    self._add(field, token)
            else:
                self._leave(row)

    def _missing(self, title: Line) -> Iterator[Issue]:
        """What every form prints and this one does not, in rows that say what they are."""
        seen = {"项目名称": "project_name" in self.seen, "资金总额": self.amounts.columns, "绩效指标": self.slots}
        missing = "、".join(name for name, found in seen.items() if not found)
        if missing:
            zh, en = f"绩效目标表中没有读到：{missing}", f"not found in a performance form: {missing}"
            yield Issue("form_incomplete", zh, en, "warning", page=title.page, line=title.number)

    def form(self, title: Line) -> RawForm:
        self._add_rests()
        fields = {**self.fields, **self.amounts.settled(), **self.goals.cells}
        placed = joined_over_pages(self.placed, self.words)
        issues = [*_unread(self.unread, self.in_doubt), *self._missing(title)]
        ordered = {name: fields[name] for name in sorted(fields)}
        return RawForm(ordered, tuple(indicators_of(placed, self.words)), title.number, title.page, tuple(issues))


def _group(row: Row) -> str | None:
    """The part of the form that a row is of: that of its first cell, or of the amounts or persons that stand in it."""
    first = row.tokens[0]
    if first.label is not None:
        return first.label.group
    groups = [token.label.group for token in row.tokens if token.label]
    known = next((group for group in groups if group in (*PERSONS, "totals", "sources")), None)
    return "contacts" if known is None and any(_CALLED.fullmatch(token.text) for token in row.tokens) else known


def _unread(rows: Sequence[Row], in_doubt: bool) -> Iterator[Issue]:
    """One Issue that names rows by their places alone: what stands in one of no known kind may be a person's name."""
    lines = sorted({row.line for row in rows})
    if lines:
        zh = f"绩效目标表中第{'、'.join(map(str, lines))}行读不出是什么内容"
        en = f"lines of a performance form that say nothing known: {', '.join(map(str, lines))}"
        page = next(row.page for row in rows if row.line == lines[0])
        yield Issue("form_row_not_read", zh, en, "error" if in_doubt else "warning", page=page, line=lines[0])
