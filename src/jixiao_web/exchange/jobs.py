"""Reading a large workbook in the background."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jixiao_web.exchange import services
from jixiao_web.exchange.models import Import
from jixiao_web.jobs.registry import job
from jixiao_web.jobs.run import Run


@job("import", transient=(OSError,))
def read(run: Run) -> None:
    """读取工作簿并预览."""
    made = Import.objects.get(pk=run.arguments["import"])
    run.step(_("正在读取 {file}").format(file=made.original_name), 1, 2)
    state, preview, problems = services.judge(made)
    run.step(_("正在比较"), 2, 2)
    with run.ending() as result:
        services.store(made, state, preview, problems)
        result["import"] = made.pk
