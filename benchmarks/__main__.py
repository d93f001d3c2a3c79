"""`python -m benchmarks [build] [catalogue] [pdf]`: prints tables; that of the PDF road becomes docs/benchmarks.md."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks import load, pdf, stages
from pipelines.vocabulary import vocabulary

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("build", "catalogue", "pdf")


def main(parts: list[str]) -> None:
    if unknown := set(parts) - set(PARTS):
        raise SystemExit(f"no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    words = vocabulary()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if "pdf" in parts:
            measured = pdf.report(folder / "pdf", words)
            (ROOT / "docs" / "benchmarks.md").write_text(measured, "utf-8")
            print(measured)
        if "build" in parts or "catalogue" in parts:
            sources = [path for path in sorted((ROOT / "datapackages").glob("*/raw/*")) if path.is_file()]
            if not sources:
                raise SystemExit("no disclosure under datapackages/*/raw to measure with")
            print(stages.report(sources, folder / "packages", words))
        if "catalogue" in parts:
            print(load.report(folder / "packages", folder, words))


if __name__ == "__main__":
    main(sys.argv[1:] or list(PARTS))
