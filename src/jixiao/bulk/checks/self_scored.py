"""The sieve for stated scores of indicators and projects, whose scorecards only the single check draws up.

An indicator scores on the form of its project what it scores in the result, as long as both schemes have the same table for
indicators and it has points of its own. Beside its indicators, a project's form has lines by rules: what it spent.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.bulk.checks.carded import OfResult, project_schemes
from jixiao.bulk.checks.looking import FORM, MONEY, summed
from jixiao.bulk.checks.telling import Printer
from jixiao.bulk.dialect import COMPUTED
from jixiao.bulk.lines import CODE
from jixiao.bulk.schema import DEPT, OWNER_ROW, ROW
from jixiao.rules.formula.sql import table_parts_sql
from jixiao.rules.scheme import Leaf, Scheme, leaves_of
from jixiao.rules.vocabulary import POINTS
from jixiao.scoring.board import carried_points

POINTS_PLACES = 2


def of_indicators(result: OfResult) -> str:
    """Who stated a score that is not seen to be the computed one."""
    stated = f"a.self_score is not null and a.{OWNER_ROW} is not null"
    if not result.lines:
        return f"select a.{DEPT} from in_indicator a where {stated}"
    differs = f"(a.weight is null or ((l.{CODE} & 3) = {COMPUTED} and l.score <> a.self_score))"
    return (
        f"select a.{DEPT} from in_indicator a join line l on l.{DEPT} = a.{DEPT} and l.{ROW} = a.{ROW} "
        f"where {stated} and {differs}"
    )


def of_projects(printer: Printer) -> Iterator[str]:
    """Who stated a total of a project that is not seen to be the sum of its stated scores and of what rules give it."""
    for scheme in project_schemes():
        yield (
            f"select a.{DEPT} from in_project a join {FORM} f on f.{DEPT} = a.{DEPT} and f.owner = a.project "
            f"left join {MONEY} m on m.{DEPT} = a.{DEPT} and m.project = a.project where a.self_score is not null "
            f"and f.number = f.self_scored and coalesce(a.self_score <> f.self_score + {_by_rules(printer, scheme)}, true)"
        )


def _by_rules(printer: Printer, scheme: Scheme) -> str:
    """What the lines by rules give a project, NULL where the sums of its budget lines do not tell it."""
    leaves = [leaf for leaf in leaves_of(scheme.roots) if leaf.rule is not None]
    return " + ".join(["0", *(_points(printer, scheme, leaf) for leaf in leaves)])


def _points(printer: Printer, scheme: Scheme, leaf: Leaf) -> str:
    known = {item.id for item in summed(printer)}
    names = {POINTS: str(carried_points(leaf.points))}
    for name in leaf.rule.table.columns if leaf.rule is not None else ():
        if name != POINTS:
            word = scheme.vocabulary.words[name]
            low, high = word.column.bounds
            figure = f"m.{word.source}"
            if word.source not in known:
                return "null"
            names[name] = f"(case when {figure} between {low} and {high} then {figure} end)"
    if leaf.rule is None or leaf.places != POINTS_PLACES:
        return "null"
    points, _ = table_parts_sql(leaf.rule.table, printer.dialect.engine, names)
    return f"({points})"
