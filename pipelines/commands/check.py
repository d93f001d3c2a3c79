"""`yusuan check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from pipelines.commands.shared import say, say_json
from pipelines.doubts import doubts, told
from pipelines.package import settings
from pipelines.package.eye import unconfirmed
from pipelines.package.findings import Finding, findings, place_en, place_zh
from pipelines.package.validate import package_errors, read_rows
from pipelines.vocabulary import Vocabulary, vocabulary

SHOWN = 20


@dataclass(frozen=True)
class Checked:
    """What `check` says of one package; `explained` are failed checks that `disclosure.yml` gives a reason for.

    `doubts` counts what to look at, `issues` names what the reading found doubtful, `unconfirmed` the recognised
    figures that no check confirms.
    """

    package: Path
    errors: tuple[str, ...]
    outcomes: dict[str, int]
    doubts: dict[str, int] = field(default_factory=dict)
    issues: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    conflicts: tuple[Finding, ...] = ()
    explained: tuple[tuple[Finding, str], ...] = ()

    @property
    def ok(self) -> bool:
        return not self.errors and not any(conflict.severity == "error" for conflict in self.conflicts)


def _stale(hand: settings.Settings, found: tuple[Finding, ...]) -> list[str]:
    return [
        f"disclosure.yml: the waiver of {waiver.rule} covers no failed check; remove it"
        for waiver in hand.stale((f.rule_id, f.resource) for f in found)
    ]


def checked(package: Path, words: Vocabulary) -> Checked:
    """Validates one package folder and reads its failed checks."""
    errors = package_errors(package)
    if errors:
        return Checked(package, tuple(errors), {})
    try:
        hand = settings.load(package)
        standard = [table.resource for table in words.standard_tables]
        rows = read_rows(package, ["check_results", "table_states", "issues", "cell_sources", *standard])
        found = findings(rows, words)
    except settings.BadSettings as error:
        return Checked(package, (str(error),), {})
    except (OSError, KeyError, ArithmeticError) as error:
        return Checked(package, (f"not a package of this version ({error}); build it again",), {})
    waived = [(f, hand.waiver(f.rule_id, f.resource)) for f in found]
    return Checked(
        package,
        tuple(_stale(hand, found)),
        dict(sorted(Counter(row["outcome"] for row in rows["check_results"]).items())),
        _doubts(rows, standard),
        tuple(_issue(row) for row in rows["issues"]),
        tuple(f"{figure.zh} / {figure.en}" for figure in unconfirmed(rows, words)),
        tuple(f for f, waiver in waived if waiver is None),
        tuple((f, waiver.reason) for f, waiver in waived if waiver is not None),
    )


def _doubts(rows: Mapping[str, Sequence[Mapping[str, Any]]], standard: Sequence[str]) -> dict[str, int]:
    states = rows["table_states"]
    verdicts = (row["verdict"] for resource in standard for row in rows[resource])
    cut_off = sum(row["cut_off"] == "true" for row in states)
    return doubts((row["state"] for row in states), cut_off, len(rows["issues"]), verdicts)


def _issue(row: Mapping[str, Any]) -> str:
    place = " ".join(row[name] for name in ("resource", "side") if row[name])
    number = f" row {row['row_number']}" if row["row_number"] else ""
    where = f"{place}{number}: " if place else ""
    return f"{row['severity']} {row['code']} {where}{row['message_zh']} / {row['message_en']}"


def _tell_finding(finding: Finding, reason: str | None) -> None:
    say(f"  {finding.severity} {finding.rule_id} {finding.message_zh} / {finding.message_en}")
    if finding.expected and finding.actual:
        say(f"    expected {finding.expected} 元, printed {finding.actual} 元, difference {finding.difference} 元")
    for place in finding.places:
        say(f"    {place_zh(place)}")
        say(f"    {place_en(place)}")
    if reason:
        say(f"    explained: {reason}")


def _tell(result: Checked) -> None:
    counts = ", ".join(f"{number} {outcome}" for outcome, number in result.outcomes.items())
    state = "invalid" if result.errors else "valid"
    say(f"{result.package.name}: {state}" + (f"; checks: {counts}" if counts else "") + told(result.doubts.items()))
    for error in result.errors:
        say(f"  {error}")
    for lines, file in ((result.issues, "issues"), (result.unconfirmed, "cell_sources")):
        for line in lines[:SHOWN]:
            say(f"  {line}")
        if len(lines) > SHOWN:
            say(f"  … {len(lines) - SHOWN} more in data/{file}.csv")
    for conflict in result.conflicts:
        _tell_finding(conflict, None)
    for conflict, reason in result.explained:
        _tell_finding(conflict, reason)


def packages_in(paths: tuple[Path, ...]) -> list[Path]:
    """The package folders among the paths, and those directly under a folder of packages."""
    found: dict[Path, None] = {}
    for path in paths:
        folder = path.parent if path.name == "datapackage.json" else path
        inside = sorted(child.parent for child in folder.glob("[!.]*/datapackage.json"))
        for package in [folder] if (folder / "datapackage.json").exists() or not inside else inside:
            found.setdefault(package)
    return list(found)


@click.command()
@click.argument("packages", metavar="PACKAGE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the results as JSON.")
def check(packages: tuple[Path, ...], as_json: bool) -> None:
    """Validate packages and print what does not reconcile: where, and what both places say.

    PACKAGE is the folder of a package, its datapackage.json, or a folder of packages. Exit code 1 when a package is
    invalid or a check of severity `error` fails that no waiver in its disclosure.yml explains.

    \b
    Example:
      yusuan check datapackages/140405-shuiliju-2024-department-budget
      yusuan check datapackages --json
    """
    results = [checked(package, vocabulary()) for package in packages_in(packages)]
    if as_json:
        say_json([{"ok": result.ok, **vars(result)} for result in results])
    else:
        for result in results:
            _tell(result)
    raise SystemExit(0 if all(result.ok for result in results) else 1)
