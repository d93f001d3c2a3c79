"""Bytes → what kind of file they are, whatever its name says; kinds that cannot be read are refused by name."""

from __future__ import annotations

import re
from typing import Literal

from pipelines.model import Refused
from pipelines.readers.scan.pictures import media_type
from pipelines.readers.sheet.xml2003 import MARK
from pipelines.readers.zipped import Parts, opened

Kind = Literal["pdf", "picture", "docx", "sheet", "html", "csv", "text", "old_word"]
_HEAD = 4096
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html[\s>]|(?:head|body|table|meta|div)[\s>])", re.I)
_SAVE = "save it as .docx, .xlsx or PDF"


def kind_of(data: bytes, suffix: str) -> Kind:
    """The kind of a file; the suffix decides only between plain text, comma-separated text and bare markup."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    if b"%pdf-" in head[:1024].lower():
        return "pdf"
    if media_type(data) is not None:
        return "picture"
    if data.startswith(_ZIP):
        with opened(data) as parts:
            return _of_archive(parts)
    if data.startswith(_OLE):
        return _of_container(data)
    if MARK in head:
        return "sheet"
    return _of_text(head, data, suffix)


def _of_archive(parts: Parts) -> Kind:
    if "content.xml" in parts.names:
        return _of_open_document(parts)
    main = parts.main("")
    if main.endswith("workbook.bin") or "xl/workbook.bin" in parts.names:
        raise Refused("binary_workbook", "a binary workbook (.xlsb) cannot be read", "save it as .xlsx")
    if main.endswith("workbook.xml") or "xl/workbook.xml" in parts.names:
        return "sheet"
    if main.endswith("document.xml") or "word/document.xml" in parts.names:
        return "docx"
    if main.endswith("presentation.xml"):
        raise Refused("not_office", "a presentation is no disclosure that can be read", "save it as PDF")
    raise Refused("archive", "an archive without a document of its own", "unpack it and give the files inside")


def _of_open_document(parts: Parts) -> Kind:
    if b"encryption-data" in parts.bytes("META-INF/manifest.xml"):
        raise Refused("encrypted", "the file is protected by a password", "save it without the password")
    if b"opendocument.text" in parts.bytes("mimetype"):
        return "old_word"
    return "sheet"


def _of_container(data: bytes) -> Kind:
    """The kinds that share the container of old office files, by the names of their streams."""
    if _named(data, "EncryptedPackage"):
        raise Refused("encrypted", "the file is protected by a password", "save it without the password")
    if _named(data, "WordDocument"):
        return "old_word"
    if _named(data, "PowerPoint Document"):
        raise Refused("not_office", "a presentation is no disclosure that can be read", "save it as PDF")
    return "sheet"


def _named(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def _of_text(head: bytes, data: bytes, suffix: str) -> Kind:
    if head.startswith(b"{\\rtf"):
        return "old_word"
    if head.startswith((b"MIME-Version:", b"From: <Saved by")) or b"multipart/related" in head[:1024].lower():
        raise Refused("web_archive", "a web archive (.mht) cannot be read", "save the page as .html or PDF")
    if b"schemas.microsoft.com/office/word/2003/wordml" in head or b"/2006/xmlPackage" in head:
        raise Refused("xml_office", "a Word file saved as XML cannot be read", "save it as .docx")
    bare = head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    if suffix in (".html", ".htm") or (bare.startswith(b"<") and _MARKUP.search(bare)):
        return "html"
    commas = suffix in (".csv", ".xls", ".xlsx", ".et") and b"," in data and b"\t" not in data
    return "csv" if commas else "text"
