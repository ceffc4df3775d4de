"""The unit behind a number: the longest known one that is not the beginning of another word.

12项目标 is 12项 and 目标, 12项目 is a bare 12 and 项目. Blanks and line breaks may stand before the unit and inside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jixiao.figures.reading.figure import FigureKind
from jixiao.figures.reading.fold import Page
from jixiao.figures.units import COUNTED, DURATIONS, FOREIGN, MULTIPLES, PHYSICAL

_KINDS = (
    {"%": FigureKind.PERCENT, "‰": FigureKind.PERCENT, "成": FigureKind.PERCENT, "分": FigureKind.COUNT}
    | {"百分点": FigureKind.PP, "个百分点": FigureKind.PP}
    | {
        multiple + word: kind
        for words, kind in (
            (COUNTED, FigureKind.COUNT),
            (PHYSICAL, FigureKind.MEASURE),
            (DURATIONS, FigureKind.DURATION),
            (FOREIGN | {"元"}, FigureKind.MONEY),
        )
        for word in words
        for multiple in MULTIPLES
        if multiple[:1] != "十"
    }
    | dict.fromkeys(("倍", "番"), FigureKind.MULTIPLE)
    | dict.fromkeys(("号", "世纪", "年代"), FigureKind.ORDINAL)
)
_LONGEST = max(map(len, _KINDS))
_SCALES = sorted((scale for scale in MULTIPLES if scale and scale[0] != "十"), key=len, reverse=True)
_HARD = frozenset({FigureKind.MONEY, FigureKind.PERCENT, FigureKind.PP})
_SIGNS = re.compile(r"\s{0,6}([%‰])")
_TAIL = re.compile(r"(?:\s{0,6}(?:m[23](?![0-9])|[A-Za-z%‰℃°㎡㎥²³/·\u4e00-\u9fff])){1,12}")
_MORE = "余多来"

# Words that begin like a unit: first character, then what may follow it in such a word.
_WORDS = {
    row[0]: frozenset(row[1:])
    for row in (
        "人员口民大事才均数工社力物体防行类文", "名称录义誉单", "户外籍均口", "家庭具长属园政电禽访用", "个体税",
        "项目", "件均数", "份额数", "次年要数均级", "场地所馆景均", "期间末限初货刊满内", "批准复发示评", "条件例款线块",
        "台账风胞湾", "套路餐", "座谈", "处理置室于罚级分长", "所有属在得需以长辖致用占", "起草诉到步点源来重", "宗旨教",
        "部门分署长级队件委", "本年级部市区县省单次期月科地局季金周轮报", "只有能是要", "节约能水目点日省余", "步骤行入伐数",
        "代表理码办发管建缴收", "班子级组车长", "种植子类业养粮", "类别型似", "例如行外会", "天然河津气", "日常均期本报程托间用前",
        "周边期转末报", "月度均报底末初", "年均龄轻级终报会末底初度", "倍增数", "层面次级", "级别部联", "道路德口理闸", "幅度员",
        "支出付持部撑局行援委教线", "组织成建团长员合", "队伍员列", "对口外象比接于策应照标", "团队结员体委", "村民委庄级干居组",
        "镇级区村街", "县级区域委城", "区级域间属县委", "市级场民区委政属直本", "门诊户类店前票槛", "升级至学高降旗", "克服难",
        "度假过量夏", "瓦斯房", "片面区", "面积向对临试", "根据本治", "口径岸腔碑头", "架构", "眼科镜", "井冈", "站点位房长",
        "路面灯网径基", "字样数", "页面码", "卷烟入", "袋装", "箱体", "瓶装", "盒装", "桶装", "包括含装干容联保片", "车辆间站位均船道队型",
        "船舶只", "头部等寸", "位于置列居", "元件素旦宵月器首", "亩均", "分别类布局为成项期批公院会析配管行部级之", "成立为功果员本都效就交长品熟年",
        "里程", "方面案式便法向针", "升级", "斤两", "间接隔距", "安全排装置", "伏天", "双方向重", "首次", "集中体团", "段落", "轮流换",
        "回升落收顾复", "管理道网线", "束缚", "核心算定查实对", "针对", "单位价独据", "笔记", "服务", "席位卷", "餐饮",
        "把握", "顶层", "副主书职局市省县", "尾款", "尊重", "盘活", "碗筷", "柜台", "贴息", "列入支为", "趟次", "则为是",
    )
}  # fmt: skip
# Where such a word is not what it seems: the unit, and a noun that begins with the second character.
_AFTER_ALL = re.compile(
    "项目[标录]|人工[作]|名单[亲身位]|家属[于]|条线路|起诉讼|种类型|种植物|支部队|支队伍|支援[疆藏]|组成员|组合作|个体育|个体制"
    "|户外[来出]|人大[专学]|天然后|场地[铁]|件数据|个体验|个体系|人事业|人文化|次级别|位置业|人口述"
)
# Measure words of two characters that are two words here: 8支 and 队伍, 5人 and 年均.
_JOINED = re.compile("支队伍|人年[均初底末度终]|人月[均度]|人日[均常]|人份额|台套路|[件项家]次年")


@dataclass(frozen=True, slots=True)
class Tail:
    """The unit of a number: as written, its kind, where it ends, and whether 余 or 多 stands with it."""

    unit: str
    kind: FigureKind
    end: int
    more: bool = False


def unit_behind(page: Page, at: int) -> Tail | None:
    """The unit that begins at that place, blanks before it allowed; None where there is none."""
    if sign := _SIGNS.match(page.plain, at):
        return Tail(sign[1], FigureKind.PERCENT, sign.end())
    match = _TAIL.match(page.plain, at)
    if match is None:
        return None
    spots = [at for at in range(match.start(), match.end()) if not page.plain[at].isspace()]
    tail = "".join(page.plain[spot] for spot in spots)
    for index, mark in enumerate(tail[:3]):
        if mark in _MORE and (index == 0 or tail[:index] in MULTIPLES or tail[:index] == "个"):
            rest = spots[:index] + spots[index + 1 :]
            found = _longest(page, tail[:index] + tail[index + 1 :], rest, beyond=index)
            if found:
                return Tail(found.unit, found.kind, found.end, more=True)
            if index and tail[:index] in MULTIPLES and tail[index + 1 : index + 2] != "元":
                return Tail(
                    page.written(spots[0], spots[index - 1] + 1), FigureKind.NUMBER, spots[index - 1] + 1, more=True
                )
    return _longest(page, tail, spots)


def _longest(page: Page, tail: str, spots: list[int], beyond: int = 0) -> Tail | None:
    for length in range(min(_LONGEST, len(tail)), beyond, -1):
        word = tail[:length]
        kind = _KINDS.get(word)
        if kind is None:
            if word not in MULTIPLES:
                continue
            kind = FigureKind.NUMBER
        if not _stands(tail, length) or not _joined(page, spots[:length], kind):
            continue
        end = spots[length - 1] + 1
        unit = "".join(page.seen[spot] for spot in spots[:length])
        return _per(page, tail, spots, length) or Tail(unit, kind, end)
    return None


def _stands(tail: str, length: int) -> bool:
    """Whether the unit is a unit and not the beginning of a longer word."""
    last, after = tail[length - 1], tail[length : length + 1]
    if not after:
        return True
    if last.isascii():
        return not (after.isascii() and after.isalnum())
    if length > 1 and _JOINED.match(tail, length - 2):
        return False
    single = length == 1 or tail[: length - 1] in MULTIPLES
    if not single or after not in _WORDS.get(last, ""):
        return True
    return bool(_AFTER_ALL.match(tail, length - 1))


def _joined(page: Page, spots: list[int], kind: FigureKind) -> bool:
    """Whether blanks inside a unit are a broken line, or the unit is one that nothing else can be."""
    inside = page.plain[spots[0] : spots[-1] + 1]
    return kind in _HARD or "\n" in inside or not any(mark.isspace() for mark in inside)


def _per(page: Page, tail: str, spots: list[int], length: int) -> Tail | None:
    """A unit per another one: 元/人·月, 毫克/立方米."""
    end = length
    while end < len(tail) and tail[end] in "/·" and (end > length or tail[end] == "/"):
        step = next(
            (size for size in range(min(4, len(tail) - end - 1), 0, -1) if tail[end + 1 : end + 1 + size] in _KINDS), 0
        )
        if not step:
            break
        end += 1 + step
    if end == length:
        return None
    unit = "".join(page.seen[spot] for spot in spots[:end])
    return Tail(unit, _KINDS.get(unit, _KINDS.get(tail[:length], FigureKind.COUNT)), spots[end - 1] + 1)
