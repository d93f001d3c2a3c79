"""Damaged files of every kind are read or refused: a short run of what `python -m benchmarks.fuzz` does for minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fuzz import attempt
from benchmarks.mutate import mutated
from tests.synthesis.samples import samples

FILES = samples()


@pytest.mark.parametrize("name", FILES)
def test_damaged_file_is_read_or_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    outcomes = set()
    for seed in range(40):
        path.write_bytes(mutated(FILES[name], seed))
        outcomes.add(attempt(path, whole=False))
    assert outcomes != {"read"}


@pytest.mark.parametrize("name", ["plain.xlsx", "plain.docx", "plain.html", "strange.ods", "strange.xls", "dump.txt"])
def test_damaged_file_goes_through_every_step_or_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    for seed in range(15):
        path.write_bytes(mutated(FILES[name], seed))
        attempt(path, whole=True)


def test_same_seed_damages_a_file_the_same_way() -> None:
    for data in FILES.values():
        assert mutated(data, 7) == mutated(data, 7)
