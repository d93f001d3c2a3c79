"""Issues of the reading in words: what is doubtful, where, and whether a person explains it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.package.waivers import Waivers, place_of_issue


@dataclass(frozen=True)
class ReadingIssue:
    """One issue: `row` is written as `6` or `revenue:6`, `waiver` the reason that `disclosure.yml` gives for it."""

    code: str
    severity: str
    resource: str
    row: str
    page: str
    line: str
    message_zh: str
    message_en: str
    waiver: str | None

    @property
    def is_error(self) -> bool:
        """Whether it counts as an error: it is one, and nobody explains it."""
        return self.severity == "error" and self.waiver is None

    @property
    def told(self) -> str:
        """`cut_off budget_summary row revenue:6: … / … (line 9)`."""
        place = self.resource + (f" row {self.row}" if self.row else "")
        at = f" (page {self.page})" if self.page else f" (line {self.line})" if self.line else ""
        return f"{self.code} {place}{': ' if place else ''}{self.message_zh} / {self.message_en}{at}"


def reading_issues(rows: Sequence[Mapping[str, str]], waivers: Waivers) -> tuple[ReadingIssue, ...]:
    """The issues of one package from its rows of `issues`: errors first, those that are explained last."""
    found = (_issue(row, waivers) for row in rows)
    return tuple(sorted(found, key=lambda issue: (issue.waiver is not None, issue.severity != "error")))


def _issue(row: Mapping[str, str], waivers: Waivers) -> ReadingIssue:
    place = place_of_issue(row)
    return ReadingIssue(
        row["code"],
        row["severity"],
        row["resource"],
        "".join(place.rows),
        row["page"],
        row["line"],
        row["message_zh"],
        row["message_en"],
        waivers.reason(place),
    )
