"""Scoring: a scheme walked over the facts of a department, or over one project, becomes a scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jixiao.facts import Facts
from jixiao.figures import MISSING, Missing, Score
from jixiao.rules.errors import RuleError
from jixiao.rules.scheme import Leaf, Node, Scheme
from jixiao.rules.schemes import choose_scheme
from jixiao.rules.vocabulary import NotCarried
from jixiao.scoring.because import Because, ByRow, BySentence, added
from jixiao.scoring.board import Board, carried_points, points_of
from jixiao.scoring.gathering import made, over_indicators
from jixiao.scoring.scorecard import Adjustment, Kind, Line, Part, SchemeRef, Scorecard
from jixiao.scoring.weighing import over_projects


def score(facts: Facts, scheme: Scheme) -> Scorecard:
    """The scorecard of the whole department.

    Lines are rounded one by one, sums are exact. A line that lacks a figure or a judgement has no score, and then neither
    have the parts above it and the total; `reached` and `open` say what is certain.

    Raises:
        RuleError: the scheme is for projects.
    """
    if scheme.form != "department":
        raise RuleError("scheme-other-form", found=scheme.id, form="department")
    cover = facts.year.cover
    return _scorecard(Board(facts, scheme), "", cover.department if isinstance(cover.department, str) else "")


def score_project(facts: Facts, project: str, scheme: Scheme) -> Scorecard:
    """The scorecard of one project by its key; `project_cards` scores many at less cost.

    Raises:
        RuleError: the scheme is for departments. KeyError: there is no such project.
    """
    return _project_card(Board(facts, _of_projects(scheme)), project)


def project_cards(facts: Facts, scheme: Scheme | None = None) -> Mapping[str, Scorecard]:
    """Project key → scorecard, for every project; under the scheme in force for place and year unless one is given."""
    if scheme is None:
        region = facts.year.cover.region
        scheme = choose_scheme(region if isinstance(region, str) else "", "project", facts.year.year)
    board = Board(facts, _of_projects(scheme))
    return {record.project: _project_card(board, record.project) for record in facts.year.project}


def _of_projects(scheme: Scheme) -> Scheme:
    if scheme.form != "project":
        raise RuleError("scheme-other-form", found=scheme.id, form="project")
    return scheme


def _project_card(board: Board, project: str) -> Scorecard:
    record = board.facts.rows.named("project", project)
    if record is None:
        raise KeyError(project)
    return _scorecard(board, project, record.name if isinstance(record.name, str) else project)


def _scorecard(board: Board, project: str, title: str) -> Scorecard:
    scheme = board.scheme
    roots, notes = _roots(board, project)
    nodes = tuple(_node(board, root, (), project) for root in roots)
    order = {code: place for place, code in enumerate(scheme.order)}
    nodes = tuple(sorted(nodes, key=lambda node: order.get(node.code, len(order))))
    adjustments = () if project or scheme.adjustments is None else _adjustments(board)
    adjusted = _adjusted(scheme, adjustments)
    whole = _sum(nodes)
    reached, top = added(node.reached for node in nodes), Score(scheme.total)
    total: Score | Missing = MISSING
    if not isinstance(whole, Missing) and not isinstance(adjusted, Missing):
        total = min(max(whole + adjusted, Score.zero()), top)
    return Scorecard(
        scheme=_ref(scheme),
        year=board.facts.year.year,
        project=project,
        title=title,
        nodes=nodes,
        notes=notes,
        adjustments=adjustments,
        adjusted=adjusted,
        points=added(node.points for node in nodes),
        total=total,
        reached=reached,
        open=added(node.open for node in nodes),
        grade="" if isinstance(total, Missing) else scheme.grade(total.points),
    )


def _ref(scheme: Scheme) -> SchemeRef:
    basis = scheme.basis
    return SchemeRef(scheme.id, scheme.title, scheme.version, scheme.digest, basis.provenance, basis.text())


def _roots(board: Board, project: str) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """The tree that applies: the usual one, or the variant whose condition holds; one that cannot be told does not."""
    for variant in board.scheme.variants:
        try:
            outcome = variant.when.table.evaluate(board.rule_values(variant.when, project, 0))
        except NotCarried:
            continue
        if outcome.kind == "points" and outcome.points:
            return variant.roots, (variant.reason,)
    return board.scheme.roots, ()


def _node(board: Board, node: Node, path: tuple[str, ...], project: str) -> Part | Line:
    if isinstance(node, Leaf):
        return _leaf(board, node, path, project)
    children = tuple(_node(board, child, (*path, node.name), project) for child in node.children)
    return Part(
        code=node.code,
        name=node.name,
        points=added(child.points for child in children),
        score=_sum(children),
        reached=added(child.reached for child in children),
        open=added(child.open for child in children),
        children=children,
    )


def _sum(nodes: tuple[Part | Line, ...]) -> Score | Missing:
    scores = [node.score for node in nodes if not isinstance(node.score, Missing)]
    return added(scores) if len(scores) == len(nodes) else MISSING


def _leaf(board: Board, leaf: Leaf, path: tuple[str, ...], project: str) -> Line:
    if leaf.lines is not None:
        if leaf.lines.over == "projects":
            return over_projects(board, leaf, leaf.lines, path)
        return over_indicators(board, leaf, leaf.lines, path, project)
    if leaf.rule is None:
        return _judged(board, leaf, path, project, BySentence("score-not-judged", {"what": leaf.manual}))
    full = carried_points(leaf.points)
    try:
        values = board.rule_values(leaf.rule, project, full)
    except NotCarried as problem:
        return made(leaf, path, full, MISSING, "missing", BySentence(problem.message_id, problem.values))
    unread = board.unread_words(leaf.rule, project)
    if unread:
        own = tuple(board.home(project).at(board.scheme.vocabulary.words[name].source) for name in unread)
        fields = "、".join(f"“{name}”" for name in unread)
        return made(leaf, path, full, MISSING, "missing", BySentence("score-cells-unread", {"fields": fields}, own))
    outcome = leaf.rule.table.evaluate(values)
    row = ByRow(leaf.rule, board.scheme.vocabulary, outcome, values, board.home(project))
    if outcome.kind == "manual":
        return _judged(board, leaf, path, project, row)
    scored: Score | Missing = MISSING if outcome.kind == "missing" else points_of(outcome.points, leaf.places)
    kind: Kind = "missing" if outcome.kind == "missing" else "computed"
    return made(leaf, path, full, scored, kind, row)


def _judged(board: Board, leaf: Leaf, path: tuple[str, ...], project: str, otherwise: Because) -> Line:
    """A line that a person scores: the figure stated for it, once there is one that fits."""
    names = (f"project-score/{project}/{leaf.code}",) if project else (leaf.code, leaf.name, f"{leaf.name}得分")
    found = board.judgement(*names)
    full = carried_points(leaf.points)
    if found is None:
        return made(leaf, path, full, MISSING, "manual", otherwise)
    judged, where = found
    own = (*otherwise.facts, where)
    if not Decimal(0) <= judged <= leaf.points:
        outside = BySentence("score-judged-outside", {"found": judged, "points": leaf.points}, own)
        return made(leaf, path, full, MISSING, "manual", outside)
    what = leaf.manual or otherwise.reason()
    because = BySentence("score-judged", {"points": Score(judged).text(leaf.places), "what": what}, own)
    return made(leaf, path, full, Score(judged), "manual", because)


def _adjustments(board: Board) -> tuple[Adjustment, ...]:
    return tuple(
        Adjustment(row.no, _text(row.name) or row.no, row.points, _text(row.document)) for row in board.facts.year.bonus
    )


def _adjusted(scheme: Scheme, adjustments: tuple[Adjustment, ...]) -> Score | Missing:
    """What of the plus and minus items counts, within the limits of the scheme."""
    found = Score.zero()
    for item in adjustments:
        if isinstance(item.points, Missing):
            return MISSING
        found += item.points
    if scheme.adjustments is None:
        return found
    return min(max(found, Score(scheme.adjustments.low)), Score(scheme.adjustments.high))


def _text(value: str | Missing) -> str:
    return value if isinstance(value, str) else ""
