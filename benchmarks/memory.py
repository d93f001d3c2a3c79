"""`python -m benchmarks.memory FILE`: makes a package of one file and prints the peak memory of that, in MB."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import peak_megabytes
from pipelines.extract import extract
from pipelines.package import write_package
from pipelines.vocabulary import vocabulary


def in_child(path: Path) -> float:
    """The peak memory of a process that does nothing else."""
    command = [sys.executable, "-m", "benchmarks.memory", str(path)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    words = vocabulary()
    source = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        write_package(extract(source, words), source.read_bytes(), Path(folder), words)
    print(peak_megabytes())
