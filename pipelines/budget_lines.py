"""Every leaf amount of the standard tables as one long table, for analysis across departments and years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipelines.model import Disclosure
from pipelines.vocabulary import Vocabulary


def budget_lines(disclosure: Disclosure, vocabulary: Vocabulary) -> Iterator[Mapping[str, object]]:
    """The rows of `budget_lines`, every column filled; amounts in yuan."""
    yield from ()
