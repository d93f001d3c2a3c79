"""Files that cannot become a package: one small record each, kept until the file is built."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from pipelines.atomic import write_file, writing
from pipelines.build.report import Result
from pipelines.names import safe_name

FOLDER = "quarantine"
UNREAD = "unread"


def _record(result: Result) -> bytes:
    facts = {
        "file": result.path.name,
        "sha256": result.sha256,
        "code": result.code,
        "reason": result.reason,
        "remedy": result.remedy,
    }
    return (json.dumps(facts, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def put(out: Path, result: Result) -> Path:
    """Writes `<out>/quarantine/<name>-<first 8 of the digest>.json` and returns it."""
    place = out / FOLDER / f"{safe_name(result.path.name)}-{(result.sha256 or UNREAD)[:8]}.json"
    with writing(place):
        write_file(place, _record(result))
    return place


def clear(out: Path, result: Result) -> None:
    """Removes the records of a file that is now built: those of its digest and those of its name."""
    folder = out / FOLDER
    name, mark = safe_name(result.path.name), (result.sha256 or UNREAD)[:8]
    with writing(folder):
        for record in folder.glob("*.json") if folder.is_dir() else ():
            stem, _, digest = record.stem.rpartition("-")
            if mark == digest or name == stem:
                record.unlink(missing_ok=True)
        with suppress(OSError):  # not empty, or not there
            folder.rmdir()
