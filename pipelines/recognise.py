"""Which form a disclosure has, and why: by the titles of its tables and the headings of their columns.

Each table is then read by the layout of that form, or of whichever form has its headings; a document of no known form
is read table by table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipelines.forms import Form
from pipelines.grid.arrange import Arranged, arranged
from pipelines.grid.columns import is_other_figure
from pipelines.grid.headers import is_fragment
from pipelines.grid.pieces import rows_of
from pipelines.model import Issue, Section, Sections
from pipelines.tables import Table
from pipelines.vocabulary import Vocabulary
from pipelines.wording import Words, words_of

_CARRYOVER = "结转"
Readings = Mapping[str, Arranged]
"""Form → the rows of one table under the headings of its layout there; only layouts that leave no column unread."""


@dataclass(frozen=True)
class Recognised:
    """The sections in the layouts that they are read by, and the form: None where fewer than half of its tables are
    there. `basis`: of how many tables the titles, and of how many the headings, are those of the form.
    """

    sections: Sections
    form: str | None
    basis: str | None


def recognise(sections: Sections, vocabulary: Vocabulary) -> Recognised:
    """The form of a document, and its tables in the order of columns that their layouts have."""
    words = words_of(vocabulary)
    readings = {s.resource: _readings(s, vocabulary, words) for s in sections.tables}
    form = _form(sections.tables, readings, vocabulary, words)
    whole = [part for section in sections.tables for part in _parts(section, form)]
    issues = list(sections.issues)
    tables: list[Section] = []
    for section in whole:
        known = readings.get(section.resource)
        known = _readings(section, vocabulary, words) if known is None else known
        if _is_foreign(section, form, known, vocabulary):
            issues.append(_not_read(section))
            continue
        tables.append(_laid_out(section, form, known, vocabulary, words, issues))
    named = form.form if form and 2 * _found(form, tables) >= len(form.layouts) else None
    strange = [s for s in sections.tables if not form or not (_titled(s, form, words) or _fits(s, form, readings))]
    if 2 * len([s for s in strange if s.title_name]) > len(sections.tables):
        issues.append(_unknown_form())
    return Recognised(
        replace(sections, tables=tuple(tables), issues=tuple(issues)),
        named,
        _basis(form, sections.tables, readings, words) if form and named else None,
    )


def _readings(section: Section, vocabulary: Vocabulary, words: Words) -> dict[str, Arranged]:
    layouts = {f.form: f.layouts[section.resource] for f in vocabulary.forms.values() if section.resource in f.layouts}
    rows = rows_of(section, words)
    found = {name: arranged(section, rows, table, words) for name, table in layouts.items()}
    return {name: reading for name, reading in found.items() if reading is not None}


def _titled(section: Section, form: Form, words: Words) -> bool:
    return section.title_name in words.titles_of[form.form]


def _fits(section: Section, form: Form, readings: Mapping[str, Readings]) -> bool:
    reading = readings[section.resource].get(form.form)
    return reading is not None and reading.told and not reading.unread


def _form(
    sections: Sequence[Section], readings: Mapping[str, Readings], vocabulary: Vocabulary, words: Words
) -> Form | None:
    """The form with most titles and headings of its own; of two, the contract's, or the smaller."""

    def weight(form: Form) -> tuple[int, bool, int]:
        told = sum(_titled(s, form, words) + _fits(s, form, readings) for s in sections)
        return told, form.is_contract, -len(form.layouts)

    best = max(vocabulary.forms.values(), key=weight, default=None)
    return best if best and weight(best)[0] else None


def _found(form: Form, tables: Sequence[Section]) -> int:
    return len({table.resource for table in tables} & form.layouts.keys())


def _basis(form: Form, sections: Sequence[Section], readings: Mapping[str, Readings], words: Words) -> str:
    """`titles 9/9, headings 8/9`: how many of the tables found are titled and headed as the form has it."""
    counted = Counter[str]()
    for section in sections:
        counted["titles"] += _titled(section, form, words)
        counted["headings"] += _fits(section, form, readings)
    return ", ".join(f"{what} {counted[what]}/{len(sections)}" for what in ("titles", "headings"))


def _parts(section: Section, form: Form | None) -> list[Section]:
    """A section once for each resource that the form prints in its table."""
    shared = next((r for r in form.numbers.values() if r[0] == section.resource), ()) if form else ()
    return [replace(section, resource=resource) for resource in shared or (section.resource,)]


