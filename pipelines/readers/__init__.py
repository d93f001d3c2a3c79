"""Files → Documents, by what a file is and not by what it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipelines.model import Document, Refused
from pipelines.readers.commas import read_csv
from pipelines.readers.convert import read_converted
from pipelines.readers.foreign import refusing
from pipelines.readers.html import read_html
from pipelines.readers.kinds import Kind, kind_of
from pipelines.readers.pdf import read_pdf
from pipelines.readers.scan import read_scan
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


READERS: dict[Kind, Reader] = {
    "pdf": read_text_or_scan,
    "picture": read_scan,
    "docx": read_docx,
    "sheet": read_sheet,
    "html": read_html,
    "csv": read_csv,
    "text": read_text,
    "old_word": read_converted,
}
SUFFIXES = frozenset(
    (
        ".txt", ".text", ".tsv", ".csv", ".pdf", ".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".et", ".ods", ".docx",
        ".docm", ".doc", ".wps", ".rtf", ".odt", ".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml",
        ".png", ".jpg", ".jpeg", ".tif", ".tiff",
    )
)  # fmt: skip
LARGEST_FILE = 64 * 1024 * 1024


def read(path: Path) -> Document:
    """The document in `path`; Refused names what was wrong and what to do about it."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        known = " ".join(sorted(SUFFIXES))
        reason = f"{suffix or 'no suffix'} is not a format that can be read"
        raise Refused("unknown_format", reason, f"give one of {known}")
    if path.stat().st_size > LARGEST_FILE:
        raise Refused("too_large", "larger than 64 MiB: no disclosure is", "split the file or check what it is")
    data = path.read_bytes()
    with refusing("unreadable_file", "no file that can be read", "fetch the file again"):
        kind = kind_of(data, suffix)
    return READERS[kind](data, path.name)
