"""A text that speaks of another body or another year than the disclosure: pasted in, or left from last year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipelines.identify import bare_name, division_of
from pipelines.model import Identity, Issue
from pipelines.narrative.headings import numbered_part
from pipelines.narrative.paragraphs import Paragraph
from pipelines.narrative.sections import TextSection
from pipelines.vocabulary import Vocabulary
from pipelines.wording import words_of

_BUDGET = (
    r"(?:预算|收入|支出|收支|财政拨款|一般公共|政府性基金|国有资本|政府采购|机关运行|“?三公|纳入绩效|编报|部门|单位"
    r"|共有|使用|占有|占用)"
)
_SPEAKS_OF = re.compile(
    rf"(?:^|[。；])(?:截至)?(?P<year>20[0-9]{{2}})年(?:度|[0-9]{{1,2}}月[0-9]{{1,2}}日)?，?"
    rf"(?P<name>[\u4e00-\u9fff（）]{{4,40}}?)(?={_BUDGET})"
)
_NAMED_FIRST = re.compile(
    r"(?:^|[。；])(?:本表反映)?(?P<name>[\u4e00-\u9fff（）]{4,40}?)(?P<year>20[0-9]{2})年度?"
    r"(?=收入|支出|收支|总体|财政拨款|一般公共|政府性基金|国有资本|部门|单位|“?三公)[^。；]*"
)
_STATED = re.compile(
    r"(?:^|[。；])(?P<year>20[0-9]{2})年度?，?[^，。；]{0,50}?"
    r"(?:预算(?!执行)|财政拨款|纳入绩效目标|整体(?:支出)?绩效目标)[^。；]{0,40}?[0-9][^。]*"
)
_OWN = re.compile(r"(?:本部门|本单位|我部门|我单位)(?P<year>20[0-9]{2})年[^，。；]{0,20}预算")
_COMPARED = re.compile(r"(?:比|较|与)(?P<year>20[0-9]{2})年度?预算")
_AS_OF = re.compile(r"截至(?P<year>20[0-9]{2})年12月31日")
_TITLED = re.compile(
    r"(?:^|[、分])(?P<year>20[0-9]{2})年度?(?=部门|单位|预算|“?三公|财政|一般公共|收支|收入|支出|机关)"
)
_GENERIC = re.compile(r"^[我本该]?[省市县区州旗]?")
_AROUND = 40


def strangers(
    sections: Sequence[TextSection],
    headings: Sequence[Paragraph],
    units: Sequence[str],
    identity: Identity,
    vocabulary: Vocabulary,
) -> Iterator[Issue]:
    """An Issue for each other body, and for each other year, that the explanation of the budget speaks of."""
    explained = [section for section in sections if section.part == "narrative"]
    paragraphs = [paragraph for section in explained for paragraph in section.paragraphs]
    yield from _other_bodies(paragraphs, units, identity, vocabulary)
    if identity.fiscal_year:
        titles = [p for p in headings if numbered_part(p.text)] + [s.at for s in explained if s.heading]
        yield from _other_years(paragraphs, titles, identity.fiscal_year, vocabulary)


def _other_bodies(
    paragraphs: Sequence[Paragraph], units: Sequence[str], identity: Identity, vocabulary: Vocabulary
) -> Iterator[Issue]:
    body = identity.entity_name or ""
    own = [body, *(unit for unit in units if _is_own(unit, body, vocabulary))]
    seen: dict[str, list[tuple[Paragraph, int]]] = {}
    mentions = 0
    for paragraph in paragraphs if body else ():
        for match in _naming((_SPEAKS_OF, _NAMED_FIRST), paragraph.text, vocabulary):
            name = match["name"]
            mentions += 1
            if not any(_same(name, known, vocabulary) for known in own):
                seen.setdefault(name, []).append((paragraph, match.start("name")))
    for name, places in seen.items():
        (paragraph, at), often = places[0], len(places)
        zh = f"情况说明写的是“{name}”（{often}处），公开主体为“{body}”"
        en = f"the explanation speaks of {name!r} ({often} times), the disclosure is of {body!r}"
        yield _issue("narrative_other_entity", zh, en, paragraph, at, often * 2 > mentions)


def _naming(patterns: Iterable[re.Pattern[str]], text: str, vocabulary: Vocabulary) -> Iterator[re.Match[str]]:
    """Sentences on a budget that name whose it is."""
    organisation = words_of(vocabulary).organisation
    for pattern in patterns:
        yield from (match for match in pattern.finditer(text) if organisation.fullmatch(match["name"]))


def _is_own(unit: str, body: str, vocabulary: Vocabulary) -> bool:
    """Whether a unit is one of the body: `某局本级` is so only of 某局."""
    core = re.sub(f"(?:{'|'.join(vocabulary.wording['unit_list']['ends'])})+$", "", unit)
    return core == unit or _same(core, body, vocabulary)


def _same(name: str, known: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is that of a known body, or short for it: 某区人大常委会 for 某区人民代表大会常务委员会. Two names
    that begin with different divisions, or name different organs (省委办公厅, 省人大常委会办公厅), are of two bodies.
    """
    organs = vocabulary.wording["organs"].values()
    if any(any(w in name for w in wordings) != any(w in known for w in wordings) for wordings in organs):
        return False
    here, there = (division_of(bare_name(text, vocabulary), vocabulary)[0] for text in (name, known))
    if here and there and here["code"] != there["code"]:
        return False
    short, long = sorted((_GENERIC.sub("", name), known), key=len)
    rest = iter(long)
    return all(character in rest for character in short)


def _other_years(
    paragraphs: Sequence[Paragraph], titles: Sequence[Paragraph], year: int, vocabulary: Vocabulary
) -> Iterator[Issue]:
    expected = ((_STATED, year), (_OWN, year), (_COMPARED, year - 1), (_AS_OF, year - 1))
    told: set[tuple[int, int]] = set()
    for paragraph in paragraphs:
        found = [(match, right) for pattern, right in expected for match in pattern.finditer(paragraph.text)]
        found += [(match, year) for match in _naming([_NAMED_FIRST], paragraph.text, vocabulary)]
        for match, right in found:
            named = int(match["year"])
            compared = match.re in (_STATED, _NAMED_FIRST) and f"{right}年" in match[0]
            if named != right and not compared and (named, right) not in told:
                told.add((named, right))
                yield _year_issue(paragraph, match.start("year"), named, right, year)
    for title in titles:
        said = _TITLED.search(title.text)
        if said and int(said["year"]) != year:
            yield _year_issue(title, said.start("year"), int(said["year"]), year, year)


def _year_issue(paragraph: Paragraph, at: int, named: int, right: int, year: int) -> Issue:
    zh = f"情况说明此处年份为{named}，按{year}年预算应为{right}"
    en = f"the explanation says {named} where a budget of {year} would say {right}"
    return _issue("narrative_other_year", zh, en, paragraph, at, named != right and right == year)


def _issue(code: str, zh: str, en: str, paragraph: Paragraph, at: int, grave: bool) -> Issue:
    quote = paragraph.text[max(0, at - _AROUND // 2) : at + _AROUND]
    return Issue(
        code,
        f"{zh}：“{quote}”",
        f"{en}: {quote!r}",
        "error" if grave else "warning",
        "narrative_sections",
        page=paragraph.page,
        line=paragraph.line,
        printed=quote,
        source_number=paragraph.source_number,
    )
