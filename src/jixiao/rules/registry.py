"""Reads the field registry: `rulebook/fields`, `rulebook/derived` and `rulebook/codes` become one `Registry`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from jixiao.facts.registry import Derived, Field, Kind, Registry, Subject
from jixiao.rules.errors import RuleError
from jixiao.rules.shape import Figure, Flag, ListOf, MapOf, Shape, Text
from jixiao.rules.strict import Node, load

_KINDS = tuple(kind.value for kind in Kind)
_NAMES = Shape(required={"zh": Text(), "en": Text()})
_FIELD = Shape(
    required={"id": Text(), "zh": Text(), "en": Text(), "type": Text(among=_KINDS), "help": Text()},
    optional={
        "example": Text(),
        "unit": Text(),
        "required": Flag(),
        "lo": Figure(),
        "hi": Figure(),
        "choices": ListOf(Text()),
        "codes": Text(),
        "to": Text(),
        "computed": Text(),
        "stated": Flag(),
        "basis": Text(),
        "group": Text(),
    },
)
_SUBJECT = Shape(
    required={
        "subject": Text(),
        "shape": Text(among=("form", "table")),
        "sheet": Text(),
        "title": _NAMES,
        "row": Text(),
        "key": ListOf(Text(), least=0),
        "fields": ListOf(_FIELD),
    },
)
_DERIVED = Shape(
    required={"id": Text(), "zh": Text(), "en": Text(), "type": Text(among=_KINDS)},
    optional={
        "sum": Text(),
        "count": Text(),
        "ratio": ListOf(Text()),
        "minus": ListOf(Text()),
        "plus": ListOf(Text()),
        "where": MapOf(ListOf(Text())),
        "positive": Flag(),
        "empty": Text(among=("zero", "missing")),
        "unit": Text(),
        "basis": Text(),
    },
)
_GROUP = Shape(required={"group": Text(), "title": _NAMES, "figures": ListOf(_DERIVED)}, optional={"by": Text()})
_CODES = MapOf(Shape(required={"title": _NAMES, "values": ListOf(Text())}))
_OPERATORS = ("sum", "count", "ratio", "minus", "plus")


@cache
def registry() -> Registry:
    """The registry that ships with the product. Raises RuleError: the data is not as it should be."""
    return read_registry(files("jixiao").joinpath("rulebook"))


def read_registry(folder: Traversable) -> Registry:
    """Read a rulebook folder's `codes`, `fields` and `derived`, each file by name. Raises RuleError."""
    codes = {
        name: tuple(value.text() for value in entry["values"])
        for root in _roots(folder, "codes")
        for name, entry in _CODES.check(root).entries.items()
    }
    subjects = tuple(
        _subject(_SUBJECT.check(node), codes)
        for root in _roots(folder, "fields")
        for node in (root if root.kind == "list" else [root])
    )
    derived = tuple(
        _derived(figure, group)
        for group in (_GROUP.check(root) for root in _roots(folder, "derived"))
        for figure in group["figures"]
    )
    found = Registry(subjects, derived)
    _check_names(found)
    return found


def _roots(folder: Traversable, part: str) -> Iterator[Node]:
    names = sorted(
        (item for item in folder.joinpath(part).iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name
    )
    return (load(item) for item in names)


def _subject(node: Node, codes: Mapping[str, tuple[str, ...]]) -> Subject:
    return Subject(
        id=node["subject"].text(),
        zh=node["title"]["zh"].text(),
        en=node["title"]["en"].text(),
        sheet=node["sheet"].text(),
        row=node["row"].text(),
        shape=node["shape"].text(),
        key=tuple(part.text() for part in node["key"]),
        fields=tuple(_field(item, codes) for item in node["fields"]),
    )


def _field(node: Node, codes: Mapping[str, tuple[str, ...]]) -> Field:
    choices = tuple(choice.text() for choice in node["choices"]) if "choices" in node else ()
    if "codes" in node:
        name = node["codes"].text()
        if name not in codes:
            raise RuleError("rules-not-among", node["codes"].place, found=name, allowed=tuple(codes))
        choices = codes[name]
    return Field(
        id=node["id"].text(),
        zh=node["zh"].text(),
        en=node["en"].text(),
        kind=Kind(node["type"].text()),
        help=node["help"].text(),
        example=_text(node, "example"),
        unit=_text(node, "unit"),
        required=_flag(node, "required"),
        lo=_figure(node, "lo"),
        hi=_figure(node, "hi"),
        choices=choices,
        to=_text(node, "to"),
        computed=_text(node, "computed"),
        stated=_flag(node, "stated"),
        basis=_text(node, "basis"),
        group=_text(node, "group"),
    )


def _derived(node: Node, group: Node) -> Derived:
    operators = [name for name in _OPERATORS if name in node]
    if len(operators) != 1:
        raise RuleError("registry-one-operator", node.place, found=node["id"].text(), allowed=_OPERATORS)
    operand = node[operators[0]]
    where = node.get("where")
    return Derived(
        group=group["group"].text(),
        id=node["id"].text(),
        zh=node["zh"].text(),
        en=node["en"].text(),
        kind=Kind(node["type"].text()),
        operator=operators[0],
        operands=(operand.text(),) if operand.kind == "text" else tuple(item.text() for item in operand),
        by=_text(group, "by"),
        where={}
        if where is None
        else {path: tuple(word.text() for word in words) for path, words in where.entries.items()},
        positive=_flag(node, "positive"),
        empty=_text(node, "empty") or "zero",
        unit=_text(node, "unit"),
        basis=_text(node, "basis"),
    )


def _check_names(found: Registry) -> None:
    """A Chinese name in formulas calls one figure only: a name told twice would silently mean the second."""
    seen: dict[str, str] = {}
    names = [(item.zh, item.name) for item in found.derived if not item.by]
    names += [(item.zh, f"{subject.id}/{item.id}") for subject, item in found.fields() if subject.is_form]
    for name, home in names:
        if name in seen:
            raise RuleError("registry-name-twice", found=name, first=seen[name], second=home)
        seen[name] = home


def _text(node: Node, key: str) -> str:
    value = node.get(key)
    return "" if value is None else value.text()


def _flag(node: Node, key: str) -> bool:
    value = node.get(key)
    return False if value is None else value.flag()


def _figure(node: Node, key: str) -> Decimal | None:
    value = node.get(key)
    return None if value is None else value.figure()
