"""`jixiao bulk …`: the same schemes over all departments of a place and many years."""

from __future__ import annotations

from importlib.util import find_spec

import click

from jixiao.cli.desk import Desk, speaking
from jixiao.cli.lazily import Lazily

NEEDED = ("duckdb", "pyarrow")
"""What the extra `bulk` brings and nothing here works without."""

_WHERE = {
    "import": "importing:import_command",
    "score": "scoring:score_command",
    "show": "showing:show_command",
    "check": "checking:check_command",
    "compare": "comparing:compare_command",
    "signals": "comfort:signals_command",
    "sample": "comfort:sample_command",
    "package": "packaging:package_command",
}

_HELP = """批量：成百上千个部门、许多年度，按同一套方案一次评完，分数与逐个评的一样。

\b
常用步骤：
  jixiao bulk import 各部门工作簿/ --out 数据/
  jixiao bulk score 数据/ --scheme gd-2022-reconstructed --out 结果/
  jixiao bulk show 结果/ --top 20
"""


class Bulk(Lazily):
    """The commands of bulk, each of which says how to install what it lacks."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; one that only says what is missing where it is; None for another name."""
        if cmd_name in self.where and any(find_spec(name) is None for name in NEEDED):
            return _not_installed(cmd_name)
        return super().get_command(ctx, cmd_name)


def _not_installed(name: str) -> click.Command:
    @click.command(name, context_settings={"ignore_unknown_options": True}, add_help_option=False)
    @click.argument("_rest", nargs=-1, type=click.UNPROCESSED)
    @speaking
    def refuse(desk: Desk, _rest: tuple[str, ...]) -> None:
        """需要先安装批量组件：pip install "jixiao[bulk]"。"""
        missing = [needed for needed in NEEDED if find_spec(needed) is None]
        desk.refuse(desk.word("bulk-not-installed", missing="、".join(missing)))

    return refuse


@click.group(
    "bulk",
    cls=Bulk,
    home=__name__,
    where=_WHERE,
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
)
def bulk_group() -> None:
    """Whole places and many years."""
