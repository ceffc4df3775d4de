"""The scheme in OpenFisca as far as it reaches: indicators are its persons, who gathers them its groups; 32-bit floats.

Runs in an environment of its own: OpenFisca is under the AGPL, and nothing of it is part of this project. Left out: the
roll-up from projects to departments, as its groups hold persons and no groups, and with it every line of a department but
those that gather indicators. Even shares of points are worked out before, in numpy.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.bulk_numpy import answered, half_up, shared
from bench.bulk_table import LINE_COLUMNS
from bench.bulk_usage import arguments, files, measured

YEAR = "2022"
PLACES = 4096
"""More rows than a department has projects."""

INDICATOR = Entity("indicator", "indicators", "An indicator", "")
OWNER = GroupEntity("owner", "owners", "A project, or a leaf of a department", "", roles=[{"key": "member"}])
READ = (
    "operator",
    "due_set",
    "state",
    "sample",
    "late",
    "target",
    "target_high",
    "used",
    "judged",
    "points",
    "consent",
)


def variable(name: str, entity: Entity, kind: type, formula: Any = None) -> type[Variable]:
    """A variable of a year."""
    told: dict[str, Any] = {"value_type": kind, "entity": entity, "definition_period": DateUnit.YEAR, "label": name}
    if formula is not None:
        told["formula"] = formula
    return type(name, (Variable,), told)


def read_columns(indicators: Any, period: Any) -> dict[str, Any]:
    """What the table of indicators reads."""
    return {name: indicators(name, period) for name in READ}


def score(indicators: Any, period: Any) -> Any:
    """Score of an indicator."""
    return answered(read_columns(indicators, period))[0]


def outcome(indicators: Any, period: Any) -> Any:
    """Code of an indicator."""
    return answered(read_columns(indicators, period))[1]


def share(owners: Any, period: Any) -> Any:
    """What part of the points of an owner was reached, in hundredths of a percent; NaN while an indicator is open."""
    kind = owners.members("outcome", period) & 3
    open_ = owners.sum((kind == 1) | (kind == 2))
    points = owners.sum(np.where(kind == 0, owners.members("points", period), 0))
    reached = owners.sum(np.where(kind == 0, owners.members("score", period), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        settled = np.where(points == 0, 0, half_up(100 * reached / points))
    return np.where((open_ > 0) | (owners.sum(kind != 3) == 0), np.nan, settled)


def system() -> TaxBenefitSystem:
    """The rules."""
    made = TaxBenefitSystem([INDICATOR, OWNER])
    kinds = {"operator": int, "due_set": int, "consent": bool}
    made.add_variables(
        *(variable(name, INDICATOR, kinds.get(name, float)) for name in READ),
        variable("score", INDICATOR, float, score),
        variable("outcome", INDICATOR, int, outcome),
        variable("share", OWNER, float, share),
    )
    return made


def read(data: Path) -> dict[str, Any]:
    """The columns of indicators in the units of the form, and the number of the group of each."""
    wanted = {name: pc.field(name) for name in LINE_COLUMNS} | {"consent": pc.field("consent").is_valid()}
    table = ds.dataset(list(map(str, files(data, "indicator")))).to_table(columns=wanted)
    columns = {name: table[name].to_numpy() for name in table.column_names}
    for name, scale in LINE_COLUMNS.items():
        if scale != 1:
            columns[name] = columns[name] / scale
    projects = ds.dataset(list(map(str, files(data, "project")))).to_table(columns=["dept", "key_task"])
    key = np.unique(projects["dept"].to_numpy()[projects["key_task"].to_numpy() == 1])
    columns["leaf"] = np.where(columns["owner_row"] > 0, -1, np.where(columns["lv1"] <= 1, 0, 1))
    columns["group"] = (columns["dept"].astype(np.int64) * PLACES + columns["owner_row"]) * 3 + columns["leaf"]
    of_leaf = np.where(np.isin(columns["dept"], key), 1000, 2000)
    full = np.where(columns["leaf"] < 0, 10_000, of_leaf)
    columns["points"] = shared(columns["group"], columns["weight"], full).astype(np.float32)
    return columns


def run(data: Path, out: Path) -> dict[str, float]:
    """Score everything; writes `line.parquet` and `completion.parquet`. Returns the seconds of building the population."""
    columns = read(data)
    number = len(columns["points"])
    with measured() as building:
        builder = SimulationBuilder()
        builder.create_entities(rules := system())
        owners = np.unique(columns["group"])
        builder.declare_person_entity("indicator", range(number))
        population = builder.declare_entity("owner", owners)
        builder.join_with_persons(population, columns["group"], np.zeros(number, np.int64))
        simulation = builder.build(rules)
        for name in READ:
            simulation.set_input(name, YEAR, columns[name])
    found = {name: simulation.calculate(name, YEAR) for name in ("score", "outcome", "share")}
    lines = {name: columns[name] for name in ("dept", "row", "owner_row", "leaf", "points")}
    lines |= {"score": pa.array(found["score"], from_pandas=True), "outcome": found["outcome"]}
    pq.write_table(pa.table(lines), out / "line.parquet", compression="zstd")
    done = {"owner": owners, "completion": pa.array(found["share"], from_pandas=True)}
    pq.write_table(pa.table(done), out / "completion.parquet", compression="zstd")
    return {"building": building.seconds}


if __name__ == "__main__":
    source, result = arguments()
    with measured() as usage:
        told = run(source, result)
    usage.told |= told
    usage.say()
