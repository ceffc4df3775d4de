"""What finders of relations read out of sentences: tests/cases/relations/<finder>.yaml, one list of cases a finder.

A case gives `text` and what is found in it, one line a relation: `sum 30万元 = 10万元 + 20万元: holds`. Blanks inside figures
are left out; a relation that is only suggested ends with `?`. A case without `finds` finds nothing.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
import yaml

from jixiao.documents.found import Found
from jixiao.documents.reading import from_text
from jixiao.documents.view import View
from jixiao.relations import Form, judge

CASES = Path(__file__).parents[2] / "cases" / "relations"


def shown(found: Found) -> str:
    """A relation as a case writes it."""
    written = {mention.at: "".join(mention.written.split()) for mention in found.mentions}
    relation = found.relation
    left, *right = [written[mention.at] for mention in found.mentions] or [relation.left.show()]
    if relation.form is Form.SUM and len(found.mentions) <= len(relation.terms):  # a whole of 100 % stands nowhere
        left, *right = [written.get(quantity.at) or quantity.show() for quantity in relation.quantities()]
    if found.names:
        right = [f"{len(found.names)} names"]
    if relation.form in (Form.AT_MOST, Form.AT_LEAST):
        told = f"{left} {relation.form.value} {' '.join(right)}"
    elif relation.form is Form.SUM:
        signs = [term.sign for term in relation.terms] if not found.names else [1]
        told = f"{left} =" + "".join(
            f"{' +' if sign > 0 else ' -'} {word}" for sign, word in zip(signs, right, strict=True)
        ).removeprefix(" +")
    else:
        told = f"{left} {relation.form.value} {', '.join(right)}"
    return f"{found.tie} {told}: {judge(relation).outcome.value}{'' if found.sure else '?'}"


def cases() -> list[tuple[str, str, list[str]]]:
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            assert set(case) <= {"text", "finds", "why"}, f"{path.name}: {case}"
            found.append((path.stem, case["text"], case.get("finds", [])))
    return found


@pytest.mark.parametrize(("finder", "text", "finds"), cases())
def test_what_is_found(finder: str, text: str, finds: list[str]):
    """Exactly the relations that the words state, and their outcomes."""
    module = import_module(f"jixiao.documents.finders.{finder}")
    assert sorted(shown(found) for found in module.find(View(from_text(text)))) == sorted(finds)
