"""From facts to sentences: what is said, what is asked for, and that no figure is ever pasted into words."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reports.written import (
    ROOT,
    Written,
    department,
    entered_texts,
    example,
    lines,
    plain_texts,
    spans,
    write,
)

from jixiao.facts import DepartmentYear, Facts
from jixiao.facts.accounting import BonusItem
from jixiao.facts.rows import key_of
from jixiao.figures import MISSING, Missing, Money, Score, section_mark
from jixiao.reports.model import Annex, Chart, Heading, Live, Pending, text_of
from jixiao.reports.writing import compose, outline, outline_for, outlines
from jixiao.reports.writing.reasons import reason_words, ways_of
from jixiao.reports.writing.vocabulary import words
from jixiao.rules.errors import RuleError
from jixiao.rules.outlines import read_outline
from jixiao.rules.registry import registry
from jixiao.scoring import Line

CASES = yaml.safe_load((ROOT / "tests/cases/reports/sentences.yaml").read_text(encoding="utf-8"))
EXAMPLES = ("gz-union-2022", "qingxi-water-2024")
SECTION = {"title": "例", "optional": True}
WRITING = ROOT / "src/jixiao/reports/writing"


@cache
def written(name: str) -> Written:
    """An example department's report, written once."""
    return write(example(name))


@pytest.fixture(params=EXAMPLES)
def any_example(request: pytest.FixtureRequest) -> Written:
    """The report of each example."""
    return written(request.param)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_the_report_says(case: Mapping[str, Any], tmp_path: Path):
    """Given these rows, an outline with these items says exactly this, figures live, gaps shown."""
    plan = {"outline": "case", "title": "例", "heading": ["例"], "sections": [SECTION | {"items": case["items"]}]}
    file = tmp_path / "case.yaml"
    file.write_text(yaml.safe_dump(plan, allow_unicode=True, width=9999), encoding="utf-8")

    report = compose(Facts(department(case["given"]), registry()), None, read_outline(file, words(registry())))

    assert list(lines(report.blocks))[1:] == case["expect"]


def test_every_published_figure_is_found_by_its_address():
    """What the public report of 2022 prints, ours prints too, live at the address that the list gives."""
    listed = yaml.safe_load((ROOT / "examples/gz-union-2022.figures.yaml").read_text(encoding="utf-8"))
    printed = {(span.address, span.text) for span in spans(written("gz-union-2022").report) if isinstance(span, Live)}

    assert [item for item in listed if (item["address"], item["text"]) not in printed] == []


def test_the_guangzhou_report_follows_the_outline_of_the_city():
    """Order and names of the headings are those that Guangzhou asks for, management before duty."""
    report = written("gz-union-2022").report

    assert report.title == ("广州市总工会", "2022年度部门整体支出绩效自评报告")
    assert [block.text for block in report.blocks if isinstance(block, Heading) and block.level < 3][:12] == [
        "一、基本情况",
        "（一）部门概况",
        "（二）年度总体工作和重点工作任务",
        "（三）部门整体收支情况",
        "（四）部门整体绩效管理情况",
        "二、综合评价分析",
        "（一）自评结论综述",
        "（二）各项工作任务绩效目标完成情况分析及主要工作成效",
        "（三）各重点任务项目支出完成情况分析",
        "三、存在的主要问题",
        "（一）部分项目支出进度偏慢",
        "（二）绩效管理培训跟不上",
    ]
    assert [block.number for block in report.blocks if isinstance(block, Annex)] == [
        f"附件{number}" for number in "12345"
    ]


def test_the_conclusion_of_the_guangzhou_report():
    """Total, parts in the city's order, no plus or minus items, grade, and how much was lost."""
    assert (
        "市总工会2022年度部门整体支出绩效自评总分[97.48]分，满分[100.00]分。管理效率自评得分[48.51]分，履职效能自评得分[48.97]分，"
        "无其他加减分项，自评等级为“优”。共失分[2.52]分，涉及[8]个评分项。"
    ) in lines(written("gz-union-2022").report.blocks)


