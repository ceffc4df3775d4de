"""A project's card: the execution row is supplied, blocks have the points that were approved."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.scoring.desk import department, indicator, project

from jixiao.facts.accounting import StatedFigure
from jixiao.figures import MISSING, Score
from jixiao.rules.errors import RuleError
from jixiao.rules.scheme import Scheme
from jixiao.rules.schemes import load_scheme
from jixiao.scoring import Scorecard, project_cards, score_project

LEVELS = ("产出指标", "效益指标", "满意度指标")


def scored(
    *rows: Any, scheme: str | Scheme = "national-project-2020", spent: str = "100", budget: str = "100", **more: Any
) -> Scorecard:
    one, line = project("P01", spent, budget)
    return score_project(
        department(project=[one], budget=[line], indicator=list(rows), **more),
        "P01",
        load_scheme(scheme) if isinstance(scheme, str) else scheme,
    )


def row(no: str, lv1: str, weight: str = "", **more: Any) -> Any:
    return indicator(no, owner="P01", lv1=lv1, weight=Score.of(weight) if weight else MISSING, **more)


def test_the_usual_split():
    """Execution 10, output 50, benefit 30, satisfaction 10; two outputs without points of their own share 50."""
    rows = [
        row("a", "产出指标"),
        row("b", "产出指标", actual=Decimal(90)),
        row("c", "效益指标"),
        row("d", "满意度指标"),
    ]
    card = scored(*rows, spent="98.5")

    assert [line.points.text() for line in card.lines] == ["10.00", "50.00", "30.00", "10.00"]
    assert [line.score for line in card.lines] == [Score.of(text) for text in ("9.85", "47.5", "30", "10")]
    assert card.line("P-02").step == "25.00 + 22.50 = 47.50"
    assert (card.total, card.grade) == (Score.of("97.35"), "优")


def test_approved_points_hold():
    """Without satisfaction its points went to the benefits when the objective was set; that is how they were approved."""
    card = scored(row("a", "产出指标", "50"), row("b", "效益指标", "40"))

    assert [(line.points.text(), line.kind) for line in card.lines][2:] == [("40.00", "computed"), ("0.00", "excluded")]
    assert (card.total, card.line("P-04").reason) == (Score.of(100), "本项目没有设置此类指标")


def test_approved_points_that_do_not_close_show():
    """The card has the points that were approved, not those that should have been."""
    card = scored(row("a", "产出指标", "50"), row("b", "效益指标", "30"))

    assert (card.points, card.total) == (Score.of(90), Score.of(90))


def test_a_block_that_nobody_filled_is_open():
    """Without any approved points, a block without indicators waits; it is not given away and not zero."""
    card = scored(row("a", "产出指标"))

    assert (card.total, card.reached, card.open) == (MISSING, Score.of(60), Score.of(40))
    assert card.line("P-04").reason == "没有填报满意度指标，暂不计分"


NO_CONSENT = "指标不适用，未经财政部门同意不得剔除，按零分"


@pytest.mark.parametrize(
    ("custom", "consent", "points", "reason"),
    [
        ("rescale", "", "40", "指标不适用，不参与计分"),
        ("rescale", "某财绩〔2022〕5号", "40", "指标不适用，不参与计分"),
        ("consent", "", "20", NO_CONSENT),
        ("consent", "某财绩〔2022〕5号", "40", "指标不适用，经财政部门同意（某财绩〔2022〕5号）剔除，不参与计分"),
        ("zero", "", "20", NO_CONSENT),
    ],
)
@pytest.mark.parametrize("lv1", ["产出指标", "满意度指标"])
def test_inapplicable(tmp_path: Path, lv1: str, custom: str, consent: str, points: str, reason: str):
    """Left out, the rest stands for the block; not left out, nothing is given for it: a survey nobody made is no exception."""
    folder = tmp_path / "schemes"
    folder.mkdir()
    (folder / "local.yaml").write_text(
        f'scheme: local\nextends: national-project-2020\ntitle: 地方\nversion: "1"\noptions: {{inapplicable: {custom}}}\n',
        encoding="utf-8",
    )
    rows = [
        row("a", lv1, "25", actual=Decimal(80)),
        row("b", lv1, "25", operator="不适用", consent=consent or MISSING),
    ]
    card = scored(*rows, scheme=load_scheme("local", rulebook=tmp_path))
    block = next(line for line in card.lines if line.name == lv1)

    assert (block.score, block.details[1].reason) == (Score.of(points), reason)
    assert ("2022/indicator/b/consent" in block.details[1].facts) is (custom == "consent" and bool(consent))


def test_a_block_of_which_nothing_applies(tmp_path: Path):
    """Its points were approved: finance has to say where they go, the card does not hand them out."""
    given = row("b", "满意度指标", "10", operator="不适用", consent="某财绩〔2022〕5号")
    found = scored(row("a", "产出指标", "50"), given).line("P-04")

    assert (found.kind, found.score) == ("manual", MISSING)
    assert found.reason == "所列指标均不适用，须报财政部门同意后调整分值"


def test_cost_has_a_block_of_its_own():
    """The guide of 2021 gives cost 20 points; without a cost indicator the split is the old one."""
    rows = [row(level, level) for level in LEVELS]
    without, having = (
        scored(*more, scheme="national-project-2021") for more in (rows, [*rows, row("k", "成本指标", operator="≤")])
    )

    assert {line.name: line.points.text() for line in without.lines} == {
        "预算执行率": "10.00", "产出指标": "50.00", "效益指标": "30.00", "满意度指标": "10.00"}  # fmt: skip
    assert {line.name: line.points.text() for line in having.lines} == {
        "预算执行率": "10.00", "产出指标": "40.00", "效益指标": "20.00", "满意度指标": "10.00", "成本指标": "20.00"}  # fmt: skip
    assert (without.notes, having.notes) == (("本项目没有设置成本指标，产出、效益按50分、30分计",), ())


def test_a_stopped_project_has_no_rate():
    """The budget was cut to nothing: a person decides what the execution row is worth."""
    rows = [row(level, level) for level in LEVELS]
    stated = [StatedFigure(item="project-score/P01/P-01", where="评定表", value=Decimal(10), unit="分")]

    assert scored(*rows, budget="0", spent="0").line("P-01").kind == "manual"
    assert scored(*rows, budget="0", spent="0", stated=stated).total == Score.of(100)


def test_money_that_nobody_entered_is_missing():
    """No spending figure is not spending nothing."""
    assert scored(spent="").line("P-01").reason == "缺少“全年执行数”，暂不计分"


def test_bands_for_the_execution_rate(tmp_path):
    """A place may give full marks from 95 % and nothing under 60 %; it says so in data."""
    folder = tmp_path / "schemes"
    folder.mkdir()
    (folder / "banded.yaml").write_text(
        'scheme: banded\nextends: national-project-2020\ntitle: 分档\nversion: "1"\nsince: 2020\noptions: {execution: banded}\n'
        'parameters: {满分线: "0.95", 最低线: "0.6"}\nreference: {document: 某市办法}\n',
        encoding="utf-8",
    )
    scheme = load_scheme("banded", rulebook=tmp_path)

    def rate(spent: str) -> object:
        one, line = project("P01", spent)
        return score_project(department(project=[one], budget=[line]), "P01", scheme).line("P-01").score

    assert [rate(spent) for spent in ("95", "94.99", "60", "59.99")] == [
        Score.of(text) for text in ("10", "9.5", "6", "0")
    ]


def test_all_projects_at_once():
    """One card a project, in the order of entry, under the scheme in force for place and year."""
    made = [project(key) for key in ("P02", "P01")]
    cards = project_cards(department(project=[one for one, _ in made], budget=[line for _, line in made]))

    assert list(cards) == ["P02", "P01"]
    assert {card.scheme.id for card in cards.values()} == {"national-project-2021"}
    assert cards["P01"].title == "P01项目"


def test_a_project_that_is_not_there():
    """A key that names nothing, or a department's scheme, is refused."""
    with pytest.raises(KeyError):
        score_project(department(), "P99", load_scheme("national-project-2020"))
    with pytest.raises(RuleError):
        project_cards(department(), load_scheme("gd-2022-reconstructed"))
