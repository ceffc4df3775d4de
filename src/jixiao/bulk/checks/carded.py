"""What a document may say of a scorecard: scores, points and losses of lines, of parts and of the whole, by their names."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from jixiao.bulk.dialect import any_of, one_of, quoted
from jixiao.bulk.gathering import TO_SCALE
from jixiao.bulk.schema import DEPT
from jixiao.files.messages import text as message
from jixiao.rules.scheme import Leaf, Scheme, leaves_of
from jixiao.rules.scheme import Node as TreeNode
from jixiao.rules.schemes import entries, load_scheme


@dataclass(frozen=True, slots=True)
class Node:
    """A line or a part of a scheme: its name, and of a part the lines under it, where they are always the same."""

    name: str
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfResult:
    """What is known of the result that is checked against.

    nodes: code → line or part of its scheme. lines: whether it says of every indicator what a form of a project says too.
    """

    nodes: Mapping[str, Node]
    lines: bool


def known_of(scheme: Scheme, results: Container[str]) -> OfResult:
    """What is known of a result of a scheme with some relations."""
    rules = [(one.indicator, one.inapplicable, one.inapplicable_custom) for one in (scheme, *project_schemes())]
    alike = all(one == rules[0] for one in rules)
    return OfResult(nodes_of(scheme), alike and "line" in results)


def project_schemes() -> list[Scheme]:
    """The schemes for projects that ship, of which one is in force for each place and year."""
    return [load_scheme(entry.id) for entry in entries() if entry.form == "project"]


def nodes_of(scheme: Scheme) -> Mapping[str, Node]:
    """Code → line or part. Nothing is said of what lies under a part that other distributions of points put together anew."""
    trees = (scheme.roots, *(variant.roots for variant in scheme.variants))
    nodes = [{node.code: node for node in _walk(tree)} for tree in trees]
    lines = [frozenset(leaf.code for leaf in leaves_of(tree)) for tree in trees]
    found: dict[str, Node] = {}
    for code, node in {code: node for tree in nodes for code, node in tree.items()}.items():
        under = [_under(tree[code]) if code in tree else frozenset() for tree in nodes]
        whole = frozenset().union(*under)
        apart = all(whole & here == own for here, own in zip(lines, under, strict=True))
        found[code] = Node(node.name, tuple(sorted(whole)) if apart and not isinstance(node, Leaf) else ())
    return found


def _under(node: TreeNode) -> frozenset[str]:
    return frozenset(leaf.code for leaf in leaves_of((node,)))


def _walk(nodes: Iterable[TreeNode]) -> Iterator[TreeNode]:
    for node in nodes:
        yield node
        if not isinstance(node, Leaf):
            yield from _walk(node.children)


def score_names(nodes: Mapping[str, Node]) -> Iterator[str]:
    """Every way in which a document may call a figure of a scorecard."""
    whole = ("score-title", "score-title-full", "score-title-lost-all", "score-title-grade", "score-title-adjustments")
    yield from map(message, whole)
    for node in nodes.values():
        yield from (
            message(word, name=node.name) for word in ("score-title-of", "score-title-lost", "score-title-points")
        )


def scores(nodes: Mapping[str, Node]) -> str:
    """What the whole, lines and parts come to and could come to, by the addresses of those figures."""
    selections = [
        f"select {DEPT}, 'score/total' as name, total as value from total",
        f"select {DEPT}, 'points/total', points * {TO_SCALE} from total",
        f"select {DEPT}, concat('score/', leaf), score from leaf",
        f"select {DEPT}, concat('points/', leaf), points * {TO_SCALE} from leaf",
        f"select {DEPT}, concat('lost/', leaf), points * {TO_SCALE} - score from leaf",
    ]
    for code, node in nodes.items():
        if node.leaves:
            whole = "case when count(*) = count(score) then cast(sum(score) as bigint) end"
            under = f"from leaf where {one_of('leaf', node.leaves)} group by {DEPT}"
            selections.append(f"select {DEPT}, 'score/{quoted(code)}', {whole} {under}")
            selections.append(
                f"select {DEPT}, 'points/{quoted(code)}', cast(sum(points) as bigint) * {TO_SCALE} {under}"
            )
    return " union all ".join(selections)


def agreeing(nodes: Mapping[str, Node], said: str, figures: str) -> str:
    """Scores and points of lines, of parts and of the whole."""
    titles: dict[str, str] = {message("score-title"): "score/total", message("score-title-full"): "points/total"}
    words = {"score": "score-title-of", "points": "score-title-points", "lost": "score-title-lost"}
    named = [
        (message(word, name=node.name), f"{kind}/{code}")
        for code, node in nodes.items()
        for kind, word in words.items()
    ]
    known = [title for title, _ in named]
    titles.update((title, name) for title, name in named if known.count(title) == 1)
    cases = [(f"s.item = '{quoted(title)}'", f"'{quoted(name)}'") for title, name in titles.items()]
    return (
        f"select s.{DEPT}, s.row from {said} s join {figures} k on k.{DEPT} = s.{DEPT} "
        f"and k.name = {any_of(cases, 's.item')} where s.value = k.value"
    )
