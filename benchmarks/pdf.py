"""How fast PDFs are read and packaged, beside pdfplumber and the bare text of pdfium, in interleaved rounds."""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

import pdfplumber
import pypdfium2

from benchmarks import corpus
from benchmarks.measure import Clock
from benchmarks.memory import in_child
from pipelines.extract import extract
from pipelines.model import Refused
from pipelines.package import write_package
from pipelines.readers.pdf import read_pdf
from pipelines.vocabulary import Vocabulary

TEXT, PLUMBER, GRID, BUILD = "pdfium: text", "pdfplumber: tables", "yusuan: grid", "yusuan: package"
LIBRARIES = ("pypdfium2", "pdfplumber", "pdfminer.six", "numpy", "frictionless")
GOALS = (
    (GRID, PLUMBER, 12.0),
    (GRID, TEXT, 0.25),
    (BUILD, PLUMBER, 6.0),
)
MOST_MEGABYTES = 250


def bare_text(path: Path) -> None:
    document = pypdfium2.PdfDocument(path)
    for page in document:
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    document.close()


def plumbed(path: Path) -> None:
    """The tables of every page, without the characters that are painted twice."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.dedupe_chars().extract_tables()
            page.close()


def read(path: Path) -> None:
    read_pdf(path.read_bytes(), path.name)


@dataclass(frozen=True)
class Corpus:
    """Files that become packages, and how many pages they have."""

    name: str
    files: Sequence[Path]
    pages: int


def usable(name: str, files: Sequence[Path], words: Vocabulary) -> Corpus:
    """Only files with standard tables can be compared in every row."""
    kept, pages = [], 0
    for path in files:
        with suppress(Refused):
            pages += extract(path, words).source.pages or 0
            kept.append(path)
    return Corpus(name, kept, pages)


def rounds(measured: Corpus, folder: Path, words: Vocabulary, count: int) -> list[Clock]:
    """Every round does all four on one file after the other."""

    def packaged(path: Path) -> None:
        write_package(extract(path, words), path.read_bytes(), folder, words)

    jobs: dict[str, Callable[[Path], None]] = {TEXT: bare_text, GRID: read, BUILD: packaged, PLUMBER: plumbed}
    clocks = [Clock() for _round in range(count)]
    for clock in clocks:
        for path in measured.files:
            for name, job in jobs.items():
                with clock(name):
                    job(path)
    return clocks


def table(measured: Corpus, clocks: Sequence[Clock]) -> list[str]:
    """Pages a second, and how often faster than the other two, as medians over the rounds."""
    lines = [f"## {measured.name}: {len(measured.files)} files, {measured.pages} pages, {len(clocks)} rounds", ""]
    lines += ["| | pages/s | × pdfplumber | × bare text |", "|---|---:|---:|---:|"]
    for name in (TEXT, GRID, BUILD, PLUMBER):
        rate = median(measured.pages / clock.seconds[name] for clock in clocks)
        against = (f"{_ratio(clocks, name, other):.2f}" for other in (PLUMBER, TEXT))
        lines.append(f"| {name} | {rate:,.0f} | {' | '.join(against)} |")
    return [*lines, ""]


def _ratio(clocks: Sequence[Clock], name: str, other: str) -> float:
    return median(clock.seconds[other] / clock.seconds[name] for clock in clocks)


def goals(clocks: Sequence[Clock], megabytes: float) -> list[str]:
    """What was promised beside what was measured."""
    lines = ["| goal | measured |", "|---|---:|"]
    lines += [f"| {a}, at least {goal:g} × {b} | {_ratio(clocks, a, b):.2f} |" for a, b, goal in GOALS]
    peak = f"| peak memory of packaging {corpus.LONG} pages, under {MOST_MEGABYTES} MB | {megabytes:.0f} MB |"
    return [*lines, peak, ""]


def report(folder: Path, words: Vocabulary, count: int = 5) -> str:
    """The page of docs/benchmarks.md."""
    folder.mkdir()
    # it warns of every font that is not embedded
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    megabytes = in_child(corpus.long_disclosure(folder))
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Rates belong to a machine and to what else it does: compare the ratios,",
        "which come from rounds that do all four on one file after the other.",
        "",
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        + ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "",
        f"- **{TEXT}**: every page loaded and its text taken; the least that reading a PDF can cost",
        f"- **{GRID}**: lines and tables with the box of every cell",
        f"- **{BUILD}**: from the file to a written package, with every check",
        f"- **{PLUMBER}**: `page.dedupe_chars().extract_tables()`",
        "",
        "The typeset files name their font and do not embed it: pdfium then looks for one on the machine, half of what",
        "reading them takes. Published files embed theirs. The peak memory is that of a process of its own.",
        "",
    ]
    for name, files in (("Typeset by the project", corpus.typeset(folder)), ("Published", corpus.real())):
        measured = usable(name, files, words)
        if measured.files:
            clocks = rounds(measured, folder / "packages", words, count)
            lines += [*table(measured, clocks), *goals(clocks, megabytes)]
    return "\n".join(lines)
