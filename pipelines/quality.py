"""What a document shows of its making: review watermarks, words of the template, pages that were not read."""

from __future__ import annotations

import re

from pipelines.model import Document, Issue, Line
from pipelines.recognised import recognised_issues
from pipelines.values import squeeze
from pipelines.vocabulary import Vocabulary

_FAR = 200


def quality_issues(document: Document, vocabulary: Vocabulary) -> list[Issue]:
    """Warnings: for all that was recognised, all review watermarks, each word of the template, each page not read."""
    wording = vocabulary.wording
    issues = list(recognised_issues(document))
    marks = [line for line in document.lines if squeeze(line.text) in wording["watermarks"]]
    if marks:
        mark = squeeze(marks[0].text)
        zh = f"文中留有审核水印“{mark}”{len(marks)}处"
        en = f"the review watermark {mark!r} is left in {len(marks)} times"
        issues.append(Issue("review_watermark", zh, en, "warning", line=marks[0].number, printed=mark))
    residue = re.compile("|".join(wording["template_residue"]))
    issues += (_residue(line, match[0]) for line in document.lines if (match := residue.search(line.text)))
    return [*issues, *map(_picture, document.pictures), *map(_lost, document.lost)]


def _picture(page: int) -> Issue:
    zh, en = f"第{page}页为图片，图中内容未读取", f"page {page} is a picture: what it prints is not read"
    return Issue("page_is_picture", zh, en, "warning", page=page)


def _lost(page: int) -> Issue:
    zh, en = f"文件损坏，第{page}页无法读取", f"the file is damaged: page {page} cannot be read"
    return Issue("page_lost", zh, en, "error", page=page)


def _residue(line: Line, found: str) -> Issue:
    zh, en = (
        f"第{line.number}行留有模板文字“{found}”",
        f"words of the template are left in line {line.number}: {found!r}",
    )
    return Issue(
        "template_residue", zh, en, "warning", page=line.page, line=line.number, printed=line.text.strip()[:_FAR]
    )
