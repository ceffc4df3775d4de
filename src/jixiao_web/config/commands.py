"""The commands that the platform adds to `jixiao`; Django is loaded by the one that is run, not by the list of them."""

from __future__ import annotations

import functools
import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from jixiao_web.config.voice import Voice

NEEDED = ("django", "granian", "allauth", "axes", "csp", "whitenoise")
PASSED_ON = {"ignore_unknown_options": True, "allow_extra_args": True}


def spoken(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command --lang, --quiet and --data, and a Voice and the data folder as its first arguments."""

    @click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        envvar="JIXIAO_LANG",
        default="zh",
        show_default=True,
        help="输出语言 / language",
    )
    @click.option("--quiet", "-q", is_flag=True, help="只说错误 / say nothing but errors")
    @click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="JIXIAO_DATA",
        default="data",
        show_default=True,
        help="数据目录：SQLite 数据库、上传的文件、密钥",
    )
    @functools.wraps(command)
    def wrapped(*args: Any, lang: str, quiet: bool, data: Path, **kwargs: Any) -> int:
        voice = Voice(lang, quiet)
        missing = [name for name in NEEDED if find_spec(name) is None]
        if missing:
            voice.refuse(
                f"本命令需要网页组件（缺少 {'、'.join(missing)}）。请安装：pip install 'jixiao[web]'",
                f"This command needs the web extra ({', '.join(missing)} missing). Install it: pip install 'jixiao[web]'",
            )
        return command(voice, data.absolute(), *args, **kwargs)

    return wrapped


@contextmanager
def django_at(voice: Voice, data: Path) -> Iterator[None]:
    """Make this process ready for Django's management commands on a data folder; unusable settings are said as a sentence."""
    gc.enable()  # `jixiao` switches the collector off, which suits a command that reads, computes and ends
    os.environ["JIXIAO_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao_web.config.settings")

    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  # listing the commands must not wait for it

    try:
        yield
    except ImproperlyConfigured as error:
        voice.refuse(str(error), str(error))


def manage(voice: Voice, data: Path, name: str, arguments: Sequence[str]) -> int:
    """Run one of Django's management commands in this process. Answers the exit code; an error is said as a sentence."""
    with django_at(voice, data):
        import django  # noqa: PLC0415  # as in django_at
        from django.core.management import CommandError, call_command  # noqa: PLC0415
        from django.utils import translation  # noqa: PLC0415

        django.setup()
        try:
            with translation.override("en" if voice.lang == "en" else "zh-hans"):
                call_command(name, *arguments, verbosity=0 if voice.quiet else 1)
        except CommandError as error:
            voice.warn(str(error), str(error))
            return error.returncode
    return 0


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址；0.0.0.0 供其他电脑访问")
@click.option("--port", type=click.IntRange(1, 65535), default=8700, show_default=True, help="端口")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="网页服务进程数")
@click.option("--no-worker", is_flag=True, help="不启动后台任务进程（另用 jixiao manage run_jobs 启动时）")
@spoken
def serve_command(voice: Voice, data: Path, host: str, port: int, workers: int, no_worker: bool) -> int:
    """在浏览器中填报、审核和出具一个年度的绩效自评。

    首次运行会建立数据目录和数据库。默认用数据目录中的 SQLite；设置 DATABASE_URL=postgresql://… 则用 PostgreSQL。
    供其他电脑访问时，用 JIXIAO_HOSTS 写明访问所用的域名或地址。
    """
    from jixiao_web.config.serve import Wish, serve  # noqa: PLC0415  # the other commands need none of it

    return serve(Wish(host, port, data, workers, with_worker=not no_worker), voice)


@click.group("audit")
def audit_group() -> None:
    """操作日志：核验其是否完整、未被改动。"""


@audit_group.command("verify", context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@spoken
def audit_verify_command(voice: Voice, data: Path, arguments: tuple[str, ...]) -> int:
    """逐条核验操作日志的哈希链；发现改动、缺失或调换时指出是哪一条。

    其余选项见 jixiao manage audit_verify --help。
    """
    return manage(voice, data, "audit_verify", arguments)


@click.command("backup", context_settings=PASSED_ON)
@click.argument("file", type=click.Path(dir_okay=False))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@spoken
def backup_command(voice: Voice, data: Path, file: str, arguments: tuple[str, ...]) -> int:
    """把数据库和全部文件备份为 FILE；运行中也可备份。

    其余选项见 jixiao manage backup --help。
    """
    return manage(voice, data, "backup", [file, *arguments])


@click.command("restore", context_settings=PASSED_ON)
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@spoken
def restore_command(voice: Voice, data: Path, file: str, arguments: tuple[str, ...]) -> int:
    """由备份 FILE 恢复数据库和全部文件；先停止服务。

    其余选项见 jixiao manage restore --help。
    """
    return manage(voice, data, "restore", [file, *arguments])


@click.command("demo-data", context_settings=PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@spoken
def demo_data_command(voice: Voice, data: Path, arguments: tuple[str, ...]) -> int:
    """在空数据库中放入演示数据：一个部门，2022 年度自评进行到一半，每种角色一人。

    例：jixiao demo-data examples/gz-union-2022.xlsx；已有数据时保持不变。其余选项见 jixiao manage demo_data --help。
    """
    from jixiao_web.config.serve import environment_at, make_data_folder, prepare_database  # noqa: PLC0415  # as in serve

    make_data_folder(data, voice)
    prepare_database(environment_at(data, os.environ), voice)
    return manage(voice, data, "demo_data", arguments)


@click.command("manage", context_settings={**PASSED_ON, "help_option_names": [], "allow_interspersed_args": False})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@spoken
def manage_command(voice: Voice, data: Path, arguments: tuple[str, ...]) -> int:
    """维护用：执行 Django 管理命令，例如 jixiao manage migrate。"""
    with django_at(voice, data):
        from django.core.management import ManagementUtility  # noqa: PLC0415  # as in django_at

        ManagementUtility(["jixiao manage", *arguments]).execute()
    return 0
