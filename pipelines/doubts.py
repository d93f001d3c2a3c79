"""What a publisher should look at before trusting a package, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable


def doubts(states: Iterable[str], cut_off: int, issues: int, verdicts: Iterable[str]) -> dict[str, int]:
    """Tables missing, unreadable or cut off, Issues, and rows of the standard tables that no check confirms."""
    found = Counter(states)
    counted = {
        "tables missing": found["missing"],
        "tables unreadable": found["unreadable"],
        "tables cut off": cut_off,
        "issues": issues,
        "rows unchecked": Counter(verdicts)["unchecked"],
    }
    return {name: count for name, count in counted.items() if count}


def told(counted: Collection[tuple[str, int]]) -> str:
    """The counts as the end of a line: `; tables missing: 2, issues: 3`."""
    return "; " + ", ".join(f"{name}: {count}" for name, count in counted) if counted else ""
