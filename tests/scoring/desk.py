"""What the tests of scoring put on the desk: departments of a few lines, and cases as an evaluator writes them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from jixiao.facts import DepartmentYear, Facts, Kind
from jixiao.facts.money import BudgetLine, Project
from jixiao.facts.organisation import Cover
from jixiao.facts.performance import Indicator
from jixiao.figures import MISSING, Count, Money, Ratio, Score
from jixiao.rules.formula.rows import Outcome
from jixiao.rules.reasons import Rule
from jixiao.rules.registry import registry
from jixiao.rules.vocabulary import HAS_DUE, POINTS, Vocabulary, Word, carry

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "scoring"
EXAMPLE = ROOT / "examples" / "gz-union-2022"


@cache
def cases(name: str) -> list[dict[str, Any]]:
    """The cases of one file."""
    return yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))


def carried(
    vocabulary: Vocabulary, rule: Rule, given: Mapping[str, str], points: Decimal | None = None
) -> dict[str, Any]:
    """Given words as a rule takes them; what a case does not mention is missing, and no indicator has a due date."""
    given = {HAS_DUE: "否", **given} if HAS_DUE in vocabulary.words else given
    unknown = set(given) - set(vocabulary.words)
    assert not unknown, f"这些不是公式里的字段：{unknown}"
    values = {
        name: carry(word, typed(word, given[name])) if name in given else None
        for name, word in vocabulary.words.items()
    }
    if points is not None:
        values[POINTS] = int(points * 100)
    return {name: values[name] for name in rule.words}


def typed(word: Word, text: str) -> Any:
    """A given text as the value of its type."""
    if word.column.codes is not None:
        return text
    make = {Kind.MONEY: Money.of, Kind.COUNT: lambda one: Count(int(one)), Kind.SCORE: Score.of, Kind.NUMBER: Decimal}
    return Ratio(Fraction(text) / 100) if word.kind is Kind.PERCENT else make[word.kind](text)


def told(outcome: Outcome, rule: Rule, values: Mapping[str, int | None]) -> str:
    """The reason, filled, or what is missing."""
    if outcome.kind == "missing":
        return f"缺少{'、'.join(f'“{name}”' for name in outcome.missing)}，暂不计分"
    return rule.reason(outcome.row, values)


def indicator(no: str, owner: str = "部门", lv1: str = "产出指标", **more: Any) -> Indicator:
    """An indicator that was reached unless told otherwise."""
    usual = {"name": no, "operator": "≥", "target": Decimal(100), "actual": Decimal(100), "lv2": "数量指标"}
    return Indicator(no=no, owner=owner, lv1=lv1, **{**usual, **more})


def project(key: str, spent: str = "100", budget: str = "100", **more: Any) -> tuple[Project, BudgetLine]:
    """A project with one budget line."""
    line = BudgetLine(
        line=f"B-{key}",
        project=key,
        expenditure="项目支出",
        initial=Money.of(budget),
        adjust=Money.of(0),
        carried_in=Money.of(0),
        spent=Money.of(spent) if spent else MISSING,
    )
    return Project(project=key, name=f"{key}项目", **more), line


def department(**records: Any) -> Facts:
    """The facts of a department-year made of these records."""
    cover = records.pop("cover", Cover(year=2022, department="某某局", region="440100"))
    return Facts(
        DepartmentYear(
            cover=cover, **{name: tuple(rows) if isinstance(rows, list) else rows for name, rows in records.items()}
        ),
        registry(),
    )
