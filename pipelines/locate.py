"""Document → Sections: where each standard table stands, and what is printed at its head.

Titles come twice (a heading and the table's own), in a table of contents, with or without a number and a year; a
title stands for its table only where something of a table follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import takewhile

from pipelines.grid.tokens import usual_decimals
from pipelines.heads import parted_heads
from pipelines.model import Document, Issue, Line, Section, Sections
from pipelines.titles import HEAD_LINES, Hit, begins_table, evidence, headings, states_empty
from pipelines.values import holds_amount, is_amount, plain, squeeze
from pipelines.vocabulary import Vocabulary
from pipelines.wording import Words, is_running_title, label_number, words_of

_FIRST_PAGES, _ENOUGH_PAGES = 8, 3
_SAME_NAME = 0.75
_HEAD = 6
_BESIDE_NAME = re.compile(r"^[0-9]+|（[^）]*）?$|第[0-9]+页.*$")


def is_furniture(line: Line, words: Words) -> bool:
    """Whether a line between rows is a review watermark, a running title or a number of a page."""
    text = squeeze(line.text)
    return (
        bool(text)
        and "\t" not in line.text
        and (text in words.watermarks or words.furniture.fullmatch(text) is not None)
    )


def _page_numbers(lines: Sequence[Line], words: Words) -> Iterator[int]:
    """Indices of bare page numbers: integers alone on their lines that count up by one through the document, or that
    have a running title below them where figures have decimals.

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
    for i, shown in numbers if usual_decimals(lines) else []:
        line = next((x for x in lines[i + 1 : i + 4] if x.text.strip()), None)
        if shown and line is not None and is_running_title(squeeze(line.text), words):
            yield i


def _merged(hits: Sequence[Hit], lines: Sequence[Line], words: Words) -> Iterator[tuple[Hit, list[Hit]]]:
    """Runs of hits for the same table: heading, title, titles repeated on later pages, but not of another entity's."""
    run: list[Hit] = []
    entity = ""
    named_by = _names(hits, lines, words)
    often = Counter(named_by.values())
    for hit in hits:
        named = named_by.get(hit.index, "")
        other = bool(entity) and _is_another(named, entity, often)
        if run and (hit.resource != run[0].resource or other):
            yield run[0], run
            run, entity = [], ""
        run.append(hit)
        entity = named or entity
    if run:
        yield run[0], run


def _is_another(name: str, entity: str, often: Mapping[str, int]) -> bool:
    """Whether a name is that of another entity, and not the same one misread, shortened or with words around it."""
    if name in entity or entity in name:
        return False
    return often[name] > 1 or SequenceMatcher(None, name, entity).ratio() < _SAME_NAME


def _names(hits: Sequence[Hit], lines: Sequence[Line], words: Words) -> dict[int, str]:
    """The entity named right below each title, as names are compared: without codes before it and brackets behind."""
    ends = [*(hit.index for hit in hits[1:]), len(lines)]
    names = {}
    for hit, end in zip(hits, ends, strict=False):
        for line in lines[hit.until : min(end, hit.until + HEAD_LINES)] if hit.resource else ():
            match = words.entity.match(line.text.strip())
            if match and (name := _BESIDE_NAME.sub("", plain(words.unit.split(match[2])[0]))):
                names[hit.index] = name
                break
    return names


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


def _holds_figures(section: Section) -> bool:
    """Whether rows, or a statement that there are none, stand behind a title: what a table of contents lacks."""
    words = (line.text.split() for line in section.lines)
    return section.declared_empty or any(
        len(figures := [w for w in line if is_amount(w)]) > 1 or any("." in f for f in figures) for line in words
    )


def _section(resource: str, run: Sequence[Hit], lines: Sequence[Line], end: int, last: bool, words: Words) -> Section:
    own_title_lines = {i for hit in run for i in range(hit.index, hit.until)}
    label = None
    notes, kept = [], []
    units: dict[str, None] = {}
    above_figures = True
    for index in range(run[0].index, end):
        line = lines[index]
        text = plain(line.text)
        if label is None and label_number(text, words) is not None:
            label = text
            continue
        titled = index in own_title_lines and not words.unit.fullmatch(line.text.strip())
        if titled or is_furniture(line, words) or text.startswith(words.tables_part):
            continue
        if words.note.match(text) or states_empty(line.text, words):
            notes.append(line)
            continue
        if notes and text.isdigit() and len(text) < 4:
            continue
        units |= dict.fromkeys(match[1] for match in words.unit.finditer(line.text))
        above_figures = above_figures and not holds_amount(line.text)
        units |= dict.fromkeys(words.bracketed_unit.findall(line.text) if above_figures else ())
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
        declared_empty=any(states_empty(n.text, words) for n in notes),
        cut_off=last,
        notes=tuple(notes),
        title_name=run[-1].name,
        titled_entity=next((hit.entity for hit in run if hit.entity), None),
    )


