"""Who, where, when and which form: read from titles and headings, never guessed; what cannot be read is None."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from pypinyin import lazy_pinyin

from pipelines.model import Document, EntityKind, Identity, Issue, Line, Section, Sections
from pipelines.recognise import Recognised
from pipelines.values import plain, squeeze, without_ordinal
from pipelines.vocabulary import Vocabulary
from pipelines.wording import words_of

_PART = re.compile(r"^第[一二三四五]部分")
_PART_TITLE = re.compile(r"第二部分(?:第二部分)?([0-9]{4})?年?度?(部门|单位)预算")
_COVER = re.compile(r"(?P<who>.{0,60}?)(?P<year>[0-9]{4})年度?(?P<kind>部门|单位)预算(?:公开|说明|编制|报告|文本)*")
_ANNOUNCED = re.compile(r"(?:附件[0-9一二三四五六七八九十]*[：:、.]?)?(?P<name>[\u3400-\u9fff（）·“”、]{4,60})")
_NO_NAME = re.compile(r"目录|附件|预算|决算|公开|^关于|年度?$|第.部分")
_COVER_LINES, _MOST_NAMES = 6, 8
_UNKNOWN = "unknown"
_LONGEST_SLUG = 80
_YEARS = range(2000, 2101)


@lru_cache(maxsize=4)
def _divisions(vocabulary: Vocabulary) -> Mapping[str, tuple[dict[str, str | None], ...]]:
    found: dict[str, list[dict[str, str | None]]] = {}
    for row in vocabulary.codes.rows("divisions"):
        found.setdefault(row["name"] or "", []).append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def _within(inner: str, outer: str) -> bool:
    """GB/T 2260: a division lies in another when its code begins with the other's without the trailing zeros."""
    stem = outer[:2] if outer.endswith("0000") else outer[:4] if outer.endswith("00") else outer
    return inner != outer and inner.startswith(stem)


def division_of(name: str, vocabulary: Vocabulary) -> tuple[dict[str, str | None] | None, str]:
    """The division that an entity's name begins with, and the rest of the name; None where no or several divisions fit.

    `某市某区财政局` → (某区, `财政局`). A name shared by several counties counts only behind its prefecture.
    """
    names = _divisions(vocabulary)
    chains: list[tuple[int, list[dict[str, str | None]]]] = []

    def walk(position: int, chain: list[dict[str, str | None]]) -> None:
        if chain:
            chains.append((position, chain))
        for end in range(position + 2, min(len(name), position + 15) + 1):
            for row in names.get(name[position:end], ()):
                if not chain or _within(row["code"] or "", chain[-1]["code"] or ""):
                    walk(end, [*chain, row])

    walk(0, [])
    longest = max((end for end, _ in chains), default=0)
    found = {chain[-1]["code"]: chain[-1] for end, chain in chains if end == longest}
    current = [row for row in found.values() if not row.get("valid_to")] or list(found.values())
    if len(current) > 1:
        top = [row for row in current if (row["code"] or "").endswith("0000")]
        current = top or current
    return (current[0] if len(current) == 1 else None), name[longest:] or name


def bare_name(name: str, vocabulary: Vocabulary) -> str:
    """The name without what stands before the division: 中共某某省委办公厅 and 某某省委办公厅 are one body."""
    for prefix in vocabulary.kinds["name_prefixes"]:
        name = name.removeprefix(prefix)
    return name


