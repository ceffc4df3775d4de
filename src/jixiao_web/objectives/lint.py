"""Lint of indicators: what is vague, double, in the wrong class, an input, or lower than last year, each with a better wording.

    remarks = lint([{"name": "提升技能水平", "lv1": "效益指标", …}])

Values are judged by the core's own checks; the words of this module stand in `lint.yaml`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jixiao.facts.reading import ValueProblem, read_value
from jixiao.rules.registry import registry
from jixiao.rules.strict import load
from jixiao_web.objectives.lint_core import core_remarks
from jixiao_web.shell.language import core_language

Cells = Mapping[str, str]
UPWARD, DOWNWARD = ("＞", "≥", "＝"), ("＜", "≤")


@dataclass(frozen=True, slots=True)
class Remark:
    """What is doubtful about one indicator.

    Attributes:
        row: its place among the rows that were given. field: where the eye should go.
        code: of the rule: a word of `lint.yaml`, or a check of the core.
        sentence, better: what was found, and what to do. bad, good: an example.
    """

    row: int
    field: str
    code: str
    severity: str
    sentence: str
    better: str
    bad: str = ""
    good: str = ""


@cache
def rules() -> Mapping[str, Any]:
    """The data of `lint.yaml`."""
    data: Any = load(Path(__file__).with_name("lint.yaml")).plain()
    return MappingProxyType(data)


def words(name: str) -> tuple[str, ...]:
    """A list of words."""
    return tuple(rules()["words"][name])


def lint(rows: Sequence[Cells]) -> list[Remark]:
    """Everything doubtful about some indicators, row by row, the graver first; rows without a name are not looked at yet."""
    found: list[Remark] = []
    for number, cells in enumerate(rows):
        if cells.get("name"):
            found += (_remark(number, code, values) for code, values in _own(cells))
    found += (
        Remark(row, field, code, severity, sentence, better)
        for row, field, code, severity, sentence, better in core_remarks(rows, rules()["core"]["codes"])
        if rows[row].get("name")
    )
    grave = {"block": 0, "error": 1, "warning": 2, "note": 3}
    return sorted(found, key=lambda item: (item.row, grave[item.severity]))


def _own(cells: Cells) -> Iterator[tuple[str, dict[str, str]]]:
    for code, rule in _RULES.items():
        values = rule(cells)
        if values is not None:
            yield code, {**{name: cells.get(name, "") for name in ("name", "lv1", "lv2")}, **values}


def _remark(row: int, code: str, values: Mapping[str, str]) -> Remark:
    told, lang = rules()["rules"][code], core_language()
    sentence = told[lang].format(**values)
    return Remark(
        row, told["field"], code, told["severity"], sentence, told[f"{lang}_better"], told["bad"], told["good"]
    )


def first_of(listed: Iterable[str], text: str) -> str:
    """The first of some words that stands in a text, or nothing."""
    return next((word for word in listed if word in text), "")


def _vague(cells: Cells) -> dict[str, str] | None:
    name = cells["name"]
    word = next((word for word in words("intention") if name.startswith(word)), "")
    return {"word": word} if word and not name.endswith(words("attribute")) else None


def _filler(cells: Cells) -> dict[str, str] | None:
    word = first_of(words("fillers"), cells["name"])
    return {"word": word} if word else None


def _double(cells: Cells) -> dict[str, str] | None:
    """Two measured properties joined in one name."""
    name = cells["name"]
    for joint in sorted(words("joint"), key=len, reverse=True):
        first, met, second = name.partition(joint)
        if met and first.endswith(words("attribute")) and second.endswith(words("attribute")):
            return {"first": first, "second": second}
    return None


def _input(cells: Cells) -> dict[str, str] | None:
    name = cells["name"]
    word = first_of(words("input"), name)
    is_input = word and cells.get("lv1") in {"产出指标", "效益指标"} and cells.get("lv2", "") not in _COSTS
    return {"word": word} if is_input and not first_of(words("input_but"), name) else None


_COSTS = frozenset({"成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标"})


def _satisfaction(cells: Cells) -> dict[str, str] | None:
    asked = first_of(words("satisfaction"), cells["name"]) and not first_of(words("satisfaction_but"), cells["name"])
    return {} if asked and cells.get("lv1") not in {None, "", "满意度指标"} else None


def _unsatisfying(cells: Cells) -> dict[str, str] | None:
    return {} if cells.get("lv1") == "满意度指标" and not first_of(words("satisfaction"), cells["name"]) else None


def _timely(cells: Cells) -> dict[str, str] | None:
    word = first_of(words("timely"), cells["name"]) if cells["name"].endswith(words("timed")) else ""
    wrong = cells.get("lv1") == "产出指标" and cells.get("lv2") not in {None, "", "时效指标"}
    return {"word": word} if word and wrong else None


def _worse(cells: Cells) -> dict[str, str] | None:
    target, last = (_number(cells, name) for name in ("target", "last_year"))
    if target is None or last is None or cells.get("deviation") or cells.get("target_high"):
        return None
    operator = cells.get("operator")
    lower = operator in UPWARD and target < last
    higher = operator in DOWNWARD and target > last
    return {"target": cells["target"], "last_year": cells["last_year"]} if lower or higher else None


def _number(cells: Cells, name: str) -> Decimal | None:
    try:
        value = read_value(registry().by_id["indicator"].field(name), cells.get(name))
    except ValueProblem:  # the cell itself says so
        return None
    return value if isinstance(value, Decimal) else None


def _qualitative(cells: Cells) -> dict[str, str] | None:
    word = next((word for word in words("countable") if cells["name"].endswith(word)), "")
    return {"word": word} if word and cells.get("operator") == "定性" else None


def _unmeasurable(cells: Cells) -> dict[str, str] | None:
    name = cells["name"]
    bare = cells.get("operator") == "定性" and not first_of(words("attribute"), name) and len(name) < _SHORT
    return {} if bare else None


_SHORT = 10
"""A qualitative name shorter than this has no room for a mark of success."""

_RULES: Mapping[str, Callable[[Cells], dict[str, str] | None]] = MappingProxyType(
    {
        "vague": _vague,
        "filler": _filler,
        "double": _double,
        "input": _input,
        "satisfaction": _satisfaction,
        "unsatisfying": _unsatisfying,
        "timely": _timely,
        "worse": _worse,
        "qualitative": _qualitative,
        "unmeasurable": _unmeasurable,
    }
)
