"""Document → Sections: where each standard table stands, and what is printed at its head.

Titles come twice (a heading and the table's own), in a table of contents, with or without a number and a year; a
title stands for its table only where something of a table follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.model import Document, Issue, Line, Section, Sections
from pipelines.values import is_amount, plain, squeeze
from pipelines.vocabulary import Vocabulary
from pipelines.wording import Words, begins_title, label_number, title_resource, words_of

_FIRST_PAGES, _ENOUGH_PAGES = 8, 3
_HEAD_LINES = 12


def _is_furniture(line: Line, words: Words) -> bool:
    text = squeeze(line.text)
    return (
        bool(text)
        and "\t" not in line.text
        and (text in words.watermarks or words.furniture.fullmatch(text) is not None)
    )


def _page_numbers(lines: Sequence[Line]) -> Iterator[int]:
    """Indices of bare page numbers: integers alone on their lines that count up by one through the document.

    Where blank lines part the lines, a number right below another line is the end of what is wrapped there.
    """
    parted = sum(not line.text for line in lines) * 3 > len(lines)
    numbers = [
        (i, int(text))
        for i, line in enumerate(lines)
        if (text := line.text.strip()).isascii()
        and text.isdigit()
        and len(text) < 4
        and not (parted and i and lines[i - 1].text.strip())
    ]
    chain: list[tuple[int, int]] = []
    for start in range(min(len(numbers), _FIRST_PAGES)):
        run = [numbers[start]]
        for number in numbers[start + 1 :]:
            if number[1] == run[-1][1] + 1:
                run.append(number)
        chain = max(chain, run, key=len)
    if len(chain) >= _ENOUGH_PAGES:
        yield from (i for i, _ in chain)


@dataclass(frozen=True)
class _Hit:
    """A line that begins something: a table's title (resource) or the end of all tables (no resource)."""

    index: int
    until: int
    resource: str | None
    year: int | None = None
    text: str = ""


