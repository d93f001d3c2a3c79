"""Forms: the set of tables that a province prints, each with its own titles, headings and lines where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipelines.printed import Panel, PrintedLine, names, panel
from pipelines.tables import Table


@dataclass(frozen=True, eq=False)
class Form:
    """A province's set of tables. `layouts`: resource → the table as this form prints it, in printed order; `numbers`:
    printed number → the resources in that table, the one that gives it its name first.
    """

    form: str
    title: str
    title_en: str
    layouts: Mapping[str, Table]
    numbers: Mapping[int, tuple[str, ...]]
    notes: str = ""

    @property
    def is_contract(self) -> bool:
        """Whether it prints every table as the contract describes it: of two forms that fit, this is meant."""
        return not any(layout.own for layout in self.layouts.values())

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(self.layouts)


def form(raw: Mapping[str, Any], tables: Mapping[str, Table], functions: tuple[PrintedLine, ...]) -> Form:
    """A form as its YAML says it; KeyError for a resource that the contract lacks."""
    entries = list(_entries(raw["tables"]))
    numbers: dict[int, tuple[str, ...]] = {}
    for number, entry in entries:
        numbers[number] = (*numbers.get(number, ()), entry["resource"])
    return Form(
        raw["form"],
        raw["title"],
        raw["title_en"],
        {entry["resource"]: _layout(entry, number, tables[entry["resource"]], functions) for number, entry in entries},
        numbers,
        raw.get("notes", ""),
    )


Synonyms = Sequence[Sequence[str]]


def widened(forms: Mapping[str, Form], tables: Mapping[str, Table], synonyms: Synonyms) -> dict[str, Form]:
    """The forms with the synonyms of their headings, and with what the others call the lines of the same tables: a
    wording of one is met in all. Where a form uses a wording for another column or line, its own meaning stands.
    """
    known = [*tables.values(), *(table for form in forms.values() for table in form.layouts.values())]

    def layout(table: Table) -> Table:
        others = [panel for other in known if other.resource == table.resource for panel in other.panels]
        if not table.own:
            return table
        return replace(table, panels=tuple(_headed(_widened(panel, others), synonyms) for panel in table.panels))

    return {
        name: replace(form, layouts={resource: layout(table) for resource, table in form.layouts.items()})
        for name, form in forms.items()
    }


def _headed(panel: Panel, synonyms: Synonyms) -> Panel:
    """The panel with other words for the last piece of its headings; a word that two columns could have is for none."""
    lines = {line.item: (line.item, *line.aliases) for line in panel.lines} if panel.turned else {}
    columns = {**panel.keys, **panel.amounts, **lines}
    taken = {alias for aliases in columns.values() for alias in aliases}
    more = {name: _others(aliases, synonyms) - taken for name, aliases in columns.items()}
    claims = Counter(alias for others in more.values() for alias in others)
    own = {name: sorted(alias for alias in others if claims[alias] == 1) for name, others in more.items()}
    return replace(
        panel,
        keys={name: (*aliases, *own[name]) for name, aliases in panel.keys.items()},
        amounts={name: (*aliases, *own[name]) for name, aliases in panel.amounts.items()},
        lines=tuple(replace(line, aliases=(*line.aliases, *own.get(line.item, ()))) for line in panel.lines),
    )


def _others(aliases: Sequence[str], synonyms: Synonyms) -> set[str]:
    found = set()
    for alias in aliases:
        above, slash, last = alias.rpartition("/")
        found |= {above + slash + word for words in synonyms if last in words for word in words}
    return found


def _widened(panel: Panel, others: Sequence[Panel]) -> Panel:
    taken = {name for line in panel.lines for name in (line.item, *line.aliases)}
    called: dict[tuple[str, str], dict[str, None]] = {}
    for line in (line for other in others if other.side == panel.side for line in other.lines):
        names_of = called.setdefault((line.item, line.kind), {})
        names_of |= dict.fromkeys(name for name in line.aliases if name not in taken and "/" not in name)
    lines = []
    for line in panel.lines:
        more = [name for name in called.get((line.item, line.kind), ()) if name not in taken]
        lines.append(replace(line, aliases=(*line.aliases, *more)))
    return replace(panel, lines=tuple(lines))


def _entries(raw: list[Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """(printed number, entry): tables count up, several resources may be parts of one printed table."""
    number = 0
    for entry in raw:
        whole = {"resource": entry} if isinstance(entry, str) else entry
        number += not whole.get("same_table")
        yield number, whole


def _layout(entry: Mapping[str, Any], number: int, table: Table, functions: tuple[PrintedLine, ...]) -> Table:
    own: dict[str, Any] = {"number": number, "unit": entry.get("unit")}
    if "titles" in entry:
        own["titles"] = names(entry["titles"])
        own["title"] = own["titles"][0]
    if "panels" in entry:
        own["own"] = True
        own["panels"] = tuple(panel(side, functions) for side in entry["panels"])
    return replace(table, **own)
