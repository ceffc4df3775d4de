"""A figure that its words call the difference of two others: 调增, 节约, 结余, 超支, 未办结, 与…相比减少."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.documents.finders._list_roles import Role, tail
from jixiao.documents.finders._list_slips import Likeness, is_misread, likeness
from jixiao.documents.finders._list_strand import Token, spoken, strands
from jixiao.documents.finders._list_sums import summed
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.figures import FigureKind
from jixiao.relations import Outcome, judge

CODE = "REL-02"
_TOLD = re.compile(
    "收支相抵|调整后|结转|结余|节约|节省|节支|超支|超出|差额|相差|核减|审减|调[增减]|追加|压减|增加|减少|剩余|缺口|收回|未|正在|尚"
)
BACK = 12  # figures before a difference among which its two sides stand
_SAID = r"(?:了|额|数|金额|资金|经费|财政资金|预算资金|采购资金|投资|指标)*(?:共?计|合计|约|为|达到?|达)?[：:]?$"
_THAN_LAST = re.compile(
    r"(?:比|较|同)[^，,。；;]{0,4}(?:上|去|前)(?:一)?(?:年|月|季|期)[^，,。；;]{0,8}$|同比[^，,。；;]{0,4}$|环比[^，,。；;]{0,4}$"
)
_BLOCK = re.compile(r"(?:年|期|月)初[^，,。；;：:\d]{0,8}(?:结[转余存]|余额|节余|滚存)|上年结[转余]|以前年度|期初|历年")


@dataclass(frozen=True, slots=True)
class _Wording:
    """Words of a difference and of its two sides; `sign` 1 where it is larger − smaller as named, 0 for either way."""

    difference: re.Pattern[str]
    larger: re.Pattern[str]
    smaller: re.Pattern[str]
    sign: int = 1


_EVENED = re.compile("收支相抵|收支轧差|收支差额|收支平衡后")
_EVEN_TOTALS = (re.compile("收入总计[^，,。；;：:]{0,6}$|总收入$"), re.compile("支出总计[^，,。；;：:]{0,6}$|总支出$"))
_EVEN_SIDES = (re.compile("收入(?:总计|合计|共计)?(?:为|达)?$"), re.compile("支出(?:总计|合计|共计)?(?:为|达)?$"))
_FIRST = re.compile(r"年初|原预算|原批复|批复|安排|下达|预算|计划")
_ADJUSTED = re.compile(r"调整(?:后|为)|调整预算|全年预算|最终预算|追加后|调[增减整](?:至|到|为)|压减[为至到]")
_AFTER = re.compile(r"(?:调整后|调整预算|全年预算|追加后|最终预算)[^，,。；;：:\d]{0,10}$")
_BEGUN = re.compile(r"(?:年初|原预算|原批复|部门预算批复|期初预算)[^，,。；;：:\d]{0,12}$")
_ADDED = re.compile(rf"(?:调增|追加|调整增加|净增|核增){_SAID}")
_TAKEN = re.compile(rf"(?:调减|压减|核减|调整减少|收回){_SAID}")
_GIVEN = re.compile(r"调整后|预算|计划|安排|下达|到位|批复|概算|控制价|限价|送审|申报|指标|收入|拨付|可用|投资额|估算")
_USED = re.compile(r"支出|实际|执行|成交|中标|合同|决算|审定|核定|使用|支付|审核后|结算|采购金额|开支|完成")
_WORDINGS = (
    _Wording(re.compile(rf"(?:调增|追加|增加|净增|调增加|核增|新增){_SAID}"), _ADJUSTED, _FIRST),
    _Wording(re.compile(rf"(?:调减|压减|核减|减少|压缩|净减){_SAID}"), _FIRST, _ADJUSTED),
    _Wording(
        re.compile(rf"(?:节约|节省|节支|结余|节余|结转|结转结余|剩余|尚余|余额|核减|审减|未执行|未支出|未使用){_SAID}"),
        _GIVEN,
        _USED,
    ),
    _Wording(re.compile(rf"(?:收回|缴回|收缴|交回|退回|上缴)(?:财政)?{_SAID}"), _GIVEN, _USED),
    _Wording(re.compile(rf"(?:超支|超出|超过预算|超预算|缺口){_SAID}"), _USED, _GIVEN),
    _Wording(re.compile(rf"顺差{_SAID}"), re.compile("出口"), re.compile("进口")),
    _Wording(re.compile(rf"逆差{_SAID}"), re.compile("进口"), re.compile("出口")),
    _Wording(re.compile(rf"(?:差额|相差|差值|差异|偏差){_SAID}"), _GIVEN, _USED, 0),
)
_REST = re.compile(r"(?:未|没有|剩余|其余|余下|尚有|还有|尚余|仍有|待|正在|在办)[^，,。；;：:\d]{0,10}$")
_REST_AFTER = re.compile(r"^[^，,。；;：:、（(]{0,6}?(?:未|尚未|正在|仍在|暂未|还在|待)")
_DONE = re.compile(r"已|完成|办结|办理|整改|验收|通过|合格|达标|开工|竣工|解决|回复|答复|销号|支付|到位")
_FROM_TO = re.compile(r"由|从")
_TO = re.compile(r"(?:增加|增长|提高|上升|减少|下降|降低|扩大|缩减|压减|调整|调增|调减)(?:到|至|为)[约]?$")
_VERSUS = re.compile(r"^[^，,；;。]{0,6}相比")
_LAST = re.compile(r"(?:上年|去年|上年同期|往年)[^，,；;。：:\d]{0,10}$")
_THIS = re.compile(r"(?:本年|今年|当年|本期)[^，,；;。：:\d]{0,10}$")
_AMOUNTS = (Role.VALUE, Role.CHANGE, Role.BASE)


def find(view: View) -> Iterator[Found]:
    """The differences of a document."""
    for strand in strands(view):
        tokens = [token for token in strand.tokens if token.role in _AMOUNTS and token.dimension]
        for at, token in enumerate(tokens):
            near = [one for one in tokens[max(0, at - BACK) : at] if one.dimension == token.dimension]
            near = [one for one in near if 0 <= token.mention.sentence - one.mention.sentence <= 2]
            found = (
                _evened(token, near)
                or _named(token, near)
                or _adjusted(token, near)
                or _compared(token, near)
                or _rest(token, near)
            )
            if found is not None:
                yield found


def _named(token: Token, near: Sequence[Token]) -> Found | None:
    """预算 A，支出 B，结余 C: words name the difference and both sides."""
    if token.mention.kind is not FigureKind.MONEY and token.role is not Role.CHANGE:
        return None
    before = tail(token.mention.before)
    if _THAN_LAST.search(before):
        return None  # 决算 A，完成预算 B 的 P%，比上年减少 N
    if any(_BLOCK.search(tail(one.mention.before)) for one in (*near, token)):
        return None
    for wording in _WORDINGS:
        if not wording.difference.search(before):
            continue
        larger, smaller = _sides(near, wording)
        if not larger or not smaller:
            continue
        pairs = [(one, other) for one in larger for other in smaller]
        for one, other in pairs:
            if summed(one, (other, token), CODE, (1, 1)).holds:
                return _difference(token, one, other, firm=True)
        one, other = pairs[0]
        close = near[-2:] == sorted(pairs[0], key=lambda each: each.start)
        same = token.mention.sentence == one.mention.sentence == other.mention.sentence
        if not wording.sign and (other.mention.figure.number or 0) > (one.mention.figure.number or 0):
            one, other = other, one
        found = _difference(token, one, other, firm=close and same)
        if found is not None:
            return found
    return None


def _evened(token: Token, near: Sequence[Token]) -> Found | None:
    """收入总计 A，支出总计 B，收支相抵，结转下年 C: what is left over of all that came in."""
    if token.mention.kind is not FigureKind.MONEY or not _EVENED.search(token.mention.before):
        return None
    opening = any(_BLOCK.search(tail(one.mention.before)) for one in near)
    sides = _EVEN_TOTALS if opening else _EVEN_SIDES
    chosen = [next((one for one in reversed(near) if side.search(tail(one.mention.before))), None) for side in sides]
    if chosen[0] is None or chosen[1] is None:
        return None
    ways = [
        _difference(token, one, other, firm=True)
        for one, other in ((chosen[0], chosen[1]), (chosen[1], chosen[0]))  # a deficit is told without its sign
    ]
    told = [found for found in ways if found is not None]
    return min(told, key=lambda found: judge(found.relation).outcome is Outcome.FAILS, default=None)


def _adjusted(token: Token, near: Sequence[Token]) -> Found | None:
    """年初预算 A，年中追加 C，调整后预算 B: the adjusted budget is the first one and what was added or taken away."""
    if token.mention.kind is not FigureKind.MONEY or not _AFTER.search(tail(token.mention.before)):
        return None
    changes = [
        one for one in near if _ADDED.search(tail(one.mention.before)) or _TAKEN.search(tail(one.mention.before))
    ]
    first = next((one for one in near if _BEGUN.search(tail(one.mention.before))), None)
    if first is None or not changes or first in changes:
        return None
    changes = [one for one in changes if one.start > first.start]
    signs = (1, *(-1 if _TAKEN.search(tail(one.mention.before)) else 1 for one in changes))
    found = summed(token, (first, *changes), CODE, signs)
    like = likeness(found)
    if not changes or (not found.holds and not like):
        return None
    same = first.mention.sentence == token.mention.sentence
    mentions = (token.mention, first.mention, *(one.mention for one in changes))
    words = spoken(_TOLD, token, first, *changes)
    return Found(Tie.DIFFERENCE, found.relation, mentions, words, sure=found.holds or same or like is Likeness.CLEAR)


def _sides(near: Sequence[Token], wording: _Wording) -> tuple[list[Token], list[Token]]:
    """The figures that the words call the one side and the other, the nearest first."""
    larger: list[Token] = []
    smaller: list[Token] = []
    for one in reversed(near):
        label = tail(one.mention.before)
        first, second = _last(wording.larger, label), _last(wording.smaller, label)
        if max(first, second) >= 0:
            (larger if first >= second else smaller).append(one)
    return larger[:3], smaller[:3]


def _last(words: re.Pattern[str], label: str) -> int:
    """Where the last of the words ends in a label, -1 where there is none: the word nearest to a figure names it."""
    return max((match.end() for match in words.finditer(label)), default=-1)


def _compared(token: Token, near: Sequence[Token]) -> Found | None:
    """A，与…的 B 相比，减少 C; 由 B 增加到 A，增加 C."""
    if token.role is not Role.CHANGE or len(near) < 2:
        return None
    first, second = near[-2:]
    if first.mention.sentence != token.mention.sentence or not token.mention.figure.direction:
        return None
    if first.role is Role.VALUE and second.role is Role.BASE:
        level, base = first, second
    elif (
        (first.role is Role.BASE and second.role is Role.VALUE and _VERSUS.match(first.mention.after))
        or (_LAST.search(tail(first.mention.before)) and _THIS.search(tail(second.mention.before)))
        or (_TO.search(tail(second.mention.before)) and _FROM_TO.search(tail(first.mention.before)))
    ):
        level, base = second, first
    else:
        return None
    if _THAN_LAST.search(tail(token.mention.before)) and not _LAST.search(tail(base.mention.before)):
        return None
    rises = token.mention.figure.direction > 0
    larger, smaller = (level, base) if rises else (base, level)
    return _difference(token, larger, smaller, firm=True)


def _rest(token: Token, near: Sequence[Token]) -> Found | None:
    """A 件，已办结 B 件，未办结 C 件: what is done and what is left make the whole."""
    if token.mention.kind is not FigureKind.COUNT or token.role is not Role.VALUE:
        return None
    said = bool(_REST.search(tail(token.mention.before))) or bool(_REST_AFTER.match(token.mention.after))
    inside = [one for one in near if one.mention.sentence == token.mention.sentence and one.role is Role.VALUE]
    if not said or len(inside) < 2:
        return None
    whole, done = inside[-2:]
    if not _DONE.search(tail(done.mention.before) + done.mention.after[:8]) or _DONE.search(
        tail(whole.mention.before)[-4:]
    ):
        return None
    if _REST.search(tail(done.mention.before)):
        return None
    return _difference(token, whole, done, firm=True)


def _difference(token: Token, larger: Token, smaller: Token, *, firm: bool) -> Found | None:
    whole = summed(larger, (smaller, token), CODE, (1, 1))
    like = likeness(whole)
    if not whole.holds and (like is Likeness.NONE or (like is Likeness.FAINT and not (firm and is_misread(whole)))):
        return None
    relation = summed(token, (larger, smaller), CODE, (1, -1)).relation
    mentions = (token.mention, larger.mention, smaller.mention)
    return Found(
        Tie.DIFFERENCE, relation, mentions, spoken(_TOLD, token), sure=whole.holds or (firm and like > Likeness.FAINT)
    )
