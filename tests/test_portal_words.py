"""The words of the portal keep up with the vocabulary, and its plugin with both lines of Datasette."""

from __future__ import annotations

import ast
import importlib.util
from pathlib import Path

import pytest

from pipelines.vocabulary import vocabulary
from publish.portal import words
from publish.portal.cells import cell
from publish.portal.description import ColumnView
from tests.visiting import ALPHA, ROOT

PLUGIN = ROOT / "publish" / "datasette" / "plugins" / "yusuan_portal.py"


def functions(path: Path, decorator: str) -> set[str]:
    nodes = ast.parse(path.read_text(encoding="utf-8")).body
    return {
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(d, ast.Name) and d.id == decorator for d in node.decorator_list)
    }


def test_every_coded_value_of_the_vocabulary_has_its_chinese() -> None:
    coded = {
        (column.name, value)
        for table in vocabulary().tables.values()
        for column in table.columns
        for value in column.constraints.get("enum", ())
    }
    assert {(column, value) for column, value in coded if words.value_zh(column, value) is None} == set()
    assert {(column, value) for column, values in words.VALUES.items() for value in values} == coded


def test_every_statement_of_the_text_has_its_chinese() -> None:
    for said in vocabulary().statements["statements"]:
        assert words.value_zh("statement", said["statement"]) == said["title"]


def test_a_count_is_shown_without_a_point() -> None:
    value = ColumnView("value", "数值", "Value", "number")
    assert [str(cell(value, count)) for count in (5.0, 83.66)] == [
        '<span class="plain">5</span>',
        '<span class="plain">83.66</span>',
    ]


def test_every_unit_of_the_vocabulary_has_its_words() -> None:
    assert {c.unit for table in vocabulary().tables.values() for c in table.columns if c.unit} <= set(words.UNITS)


def hooks(kind: str) -> set[str]:
    """The hooks that a Datasette knows; it ignores a function of any other name without a word."""
    if kind == "stable":
        found = importlib.util.find_spec("datasette")
        assert found is not None
        assert found.origin is not None
        return functions(Path(found.origin).parent / "hookspecs.py", "hookspec")
    specs = list(Path(ALPHA).parent.parent.glob("lib/*/site-packages/datasette/hookspecs.py"))
    if not specs:
        pytest.skip("no Datasette alpha is installed: run `make test`")
    return functions(specs[0], "hookspec")


@pytest.mark.parametrize("kind", ["stable", "alpha"])
def test_plugin_uses_only_hooks_that_datasette_has(kind: str) -> None:
    used = functions(PLUGIN, "hook")
    assert len(used) == 4
    assert used <= hooks(kind)
