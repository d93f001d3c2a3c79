"""What became of each standard table, and what is noted under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["present", "declared_empty", "missing", "unreadable"]


@dataclass(frozen=True)
class TableState:
    """What became of one standard table; `unit_factor` is yuan per printed unit, `decimals` the printed places.

    `form` and `columns`: whose layout it was read by, and which of its columns are printed, as in `Section`.
    """

    resource: str
    state: State
    printed_title: str | None = None
    printed_label: str | None = None
    printed_unit: str | None = None
    unit_factor: int | None = None
    decimals: int | None = None
    first_page: int | None = None
    last_page: int | None = None
    first_line: int | None = None
    last_line: int | None = None
    cut_off: bool = False
    year: int | None = None
    note: str | None = None
    form: str | None = None
    columns: frozenset[tuple[int, str]] | None = None
    source_number: int | None = None


@dataclass(frozen=True)
class Note:
    """A note under a table, or the title of an attachment; `source_number` is the number of its file."""

    resource: str | None
    text: str
    line: int | None = None
    page: int | None = None
    kind: Literal["table_note", "attachment"] = "table_note"
    source_number: int | None = None
