"""Office files that are zip archives: how far they may swell, and their parts; their XML expands nothing."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from lxml import etree

from pipelines.model import Refused

MOST_PARTS = 5_000
MOST_BYTES = 256 * 1024 * 1024
LARGEST_PART = 48 * 1024 * 1024
STEEPEST = 200
MOST_ELEMENTS = 3_000_000
_ENTRY = b"PK\x01\x02"
_LOCKED = 1
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/")
_SPELLED = {b"wordprocessingml/main": b"wordprocessingml/2006/main", b"spreadsheetml/main": b"spreadsheetml/2006/main"}


@dataclass(frozen=True)
class Relation:
    kind: str
    target: str


class Parts:
    """The parts of an archive by name."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = frozenset(archive.namelist())

    def bytes(self, name: str) -> bytes:
        """A part unpacked, empty where there is none; Refused where it is larger than any disclosure or locked."""
        if name not in self.names:
            return b""
        entry = self._archive.getinfo(name)
        if entry.flag_bits & _LOCKED:
            raise Refused("encrypted", "the file is protected by a password", "save it without the password")
        if entry.file_size > LARGEST_PART:
            reason = f"{name} would unpack to {entry.file_size} bytes"
            raise Refused("too_large", reason, "check what the file is")
        return plain_xml(self._archive.read(entry))

    def root(self, name: str) -> etree._Element | None:
        """The XML of a part, or None where there is none."""
        data = self.bytes(name)
        if data.count(b"<") > MOST_ELEMENTS:
            raise Refused("too_large", f"{name} has more than {MOST_ELEMENTS} elements", "check what the file is")
        return parsed(data) if data else None

    def relations(self, name: str) -> dict[str, Relation]:
        """What a part refers to inside the archive, by id; `""` for the archive itself."""
        folder, base = posixpath.split(name)
        root = self.root(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for entry in root.iter("{*}Relationship") if root is not None else ():
            if entry.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
            found[entry.get("Id", "")] = Relation(posixpath.basename(entry.get("Type", "")), target)
        return found

    def main(self, otherwise: str) -> str:
        """The name of the part that the archive is about."""
        mains = [relation.target for relation in self.relations("").values() if relation.kind == "officeDocument"]
        return next((target for target in mains if target in self.names), otherwise)


def relation_id(element: etree._Element) -> str:
    return element.get(f"{{{_TYPES}}}id") or ""


def plain_xml(data: bytes) -> bytes:
    """XML without the strict spelling of names; Refused where it declares entities: no office program writes them."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("external_entity", "a part of the file declares entities", "save the file again in its program")
    if _STRICT[0] in data[:4096]:
        data = data.replace(*_STRICT)
        data = data.replace(b"org/officeDocument/relationships", b"org/officeDocument/2006/relationships")
        for strict, usual in _SPELLED.items():
            data = data.replace(strict, usual)
    return data


def parsed(data: bytes) -> etree._Element:
    """The root of an XML part; nothing is expanded or fetched."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))


def streamed(data: bytes, *names: str) -> Iterator[etree._Element]:
    """The elements of these local names at their ends, each emptied behind the reader: for parts of many rows."""
    tags = [f"{{*}}{name}" for name in names]
    events = etree.iterparse(
        io.BytesIO(data), tag=tags, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    for _, element in events:
        yield element
        element.clear()
        while (before := element.getprevious()) is not None and before.getparent() is not None:
            before.getparent().remove(before)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@contextmanager
def opened(data: bytes) -> Iterator[Parts]:
    """The parts of an archive; Refused for one that would swell beyond any disclosure, before any of it is unpacked."""
    if data.count(_ENTRY) > MOST_PARTS:
        raise Refused("zip_bomb", f"more than {MOST_PARTS} parts", "check what the file is")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, LookupError) as error:
        raise Refused("not_office", f"no office file: {error}", "save the file again") from error
    with archive:
        parts = archive.infolist()
        total = sum(part.file_size for part in parts)
        steep = any(p.file_size > 1_000_000 and p.file_size > STEEPEST * max(p.compress_size, 1) for p in parts)
        if len(parts) > MOST_PARTS or total > MOST_BYTES or steep:
            reason = f"{len(parts)} parts that would unpack to {total} bytes"
            raise Refused("zip_bomb", reason, "check what the file is")
        yield Parts(archive)
