"""Departments by the thousand, drawn by hashes of their numbers: the same every time, broken where real forms are broken."""

# ruff: noqa: S608 – the statements are made of this module's own constants
from __future__ import annotations

import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from jixiao.bulk.dataset import Dataset, Part, arrow_schema, described, read_dataset, write_list
from jixiao.bulk.importing import INDICATORS_A_PART
from jixiao.bulk.schema import Table, tables
from jixiao.facts import Registry

OWN, PROJECTS, EACH = 20, 48, 10
LINES = OWN + PROJECTS * EACH
"""Indicators of a department: its own, and ten for each of its projects."""

BUDGET_LINES = PROJECTS + 2
UNFINISHED = 10
"""One department in so many has not finished its form: there, one indicator in ten has no result and one project no budget."""

REGIONS = ("440100", "440300", "440600", "440700", "441900")


@dataclass(frozen=True, slots=True)
class Drawn:
    """How the rows of a table are drawn for the departments of a part.

    rows: rows of one department. names: expressions that others may use, in order, of `d` (the department's number) and
    `i` (the row's, from 1). columns: column → expression; a column that is not named is empty.
    """

    rows: int
    names: Mapping[str, str]
    columns: Mapping[str, str]


def draw(seed: int, most: int) -> str:
    """A whole number from 0 to below `most`, of the row and a seed."""
    return f"cast(hash(d * 1000 + i, {seed}) % {most} as bigint)"


def once(seed: int, most: int) -> str:
    """The same of the department alone."""
    return f"cast(hash(d, {seed}) % {most} as bigint)"


def indicators(layout: Table) -> Drawn:
    """Mostly ≥ and ≤, some of every other kind; two targets in a hundred are zero, and round targets make exact ties."""
    code = {word: place for place, word in enumerate(layout.column("operator").codes)}
    kinds = (
        (60, code["≥"], "plain"),
        (64, code["＞"], "plain"),
        (74, code["≤"], "plain"),
        (76, code["＜"], "plain"),
        (79, code["＝"], "plain"),
        (81, code["＝"], "range"),
        (84, code["≤"], "dated"),
        (96, code["定性"], "judged"),
        (98, code["定量（其他）"], "judged"),
        (100, code["不适用"], "none"),
    )
    by_kind = " ".join(f"when h < {upto} then {{}}" for upto, _, _ in kinds)
    operator = f"case {by_kind.format(*(number for _, number, _ in kinds))} end"
    kind = f"case {by_kind.format(*(repr(name) for _, _, name in kinds))} end"
    judged = (
        f"case when operator = {code['定量（其他）']} then 60 + {draw(6, 41)} "
        f"when kind = 'dated' then case when late is null then {draw(6, 50)} else 40 + {draw(6, 35)} end "
        f"when state = 0 then 85 + {draw(6, 16)} when state = 1 then 65 + {draw(6, 10)} else {draw(6, 50)} end"
    )
    names = {
        "h": draw(1, 100),
        "owner_row": f"case when i <= {OWN} then 0 else (i - {OWN + 1}) // {EACH} + 1 end",
        "open": f"({once(2, UNFINISHED)} = 0 and {draw(3, 10)} = 0)",
        "bare": "(cast(hash(d, owner_row, 4) % 100 as int) = 0)",  # nobody gave this owner's indicators points
        "operator": operator,
        "kind": kind,
        "round": f"[8, 10, 20, 25, 30, 40, 50, 80, 100, 120, 200, 365, 400, 500, 1000, 12000][{draw(5, 16)} + 1]",
        "target": f"case when kind not in ('plain', 'range') then null when {draw(7, 50)} = 0 then 0 else round * 10000 end",
        "points": f"50 * (2 + {draw(8, 19)})",
        "actual": f"case when kind not in ('plain', 'range') or open then null when target = 0 then {draw(9, 2)} * 30000 "
        f"when {draw(9, 3)} = 0 then round * 10000 else round * (400 + {draw(10, 900)}) * 10000 // 1000 "
        f"// (case when {draw(11, 4)} = 0 then 1 else 10000 end) * (case when {draw(11, 4)} = 0 then 1 else 10000 end) end",
        "late": f"case when kind = 'dated' and {draw(12, 20)} > 0 then greatest({draw(13, 40)} - 30, 0) end",
        "state": f"case when open then null when kind = 'judged' then [0, 0, 0, 1, 1, 2][{draw(14, 6)} + 1] "
        "when kind = 'dated' and late is null then 2 end",
        "judged": f"case when kind in ('judged', 'dated') and not open then points * ({judged}) // 100 end",
    }
    columns = {
        "no": "'I' || i",
        "owner": "case when owner_row = 0 then '部门' else 'P' || owner_row end",
        "lv1": "[1, 1, 2, 3, 0][i % 5 + 1]",
        "lv2": "[4, 5, 8, 10, 0][i % 5 + 1]",
        "name": f"'第' || {draw(15, 5000)} || '项工作完成情况'",
        "operator": "operator",
        "target": "target",
        "target_high": "case when kind = 'range' then target * 5 // 4 end",
        "unit": "['个', '人次', '%', '万元'][i % 4 + 1]",
        "weight": f"case when not bare and not (open and {draw(19, 10)} = 0) then points end",
        "actual": "actual",
        "used": "actual",
        "state": "state",
        "judged": "judged",
        "sample": f"case when i % 5 = 3 then {draw(16, 300)} end",
        "due": "case when kind = 'dated' then '2022-11-30' end",
        "done": "strftime(date '2022-11-30' + cast(late as int), '%Y-%m-%d')",
        "due_set": "case when kind = 'dated' then 1 else 0 end",
        "late": "late",
        "consent": f"case when kind = 'none' and {draw(17, 2)} = 0 then '财函〔2022〕' || {draw(18, 90)} || '号' end",
        "evidence": "'E' || i % 40",
        "owner_row": "owner_row",
    }
    return Drawn(LINES, names, columns)