def locate(document: Document, vocabulary: Vocabulary) -> Sections:
    """The standard tables of a document in printed order; titles without a table behind them are only `titles_seen`."""
    words = words_of(vocabulary)
    pages = set(_page_numbers(document.lines, words))
    lines = tuple(parted_heads((line for i, line in enumerate(document.lines) if i not in pages), vocabulary))
    hits = headings(lines, vocabulary)
    issues: list[Issue] = []
    sections: dict[str, Section] = {}
    taken: dict[str, range] = {}
    runs = list(_merged(hits, lines, words))
    last_table = _last_table(runs, lines, words)
    for position, (first, run) in enumerate(runs):
        start = _label_above(lines, first.index, words)
        run = [replace(run[0], index=start), *run[1:]] if start < run[0].index else run
        following = runs[position + 1][0].index if position + 1 < len(runs) else len(lines)
        end = _label_above(lines, following, words) if following < len(lines) else following
        if first.resource is None:
            issues += [hit.issue for hit in takewhile(lambda h: h.issue, run) if hit.issue]
            if sections and position > last_table:
                break
            continue
        if not evidence(lines[run[0].index : end], words):
            continue
        section = _section(first.resource, run, lines, end, end == len(lines), words)
        if first.resource in sections and _holds_figures(sections[first.resource]):
            issues.append(_duplicate(section, sections[first.resource], lines[first.index]))
            continue
        issues += [hit.issue for hit in run if hit.issue]
        sections[first.resource] = section
        taken[first.resource] = range(run[0].index, end)
    used = {i for indices in taken.values() for i in indices}
    prose = tuple(line for i, line in enumerate(lines) if i not in used)
    seen = tuple(dict.fromkeys(hit.text for hit in hits if hit.resource))
    return Sections(tuple(sections.values()), prose, seen, tuple(issues))


def _last_table(runs: Sequence[tuple[Hit, list[Hit]]], lines: Sequence[Line], words: Words) -> int:
    """The position of the last table that begins, or -1: what looks like the end above it is out of place."""
    end = len(lines)
    for position in range(len(runs) - 1, -1, -1):
        first, run = runs[position]
        if begins_table(run[-1], lines, end, words):
            return position
        end = first.index
    return -1


def _label_above(lines: Sequence[Line], index: int, words: Words) -> int:
    """The index of a label (预算公开表1) right above the title at `index`, but for its unit; else `index`."""
    for above in range(index - 1, max(index - 4, -1), -1):
        text = plain(lines[above].text)
        if label_number(text, words) is not None:
            return _unit_above(lines, above, words)
        if text and not words.unit.fullmatch(lines[above].text.strip()):
            break
    return _unit_above(lines, index, words)


def _unit_above(lines: Sequence[Line], index: int, words: Words) -> int:
    """The index of a unit right above the head at `index`, where none is printed below it; else `index`."""
    if any(words.unit.search(line.text) for line in lines[index : index + _HEAD]):
        return index
    above = next((i for i in range(index - 1, max(index - 3, -1), -1) if lines[i].text.strip()), index)
    return above if words.unit.fullmatch(lines[above].text.strip()) else index


def _duplicate(section: Section, first: Section, line: Line) -> Issue:
    """Doubtful where both tables are of one entity and differ: nothing tells which is meant."""
    same = [squeeze(x.text) for x in section.lines] == [squeeze(x.text) for x in first.lines]
    other = section.printed_entity not in (None, first.printed_entity)
    return Issue(
        "duplicate_table",
        f"“{section.printed_title}”在第{line.number}行再次出现，只采用第一张",
        f"{section.printed_title!r} stands a second time at line {line.number}; only the first is read",
        "warning" if same or other else "error",
        section.resource,
        line=line.number,
    )
