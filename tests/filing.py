"""Files as portals publish them, and what a package says of the files it was made from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.vocabulary import Vocabulary
from tests.builders import packages, rows
from tests.synthesis import tabbed
from tests.synthesis.editions import EDITIONS
from tests.synthesis.model import Fictitious, fictitious
from tests.synthesis.style import Style

MADE = fictitious(301, kind="department", fund=True)
OTHER = fictitious(303, kind="department")
PLACES = ("source_number", "source_page", "source_line", "page", "line", "x0", "top", "x1", "bottom", "printed")


def put(folder: Path, name: str, text: str) -> Path:
    """A file in the edition that its suffix names; any suffix but one of an edition is plain text."""
    folder.mkdir(parents=True, exist_ok=True)
    make: Callable[[str], bytes] = EDITIONS.get(name.rpartition(".")[2], str.encode)
    (folder / name).write_bytes(make(text))
    return folder / name


def whole(made: Fictitious) -> str:
    return tabbed.render(made, Style(forms=0))


def figures(package: Path, words: Vocabulary) -> dict[str, list[dict[str, str]]]:
    """All figures and checks of a package, without the places and the digits that differ from format to format."""
    names = [table.resource for table in words.standard_tables] + ["cell_sources", "check_results"]
    return {n: [{k: v for k, v in row.items() if k not in PLACES} for row in rows(package, n)] for n in names}


def only(out: Path) -> Path:
    (name,) = packages(out)
    return out / name


def held(package: Path) -> list[tuple[str, str]]:
    return [(row["source_name"], row["contents"]) for row in rows(package, "source_files")]


def listed(folder: Path, *names: str, more: str = "") -> None:
    (folder / "disclosure.yml").write_text("files:\n" + "".join(f"- {name}\n" for name in names) + more, "utf-8")
