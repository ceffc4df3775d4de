"""The bench of bulk says what it measured, and would say it if an engine were wrong."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest
from bench import bulk, bulk_decimal
from bench.bulk_compare import differing
from bench.bulk_data import LINES, generate
from bench.bulk_decimal_card import carded
from bench.bulk_engines import ENGINES, Measured
from bench.bulk_limit import SCHEME, columns_read
from bench.bulk_report import promises, table
from bench.bulk_usage import Usage

from jixiao.bulk.restoring import restored
from jixiao.bulk.run import Order, score_dataset
from jixiao.figures import Missing
from jixiao.rules.registry import registry
from jixiao.rules.schemes import load_scheme
from jixiao.scoring import score

DEPARTMENTS = 100


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A hundred departments in two parts, and their result."""
    folder = tmp_path_factory.mktemp("bench")
    data = generate(folder / "data", DEPARTMENTS * LINES, registry(), part=60 * LINES)
    score_dataset(data, load_scheme(SCHEME), registry(), folder / "ours", Order())
    return data, folder / "ours"


def test_the_program_by_hand_and_ours_agree_on_every_line(made, tmp_path):
    """Two programs that share nothing but the scheme come to the same cent, code and grade."""
    data, ours = made
    bulk_decimal.run(data.folder, tmp_path)

    with duckdb.connect() as engine:
        found = differing(engine, ours, tmp_path)

    assert (found.lines, found.of_lines) == (0, DEPARTMENTS * LINES)
    assert (found.totals, found.of_totals) == (0, DEPARTMENTS)


def test_a_cent_more_in_one_line_is_counted(made, tmp_path):
    """Whoever is wrong in one line of fifty thousand, and lacks one department, is shown so."""
    data, ours = made
    bulk_decimal.run(data.folder, tmp_path)
    with duckdb.connect() as engine:
        for name, query in (
            ("line", "select * replace (score + cast(dept = 7 and row = 9 as int) * 0.01 as score) from held"),
            ("total", "select * from held where dept <> 7"),
        ):
            file = tmp_path / f"{name}.parquet"
            engine.execute(f"create or replace table held as select * from read_parquet('{file}')")
            engine.execute(f"copy ({query}) to '{file}' (format parquet)")

        found = differing(engine, ours, tmp_path)

    assert (found.lines, found.totals) == (1, 1)


def test_a_department_drawn_is_one_that_a_form_could_hold(made):
    """Taken out of the dataset again and scored as on a screen it comes to the same, as do numbers and dates beside them."""
    data, _ = made
    part = data.folder / data.parts[0].name
    found = next(one for one in bulk_decimal.departments(part) if carded(one).total is not None)

    card = score(restored(data, found.number, registry()), load_scheme(SCHEME))

    assert not isinstance(card.total, Missing)
    assert card.total.points == carded(found).total


def test_the_data_are_as_broken_as_real_forms(made):
    """Open lines, targets of zero and exact ties are all among them: without them, engines would agree for nothing."""
    data, ours = made
    lines, indicators = f"'{ours}/part-*/line.parquet'", f"'{data.folder}/part-*/indicator.parquet'"
    with duckdb.connect() as engine:
        ((missing, zero, ties, shared, rows),) = engine.execute(
            f"select count(*) filter (where outcome & 3 = 2), count(*) filter (where target = 0), "
            f"count(*) filter (where outcome = 180 and 2 * points * used % (2 * nullif(target, 0)) = target), "
            f"count(*) filter (where weight is null and score is not null), count(distinct outcome) "
            f"from read_parquet({lines}) join read_parquet({indicators}) using (dept, row)"
        ).fetchall()

    of = DEPARTMENTS * LINES
    assert Decimal("0.002") < Decimal(missing) / of < Decimal("0.02")
    assert Decimal("0.01") < Decimal(zero) / of < Decimal("0.03")
    assert ties > of // 100
    assert shared > 0
    assert rows > 20


def test_the_limit_reads_what_the_statements_read():
    """The columns of the score are in it, and the texts that nobody scores are not."""
    columns = columns_read(load_scheme(SCHEME), registry())

    assert {"operator", "target", "used", "weight", "judged", "owner_row"} <= set(columns["indicator"])
    assert not {"name", "evidence", "remedy", "lv2"} & set(columns["indicator"])
    assert "narrative" not in columns


def test_a_promise_that_is_not_kept_is_told():
    """The table of promises says no where a ratio is over its bound, and an engine that failed has its reason in the table."""
    engines = {engine.name: engine for engine in ENGINES}
    found = {
        "write": Measured(engines["write"], [Usage(1.0, 1.0, 10)]),
        "lines": Measured(engines["lines"], [Usage(1.2, 2.0, 10)]),
        "pandas": replace(Measured(engines["pandas"]), failed="ended with -9: killed"),
    }

    kept = [line for line in promises({10**7: found}) if "1.25" in line]
    found["lines"].rounds[0].seconds = 1.3
    broken = [line for line in promises({10**7: found}) if "1.25" in line]

    assert [line.split("|")[3:5] for line in kept] == [[" 1.20 ", " yes "]]
    assert [line.split("|")[3:5] for line in broken] == [[" 1.30 ", " **no** "]]
    assert any("killed" in line for line in table(10**7, {10**7: found}))


def test_one_command_prints_the_tables(capfd):
    """Data made, engines run each in a process of its own, tables printed, and the data gone."""
    bulk.main(["--rows", "1e4", "--rounds", "1", "--only", "write,decimal", "--turns", "1", "--no-disk"])

    told = capfd.readouterr().out
    assert "| limit: and writes the result | 0." in told
    assert "| plain Python, objects and Decimals |" in told
    assert " 0 | 0 |" in told
