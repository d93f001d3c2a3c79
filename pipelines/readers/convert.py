"""Old Word files (.doc, .wps, .rtf, .odt) → Document: by LibreOffice where it is installed, else refused by name."""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from pipelines.model import Document, Issue, Refused
from pipelines.readers.word import read_docx

SECONDS = 120
_LARGEST = 256 * 1024 * 1024
_MEDIA_TYPES = {b"\xd0\xcf": "application/msword", b"{\\": "application/rtf"}
_ODT = "application/vnd.oasis.opendocument.text"
_SUFFIXES = {"application/msword": ".doc", "application/rtf": ".rtf", _ODT: ".odt"}
_SAFE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""
"""Settings of the throw-away profile: no macros, no active content, no links that are followed."""


def read_converted(data: bytes, name: str) -> Document:
    """Lines and rows of an old Word file, as LibreOffice converts it, with an Issue that says so; Refused where it is
    not installed, fails, or takes more than two minutes.
    """
    office = shutil.which("soffice")
    if office is None:
        reason = "an old Word file cannot be read without LibreOffice"
        raise Refused("old_office", reason, "save it as .docx or PDF, or install LibreOffice")
    media_type = _MEDIA_TYPES.get(data[:2], _ODT)
    document = read_docx(_converted(office, data, _SUFFIXES[media_type]), name)
    source = replace(document.source, sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type=media_type)
    zh, en = "文件由 LibreOffice 转换后读取", "the file was read as LibreOffice converted it"
    return replace(document, source=source, issues=(Issue("converted", zh, en, "warning"), *document.issues))


def _bounds() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST, _LARGEST))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _converted(office: str, data: bytes, suffix: str) -> bytes:
    """The bytes of the .docx, made in a folder and a profile of its own that are gone afterwards."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SAFE, encoding="utf-8")
        (folder / f"document{suffix}").write_bytes(data)
        command = [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(folder / "out"),
            str(folder / f"document{suffix}"),
        ]
        _run(command, folder)
        made = folder / "out" / "document.docx"
        if not made.is_file() or made.stat().st_size > _LARGEST:
            raise Refused("not_converted", "LibreOffice cannot convert the file", "save it as .docx or PDF")
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    """Runs without network proxies, settings or files of the user; ends all of it when its time is over."""
    surroundings = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    surroundings |= {f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https", "ftp")}
    with subprocess.Popen(
        command,
        cwd=folder,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_bounds,
    ) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            reason = f"LibreOffice took more than {SECONDS} seconds"
            raise Refused("not_converted", reason, "save it as .docx or PDF") from error