def others(layout: Mapping[str, Table]) -> Mapping[str, Drawn]:
    """Everything else that is scored: money, management, plus and minus items. One department in twenty has no key task."""
    full = f"(10000000 * (1 + {draw(21, 900)}) + {draw(22, 1000)} * 10000)"
    of_project = f"i <= {PROJECTS}"
    no_full = f"({once(2, UNFINISHED)} = 0 and i = 3)"
    money = {
        "line": "'B' || i",
        "unit": "'U' || i % 10",
        "expenditure": f"case when {of_project} then 1 else 0 end",
        "purpose": f"case when {of_project} then 2 else i - {PROJECTS + 1} end",
        "project": f"case when {of_project} then 'P' || i end",
        "project_row": f"case when {of_project} then i end",
        "fund": "0",
        "initial": "granted",
        "adjust": "moved",
        "adjust_kind": f"case when moved = 0 then 0 else 1 + {draw(23, 4)} end",
        "carried_in": "0",
        "full": f"case when not {no_full} then granted + moved end",
        "spent": f"(granted + moved) * (700 + {draw(24, 301)}) // 1000",
    }
    move = {
        "granted": full,
        "moved": f"case when {draw(25, 4)} = 0 then granted * ({draw(26, 41)} - 20) // 100 else 0 end",
    }
    return {
        "cover": Drawn(
            1,
            {},
            {
                "year": "2022",
                "department": "'第' || d || '局'",
                "region": f"{list(REGIONS)}[d % {len(REGIONS)} + 1]",
                "file": "'局' || d || '.xlsx'",
            },
        ),
        "unit": Drawn(
            10, {}, {"unit": "'U' || i", "name": "'第' || i || '单位'", "kind": "i % 6", "consolidated": "1"}
        ),
        "project": Drawn(
            PROJECTS,
            {},
            {
                "project": "'P' || i",
                "name": "'第' || i || '个项目'",
                "unit": "'U' || i % 10",
                "category": "3",
                "key_task": f"case when {once(20, 20)} > 0 and i % 3 = 0 then 1 else 0 end",
                "evaluated": "1",
            },
        ),
        "budget": Drawn(BUDGET_LINES, move, money),
        "sangong": Drawn(
            4, {"planned": f"{draw(27, 500)} * 100000"}, {"item": "i - 1", "budget": "planned", "actual": "planned"}
        ),
        "management": Drawn(1, {}, management(layout["management"])),
        "bonus": Drawn(
            1, {}, {"no": "'1'", "name": "'创新'", "points": f"[0, 0, 50, 150, -100, -700][{draw(28, 6)} + 1]"}
        ),
    }


