"""Bytes → text, and text → the lines that every line number of a package counts; light enough for the site to use."""

from __future__ import annotations

import codecs
import re

from pipelines.model import Refused

_UNUSUAL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff]|[^\x00-\uffff]")
_FAMILIAR = re.compile(
    r"[\t\n\r\x0c\x20-\x7e\u00a0\u00b7\u2010-\u2027\u2160-\u217f\u2190-\u22ff\u2460-\u2473\u2e80-\u2fd5\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
)
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


def lines_of(text: str) -> list[str]:
    """The lines that are numbered from 1, whatever ends them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