def _laid_out(
    section: Section,
    form: Form | None,
    known: Readings,
    vocabulary: Vocabulary,
    words: Words,
    issues: list[Issue],
) -> Section:
    """The section in the layout of the form, or of the form whose headings it has; as it is where none fits."""
    own = form.form if form and section.resource in form.layouts else None
    shares = form is not None and any(len(r) > 1 and section.resource in r for r in form.numbers.values())
    fitting = sorted(
        (n for n, r in known.items() if not r.unread and (own in (None, n) or (r.framed and not shares))),
        key=lambda n: (not known[n].told, n != own, -known[n].found, n),
    )
    name = fitting[0] if fitting else own if shares else _nearest(known, own)
    reading = known.get(name or "")
    table = vocabulary.layout(section.resource, name)
    if reading is None or (not table.own and _stands(reading, table)):
        return replace(section, form=name)
    unread = _unread(section, reading, form, vocabulary, words)
    others = _of_other_years(unread, reading, table)
    strange = tuple(path for path in unread if path not in others)
    issues += [_unread_columns(section, strange)] if strange else []
    issues += [_other_figures(section, others)] if others else []
    return replace(section, form=name, lines=reading.lines(), arranged=True, columns=reading.columns)


def _of_other_years(unread: Sequence[str], reading: Arranged, table: Table) -> tuple[str, ...]:
    """The headings that say that their figures are not the budget's, where those of the budget have headings of their
    own and cells that the document tells apart. Carry-over is money of the year.
    """
    if not reading.framed or not any(field in table.panels[panel].amounts for panel, field in reading.columns):
        return ()
    return tuple(path for path in unread if _CARRYOVER not in path and is_other_figure(path.split("/"), table))


def _nearest(known: Readings, own: str | None) -> str | None:
    """The form that leaves fewest columns of a framed table unread, where none reads them all; else the document's."""
    framed = [name for name, reading in known.items() if reading.framed]
    return min(framed, key=lambda name: (len(known[name].unread), name != own, name), default=own)


def _is_foreign(section: Section, form: Form | None, known: Readings, vocabulary: Vocabulary) -> bool:
    """Whether a table that only some forms print stands in a document of another, under headings of no layout."""
    optional = vocabulary.tables[section.resource].optional and not (form and section.resource in form.layouts)
    return optional and not any(reading.told and not reading.unread for reading in known.values())


def _not_read(section: Section) -> Issue:
    printed = section.printed_title or ""
    zh, en = f"“{printed}”不在本表样之中，未读取", f"{printed!r} is no table of this form and was not read"
    return Issue("unknown_title", zh, en, "warning", printed=printed)


def _stands(reading: Arranged, table: Table) -> bool:
    """Whether columns are read by their places: as they stand or, where headings may have slipped, by arithmetic. What
    the document itself sets over a column and no such table prints has not slipped: the column is another one.
    """
    pieces = [piece for path in reading.unread for piece in path.split("/") if piece != "—"]
    strange = [piece for piece in pieces if not is_fragment(piece, table)]
    if is_other_figure(pieces if reading.framed else strange, table):
        return False
    if not reading.framed:
        return reading.as_is or reading.same_width
    return reading.same_width and not strange and (reading.slipped or bool(reading.unread))


def _unread(
    section: Section, reading: Arranged, form: Form | None, vocabulary: Vocabulary, words: Words
) -> tuple[str, ...]:
    """Headings that neither this resource nor another one of the same printed table reads."""
    shared = next((r for r in form.numbers.values() if section.resource in r), ()) if form else ()
    rows = rows_of(section, words) if reading.unread else []
    beside = [vocabulary.layout(r, form.form) for r in shared if form and r != section.resource]
    others = [arranged(section, rows, table, words) for table in beside]
    return tuple(h for h in reading.unread if all(h in other.unread for other in others if other))


def _unread_columns(section: Section, unread: Sequence[str]) -> Issue:
    printed = "；".join(unread)[:200]
    zh = f"有数据的栏目不在已知格式中，未读取：{printed}"
    en = f"columns with figures under headings of no known form were not read: {printed}"
    return Issue("unknown_column", zh, en, "error", section.resource, printed=printed)


def _other_figures(section: Section, headings: Sequence[str]) -> Issue:
    printed = "；".join(headings)[:200]
    zh, en = (
        f"不是当年预算数的栏目，未读取：{printed}",
        f"columns of other figures than the budget were not read: {printed}",
    )
    return Issue("other_figures", zh, en, "warning", section.resource, printed=printed)


def _unknown_form() -> Issue:
    zh = "不是已知的表式：各表按标题和表头识读，只有算术能证实的行才列为已核实"
    en = "not a known form: tables are read by titles and headings, and only what arithmetic confirms is verified"
    return Issue("form_unknown", zh, en, "warning")
