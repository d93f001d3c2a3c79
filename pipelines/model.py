"""The frozen types that flow through the pipeline, in the order in which they appear.

Amounts are `Decimal` in yuan (元) from `TypedRow` on; before that they are the printed strings.
`None` means that nothing is printed, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from pipelines.states import Note, TableState

Severity = Literal["error", "warning"]
Outcome = Literal["pass", "rounding", "fail", "not_applicable"]
Verdict = Literal["verified", "rounding", "conflict", "unchecked"]
EntityKind = Literal["department", "unit"]
Problem = Literal["surplus_cells", "torn_row", "other_columns"]
"""More figures than columns; two rows that may be one, torn by the end of a page; cells parted otherwise than above."""
Box: TypeAlias = tuple[float, float, float, float]
RowKey: TypeAlias = tuple[str, str | None, int]
"""(resource, side, row_number): one published row of a disclosure."""


class Refused(Exception):
    """A file that cannot become a package; `reason` is the sentence a publisher reads."""

    def __init__(self, code: str, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.code, self.reason, self.remedy = code, reason, remedy


@dataclass(frozen=True)
class Issue:
    """Something that a reader of the data must know about one place of the document."""

    code: str
    message_zh: str
    message_en: str
    severity: Severity = "error"
    resource: str | None = None
    side: str | None = None
    row_number: int | None = None
    field: str | None = None
    page: int | None = None
    line: int | None = None
    printed: str | None = None
    source_number: int | None = None


@dataclass(frozen=True)
class Source:
    """The file as it came: the digest is of its bytes; `contents` is what it holds of a disclosure."""

    name: str
    sha256: str
    size: int
    media_type: str
    encoding: str | None = None
    url: str | None = None
    pages: int | None = None
    contents: str | None = None


@dataclass(frozen=True)
class RawCell:
    """Text of one cell; `printed` is the ink as it stands, `text` the ink after the named `repair`.

    `confidence` is given where the ink was recognised in a picture: how sure the least sure character is, 0 to 1.
    """

    text: str
    printed: str
    line: int | None = None
    page: int | None = None
    box: Box | None = None
    repair: str | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class Line:
    """One line of text, or one row of a table whose cells the document itself tells apart.

    `number` counts from 1 as an editor does, in formats without lines in reading order. The `text` of a row is that of
    its `cells` parted by tabs, or of the only one that is filled. `ink` has the box of a span of `text`, if known.
    """

    number: int
    text: str
    page: int | None = None
    cells: tuple[RawCell, ...] = ()
    ink: Callable[[int, int], Box | None] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Document:
    """What a reader returns: the source, its lines in reading order, and what it left out or could not read.

    `pictures` are the pages that are pictures, whole or in a large part, `lost` those that a damaged file lacks: what
    they print is not among the lines. `recognised`: the lines come from pictures.
    """

    source: Source
    lines: tuple[Line, ...]
    ends_mid_line: bool = False
    pictures: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()
    issues: tuple[Issue, ...] = ()
    recognised: bool = False


@dataclass(frozen=True)
class Section:
    """Where one standard table stands, with what is printed at its head. `title_name`: the wording of its title that a
    form lists; `form`: whose layout it is read by; `arranged`: its lines are rows in the order of that layout;
    `columns`: (panel, field) of the columns that are printed, None where all of the layout are taken to be.
    """

    resource: str
    printed_title: str | None
    printed_label: str | None
    printed_unit: str | None
    printed_entity: str | None
    year: int | None
    lines: tuple[Line, ...]
    declared_empty: bool
    cut_off: bool
    notes: tuple[Line, ...] = ()
    title_name: str = ""
    titled_entity: str | None = None
    form: str | None = None
    arranged: bool = False
    columns: frozenset[tuple[int, str]] | None = None
    source_number: int | None = None


@dataclass(frozen=True)
class Sections:
    """The document laid out: table sections, the lines outside them, and what was seen of the whole."""

    tables: tuple[Section, ...]
    prose: tuple[Line, ...]
    titles_seen: tuple[str, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Spacing:
    """The spaces of a row in a text layer: before its first amount (behind `blank_keys` empty key cells), between its
    amounts, and behind the last.
    """

    lead: int
    starts_line: bool
    between: tuple[int, ...]
    tail: int
    blank_keys: int = 0


@dataclass(frozen=True)
class RawRow:
    """One printed row of one panel: its key cells, its amount cells, and the columns these may stand in.

    `placements` lists every reading that position allows: each is the tuple of column indices (0-based, among the
    panel's amount columns) of the amount cells in order; cells beyond them stand in no column. One placement: settled
    by position. `preferred`: the first placement is the plain reading of the spaces, to be kept unless arithmetic
    speaks against it.
    """

    panel: int
    keys: tuple[RawCell, ...]
    amounts: tuple[RawCell, ...]
    placements: tuple[tuple[int, ...], ...]
    line: int | None = None
    page: int | None = None
    indent: int = 0
    problem: Problem | None = None
    spacing: Spacing | None = None
    preferred: bool = False


@dataclass(frozen=True)
class RawTable:
    """Rows in printed order; `orders` are the readings of the header per panel: field names of the amount columns."""

    resource: str
    rows: tuple[RawRow, ...]
    orders: tuple[tuple[tuple[str, ...], ...], ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class CellSource:
    """The ink behind one figure of a typed row; `value` in yuan, other figures as printed, null where it is none."""

    field: str
    printed: str
    value: Decimal | None
    line: int | None = None
    page: int | None = None
    box: Box | None = None
    repair: str | None = None
    confidence: float | None = None


@dataclass(frozen=True)
class TypedRow:
    """One published row. `values`: every column but the common ones; amounts in yuan, other figures as printed."""

    row_number: int
    side: str | None
    values: Mapping[str, object]
    cells: tuple[CellSource, ...]
    line: int | None = None
    page: int | None = None


@dataclass(frozen=True)
class TypedTable:
    resource: str
    rows: tuple[TypedRow, ...]


@dataclass(frozen=True)
class Identity:
    """Who, where, when and which form; whatever cannot be read is None."""

    disclosure_id: str
    entity_id: str
    title: str | None
    entity_name: str | None
    entity_kind: EntityKind | None
    division_code: str | None
    division_name: str | None
    province: str | None
    fiscal_year: int | None
    report_type: Literal["budget", "final_accounts"]
    template: str | None
    template_basis: str | None = None


@dataclass(frozen=True)
class CellRef:
    """One amount of one row, as a check names it."""

    resource: str
    side: str | None
    row_number: int
    field: str

    @property
    def row(self) -> RowKey:
        return (self.resource, self.side, self.row_number)


@dataclass(frozen=True)
class CheckResult:
    """One check that ran or says why it did not. Amounts in yuan.

    `subject` are the cells the statement is about (the printed total; both sides of an equality), `terms` the cells
    it was computed from: verdicts are made of them. `equality` says that printed figures are set equal: only such a
    check, where it holds, confirms a figure.
    """

    rule_id: str
    outcome: Outcome
    severity: Severity
    resource: str | None
    subject: tuple[CellRef, ...] = ()
    terms: tuple[CellRef, ...] = ()
    reason: str | None = None
    expected: Decimal | None = None
    actual: Decimal | None = None
    difference: Decimal | None = None
    tolerance: Decimal | None = None
    message_zh: str = ""
    message_en: str = ""
    equality: bool = False


@dataclass(frozen=True)
class Disclosure:
    """One disclosure, read and checked: what a package is written from; `source` is the first of its `files`.

    `parts` are the tables of the rest of the document, by resource: forms, narrative, glossary, units.
    """

    identity: Identity
    source: Source
    states: Mapping[str, TableState]
    tables: Mapping[str, TypedTable]
    notes: tuple[Note, ...] = ()
    issues: tuple[Issue, ...] = ()
    results: tuple[CheckResult, ...] = ()
    verdicts: Mapping[RowKey, Verdict] = field(default_factory=dict)
    files: tuple[Source, ...] = ()
    parts: Mapping[str, TypedTable] = field(default_factory=dict)
