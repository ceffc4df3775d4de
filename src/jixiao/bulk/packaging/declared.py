"""What is published and what is not, and why: every field stands on one side, declared in the rulebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from jixiao.facts import Registry
from jixiao.rules.basis import PROVENANCE, REFERENCE, Basis, read_basis
from jixiao.rules.errors import RuleError
from jixiao.rules.shape import Day, ListOf, MapOf, Shape, Text
from jixiao.rules.strict import Node, load

_WORDS = ListOf(Text())
_SHAPE = Shape(
    required={
        "since": Day(),
        "provenance": PROVENANCE,
        "publish": MapOf(_WORDS),
        "withheld": ListOf(Shape(required={"because": Text()}, optional={"subjects": _WORDS, "fields": _WORDS})),
        "masked": ListOf(Shape(required={"pattern": Text(), "because": Text()})),
        "codes": _WORDS,
        "licences": MapOf(Shape(required={"title": Text(), "path": Text()})),
    },
    optional={"reference": REFERENCE},
)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence to choose: its identifier, title and address."""

    name: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Publishing:
    """What is declared.

    fields: subject → published fields, in order. withheld: `subject.field` → why not. masked: patterns of what must not
    stand in a published text, with the reason of each. codes: `subject.field` of texts that are codes and not looked at.
    """

    fields: Mapping[str, tuple[str, ...]]
    withheld: Mapping[str, str]
    masked: Mapping[str, str]
    codes: frozenset[str]
    licences: Mapping[str, Licence]
    basis: Basis
    digest: str


def publishing(registry: Registry, source: Traversable | None = None) -> Publishing:
    """`rulebook/open/publish.yaml`, or another file of its kind.

    Raises:
        RuleError: a field stands on neither side or on both, or there is none of its name.
    """
    source = source or files("jixiao").joinpath("rulebook", "open", "publish.yaml")
    node = _SHAPE.check(load(source))
    fields = {subject: _texts(item) for subject, item in node["publish"].entries.items()}
    withheld: dict[str, str] = {}
    for group in node["withheld"]:
        for name in _withheld(group, registry):
            if name in withheld:
                raise RuleError("open-twice", group.place, found=name)
            withheld[name] = group["because"].text()
    published = {f"{subject}.{name}" for subject, names in fields.items() for name in names}
    known = {f"{subject.id}.{item.id}" for subject in registry.subjects for item in subject.fields}
    for name in sorted(published & withheld.keys()):
        raise RuleError("open-twice", node.place, found=name)
    for name in sorted((published | withheld.keys()) ^ known):
        raise RuleError("open-undecided" if name in known else "open-no-field", node.place, found=name)
    return Publishing(
        MappingProxyType(fields),
        MappingProxyType(withheld),
        MappingProxyType({item["pattern"].text(): item["because"].text() for item in node["masked"]}),
        frozenset(_texts(node["codes"])),
        MappingProxyType({name: _licence(name, item) for name, item in node["licences"].entries.items()}),
        read_basis(node, since=node["since"].text()),
        sha256(source.read_bytes()).hexdigest(),
    )


def _withheld(group: Node, registry: Registry) -> list[str]:
    subjects, fields = group.get("subjects"), group.get("fields")
    found = [] if fields is None else list(_texts(fields))
    for subject in () if subjects is None else _texts(subjects):
        if subject not in registry.by_id:
            raise RuleError("open-no-field", group.place, found=subject)
        found += [f"{subject}.{item.id}" for item in registry.by_id[subject].fields]
    return found


def _licence(name: str, node: Node) -> Licence:
    return Licence(name, node["title"].text(), node["path"].text())


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(item.text() for item in node)
