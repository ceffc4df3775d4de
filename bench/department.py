"""Departments of any size for measurements: made from a seed, exact, and the same every time."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from jixiao.facts import DepartmentYear
from jixiao.facts.money import BudgetLine, Project
from jixiao.facts.organisation import Unit
from jixiao.facts.performance import Indicator
from jixiao.figures import Money, Score

_LEVELS = (
    ("产出指标", "数量指标", 5, 10),
    ("效益指标", "社会效益指标", 3, 10),
    ("满意度指标", "服务对象满意度指标", 2, 5),
)


def department(projects: int, example: DepartmentYear) -> DepartmentYear:
    """A department-year with that many projects of ten indicators each; management data are the example's.

    Args:
        projects: how many.
        example: the department whose management data and department indicators it borrows.
    """
    chance = random.Random(projects)
    units = [
        Unit(
            unit=f"U{number:02d}",
            name=f"第{number}单位",
            kind="本级" if number == 0 else "公益二类事业单位",
            consolidated=True,
        )
        for number in range(10)
    ]
    made, lines, indicators = [], [], []
    for number in range(projects):
        key, unit = f"P{number:05d}", units[number % len(units)].unit
        initial = Money.of(Decimal(chance.randint(100, 99999)).scaleb(-2))
        spent = Money.of(Decimal(chance.randint(0, int(initial.in_unit() * 100))).scaleb(-2))
        made.append(
            Project(
                project=key,
                name=f"第{number}号项目",
                unit=unit,
                category="特定目标类",
                key_task=number % 10 == 0,
                evaluated=True,
            )
        )
        lines.append(
            BudgetLine(
                line=f"L{number:05d}",
                unit=unit,
                expenditure="项目支出",
                purpose="项目",
                project=key,
                fund="一般公共预算",
                initial=initial,
                adjust=Money.of(0),
                carried_in=Money.of(0),
                spent=spent,
            )
        )
        indicators.extend(_indicators(key, chance))
    cover = replace(example.cover, department=f"{projects}个项目的部门")
    own = tuple(item for item in example.indicator if item.owner == "部门")
    return replace(
        example,
        cover=cover,
        unit=tuple(units),
        project=tuple(made),
        budget=tuple(lines),
        indicator=(*own, *indicators),
        division=(),
        staff=(),
        movement=(),
        quota=(),
        milestone=(),
        contract=(),
        disclosure=(),
        stated=(),
        narrative=(),
        result=(),
        evidence=(),
        passports={},
    )


def _indicators(key: str, chance: random.Random) -> list[Indicator]:
    found: list[Indicator] = []
    for lv1, lv2, number, points in _LEVELS:
        for _ in range(number):
            target = Decimal(chance.randint(1, 500))
            actual = Decimal(chance.randint(0, 600))
            found.append(
                Indicator(
                    no=f"{key}-{len(found) + 1}",
                    owner=key,
                    lv1=lv1,
                    lv2=lv2,
                    name=f"{lv2}{len(found) + 1}",
                    operator="≥",
                    target=target,
                    unit="个",
                    weight=Score.of(points),
                    actual=actual,
                    deviation="进度顺延",
                    remedy="按月核对",
                )
            )
    return found
