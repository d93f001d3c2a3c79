"""Files → Documents, by what a file is and not by what it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.model import Document, Refused
from pipelines.readers.html import read_html
from pipelines.readers.pdf import read_pdf
from pipelines.readers.scan import read_scan
from pipelines.readers.scan.pictures import media_type
from pipelines.readers.sheet import read_sheet
from pipelines.readers.text import read_text
from pipelines.readers.word import read_docx

Reader = Callable[[bytes, str], Document]
NO_TEXT = "no_text_layer"


def read_text_or_scan(data: bytes, name: str) -> Document:
    """A PDF by its text layer; where it has none, or an unreadable one, by recognition."""
    try:
        return read_pdf(data, name)
    except Refused as refused:
        if refused.code != NO_TEXT:
            raise
        try:
            return read_scan(data, name)
        except Refused as second:
            raise Refused(second.code, f"{refused.reason}; {second.reason}", second.remedy) from refused


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".tsv": read_text,
    ".pdf": read_text_or_scan,
    ".xlsx": read_sheet,
    ".xlsm": read_sheet,
    ".xls": read_sheet,
    ".ods": read_sheet,
    ".docx": read_docx,
    ".html": read_html,
    ".htm": read_html,
    ".png": read_scan,
    ".jpg": read_scan,
    ".jpeg": read_scan,
    ".tif": read_scan,
    ".tiff": read_scan,
}
LARGEST_FILE = 64 * 1024 * 1024
_HEAD = 4096
_OLD_OFFICE = (".doc", ".wps", ".et")


def reader_of(data: bytes, suffix: str) -> Reader:
    """The reader for these bytes; the suffix decides between kinds that begin alike."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"%pdf-" in head[:1024]:
        return read_text_or_scan
    if media_type(data) is not None:
        return read_scan
    if data.startswith(b"PK\x03\x04"):
        return read_docx if b"word/document.xml" in data else read_sheet
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return read_sheet
    if head.startswith((b"<!doctype html", b"<html")) or (head.startswith(b"<") and b"<html" in head):
        return read_html
    return read_html if suffix in (".html", ".htm") else read_text


def read(path: Path) -> Document:
    """The document in `path`; Refused names what was wrong and what to do about it."""
    suffix = path.suffix.lower()
    if suffix in _OLD_OFFICE:
        raise Refused("old_office", f"{suffix} is not a format that can be read", "save it as .docx, .xlsx or PDF")
    if suffix not in READERS:
        known = " ".join(sorted(READERS))
        reason = f"{suffix or 'no suffix'} is not a format that can be read"
        raise Refused("unknown_format", reason, f"give one of {known}")
    if path.stat().st_size > LARGEST_FILE:
        raise Refused("too_large", "larger than 64 MiB: no disclosure is", "split the file or check what it is")
    data = path.read_bytes()
    return reader_of(data, suffix)(data, path.name)
