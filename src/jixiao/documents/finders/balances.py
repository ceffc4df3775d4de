"""Opening + in − out = closing: 年初结余 A，收入 B，支出 C，年末结余 D; and no more used than there was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jixiao.documents.finders._list_roles import Role, tail
from jixiao.documents.finders._list_slips import Likeness, is_misread, likeness
from jixiao.documents.finders._list_strand import Token, spoken, strands
from jixiao.documents.finders._list_sums import Sum, summed
from jixiao.documents.found import Found, Tie
from jixiao.documents.view import View
from jixiao.figures import FigureKind
from jixiao.relations import Form, Mode, Outcome, Relation, Term, judge

CODE = "REL-06"
_OPENING = re.compile(
    r"(?:年初|期初|上年度?|上一?年度?末?|去年|以前年度|往年|历年|累计|\d{4}年)[^，,。；;：:\d]{0,12}?(?:结转结余|结余结转|结[余转存]|余额|滚存|节余)"
    r"|(?:结转|结余)(?:上年|以前年度)|动用[^，,。；;：:]{0,10}结[余转]|使用非财政拨款结余|可用(?:资金|财力)?|可供(?:分配|安排|使用)|可支配(?:资金|财力)?"
)
_STOCK = re.compile("可用|可供|可支配")
_CLOSING = re.compile(
    r"(?:年末|期末|年底|当年末|本年末|月末|累计|滚存|收支相抵|尚|仍|还|截至[^，,。；;：:]{0,12})[^，,。；;：:\d]{0,14}?(?:结转结余|结余结转|结[余转存]|余额|节余|剩余)"
    r"|(?:结转|结余)(?:至|到)?(?:下年|次年|下一年度?)|(?:^|[，,；;。）)]|最?终|本年|当年|滚存)(?:年末)?(?:结转结余|结余结转|结余|余额|节余|剩余)(?:资金|额|为)*"
)
_OUT = re.compile(r"支出|使用|支付|执行|开支|列支|用于|拨付|分配|下拨")
_BACK = re.compile(r"收回|上缴|缴回|上解|交回|收缴|注销|调出")
_IN = re.compile(r"收入|到位|留成|下达|筹集|安排|提取|拨入|补助|收到|分成|转入|到账|上级|拨款|归集|入库|取得")
_TOTAL = re.compile(r"[总]计|总额|可用|可供|支配|占|比重|预算数?$|其中|目标|计划")
_LOTTERY = re.compile(r"公益金|专户|基金|专项资金|资金")
_OWN = re.compile("公益金|专户|基金")
_USE = re.compile(r"(?:使用|支出|动用|开支|列支)[^，,。；;：:\d]{0,14}$")
_GAIN = re.compile(r"(?:收入|留成|到位|分成|提取|筹集|下达|到账|入库)[^，,。；;：:\d]{0,10}$")
_EARLIER = re.compile(
    r"结余|结转|滚存|余额|历年|以前年度|往年|存量|上年[^，,。；;]{0,6}资金|垫付|借款|自筹|其他资金|配套|追加"
)
_YEARS = re.compile(r"(?:(?:本|当|全)年|本期)(?:度)?[^，,。；;：:\d]{0,6}$|(?:收入|支出)(?:合计|总计|共计)(?:为|达)?$")
_GRAND = re.compile(r"(?P<both>收、?支|收入、?支出|收入和支出)?总计(?:各|均)?(?:为|是)?$")
_TOLD = re.compile("结转结余|结余结转|结转和结余|结[余转存]|余额|滚存|收入|支出|使用|总计")
WINDOW = 16


@dataclass(frozen=True, slots=True)
class _Flow:
    """A figure and which way it flows: "opening", "in", "out", "closing", "" for what only stands between."""

    token: Token
    way: str

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the year's income or spending, not a part of it."""
        return bool(_YEARS.search(tail(self.token.mention.before)))


def find(view: View) -> Iterator[Found]:
    """The balances of a document."""
    balanced = False
    gains: list[Token] = []
    uses: list[Token] = []
    earlier = False
    for strand in strands(view):
        flows = [_Flow(token, _way(token)) for token in strand.tokens if _amount(token)]
        for at, flow in enumerate(flows):
            if flow.way == "closing" and "总计" not in flow.token.mention.after[:16]:
                found = _balance(flows[max(0, at - WINDOW) : at], flow.token)
                if found is not None:
                    balanced = True
                    yield found
        yield from _grand(flows)
        earlier = earlier or bool(_EARLIER.search(strand.text))
        gains.extend(flow.token for flow in flows if _GAIN.search(tail(flow.token.mention.before)))
        uses.extend(flow.token for flow in flows if _USE.search(tail(flow.token.mention.before)))
    if not balanced and not earlier and len(gains) == 1 and uses:
        yield from _beyond(gains[0], uses)


def _amount(token: Token) -> bool:
    return token.mention.kind is FigureKind.MONEY and token.role in (Role.VALUE, Role.CHANGE) and token.bracket < 0


