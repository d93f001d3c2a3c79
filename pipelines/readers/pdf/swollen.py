"""Page descriptions of a PDF that swell beyond any page: told before they are unpacked whole."""

from __future__ import annotations

import re
import zlib

MOST_BYTES = 8 * 1024 * 1024
_STEEPEST = 1_032  # what deflate can do at most
_HEAD, _SAMPLE, _STEP = 4_096, 65_536, 1 << 20
_STREAM = re.compile(rb"(?<!end)stream\r?\n?")
_WRITTEN = bytes(range(32, 127)) + b"\t\r\n\f"


def swells(data: bytes) -> bool:
    """Whether a packed stream that reads as text (no font, no bitmap) unpacks to more than `MOST_BYTES`."""
    place = 0
    while found := _STREAM.search(data, place):
        end = data.find(b"endstream", found.end())
        place = end if end >= 0 else len(data)
        if (place - found.end()) * _STEEPEST > MOST_BYTES and _text_size(data[found.end() : place]) > MOST_BYTES:
            return True
    return False


def _text_size(packed: bytes) -> int:
    """How far a stream of text unpacks, looked at no farther than just beyond `MOST_BYTES`; 0 for anything else."""
    try:
        sample = zlib.decompressobj().decompress(packed[:_HEAD], _SAMPLE)
        if len(sample.translate(None, _WRITTEN)) * 20 > len(sample):
            return 0
        unpack = zlib.decompressobj()
        size = len(unpack.decompress(packed, _STEP))
        while unpack.unconsumed_tail and not unpack.eof and size <= MOST_BYTES:
            size += len(unpack.decompress(unpack.unconsumed_tail, _STEP))
    except zlib.error:
        return 0
    return size
