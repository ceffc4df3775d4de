"""A scoring scheme: the tree of indicators with points, and for each leaf the rule that scores it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from itertools import chain
from typing import Literal

from jixiao.rules.basis import Basis
from jixiao.rules.errors import Place
from jixiao.rules.reasons import Rule
from jixiao.rules.vocabulary import Vocabulary

Operator = Literal["sum", "mean", "share_of_points", "money_weighted_mean"]


@dataclass(frozen=True, slots=True)
class Lines:
    """A leaf that gathers lines already scored and rounded.

    Attributes:
        operator: sum – the lines' own points are the leaf's; share_of_points – full marks × scores ÷ points;
            mean – the mean completion; money_weighted_mean – completion weighted by the projects' full-year budgets.
        over: the rows scored, `indicators` or `projects` (a project's line is the completion of its indicators, in hundredths).
        where: field of the row → permitted words.
        words: the aggregation as printed beside a score; `rows`: what it gathers, as asked for where there is none.
    """

    operator: Operator
    over: Literal["indicators", "projects"]
    where: Mapping[str, tuple[str, ...]]
    words: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", lines_in_words(self))

    @property
    def rows(self) -> str:
        """What it gathers: 部门的产出指标、成本指标, 重点任务项目."""
        if self.over == "projects":
            return _PROJECTS.get(tuple(self.where.items()), "项目")
        owner = "、".join(self.where.get("owner", ()))
        kinds = "、".join(word for name, words in self.where.items() if name != "owner" for word in words)
        return f"{owner}{'的' if owner else ''}{kinds or '绩效指标'}"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One scored line: exactly one of `rule` (a decision table), `lines` (an aggregation) and `manual` (what a person judges)."""

    code: str
    name: str
    points: Decimal
    basis: Basis
    rule: Rule | None = None
    lines: Lines | None = None
    manual: str = ""
    places: int = 2
    evidence: tuple[str, ...] = ()
    help: str = ""
    place: Place | None = field(default=None, compare=False)

    @property
    def written(self) -> tuple[str, ...]:
        """The rule in words, a line each."""
        if self.rule is not None:
            return self.rule.written
        return (self.manual,) if self.lines is None else (self.lines.words,)


@dataclass(frozen=True, slots=True)
class Branch:
    """A node with nodes under it, whose points are theirs together."""

    code: str
    name: str
    points: Decimal
    children: tuple[Node, ...]


Node = Leaf | Branch


@dataclass(frozen=True, slots=True)
class Variant:
    """Another distribution of points, used where `when` gives a point: what is dropped, and who gets its points."""

    when: Rule
    reason: str
    roots: tuple[Node, ...]
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which sums of plus and minus items count."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Scheme:
    """A scheme as loaded: every formula compiled, every sum checked.

    Attributes:
        id, title, version: what a scorecard carries; `basis` the document and whether it is reconstructed.
        form: department or project. place: the region code it is for, empty for the whole country.
        since, until: first and last fiscal year. total: points of all roots together.
        order: root codes in the order of printing. grades: grade → lower bound, from the best.
        adjustments: None where the scheme knows no plus and minus items.
        indicator: how one indicator is scored; inapplicable: operators that take no part, and what becomes of
            their points (`rescale`, `consent`, `zero`).
    """

    id: str
    title: str
    version: str
    basis: Basis
    form: str
    place: str
    since: int
    until: int | None
    total: Decimal
    order: tuple[str, ...]
    grades: Mapping[str, Decimal]
    grades_basis: Basis
    adjustments: Limits | None
    options: Mapping[str, str]
    roots: tuple[Node, ...]
    variants: tuple[Variant, ...]
    indicator: Rule
    indicator_basis: Basis
    inapplicable: tuple[str, ...]
    inapplicable_custom: str
    vocabularies: Mapping[str, Vocabulary]
    file: str = ""

    def holds_in(self, year: int) -> bool:
        """Whether the scheme is in force for a fiscal year."""
        return self.since <= year and (self.until is None or year <= self.until)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of its leaves."""
        return self.vocabularies[self.form]

    @cached_property
    def leaves(self) -> Mapping[str, Leaf]:
        """Code → leaf, in the order of the tree."""
        return {leaf.code: leaf for leaf in leaves_of(self.roots)}

    @cached_property
    def canonical(self) -> str:
        """One text for everything in the scheme that can change a score or its reasons; the digest is made of it."""
        head = [
            f"scheme {self.id} {self.version} {self.form} total {self.total}",
            *(f"grade {grade} {bound}" for grade, bound in self.grades.items()),
            f"adjustments {self.adjustments.low}..{self.adjustments.high}" if self.adjustments else "adjustments -",
            *(f"option {name} {choice}" for name, choice in sorted(self.options.items())),
            f"indicator {self.indicator.table.digest_source}",
            f"inapplicable {'|'.join(self.inapplicable)} {self.inapplicable_custom}",
        ]
        tree = chain.from_iterable(_canonical(node) for node in self.roots)
        variants = chain.from_iterable(
            (f"variant {one.when.table.digest_source}", *chain.from_iterable(_canonical(node) for node in one.roots))
            for one in self.variants
        )
        return "\n".join([*head, *tree, *variants]) + "\n"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical text, in hexadecimal."""
        return sha256(self.canonical.encode()).hexdigest()

    def grade(self, points: Decimal) -> str:
        """The grade of a total: the first whose lower bound it reaches."""
        return next((grade for grade, bound in self.grades.items() if points >= bound), "")


def leaves_of(nodes: tuple[Node, ...]) -> Iterator[Leaf]:
    """The leaves under some nodes, in order."""
    for node in nodes:
        if isinstance(node, Leaf):
            yield node
        else:
            yield from leaves_of(node.children)


def nodes_of(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """All nodes, each before those under it."""
    for node in nodes:
        yield node
        if isinstance(node, Branch):
            yield from nodes_of(node.children)


_PROJECTS: Mapping[tuple[tuple[str, tuple[str, ...]], ...], str] = {
    (("key_task", ("是",)),): "重点任务项目",
    (("key_task", ("否",)),): "重点任务以外的项目",
}
_OPERATORS = {
    "sum": "各指标得分合计",
    "share_of_points": "分值 × 指标得分合计 ÷ 指标分值合计",
    "mean": "分值 × 平均完成率",
    "money_weighted_mean": "分值 × 按资金加权的平均完成率",
}


def lines_in_words(lines: Lines) -> str:
    """An aggregation as printed beside a score."""
    return f"{_OPERATORS[lines.operator]}（{lines.rows}，先逐行计分并保留两位小数）"


def _canonical(node: Node) -> Iterator[str]:
    if isinstance(node, Branch):
        yield f"branch {node.code} {node.name} {node.points}"
        for child in node.children:
            yield from _canonical(child)
        return
    yield f"leaf {node.code} {node.name} {node.points} places {node.places} since {node.basis.since}"
    if node.rule is not None:
        yield node.rule.table.digest_source
    elif node.lines is not None:
        where = " ".join(f"{name}={'|'.join(words)}" for name, words in sorted(node.lines.where.items()))
        yield f"lines {node.lines.operator} over {node.lines.over} {where}"
    else:
        yield f"manual {node.manual}"
