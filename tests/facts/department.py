"""A small invented department from raw rows, for tests that need one: two units, three budget lines, one project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from jixiao.facts import Facts
from jixiao.facts.building import Raw, build_year
from jixiao.rules.registry import registry

Cell = str | Decimal | bool | None

COVER: Mapping[str, Cell] = {"year": "2024", "department": "青溪县水务局", "short": "县水务局", "region": "431099"}
UNITS: Sequence[Mapping[str, Cell]] = (
    {"unit": "HQ", "name": "青溪县水务局（本级）", "short": "局机关", "kind": "本级", "consolidated": True},
    {"unit": "RV", "name": "青溪县河道管理所", "short": "河道所", "kind": "公益一类事业单位", "consolidated": True},
)
PROJECTS: Sequence[Mapping[str, Cell]] = (
    {"project": "P1", "name": "河道清淤", "unit": "RV", "category": "特定目标类", "key_task": True, "evaluated": True},
)
LINES: Sequence[Mapping[str, Cell]] = (
    {
        "line": "B1",
        "unit": "HQ",
        "expenditure": "基本支出",
        "purpose": "人员经费",
        "fund": "一般公共预算",
        "initial": "300.00",
        "adjust": "20.00",
        "carried_in": "0",
        "spent": "318.00",
    },
    {
        "line": "B2",
        "unit": "RV",
        "expenditure": "基本支出",
        "purpose": "公用经费",
        "fund": "一般公共预算",
        "initial": "80.00",
        "adjust": "0",
        "carried_in": "0",
        "spent": "76.40",
    },
    {
        "line": "B3",
        "unit": "RV",
        "expenditure": "项目支出",
        "purpose": "项目",
        "project": "P1",
        "fund": "政府性基金预算",
        "initial": "200.00",
        "adjust": "-10.00",
        "carried_in": "10.00",
        "spent": "150.00",
    },
)
STAFF: Sequence[Mapping[str, Cell]] = (
    {"unit": "HQ", "category": "行政编制", "authorised": "20", "actual": "18", "last_year": "19"},
    {"unit": "RV", "category": "事业编制", "authorised": "30", "actual": "31", "last_year": "31"},
)


def raw(rows: Sequence[Mapping[str, Cell]]) -> list[dict[str, Raw]]:
    """Plain values as raw cells."""
    return [{name: Raw(value) for name, value in row.items()} for row in rows]


def rows(**other: Sequence[Mapping[str, Cell]]) -> dict[str, list[dict[str, Raw]]]:
    """The raw rows of the department, some subjects replaced or added."""
    standard: dict[str, Sequence[Mapping[str, Cell]]] = {
        "cover": [COVER],
        "unit": UNITS,
        "project": PROJECTS,
        "budget": LINES,
        "staff": STAFF,
    }
    return {subject: raw(found) for subject, found in {**standard, **other}.items()}


def facts(**other: Sequence[Mapping[str, Cell]]) -> Facts:
    """The facts of the department; its rows must build without a problem."""
    built = build_year(rows(**other), registry())
    if built.year is None or built.problems:
        raise ValueError([problem.sentence() for problem in built.problems])
    return Facts(built.year, registry())
