"""`yusuan inspect`: what each step made of one file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import click

from pipelines.build.sources import source_files
from pipelines.commands.shared import say_json
from pipelines.extract import Stages, stages_of
from pipelines.model import CellRef, Issue, RawCell, RawRow, RawTable, Refused, TypedRow, TypedTable
from pipelines.pieces import Piece, lay_out
from pipelines.plain import shown, verbatim
from pipelines.readers import read
from pipelines.vocabulary import Vocabulary, vocabulary

WIDTH = 1000
COMMON = ("disclosure_id", "side", "row_number", "source_page", "source_line", "verdict")
T = TypeVar("T", RawTable, TypedTable)


def _issues(issues: Iterable[Issue], resource: str | None) -> Iterator[str]:
    for issue in issues:
        if resource in (None, issue.resource):
            place = f"line {issue.line}" if issue.line else f"page {issue.page}" if issue.page else "the whole"
            place += f" of file {issue.source_number}" if (issue.source_number or 1) > 1 else ""
            message = f"{issue.message_zh} / {issue.message_en}"
            yield f"{issue.severity} {issue.code} ({issue.resource or 'document'}, {place}): {message}"


def _document(found: Stages, _resource: str | None) -> Iterator[str]:
    for piece in found.pieces:
        source = piece.document.source
        kind = f"{source.media_type}, {source.encoding or 'no encoding'}; holds {piece.contents or 'nothing known'}"
        yield f"{verbatim(source.name)}: {kind}, {source.size} bytes, sha256 {source.sha256}"
        for line in piece.document.lines:
            yield f"{line.number:>6}│{verbatim(line.text)}"


def _sections(found: Stages, resource: str | None) -> Iterator[str]:
    for section in found.sections.tables:
        if resource in (None, section.resource):
            first, last = (section.lines[0].number, section.lines[-1].number) if section.lines else ("-", "-")
            marks = [name for name in ("declared_empty", "cut_off") if getattr(section, name)]
            said = (section.printed_label, section.printed_title, section.printed_unit, section.printed_entity)
            print_ = " | ".join(text or "·" for text in said)
            file = f"file {section.source_number}, " if section.source_number else ""
            yield f"{section.resource}: {file}lines {first}-{last}; {print_} {' '.join(marks)}"
    if resource is None:
        yield f"titles seen: {' | '.join(found.sections.titles_seen) or 'none'}"
    yield from _issues(found.sections.issues, resource)


def _cells(cells: tuple[RawCell, ...]) -> str:
    return " | ".join(cell.text + (f" [{cell.repair}: {cell.printed}]" if cell.repair else "") for cell in cells)


def _raw_row(row: RawRow) -> str:
    places = " or ".join(",".join(map(str, place)) for place in row.placements)
    problem = f"  problem: {row.problem}" if row.problem else ""
    cells = f"{_cells(row.keys)}  →  {_cells(row.amounts)}"
    return f"{row.line or row.page or 0:>6} panel {row.panel}  {cells}  columns {places or '-'}{problem}"


def _raw(found: Stages, resource: str | None) -> Iterator[str]:
    for table in _chosen(found.raw.values(), resource):
        yield f"{table.resource}: {len(table.rows)} rows; header {table.orders}"
        yield from (_raw_row(row) for row in table.rows)
        yield from _issues(table.issues, None)


def _value(value: object) -> str:
    return "·" if value is None else f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def _typed_row(row: TypedRow, names: list[str]) -> str:
    side = f"{row.side} " if row.side else ""
    values = " | ".join(_value(row.values[name]) for name in names)
    return f"{row.line or row.page or 0:>6} {side}{row.row_number}: {values}"


def _every(found: Stages) -> list[TypedTable]:
    """The standard tables, then those of the rest of the document."""
    return [*found.typed.values(), *found.disclosure.parts.values()]


def _typed(found: Stages, resource: str | None) -> Iterator[str]:
    for table in _chosen(_every(found), resource):
        state = found.states.get(table.resource)
        said = f"{state.state}, " if state else ""
        yield f"{table.resource}: {said}{len(table.rows)} rows"
        if table.rows:
            names = [name for name in table.rows[0].values if name not in COMMON]
            yield "       " + " | ".join(names)
            yield from (_typed_row(row, names) for row in table.rows)
    yield from _issues(found.disclosure.issues, resource)


def _place(cells: tuple[CellRef, ...]) -> str:
    return " ".join("/".join(filter(None, (c.resource, c.side, str(c.row_number), c.field))) for c in cells)


def _checks(found: Stages, resource: str | None) -> Iterator[str]:
    results = [r for r in found.disclosure.results if resource in (None, r.resource)]
    yield ", ".join(f"{number} {outcome}" for outcome, number in sorted(Counter(r.outcome for r in results).items()))
    for result in results:
        ran = result.actual is not None
        figures = f" expected {_value(result.expected)} actual {_value(result.actual)}" if ran else ""
        reason = f" reason {result.reason}" if result.reason else ""
        message = f" {result.message_zh}" if result.outcome == "fail" else ""
        yield f"{result.outcome:<14} {result.rule_id}{figures}{reason}{message}  {_place(result.subject)}"


def _chosen(tables: Iterable[T], resource: str | None) -> list[T]:
    return [table for table in tables if resource in (None, table.resource)]


STAGES: dict[str, Callable[[Stages, str | None], Iterator[str]]] = {
    "document": _document,
    "sections": _sections,
    "raw": _raw,
    "typed": _typed,
    "checks": _checks,
}


def _facts(found: Stages, stage: str, resource: str | None) -> object:
    if stage == "document":
        return [piece.document for piece in found.pieces] if len(found.pieces) > 1 else found.document
    if stage == "sections":
        return found.sections
    if stage == "raw":
        return _chosen(found.raw.values(), resource)
    if stage == "typed":
        tables = _chosen(_every(found), resource)
        return {"identity": found.disclosure.identity, "states": found.states, "tables": tables}
    return [result for result in found.disclosure.results if resource in (None, result.resource)]


def _files(given: Sequence[Path]) -> list[Path]:
    """The files of one disclosure: those given, or those that the `disclosure.yml` of the folder given lists."""
    (first, *others) = given
    if others or not first.is_dir():
        return [*given]
    found = source_files([first])
    if len(found.stated) == 1 and found.stated[0].problem is None and not found.files:
        return [*found.stated[0].files]
    problem = found.stated[0].problem if found.stated else f"{first} has no disclosure.yml with a list of `files`"
    raise click.ClickException(f"{shown(problem or '', WIDTH)}; give the files of one disclosure")


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--stage", required=True, type=click.Choice([*STAGES]), help="The step to print.")
@click.option("--table", "resource", metavar="RESOURCE", help="Only this table, by the name of its resource.")
@click.option("--json", "as_json", is_flag=True, help="Print the step as JSON.")
def inspect(files: tuple[Path, ...], stage: str, resource: str | None, as_json: bool) -> None:
    """Print what one step made of FILE: its lines, the tables found, their cells, the typed rows, or the checks.

    The typed rows are those of the standard tables and of the rest: forms, text, figures, glossary, units.

    Several files are read as one disclosure, in the order given; so is a folder whose disclosure.yml lists them.

    \b
    Example:
      yusuan inspect 水利局.txt --stage sections
      yusuan inspect 水利局_公开表.pdf 水利局_说明.pdf --stage checks
      yusuan inspect 水利局.txt --stage raw --table basic_expenditure
      yusuan inspect 水利局.txt --stage typed --table performance_targets
      yusuan inspect 水利局.txt --stage checks --json
    """
    words = vocabulary()
    names = [table.resource for table in (*words.standard_tables, *words.document_tables)]
    if resource is not None and resource not in names:
        message = f"{shown(resource)} is no table of a disclosure; choose one of {', '.join(names)}"
        raise click.BadParameter(message, param_hint="--table")
    found = _stages(_files(files), words)
    if as_json:
        say_json(_facts(found, stage, resource))
        return
    for line in STAGES[stage](found, resource):
        click.echo(verbatim(line) if stage != "document" else line)


def _stages(files: Sequence[Path], words: Vocabulary) -> Stages:
    pieces: list[Piece] = []
    file = files[0]
    try:
        for file in files:
            pieces.append(lay_out(read(file), words))
        return stages_of(pieces, words)
    except Refused as refusal:
        raise click.ClickException(f"{file}: {shown(refusal.reason, WIDTH)}; {refusal.remedy}") from refusal
