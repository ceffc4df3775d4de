"""A run that is killed goes on to the same result; a disk that fills up ends it in one sentence, with nothing half written."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.bulk.desk import relation, write

from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.run import RESULT, Order, score_dataset
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme

SCHEME = "gd-2022-reconstructed"
PAGE = 4096
RUN = f"""
import sys
from pathlib import Path
from jixiao.bulk.dataset import read_dataset
from jixiao.bulk.run import Order, score_dataset
from jixiao.files.errors import FileRefused
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme

data, out = map(Path, sys.argv[1:])
try:
    score_dataset(read_dataset(data), load_scheme("{SCHEME}"), registry(), out, Order(threads=1))
except FileRefused as refused:
    print(refused.message_id)
    print(refused.sentence())
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A dataset of several parts."""
    folder = tmp_path_factory.mktemp("bulk") / "data"
    write(folder, indicators=1_500)
    return folder


@pytest.fixture(scope="module")
def whole(data, tmp_path_factory) -> Path:
    """What a run in one go gives."""
    out = tmp_path_factory.mktemp("whole") / "out"
    score_dataset(read_dataset(data), load_scheme(SCHEME), registry(), out, Order())
    return out


@pytest.mark.parametrize("parts", [1, 3])
def test_a_killed_run_goes_on_to_the_same_result(data, whole, tmp_path, parts):
    """Killed without warning when so many parts are there: no result stands, and the next run ends as one in one go."""
    out = tmp_path / "out"
    process = subprocess.Popen([sys.executable, "-c", RUN, str(data), str(out)])
    while len(list(out.glob("part-*"))) < parts:
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not (out / RESULT).exists()
    done = {path: path.stat().st_mtime_ns for path in out.glob("part-*/*.parquet")}

    score_dataset(read_dataset(data), load_scheme(SCHEME), registry(), out, Order())

    assert {path: path.stat().st_mtime_ns for path in done} == done
    for name in ("line", "completion", "leaf", "total"):
        assert sorted(map(repr, relation(out, name, "*"))) == sorted(map(repr, relation(whole, name, "*")))
    assert not (out / ".draft").exists()


def small_disk(size: str) -> list[str]:
    """A command that runs what follows with `$DISK` on a disk of that size; nobody else sees it."""
    script = f'mount -t tmpfs -o size={size} tmpfs "$DISK" && exec "$@"'
    return ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"]


def may_mount(folder: Path) -> bool:
    """Whether this machine lets us have a small disk of our own."""
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run(
        [*small_disk("64k"), "true"], env={**os.environ, "DISK": str(folder)}, check=False, capture_output=True
    )
    return tried.returncode == 0


@pytest.mark.parametrize("share", [0.1, 0.5, 0.85])
def test_a_full_disk_is_told_in_one_sentence(data, whole, tmp_path, share):
    """Wherever it fills up, in the first part, later, or near the end: what to do is said, and no result stands."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if not may_mount(disk):
        pytest.skip("this machine does not let us mount a small disk")
    pages = sum(-(-path.stat().st_size // PAGE) for path in whole.rglob("*") if path.is_file())
    size = str(int(pages * share) * PAGE)
    script = [sys.executable, "-c", RUN, str(data), str(disk / "out")]
    listed = ["sh", "-c", '"$@"; ls "$DISK/out"', "sh"]

    done = subprocess.run(
        [*small_disk(size), *listed, *script],
        env={**os.environ, "DISK": str(disk)},
        check=False,
        capture_output=True,
        text=True,
    )

    message, sentence, *names = done.stdout.splitlines()
    assert message == "bulk-disk-full", done.stderr
    assert "腾出空间" in sentence
    assert RESULT not in names
    assert "Traceback" not in done.stderr


def test_a_result_says_what_it_was_made_of(whole, data):
    """Scheme, version, digests of rules and data: who reads a result can tell whether it is theirs."""
    told = json.loads((whole / RESULT).read_text(encoding="utf-8"))
    scheme = load_scheme(SCHEME)

    assert (told["scheme"], told["version"], told["digest"]) == (scheme.id, scheme.version, scheme.digest)
    assert told["dataset"] == read_dataset(data).digest
