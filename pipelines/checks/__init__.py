"""Reconciliation: the rules of `metadata/rules.yml` over the typed tables of one disclosure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pipelines.checks.codes import code_sets, match_by_code
from pipelines.checks.ledger import Ledger, open_ledger
from pipelines.checks.rows import allowed_fields, code_names, code_structure, crosswalk, exclusive_fields
from pipelines.checks.structure import (
    depth_reached,
    empty_statement,
    empty_statement_true,
    empty_tables,
    issue_free,
    stated_needs_money,
    tables_present,
    tables_required,
    title_years,
    unit_rows,
    units_agree,
)
from pipelines.checks.sums import hierarchy_sum, named_sum, row_sum
from pipelines.model import CheckResult, Identity, Issue, TypedTable
from pipelines.states import TableState
from pipelines.vocabulary import Rule, Vocabulary

KINDS: Mapping[str, Callable[[Rule, Ledger], Iterator[CheckResult]]] = {
    "row_sum": row_sum,
    "hierarchy_sum": hierarchy_sum,
    "sum": named_sum,
    "at_least": named_sum,
    "match_by_code": match_by_code,
    "code_sets": code_sets,
    "code_structure": code_structure,
    "code_names": code_names,
    "crosswalk": crosswalk,
    "allowed_fields": allowed_fields,
    "exclusive_fields": exclusive_fields,
    "tables_present": tables_present,
    "title_years": title_years,
    "units_agree": units_agree,
    "unit_rows": unit_rows,
    "issue_free": issue_free,
    "stated_needs_money": stated_needs_money,
    "empty_statement": empty_statement,
    "empty_statement_true": empty_statement_true,
    "empty_tables": empty_tables,
    "depth_reached": depth_reached,
    "tables_required": tables_required,
}


def check(
    tables: Mapping[str, TypedTable],
    states: Mapping[str, TableState],
    identity: Identity,
    issues: Sequence[Issue],
    vocabulary: Vocabulary,
    stated: Mapping[str, int] | None = None,
    parts: Mapping[str, TypedTable] | None = None,
) -> tuple[CheckResult, ...]:
    """Every rule over one disclosure, in the order of the rules; each rule gives at least one result.

    `stated`: counts that the narrative states (`vehicles_held`), without those it does not. Amounts in yuan. KeyError
    where a rule names a kind, table or field that does not exist.
    """
    ledger = open_ledger(tables, states, identity, issues, vocabulary, stated or {}, parts or {})
    return tuple(result for rule in vocabulary.rules for result in KINDS[rule.kind](rule, ledger))
