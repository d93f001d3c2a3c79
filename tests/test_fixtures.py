"""Every oddity met in a text dump: a small document, the rows it must become, the Issues it must raise."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pipelines.extract import extract
from pipelines.model import Disclosure, TypedTable
from pipelines.vocabulary import Vocabulary

FIXTURES = sorted(path.parent for path in (Path(__file__).parent / "fixtures").glob("*/expected.yml"))
UNINTERESTING = {"kind_unknown"}


def _shown(value: object) -> str:
    if value is None:
        return "~"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _rows(table: TypedTable, header: list[str]) -> list[list[str]]:
    return [[row.side or "~" if name == "side" else _shown(row.values[name]) for name in header] for row in table.rows]


def _issues(disclosure: Disclosure) -> list[str]:
    return [
        f"{issue.code} {issue.resource or '~'} {issue.row_number or '~'}"
        for issue in disclosure.issues
        if issue.code not in UNINTERESTING
    ]


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda folder: folder.name)
def test_oddity(folder: Path, words: Vocabulary) -> None:
    expected = yaml.safe_load((folder / "expected.yml").read_text("utf-8"))
    disclosure = extract(folder / "input.txt", words)
    assert _issues(disclosure) == expected.pop("issues")
    found = {name: state.state for name, state in disclosure.states.items() if state.state != "missing"}
    assert found == {name: table["state"] for name, table in expected.items()}
    for name, table in expected.items():
        lines = [[cell.strip() for cell in line.split("|")] for line in table.get("rows", "").splitlines()]
        assert _rows(disclosure.tables[name], lines[0] if lines else []) == lines[1:], name
        shown = set(lines[0]) if lines else set()
        hidden = {f for row in disclosure.tables[name].rows for f, v in row.values.items() if v is not None} - shown
        assert not hidden, f"{name} has values in columns that the fixture leaves out"


@pytest.mark.parametrize("folder", FIXTURES, ids=lambda folder: folder.name)
def test_every_figure_has_its_ink(folder: Path, words: Vocabulary) -> None:
    text = (folder / "input.txt").read_text("utf-8")
    disclosure = extract(folder / "input.txt", words)
    lines = text.split("\n")
    for table in disclosure.tables.values():
        amounts = {
            (row.row_number, row.side, c.name)
            for row in table.rows
            for c in words.tables[table.resource].columns
            if c.is_amount and row.values[c.name] is not None
        }
        cells = {
            (row.row_number, row.side, cell.field) for row in table.rows for cell in row.cells if cell.value is not None
        }
        assert amounts == cells
        assert all(cell.line and cell.printed in lines[cell.line - 1] for row in table.rows for cell in row.cells)
