"""Digits that are no quantities: marks of lists, document numbers, ordinals, and names that are written with digits."""

from __future__ import annotations

import re
from decimal import Decimal

from jixiao.figures.errors import FigureError
from jixiao.figures.numerals import read_chinese_integer
from jixiao.figures.reading.figure import Figure, FigureKind
from jixiao.figures.reading.fold import Page
from jixiao.figures.units import words

_C = "[一二三四五六七八九十百]"
_EDGE = frozenset("\n。;:!?|\t")  # what a mark of a list stands behind
_SOFT = frozenset(",、")  # what 一是 may stand behind as well
_DIGIT_MARK = re.compile(r"([0-9]{1,2})(?:\)|[、.](?=\s{0,4}[^0-9\s.,]|\s?(?:19|20)[0-9]{2}\s?年))")
_ROUND_MARK = re.compile(rf"\(\s{{0,2}}(?:([0-9]{{1,2}})|({_C}{{1,3}}))\s{{0,2}}\)")
_WORD_MARK = re.compile(rf"({_C}{{1,3}})(?:、(?!{_C})|是(?![否非])|\.(?![0-9]))")
_SIGNS = {chr(first + i): i + 1 for first in (0x2460, 0x2474, 0x2488) for i in range(20)}
SIGNS = "".join(_SIGNS)

_DOCNO = re.compile(
    r"[〔(\[]\s{0,2}(?:19|20)[0-9]{2}\s{0,2}[〕)\]]\s{0,2}(?:第\s{0,2}|[\u4e00-\u9fff0-9]{1,10}?)?[0-9]{1,6}(?:-[0-9]{1,3})?\s{0,2}号"
    r"|〔\s{0,2}(?:19|20)[0-9]{2}\s{0,2}(?:〕\s{0,2})?[0-9]{1,5}\s{0,2}号?"
)
_AGENCY = re.compile(r"[\u4e00-\u9fff]{1,10}$")
_LEAD = re.compile(r".*(?:根据|按照|依据|依照|参照|印发|执行|落实|转发|通知|[以由经见和及与的在号按是为])")
_SQUARE = re.compile(r"\[\s?[0-9]{1,3}(?:[-,][0-9]{1,3})?\s?\]")

_ORDINAL = re.compile(
    r"第\s{0,3}(?:(?P<digits>[0-9]{1,8}(?P<of>-[0-9]{1,8})?)|(?P<words>[一二三四五六七八九十百零两]{1,6}))(?P<unit>\s{0,3}"
    r"(?:季度|年度|学期|阶段|标段|号|次(?!产业|要)|届|批(?![准复])|期(?!间)|位(?!置)|名(?!称)|条(?!例|件)|款|章|节(?!能|约)|轮|年(?!级)|页|天"
    r"|步|周(?!边|期)|项(?!目)|个|类|层|代(?!表)|场(?!所|地)|集(?!团|中)|版|税目|包)|(?P<end>(?![\u4e00-\u9fff])))"
)

_WEB = re.compile(r"(?:https?://|www\.)[!-~]{1,2000}|[!-~]{1,64}@[!-~]{1,255}")
_CODE = re.compile(
    r"(?:0[0-9]{2,3}[-—][0-9]{7,8}|400-[0-9]{3,4}-[0-9]{3,4})(?![0-9])"  # telephones
    r"|[0-9]{1,6}(?:\.[0-9]{1,6}){2,8}(?![0-9.])"  # 1.2.3
    r"|[0-9]{1,6}(?:-[0-9]{1,6}){2,8}"
    r"|[0-9]{1,2}(?:\s?\+\s?(?:[0-9]{1,2}|[NnXxＮ]|[\u4e00-\u9fff]))+(?![0-9.%])"  # 3+1
    r"|[0-9]{1,2}[×xX*]24(?:小时)?(?![0-9])"
    r"|[0-9]0后(?![0-9])"
    r"|[0-9]{1,2}(?:室|委|办|局|股|科|院|中心|部)[0-9]{1,2}(?:室|委|办|局|股|科|院|中心|部)(?:[0-9]{1,2}(?:室|委|办|局|股|科|院|中心|部))?"  # 7委1室
)
_MOBILE = re.compile("1[3-9][0-9]{9}(?![0-9.,])")
_CALLED = re.compile(
    r"(?:电话|手机|传真|专线|邮编|邮政编码|[账帐]号|代码|编号|证号|号码|索引号|流水号|序列号|车牌号?|QQ|微信|密码|房号|区号|版本|型号"
    r"|附件|附[图表]|专栏|(?<![代报发列填])[图表]|ISO|GB|GB/T|DB|DB/T|CJJ|JGJ|No\.|NO\.|文号)\s?[:为是]?\s?$"
)
_PARTS = re.compile(r"(?:[-./][0-9]{1,12}){1,4}")
_TITLE = re.compile(r" ?[\u4e00-\u9fff]{2}")
_LINES = words(
    "110 119 120 122 114 12110 12122 12301 12306 12308 12309 12313 12315 12316 12318 12319 12320 12321 12328 12329 12331 12333",
    "12338 12340 12345 12348 12350 12351 12355 12356 12358 12360 12363 12366 12367 12368 12369 12371 12377 12378 12380 12381",
    "12385 12386 12388 12389 12393 12395 12396 16 985 211 996 315 863 973 301 7S 5S 6S",
)
_LINE_NAME = re.compile(
    r"\s{0,2}[”\"』」]?\s{0,2}(?:政务|便民|热线|平台|电话|报警|急救|投诉|举报|市长|服务|公益|企业|市民|专线|工单|联动|指挥|接处警|高校|院校|工程|计划|晚会|系统)"
)


