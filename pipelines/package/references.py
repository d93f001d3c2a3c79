"""The reference rows that one package refers to, so that its foreign keys hold without the whole lists."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pipelines.lists import FROM_PRINT, UNLISTED, list_rows
from pipelines.package.records import Records
from pipelines.schemas import foreign_keys
from pipelines.tables import Table
from pipelines.vocabulary import Vocabulary

NAMES = ("name", "full_name", "title")


@lru_cache(maxsize=4)
def linked(vocabulary: Vocabulary, resources: frozenset[str]) -> tuple[str, ...]:
    """Names of the reference resources that these resources refer to, directly or through one another, sorted."""
    found: set[str] = set()
    ahead = list(resources)
    while ahead:
        targets = {target for _, target, _ in foreign_keys(vocabulary.tables[ahead.pop()])}
        ahead += sorted(targets - found - resources)
        found |= targets - resources
    return tuple(sorted(found))


@lru_cache(maxsize=32)
def listed(vocabulary: Vocabulary, resource: str) -> Mapping[str, tuple[str, ...]]:
    """Every row of one reference resource as CSV text, by its key, in the order of the list."""
    table = vocabulary.tables[resource]
    names = [column.name for column in table.columns]
    lines = (tuple(row[name] or "" for name in names) for row in list_rows(vocabulary, table))
    key = names.index(table.key[0])
    return {line[key]: line for line in lines}


def _depth(resource: str, code: str) -> str:
    """The level that the code's own length or zeros say: notation, not a guess."""
    if resource == "divisions":
        return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"
    return str((len(code) - 1) // 2)


def _unlisted(table: Table, code: str, name: str, known: Mapping[str, object]) -> tuple[str, ...]:
    parent = code[:-2]
    row = {
        table.key[0]: code,
        "level": _depth(table.resource, code),
        "parent": parent if parent in known else "",
        "budget_books": "unknown",
        "confidence": UNLISTED,
        "source": FROM_PRINT,
        **dict.fromkeys(NAMES, name or code),
    }
    return tuple(row.get(column.name, "") for column in table.columns)


def _name_column(table: Table, column: str) -> str | None:
    """The column that prints the name of a code: `function_name` beside `function_code`, else `item` or `name`."""
    wanted = (column.removesuffix("_code") + "_name", "item", "name")
    return next((name for name in wanted if name in table.column and name != column), None)


def _used(rows: Records, vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """Of every reference resource the keys that stand in the package, each with the name first printed beside it."""
    found: dict[str, dict[str, str]] = {}
    for resource in rows:
        table = vocabulary.tables[resource]
        order = {column.name: n for n, column in enumerate(table.columns)}
        for column, target, _ in foreign_keys(table):
            if target in rows:
                continue
            beside = _name_column(table, column)
            at, name_at = order[column], order[beside] if beside else None
            codes = found.setdefault(target, {})
            for row in rows[resource]:
                if row[at]:
                    codes.setdefault(row[at], "" if name_at is None else row[name_at])
    return found


def references(rows: Records, vocabulary: Vocabulary) -> Records:
    """The rows of every reference resource that `rows` refers to, with their ancestors, in the order of the lists.

    A printed code that no list has gets a row of its own whose `confidence` is `unlisted`.
    """
    ahead = _used(rows, vocabulary)
    found: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in linked(vocabulary, frozenset(rows))}
    while ahead:
        resource, codes = ahead.popitem()
        table, have = vocabulary.tables[resource], found[resource]
        known = listed(vocabulary, resource)
        order = {column.name: n for n, column in enumerate(table.columns)}
        for code, name in codes.items():
            if code in have:
                continue
            have[code] = known.get(code) or _unlisted(table, code, name, known)
            for column, target, _ in foreign_keys(table):
                if have[code][order[column]]:
                    ahead.setdefault(target, {}).setdefault(have[code][order[column]], "")
    return {resource: _in_order(have, listed(vocabulary, resource)) for resource, have in found.items()}


def _in_order(have: Mapping[str, tuple[str, ...]], known: Mapping[str, object]) -> list[list[str]]:
    """Listed rows as the list has them, then the unlisted by code."""
    rank = {code: n for n, code in enumerate(known)}
    return [list(have[code]) for code in sorted(have, key=lambda code: (rank.get(code, len(rank)), code))]
