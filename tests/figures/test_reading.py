"""The figures of running text: tests/cases/figures/reading-*.yaml, a file a family of wordings.

A case gives `text` and what is read there, one row a figure: as written, value, unit, kind, and where the words say more,
`high` (the upper end of a range), `bound` and `direction`. A case without `reads` holds no figure.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from jixiao.figures import Figure, FigureKind, read

CASES = Path(__file__).parents[1] / "cases" / "figures"


def cases() -> Iterator[object]:
    for path in sorted(CASES.glob("reading-*.yaml")):
        for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")), 1):
            yield pytest.param(case["text"], case.get("reads", []), id=f"{path.stem}-{number}")


def shown(text: str, figure: Figure) -> list[object]:
    """A figure as a case writes it."""
    more: dict[str, object] = {}
    if figure.value_high is not None:
        more["high"] = str(figure.value_high)
    if figure.bound.value:
        more["bound"] = figure.bound.value
    if figure.direction:
        more["direction"] = figure.direction
    row: list[object] = [text[figure.start : figure.end], str(figure.value), figure.unit, str(figure.kind)]
    return [*row, more] if more else row


@pytest.mark.parametrize("text, reads", list(cases()))
def test_figures_are_read_as_officials_write_them(text: str, reads: list[list[object]]) -> None:
    """Every figure with its exact value, unit, kind and place, and nothing that only looks like a figure."""
    assert [shown(text, figure) for figure in read(text)] == reads


def test_there_are_enough_cases_of_every_kind() -> None:
    """No kind of figure is left without a sentence that holds one."""
    kinds = {
        row[3]
        for path in CASES.glob("reading-*.yaml")
        for case in yaml.safe_load(path.read_text("utf-8"))
        for row in case.get("reads", [])
    }

    assert kinds == {str(kind) for kind in FigureKind}


@pytest.mark.parametrize(
    "text, unit, number",
    [
        ("支出12萬元", "萬元", 120_000),
        ("支出3.5億元", "億元", 350_000_000),
        ("参加2.5万人次", "万人次", 25_000),
        ("占3成", "成", None),
        ("每人500元/月", "元/月", 500),
    ],
)
def test_a_figure_knows_its_size(text: str, unit: str, number: int | None) -> None:
    """Whatever the unit, the value in base units is exact."""
    (figure,) = read(text)

    assert figure.unit == unit
    assert figure.number == number if number is not None else figure.number * 10 == 3
