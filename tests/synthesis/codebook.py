"""The code lists as a budget maker needs them: items under their headings, economic pairs, fund revenue."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipelines.vocabulary import metadata_folder

FUND_REVENUE: Mapping[str, str] = {
    "21208": "1030148",
    "21210": "1030146",
    "21211": "1030147",
    "21213": "1030156",
    "21214": "1030178",
    "20707": "1030129",
    "20709": "1030121",
    "21366": "1030150",
}


@dataclass(frozen=True)
class EconomicPair:
    """An economic item of the department budget with its counterpart in the government budget."""

    department_code: str
    department_name: str
    government_code: str
    government_name: str


@dataclass(frozen=True)
class Codebook:
    names: Mapping[str, Mapping[str, str]]
    items: Mapping[str, Mapping[str, tuple[str, ...]]]
    lines: tuple[tuple[str, str, tuple[str, ...]], ...]
    pairs: Mapping[str, tuple[EconomicPair, ...]]
    headings: Mapping[str, str]


def _rows(name: str) -> list[dict[str, str]]:
    with open(metadata_folder() / "codes" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _names(name: str, book: str) -> dict[str, str]:
    rows = _rows(name)
    return {row["code"]: row["name"] for row in rows if book in (row.get("budget_books") or row["budget_book"])}


def _items(names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found = defaultdict(list)
    for code in sorted(names):
        if len(code) == 7 and code[:5] in names and code[:3] in names:
            found[code[:5]].append(code)
    return {heading: tuple(codes) for heading, codes in found.items()}


@lru_cache(maxsize=1)
def codebook() -> Codebook:
    """The lists of `metadata/codes`: `names` and `items` by budget book, `pairs` by kind of unit."""
    names = {
        "general": _names("functional_classification", "general_public"),
        "fund": _names("government_fund_classification", "government_fund"),
        "capital": _names("state_capital_classification", "state_capital"),
        "revenue": {row["code"]: row["name"] for row in _rows("revenue_classification")},
    }
    lines = tuple(
        (row["function_code"], row["item"], tuple(a for a in row["aliases"].split("|") if a))
        for row in _rows("summary_lines")
    )
    printed = {code: item for code, item, _ in lines}
    for book in ("general", "fund", "capital"):
        names[book].update({code: item for code, item in printed.items() if code in names[book]})
        names[book] = {code: name for code, name in names[book].items() if code[:3] in printed}
    headings = {row["code"]: row["name"] for row in _rows("department_economic_classification")}
    pairs = defaultdict(list)
    for row in _rows("economic_crosswalk"):
        pair = EconomicPair(
            row["department_economic_code"],
            row["department_economic_name"],
            row["government_economic_code"],
            row["government_economic_name"],
        )
        if pair.department_code[:3] not in ("301", "302", "303"):
            continue
        for kind in ("administrative", "institution"):
            if kind in row["unit_type"] or row["unit_type"] == "both":
                pairs[kind].append(pair)
    return Codebook(
        names=names,
        items={book: _items(names[book]) for book in ("general", "fund", "capital")},
        lines=lines,
        pairs={kind: tuple(found) for kind, found in pairs.items()},
        headings={code: name for code, name in headings.items() if len(code) == 3},
    )
