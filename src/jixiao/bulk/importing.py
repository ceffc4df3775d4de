"""Workbooks of departments become a dataset: in the order of their names, part by part, each stored or told why not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from jixiao.bulk.dataset import Part, Writer, file_digest
from jixiao.bulk.schema import VERSION
from jixiao.bulk.workbooks import Found, Source, Who
from jixiao.facts import Registry
from jixiao.files.atomic import atomic_path
from jixiao.files.csv_file import write_csv
from jixiao.files.errors import FileRefused
from jixiao.files.messages import text

SO_FAR, REFUSED = "import.json", "refused.csv"

INDICATORS_A_PART = 100_000
"""A part of some hundred workbooks: as much reading as a run that is broken off may lose, and enough to be scored fast."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to: department-years stored, indicators among their rows, (file, sentence) of each refused one."""

    departments: int
    indicators: int
    refused: tuple[tuple[str, str], ...]


class Import:
    """An import into a folder, new or gone on with. Use as a context; the dataset is whole when it ends well.

    Until then `import.json` says which workbooks are wanted, with their digests, and how many of them are done: those in
    the parts written so far, and those that were refused. Started again over the same workbooks, it goes on after them.

    Raises:
        FileRefused: the folder holds a dataset, an import of other workbooks that did not end, or something else.
    """

    def __init__(
        self, out: Path, sources: Sequence[Source], registry: Registry, lang: str = "zh", strict: bool = False
    ) -> None:
        self.out, self.sources, self.lang, self.strict = out, sources, lang, strict
        self.wanted = {source.name: file_digest(source.file) for source in sources}
        self.done, self.refused = 0, list[tuple[str, str]]()
        self.seen: dict[tuple[str, int], list[tuple[str, str]]] = {}
        self.writer = Writer(out, registry, INDICATORS_A_PART, self._so_far())

    def _so_far(self) -> tuple[Part, ...]:
        """The parts of the same import that did not end."""
        path = self.out / SO_FAR
        if not path.is_file():
            return ()
        told = json.loads(path.read_text(encoding="utf-8"))
        if not told["parts"]:
            return ()
        if told["layout"] != VERSION or told["wanted"] != self.wanted:
            raise FileRefused("import-other-files", folder=self.out, file=SO_FAR)
        self.done, self.refused = told["done"], [(file, sentence) for file, sentence in told["refused"]]
        for department, year, region, file in told["seen"]:
            self._remember(Who(department, year, region), file)
        return tuple(Part(**part) for part in told["parts"])

    def __enter__(self) -> Import:
        self.writer.__enter__()
        if not (self.out / SO_FAR).is_file() and self.out.is_dir() and any(self.out.iterdir()):
            raise FileRefused("bulk-folder-in-use", folder=self.out)
        self.out.mkdir(parents=True, exist_ok=True)
        self._save()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            write_refused(self.out / REFUSED, self.refused, self.lang)
            self.writer.__exit__(None)
            (self.out / SO_FAR).unlink()

    def take(self, found: Iterable[tuple[int, Found]], at: Callable[[int], None] = lambda _: None) -> None:
        """Store what was found in the workbooks after `done`, as it comes in; their order is that of the sources.

        Args:
            found: index of a source and what was in it, each once, in any order.
            at: called with how many workbooks are done.
        """
        for index, one in in_order(found, self.done):
            name, before = self.sources[index].name, len(self.writer.parts)
            sentence = one.refusal or self._twin(one.who, name)
            if sentence and self.strict:
                self._leave_nothing()
                raise FileRefused("import-strict", file=name, problem=sentence)
            if sentence:
                self.refused.append((name, sentence))
            else:
                self.writer.take(one.columns)
            self.done = index + 1
            if len(self.writer.parts) > before:
                self._save()
            at(self.done)

    @property
    def imported(self) -> Imported:
        """What the parts hold and what was refused."""
        parts = self.writer.parts
        rows = sum(part.rows["indicator"] for part in parts)
        return Imported(sum(part.departments for part in parts), rows, tuple(self.refused))

    def _save(self) -> None:
        told = {
            "layout": VERSION,
            "wanted": self.wanted,
            "done": self.done,
            "refused": self.refused,
            "seen": [
                [department, year, region, file]
                for (department, year), files in self.seen.items()
                for region, file in files
            ],
            "parts": [asdict(part) for part in self.writer.parts],
        }
        with atomic_path(self.out / SO_FAR) as draft:
            draft.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def _leave_nothing(self) -> None:
        for part in self.writer.parts:
            shutil.rmtree(self.out / part.name)
        (self.out / SO_FAR).unlink()
        self.out.rmdir()

    def _twin(self, who: Who | None, name: str) -> str:
        """The sentence that names the workbook of the same department and year that is stored already; "" for none."""
        if who is None or not who.department:
            return ""
        for region, file in self.seen.get((who.department, who.year), ()):
            if region == who.region or not (region and who.region):
                values = {"department": who.department, "year": who.year, "file": name, "other": file}
                return text("import-twice", self.lang, **values)
        self._remember(who, name)
        return ""

    def _remember(self, who: Who, file: str) -> None:
        self.seen.setdefault((who.department, who.year), []).append((who.region, file))


def in_order(found: Iterable[tuple[int, Found]], first: int) -> Iterator[tuple[int, Found]]:
    """What comes in any order, in order from `first` on; what is early waits for what is before it."""
    early: dict[int, Found] = {}
    for index, one in found:
        early[index] = one
        while first in early:
            yield first, early.pop(first)
            first += 1


def write_refused(path: Path, refused: Sequence[tuple[str, str]], lang: str) -> None:
    """The list of workbooks that were not stored, for a spreadsheet; none where all were."""
    if refused:
        write_csv(path, (text("import-file", lang), text("import-why", lang)), refused)
