"""The strictest reader in the house: a YAML file without guesses, each value with its file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.resources.abc import Traversable
from os import PathLike
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml

from jixiao.rules.errors import Phrase, Place, RuleError

# libyaml's parser gives the same events about eight times faster; where it was not built, the Python one serves.
PARSER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 40
MAX_BYTES = 4 * 1024 * 1024

Kind = Literal["text", "whole", "flag", "list", "map"]
NOTHING: Mapping[str, Node] = MappingProxyType({})
NOWHERE: Mapping[str, Place] = MappingProxyType({})

WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
NUMBER_LIKE = re.compile(
    r"[-+]?(\d[\d_]*)?\.?\d[\d_]*\.?([eE][-+]?\d+)?|[-+]?\.?(inf|Inf|INF|nan|NaN|NAN)"
    r"|[-+]?0[xob][0-9a-fA-F_]+|[-+]?\d[\d_]*(:[0-5]?\d)+(\.\d*)?|[-+]?\d{1,3}(,\d{3})+(\.\d*)?"
)
DATE_LIKE = re.compile(r"\d{4}-\d{1,2}(-\d{1,2}([Tt\s].*)?)?")
BOOLEAN_LIKE = re.compile(r"y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF")
NULL_LIKE = re.compile(r"~|null|Null|NULL|")
FIGURE = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a rule file and its place. A scalar has `raw`, a list `items`, a map `entries` and `keys`."""

    kind: Kind
    place: Place
    raw: str = ""
    items: tuple[Node, ...] = ()
    entries: Mapping[str, Node] = field(default_factory=lambda: NOTHING)
    keys: Mapping[str, Place] = field(default_factory=lambda: NOWHERE)

    def __getitem__(self, key: str) -> Node:
        """The value under a key. Raises RuleError: the key is required and not there."""
        self.expect("map")
        if key not in self.entries:
            raise RuleError("rules-key-missing", self.place, key=key)
        return self.entries[key]

    def get(self, key: str) -> Node | None:
        """The value under a key, or None."""
        return self.expect("map").entries.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def __iter__(self) -> Iterator[Node]:
        """The values of a list, in order."""
        return iter(self.expect("list").items)

    def expect(self, kind: Kind) -> Node:
        """This node, if it is of that kind. Raises RuleError naming what stands here and what should."""
        if self.kind != kind:
            raise RuleError("rules-wrong-kind", self.place, found=self.shown(), expected=Phrase(f"rules-kind-{kind}"))
        return self

    def text(self) -> str:
        """The words. Raises RuleError: a bare number or truth value stands where text is expected."""
        if self.kind in ("whole", "flag"):
            raise RuleError("rules-quote-text", self.place, found=self.raw)
        return self.expect("text").raw

    def whole(self) -> int:
        """The whole number, for years and ranks. Figures that take part in a score are quoted: see `figure`."""
        return int(self.expect("whole").raw)

    def flag(self) -> bool:
        """True or false, and only when `true` or `false` is written."""
        if self.kind == "text":
            raise RuleError("rules-not-a-flag", self.place, found=self.raw)
        return self.expect("flag").raw == "true"

    def figure(self) -> Decimal:
        """The exact figure inside quotes. Raises RuleError: not quoted, or not a plain decimal."""
        text = self.text()
        if not FIGURE.fullmatch(text):
            raise RuleError("rules-not-a-figure", self.place, found=text)
        return Decimal(text)

    def shown(self) -> object:
        """What stands here, short enough for a sentence."""
        return Phrase(f"rules-kind-{self.kind}") if self.kind in ("list", "map") else f"“{self.raw}”"

    def plain(self) -> object:
        """The same as plain Python: str, int, bool, list, dict."""
        match self.kind:
            case "list":
                return [item.plain() for item in self.items]
            case "map":
                return {key: value.plain() for key, value in self.entries.items()}
            case "whole":
                return int(self.raw)
            case "flag":
                return self.raw == "true"
        return self.raw


