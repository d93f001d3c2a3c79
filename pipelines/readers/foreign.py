"""Libraries that read other people's formats raise anything on a damaged file: one boundary turns it into a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.model import Refused

_SHOWN = 200


@contextmanager
def refusing(code: str, what: str, remedy: str) -> Iterator[None]:
    """Refused with this code for whatever goes wrong inside, but for lack of memory."""
    try:
        yield
    except (Refused, MemoryError):
        raise
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"[:_SHOWN]
        raise Refused(code, f"{what} ({detail})", remedy) from error
