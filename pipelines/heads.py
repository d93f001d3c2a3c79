"""Heads of tables that stand in one row, `预算公开表3 │ │ 单位：万元`: each statement becomes a line of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pipelines.model import Line
from pipelines.values import plain, squeeze
from pipelines.vocabulary import Vocabulary
from pipelines.wording import label_number, title_of, words_of

_MOST = 4


def _parted(text: str, is_head: Callable[[str], bool]) -> list[str]:
    """What tabs part, or the words before or behind a space of which one is a label: `公开表三  单位：万元`."""
    if "\t" in text or not text.strip():
        return text.split("\t")
    first, _, rest = text.strip().partition(" ")
    before, _, last = text.strip().rpartition(" ")
    if rest and is_head(first):
        return [first, rest]
    return [before, last] if before and is_head(last) else [text]


def parted_heads(lines: Iterable[Line], vocabulary: Vocabulary) -> Iterator[Line]:
    """The lines; one whose cells are a title or a label, and else only say whose table it is and in which unit, as one
    line a cell.
    """
    words = words_of(vocabulary)

    def is_head(text: str) -> bool:
        return label_number(plain(text), words) is not None or title_of(plain(text), vocabulary) is not None

    def is_stated(text: str) -> bool:
        return bool(words.unit.search(text) or words.entity.match(text.strip()))

    for line in lines:
        if not line.cells and not line.text.strip():
            yield line
            continue
        cells = [cell for cell in line.cells if squeeze(cell.text)]
        if len(cells) == 1:
            line = Line(line.number, cells[0].text, line.page) if len(_parted(cells[0].text, is_head)) > 1 else line
        texts = [cell.text for cell in line.cells] if line.cells else _parted(line.text, is_head)
        if len(texts) < 2:
            yield line
            continue
        filled = [index for index, text in enumerate(texts) if squeeze(text)]
        heads = [index for index in filled if 2 <= len(filled) <= _MOST and is_head(texts[index])]
        if not heads or not all(index in heads or is_stated(texts[index]) for index in filled):
            yield line
            continue
        for index in filled:
            yield Line(line.number, texts[index].strip(), line.page, line.cells[index : index + 1])
