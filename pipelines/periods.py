"""Headings that set other figures than the year's budget over a table: they could be read for those of the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipelines.grid.columns import names_other_figure
from pipelines.grid.headers import header_words, heading, is_fragment
from pipelines.grid.keys import known_line
from pipelines.model import Issue, Line, Section, Sections
from pipelines.tables import Table
from pipelines.values import holds_amount, squeeze, year_of
from pipelines.vocabulary import Vocabulary


def period_issues(
    printed: Sections, read: Sections, fiscal_year: int | None, vocabulary: Vocabulary
) -> Iterator[Issue]:
    """Tables whose headings name years and not that of the document, and tables read by the places of their figures
    under a heading of other figures. `printed` has the headings, `read` says how each table was read.
    """
    found = {section.resource: section for section in read.tables}
    for section in printed.tables:
        known = found.get(section.resource)
        if known is None:
            continue
        table = vocabulary.layout(section.resource, known.form)
        rows = [_words(line) for line in takewhile(lambda line: not _has_figure(line), section.lines)]
        years = {year for row in rows if _is_header(row, table) for word in row if (year := year_of(word))}
        if fiscal_year and years and fiscal_year not in years:
            yield _other_year(section, max(years), fiscal_year)
        words = [heading(word) for row in rows for word in row]
        others = [word for word in words if names_other_figure(word, table) and not _is_printed(word, table)]
        if others and not known.arranged:
            yield _not_of_the_budget(section, others)


def _has_figure(line: Line) -> bool:
    return any(holds_amount(squeeze(cell.text)) for cell in line.cells) if line.cells else holds_amount(line.text)


def _words(line: Line) -> list[str]:
    words = (squeeze(cell.text) for cell in line.cells) if line.cells else iter(line.text.split())
    return [word for word in words if word]


def _is_header(words: Sequence[str], table: Table) -> bool:
    return all(heading(word) in header_words(table) for word in words)


def _is_printed(word: str, table: Table) -> bool:
    """Whether the form itself has a heading, a piece of one, or a line in these words."""
    return is_fragment(word, table) or any(known_line(panel, word) for panel in table.panels)


def _other_year(section: Section, other: int, year: int) -> Issue:
    zh, en = f"表头年份为{other}，全文为{year}", f"the headings say {other}, the document {year}"
    return Issue("year_differs", zh, en, "error", section.resource, line=section.lines[0].number, printed=str(other))


def _not_of_the_budget(section: Section, headings: Sequence[str]) -> Issue:
    shown = "；".join(headings)[:200]
    zh = f"表头不是当年预算数，数字可能属于其他年度：{shown}"
    en = f"headings of other figures than the budget of the year; the figures may be theirs: {shown}"
    return Issue("unknown_column", zh, en, "error", section.resource, line=section.lines[0].number, printed=shown)
