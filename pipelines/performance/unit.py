"""The unit of money that a form prints beside its amounts."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.model import Line
from pipelines.performance.words import form_words, key_of
from pipelines.values import squeeze
from pipelines.vocabulary import Vocabulary
from pipelines.wording import words_of


def factor_of(lines: Sequence[Line], vocabulary: Vocabulary) -> int | None:
    """Yuan per unit of a form's amounts; None where no unit, or more than one, stands above its texts."""
    labels, words = form_words(vocabulary).labels, words_of(vocabulary)
    texts = tuple(label for label, known in labels.items() if known.group == "texts")
    funds = tuple(label for label, known in labels.items() if known.group == "funds")
    keys = [key_of(line.text) for line in lines]
    end = next((number for number, key in enumerate(keys) if key.startswith(texts)), len(lines))
    start = next((number for number, key in enumerate(keys[:end]) if key.startswith(funds)), 0)
    funded = lines[start:end]
    printed = set(words.bracketed_unit.findall("".join(squeeze(line.text) for line in funded)))
    if not printed:  # the end of a page may tear the label's own cell
        printed = set(words.bracketed_unit.findall("".join(squeeze(_first_cell(line)) for line in funded)))
    if not printed:
        printed = {unit for line in lines[:end] for unit in words.unit.findall(squeeze(line.text))}
    return vocabulary.wording["units"].get(printed.pop()) if len(printed) == 1 else None


def _first_cell(line: Line) -> str:
    return line.cells[0].text if line.cells else line.text.partition("\t")[0]
