"""The rules that gave the scores, as files: the scheme as it is written, what it builds on, and the text its digest is of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jixiao.rules.scheme import Branch, Leaf, Node, Scheme
from jixiao.rules.strict import load

CANONICAL = "canonical.txt"


def rule_files(scheme: Scheme, rulebook: Path | None) -> Mapping[str, bytes]:
    """Name → content: the scheme, the schemes it extends, the decision tables, and the canonical text.

    SHA-256 of the canonical text is the digest that the result carries.
    """
    folders: list[Traversable] = [files("jixiao").joinpath("rulebook"), *([rulebook] if rulebook is not None else [])]
    written: dict[tuple[str, str], tuple[Traversable, str]] = {}
    for file in _yaml(folders, "schemes"):
        node = load(file)
        extends = node.get("extends")
        written[node["scheme"].text(), node["version"].text()] = (file, "" if extends is None else extends.text())
    found = {CANONICAL: scheme.canonical.encode()}
    wanted = [(scheme.id, scheme.version)]
    while wanted:
        file, base = written[wanted.pop()]
        found[f"schemes/{file.name}"] = file.read_bytes()
        wanted += [key for key in written if key[0] == base and f"schemes/{written[key][0].name}" not in found]
    for table in _yaml(folders, "tables"):
        found[f"tables/{table.name}"] = table.read_bytes()
    return found


def lines(scheme: Scheme) -> Iterator[tuple[str, str, str, int, str, str, str]]:
    """Each line of a scheme: code, name, the parts it stands under, points in hundredths, rule, basis, provenance."""
    yield from _under(scheme.roots, ())


def _under(nodes: tuple[Node, ...], above: tuple[str, ...]) -> Iterator[tuple[str, str, str, int, str, str, str]]:
    for node in nodes:
        match node:
            case Leaf():
                written = "\n".join(node.written)
                basis = node.basis
                yield (
                    node.code,
                    node.name,
                    " › ".join(above),
                    int(node.points * 100),
                    written,
                    basis.text(),
                    basis.provenance,
                )
            case Branch():
                yield from _under(node.children, (*above, node.name))


def _yaml(folders: list[Traversable], part: str) -> Iterator[Traversable]:
    for folder in folders:
        inside = folder.joinpath(part)
        if inside.is_dir():
            yield from sorted((one for one in inside.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name)
