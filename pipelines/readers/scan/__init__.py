"""Scans → Document: pages that are pictures, put straight, ruled into cells, and recognised piece by piece.

Boxes are in points of the page as it is displayed; of a picture file in its pixels. Needs the extra `ocr`.
"""

from __future__ import annotations

import hashlib
import sys
from importlib.util import find_spec
from multiprocessing import parent_process

import click

from pipelines.model import Document, Refused, Source
from pipelines.readers.lines import Lines
from pipelines.readers.scan.pictures import media_type, pictures

PDF = "application/pdf"
REMEDY = "install recognition (pip install '.[ocr]' in the checkout), or give a file with text"


def available() -> bool:
    """Whether what recognition needs is installed: pip install "yusuan[ocr]"."""
    return all(find_spec(name) is not None for name in ("cv2", "onnxruntime", "PIL", "rapidocr"))


def read_scan(data: bytes, name: str) -> Document:
    """Lines and rows of a PDF of pictures or of a picture file, recognised; Refused without the extra `ocr`."""
    if not available():
        raise Refused("no_text_layer", "the pages are pictures, and recognition is not installed", REMEDY)
    from pipelines.readers.scan.pages import page_blocks

    lines = Lines()
    with (
        pictures(data) as (pages, found),
        click.progressbar(found, length=pages, label=name, file=sys.stderr, hidden=not _watched()) as progress,
    ):
        for number, picture in enumerate(progress, 1):
            for block in page_blocks(picture):
                if isinstance(block, str):
                    lines.text(block, number)
                    continue
                for row in block:
                    lines.row(row, number)
    if not any(line.text for line in lines.found):
        raise Refused("no_text_layer", "nothing can be read in the pages", "scan again at 200 to 300 dots per inch")
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), media_type(data) or PDF, pages=pages)
    return Document(source, tuple(lines.found), recognised=True)


def _watched() -> bool:
    """Whether a person looks on: at a terminal, and not at a bar of files that several processes read."""
    return sys.stderr.isatty() and parent_process() is None
