"""A module holds one idea, and its first line says which."""

from __future__ import annotations

import ast

import pytest
from tests.architecture.layers import Module, modules, web_modules

LONGEST = 300
WRITTEN = [*modules(), *web_modules()]


@pytest.mark.parametrize("module", WRITTEN, ids=repr)
def test_the_first_line_says_the_idea(module: Module):
    """Whoever opens a file learns in one line why it exists."""
    opening = ast.get_docstring(module.tree)

    assert opening, f"{module.path.name} has no docstring"
    assert module.text.startswith('"""'), f"{module.path.name} begins with something else than its docstring"
    assert opening.splitlines()[0].endswith((".", "。", "?", "？")), "the first line is not a whole sentence"


@pytest.mark.parametrize("module", WRITTEN, ids=repr)
def test_no_module_becomes_a_place(module: Module):
    """At 300 lines there is a second idea in it, which deserves a name."""
    assert len(module.text.splitlines()) <= LONGEST
