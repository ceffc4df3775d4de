"""The words around a figure: change, comparison, and whose figure it is."""

from __future__ import annotations

import re

# characters that copies print in another form: whatever words are looked for, these come first
PLAIN = str.maketrans(
    "０１２３４５６７８９長較與減別佔額總計預決執實際經費資補貼撥發購項達標運專調壓縮級無從財務類門單節約結餘轉應員縣區規點漲為爲佔會審辦滿",
    "0123456789长较与减别占额总计预决执实际经费资补贴拨发购项达标运专调压缩级无从财务类门单节约结余转应员县区规点涨为为占会审办满",
)
CLAUSE = re.compile(r"[，,；;：:。！？!?]")
FURTHER = re.compile(r"[、，,和及与（(/]|以及")
_UP = "增长|增加|上升|提高|提升|增收|增支|上涨|扩大|超收|超支|正增长|新增|调增|追加|增|升|涨|多|高出|高"
_DOWN = "负增长|下降|减少|降低|回落|减收|减支|下滑|下跌|缩减|压减|压缩|核减|调减|短收|减|降|少|低"
_TAIL = r"(?:了|达到?|共|约|数?额|金额|数量|人数|数|幅度?|率|比例|比率)?(?:为|是|达到?|约|：|:)?$"
_RISE = re.compile(f"(?:{_UP}){_TAIL}|增速(?:为|达到?|是)?$")
_FALL = re.compile(f"(?:{_DOWN}){_TAIL}|跌幅(?:为|达到?|是)?$")
# 增加到, 降至, 压减为: what follows is the new level
GROWN_TO = re.compile(f"(?:{_UP}|{_DOWN}|调整|变更|恢复)(?:到|至|为|成)$")
_NO_CHANGE = re.compile("(?:最|较|更|偏|不|至|很)[多少高低]$|至少$|[提新]高$(?<!提高)|[应可当]降$|递增$|递减$")
_SAVING_RATE = re.compile("[核审压缩节]减率(?:[为是]|达到?)?$")
REAL_TERMS = re.compile("同口径|可比|扣除|剔除|不变价|实际增长|实际下降|名义|自然口径|折算|还原")
# 按同口径比，; 剔除…后，
CORRECTED = re.compile("(?:同口径|可比口径|可比因素|剔除|扣除)[^，,；;。]{0,20}[，,]")
# told in constant prices, whether or not the text says so
OUTPUT = re.compile("生产总值|GDP|增加值")
YEARLY = re.compile("年均|平均增(?![幅速])|平均每年|两年平均|年平均|复合")
_PERIOD = "上一?年|去年|前年|上期|上月|上季|同期|年初|预算|普查|基期|年|期初|计划|目标|期"
VERSUS = re.compile(f"(?<![占同环对])(?:比|较|与|同(?!期)|和|跟|相比)(?![例重率值好为])[^占]*(?:{_PERIOD})[^占]*$")
LAST_YEAR = re.compile(
    "(?<![比较与同和跟])(?:上年|去年|上年度|前一年|上一年度?|基期)(?:度|同期|同月|全年|数|额|完成|实际|决算|预算|支出|收入|执行|发生|为|的|是|仅)*$"
)
# B 的 P%, B 目标任务的比例为 P%
OF = re.compile("[^，,；;。、：:占]{0,10}的(?:比重|比例|比率)?(?:仅?为|达到?|约)?")
FROM = re.compile("[由从][^占]*$")
BETWEEN = re.compile(
    f"(?:{_UP}|{_DOWN}|调整|变更)(?:到|至|为|成)(?:了?(?:\\d{{4}}年|\\d{{1,2}}月|今年|目前)(?:底|末|度|份)?的?)?$"
)
_AFTER_VERSUS = re.compile(
    f"^[^，,；;。]{{0,3}}(?:相比|相较|比较)|^[^，,；;。]{{0,6}}[，,（(]?[^，,；;。]{{0,4}}(?:{_UP}|{_DOWN})(?![到至为成])"
)
_COMPARING = re.compile(
    "同比|环比|较同期|(?:(?<![占对])比|较|与|和|同)(?:上|去|前|年初|预算|本|同|计划|目标|20|全|第|其|原)|(?:上|去)年同期"
)
_COMPARED = re.compile(
    "^(?:同比|环比|较同期|比|较|与|和|同|上年|上一年|去年|前年|上[月季期周]|本[月季期周]|同期|同月|20\\d\\d年?|第[^，]*普查|年初|年|月|季度|度|末|底|期"
    "|预算|决算|支出|执行|完成|实际|计划|目标|水平|相比|相较|数|额|的|\\d|[（）()])+"
)
_FILLERS = re.compile(
    "^(?:[一二两三四五六七八九十]+年[间来]|其中|另外|此外|同时|全年|今年|本年度?|当年|上半年|下半年|本期|本月|当月|也|均|各|分别|共计?|合计|累计|总计|主要是|而|并|且|又|则|已|即)+"
    "|(?:也|均|各|分别|共|累计|有所|进一步|又|则|总体|整体|合计|平均)+$"
)
# a label without them says what is measured
_GENERIC = re.compile(
    "其中|发生|起数|件数|造成|导致|累计|全年|全市|全县|全区|全省|实现|完成|安排|共计?|合计|总计|本年度?|当年|年度|金额|人数|数额?|总额|总量|为|达到?|的|约|已|是|上年|经费|资金"
)


def change_sign(clause: str) -> int:
    """+1 where a clause ends in a word of growth, -1 in one of decline, 0 in neither."""
    if _NO_CHANGE.search(clause) or _SAVING_RATE.search(clause):
        return 0
    if _FALL.search(clause):
        return -1
    return 1 if _RISE.search(clause) else 0


def after_versus(trail: str) -> bool:
    """Whether the words behind a figure compare with it: 相比, 减少, 下降."""
    return _AFTER_VERSUS.search(trail) is not None


def subject_of(clause: str) -> str:
    """Of whom a clause tells a change or a share, "" where it goes on from the clause before.

    Example:
        死亡人数 of 死亡人数同比增加; nothing of 比上年增加.
    """
    for ending in (_FALL, _RISE):
        clause = ending.sub("", clause)
    met = _COMPARING.search(clause)
    if met:
        # 同比产值增长 tells of 产值, 比上年增加 of nothing new
        clause = clause[: met.start()] or _COMPARED.sub("", clause[met.start() :])
    clause = _FILLERS.sub("", _FILLERS.sub("", clause).strip('的“”"（()）')).strip("的")
    return clause if len(clause) > 1 else ""


def measured(label: str) -> str:
    """What a label measures, without what all labels say: 一般公共预算收入 of 全年一般公共预算收入完成."""
    return _GENERIC.sub("", label)


def named(subject: str, label: str) -> bool:
    """Whether two wordings name the same thing: one holds the other, what all labels say left out."""
    one, other = measured(subject), measured(label)
    if len(one) < 2 or len(other) < 2:
        return False
    return one in other or other in one
