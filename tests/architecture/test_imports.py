"""Ideas point inward: who may import whom, and what may be imported at all."""

from __future__ import annotations

import re
import sys
import tomllib

import pytest
from tests.architecture.layers import LAYERS, ROOT, Module, imports_of, modules, web_modules

pytestmark = pytest.mark.long

BROWSER = {"django", "jixiao_web"}

# Distributions whose modules go by another name.
IMPORTED_AS = {
    "django-allauth": "allauth",
    "django-axes": "axes",
    "django-csp": "csp",
    "python-docx": "docx",
    "pyyaml": "yaml",
}


@pytest.mark.parametrize("module", modules(), ids=repr)
def test_imports_point_inward(module: Module):
    """A room knows the rooms before it; what comes after it may change without its noticing."""
    if not module.room:
        return  # what stands beside the rooms, jixiao/__init__.py, may open any of them, lazily
    own = LAYERS.index(module.room)
    for name, node in imports_of(module):
        parts = name.split(".")
        if parts[0] == "jixiao" and len(parts) > 1 and parts[1] in LAYERS:
            assert LAYERS.index(parts[1]) <= own, (
                f"{module.at(node)} reaches outward to {name}: {module.room} stands before {parts[1]}"
            )


@pytest.mark.parametrize("module", modules(), ids=repr)
def test_the_core_knows_no_browser(module: Module):
    """The core never learns that a browser exists."""
    for name, node in imports_of(module):
        assert name.split(".")[0] not in BROWSER, (
            f"{module.at(node)} imports {name}; pass it the value it needs instead"
        )


def test_every_room_is_in_the_plan():
    """A package that the order does not name would be under no rule."""
    rooms = {path.parent.name for path in (ROOT / "src" / "jixiao").glob("*/__init__.py")}

    assert rooms <= set(LAYERS), f"add to LAYERS, in its place: {sorted(rooms - set(LAYERS))}"


@pytest.mark.parametrize(
    ("module", "extras", "own"),
    [(module, ("ocr", "bulk", "spark"), {"jixiao"}) for module in modules()]
    + [(module, ("web", "s3"), {"jixiao", "jixiao_web"}) for module in web_modules()],
    ids=lambda value: repr(value) if isinstance(value, Module) else "",
)
def test_what_is_imported_is_declared(module: Module, extras: tuple[str, ...], own: set[str]):
    """What works only because another package happened to bring it along breaks on the day that package stops."""
    for name, node in imports_of(module):
        top = name.split(".")[0]
        assert top in declared(extras) | sys.stdlib_module_names | own, (
            f"{module.at(node)} imports {top}: declare it in pyproject.toml and run bin/lock"
        )


def declared(extras: tuple[str, ...]) -> frozenset[str]:
    """The top-level modules that the project's own dependencies bring, those always there and those of some extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = [project["optional-dependencies"][extra] for extra in extras]
    wanted = [*project["dependencies"], *(requirement for group in optional for requirement in group)]
    names = [re.match(r"[\w.-]+", requirement).group().lower() for requirement in wanted]
    return frozenset(IMPORTED_AS.get(name, name.replace("-", "_")) for name in names)
