"""The book of rules: what every disclosure is checked against, in Chinese and English, as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pipelines.atomic import write_file
from pipelines.dictionary import escaped, table_row
from pipelines.package.findings import basis_in
from pipelines.vocabulary import Rule, Vocabulary, vocabulary

TARGET = Path("docs") / "rules.md"
SEVERITIES = {"error": "错误 error", "warning": "提示 warning"}
ABOUT = {
    "stated": "stated_figures",
    "text": "narrative_sections",
    "listed": "narrative_sections",
    "sections": "narrative_sections",
    "form": "performance_targets",
    "forms": "performance_targets",
    "projects": "performance_targets",
    "indicator": "performance_indicators",
}
"""The table that a kind of rule is about, by the first word of its name, where it is no standard table."""
PREAMBLE = """\
# 勾稽规则 · Reconciliation rules

由 `metadata/rules.yml` 生成（`python -m pipelines.rulebook`），请勿手改。
Generated from `metadata/rules.yml` by `python -m pipelines.rulebook`; do not edit.

- 每条规则对每份公开文件都有结果：相符 `pass`、尾差 `rounding`、不符 `fail`、不适用 `not_applicable`（附理由），
  均列入 `check_results`。
  Every rule has a result for every disclosure, those that could not be checked with their reason, in `check_results`.
- 容差由印刷位数推算：最末印刷位的一半乘以（项数＋1）。印两遍的同一数字不容许尾差。
  The tolerance follows from the print: half a unit of the last printed place times (number of terms + 1); none for one
  figure printed twice.
- 数据照印刷原样保留；不符之处只并列指出。The data keep what is printed; a conflict is reported beside it.
- 错误使 `yusuan check` 以 1 结束，提示不会；严重程度为错误的读取问题（`issues`）同样算错误。
  An error makes `yusuan check` end with 1, a warning does not; an issue of the reading of severity `error` is one, too.

经人核实、有理由的不符和读取问题，可在该公开文件的 `disclosure.yml` 中说明；不再出现的说明会被指为错误。
A conflict or an issue that a person has looked at is explained in the `disclosure.yml` of its disclosure, for the whole
rule or code, one table, or one row; an explanation that no longer covers anything is an error.

```yaml
waivers:
  - rule: T1-01
    resource: budget_summary
    row: revenue:6
    reason: 原文件印刷错误，已向公开单位核实
  - issue: cut_off
    reason: 公开单位只公布前四张表
```
"""


def _names(spec: Any) -> Iterator[str]:
    """Every text in what a rule says, however deep."""
    if isinstance(spec, str):
        yield spec
    elif isinstance(spec, dict):
        yield from (name for inner in spec.values() for name in _names(inner))
    elif isinstance(spec, list | tuple):
        yield from (name for inner in spec for name in _names(inner))


def tables_of(rule: Rule, vocabulary: Vocabulary) -> list[str]:
    """The tables that a rule names or its kind is about, standard tables first by their number; none for one that
    looks at all of them.
    """
    about = ABOUT.get(rule.kind.partition("_")[0], "")
    named = {name for name in (*_names(dict(rule.spec)), about) if name in vocabulary.tables}
    tables = (vocabulary.tables[name] for name in named)
    return [table.resource for table in sorted(tables, key=lambda table: (table.number or 999, table.resource))]


def _rule(rule: Rule, vocabulary: Vocabulary) -> str:
    tables = tables_of(rule, vocabulary)
    links = "<br>".join(f"[`{name}`](data-dictionary.md#{name})" for name in tables) or "全部 all"
    basis = dict.fromkeys(basis_in(rule.basis, zh) for zh in (True, False))
    return table_row(
        (
            f'<a id="{rule.id}"></a>`{rule.id}`',
            f"{escaped(rule.statement_zh)}<br>{escaped(rule.statement_en)}",
            escaped(rule.formula),
            "<br>".join(escaped(each) for each in basis),
            SEVERITIES[rule.severity],
            f"`{rule.kind}`",
            links,
        )
    )


def rulebook(vocabulary: Vocabulary) -> str:
    """All rules with statement, formula, basis, severity, kind and tables, in the order in which they are checked."""
    count = Counter(rule.severity for rule in vocabulary.rules)
    total = "，".join(f"{SEVERITIES[severity]} {count[severity]}" for severity in SEVERITIES)
    header = ("规则 Rule", "说明 Statement", "公式 Formula", "依据 Basis", "级别 Severity", "种类 Kind", "表 Tables")
    rules = [_rule(rule, vocabulary) for rule in vocabulary.rules]
    parts = [
        PREAMBLE.rstrip("\n"),
        f"共 {len(rules)} 条 rules：{total}。",
        "\n".join([table_row(header), table_row("---" for _ in header), *rules]),
    ]
    return "\n\n".join(parts) + "\n"


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail when the file is stale.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=TARGET, show_default=True)
def main(check: bool, output: Path) -> None:
    """Writes the book of rules from the metadata."""
    content = rulebook(vocabulary()).encode("utf-8")
    if not check:
        write_file(output, content)
    elif not output.is_file() or output.read_bytes() != content:
        raise click.ClickException(f"{output} is not what metadata/ says; run `python -m pipelines.rulebook`")


if __name__ == "__main__":
    main()