def _hits(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[_Hit]:
    words = words_of(vocabulary)
    index = 0
    while index < len(lines):
        text = plain(lines[index].text)
        until, found = index + 1, None
        if text and "\t" not in lines[index].text:
            found = title_resource(text, vocabulary)
            if found is None and begins_title(text, words):
                found, until = _wrapped_title(lines, index, vocabulary)
        if found:
            yield _Hit(index, until, found[0], found[1], "".join(plain(line.text) for line in lines[index:until]))
        elif text and words.end.match(text):
            yield _Hit(index, until, None, text=text)
        index = until


def _wrapped_title(
    lines: Sequence[Line], index: int, vocabulary: Vocabulary
) -> tuple[tuple[str, int | None] | None, int]:
    """A title that runs over up to three lines, each of them part of it."""
    joined = plain(lines[index].text)
    taken = 1
    for offset in range(1, 5):
        if index + offset >= len(lines) or taken == 3:
            break
        piece = plain(lines[index + offset].text)
        if not piece:
            continue
        if "\t" in lines[index + offset].text or len(piece) > 30:
            break
        joined += piece
        taken += 1
        found = title_resource(joined, vocabulary)
        if found:
            return found, index + offset + 1
    return None, index + 1


def _orphan_labels(lines: Sequence[Line], hits: Sequence[_Hit], vocabulary: Vocabulary) -> Iterator[tuple[_Hit, Issue]]:
    """Labels (预算公开表5) whose table has no legible title near them: the label then names the table. A title in a
    table of contents, with nothing of a table behind it, is none.
    """
    words = words_of(vocabulary)
    ends = [*(hit.index for hit in hits[1:]), len(lines)]
    titled = {h.resource for h, end in zip(hits, ends, strict=False) if _begins_table(h, lines, end, words)}
    for index, line in enumerate(lines):
        number = label_number(plain(line.text), words) if "公开" in line.text else None
        resource = words.numbered.get(number or 0)
        if resource is None or resource in titled:
            continue
        near = next((plain(x.text) for x in lines[index + 1 : index + 6] if plain(x.text)), "")
        if title_resource(near, vocabulary) or begins_title(near, words):
            continue
        issue = Issue(
            "title_damaged",
            f"第{line.number}行的表号为“{plain(line.text)}”，但其标题无法识别：“{near[:40]}”",
            f"line {line.number} is labelled {plain(line.text)!r} but no known title follows it: {near[:40]!r}",
            "warning",
            resource,
            line=line.number,
            printed=near[:80] or None,
        )
        yield _Hit(index, index + 1, resource, None, near), issue


def _merged(hits: Sequence[_Hit]) -> Iterator[tuple[_Hit, list[_Hit]]]:
    """Runs of hits for the same table: heading, title, titles repeated on later pages."""
    run: list[_Hit] = []
    for hit in hits:
        if run and (hit.resource != run[0].resource):
            yield run[0], run
            run = []
        run.append(hit)
    if run:
        yield run[0], run


def _entity(lines: Sequence[Line], words: Words) -> str | None:
    """The name behind 部门名称：, joined with the rest of it when it is wrapped onto the very next line."""
    for position, line in enumerate(lines):
        match = words.entity.match(line.text.strip())
        if match is None:
            continue
        unit = words.unit.search(match[0])
        if unit and unit.start() < match.start(2):
            continue
        name = words.unit.split(match[2])[0]
        follower = lines[position + 1] if position + 1 < len(lines) else None
        wrapped = (
            name == match[2]
            and follower is not None
            and follower.number == line.number + 1
            and "\t" not in follower.text
            and squeeze(follower.text)
            and not words.unit.search(follower.text)
        )
        return squeeze(name) + (squeeze(follower.text) if wrapped and follower else "") or None
    return None


def _evidence(lines: Sequence[Line], words: Words) -> bool:
    """Whether a title is followed by a table: a unit, an entity, or a statement that there is no data."""
    for line in lines:
        text = line.text.strip()
        if words.unit.search(text) or words.entity.match(text) or _states_empty(text, words):
            return True
        if line.text.count("\t") >= 2:
            return True
    return False


def _begins_table(hit: _Hit, lines: Sequence[Line], end: int, words: Words) -> bool:
    """Whether a title has its table right behind it, before the next heading at `end`."""
    near = lines[hit.until : min(end, hit.until + _HEAD_LINES)]
    return hit.resource is not None and _evidence(near, words)


def _holds_figures(section: Section) -> bool:
    """Whether rows, or a statement that there are none, stand behind a title: what a table of contents lacks."""
    words = (line.text.split() for line in section.lines)
    return section.declared_empty or any(
        len(figures := [w for w in line if is_amount(w)]) > 1 or any("." in f for f in figures) for line in words
    )


def _states_empty(text: str, words: Words) -> bool:
    return plain(words.note.sub("", plain(text))).strip("。.，") in words.empty


def _section(resource: str, run: Sequence[_Hit], lines: Sequence[Line], end: int, last: bool, words: Words) -> Section:
    own_title_lines = {i for hit in run for i in range(hit.index, hit.until)}
    label = None
    notes, kept = [], []
    units: dict[str, None] = {}
    for index in range(run[0].index, end):
        line = lines[index]
        text = plain(line.text)
        if label is None and label_number(text, words) is not None:
            label = text
            continue
        if index in own_title_lines or _is_furniture(line, words) or text.startswith(words.tables_part):
            continue
        if words.note.match(text) or _states_empty(line.text, words):
            notes.append(line)
            continue
        if notes and text.isdigit() and len(text) < 4:
            continue
        unit = words.unit.search(line.text)
        units |= {unit[1]: None} if unit else {}
        kept.append(line)
    years = [hit.year for hit in run if hit.year]
    return Section(
        resource=resource,
        printed_title=run[-1].text or None,
        printed_label=label,
        printed_unit="、".join(units) or None,
        printed_entity=_entity(kept, words),
        year=years[0] if len(set(years)) == 1 else None,
        lines=tuple(kept),
        declared_empty=any(_states_empty(n.text, words) for n in notes),
        cut_off=last,
        notes=tuple(notes),
    )


def locate(document: Document, vocabulary: Vocabulary) -> Sections:
    """The standard tables of a document in printed order; titles without a table behind them are only `titles_seen`."""
    words = words_of(vocabulary)
    pages = set(_page_numbers(document.lines))
    lines = tuple(line for i, line in enumerate(document.lines) if i not in pages)
    hits = list(_hits(lines, vocabulary))
    orphans = list(_orphan_labels(lines, hits, vocabulary))
    issues = [issue for _, issue in orphans]
    ordered = sorted([*hits, *(hit for hit, _ in orphans)], key=lambda h: h.index)
    sections: dict[str, Section] = {}
    taken: dict[str, range] = {}
    runs = list(_merged(ordered))
    last_table = _last_table(runs, lines, words)
    for position, (first, run) in enumerate(runs):
        start = _label_above(lines, first.index, words)
        run = [replace(run[0], index=start), *run[1:]] if start < run[0].index else run
        following = runs[position + 1][0].index if position + 1 < len(runs) else len(lines)
        end = _label_above(lines, following, words) if following < len(lines) else following
        if first.resource is None:
            if sections and position > last_table:
                break
            continue
        if not _evidence(lines[run[0].index : end], words):
            continue
        section = _section(first.resource, run, lines, end, end == len(lines), words)
        if first.resource in sections and _holds_figures(sections[first.resource]):
            issues.append(_duplicate(section, lines[first.index]))
            continue
        sections[first.resource] = section
        taken[first.resource] = range(run[0].index, end)
    used = {i for indices in taken.values() for i in indices}
    prose = tuple(line for i, line in enumerate(lines) if i not in used)
    seen = tuple(dict.fromkeys(hit.text for hit in ordered if hit.resource))
    return Sections(tuple(sections.values()), prose, seen, tuple(issues))


def _last_table(runs: Sequence[tuple[_Hit, list[_Hit]]], lines: Sequence[Line], words: Words) -> int:
    """The position of the last table that begins, or -1: what looks like the end above it is out of place."""
    end = len(lines)
    for position in range(len(runs) - 1, -1, -1):
        first, run = runs[position]
        if _begins_table(run[-1], lines, end, words):
            return position
        end = first.index
    return -1


def _label_above(lines: Sequence[Line], index: int, words: Words) -> int:
    """The index of a label (预算公开表1) printed directly above the title at `index`, or `index`."""
    for above in range(index - 1, max(index - 4, -1), -1):
        text = plain(lines[above].text)
        if not text:
            continue
        return above if label_number(text, words) is not None else index
    return index


def _duplicate(section: Section, line: Line) -> Issue:
    return Issue(
        "duplicate_table",
        f"“{section.printed_title}”在第{line.number}行再次出现，只采用第一张",
        f"{section.printed_title!r} stands a second time at line {line.number}; only the first is read",
        "error",
        section.resource,
        line=line.number,
    )