def sign_mark(page: Page, at: int) -> Figure:
    """① and its like."""
    return Figure(at, at + 1, Decimal(_SIGNS[page.plain[at]]), "", FigureKind.SEQ)


def seq_at(page: Page, at: int) -> Figure | None:
    """The mark of a list or heading that begins there: 1. 1、 (1) （一） 一、 一是."""
    plain = page.plain
    first = plain[at]
    if first == "(":
        match = _ROUND_MARK.match(plain, at)
        if match is None or not (match[2] or _edge(plain, at, soft=True) or plain[at - 1].isspace()):
            return None
        number = int(match[1]) if match[1] else _integer(match[2])
        return None if number is None else Figure(at, match.end(), Decimal(number), "", FigureKind.SEQ)
    digits = first.isascii()
    match = (_DIGIT_MARK if digits else _WORD_MARK).match(plain, at)
    if match is None:
        return None
    end = match.end()
    spoken = plain[end - 1] == "是"
    if not _edge(plain, at, soft=spoken) and not (digits and plain[end - 1] == "." and plain[at - 1].isspace()):
        return None
    if plain[end - 1] == ")" and "(" in plain[max(0, at - 12) : at]:
        return None
    number = int(match[1]) if digits else _integer(match[1])
    return None if number is None else Figure(at, end, Decimal(number), "", FigureKind.SEQ)


def _edge(plain: str, at: int, *, soft: bool = False) -> bool:
    """Whether a sentence, a line or a part of it begins there."""
    before = at - 1
    while before >= 0 and at - before < 6 and plain[before] in " \u3000\xa0":
        before -= 1
    return before < 0 or plain[before] in _EDGE or (soft and plain[before] in _SOFT)


def _integer(numeral: str) -> int | None:
    try:
        return read_chinese_integer(numeral)
    except FigureError:
        return None


def docno_at(page: Page, at: int, floor: int) -> Figure | None:
    """The document number whose year bracket opens there, with the name of the agency before it: 财预〔2020〕10号.

    Args:
        page: the text.
        at: where its bracket stands.
        floor: where the last figure ended; nothing before it belongs to this one.
    """
    match = _DOCNO.match(page.plain, at)
    if match is None:
        return None
    start = at
    if agency := _AGENCY.search(page.plain, max(floor, at - 12), at):
        lead = _LEAD.match(agency[0])
        start = agency.start() + (lead.end() if lead else 0)
    return Figure(start, match.end(), _own_text(page, start, match.end()), "", FigureKind.DOCNO)


def _own_text(page: Page, start: int, end: int) -> str:
    return "".join(page.text[page.first(start) : page.after(end)].split())


def ordinal_at(page: Page, at: int) -> Figure | int:
    """第214号, 第七次; or where to read on behind a word such as 第三方 that only looks like one."""
    match = _ORDINAL.match(page.plain, at)
    if match is None:
        return at + 1
    if match["words"] and match["end"] is not None and _edge(page.plain, at):
        number = _integer(match["words"])
        return match.end() if number is None else Figure(at, match.end(), Decimal(number), "", FigureKind.SEQ)
    if match["of"]:
        return Figure(at, match.end(), _own_text(page, at, match.end()), "", FigureKind.DOCNO)
    number = int(match["digits"]) if match["digits"] else _integer(match["words"])
    if number is None:
        return match.end()
    return Figure(at, match.end(), Decimal(number), page.written(*match.span("unit")), FigureKind.ORDINAL)


def square_end(plain: str, at: int) -> int:
    """Behind a footnote mark [3], or behind the bracket."""
    match = _SQUARE.match(plain, at)
    return match.end() if match else at + 1


def web_end(plain: str, at: int) -> int | None:
    """Behind a web or mail address that begins there."""
    match = _WEB.match(plain, at)
    return match.end() if match else None


def name_end(plain: str, at: int, end: int) -> int | None:
    """Behind a name, code or number of a telephone that begins with the digits at..end; None for a figure."""
    before = plain[at - 1] if at else ""
    if before.isascii() and before.isalpha():
        return end
    if before in "-/+._" and before and at > 1 and plain[at - 2].isascii() and plain[at - 2].isalpha():
        return end
    if code := _CODE.match(plain, at):
        return code.end()
    if plain[at:end] in _LINES and _LINE_NAME.match(plain, end):
        return end
    return end if plain[end : end + 1] == "@" else None


def is_called(plain: str, at: int) -> bool:
    """Whether the number there is a telephone, a code or the number of a table by the word before it."""
    return bool(_MOBILE.match(plain, at) or _CALLED.search(plain, max(0, at - 10), at))


def code_end(plain: str, end: int) -> int:
    """Behind the further parts of a code: 19001-2016."""
    match = _PARTS.match(plain, end)
    return match.end() if match else end


def is_section(plain: str, at: int, end: int) -> bool:
    """Whether a decimal at the beginning of a line numbers a section: 2.1 项目概况."""
    before = plain[max(0, at - 4) : at].strip(" ")
    return (not before or before[-1] == "\n") and bool(_TITLE.match(plain, end))
