"""TXT-13: numbers of persons that an evaluation does not need. The finding shows no more of them than their beginning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule

_NUMBERS = re.compile(
    r"(?<![\dA-Za-z])(?:"
    r"(?P<identity>[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])"
    r"|(?P<mobile>1[3-9]\d{9})"
    r"|(?P<card>62\d{14,17})"
    r")(?![\dA-Za-z])"
)
# A telephone that the public or the bureau is to call stands in every report.
_OFFICIAL = re.compile(r"联系|电话|热线|咨询|监督|举报|投诉|值班|填报人|负责人|经办人|传真|手机号?码?[:：]")
_CARD = re.compile(r"卡号|银行卡|账号|账户|社保卡|工资卡|一卡通")
_BEFORE = 24


@rule("TXT-13")
def people_are_not_identified(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Identity numbers, private mobile numbers and bank cards, in tables too; contact telephones are left alone."""
    hits = []
    for passage in paper.passages:
        for match in _NUMBERS.finditer(passage.text):
            before = passage.text[max(match.start() - _BEFORE, 0) : match.start()]
            if (match["mobile"] and _OFFICIAL.search(before)) or (match["card"] and not _CARD.search(before)):
                continue
            hits.append(Hit(passage.span(match.start(), match.end()), f"{match[0][:3]}…（{len(match[0])} 位）"))
    yield from gathered(paper, declared, hits)
