"""A disk that fills up in mid-run: one clear sentence, nothing half taken for whole, and with more room the run goes on."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from jixiao.bulk.dataset import Dataset
from jixiao.bulk.run import RESULT, Order, score_dataset
from jixiao.facts import Registry
from jixiao.files.errors import FileRefused
from jixiao.rules.scheme import Scheme


@contextmanager
def small_disk(at: Path, size: int) -> Iterator[None]:
    """A file system of so many bytes for as long as the block runs. Raises OSError: this user may not mount one."""
    at.mkdir()
    _mount(at, f"size={size}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=False, capture_output=True)  # noqa: S607 – the system's own
        at.rmdir()


def _mount(at: Path, options: str) -> None:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise OSError(done.stderr.strip())


def told(dataset: Dataset, scheme: Scheme, registry: Registry, whole: Path, at: Path) -> str:
    """What happens, in a sentence.

    Args:
        dataset: what is scored.
        scheme: with what.
        registry: of both.
        whole: the same run finished elsewhere.
        at: where the small disk may stand; not there yet.
    """
    size = sum(path.stat().st_size for path in whole.rglob("*.parquet"))
    try:
        with small_disk(at, size // 2):
            return _filled(dataset, scheme, registry, whole, at, size)
    except OSError as error:
        return f"not tried: {error}"


def _filled(dataset: Dataset, scheme: Scheme, registry: Registry, whole: Path, at: Path, size: int) -> str:
    out = at / "result"
    try:
        score_dataset(dataset, scheme, registry, out, Order())
    except FileRefused as refused:
        sentence = f"{refused.message_id}: {refused.sentence('en')}"
    else:
        return "**the run ended although half its result has no room**"
    parts = [part for part in dataset.parts if (out / part.name).is_dir()]
    if (out / RESULT).exists() or (out / ".draft").exists():
        return "**what is left looks like a whole result**"
    _mount(at, f"remount,size={size * 4}")
    score_dataset(dataset, scheme, registry, out, Order())
    if _totals(out) != _totals(whole):
        return "**the run that went on has other totals**"
    return f"“{sentence}” {len(parts)} of {len(dataset.parts)} parts were kept; with more room the run went on to the same totals."


def _totals(result: Path) -> object:
    with duckdb.connect() as engine:
        query = "select count(*), sum(cast(hash(dept, total, grade) as hugeint)) from read_parquet(?)"
        return engine.execute(query, [str(result / "department.parquet")]).fetchall()
