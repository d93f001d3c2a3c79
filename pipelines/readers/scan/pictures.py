"""The pages of a scan as pixels: pages of a PDF as they are displayed, or the pictures of a PNG, JPEG or TIFF file."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from pipelines.model import Refused
from pipelines.readers.foreign import refusing

Pixels = NDArray[np.uint8]
PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"II*\x00": "image/tiff", b"MM\x00*": "image/tiff"}
MOST_PAGES = 200
_FORMATS = ("PNG", "JPEG", "TIFF")
_MOST_PIXELS = 60_000_000
_DOTS_PER_POINT = 200 / 72
_LONGEST = 3400  # pixels a side: A3 at 200 dots per inch


class Picture(NamedTuple):
    """One page: its colours as (height, width, 3), and how many of these pixels make a point of the displayed page."""

    pixels: Pixels
    scale: float


def media_type(data: bytes) -> str | None:
    """The kind of picture that the bytes begin like."""
    return next((kind for sign, kind in PICTURES.items() if data.startswith(sign)), None)


@contextmanager
def pictures(data: bytes) -> Iterator[tuple[int, Iterator[Picture]]]:
    """How many pages there are, and the pages; Refused where they are too many, too large, or cannot be read."""
    if media_type(data) is None:
        with refusing("unreadable_pdf", "the PDF cannot be opened", "fetch the file again, or remove its password"):
            document = pypdfium2.PdfDocument(data)
        try:
            yield _counted(len(document)), _rendered(document)
        finally:
            document.close()
        return
    from PIL import Image

    with refusing("unreadable_picture", "the picture cannot be opened", "fetch the file again"), _quietly():
        file = Image.open(io.BytesIO(data), formats=_FORMATS)
    with file:
        yield _counted(getattr(file, "n_frames", 1)), _frames(file)


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the warnings of the library, about sizes that are bounded here and tags that change no pixel."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _counted(pages: int) -> int:
    if not 0 < pages <= MOST_PAGES:
        raise Refused("odd_length", f"{pages} pages; a scan has 1 to {MOST_PAGES}", "check what the file is")
    return pages


def _rendered(document: pypdfium2.PdfDocument) -> Iterator[Picture]:
    for number in range(len(document)):
        with refusing("unreadable_pdf", "a page of the PDF cannot be read", "fetch the file again"):
            page = document[number]
            try:
                scale = min(_DOTS_PER_POINT, _LONGEST / max(*page.get_size(), 1.0))
                shown = page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3]
                yield Picture(np.ascontiguousarray(shown), scale)
            finally:
                page.close()


def _frames(file: object) -> Iterator[Picture]:
    """The pictures of an image file, upright; a pixel of the file counts as a point."""
    from PIL import Image, ImageOps, ImageSequence

    assert isinstance(file, Image.Image)
    with (
        refusing("unreadable_picture", "the picture cannot be read", "fetch the file again"),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")  # about tags that change no pixel
        for frame in ImageSequence.Iterator(file):
            width, height = frame.size
            if width * height > _MOST_PIXELS:
                reason = f"a picture of {width} × {height} pixels"
                raise Refused("too_large", reason, f"scan at 200 to 300 dots per inch, below {_MOST_PIXELS} pixels")
            seen = ImageOps.exif_transpose(frame).convert("RGBA")
            paper = Image.new("RGBA", seen.size, "white")
            upright = Image.alpha_composite(paper, seen).convert("RGB")
            scale = min(1.0, _LONGEST / max(upright.size))
            if scale < 1:
                size = (round(upright.width * scale), round(upright.height * scale))
                upright = upright.resize(size, Image.Resampling.BOX)
            yield Picture(np.asarray(upright, dtype=np.uint8), scale)
