"""A form in a text layer without cells → RawForm: what is certain of it."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.model import Line
from pipelines.performance.model import RawForm
from pipelines.vocabulary import Vocabulary


def read_form(lines: Sequence[Line], vocabulary: Vocabulary) -> RawForm:
    """Nothing yet but where the form stands."""
    return RawForm({}, (), lines[0].number, lines[0].page)
