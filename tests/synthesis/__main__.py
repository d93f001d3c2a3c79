"""`python -m tests.synthesis --count 200 --seed 1`: renders, extracts and scores fictitious disclosures.

`--whole` makes files with cells, forms among them, instead of the two kinds of text.
`--form shanghai` lays them out in the form of another province, in every kind of file; `--faults` then plants slips.
`--gold FILE gold.json` scores one rendered disclosure instead; `--faults` plants a fault in each.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import gettempdir

import click

from pipelines.extract import extract
from pipelines.model import Refused
from pipelines.vocabulary import vocabulary
from tests.synthesis import stream, tabbed
from tests.synthesis.model import fictitious
from tests.synthesis.notice import noticed
from tests.synthesis.plant import EVERY, Planted, planted_in
from tests.synthesis.prose import printed_rest
from tests.synthesis.provinces import DRAWN, disclosed, editions
from tests.synthesis.rendered import printed_total, read_gold, read_rest, total_of
from tests.synthesis.score import Score, compare
from tests.synthesis.score_rest import RestScore, compare_rest
from tests.synthesis.slips import SLIPS, Slip, slipped, verified_slips
from tests.synthesis.strange import layouts
from tests.synthesis.style import Style, draw_style, encode, harden
from tests.synthesis.whole import whole_editions

RENDERERS = {"stream": stream.render, "tabbed": tabbed.render}


def write_case(folder: Path, dump: str, seed: int, fault: str | None, drawn: str) -> tuple[Path, Planted, Style]:
    """Renders one disclosure into the folder; with a fault where one is named."""
    made = fictitious(seed)
    planted = planted_in(made, fault, seed) if fault else Planted("none", "cut_off", made)
    style = Style(seed=seed) if drawn == "founding" else draw_style(seed, dump == "tabbed")
    if drawn == "hard":
        style = harden(style)
    if drawn == "intact":
        style = replace(style, strip_trailing=False, strip_tabs=False)
    if fault:
        style = replace(style, narrative=True, forms=1)
    data = encode(RENDERERS[dump](planted.fictitious, style), style)
    path = folder / f"{dump}-{seed:04d}{'-' + planted.fault if fault else ''}.txt"
    path.write_bytes(data if planted.cut is None else data[: int(len(data) * planted.cut)])
    return path, planted, style


def _report(title: str, scores: list[Score], shown: int) -> None:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    for score in scores:
        right.update(score.right)
        wrong.update(score.wrong)
        verdicts.update(score.verdicts)
    cells = right["amount"] + wrong["amount"]
    exact = right["amount"] / cells if cells else 1.0
    click.echo(
        f"{title}: {len(scores)} disclosures, amounts {cells - wrong['amount']}/{cells} = {exact:.4%}, "
        f"keys wrong {wrong['key']}, derived wrong {wrong['derived']}, rows missing "
        f"{sum(s.rows_missing for s in scores)} extra {sum(s.rows_extra for s in scores)}, "
        f"wrong but verified {sum(s.wrong_verified for s in scores)}, verdicts {dict(verdicts)}"
    )
    by_table = Counter((m.resource, m.kind, m.field) for s in scores for m in s.mismatches)
    for (resource, kind, column), number in by_table.most_common(shown):
        click.echo(f"    {number:6d} {kind} {resource}.{column}")


def _report_rest(rest: RestScore, shown: int) -> None:
    click.echo(f"    {rest}")
    for mismatch in rest.mismatches[:shown]:
        click.echo(f"        {mismatch}")


@dataclass
class Tally:
    """What a run over many disclosures saw."""

    scores: dict[Path, Score] = field(default_factory=dict)
    alarms: Counter[str] = field(default_factory=Counter)
    rest: RestScore = field(default_factory=RestScore)
    styles: dict[str, list[Score]] = field(default_factory=lambda: defaultdict(list))
    broken: list[str] = field(default_factory=list)
    planted: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)


def _case(tally: Tally, path: Path, planted: Planted, style: Style) -> None:
    try:
        disclosure = extract(path, vocabulary())
    except Refused as refused:
        tally.broken.append(f"{path.name} refused: {refused.code}")
        return
    skip = frozenset([planted.resource or ""]) if planted.fault == "unit_label" else frozenset()
    score = compare(planted.fictitious.gold(), disclosure, planted.fictitious.factor, skip)
    if planted.fault != "none":
        tally.planted[planted.fault] += 1
        whole = planted.cut is not None and not (score.rows_missing or score.wrong.get("amount"))
        if not (whole or noticed(planted, disclosure)):
            tally.silent[planted.fault] += 1
            place = " ".join(str(p) for p in (planted.section, planted.statement, planted.row, planted.field) if p)
            tally.broken.append(f"{path.name} not noticed: {planted.resource} {place}")
    if planted.cut is not None:
        if score.wrong_verified:
            tally.broken.append(f"{path.name} verified beyond the cut")
        return
    tally.scores[path] = score
    missing = any(table.missing for table in planted.fictitious.tables.values())
    if planted.fault == "none" and not (missing or style.watermark):
        tally.alarms.update({f"{r.rule_id} {r.severity}" for r in disclosure.results if r.outcome == "fail"})
    tally.rest.add(compare_rest(printed_rest(planted.fictitious, style), disclosure))
    for name, value in vars(style).items():
        if value != getattr(Style(), name) and name != "seed":
            tally.styles[f"{name}={value!r}"].append(score)


def _whole(seeds: range, faults: bool, folder: Path, shown: int) -> None:
    """Scores whole disclosures in every kind of file that has cells, or with a planted fault each."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for number in seeds:
        made = fictitious(number)
        planted = planted_in(made, EVERY[number % len(EVERY)], number) if faults else Planted("none", "cut_off", made)
        if planted.cut is not None:
            continue
        style = Style(seed=number)
        for kind, make in whole_editions(planted.fictitious, style, layouts(number)).items():
            path = folder / f"whole-{number:04d}-{planted.fault}.{kind}"
            path.write_bytes(make())
            _case(tallies[kind], path, planted, style)
    for kind, tally in tallies.items():
        _report(f"whole {kind}", list(tally.scores.values()), shown)
        _report_rest(tally.rest, shown)
        _details(tally, shown)


