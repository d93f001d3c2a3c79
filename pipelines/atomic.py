"""Folders and files that are whole or not there: written beside their place and renamed into it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

NEW, OLD = ".yusuan-new", ".yusuan-old"  # unlike any name that a user would give a file of their own


class OutputError(Exception):
    """The output cannot be written (full disk, no permission): nothing that was there has been changed."""


class Busy(OutputError):
    """Another build is writing to the same folder."""


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turns an OSError of the body into an OutputError that names the place."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {place}: {error.strerror or error}") from error


def _beside(target: Path, mark: str) -> Path:
    return target.with_name(f".{target.name}{mark}")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def restore(target: Path) -> None:
    """Ends a swap of `target` that was cut short: the last good copy is in its place."""
    old = _beside(target, OLD)
    if old.exists() and not target.exists():
        os.rename(old, target)
    _remove(old)


def recover(folder: Path) -> None:
    """Ends every swap in `folder` that was cut short and clears away what was never finished."""
    for old in sorted(folder.glob(f".*{OLD}")):
        restore(folder / old.name[1 : -len(OLD)])
    for new in sorted(folder.glob(f".*{NEW}")):
        if new.is_dir():
            shutil.rmtree(new)
        else:
            new.unlink()


def swap(new: Path, target: Path) -> None:
    """Puts the folder `new` in the place of `target`; interrupted, it puts back what stood there."""
    restore(target)
    old = _beside(target, OLD)
    try:
        if target.exists():
            os.rename(target, old)
        os.rename(new, target)
    except BaseException:
        if old.exists() and not target.exists():
            os.rename(old, target)
        raise
    _remove(old)


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """An empty folder beside `target`; it takes the place of `target` when the body ends well, else it is removed."""
    new = _beside(target, NEW)
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove(new)
    new.mkdir()
    try:
        yield new
        swap(new, target)
    except BaseException:
        with suppress(OSError):
            _remove(new)
        raise


def write_file(target: Path, content: bytes) -> None:
    """Writes one file whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = _beside(target, NEW)
    try:
        new.write_bytes(content)
        os.replace(new, target)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Holds the folder for one build at a time; raises Busy when another holds it."""
    if sys.platform == "win32":  # no flock there: one build at a time is up to its user
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"another build is writing to {folder}: wait until it ends, or choose another folder") from error
        except OSError:
            pass  # some network file systems cannot lock; the build is still atomic a package at a time
        yield
    finally:
        os.close(handle)
