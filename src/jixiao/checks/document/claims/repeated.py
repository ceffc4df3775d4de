"""The same content told twice: one sentence word for word, or one piece of work again and again inside a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import one_of, paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity
from jixiao.documents.model import Span
from jixiao.documents.view import Sentence

_VERBS = re.compile(r"做好|抓好|推进|加强|开展|完成|落实|强化|配合|统筹|组织|协调|指导|推动|实施")
_LEADING = re.compile(rf"{_VERBS.pattern}|继续|积极")
_WORK = re.compile(rf"(?P<verb>{_VERBS.pattern})(?P<rest>[^，。；：、]{{0,20}}?)工作")
_GENERIC = re.compile(r"管理|建设|服务|监督|保障|宣传|教育|培训|检查|整改|治理|评价|发展|活动|业务|审核|编制")
_OBJECT = re.compile(r"[\u4e00-\u9fff]{2,4}$")
_NO_SENTENCE = re.compile(r"[0-9０-９]|待填|持平|主要原因|^[^，。；：]{1,10}：")  # of figures, of a template, of a form


@dataclass(frozen=True, slots=True)
class _Work:
    """One clause that tells of a piece of work: in which sentence, with which verb, how it is called, where."""

    sentence: int
    verb: str
    named: str
    span: Span


@rule("XSC-22")
def nothing_is_told_twice(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A long sentence without figures that stands twice; and once a paragraph the work that it comes back to."""
    seen: dict[str, Span] = {}
    twice: dict[str, Span] = {}
    for _, sentences in paragraphs(paper):
        for sentence in sentences:
            words = "".join(sentence.text.split())
            if len(words) < declared.figure("length") or _NO_SENTENCE.search(words):
                continue
            span = sentence.passage.span(sentence.start, sentence.end)
            if seen.setdefault(words, span) is not span:
                twice.setdefault(words, span)
        again = _told_again(sentences, one_of(declared.words("common")))
        if again:
            names = tuple(again)
            spans = [span for places in again.values() for span in places]
            yield tell(paper, declared, spans, "claim-told-again", {"names": names}, Severity.NOTE)
    if twice:
        spans = [span for words, span in twice.items() for span in (seen[words], span)]
        # Accounts and budgets repeat the sentences of their template; in a report it is a slip.
        grave = declared.severity if paper.outline.is_report else Severity.NOTE
        values = {"number": len(twice), "found": quoted(next(iter(twice)))}
        yield tell(paper, declared, spans, "claim-same-sentence", values, grave)


def _told_again(sentences: Sequence[Sentence], common: re.Pattern[str]) -> dict[str, list[Span]]:
    """Work that three sentences of a paragraph tell of, or two with the same verb, with something else in between."""
    found: dict[str, list[_Work]] = {}
    for index, sentence in enumerate(sentences):
        for match in _WORK.finditer(sentence.text):
            named = _OBJECT.search(_LEADING.sub("，", match["rest"]))
            if named is None or common.search(named.group()):
                continue
            at = sentence.start + match.start()
            span = sentence.passage.span(at, at + len(match.group()))
            ending = named.group()[-2:]
            key = named.group() if _GENERIC.fullmatch(ending) else ending
            found.setdefault(key, []).append(_Work(index, match["verb"], named.group(), span))
    return {_common_end(works): [work.span for work in works] for works in found.values() if _apart(works)}


def _common_end(works: Sequence[_Work]) -> str:
    """What the names of one piece of work have in common: 整合 of 两校整合 and 学校整合."""
    last = zip(*(reversed(work.named) for work in works), strict=False)
    return "".join(characters[0] for characters in takewhile(lambda each: len(set(each)) == 1, last))[::-1]


def _apart(works: Sequence[_Work]) -> bool:
    indexes = sorted({work.sentence for work in works})
    verbs = [work.verb for work in works]
    enough = len(indexes) >= 3 or (len(indexes) == 2 and len(set(verbs)) < len(verbs))
    return enough and indexes[-1] - indexes[0] > len(indexes) - 1
