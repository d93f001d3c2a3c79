"""`make bench` measures the steps that there are: the numbers belong to a machine, the table does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import load, stages
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
