"""Comma-separated tables → Document: read only where every row has the same number of cells."""

from __future__ import annotations

import csv
import hashlib
import io

from pipelines.encodings import decode
from pipelines.model import Document, RawCell, Refused, Source
from pipelines.readers.foreign import refusing
from pipelines.readers.lines import WIDEST, Lines, level

_MOST_ROWS = 100_000


def read_csv(data: bytes, name: str) -> Document:
    """Rows of a comma-separated file in UTF-8, UTF-16 or GB 18030. Refused where rows differ in width: a thousands
    comma outside quotes would shift every figure behind it.
    """
    if data.count(b"\n") > _MOST_ROWS:
        raise Refused("too_large", f"more than {_MOST_ROWS} rows", "check what the file is")
    text, encoding, _ = decode(data)
    with refusing("not_csv", "no comma-separated table that can be read", "save it as .xlsx"):
        rows = list(csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), strict=True))
    widths = {len(row) for row in rows if len(row) > 1}
    if len(widths) > 1 or max(widths, default=0) > WIDEST:
        reason = f"rows of {min(widths)} to {max(widths)} cells: commas may stand inside figures"
        raise Refused("ragged_csv", reason, "save it as .xlsx, or quote what holds a comma")
    lines = Lines()
    with refusing("not_csv", "no comma-separated table that can be read", "save it as .xlsx"):
        for row in level(rows):
            lines.row([RawCell(cell, cell) for cell in row])
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), "text/csv", encoding)
    return Document(source, tuple(lines.found))
