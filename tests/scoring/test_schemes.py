"""Schemes: which is in force, how one extends another, what an author is told, and digests that last."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from tests.scoring.desk import ROOT, cases

from jixiao.files.messages import catalogue
from jixiao.rules.catalogues import catalogues
from jixiao.rules.errors import RuleError
from jixiao.rules.lint import lint_scheme
from jixiao.rules.scheme import Branch, Scheme, leaves_of, nodes_of
from jixiao.rules.schemes import Entry, choose_scheme, entries, load_scheme, recorded_scheme

SHIPPED = ROOT / "src" / "jixiao" / "rulebook" / "schemes"
HEAD = 'scheme: broken\ntitle: 写坏的\nversion: "1"\nform: department\nsince: 2022\n{reference}\ntotal: "100"\ngrades: {grades}\n# 表头完\n{head}\ntree: {tree}\n'


def written(folder: Path, name: str, text: str) -> Path:
    """A local rulebook with one scheme."""
    (folder / "schemes").mkdir(exist_ok=True)
    (folder / "schemes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("place", "form", "year", "found"),
    [
        ("440100", "department", 2022, "gd-2022-reconstructed"),
        ("440000", "department", 2030, "gd-2022-reconstructed"),
        ("440300", "department", 2022, "shenzhen-reconstructed"),
        ("440300", "department", 2019, "shenzhen-reconstructed"),
        ("430602", "department", 2020, "hunan-2020-reconstructed"),
        ("500101", "department", 2023, "chongqing-common"),
        ("511702", "department", 2023, "sichuan-dazhou"),
        ("440100", "project", 2021, "national-project-2020"),
        ("440100", "project", 2022, "national-project-2021"),
        ("", "project", 2022, "national-project-2021"),
    ],
)
def test_the_smallest_area_and_the_latest_year_win(place: str, form: str, year: int, found: str):
    """A city's own scheme comes before the province's, a later one before an earlier."""
    assert choose_scheme(place, form, year).id == found


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("440100", "department", 2021), "没有适用于区划 440100、2021 年度的评分方案。请在封面填写“评分方案”，可选："),
        (("511000", "department", 2022), "没有适用于区划 511000、2022 年度的评分方案。"),
        (("", "department", 2022), "没有适用于区划 —、2022 年度的评分方案。"),
        (("440100", "department", 2022, "gd-2021"), "没有名为“gd-2021”的评分方案，现有："),
        (
            ("440100", "department", 2021, "gd-2022-reconstructed"),
            "评分方案“gd-2022-reconstructed”适用于 2022 年度至 — 年度，不适用于 2021 年度。",
        ),
        (
            ("440100", "department", 2022, "national-project-2021"),
            "评分方案“national-project-2021”不是这一类表（department）用的。",
        ),
    ],
)
def test_what_cannot_be_chosen_is_told(asked: tuple[Any, ...], says: str):
    """Whole sentences: what was asked, what there is, what to do."""
    with pytest.raises(RuleError) as told:
        choose_scheme(*asked)

    assert told.value.text().startswith(says)
    assert told.value.text("en")


def test_a_named_scheme_comes_first():
    """The cover sheet may name another scheme than the place would have."""
    assert (
        choose_scheme("440100", "department", 2022, named="hunan-2020-reconstructed").id == "hunan-2020-reconstructed"
    )


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_a_shipped_scheme_is_whole(entry: Entry):
    """Sums close in every distribution, every line has ground and evidence, and lint has nothing to say."""
    scheme = load_scheme(entry.id, entry.version)

    for roots in (scheme.roots, *(variant.roots for variant in scheme.variants)):
        assert sum(root.points for root in roots) == scheme.total == 100
        for node in nodes_of(roots):
            assert not isinstance(node, Branch) or sum(child.points for child in node.children) == node.points
    for leaf in scheme.leaves.values():
        assert leaf.basis.provenance == "reconstructed" or leaf.basis.document
        assert leaf.basis.since
        assert leaf.evidence
    assert lint_scheme(SHIPPED / f"{entry.id}.yaml") == []


def test_the_parts_of_the_guangdong_table():
    """50 + 50, and the seven parts of management efficiency."""
    scheme = load_scheme("gd-2022-reconstructed")
    points = {node.code: str(node.points) for node in nodes_of(scheme.roots) if isinstance(node, Branch)}

    assert points == {
        "A": "50", "A1": "25", "A2": "25", "B": "50",
        "B-01": "2", "B-02": "7", "B-03": "3", "B-04": "15", "B-05": "10", "B-06": "10", "B-07": "3",
    }  # fmt: skip
    assert len(scheme.leaves) == 27


# --- broken schemes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("broken_schemes"), ids=lambda case: case["name"])
def test_an_author_is_told_everything_at_once(tmp_path: Path, case: dict[str, Any]):
    """File, line, what was found and what to write instead; nothing is loaded."""
    text = HEAD.format(
        reference=case.get("reference", "reference: {document: 某办法}"),
        grades=case.get("grades", "four"),
        head=case.get("head", "note: 无"),
        tree=case["tree"],
    )
    path = tmp_path / "broken.yaml"
    path.write_text(text, encoding="utf-8")

    said = lint_scheme(path)
    if "begins" in case:
        assert [sentence[: len(case["begins"])] for sentence in said] == [case["begins"]]
    else:
        assert said == case["says"]
    assert all(lint_scheme(path, lang="en"))


# Told about several files together or about choosing one, each with a test of its own in this module or test_tables.
ELSEWHERE = {
    "scheme-no-such-code", "scheme-no-base", "scheme-twice", "scheme-table-twice", "scheme-no-folder", "scheme-unknown",
    "scheme-other-form", "scheme-not-in-force", "scheme-none-in-force", "scheme-changed", "scheme-unreachable",
    "scheme-no-evidence",
}  # fmt: skip


def test_every_refusal_of_a_file_has_a_case():
    """A sentence that no broken file brings forth has never been read by anybody."""
    sentences = [*chain.from_iterable(case.get("says", ()) for case in cases("broken_schemes"))]
    unseen = {
        message_id
        for message_id, template in catalogue("zh").items()
        if message_id.startswith("scheme-") and message_id not in ELSEWHERE
        and not any(re.search(re.sub(r"\\{\w+\\}", ".*", re.escape(template)), sentence) for sentence in sentences)
    }  # fmt: skip

    assert unseen == set()


def test_lint_gives_advice_on_what_can_be_used(tmp_path: Path):
    """A row that can never fire and a line without evidence do not stop a scheme, but its author should know."""
    path = tmp_path / "advice.yaml"
    rows = '[{when: 分值 >= 0, points: 分值, reason: 总是}, {else: true, points: "0", reason: 从不}]'
    tree = f'[{{code: A, name: 甲, points: "100", rows: {rows}}}]'
    path.write_text(
        HEAD.format(reference="provenance: reconstructed", grades="four", head="note: 无", tree=tree), encoding="utf-8"
    )

    assert lint_scheme(path) == [
        "advice.yaml:11：“A”的第 2 条规则永远用不到。请核对先后和界限。",
        "advice.yaml:11：“A 甲”没有写佐证材料（evidence）。请补写。",
    ]


def test_a_file_that_is_no_scheme(tmp_path: Path):
    """Lint answers in a sentence whatever it is given."""
    path = tmp_path / "x.yaml"
    path.write_text("a: [", encoding="utf-8")

    assert len(lint_scheme(path)) == 1
    assert len(lint_scheme(tmp_path / "nowhere.yaml")) == 1


# --- extending -------------------------------------------------------------------------------------------------------

CITY = """scheme: city
extends: gd-2022-reconstructed
title: 某市型
version: "2"
place: "440600"
reference: {document: 某市办法, article: 第三条}
provenance: official
exceptions:
  - {code: B-02-01, points: "3"}
  - {code: B-02-02, points: "4"}
  - {code: B-06-06, manual: 由财政部门评定}
  - {code: B-01, remove: true}
  - {code: B-07, points: "5"}
  - {under: B-07, add: [{code: B-07-03, name: 节能, points: "2", manual: 看, evidence: [能耗台账]}]}
