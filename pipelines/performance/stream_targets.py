"""How much a text looks like a target (指标值), and how much like the name of an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipelines.vocabulary import Vocabulary

PLAIN = 2.0
"""What no text scores as a target that is not plainly one."""
BEST, BEST_NAME = 3.0, 0.5
"""What a target, and a name, score at most."""
_COMPARATORS = "≥≤＞＜>=<＝≧≦⩾⩽±≈"
_BETWEEN = "0123456789.,，-—－~～至到/／（）()%％‰+×*"
_NUMERALS = "一二三四五六七八九十两半"
_NO_BEGIN, _NO_END = "）)，,、；/%％。", "（(、，/“《"
_LONGEST_QUALITY = 16


@dataclass(frozen=True, eq=False)
class TargetWords:
    """`behind` a figure stand units and words of time, `before` it those that bound it; `qualities` need no figure."""

    behind: frozenset[str]
    before: tuple[str, ...]
    qualities: frozenset[str]


@lru_cache(maxsize=4)
def target_words(vocabulary: Vocabulary) -> TargetWords:
    said = vocabulary.performance["target_words"]
    return TargetWords(
        frozenset((*said["units"], *said["times"], *_NUMERALS)),
        tuple(sorted(said["before"], key=len, reverse=True)),
        frozenset(said["qualities"]),
    )


def quantity(words: TargetWords, text: str) -> bool:
    """Whether the whole text is a bounded or bare figure with its unit, or a time: `≥95%`, `2400元/人`, `每两月`."""
    bare = text.lstrip(_COMPARATORS)
    before = next((word for word in words.before if bare.startswith(word)), "")
    rest = bare[len(before) :]
    if not rest:
        return False
    numeral = rest[0] in _NUMERALS and (bool(before) or bare != text or len(rest) <= 4)
    if not (rest[0].isdigit() or numeral or before == "每"):
        return False
    return all(_made_of(part, words.behind) for part in _parts(rest))


def _parts(text: str) -> list[str]:
    """What stands between figures, brackets and strokes."""
    return "".join(" " if char.isdigit() or char in _BETWEEN else char for char in text).split()


def quality(words: TargetWords, text: str) -> bool:
    """Whether the whole text is put together of the words that targets without figures are made of."""
    bare = "".join(char for char in text if char not in "、，,；;。")
    return 0 < len(bare) <= _LONGEST_QUALITY and _made_of(bare, words.qualities)


def _made_of(text: str, pieces: frozenset[str]) -> bool:
    reached = [True] + [False] * len(text)
    for end in range(1, len(text) + 1):
        reached[end] = any(reached[start] and text[start:end] in pieces for start in range(max(0, end - 6), end))
    return reached[-1]


@lru_cache(maxsize=16384)
def as_target(words: TargetWords, text: str) -> float:
    """How well the text fits a cell of targets."""
    if not text:
        return -3.0
    if text[0] in _NO_BEGIN or text.count("（") != text.count("）"):
        return -4.0
    if quantity(words, text):
        return PLAIN if text[-1].isdigit() else BEST
    if text[0] in _COMPARATORS:
        return 0.5 if len(text) <= 10 else -2.0
    if quality(words, text):
        return PLAIN
    if len(text) == 1:
        return -3.0
    return 0.5 if len(text) <= 6 else -0.5 if len(text) <= 12 else -1.5


@lru_cache(maxsize=16384)
def as_name(words: TargetWords, text: str) -> float:
    """How well the text fits a cell of indicators' names."""
    if not text:
        return -8.0
    if text[0] in _NO_BEGIN or text[-1] in _NO_END or text.count("（") != text.count("）"):
        return -3.0
    if quantity(words, text) or text[0] in _COMPARATORS:
        return -4.0
    if text[0] in "年月日" and text[1:2].isdigit():
        return -3.0
    if any(char in _COMPARATORS for char in text) or "%" in text.replace("（%）", ""):
        return -2.0
    if quality(words, text):
        return -1.0
    if text[-2:] in words.qualities or text[-1] in _COMPARATORS or (text[-1] in "年月底约每" and len(text) > 2):
        return 0.2
    return -2.0 if len(text) == 1 else -0.5 if len(text) == 2 else BEST_NAME
