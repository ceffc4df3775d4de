"""A change of one group of people explained by movements in another group that is counted beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jixiao.checks.catalogue import Declaration
from jixiao.checks.document.claims.telling import paragraphs, quoted, tell
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rule
from jixiao.documents.view import Mention

_CHANGED = re.compile(
    r"(?P<group>[^，。；：,;:]{2,24}?)(?:人数|总数)?(?:比|较)(?:上年|去年|上一年|20\d\d年)(?:度|末|底|同期)?(?:净)?(?:减少|增加)$"
)
_BECAUSE = re.compile(r"^[，,（(]?(?:其中|主要|原因|因|系|为|由于)")
_MOVED = re.compile(
    r"(?P<group>[^，。；：、,;:及和]{0,24}?)(?:共|另|又|各)?"
    r"(?:调出|调走|调离|调入|转入|转出|退休|辞职|去世|离世|死亡|招录|新招|招聘|新进|考录|离职|解聘|安置)(?:了)?$"
)
_HEADING = re.compile(r"^(?:其中|包括|含|有|为|另有|另|以及|及|和|与|主要是|原因是|分别是|分别为|[：:、，,（(])+")
_NEAR = 40  # figures of a passage that are looked at on either side
_SHORTEST = 2


@rule("XSC-05")
def movements_belong_to_their_group(paper: Paper, declared: Declaration) -> Iterator[PaperFinding]:
    """The people who left or came are named as of a group that the same passage counts apart from the one that changed."""
    for _, sentences in paragraphs(paper):
        mentions = [mention for sentence in sentences for mention in sentence.mentions]
        for index, mention in enumerate(mentions):
            changed = _CHANGED.search(mention.before.rstrip())
            if mention.figure.unit != "人" or not changed or not _BECAUSE.search(mention.after):
                continue
            groups = _groups(mentions[max(0, index - _NEAR) : index], changed["group"])
            own = _bare(changed["group"])
            for moved in _reasons(mentions[index + 1 : index + 1 + _NEAR]):
                name = _bare(_MOVED.search(moved.before.rstrip())["group"])  # type: ignore[index]  # _reasons asked for it
                other = _other(name, own, groups)
                if other is not None:
                    values = {
                        "group": quoted(own),
                        "change": quoted(mention.written),
                        "other": quoted(name),
                        "moved": quoted(moved.written),
                        "counted": quoted(f"{_bare(other.label)}{other.written}"),
                    }
                    yield tell(paper, declared, [mention.span, moved.span, other.span], "claim-movement", values)
                    break


def _bare(text: str) -> str:
    return _HEADING.sub("", "".join(text.split())).removesuffix("人数")


def _groups(before: Sequence[Mention], changed: str) -> list[Mention]:
    """The figures of people that stand before the change: the groups that are counted."""
    return [
        mention
        for mention in before
        if mention.figure.unit in ("人", "名") and len(_bare(mention.label)) >= _SHORTEST and mention.label != changed
    ]


def _reasons(after: Sequence[Mention]) -> Iterator[Mention]:
    """The movements that follow, as long as the list goes on."""
    for mention in after:
        if (
            mention.figure.unit not in ("人", "名")
            or not _MOVED.search(mention.before.rstrip())
            or "；" in mention.before
        ):
            return
        yield mention


def _other(name: str, own: str, groups: Sequence[Mention]) -> Mention | None:
    """The counted group that a movement names and that is not the one said to have changed."""
    if len(name) < _SHORTEST or _inside(name, own) or _inside(own, name):
        return None
    named = [group for group in groups if _inside(name, _bare(group.label))]
    ours = [group for group in groups if _inside(own, _bare(group.label)) or _inside(_bare(group.label), own)]
    return next((group for group in named if group not in ours), None) if named and not set(named) & set(ours) else None


def _inside(short: str, long: str) -> bool:
    """Whether the characters of one name stand in another in the same order, as in an abbreviation."""
    rest = iter(long)
    return all(character in rest for character in short)
