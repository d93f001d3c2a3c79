"""`yusuan check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from pipelines.commands.shared import say, say_json
from pipelines.doubts import doubts, told
from pipelines.package import settings
from pipelines.package.eye import unconfirmed
from pipelines.package.findings import Finding, basis_in, findings, place_en, place_zh, rows_read
from pipelines.package.issues import ReadingIssue, reading_issues
from pipelines.package.validate import history_errors, package_errors, read_rows
from pipelines.package.waivers import Place, Waivers, place_of_issue
from pipelines.vocabulary import Vocabulary, vocabulary

SHOWN = 20
SEVERITIES = {"error": "错误 error", "warning": "提示 warning"}
WAIVED = "已说明 waived"
OUTDATED = (
    "disclosure.yml 在生成之后改过，说明尚未写入数据，请重新生成再发布 / "
    "changed after the package was built: build it again before you publish, so that the data carry what it explains"
)


@dataclass(frozen=True)
class Waived:
    """A failed check that `disclosure.yml` gives a reason for."""

    finding: Finding
    reason: str


@dataclass(frozen=True)
class Checked:
    """What `check` says of one package; `conflicts` are the failed checks, errors before warnings, `explained` those
    that `disclosure.yml` gives a reason for, `sources` the files that it was read from.

    `doubts` counts what to look at, `issues` are what the reading found doubtful, `unconfirmed` the recognised figures
    that no check confirms; `outdated` says that `disclosure.yml` explains something else than the package as it is.
    """

    package: Path
    errors: tuple[str, ...]
    outcomes: dict[str, int] = field(default_factory=dict)
    doubts: dict[str, int] = field(default_factory=dict)
    issues: tuple[ReadingIssue, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    conflicts: tuple[Finding, ...] = ()
    explained: tuple[Waived, ...] = ()
    sources: tuple[str, ...] = ()
    outdated: bool = False

    @property
    def ok(self) -> bool:
        return not self.errors and not self.of("error") and not self.grave

    @property
    def grave(self) -> tuple[ReadingIssue, ...]:
        """The issues of severity `error` that nothing explains."""
        return tuple(issue for issue in self.issues if issue.is_error)

    def of(self, severity: str) -> tuple[Finding, ...]:
        """The failed checks of one severity that nothing explains."""
        return tuple(conflict for conflict in self.conflicts if conflict.severity == severity)


def _stale(waivers: Waivers, places: Iterable[Place]) -> list[str]:
    covers = {"rule": "failed check", "issue": "issue of the reading"}
    return [
        f"disclosure.yml: the waiver of {waiver.place} covers no {covers[waiver.kind]}; remove it"
        for waiver in waivers.stale(places)
    ]


def checked(package: Path, words: Vocabulary) -> Checked:
    """Validates one package folder with the versions that it keeps, and reads its failed checks."""
    errors = package_errors(package)
    if errors:
        return Checked(package, tuple(errors))
    try:
        waivers = settings.load(package).waivers
        rows = read_rows(package, [*rows_read(words), "issues", "cell_sources"])
        found = sorted(findings(rows, words), key=lambda finding: finding.severity != "error")
        errors = history_errors(package)
    except settings.BadSettings as error:
        return Checked(package, (str(error),))
    except (OSError, KeyError, ArithmeticError) as error:
        return Checked(package, (f"not a package of this version ({error}); build it again",))
    places = {finding.waivable: finding.waiver for finding in found}
    places |= {place_of_issue(row): row["waiver"] for row in rows["issues"]}
    explained = [(finding, waivers.reason(finding.waivable)) for finding in found]
    return Checked(
        package,
        (*errors, *_stale(waivers, places)),
        dict(sorted(Counter(row["outcome"] for row in rows["check_results"]).items())),
        _doubts(rows, [table.resource for table in words.standard_tables]),
        reading_issues(rows["issues"], waivers),
        tuple(f"{figure.zh} / {figure.en}" for figure in unconfirmed(rows, words)),
        tuple(finding for finding, reason in explained if reason is None),
        tuple(Waived(finding, reason) for finding, reason in explained if reason is not None),
        tuple(row["source_name"] for row in rows["source_files"]),
        any((waivers.reason(place) or "") != written for place, written in places.items()),
    )


def _doubts(rows: Mapping[str, Sequence[Mapping[str, Any]]], standard: Sequence[str]) -> dict[str, int]:
    states = rows["table_states"]
    verdicts = (row["verdict"] for resource in standard for row in rows[resource])
    cut_off = sum(row["cut_off"] == "true" for row in states)
    return doubts((row["state"] for row in states), cut_off, len(rows["issues"]), verdicts)


def _tell_head(severity: str, reason: str | None, text: str) -> None:
    """The first line of a finding or an issue: how grave it is, or that it is explained, and then why."""
    say(f"  {WAIVED if reason else SEVERITIES.get(severity, severity)} {text}")
    if reason:
        say(f"    不计为错误，说明 no error, explained: {reason}")


def _tell_finding(finding: Finding, reason: str | None) -> None:
    """What conflicts, what both places say, by which rule: each first in Chinese, then in English."""
    _tell_head(finding.severity, reason, f"{finding.rule_id} {finding.message_zh}")
    say(f"    {finding.message_en}")
    if finding.expected and finding.actual:
        figures = (finding.actual, finding.expected, finding.difference)
        say("    此处 {} 元，另一处 {} 元，相差 {} 元".format(*figures))
        say("    here CNY {}, elsewhere CNY {}, difference CNY {}".format(*figures))
    for place in (place for place in finding.places if place.rows):
        say(f"    · {place_zh(place)}")
        say(f"      {place_en(place)}")
    if finding.statement_zh:
        say(f"    规则：{finding.statement_zh}（依据：{basis_in(finding.basis, True)}）")
        say(f"    rule: {finding.statement_en} (basis: {basis_in(finding.basis, False)})")


def _tell(result: Checked) -> None:
    counts = ", ".join(f"{number} {outcome}" for outcome, number in result.outcomes.items())
    state = "invalid" if result.errors else "valid"
    say(f"{result.package.name}: {state}" + (f"; checks: {counts}" if counts else "") + told(result.doubts.items()))
    if result.sources:
        say(f"  原文件 source: {'、'.join(result.sources)}")
    for error in result.errors:
        say(f"  {error}")
    if result.outdated:
        say(f"  {OUTDATED}")
    for conflict in result.conflicts:
        _tell_finding(conflict, None)
    for waived in result.explained:
        _tell_finding(waived.finding, waived.reason)
    for issue in result.issues[:SHOWN]:
        _tell_head(issue.severity, issue.waiver, f"读取问题 issue {issue.told}")
    for line in result.unconfirmed[:SHOWN]:
        say(f"  {line}")
    for number, file in ((len(result.issues), "issues"), (len(result.unconfirmed), "cell_sources")):
        if number > SHOWN:
            say(f"  … {number - SHOWN} more in data/{file}.csv")


def _summary(results: Sequence[Checked]) -> str:
    invalid = sum(bool(result.errors) for result in results)
    errors, warnings = (sum(len(result.of(severity)) for result in results) for severity in ("error", "warning"))
    issues = [issue for result in results for issue in result.issues]
    grave = sum(issue.is_error for issue in issues)
    waived = sum(len(result.explained) for result in results) + sum(issue.waiver is not None for issue in issues)
    zh = f"共 {len(results)} 份：无效 {invalid} 份，错误 {errors + grave} 处，提示 {warnings} 处，已说明 {waived} 处"
    en = f"{len(results)} packages: {invalid} invalid, {errors + grave} errors, {warnings} warnings, {waived} waived"
    of_them_zh, of_them_en = (f"（其中错误 {grave} 处）", f" ({grave} of them errors)") if grave else ("", "")
    return f"{zh}，读取问题 {len(issues)} 处{of_them_zh} / {en}, {len(issues)} issues of the reading{of_them_en}"


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
    """Validate packages and print what does not reconcile: where, what both places say, and by which rule.

    PACKAGE is the folder of a package, its datapackage.json, or a folder of packages. Exit code 1 when a package is
    invalid, when a check of severity `error` fails, or the reading has an issue of severity `error` (a table cut off,
    say), that no waiver in its disclosure.yml explains, or when a waiver covers nothing.

    With --json a list, for each package: `ok`; `package`; its `sources`; `errors`, what makes it invalid; `outcomes`,
    the number of checks by outcome; `conflicts`, the failed checks (`rule_id`, `severity`, `resource`, `rows`,
    `message_zh`, `message_en`, `expected`, `actual`, `difference`, `statement_zh`, `statement_en`, `basis`, and
    `places` with their `rows`: name, page, line, file and `figures`); `explained`, those waived, each a `finding` with
    its `reason`; `issues` of the reading (`code`, `severity`, `resource`, `row`, `page`, `line`, `message_zh`,
    `message_en`, and `waiver`, the reason that explains it); `doubts` and `unconfirmed`, what to look at;
    `outdated`, whether disclosure.yml explains something else than the package that was built of it.

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
        say(_summary(results))
    raise SystemExit(0 if all(result.ok for result in results) else 1)
