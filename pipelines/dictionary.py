"""The data dictionary: every resource and column in Chinese and English, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from pipelines.atomic import write_file
from pipelines.schemas import csv_header, example_text, foreign_keys, is_required
from pipelines.tables import Column, Table
from pipelines.vocabulary import Vocabulary, vocabulary

TARGET = Path("docs") / "data-dictionary.md"
TYPES = {
    "string": "文本 string",
    "integer": "整数 integer",
    "boolean": "真假 boolean",
    "amount": "金额 amount",
    "number": "数值 number",
}
GROUPS = {
    "standard": ("标准表", "The standard tables"),
    "document": ("绩效目标、文字说明与明细", "Forms, narrative and budget lines"),
    "disclosure": ("公开文件的其他数据", "The rest of a disclosure"),
    "reference": ("参考目录", "Reference lists"),
}
PREAMBLE = """\
# 数据字典 · Data dictionary

由 `metadata/` 生成（`python -m pipelines.dictionary`），请勿手改。
Generated from `metadata/` by `python -m pipelines.dictionary`; do not edit.

- 金额单位一律为元，保留两位小数。All amounts are in yuan (元, CNY) with two decimals.
- 空白表示原文未印刷，不等于零。Blank means that nothing is printed; it is not zero.
- 编码一律为文本。Codes are text.
- 🔑 主键 primary key · ● 必填 never blank
"""


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def table_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _values(column: Column) -> str:
    if "enum" in column.constraints:
        return "<br>".join(f"`{value}`" for value in column.constraints["enum"])
    example = example_text(column)
    return f"`{escaped(example)}`" if example is not None else ""


def _column(table: Table, column: Column) -> str:
    links = {name: f"[{resource}](#{resource}).{target}" for name, resource, target in foreign_keys(table)}
    marks = ("🔑" if column.name in table.key else "") + ("●" if is_required(table, column) else "")
    described = f"{escaped(column.description_zh)}<br>{escaped(column.description_en)}"
    if column.name in links:
        described += f"<br>→ {links[column.name]}"
    title = f"{escaped(column.title)}<br>{escaped(column.title_en)}"
    return table_row(
        (f"`{column.name}` {marks}".strip(), title, TYPES[column.type], column.unit or "", described, _values(column))
    )


def _table(table: Table) -> Iterator[str]:
    number = f"{table.number}. " if table.number else ""
    yield f'### <a id="{table.resource}"></a>`{table.resource}`'
    yield f"**{number}{escaped(table.title)} · {escaped(table.title_en)}**"
    yield f"{escaped(table.description_zh)}\n{escaped(table.description_en)}"
    yield f"主键 Key: {', '.join(f'`{name}`' for name in table.key)}"
    header = ("列 Column", "名称 Title", "类型 Type", "单位 Unit", "说明 Description", "取值或示例 Values or example")
    yield "\n".join(
        [
            table_row(header),
            table_row("---" for _ in header),
            *(_column(table, column) for column in table.columns),
        ]
    )


def _contents(tables: Iterable[Table]) -> str:
    rows = [
        table_row(
            (
                f"[`{t.resource}`](#{t.resource})",
                f"{escaped(t.title)}<br>{escaped(t.title_en)}",
                str(len(csv_header(t))),
            )
        )
        for t in tables
    ]
    return "\n".join([table_row(("数据表 Resource", "名称 Title", "列数 Columns")), table_row(("---",) * 3), *rows])


def _in_group(vocabulary: Vocabulary, group: str) -> list[Table]:
    tables = [table for table in vocabulary.tables.values() if table.group == group]
    return sorted(tables, key=lambda table: (table.number or 0, table.resource))


def data_dictionary(vocabulary: Vocabulary) -> str:
    """All resources and columns with titles and descriptions in both languages, units, keys and links, as Markdown."""
    groups = [(_in_group(vocabulary, group), *titles) for group, titles in GROUPS.items()]
    parts = [PREAMBLE.rstrip("\n"), _contents(table for tables, _, _ in groups for table in tables)]
    for tables, title, title_en in groups:
        parts.append(f"## {title} · {title_en}")
        for table in tables:
            parts += _table(table)
    return "\n\n".join(parts) + "\n"


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail when the file is stale.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=TARGET, show_default=True)
def main(check: bool, output: Path) -> None:
    """Writes the data dictionary from the metadata."""
    content = data_dictionary(vocabulary()).encode("utf-8")
    if not check:
        write_file(output, content)
    elif not output.is_file() or output.read_bytes() != content:
        raise click.ClickException(f"{output} is not what metadata/ says; run `python -m pipelines.dictionary`")


if __name__ == "__main__":
    main()
