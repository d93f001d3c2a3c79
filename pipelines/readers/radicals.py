"""Radicals → characters: fonts map some glyphs to the codes of radicals (`⼀般公共预算`), which only look the same.

Kangxi radicals (U+2F00–2FD5) and the compatibility ideographs (U+F900–FAFF) fold by their Unicode mappings. The CJK
Radicals Supplement (U+2E80–2EF3) has none for most of its characters, so those that are characters of their own are
listed; the others are pieces of characters (亻, 氵) in forms that no text prints alone. Fonts of the mainland draw
`⼾ ⾭ ⿈` as 户 青 黄.
"""

from __future__ import annotations

import unicodedata

_SUPPLEMENT = dict(
    zip(
        "⺁⺄⺊⺎⺏⺒⺓⺛⺜⺝⺞⺟⺠⺩⺪⺫⺬⺯⺱⺲⺼⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
        "厂乙卜兀尣巳幺旡日月歺母民王疋目示糹罓罒肉虎衤覀西见角讠贝车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        strict=True,
    )
)
_MAINLAND = {"⼾": "户", "⾭": "青", "⿈": "黄"}
_MAPPED = {
    chr(c): folded
    for c in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))
    if (folded := unicodedata.normalize("NFKC" if c < 0xF900 else "NFC", chr(c))) != chr(c) and len(folded) == 1
}
_FOLDED = str.maketrans(_MAPPED | _SUPPLEMENT | _MAINLAND)


def fold_radicals(text: str) -> str:
    """The text with every radical as the character that it is; one character for one."""
    return text.translate(_FOLDED)
