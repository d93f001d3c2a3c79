"""A whole file and a seed → the file damaged as hostile or broken ones are: in its bytes, its archive, its markup."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random

Mutation = Callable[[bytes, Random], bytes]
_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"1048577",
    b"2147483648",
    b"99999999999999999999",
    b"1e308",
    b"NaN",
    b"",
    b"x",
)
_ATTRIBUTE = re.compile(rb'="[^"<>]{0,40}"')
_ELEMENT = re.compile(rb"<([A-Za-z][\w:]*)[^<>]*>[^<>]{0,80}</\1>")
_TEXT = re.compile(rb">[^<>]{1,80}<")
_FIGURE = re.compile(rb"[0-9]{1,10}")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)


def _place(data: bytes, rng: Random) -> int:
    return rng.randrange(len(data)) if data else 0


def flipped(data: bytes, rng: Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 4, 40, 400)) if data else 0):
        out[_place(data, rng)] = rng.randrange(256)
    return bytes(out)


def truncated(data: bytes, rng: Random) -> bytes:
    return data[: _place(data, rng)] if rng.random() < 0.8 else data[_place(data, rng) :]


def swapped(data: bytes, rng: Random) -> bytes:
    """Pieces taken out, put elsewhere or repeated."""
    a, b = sorted((_place(data, rng), _place(data, rng)))
    b = min(b, a + rng.choice((1, 16, 256, 4096)))
    piece, at = data[a:b], _place(data, rng)
    rest = data[:a] + data[b:] if rng.random() < 0.6 else data
    return rest[:at] + piece * rng.choice((0, 1, 2, 50)) + rest[at:]


def renumbered(data: bytes, rng: Random) -> bytes:
    """Figures replaced by extreme ones: offsets, counts, spans."""
    share = rng.choice((0.0005, 0.005, 0.05))
    return _FIGURE.sub(lambda m: rng.choice(_NUMBERS) if rng.random() < share else m[0], data)


def marked_up(data: bytes, rng: Random) -> bytes:
    """Markup whose attributes, elements and texts are replaced, repeated, nested or cut."""
    share = rng.choice((0.001, 0.01, 0.1))
    kind = rng.randrange(5)
    if kind == 0:
        return _ATTRIBUTE.sub(lambda m: b'="' + rng.choice(_NUMBERS) + b'"' if rng.random() < share else m[0], data)
    if kind == 1:
        return _ELEMENT.sub(lambda m: m[0] * rng.choice((0, 2, 200)) if rng.random() < share / 4 else m[0], data)
    if kind == 2:
        texts = (b"&#0;", b"&x;", b"1,234.50.", b"\xef\xbf\xbe", b"9" * 400, b"-", b"=1+1", b"\t\n", b"]]>")
        return _TEXT.sub(lambda m: b">" + rng.choice(texts) + b"<" if rng.random() < share else m[0], data)
    if kind == 3:
        found = list(_ELEMENT.finditer(data))
        if not found:
            return data
        one, depth = rng.choice(found), rng.choice((20, 300, 5000))
        return data[: one.start()] + (b"<" + one[1] + b">") * depth + data[one.start() :]
    return renumbered(data, rng)


def rezipped(data: bytes, rng: Random) -> bytes:
    """An archive whose parts are damaged, lost, doubled or exchanged, and that is itself whole."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = set(rng.sample(names, min(len(names), rng.choice((1, 1, 2, 5)))))
        for name in names:
            content = old.read(name)
            if name in chosen:
                content = rng.choice((marked_up, marked_up, marked_up, flipped, truncated, swapped))(content, rng)
                if rng.random() < 0.05:
                    continue
                content = old.read(rng.choice(names)) if rng.random() < 0.05 else content
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def restreamed(data: bytes, rng: Random) -> bytes:
    """A PDF whose compressed streams are damaged inside, and compress again."""

    def damaged(match: re.Match[bytes]) -> bytes:
        if rng.random() > 0.2:
            return match[0]
        try:
            inner = zlib.decompress(match[1])
        except zlib.error:
            return match[0]
        return b"stream\n" + zlib.compress(rng.choice((renumbered, flipped, swapped))(inner, rng)) + b"\nendstream"

    return _STREAM.sub(damaged, data)


def mutated(data: bytes, seed: int) -> bytes:
    """The file damaged in one to three ways; the same seed damages it the same way."""
    rng = Random(f"mutation {seed}")
    ways: list[Mutation] = [flipped, truncated, swapped, renumbered]
    if data.startswith(b"PK\x03\x04"):
        ways = [rezipped] * 6 + ways
    elif data.startswith(b"%PDF"):
        ways += [restreamed] * 4
    elif data.lstrip().startswith(b"<"):
        ways += [marked_up] * 6
    for _ in range(rng.choice((1, 1, 2, 3))):
        try:
            data = rng.choice(ways)(data, rng) if data else data
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError):
            ways = [flipped, truncated, swapped]
    return data