def told(year: DepartmentYear, opening: str) -> list[str]:
    """The lines of a department's report that begin so."""
    return [text for text in lines(write(year).report.blocks) if text.startswith(opening)]


def test_plus_and_minus_items_are_told_with_their_papers():
    """Each item with its sign in words and the paper behind it, then what of them counts."""
    items = (
        BonusItem(no="J1", name="获省级表彰", points=Score(Decimal("1.00")), document="粤财绩〔2022〕5号"),
        BonusItem(no="J2", name="迟报", points=Score(Decimal("-0.50"))),
    )

    (sentence,) = told(replace(example("gz-union-2022"), bonus=items), "市总工会2022年度部门整体支出绩效自评总分")

    assert sentence.startswith("市总工会2022年度部门整体支出绩效自评总分[97.98]分")
    assert "加减分项有“获省级表彰”加分[1.00]分（粤财绩〔2022〕5号）、“迟报”减分[0.50]分，合计计入[0.50]分，" in sentence


def test_a_line_without_its_figure_says_which_figure():
    """A score that cannot be computed is asked for by the name of the figure that is missing."""
    year = example("gz-union-2022")

    (sentence,) = told(
        replace(year, management=replace(year.management, forms_returned=MISSING)), "市总工会2022年度部门整体"
    )

    assert "自评总分〔待填：自评总分〕分" in sentence
    assert sentence.endswith("尚未评定的评分项：“绩效管理制度执行”缺〔待填：退回绩效表数〕。")


def test_all_that_a_line_lacks_is_asked_for():
    """Of two figures that are missing both are named; a line that gathers indicators asks for the indicators."""
    year = example("gz-union-2022")
    bare = replace(year.management, findings=MISSING, serious_findings=MISSING)
    rows = tuple(item for item in year.indicator if item.owner != "部门" or item.lv1 not in ("产出指标", "成本指标"))

    (sentence,) = told(replace(year, management=bare, indicator=rows), "市总工会2022年度部门整体")

    assert "“财务管理合规性”缺〔待填：财务一般问题数〕、〔待填：财务严重问题数〕" in sentence
    assert "“部门整体绩效目标产出指标完成情况”缺〔待填：部门的产出指标、成本指标〕" in sentence


def test_an_indicator_that_waits_for_its_figure_names_it():
    """Indicators that were entered without their result are asked for one by one, judged ones by their judgement."""
    year = example("gz-union-2022")
    own = [item for item in year.indicator if item.owner == "部门" and item.same_as is MISSING][:2]
    rows = tuple(replace(item, actual=MISSING) if item in own else item for item in year.indicator)
    names = [item.name for item in own]

    (sentence,) = told(replace(year, indicator=rows), "市总工会2022年度部门整体")

    assert "、".join(f"〔待填：{name} · 实际完成值〕" for name in names) in sentence


SECTIONS = """
outline: case
title: 例
heading: [例]
sections:
  - title: 部门职能
    items: [{write: narratives, with: {slot: 部门概况}}]
  - title: 上年整改
    optional: true
    items: [{write: followups}]
  - title: 成效
    sections:
      - {title: 主要成效, items: [{write: narratives-by-unit, with: {slot: 主要工作成效}}]}
      - {title: 其他成效, optional: true, items: [{write: narratives, with: {slot: 其他说明}}]}
annexes:
  - {title: 分工, items: [{write: assignments}]}
"""


def test_no_heading_stands_over_nothing(tmp_path: Path):
    """What is expected and not there is asked for under its heading; what is optional leaves no heading."""
    (tmp_path / "case.yaml").write_text(SECTIONS, encoding="utf-8")

    report = compose(Facts(department({}), registry()), None, read_outline(tmp_path / "case.yaml", words(registry())))

    assert list(lines(report.blocks)) == [
        "# 一、部门职能",
        "〔待填：部门职能〕",
        "# 二、成效",
        "## （一）主要成效",
        "〔待填：主要成效〕",
        "@ 附件1 分工",
        "无。",
    ]
    assert report.draft


