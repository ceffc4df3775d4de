"""Guangzhou 2022 as data: it closes to the published figures, and says of each cell what is published and what is not."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from tests.architecture.layers import ROOT

from jixiao.exchange import read
from jixiao.exchange.source import read_source
from jixiao.facts import DepartmentYear, Facts, PartialDate, Provenance
from jixiao.facts.performance import Indicator
from jixiao.figures import WAN, Count, Missing, Money, Ratio, Score, half_up
from jixiao.reports.writing.formats import shown
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme
from jixiao.rules.strict import load
from jixiao.rules.templates import Slot, split
from jixiao.scoring import score

FOLDER = ROOT / "examples" / "gz-union-2022"
FIGURES = [node.plain() for node in load(ROOT / "examples" / "gz-union-2022.figures.yaml")]
SCORED = ("2022/score/", "2022/points/", "2022/lost/")  # known only after scoring

PUBLISHED_TOTALS = [
    ("部门全年预算数", "46886.75"),
    ("部门支出决算数", "46154.11"),
    ("部门预算完成率", "98.44%"),
    ("基本支出预算数", "30152.75"),
    ("基本支出决算数", "29613.81"),
    ("基本支出完成率", "98.21%"),
    ("项目支出预算数", "16734.00"),
    ("项目支出决算数", "16540.30"),
    ("项目支出完成率", "98.84%"),
    ("重点项目预算数", "8826.00"),
    ("重点项目支出数", "8826.00"),
    ("重点项目支出率", "100%"),
    ("内设处室个数", "14"),
    ("下属单位个数", "3"),
    ("在职实有人数", "446"),
    ("行政编制实有人数", "103"),
    ("本级编内实有人数", "99"),
    ("派驻人员实有人数", "4"),
    ("行政编制增减人数", "-3"),
    ("事业编制实有人数", "343"),
    ("事业编制增减人数", "0"),
    ("行政执法编制实有人数", "0"),
    ("其他人员人数", "109"),
    ("学生人数", "15640"),
    ("离退休人数", "282"),
    ("离休人数", "7"),
    ("离休增减人数", "-1"),
    ("财政负担退休人数", "133"),
    ("养老保险基金退休人数", "142"),
]
CLOSING = [
    ("部门年初预算数", "45859.95"),
    ("部门预算调整数", "940.30"),
    ("部门上年结转", "86.50"),
    ("项目支出未支出数", "193.70"),
    ("基本支出未支出数", "538.94"),
    ("部门未支出数", "732.64"),
    ("一般调剂数", "152.00"),
    ("三公经费预算数", "62.00"),
    ("三公经费支出数", "38.46"),
    ("固定资产利用率", "88.00%"),
    ("项目个数", "30"),
    ("项目自评覆盖率", "100%"),
    ("项目/P13/未支出数", "6.42"),
    ("项目/P14/未支出数", "66.74"),
    ("项目/P15/未支出数", "83.82"),
    ("项目/P13/执行率", "46.50%"),
    ("项目/P14/执行率", "54.91%"),
    ("项目/P15/执行率", "68.78%"),
    ("项目/P02/执行率", "99.73%"),
    ("fund/一般公共预算/全年预算数", "42438.23"),
    ("fund/一般公共预算/支出决算数", "41827.11"),
    ("fund/财政专户管理资金/全年预算数", "4448.52"),
    ("fund/财政专户管理资金/支出决算数", "4327.00"),
]
BY_UNIT = [
    ("HQ", "6385.40", "6291.86", "10623.40", "10616.70", "99.94%"),
    ("FLS", "3612.28", "3541.05", "402.00", "398.80", "99.20%"),
    ("ENG", "19038.67", "18684.23", "5529.80", "5347.80", "96.71%"),
    ("CP3", "1116.40", "1096.67", "178.80", "177.00", "98.99%"),
]


@cache
def department() -> Facts:
    built = read_source(FOLDER, registry())

    assert [problem.sentence() for problem in built.problems] == []
    assert built.year is not None
    return Facts(built.year, registry())


def year() -> DepartmentYear:
    return department().year


def value(name: str) -> str:
    found = department().value(department().resolve(name))
    assert not isinstance(found, Missing), name
    return shown(found)


def number(where: str) -> Decimal:
    found = department().value(where)
    assert isinstance(found, Decimal), where
    return found


def days(begin: object, end: object) -> int:
    assert isinstance(begin, PartialDate)
    assert isinstance(end, PartialDate)
    return (end.earliest() - begin.earliest()).days


@pytest.mark.parametrize(("name", "printed"), PUBLISHED_TOTALS, ids=lambda part: part)
def test_the_details_add_up_to_what_was_published(name: str, printed: str):
    """Units, projects and people are made up, but their sums are the published ones to the last digit."""
    assert value(name) == printed


@pytest.mark.parametrize(("name", "printed"), CLOSING, ids=lambda part: part)
def test_what_stands_behind_the_totals_closes(name: str, printed: str):
    """Initial, adjustments and carry-over; what was not spent, by whom; from which money."""
    assert value(name) == printed


@pytest.mark.parametrize(("unit", "basic", "basic_spent", "project", "project_spent", "rate"), BY_UNIT, ids=str)
def test_each_unit_closes(unit: str, basic: str, basic_spent: str, project: str, project_spent: str, rate: str):
    """The department is the sum of head office and three units."""
    names = ("basic_full", "basic_spent", "project_full", "project_spent", "project_rate")

    found = tuple(value(f"unit/{unit}/{name}") for name in names)

    assert found == (basic, basic_spent, project, project_spent, rate)


def test_each_line_of_the_budget_closes():
    """Initial, adjustment and carry-over make the full budget; what is left is carried out or taken back; no month runs back."""
    for line in year().budget:
        here = department().value(year().at("budget", line.line, "full"))
        assert here == line.full, line.line
        assert isinstance(here, Money)
        assert here - line.spent == line.carried_out + line.returned, line.line
        assert line.cum_mar <= line.cum_jun <= line.cum_sep <= line.spent, line.line


def test_each_adjustment_has_its_document():
    """The documents of a line add up to its adjustment."""
    told: dict[object, Money] = defaultdict(Money.zero)
    for quota in year().quota:
        told[quota.line] += quota.amount

    assert told == {line.line: line.adjust for line in year().budget if line.adjust != Money.zero()}


def test_every_movement_is_told_in_the_group_that_moved():
    """Two left the posted team and one left head office: together three administrative posts, none counted twice."""
    moved: dict[tuple[object, object], int] = defaultdict(int)
    for item in year().movement:
        assert isinstance(item.number, Count)
        moved[item.unit, item.category] += item.number.number * (1 if item.direction == "增加" else -1)
    changed = {
        (row.unit, row.category): row.actual.number - row.last_year.number
        for row in year().staff
        if isinstance(row.actual, Count) and isinstance(row.last_year, Count) and row.actual != row.last_year
    }

    assert dict(moved) == changed
    assert changed["HQ", "派驻人员"] == -2
    assert changed["HQ", "行政编制"] == -1
    assert changed["HQ", "离休人员"] == -1


def test_nobody_is_above_the_authorised_posts():
    """Authorised posts were not published; the made-up ones leave room."""
    for row in year().staff:
        assert isinstance(row.authorised, Missing) or row.actual <= row.authorised


def reached(item: Indicator) -> Fraction:
    actual, target = number(year().at("indicator", item.no, "actual")), item.target
    assert isinstance(target, Decimal)
    if item.operator == "≤":
        assert actual <= target, item.no
        return Fraction(1)
    return min(Fraction(1), Fraction(actual) / Fraction(target))


@pytest.mark.parametrize(
    ("levels", "points"), [(("产出指标",), "9.50"), (("效益指标", "满意度指标"), "9.55")], ids=["A-01", "A-02"]
)
def test_the_department_indicators_lose_what_the_published_score_lost(levels: tuple[str, ...], points: str):
    """Ten outputs and ten benefits, one point each: 0.50 and 0.45 are lost."""
    rows = [item for item in year().indicator if item.owner == "部门" and item.lv1 in levels]

    assert len(rows) == 10
    assert {item.weight for item in rows} == {Score(Decimal(1))}
    assert sum((half_up(reached(item), 2) for item in rows), Decimal(0)) == Decimal(points)


def test_the_scheme_computes_the_published_scores():
    """No result is written down in the data: 48.51 + 48.97 = 97.48 comes out of the inputs."""
    card = score(department(), load_scheme("gd-2022-reconstructed"))

    assert card.complete
    assert {part.code: part.score for part in card.parts if part.code in "AB"} == {
        "A": Score(Decimal("48.97")),
        "B": Score(Decimal("48.51")),
    }
    assert card.total == Score(Decimal("97.48"))


def test_the_points_of_every_project_close():
    """Ten points are for execution, ninety for indicators: 50, 30 and 10, or 50 and 40 where nobody is asked."""
    for project in year().project:
        points: dict[object, Decimal] = defaultdict(Decimal)
        for item in year().indicator:
            if item.owner == project.project:
                assert isinstance(item.weight, Score)
                points[item.lv1] += item.weight.points
        asked = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
        assert dict(points) in (asked, {"产出指标": 50, "效益指标": 40}), project.project


def test_only_what_fell_short_has_a_cause_and_a_remedy():
    """Five project indicators fell short, all in projects that the report or the department form names; each says why."""
    short = [item for item in year().indicator if reached(item) < 1]

    assert {item.no for item in short if item.owner != "部门"} == {"P13-1", "P14-1", "P15-1", "P15-2", "P29-2"}
    assert all(isinstance(item.deviation, str) and isinstance(item.remedy, str) for item in short)
    explained = {item.no for item in year().indicator if isinstance(item.deviation, str)}
    assert explained == {item.no for item in short}


def test_one_fact_is_told_once():
    """An indicator that repeats another fact holds no value of its own."""
    known = {item.no for item in year().indicator} | {item.no for item in year().result}
    repeated = [item for item in year().indicator if isinstance(item.same_as, str)]

    assert {item.no: item.same_as for item in repeated if item.no in {"O8", "O9", "O10", "E8"}} == {
        "O8": "P14-1",
        "O9": "P15-1",
        "O10": "P13-1",
        "E8": "P29-2",
    }
    assert {item.same_as for item in repeated} <= known
    assert all(isinstance(item.actual, Missing) for item in repeated)


def test_contracts_agree_with_the_management_data():
    """Fifty contracts: 46 signed within thirty days of the award, 47 filed within two working days, 21 of 22 intents in time."""
    contracts, told = year().contract, year().management
    intents = [item for item in contracts if isinstance(item.intent_on, PartialDate)]

    assert Count(len(contracts)) == told.contracts
    assert Count(sum(days(item.award_on, item.signed_on) <= 30 for item in contracts)) == told.contracts_in_time
    assert Count(sum(days(item.signed_on, item.filed_on) <= 2 for item in contracts)) == told.filed_in_time
    assert Count(len(intents)) == told.intents_due
    assert Count(sum(days(item.intent_on, item.start_on) >= 30 for item in intents)) == told.intents_compliant


def test_contracts_are_in_order_and_within_their_money():
    """Intent, notice, award, signature, filing follow each other; no contract is above its budget, no project's above its own."""
    by_project: dict[object, Money] = defaultdict(Money.zero)
    for item in year().contract:
        steps = (item.intent_on, item.start_on, item.award_on, item.signed_on, item.filed_on)
        dated = [day for day in steps if isinstance(day, PartialDate)]
        assert all(before < after for before, after in pairwise(dated)), item.no
        assert item.amount <= item.budget, item.no
        by_project[item.project] += item.budget
    for project, budget in by_project.items():
        full = department().value(f"2022/project/{project}/full")
        assert isinstance(full, Money)
        assert budget <= full, project
    whole = sum((item.amount for item in year().contract), Money.zero())
    assert whole == year().management.procurement_actual
    assert sum((item.budget for item in year().contract), Money.zero()) == year().management.procurement_budget


