"""A scheme by id or file, and the same with some of its conventions, limits or grades changed, as a file one can keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from jixiao.rules.errors import RuleError
from jixiao.rules.scheme import Scheme
from jixiao.rules.schemes import entries, load_scheme, read_scheme

SUFFIXES = (".yaml", ".yml")
CHANGEABLE = ("options", "parameters", "grades")
"""The parts of a scheme file that a single value of can be changed: conventions, limits, lower bounds of grades."""


def named_scheme(name: str, rulebook: Path | None = None) -> Scheme:
    """A scheme by its id, or the one of a file.

    Args:
        name: an id, or a path that ends in .yaml.
        rulebook: a folder with local schemes and tables.

    Raises:
        RuleError: there is none of that name, or its file is not as it should be.
    """
    return _read(Path(name), rulebook) if _is_file(name) else load_scheme(name, rulebook=rulebook)


def changed_scheme(name: str, changes: Iterable[str], rulebook: Path | None = None) -> tuple[Scheme, str]:
    """A scheme with single values changed, and the file that says so, which extends the scheme.

    Args:
        name: an id; a file of one's own is changed by its author.
        changes: such as `parameters.及格线=0.7`, `options.partial=threshold`, `grades.优=92`.
        rulebook: as above.

    Raises:
        RuleError: the change is not of that form, or there is no such thing to change, or not to that.
    """
    if _is_file(name):
        raise RuleError("compare-set-file", file=name)
    base = load_scheme(name, rulebook=rulebook)
    (entry,) = (one for one in entries(rulebook) if (one.id, one.version) == (base.id, base.version))
    written: dict[str, dict[str, str]] = {}
    for change in changes:
        part, key, value = _parsed(change)
        if part not in written:
            held = entry.node.get(part)
            if part == "grades":
                written[part] = {grade: f"{bound:f}" for grade, bound in base.grades.items()}
            else:
                written[part] = {} if held is None else {name: one.text() for name, one in held.entries.items()}
        if part == "grades" and key not in base.grades:
            raise RuleError("rules-not-among", found=key, allowed=tuple(base.grades))
        written[part][key] = value
    source = _file(base, written, tuple(changes))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "changed.yaml"
        path.write_text(source, encoding="utf-8")
        return _read(path, rulebook), source


def _is_file(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)


def _read(path: Path, rulebook: Path | None) -> Scheme:
    scheme, errors = read_scheme(path, rulebook)
    if scheme is None:
        raise errors[0]
    return scheme


def _parsed(change: str) -> tuple[str, str, str]:
    where, sign, value = change.partition("=")
    part, dot, key = where.strip().partition(".")
    if not (sign and dot and key and value.strip()) or part not in CHANGEABLE:
        raise RuleError("compare-set", found=change)
    return part, key.strip(), value.strip()


def _file(base: Scheme, written: Mapping[str, Mapping[str, str]], changes: Iterable[str]) -> str:
    told: dict[str, Any] = {
        "scheme": f"{base.id}-changed",
        "extends": base.id,
        "title": f"{base.title}（{'、'.join(changes)}）",
        "version": base.version,
        **written,
    }
    dumped: str = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1000)
    return dumped
