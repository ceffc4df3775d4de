"""What the rules on words find and what they leave alone: tests/cases/reviews/*.yaml, under each code its cases.

A case under `fires` gives `text`, `at` (the words of its first span as they stand in the text) and, where the words decide
it, `severity`. Everything under `silent` is a near miss. What is asked of a whole report only has `report` in place of
`text`: the parts of base/report.yaml that it writes otherwise, "" for one that it leaves out. A rule that looks at relations
too names the finders that its case needs. Each rule is run alone, on the text as it would be pasted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.checks.catalogue import review_catalogue
from jixiao.checks.document.finding import PaperFinding
from jixiao.checks.document.paper import Paper
from jixiao.checks.document.rules import rules
from jixiao.documents.reading import from_text
from jixiao.documents.view import View
from jixiao.relations import judge

CASES = Path(__file__).resolve().parents[2] / "cases" / "reviews"
KEYS = {"text", "report", "at", "severity", "finders"}
ENOUGH = 3


@dataclass(frozen=True)
class Case:
    """One text: the code, the words that the first span should cover ("" for a near miss), and how grave it is."""

    code: str
    number: int
    text: str
    at: str = ""
    severity: str = ""
    finders: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"{self.code}-{self.number}"


@cache
def base() -> dict[str, str]:
    """The parts of the report that cases on whole reports start from."""
    parts: dict[str, str] = yaml.safe_load((CASES / "base" / "report.yaml").read_text(encoding="utf-8"))
    return parts


def written(fields: dict[str, Any]) -> str:
    """The text of a case."""
    if "text" in fields:
        return str(fields["text"])
    parts = base() | fields["report"]
    assert set(parts) == set(base()), f"no such part: {sorted(set(parts) - set(base()))}"
    return "\n".join(part for part in parts.values() if part)


def read(code: str, number: int, told: Any, fires: bool) -> Case:
    """A case as it is written; a near miss without finders is its bare text."""
    fields = told if isinstance(told, dict) else {"text": told}
    assert set(fields) <= KEYS, f"{code}: {sorted(set(fields) - KEYS)}"
    assert bool(fields.get("at")) == fires, f"{code}: a case that fires says where, a near miss does not: {told}"
    finders = tuple(fields.get("finders", ()))
    return Case(code, number, written(fields), fields.get("at", ""), fields.get("severity", ""), finders)


def cases() -> list[Case]:
    """Every case of the folder."""
    found: list[Case] = []
    for path in sorted(CASES.glob("*.yaml")):
        for code, told in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            assert set(told) == {"fires", "silent"}, f"{path.name}: {code}"
            for fires in (True, False):
                for one in told["fires" if fires else "silent"]:
                    found.append(read(code, len(found), one, fires))
    return found


ALL = cases()
FRAGMENTS = sorted({part for case in ALL for part in re.split(r"(?<=[，。；：\n])", case.text) if part})


def judged(case: Case) -> tuple[str, list[PaperFinding]]:
    """The text that was read, and what the rule of the case finds in it."""
    view = View(from_text(case.text))
    relations = [
        (found, judge(found.relation))
        for name in case.finders
        for found in import_module(f"jixiao.documents.finders.{name}").find(view)
    ]
    findings = list(rules()[case.code](Paper(view, relations), review_catalogue()[case.code]))
    return view.document.text, findings


@pytest.mark.parametrize("case", [case for case in ALL if case.at], ids=repr)
def test_it_fires(case: Case):
    """The rule finds something, its first span covers the words, and every sentence can be told in both languages."""
    text, findings = judged(case)
    told = [(text[found.spans[0].start : found.spans[0].end], found) for found in findings if found.spans]

    assert case.at in [words for words, _ in told], [str(found) for found in findings]
    for words, found in told:
        for lang in ("zh", "en"):
            sentence = found.sentence(lang)
            assert found.found_in(lang)
            found.expected_in(lang)
            assert found.remedy_in(lang)
            assert "{" not in sentence
        if case.severity and words == case.at:
            assert found.severity.value == case.severity
        assert found.severity.rank >= found.rule.severity.rank


@pytest.mark.parametrize("case", [case for case in ALL if not case.at], ids=repr)
def test_it_stays_silent(case: Case):
    """A near miss raises nothing."""
    assert [str(found) for found in judged(case)[1]] == []


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=24))
@settings(max_examples=40, deadline=None)
def test_no_text_is_too_odd(parts: list[str]):
    """Whatever stands behind whatever, every rule comes to an end and what it finds can be told."""
    paper = Paper(View(from_text("".join(parts))))

    for code, rule in rules().items():
        for finding in rule(paper, review_catalogue()[code]):
            assert str(finding)
            assert all(0 <= span.start <= span.end <= len(paper.document.text) for span in finding.spans)


@pytest.mark.parametrize("code", sorted(rules()))
def test_every_rule_was_seen_to_fire_and_to_keep_still(code: str):
    """A rule that nobody saw fire, or nobody saw keep still, does not ship."""
    assert code in review_catalogue()
    assert sum(1 for case in ALL if case.code == code and case.at) >= ENOUGH
    assert sum(1 for case in ALL if case.code == code and not case.at) >= ENOUGH
