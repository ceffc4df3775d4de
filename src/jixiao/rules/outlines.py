"""Outlines of reports as data: sections of sentences, strictly loaded, every name, format and writer known beforehand."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources.abc import Traversable

from jixiao.facts.registry import Kind, Registry
from jixiao.rules.errors import RuleError
from jixiao.rules.shape import Anything, Flag, ListOf, MapOf, Shape, Text
from jixiao.rules.strict import Node, load
from jixiao.rules.templates import Slot, Template, TemplateError, read_template

STATES = ("present", "missing", "nonzero", "zero", "positive", "negative")
SIGNS = ("positive", "negative", "zero")
SCORES = re.compile(r"(score|lost|points)/[\w./-]+")
"""Addresses that a scorecard adds to the facts; which codes there are is known only when a scheme is chosen."""

_SENTENCE = Shape(
    optional={
        "say": Text(),
        "by": Text(),
        **{sign: Text() for sign in SIGNS},
        "when": MapOf(Text()),
        "optional": Flag(),
        "write": Text(),
        "with": MapOf(Anything()),
    },
)
_ITEM = Shape(
    optional={"paragraph": ListOf(Anything()), "write": Text(), "with": MapOf(Anything()), "when": MapOf(Text())},
)
_SECTION = Shape(
    required={"title": Text()},
    optional={"items": ListOf(_ITEM), "sections": ListOf(Anything()), "optional": Flag()},
)
_ANNEX = Shape(required={"title": Text(), "items": ListOf(_ITEM)}, optional={"wide": Flag()})
_OUTLINE = Shape(
    required={"outline": Text(), "title": Text(), "heading": ListOf(Text()), "sections": ListOf(Anything())},
    optional={"schemes": ListOf(Text()), "regions": ListOf(Text()), "annexes": ListOf(_ANNEX)},
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact must be in a state (`present`, `missing`, `nonzero`, `zero`, `positive`, `negative`)."""

    state: str
    name: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. With `by`, the sign of that fact chooses among `choices`; otherwise there is one under "say".

    A sentence that lacks a fact shows 待填 in its place, or is left out when it is `optional`.
    """

    choices: Mapping[str, Template]
    by: str = ""
    when: tuple[Condition, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A named writer with its options."""

    writer: str
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph made of sentences and of writers that give sentences."""

    parts: tuple[Sentence | Call, ...]
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. Its number comes from its place; an `optional` one is left out when empty."""

    title: str
    items: tuple[Prose | Call, ...] = ()
    sections: tuple[Section, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class AnnexPlan:
    """An attachment: its title, what stands in it, and whether its pages lie."""

    title: str
    items: tuple[Prose | Call, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The plan of one kind of report: for which schemes and regions (by prefix) it is the usual one."""

    id: str
    title: str
    heading: tuple[Template, ...]
    sections: tuple[Section, ...]
    annexes: tuple[AnnexPlan, ...] = ()
    schemes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What an outline may name.

    Attributes:
        registry: fields and derived figures. formats: format → the kinds that it suits.
        inline, blocks: writers of sentences and of whole blocks → their options.
        plain: words that every sentence may use.
    """

    registry: Registry
    formats: Mapping[str, Collection[Kind]]
    inline: Mapping[str, Collection[str]]
    blocks: Mapping[str, Collection[str]]
    plain: Collection[str] = ("year",)

    def kinds(self) -> dict[str, Kind]:
        """Every name that a sentence may use → what it stands for."""
        known = dict.fromkeys(self.plain, Kind.TEXT)
        for item in self.registry.derived:
            if not item.by:
                known[item.zh] = known[item.name] = item.kind
        for subject, field_ in self.registry.fields():
            if subject.is_form:
                known[field_.zh] = known[f"{subject.id}/{field_.id}"] = field_.kind
        return known


def read_outline(source: Traversable, words: Words) -> Outline:
    """Read one outline file. Raises RuleError: an unknown name, format, writer or option, a digit among our words."""
    return _Reader(words).outline(_OUTLINE.check(load(source)))


class _Reader:
    """Reads one outline; holds the names so that every sentence is checked against the same list."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.known = words.kinds()

    def outline(self, node: Node) -> Outline:
        return Outline(
            id=node["outline"].text(),
            title=node["title"].text(),
            heading=tuple(self.template(line) for line in node["heading"]),
            sections=tuple(self.section(item) for item in node["sections"]),
            annexes=tuple(
                AnnexPlan(item["title"].text(), self.items(item["items"]), "wide" in item and item["wide"].flag())
                for item in node.get("annexes") or ()
            ),
            schemes=tuple(item.text() for item in node.get("schemes") or ()),
            regions=tuple(item.text() for item in node.get("regions") or ()),
        )

    def section(self, node: Node) -> Section:
        _SECTION.check(node)
        items, sections = node.get("items"), node.get("sections")
        return Section(
            node["title"].text(),
            self.items(items) if items else (),
            tuple(self.section(item) for item in sections) if sections else (),
            "optional" in node and node["optional"].flag(),
        )

    def items(self, node: Node) -> tuple[Prose | Call, ...]:
        return tuple(self.item(one) for one in node)

    def item(self, node: Node) -> Prose | Call:
        if ("paragraph" in node) == ("write" in node):
            raise RuleError("outline-one-of", node.place, allowed=("paragraph", "write"))
        if "write" in node:
            return self.call(node, self.words.blocks)
        return Prose(tuple(self.part(one) for one in node["paragraph"]), self.when(node))

    def part(self, node: Node) -> Sentence | Call:
        if node.kind == "text":
            return Sentence({"say": self.template(node)})
        _SENTENCE.check(node)
        ways = [key for key in ("say", "by", "write") if key in node]
        if len(ways) != 1:
            raise RuleError("outline-one-of", node.place, allowed=("say", "by", "write"))
        if ways == ["write"]:
            return self.call(node, self.words.inline)
        names = ("say",) if ways == ["say"] else SIGNS
        by = node["by"].text() if ways == ["by"] else ""
        if by:
            self.name(by, node["by"])
        choices = {name: self.template(node[name]) for name in names if name in node}
        return Sentence(choices, by, self.when(node), "optional" in node and node["optional"].flag())

    def call(self, node: Node, writers: Mapping[str, Collection[str]]) -> Call:
        name = node["write"].text()
        if name not in writers:
            raise RuleError("outline-unknown-writer", node["write"].place, found=name, allowed=tuple(sorted(writers)))
        options: dict[str, tuple[str, ...]] = {}
        for key, value in (node["with"].entries if "with" in node else {}).items():
            if key not in writers[name]:
                raise RuleError("rules-key-unknown", value.place, key=key, allowed=tuple(sorted(writers[name])))
            options[key] = tuple(one.text() for one in value) if value.kind == "list" else (value.text(),)
        return Call(name, options, self.when(node))

    def when(self, node: Node) -> tuple[Condition, ...]:
        found = []
        for state, name in (node["when"].entries if "when" in node else {}).items():
            if state not in STATES:
                raise RuleError("rules-key-unknown", name.place, key=state, allowed=STATES)
            self.name(name.text(), name)
            found.append(Condition(state, name.text()))
        return tuple(found)

    def template(self, node: Node) -> Template:
        try:
            template = read_template(node.text())
        except TemplateError as error:
            raise RuleError("outline-brace", node.place, found=error.found) from error
        for part in template:
            if isinstance(part, Slot):
                self.slot(part, node)
            elif any(letter.isdigit() for letter in part):
                raise RuleError("outline-digit", node.place, found=part)
        return template

    def slot(self, slot: Slot, node: Node) -> None:
        kind = self.name(slot.name, node)
        if not slot.form:
            return
        if slot.form not in self.words.formats:
            raise RuleError("outline-unknown-format", node.place, found=slot.form, allowed=tuple(self.words.formats))
        if kind not in self.words.formats[slot.form]:
            raise RuleError("outline-unfit-format", node.place, found=slot.form, name=slot.name)

    def name(self, name: str, node: Node) -> Kind:
        if SCORES.fullmatch(name):
            return Kind.SCORE
        kind = self.known.get(name)
        if kind is None:
            near = get_close_matches(name, self.known, n=1)
            raise RuleError("outline-unknown-name", node.place, found=name, near=near[0] if near else "—")
        return kind
