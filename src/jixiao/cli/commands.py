"""The commands, gathered under `jixiao`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

import click

import jixiao as package
from jixiao.cli import INTERRUPTED
from jixiao.cli.desk import UNUSABLE
from jixiao.cli.lazily import Lazily
from jixiao.files.messages import text

_WHERE = {
    "template": "workbooks:template_command",
    "split": "workbooks:split_command",
    "merge": "workbooks:merge_command",
    "diff": "workbooks:diff_command",
    "import-form": "workbooks:import_form_command",
    "evaluate": "evaluate:evaluate_command",
    "check": "check:check_command",
    "review": "review:review_command",
    "readback": "readback:readback_command",
    "explain": "rulebook:explain_command",
    "schemes": "rulebook:schemes_command",
    "scheme": "rulebook:scheme_group",
    "bulk": "bulk:bulk_group",
}

_FURTHER = "jixiao.commands"
"""The entry-point group under which a package offers further commands; this one need not know whose they are."""

_HELP = """绩效：部门整体支出绩效自评，一份工作簿进，评分、核对和排好版的报告出。

\b
常用命令：
  jixiao template -o 2022.xlsx               生成空白工作簿
  jixiao check 2022.xlsx                     核对数字，指出哪里不对
  jixiao review 自评报告.docx                审阅别人写的报告，指出哪个数字不对
  jixiao evaluate 2022.xlsx --out 自评/       评分并生成报告和附件
  jixiao explain ART-01                      解释一条核对规则

退出码：0 没有问题；1 有需要处理的问题；2 输入无法使用。
"""


@cache
def further() -> dict[str, EntryPoint]:
    """The commands that other packages offer, not yet imported. A name of our own cannot be taken."""
    return {entry.name: entry for entry in entry_points(group=_FURTHER) if entry.name not in _WHERE}


class Root(Lazily):
    """Our commands and those of other packages, and how a run of any of them ends."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the work."""
        return [*super().list_commands(ctx), *further()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None."""
        if cmd_name in further():
            command: click.Command = further()[cmd_name].load()
            return command
        return super().get_command(ctx, cmd_name)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and end with a sentence: 2 for a command that was typed wrongly, 130 for one that was broken off."""
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except click.Abort:
            click.echo(text("cli-broken-off"), err=True)
            sys.exit(INTERRUPTED)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()  # the help of a group is its own answer
            sys.exit(UNUSABLE)
        except click.ClickException as error:
            context = getattr(error, "ctx", None)
            command = context.command_path if context else "jixiao"
            click.echo(text("cli-usage", command=command, problem=said(error)), err=True)
            sys.exit(UNUSABLE)
        if standalone_mode:
            sys.exit(code if isinstance(code, int) else 0)
        return code


def said(error: click.ClickException) -> str:
    """What is wrong with a command as typed, in Chinese where it is one of the usual slips."""
    match error:
        case click.MissingParameter():
            return text("cli-missing", name=error.param.human_readable_name if error.param else "")
        case click.NoSuchOption():
            return text("cli-no-option", name=error.option_name)
        case click.BadParameter() if error.param is not None and isinstance(error.param.type, click.Path):
            return text("cli-path", name=error.param.human_readable_name, problem=error.message)
        case _:
            return error.format_message()


@click.group(
    cls=Root,
    home="jixiao.cli",
    where=_WHERE,
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package.__version__, prog_name="jixiao")
def jixiao() -> None:
    """The root of all commands."""