def test_disclosures_agree_with_the_management_data():
    """Department and four units, budget and accounts once each, and two performance items, all within twenty days."""
    money = [item for item in year().disclosure if item.item not in ("绩效目标", "自评结果")]

    assert Count(len(money)) == year().management.due_disclosures == year().management.compliant_disclosures
    assert Count(len(year().disclosure) - len(money)) == year().management.due_performance_items
    assert all(0 <= days(item.approved_on, item.published_on) <= 20 for item in year().disclosure)


def test_every_project_serves_one_key_task():
    """Four key tasks share the thirty projects, and their planned money is those projects' initial budget."""
    listed = [key for task in year().task for key in str(task.projects).split("、")]
    planned = sum((task.money for task in year().task if isinstance(task.money, Money)), Money.zero())

    assert len(year().task) == 4
    assert sorted(listed) == sorted(project.project for project in year().project)
    assert planned == department().value(department().resolve("项目支出年初预算数"))


def test_evidence_is_there_for_every_line_and_indicator():
    """Each of the 27 lines of the table has a piece of its own, and each indicator cites pieces that cite it."""
    lines = {item.no: set(str(item.lines).split("、")) for item in year().evidence}
    cited = set().union(*lines.values())

    assert len([code for code in cited if code[:2] in ("A-", "B-")]) == 27
    for item in year().indicator:
        for key in str(item.evidence).split("、"):
            assert item.no in lines[key], (item.no, key)


