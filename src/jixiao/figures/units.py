"""The units in which figures are written: money, percentages, points, and what is counted with a measure word."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from fractions import Fraction


class Unit(Enum):
    """A unit of money; the value is the way it is printed."""

    YUAN = "元"
    WAN = "万元"
    YI = "亿元"

    @property
    def zeros(self) -> int:
        """The power of ten of `in_yuan`."""
        return {"元": 0, "万元": 4, "亿元": 8}[self.value]

    @property
    def in_yuan(self) -> Decimal:
        """How many yuan one of this unit is, exactly."""
        return Decimal(10**self.zeros)

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return self.name


YUAN, WAN, YI = Unit.YUAN, Unit.WAN, Unit.YI


class Kind(Enum):
    """What sort of figure a unit makes of a number."""

    BARE = "bare"  # no unit: the heading of the column decides
    SCALED = "scaled"  # 万 or 亿 alone: money or people, the column decides
    MONEY = "money"
    RATIO = "ratio"
    POINTS = "points"  # 百分点, a difference of two rates
    SCORE = "score"
    COUNT = "count"


MULTIPLES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
RATES = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "百分点": Fraction(1, 100), "个百分点": Fraction(1, 100)}
# The measure words of performance reports. A word that is not here is asked about, not guessed at.
MEASURES = frozenset(
    word
    for row in (
        "人 人次 名 位 户 家 个 项 件 份 次 场 场次 期 批 批次 篇 条 台 套 辆 座 栋 幢 间 所 处 宗 起 册 本 部 张",
        "只 头 岗 节 步 代 班 班次 课时 学时 学分 种 类 款 例 人天 人日 天 日 周 个月 月 季度 年 小时 分钟 秒 倍",
        "层 级 道 幅 支 组 队 对 台次 车次 团 支队 村 街道 镇 县 区 市 门 个工作日 工作日 米 千米 公里 厘米 毫米",
        "平方米 平方公里 平方千米 公顷 亩 立方米 升 克 千克 公斤 吨 度 千瓦时 千瓦 瓦 MB GB TB 兆 岁 床 棵 株 粒",
        "块 片 面 盏 根 口 艘 架 匹 眼 井 站 路 字 页 号 卷 袋 箱 瓶 盒 桶 包 车 船 航次 人/次",
    )
    for word in row.split()
)
# Forms of the same unit that copies and traditional characters bring in.
LOOSE = str.maketrans(
    {
        "萬": "万",
        "億": "亿",
        "圓": "元",
        "圆": "元",
        "個": "个",
        "項": "项",
        "戶": "户",
        "㎡": "平方米",
    }
)


def meaning(unit: str) -> tuple[Kind, Fraction] | None:
    """What a written unit is and how many base units (yuan, one, point) it holds; None for an unknown unit.

    Example:
        >>> meaning("万人次"), meaning("%")
        ((<Kind.COUNT: 'count'>, Fraction(10000, 1)), (<Kind.RATIO: 'ratio'>, Fraction(1, 100)))
    """
    unit = unit.translate(LOOSE)
    if unit == "":
        return Kind.BARE, Fraction(1)
    if unit in RATES:
        return (Kind.POINTS if unit.endswith("百分点") else Kind.RATIO), RATES[unit]
    if unit == "分":
        return Kind.SCORE, Fraction(1)
    if unit in ("万", "亿"):
        return Kind.SCALED, Fraction(MULTIPLES[unit])
    for length in (2, 1, 0):
        multiple, word = unit[:length], unit[length:]
        if multiple in MULTIPLES and word == "元":
            return Kind.MONEY, Fraction(MULTIPLES[multiple])
        if multiple in MULTIPLES and word in MEASURES:
            return Kind.COUNT, Fraction(MULTIPLES[multiple])
    return None
