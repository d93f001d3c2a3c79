"""What the verbs share: machine output, escaping for a terminal, a way to end that a person can act on."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import click

from pipelines.atomic import OutputError
from pipelines.plain import shown


def jsonable(value: object) -> object:
    """Frozen types as plain JSON: amounts and paths as text, row keys joined by `/`."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: jsonable(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): jsonable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(inner) for inner in value]
    return str(value) if isinstance(value, Decimal | Path) else value


def _key(key: object) -> str:
    return "/".join("" if part is None else str(part) for part in key) if isinstance(key, tuple) else str(key)


def say_json(value: object) -> None:
    click.echo(json.dumps(jsonable(value), ensure_ascii=True, indent=2))


def say(text: str = "", *, err: bool = False) -> None:
    """One line to the terminal; what comes from a document cannot move the cursor or break the line."""
    indent = text[: len(text) - len(text.lstrip(" "))]
    click.echo(indent + shown(text, 2000), err=err)


@contextmanager
def ending() -> Iterator[None]:
    """Turns a failure to write into one sentence and exit code 1."""
    try:
        yield
    except OutputError as error:
        raise click.ClickException(
            f"{shown(str(error), 500)}. What was there before is unchanged; free the place or choose another with -o."
        ) from error
