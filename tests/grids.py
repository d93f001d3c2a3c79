"""Tables of a form as rows of cells: what the document itself tells apart, from the heading to the typed rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipelines.extract import extract
from pipelines.grid.arrange import Arranged, arranged
from pipelines.grid.pieces import rows_of
from pipelines.model import Disclosure, Line, RawCell, Section
from pipelines.vocabulary import vocabulary
from pipelines.wording import words_of

Rows = Sequence[Sequence[str]]
SHANGHAI_EXPENDITURE = (
    ("功能分类科目编码", "", "", "功能分类科目名称", "合计", "基本支出", "项目支出"),
    ("类", "款", "项", "", "", "", ""),
    ("201", "", "", "一般公共服务支出", "90.00", "60.00", "30.00"),
    ("201", "03", "", "政府办公厅（室）及相关机构事务", "90.00", "60.00", "30.00"),
    ("201", "03", "01", "行政运行", "60.00", "60.00", ""),
    ("201", "03", "02", "一般行政管理事务", "30.00", "", "30.00"),
    ("", "", "", "合计", "90.00", "60.00", "30.00"),
)


def cells(*rows: str) -> Rows:
    """Rows whose cells are parted by bars."""
    return [[text.strip() for text in row.split("|")] for row in rows]


def section(resource: str, rows: Rows) -> Section:
    lines = tuple(
        Line(number, "\t".join(row), None, tuple(RawCell(text, text, number) for text in row))
        for number, row in enumerate(rows, 1)
    )
    return Section(resource, None, None, "元", None, None, lines, False, False)


def laid_out(resource: str, form: str, rows: Rows) -> Arranged | None:
    """The rows under the headings of a form's layout."""
    words = vocabulary()
    whole = section(resource, rows)
    return arranged(whole, rows_of(whole, words_of(words)), words.layout(resource, form), words_of(words))


def texts(found: Arranged | None) -> list[list[str]]:
    """The cells of the rows that are left, without the lines that hold nothing."""
    assert found is not None
    return [[cell.text for cell in line.cells] for line in found.lines() if any(cell.text for cell in line.cells)]


def page(tables: Sequence[tuple[str, Rows]], owner: str = "上海市某区水务局", unit: str = "元") -> str:
    """A web page of titled tables."""
    parts = [f"<h1>{owner}2025年部门预算公开</h1>"]
    for title, rows in tables:
        body = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
        parts.append(f"<p>{title}</p><p>编制部门：{owner}</p><p>单位：{unit}</p><table>{body}</table>")
    return "<html><body>" + "".join(parts) + "</body></html>"


def read(folder: Path, tables: Sequence[tuple[str, Rows]], unit: str = "元") -> Disclosure:
    path = folder / "disclosure.html"
    path.write_text(page(tables, unit=unit), "utf-8")
    return extract(path, vocabulary())


def typed(disclosure: Disclosure, resource: str) -> list[tuple[str | None, dict[str, object]]]:
    """(side, what is there) of each row of a table."""
    rows = disclosure.tables[resource].rows
    return [(row.side, {name: value for name, value in row.values.items() if value is not None}) for row in rows]
