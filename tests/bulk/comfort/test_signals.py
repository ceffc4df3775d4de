"""Each kind of signal on years of a few lines: what is one, what is near to one and is none, and the whole sentence."""

from __future__ import annotations

import duckdb
import pytest
from tests.bulk.comfort.desk import carried, judged, measured, signals, year_of

from jixiao.bulk.comfort.rules import rules
from jixiao.bulk.comfort.scores import steady


def test_a_target_below_last_years_result(tmp_path):
    """5 % and less is no signal, nor is another unit; for costs, laxer means higher; without a year before, its own column."""
    first = year_of(
        "甲局",
        2021,
        indicator=[
            measured("A", "2021年培训人次", 100, 120),
            measured("B", "检查次数", 100, 120),
            measured("C", "人均成本", 50, 40, "≤"),
            measured("D", "面积", 100, 120, unit="亩"),
        ],
    )
    second = year_of(
        "甲 局",
        2022,
        indicator=[
            measured("A", "2022年度培训人次", "113.9", 130),
            measured("B", "检查次数", 114, 130),
            measured("C", "人均成本", "42.1", 41, "≤"),
            measured("D", "面积", 50, 130, unit="公顷"),
            measured("E", "新指标", 80, 130, last_year=carried(100)),
            measured("F", "只报数", 80, 130),
        ],
    )

    assert signals(tmp_path, [first, second], "below") == [
        (
            2,
            "2022/indicator/A",
            "指标“2022年度培训人次”的年度指标值是 113.9项，上年实际完成 120项：今年的目标比已经做到的宽松。",
        ),
        (2, "2022/indicator/C", "指标“人均成本”的年度指标值是 42.1项，上年实际完成 40项：今年的目标比已经做到的宽松。"),
        (2, "2022/indicator/E", "指标“新指标”的年度指标值是 80项，上年实际完成 100项：今年的目标比已经做到的宽松。"),
    ]


def test_a_result_that_is_the_target_every_year(tmp_path):
    """Three years on end; two are too few, a gap breaks them, and a full rate of 100 % cannot be passed."""

    def indicators(one: int, two: int, three: int):
        return [
            measured("A", "演练次数", 12, one),
            measured("B", "巡查次数", 30, two),
            measured("C", "发放率", 100, three, unit="%"),
        ]

    years = [
        year_of("甲局", 2020, indicator=indicators(12, 31, 100)),
        year_of("甲局", 2021, indicator=indicators(12, 30, 100)),
        year_of("甲局", 2022, indicator=indicators(12, 30, 100)),
        year_of("甲局", 2024, indicator=indicators(12, 30, 100)),
        year_of("甲局", 2022, region="440200", indicator=indicators(12, 30, 100)),
    ]

    assert signals(tmp_path, years, "exact") == [
        (3, "2022/indicator/A", "指标“演练次数”连续 3 年的完成值都恰好等于指标值，今年是 12项。")
    ]


def test_nothing_missed_where_others_miss(tmp_path):
    """A department of many indicators that never misses, beside one that misses one in five; a small one proves nothing."""

    def indicators(number: int, missed: int):
        return [measured(f"I{i}", f"指标甲{i}", 10, 9 if i < missed else 11) for i in range(number)]

    years = [
        year_of(name, year, indicator=indicators(number, missed))
        for name, number, missed in (("甲局", 10, 0), ("乙局", 10, 4), ("丙局", 2, 0))
        for year in (2020, 2021, 2022)
    ]

    assert signals(tmp_path, years, "spotless") == [
        (3, "2022/cover", "连续 3 年共 30 个可判断的指标没有一个未完成；按各部门的平均比例，大约会有 5 个。")
    ]


def test_scores_just_under_the_maximum(tmp_path):
    """From 95 % to less than all; lines that people judged and projects on their own forms."""
    one = year_of(
        "甲局",
        2022,
        indicator=[judged("A", "满意", "10"), judged("B", "成效", "9.5"), judged("C", "影响", "9.49")],
        project=[{"project": "P01", "name": "修缮", "self_score": 9880}, {"project": "P02", "name": "培训"}],
    )

    assert signals(tmp_path, [one], "bunched") == [
        (1, "2022/indicator/B", "“成效”由人评定，满分 10 分得 9.5 分，在满分下面一点。"),
        (1, "2022/project/P01", "“修缮”由人评定，满分 100 分得 98.8 分，在满分下面一点。"),
    ]


