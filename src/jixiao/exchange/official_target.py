"""The cells of an indicator row told apart: “≥12公里” into sign, number and unit, a result into a number or a state."""

from __future__ import annotations

import re
from collections.abc import Mapping

from jixiao.exchange.official_layout import Cell

QUALITATIVE, INAPPLICABLE = "定性", "不适用"
_TARGET = re.compile(
    r"(?P<operator>[≥≤＞＜＝>=<]=?|不低于|不少于|不超过|不高于|等于|定量[（(]其他[)）]|不适用)?"
    r"\s*(?:(?P<number>-?[\d,，.]+)\s*(?P<unit>\D*))?"
)
_OPERATORS = {
    "≥": "≥", ">=": "≥", "不低于": "≥", "不少于": "≥", "≤": "≤", "<=": "≤", "不超过": "≤", "不高于": "≤", ">": "＞", "＞": "＞",
    "<": "＜", "＜": "＜", "=": "＝", "＝": "＝", "等于": "＝", "定量（其他）": "定量（其他）", "定量(其他)": "定量（其他）",
    "不适用": "不适用",
}  # fmt: skip
_NUMBER = re.compile(r"-?[\d,，.]+%?")


def told_apart(row: Mapping[str, Cell]) -> dict[str, Cell]:
    """The row with a target such as “≥12公里” told apart; words alone make it qualitative, and its result a state."""
    cells = dict(row)
    target = cells.get("target")
    if target is not None and isinstance(target.value, str) and target.value.strip():
        _split_target(cells, target, target.value.strip())
    if "operator" in cells and cells["operator"].value == INAPPLICABLE:
        for name in ("weight", "self_score"):
            cells.pop(name, None)  # the form prints 0, the approved points stay
    actual, unit, operator = cells["actual"], cells.get("unit"), cells.get("operator")
    if not isinstance(actual.value, str):
        return cells
    if operator is not None and operator.value == QUALITATIVE and not _NUMBER.fullmatch(actual.value.strip()):
        cells["state"] = cells.pop("actual")
    elif unit is not None and isinstance(unit.value, str):
        cells["actual"] = Cell(actual.value.strip().removesuffix(unit.value), actual.at)
    return cells


def _split_target(cells: dict[str, Cell], target: Cell, words: str) -> None:
    split = _TARGET.fullmatch(words)
    if split is None or not (split["operator"] or split["number"]):
        cells["operator"] = Cell(QUALITATIVE, target.at)
        del cells["target"]
        return
    cells["target"] = Cell(split["number"], target.at)
    if split["operator"]:
        cells.setdefault("operator", Cell(_OPERATORS[split["operator"]], target.at))
    if split["unit"] and split["unit"].strip():
        cells.setdefault("unit", Cell(split["unit"].strip(), target.at))
