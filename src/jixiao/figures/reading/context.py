"""What the words right around a figure say of it: how they bound it, and whether it is a rise or a fall."""

from __future__ import annotations

import re

from jixiao.figures.reading.figure import Bound, FigureKind

_BEFORE = 14  # characters; the longest wording is 增长幅度不得低于


def _ending(*words: str, but: str = "") -> re.Pattern[str]:
    """Matches, from its start, a reversed text that ends in one of the words and not in one of the longer ones."""
    longer = "".join(f"(?!{word[::-1]})" for word in but.split())
    return re.compile(
        f"[:为到达至]?\\(?{longer}(?:{'|'.join(re.escape(word[::-1]) for row in words for word in row.split())})"
    )


_BOUNDS = (
    (Bound.LEAST, _ending("≥ >= ≧ 不低于 不少于 不小于 不得低于 不得少于 至少 最少 最低 不低於")),
    (
        Bound.MOST,
        _ending(
            "≤ <= ≦ 不超过 不高于 不大于 不多于 不得超过 不得高于 未超过 未突破 不突破 不超 至多 最多 最高 控制在 限于"
        ),
    ),
    (Bound.MORE, _ending("> 超过 突破 超出 逾 超 多于 大于 高于")),
    (Bound.LESS, _ending("< 不足 低于 少于 小于 不到 未达 不满 近 将近 接近", but="最近 附近 邻近")),
    (
        Bound.ABOUT,
        _ending("约 大约 大概 约合 约计 大致", but="节约 合约 契约 履约 签约 违约 预约 条约 制约 特约 公约 集约 简约"),
    ),
)
_BEHIND = re.compile(
    r"\s{0,2}(?:\(含\))?(?:(?P<least>[及或]?以上)|(?P<most>[及或]?以[内下]|之内|内(?![设部容外涝河控陆资蒙]))"
    r"|(?P<about>左右|上下)|(?P<more>有?余(?!额|款|下|热|个)|多(?![次个种家名方元项样年地级部数少位余层渠边功重]))|以下)"
)
_ENDS = "余多于过破超足到近约低少小高大出逾≥≧≤≦=<>在达满至概合计致限多最於:为(达到"
_UP = re.compile(
    "(?:[:为是达约]|到达)?(?:率|度幅|额)?(?:幅增|速增|长增|幅涨|幅升)"
    "|了?(?:长增|加增|升上|高提|升提|收增|支增|涨上|增净|增调|收超|支超|支多|收多|出高|涨|升|增(?!新)|高(?![最提新])|多(?![最至众许大过])|超(?!不)|快(?![较加尽]))"
)
_DOWN = re.compile(
    "(?:[:为是达约]|到达)?(?:率|度幅|额)?(?:幅降|幅跌|幅减|长增负|降下|少减|低降)(?<!为少减)(?<!为低降)(?<!为降下)"
    "|了?(?:降下|少减|低降|收减|支减|落回|减压|滑下|跌下|减缩|窄收|收短|缩压|减净|减调|减核|收少|支少|长增负"
    "|减(?!免)|降|少(?![不至最多减缺])|低(?![最不降])|慢)"
)
_AGAINST = re.compile("(?:(高于|高出|快于|超过?|优于|领先)|低于|慢于|落后)[^0-9,。;:%]{0,14}$")
_LIST = re.compile(r"\s*[、和及与]\s*")
_RECENT = frozenset({FigureKind.DURATION, FigureKind.DATE})


def words_around(plain: str, start: int, end: int, kind: FigureKind) -> tuple[Bound, int]:
    """The bound and the direction (+1, -1, or 0 where no word says) of the figure that stands there."""
    before = plain[max(0, start - _BEFORE) : start]
    before = "".join(before.split())[::-1]
    bound = Bound.NONE
    direction = 0
    if before:
        if before[0] in _ENDS:
            for sort, words in _BOUNDS:
                if match := words.match(before):
                    if sort is Bound.LESS and kind in _RECENT and before[0] == "近":
                        continue  # 近三年 are the last three years
                    bound = sort
                    direction = _direction(before[match.end() :]) or (
                        1 if before[0] == "超" and sort is Bound.MORE else 0
                    )
                    break
        if bound is Bound.NONE:
            direction = _direction(before)
    if behind := _BEHIND.match(plain, end):
        name = behind.lastgroup
        if name == "more":
            return (Bound.MORE if bound is Bound.NONE else bound), direction
        if bound is Bound.NONE or bound is Bound.ABOUT:
            if name == "most" and behind[0].strip() == "内" and kind is not FigureKind.DURATION:
                name = None
            bound = {"least": Bound.LEAST, "most": Bound.MOST, "about": Bound.ABOUT}.get(name or "", bound)
    return bound, direction


def _direction(before: str) -> int:
    if not before:
        return 0
    if _DOWN.match(before):
        return -1
    return 1 if _UP.match(before) else 0


def ahead_or_behind(plain: str, start: int) -> int:
    """The sign of percentage points between two rates: 高于全市2.1个百分点, 超序时进度3.5个百分点."""
    match = _AGAINST.search(plain, max(0, start - 18), start)
    return 0 if match is None else 1 if match[1] else -1


def goes_on(plain: str, end: int, start: int) -> bool:
    """Whether only a mark of a list stands between two figures: one verb is shared by all (分别下降2%、3%和4%)."""
    return start - end <= 4 and _LIST.fullmatch(plain, end, start) is not None
