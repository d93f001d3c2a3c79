"""Every leaf amount of the standard tables as one long table, for analysis across departments and years.

What each table, printed line and column says of its money is in `metadata/dimensions.yml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.checks.ledger import Entry, Sheet, open_ledger
from pipelines.leaves import leaf_fields, leaf_rows
from pipelines.model import Disclosure
from pipelines.states import TableState
from pipelines.vocabulary import Vocabulary

DIMENSIONS = ("direction", "budget_book", "expenditure_type", "period")
NAMES = (
    "function_code",
    "function_name",
    "revenue_code",
    "revenue_name",
    "department_economic_code",
    "department_economic_name",
    "government_economic_code",
    "government_economic_name",
    "unit_name",
    "project_name",
)
Meaning = Mapping[str, Any]


def budget_lines(disclosure: Disclosure, vocabulary: Vocabulary) -> Iterator[Mapping[str, object]]:
    """The rows of `budget_lines`, every column filled; amounts in yuan.

    A line is a printed amount that no other printed amount of its table breaks down; a blank gives none, a zero one.
    """
    identity, number = disclosure.identity, 0
    said = vocabulary.dimensions
    ledger = open_ledger(disclosure.tables, disclosure.states, identity, disclosure.issues, vocabulary, {})
    for table in vocabulary.standard_tables:
        sheet, own = ledger.sheets[table.resource], said["tables"][table.resource]
        for side in dict.fromkeys(entry.row.side for entry in sheet.entries):
            general = _of_side(sheet, side, disclosure.states.get(table.resource), said)
            for entry in leaf_rows(sheet, side, said["lines"]):
                verdict = disclosure.verdicts.get((table.resource, side, entry.row.row_number), "unchecked")
                for field in leaf_fields(entry, own.get("parts", {})):
                    number += 1
                    yield {
                        "disclosure_id": identity.disclosure_id,
                        "line_number": number,
                        "entity_id": identity.entity_id,
                        "entity_name": identity.entity_name,
                        "entity_kind": identity.entity_kind,
                        "division_code": identity.division_code,
                        "fiscal_year": identity.fiscal_year,
                        "resource": table.resource,
                        "row_number": entry.row.row_number,
                        "side": side,
                        "field": field,
                        **_described(entry, sheet, {**general, **_of_row(entry, own, said), **_of_column(field, said)}),
                        "amount": entry.cells[field].value,
                        "verdict": verdict,
                    }


def _of_side(sheet: Sheet, side: str | None, state: TableState | None, said: Meaning) -> Meaning:
    """What a table says of all money on one side: by itself, by its title, and by what stands beside it."""
    own = said["tables"][sheet.resource]
    meaning = {**own, **own.get("sides", {}).get(side, {})}
    title = (state.printed_title if state else None) or sheet.table.title
    for words, says in (*said["titled"].items(), *own.get("titled", {}).items()):
        meaning |= says if words in title else {}
    beside = meaning.get("beside", {})
    kinds = {entry.row.values.get("item_kind") for entry in sheet.entries if entry.row.side == side}
    if beside.get("line") in kinds - {None} or ("column" in beside and sheet.prints(side, beside["column"])):
        meaning["period"] = beside["period"]
    return meaning


def _of_row(entry: Entry, own: Meaning, said: Meaning) -> Meaning:
    """What the kind of a row says, and which line of the form it is."""
    kinds, values = {**said["lines"]["kinds"], **own.get("kinds", {})}, entry.row.values
    kind = values.get("item_kind") or values.get("row_kind")
    return {**kinds.get(kind, {}), **said["lines"]["items"].get(entry.line, {})}


def _of_column(field: str, said: Meaning) -> Meaning:
    meaning: Meaning = said["columns"].get(field, {})
    return meaning


def _described(entry: Entry, sheet: Sheet, meaning: Meaning) -> dict[str, object]:
    """The dimensions of one amount, null where nothing says them; a total names nothing that it is for."""
    values, names = entry.row.values, meaning.get("names", {})
    is_total = any(total.row is entry.row for total in sheet.tree(entry.row.side).totals)
    return {
        **{name: meaning.get(name) for name in DIMENSIONS},
        "item": values.get("item"),
        "item_kind": values.get("item_kind"),
        **{name: None if is_total else values.get(names.get(name, name)) for name in NAMES},
    }