def test_quotation_marks_are_nested():
    """A name that holds quotation marks stands in quotation marks with single ones inside."""
    year = example("gz-union-2022")
    spent = tuple(replace(item, actual=Money.of("90")) for item in year.sangong)

    (sentence,) = told(replace(year, sangong=spent), "B-07-02“")

    assert sentence.startswith("B-07-02“‘三公’经费控制情况”满分")
    assert "扣分原因：“三公”经费支出" in sentence


def test_one_division_is_one_division(tmp_path: Path):
    """A bureau with a single division does not name it 分别."""
    report = write(replace(example("gz-union-2022"), division=example("gz-union-2022").division[:1])).report

    assert any("内设机构[1]个，为" in text for text in lines(report.blocks))


def test_a_rate_in_a_reason_has_its_sign():
    """Whether it is whole or not, a rate that a rule quotes is printed with its percent sign."""
    pen = written("gz-union-2022").pen
    (line,) = [line for line in pen.card.lines if line.code == "A-05"]

    assert text_of(reason_words(pen, line)) == "重点项目支出率100%"


def test_points_lost_through_a_project_name_its_indicator():
    """Behind a line that gathers projects stand the indicators of the projects, without points of another scale."""
    year = example("gz-union-2022")
    late = tuple(
        replace(item, actual=Decimal(1), deviation="楼板延期。") if item.no == "P01-2" else item
        for item in year.indicator
    )

    assert told(replace(year, indicator=late), "A-04“") == [
        (
            "A-04“专项资金绩效目标完成情况（重点任务项目）”满分[20.00]分，得[18.33]分，扣[1.67]分。扣分原因："
            "广州市第二工人文化宫整体改造：主体楼板浇筑年度节点完成数目标＝[2]个、实际[1]个（楼板延期）。"
        )
    ]


def test_every_lost_point_is_explained(any_example: Written):
    """Each line that lost points has its sentence: what it lost and why, in the office's words or the rule's."""
    text_lines = list(lines(any_example.report.blocks))
    lost = [line for line in any_example.card.lines if not isinstance(line.lost, Missing) and line.lost.points > 0]

    assert lost
    for line in lost:
        (sentence,) = [text for text in text_lines if text.startswith(f"{line.code}“{line.name}”满分")]
        assert f"扣[{line.lost.text()}]分。扣分原因：" in sentence
        assert "待填" not in sentence


def test_every_figure_is_a_fact(any_example: Written):
    """Each live figure has an address where a fact lives, and its text is one of the ways to print that fact."""
    pen = any_example.pen
    live = [span for span in spans(any_example.report) if isinstance(span, Live)]
    bars = [bar for block in any_example.report.blocks if isinstance(block, Chart) for bar in block.bars]

    assert len(live) > 500
    assert [span for span in live if span.text not in ways_of(pen.facts.fact(span.address))] == []
    assert [bar for bar in bars if bar.text not in ways_of(pen.facts.fact(bar.address))] == []
    assert {span.address for span in live} | {bar.address for bar in bars} == set(any_example.report.facts)


def test_no_figure_is_pasted_into_words(any_example: Written):
    """Numbers in plain words are the year, somebody's own words, a code or name, or a rule's own wording."""
    pieces = [*entered_texts(any_example.facts.year), *rules_words(any_example)]
    pieces += [str(any_example.facts.year.year), *(line.code for line in any_example.card.lines)]
    allowed = {token for piece in pieces for token in tokens(piece)}

    pasted = [
        (token, text) for text in plain_texts(any_example.report) for token in tokens(text) if token not in allowed
    ]

    assert pasted == []


def tokens(text: str) -> list[str]:
    """The runs of digits and what is written together with them."""
    return [token for token in re.findall(r"[0-9A-Za-z.%+-]+", text) if any(sign.isdigit() for sign in token)]


def rules_words(one: Written) -> list[str]:
    """The words of rules: what stands in reasons between the figures."""
    found = []
    for line in _all(one.card.lines):
        rule = getattr(line.because, "rule", None)
        if rule is not None:
            found += [part for reason in rule.reasons for part in reason if isinstance(part, str)]
    return found


