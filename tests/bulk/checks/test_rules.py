"""Every rule of the four families is either checked in bulk or left out for a reason that somebody can read."""

from __future__ import annotations

import pytest

from jixiao.bulk.checks.carded import OfResult
from jixiao.bulk.checks.rules import FAMILIES, judged_rules, left_out, set_rules, steps
from jixiao.bulk.checks.telling import Printer, has_any
from jixiao.bulk.dialect import DIALECTS
from jixiao.checks import catalogue
from jixiao.files.messages import text
from jixiao.rules.registry import registry


def test_every_rule_of_the_families_is_in_exactly_one_list():
    """A new rule has to be put into one of them."""
    wanted = {code for code, rule in catalogue().items() if code.startswith(FAMILIES) and rule.on}
    lists = [set(set_rules()), set(judged_rules()), set(left_out())]

    assert wanted <= set().union(*lists)
    assert sum(map(len, lists)) == len(set().union(*lists)), "a rule is in two lists"
    assert set().union(*lists) <= set(catalogue())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reason_is_a_sentence(lang: str):
    """In both languages."""
    assert all(text(reason, lang).endswith(("。", ".")) for reason in left_out().values())


@pytest.mark.parametrize("scored", [False, True])
@pytest.mark.parametrize("engine", DIALECTS)
def test_statements_stand_in_order(engine: str, scored: bool):
    """Each relation is made once, and before it is looked at."""
    made: list[str] = []
    texts = list(steps(Printer(registry(), DIALECTS[engine], scored=scored), OfResult({}, True) if scored else None))
    names = [step.name for step in texts]
    for step in texts:
        used = [name for name in names if f" {name} " in f" {step.query} "]
        assert set(used) <= set(made), step.name
        made.append(step.name)
    assert len(set(made)) == len(made)


def test_a_word_that_is_a_pattern_is_refused():
    """A percent sign in a rule's word would match everything."""
    with pytest.raises(ValueError, match="100%"):
        has_any("name", ["100%"])
