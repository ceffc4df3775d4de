"""The desk: how a command speaks — in which language, as words or as JSON, loudly or quietly — and how it ends."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, NoReturn, ParamSpec, TypeVar

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from jixiao.files.errors import FileRefused
from jixiao.files.messages import text
from jixiao.rules import RuleError

CLEAN, FINDINGS, UNUSABLE = 0, 1, 2
PIPED_WIDTH = 120

P = ParamSpec("P")
R = TypeVar("R")


def _console() -> Console:
    """The reader's terminal; into a file or a pipe, lines are wide enough for a table of ours."""
    console = Console(highlight=False, soft_wrap=True)
    return console if console.is_terminal else Console(highlight=False, soft_wrap=True, width=PIPED_WIDTH)


@dataclass
class Desk:
    """How this run of the command speaks. Words for people go to stdout, progress and errors to stderr."""

    lang: str = "zh"
    as_json: bool = False
    quiet: bool = False
    out: Console = field(default_factory=_console)
    err: Console = field(default_factory=lambda: Console(stderr=True, highlight=False, soft_wrap=True))

    def say(self, message_id: str, /, **values: object) -> None:
        """A sentence, unless the run is quiet or speaks JSON."""
        if not (self.quiet or self.as_json):
            self.out.print(text(message_id, self.lang, **values), markup=False)

    def show(self, *things: Any) -> None:
        """Tables and other things for eyes, wrapped to the width, unless the run is quiet or speaks JSON."""
        if not (self.quiet or self.as_json):
            self.out.print(*things, soft_wrap=False)

    def word(self, message_id: str, /, **values: object) -> str:
        """A text in this run's language."""
        return text(message_id, self.lang, **values)

    def data(self, value: object) -> None:
        """The result for other programs: one JSON document, figures as text so that no reader makes floats of them."""
        if self.as_json:
            sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def refuse(self, sentence: str) -> NoReturn:
        """Say why the input cannot be used and end with 2."""
        if self.as_json:
            self.data({"error": sentence})
        self.err.print(sentence, style="red", markup=False)
        raise SystemExit(UNUSABLE)

    def may_write(self, target: Path, inputs: Iterable[Path], *, force: bool) -> None:
        """End with 2 rather than write onto an input, ever, or onto a file that is there, unless --force says so."""
        if target.suffix.lower() != ".xlsx":
            self.refuse(self.word("write-not-xlsx", file=target))
        if any(target.resolve() == one.resolve() for one in inputs):
            self.refuse(self.word("write-onto-input", file=target))
        if target.exists() and not force:
            self.refuse(self.word("write-exists", file=target))

    @contextmanager
    def progress(self, steps: Iterable[str]) -> Iterator[Callable[[], None]]:
        """A progress bar over named steps; the block calls what it gets once a step."""
        names = list(steps)
        hidden = self.quiet or self.as_json or not self.err.is_terminal
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.err, transient=True, disable=hidden) as bar:
            task = bar.add_task(names[0], total=len(names))
            done = 0

            def step() -> None:
                nonlocal done
                done += 1
                bar.update(task, completed=done, description=names[min(done, len(names) - 1)])

            yield step

    @contextmanager
    def counting(self, what: str, total: int) -> Iterator[Callable[[int], None]]:
        """A progress bar over many things of a kind; the block calls what it gets with how many are done."""
        hidden = self.quiet or self.as_json or not self.err.is_terminal
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=self.err, transient=True, disable=hidden) as bar:
            task = bar.add_task(what, total=total)

            def at(done: int) -> None:
                bar.update(task, completed=done)

            yield at


FORCE = click.option("--force", is_flag=True, help="目标文件已存在时覆盖它（输入文件永不覆盖）")


def speaking(command: Callable[Concatenate[Desk, P], R]) -> Callable[..., R]:
    """Give a command the options --lang, --json and --quiet, a Desk as its first argument, and sentences for errors."""

    @click.option(
        "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="输出语言 / language"
    )
    @click.option("--json", "as_json", is_flag=True, help="输出 JSON，供其他程序使用 / machine-readable output")
    @click.option("--quiet", "-q", is_flag=True, help="只用退出码说话 / say nothing, only exit")
    @functools.wraps(command)
    def wrapped(*args: Any, lang: str, as_json: bool, quiet: bool, **kwargs: Any) -> R:
        desk = Desk(lang, as_json, quiet)
        try:
            return command(desk, *args, **kwargs)
        except FileRefused as refused:
            desk.refuse(refused.sentence(lang))
        except RuleError as error:
            desk.refuse(error.text(lang))

    return wrapped
