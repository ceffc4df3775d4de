"""The scheme in pandas and numpy, as somebody who knows them well writes it: floats, one pass a group of indicators.

Left out: the scores that people write into the sheet of stated figures, reasons of department lines, and ranks.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.dataset as ds

from bench.bulk_numpy import answered, half_up, missing, pick
from bench.bulk_table import BUDGET_COLUMNS, GRADES, LINE_COLUMNS, MANAGEMENT, MONEY, leaves
from bench.bulk_usage import arguments, files, measured

PLACES = 4096
"""More rows than a department has projects."""


def table(data: Path, name: str, columns: Any) -> pd.DataFrame:
    """Columns of a table, all parts one after the other."""
    return ds.dataset(list(map(str, files(data, name)))).to_table(columns=columns).to_pandas()


def indicators(data: Path) -> pd.DataFrame:
    """The indicators in the units of the form."""
    wanted = {name: pc.field(name) for name in LINE_COLUMNS} | {"consent": pc.field("consent").is_valid()}
    lines = table(data, "indicator", wanted)
    for name, scale in LINE_COLUMNS.items():
        if scale != 1:
            lines[name] /= scale
    return lines


def with_points(lines: pd.DataFrame, plain: pd.Series) -> pd.DataFrame:
    """Add the leaf that gathers an indicator and its points: its own, or an even share where nobody of its group has any."""
    lines["leaf"] = np.where(lines.owner_row > 0, -1, np.where(lines.lv1 <= 1, 0, 1))
    lines["points"] = lines.weight
    group = (lines.dept.astype("int64") * PLACES + lines.owner_row) * 3 + lines.leaf
    blank = lines.weight.isna()
    bare = group[blank & ~group.isin(group[~blank & group.isin(group[blank])])]
    place, number = bare.groupby(bare).cumcount(), bare.groupby(bare).transform("size")
    of_leaf = np.where(plain.reindex(lines.dept[bare.index]).to_numpy(), 2000, 1000)
    full = np.where(lines.leaf[bare.index] < 0, 10_000, of_leaf)
    lines.loc[bare.index, "points"] = (full // number + (place < full % number)) / 100
    return lines


def gathered(lines: pd.DataFrame) -> pd.DataFrame:
    """Points, score and open lines of each owner and leaf. `share` is what part of the points was reached, NaN while open."""
    kind = lines.outcome & 3
    counted = lines.assign(
        points=lines.points.where(kind != 3, 0), waiting=(kind == 1) | (kind == 2), counts=kind != 3
    ).groupby(["dept", "owner_row", "leaf"])[["points", "score", "waiting", "counts"]]
    sums = counted.sum()
    settled = (sums.waiting == 0) & (sums.counts > 0)
    sums["share"] = np.where(settled, np.where(sums.points == 0, 0, sums.score / sums.points), np.nan)
    return sums


def run(data: Path, out: Path) -> None:
    """Score everything; writes `line.parquet`, `completion.parquet` and `total.parquet`."""
    words, projects, bonus = departments(data)
    lines = with_points(indicators(data), words.plain)
    names = [*LINE_COLUMNS, "points", "consent"]
    lines["score"], lines["outcome"] = answered({name: lines[name].to_numpy() for name in names})
    lines[["dept", "row", "owner_row", "leaf", "points", "score", "outcome"]].to_parquet(
        out / "line.parquet", compression="zstd", index=False
    )
    sums = gathered(lines)
    share = sums.share.reset_index()
    own = share[share.leaf >= 0].pivot_table(index="dept", columns="leaf", values="share", dropna=False)
    completion = share[share.leaf < 0].set_index(["dept", "owner_row"]).share
    projects["completion"] = half_up(100 * completion.reindex(projects.set_index(["dept", "row"]).index).to_numpy())
    projects[["dept", "row", "completion"]].to_parquet(out / "completion.parquet", compression="zstd", index=False)
    key = projects[projects.key_task == 1]
    money = key.full.clip(lower=0)
    weighed = (key.completion * money).groupby(key.dept).sum(min_count=1) / money.groupby(key.dept).sum()
    waits = (key.completion.isna() | key.full.isna()).groupby(key.dept).any().reindex(words.index)
    scores = {code: half_up(score) for code, score in leaves(SimpleNamespace(**words), pick, missing)}
    full = np.where(words.plain, 20.0, 10.0)
    for place, code in enumerate(("A-01", "A-02")):
        scores[code] = half_up(full * own[place].reindex(words.index).to_numpy())
    mean = half_up(20 * weighed.reindex(words.index) / 100)
    scores["A-04"] = np.where(words.plain, 0, np.where(waits.fillna(True), np.nan, mean))
    total = pd.DataFrame(scores, index=words.index).sum(axis=1, skipna=False)
    total = (total + bonus.reindex(words.index).fillna(0).clip(-5, 5)).clip(0, 100)
    grade = np.select([total >= bound - 1e-9 for bound, _ in GRADES], [name for _, name in GRADES], "")
    pd.DataFrame({"dept": words.index, "total": total.to_numpy(), "grade": grade}).to_parquet(
        out / "total.parquet", compression="zstd", index=False
    )


def departments(data: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Words of departments by number, projects with their budgets, and plus and minus items summed."""
    budget = table(data, "budget", list(BUDGET_COLUMNS))
    projects = table(data, "project", ["dept", "row", "key_task"])
    for name in ("full", "spent", "initial", "adjust"):
        budget[name] /= MONEY
    budget = budget.merge(projects, left_on=["dept", "project_row"], right_on=["dept", "row"], how="left")
    key = budget[(budget.expenditure == 1) & (budget.key_task == 1)]
    moved = budget[(budget.adjust_kind == 3) & (budget.adjust > 0)]
    words = table(data, "management", ["dept", *MANAGEMENT]).set_index("dept")
    for name in ("full", "spent", "initial"):
        words[name] = whole(budget, name)
    words["key_full"], words["key_spent"] = whole(key, "full"), whole(key, "spent")
    words["moved"] = moved.groupby("dept").adjust.sum()
    words["moved"] = words.moved.fillna(0)
    words["plain"] = ~words.index.isin(projects.dept[projects.key_task == 1])
    sangong = table(data, "sangong", ["dept", "actual", "budget"])
    words["sangong"], words["sangong_budget"] = whole(sangong, "actual"), whole(sangong, "budget")
    of_project = budget.groupby(["dept", "project_row"]).full.sum(min_count=1)
    projects["full"] = of_project.reindex(projects.set_index(["dept", "row"]).index).to_numpy()
    bonus = table(data, "bonus", ["dept", "points"])
    return words, projects, bonus.groupby("dept").points.sum() / 100


def whole(rows: pd.DataFrame, name: str) -> pd.Series:
    """The sum of a column by department, missing where one of its rows is."""
    by = rows.groupby("dept")[name]
    return by.sum().where(by.count() == by.size())


if __name__ == "__main__":
    source, result = arguments()
    with measured() as usage:
        run(source, result)
    usage.say()