"""


def city(tmp_path: Path, text: str = CITY) -> Scheme:
    return load_scheme("city", rulebook=written(tmp_path, "city", text))


def test_a_city_differs_by_exceptions(tmp_path: Path):
    """What it does not mention stays the province's, on the province's ground; its exceptions stand on its own."""
    scheme, base = city(tmp_path), load_scheme("gd-2022-reconstructed")

    assert {code: str(scheme.leaves[code].points) for code in ("B-02-01", "B-02-02", "B-07-03")} == {
        "B-02-01": "3",
        "B-02-02": "4",
        "B-07-03": "2",
    }
    assert "B-01-01" not in scheme.leaves
    assert (scheme.leaves["B-06-06"].manual, scheme.leaves["B-06-06"].rule) == ("由财政部门评定", None)
    assert scheme.leaves["B-06-06"].basis.text() == "某市办法 第三条"
    assert scheme.leaves["B-06-06"].basis.provenance == "official"
    assert scheme.leaves["A-03"].basis == base.leaves["A-03"].basis
    assert scheme.leaves["B-05-04"].rule.table.digest_source == base.leaves["B-05-04"].rule.table.digest_source
    assert scheme.digest != base.digest


def test_a_local_scheme_is_in_force_for_its_place_only(tmp_path: Path):
    """The folder adds to what ships, and changes nothing elsewhere."""
    folder = written(tmp_path, "city", CITY)

    assert choose_scheme("440605", "department", 2022, rulebook=folder).id == "city"
    assert choose_scheme("440100", "department", 2022, rulebook=folder).id == "gd-2022-reconstructed"
    assert choose_scheme("440605", "department", 2022).id == "gd-2022-reconstructed"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (CITY.replace("B-06-06", "B-06-99"), "city.yaml 第 11 行：被沿用的方案里没有编码“B-06-99”。请核对编码。"),
        (CITY.replace("extends: gd-2022-reconstructed", "extends: gd"), "city.yaml 第 2 行：没有编号为“gd”的方案可以沿用，现有："),
        (CITY.replace('points: "4"', 'points: "5"'), "gd-2022-reconstructed.yaml 第 "),
        (CITY.replace("scheme: city", "scheme: gd-2022-reconstructed").replace('"2"', '"1"', 1), "city.yaml 第 1 行：方案“gd-2022-reconstructed 1”出现了两次。"),
    ],
)  # fmt: skip
def test_a_bad_exception_is_told(tmp_path: Path, text: str, says: str):
    """An exception that meets nothing, or sums that no longer close, are refused with file and line."""
    with pytest.raises(RuleError) as told:
        city(tmp_path, text)

    assert told.value.text().startswith(says)


def test_the_newest_version_is_used_unless_one_is_named(tmp_path: Path):
    """Version 10 is newer than version 9, and both can be asked for."""
    for version in ("9", "10"):
        written(tmp_path, f"city{version}", CITY.replace('version: "2"', f'version: "{version}"'))

    assert load_scheme("city", rulebook=tmp_path).version == "10"
    assert load_scheme("city", "9", tmp_path).version == "9"


def test_a_rulebook_that_is_not_there(tmp_path: Path):
    """A mistyped folder is told, not passed over."""
    with pytest.raises(RuleError) as told:
        entries(tmp_path / "nowhere")

    assert told.value.text().endswith("nowhere”不存在。请核对路径；其中的方案放在 schemes 子文件夹。")


# --- digests ---------------------------------------------------------------------------------------------------------


def test_a_digest_does_not_depend_on_the_day():
    """Another process, another hash seed: the same rules have the same digest."""
    program = "from jixiao.rules.schemes import load_scheme; print(load_scheme('gd-2022-reconstructed').digest)"
    seen = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert seen == {load_scheme("gd-2022-reconstructed").digest}


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ('manual: 由财政部门评定', 'manual: 由 财政部门评定', False),
        ('points: "3"', 'points: "3.0"', False),
        ("title: 某市型", "title: 某市", True),
        ("evidence: [能耗台账]", "evidence: [台账]", True),
        ('version: "2"', 'version: "3"', False),
        ("provenance: official", "provenance: reconstructed", True),
    ],
)  # fmt: skip
def test_what_changes_a_digest(tmp_path: Path, old: str, new: str, same: bool):
    """Whatever can change a score or its reason does; a title or a hint does not."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    assert (city(tmp_path / "a").digest == city(tmp_path / "b", CITY.replace(old, new)).digest) is same


def test_changed_rules_do_not_recompute_an_old_card():
    """A card whose rules are no longer there is told so instead of being scored by others."""
    with pytest.raises(RuleError) as told:
        recorded_scheme("gd-2022-reconstructed", "1", "0" * 64)

    assert told.value.text().startswith("评分方案“gd-2022-reconstructed 1”的规则已经改动（当时 000000000000，现在 ")


def test_the_common_framework_is_a_catalogue():
    """The ministry's framework names indicators and gives no points."""
    mof = catalogues()["mof-2013"]

    assert len(mof.entries) == 28
    assert {entry.lv1 for entry in mof.entries} == {"投入", "过程", "产出", "效果"}
    assert mof.basis.document.startswith("财预〔2013〕53号")


def test_every_leaf_of_every_scheme_says_its_rule_in_words():
    """The rule is printed beside the score, whatever kind it is."""
    for entry in entries():
        for leaf in leaves_of(load_scheme(entry.id).roots):
            assert all(leaf.written), leaf.code
