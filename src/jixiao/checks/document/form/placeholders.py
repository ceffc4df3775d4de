"""TXT-15: what a template left to fill: XX, ****, 待补充, empty brackets, 占 %, a date without figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered, is_prose
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule

_SURNAMES = "张王李赵刘陈杨黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾"
_ANYWHERE = (
    rf"(?<![{_SURNAMES}])(?<![A-Za-z\dＡ-Ｚａ-ｚ])[XxＸｘ×✕╳]{{2}}(?![A-Za-z\dＡ-Ｚａ-ｚXxＸｘ×✕╳])"  # 张×× is a masked name
    r"|(?<![A-Za-z\dＡ-Ｚａ-ｚ])[XxＸｘ×✕╳]{3,}(?![A-Za-z\dＡ-Ｚａ-ｚ])|(?<=\d)[XxＸ×]{2}(?=年)"
    r"|(?<![\d*一-龥])\*{3,}(?![\d*])|(?<=[一-龥])\*{4,}(?![\d*])"  # 张*** is a masked name
    r"|(?<![A-Za-z\d_])[_＿]{2,}(?![A-Za-z\d_])"
    r"|[【\[［][^】\]］\n]{0,8}(?:填写|填入|填报单位|请填|单位名称|项目名称|此处|插入)[^】\]］\n]{0,8}[】\]］]"
    r"|(?<![年\d 　])[ 　]+年[ 　]+月(?:[ 　]+日)?|(?<=\d年)[ 　]+月[ 　]+日"
    r"|(?i:lorem ipsum|\bTBD\b|\bTODO\b|\bN\.N\.)"
)
_FORGOTTEN = re.compile(_ANYWHERE)
# A verb that asks for an amount, and then its unit: only in sentences, since the head of a table may read 增长%.
_VERB = (
    r"(?:占比?|减少|增加|增长|下降|上升|降低|提高|增支|增收|减支|减收|达到?|为|率|完成|支出|收入|结余|共计?|合计|计)"
)
_BLANK = re.compile(
    rf"{_VERB}(?:[ 　]+(?:[万亿]?元(?![旦宵])|[%％]|个百分点|人次)"
    r"|[ 　]+[个项家件户人](?=[，。；、])|(?:[万亿]元|[%％])(?=[，。；、）]))"
    r"(?![一-龥]{0,6}(?:地区|生产总值|GDP|工业))"
)
_EMPTY = re.compile(r"[\[【［][ 　]*[\]】］]|[（(][ 　]+[）)]")
_TICKED = re.compile(r"[√✓✔☑■□]")  # a form in which one of several brackets is ticked


@rule("TXT-15")
def nothing_is_left_to_fill(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Every place that a template wants filled; crossed-out digits of an identity number are none."""
    words = re.compile("|".join(map(re.escape, declared.words("words"))))
    legal = declared.words("legal")
    hits: list[Hit] = []
    for passage in paper.passages:
        text = passage.text
        found = [(match.start(), match.end()) for match in _FORGOTTEN.finditer(text)]
        found += [
            (match.start(), match.end()) for match in words.finditer(text) if not text.endswith(legal, 0, match.start())
        ]
        if is_prose(passage):
            found += [(match.start(), match.end()) for match in _BLANK.finditer(text)]
            if not _TICKED.search(text):
                found += [(match.start(), match.end()) for match in _EMPTY.finditer(text)]
        for start, end in sorted(found):
            hits.append(Hit(passage.span(start, end), text[max(start - 4, 0) : end].strip()))
    yield from gathered(paper, declared, hits)
