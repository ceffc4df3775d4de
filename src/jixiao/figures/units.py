"""The units in which figures are written: money, percentages, points, and what is counted with a measure word."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache


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


MULTIPLES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7} | {
    "亿": 10**8,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
RATES = {
    "%": Fraction(1, 100),
    "‰": Fraction(1, 1000),
    "成": Fraction(1, 10),
    "百分点": Fraction(1, 100),
    "个百分点": Fraction(1, 100),
}


def words(*rows: str) -> frozenset[str]:
    """A list of words written with blanks between them."""
    return frozenset(word for row in rows for word in row.split())


# The measure words of performance reports. A word that is not here is asked about, not guessed at.
FOREIGN = words("美元 欧元 港元 港币 日元 英镑 韩元 新元 澳元 卢布")  # money, but not yuan: never added to yuan
DURATIONS = words(
    "年 个年度 个月 个季度 季度 周 个星期 星期 天 日 个工作日 工作日 个交易日 小时 个小时 分钟 秒 秒钟 学年 学期 个学期 周年",
)
PHYSICAL = words(
    "米 千米 公里 厘米 毫米 微米 海里 里 延米 车道公里 皮长公里 平方米 平方公里 平方千米 公顷 亩 立方米 立方 方 平方 平米",
    "升 毫升 克 千克 公斤 斤 毫克 微克 吨 吨标准煤 吨标煤 度 摄氏度 千瓦时 千瓦 兆瓦 吉瓦 瓦 千伏 伏 千伏安 安 兆瓦时 卡 千卡",
    "分贝 赫兹 兆赫 帕 千帕 兆帕 标准立方米 公里/小时 吨公里 人公里 岁 周岁 MB GB TB PB KB Mbps M km m cm mm kg g mg t L mL ml",
    "kW kV kWh MW MWh GW GWh kVA km² km2 m² m2 m³ m3 ㎡ ㎥ ℃ °C dB ha kPa MPa Hz MHz V T W 兆",
)
COUNTED = words(
    "人 人次 名 位 户 家 个 项 件 份 次 场 场次 期 批 批次 篇 条 台 套 辆 座 栋 幢 间 所 处 宗 起 册 本 部 张 笔 枚 单",
    "只 头 羽 尾 岗 节 步 代 班 班次 课时 学时 学分 种 类 款 例 人天 人日 人年 人月 月 倍 番 层 级 道 幅 支 组 队 对 台次 车次 团",
    "支队 村 街道 镇 县 区 市 门 床 床位 棵 株 粒 块 片 面 盏 根 口 艘 架 匹 眼 井 站 路 字 页 号 卷 袋 箱 瓶 盒 桶 包 车 船",
    "航次 人/次 架次 列 趟 趟次 班列 标箱 标准箱 人份 份次 剂 剂次 针次 针 件次 户次 家次 例次 头次 批件 亩次 台套 套次 门次",
    "人次/年 顶 把 双 副 封 则 首 曲 集 段 轮 届 遍 回 丘 垛 尊 扇 樘 孔 管 束 盆 窝 贴 服 管次 样次 项次 个次 站次 万字 千字",
    "词条 张次 宗次 起次 条次 处次 盘 杯 碗 餐 人餐 餐次 席 桌 柜 机架 核 路段 车位 泊位 席位 工日 台班 标段 点位 人头",
)
MEASURES = FOREIGN | DURATIONS | PHYSICAL | COUNTED
# Forms of the same unit that copies and traditional characters bring in.
LOOSE = str.maketrans(
    "萬億圓圆個項戶輛條張間點層場畝噸歲週時臺棟號％", "万亿元元个项户辆条张间点层场亩吨岁周时台栋号%"
) | {ord("㎡"): "平方米"}


@lru_cache(maxsize=4096)
def meaning(unit: str) -> tuple[Kind, Fraction] | None:
    """What a written unit is and how many base units (yuan, one, point) it holds; None for an unknown unit.

    A price or rate per something (元/人, 吨/日) is a count in units of its upper part: it is not money itself.

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
    if unit in MULTIPLES and unit[-1] in "万亿":
        return Kind.SCALED, Fraction(MULTIPLES[unit])
    for length in (2, 1, 0):
        multiple, word = unit[:length], unit[length:]
        if multiple in MULTIPLES and word == "元":
            return Kind.MONEY, Fraction(MULTIPLES[multiple])
        if multiple in MULTIPLES and word in MEASURES:
            return Kind.COUNT, Fraction(MULTIPLES[multiple])
    above, slash, below = unit.partition("/")
    parts = below.replace("·", "/").split("/")
    if slash and above and all(parts) and (known := meaning(above)) and all(meaning(part) for part in parts):
        return Kind.COUNT, known[1]
    return None
