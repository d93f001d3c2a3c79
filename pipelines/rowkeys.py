"""Key cells of a row → the columns that identify it: codes, names, levels, kinds, and whether it is a leaf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from pipelines.economics import EconomicNames
from pipelines.grid.keys import CODE, find_line, is_total, known_line, line_item
from pipelines.printed import Panel
from pipelines.project_sums import ProjectRow
from pipelines.projects import project_rows
from pipelines.purchases import purchases
from pipelines.settle import SettledRow
from pipelines.values import has_ordinal, parse_amount, plain, squeeze
from pipelines.vocabulary import Vocabulary

Keys: TypeAlias = Mapping[str, object]
_NO_LEAVES = ("total", "of_which")
"""Kinds of lines whose money other lines of the table hold too."""


@dataclass(frozen=True)
class Surroundings:
    """What a table must be told of the rest of its document: the unit in yuan (None: unknown, so every amount is null),
    department or unit, and the text that names the entity's units.
    """

    unit_factor: int | None
    entity_kind: str | None
    units_named_in: str = ""


def row_keys(members: Sequence[SettledRow], panel: Panel, vocabulary: Vocabulary, around: Surroundings) -> list[Keys]:
    """The identifying columns of each row of one panel, in order."""
    if panel.rows == "codes":
        return _coded(members, panel)
    if panel.rows == "lines":
        return _lines(members, panel)
    if panel.rows == "economic_items":
        return _items(members, vocabulary)
    if panel.rows == "units":
        return _units(members, panel)
    if panel.rows == "purchases":
        return purchases([[key.text for key in m.raw.keys] for m in members], tuple(panel.keys))
    return _projects(members, around)


def _units(members: Sequence[SettledRow], panel: Panel) -> list[Keys]:
    """Rows of units; where they have codes, a unit stands below the one whose code its own begins with."""
    *code_field, name_field = panel.keys
    found: list[dict[str, object]] = []
    path: list[str] = []
    for member in members:
        *codes, name = (key.text for key in member.raw.keys)
        code = codes[0] if codes else ""
        line = known_line(panel, name)
        if is_total(name or code) or (line is not None and line.kind == "total"):
            found.append({**dict.fromkeys(code_field), name_field: name or code, "row_kind": "total", "level": 0})
            continue
        path = [above for above in path if code and code.startswith(above) and code != above]
        keys = {**dict.fromkeys(code_field, code or None), name_field: name or None}
        found.append({**keys, "row_kind": "unit", "level": len(path) + 1})
        path += [code] if code else []
    below = [*(row["level"] for row in found), 0][1:]
    for row, deeper in zip(found, below, strict=True):
        leaf = len(found) == 1 or (row["level"] != 0 and int(str(deeper)) <= int(str(row["level"])))
        row["is_leaf"] = leaf
    return list(found)


def is_unknown(keys: Keys, panel: Panel) -> bool:
    """Whether a row begins with nothing that this panel prints: no code, no total, no line of the form."""
    if panel.rows == "codes":
        return keys["level"] is None
    return panel.rows == "lines" and keys["item_kind"] is None


def _coded(members: Sequence[SettledRow], panel: Panel) -> list[Keys]:
    code_field, name_field = panel.keys
    printed = (plain(m.raw.keys[0].text) for m in members)
    codes = [c if CODE.fullmatch(c) and c.startswith(panel.code_prefix) else None for c in printed]
    parents = {code[:length] for code in codes if code for length in range(3, len(code))}
    keys: list[Keys] = []
    for member, code in zip(members, codes, strict=True):
        name = member.raw.keys[1].text
        level: int | None
        if code is None:
            name = "".join(k.text for k in member.raw.keys)
            alone = not name and len(members) == 1  # a table of one row, whose columns alone are named
            name, level = (plain(name), 0) if alone or is_total(name) else (name, None)
            leaf = len(members) == 1
        else:
            level = (len(code) - 1) // 2
            leaf = code not in parents
        kind = "total" if level == 0 else "item"
        keys.append({code_field: code, name_field: name or None, "level": level, "is_leaf": leaf, "row_kind": kind})
    return keys


def _lines(members: Sequence[SettledRow], panel: Panel) -> list[Keys]:
    indices: list[int | None] = []
    after = -1
    for member in members:
        index = find_line(panel, member.raw.keys[0].text, after)
        after = after if index is None else max(after, index)
        indices.append(index)
    printed = {panel.lines[i].kind for i in indices if i is not None}
    return [
        _line(member.raw.keys[0].text, panel, index, printed) for member, index in zip(members, indices, strict=True)
    ]


def _line(text: str, panel: Panel, index: int | None, printed: set[str]) -> Keys:
    """A line of the form; `printed` are the kinds of all lines there, which tell whether its parts are among them."""
    if index is None:
        return {"item": _item(text) or None, "item_kind": None, "function_code": None, "is_leaf": True}
    line = panel.lines[index]
    leaf = line.kind not in _NO_LEAVES and printed.isdisjoint(line.parts)
    return {"item": _item(text), "item_kind": line.kind, "function_code": line.function_code, "is_leaf": leaf}


def _item(text: str) -> str:
    """The printed label without ordinal and white space, its brackets as printed."""
    squeezed = squeeze(text)
    return squeezed[len(squeezed) - len(line_item(squeezed)) :] if has_ordinal(squeezed) else squeezed


def _items(members: Sequence[SettledRow], vocabulary: Vocabulary) -> list[Keys]:
    names = EconomicNames.of(vocabulary)
    heading: str | None = None
    resolved = []
    for member in members:
        first, second = (k.text for k in member.raw.keys[:2])
        if not second:
            first, second = names.split(first)
        item = names.item(first, second or None, heading)
        heading = item.code if item.level == 1 else heading
        resolved.append(item)
    below = [*(item.level for item in resolved), 0][1:]
    return [
        {
            "department_economic_code": item.code,
            "department_economic_name": item.name,
            "government_economic_code": item.government_code,
            "government_economic_name": item.government_name,
            "level": item.level,
            "is_leaf": next_level <= item.level and (item.level > 0 or len(members) == 1),
        }
        for item, next_level in zip(resolved, below, strict=True)
    ]


def _projects(members: Sequence[SettledRow], around: Surroundings) -> list[Keys]:
    rows = [ProjectRow(m.raw.keys[0].text, m.raw.indent, _readable(m)) for m in members]
    kinds = project_rows(rows, around.entity_kind, around.units_named_in)
    return [
        {"name": row.name or None, "row_kind": kind, "unit_name": unit, "is_leaf": leaf}
        for row, (kind, unit, leaf) in zip(rows, kinds, strict=True)
    ]


def _readable(member: SettledRow) -> dict[str, Decimal]:
    """The amounts of a row that are amounts, in the printed unit."""
    found = {}
    for field, index in member.reading.items():
        try:
            found[field] = parse_amount(member.raw.amounts[index].text)
        except ValueError:
            continue
    return found
