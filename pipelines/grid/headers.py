"""Column headings → the readings of a panel's amount columns: the form's own order first, the printed one beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from pipelines.printed import Panel
from pipelines.tables import Table
from pipelines.values import plain, without_year


def heading(text: str) -> str:
    """A heading as it is compared: plain, without its year."""
    return without_year(plain(text))


@lru_cache(maxsize=64)
def header_words(table: Table) -> frozenset[str]:
    """Every heading that a table may print, fields and groups alike."""
    aliases = (a for p in table.panels for names in (*p.keys.values(), *p.amounts.values()) for a in names)
    return frozenset({*table.group_headings, *(heading(a) for a in aliases), ""})


@lru_cache(maxsize=64)
def _all_words(table: Table) -> str:
    return "\n".join(sorted(header_words(table)))


def is_fragment(text: str, table: Table) -> bool:
    """Whether `text` is a heading or a piece of one, as narrow columns leave them."""
    piece = heading(text)
    if piece in header_words(table) or piece in _all_words(table):
        return True
    half = len(piece) // 2
    return len(piece) % 2 == 0 and piece[:half] == piece[half:] and piece[:half] in _all_words(table)


def readings(panel: Panel, printed: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The orders in which the amount columns may stand: as printed when every heading is legible, and as the form has.

    `printed`: the heading over each amount column, in order. Where headings are left out and the others close up, the
    columns that are not printed come last, so that no figure is read into them. Slipped or damaged headings leave the
    form's order alone or beside the printed one; arithmetic then decides.
    """
    standard = tuple(panel.amounts)
    fields: list[str | None] = []
    for text in printed:
        matches = [name for name, aliases in panel.amounts.items() if heading(text) in {heading(a) for a in aliases}]
        fields.append(matches[0] if len(matches) == 1 else None)
    found = tuple(f for f in fields if f)
    legible = len(set(found)) == len(found) and not any(printed[len(found) :])
    closed_up = found[:1] == standard[:1] and found == tuple(fields[: len(found)])
    order = (*found, *(f for f in standard if f not in found))
    if legible and (closed_up or len(found) == len(standard)) and order != standard:
        return order, standard
    return (standard,)


def relative_order(panel: Panel, line: str) -> tuple[str, ...] | None:
    """The amount fields whose headings stand complete on one line, in printed order; None when fewer than two do."""
    words = [heading(w) for w in line.split()]
    position: Mapping[str, int] = {
        name: words.index(match)
        for name, aliases in panel.amounts.items()
        if (match := next((heading(a) for a in aliases if heading(a) in words), None)) is not None
        and words.count(match) == 1
    }
    return tuple(sorted(position, key=position.__getitem__)) if len(position) >= 2 else None


def left_out(table: Table, lines: Sequence[str]) -> frozenset[str]:
    """The amount fields of a one-sided table whose headings a wholly legible header does not print."""
    words = {heading(w) for line in lines if "：" not in line and ":" not in line for w in line.split()}
    fields = table.panels[0].amounts
    missing = {name for name, aliases in fields.items() if words.isdisjoint(heading(a) for a in aliases)}
    known = {w for w in words if not w.isdigit()} <= header_words(table)
    return frozenset(missing) if known and next(iter(fields)) not in missing and len(table.panels) == 1 else frozenset()


def reordered(panel: Panel, lines: Sequence[str], missing: frozenset[str] = frozenset()) -> tuple[tuple[str, ...], ...]:
    """Readings for a header known only as lines of text: the form's order, and the printed one where a line differs or
    headings are `missing`, whose columns then come last.
    """
    standard = tuple(panel.amounts)
    if missing:
        return tuple(sorted(standard, key=lambda f: f in missing)), standard
    for line in lines:
        order = relative_order(panel, line)
        if order and list(order) != [f for f in standard if f in order]:
            rest = iter(order)
            return tuple(next(rest) if f in order else f for f in standard), standard
    return (standard,)