def load(source: str | PathLike[str] | Traversable) -> Node:
    """Read one rule file.

    Args:
        source: a path, or a file inside a package.

    Returns:
        The root Node; every Node knows its file and line.

    Raises:
        RuleError: not there, not UTF-8, not YAML; a repeated key; a bare number with a point or exponent, a bare date,
            a bare yes/no; an empty value; an anchor, alias, tag or second document.
    """
    file = source if isinstance(source, Traversable) else Path(source)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise RuleError("rules-unreadable", file=file.name, reason=error.strerror or "") from error
    if len(content) > MAX_BYTES:
        raise RuleError("rules-too-large", Place(file.name, 1), size=len(content), limit=MAX_BYTES)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RuleError("rules-not-utf8", Place(file.name, content[: error.start].count(b"\n") + 1)) from error
    return read_text(text, file.name)


def read_text(text: str, name: str = "规则") -> Node:
    """Read rule text that is already in memory; `name` stands for the file in messages. Raises RuleError as `load`.

    Example:
        >>> read_text('lower_bounds: {优: "90"}')["lower_bounds"]["优"].figure()
        Decimal('90')
    """
    events = yaml.parse(text, Loader=PARSER)
    try:
        return Composer(events, name).document()
    except yaml.MarkedYAMLError as error:
        lines = text.split("\n")
        marks = [mark for mark in (error.problem_mark, error.context_mark) if mark is not None]
        # An open bracket is noticed only at the end of the file, where nothing stands: there the context says where.
        line = next((mark.line for mark in marks if mark.line < len(lines) and lines[mark.line].strip()), 0)
        written = lines[line].strip()[:40]
        raise RuleError("rules-not-yaml", Place(name, line + 1), found=written) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1 if isinstance(error.position, int) else 1
        raise RuleError("rules-odd-character", Place(name, line)) from error


class Composer:
    """Builds Nodes from the parser's events; lives as long as one file is read."""

    def __init__(self, events: Iterator[Any], name: str) -> None:
        self.events = events
        self.name = name

    def document(self) -> Node:
        """The one document of the file."""
        event = next(self.events)
        while isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
            event = next(self.events)
        if isinstance(event, yaml.StreamEndEvent):
            raise RuleError("rules-empty-file", Place(self.name, 1))
        root = self.node(event, 0)
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise RuleError("rules-second-document", self.place(event))
        return root

    def place(self, event: Any) -> Place:
        """Where an event stands."""
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def node(self, event: Any, depth: int) -> Node:
        """One value with everything inside it."""
        place = self.place(event)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise RuleError("rules-alias", place, found=event.anchor)
        if event.tag is not None and event.tag != "!":
            raise RuleError("rules-tag", place, found=event.tag)
        if depth > MAX_DEPTH:
            raise RuleError("rules-too-deep", place, limit=MAX_DEPTH)
        if isinstance(event, yaml.ScalarEvent):
            return scalar(event.value, event.style, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(event, depth + 1))
            return Node("list", place, items=tuple(items))
        return self.mapping(place, depth)

    def mapping(self, place: Place, depth: int) -> Node:
        """The entries of one map; a key told twice is refused, because one of the two would silently win."""
        entries: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            if key.kind == "whole":
                raise RuleError("rules-quote-key", key.place, found=key.raw)
            if key.kind == "flag":
                raise RuleError("rules-boolean-key", key.place, found=key.raw)
            name = key.expect("text").raw
            if name == "<<":
                raise RuleError("rules-alias", key.place, found="<<")
            if name in entries:
                raise RuleError("rules-key-twice", key.place, key=name, first=keys[name].line)
            keys[name] = key.place
            entries[name] = self.node(next(self.events), depth + 1)
        return Node("map", place, entries=MappingProxyType(entries), keys=MappingProxyType(keys))


def scalar(value: str, style: str | None, place: Place) -> Node:
    """A single value: quoted text is text; bare text is text only if no YAML reader would take it for something else."""
    if style not in (None, ""):
        return Node("text", place, raw=value)
    if WHOLE.fullmatch(value):
        return Node("whole", place, raw=value)
    if value in ("true", "false"):
        return Node("flag", place, raw=value)
    if NULL_LIKE.fullmatch(value):
        raise RuleError("rules-empty-value", place)
    if BOOLEAN_LIKE.fullmatch(value):
        raise RuleError("rules-boolean-word", place, found=value)
    if DATE_LIKE.fullmatch(value):
        raise RuleError("rules-bare-date", place, found=value)
    if NUMBER_LIKE.fullmatch(value):
        raise RuleError("rules-bare-figure", place, found=value)
    return Node("text", place, raw=value)
