"""Words: compiles every app's catalogue, and knows which words that people read have no English yet.

`python -m jixiao_web.shell.words` compiles each `django.po` to the `django.mo` that Django reads; with `--missing` it also
lists the words without English, and ends with 1 when there are any.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]
CATALOGUE = Path("locale/en/LC_MESSAGES/django.po")
_CALLS: dict[str, tuple[int, ...]] = {
    "_": (0,),
    "gettext": (0,),
    "gettext_lazy": (0,),
    "gettext_noop": (0,),
    "pgettext": (1,),
    "pgettext_lazy": (1,),
}
_CALLS |= dict.fromkeys(("ngettext", "ngettext_lazy"), (0, 1)) | dict.fromkeys(("npgettext", "npgettext_lazy"), (1, 2))


@dataclass(frozen=True, slots=True, order=True)
class Word:
    """One text that a person reads, and where it stands. `app` is "" for what stands beside the apps."""

    app: str
    msgid: str
    place: str


def compile_catalogues(package: Path = PACKAGE) -> list[Path]:
    """Compile every catalogue; the files made. Each is written beside its place first, so that nobody reads half of one."""
    made = []
    for path in sorted(package.rglob("*.po")):
        target = path.with_suffix(".mo")
        fresh = target.with_suffix(".mo.new")
        polib.pofile(str(path)).save_as_mofile(str(fresh))
        fresh.replace(target)
        made.append(target)
    return made


def missing_words(package: Path = PACKAGE) -> list[Word]:
    """The words that stand in Python or in templates and have no English, or only one said to be uncertain."""
    known = {app: _translated(folder / CATALOGUE) for app, folder in _apps(package).items()}
    return sorted(word for word in words(package) if word.msgid not in known[word.app])


def words(package: Path = PACKAGE) -> Iterator[Word]:
    """Every text that is marked for translation, app by app."""
    apps = _apps(package)
    for path in sorted(package.rglob("*")):
        read = {".py": _in_python, ".html": _in_template, ".txt": _in_template}.get(path.suffix)
        if read is None or "migrations" in path.parts:
            continue
        within = path.relative_to(package)
        app = within.parts[0] if within.parts[0] in apps else ""
        for line, msgid in read(path.read_text(encoding="utf-8")):
            yield Word(app, msgid, f"{within}:{line}")


def blanks(text: str) -> frozenset[str]:
    """The names of the values that a text takes, `{name}` and `%(name)s`."""
    return frozenset(next(filter(None, found)) for found in _BLANK.findall(text))


def _apps(package: Path) -> dict[str, Path]:
    """Folder by name; settings and commands share the catalogue of the package with what stands beside the apps."""
    own = {path.name: path for path in sorted(package.iterdir()) if (path / "apps.py").is_file()}
    return {**own, "": package}


def _translated(catalogue: Path) -> frozenset[str]:
    if not catalogue.is_file():
        return frozenset()
    entries = polib.pofile(str(catalogue))
    return frozenset(
        msgid
        for entry in entries
        if not (entry.fuzzy or entry.obsolete)
        and (entry.msgstr or (entry.msgstr_plural and all(entry.msgstr_plural.values())))
        for msgid in (entry.msgid, entry.msgid_plural)
        if msgid
    )


def _in_python(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        for position in _CALLS.get(name, ()):
            if position < len(node.args):
                argument = node.args[position]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield node.lineno, argument.value


_TRANSLATE = re.compile(
    r"""\{%\s*(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')|_\((?:"([^"]*)"|'([^']*)')\)(?=[^{}]*[%}]\})"""
)
_BLOCK = re.compile(
    r"\{%\s*(?:blocktranslate|blocktrans)\b([^%]*)%\}(.*?)\{%\s*end(?:blocktranslate|blocktrans)\s*%\}", re.DOTALL
)
_PLURAL = re.compile(r"\{%\s*plural\s*%\}")
_BLANK = re.compile(r"\{(\w+)[^{}]*\}|%\((\w+)\)")
_VARIABLE = re.compile(r"\{\{\s*([^}]+?)\s*\}\}")


def _in_template(source: str) -> Iterator[tuple[int, str]]:
    for found in _TRANSLATE.finditer(source):
        msgid = next((group for group in found.groups() if group is not None), "")
        yield _line(source, found.start()), msgid.replace("%", "%%")
    for found in _BLOCK.finditer(source):
        for text in _PLURAL.split(found[2]):
            told = _trimmed(text) if re.search(r"\btrimmed\b", found[1]) else text
            yield _line(source, found.start()), _VARIABLE.sub(r"%(\1)s", told.replace("%", "%%"))


def _trimmed(text: str) -> str:
    """As Django trims a block: each line by itself, joined by blanks."""
    return " ".join(line.strip() for line in text.strip().splitlines())


def _line(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def main() -> int:
    """Compile; with --missing tell what has no English."""
    compile_catalogues()
    missing = missing_words() if "--missing" in sys.argv[1:] else []
    for word in missing:
        sys.stderr.write(f"{word.place}: {word.msgid}\n")
    if missing:
        sys.stderr.write(f"这些文字还没有英文（{len(missing)}）。 No English yet: {len(missing)}.\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
