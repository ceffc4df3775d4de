"""What a figure of running text is said to measure: its subject, its role (budget, spending, rate) and its year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from jixiao.documents.view import Mention, Sentence
from jixiao.figures import Bound, FigureKind

_CHANGE = re.compile(
    r"增加|减少|增长|下降|上升|降低|提高|回落|比|较|同比|相差|超出|节约|结余|其余|剩余|每|人均|日均|平均|占|追加|调增|调减|另|新增"
)
_RATE = re.compile(
    r"(?:预算|资金|支出|总体|整体|实际|综合|总)*(?:(?P<used>(?:执行|完成|支出|使用|支付)(?:率|进度))|(?P<other>[一-龥]{2,4}率))$"
)
_WHOLE = re.compile(
    r"^(?:经[^，]{0,4}|市|县|区|省|州|本|我|全[市县区省州乡镇]|财政|累计|总共|一共|共|合计|实际|年?共|综上|所述|预算)+"
)
_SELF = re.compile(r"^(?:本|该|此)?(?:项目|工程|单位|部门)$")
_GIVEN = re.compile(
    r"(?<![一-龥]应)(?P<verb>安排|投入|下达|筹集|拨付|到位|支付|支出|发放|兑付|落实|争取)(?:了|的)?(?P<what>[一-龥]{4,20})$"
)
_ROLES = (
    (
        "planned",
        re.compile(
            r"(?:全年|年初|调整后?|年度|(?<!基本)(?<!项目)支出|收入|批复|安排|部门|财政拨款)*预算(?:总额|总数|数|额|金额|安排|总计|合计|资金)?$"
        ),
    ),
    (
        "spent",
        re.compile(
            r"(?:(?<!基本)(?<!项目)支出)?(?:决算|执行|完成)(?:总额|总数|数|额|金额)?$|(?:实际|全年|累计|共|本年)*(?:支出|使用)(?:总额|数|额|金额|合计|总计|完成)?$"
        ),
    ),
    ("income", re.compile(r"收入(?:决算|总额|数|合计|总计)*$")),
)
_TAIL = re.compile(r"(?:达到|达|为|是|共计|合计|总计|共|计|总额为?|约|已|了|：|:|\s|均)+$")
_NOISE = re.compile(
    r"(?:19|20)\d{2}年?度?|截至.{0,8}底|其中[:：]?|本年度?|当年|全年|年度|年末|我们?[局委办院校单位部门会厅]*|本(?:单位|部门|级)|部门|整体|总体|全部|资金|市级|区级|县级|的|[“”\"‘’「」（）()《》\s　]"
)
_NEAR = 200
_MONTH = re.compile(r"\d{1,2}\s*月|季度|上半年|下半年|上旬|以来|累计至")
_YEAR = re.compile(r"(?<![较比与于同上])(?<![较比与于同]\s)((?:19|20)\d{2})\s*年")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure measures. `initial` tells budgets at the start of the year from adjusted ones."""

    name: str
    role: str
    year: str
    initial: str
    period: bool


def subject_of(mention: Mention, sentence: Sentence, year: str) -> Subject | None:
    """The subject of an amount or a rate; None where the words before it give no subject or speak of a change."""
    if mention.kind not in (FigureKind.MONEY, FigureKind.PERCENT) or mention.figure.bound is not Bound.NONE:
        return None
    if not isinstance(mention.figure.value, Decimal):
        return None
    label = _TAIL.sub("", "".join(mention.label.split()))
    if not label or len(label) > 40 or _CHANGE.search(label):
        return None
    told = told_before(mention, sentence)
    years = _YEAR.findall(told)
    own = years[-1] if years else year
    initial = "initial" if re.search(r"年初|初次", label) else "adjusted" if re.search(r"调整|全年预算", label) else ""
    period = _MONTH.search(told) is not None
    if mention.kind is FigureKind.PERCENT:
        match = _RATE.search(label)
        if match is None:
            return None
        name = _SELF.sub("", plain(label[: match.start()]))
        return Subject(name, "rate" if match["used"] else f"rate {match['other']}", own, initial, period)
    for role, words in _ROLES:
        if (match := words.search(label)) is not None:
            return Subject(plain(label[: match.start()]), role, own, initial, period)
    given = _GIVEN.search(label)
    if given is not None and not re.search(r"[元率]$", given["what"]):
        whose = _WHOLE.sub("", plain(label[: given.start()]))
        return Subject(whose + plain(_WHOLE.sub("", given["what"])), given["verb"], own, initial, period)
    name = plain(label)
    return Subject(name, "", own, initial, period) if len(name) > 1 else None


def told_before(mention: Mention, sentence: Sentence) -> str:
    """The words of its sentence before a figure, the nearest ones."""
    start = mention.figure.start
    return mention.passage.text[max(sentence.start, start - _NEAR) : start]


def plain(label: str) -> str:
    """A name without years, marks and the words that every label has."""
    return _NOISE.sub("", label)
