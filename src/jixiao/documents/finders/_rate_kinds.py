"""Kinds of rates by name: which words call their part, which their base."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jixiao.documents.finders._roles import Spoken

NAMED = re.compile(
    "(?P<name>[\u4e00-\u9fff]{0,8}(?:[\u4e00-\u9fff]率|(?:支出|支付|资金|执行|预算|拨付|使用|用款)进度)|预算执行)"
    "(?:平?均|已|分别)?(?:仅?为|达到?|是|高达|约|：|:)?$"
)
# rates whose base no report prints, rates that are set and not reached, progress of works and not of money
NEVER = re.compile(
    "增长率|增速|税率|利率|汇率|费率|死亡率|失业率|出生率|毛利率|费用率|年化|序时|目标|不低于|应|要求|标准|率先|同比|较上|比上|形象"
)
WORDS = re.compile("[\u4e00-\u9fff]{1,6}(?:率|进度)|预算执行")
_BASE = "预算|到账|拨入|申请|申报|应|计划|目标|下达|总|收到|受理|全部|参评|抽[查检]|检查|安排|指标|批复|调整|共|登记|涉及|接到|发出|任务|移送|资金"
_NUMBERS = re.compile("个数|数量|项数|人数|户数|件数|人员")
_CLOSED = re.compile("([一-鿿]{1,12})[，,；;。、（(]")
_MEAN = re.compile("[人户日月年件次亩均]均|平均|单价|每[人户件]")
_NOT = ("不", "未", "非")
_SUMS = re.compile("金额|资金")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rates.

    Attributes:
        part, base: words in the labels of its two amounts.
        saved: whether its part is what was saved or cut: its base may be what was spent and saved together.
        counted: whether the name itself calls the part: 办结率 is of what is 办结.
    """

    part: re.Pattern[str]
    base: re.Pattern[str]
    saved: bool = False
    counted: bool = False


_KINDS = (
    (
        re.compile("节[约支省]|压减|核减|审减"),
        Kind(
            re.compile("节[约支省]|压减|核减|审减|减少|节余"),
            re.compile("预算|控制价|限价|送审|概算|合同|上年|计划|安排|原"),
            saved=True,
        ),
    ),
    (
        re.compile("到位|下达|拨付"),
        Kind(re.compile("到位|下达|拨付|收到|实拨|已拨"), re.compile(f"{_BASE}|投资|概算|补助")),
    ),
    (re.compile("结[转余]"), Kind(re.compile("结[转余]|未支出|未使用|未用"), re.compile(f"{_BASE}|收入|可用"))),
    (
        re.compile("覆盖|自评率|评价率"),
        Kind(re.compile("已|完成|覆盖|开展|参[加保]|实[施检查到]"), re.compile(f"{_BASE}|全|纳入")),
    ),
    (re.compile("回收|收回"), Kind(re.compile("收回|回收"), re.compile("发放|发出|下发|投放|共|总"))),
    (
        re.compile("破案|结案|审结|办结"),
        Kind(re.compile("破|结"), re.compile(f"{_BASE}|立案|收案|受案|发案|新收|交办|承办")),
    ),
    (re.compile("人员控制"), Kind(re.compile("在职|实有|在编|在岗"), re.compile("编制|核定"))),
    (
        re.compile("使用|支付|兑付|支出|执行|进度|用款|控制"),
        Kind(
            re.compile("使用|支付|兑付|支出|执行|实际|发放|付|决算|完成|开支|实现"),
            re.compile(f"{_BASE}|到位|到账|拨入|限额|控制数"),
        ),
    ),
    (
        re.compile("^.{0,4}(?:完成|达成)率"),
        Kind(re.compile("完成|执行|支出|决算|实际|整改|已|竣工|落实|达|实现"), re.compile(_BASE)),
    ),
)


def kind_of(name: str) -> Kind:
    """The kind that a name says; one that is counted where the name is its own part."""
    for word, kind in _KINDS:
        if word.search(name):
            return kind
    stem = name.removesuffix("率")
    pairs = {stem[spot : spot + 2] for spot in range(len(stem) - 1)} or {stem}
    near = f"[在已入参]{re.escape(stem[-1:])}"  # 在园 for 入园率
    return Kind(re.compile("|".join([*map(re.escape, sorted(pairs)), near])), re.compile(_BASE), counted=True)


def opposite(kind: Kind, name: str, label: str) -> bool:
    """Whether a label calls what the rate leaves out: 不合格 for 合格率."""
    met = kind.part.search(label)
    return kind.counted and met is not None and label[: met.start()].endswith(_NOT) and not name.startswith(_NOT)


def called(item: Spoken) -> str:
    """What an amount is called: before it (开工48个), or behind it up to the next mark (48个项目开工，)."""
    behind = _CLOSED.match(item.trail)
    return (item.label or item.lead) + (behind[1] if behind else "")


def may_measure(name: str, item: Spoken) -> bool:
    """Whether a rate of that name may be of such an amount: 金额覆盖率 of money, 个数覆盖率 of counts."""
    if _MEAN.search(item.clause):
        return False
    if _NUMBERS.search(name):
        return item.sort != "元"
    return item.sort == "元" or not _SUMS.search(name)
