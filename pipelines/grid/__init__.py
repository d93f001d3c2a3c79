"""Section → RawTable: rows of cells with their ink, and the columns that each amount may stand in."""

from __future__ import annotations

from dataclasses import replace

from pipelines.grid.margins import narrowed
from pipelines.grid.spacing import habits_of, placed
from pipelines.grid.stream import stream_table
from pipelines.grid.tabbed import tabbed_table
from pipelines.grid.tokens import usual_decimals
from pipelines.model import RawTable, Sections
from pipelines.tables import Table
from pipelines.vocabulary import Vocabulary
from pipelines.wording import words_of


def raw_tables(sections: Sections, vocabulary: Vocabulary) -> dict[str, RawTable]:
    """The rows of every standard table. How blanks survive, and decimals, are habits of the whole document."""
    lines = [line for section in sections.tables for line in section.lines]
    habits, decimals = habits_of(lines), usual_decimals(lines)
    words = words_of(vocabulary)
    tables: dict[str, tuple[RawTable, Table]] = {}
    for section in sections.tables:
        table = vocabulary.layout(section.resource, section.form)
        width = sum(len(panel.keys) + len(panel.amounts) for panel in table.panels)
        tabbed = sum(bool(line.cells) or line.text.count("\t") >= min(2, width - 1) for line in section.lines)
        if section.arranged:
            raw = tabbed_table(section, table, words)
        elif tabbed >= 2:
            raw = tabbed_table(replace(section, lines=narrowed(section.lines, table, words)), table, words)
        else:
            raw = stream_table(section, table, words, decimals)
        tables[section.resource] = (raw, table)
    return placed(tables, habits)
