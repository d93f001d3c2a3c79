"""The reference resources as rows of text: code lists from their files, standard tables and rules as declared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pipelines.tables import Table
from pipelines.vocabulary import Vocabulary

UNLISTED = "unlisted"
"""The `confidence` of a printed code that no list has."""
FROM_PRINT = "printed in the disclosure, in no list"
"""The `source` of such a code."""

OWN: Mapping[str, Callable[[Vocabulary], Iterable[Mapping[str, object]]]] = {
    "rules": lambda words: ({**vars(rule), "rule_id": rule.id} for rule in words.rules),
    "standard_tables": lambda words: ({**vars(table), "table_number": table.number} for table in words.standard_tables),
}


def list_rows(vocabulary: Vocabulary, table: Table) -> list[dict[str, str | None]]:
    """Every row of one reference resource in the order of its list, null where blank."""
    own = OWN.get(table.resource)
    rows = own(vocabulary) if own else vocabulary.codes.rows(table.source or table.resource)
    names = [column.name for column in table.columns]
    return [{name: None if row.get(name) is None else str(row[name]) for name in names} for row in rows]
