"""Where figures are exact, nothing is a float and nothing is rounded in passing."""

from __future__ import annotations

import ast

import pytest
from tests.architecture.layers import EXACT_ROOMS, Module, modules

EXACT = [module for module in modules() if module.room in EXACT_ROOMS]


def floats(tree: ast.AST) -> list[ast.AST]:
    """Every float that the text makes: a call of float, or a literal; difflib's `cutoff=0.4` is no figure."""
    likeness = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "cutoff"}
    return [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
        or (isinstance(node, ast.Constant) and isinstance(node.value, float) and id(node) not in likeness)
    ]


def roundings(tree: ast.AST) -> list[ast.AST]:
    """Every call of Python's round, which goes half to even where the forms go half away from zero."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "round"
    ]


@pytest.mark.parametrize("module", EXACT, ids=repr)
def test_no_float_near_a_figure(module: Module):
    """A float is a different number from the one that was printed."""
    assert [module.at(node) for node in floats(module.tree)] == []


@pytest.mark.parametrize("module", EXACT, ids=repr)
def test_rounding_has_one_place(module: Module):
    """Half away from zero is a rule with a name: jixiao.figures.half_up."""
    assert [module.at(node) for node in roundings(module.tree)] == []


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("x = float('1.5')", 1),
        ("x = amount * 0.5", 1),
        ("x = Decimal('0.5')", 0),
        ("get_close_matches(word, words, cutoff=0.4)", 0),
        ("if isinstance(x, float): refuse(x)", 0),
        ("def read(x: float | int) -> None: ...", 0),
    ],
)
def test_what_counts_as_making_a_float(text: str, made: int):
    """Refusing a float is welcome; making one is not."""
    assert len(floats(ast.parse(text))) == made
