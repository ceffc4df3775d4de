"""Every piece of a consistent text, under its title."""

from __future__ import annotations

from collections.abc import Callable

from bench.draft_counts import growth, mean, names, points, product, scores, shares, staff, whole_base
from bench.draft_money import (
    balance,
    budget,
    change,
    difference,
    growth_of_parts,
    list_of_parts,
    nested,
    plan_and_actual,
    repeated,
    share_of,
)
from bench.draft_tables import table_of_changes, table_of_rates
from bench.drafts import Pen

PIECES: tuple[tuple[str, Callable[[Pen], None]], ...] = (
    ("部门预算", budget),
    ("专项资金", list_of_parts),
    ("“三公”经费", nested),
    ("项目执行", plan_and_actual),
    ("收支变化", change),
    ("业务量", growth),
    ("质量指标", points),
    ("税收收入", growth_of_parts),
    ("结转结余", balance),
    ("评价得分", scores),
    ("机构设置", names),
    ("采购情况", product),
    ("救助发放", mean),
    ("支出结构", shares),
    ("重点支出", share_of),
    ("人员情况", staff),
    ("安全生产", whole_base),
    ("预算调整", difference),
    ("资金安排", repeated),
    ("项目明细", table_of_rates),
    ("科目对比", table_of_changes),
)

# Pieces whose words name their own place: any number of them can stand in one text without contradicting each other.
LOCAL = (
    "专项资金",
    "项目执行",
    "业务量",
    "质量指标",
    "采购情况",
    "救助发放",
    "支出结构",
    "安全生产",
    "项目明细",
    "科目对比",
)
