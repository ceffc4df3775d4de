"""Institutions of the department that are named in the text and not among the units that it lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import one_of, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.model import Span

_HAN = "\u4e00-\u9fff"
_LIST = re.compile(
    r"(?:下属|所属|直属|下设|二级|基层)(?:的)?(?:\d+\s*个|[一二三四五六七八九十]+个)?(?:事业|预算|二级|独立核算|预算管理|公益类?)?"
    r"(?:单位|机构|院校|学校)[^：:。；、]{0,20}?(?:包括|分别是|分别为|分别有|有|即|为|[：:])[：:]?(?P<names>[^。；]{4,400})"
)
_BRACKET = re.compile(r"（[^（）]{0,60}）|\([^()]{0,60}\)")
_ALIAS = re.compile(r"简称[：:]?[“\"]?([^”\"）)]{2,20})")
_SPLIT = re.compile(r"[、，,]|以及|和(?=.{4})|及(?=.{4})")
_PLACE = re.compile(rf"^(?P<place>[{_HAN}]{{2,3}}?(?:省|市|县|区|州|旗|盟))")
_OWN = re.compile(
    rf"(?:省|市|县|区|州)[{_HAN}]{{1,8}}?(?:局|委员会|委|会|厅|院|办公室|联)(?=本级|机关|内设|系统|部门|下属|所属|整体|主要)"
)
_EXPLAINED = re.compile(r"^(?:[（(][^）)]{0,30})?(?:已?(?:撤销|并入|划转|移交|注销)|不纳入|未纳入|原为|改制)")
_LOOSE = ("下属", "所属", "直属")
_MOST = 300  # names that are compared
_SHORTEST = 3  # characters of a name behind its place
_PROJECT = re.compile(r"^[^。；，,：:]{0,16}?(?:项目|工程)")


@dataclass(frozen=True, slots=True)
class _Body:
    """An institution named in the text.

    Attributes:
        span, name: where, and as it is written there.
        rest: as it is compared with the list.
        project: whether a project of it is told.
        own: whether it is surely the department's own.
    """

    span: Span
    name: str
    rest: str
    project: bool
    own: bool


@rule("XSC-08")
def projects_belong_to_listed_units(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A project of a sibling institution that the list of units does not have; a question, told once."""
    yield from _unlisted(paper, declared, "claim-foreign-project", project=True)


@rule("XSC-16")
def units_named_are_listed(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """A unit of the department itself that the text speaks of and the list does not have; told once."""
    yield from _unlisted(paper, declared, "claim-unlisted-unit", project=False)


def _unlisted(paper: Paper, declared: Declaration, message: str, *, project: bool) -> Iterator[PaperFinding]:
    listed, names = _listed(paper)
    if not names:
        return
    found: dict[str, Span] = {}
    # A name that a project is told of anywhere is asked about once, there.
    bodies = list(_bodies(paper, declared, names))
    known = {body for body in {(body.name, body.rest) for body in bodies} if any(_known(part, names) for part in body)}
    bodies = [body for body in bodies if (body.name, body.rest) not in known]
    projects = {body.name for body in bodies if body.project}
    for body in bodies:
        if body.project if project else body.own and body.name not in projects:
            found.setdefault(body.name, body.span)
    if found:
        values = {"names": tuple(found), "listed": tuple(quoted(name) for name in listed)}
        yield tell(paper, declared, tuple(found.values()), message, values)


def _listed(paper: Paper) -> tuple[list[str], list[str]]:
    """The units listed, and with them every short name that the text gives."""
    listed: list[str] = []
    for passage in paper.passages:
        for match in _LIST.finditer(passage.text):
            plain = _BRACKET.sub("", match["names"])
            listed += [name.strip() for name in _SPLIT.split(plain) if len(name.strip()) >= 3]
    aliases = [alias for passage in paper.passages for alias in _ALIAS.findall(passage.text)]
    return listed, [*listed, *aliases][:_MOST] if listed else []


def _bodies(paper: Paper, declared: Declaration, names: list[str]) -> Iterator[_Body]:
    heads = [word for word in declared.words("heads") if any(name.endswith(word[-1]) for name in names)]
    if not heads:
        return
    places = {match["place"] for name in names if (match := _PLACE.match(name))}
    named = Counter(match for passage in paper.passages for match in _OWN.findall(passage.text))
    department = [word for word, _ in named.most_common(1)]
    anchors = [*department, *_LOOSE, *places]
    anchored = re.compile(
        rf"(?P<anchor>{one_of(anchors).pattern})的?(?P<rest>[{_HAN}]{{0,14}}?(?:{one_of(heads).pattern}))"
    )
    not_names = one_of(declared.words("not_names"))
    for passage in paper.passages:
        for match in anchored.finditer(passage.text):
            tail = passage.text[match.end() : match.end() + 40]
            loose = match["anchor"] in _LOOSE
            short = len(match["rest"]) < (_SHORTEST + 1 if loose else _SHORTEST)
            if short or not_names.search(match["rest"]) or _EXPLAINED.match(tail):
                continue
            start = match.start("rest") if loose else match.start()
            name = passage.text[start : match.end()]
            own = loose or match["anchor"] in department
            # 市水务局水文站 is compared as 水文站, 青岚市水文站 with its place: another place has another station.
            rest = match["rest"] if own else name
            yield _Body(passage.span(start, match.end()), name, rest, bool(_PROJECT.match(tail)), own)


def _known(name: str, names: list[str]) -> bool:
    """Whether a name is one of the listed, or its short form: the same characters in the same order."""
    for listed in names:
        rest = iter(listed)
        if listed in name or all(character in rest for character in name):
            return True
    return False
