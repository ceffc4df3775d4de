"""The catalogue: one declaration a code, complete in both languages, and no figure without a place to be compared."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from jixiao.checks import catalogue
from jixiao.checks.catalogue import read_catalogue
from jixiao.checks.cells import CHAPTER
from jixiao.checks.running import functions
from jixiao.files.messages import UnknownMessageError, template_of
from jixiao.rules.errors import RuleError
from jixiao.rules.registry import registry

SHIPPED = list(catalogue().values())


def test_every_check_has_one_way_of_looking():
    """A code is a relation or a function, and a function has a declaration."""
    related = {rule.code for rule in SHIPPED if rule.identity is not None}
    gathered = {rule.code for rule in SHIPPED if rule.chapter == CHAPTER}

    assert related & functions().keys() == set()
    assert related | functions().keys() | gathered == {rule.code for rule in SHIPPED}


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.code)
def test_a_declaration_speaks_both_languages(rule):
    """Title and subject are told in Chinese and in English, and are not the same words."""
    for told in (rule.title, rule.about):
        assert told("zh") != told("en")
        assert told("zh").strip()
        assert told("en").strip()


TIED = {"SCR-01"}  # a function that makes a relation of its own and speaks as relations do


@pytest.mark.parametrize("code", sorted(functions().keys() - TIED))
def test_a_function_has_its_sentence(code: str):
    """Whatever a function finds, there is a sentence for it, with the same values in both languages."""
    for lang in ("zh", "en"):
        names = [f"check-{code}", *(f"check-{code}-{kind}" for kind in ("problem", "rows", "objective"))]
        assert any(exists(name, lang) for name in names)


def exists(message_id: str, lang: str) -> bool:
    try:
        return bool(template_of(message_id, lang))
    except UnknownMessageError:
        return False


def stateable() -> list[str]:
    """The addresses, without year, that a row of 填报数 can name: department figures, groups, columns of figures."""
    found = [item.name.replace("*", "X") for item in registry().derived]
    for subject, field in registry().fields():
        if field.kind.is_figure and subject.id != "stated":
            keys = ["X"] * len(subject.key)
            found.append("/".join([subject.id, *keys, field.id]))
    scores = [
        "score/total",
        "score/A-03",
        "points/total",
        "lost/A-03",
        "project-score/P01/total",
        "indicator-score/P02-1/score",
    ]
    return [*found, *scores]


@pytest.mark.parametrize("where", stateable())
def test_what_is_stated_elsewhere_is_compared_once(where: str):
    """Every figure that can be stated elsewhere belongs to exactly one check."""
    patterns = [(rule.code, pattern) for rule in SHIPPED if rule.identity for pattern in rule.identity.restated]

    assert len({code for code, pattern in patterns if fnmatchcase(where, pattern)}) == 1


DECLARED = """
TIE-01:
  title: {zh: 不一致, en: differs}
  severity: error
  about: {zh: 核对, en: compares}
  basis: ties
  remedy: fix
  ties: [{relation: RELATION}]
"""


@pytest.mark.parametrize(
    ("relation", "message"),
    [
        ("部门全年预算数 = 基本支出预算 + 项目支出预算数", "identity-no-such-name"),
        ("部门全年预算数 = 基本支出预算数 + ", "identity-unreadable"),
        ("部门全年预算数 = 基本支出预算数 / 项目支出预算数 / 项目支出预算数", "identity-unreadable"),
        ("部门全年预算数 基本支出预算数", "identity-unreadable"),
        ("部门全年预算数 = ∑车辆.全年预算数", "identity-no-such-name"),
    ],
)
def test_a_relation_that_cannot_be_read_is_refused(tmp_path: Path, relation: str, message: str):
    """An officer's slip is told at load, with file and line, never in front of somebody's data."""
    with pytest.raises(RuleError) as caught:
        read_catalogue(folder(tmp_path, DECLARED.replace("RELATION", f'"{relation}"')))

    assert caught.value.message_id == message
    assert "tie.yaml 第" in caught.value.text()


def test_an_officer_can_add_a_relation(tmp_path: Path):
    """One file of YAML in Chinese names is a new check."""
    added = read_catalogue(folder(tmp_path, DECLARED.replace("RELATION", "部门年初预算数 <= 部门全年预算数")))

    assert list(added) == ["TIE-01"]


def test_a_code_is_declared_once(tmp_path: Path):
    """The same code in two files would be two checks with one name."""
    made = folder(tmp_path, DECLARED.replace("RELATION", "部门年初预算数 <= 部门全年预算数"))
    declared = DECLARED[: DECLARED.index("  ties:")]
    (tmp_path / "checks" / "again.yaml").write_text(declared, encoding="utf-8")

    with pytest.raises(RuleError) as caught:
        read_catalogue(made)

    assert caught.value.message_id == "check-code-twice"


def folder(root: Path, identities: str) -> Path:
    for part in ("identities", "checks"):
        (root / part).mkdir()
    (root / "identities" / "tie.yaml").write_text(identities, encoding="utf-8")
    return root
