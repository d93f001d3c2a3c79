"""Names of economic items → codes. Names repeat (办公费 under several classes), so the heading above a row decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipelines.grid.keys import is_total
from pipelines.values import plain
from pipelines.vocabulary import Vocabulary


@dataclass(frozen=True)
class EconomicItem:
    """One row's item: level 0 total, 1 类, 2 款; codes are None where the name is on no list."""

    name: str
    code: str | None
    government_name: str | None
    government_code: str | None
    level: int


@dataclass(frozen=True)
class EconomicNames:
    """The department and government lists, indexed by plain name."""

    department: Mapping[str, tuple[str, ...]]
    government: Mapping[str, tuple[str, ...]]
    crosswalk: Mapping[tuple[str, str], str]

    @cached_property
    def longest(self) -> int:
        """The length of the longest text that may be two names."""
        return max(map(len, self.department)) + max(map(len, self.government))

    @staticmethod
    def of(vocabulary: Vocabulary) -> EconomicNames:
        return _names(vocabulary)

    def split(self, text: str) -> tuple[str, str]:
        """Two names written together → both names; (text, "") unless exactly one cut gives two known names."""
        if len(text) > self.longest or plain(text) in self.department or is_total(text):
            return text, ""
        cuts = [
            i for i in range(1, len(text)) if plain(text[:i]) in self.department and plain(text[i:]) in self.government
        ]
        return (text[: cuts[0]], text[cuts[0] :]) if len(cuts) == 1 else (text, "")

    def item(self, name: str, government: str | None, heading: str | None) -> EconomicItem:
        """The item of one row below the class `heading` (its code)."""
        if is_total(name):
            return EconomicItem(plain(name), None, None, None, 0)
        codes = self.department.get(plain(name), ())
        classes = [c for c in codes if len(c) == 3]
        if government is None and classes:
            return EconomicItem(name, classes[0], None, None, 1)
        items = [c for c in codes if len(c) == 5 and (heading is None or c.startswith(heading))]
        code = items[0] if len(items) == 1 else None
        return EconomicItem(name, code, government, self._government_code(code, government), 2)

    def _government_code(self, code: str | None, government: str | None) -> str | None:
        if government is None:
            return None
        known = self.crosswalk.get((code or "", plain(government)))
        listed = [c for c in self.government.get(plain(government), ()) if len(c) == 5]
        return known or (listed[0] if len(listed) == 1 else None)


@lru_cache(maxsize=4)
def _names(vocabulary: Vocabulary) -> EconomicNames:
    def index(name: str) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for row in vocabulary.codes.rows(name):
            for label in (row["name"] or "", *(row.get("aliases") or "").split("|")):
                if label:
                    key = plain(label)
                    found[key] = (*found.get(key, ()), row["code"] or "")
        return found

    crosswalk: dict[tuple[str, str], set[str]] = {}
    for row in vocabulary.codes.rows("economic_crosswalk"):
        key = (row["department_economic_code"] or "", plain(row["government_economic_name"] or ""))
        crosswalk.setdefault(key, set()).add(row["government_economic_code"] or "")
    certain = {k: next(iter(v)) for k, v in crosswalk.items() if len(v) == 1}
    return EconomicNames(
        index("department_economic_classification"), index("government_economic_classification"), certain
    )