def test_an_indicator_that_goes_after_a_bad_year(tmp_path):
    """Missed by more than 5 % and gone; not one that was renamed with its year, nor one whose project is gone too."""
    of_project = {"owner": "P01", "owner_row": 1}
    first = year_of(
        "甲局",
        2021,
        project=[{"project": "P01", "name": "老项目"}, {"project": "P02", "name": "2021年修缮"}],
        indicator=[
            measured("A", "培训人次", 100, 94),
            measured("B", "检查次数", 100, 96),
            measured("C", "2021年演练次数", 100, 50),
            measured("D", "受益人数", 100, 50, **of_project),
            measured("E", "修缮面积", 100, 50, owner="P02", owner_row=2),
            judged("F", "社会影响", "3", state=2),
        ],
    )
    second = year_of(
        "甲局",
        2022,
        project=[{"project": "X9", "name": "2022年修缮"}],
        indicator=[measured("Z", "2022年演练次数", 100, 101)],
    )

    assert signals(tmp_path, [first, second], "dropped") == [
        (
            2,
            "2021/indicator/A",
            "指标“培训人次”2021 年的指标值是 100项、完成 94项，没有完成；今年所属的项目还在，这个指标不见了。",
        ),
        (
            2,
            "2021/indicator/E",
            "指标“修缮面积”2021 年的指标值是 100项、完成 50项，没有完成；今年所属的项目还在，这个指标不见了。",
        ),
        (2, "2021/indicator/F", "定性指标“社会影响”2021 年未达成；今年所属的项目还在，这个指标不见了。"),
    ]


def test_a_target_that_fits_the_result(tmp_path):
    """Equal with odd digits; round ones, and those of two digits, are planned so. And the target that a form stated elsewhere."""
    one = year_of(
        "甲局",
        2022,
        indicator=[
            measured("A", "受益人数", 1237, 1237),
            measured("B", "合格率", "98.73", "98.73", unit="%"),
            measured("C", "面积", 1250, 1250),
            measured("D", "次数", 37, 37),
            measured("E", "份数", 1237, 1238),
            measured("F", "户数", 90, 95),
            measured("G", "件数", 90, 95),
        ],
        stated=[
            {"item": "indicator/F/target", "where": "绩效目标批复表", "value": 100 * 10**6},
            {"item": "2022/indicator/G/target", "where": "绩效目标批复表", "value": 90 * 10**6},
            {"item": "2022/indicator/G/target", "year": 2021, "where": "上年批复表", "value": 80 * 10**6},
        ],
    )

    assert signals(tmp_path, [one], "changed") == [
        (1, "2022/indicator/A", "指标“受益人数”的指标值与完成值都是 1237项，零头也分毫不差；请核对批复的指标值。"),
        (1, "2022/indicator/B", "指标“合格率”的指标值与完成值都是 98.73%，零头也分毫不差；请核对批复的指标值。"),
        (1, "2022/indicator/F", "指标“户数”的指标值现为 90项，而“绩效目标批复表”写的是 100；请核对批复后有没有改动。"),
    ]


def test_sentences_that_were_there_before(tmp_path):
    """Last year's with new figures, a neighbour's; not a short one, and not one that everybody writes."""
    phrase = "进一步提高思想认识压实各单位主体责任。"

    def problems(*texts: str):
        return [{"no": f"W{i}", "title": "问题", "text": text} for i, text in enumerate(texts, 1)]

    years = [
        year_of("甲局", 2021, problem=problems(f"三个项目招标流标后重新组织，支出慢 12 天；进度慢。{phrase}")),
        year_of("甲局", 2022, problem=problems(f"五个项目招标流标后重新组织，支出慢30天！进度慢。{phrase}")),
        year_of("乙局", 2022, problem=problems("方案反复修改使合同推迟到年末签订", phrase)),
        year_of("丙局", 2022, measure=[{"no": "C1", "text": f"方案反复修改，使合同推迟到年末签订。{phrase}"}]),
        year_of("丁局", 2022, problem=problems("服务对象提出的意见没有按期答复完毕")),
    ]

    assert signals(tmp_path, years, "text") == [
        (
            2,
            "2022/problem/W1",
            "“五个项目招标流标后重新组织，支出慢30天”这句话在本部门 2021 年的表里也有（不计数字和标点）。",
        ),
        (
            3,
            "2022/problem/W1",
            "“方案反复修改使合同推迟到年末签订”这句话在“丙局”的表里也有（不计数字和标点，共 2 个部门）。",
        ),
        (
            4,
            "2022/measure/C1",
            "“方案反复修改，使合同推迟到年末签订”这句话在“乙局”的表里也有（不计数字和标点，共 2 个部门）。",
        ),
    ]


