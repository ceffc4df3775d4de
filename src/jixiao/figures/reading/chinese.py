"""Figures in Chinese numerals: 十二层, 百分之九十八点四, 三分之一; and the many words that only hold a numeral.

A numeral is read only with a measure word behind it and outside the fixed words and slogans listed here, for 一般, 统一,
三公经费 and 两个维护 are no figures. A lone 一 is a figure only before a unit that nothing else can be (一倍, 一个月).
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from jixiao.figures.errors import FigureError
from jixiao.figures.exact import EXACT
from jixiao.figures.numerals import PLAIN, read_chinese, read_chinese_integer
from jixiao.figures.reading.figure import Bound, Figure, FigureKind
from jixiao.figures.reading.fold import Page
from jixiao.figures.reading.tails import Tail, unit_behind
from jixiao.figures.units import LOOSE, MULTIPLES, words

DIGITS = "一二三四五六七八九十两零〇壹贰叁肆伍陆柒捌玖拾"
_ALL = f"{DIGITS}百千万亿佰仟"
_RUN = re.compile(f"[{_ALL}]+(?:点[一二三四五六七八九零〇]+)?")
_SHARE = re.compile(f"(百|千|万|[{_ALL}]{{1,6}})分之([{_ALL}]{{1,12}}(?:点[一二三四五六七八九零〇]{{1,12}})?)")
_LONGEST = 24
_SHARES = {"百": "%", "千": "‰"}
# Measure words that make a quantity of a numeral in words. 二期, 三级, 四处 and 三方 are names, grades and manners.
_COUNTED = words(
    "人 人次 名 位 户 家 个 项 件 份 次 场 批 批次 篇 条 台 套 辆 座 栋 幢 间 所 宗 起 册 本 层 种 支 例 张 笔 枚 倍 番 棵 株 艘 架",
    "门 场次 天 年 个月 小时 个小时 分钟 周 个工作日 工作日 岁 吨 亩 公里 米 平方米 公顷 元 角 成 个百分点 百分点 分 类 个年度 课时 学时",
    "公斤 千瓦 千瓦时 立方米 平方公里 学期 个学期 周岁 周年 个季度",
)
_SCALES = "万亿"
_SURE = words("倍 成 番 个百分点 百分点 个月 元 小时 个小时 分钟 个工作日 工作日 个季度")
_AGREED = re.compile(r"(?:各|共|共有|共计|合计|仅|仅有|只有|下设|内设|增设|增加|减少|新增|另有|[:：]|为期|满|[及或])$")
_YEARLY = re.compile(r"(?:期|期限|满|近|超过|不足|不少于|延长)$")
_BEFORE = "第其初周几数上每统唯之万百千点十"
_FIXED = re.compile(
    r"个(?:确立|维护|毫不|一[^百千万]|意识|自信|全面|代表|区分|务必|必由|统筹|明确|坚持|必须|有之|不摘|不得|最严|走在|伟大|大局|结合|先行|对照|革命"
    r"|健康|清零|服务(?!点|站|中心|窗口|项目|网点|区|队|机构|单位)|不?相信|替代|文明|平安|革除|不让|必查|一律|优先|凡是|面向|转变|臭皮匠|五年)"
    r"|项(?:规定|补贴|纪律|原则|注意|教育|全能|运动|修炼)|位(?:一体|数)|家(?:渠|嘴|子|庄|岗|村|港|坪|湾|峪|沟|店|河|滩|园|堰)|台(?:山|县|区|镇|乡|河|市|联|村)"
    r"|门(?:峡|县|湾|提督|海)|年(?:级|制|行动|规划|计划|攻坚|一?贯|义务|滚动|专项|任务|提升|整治|倍增|实施|期规划|禁|代|树木|前线|寒窗|浩劫|动乱|磨|如一|五载)"
    r"|元(?:化|结构|里|旦|区|桥|组|次|论)|次(?:产业|元|函数|分配|创业|污染|供水|性|方|曲|会议|全会|全体|常委|党代会|革命|采油|常务)"
    r"|人(?:制|行|转|篮球|大|民|口|均|员|士|才|帮|组|间|舞)|成(?:立|不变|为|功|把握|新)|条(?:例|件|腿|道路|路线|路径|岭)|件套|分钟(?:生活|经济|服务|便民|圈)"
    r"|套(?:班子|路)|类(?:地区|事业|公益|城市|资质|人才|土地|水|会议|幼儿园)|所(?:有|以|谓)|层(?:次|级|面)|本(?:账|级)|小时(?:经济|交通|都市|生活)?圈"
    r"|天(?:门|河|水|台|长|打鱼|两头|三夜|揽月)|例会|支(?:部|箭|两军|一扶)|间(?:房|堡|海|坊)|座(?:塔|大山|店)|户型|种制度|张皮|棵(?:树|松)|笔(?:字|画|划|型)"
    r"|倍(?:体|子|性)|番(?:话|苦心)|起(?:三落|来)|名工程|分(?:之|球)"
)
# Only these words before make a quantity of them: 得十分, but 十分重视; 翻两番, but 一番话.
_ASKED = {"分": re.compile(r"[得扣计加减满值为][^\u4e00-\u9fff]?$"), "番": re.compile("翻了?$")}
_CAPITAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
_QUOTES = '“"『「‘'


def share_at(page: Page, at: int) -> Figure | None:
    """百分之九十八点四, 三分之一."""
    match = _SHARE.match(page.plain, at)
    if match is None:
        return None
    try:
        above = read_chinese(match[2]) if match[2] != "百" else Decimal(100)
        below = 0 if match[1] in "百千万" else read_chinese_integer(match[1])
    except FigureError:
        return None
    if not isinstance(above, Decimal):
        return None
    if unit := _SHARES.get(match[1]):
        places = len(match[2].partition("点")[2])
        return Figure(at, match.end(), above, unit, FigureKind.PERCENT, None, places)
    if not below and match[1] != "万":
        return None
    return Figure(at, match.end(), Fraction(above) / (below or 10000), "", FigureKind.FRACTION)


def words_at(page: Page, at: int) -> Figure | int:
    """The count, amount or duration in words that begins there; or where to read on."""
    run = _RUN.match(page.plain, at)
    if run is None:
        return at + 1
    stop = run.end()
    numeral = run[0]
    if len(numeral) > _LONGEST or page.plain[at - 1 : at] in tuple(_QUOTES + _BEFORE):
        return stop
    value = _value(numeral)
    scale = numeral[len(numeral.rstrip(_SCALES)) :]
    if value is not None and scale in MULTIPLES and numeral != scale:
        stop -= len(scale)
        numeral = numeral[: -len(scale)] if scale else numeral
        value = EXACT.divide(value, Decimal(MULTIPLES[scale]))
    tail = unit_behind(page, stop) if value is not None else None
    if value is None or tail is None or not _counts(page, at, numeral, tail):
        return run.end()
    places = len(numeral.partition("点")[2])
    bound = Bound.MORE if tail.more else Bound.NONE
    return Figure(at, tail.end, value, tail.unit, tail.kind, None, places, bound)


def _value(numeral: str) -> Decimal | None:
    """What the numeral is worth; None for a list of digits (四六级) and for what is no numeral (十四五)."""
    plain = numeral.translate(PLAIN)
    if len(numeral) > 1 and "点" not in numeral and not any(mark in "十百千万亿" for mark in plain):
        return None
    try:
        value = read_chinese(numeral)
    except FigureError:
        return None
    return value if isinstance(value, Decimal) else None


def _counts(page: Page, at: int, numeral: str, tail: Tail) -> bool:
    """Whether numeral and measure word are a quantity and not part of a fixed word."""
    unit = tail.unit.translate(LOOSE)
    word = unit if unit in _COUNTED else unit.lstrip("百千万亿")
    if word not in _COUNTED or numeral in ("零", "〇"):
        return False
    plain = page.plain
    spot = tail.end - 1
    if _FIXED.match(plain, max(at + len(numeral), tail.end - len(word))) or _FIXED.match(plain, spot):
        return False
    scaled = unit != word
    if (asked := _ASKED.get(word)) and not asked.search(plain, max(0, at - 3), at):
        return False
    if not _CAPITAL.isdisjoint(numeral) and (word != "元" or len(numeral) < 2):
        return False  # 大陆架, 伍家: as numerals they stand in sums of money alone
    if numeral + word in ("四周", "四起", "八门"):
        return False  # all around, on all sides, of all sorts
    if numeral == "二" and not scaled and word not in _SURE:
        return False
    if numeral != "一" or scaled or word in _SURE:
        return not (word == "元" and len(numeral) == 1 and not scaled and numeral in "一二三")
    before = plain[max(0, at - 4) : at]
    if word == "年":
        return bool(_YEARLY.search(before)) or plain[tail.end : tail.end + 1] == "内"
    return word in ("名", "家", "个", "件", "项", "人", "起", "台", "辆") and bool(_AGREED.search(before))
