"""What happens when several results claim one identifier, or several files one place in a disclosure."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace as changed
from difflib import get_close_matches
from pathlib import Path

from pipelines.build.grouping import Candidate, clash, parts
from pipelines.build.report import Result
from pipelines.plain import shown


def told_apart(paths: Collection[Path]) -> list[str]:
    """The paths in their order, each from the folder on that they have in common."""
    ordered = sorted(paths)
    try:
        common = os.path.commonpath([path.parent for path in ordered])
    except ValueError:
        return [str(path) for path in ordered]
    return [str(path.relative_to(common)) if common else str(path) for path in ordered]


def taken(result: Result, others: Iterable[Path]) -> Result:
    """Refused: another file says that it is the same disclosure. All of them are refused in the same words."""
    *names, last = told_apart({result.path, *others})
    every = "both" if len(names) == 1 else "all"
    reason = f"{', '.join(names)} and {last} {every} say they are {result.disclosure_id}"
    if not names:
        reason = f"{last} says more than once that it is {result.disclosure_id}"
    remedy = "keep one of the files, or let the new one follow the other as its next version with --replace"
    return changed(result, status="refused", code="identifier_taken", reason=reason, remedy=remedy)


def clashed(result: Result, candidate: Candidate, group: Sequence[Candidate]) -> Result:
    """Refused: the same table, or the narrative, stands in another file of the same disclosure."""
    rivals = [other for other in group if other is not candidate and clash(candidate.facts, other.facts)]
    others = [other.path for other in rivals or group if other is not candidate]
    said = result if result.disclosure_id else changed(result, disclosure_id="one disclosure")
    return changed(taken(said, others), disclosure_id=result.disclosure_id)


def unplaced(result: Result, others: Collection[Path]) -> Result:
    """Refused: a part of a disclosure whose print does not tell of which; a file with a like name is only hinted at."""
    names = sorted(path.name for path in others if path != result.path and path.parent == result.path.parent)
    alike = get_close_matches(result.path.name, names, 1)
    hint = f"; its name resembles {shown(alike[0])!r}, but a name is no print" if alike else ""
    zh = "只是一份公开的一部分，印刷的内容不足以判断属于哪一份"
    reason = f"{zh} / a part of a disclosure, and nothing printed in it tells of which{hint}"
    remedy = "list it with its other files under `files:` in a disclosure.yml of their folder"
    return changed(result, status="refused", code="unplaced_piece", reason=reason, remedy=remedy)


def _winner(
    candidates: Sequence[Result], owners: Collection[str], stated: Collection[Path], replace: bool
) -> Result | None:
    """Who gets an identifier: files listed by hand; with `replace` the last that does not stand already; those that
    hold all of the package that stands; where none stands the only one, as nothing tells which of different files is
    right.
    """
    by_hand = [candidate for candidate in candidates if candidate.path in stated]
    if by_hand:
        return by_hand[0] if len(by_hand) == 1 else None
    if replace:
        new = [c for c in candidates if c.status != "unchanged" and not c.digests <= {*owners}]
        return (new or candidates)[-1]
    if owners:
        return next((c for c in candidates if c.status == "unchanged" or {*owners} <= c.digests), None)
    first = candidates[0]
    return first if all(candidate.digests <= first.digests for candidate in candidates) else None


def _apart(candidates: Sequence[Result]) -> bool:
    held = Counter(part for candidate in candidates if candidate.facts for part in parts(candidate.facts))
    return max(held.values(), default=0) < 2


def settle(
    candidates: Sequence[Result], owners: Mapping[str, Path], stated: Collection[Path], replace: bool
) -> list[Result]:
    """Results of one identifier → at most one winner, the others refused or, with `replace`, given up for it.

    Where none prints a name, files that do not stand in each other's place may be pieces of one disclosure or of many:
    choosing one of them would be wrong in any case.
    """
    if len(candidates) > 1 and all(c.facts and c.facts.body is None for c in candidates) and _apart(candidates):
        return [unplaced(candidate, [c.path for c in candidates]) for candidate in candidates]
    winner = _winner(candidates, owners, stated, replace)
    paths = [*owners.values(), *(c.path for c in candidates)]
    found = []
    for candidate in candidates:
        if candidate is winner:
            found.append(candidate)
        elif winner and candidate.digests <= winner.digests:
            found.append(changed(candidate, status="duplicate", reason=f"the same bytes as {winner.path}"))
        elif winner and replace:
            found.append(changed(candidate, status="replaced", reason=f"replaced by {winner.path.name}"))
        else:
            found.append(taken(candidate, paths))
    return found
