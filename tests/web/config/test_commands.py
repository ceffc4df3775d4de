"""`jixiao` offers the commands of the platform without knowing the platform."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner

from jixiao.cli import commands as core
from jixiao_web.config import commands
from jixiao_web.config.voice import Voice

OFFERED = {"serve", "audit", "backup", "restore", "demo-data", "manage"}


def test_the_list_of_commands_has_those_of_the_platform():
    """Whoever asks for help sees that the site exists."""
    told = CliRunner().invoke(core.jixiao, ["--help"], standalone_mode=False)

    assert set(core.further()) >= OFFERED
    for name in OFFERED:
        assert f"\n  {name} " in told.stdout


@pytest.mark.parametrize("name", sorted(OFFERED - {"manage"}))
def test_every_command_explains_itself(name: str):
    """Help is there before anything is set up."""
    told = CliRunner().invoke(core.jixiao, [name, "--help"], standalone_mode=False)

    assert "Usage" in told.stdout
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told.stdout)


def test_no_package_can_take_a_command_of_the_core(monkeypatch: pytest.MonkeyPatch):
    """`jixiao check` checks, whatever else is installed."""
    offers = (EntryPoint(name, "nowhere:nothing", "jixiao.commands") for name in ("check", "brew"))
    monkeypatch.setattr(core, "entry_points", lambda group: list(offers))
    core.further.cache_clear()
    try:
        assert set(core.further()) == {"brew"}
    finally:
        core.further.cache_clear()


def test_the_list_of_commands_loads_no_django():
    """Help is there in a moment; so is every command of the core."""
    asked = "import sys; from jixiao.cli.commands import jixiao; jixiao.main(['--help'], standalone_mode=False); print('django' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert told.stdout.splitlines()[-1] == "False"


def test_a_command_that_does_not_exist_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """An error of Django's is a sentence here, and an exit code."""
    assert commands.manage(Voice("en"), tmp_path, "no_such_deed", ()) == 1
    assert "no_such_deed" in capsys.readouterr().err


def test_a_management_command_gets_its_options(tmp_path: Path):
    """What stands behind the name of the command is the command's own affair."""
    asked = "from jixiao.cli import main; main()"
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            asked,
            "manage",
            "shell",
            "--no-imports",
            "-c",
            "from django.conf import settings as s; print(s.DATA)",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "", "JIXIAO_DATA": str(tmp_path), "PYTHONUTF8": "1"},
    )

    assert told.stdout.strip() == str(tmp_path), told.stderr