def _all(found: tuple[Line, ...]) -> list[Line]:
    return [line for one in found for line in (one, *_all(one.details))]


def test_no_digit_stands_in_our_own_sentences():
    """A sentence of the source that held a digit would go on saying it when the figure changes."""
    said = [
        (path.name, node.lineno, part)
        for path in sorted(WRITING.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say" and node.args
        for part in texts_of(node.args[0])
    ]

    assert len(said) > 60
    assert [place for place in said if re.search(r"\d", re.sub(r"\{[^{}]*\}", "", place[2]))] == []


def texts_of(node: ast.expr) -> list[str]:
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]


REMOVED = [
    ("budget", "B-HQ-1", "spent", "department/total/spent"),
    ("budget", "B-HQ-1", "initial", "department/total/full"),
    ("staff", "HQ", "actual", "staffing/in_service/actual"),
    ("management", "", "forms_returned", "score/B-04-03"),
    ("management", "", "assets_in_use", "department/asset_use_rate"),
    ("indicator", "P02-1", "actual", "indicator/O1/actual"),
    ("result", "R03", "value", "result/R03/value"),
    ("project", "P01", "physical_progress", "project/P01/physical_progress"),
    ("milestone", "P01", "done", "milestone/P01/立项/done"),
]


@pytest.mark.parametrize(("subject", "key", "field", "gone"), REMOVED)
def test_what_is_taken_away_is_nowhere_invented(subject: str, key: str, field: str, gone: str):
    """Without one figure nothing that depends on it is printed; the report asks for it or leaves the sentence out."""
    whole = example("gz-union-2022")
    records = whole.records(subject)
    first = next(item for item in records if not key or key_of(registry().by_id[subject], item)[0] == key)
    less = tuple(replace(item, **{field: MISSING}) if item is first else item for item in records)
    old = written("gz-union-2022")

    new = write(replace(whole, **{subject: less[0] if subject == "management" else less}))

    where = f"2022/{gone}"
    assert any(isinstance(span, Live) and span.address == where for span in spans(old.report))
    assert new.pen.facts.value(where) is MISSING
    assert not any(isinstance(span, Live) and span.address == where for span in spans(new.report))


@pytest.mark.parametrize("name", sorted(outlines()))
def test_a_department_that_told_nothing_gets_a_draft(name: str):
    """With nothing but the year every outline still makes a report, full of 待填 and without a single figure."""
    report = compose(Facts(department({"cover": [{"year": "2024"}]}), registry()), None, outline(name))

    assert report.draft
    assert any(isinstance(span, Pending) for span in spans(report))
    assert [span for span in spans(report) if isinstance(span, Live) and span.text not in ("0", "—")] == []


@pytest.mark.parametrize("name", sorted(outlines()))
def test_every_outline_writes_every_example(name: str, any_example: Written):
    """Any department can be reported in any outline; the same figures stand in all of them."""
    report = compose(any_example.facts, any_example.card, outline(name), any_example.cards)

    printed = {span.address for span in spans(report) if isinstance(span, Live)}
    year = any_example.facts.year.year
    assert {f"{year}/{name}" for name in ("department/total/spent", "department/basic/rate", "score/total")} <= printed


def test_nothing_pending_means_no_draft():
    """The county bureau supplied everything: its report is final. The federation's owners and dates are missing."""
    assert not written("qingxi-water-2024").report.draft
    assert written("gz-union-2022").report.draft
    assert text_of(written("gz-union-2022").report.date) == "〔待填：填报日期〕"


