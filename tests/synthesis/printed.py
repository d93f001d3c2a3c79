"""`python -m tests.synthesis.printed FOLDER` typesets the PDF editions that `samples/` holds: one of a real disclosure
whose text is in `datapackages/`, one fictitious in each form of another province.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from tests.synthesis.editions import bold_pdf
from tests.synthesis.provinces import PLACES, Disclosed, disclosed, editions

ROOT = Path(__file__).resolve().parents[2]
REAL = next((ROOT / "datapackages").glob("140405-renminzhengfubangongshi-2026-*/raw/*.txt"))
FICTITIOUS = {"shanghai": 11, "jiangsu": 12, "national": 13}
"""Form → the seed that its fictitious disclosure is drawn from."""


def fictitious(form: str) -> Disclosed:
    """A disclosure of a body that says in its name that it is made up."""
    made = disclosed(form, FICTITIOUS[form], plain=True)
    place = next(name for code, name in PLACES[form] if code == made.division_code)
    name = f"{place}虚构事务局"
    sheets = tuple(replace(sheet, title=sheet.title.replace(made.entity, name)) for sheet in made.sheets)
    return replace(made, entity=name, sheets=sheets)


def printed() -> dict[str, bytes]:
    """File name → the PDF."""
    made = {f"{form}-fictitious.pdf": editions(fictitious(form))["pdf"]() for form in FICTITIOUS}
    return {"shanxi-2026.pdf": bold_pdf(REAL.read_text("utf-8")), **made}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(exist_ok=True)
    for name, content in printed().items():
        (folder / name).write_bytes(content)
