"""The catalogue: every check as its one declaration, from which findings, manual pages, settings and tests are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from jixiao.checks.severity import Severity
from jixiao.files.messages import text as message
from jixiao.relations import Identity, read_identities
from jixiao.rules.errors import RuleError
from jixiao.rules.registry import registry
from jixiao.rules.shape import Anything, Flag, MapOf, Shape, Text, Type
from jixiao.rules.strict import Node, load

_WORDS = Shape(required={"zh": Text(), "en": Text()})
_REQUIRED: Mapping[str, Type] = {
    "title": _WORDS,
    "severity": Text(among=tuple(severity.value for severity in Severity)),
    "basis": Text(),
    "about": _WORDS,
    "remedy": Text(),
}
_FUNCTION = Shape(required=_REQUIRED, optional={"on": Flag(), "whole": Flag(), "params": MapOf(Anything())})
_RELATION = Shape(required=_REQUIRED, optional={"on": Flag(), "ties": Anything(), "restated": Anything()})


@dataclass(frozen=True, slots=True)
class Declaration:
    """One check.

    Attributes:
        code: stable for ever.
        titles, abouts: by language, what is wrong when it fires, and what it looks at.
        basis, remedy: message ids.
        on: whether it runs unless somebody asks for it.
        whole: whether it asks for what only the whole department has, so that the part of one unit is left alone.
        params: its thresholds and word lists.
        identity: its relations, for a check that is declared as such.
    """

    code: str
    titles: Mapping[str, str]
    severity: Severity
    basis: str
    abouts: Mapping[str, str]
    remedy: str
    on: bool = True
    whole: bool = False
    params: Mapping[str, Node] = field(default_factory=dict)
    identity: Identity | None = None

    def title(self, lang: str = "zh") -> str:
        """What is wrong when it fires."""
        return self.titles[lang]

    def about(self, lang: str = "zh") -> str:
        """What it looks at and what it leaves alone."""
        return self.abouts[lang]

    @property
    def chapter(self) -> str:
        """The letters before the number."""
        return self.code.partition("-")[0]

    def figure(self, name: str) -> Fraction:
        """A threshold, exact."""
        return Fraction(self.params[name].figure())

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words."""
        return tuple(item.text() for item in self.params[name])

    def table(self, name: str) -> Mapping[str, str]:
        """A table of words."""
        return {key: item.text() for key, item in self.params[name].expect("map").entries.items()}


@cache
def catalogue() -> Mapping[str, Declaration]:
    """Every check that ships, in the order of its chapters. Raises RuleError: the data is not as it should be."""
    return read_catalogue(files("jixiao").joinpath("rulebook"))


def read_catalogue(folder: Traversable) -> Mapping[str, Declaration]:
    """Read a rulebook folder's `identities` and `checks`. Raises RuleError."""
    identities = {item.code: item for item in read_identities(folder.joinpath("identities"), registry())}
    found: dict[str, Declaration] = {}
    for part, shape in (("identities", _RELATION), ("checks", _FUNCTION)):
        for item in sorted(folder.joinpath(part).iterdir(), key=lambda item: item.name):
            if not item.name.endswith(".yaml"):
                continue
            for code, node in load(item).expect("map").entries.items():
                if code in found:
                    raise RuleError("check-code-twice", node.place, found=code)
                found[code] = _declaration(code, shape.check(node), identities.get(code))
    return MappingProxyType(dict(sorted(found.items())))


@cache
def review_catalogue() -> Mapping[str, Declaration]:
    """Every rule that judges a document alone, by its code. Raises RuleError: the data is not as it should be.

    A code that judges facts too has two declarations, since a document proves less and is mended differently.
    """
    found: dict[str, Declaration] = {}
    folder = files("jixiao").joinpath("rulebook", "reviews")
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name.endswith(".yaml"):
            for code, node in load(item).expect("map").entries.items():
                if code in found:
                    raise RuleError("check-code-twice", node.place, found=code)
                found[code] = _declaration(code, _FUNCTION.check(node), None)
    return MappingProxyType(dict(sorted(found.items())))


def _declaration(code: str, node: Node, identity: Identity | None) -> Declaration:
    params, switched, whole = node.get("params"), node.get("on"), node.get("whole")
    basis, remedy = f"basis-{node['basis'].text()}", f"remedy-{node['remedy'].text()}"
    for message_id in (basis, remedy):
        message(message_id)  # a text that nobody wrote is found at load
    return Declaration(
        code=code,
        titles={lang: words.text() for lang, words in node["title"].entries.items()},
        severity=Severity(node["severity"].text()),
        basis=basis,
        abouts={lang: words.text() for lang, words in node["about"].entries.items()},
        remedy=remedy,
        on=switched is None or switched.flag(),
        whole=whole is not None and whole.flag(),
        params={} if params is None else params.entries,
        identity=identity,
    )