@pytest.mark.parametrize(
    ("cover", "scheme", "expected"),
    [
        ({"region": "440100"}, "", "guangzhou-2022"),
        ({"region": "440000"}, "", "guangdong-2022"),
        ({"region": "431099"}, "", "hunan"),
        ({"region": "110000"}, "gd-2022-reconstructed", "guangzhou-2022"),
        ({}, "", "generic"),
        ({"region": "440100", "outline": "hunan"}, "", "hunan"),
    ],
)
def test_which_outline_a_department_gets(cover: dict[str, str], scheme: str, expected: str):
    """The one that the cover names, else the nearest place's, else the scheme's, else the generic one."""
    assert outline_for(department({"cover": [{"year": "2024", **cover}]}), scheme).id == expected


def test_a_passport_tells_where_a_figure_came_from():
    """Published, illustrative and computed figures say so, with their cell or their rule."""
    notes = written("gz-union-2022").report.facts

    assert notes["2022/department/total/spent"].value == "46154.11 万元"
    assert notes["2022/department/total/spent"].kind == "计算"
    assert notes["2022/department/total/spent"].source == "“预算执行”表“支出决算数”合计"
    assert notes["2022/movement/M1/number"].kind == "公开"
    assert "02-organisation.yaml" in notes["2022/movement/M1/number"].source


def test_a_passport_tells_what_a_figure_was_made_of_and_what_it_made():
    """Operands with value and cell, the first ten of many; then the scores and figures that rest on it."""
    notes = written("gz-union-2022").report.facts
    spent, rate, score = (
        notes[f"2022/{name}"] for name in ("department/total/spent", "department/total/rate", "score/A-03")
    )

    assert spent.inputs[0].startswith("B-HQ-1 · 支出决算数 5431.06 万元（")
    assert (len(spent.inputs), spent.inputs[-1]) == (11, "等38个")
    assert spent.uses[:2] == ("部门预算资金支出率得分", "部门预算完成率")
    assert rate.inputs == ("部门支出决算数 46154.11 万元", "部门全年预算数 46886.75 万元")
    assert score.note.endswith("5 × 46154.11 ÷ 46886.75 = 4.92")
    assert score.inputs[:2] == ("部门全年预算数 46886.75 万元", "部门支出决算数 46154.11 万元")
    assert score.uses == ("整体效能得分",)
    assert notes["2022/movement/M1/number"].inputs == ()


def test_the_same_facts_give_the_same_report():
    """Nothing of the day or the machine enters a report."""
    assert write(example("gz-union-2022")).report == written("gz-union-2022").report


def test_the_county_compares_with_last_year():
    """The stated figures of the year before give amounts, percentages and percentage points, all live."""
    text_lines = list(lines(written("qingxi-water-2024").report.blocks))

    (sentence,) = [text for text in text_lines if text.startswith("与上年相比")]
    assert "部门预算增加[272.50]万元、增长[6.79%]" in sentence
    assert "完成率下降[1.28]个百分点；" in sentence
    assert any("；支出比上年减少[2.19]万元、下降[9.53%]。" in text for text in text_lines)
    note = written("qingxi-water-2024").report.facts["2024/change/department/total/rate"]
    assert (note.kind, note.source) == ("计算", "本年数减上年数，均取印出的两位小数")


def test_nothing_is_compared_with_a_year_that_nobody_told():
    """The federation states no figures of last year: its totals are compared with nothing."""
    assert not any("与上年相比" in text for text in lines(written("gz-union-2022").report.blocks))


def test_last_years_score_is_compared():
    """A stated score of last year stands beside this year's in the conclusion."""
    year = example("gz-union-2022")
    before = replace(year.stated[0], item="score/total", year=year.year - 1, value=Decimal("96.00"), unit="分")

    (sentence,) = told(replace(year, stated=(*year.stated, before)), "市总工会2022年度部门整体支出绩效自评总分")

    assert "自评等级为“优”，总分比上年提高[1.48]分。" in sentence


@pytest.mark.parametrize("name", sorted(outlines()))
def test_every_list_of_headings_starts_at_one(name: str, any_example: Written):
    """Under each heading the numbers run from one without a gap; last year's problems are no measure of this year."""
    report = compose(any_example.facts, any_example.card, outline(name), any_example.cards)
    counts = [0, 0, 0, 0]
    for block in report.blocks:
        if isinstance(block, Annex):
            break
        if isinstance(block, Heading):
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            assert block.text.startswith(section_mark(counts[block.level - 1], block.level))

    text_lines = list(lines(report.blocks))
    place = next(
        at for at, text in enumerate(text_lines) if text.endswith("、上年问题整改情况") or "）上年问题整改情况" in text
    )
    assert text_lines[place + 1].startswith("上年提出：")


