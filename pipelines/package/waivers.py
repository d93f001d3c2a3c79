"""Waivers: what a person explains of one disclosure, a failed check or an issue of the reading, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["rule", "issue"]


@dataclass(frozen=True)
class Place:
    """What a waiver may cover: a failed check by its rule or an issue by its code, with its own table and its rows,
    written as `check_results` names them: `6`, or `revenue:6` where the table has sides.
    """

    kind: Kind
    name: str
    resource: str | None = None
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiver:
    """A reason for the failed checks of one rule, or the issues of one code; `resource` narrows it to one table, `row`
    to one of its rows.
    """

    kind: Kind
    name: str
    reason: str
    resource: str | None = None
    row: str | None = None

    def covers(self, place: Place) -> bool:
        """Whether the reason is given for this place."""
        narrowed = self.resource in (None, place.resource) and (self.row is None or self.row in place.rows)
        return (self.kind, self.name) == (place.kind, place.name) and narrowed

    @property
    def place(self) -> str:
        """`T1-01 budget_summary revenue:6`, as messages name it."""
        return " ".join(part for part in (self.name, self.resource, self.row) if part)


@dataclass(frozen=True)
class Waivers:
    """All waivers of one disclosure, in the order in which they are written."""

    given: tuple[Waiver, ...] = ()

    def reason(self, place: Place) -> str | None:
        """The reason that is given for a place, if there is one."""
        return next((waiver.reason for waiver in self.given if waiver.covers(place)), None)

    def stale(self, places: Iterable[Place]) -> tuple[Waiver, ...]:
        """Waivers that cover none of the places: they could hide something tomorrow."""
        found = list(places)
        return tuple(waiver for waiver in self.given if not any(map(waiver.covers, found)))


def place_of_issue(row: Mapping[str, str]) -> Place:
    """The place of an issue, from its row of `issues`."""
    number = f"{row['side']}:{row['row_number']}" if row["side"] else row["row_number"]
    return Place("issue", row["code"], row["resource"], (number,) if row["row_number"] else ())
