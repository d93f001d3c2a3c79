"""One disclosure of a build: read, checked and written to a staging folder, or a reason why not. Runs in a worker."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.atomic import OutputError
from pipelines.build.report import Result
from pipelines.build.versions import gives_up
from pipelines.doubts import doubts
from pipelines.extract import stages_of
from pipelines.model import Disclosure, Identity, Refused, Source
from pipelines.package import settings, write_package
from pipelines.package.cache import digest
from pipelines.pieces import Facts, Piece, Unread, facts_of, identity_of, in_order, lay_out
from pipelines.readers import LARGEST_FILE, read
from pipelines.vocabulary import vocabulary

_NO_MEDIA_TYPE = "application/octet-stream"


@dataclass(frozen=True)
class Version:
    """One version of a disclosure that has several: the packages of those `earlier` than it, and its own
    `disclosure.yml`.
    """

    earlier: tuple[Path, ...] = ()
    settings: bytes | None = None


@dataclass(frozen=True)
class Task:
    """A file to build, with the `others` of its disclosure; its package is written under `staging`, with the
    `disclosure.yml` that `out` has for it, or as the `version` that it is known to be.

    `stated` is the `disclosure.yml` that lists the files: their order is its order, and those that cannot be read are
    named in the package. Files that are grouped by their print are ordered by what they hold.
    """

    path: Path
    sha256: str | None
    staging: Path
    out: Path
    tool: str
    others: tuple[Path, ...] = ()
    stated: bytes | None = None
    version: Version | None = None


def refused(task: Task, code: str, reason: str, remedy: str, trace: str | None = None) -> Result:
    return Result(task.path, "refused", task.sha256, None, code, reason, remedy, traceback=trace)


@dataclass(frozen=True)
class _Read:
    """The files of a task in order, laid out, with their bytes; and those that cannot be read, with the reason."""

    files: tuple[tuple[Path, Piece, bytes], ...]
    lost: tuple[tuple[Path, bytes, Refused], ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(piece for _, piece, _ in self.files)


def _bytes(path: Path) -> bytes:
    """What a file that cannot be read holds, as far as that is carried along; nothing where it is too large."""
    try:
        return path.read_bytes() if path.stat().st_size <= LARGEST_FILE else b""
    except OSError:
        return b""


def _no_access(error: OSError) -> Refused:
    return Refused("unreadable_file", error.strerror or str(error), "check the path and its permissions")


def _read(task: Task) -> _Read:
    found: list[tuple[Path, Piece, bytes]] = []
    lost: list[tuple[Path, bytes, Refused]] = []
    for path in (task.path, *task.others):
        try:
            piece = lay_out(read(path), vocabulary())
        except (Refused, OSError) as error:
            if task.stated is None:
                raise
            lost.append((path, _bytes(path), error if isinstance(error, Refused) else _no_access(error)))
            continue
        content = path.read_bytes()
        if digest(content) != piece.document.source.sha256:
            raise Refused("changed_while_read", "the file changed while it was read", "build it again")
        found.append((path, piece, content))
    if not found:
        raise lost[0][2]
    if task.stated is None:
        found = [found[index] for index in in_order([piece for _, piece, _ in found], vocabulary())]
    return _Read(tuple(found), tuple(lost))


def _settings(task: Task, identity: str, digests: Sequence[str]) -> bytes | None:
    """The `disclosure.yml` of the package that stands, else the one beside the files; BadSettings where they differ.

    The one of a package that gives up a file speaks of that version, and stays with it.
    """
    if task.version:
        return task.version.settings
    if gives_up(task.out / identity, digests):
        return task.stated
    kept = settings.content(task.out / identity)
    if kept is not None and task.stated is not None and kept != task.stated:
        place = f"{identity}/{settings.NAME}"
        raise settings.BadSettings(f"{place}: says otherwise than the one beside the files; make both alike")
    return kept if kept is not None else task.stated


def _source(name: str, content: bytes) -> Source:
    return Source(name, digest(content), len(content), _NO_MEDIA_TYPE)


def _build(task: Task, found: _Read) -> Result:
    unread = [
        Unread(path.name, refusal.reason, _source(path.name, content) if content else None)
        for path, content, refusal in found.lost
    ]
    disclosure = stages_of(found.pieces, vocabulary(), unread).disclosure
    identity = disclosure.identity.disclosure_id
    contents = [content for _, _, content in found.files] + [content for _, content, _ in found.lost if content]
    facts = _facts(found.pieces, disclosure.identity)
    write_package(
        disclosure,
        contents[0],
        task.staging,
        vocabulary(),
        tool=task.tool,
        settings=_settings(task, identity, [digest(content) for content in contents]),
        others=contents[1:],
        facts=[printed.plain() for printed in facts],
        earlier=task.version.earlier if task.version else (),
    )
    rows = sum(len(table.rows) for table in disclosure.tables.values())
    checks = dict(sorted(Counter[str](result.outcome for result in disclosure.results).items()))
    return Result(
        found.files[0][0],
        "built",
        disclosure.source.sha256,
        identity,
        rows=rows,
        checks=checks,
        doubts=_doubts(disclosure),
        others=tuple((path, piece.document.source.sha256) for path, piece, _ in found.files[1:]),
        lost=tuple((path, refusal.code, refusal.reason, refusal.remedy) for path, _, refusal in found.lost),
        facts=facts[0] if len(facts) == 1 else None,
    )


def _doubts(disclosure: Disclosure) -> dict[str, int]:
    states = disclosure.states.values()
    cut_off = sum(state.cut_off for state in states)
    standard = (verdict for key, verdict in disclosure.verdicts.items() if key[0] in disclosure.tables)
    return doubts((s.state for s in states), cut_off, len(disclosure.issues), standard)


def _facts(pieces: Sequence[Piece], identity: Identity) -> list[Facts]:
    """What every file prints of itself; `identity` is that of the whole, which a single file is."""
    words = vocabulary()
    alone = len(pieces) == 1
    return [facts_of(piece, identity if alone else identity_of(piece, words), words) for piece in pieces]


def attempt(task: Task) -> Result:
    """The result for one disclosure; only OutputError is raised, since the next would meet it too.

    A single file gets the facts it prints also where it is refused: it may be a piece of another file's disclosure.
    """
    pieces: tuple[Piece, ...] = ()
    try:
        found = _read(task)
        pieces = found.pieces
        return _build(task, found)
    except OutputError:
        raise
    except Refused as refusal:
        result = refused(task, refusal.code, refusal.reason, refusal.remedy)
        if len(pieces) != 1 or not pieces[0].contents:
            return result
        return replace(result, facts=facts_of(pieces[0], identity_of(pieces[0], vocabulary()), vocabulary()))
    except settings.BadSettings as error:
        return refused(task, "bad_settings", str(error), "correct the file, then build again")
    except OSError as error:
        access = _no_access(error)
        return refused(task, access.code, access.reason, access.remedy)
    except Exception as error:  # one bad file must not stop the others; the trace is kept for --debug
        reason = f"internal error: {type(error).__name__}: {error}"
        remedy = "this is a fault of yusuan: run again with --debug and report what it prints"
        return refused(task, "internal_error", reason, remedy, traceback.format_exc())
