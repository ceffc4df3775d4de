"""Filled official forms, as officers keep them, read into the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from tests.architecture.layers import ROOT
from tests.facts.department import PROJECTS, facts

from jixiao.exchange import read
from jixiao.exchange.compare import changes
from jixiao.exchange.official_form import import_forms
from jixiao.facts import Facts, Origin
from jixiao.figures import MISSING, Money, Score
from jixiao.reports import annexes
from jixiao.rules.registry import registry
from jixiao.rules.schemes import choose_scheme
from jixiao.scoring import project_cards, score, scorecard_facts

EXAMPLE = ROOT / "examples" / "qingxi-water-2024.xlsx"

INDICATORS = [
    ("产出指标", "数量指标", "清淤长度", "≥12公里", "12.5公里", 25, 25, ""),
    ("", "时效指标", "按期完工率", "＝100%", "80%", 25, 20, "汛期停工，工期顺延"),
    ("效益指标", "社会效益指标", "受益村数", "不少于8个", 8, 30, 30, ""),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", 0.925, 10, 10, ""),
]


def form(
    path: Path, *, name: str = "河道清淤", full: float = 200, target: str = "≥12公里", result: str = "清淤已完成。"
) -> Path:
    """A form as the finance ministry draws it, with merged level-1 cells, and a percentage typed as a percentage."""
    book = xlsxwriter.Workbook(str(path))
    sheet, percent = book.add_worksheet("自评表"), book.add_format({"num_format": "0.00%"})
    sheet.merge_range("A1:H1", "项目支出绩效自评表（2024年度）")
    sheet.merge_range("A2:B2", "项目名称")
    sheet.merge_range("C2:H2", name)
    sheet.write_row("A3", ["主管部门", "", "青溪县水务局", "", "实施单位", "", "青溪县河道管理所"])
    sheet.write_row(
        "A4",
        ["项目资金（万元）", "", "年初预算数", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
    )
    sheet.write_row("B5", ["年度资金总额", 200, full, 150, 10, "75%", 7.5])
    sheet.write_row("B6", ["其中：当年财政拨款", 200, 190, 140, "/", "73.68%", "/"])
    sheet.write_row("B7", ["上年结转资金", 0, 10, 10, "/", "100%", "/"])
    sheet.merge_range("A8:D8", "预期目标")
    sheet.merge_range("E8:H8", "实际完成情况")
    sheet.merge_range("A9:D9", "完成十二公里河道清淤。")
    sheet.merge_range("E9:H9", result)
    sheet.write_row(
        "A10",
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    )
    for number, row in enumerate([(*INDICATORS[0][:3], target, *INDICATORS[0][4:]), *INDICATORS[1:]]):
        sheet.write_row(10 + number, 1, row[1:])
        if isinstance(row[4], float) and row[4] < 1:
            sheet.write_number(10 + number, 4, row[4], percent)
    sheet.merge_range("A11:A12", "产出指标")
    sheet.write("A13", "效益指标")
    sheet.write("A14", "满意度指标")
    sheet.merge_range("A15:E15", "总分")
    sheet.write_row("F15", [100, 92.5])
    book.close()
    return path


def test_a_form_fills_in_its_project(tmp_path: Path):
    """Goal, result, total and all indicators arrive with the cells they came from."""
    found = import_forms([form(tmp_path / "清淤.xlsx")], facts().year, registry())
    read = Facts(found.year, registry())

    assert found.problems == ()
    assert found.year.project[0].result == "清淤已完成。"
    assert found.year.project[0].self_score == Score.of("92.5")
    assert [
        (item.lv1, item.lv2, item.name, item.operator, str(item.target), item.unit, str(item.actual), item.self_score)
        for item in found.year.indicator
    ] == [
        ("产出指标", "数量指标", "清淤长度", "≥", "12", "公里", "12.5", Score.of(25)),
        ("产出指标", "时效指标", "按期完工率", "＝", "100", "%", "80", Score.of(20)),
        ("效益指标", "社会效益指标", "受益村数", "≥", "8", "个", "8", Score.of(30)),
        ("满意度指标", "服务对象满意度指标", "群众满意度", "≥", "90", "%", "92.5", Score.of(10)),
    ]
    assert read.fact("2024/indicator/P1-2/actual").passport.origin == Origin("清淤.xlsx", "自评表", "E12")
    assert found.values == 40


def test_the_forms_money_is_compared_and_never_taken(tmp_path: Path):
    """The form says 210, the budget lines say 200: the lines stay, and somebody must look."""
    found = import_forms([form(tmp_path / "清淤.xlsx", full=210)], facts().year, registry())

    assert Facts(found.year, registry()).value("2024/project/P1/full") == Money.of("200")
    assert [problem.sentence() for problem in found.problems] == [
        (
            "清淤.xlsx › 自评表 › D5：自评表的“全年预算数”是 210.00 万元，工作簿“预算执行”表合计是 200.00 万元。"
            "预算执行表保持不变，请核对哪一个对。"
        ),
    ]


def test_a_form_changes_only_what_it_states(tmp_path: Path):
    """Evidence, source and last year's value of an indicator are not on the form, and stay; names pair, not positions."""
    year = facts(
        indicator=[
            {"no": "P1-7", "owner": "P1", "lv1": "效益指标", "lv2": "社会效益指标", "name": "受益村数", "operator": "≥", "target": "8",
             "unit": "个", "weight": "30", "actual": "7", "evidence": "E3", "last_year": "6", "source": "台账"},
            {"no": "P1-8", "owner": "P1", "lv1": "产出指标", "lv2": "质量指标", "name": "验收合格率", "operator": "＝", "target": "100",
             "unit": "%", "weight": "10", "actual": "100"},
        ],
    ).year  # fmt: skip
    found = import_forms([form(tmp_path / "清淤.xlsx")], year, registry())
    kept = {item.name: item for item in found.year.indicator}

    assert (kept["受益村数"].no, str(kept["受益村数"].actual)) == ("P1-7", "8")
    assert (kept["受益村数"].evidence, kept["受益村数"].source, str(kept["受益村数"].last_year)) == ("E3", "台账", "6")
    assert kept["验收合格率"] == year.indicator[1]
    assert sorted(problem.message_id for problem in found.problems) == ["form-new-indicator"] * 3 + ["form-unmatched"]
    assert {problem.severity for problem in found.problems} == {"note"}


