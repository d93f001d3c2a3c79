"""`python -m benchmarks`: prints the tables; the disclosures of the project are the material."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import load, stages
from pipelines.vocabulary import vocabulary

DATAPACKAGES = Path(__file__).resolve().parent.parent / "datapackages"


def main() -> None:
    words = vocabulary()
    sources = [path for path in sorted(DATAPACKAGES.glob("*/raw/*")) if path.is_file()]
    if not sources:
        raise SystemExit("no disclosure under datapackages/*/raw to measure with")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        print(stages.report(sources, folder / "packages", words))
        print(load.report(folder / "packages", folder, words))


if __name__ == "__main__":
    main()
