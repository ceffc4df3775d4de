"""The scheme in Polars, lazily and streaming, as somebody who knows it well writes it: floats.

Left out: the scores that people write into the sheet of stated figures, reasons of department lines, and ranks.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl

from bench.bulk_table import BUDGET_COLUMNS, GRADES, LINE_COLUMNS, MANAGEMENT, MONEY, groups, leaves
from bench.bulk_usage import arguments, files, measured

OWNER = ["dept", "owner_row", "leaf"]


def half_up(value: pl.Expr) -> pl.Expr:
    """To two places, halves upward."""
    return (value * 100 + 0.5).floor() / 100


def missing(value: pl.Expr) -> pl.Expr:
    """Where there is no value."""
    return value.is_null()


def chain(cases: Sequence[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
    """The value of the first condition that holds."""
    found = otherwise
    for test, value in reversed(cases):
        found = pl.when(test).then(value).otherwise(found)
    return found


def literal(value: Any) -> pl.Expr:
    """A number, or nothing, as an expression."""
    return value if isinstance(value, pl.Expr) else pl.lit(value, pl.Float64)


def pick(cases: Sequence[tuple[Any, Any]], otherwise: Any) -> pl.Expr:
    """The same with numbers among the values."""
    return chain([(test, literal(value)) for test, value in cases], literal(otherwise))


def answered() -> tuple[pl.Expr, pl.Expr]:
    """Score and code of an indicator: its group, and in it the first case that holds."""
    names = [*LINE_COLUMNS, "points", "consent"]
    x = SimpleNamespace(**{name: pl.col(name) for name in names})
    found = [(group.chosen, group.cases(x)) for group in groups(x, missing)]
    scores = [(test, pick([(one, score) for one, score, _ in cases], None)) for test, cases in found]
    codes = [
        (test, chain([(one, pl.lit(code, pl.Int32)) for one, _, code in cases], pl.lit(-1, pl.Int32)))
        for test, cases in found
    ]
    return half_up(chain(scores, literal(None))), chain(codes, pl.lit(-1, pl.Int32))


def indicators(data: Path, plain: pl.LazyFrame) -> pl.LazyFrame:
    """The indicators with leaf and points: their own, or an even share where nobody of their group has any."""
    lines = pl.scan_parquet(files(data, "indicator")).select(
        *(pl.col(name) if scale == 1 else pl.col(name) / scale for name, scale in LINE_COLUMNS.items()),
        consent=pl.col("consent").is_not_null(),
        leaf=pl.when(pl.col("owner_row") > 0).then(-1).when(pl.col("lv1") <= 1).then(0).otherwise(1).cast(pl.Int32),
    )
    blank = lines.filter(pl.col("weight").is_null())
    asked = blank.select(OWNER).unique()
    weighed = lines.filter(pl.col("weight").is_not_null()).join(asked, on=OWNER, how="semi").select(OWNER).unique()
    of_leaf = pl.when(pl.col("plain")).then(2000).otherwise(1000)
    full = pl.when(pl.col("leaf") < 0).then(10_000).otherwise(of_leaf)
    place, number = pl.col("row").rank("ordinal").over(OWNER).cast(pl.Int64) - 1, pl.len().over(OWNER).cast(pl.Int64)
    shared = (
        blank.join(weighed, on=OWNER, how="anti")
        .join(plain, on="dept")
        .with_columns(points=(full // number + (place < full % number).cast(pl.Int64)) / 100)
        .drop("plain")
    )
    without = blank.join(weighed, on=OWNER, how="semi").with_columns(points=literal(None))
    own = lines.filter(pl.col("weight").is_not_null()).with_columns(points=pl.col("weight"))
    return pl.concat([own, shared, without])


def scored(lines: pl.LazyFrame) -> pl.LazyFrame:
    """The lines as they are written."""
    score, code = answered()
    return lines.select(*OWNER, "row", "points", score=score, outcome=code)


def gathered(lines: pl.LazyFrame) -> pl.LazyFrame:
    """For each owner and leaf, `share`: what part of the points was reached, nothing while a line is open."""
    kind = pl.col("outcome") & 3
    points = pl.when(kind == 3).then(0.0).otherwise(pl.col("points"))
    share = pl.when(pl.col("full") == 0).then(0.0).otherwise(pl.col("reached") / pl.col("full"))
    return (
        lines.group_by(OWNER)
        .agg(
            full=points.sum(),
            reached=pl.col("score").sum(),
            waiting=((kind == 1) | (kind == 2)).sum(),
            counts=(kind != 3).sum(),
        )
        .select(*OWNER, share=pl.when((pl.col("waiting") == 0) & (pl.col("counts") > 0)).then(share))
    )


def run(data: Path, out: Path) -> None:
    """Score everything; writes `line.parquet`, `completion.parquet` and `total.parquet`."""
    words, projects = departments(data)
    lines = indicators(data, words.select("dept", "plain"))
    scored(lines).sink_parquet(out / "line.parquet", compression="zstd", engine="streaming")
    sums = gathered(pl.scan_parquet(out / "line.parquet")).collect(engine="streaming").lazy()
    completion = (
        projects.join(
            sums.filter(pl.col("leaf") < 0), left_on=["dept", "row"], right_on=["dept", "owner_row"], how="left"
        )
        .select("dept", "row", "key_task", "full", completion=half_up(100 * pl.col("share")))
        .collect()
    )
    completion.select("dept", "row", "completion").write_parquet(out / "completion.parquet", compression="zstd")
    money = pl.col("full").clip(lower_bound=0)
    key = (
        completion.lazy()
        .filter(pl.col("key_task") == 1)
        .group_by("dept")
        .agg(
            waits=(pl.col("completion").is_null() | pl.col("full").is_null()).any(),
            mean=(pl.col("completion") * money).sum() / money.sum(),
        )
        .select("dept", key=pl.when(~pl.col("waits")).then(half_up(20 * pl.col("mean") / 100)))
    )
    own = [
        sums.filter(pl.col("leaf") == leaf).select("dept", pl.col("share").alias(f"own{leaf}")).lazy()
        for leaf in (0, 1)
    ]
    for more in (*own, key):
        words = words.join(more, on="dept", how="left")
    w = SimpleNamespace(**{name: pl.col(name) for name in words.collect_schema().names()})
    scores = [half_up(score).alias(code) for code, score in leaves(w, pick, missing)]
    full = pl.when(w.plain).then(20.0).otherwise(10.0)
    scores += [half_up(full * pl.col(f"own{leaf}")).alias(f"A-0{leaf + 1}") for leaf in (0, 1)]
    scores.append(pl.when(w.plain).then(0.0).otherwise(w.key).alias("A-04"))
    codes = [score.meta.output_name() for score in scores]
    reached = pl.sum_horizontal(codes, ignore_nulls=False) + w.bonus.fill_null(0).clip(-5, 5)
    grades = [(pl.col("total") >= bound - 1e-9, pl.lit(name)) for bound, name in GRADES]
    words.with_columns(*scores).select("dept", total=reached.clip(0, 100)).with_columns(
        grade=chain(grades, pl.lit(""))
    ).sink_parquet(out / "total.parquet", compression="zstd")


def departments(data: Path) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Words of departments, and projects with their budgets."""

    def scan(name: str, *columns: str) -> pl.LazyFrame:
        return pl.scan_parquet(files(data, name)).select(columns)

    projects = scan("project", "dept", "row", "key_task")
    budget = (
        scan("budget", *BUDGET_COLUMNS)
        .with_columns(pl.col("full", "spent", "initial", "adjust") / MONEY)
        .join(projects, left_on=["dept", "project_row"], right_on=["dept", "row"], how="left")
    )
    of_project = budget.group_by("dept", "project_row").agg(whole("full"))
    projects = projects.join(of_project, left_on=["dept", "row"], right_on=["dept", "project_row"], how="left")
    key = (pl.col("expenditure") == 1) & (pl.col("key_task") == 1)
    moved = (pl.col("adjust_kind") == 3) & (pl.col("adjust") > 0)
    sums = budget.group_by("dept").agg(
        *(whole(name) for name in ("full", "spent", "initial")),
        whole("full", key).alias("key_full"),
        whole("spent", key).alias("key_spent"),
        moved=pl.col("adjust").filter(moved).sum(),
    )
    sangong = scan("sangong", "dept", "actual", "budget").group_by("dept")
    parts = (
        sums,
        sangong.agg(whole("actual").alias("sangong"), whole("budget").alias("sangong_budget")),
        projects.group_by("dept").agg(plain=(pl.col("key_task") != 1).all()),
        scan("bonus", "dept", "points").group_by("dept").agg(bonus=pl.col("points").sum() / 100),
    )
    words = scan("management", "dept", *MANAGEMENT)
    for part in parts:
        words = words.join(part, on="dept", how="left")
    return words.with_columns(pl.col("plain").fill_null(True)).collect().lazy(), projects


def whole(name: str, where: Any = True) -> pl.Expr:
    """The sum of a column, missing where one of its rows is."""
    rows = pl.col(name).filter(where)
    return pl.when(rows.null_count() == 0).then(rows.sum()).alias(name)


if __name__ == "__main__":
    source, result = arguments()
    with measured() as usage:
        run(source, result)
    usage.say()