@pytest.mark.parametrize(
    ("mine", "kept"),
    [("清淤已完成。", False), ("清淤{项目/P1/执行率}完成。", False), ("清淤{成果/R1/数量}完成。", True)],
)
def test_live_figures_survive_a_form_that_says_the_same(tmp_path: Path, mine: str, kept: bool):
    """The form prints what the text computes: the text goes on computing."""
    year = facts(project=[{**PROJECTS[0], "result": mine}]).year
    path = form(tmp_path / "清淤.xlsx", result="清淤12.5公里完成。" if kept else "清淤已经做完。")

    assert (import_forms([path], year, registry()).year.project[0].result == mine) is kept


@pytest.mark.parametrize(
    "name",
    [
        "44010024T000000000001-河道清淤",
        "河道 清淤",
        "44010024T000000000001河道清淤",
        "河道清淤（44010024T000000000001）",
    ],
)
def test_a_project_is_found_by_its_name(tmp_path: Path, name: str):
    """A code in front and stray spaces do not hide it."""
    assert import_forms([form(tmp_path / "清淤.xlsx", name=name)], facts().year, registry()).problems == ()


def test_an_unknown_project_is_said_and_not_guessed(tmp_path: Path):
    """Nothing is read for a project that the workbook does not have."""
    found = import_forms([form(tmp_path / "清淤.xlsx", name="水库除险")], facts().year, registry())

    assert [problem.message_id for problem in found.problems] == ["form-no-project"]
    assert found.year.indicator == ()


def test_a_target_in_words_is_qualitative(tmp_path: Path):
    """“明显改善” is no number: the indicator becomes a qualitative one, without a target."""
    found = import_forms([form(tmp_path / "清淤.xlsx", target="明显改善")], facts().year, registry())

    assert found.year.indicator[0].operator == "定性"


def test_a_file_that_is_no_form_says_what_a_form_looks_like(tmp_path: Path):
    """An empty workbook holds no form."""
    path = tmp_path / "空.xlsx"
    xlsxwriter.Workbook(str(path)).close()

    assert [problem.message_id for problem in import_forms([path], facts().year, registry()).problems] == ["form-none"]


def test_our_own_annex_changes_nothing_but_the_stated_scores(tmp_path: Path):
    """The forms that the example prints, read back: projects found by name and code, live texts kept, nothing moved."""
    year = read(EXAMPLE, registry()).year
    assert year is not None
    facts = Facts(year, registry())
    card = score(facts, choose_scheme(str(year.cover.region), "department", year.year))
    cards = project_cards(facts, choose_scheme(str(year.cover.region), "project", year.year))
    full = facts.extended(scorecard_facts(card, facts, cards.values()))
    annexes.write(full, card, tuple(cards.values()), tmp_path / "附件.xlsx")
    found = import_forms([tmp_path / "附件.xlsx"], year, registry())
    changed = [change for change in changes(facts, Facts(found.year, registry())) if not change.derived]

    assert (found.problems, found.replaced) == ((), ())
    assert {change.address.rpartition("/")[2] for change in changed} == {"self_score"}
    assert [item.no for item in found.year.indicator] == [item.no for item in year.indicator]
    assert "{" in "".join(str(item.deviation) for item in found.year.indicator) + str(found.year.project)


