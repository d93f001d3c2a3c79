"""`make bench` measures the steps that there are: the numbers belong to a machine, the table does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import corpus, load, pdf, stages
from pipelines.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_benchmarks_print_a_rate_for_every_step_and_for_the_load(
    tmp_path: Path, words: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "ROWS", 3000)
    sources = sorted((ROOT / "datapackages").glob("*/raw/*.txt"))[:1]
    built = stages.report(sources, tmp_path / "packages", words, rounds=1)
    loaded = load.report(tmp_path / "packages", tmp_path, words, rounds=1)
    for name in (*stages.STEPS.values(), "write", "all", "disclosures/s", "rows/s"):
        assert name in built
    for name in (load.BASELINE, load.ROWS_IN, load.INDEXED, "rows/s"):
        assert name in loaded


@pytest.mark.slow
def test_pdf_benchmark_sets_what_was_measured_beside_each_goal(
    tmp_path: Path, words: Vocabulary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "SEEDS", (301,))
    monkeypatch.setattr(corpus, "LONG", 12)
    monkeypatch.setattr(corpus, "REAL", tmp_path / "nowhere")
    report = pdf.report(tmp_path / "pdf", words, count=1)
    assert "## Typeset by the project: 3 files" in report
    for name, other, goal in pdf.GOALS:
        assert f"| {name}, at least {goal:g} × {other} |" in report
    for library in pdf.LIBRARIES:
        assert f"{library} " in report
