"""`disclosure.yml`: what a person adds to one disclosure by hand. It never changes a figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from pipelines.package.waivers import Waiver, Waivers
from pipelines.plain import shown

NAME = "disclosure.yml"
TEXTS = ("source_url", "title", "title_en", "note_zh", "note_en")
LONGEST = 2000
MOST_FILES = 200
MOST_ROWS = 10**9
ROW = re.compile(r"(?:[a-z]{1,20}:)?[1-9][0-9]{0,8}", re.ASCII)


class BadSettings(Exception):
    """A `disclosure.yml` that says something else than it may; the message names file, key and remedy."""


@dataclass(frozen=True)
class Settings:
    """`files` are the names of the files that are this disclosure, in order, all in the folder of `disclosure.yml`;
    `published` is the day on which it was published, as `2024-02-05`.
    """

    source_url: str | None = None
    title: str | None = None
    title_en: str | None = None
    note_zh: str | None = None
    note_en: str | None = None
    published: str | None = None
    waivers: Waivers = field(default_factory=Waivers)
    files: tuple[str, ...] = ()


def _text(raw: Mapping[str, Any], key: str, where: str) -> str | None:
    value = raw.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise BadSettings(f"{where}: `{key}` must be a text of 1 to {LONGEST} characters; put quotes around it")
    return value.strip()


def _told(value: Any) -> str:
    """A text in quotes, of anything else its type alone: a few lines of YAML can stand for gigabytes."""
    return f"`{shown(value, 80)}`" if isinstance(value, str) else f"a value of type {type(value).__name__}"


def _keys(raw: Any, allowed: tuple[str, ...], where: str) -> Mapping[str, Any]:
    if not isinstance(raw, dict):
        raise BadSettings(f"{where}: expected `key: value` lines with the keys {', '.join(allowed)}")
    for key in raw:
        if key not in allowed:
            raise BadSettings(f"{where}: unknown key {_told(key)}; it may have {', '.join(allowed)}")
    return raw


def _waiver(raw: Any, where: str) -> Waiver:
    keys = _keys(raw, ("rule", "issue", "resource", "row", "reason"), where)
    rule, issue, reason = (_text(keys, key, where) for key in ("rule", "issue", "reason"))
    if (rule is None) == (issue is None) or reason is None:
        raise BadSettings(f"{where}: a waiver needs a `reason`, and either a `rule` or an `issue`")
    resource, row = _text(keys, "resource", where), _row(keys.get("row"), where)
    if row and resource is None:
        raise BadSettings(f"{where}: `row` needs the `resource` that it is a row of")
    return Waiver("rule" if rule else "issue", rule or issue or "", reason, resource, row)


def _row(value: Any, where: str) -> str | None:
    """A row as a number, or as text with its side; YAML 1.1 reads no `revenue:6` as anything but text."""
    if value is None:
        return None
    whole = isinstance(value, int) and not isinstance(value, bool) and value < MOST_ROWS
    said = str(value) if whole else value
    if not isinstance(said, str) or not ROW.fullmatch(said):
        raise BadSettings(f"{where}: `row` must be the number of a row, or its side and number as revenue:6")
    return said


def _day(value: Any, where: str) -> str | None:
    """A day as YAML reads it or as text of the same form."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value if isinstance(value, str) else value.isoformat()).isoformat()
    except (ValueError, TypeError, AttributeError) as error:
        raise BadSettings(f"{where}: `published` must be a day, as 2024-02-05") from error


def _files(raw: Any, where: str) -> tuple[str, ...]:
    """Names of files, never paths: a `disclosure.yml` speaks of its own folder only."""
    wrong = f"{where}: `files` must be a list of 1 to {MOST_FILES} different names of files in this folder"
    if raw is None:
        return ()
    if not isinstance(raw, list) or not 0 < len(raw) <= MOST_FILES:
        raise BadSettings(wrong)
    for name in raw:
        if not isinstance(name, str) or not name.strip(". ") or "\0" in name or {"/", "\\"} & {*name}:
            raise BadSettings(f"{wrong}; {_told(name)} is none")
    if len({*raw}) < len(raw):
        raise BadSettings(wrong)
    return tuple(raw)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in text)


def parse(content: bytes, where: str) -> Settings:
    """Settings from the bytes of a `disclosure.yml`; raises BadSettings for an unknown key or a wrong value."""
    try:
        raw = yaml.safe_load(content.decode("utf-8"))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadSettings(f"{where}: not readable as UTF-8 YAML: {' '.join(str(error).split())}") from error
    keys = _keys(raw if raw is not None else {}, (*TEXTS, "published", "files", "waivers"), where)
    texts = {key: _text(keys, key, where) for key in TEXTS}
    url = texts["source_url"]
    if url is not None and not _is_web_address(url):
        raise BadSettings(f"{where}: `source_url` must be an http:// or https:// address")
    waivers = keys.get("waivers") or []
    if not isinstance(waivers, list):
        wanted = "`rule` or `issue`, `reason` and, if wanted, `resource` and `row`"
        raise BadSettings(f"{where}: `waivers` must be a list of {wanted}")
    found = Waivers(tuple(_waiver(raw, f"{where}: waivers[{n}]") for n, raw in enumerate(waivers)))
    published, files = _day(keys.get("published"), where), _files(keys.get("files"), where)
    return Settings(**texts, published=published, waivers=found, files=files)


def content(folder: Path) -> bytes | None:
    """The bytes of a package folder's `disclosure.yml`, or None."""
    try:
        return (folder / NAME).read_bytes()
    except FileNotFoundError:
        return None


def load(folder: Path) -> Settings:
    """The settings of one package folder; empty when there is no `disclosure.yml`."""
    raw = content(folder)
    return Settings() if raw is None else parse(raw, str(folder / NAME))
