"""`jixiao serve` brings up a site that answers, and takes all of it down again."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from jixiao_web.config import commands, serve
from jixiao_web.config.serve import Wish, environment_of
from jixiao_web.config.voice import Voice

linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes where Linux shows them")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(pid: int) -> set[int]:
    """The processes that a process started."""
    listed = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for names in listed for child in names.read_text().split()}


def descendants(pid: int) -> set[int]:
    """All processes that a process started, and those that these started."""
    return children(pid).union(*(descendants(child) for child in children(pid)))


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def answered(url: str, process: subprocess.Popen[str], patience: int = 90) -> str:
    """What the site answers as soon as it does."""
    end = time.monotonic() + patience
    while True:
        assert process.poll() is None, "the command ended: " + process.communicate()[0]
        try:
            with urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except OSError:
            assert time.monotonic() < end, "no answer"
            time.sleep(0.2)


@pytest.fixture
def site(tmp_path: Path):
    """A running site on an empty data folder: its process, its address, its folder."""
    port, data = free_port(), tmp_path / "data"
    command = [
        sys.executable,
        "-c",
        "from jixiao.cli import main; main()",
        "serve",
        "--port",
        str(port),
        "--data",
        str(data),
    ]
    outside = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "JIXIAO_DATA", "JIXIAO_LANG"}
    }
    process = subprocess.Popen(command, env=outside, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process, f"http://127.0.0.1:{port}/", data
    finally:
        if process.poll() is None:
            process.terminate()
        if process.stdout is not None and not process.stdout.closed:
            process.communicate(timeout=60)


@linux
def test_the_site_answers_and_ends_with_all_its_processes(site):
    """One command starts server and worker; one signal ends both, and nothing of them is left."""
    process, url, data = site

    assert answered(url + "healthz", process) == "ok"
    greeting = next(line for line in process.stdout if "已就绪" in line)
    started = descendants(process.pid)
    commands_of = " ".join(command_of(pid) for pid in started)
    process.send_signal(signal.SIGTERM)
    told, _ = process.communicate(timeout=60)

    assert process.returncode == 0, told
    assert f"已就绪：{url}" in greeting
    assert "granian" in commands_of
    assert "run_jobs" in commands_of
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []
    assert "意外退出" not in told
    assert (data / "jixiao.sqlite3").exists()
    assert stat.S_IMODE((data / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


@linux
def test_a_site_whose_server_is_killed_comes_back(site):
    """A process that the system ended in its need is replaced, on the same address."""
    process, url, _ = site
    assert answered(url + "healthz", process) == "ok"

    (server,) = [pid for pid in children(process.pid) if "-m granian" in command_of(pid)]
    os.kill(server, signal.SIGKILL)
    while Path(f"/proc/{server}").exists():
        time.sleep(0.05)

    assert answered(url + "healthz", process) == "ok"
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "网页服务意外退出（代码 -9）" in told


@linux
def test_a_command_that_is_killed_leaves_nothing_running(site):
    """Even a command that cannot say goodbye takes its processes along: the next one finds its port free."""
    process, url, _ = site
    assert answered(url + "healthz", process) == "ok"
    started = descendants(process.pid)

    process.kill()
    process.communicate(timeout=60)  # ends when the last process that could still write has ended

    end = time.monotonic() + 20
    while left := [pid for pid in started if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < end, f"still running: {left}"
        time.sleep(0.05)


def test_a_port_that_is_taken_is_said(tmp_path: Path):
    """Whoever starts it twice is told what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        zh = CliRunner().invoke(commands.serve_command, ["--port", str(port), "--data", str(tmp_path)])
        en = CliRunner().invoke(commands.serve_command, ["--port", str(port), "--data", str(tmp_path), "--lang", "en"])

    assert (zh.exit_code, en.exit_code) == (2, 2)
    assert f"无法在 127.0.0.1 的 {port} 端口上提供服务" in zh.stderr
    assert f"--port {port + 1}" in zh.stderr
    assert f"Port {port} of 127.0.0.1 cannot be served" in en.stderr


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path: Path):
    """A file in the place of the folder is no data folder, and is left as it is."""
    (tmp_path / "file").write_text("mine")

    told = CliRunner().invoke(commands.serve_command, ["--data", str(tmp_path / "file" / "below")])

    assert told.exit_code == 2
    assert "无法建立数据目录" in told.stderr
    assert (tmp_path / "file").read_text() == "mine"


def test_a_database_that_cannot_be_reached_is_said(tmp_path: Path):
    """The sentence names what to look at, and nothing was started."""
    wish = Wish("127.0.0.1", free_port(), tmp_path, 1, with_worker=True)
    unreachable = environment_of(wish, {**os.environ, "DATABASE_URL": "mysql://127.0.0.1/x"})
    said = []

    class Listening(Voice):
        def warn(self, zh: str, en: str) -> None:
            said.append(zh)

    with pytest.raises(SystemExit) as ended:
        serve.prepare_database(unreachable, Listening(quiet=True))

    assert ended.value.code == 2
    assert "请检查 DATABASE_URL" in said[0]
    assert "postgresql://" in said[0]


@pytest.mark.parametrize(
    ("host", "outside", "hosts"),
    [
        ("127.0.0.1", {}, None),
        ("0.0.0.0", {}, None),
        ("10.1.2.3", {}, "10.1.2.3,127.0.0.1,localhost"),
        ("10.1.2.3", {"JIXIAO_HOSTS": "jixiao.example.test"}, "jixiao.example.test"),
    ],
)
def test_the_address_asked_for_is_one_that_is_answered(
    host: str, outside: dict[str, str], hosts: str | None, tmp_path: Path
):
    """Who serves on an address of the house wants it answered; who named the names meant those."""
    told = environment_of(Wish(host, 8700, tmp_path, 1, with_worker=True), outside)

    assert told.get("JIXIAO_HOSTS") == hosts
    assert told["JIXIAO_DATA"] == str(tmp_path)


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8700/"), ("0.0.0.0", "http://127.0.0.1:8700/"), ("::", "http://[::1]:8700/")],
)
def test_the_url_is_one_that_a_browser_opens(host: str, url: str, tmp_path: Path):
    """Nobody can open 0.0.0.0."""
    assert Wish(host, 8700, tmp_path, 1, with_worker=True).url == url


@pytest.mark.parametrize(
    ("trace", "told"),
    [
        (
            "Traceback:\n  File x\nOperationalError: refused\n\tIs it running?\n",
            "OperationalError: refused Is it running?",
        ),
        ("CommandError: no", "CommandError: no"),
        ("", ""),
    ],
)
def test_of_a_stack_trace_the_reason_is_told(trace: str, told: str):
    """A person reads why, not where in the program."""
    assert serve.reason(trace) == told


def test_without_the_extra_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    """Who installed the library alone is told what is missing instead of being shown a stack trace."""
    monkeypatch.setattr(commands, "find_spec", lambda name: None if name == "granian" else object())

    told = CliRunner().invoke(commands.serve_command, [])

    assert told.exit_code == 2
    assert "缺少 granian" in told.stderr
    assert "jixiao[web]" in told.stderr
