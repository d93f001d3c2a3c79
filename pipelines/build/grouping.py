"""Which files are pieces of one disclosure: by what they print of body, year and kind, never by their names.

What is null contradicts nothing, but a file that does not print whose, of which place, or of which year it is joins
others only in its folder; and where several disclosures fit, none is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.pieces import Facts


@dataclass(frozen=True)
class Candidate:
    """A file that may be a piece of a disclosure."""

    path: Path
    sha256: str
    facts: Facts


@dataclass(frozen=True)
class Settled:
    """The files of one disclosure that fit each other, and those that stand in each other's place."""

    kept: tuple[Candidate, ...]
    clashing: tuple[Candidate, ...] = ()
    replaced: tuple[Candidate, ...] = ()


def parts(facts: Facts) -> set[str]:
    """What of a disclosure a file holds, as far as only one file of it can: its tables, and the narrative."""
    return {*facts.tables, *(["narrative"] if facts.contents in ("narrative", "both") else [])}


def clash(one: Facts, other: Facts) -> bool:
    """Two files with a table, or the narrative, in both are two versions and no pieces."""
    return not parts(one).isdisjoint(parts(other))


def _fits(facts: Facts, group: Iterable[Candidate]) -> bool:
    """Whether a file contradicts no file of a group in body, division, year or kind."""
    return all(
        mine is None or theirs is None or mine == theirs
        for member in group
        for mine, theirs in (
            (facts.body, member.facts.body),
            (facts.division, member.facts.division),
            (facts.year, member.facts.year),
            (facts.kind, member.facts.kind),
        )
    )


class _Groups:
    """Groups as they grow, with the folders and bodies they are found by."""

    def __init__(self) -> None:
        self.found: list[list[Candidate]] = []
        self._in_folder: dict[Path, dict[int, None]] = defaultdict(dict)
        self._of_body: dict[str | None, dict[int, None]] = defaultdict(dict)

    def add(self, members: Sequence[Candidate]) -> None:
        self.found.append([])
        for member in members:
            self._join(len(self.found) - 1, member)

    def _join(self, group: int, member: Candidate) -> None:
        self.found[group].append(member)
        self._in_folder[member.path.parent][group] = None
        self._of_body[member.facts.body][group] = None

    def _fitting(self, members: Sequence[Candidate], among: Iterable[int]) -> list[int]:
        return [group for group in among if all(_fits(member.facts, self.found[group]) for member in members)]

    def place_named(self, members: Sequence[Candidate]) -> None:
        """Files with the same print go to the only group of their body that they fit, in their folder before others of
        their division; without a year in their folder only, and only to one that lacks what they hold. Else they make
        a group.
        """
        facts = members[0].facts
        of_body = self._of_body[facts.body]
        here = [group for group in of_body if group in self._in_folder[members[0].path.parent]]
        fitting = self._fitting(members, here)
        if facts.year is None:
            fitting = self._lacking(members, fitting)
        elif not fitting and facts.division:
            there = [g for g in of_body if any(c.facts.division == facts.division for c in self.found[g])]
            fitting = self._fitting(members, there)
        self._place(members, fitting)

    def place_nameless(self, candidates: Sequence[Candidate]) -> None:
        """Files without a name go each to the only named group of its folder that it fits and that lacks what it
        holds; of several that hold the same none does.
        """
        named = [any(c.facts.body for c in group) for group in self.found]
        coming: dict[int, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            here = [g for g in self._in_folder[candidate.path.parent] if g < len(named) and named[g]]
            fitting = self._lacking([candidate], self._fitting([candidate], here))
            if len(fitting) == 1:
                coming[fitting[0]].append(candidate)
            else:
                self.add([candidate])
        for group, joining in coming.items():
            held = Counter(part for candidate in joining for part in parts(candidate.facts))
            for candidate in joining:
                once = all(held[part] == 1 for part in parts(candidate.facts))
                self._place([candidate], [group] if once else [])

    def _lacking(self, members: Sequence[Candidate], among: Iterable[int]) -> list[int]:
        """Groups in which nothing holds what these files hold: what prints less must not push out what prints more."""
        return [g for g in among if not any(clash(m.facts, o.facts) for m in members for o in self.found[g])]

    def _place(self, members: Sequence[Candidate], fitting: Sequence[int]) -> None:
        if len(fitting) != 1:
            self.add(members)
        for member in members if len(fitting) == 1 else ():
            self._join(fitting[0], member)


def groups(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """Files that are of one disclosure, together; every candidate is in exactly one group.

    First those that print body, year and kind alike, then those that print the body without the kind or the year, last
    those without a body.
    """
    whole: dict[tuple[object, ...], list[Candidate]] = defaultdict(list)
    partly: dict[tuple[object, ...], list[Candidate]] = defaultdict(list)
    nameless: list[Candidate] = []
    for candidate in candidates:
        facts = candidate.facts
        place = facts.division or candidate.path.parent
        key = (facts.body, place, facts.year, facts.kind)
        if facts.body is None:
            nameless.append(candidate)
        elif facts.year is None or facts.kind is None:
            partly[candidate.path.parent, *key].append(candidate)
        else:
            whole[key].append(candidate)
    found = _Groups()
    for members in whole.values():
        found.add(members)
    for members in sorted(partly.values(), key=lambda members: members[0].facts.year is None):
        found.place_named(members)
    found.place_nameless(nameless)
    return found.found


def settled(group: Sequence[Candidate], standing: frozenset[str], replace: bool) -> Settled:
    """What of a group can be one disclosure. `standing` are the digests of the files of its package that stands.

    With `replace` the later of two files in each other's place is kept, where those that stand came first; else those
    that stand are, with what clashes with no other file; where nothing stands and files clash, none is.
    """
    held = Counter(part for candidate in group for part in parts(candidate.facts))
    if replace:
        taken: set[str] = set()
        latest: set[Path] = set()
        for candidate in sorted(group, key=lambda candidate: candidate.sha256 not in standing)[::-1]:
            if taken.isdisjoint(parts(candidate.facts)):
                latest.add(candidate.path)
                taken |= parts(candidate.facts)
        kept, replaced = ([c for c in group if (c.path in latest) is chosen] for chosen in (True, False))
        return Settled(tuple(kept), replaced=tuple(replaced))
    alone = [c for c in group if all(held[part] == 1 for part in parts(c.facts))]
    if len(alone) == len(group):
        return Settled(tuple(group))
    there = [candidate for candidate in group if candidate.sha256 in standing]
    twice = Counter(part for candidate in there for part in parts(candidate.facts))
    chosen = {c.path for c in (*there, *alone)} if there and max(twice.values(), default=0) < 2 else set()
    return Settled(tuple(c for c in group if c.path in chosen), tuple(c for c in group if c.path not in chosen))