def management(table: Table) -> Mapping[str, str]:
    """What is due and what was done of it: mostly all."""
    most = {"findings": 3, "serious_findings": 2, "procurement_findings": 3, "over_standard_items": 5}
    most |= {"asset_findings": 3, "differences_open": 2, "inventories": 3, "procurement_rules": 2}
    parts = {"assessed": "must_assess", "compliant_disclosures": "due_disclosures", "covered_stages": "rule_stages"}
    parts |= {"published_items": "due_performance_items", "results_applied": "results_to_apply"}
    parts |= {"intents_compliant": "intents_due", "contracts_in_time": "contracts", "filed_in_time": "contracts"}
    parts |= {"income_in_time": "income_due", "asset_ties_passed": "asset_ties", "cost_not_above": "cost_items"}
    told = {}
    for place, column in enumerate(table.columns[2:], 40):  # after the numbers of department and row
        due = f"cast(hash(d, '{parts.get(column.name, column.name)}') % 9 + 3 as bigint)"
        told[column.name] = due
        if column.name in most:
            told[column.name] = f"greatest({once(place, most[column.name] + 5)} - 5, 0)"
        elif column.name in parts:
            told[column.name] = f"greatest({due} - greatest({once(place, 5)} - 2, 0), 0)"
    told["procurement_rules"] = f"case when {once(39, 10)} > 0 then 1 else 0 end"
    told["forms_returned"] = f"greatest({once(38, 5)} - 2, 0)"
    told |= {"assets_total": "90000000000000", "assets_in_use": f"900000000000 * (50 + {once(37, 51)})"}
    return told | {"sme_required": "300000", "sme_reserved": f"200000 + 10000 * {once(36, 40)}"}


def statement(table: Table, drawn: Drawn) -> str:
    """The rows of a table for departments `lo` to `hi`, both asked of whoever runs it."""
    types = {"int8": "tinyint", "int16": "smallint", "int32": "int", "int64": "bigint", "string": "varchar"}
    source = f"(select d, i from range(cast(? as bigint), cast(? as bigint)) a(d), range(1, {drawn.rows + 1}) b(i))"
    for name, made in drawn.names.items():
        source = f"(select *, {made} as {name} from {source})"
    columns = {"dept": "d", "row": "i", **drawn.columns}
    told = ", ".join(
        f'cast({columns.get(column.name, "null")} as {types[column.storage]}) as "{column.name}"'
        for column in table.columns
    )
    return f"select {told} from {source} order by d, i"


def generate(folder: Path, rows: int, registry: Registry, part: int = INDICATORS_A_PART) -> Dataset:
    """A dataset of so many indicator rows, in parts of the size that an import makes.

    Args:
        folder: made anew.
        rows: of indicators; rounded up to whole departments of `LINES`.
        registry: the declarations by which it is laid out.
        part: indicators after which a part is closed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    layout = tables(registry)
    drawn = {"indicator": indicators(layout["indicator"]), **others(layout)}
    statements = {name: statement(layout[name], how) for name, how in drawn.items()}
    departments, a_part = -(-rows // LINES), max(1, part // LINES)
    begins = range(1, departments + 1, a_part)
    with duckdb.connect() as engine:

        def write(number: int, first: int) -> Part:
            name, last = f"part-{number:05}", min(first + a_part, departments + 1)
            (folder / name).mkdir(parents=True)
            counted = {}
            with engine.cursor() as own:
                for table in layout.values():
                    schema = arrow_schema(table)
                    made = schema.empty_table()
                    if table.name in statements:
                        made = own.sql(statements[table.name], params=[first, last]).to_arrow_table().cast(schema)
                    pq.write_table(made, folder / name / f"{table.name}.parquet", compression="zstd")
                    counted[table.name] = made.num_rows
            return described(folder, name, last - first, counted)

        with ThreadPoolExecutor(2) as pool:
            parts = list(pool.map(write, range(1, len(begins) + 1), begins))
    write_list(folder, parts)
    return read_dataset(folder)