def _way(token: Token) -> str:
    before = tail(token.mention.before)
    clause = re.split(r"[，,；;。：:]", before)[-1] or before
    opening, closing = _OPENING.search(before), _CLOSING.search(clause if clause != before else f"，{before}")
    if opening and not (closing and closing.end() > opening.end()):
        return "opening"
    if closing:
        return "closing"
    if token.role is Role.CHANGE or _TOTAL.search(clause):
        return ""
    marks = [(max((match.end() for match in words.finditer(clause)), default=-1), way) for words, way in _WAYS]
    end, way = max(marks)
    return way if end >= 0 else ""


_WAYS = ((_IN, "in"), (_OUT, "out"), (_BACK, "out"))


def _balance(flows: Sequence[_Flow], closing: Token) -> Found | None:
    """From the last opening figure before it to the closing one."""
    since = next((at for at in range(len(flows) - 1, -1, -1) if flows[at].way == "opening"), None)
    before = list(flows) if since is None else list(flows[since:])
    if since is None or before[0].token.mention.passage is not closing.mention.passage:
        return None
    opening = before[0].token
    terms = [flow for flow in before[1:] if flow.way in ("in", "out")]
    if all(flow.way == "out" for flow in terms) and not _STOCK.search(
        tail(opening.mention.before)
    ):  # the year's income may be told before the opening figure
        gain = next((flow for flow in reversed(flows[:since]) if flow.way == "in" and flow.is_whole), None)
        terms = [gain, *terms] if gain is not None else terms
    ways = {flow.way for flow in terms}
    if ways != {"in", "out"} and len(terms) != 1:
        return None
    tried: list[Sum] = []
    for chosen in _choices(terms):
        parts = (opening, *(flow.token for flow in chosen))
        signs = (1, *(1 if flow.way == "in" else -1 for flow in chosen))
        found = summed(closing, parts, CODE, signs)
        if found.holds:
            return _found(found)
        tried.append(found)
    if not tried:
        return None
    best = max(tried, key=lambda found: (min(likeness(found), Likeness.SOME), is_misread(found), -found.gap))
    like = likeness(best)
    if ways != {"in", "out"} and not (_STOCK.search(tail(opening.mention.before)) and like):
        return None
    if len(terms) > 2 and not like:
        return None
    return _found(best, sure=len(terms) <= 2 or like > Likeness.FAINT)


def _choices(terms: Sequence[_Flow]) -> Iterator[list[_Flow]]:
    """All flows; then without each one that may be part of another."""
    yield list(terms)
    whole = [flow for flow in terms if flow.is_whole]
    if len(whole) < len(terms) and {flow.way for flow in whole} == {"in", "out"}:
        yield whole
    for left_out in range(len(terms)):
        kept = [flow for at, flow in enumerate(terms) if at != left_out]
        if {flow.way for flow in kept} == {"in", "out"}:
            yield kept
    first = {way: next((flow for flow in terms if flow.way == way), None) for way in ("in", "out")}
    if first["in"] is not None and first["out"] is not None:
        yield [first["in"], first["out"]]


def _found(found: Sum, tie: Tie = Tie.BALANCE, *, sure: bool = True) -> Found:
    mentions = (found.head.mention, *(part.mention for part in found.parts))
    spans = spoken(_TOLD, *(token for token in (found.head, *found.parts)))
    return Found(tie, found.relation, mentions, spans, sure=sure)


def _grand(flows: Sequence[_Flow]) -> Iterator[Found]:
    """收、支总计 T behind which income, opening, spending and closing figures are told: T closes on both sides."""
    for at, flow in enumerate(flows):
        word = _GRAND.search(tail(flow.token.mention.before))
        if word is None or not word["both"]:
            continue
        following = flows[at + 1 : at + 1 + WINDOW]
        for way, stock in (("in", "opening"), ("out", "closing")):
            moved = [other for other in following if other.way == way and other.is_whole]
            stocks = [other for other in following if other.way == stock]
            if len(moved) == 1 and stocks:
                found = summed(flow.token, (moved[0].token, stocks[0].token), "REL-01")
                like = likeness(found)
                if found.holds or like:
                    yield _found(found, Tie.SUM, sure=found.holds or like > Likeness.FAINT)


def _beyond(gain: Token, uses: Sequence[Token]) -> Iterator[Found]:
    """More used than came in, and no earlier balance anywhere in the text."""
    after = [use for use in uses if use.mention.span.start > gain.mention.span.start]
    total = next(
        (use for use in after if re.search("共|合计|总计|累计|本年|全年|当年", tail(use.mention.before))), None
    )
    if total is None or not _LOTTERY.search(total.mention.before + gain.mention.before):
        return
    if total.mention.passage is not gain.mention.passage and not _OWN.search(total.mention.before):
        return
    terms = (Term(gain.mention.quantity()),)
    relation = Relation(CODE, Form.AT_MOST, total.mention.quantity(), terms, Mode.PRINTED)
    if judge(relation).outcome is Outcome.FAILS:
        relation_text = f"用{total.mention.written}，超过收入{gain.mention.written}，而文中没有上年结余"
        relation = Relation(CODE, Form.AT_MOST, total.mention.quantity(), terms, Mode.PRINTED, relation_text)
    yield Found(Tie.BALANCE, relation, (total.mention, gain.mention), spoken(_TOLD, total, gain))
