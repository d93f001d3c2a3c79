"""A disclosure as rows of text: every resource of its package, in the order of the table's columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, Context, Decimal, Inexact

from pipelines import __version__
from pipelines.budget_lines import budget_lines
from pipelines.model import Box, CellRef, Disclosure, Source, TypedTable
from pipelines.names import safe_names
from pipelines.package.settings import Settings
from pipelines.package.title import titles
from pipelines.package.waivers import Place, Waivers, place_of_issue
from pipelines.tables import Table
from pipelines.vocabulary import Vocabulary

Row = Mapping[str, object]
Records = dict[str, list[list[str]]]

CENT = Decimal("0.01")
EXACT = Context(prec=40, traps=[Inexact])
OUTCOMES = ("pass", "rounding", "fail", "not_applicable")


def text(value: object) -> str:
    """One value as it stands in the CSV: null is empty, amounts have two places; raises Inexact on a third place."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value.quantize(CENT, context=EXACT) + 0, "f")
    return str(value)


def _box(box: Box | None) -> dict[str, object]:
    sides = ("x0", "top", "x1", "bottom")
    return dict.fromkeys(sides) if box is None else {name: f"{at:.2f}" for name, at in zip(sides, box, strict=True)}


def _standard(disclosure: Disclosure, table: TypedTable) -> Iterator[Row]:
    identity = disclosure.identity.disclosure_id
    for row in table.rows:
        yield {
            **row.values,
            "disclosure_id": identity,
            "row_number": row.row_number,
            "side": row.side,
            "source_page": row.page,
            "source_line": row.line,
            "verdict": disclosure.verdicts.get((table.resource, row.side, row.row_number), "unchecked"),
        }


def _disclosures(disclosure: Disclosure, hand: Settings) -> Iterator[Row]:
    counted = Counter[str](result.outcome for result in disclosure.results)
    source = disclosure.source
    title, title_en = titles(disclosure.identity, hand)
    yield {
        **vars(disclosure.identity),
        "display_title": title,
        "display_title_en": title_en,
        "source_name": raw_names(disclosure)[0],
        "source_url": hand.source_url or source.url,
        "published_on": hand.published,
        "note_zh": hand.note_zh,
        "note_en": hand.note_en,
        "source_sha256": source.sha256,
        "source_bytes": source.size,
        "source_media_type": source.media_type,
        "pages": source.pages,
        "extractor_version": __version__,
        **{f"checks_{outcome}": counted[outcome] for outcome in OUTCOMES},
    }


def files_of(disclosure: Disclosure) -> tuple[Source, ...]:
    """The files of a disclosure; of one that was put together by hand only its source is known."""
    return disclosure.files or (disclosure.source,)


def raw_names(disclosure: Disclosure) -> list[str]:
    """The name of every file in `raw/`, in order."""
    return safe_names(file.name for file in files_of(disclosure))


def _source_files(disclosure: Disclosure) -> Iterator[Row]:
    for number, (name, file) in enumerate(zip(raw_names(disclosure), files_of(disclosure), strict=True), 1):
        yield {
            "disclosure_id": disclosure.identity.disclosure_id,
            "source_number": number,
            "source_name": name,
            "source_sha256": file.sha256,
            "source_bytes": file.size,
            "source_media_type": file.media_type,
            "pages": file.pages,
            "contents": file.contents,
        }


def _table_states(disclosure: Disclosure, vocabulary: Vocabulary) -> Iterator[Row]:
    order = {table.resource: table.number or 0 for table in vocabulary.standard_tables}
    for resource in sorted(disclosure.states, key=lambda name: order[name]):
        state = disclosure.states[resource]
        yield {"disclosure_id": disclosure.identity.disclosure_id, "table_number": order[resource], **vars(state)}


def _part(disclosure: Disclosure, table: Table) -> Iterator[Row]:
    """One resource of the rest of the document; the second column of its key counts the rows."""
    typed = disclosure.parts.get(table.resource, TypedTable(table.resource, ()))
    for row in typed.rows:
        yield {
            **row.values,
            "disclosure_id": disclosure.identity.disclosure_id,
            table.key[1]: row.row_number,
            **dict.fromkeys(("source_page", "page"), row.page),
            **dict.fromkeys(("source_line", "line"), row.line),
            "verdict": disclosure.verdicts.get((table.resource, None, row.row_number), "unchecked"),
        }


def _notes(disclosure: Disclosure) -> Iterator[Row]:
    for number, note in enumerate(disclosure.notes, 1):
        yield {
            "disclosure_id": disclosure.identity.disclosure_id,
            "note_number": number,
            "note_kind": note.kind,
            "resource": note.resource,
            "text": note.text,
            "page": note.page,
            "line": note.line,
            "source_number": note.source_number,
        }


