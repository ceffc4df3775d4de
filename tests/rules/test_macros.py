from __future__ import annotations

from decimal import Decimal

import pytest
from tests.rules.cases import MARKS, cases, line, vocabulary

from jixiao.rules import Node, RuleError, compile_table, expand_macros, read_text

CASES = cases("macros.yaml")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].text())
def test_a_short_form_scores_as_its_table_says(case: Node) -> None:
    """Each short form gives, on both sides of its limits, the points an officer expects."""
    columns = vocabulary(case["fields"])
    marks = case["marks"].text() if "marks" in case else "10"
    table = compile_table(expand_macros(case["rule"]), {**columns, "分值": MARKS})
    for one in case["lines"]:
        values = {**line(columns, one["given"]), "分值": int(Decimal(marks) * 100)}
        outcome = table.evaluate(values)
        told = f"{case['name'].text()}, {one.place}: {outcome}"
        if "points" in one:
            assert outcome.kind == "points", told
            assert Decimal(outcome.points).scaleb(-2) == one["points"].figure(), told
        elif "manual" in one:
            assert (outcome.kind, outcome.reason) == ("manual", one["manual"].text()), told
        else:
            assert (outcome.kind, outcome.missing) == ("missing", tuple(n.text() for n in one["missing"])), told
        if "reason" in one:
            assert outcome.reason == one["reason"].text(), told
        if "step" in one:
            assert table.step(values) == one["step"].text(), told


REFUSED = [
    (
        'bands: {value: 甲, lower_bounds: {"60%": "1", "90%": "2"}, below: "0"}',
        "规则 第 1 行：档位“90%”的位置不对：下限应由高到低排列。请调整先后。",
    ),
    (
        'bands: {value: 甲, upper_bounds: {"10%": "1", "0.1": "2"}, above: "0"}',
        "规则 第 1 行：档位“0.1”的位置不对：上限应由低到高排列。请调整先后。",
    ),
    ('bands: {value: 甲, below: "0"}', "规则 第 1 行：应写 lower_bounds 或 upper_bounds，两者有且只有一个。请改正。"),
    (
        'bands: {value: 甲, lower_bounds: {九成: "1"}, below: "0"}',
        '规则 第 1 行：“九成”不是档位的界限，应为 "0.9" 或 "90%" 这样的数。请改写。',
    ),
    ('bands: {value: 甲, lower_bounds: {"1": "1"}}', "规则 第 1 行：缺少“below”。请补写。"),
    (
        'bands: {value: 甲, lower_bounds: {"1": "1"}, below: "0", above: "0"}',
        "规则 第 1 行：不认识“above”，是否应为“below”？请改正或删去。",
    ),
    ("bands: {}\nrows: []", None),
    ("proportion: {}", None),
    (
        "proportional: {value: 甲, traget: 乙}",
        "规则 第 1 行：不认识“traget”，是否应为“target”？请改正或删去。",
    ),
    (
        "cap_ratio: {numerator: 甲, denominator: 乙, if_zero: maybe}",
        "规则 第 1 行：“maybe”不在可选值之内，可写：full、zero、manual。请改正。",
    ),
    (
        "cap_ratio: {numerator: 甲, denominator: 乙, if_zero: full, reasons: {mett: x}}",
        "规则 第 1 行：不认识“mett”，是否应为“met”？请改正或删去。",
    ),
    (
        'deduct_per_step: {value: 甲, step: "5%", each: "2", count: begun}',
        "规则 第 1 行：应写 above 或 below，两者有且只有一个。请改正。",
    ),
    (
        'manual_banded: {state: 甲, given: 乙, lower_bounds: {差: "0", 好: "80%"}}',
        "规则 第 1 行：档位“80%”的位置不对：下限应由高到低排列。请调整先后。",
    ),
    (
        "rows: [{when: 甲 = 1, points: 5, reason: r}]",
        '规则 第 1 行：这里应为文字，却是裸写的 5。数字一律加引号，请写成 "5"。',
    ),
    ('rows: [{points: "5", reason: r}]', "规则 第 1 行：应写 when 或 else: true，两者有且只有一个。请改正。"),
    ("rows: [{else: true, reason: r}]", "规则 第 1 行：应写 points 或 manual，两者有且只有一个。请改正。"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED, ids=[str(number) for number in range(len(REFUSED))])
def test_a_short_form_written_wrongly_is_explained(text: str, said: str | None) -> None:
    """A slip in a short form gets its line and the way out."""
    with pytest.raises(RuleError) as error:
        expand_macros(read_text(text))

    assert error.value.text() == (said or error.value.text())
    assert error.value.text("en")
    if said is None:
        assert error.value.message_id == "rule-one-form"


def test_reasons_can_be_asked_for_in_english() -> None:
    """A reader of English sees English reasons where the author gave none."""
    rows = expand_macros(read_text('deduct_per_event: {events: {问题: "1"}}'), "en").rows

    assert rows[0].reason == "nothing happened that costs points: full marks"
