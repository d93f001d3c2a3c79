"""A disclosure in several files: each is laid out on its own, then their tables and their text become one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any

from pipelines.attachments import form_owner
from pipelines.identify import announced_kind, bare_name, division_of, identify
from pipelines.kinds import Contents, contents_of, refuse_other_kind
from pipelines.locate import locate
from pipelines.model import Document, EntityKind, Identity, Issue, Section, Sections, Source
from pipelines.quality import quality_issues
from pipelines.recognise import recognise
from pipelines.values import squeeze
from pipelines.vocabulary import Vocabulary


@dataclass(frozen=True)
class Piece:
    """One file of a disclosure, laid out."""

    document: Document
    sections: Sections
    contents: Contents | None


@dataclass(frozen=True)
class Unread:
    """A file that a person says belongs to a disclosure and that cannot be read; no `source` where it has no bytes."""

    name: str
    reason: str
    source: Source | None = None


@dataclass(frozen=True)
class Facts:
    """What a file prints of whose disclosure it is, and what it holds; null where nothing is printed.

    `body` is the name without its `division` (its code); `kind` is what covers and headings say.
    """

    body: str | None
    division: str | None
    year: int | None
    kind: EntityKind | None
    tables: tuple[str, ...] = ()
    contents: Contents | None = None

    def plain(self) -> dict[str, Any]:
        """For the note in a package, which `Facts(**…)` reads back."""
        return {**asdict(self), "tables": list(self.tables)}


def lay_out(document: Document, vocabulary: Vocabulary) -> Piece:
    """A file with its tables found; Refused (`other_kind`) where it plainly is no budget of a department."""
    sections = locate(document, vocabulary)
    refuse_other_kind(document, sections, vocabulary)
    return Piece(document, sections, contents_of(document, sections, vocabulary))


def identity_of(piece: Piece, vocabulary: Vocabulary) -> Identity:
    """What a file prints of whose disclosure it is, by itself."""
    return identify(piece.document, recognise(piece.sections, vocabulary), vocabulary)[0]


def facts_of(piece: Piece, identity: Identity, vocabulary: Vocabulary) -> Facts:
    """What the piece prints of itself, its name without that of its division."""
    name, year = identity.entity_name, identity.fiscal_year
    if piece.contents == "attachments":
        name, year = form_owner(piece.document.lines, vocabulary)
    division, rest = division_of(bare_name(name, vocabulary), vocabulary) if name else (None, None)
    tables = tuple(section.resource for section in piece.sections.tables)
    code = division["code"] if division else None
    return Facts(rest, code, year, announced_kind(piece.document), tables, piece.contents)


def in_order(pieces: Sequence[Piece], vocabulary: Vocabulary) -> list[int]:
    """Indices of the pieces by the first standard table they hold, those without a table last, then by name."""
    numbers = {table.resource: table.number or 0 for table in vocabulary.standard_tables}

    def place(index: int) -> tuple[int, str, str]:
        source = pieces[index].document.source
        held = [numbers[section.resource] for section in pieces[index].sections.tables]
        return min(held, default=len(numbers) + 1), source.name, source.sha256

    return sorted(range(len(pieces)), key=place)


def joined(pieces: Sequence[Piece]) -> tuple[Document, Sections]:
    """One document and its sections, each with the number of the file (from 1) that it stands in.

    A table that stands in two files is read in the first that has it, with an Issue; lines keep the numbers they have
    in their own file.
    """
    if len(pieces) == 1:
        return pieces[0].document, pieces[0].sections
    tables: dict[str, Section] = {}
    issues: list[Issue] = []
    for number, piece in enumerate(pieces, 1):
        issues += (replace(issue, source_number=number) for issue in piece.sections.issues)
        for section in piece.sections.tables:
            if section.resource in tables:
                issues.append(_twice(section, tables[section.resource], piece.document.source, number))
            else:
                tables[section.resource] = replace(section, source_number=number)
    lines = tuple(line for piece in pieces for line in piece.document.lines)
    prose = tuple(line for piece in pieces for line in piece.sections.prose)
    seen = tuple(dict.fromkeys(title for piece in pieces for title in piece.sections.titles_seen))
    document = Document(pieces[0].document.source, lines, any(piece.document.ends_mid_line for piece in pieces))
    return document, Sections(tuple(tables.values()), prose, seen, tuple(issues))


def _twice(section: Section, first: Section, source: Source, number: int) -> Issue:
    same = [squeeze(line.text) for line in section.lines] == [squeeze(line.text) for line in first.lines]
    return Issue(
        "duplicate_table",
        f"“{section.printed_title}”在文件“{source.name}”中再次出现，只采用第一张",
        f"{section.printed_title!r} stands a second time, in the file {source.name!r}; only the first is read",
        "warning" if same else "error",
        section.resource,
        source_number=number,
    )


def reading_issues(pieces: Sequence[Piece], sections: Sections) -> Iterator[Issue]:
    """What the readers could not read, with its file and the table that its line stands in."""
    for number, piece in enumerate(pieces, 1):
        own = [section for section in sections.tables if (section.source_number or 1) == number]
        tables = {line.number: section.resource for section in own for line in section.lines}
        for issue in piece.document.issues:
            resource = issue.resource or (tables.get(issue.line) if issue.line is not None else None)
            yield replace(issue, resource=resource, source_number=number)


def quality_of(pieces: Sequence[Piece], vocabulary: Vocabulary) -> Iterator[Issue]:
    """What each file shows of its making."""
    for number, piece in enumerate(pieces, 1):
        yield from (replace(issue, source_number=number) for issue in quality_issues(piece.document, vocabulary))


def source_files(pieces: Sequence[Piece], unread: Sequence[Unread]) -> tuple[Source, ...]:
    """The files of a disclosure in their order with what they hold, those that could not be read last."""
    read = (replace(piece.document.source, contents=piece.contents) for piece in pieces)
    return (*read, *(replace(file.source, contents="unreadable") for file in unread if file.source))


def file_issues(pieces: Sequence[Piece], unread: Sequence[Unread], whole_form: bool) -> list[Issue]:
    """What a reader must know of the files themselves: a part that is not among them, or one that cannot be read."""
    issues = []
    if all(piece.contents in ("narrative", "attachments") for piece in pieces):
        zh, en = "只有文字说明，所给文件中没有报表", "the narrative alone: no table is among the files"
        issues.append(Issue("tables_not_given", zh, en, "warning"))
    elif whole_form and not any(piece.contents in ("narrative", "both") for piece in pieces):
        zh, en = "只有报表，所给文件中没有情况说明", "the tables alone: no narrative is among the files"
        issues.append(Issue("narrative_not_given", zh, en, "warning"))
    numbers = count(len(pieces) + 1)
    for file in unread:
        zh = f"文件“{file.name}”属于这份公开，但无法读取：{file.reason}"
        en = f"the file {file.name!r} belongs to this disclosure and cannot be read: {file.reason}"
        issues.append(Issue("file_not_read", zh, en, "error", source_number=next(numbers) if file.source else None))
    return issues
