"""The policy documents that reports cite: title, number, issuer, date, and what took their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from jixiao.rules.shape import Day, ListOf, Shape, Text
from jixiao.rules.strict import Node, load

_DOCUMENT = Shape(
    required={"title": Text(), "issuer": Text()},
    optional={"number": Text(), "date": Text(), "replaced_by": Text(), "provenance": Text()},
)
_FILE = Shape(
    required={
        "title": Text(),
        "as_of": Day(),
        "provenance": Text(among=("source", "reconstructed")),
        "documents": ListOf(_DOCUMENT),
    }
)
# What is said before and after a title without being of it.
_WRAPPER = re.compile(r".{0,30}?(?:印发|发布|公布|转发|下发|修订|修改)[〈<](.+?)[〉>]的(?:通知|决定|公告)")
_PREFIX = "中华人民共和国"
_BRACKETS = str.maketrans("[]()（）【】［］", "〔〕〔〕〔〕〔〕〔〕")
_TRIAL = re.compile(r"[（(〔](?:试行|暂行|修订|修正|\d{4}年?(?:修订|修正)(?:版|本)?)[）)〕]$")


@dataclass(frozen=True, slots=True)
class Policy:
    """One document.

    Attributes:
        title, number, issuer, date: as published; number and date "" where they are not known.
        replaced_by: title and number of the document that took its place; "" while it is in force.
    """

    title: str
    issuer: str
    number: str = ""
    date: str = ""
    replaced_by: str = ""

    @property
    def core(self) -> str:
        """The title as it is compared."""
        return core_of(self.title)

    def shown(self) -> str:
        """Title and number as they are cited."""
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"


@dataclass(frozen=True)
class Library:
    """All documents, found by number, by title, and by a title with one character wrong."""

    policies: tuple[Policy, ...]

    @cached_property
    def by_number(self) -> Mapping[str, Policy]:
        """Document of a number in its normal form."""
        return {number_of(policy.number): policy for policy in self.policies if policy.number}

    @cached_property
    def by_title(self) -> Mapping[str, tuple[Policy, ...]]:
        """Documents of a title; an older and a newer one may have the same."""
        found: dict[str, tuple[Policy, ...]] = {}
        for policy in self.policies:
            found[policy.core] = (*found.get(policy.core, ()), policy)
        return found

    @cached_property
    def _by_hole(self) -> Mapping[str, Policy]:
        """Titles with one character left out: two titles that differ in one character share such a form."""
        found: dict[str, Policy] = {}
        for policy in self.policies:
            for form in _holes(policy.core):
                found.setdefault(form, policy)
        return found

    def nearly(self, title: str) -> Policy | None:
        """The document whose title differs from this one by one character: left out, put in or exchanged."""
        for form in _holes(title):
            policy = self._by_hole.get(form)
            if policy is not None and policy.core != title:
                return policy
        return None


def _holes(title: str) -> list[str]:
    """A title as it is, and with a mark for each of its characters, and without it."""
    shorter = [title[:index] + title[index + 1 :] for index in range(len(title))]
    return [title, *shorter]


def core_of(title: str) -> str:
    """A title without its wrapping: blanks, 关于印发…的通知, issuers, 中华人民共和国, （试行）.

    Example:
        >>> core_of("财政部关于印发〈项目支出绩效评价管理办法〉的通知"), core_of("中华人民共和国预算法")
        ('项目支出绩效评价管理办法', '预算法')
    """
    plain = "".join(title.split())
    match = _WRAPPER.fullmatch(plain)
    plain = match[1] if match else plain
    _, about, rest = plain.partition("关于")
    if about and (plain.startswith("关于") or _is_issuer(plain)):
        plain = rest
    return _TRIAL.sub("", plain.removeprefix(_PREFIX)).translate(_BRACKETS)


def _is_issuer(title: str) -> bool:
    return bool(
        re.match(r"(?:中共|国务院|财政部|.{2,9}(?:省委|市委|人民政府|总工会|委员会|厅|局|部)).{0,20}关于", title)
    )


def number_of(written: str) -> str:
    """A number in its normal form: 财预[2020]第010号 is 财预〔2020〕10号."""
    plain = "".join(written.split()).translate(_BRACKETS).replace("〕第", "〕").removeprefix(_PREFIX)
    return re.sub(r"〕0+", "〕", plain)


@cache
def library() -> Library:
    """The documents that ship. Raises RuleError: the data is not as it should be."""
    root = _FILE.check(load(files("jixiao").joinpath("rulebook", "wording", "policies.yaml")))
    return Library(tuple(_policy(node) for node in root["documents"]))


def _policy(node: Node) -> Policy:
    def told(name: str) -> str:
        found = node.get(name)
        return "" if found is None else found.text()

    return Policy(told("title"), told("issuer"), told("number"), told("date"), told("replaced_by"))
