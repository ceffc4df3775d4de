"""The plan of the house as data: the order of its packages, and what its source says about itself when parsed."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "src" / "jixiao"
WEB = ROOT / "src" / "jixiao_web"

# A package may import those before it, never one after it.
LAYERS = (
    "files",
    "figures",
    "law",
    "facts",
    "rulebook",
    "rules",
    "monitoring",
    "scoring",
    "relations",
    "documents",
    "checks",
    "reports",
    "exchange",
    "bulk",
    "cli",
)

# The same for the apps of the platform: the order stands in its plan, whose table this reads.
WEB_LAYERS = tuple(
    re.findall(r"^\| `(\w+)(?:\.py)?` \|", (WEB / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
)

# What joins the apps to one site may know them all, and none of them knows it.
WEB_OUTSIDE = "config"

# Where a figure is exact from the first digit to the last.
EXACT_ROOMS = ("figures", "facts", "rules", "monitoring", "scoring", "relations", "checks")

# The one place that meets the machine: it reads clock and environment, and passes on what it read.
OUTSIDE = "cli"


@dataclass(frozen=True, slots=True)
class Module:
    """One file: its dotted name, its package (the room it stands in) and its text."""

    name: str
    path: Path
    text: str

    @property
    def room(self) -> str:
        """The package under jixiao or jixiao_web, or "" for what stands beside them."""
        top, *below = self.name.split(".")
        rooms = WEB_LAYERS if top == "jixiao_web" else LAYERS
        return below[0] if below and below[0] in rooms else ""

    @property
    def tree(self) -> ast.Module:
        return parse(self.text)

    def at(self, node: ast.AST) -> str:
        """Where something stands, as an editor opens it."""
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"  # type: ignore[attr-defined]  # every node asked for has one

    def __repr__(self) -> str:
        return self.name


@cache
def parse(text: str) -> ast.Module:
    return ast.parse(text)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the core, in the order of the paths."""
    return modules_in(CORE)


@cache
def web_modules() -> tuple[Module, ...]:
    """Every module of the platform that a person wrote; Django writes the migrations."""
    return tuple(module for module in modules_in(WEB) if ".migrations" not in module.name)


def modules_in(package: Path) -> tuple[Module, ...]:
    """Every module of a package, in the order of the paths."""
    found = []
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path, path.read_text(encoding="utf-8")))
    return tuple(found)


def imports_of(module: Module) -> Iterator[tuple[str, ast.stmt]]:
    """Every name that a module imports, dotted and absolute, wherever in the file; `from a import b` yields a.b."""
    package = module.name.split(".") if module.path.name == "__init__.py" else module.name.split(".")[:-1]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield f"{base}.{alias.name}", node


def type_imports(module: Module) -> set[ast.stmt]:
    """The imports under `if TYPE_CHECKING:`, which nobody runs: a name for the reader and the checker of types."""
    guarded = (
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.If) and dotted(node.test).endswith("TYPE_CHECKING")
    )
    return {inner for node in guarded for inner in node.body}


def dotted(node: ast.AST) -> str:
    """`os.path.join` for the expression that reads so; "" for what is no plain chain of names."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def repository_files() -> list[Path]:
    """What is committed or about to be; in a copy without git, everything outside the folders that git would ignore."""
    asked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode == 0:
        names = [name for name in asked.stdout.decode().split("\0") if name]
        return [path for path in (ROOT / name for name in sorted(set(names))) if path.is_file()]
    ignored = {line.strip("/\n") for line in (ROOT / ".gitignore").read_text().splitlines() if line.endswith("/")}
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file() and not ignored.intersection(path.relative_to(ROOT).parts)
    ]
