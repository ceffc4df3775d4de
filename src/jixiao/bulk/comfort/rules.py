"""The declared kinds of signals: their bounds and weights, how peers are compared, how a sample is shared out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from jixiao.rules.basis import PROVENANCE, REFERENCE, Basis, read_basis
from jixiao.rules.errors import RuleError
from jixiao.rules.shape import Day, Figure, ListOf, Shape, Text, Type, Whole
from jixiao.rules.strict import Node, load

OWN: Mapping[str, Mapping[str, Type]] = {
    "below": {"margin": Figure()},
    "exact": {"years": Whole()},
    "spotless": {"years": Whole(), "expected": Whole()},
    "bunched": {"band": Figure()},
    "steady": {"years": Whole(), "band": Figure(), "width": Figure()},
    "dropped": {"margin": Figure()},
    "changed": {"digits": Whole()},
    "text": {"letters": Whole(), "common": Figure(), "fields": ListOf(Text())},
    "evidence": {},
}
"""Kind → the bounds that only it has. The order is that of columns and notes."""

KINDS = tuple(OWN)
_EVERY: Mapping[str, Type] = {"weight": Whole(), "spread": Figure(), "because": Text()}
_PEERS = Shape(required={"steadying": Whole(), "median": Figure(), "usual": Figure(), "few": Whole(), "cap": Whole()})
_RULES = Shape(
    required={
        "since": Day(),
        "provenance": PROVENANCE,
        "peers": _PEERS,
        "kinds": Shape(required={kind: Shape(required={**_EVERY, **own}) for kind, own in OWN.items()}),
        "sample": Shape(required={"share": Figure(), "by_risk": Figure()}),
    },
    optional={"reference": REFERENCE},
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of signals. `spread` is the least distance that counts as one; `own` are the bounds that only it has."""

    name: str
    weight: int
    spread: Fraction
    because: str
    own: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Peers:
    """How a department is compared with all others of its year; what each value means stands in the rulebook."""

    steadying: int
    median: Fraction
    usual: Fraction
    few: int
    cap: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What is declared. `share` and `by_risk` are of a sample; `digest` is of the declarations."""

    kinds: Mapping[str, Kind]
    peers: Peers
    share: Fraction
    by_risk: Fraction
    basis: Basis
    digest: str


@cache
def rules() -> Rules:
    """`rulebook/comfort/signals.yaml`. Raises RuleError with file and line."""
    source = files("jixiao").joinpath("rulebook", "comfort", "signals.yaml")
    node = _RULES.check(load(source))
    kinds = {name: _kind(name, node["kinds"][name]) for name in KINDS}
    peers, sample = node["peers"], node["sample"]
    return Rules(
        MappingProxyType(kinds),
        Peers(
            _counted(peers["steadying"], 0),
            _part(peers["median"]),
            _part(peers["usual"]),
            _counted(peers["few"], 0),
            _counted(peers["cap"], 1),
        ),
        _part(sample["share"]),
        _part(sample["by_risk"]),
        read_basis(node, since=node["since"].text()),
        sha256(source.read_bytes()).hexdigest(),
    )


def _kind(name: str, node: Node) -> Kind:
    own: dict[str, Any] = {}
    for key, shape in OWN[name].items():
        match shape:
            case Whole():
                own[key] = _counted(node[key], 1)
            case ListOf():
                own[key] = tuple(item.text() for item in node[key])
            case _ if key == "width":
                own[key] = Fraction(node[key].figure())
            case _:
                own[key] = _part(node[key])
    return Kind(
        name,
        _counted(node["weight"], 0),
        _part(node["spread"]),
        node["because"].text(),
        MappingProxyType(own),
    )


def _counted(node: Node, least: int) -> int:
    if node.whole() < least:
        raise RuleError("rules-not-among", node.place, found=node.raw, allowed=(f"≥ {least}",))
    return node.whole()


def _part(node: Node) -> Fraction:
    if not Decimal(0) < node.figure() <= 1:
        raise RuleError("rules-not-among", node.place, found=node.raw, allowed=("0 < … ≤ 1",))
    return Fraction(node.figure())
