"""How much a text looks like a target (指标值), and how much like the name of an indicator."""

from __future__ import annotations

from functools import lru_cache

PLAIN = 2.0
"""What no text scores as a target that is not plainly one."""
_COMPARATORS = "≥≤＞＜>=<＝≧≦±≈"
_BEFORE = (
    "每",
    "约",
    "不低于",
    "不少于",
    "不高于",
    "不超过",
    "不大于",
    "不小于",
    "大于",
    "小于",
    "等于",
    "大于等于",
    "小于等于",
    "达到",
)
_MIDDLE = "0123456789.,，-—－~～至到"
_NUMERALS = "一二三四五六七八九十两半"
_UNITS = (
    *(
        "%",
        "％",
        "‰",
        "个",
        "人",
        "次",
        "场",
        "套",
        "台",
        "份",
        "元",
        "万元",
        "亿元",
        "千元",
        "年",
        "月",
        "日",
        "天",
        "周",
        "季度",
    ),
    *(
        "小时",
        "分钟",
        "秒",
        "家",
        "户",
        "名",
        "本",
        "册",
        "期",
        "部",
        "项",
        "件",
        "支",
        "箱",
        "条",
        "公里",
        "米",
        "平方米",
        "亩",
    ),
    *(
        "辆",
        "把",
        "篇",
        "页",
        "批",
        "处",
        "座",
        "栋",
        "所",
        "吨",
        "公斤",
        "千克",
        "株",
        "只",
        "头",
        "张",
        "块",
        "间",
        "班",
        "篇",
    ),
    *(
        "人次",
        "件次",
        "台次",
        "月份",
        "月底",
        "年度",
        "工作日",
        "倍",
        "级",
        "字",
        "号",
        "轮",
        "组",
        "类",
        "片",
        "点",
        "架",
        "艘",
        "枚",
    ),
    *(
        "立方米",
        "微克",
        "毫克",
        "克",
        "升",
        "吨",
        "度",
        "千瓦",
        "分",
        "度",
        "课时",
        "学时",
        "标段",
        "村",
        "镇",
        "乡",
        "县",
        "校",
        "站",
    ),
)
_WORDS = (
    *(
        "及时",
        "提高",
        "提升",
        "增强",
        "改善",
        "保障",
        "保证",
        "确保",
        "降低",
        "减少",
        "优化",
        "促进",
        "加强",
        "完善",
        "稳定",
    ),
    *(
        "规范",
        "达标",
        "合格",
        "良好",
        "优秀",
        "优良",
        "较高",
        "明显",
        "显著",
        "有效",
        "紧密",
        "密切",
        "节约",
        "推广",
        "实施",
    ),
    *(
        "健全",
        "弥补",
        "发挥",
        "保持",
        "推动",
        "推进",
        "满足",
        "完成",
        "长期",
        "持续",
        "可持续",
        "逐步",
        "不断",
        "全面",
        "基本",
    ),
    *(
        "进一步",
        "有所",
        "大幅",
        "稳步",
        "切实",
        "充分",
        "正常",
        "全部",
        "全省",
        "全市",
        "全县",
        "全区",
        "真实",
        "准确",
        "完整",
    ),
    *(
        "合法",
        "合规",
        "合理",
        "科学化",
        "规范化",
        "精细化",
        "传承",
        "发扬",
        "展示",
        "指导",
        "协调",
        "增加",
        "扩大",
        "支撑",
    ),
    *(
        "高",
        "优",
        "好",
        "是",
        "无",
        "强",
        "中",
        "低",
        "较好",
        "较强",
        "较大",
        "上升",
        "下降",
        "提供",
        "引导",
        "宣传",
        "改进",
    ),
    *(
        "到位",
        "运转",
        "运行",
        "安全",
        "满意",
        "覆盖",
        "带动",
        "支持",
        "维护",
        "强化",
        "深化",
        "落实",
        "实现",
        "发展",
        "增长",
    ),
)
_LONGEST = max(map(len, (*_UNITS, *_WORDS)))
_PIECES = frozenset(_UNITS)
_KNOWN = frozenset(_WORDS)


@lru_cache(maxsize=8192)
def quantity(text: str) -> bool:
    """Whether the whole text is a bounded or bare figure with its unit, or a time: `≥95%`, `2400元/人`, `每两月`."""
    rest = text
    bounded = False
    while rest and rest[0] in _COMPARATORS:
        rest, bounded = rest[1:], True
    before = next((w for w in sorted(_BEFORE, key=len, reverse=True) if rest.startswith(w)), "")
    rest = rest[len(before) :]
    if not rest or not (
        rest[0].isdigit() or (rest[0] in _NUMERALS and (before or bounded or len(rest) <= 4)) or before == "每"
    ):
        return False
    return all(_piece(part) for part in _parts(rest))


def _parts(text: str) -> list[str]:
    """What stands between figures, brackets and strokes."""
    parts, part = [], ""
    for char in text:
        if char.isdigit() or char in _MIDDLE or char in "/／（）()%％‰+×*":
            parts.append(part)
            part = ""
        else:
            part += char
    return [p for p in (*parts, part) if p]


_TIME = frozenset(
    (
        "年",
        "月",
        "日",
        "底",
        "前",
        "底前",
        "份",
        "上旬",
        "中旬",
        "下旬",
        "中下旬",
        "初",
        "末",
        "左右",
        "以上",
        "以下",
        "以内",
        "内",
        "后",
    )
)


def _piece(text: str) -> bool:
    """Whether a text is put together of units, numerals and words of time."""
    reached = [True] + [False] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - _LONGEST), end):
            piece = text[start:end]
            if reached[start] and (piece in _PIECES or piece in _TIME or piece in _NUMERALS):
                reached[end] = True
                break
    return reached[-1]


@lru_cache(maxsize=8192)
def quality(text: str) -> bool:
    """Whether the whole text is put together of the words that targets without figures are made of."""
    bare = "".join(char for char in text if char not in "、，,；;。")
    reached = [True] + [False] * len(bare)
    for end in range(1, len(bare) + 1):
        reached[end] = any(reached[start] and bare[start:end] in _KNOWN for start in range(max(0, end - _LONGEST), end))
    return bool(bare) and len(bare) <= 16 and reached[-1]


@lru_cache(maxsize=16384)
def as_target(text: str) -> float:
    """How well the text fits a cell of targets."""
    if not text:
        return -4.0
    if text[0] in "）)，,、；/%％。":
        return -4.0
    if quantity(text):
        return PLAIN if text[-1].isdigit() else 3.0
    if text[0] in _COMPARATORS:
        return 0.5 if len(text) <= 10 else -2.0
    if quality(text):
        return 2.0
    if len(text) == 1:
        return -3.0
    return 0.5 if len(text) <= 6 else -0.5 if len(text) <= 12 else -1.5


@lru_cache(maxsize=16384)
def as_name(text: str) -> float:
    """How well the text fits a cell of indicators' names."""
    if not text:
        return -8.0
    if text[0] in "）)，,、；/%％。" or text[-1] in "（(、，/“《":
        return -3.0
    if quantity(text) or text[0] in _COMPARATORS:
        return -4.0
    if text[0] in "年月日" and text[1:2].isdigit():
        return -3.0
    if any(char in _COMPARATORS for char in text) or "%" in text.replace("（%）", "").replace("(%)", ""):
        return -2.0
    if quality(text):
        return -1.0
    if text[-2:] in _KNOWN or text[-1] in _COMPARATORS or (text[-1] in "年月底约每" and len(text) > 2):
        return 0.2
    return -2.0 if len(text) == 1 else -0.5 if len(text) == 2 else 0.5
