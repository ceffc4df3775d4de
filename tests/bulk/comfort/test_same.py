"""What counts as the same name over years, and how the engine tells figures and sentences."""

from __future__ import annotations

import duckdb
import pytest

from jixiao.bulk.comfort import same
from jixiao.bulk.comfort.rules import KINDS, rules
from jixiao.bulk.comfort.telling import figures, shown, told
from jixiao.rules.registry import registry


def value(expression: str, **given: object) -> object:
    """An expression over named values."""
    columns = ", ".join(f"? as {name}" for name in given) or "1 as nothing"
    with duckdb.connect() as engine:
        ((found,),) = engine.execute(f"select {expression} from (select {columns})", list(given.values())).fetchall()
    return found


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("劳模津贴发放率", "劳模 津贴发放率", True),
        ("劳模津贴（补助）发放率", "劳模津贴(补助)发放率", True),
        ("2022年培训人次", "2023年度培训人次", True),
        ("ＡＰＰ下载量", "app下载量", True),
        ("培训人次", "培训次数", False),
        ("第1批补助", "第2批补助", False),
    ],
)
def test_indicators_by_name(one, other, alike):
    """Spaces, signs, width and the year do not matter; words and other numbers do."""
    keys = value(f"[{same.indicator('one')}, {same.indicator('other')}]", one=one, other=other)

    assert (keys[0] == keys[1]) is alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (("440100", "市总工会"), ("440100", "市 总工会"), True),
        (("440100", "市总工会"), ("440300", "市总工会"), False),
        (("440100", "市总工会"), (None, "市总工会"), False),
        (("440100", "市文化局"), ("440100", "市文化和旅游局"), False),
    ],
)
def test_departments_by_name_and_region(one, other, alike):
    """Another region is another department, and so is one with a new name."""
    keys = [value(same.department("region", "name"), region=region, name=name) for region, name in (one, other)]

    assert (keys[0] == keys[1]) is alike


def test_owners_by_name():
    """Indicators of the department have no owner; projects go by their names, whose year does not matter."""
    assert value(same.owner("0", "name"), name=None) == ""
    assert value(same.owner("3", "name"), name="2022年 修缮") == value(same.owner("7", "name"), name="2023年修缮")


def test_sentences_without_their_figures():
    """New figures do not make a new sentence."""
    one, other = "三个项目支出慢，涉及 12.5 万元", "五个项目支出慢,涉及300万元"

    assert value(same.sentence("said"), said=one) == value(same.sentence("said"), said=other) == "个项目支出慢涉及元"


@pytest.mark.parametrize(
    ("whole", "places", "text"),
    [
        (997300, 4, "99.73"),
        (1_200_000, 4, "120"),
        (5, 4, "0.0005"),
        (-105, 2, "-1.05"),
        (0, 6, "0"),
        (37, 0, "37"),
        (9 * 10**17, 2, "9000000000000000"),
        (None, 4, None),
    ],
)
def test_whole_numbers_as_decimals(whole, places, text):
    """Exact, without idle zeros; nothing stays nothing."""
    assert value(shown("figure", places), figure=whole) == text


def test_sentences_of_the_engine():
    """A message with its values; quotes are harmless and what is missing is a dash."""
    sentence = told("comfort-evidence", "zh", {"no": "no", "name": "name", "date": "date", "year": "year"})

    assert value(sentence, no="E1", name="it's {x}", date=None, year="2020") == (
        "佐证 E1“it's {x}”（—）与 2020 年用过的是同名、同日期的材料。"
    )
    assert value(figures({"a": "a", "b": "b"}), a='"1"', b=None) == '{"a":"\\"1\\"","b":null}'


def test_what_is_declared():
    """Every kind is there with its reason; the fields whose sentences are compared are fields; nothing claims to be official."""
    known = rules()

    assert tuple(known.kinds) == KINDS
    assert all(kind.because for kind in known.kinds.values())
    assert known.basis.provenance == "reconstructed"
    for name in known.kinds["text"].own["fields"]:
        subject, _, field = name.partition(".")
        assert registry().by_id[subject].field(field).kind.value in {"text", "paragraph"}
