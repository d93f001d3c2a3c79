"""The text and the forms of the little disclosure as tables, from the story in `checks_cases/story.yml`."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from pipelines.model import CellSource, TypedRow, TypedTable
from pipelines.vocabulary import vocabulary
from tests.little import Little, little

STORY: dict[str, list[list[Any]]] = yaml.safe_load(
    (Path(__file__).parent / "checks_cases" / "story.yml").read_text(encoding="utf-8")
)
FORM_FIELDS = ("implementation_total", "implementation_local", "annual_total", "annual_local")
FIGURE = 4


def _plain(printed: str) -> Decimal:
    return Decimal(printed.replace(",", ""))


def _table(resource: str, rows: list[tuple[dict[str, Any], dict[str, str], int]]) -> TypedTable:
    """Rows of (values, printed figures, yuan to the printed unit); every other column is blank."""
    columns = [column.name for column in vocabulary().tables[resource].columns]
    typed = []
    for number, (values, printed, factor) in enumerate(rows, 1):
        figures = {field: _plain(text) * factor for field, text in printed.items()}
        cells = tuple(CellSource(f, text, figures[f] if f != "value" else None) for f, text in printed.items())
        typed.append(TypedRow(number, None, {**dict.fromkeys(columns), **values, **figures}, cells))
    return TypedTable(resource, tuple(typed))


def _sentence(row: list[Any], told: list[list[Any]]) -> str:
    """What one statement says in one section."""
    return "2024年" + "，".join(f"{other[6]}{other[4]}{other[5]}" for other in told if other[:2] == row[:2]) + "。"


def _stated(row: list[Any], told: list[list[Any]]) -> tuple[dict[str, Any], dict[str, str], int]:
    section, statement, measure, direction, figure, unit, subject = row
    values = {
        "section": section,
        "statement": statement,
        "measure": measure,
        "direction": direction,
        "subject": subject,
        "value_unit": unit,
        "quote": _sentence(row, told),
        "printed": figure,
    }
    money = unit == "万元"
    return values, {"amount" if money else "value": figure}, 10000 if money else 1


class Story:
    """What the text says; a test changes it before it is laid into a disclosure."""

    def __init__(self) -> None:
        self.told = deepcopy(STORY)

    def figures(self, statement: str, measure: str) -> list[list[Any]]:
        return [row for row in self.told["stated"] if row[1:3] == [statement, measure]]

    def say(self, statement: str, measure: str, figure: str, every: bool = False) -> Story:
        """The first figure of a statement, or every one, printed otherwise."""
        for row in self.figures(statement, measure)[: None if every else 1]:
            row[FIGURE] = figure
        return self

    def unsay(self, *statements: str) -> Story:
        self.told["stated"] = [row for row in self.told["stated"] if row[1] not in statements]
        return self

    def write(self, old: str, new: str) -> Story:
        """Other words in the text."""
        for row in self.told["sections"]:
            row[2], row[3] = row[2].replace(old, new), row[3].replace(old, new)
        return self

    def fill(self, form: int, at: int, text: str) -> Story:
        self.told["forms"][form][at] = text
        return self

    def without(self, what: str) -> Story:
        self.told[what] = []
        return self

    def number(self, statement: str, measure: str) -> int:
        """The row of the first figure of a statement."""
        return next(n for n, row in enumerate(self.told["stated"], 1) if row[1:3] == [statement, measure])

    def parts(self) -> dict[str, TypedTable]:
        stated = [_stated(row, self.told["stated"]) for row in self.told["stated"]]
        sections: list[tuple[dict[str, Any], dict[str, str], int]] = [
            (dict(zip(("part", "section", "heading", "text"), row, strict=True)), {}, 1)
            for row in self.told["sections"]
        ]
        forms = [
            (
                {"project_name": name, "unit_name": unit, "filled_at": "20231019151959"},
                dict(zip(FORM_FIELDS, figures, strict=True)),
                1,
            )
            for name, unit, *figures in self.told["forms"]
        ]
        indicators = [
            ({"level3": name, "comparator": comparator, "value_unit": unit, "target_value": value}, {"value": value}, 1)
            for name, comparator, value, unit in self.told["indicators"]
        ]
        tables = {
            "stated_figures": stated,
            "narrative_sections": sections,
            "performance_targets": forms,
            "performance_indicators": indicators,
        }
        return {name: _table(name, rows) for name, rows in tables.items()}

    def disclosure(self, made: Little | None = None) -> Little:
        made = made or little()
        made.parts = self.parts()
        return made
