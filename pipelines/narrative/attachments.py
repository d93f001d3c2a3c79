"""Titles of attachments → notes; `见附件` mentions one and is no title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from pipelines.narrative.headings import is_title
from pipelines.narrative.sections import TextSection
from pipelines.states import Note
from pipelines.vocabulary import Vocabulary

_NUMBER = r"[0-9一二三四五六七八九十]{0,3}"
_LONGEST = 120


def attachments(sections: Sequence[TextSection], vocabulary: Vocabulary) -> Iterator[Note]:
    """`附件1：某部门整体绩效目标表` as printed; a label alone goes before the title on the line below it."""
    labels = "|".join(map(re.escape, vocabulary.wording["attachment_labels"]))
    titled = re.compile(
        rf"(?:{labels}){_NUMBER}(?:[：:.．、]|(?<=[0-9一二三四五六七八九十])(?=[^0-9]))(?P<title>[^。；]+)"
    )
    alone = re.compile(rf"(?:{labels}){_NUMBER}[：:]?")
    for section in sections:
        for paragraph, below in zip_longest(section.paragraphs, section.paragraphs[1:]):
            text = paragraph.text
            if alone.fullmatch(text):
                text = f"{text} {below.text}" if below and is_title(below.text) and len(below.text) > 3 else ""
            elif not titled.fullmatch(text) or len(text) > _LONGEST:
                text = ""
            if text:
                place = paragraph.line, paragraph.page
                yield Note(None, text, *place, "attachment", source_number=paragraph.source_number)
