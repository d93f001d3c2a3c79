"""Document → Sections: where each standard table stands, and what is printed at its head.

Titles come twice (a heading and the table's own), in a table of contents, with or without a number and a year; a
title stands for its table only where something of a table follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.model import Document, Issue, Line, Section, Sections
from pipelines.values import plain, squeeze
from pipelines.vocabulary import Form, Vocabulary
from pipelines.wording import Words, begins_title, label_number, title_resource, words_of

_FIRST_PAGES, _ENOUGH_PAGES = 8, 3


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


def _orphan_labels(lines: Sequence[Line], hits: Sequence[_Hit], words: Words) -> Iterator[tuple[_Hit, Issue]]:
    """Labels (预算公开表5) whose table has no legible title near them: the label then names the table."""
    titled = {h.resource for h in hits}
    for index, line in enumerate(lines):
        number = label_number(plain(line.text), words) if "公开" in line.text else None
        resource = words.numbered.get(number or 0)
        if resource is None or resource in titled:
            continue
        near = next((plain(x.text) for x in lines[index + 1 : index + 6] if plain(x.text)), "")
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


def _states_empty(text: str, words: Words) -> bool:
    return plain(words.note.sub("", plain(text))).strip("。.，") in words.empty


def _section(resource: str, run: Sequence[_Hit], lines: Sequence[Line], end: int, last: bool, words: Words) -> Section:
    own_title_lines = {i for hit in run for i in range(hit.index, hit.until)}
    label = unit = None
    notes, kept = [], []
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
        unit = unit or words.unit.search(line.text.replace("：", ":"))
        kept.append(line)
    years = [hit.year for hit in run if hit.year]
    return Section(
        resource=resource,
        printed_title=run[-1].text or None,
        printed_label=label,
        printed_unit=unit[1] if unit else None,
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
    orphans = list(_orphan_labels(lines, hits, words))
    issues = [issue for _, issue in orphans]
    ordered = sorted([*hits, *(hit for hit, _ in orphans)], key=lambda h: h.index)
    sections: dict[str, Section] = {}
    used: set[int] = set()
    runs = list(_merged(ordered))
    for position, (first, run) in enumerate(runs):
        start = _label_above(lines, first.index, words)
        run = [replace(run[0], index=start), *run[1:]] if start < run[0].index else run
        following = runs[position + 1][0].index if position + 1 < len(runs) else len(lines)
        end = _label_above(lines, following, words) if following < len(lines) else following
        if first.resource is None:
            if sections and not _tables_follow(runs[position + 1 :], lines, words):
                break
            continue
        if not _evidence(lines[run[0].index : end], words):
            continue
        section = _section(first.resource, run, lines, end, end == len(lines), words)
        if first.resource in sections:
            issues.append(_duplicate(section, lines[first.index]))
            continue
        sections[first.resource] = section
        used.update(range(run[0].index, end))
    prose = tuple(line for i, line in enumerate(lines) if i not in used)
    seen = tuple(dict.fromkeys(hit.text for hit in ordered if hit.resource))
    return Sections(tuple(sections.values()), prose, seen, tuple(issues))


def _tables_follow(runs: Sequence[tuple[_Hit, list[_Hit]]], lines: Sequence[Line], words: Words) -> bool:
    """Whether a table still begins after this point: then what looked like the end was a heading out of place."""
    for position, (first, run) in enumerate(runs):
        end = runs[position + 1][0].index if position + 1 < len(runs) else len(lines)
        if first.resource and _evidence(lines[run[-1].until : min(end, run[-1].until + 12)], words):
            return True
    return False


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


def form_of(sections: Sections, vocabulary: Vocabulary) -> Form | None:
    """The form most of whose tables are there; None when fewer than half are."""
    found = {s.resource for s in sections.tables}
    best = max(vocabulary.forms.values(), key=lambda f: len(found & set(f.tables)), default=None)
    return best if best and 2 * len(found & set(best.tables)) >= len(best.tables) else None
