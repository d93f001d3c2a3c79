"""Adds the headers that keep a browser from doing more with our pages than showing them, or from showing old ones."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

# Datasette's own pages carry inline scripts and styles; nothing may come from another host.
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode("ascii"),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
}


# A process serves one publication: what it answered stays true until it ends, and no page outlives it in a browser.
TAG = f'W/"{secrets.token_hex(8)}"'.encode("ascii")
FRESH = {b"cache-control": b"no-cache"}


def _asked_again(scope: Mapping[str, Any]) -> bool:
    """Whether the visitor holds this process's own answer."""
    return scope["type"] == "http" and (b"if-none-match", TAG) in scope["headers"]


def with_headers(application: Application) -> Application:
    """The application with the headers on every answer that does not set them itself, and short answers to whoever
    has the page already.
    """

    async def answer(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = list(message.get("headers", ()))
                have = {name.lower() for name, _ in said}
                tag = {b"etag": TAG} if message["status"] == 200 else {}
                missing = [item for item in {**HEADERS, **FRESH, **tag}.items() if item[0] not in have]
                message = {**message, "headers": [*said, *missing]}
            await send(message)

        if _asked_again(scope):
            await send_with({"type": "http.response.start", "status": 304, "headers": [(b"etag", TAG)]})
            await send({"type": "http.response.body", "body": b""})
        else:
            await application(scope, receive, send_with)

    return answer
