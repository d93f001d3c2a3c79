"""Adds the headers that keep a browser from doing more with our pages than showing them, or from showing old ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

# Datasette's own pages carry inline scripts and styles; nothing may come from another host. No page outlives its site
# in a browser: what is published again is seen at once.
POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    b"content-security-policy": POLICY.encode("ascii"),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"cache-control": b"no-cache",
}


def with_headers(application: Application) -> Application:
    """The application with the headers on every answer that does not set them itself."""

    async def answer(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = list(message.get("headers", ()))
                have = {name.lower() for name, _ in said}
                missing = [(name, value) for name, value in HEADERS.items() if name not in have]
                message = {**message, "headers": [*said, *missing]}
            await send(message)

        await application(scope, receive, send_with)

    return answer
