"""Reconciliation: the rules of `metadata/rules.yml` over the typed tables of one disclosure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pipelines.checks.codes import code_sets, match_by_code
from pipelines.checks.forms import (
    form_amount,
    form_bound,
    form_filed,
    form_named,
    form_sum,
    form_units,
    forms_once,
    forms_total,
    indicator_sense,
    projects_have_forms,
)
from pipelines.checks.ledger import Ledger, open_ledger
from pipelines.checks.narrative import stated_equals, stated_list
from pipelines.checks.narrative_counts import stated_count, stated_scope, stated_together
from pipelines.checks.narrative_items import stated_item
from pipelines.checks.narrative_shares import (
    stated_change,
    stated_direction,
    stated_prior,
    stated_share,
    stated_shares,
)
from pipelines.checks.narrative_sums import stated_bound, stated_same, stated_sum
from pipelines.checks.narrative_words import (
    listed_amounts,
    listed_names,
    sections_present,
    text_entity,
    text_none,
    text_years,
)
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
    "stated_equals": stated_equals,
    "stated_list": stated_list,
    "stated_item": stated_item,
    "stated_sum": stated_sum,
    "stated_same": stated_same,
    "stated_bound": stated_bound,
    "stated_share": stated_share,
    "stated_shares": stated_shares,
    "stated_change": stated_change,
    "stated_direction": stated_direction,
    "stated_prior": stated_prior,
    "stated_count": stated_count,
    "stated_scope": stated_scope,
    "stated_together": stated_together,
    "text_none": text_none,
    "listed_amounts": listed_amounts,
    "listed_names": listed_names,
    "text_years": text_years,
    "text_entity": text_entity,
    "sections_present": sections_present,
    "form_sum": form_sum,
    "form_bound": form_bound,
    "form_amount": form_amount,
    "form_named": form_named,
    "form_units": form_units,
    "form_filed": form_filed,
    "forms_total": forms_total,
    "forms_once": forms_once,
    "projects_have_forms": projects_have_forms,
    "indicator_sense": indicator_sense,
}


def check(
    tables: Mapping[str, TypedTable],
    states: Mapping[str, TableState],
    identity: Identity,
    issues: Sequence[Issue],
    vocabulary: Vocabulary,
    parts: Mapping[str, TypedTable] | None = None,
) -> tuple[CheckResult, ...]:
    """Every rule over one disclosure, in the order of the rules; each rule gives at least one result.

    `parts`: the tables of its text and forms. Amounts in yuan. KeyError where a rule names a kind, table or field that
    does not exist.
    """
    ledger = open_ledger(tables, states, identity, issues, vocabulary, parts or {})
    return tuple(result for rule in vocabulary.rules for result in KINDS[rule.kind](rule, ledger))
