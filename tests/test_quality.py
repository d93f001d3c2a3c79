"""What the text around the tables shows: watermarks and words of the template."""

from __future__ import annotations

import pytest

from pipelines.model import Document
from pipelines.quality import quality_issues
from pipelines.readers.text import read_text
from pipelines.vocabulary import Vocabulary


def document(text: str) -> Document:
    return read_text(text.encode(), "x.txt")


def test_review_watermarks_are_one_issue_with_their_number(words: Vocabulary) -> None:
    (issue,) = quality_issues(document("仅供内部审核\n\n第一部分 概况\n\n 仅供内部审核\n"), words)
    assert (issue.code, issue.severity, issue.line, "2" in issue.message_zh) == ("review_watermark", "warning", 1, True)


@pytest.mark.parametrize(
    "text", ["××局2024年部门预算", "2024年度XX单位预算", "（部门名称）2024年度预算", "（此处填写原因）", "20XX年以来"]
)
def test_words_of_the_template_are_named_with_their_line(text: str, words: Vocabulary) -> None:
    (issue,) = quality_issues(document(f"第三部分\n{text}\n"), words)
    assert (issue.code, issue.line) == ("template_residue", 2)


@pytest.mark.parametrize("text", ["2×3米展板", "部门名称：泽州县水务局", "一期工程PPP项目", "XXI世纪"])
def test_ordinary_text_is_no_residue(text: str, words: Vocabulary) -> None:
    assert quality_issues(document(text + "\n"), words) == []
