"""Rendering in the background, and the broom that follows it."""

from __future__ import annotations

from jixiao_web.jobs.registry import every, job
from jixiao_web.jobs.run import Run
from jixiao_web.reports import services, store


@job("report", transient=(OSError,))
def render(run: Run) -> None:
    """生成自评报告."""
    services.render(run)


@every(60)
def sweep(run: Run) -> None:
    """清理中断的报告生成留下的文件."""
    run.check()
    store.sweep()