def test_nobody_invents_owners_and_dates():
    """The published report names no owner, date, head or telephone, so ours stays blank and shows 待填."""
    cover = year().cover

    assert all(isinstance(measure.owner, Missing) and isinstance(measure.due, Missing) for measure in year().measure)
    assert all(isinstance(found, Missing) for found in (cover.head, cover.finance_head, cover.contact, cover.phone))
    assert isinstance(cover.filled_on, Missing)
    assert all(isinstance(document.number, Missing) for document in year().policy)


def test_every_live_figure_in_a_text_lives_somewhere():
    """A brace that leads nowhere would print as 待填."""
    asked = [
        (fact.address, part)
        for fact in department()
        if isinstance(fact.value, str)
        for part in split(fact.value)
        if isinstance(part, Slot) or "{" in part or "}" in part
    ]

    assert len(asked) > 60
    for where, part in asked:
        assert isinstance(part, Slot), (where, part)
        assert not isinstance(department().value(department().resolve(part.name)), Missing), (where, part)


def is_published(where: str) -> bool:
    """Published in its own cell, or computed from cells and stated in public with the same value."""
    facts = department()
    if where in facts and facts.fact(where).passport.provenance is Provenance.PUBLISHED:
        return True
    for item in year().stated:
        name = item.item
        address = facts.resolve(name) if not f"2022/{name}".startswith(SCORED) else f"2022/{name}"
        passport = year().passports[year().at("stated", name, "2022", item.where, "value")]
        if address == where and passport.provenance is Provenance.PUBLISHED:
            return where not in facts or stated_alike(facts.value(where), item.value)
    return False


