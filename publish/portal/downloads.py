"""Serves the published files: only what the manifest lists, whole or one range of it, as an ASGI answer."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from publish.portal.description import FileView, Portal

Send = Callable[[Mapping[str, Any]], Awaitable[None]]
CHUNK = 1 << 18
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
SHOWN = (".json", "SHA256SUMS")
# Enough for the viewers of browsers, nothing for a PDF that is something else besides. No `sandbox`: with it some
# browsers refuse to show a PDF at all.
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)


def byte_range(header: str | None, size: int) -> tuple[int, int] | None:
    """First and last byte of one asked range, None for the whole file; raises ValueError where nothing of it exists."""
    match = RANGE.fullmatch(header or "")
    if not match or match[0] == "bytes=-":
        return None
    if not match[1]:
        first, last = max(size - int(match[2]), 0), size - 1
    else:
        first, last = int(match[1]), min(int(match[2]) if match[2] else size - 1, size - 1)
    if first > last:
        raise ValueError(f"no byte {first} in {size}")
    return first, last


def is_pdf(root: Path, file: FileView) -> bool:
    """Whether a file is a PDF by its name and by its first bytes, so that a browser's viewer may open it at a page."""
    if not file.path.endswith(".pdf"):
        return False
    with open(root / file.path, "rb") as content:
        return content.read(5) == b"%PDF-"


def headers(file: FileView, cors: bool, pdf: bool = False) -> dict[str, str]:
    """What every answer for the file says of it; no source file but a PDF is ever shown in the browser."""
    name = file.path.rpartition("/")[2]
    said = {
        "content-type": "application/pdf" if pdf else file.media_type,
        "etag": f'"{file.sha256}"',
        "accept-ranges": "bytes",
        "cache-control": "public, no-cache",
        "x-content-type-options": "nosniff",
    }
    if pdf:
        said["content-disposition"] = f'inline; filename="{name}"'
        said["content-security-policy"] = PDF_POLICY
    elif not file.path.endswith(SHOWN):
        said["content-disposition"] = f'attachment; filename="{name}"'
    if cors:
        said["access-control-allow-origin"] = "*"
        said["access-control-expose-headers"] = "Accept-Ranges, Content-Length, Content-Range, ETag"
    return said


async def _answer(send: Send, status: int, said: Mapping[str, str]) -> None:
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in said.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})


async def _body(send: Send, path: Path, first: int, length: int) -> None:
    with open(path, "rb") as file:
        file.seek(first)
        while length:
            piece = await asyncio.to_thread(file.read, min(CHUNK, length))
            if not piece:
                break
            length -= len(piece)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def send_file(site: Portal, path: str, method: str, asked: Mapping[str, str], cors: bool, send: Send) -> bool:
    """Answers a request for `/downloads/<path>`; False, with nothing sent, for a path that the manifest does not list.

    The path is only looked up, never joined from the request, so no request leaves the site's folder.
    """
    file = site.files.get(path)
    if file is None:
        return False
    said = headers(file, cors, is_pdf(site.root, file))
    if asked.get("if-none-match") == said["etag"]:
        await _answer(send, 304, said)
        await send({"type": "http.response.body", "body": b""})
        return True
    try:
        part = byte_range(asked.get("range"), file.bytes)
    except ValueError:
        await _answer(send, 416, {**said, "content-range": f"bytes */{file.bytes}", "content-length": "0"})
        await send({"type": "http.response.body", "body": b""})
        return True
    first, last = part or (0, file.bytes - 1)
    length = last - first + 1
    said["content-length"] = str(length)
    if part:
        said["content-range"] = f"bytes {first}-{last}/{file.bytes}"
    await _answer(send, 206 if part else 200, said)
    await _body(send, site.root / file.path, first, 0 if method == "HEAD" else length)
    return True
