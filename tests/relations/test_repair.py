"""Which figure is wrong: what several broken relations say together, and what they leave open."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jixiao.facts import Address
from jixiao.figures import half_up
from jixiao.relations import Form, Mode, Outcome, Quantity, Relation, Slip, Term, find_repairs, judge, solved

PERCENT = Fraction(1, 100)


def figure(name: str, text: str, unit: str = "万元", size: Fraction = Fraction(10**4)) -> Quantity:
    """A figure as printed, known by its name."""
    decimals = len(text.partition(".")[2])
    return Quantity(Address(name), name, Fraction(Decimal(text)) * size, unit, size, decimals, printed=True)


def percent(name: str, text: str) -> Quantity:
    return figure(name, text, "%", PERCENT)


def total(left: Quantity, *parts: Quantity) -> Relation:
    return Relation("REL-01", Form.SUM, left, tuple(Term(part) for part in parts), Mode.PRINTED)


def rate(left: Quantity, part: Quantity, base: Quantity) -> Relation:
    return Relation("PCT-01", Form.RATIO, left, (Term(part), Term(base, below=True)), Mode.PRINTED)


def department(**changed: str) -> list[Relation]:
    """Budget and spending of a department, told with their parts and rates; `changed` figures are printed otherwise."""
    printed = {
        "预算": "46886.75",
        "基本预算": "30152.75",
        "项目预算": "16734.00",
        "支出": "46154.11",
        "基本支出": "29613.81",
        "项目支出": "16540.30",
        "率": "98.44",
        "基本率": "98.21",
        "项目率": "98.84",
    } | changed
    at = {name: (percent if name.endswith("率") else figure)(name, text) for name, text in printed.items()}
    return [
        total(at["预算"], at["基本预算"], at["项目预算"]),
        total(at["支出"], at["基本支出"], at["项目支出"]),
        rate(at["率"], at["支出"], at["预算"]),
        rate(at["基本率"], at["基本支出"], at["基本预算"]),
        rate(at["项目率"], at["项目支出"], at["项目预算"]),
    ]


def failing(relations: list[Relation]) -> list[int]:
    return [index for index, relation in enumerate(relations) if judge(relation).outcome is Outcome.FAILS]


@pytest.mark.parametrize(
    ("name", "printed", "meant", "slip"),
    [
        ("支出", "46254.11", "46154.11 万元", Slip.DIGIT),
        ("支出", "46514.11", "46154.11 万元", Slip.SWAP),
        ("支出", "4615.41", "46154.10 万元", Slip.POINT),
        ("项目预算", "16374.00", "16734.00 万元", Slip.SWAP),
        ("项目支出", "1654.30", "16540.30 万元", Slip.LOST),
        ("基本支出", "296138.1", "29613.8 万元", Slip.POINT),
        ("预算", "47886.75", "46886.75 万元", Slip.DIGIT),
    ],
)
def test_a_figure_in_several_broken_relations_is_named(name: str, printed: str, meant: str, slip: Slip):
    """One change mends everything that the slip broke and spoils nothing: that figure is the suspect."""
    relations = department(**{name: printed})
    (group,) = find_repairs(relations, failing(relations))
    assert group.suspect is not None
    assert (group.suspect.quantity.at, group.suspect.shown, group.suspect.slip) == (name, meant, slip)


def test_without_a_second_relation_nobody_can_tell():
    """A total and two parts, one digit off: each of the three could be the wrong one."""
    relation = total(figure("甲", "30.00"), figure("乙", "12.00"), figure("丙", "19.00"))
    (group,) = find_repairs([relation], [0])
    assert group.suspect is None
    assert {repair.quantity.at for repair in group.repairs if repair.complete} == {"甲", "乙", "丙"}


def test_what_holds_speaks_for_its_figures():
    """The parts have rates that hold; so the total, which has none, is the suspect."""
    relations = department(预算="48886.75")[:1] + department()[3:]
    (group,) = find_repairs(relations, [0])
    assert group.suspect is not None
    assert group.suspect.quantity.at == "预算"


def test_broken_relations_without_a_figure_in_common_are_apart():
    """Two slips in two places are two groups, each with its own suspect."""
    first, second = department(支出="46254.11"), [total(figure("子", "5.0"), figure("丑", "2.0"), figure("寅", "2.0"))]
    relations = first + second
    groups = find_repairs(relations, failing(relations))
    assert [group.suspect.quantity.at if group.suspect else None for group in groups] == ["支出", None]


@pytest.mark.parametrize(
    ("relation", "at", "value"),
    [
        (total(figure("甲", "30.00"), figure("乙", "12.00"), figure("丙", "19.00")), "丙", Fraction(18 * 10**4)),
        (rate(percent("率", "50.00"), figure("甲", "4.00"), figure("乙", "9.00")), "乙", Fraction(8 * 10**4)),
        (
            Relation(
                "REL-07",
                Form.PRODUCT,
                figure("计", "64.32"),
                (
                    Term(figure("人", "268", "人", Fraction(1))),
                    Term(figure("价", "2000", "元", Fraction(1))),
                ),
            ),
            "价",
            Fraction(2400),
        ),
    ],
)
def test_what_a_figure_would_have_to_be(relation: Relation, at: str, value: Fraction):
    """A relation tells what each of its figures must be, were the others right."""
    assert solved(relation, Address(at)) == value


def test_a_change_is_solved_through_its_implied_base():
    """224.96 more and 20.1 % more: this year's figure stands above and below the line."""
    level, change = figure("本年", "1342.42"), figure("增加", "224.96")
    relation = Relation(
        "REL-03",
        Form.RATIO,
        percent("增幅", "20.1"),
        (Term(change), Term(level, below=True), Term(change, -1, below=True)),
        Mode.PRINTED,
    )
    assert judge(relation).outcome is Outcome.HOLDS
    at = solved(relation, Address("本年"))
    assert at is not None
    assert half_up(at / 10**4, 0) == Decimal(1344)


@given(
    name=st.sampled_from(["预算", "支出", "项目预算", "项目支出", "基本预算", "基本支出"]),
    spot=st.integers(0, 7),
    digit=st.sampled_from("0123456789"),
)
def test_a_wrong_digit_is_never_blamed_on_another_figure(name: str, spot: int, digit: str):
    """Whatever digit of whatever amount is changed: if anybody is named, it is that amount."""
    originals = {
        "预算": "46886.75",
        "基本预算": "30152.75",
        "项目预算": "16734.00",
        "支出": "46154.11",
        "基本支出": "29613.81",
        "项目支出": "16540.30",
    }
    text = originals[name]
    assume(text[spot] not in (".", digit))
    relations = department(**{name: text[:spot] + digit + text[spot + 1 :]})
    broken = failing(relations)
    assume(len(broken) > 1)
    (group,) = find_repairs(relations, broken)
    assert group.suspect is None or group.suspect.quantity.at == name
