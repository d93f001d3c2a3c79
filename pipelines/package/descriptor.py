"""`datapackage.json` of one disclosure: Data Package v2, its bytes and digests, keys to the reference resources."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from pipelines import __version__
from pipelines.model import Disclosure, Identity, Source
from pipelines.package.records import files_of
from pipelines.package.settings import Settings
from pipelines.package.title import KINDS, titles
from pipelines.profile import DIALECT, LICENCE, PROFILE, rights_of
from pipelines.schemas import table_schema
from pipelines.vocabulary import Vocabulary


@dataclass(frozen=True)
class Written:
    """One file of the package as it was written."""

    resource: str
    path: str
    content: bytes

    @property
    def digest(self) -> str:
        return "sha256:" + sha256(self.content).hexdigest()


def _described(disclosure: Disclosure) -> str:
    name = disclosure.identity.entity_name or disclosure.identity.disclosure_id
    return (
        f"{name}公开的预算表，逐格提取，金额单位为元，并经勾稽核对；印刷数字一律照原样，未作修改。\n\n"
        f"The tables that {name} published, cell by cell, in yuan, reconciled. Every figure is as printed."
    )


def _contributors(identity: Identity) -> list[dict[str, Any]]:
    publisher = {"title": identity.entity_name, "roles": ["creator", "publisher"]}
    return [publisher] * bool(identity.entity_name) + [{"title": "yusuan contributors", "roles": ["wrangler"]}]


def _source(source: Source, raw_path: str, url: str | None) -> dict[str, Any]:
    place = {"url": url} if url else {}
    digest = {"mediatype": source.media_type, "bytes": source.size, "hash": f"sha256:{source.sha256}"}
    return {"title": raw_path.removeprefix("raw/"), "path": raw_path, **place, **digest}


def _keywords(identity: Identity) -> list[str]:
    zh, _ = KINDS[identity.entity_kind, identity.report_type]
    places = (identity.province, identity.division_name, identity.entity_name)
    year = str(identity.fiscal_year) if identity.fiscal_year else None
    return list(dict.fromkeys(word for word in ("财政公开", zh, "budget", "open data", *places, year) if word))


def _digest(disclosure: Disclosure) -> str:
    """The digest of the file, or of the digests of several."""
    digests = [file.sha256 for file in files_of(disclosure)]
    return digests[0] if len(digests) == 1 else sha256("\n".join(digests).encode()).hexdigest()


def package_fields(disclosure: Disclosure, settings: Settings, raw_paths: Sequence[str]) -> dict[str, Any]:
    """Everything of the descriptor but its resources."""
    identity = disclosure.identity
    title, title_en = titles(identity, settings)
    return {
        "$schema": PROFILE,
        "name": identity.disclosure_id,
        "id": f"{identity.disclosure_id}@{_digest(disclosure)[:16]}",
        "title": title,
        "title_en": title_en,
        "description": _described(disclosure),
        "version": __version__,
        "licenses": [LICENCE],
        "contributors": _contributors(identity),
        "keywords": _keywords(identity),
        "sources": [
            _source(file, path, settings.source_url or file.url)
            for file, path in zip(files_of(disclosure), raw_paths, strict=True)
        ],
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _members(value: Mapping[str, Any]) -> str:
    """The members of one object of a list, without its braces."""
    return textwrap.indent(_json(value)[2:-2], "    ")


@lru_cache(maxsize=256)
def _fixed(vocabulary: Vocabulary, resource: str, resources: frozenset[str]) -> tuple[str, str]:
    """What stands before and after a resource's digests, as JSON: the same in every package, so encoded once."""
    table = vocabulary.tables[resource]
    before = {"name": resource, "type": "table", "title": table.title, "title_en": table.title_en, **rights_of(table)}
    after = {"dialect": DIALECT, "schema": table_schema(table, resources)}
    return _members({**before, "description": table.description}), _members(after)


def _resource(vocabulary: Vocabulary, file: Written, resources: frozenset[str]) -> str:
    before, after = _fixed(vocabulary, file.resource, resources)
    own = {"path": file.path, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
    members = (before, _members({**own, "bytes": len(file.content), "hash": file.digest}), after)
    return "    {\n" + ",\n".join(members) + "\n    }"


def descriptor(fields: Mapping[str, Any], files: Sequence[Written], vocabulary: Vocabulary) -> bytes:
    """The bytes of `datapackage.json`: the package's own fields, then one resource a file."""
    resources = frozenset(file.resource for file in files)
    listed = ",\n".join(_resource(vocabulary, file, resources) for file in files)
    return (_json(fields)[:-2] + ',\n  "resources": [\n' + listed + "\n  ]\n}\n").encode("utf-8")
