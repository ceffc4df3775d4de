"""A scheme that extends another: the base as it stands, with exceptions that name the rule they depart from."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jixiao.rules.errors import Place, RuleError
from jixiao.rules.scheme_file import SCHEME, WAYS
from jixiao.rules.shape import Anything, Flag, ListOf, Shape, Text
from jixiao.rules.strict import Node

_GROUNDS = ("reference", "provenance")
_OVER = {**SCHEME.required, **SCHEME.optional}
EXTENSION = Shape(
    required={"scheme": Text(), "extends": Text(), "title": Text(), "version": Text()},
    optional={
        **{key: Anything() for key in _OVER if key not in ("scheme", "title", "version", "tree")},
        "exceptions": Anything(),
    },
)
_EXCEPTION = Shape(
    optional={
        "code": Text(), "remove": Flag(), "under": Text(), "add": ListOf(Anything()), "name": Text(), "points": Text(),
        "evidence": ListOf(Text()), "help": Text(), "places": Anything(), "reference": Anything(), "provenance": Text(),
        **{way: Anything() for way in WAYS},
    },
)  # fmt: skip


def extended(child: Node, base: Node) -> Node:
    """The scheme that a file with `extends` means, as if it had been written out in full.

    Every value keeps the file and line where it was written; a rule keeps the ground of the scheme it came from.

    Raises:
        RuleError: a key that a scheme does not have, or an exception to a code that the base does not have.
    """
    EXTENSION.check(child)
    tree = tuple(_grounded(root, base) for root in base["tree"])
    for exception in child.get("exceptions") or ():
        _EXCEPTION.check(exception)
        tree = _applied(tree, exception, child)
    entries = {
        **base.entries,
        **{key: value for key, value in child.entries.items() if key not in ("extends", "exceptions")},
    }
    entries["tree"] = Node("list", base["tree"].place, items=tree)
    if "since" in child and "until" not in child:
        entries.pop("until", None)
    keys = {**base.keys, **child.keys}
    return _map(child.place, entries, keys)


def _grounded(node: Node, base: Node) -> Node:
    """A root of the base with the base's ground written on it, unless it has its own."""
    if any(key in node for key in _GROUNDS):
        return node
    own = {key: base[key] for key in _GROUNDS if key in base}
    return _map(node.place, {**node.entries, **own}, {**node.keys, **{key: base.keys[key] for key in own}})


def _applied(tree: tuple[Node, ...], exception: Node, child: Node) -> tuple[Node, ...]:
    if "add" in exception and "under" not in exception:
        return (*tree, *_added(exception, child))
    code = exception["under" if "add" in exception else "code"]
    changed, found = _walk(tree, code.text(), exception, child)
    if not found:
        raise RuleError("scheme-no-such-code", code.place, code=code.text())
    return changed


def _walk(nodes: tuple[Node, ...], code: str, exception: Node, child: Node) -> tuple[tuple[Node, ...], bool]:
    out: list[Node] = []
    found = False
    for node in nodes:
        if node.kind == "map" and "code" in node and node["code"].raw == code:
            found = True
            if "remove" not in exception or not exception["remove"].flag():
                out.append(_departed(node, exception, child))
            continue
        if node.kind == "map" and "children" in node:
            inner, hit = _walk(node["children"].items, code, exception, child)
            if hit:
                found = True
                children = Node("list", node["children"].place, items=inner)
                node = _map(node.place, {**node.entries, "children": children}, node.keys)  # noqa: PLW2901 (the same node, one child changed)
        out.append(node)
    return tuple(out), found


def _departed(node: Node, exception: Node, child: Node) -> Node:
    """A node with its exception; a new way of scoring replaces the old one, and stands on the child's ground."""
    if "add" in exception:
        children = Node("list", node["children"].place, items=(*node["children"].items, *_added(exception, child)))
        return _map(node.place, {**node.entries, "children": children}, node.keys)
    ground = {key: child[key] for key in _GROUNDS if key in child and key not in exception}
    said = {key: value for key, value in exception.entries.items() if key not in ("code", "remove")}
    new_way = any(way in said for way in WAYS)
    kept = {key: value for key, value in node.entries.items() if not (new_way and key in WAYS)}
    return _map(node.place, {**kept, **ground, **said}, {**node.keys, **child.keys, **exception.keys})


def _added(exception: Node, child: Node) -> tuple[Node, ...]:
    """The nodes that an exception adds, on the child's ground unless they name their own."""
    ground = {key: child[key] for key in _GROUNDS if key in child}
    return tuple(
        _map(one.place, {**ground, **one.expect("map").entries}, {**child.keys, **one.keys}) for one in exception["add"]
    )


def _map(place: Place, entries: Mapping[str, Node], keys: Mapping[str, Place]) -> Node:
    return Node(
        "map",
        place,
        entries=MappingProxyType(dict(entries)),
        keys=MappingProxyType({key: keys[key] for key in entries}),
    )
