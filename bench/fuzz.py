"""Random texts and damaged files against every reader: `bench/fuzz [--number N] [--reader NAME] [--seed S]`.

Every input is told by its reader, seed and number, so that a failure can be made again. The inputs run in batches, each in a
process of its own: a crash of a library in C is seen, told, and passed over. Anything but `FileRefused` is a failure.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Timer
from types import FrameType
from typing import IO

from bench.consistent import consistent
from bench.fuzz_files import damaged
from bench.fuzz_text import noise, official, shaken
from bench.samples import samples
from jixiao.checks.document.review import review, reviewed
from jixiao.documents.model import Document, Passage
from jixiao.documents.reading import read
from jixiao.documents.wording import in_signs
from jixiao.figures import read as read_figures
from jixiao.files.errors import FileRefused

ROOT = Path(__file__).parents[1]
OUT = ROOT / "out" / "fuzz"
SUFFIXES = {"text": "txt", "html": "html", "docx": "docx", "xlsx": "xlsx", "pdf": "pdf", "ofd": "ofd"}
READERS = (*SUFFIXES, "figures", "review")
BATCH = 500
SECONDS = 10  # of computing for one input
SILENT = 120  # a batch that says nothing for so long hangs where no signal reaches it
MEMORY = 4 << 30


class TooSlowError(BaseException):
    """An input took longer than it may; no handler of the readers may swallow it."""


@dataclass
class Tally:
    """What became of the inputs of one reader."""

    inputs: int = 0
    refused: int = 0
    read: int = 0
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_input: int = 0


def made(reader: str, seed: int, number: int) -> str | bytes:
    """The input with that number: a text for `figures` and `review`, else the bytes of a file."""
    chance = random.Random(f"{reader}/{seed}/{number}")
    if reader in ("figures", "review"):
        return _text(chance)
    sound = samples(reader)
    # large files are rarer: they take longer and damage hits them in the same places
    data = sound[min(int(chance.expovariate(1.5)), len(sound) - 1)]
    if reader == "text" and chance.random() < 0.6:
        encoding = chance.choice(("utf-8", "gb18030", "utf-16", "utf-16-be", "utf-8-sig"))
        data = _text(chance).encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")
        return data if chance.random() < 0.5 else damaged(data, sound, chance)
    if chance.random() < 0.03:
        return (
            chance.randbytes(chance.choice((0, 1, 7, 500)))
            if chance.random() < 0.5
            else data[:8] + chance.randbytes(400)
        )
    return damaged(data, (*sound, *samples("pdf")[:1]), chance)


def _text(chance: random.Random) -> str:
    kind = chance.randrange(10)
    if kind < 1:
        return noise(chance)
    if kind < 6:
        return official(chance)
    return shaken(_sound_text(chance.randrange(40)), chance)


@cache
def _sound_text(seed: int) -> str:
    return consistent(seed).text


def tried(reader: str, given: str | bytes, path: Path) -> bool:
    """Run one input through its reader and look at what comes out. Returns whether it was read; False: refused in words."""
    if isinstance(given, str):
        _run_text(reader, given)
        return True
    path.write_bytes(given)
    try:
        document = read(path, guarded=False)
    except FileRefused as refused:
        sentence = refused.sentence()
    else:
        return _reviewed(document)
    assert sentence, "a refusal without words"
    return False


def _reviewed(document: Document) -> bool:
    _look(document)
    found = reviewed(document)
    assert all(str(finding) for finding in found.findings)
    return True


def _run_text(reader: str, text: str) -> None:
    if reader == "figures":
        last = 0
        for figure in read_figures(text):
            assert last <= figure.start < figure.end <= len(text), f"span {figure.start}–{figure.end} after {last}"
            last = figure.end
        return
    found = review(text)
    assert found.document.text == text
    _look(found.document)
    for finding in found.findings:
        assert str(finding)
        assert all(0 <= start <= end <= len(text) for start, end in finding.spans), finding.spans
    for judged in found.relations:
        assert in_signs(judged.found)


def _look(document: Document) -> None:
    """The places of a document lie inside it."""
    for block in document.blocks:
        passages = [block] if isinstance(block, Passage) else [cell.passage for cell in block.cells]
        for passage in passages:
            if passage.text:
                start, end = passage.span(0, len(passage.text))
                assert 0 <= start <= end <= len(document.text), f"{start}–{end} of {len(document.text)}"


def batch(reader: str, seed: int, first: int, count: int, say: Callable[[dict[str, object]], None]) -> None:
    """Run inputs one after the other and say what became of each; runs in a process of its own."""
    signal.signal(signal.SIGPROF, _ring)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"输入.{SUFFIXES.get(reader, 'txt')}"
        for number in range(first, first + count):
            say({"begin": number})
            try:
                given = made(reader, seed, number)
            except Exception as error:  # noqa: BLE001  a mistake of the fuzzer itself is told apart
                say({"number": number, "fuzzer": repr(error), "trace": traceback.format_exc()})
                continue
            start = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            failure = trace = ""
            was_read = False
            try:
                was_read = tried(reader, given, path)
            except TooSlowError:
                failure, trace = f"slower than {SECONDS} s", traceback.format_exc()
            except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
                failure, trace = f"{type(error).__name__}: {error}"[:200], traceback.format_exc()
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            say(
                {
                    "number": number,
                    "read": was_read,
                    "failure": failure,
                    "trace": trace,
                    "seconds": time.process_time() - start,
                }
            )
            if number % 50 == 0:
                gc.collect()


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError


def run(reader: str, number: int, seed: int, out: Path = OUT) -> Tally:
    """Run that many inputs through a reader, in batches; failures are kept in `out` with seed and input."""
    tally = Tally()
    first = 0
    while first < number:
        first = _batch(reader, seed, first, min(BATCH, number - first), tally, out)
        print(f"{reader}: {first} of {number}, {len(tally.failures)} failures", file=sys.stderr, flush=True)
    return tally


def _batch(reader: str, seed: int, first: int, count: int, tally: Tally, out: Path) -> int:
    """One batch; the number of the input to go on with."""
    order = [sys.executable, "-m", "bench.fuzz", "--batch", reader, str(seed), str(first), str(count)]
    with subprocess.Popen(order, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
        assert child.stdout is not None
        begun = first - 1
        for line in _lines(child.stdout, child):
            said = json.loads(line)
            if "begin" in said:
                begun = said["begin"]
            else:
                _count(reader, seed, said, tally, out)
                first = said["number"] + 1
        status = child.wait()
    if status and begun >= first:
        _count(reader, seed, {"number": begun, "failure": f"the process died with {status}"}, tally, out)
        return begun + 1
    if status:
        raise SystemExit(f"{reader}: the batch ended with {status} before its first input")
    return first


def _lines(stream: IO[str], child: subprocess.Popen[str]) -> Iterator[str]:
    """What a batch says; one that falls silent is ended."""
    while True:
        watch = Timer(SILENT, child.kill)
        watch.start()
        try:
            line = stream.readline()
        finally:
            watch.cancel()
        if not line:
            return
        yield line


def _count(reader: str, seed: int, said: dict[str, object], tally: Tally, out: Path) -> None:
    number, failure = said["number"], said.get("fuzzer") or said.get("failure")
    assert isinstance(number, int)
    tally.inputs += 1
    seconds = said.get("seconds", 0.0)
    if isinstance(seconds, float) and seconds > tally.slowest:
        tally.slowest, tally.slowest_input = seconds, number
    if not failure:
        tally.read += bool(said["read"])
        tally.refused += not said["read"]
        return
    tally.failures.append(f"{reader} --seed {seed}, input {number}: {failure}")
    out.mkdir(parents=True, exist_ok=True)
    stem = out / f"{reader}-{seed}-{number}"
    stem.with_suffix(".log").write_text(f"{failure}\n{said.get('trace', '')}", "utf-8")
    if "fuzzer" not in said:
        given = made(reader, seed, number)
        data = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
        stem.with_suffix(f".{SUFFIXES.get(reader, 'txt')}").write_bytes(data)


def main(arguments: list[str]) -> int:
    """Run the readers asked for and print one table; 1 where something failed."""
    if arguments[:1] == ["--batch"]:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        seed, first, count = (int(one) for one in arguments[2:5])
        batch(arguments[1], seed, first, count, lambda said: print(json.dumps(said), flush=True))
        return 0
    parser = argparse.ArgumentParser(prog="bench/fuzz", description=__doc__)
    parser.add_argument("--number", type=int, default=10_000, help="inputs for each reader")
    parser.add_argument("--reader", choices=READERS, action="append", help="only this one; may be given more than once")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    failures = []
    print("| reader | inputs | refused in words | read | failures | slowest, s |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |", flush=True)
    for reader in asked.reader or READERS:
        tally = run(reader, asked.number, asked.seed)
        failures += tally.failures
        slowest = f"{tally.slowest:.2f} (input {tally.slowest_input})"
        counts = f"{tally.inputs} | {tally.refused} | {tally.read} | {len(tally.failures)}"
        print(f"| {reader} | {counts} | {slowest} |", flush=True)
    for failure in failures[:40]:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
