"""Identities: ties between registry names, written by an officer in `rulebook/identities`, read strictly.

    ART-05:
      …
      ties:
        - {each: budget, relation: 全年预算数 = 年初预算数 + 预算调整数 + 上年结转, of: stated}

Words of a relation stand apart by blanks: names, one of `=`, `<=`, `>=`, then `+`, `-`, or one `/`. Without `each` the names
are those of department figures; with `each: SUBJECT` they are the columns of that sheet and its totals. `∑单位.全年预算数`
stands for all of them: within `each`, for those rows that name this one. `（上年）` after a name takes last year's figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib.resources.abc import Traversable

from jixiao.facts import Derived, Field, Registry
from jixiao.relations.forms import Form, Mode
from jixiao.rules.errors import RuleError
from jixiao.rules.shape import Anything, ListOf, MapOf, Shape, Text
from jixiao.rules.strict import Node, load

STATED, FACTS = "stated", "facts"
_TIE = Shape(
    required={"relation": Text()},
    optional={
        "each": Text(),
        "mode": Text(among=tuple(mode.value for mode in Mode)),
        "of": Text(among=(STATED, FACTS)),
        "where": MapOf(ListOf(Text())),
    },
)
# What else a declaration says (title, severity, …) is the catalogue's to read.
_IDENTITY = Shape(
    optional={
        "ties": ListOf(_TIE),
        "restated": ListOf(Text()),
        **dict.fromkeys(("title", "severity", "basis", "about", "remedy", "on"), Anything()),
    }
)
_SIGNS = {"+": 1, "-": -1}
_LAST_YEAR = "（上年）"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a relation: its figure; `group` for ∑ (a subject or a group of derived figures); `last_year`."""

    text: str
    figure: Derived | Field
    group: str = ""
    last_year: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """One declared relation.

    Attributes:
        each: the subject over whose rows it goes, or empty for the department.
        where: column (or reference.column) → words; other rows are left out.
        of: `stated` compares what somebody wrote, with derived figures only where nothing was; `facts` what counts.
    """

    text: str
    left: Name
    form: Form
    terms: tuple[tuple[int, Name], ...]
    each: str = ""
    mode: Mode = Mode.EXACT
    of: str = FACTS
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Identity:
    """The ties of one code, and the addresses (with stars) of figures that must be repeated as they are."""

    code: str
    ties: tuple[Tie, ...]
    restated: tuple[str, ...]


def read_identities(folder: Traversable, registry: Registry) -> tuple[Identity, ...]:
    """Every identity of a folder in the order of its files. Raises RuleError: unreadable, or a name that nothing has."""
    names = sorted((item for item in folder.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)
    return tuple(
        _identity(code, _IDENTITY.check(node), registry)
        for item in names
        for code, node in load(item).expect("map").entries.items()
    )


def _identity(code: str, node: Node, registry: Registry) -> Identity:
    ties, restated = node.get("ties"), node.get("restated")
    return Identity(
        code,
        () if ties is None else tuple(_tie(item, registry) for item in ties),
        () if restated is None else tuple(item.text() for item in restated),
    )


def _tie(node: Node, registry: Registry) -> Tie:
    def told(key: str, otherwise: str) -> str:
        value = node.get(key)
        return otherwise if value is None else value.text()

    each, where = told("each", ""), node.get("where")
    if each and each not in registry.by_id:
        raise RuleError("rules-not-among", node["each"].place, found=each, allowed=tuple(registry.by_id))
    relation = node["relation"]
    words = relation.text().split()
    form, right = _form(words, relation)
    return Tie(
        text=relation.text(),
        left=_name(words[0], each, registry, relation),
        form=form,
        terms=tuple((sign, _name(word, each, registry, relation)) for sign, word in right),
        each=each,
        mode=Mode(told("mode", Mode.EXACT.value)),
        of=told("of", FACTS),
        where={}
        if where is None
        else {path: tuple(word.text() for word in item) for path, item in where.entries.items()},
    )


def _form(words: Sequence[str], node: Node) -> tuple[Form, list[tuple[int, str]]]:
    """The form of a relation and its right side as (sign, name)."""
    comparison, right = words[1:2], list(words[2:])
    if comparison and comparison[0] in ("=", "<=", ">=") and len(right) % 2:
        signs = right[1::2]
        if comparison == ["="] and signs == ["/"]:
            return Form.RATIO, [(1, right[0]), (1, right[2])]
        if all(sign in _SIGNS for sign in signs):
            pairs = zip(["+", *signs], right[::2], strict=True)
            return Form(comparison[0]), [(_SIGNS[sign], name) for sign, name in pairs]
    raise RuleError("identity-unreadable", node.place, found=node.text())


def _name(word: str, each: str, registry: Registry, node: Node) -> Name:
    if word.startswith("∑"):
        group, _, figure = word[1:].partition(".")
        found_group = _group(group, registry)
        return Name(word, _among(figure, _of_group(found_group, registry), node), found_group)
    last_year = word.endswith(_LAST_YEAR)
    known = _of_group(each, registry) if each else registry.department_figures
    return Name(word, _among(word.removesuffix(_LAST_YEAR), known, node), last_year=last_year)


def _group(name: str, registry: Registry) -> str:
    """A group by its id, its sheet or its title."""
    subject = registry.by_sheet.get(name)
    return subject.id if subject else name


def _of_group(group: str, registry: Registry) -> dict[str, Derived | Field]:
    """Chinese name → column of the subject or total of the group."""
    subject = registry.by_id.get(group)
    found: dict[str, Derived | Field] = {item.zh: item for item in registry.derived if item.by and item.group == group}
    found.update({item.zh: item for item in subject.fields if item.kind.is_figure} if subject else {})
    return found


def _among(word: str, known: Mapping[str, Derived | Field], node: Node) -> Derived | Field:
    if word not in known:
        near = get_close_matches(word, known, n=3, cutoff=0.3)
        raise RuleError("identity-no-such-name", node.place, found=word, near=near or tuple(known)[:8])
    return known[word]
