"""The platform keeps its order, too: which app knows which, and that figures are the core's affair."""

from __future__ import annotations

import ast

import pytest
from tests.architecture.layers import WEB, WEB_LAYERS, WEB_OUTSIDE, Module, imports_of, type_imports, web_modules
from tests.architecture.test_exactness import roundings

# The moves of the workflow are data that name their own roles; the table of rights reads them when it is first asked.
BY_NAME = {("jixiao_web.policies", "jixiao_web.cycle.workflow.workflow")}

# Pages join the apps together and may ask any of them.
PAGES = ("views", "urls", "context", "navigation", "panels", "gallery", "templatetags")


def is_page(module: Module) -> bool:
    """Whether a module makes pages rather than deeds or questions."""
    return any(part.endswith(PAGES) for part in module.name.split(".")[2:])


IN_THE_PLAN = [module for module in web_modules() if module.room]


def float_calls(tree: ast.AST) -> list[ast.AST]:
    """Every call of float. A literal is no figure here but seconds of patience: figures come from the core, as text or 分."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
    ]


def test_every_app_is_in_the_plan():
    """An app that the plan does not name would be under no rule."""
    apps = {path.parent.name for path in WEB.glob("*/__init__.py")} - {WEB_OUTSIDE}

    assert apps <= set(WEB_LAYERS), f"add to the table of README.md, in its place: {sorted(apps - set(WEB_LAYERS))}"


@pytest.mark.parametrize("module", IN_THE_PLAN, ids=repr)
def test_apps_know_those_above_them(module: Module):
    """An app knows the apps above it in the plan; what comes below may change without its noticing."""
    own = len(WEB_LAYERS) if is_page(module) else WEB_LAYERS.index(module.room)
    only_types = type_imports(module)
    for name, node in imports_of(module):
        top, *below = name.split(".")
        if top != "jixiao_web" or not below or node in only_types or (module.name, name) in BY_NAME:
            continue
        if below[0] == "policies" and module.room in ("accounts", "organisation"):
            continue  # the table of rights knows roles and posts, and the deeds on posts ask the table
        assert below[0] in WEB_LAYERS, f"{module.at(node)} imports {name}, which only joins the apps together"
        assert WEB_LAYERS.index(below[0]) <= own, (
            f"{module.at(node)} reaches down to {name}: {module.room} stands above {below[0]} in README.md"
        )


@pytest.mark.parametrize("module", web_modules(), ids=repr)
def test_nothing_is_computed_with_floats(module: Module):
    """What a person sees was computed by the core, exactly; a float on the way would be a different number."""
    assert [module.at(node) for node in float_calls(module.tree)] == []


@pytest.mark.parametrize("module", web_modules(), ids=repr)
def test_nothing_is_rounded_on_the_way(module: Module):
    """The core rounds, by a rule with a name; pages show what it said."""
    assert [module.at(node) for node in roundings(module.tree)] == []


def test_what_counts_as_making_a_float():
    """Asking a text for its float is refused, a patience of a tenth of a second is not."""
    assert len(float_calls(ast.parse("x = float(amount)"))) == 1
    assert float_calls(ast.parse("wait(0.1)")) == []
