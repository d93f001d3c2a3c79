"""Items that the text names with their level, `商贸事务（款）行政运行（项）`, against the tables by function."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.checks.cells import Selector, entries
from pipelines.checks.ledger import Entry, Ledger
from pipelines.checks.narrative import STATED, Read, best, figure, read, stated
from pipelines.checks.reasons import NOT_STATED, ROW_NOT_PRINTED, not_applicable
from pipelines.checks.rows import names_of_codes
from pipelines.model import CheckResult
from pipelines.values import plain
from pipelines.vocabulary import Rule

_NAMED = re.compile(r"([^（）“”‘’]+)（[类款项]）")
_LISTS = ("functional_classification", "government_fund_classification")


_LISTED = re.compile(r"“([^“”]+-[^“”]+)”")


def _path(subject: str) -> list[str]:
    """Class, group and item as they are named, `…（类）…（款）…（项）` or `“…-…-…”科目`."""
    listed = _LISTED.search(subject)
    return [_stem(name) for name in _NAMED.findall(subject) or (listed[1].split("-") if listed else [])]


def _stem(name: str) -> str:
    return plain(name).removesuffix("支出")


def _names(ledger: Ledger, entry: Entry) -> set[str]:
    known = names_of_codes(ledger.vocabulary.codes, _LISTS)
    listed = known.get(str(entry.row.values.get("function_code")), frozenset())
    return {_stem(name) for name in (str(entry.row.values.get("function_name") or ""), *listed)}


def _rows_of(ledger: Ledger, selector: Selector, path: Sequence[str]) -> list[Entry]:
    """The rows that bear the last name, of several those that stand below one of the names before it."""
    rows = list(entries(ledger, selector))
    found = [entry for entry in rows if path[-1] in _names(ledger, entry)]
    if len(found) < 2:
        return found
    heads = (e for e in ledger.entries_of(selector["table"]) if not _names(ledger, e).isdisjoint(path[:-1]))
    above = {str(entry.row.values.get("function_code")) for entry in heads}
    return [e for e in found if any(str(e.row.values.get("function_code"))[:n] in above for n in (3, 5))]


def stated_item(rule: Rule, ledger: Ledger) -> Iterator[CheckResult]:
    """Each item in the text: the figure of the one row of its name; silent where none or several may be meant."""
    for case in rule.spec["cases"]:
        found = stated(ledger, case["statement"])
        for entry in found:
            path = _path(str(entry.row.values.get("subject") or ""))
            reads = []
            for reading in case["readings"]:
                asked = read(ledger, rule, reading)
                selector = reading["cells"][0]
                rows = _rows_of(ledger, selector, path) if path and asked.reason is None else []
                if len(rows) == 1:
                    asked = Read(reading, [rows[0].cells[selector["field"]]])
                elif asked.reason is None:
                    asked = Read(reading, reason=ROW_NOT_PRINTED)
                reads.append(asked)
            yield best(rule, ledger, [figure(entry)], reads)
        if not found:
            yield not_applicable(rule, STATED, NOT_STATED)
