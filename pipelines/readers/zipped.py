"""Bounds for files that are zip archives: how far they may swell, and how many parts they may have."""

from __future__ import annotations

import io
import zipfile

from pipelines.model import Refused

MOST_PARTS = 5_000
MOST_BYTES = 256 * 1024 * 1024
STEEPEST = 200


def bounded(data: bytes) -> None:
    """Refused for an archive that would swell beyond any disclosure, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
        raise Refused("not_office", f"no office file: {error}", "save the file again") from error
    total = sum(part.file_size for part in parts)
    steep = any(p.file_size > 1_000_000 and p.file_size > STEEPEST * max(p.compress_size, 1) for p in parts)
    if len(parts) > MOST_PARTS or total > MOST_BYTES or steep:
        raise Refused("zip_bomb", f"{len(parts)} parts that would unpack to {total} bytes", "check what the file is")
