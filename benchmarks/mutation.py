"""`python -m benchmarks.mutation`: how many wrong figures the rules notice, planted one at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from benchmarks.planting import Figure, Trial, figures, trials
from pipelines.extract import extract
from pipelines.vocabulary import Vocabulary, vocabulary

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "mutation.md"
GOAL = Decimal("0.99")


def _share(caught: int, tried: int) -> str:
    return f"{Decimal(100 * caught) / tried:.2f} %" if tried else "–"


def _counted(name: str, groups: Mapping[str, Sequence[Trial]]) -> list[str]:
    lines = [f"| {name} | changes | caught | share |", "|---|--:|--:|--:|"]
    for group, made in groups.items():
        caught = sum(bool(trial.rules) for trial in made)
        lines.append(f"| {group} | {len(made):,} | {caught:,} | {_share(caught, len(made))} |")
    return lines


def _rules(made: Sequence[Trial], words: Vocabulary) -> list[str]:
    caught = Counter(rule for trial in made for rule in trial.rules)
    alone = Counter(next(iter(trial.rules)) for trial in made if len(trial.rules) == 1)
    seen = Counter(rule for trial in made for rule in trial.figure.rules)
    lines = ["| rule | changes it looks at | caught | share | caught by it alone |", "|---|--:|--:|--:|--:|"]
    for rule in words.rules:
        if seen[rule.id] or caught[rule.id]:
            tried = max(seen[rule.id], caught[rule.id])
            counts = f"{tried:,} | {caught[rule.id]:,} | {_share(caught[rule.id], tried)} | {alone[rule.id]:,}"
            lines.append(f"| {rule.id} {rule.statement_zh} | {counts} |")
    return lines


def _grouped(made: Sequence[Trial], by: str) -> dict[str, list[Trial]]:
    groups: dict[str, list[Trial]] = {}
    for trial in made:
        groups.setdefault(trial.kind if by == "kind" else trial.figure.cell.resource, []).append(trial)
    return groups


def _unconfirmed(name: str, found: Sequence[Figure]) -> Iterator[str]:
    for figure in found:
        if figure.bound is None:
            side = f"{figure.cell.side} " if figure.cell.side else ""
            where = f"`{figure.cell.resource}` {side}{figure.cell.row_number} `{figure.cell.field}`"
            yield f"| {name} | {where} | {figure.value:,.2f} | {figure.verdict} |"


PREAMBLE = """\
# Mutation: what the rules notice

Written by `python -m benchmarks.mutation`. Each amount of each founding disclosure that takes part in a printed
identity is changed, one at a time and beyond what rounding forgives and one unit of its last printed place: one digit,
tenfold, exchanged with its neighbour, its sign, blank. A change is caught when a rule of severity `error` fails at that
figure that did not fail there before.
"""


def report(sources: Sequence[Path], words: Vocabulary) -> tuple[str, Decimal]:
    """The report as Markdown, and the share of changes that are caught."""
    made: list[Trial] = []
    open_ends: list[str] = []
    total = 0
    for path in sources:
        disclosure = extract(path, words)
        found = figures(disclosure, words)
        total += len(found)
        made += trials(disclosure, words)
        open_ends += _unconfirmed(disclosure.identity.entity_name or path.name, found)
    caught = sum(bool(trial.rules) for trial in made)
    missed = [trial for trial in made if not trial.rules]
    parts = [
        PREAMBLE,
        (
            f"{len(sources)} disclosures, {total:,} amounts; {total - len(open_ends):,} take part in an identity. "
            f"Caught: **{caught:,} of {len(made):,} changes, {_share(caught, len(made))}** (goal 99 %).\n"
        ),
        "## By kind of change\n",
        *_counted("change", _grouped(made, "kind")),
        "\n## By table\n",
        *_counted("table", _grouped(made, "table")),
        "\n## By rule\n",
        *_rules(made, words),
        "\n## Changes that nothing noticed\n",
        "| table | change | figure (元) | verdict of its row |\n|---|---|--:|---|",
        *(
            f"| `{t.figure.cell.resource}` {t.figure.cell.row_number} `{t.figure.cell.field}` | {t.kind} | "
            f"{t.figure.value:,.2f} | {t.figure.verdict} |"
            for t in missed
        ),
        "\n## Amounts that no print confirms\n",
        "| disclosure | cell | amount (元) | verdict of its row |\n|---|---|--:|---|",
        *open_ends,
        "",
    ]
    return "\n".join(parts), Decimal(caught) / len(made) if made else Decimal(0)


def main() -> None:
    sources = [path for path in sorted((ROOT / "datapackages").glob("*/raw/*")) if path.is_file()]
    if not sources:
        raise SystemExit("no disclosure under datapackages/*/raw to measure with")
    text, share = report(sources, vocabulary())
    TARGET.write_text(text, "utf-8")
    print(text)
    if share < GOAL:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
