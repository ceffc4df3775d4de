"""TXT-06: the number of a document has its year in 〔〕, and neither 第 nor leading zeros before its serial number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule

_NUMBER = re.compile(
    r"([一-龥]{1,10}) ?([〔（(\[【［﹝{])\s?((?:19|20)\d\d)\s?(?:年\s?)?([〕）)\]】］﹞}])\s?(第?)\s?(0*)(\d{1,5})\s?号"
)
_BEFORE = re.compile(r"(?:根据|依据|按照|依照|印发|文件|通知|批复|文号|以及|关于|参照|以|和|与|及|按|由|据|见)+")


@rule("TXT-06")
def numbers_have_their_brackets(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """财预[2020]10号, 财预（2020）10号, 财预〔2020〕第10号, 财预〔2020〕010号; table cells are looked at too."""
    hits = []
    for passage in paper.passages:
        for match in _NUMBER.finditer(passage.text):
            if (match[2], match[4], match[5], match[6]) == ("〔", "〕", "", ""):
                continue
            start = match.start(1) + _heading(match[1])
            right = f"{passage.text[start : match.end(1)]}〔{match[3]}〕{match[7]}号"
            hits.append(Hit(passage.span(start, match.end()), passage.text[start : match.end()], right))
    rights = tuple(dict.fromkeys(f"“{hit.proposed}”" for hit in hits))
    yield from gathered(paper, declared, hits, rights=rights)


def _heading(before: str) -> int:
    """How many characters before the letters of the office belong to the sentence: 根据财预 has two."""
    ends = [match.end() for match in _BEFORE.finditer(before) if match.end() < len(before)]
    return ends[-1] if ends else 0
