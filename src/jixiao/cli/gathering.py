"""Which files a command means: files, folders with all that is in them, and patterns that the shell left alone."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from glob import glob
from pathlib import Path

SUFFIXES = frozenset(
    [
        ".docx",
        ".doc",
        ".wps",
        ".rtf",
        ".pdf",
        ".ofd",
        ".html",
        ".htm",
        ".mht",
        ".xlsx",
        ".xlsm",
        ".xls",
        ".txt",
        ".md",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
    ]
)

MARK = "-审阅"  # ends the names of marked copies: a folder that holds some is reviewed without them


def gather(given: Iterable[str], suffixes: Container[str] = SUFFIXES) -> tuple[Path, ...]:
    """Every file once, folders and patterns in the order of names; a file that was named is taken whatever its ending."""
    found: dict[Path, None] = {}
    for name in given:
        path = Path(name)
        if path.is_dir():
            found.update(dict.fromkeys(_inside(path, suffixes)))
        elif path.exists() or not any(sign in name for sign in "*?["):
            found[path] = None
        else:
            for item in sorted(glob(name, recursive=True)):  # noqa: PTH207  (Path.glob takes no absolute pattern)
                found.update(dict.fromkeys(_inside(Path(item), suffixes) if Path(item).is_dir() else (Path(item),)))
    return tuple(found)


def _inside(folder: Path, suffixes: Container[str]) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        ours = path.stem.endswith(MARK)
        if path.is_file() and path.suffix.lower() in suffixes and not hidden and not ours:
            yield path
