"""`jixiao serve`: the data folder, the database, the server and the worker, started together and ended together."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from jixiao_web.config.supervisor import Child, Supervisor
from jixiao_web.config.voice import UNUSABLE, Voice

SETTINGS = "jixiao_web.config.settings"
THREADS = 4
"""Requests that one server process answers at the same time."""
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # asked for by the person; here only to know it again
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
APP = Path(__file__).resolve().parents[1] / "shell" / "static" / "shell" / "app.js"


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person asked for."""

    host: str
    port: int
    data: Path
    workers: int
    with_worker: bool

    @property
    def near(self) -> str:
        """The address under which this machine itself reaches the server."""
        return EVERYWHERE.get(self.host, self.host)

    @property
    def url(self) -> str:
        """What to type into a browser on this machine."""
        return f"http://{f'[{self.near}]' if ':' in self.near else self.near}:{self.port}/"


def serve(wish: Wish, voice: Voice) -> int:
    """Serve until asked to end. Answers the exit code."""
    make_data_folder(wish.data, voice)
    environment = environment_of(wish, os.environ)
    if wish.host in EVERYWHERE and not environment.get("JIXIAO_HOSTS"):
        voice.warn(
            "注意：尚未设置 JIXIAO_HOSTS，只能用本机地址访问。请设为访问时所用的域名或地址，多个以英文逗号分隔。",
            "Note: JIXIAO_HOSTS is not set, so only this machine's own names are answered. Set it to the names under which people"
            " reach the site, separated by commas.",
        )
    if not APP.exists():
        voice.warn(
            "注意：界面文件尚未生成，页面将没有样式。请先运行 bin/assets。",
            "Note: the interface is not built, pages will have no styles. Run bin/assets first.",
        )
    port_must_be_free(wish, voice)
    prepare_database(environment, voice)
    return keep(wish, environment, voice)


def make_data_folder(data: Path, voice: Voice) -> None:
    """The folder of database, files and key, closed to everybody else."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (data / "static").mkdir(exist_ok=True)  # where collected files would be; WhiteNoise warns when it is not there
        writable = os.access(data, os.W_OK)
    except OSError as error:
        voice.refuse(
            f"无法建立数据目录 {data}：{error.strerror}。请用 --data 另指定一个可写的目录。",
            f"The data folder {data} cannot be made ({error.strerror}). Name another one with --data.",
        )
    if not writable:
        voice.refuse(
            f"数据目录 {data} 不可写。请修改权限，或用 --data 另指定一个可写的目录。",
            f"The data folder {data} cannot be written to. Change its permissions, or name another one with --data.",
        )


def environment_at(data: Path, outside: Mapping[str, str]) -> dict[str, str]:
    """The environment in which Django finds its settings, and they the data folder."""
    return {**outside, "JIXIAO_DATA": str(data), "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONUTF8": "1"}


def environment_of(wish: Wish, outside: Mapping[str, str]) -> dict[str, str]:
    """What the children are told: the environment as it is, with the person's wishes in it."""
    told = environment_at(wish.data, outside)
    if not told.get("JIXIAO_HOSTS") and wish.host not in LOOPBACK | EVERYWHERE.keys():
        told["JIXIAO_HOSTS"] = ",".join([wish.host, "127.0.0.1", "localhost"])
    return told


def port_must_be_free(wish: Wish, voice: Voice) -> None:
    """Say at once that the port is taken, rather than let the server fall over it."""
    family = socket.AF_INET6 if ":" in wish.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # there the option would let two programs have the same port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((wish.host, wish.port))
        except OSError as error:
            voice.refuse(
                f"无法在 {wish.host} 的 {wish.port} 端口上提供服务：{error.strerror}。"
                f"可能已有程序占用，请用 --port 换一个端口，例如 --port {wish.port + 1}。",
                f"Port {wish.port} of {wish.host} cannot be served ({error.strerror}). Another program may hold it: choose another"
                f" with --port, for example --port {wish.port + 1}.",
            )


def prepare_database(environment: Mapping[str, str], voice: Voice) -> None:
    """Bring the database to this version's form; one that is there already keeps its data."""
    voice.say("正在准备数据库…", "Preparing the database…")
    migrate = [sys.executable, "-m", "django", "migrate", "--noinput", "--verbosity", "0"]
    done = subprocess.run(migrate, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0:
        last = reason(done.stderr.decode("utf-8", "replace"))
        voice.refuse(
            f"数据库未能准备好，服务未启动：{last}\n请检查 DATABASE_URL 和数据目录；详情见 jixiao manage migrate。",
            f"The database could not be prepared and nothing was started: {last}\n"
            "Check DATABASE_URL and the data folder; jixiao manage migrate tells more.",
        )


def reason(trace: str) -> str:
    """Of a stack trace what it ends with: the line that begins at the margin, and its continuation."""
    lines = trace.strip().splitlines()
    begins = [number for number, line in enumerate(lines) if line and not line[0].isspace()]
    return " ".join(line.strip() for line in lines[begins[-1] :]) if begins else ""


def children_of(wish: Wish) -> list[Child]:
    """The web server, and the worker for what takes longer than a request may."""
    server = [
        *(sys.executable, "-m", "granian", "jixiao_web.config.wsgi:application", "--interface", "wsgi"),
        *("--host", wish.host, "--port", str(wish.port), "--workers", str(wish.workers)),
        *("--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"),
        *("--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "5"),
    ]
    children = [Child("server", server, indispensable=True)]
    if wish.with_worker:
        children.append(Child("worker", [sys.executable, "-m", "django", "run_jobs"]))
    return children


def keep(wish: Wish, environment: Mapping[str, str], voice: Voice) -> int:
    """Run the children until the end; say when the site can be opened."""
    names = {"server": voice.word("网页服务", "the web server"), "worker": voice.word("后台任务进程", "the job worker")}

    def fell(child: Child, code: int, pause: int) -> None:
        voice.warn(
            f"{names[child.name]}意外退出（代码 {code}），{pause} 秒后重新启动。",
            f"{names[child.name]} ended unexpectedly (code {code}); it starts again in {pause} s.",
        )

    greeted = False

    def greet() -> None:
        nonlocal greeted
        if not greeted and answers(wish):
            greeted = True
            voice.say(
                f"已就绪：{wish.url}（数据目录 {wish.data}；按 Ctrl+C 停止）",
                f"Ready: {wish.url} (data in {wish.data}; Ctrl+C ends it)",
            )

    supervisor = Supervisor(children_of(wish), environment, fell)
    supervisor.run(greet)
    if supervisor.hopeless is not None:
        voice.warn(
            f"{names[supervisor.hopeless.name]}多次启动失败，已停止。原因见上。",
            f"{names[supervisor.hopeless.name]} could not be kept running; everything was ended. The reason stands above.",
        )
        return UNUSABLE
    voice.say("已停止。", "Ended.")
    return 0


def answers(wish: Wish) -> bool:
    """Whether the server answers; with what does not matter."""
    connection = HTTPConnection(wish.near, wish.port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True
