"""A fictitious disclosure cut into the files that portals put it into: narrative, tables, one file a table, forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.synthesis import tabbed
from tests.synthesis.model import Fictitious
from tests.synthesis.prose import tab_forms
from tests.synthesis.style import Style

BARE = Style(contents=False, first_part=False, narrative=False, labels=0, forms=0)


def tables(made: Fictitious, resources: Sequence[str] | None = None, *, cover: bool = False) -> str:
    """The tables alone, each with its title, name and unit; all of them, or those named."""
    chosen = {name: table for name, table in made.tables.items() if resources is None or name in resources}
    text = tabbed.render(replace(made, tables=chosen), BARE)
    return text if cover else text.partition("预算报表\n\n")[2]


def narrative(made: Fictitious) -> str:
    """Cover, contents, duties and the explanation of the figures, without a table."""
    style = replace(BARE, first_part=True, narrative=True)
    text = tabbed.render(made, replace(style, contents=True))
    front, part, _ = text.partition(
        f"第二部分 {made.year}年{'部门' if made.kind == 'department' else '单位'}预算报表\n\n"
    )
    assert part
    return front + text[text.rindex("第三部分") :]


def attachments(made: Fictitious, count: int = 3) -> str:
    """The performance forms of the first projects."""
    return tab_forms(made, 0, count)