def test_sentences_end_once(any_example: Written):
    """No sentence ends twice, and two is 两 before a measure word."""
    whole = "\n".join(lines(any_example.report.blocks))

    assert [
        mark
        for mark in ("。。", "。；", "；。", "，。", "、。", "二项", "二个项目", "二个单位", "“、“")
        if mark in whole
    ] == []


def test_the_key_project_form_shows_where_the_money_came_from():
    """As the ministry draws it: the total with its points, below it this year's money, money carried in, other money."""
    text_lines = list(lines(written("qingxi-water-2024").report.blocks))

    at = text_lines.index("年度资金总额 | [750.00] | [956.00] | [929.40] | [10.00] | [97.22] | [9.72]")
    assert text_lines[at + 1 : at + 4] == [
        "其中：当年财政拨款 | [750.00] | [870.00] | [843.40] | / | [96.94] | /",
        "上年结转资金 | / | [86.00] | [86.00] | / | [100.00] | /",
        "其他资金 | [0.00] | [0.00] | [0.00] | / | [—] | /",
    ]


def test_a_project_without_a_form_has_none():
    """A key project that was not self-evaluated has no form in the annex."""
    year = example("qingxi-water-2024")
    projects = tuple(replace(item, evaluated=False) if item.project == "P02" else item for item in year.project)

    headings = [
        block.text for block in write(replace(year, project=projects)).report.blocks if isinstance(block, Heading)
    ]

    assert "项目支出绩效自评表：大源水库除险加固工程" in headings
    assert "项目支出绩效自评表：清溪河城区段防洪治理工程" not in headings


LOCAL = {
    "outline": "our-county",
    "title": "本县提纲",
    "regions": ["431099"],
    "heading": ["{部门名称}"],
    "sections": [{"title": "概况", "items": [{"write": "problems"}]}],
}


def local_rulebook(folder: Path, **changes: object) -> Path:
    """A rulebook with one outline of its own."""
    (folder / "outlines").mkdir(parents=True)
    text = yaml.safe_dump({**LOCAL, **changes}, allow_unicode=True)
    (folder / "outlines" / "ours.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_local_outline_serves_its_place(tmp_path: Path):
    """A county's own outline is nearer than the province's; without the rulebook the province's serves."""
    year = department({"cover": [{"year": "2024", "region": "431099"}]})

    assert outline_for(year, "", local_rulebook(tmp_path)).id == "our-county"
    assert outline_for(year).id == "hunan"
    named = replace(year, cover=replace(year.cover, outline="our-county"))
    assert outline_for(named, "", tmp_path).title == "本县提纲"
    assert outline_for(year, "", tmp_path / "empty").id == "hunan", "a rulebook need not hold outlines"


def test_a_local_outline_takes_no_name_that_is_taken(tmp_path: Path):
    """Two outlines of one id would make a report depend on which was read last: refused in a sentence."""
    year = department({"cover": [{"year": "2024"}]})

    with pytest.raises(RuleError) as refused:
        outline_for(year, "", local_rulebook(tmp_path, outline="hunan"))

    assert str(refused.value).startswith("报告提纲的编号“hunan”已经有了，")


def test_a_reason_is_not_followed_by_what_it_says_already():
    """Zeros behind 没有发现问题 tell nothing; a rate that a reason quotes keeps its sign."""
    text_lines = [text for one in EXAMPLES for text in lines(written(one).report.blocks)]

    assert any("| 没有新建楼堂馆所 |" in text for text in text_lines)
    assert any("| 资产管理没有发现问题 |" in text for text in text_lines)
    assert any("| 重点项目支出率[100%] |" in text for text in text_lines)
