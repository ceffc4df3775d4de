"""Words of table headers: what a column measures, its unit, its letter, and the rule that stands in it."""

from __future__ import annotations

import re

from jixiao.figures.units import meaning

INDEX = re.compile(
    r"^(?:行次|序号|列次|栏次|编号|(?:功能|经济)?(?:分类)?(?:科目)?(?:编码|代码)|项目代码|.*文号|备注|时间|日期|年份|.*编码|联系电话|排名|名次|位次)$"
)
COUNTING = re.compile(r"[栏列行]次|序号")
LABEL_HEAD = re.compile(r"项目|科目|类别|名称|单位|指标|内容|收入|支出$")
UNIT_HEAD = re.compile(r"(?:计量|度量)?单位")
RATE = re.compile(
    r"率|占比|比重|比例|占.{0,8}[%％]|(?:增减|增长|变动|变化|升降|下降|上升|完成|同比).{0,6}[%％]|进度|增幅|降幅|[%％]"
)
GROWTH = re.compile(r"增减|增长|变动|变化|升降|下降|上升|同比|增幅|降幅|增加|减少")
SHARE = re.compile(r"占比|比重|占(?!用|地)")
SCORE = re.compile(r"得分(?!率)|评分(?!标准|依据|办法|细则)|自评分|评价分")
SCORE_RATE = re.compile(r"得分(?:率|比例)")
MEASURED = re.compile(
    r"元|金额|资金|预算|决算|支出|收入|经费|投资|[费款税额]|产[值量]|执行|面积|里程|长度|重量|[亩吨米度]|公里|平方|立方|[电水气]量|指标|目标|完成|计划|任务"
    r"|^(?:[本上去今]年|(?:19|20)\d{2}年?度?)[数累计]*$"
)
POINTS = re.compile(r"权重|分值|标准分|满分|权值|赋分$")
TARGET = re.compile(r"指标值|目标值|计划值|年初目标|绩效目标值|预期值|年度目标|预期指标|计划完成")
ACTUAL = re.compile(r"完成值|实现值|实际值|完成情况|实际完成|完成指标|达成值|实际指标")
OF_NO_MONEY = re.compile(r"率|占比|比重|得分|评分|分值|权重|指标值|目标值|完成值|实际值|人数|个数|数量|次数|件数|起数")
TOTAL = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．])?(?:.{0,12}(?:合\s*计|总\s*计|小\s*计|共\s*计|总额|总分)|总数|全[省市区县国州镇乡]|汇总|总\s*体|总\s*量)"
    r"(?:[（(].*[)）])?$"
)
_HEAD = re.compile(
    r"分值|得分|权重|预算|决算|指标|完成值|完成情况|执行|金额|率|合计|本年|上年|增减|数$|数[（(]|额$|额[（(]|占比|比重|项目|科目|类别|名称"
    r"|(?:19|20)\d{2}年?|支出|收入|单位|行次|序号|分类|[（(][^（）()]{1,6}[)）]$|备注|内容|抽检|合格|拨款|资金|人数|地区|小计|费$|费[（(]"
)
_UNIT = re.compile(r"[（(](?:单位[:：])?([^（）()]{1,6})[)）]")
_LETTER = re.compile(r"[（(]([A-Z]|[①-⑳])(?:[)）]|[=＝])|(?<![A-Z/÷+＋*×=＝－-])([A-Z]|[①-⑳])$")
_RULE = re.compile(
    r"(?P<one>[A-Z]|[①-⑳]|\d{1,2})\s*(?P<sign>[-－—+＋/÷])\s*(?P<other>[A-Z]|[①-⑳]|\d{1,2})"
    r"(?P<more>(?:\s*[+＋]\s*(?:[A-Z]|[①-⑳]|\d{1,2}))*)(?=[)）\s×*%％]|$)"
)
_NAME = re.compile(r"[A-Z]|[①-⑳]|\d{1,2}")


def heading_words(word: str) -> bool:
    """Whether a cell reads like a header."""
    return len(word) <= 24 and _HEAD.search(word) is not None


def unit_in(name: str) -> str:
    """The unit that a header tells in brackets: 金额（万元）, 增减（%）; "" for none."""
    for match in _UNIT.finditer(name):
        word = match[1].replace("％", "%")
        if word and meaning(word) is not None:
            return word
    return "%" if name.endswith(("%", "％")) else ""


def letter(name: str) -> str:
    """The letter by which rules in other headers name a column: 全年预算数（A） → A."""
    match = _LETTER.search(name)
    return (match[1] or match[2]) if match else ""


def rule(name: str) -> tuple[str, list[str]] | None:
    """The rule that stands in a header, 执行率（B/A） → ("/", ["B", "A"]), or None."""
    match = _RULE.search(name.partition("=")[2] or name.partition("＝")[2] or name)
    if match is None:
        return None
    sign = {"－": "-", "—": "-", "＋": "+", "÷": "/"}.get(match["sign"], match["sign"])
    if match["more"] and sign != "+":
        return None
    return sign, [match["one"], match["other"], *_NAME.findall(match["more"])]


def bare(name: str) -> str:
    """A header without brackets, units and signs: what it measures."""
    return re.sub(r"[（(][^（）()]*[)）]|[%％:：]|单位|合计$", "", name)