def _rendered(text: Path, gold: Path, shown: int) -> None:
    disclosure = extract(text, vocabulary())
    label = printed_total(text.read_text(encoding="utf-8")) if text.suffix == ".txt" else total_of(disclosure)
    rows, factor = read_gold(gold, label)
    score = compare(rows, disclosure, factor)
    _report(text.name, [score], shown)
    for mismatch in score.mismatches[:shown]:
        click.echo(f"  {mismatch}")
    _report_rest(compare_rest(read_rest(gold), disclosure), shown)


def _details(tally: Tally, shown: int) -> None:
    for text in tally.broken:
        click.echo(f"  {text}")
    worst = sorted(tally.scores.items(), key=lambda item: -len(item[1].mismatches))
    for path, score in worst[:shown]:
        if score.mismatches:
            click.echo(f"  {path.name}: {len(score.mismatches)} mismatches, first {score.mismatches[0]}")
    for name, own in sorted(tally.styles.items()):
        bad = sum(s.wrong.get("amount", 0) for s in own)
        if bad:
            click.echo(f"  style {name}: {len(own)} disclosures, {bad} wrong amounts")
    if tally.alarms:
        click.echo(f"  sound disclosures with a failed check, by rule: {dict(tally.alarms)}")
    if tally.planted:
        click.echo(f"  faults planted {dict(tally.planted)}, not noticed {dict(tally.silent)}")


def _province(form: str, seeds: range, faults: bool, folder: Path, shown: int) -> None:
    """Scores disclosures in a form of another province, every kind of file; or one slip of each kind in each."""
    scores: dict[str, list[Score]] = defaultdict(list)
    silent: list[str] = []
    for number in seeds:
        made = disclosed(form, number)
        for slip in [slipped(made, name, number) for name in SLIPS] if faults else [Slip("none", made)]:
            for kind, make in editions(slip.made).items():
                path = folder / f"{form}-{number:04d}-{slip.name}.{kind}"
                path.write_bytes(make())
                disclosure = extract(path, vocabulary())
                scores[kind].append(compare(slip.made.gold(), disclosure, 1))
                silent += [f"{path.name} verified: {cell}" for cell in verified_slips(slip, disclosure)]
    for kind, found in scores.items():
        _report(f"{form} {kind}", found, shown)
    for text in silent:
        click.echo(f"  {text}")


@click.command()
@click.option("--form", type=click.Choice(list(DRAWN)), default=None, help="a form of another province")
@click.option("--whole", is_flag=True, help="whole disclosures in every kind of file that has cells")
@click.option("--count", default=20, show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--dump", type=click.Choice(["stream", "tabbed", "both"]), default="both", show_default=True)
@click.option(
    "--drawn", type=click.Choice(["any", "intact", "founding", "hard"]), default="any", help="which styles to draw"
)
@click.option("--faults", is_flag=True, help="plant a fault in each")
@click.option("--shown", default=12, show_default=True, help="mismatches and tables to print")
@click.option("--folder", type=click.Path(path_type=Path), default=Path(gettempdir()) / "synthesis")
@click.option("--gold", nargs=2, type=click.Path(exists=True, path_type=Path), default=None)
def main(
    form: str | None,
    whole: bool,
    count: int,
    seed: int,
    dump: str,
    drawn: str,
    faults: bool,
    shown: int,
    folder: Path,
    gold: tuple[Path, Path] | None,
) -> None:
    """Scores the reader on disclosures that nobody has seen; the files stay in the folder for study.

    Styles: `any`; `intact`, which keeps blanks at line ends; `founding`, that of the founding texts;
    `hard`, with traits that those lack.
    """
    if gold:
        _rendered(*gold, shown)
        return
    folder.mkdir(parents=True, exist_ok=True)
    if form:
        _province(form, range(seed, seed + count), faults, folder, shown)
        return
    if whole:
        _whole(range(seed, seed + count), faults, folder, shown)
        return
    for kind in RENDERERS if dump == "both" else (dump,):
        tally = Tally()
        for number in range(seed, seed + count):
            fault = EVERY[number % len(EVERY)] if faults else None
            path, planted, style = write_case(folder, kind, number, fault, drawn)
            _case(tally, path, planted, style)
        _report(kind, list(tally.scores.values()), shown)
        _report_rest(tally.rest, shown)
        _details(tally, shown)
    click.echo(f"files in {folder}")


if __name__ == "__main__":
    main()
