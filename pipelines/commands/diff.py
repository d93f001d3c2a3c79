"""`yusuan diff`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from pathlib import Path

import click

from pipelines.commands.shared import say, say_json
from pipelines.diff import Change, Kind, Rows, Said, counted, differences, resources_read
from pipelines.package.findings import SIDES, yuan
from pipelines.package.history import BadHistory, identifier, is_version, versions
from pipelines.package.validate import package_errors, read_rows
from pipelines.plain import shown
from pipelines.vocabulary import Vocabulary, vocabulary

KINDS: dict[Kind, tuple[str, str]] = {
    "added": ("新增", "added"),
    "removed": ("删除", "removed"),
    "changed": ("改动", "changed"),
}
LONGEST = 120  # of a longer text only the part that differs is shown; --json has all of it
AROUND = 20


def _version(package: Path, number: str) -> Path:
    """A version of a package that keeps several: 1 is the first, the last is the package itself."""
    everything = [*_kept(package), package]
    if not (number.isascii() and number.isdigit()) or not 0 < int(number[:9]) <= len(everything):
        raise click.UsageError(f"{package.name} has no version {shown(number, 20)!r}; it has 1 to {len(everything)}")
    return everything[int(number) - 1]


def _kept(package: Path) -> list[Path]:
    try:
        return versions(package)
    except (BadHistory, OSError) as error:
        raise click.UsageError(f"{package.name}: {error}") from error


def _package(named: str, packages: Path) -> Path:
    """The package folder that an argument means: a path, or an identifier under `packages`, with `@n` a version."""
    name, mark, number = named.rpartition("@")
    for text, version in ((named, ""), (name, number)) if mark else ((named, ""),):
        for folder in (Path(text), packages / text) if text else ():
            found = folder.parent if folder.name == "datapackage.json" else folder
            if (found / "datapackage.json").is_file():
                return _version(found, version) if mark and text == name else found
    raise click.UsageError(f"{shown(named)!r} is no package, nor one under {packages}; build it first")


def _two(old: str, new: str | None, packages: Path) -> tuple[Path, Path]:
    """The packages to compare; of one alone its two newest versions."""
    first = _package(old, packages)
    if new is not None:
        return first, _package(new, packages)
    kept = _kept(first)
    if not kept:
        raise click.UsageError(f"{first.name} has one version only; name the package to compare it with")
    return kept[-1], first


def _rows(package: Path, words: Vocabulary) -> Rows:
    errors = package_errors(package)
    if errors:
        raise click.UsageError(f"{package} is no valid package: {shown(errors[0], 500)}")
    return read_rows(package, [*resources_read(words), "disclosures"])


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    differing = (n for n, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs)
    return next(differing, min(len(one), len(other)))


def _apart(old: str, new: str) -> tuple[str, str]:
    """Two texts cut to where they differ, with a few characters before and after; short ones as they are."""
    if max(len(old), len(new)) <= LONGEST:
        return old, new
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    first, rest = max(start - AROUND, 0), max(end - AROUND, 0)
    cut_old, cut_new = ("…" * bool(first) + text[first : len(text) - rest] + "…" * bool(rest) for text in (old, new))
    return cut_old, cut_new


def _where(said: Said) -> tuple[str, str]:
    """`a.txt 第 16 行` and `line 16, a.txt`: where a cell stands."""
    place_zh = f"第 {said.page} 页" if said.page else f"第 {said.line} 行" if said.line else ""
    place_en = f"page {said.page}" if said.page else f"line {said.line}" if said.line else ""
    return f"{said.file} {place_zh}".strip(), ", ".join(part for part in (place_en, said.file) if part)


def _value(value: str, amount: bool) -> tuple[str, str]:
    """What a cell says: an amount in yuan, or a text in quotes."""
    return (f"{yuan(value)} 元", f"CNY {yuan(value)}") if amount else (f"“{shown(value, LONGEST)}”",) * 2


def _noted(text: str, notes: Sequence[str], zh: bool) -> str:
    """A text with notes in brackets behind it, those that say something."""
    said = ("，" if zh else ", ").join(note for note in notes if note)
    return text if not said else f"{text}（{said}）" if zh else f"{text} ({said})"


def _ink(said: Said) -> tuple[str, str]:
    return (f"印作“{said.printed}”", f"printed “{said.printed}”") if said.printed else ("", "")


def _said(said: Said | None, value: str, amount: bool) -> tuple[str, str]:
    """What one version says in a cell of a row that both have, in Chinese and in English, with ink and place."""
    if said is None or not said.value:
        return "空", "blank"
    both = zip(_value(value, amount), _ink(said), _where(said), strict=True)
    zh, en = (_noted(text, notes, zh) for (text, *notes), zh in zip(both, (True, False), strict=True))
    return zh, en


def _whole_row(cells: Sequence[Change], words: Vocabulary) -> Iterator[str]:
    """All cells of a row that only one version has, in one line of each language."""
    columns = words.tables[cells[0].resource].column
    said = [(columns[change.field], cell) for change in cells if (cell := change.old or change.new)]
    for language, (mark, place) in enumerate(zip(("；", "; "), _where(said[0][1]), strict=True)):
        texts = [
            f"{(column.title, column.title_en)[language]} "
            + _noted(_value(cell.value, column.is_amount)[language], [_ink(cell)[language]], language == 0)
            for column, cell in said
        ]
        yield "    " + _noted(mark.join(texts), [place], language == 0)


def _change(change: Change, words: Vocabulary) -> Iterator[str]:
    """One cell of a row that both versions have."""
    column = words.tables[change.resource].column[change.field]
    zh, en = KINDS[change.kind]
    both = (change.old, change.new)
    texts = _apart(*(said.value if said else "" for said in both))
    (old_zh, old_en), (new_zh, new_en) = (_said(s, text, column.is_amount) for s, text in zip(both, texts, strict=True))
    yield f"    {zh} {column.title}：{old_zh} → {new_zh}"
    yield f"    {en} {column.title_en}: {old_en} → {new_en}"


def _row(change: Change) -> str:
    numbers = [said.row_number if said else None for said in (change.old, change.new)]
    side = SIDES.get(change.side, (change.side, change.side))
    number = " → ".join(dict.fromkeys(n for n in numbers if n))
    whole_zh, whole_en = KINDS[change.kind] if change.whole_row else ("", "")
    name = f"“{shown(change.row, LONGEST)}”" if change.row else ""
    return f"  {whole_zh}{side[0]}第 {number} 行{name} / {whole_en + ' ' if whole_en else ''}{side[1]}row {number}"


def _place(change: Change) -> tuple[str, str, str]:
    old, new = (said.row_number if said else "" for said in (change.old, change.new))
    return change.side, old, new


def _tell(changes: Sequence[Change], words: Vocabulary) -> None:
    for resource, of_table in groupby(changes, key=lambda change: change.resource):
        say(f"{words.tables[resource].label_zh} / {words.tables[resource].label_en}")
        for _, of_row in groupby(of_table, key=_place):
            cells = [*of_row]
            say(_row(cells[0]))
            lines = _whole_row(cells, words) if cells[0].whole_row else chain(*(_change(cell, words) for cell in cells))
            for line in lines:
                say(line)


def _versions(folders: Sequence[Path]) -> list[str]:
    """What is compared, as an argument names it: `…-budget@1`; folders where that does not tell them apart."""
    named = []
    for folder in folders:
        kept = _kept(folder)
        number = folder.name.partition("-")[0] if is_version(folder) else str(len(kept) + 1) if kept else ""
        named.append(f"{identifier(folder)}@{number}" if number else folder.name)
    return named if len({*named}) > 1 else [str(folder) for folder in folders]


def _summary(old: Rows, new: Rows, folders: Sequence[Path], changes: Sequence[Change]) -> str:
    counts = counted(changes)
    zh = "，".join(f"{KINDS[kind][0]} {counts[kind]} 格" for kind in KINDS)
    en = ", ".join(f"{counts[kind]} {kind}" for kind in KINDS)
    names = (rows["disclosures"][0]["source_name"] for rows in (old, new))
    files = " → ".join(f"{version} {name}" for version, name in zip(_versions(folders), names, strict=True))
    return f"{files}：{zh} / {en} cells"


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option(
    "-d",
    "--packages",
    default="datapackages",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the packages that are named by their identifier.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
def diff(old: str, new: str | None, packages: Path, as_json: bool) -> None:
    """List the cells that NEW adds, removes or changes against OLD, with what both print and where.

    OLD and NEW are package folders or the identifiers of disclosures, with @1 for the first version of one that was
    published again; without NEW the two newest versions of OLD are compared. Rows are known again by their codes and
    names, not by their numbers. Exit code 0 when nothing differs, 1 when something does, 2 for wrong use.

    With --json: `old` and `new`, the folders; `added`, `removed`, `changed`, the numbers of cells; and `changes`, each
    with `kind`, `resource`, `side`, `row`, `field`, `whole_row`, and `old` and `new`: `value` (amounts in yuan),
    `printed`, `row_number`, `page`, `line`, `file`.

    \b
    Example:
      yusuan diff 140405-shuiliju-2024-department-budget
      yusuan diff 140405-shuiliju-2024-department-budget@1 140405-shuiliju-2024-department-budget@2
      yusuan diff old/140405-shuiliju-2024-department-budget datapackages/140405-shuiliju-2024-department-budget --json
    """
    words = vocabulary()
    folders = _two(old, new, packages)
    before, after = (_rows(folder, words) for folder in folders)
    changes = [*differences(before, after, words)]
    if as_json:
        counts = {str(kind): number for kind, number in counted(changes).items()}
        say_json({"old": folders[0], "new": folders[1], **counts, "changes": changes})
    else:
        _tell(changes, words)
        say(_summary(before, after, folders, changes))
    raise SystemExit(1 if changes else 0)
