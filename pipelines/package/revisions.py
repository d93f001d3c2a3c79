"""The resource `revisions`: one row a version, with what differs from the version before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.diff import Rows, counted, differences
from pipelines.package.history import version_digest
from pipelines.package.settings import Settings
from pipelines.vocabulary import Vocabulary


def revision_rows(own: Rows, earlier: Rows | None, settings: Settings, vocabulary: Vocabulary) -> list[list[str]]:
    """The rows of the version before, no longer current, then that of this one; `earlier` is None for the first."""
    before: Sequence[Mapping[str, str]] = earlier["revisions"] if earlier else ()
    (disclosure,) = own["disclosures"]
    row = {
        "disclosure_id": disclosure["disclosure_id"],
        "revision_number": str(len(before) + 1),
        "is_current": "true",
        "published_on": settings.published or "",
        "source_name": "、".join(file["source_name"] for file in own["source_files"]),
        "source_sha256": version_digest([file["source_sha256"] for file in own["source_files"]]),
        "source_url": disclosure["source_url"],
    }
    counts = counted(differences(earlier, own, vocabulary)) if earlier else {}
    row |= {f"cells_{kind}": str(number) for kind, number in counts.items()}
    names = [column.name for column in vocabulary.tables["revisions"].columns]
    rows = [*({**each, "is_current": "false"} for each in before), row]
    return [[each.get(name, "") for name in names] for each in rows]
