"""Recognised figures that no check confirms, for a human eye: what was read, on which page, and where on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.package.findings import SIDES
from pipelines.vocabulary import Vocabulary

_CONFIRMED = ("verified", "rounding")


@dataclass(frozen=True)
class Unconfirmed:
    """One figure to compare with the original; all as text, the box in points of the page."""

    title: str
    title_en: str
    side: str
    row_number: str
    field: str
    printed: str
    page: str
    box: tuple[str, str, str, str]
    confidence: str

    @property
    def zh(self) -> str:
        row = f"{self.title} {SIDES.get(self.side, (self.side,))[0]}第 {self.row_number} 行 {self.field}"
        return f"{row}：读作“{self.printed}”，第 {self.page} 页（{', '.join(self.box)}），把握 {self.confidence}"

    @property
    def en(self) -> str:
        row = f"{self.title_en}, {SIDES.get(self.side, ('', ''))[1]}row {self.row_number}, {self.field}"
        return f"{row}: read “{self.printed}”, page {self.page} ({', '.join(self.box)}), {self.confidence} sure"


def unconfirmed(rows: Mapping[str, Sequence[Mapping[str, str]]], vocabulary: Vocabulary) -> tuple[Unconfirmed, ...]:
    """The recognised figures of one package that stand in rows which nothing confirms, in printed order."""
    confirmed = {
        (table.resource, row.get("side", ""), row["row_number"])
        for table in vocabulary.standard_tables
        for row in rows.get(table.resource, ())
        if row["verdict"] in _CONFIRMED
    }
    return tuple(
        Unconfirmed(
            vocabulary.tables[cell["resource"]].title,
            vocabulary.tables[cell["resource"]].title_en,
            cell["side"],
            cell["row_number"],
            cell["field"],
            cell["printed"],
            cell["page"],
            (cell["x0"], cell["top"], cell["x1"], cell["bottom"]),
            cell["recognition_confidence"],
        )
        for cell in rows["cell_sources"]
        if cell["recognition_confidence"] and (cell["resource"], cell["side"], cell["row_number"]) not in confirmed
    )