def stated_alike(found: object, stated: object) -> bool:
    assert isinstance(stated, Decimal)
    match found:
        case Money():
            return found.in_unit(WAN) == stated
        case Ratio():
            return half_up(found.value * 100, 2) == stated
        case Count():
            return found.number == stated
        case _:
            return False


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"{figure['published']} {figure['text']}")
def test_every_published_figure_lives_at_its_address(figure: dict[str, str]):
    """Each figure of the published report has an address, the text that ours prints there, and a public source."""
    where = figure["address"]
    assert is_published(where)
    if where.startswith(SCORED):
        return

    found = department().value(where)

    assert not isinstance(found, Missing)
    assert shown(abs(found) if isinstance(found, Count) else found) == figure["text"]


def test_the_list_of_published_figures_is_whole():
    """The published report prints 54 figures apart from years, list numbers and figures inside names."""
    assert len(FIGURES) == 54


def test_the_workbook_is_the_source():
    """The workbook that people open says what the readable source says; whoever changes one runs bin/make-examples."""
    workbook = read(FOLDER.with_suffix(".xlsx"), registry())
    assert workbook.problems == ()
    assert workbook.year is not None

    for subject in registry().subjects:
        fields = [field.id for field in subject.fields if not field.computed]
        written, source = (
            [[getattr(record, name) for name in fields] for record in found.records(subject.id)]
            for found in (workbook.year, year())
        )
        assert written == source, subject.sheet
    assert {where: passport.document for where, passport in workbook.year.passports.items()} == {
        where: passport.document for where, passport in year().passports.items()
    }
