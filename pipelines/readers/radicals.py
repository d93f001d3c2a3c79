"""Radicals → characters: fonts map some glyphs to the codes of radicals (`⼀般公共预算`), which only look the same.

Kangxi radicals (U+2F00–2FD5) fold by their Unicode compatibility mapping; the simplified ones among the CJK Radicals
Supplement (U+2E80–2EFF) have none and are listed here. Mainland fonts draw `⼾` as 户.
"""

from __future__ import annotations

import unicodedata

_SIMPLIFIED = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⼾",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟户",
        strict=True,
    )
)
_FOLDED = str.maketrans({chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)} | _SIMPLIFIED)


def fold_radicals(text: str) -> str:
    """The text with every radical as the character that it is; one character for one."""
    return text.translate(_FOLDED)