def _cell_sources(disclosure: Disclosure, vocabulary: Vocabulary) -> Iterator[Row]:
    identity = disclosure.identity.disclosure_id
    number = 0
    for table in (*vocabulary.standard_tables, *vocabulary.document_tables):
        typed = disclosure.tables.get(table.resource) or disclosure.parts.get(table.resource)
        state = disclosure.states.get(table.resource)
        inked = [(row, cell) for row in (typed.rows if typed else ()) for cell in row.cells]
        for row, cell in inked:
            number += 1
            yield {
                "disclosure_id": identity,
                "cell_number": number,
                "resource": table.resource,
                "side": row.side,
                "row_number": row.row_number,
                "field": cell.field,
                "printed": cell.printed,
                "page": cell.page,
                "line": cell.line,
                "repair": cell.repair,
                "source_number": state.source_number if state else row.values.get("source_number"),
                "recognition_confidence": cell.confidence,
                **_box(cell.box),
            }


def _rows(cells: tuple[CellRef, ...], resource: str | None) -> str | None:
    """The rows of one table among the cells, first named first: `side:row`, or `row` in a table of one side."""
    rows = dict.fromkeys((c.side, c.row_number) for c in cells if c.resource == resource)
    return " ".join(f"{side}:{number}" if side else str(number) for side, number in rows) or None


def _side(cells: tuple[CellRef, ...], resource: str | None) -> str | None:
    """The side that all rows of the check's own table stand on, if it is one."""
    sides = {cell.side for cell in cells if cell.resource == resource}
    return sides.pop() if len(sides) == 1 else None


def _fields(cells: tuple[CellRef, ...], resource: str | None) -> str | None:
    """The columns of one table among the cells, first named first."""
    return " ".join(dict.fromkeys(cell.field for cell in cells if cell.resource == resource)) or None


def _other(cells: tuple[CellRef, ...], resource: str | None) -> str | None:
    return next((cell.resource for cell in cells if cell.resource != resource), None)


def _floor(amount: Decimal | None) -> Decimal | None:
    """A tolerance cut to whole cents: it admits the same differences, which are whole cents themselves."""
    return None if amount is None else amount.quantize(CENT, rounding=ROUND_FLOOR)


def _check_results(disclosure: Disclosure, waivers: Waivers) -> Iterator[Row]:
    for number, result in enumerate(disclosure.results, 1):
        cells = (*result.subject, *result.terms)
        other = _other(cells, result.resource)
        numbers = _rows(cells, result.resource)
        place = Place("rule", result.rule_id, result.resource, tuple((numbers or "").split()))
        yield {
            "disclosure_id": disclosure.identity.disclosure_id,
            "check_number": number,
            **vars(result),
            "side": _side(result.subject, result.resource),
            "row_numbers": numbers,
            "fields": _fields(cells, result.resource),
            "other_resource": other,
            "other_row_numbers": _rows(cells, other),
            "other_fields": _fields(cells, other),
            "tolerance": _floor(result.tolerance),
            "waiver": waivers.reason(place) if result.outcome == "fail" else None,
        }


def _issues(disclosure: Disclosure, waivers: Waivers) -> Iterator[Row]:
    for number, issue in enumerate(disclosure.issues, 1):
        yield {
            "disclosure_id": disclosure.identity.disclosure_id,
            "issue_number": number,
            **vars(issue),
            "waiver": waivers.reason(place_of_issue({name: text(value) for name, value in vars(issue).items()})),
        }


def _number(value: object) -> str:
    """A figure that is no amount, with the places that are printed."""
    return format(value, "f") if isinstance(value, Decimal) else text(value)


def _lines(rows: Iterator[Row], table: Table) -> list[list[str]]:
    written = [(column.name, _number if column.type == "number" else text) for column in table.columns]
    return [
        [
            value if isinstance(value := row[name], str) else "" if value is None else write(value)
            for name, write in written
        ]
        for row in rows
    ]


def records(disclosure: Disclosure, vocabulary: Vocabulary, hand: Settings) -> Records:
    """Rows of every resource but the reference lists, as CSV text: the standard tables, the rest of the document,
    and what is known of the disclosure.

    `hand` is what a person added. Raises KeyError for a column that nothing fills.
    """
    rows: dict[str, Iterator[Row]] = {
        "disclosures": _disclosures(disclosure, hand),
        "source_files": _source_files(disclosure),
        "table_states": _table_states(disclosure, vocabulary),
    }
    for table in vocabulary.standard_tables:
        typed = disclosure.tables.get(table.resource, TypedTable(table.resource, ()))
        rows[table.resource] = _standard(disclosure, typed)
    for table in vocabulary.document_tables:
        rows[table.resource] = _part(disclosure, table)
    rows["budget_lines"] = budget_lines(disclosure, vocabulary)
    rows["notes"] = _notes(disclosure)
    rows["cell_sources"] = _cell_sources(disclosure, vocabulary)
    rows["check_results"] = _check_results(disclosure, hand.waivers)
    rows["issues"] = _issues(disclosure, hand.waivers)
    return {resource: _lines(found, vocabulary.tables[resource]) for resource, found in rows.items()}
