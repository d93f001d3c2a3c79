"""Plain text → Document: UTF-8 with or without BOM, UTF-16, GB 18030; everything else is refused with the reason."""

from __future__ import annotations

import hashlib
import re

from pipelines.encodings import decode, lines_of
from pipelines.model import Document, Line, Refused, Source
from pipelines.readers.radicals import fold_radicals

_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or office file",
    b"\xd0\xcf\x11\xe0": "an old office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
}
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
LONGEST_LINE = 100_000


def read_text(data: bytes, name: str) -> Document:
    """Lines of a text dump, numbered from 1; form feeds count pages where there are any."""
    if not data.strip():
        raise Refused("empty_file", "the file is empty", "fetch the disclosure again")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise Refused("not_text", f"this is {kind} under a text name", "give the file its real suffix")
    text, encoding, cut = decode(data)
    text = fold_radicals(_INVISIBLE.sub("", "\n".join(lines_of(text))))
    paged = "\f" in text
    page = 1
    lines = []
    for number, raw in enumerate(text.split("\n"), 1):
        if len(raw) > LONGEST_LINE:
            raise Refused("line_too_long", f"line {number} has {len(raw)} characters", "check what the file is")
        page += raw.count("\f")
        lines.append(Line(number, raw.replace("\f", " ").replace("\xa0", " "), page if paged else None))
    ends_mid_line = cut or bool(lines[-1].text)
    if not lines[-1].text:
        lines.pop()
    source = Source(
        name, hashlib.sha256(data).hexdigest(), len(data), "text/plain", encoding, pages=page if paged else None
    )
    return Document(source, tuple(lines), ends_mid_line)
