"""Selectors of `rules.yml` → the cells they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipelines.checks.ledger import Cell, Entry, Ledger, Sheet
from pipelines.checks.reasons import LINE_UNKNOWN, PRINTED_OTHERWISE, Reason, absence
from pipelines.vocabulary import Rule

Selector = Mapping[str, Any]


def fits(entry: Entry, where: Mapping[str, Any]) -> bool:
    """Whether a row has the wanted values; `side` and `line` are asked like columns."""
    for column, wanted in where.items():
        if column == "side":
            value: object = entry.row.side
        elif column == "line":
            value = entry.line
        else:
            value = entry.row.values.get(column)
        if value not in wanted if isinstance(wanted, list) else value != wanted:
            return False
    return True


def entries(ledger: Ledger, selector: Selector) -> Iterator[Entry]:
    """The rows that a selector names, in printed order."""
    sheet: Sheet = ledger.sheets[selector["table"]]
    side, where = selector.get("side"), selector.get("where", {})
    rows: Iterable[Entry] = sheet.tree(side).heads if selector.get("rows") == "total" else sheet.entries
    return (entry for entry in rows if (side is None or entry.row.side == side) and fits(entry, where))


def cells(ledger: Ledger, selectors: Sequence[Selector], field: str | None = None) -> tuple[list[Cell], list[Cell]]:
    """The cells to add and those to take away; `field` stands in where a selector names none."""
    plus: list[Cell] = []
    minus: list[Cell] = []
    for selector in selectors:
        name = selector.get("field") or field
        assert name is not None, f"a selector of {selector['table']} names no field"
        found = minus if selector.get("minus") else plus
        found.extend(entry.cells[name] for entry in entries(ledger, selector))
    return plus, minus


def total(ledger: Ledger, selectors: Sequence[Selector]) -> Decimal:
    """What the named cells hold together, in yuan; blank counts as zero."""
    plus, minus = cells(ledger, selectors)
    return sum((c.value for c in plus if c.value), Decimal(0)) - sum((c.value for c in minus if c.value), Decimal(0))


def absent(ledger: Ledger, rule: Rule, selectors: Sequence[Selector]) -> Reason | None:
    """The first reason for which one of the tables has nothing to say."""
    empty_is_zero = rule.spec.get("empty_is_zero", ())
    for selector in selectors:
        reason = absence(ledger.sheets[selector["table"]], selector["table"] in empty_is_zero)
        if reason:
            return reason
    return None


def unprinted(ledger: Ledger, selectors: Sequence[Selector], field: str | None = None) -> bool:
    """Whether the form lacks a column that one of the selectors reads."""
    return any(
        not ledger.sheets[selector["table"]].prints(selector.get("side"), str(selector.get("field") or field))
        for selector in selectors
    )


def printed_fields(ledger: Ledger, selector: Selector) -> list[str]:
    """Those of a selector's columns that the form has."""
    sheet = ledger.sheets[selector["table"]]
    return [field for field in selector["fields"] if sheet.prints(selector.get("side"), field)]


def unknown_line(ledger: Ledger, selectors: Sequence[Selector]) -> Reason | None:
    """Whether a line that the form does not know holds money beside those that are named: it may be one of them."""
    for selector in selectors:
        sheet, side = ledger.sheets[selector["table"]], selector.get("side")
        if any(entry.row.side == side for entry in sheet.unknown_lines):
            return LINE_UNKNOWN
    return None


def _printed(ledger: Ledger, pair: Sequence[Selector]) -> bool:
    return all(ledger.sheets[selector["table"]].printed for selector in pair)


def _named(rule: Rule) -> set[str]:
    """The tables that the cases of a rule are about."""
    cases = rule.spec.get("cases", ())
    sides = [(*c["total"], *c["parts"]) if "total" in c else (c["left"], c["right"]) for c in cases]
    return {selector["table"] for side in sides for selector in side}


def condition(ledger: Ledger, rule: Rule) -> Reason | None:
    """Why a conditional rule is silent: money it does not account for, or a table that would show such money."""
    zero: Sequence[Selector] = rule.spec.get("only_if_zero", ())
    if any(ledger.sheets[name].table.own for name in _named(rule)):
        zero = [*zero, *(s for s in rule.spec.get("only_if_zero_elsewhere", ()) if not absent(ledger, rule, [s]))]
    reason = absent(ledger, rule, zero)
    if reason:
        return reason
    if any(cell.value or cell.doubtful for cell in cells(ledger, zero)[0]):
        return Reason("condition_not_met", "有该关系未涵盖的资金", "there is money that the relation leaves out")
    if unknown_line(ledger, zero):
        return LINE_UNKNOWN
    both = rule.spec.get("unless_both", ())
    if both and all(total(ledger, [selector]) for selector in both):
        return Reason("lines_overlap", "一项可能是另一项的明细", "one line may be part of the other")
    for selector in rule.spec.get("unless_printed", ()):
        if any(cell.value is not None for cell in cells(ledger, [selector])[0]):
            return PRINTED_OTHERWISE
    broken_down: Sequence[Selector] = rule.spec.get("only_if_broken_down", ())
    if broken_down and total(ledger, broken_down[:1]) not in (Decimal(0), total(ledger, broken_down[1:])):
        return Reason("not_broken_down", "有一项未列明细", "a line is printed without its parts")
    for pair in rule.spec.get("only_if_equal", ()):
        if _printed(ledger, pair) and total(ledger, pair[:1]) != total(ledger, pair[1:]):
            return Reason("condition_not_met", "部分结转不是财政拨款", "part of the carry-over is no appropriation")
    return None
