"""Plain text → Document: UTF-8 with or without BOM, UTF-16, GB 18030; everything else is refused with the reason."""

from __future__ import annotations

import codecs
import hashlib
import re

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
_UNUSUAL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff]|[^\x00-\uffff]")
_FAMILIAR = re.compile(
    r"[\t\n\r\x0c\x20-\x7e\u00a0\u00b7\u2010-\u2027\u2160-\u217f\u2190-\u22ff\u2460-\u2473\u2e80-\u2fd5\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
LONGEST_LINE = 100_000
_SAMPLE = 200_000


def decode(data: bytes) -> tuple[str, str, bool]:
    """Text, the name of its encoding, and whether its last character is cut off."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        attempts = ["utf-16"]
    elif data.count(b"\x00") > len(data) // 50:
        attempts = ["utf-16-le", "utf-16-be"]
    else:
        attempts = ["utf-8-sig", "gb18030"]
    for encoding in attempts:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            text = decoder.decode(data)
        except UnicodeDecodeError:
            continue
        if _is_text(text, strict=encoding != "utf-8-sig"):
            return text, encoding.removesuffix("-sig"), bool(decoder.getstate()[0])
    raise Refused(
        "unreadable_encoding",
        "neither UTF-8, UTF-16 nor GB 18030 text (or a binary file under a text name)",
        "save the file as UTF-8 text",
    )


def _is_text(text: str, strict: bool) -> bool:
    """Few control or private characters; for encodings that accept almost any bytes also nearly all of it familiar."""
    sample = text[:_SAMPLE]
    if len(_UNUSUAL.findall(sample)) * 200 > len(sample):
        return False
    return not strict or len(_FAMILIAR.findall(sample)) * 10 >= len(sample) * 9


def read_text(data: bytes, name: str) -> Document:
    """Lines of a text dump, numbered from 1; form feeds count pages where there are any."""
    if not data.strip():
        raise Refused("empty_file", "the file is empty", "fetch the disclosure again")
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise Refused("not_text", f"this is {kind} under a text name", "give the file its real suffix")
    text, encoding, cut = decode(data)
    text = fold_radicals(_INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
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