FIRST = {
    "no": "P1-1", "owner": "P1", "lv1": "产出指标", "lv2": "数量指标", "name": "河道清淤长度", "operator": "≥", "target": "12",
    "unit": "公里", "weight": "20", "actual": "12.5", "evidence": "E1",
}  # fmt: skip


def test_a_renamed_indicator_is_found_by_its_place_and_told(tmp_path: Path):
    """Same place, same level-2 heading, another name: it is taken for the same one, and somebody is asked to look."""
    found = import_forms([form(tmp_path / "清淤.xlsx")], facts(indicator=[FIRST]).year, registry())
    (mine, *new) = found.year.indicator

    assert (mine.no, mine.name, mine.evidence, mine.weight) == ("P1-1", "清淤长度", "E1", Score.of(25))
    assert [item.no for item in new] == ["P1-2", "P1-3", "P1-4"]
    assert found.problems[0].sentence() == (
        "清淤.xlsx › 自评表 › C11：自评表的指标“清淤长度”没有同名的，按位置对应到 P1-1“河道清淤长度”，名称随自评表改了。"
        "请核对是不是同一个指标。"
    )
    assert [note.sentence() for note in found.replaced] == [
        "清淤.xlsx › 自评表 › C11：P1-1 的“三级指标”由 河道清淤长度 改为 清淤长度。",
        "清淤.xlsx › 自评表 › F11：P1-1 的“分值”由 20.00 改为 25.00。",
    ]


def test_an_indicator_under_another_heading_is_not_taken_for_it(tmp_path: Path):
    """Place alone says nothing where the level-2 heading is another."""
    year = facts(indicator=[{**FIRST, "lv2": "质量指标"}]).year
    found = import_forms([form(tmp_path / "清淤.xlsx")], year, registry())

    assert found.year.indicator[0] == year.indicator[0]
    assert len(found.year.indicator) == 5


def test_new_indicators_stand_with_their_project(tmp_path: Path):
    """They follow the project's own, not the last row of the sheet."""
    other = {**FIRST, "no": "D1", "owner": "部门"}
    year = facts(indicator=[{**FIRST, "name": "清淤长度"}, other]).year
    found = import_forms([form(tmp_path / "清淤.xlsx")], year, registry())

    assert [item.no for item in found.year.indicator] == ["P1-1", "P1-2", "P1-3", "P1-4", "D1"]


def test_a_value_that_stays_keeps_its_source(tmp_path: Path):
    """12.5 on the form and 12.5 in the workbook are one figure; where it came from does not change."""
    year = facts(indicator=[{**FIRST, "name": "清淤长度", "weight": "25", "source": "公开"}]).year
    where = year.at("indicator", "P1-1", "actual")
    found = import_forms([form(tmp_path / "清淤.xlsx")], year, registry())

    assert found.year.passports[where] == year.passports[where]
    assert found.replaced == ()


def test_a_repeated_fact_is_not_typed_a_second_time(tmp_path: Path):
    """An indicator that takes its value from another one goes on doing so, when the form says the same."""
    first = {**FIRST, "no": "P1-1", "name": "清淤长度", "actual": None, "same_as": "D1"}
    year = facts(indicator=[first, {**FIRST, "no": "D1", "owner": "部门"}]).year
    found = import_forms([form(tmp_path / "清淤.xlsx")], year, registry())

    assert found.year.indicator[0].actual is MISSING


CODES = ("440100240000000001001", "440100240000000001002")


@pytest.mark.parametrize(
    ("told", "key", "message"),
    [
        (f"河道清淤（{CODES[1]}）", "P2", []),
        (f"{CODES[0]}-河道清淤", "P1", []),
        (CODES[1], "P2", []),
        ("河道清淤", None, ["form-many-projects"]),
        (f"河道清淤工程（{CODES[1]}）", "P2", ["form-by-code"]),
    ],
)
def test_two_projects_of_one_name_are_told_apart_by_code(
    tmp_path: Path, told: str, key: str | None, message: list[str]
):
    """The code decides; without it nobody guesses, and a name that does not fit its code is told."""
    projects = [{**PROJECTS[0], "project": f"P{n}", "code": code} for n, code in enumerate(CODES, 1)]
    found = import_forms([form(tmp_path / "清淤.xlsx", name=told)], facts(project=projects).year, registry())
    about = [problem.message_id for problem in found.problems if problem.message_id != "form-money-differs"]

    assert about == message
    assert {item.owner for item in found.year.indicator} == ({key} if key else set())
