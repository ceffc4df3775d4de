"""The commands, gathered under `jixiao`."""

from __future__ import annotations

import click

import jixiao as package
from jixiao.cli.evaluate import check_command, evaluate_command
from jixiao.cli.rulebook import explain_command, scheme_group, schemes_command
from jixiao.cli.workbooks import diff_command, import_form_command, merge_command, split_command, template_command

_HELP = """绩效：部门整体支出绩效自评，一份工作簿进，评分、核对和排好版的报告出。

\b
常用命令：
  jixiao template -o 2022.xlsx               生成空白工作簿
  jixiao check 2022.xlsx                     核对数字，指出哪里不对
  jixiao evaluate 2022.xlsx --out 自评/       评分并生成报告和附件
  jixiao explain ART-01                      解释一条核对规则

退出码：0 没有问题；1 有需要处理的问题；2 输入无法使用。
"""


@click.group(help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package.__version__, prog_name="jixiao")
def jixiao() -> None:
    """The root of all commands."""


for command in (
    template_command,
    split_command,
    merge_command,
    diff_command,
    import_form_command,
    evaluate_command,
    check_command,
    explain_command,
    schemes_command,
    scheme_group,
):
    jixiao.add_command(command)
