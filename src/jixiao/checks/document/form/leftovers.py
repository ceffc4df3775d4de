"""TXT-20: what programs leave behind: tags, entities, error values, broken references, invisible characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.form.hits import Hit, gathered
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.checks.severity import Severity

_VISIBLE = re.compile(
    r"</?(?:p|br|span|div|td|tr|th|table|font|strong|em|b|i|u|a|img|ul|li|h[1-6])(?:\s[^<>]{0,120})?/?>"
    r"|&(?:nbsp|lt|gt|amp|quot|ldquo|rdquo|mdash|hellip|#\d{2,5}|#x[\da-fA-F]{2,4});"
    r"|#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!)|#{4,}"
    r"|错误[!！]\s?(?:未找到引用源|未定义书签|文档中没有指定样式的文字)|Error! (?:Reference source|Bookmark) not"
    r"|\{\{[^{}\n]{1,40}\}\}|\$\{[^{}\n]{1,40}\}|\*\*[^*\n]{1,40}\*\*"
    r"|PAGEREF[ ]?_\w+|_Toc\d{4,}|HYPERLINK[ ]\S{1,80}|锟斤拷|烫烫烫|屯屯屯|�+"
)
# A line break inside a paragraph of Word (U+2028) is none of them, nor is what alone holds an empty paragraph open.
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")


@rule("TXT-20")
def programs_left_nothing(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """Leftovers that a reader sees are a warning; invisible characters alone are a note."""
    visible: list[Hit] = []
    hidden: list[Hit] = []
    for passage in paper.passages:
        if not _INVISIBLE.sub("", passage.text).strip():
            continue
        visible += [
            Hit(passage.span(*match.span()), match[0].strip("{}$")) for match in _VISIBLE.finditer(passage.text)
        ]
        hidden += [
            Hit(passage.span(*match.span()), f"U+{ord(match[0][0]):04X}") for match in _INVISIBLE.finditer(passage.text)
        ]
    if visible:
        yield from gathered(paper, declared, [*visible, *hidden])
    else:
        yield from gathered(paper, declared, hidden, Severity.NOTE)