def test_evidence_that_served_before(tmp_path):
    """The same file and the same date as in an earlier year; another date is another paper, another department says nothing."""

    def papers(*listed: tuple[str | None, str, str]):
        return [
            {"no": f"E{i}", "file": file, "name": name, "date": date} for i, (file, name, date) in enumerate(listed, 1)
        ]

    years = [
        year_of("甲局", 2020, evidence=papers(("台账.pdf", "台账", "2020-12-31"), (None, "培训照片", "2020-06"))),
        year_of("甲局", 2022, evidence=papers(("台账.PDF", "台账", "2020-12-31"), (None, "培训 照片", "2020-06"), ("台账.pdf", "台账", "2022-12-31"))),
        year_of("乙局", 2022, evidence=papers(("台账.pdf", "台账", "2020-12-31"))),
    ]  # fmt: skip

    assert signals(tmp_path, years, "evidence") == [
        (2, "2022/evidence/E1", "佐证 E1“台账.PDF”（2020-12-31）与 2020 年用过的是同名、同日期的材料。"),
        (2, "2022/evidence/E2", "佐证 E2“培训 照片”（2020-06）与 2020 年用过的是同名、同日期的材料。"),
    ]


def test_totals_that_hardly_move(tmp_path):
    """Three totals within half a point, just under the maximum; what moves more, or is low, is none."""
    asked = steady(rules().kinds["steady"], "zh")
    totals = [
        (1, 9700),
        (1, 9750),
        (1, 9720),
        (2, 9700),
        (2, 9751),
        (2, 9700),
        (3, 9000),
        (3, 9010),
        (3, 9020),
        (4, 10000),
        (4, 10000),
        (4, 9990),
    ]
    with duckdb.connect() as engine:
        rows = ", ".join(
            f"({place}, {2020 + (place - 1) % 3}, {who}, 10000, {total * 10**4})"
            for place, (who, total) in enumerate(totals, 1)
        )
        engine.execute(f"create table dated as select * from (values {rows}) as t(dept, year, who, points, total)")
        for name, query in asked.steps:
            engine.execute(f"create table {name} as {query}")
        assert engine.execute(asked.found).fetchall() == [
            (
                3,
                "cover",
                1,
                "2022/cover",
                "连续 3 年的总分都在 97 至 97.5 分之间，接近满分而几乎不变。",
                '{"years":"3","lowest":"97","highest":"97.5"}',
            )
        ]
        assert engine.execute(f"{asked.compared} order by dept").fetchall() == [(3, 1), (6, 1), (9, 1), (12, 1)]


def test_a_department_that_occurs_twice_is_compared_with_no_other_year(tmp_path):
    """Which of the two was last year's cannot be known."""
    first = year_of("甲局", 2021, indicator=[measured("A", "培训人次", 100, 120)])
    second = year_of("甲局", 2022, indicator=[measured("A", "培训人次", 100, 120)])

    assert len(signals(tmp_path / "once", [first, second], "below")) == 1
    assert signals(tmp_path / "twice", [first, second, second], "below") == []


@pytest.mark.parametrize("kind", ["below", "changed"])
def test_sentences_in_english(tmp_path, kind):
    """The same signal told in the other language."""
    first = year_of("甲局", 2021, indicator=[measured("A", "培训人次", 100, 1300)])
    second = year_of("甲局", 2022, indicator=[measured("A", "培训人次", 1234, 1234)])

    ((_, address, sentence),) = signals(tmp_path, [first, second], kind, "en")
    assert address == "2022/indicator/A"
    assert (
        sentence
        == {
            "below": "The target of “培训人次” is 1234项, last year’s result was 1300项: it asks for less than was achieved already.",
            "changed": "Target and result of “培训人次” are both 1234项, equal to the odd digit; look at the target that was approved.",
        }[kind]
    )