def slug(name: str) -> str:
    """Pinyin without tones, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(name)).lower())[:_LONGEST_SLUG] or _UNKNOWN


def _majority(votes: Sequence[int]) -> int | None:
    """The value that more than half of the votes name."""
    counts = Counter(votes).most_common(1)
    return counts[0][0] if counts and counts[0][1] * 2 > len(votes) else None


def _headings(lines: Sequence[Line]) -> Iterator[tuple[int | None, str, str | None]]:
    """(year, 部门 or 单位, cover title) of every line that announces the whole disclosure."""
    for line in lines:
        if not 6 <= len(line.text) <= 160 or "预算" not in line.text:
            continue
        text = plain(line.text)
        part = _PART_TITLE.match(text)
        if part:
            yield (int(part[1]) if part[1] else None), part[2], None
            continue
        cover = _COVER.fullmatch(text)
        if cover:
            yield int(cover["year"]), cover["kind"], text


def identify(document: Document, recognised: Recognised, vocabulary: Vocabulary) -> tuple[Identity, list[Issue]]:
    """The identity of a disclosure and what was contradictory or missing in it."""
    issues: list[Issue] = []
    sections = recognised.sections
    headings = list(_headings(document.lines))
    name = _entity_name(sections) or announced_name(document.lines, vocabulary)
    if name is None:
        zh, en = (
            "各表和封面均未印部门（单位）名称",
            "neither a table nor a cover prints the name of the department or unit",
        )
        issues.append(Issue("entity_unknown", zh, en))
    else:
        issues.extend(_other_entity(s, name) for s in sections.tables if s.printed_entity not in (None, name))
    year = _fiscal_year(sections, [y for y, _, _ in headings if y], issues)
    kind = _kind([k for _, k, _ in headings], document, vocabulary)
    if kind is None:
        issues.append(
            Issue("kind_unknown", "未见“部门预算”或“单位预算”字样", "neither 部门预算 nor 单位预算 is printed")
        )
    division, rest = division_of(bare_name(name, vocabulary), vocabulary) if name else (None, "")
    if name and division is None:
        issues.append(
            Issue(
                "division_unknown",
                f"无法从名称判断行政区划：{name}",
                f"no single division is named by {name!r}",
                "warning",
                printed=name,
            )
        )
    code = division["code"] if division else None
    province = next(
        (r["name"] for r in vocabulary.codes.rows("divisions") if code and r["code"] == code[:2] + "0000"), None
    )
    entity_id = f"{code or _UNKNOWN}-{slug(rest) if name else _UNKNOWN}"
    cover = next((t for _, _, t in headings if t), None)
    title = f"{name}{cover}" if cover and name and cover[:4].isdigit() else cover
    identity = Identity(
        f"{entity_id}-{year or _UNKNOWN}-{kind or _UNKNOWN}-budget",
        entity_id,
        title,
        name,
        kind,
        code,
        division["name"] if division else None,
        province,
        year,
        "budget",
        recognised.form,
        recognised.basis,
    )
    return identity, issues


def _entity_name(sections: Sections) -> str | None:
    printed = Counter(s.printed_entity for s in sections.tables if s.printed_entity)
    printed = printed or Counter(s.titled_entity for s in sections.tables if s.titled_entity)
    return printed.most_common(1)[0][0] if printed else None


def announced_name(lines: Sequence[Line], vocabulary: Vocabulary) -> str | None:
    """The name that the cover prints behind a label (部门：), before the year, or alone on the line above it and once
    more elsewhere; None where covers name several.
    """
    texts = [plain(line.text) for line in lines if line.text.strip()]
    entity = words_of(vocabulary).entity
    labelled = {name for text in texts[:_COVER_LINES] if (match := entity.match(text)) and (name := match[2])}
    above = ""
    once: dict[str, bool] = {}
    for text in texts:
        cover = _COVER.fullmatch(text) if "预算" in text else None
        match = _ANNOUNCED.fullmatch(cover["who"] or above) if cover else None
        if cover and match and not _NO_NAME.search(match["name"]):
            once[match["name"]] = once.get(match["name"], False) or bool(cover["who"])
        above = text
    if len(once) > _MOST_NAMES:
        return None
    found = labelled | {n for n, certain in once.items() if certain or sum(n in text for text in texts) > 1}
    return found.pop() if len(found) == 1 else None


def announced_kind(document: Document) -> EntityKind | None:
    """`department` or `unit` where all headings of the whole disclosure say the same."""
    kinds = {kind for _, kind, _ in _headings(document.lines)}
    return None if len(kinds) != 1 else "department" if kinds == {"部门"} else "unit"


def _other_entity(section: Section, name: str) -> Issue:
    printed = section.printed_entity or ""
    zh = f"本表的名称为“{printed[:60]}”，其他表为“{name}”"
    en = f"this table names {printed[:60]!r}, the others {name!r}"
    return Issue("entity_differs", zh, en, "warning", section.resource, printed=printed[:200])


def _fiscal_year(sections: Sections, announced: Sequence[int], issues: list[Issue]) -> int | None:
    titles = [s.year for s in sections.tables if s.year]
    year = _majority([*titles, *set(announced)])
    year = year if year in _YEARS else None
    if year is None:
        zh, en = "无法判断预算年度：各处年份不一或未印", "the fiscal year is not printed, or no year has a majority"
        issues.append(Issue("year_unknown", zh, en))
    issues.extend(_other_year(s, year) for s in sections.tables if s.year not in (None, year))
    zh, en = (str(year), str(year)) if year else ("不一或未印", "several years or none")
    issues.extend(
        Issue("year_differs", f"封面或部分标题年份为{other}，各表为{zh}", f"a heading says {other}, the tables {en}")
        for other in sorted(set(announced) - {year})
    )
    return year


def _other_year(section: Section, year: int | None) -> Issue:
    zh = f"标题年份为{section.year}，全文为{year or '不一'}"
    en = f"the title says {section.year}, the document {year or 'several years'}"
    line = section.lines[0].number if section.lines else None
    return Issue("year_differs", zh, en, "error", section.resource, line=line, printed=section.printed_title)


def _kind(announced: Sequence[str], document: Document, vocabulary: Vocabulary) -> EntityKind | None:
    """`department` or `unit`: the headings decide, else the label before the name (部门名称： or 单位名称：), else the
    heading of what describes the body (部门概况 or 单位概况).
    """
    kinds: Counter[EntityKind] = Counter("department" if k == "部门" else "unit" for k in announced)
    if kinds:
        first, *rest = kinds.most_common(2)
        if not rest or rest[0][1] < first[1]:
            return first[0]
    labels: Counter[EntityKind] = Counter()
    described: set[EntityKind] = set()
    for line in document.lines:
        text = squeeze(line.text)
        for kind, names in vocabulary.wording["entity_labels"].items():
            if any(text.startswith((f"{n}：", f"{n}:")) for n in names):
                labels[kind] += 1
        for kind, names in vocabulary.wording["description_headings"].items():
            if _PART.sub("", without_ordinal(text)) in names:
                described.add(kind)
    if labels:
        return labels.most_common(1)[0][0]
    return described.pop() if len(described) == 1 else None
